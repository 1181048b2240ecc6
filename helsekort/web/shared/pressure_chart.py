"""The blood pressure chart: each reading as a pair, those from home told apart, the last days on their own. Pure.

It draws no limit: what a pressure means is not the chart's to say.
"""

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from helsekort.record.card import Trail
from helsekort.record.entries import Finding, Pressure
from helsekort.web.shared.chart_of_card import (
    HOME,
    Chart,
    ChartRow,
    Picture,
    Source,
    Timeline,
    WhyNot,
    both,
    by_day,
    place_keys,
    timeline,
    unplaced_note,
    upright,
    when,
)
from helsekort.web.shared.charts import Point, Series, Stem, line_chart
from helsekort.web.shared.readings import missing_half, pressure, trend

_WHAT = "blood_pressure"
_STEP = 20
# Several readings a day lie on one another in a picture of months: the last days get one of their own, where there
# are so many that it helps.
_LAST_DAYS = dt.timedelta(days=14)
_ENOUGH = 4


class _Named(NamedTuple):
    id: str
    title: str


def pressure_chart(source: Source) -> Chart:
    """The whole pregnancy in one picture and, where many were taken of late, the last two weeks in another."""
    _ = source.texts.translate
    heads = [_("Blodtrykk, mmHg"), _("Hvor")]
    rows = _rows(source)
    readings = [trail for trail in trend(source.card, _WHAT) if isinstance(trail.now.value, Pressure)]
    if not readings:
        return Chart(heads, rows, why_not=WhyNot.NOTHING)
    edge = timeline(source, readings)
    placed = [trail for trail in readings if trail.origin in edge.places]
    pictures = [_picture(source, placed, edge, _Named("pressure", _("Hele svangerskapet")))]
    since = readings[-1].now.on - _LAST_DAYS
    late = [trail for trail in readings if trail.now.on > since]
    if _ENOUGH <= len(late) < len(readings):
        named = _Named("pressure-late", _("De siste to ukene"))
        pictures.append(_picture(source, late, by_day(source, late), named))
    notes = unplaced_note(source.texts, len(readings) - len(placed))
    return Chart(heads, rows, pictures, notes=notes)


def _rows(source: Source) -> list[ChartRow]:
    _ = source.texts.translate
    found = []
    for trail in source.card.series(_WHAT):
        finding = trail.now
        if isinstance(finding.value, Pressure):
            place = _("hjemme") if finding.by_woman else _("på kontroll")
            aside = _("regnes ikke med") if finding.unverified else ""
            cells = [pressure(source.texts, finding.value), place]
            found.append(source.row(trail, cells, missing_half(source.texts, finding.value), aside))
    return found[::-1]


def _picture(source: Source, trails: list[Trail[Finding]], edge: Timeline, named: _Named) -> Picture:
    _ = source.texts.translate
    upper, lower, stems = _pairs(source, trails, edge)
    values = [point.y for point in upper + lower if isinstance(point.y, Decimal)]
    drawing = partial(
        line_chart,
        chart_id=named.id,
        title=_("Blodtrykk: %(when)s") % {"when": named.title.lower()},
        description=_("Over- og undertrykk for hver måling."),
        x_axis=edge.axis,
        y_axis=upright(_("mmHg"), values, _STEP),
        series=[Series(upper, joined=False), Series(lower, joined=False)],
        stems=stems,
        keys=place_keys(source, trails),
    )
    return both(drawing, named.title)


def _pairs(
    source: Source, trails: list[Trail[Finding]], edge: Timeline
) -> tuple[list[Point], list[Point], list[Stem]]:
    """The upper values, the lower ones, and what joins the two of one reading. Half a reading is one point."""
    upper, lower, stems = [], [], []
    for trail in trails:
        value, at = trail.now.value, edge.places[trail.origin]
        if not isinstance(value, Pressure):
            continue
        label, mark = _label(source, trail.now, value), HOME if trail.now.by_woman else ""
        if value.systolic is not None:
            upper.append(Point(at, value.systolic, label, mark))
        if value.diastolic is not None:
            lower.append(Point(at, value.diastolic, label, mark))
        if value.systolic is not None and value.diastolic is not None:
            stems.append(Stem(at, value.diastolic, value.systolic))
    return upper, lower, stems


def _label(source: Source, finding: Finding, value: Pressure) -> str:
    _ = source.texts.translate
    half = missing_half(source.texts, value)
    said = {
        "when": when(source, finding),
        "value": pressure(source.texts, value) + (f" ({half})" if half else ""),
        "place": _("hjemme") if finding.by_woman else _("på kontroll"),
    }
    return _("%(when)s: %(value)s mmHg, %(place)s") % said
