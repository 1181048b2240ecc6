"""The chart of weights estimated by ultrasound, each fetus for itself, on the curve where there is one child. Pure."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from math import ceil, floor

from msgspec import Struct

from helsekort.record.card import Trail
from helsekort.record.entries import Finding
from helsekort.record.growth import Curve
from helsekort.web.shared.chart_of_card import (
    DAYS_IN_WEEK,
    Chart,
    ChartRow,
    Source,
    WhyNot,
    both,
    unplaced_note,
    upright,
    when,
)
from helsekort.web.shared.charts import Axis, Point, Series, Tick, line_chart
from helsekort.web.shared.curve_of_chart import curve_name, line_names, on_band
from helsekort.web.shared.readings import change, in_rows, signed, trend

WHAT = "estimated_weight"
_GROUP = "ultrasound_fetus"
_STEP = 500
_MANY = 2500  # grams: above it the steps are twice as high
_EVEN = 2


class _Fetus(Struct, frozen=True):
    """The weights of one; `letter` is empty where there is only one."""

    letter: str
    weights: list[Trail[Finding]]


def fetal_weight_chart(source: Source) -> Chart:
    """The chart. With several fetuses no curve is drawn, for it is made for one child, and each has its own line."""
    _ = source.texts.translate
    fetuses = _fetuses(source)
    all_weights = [trail for fetus in fetuses for trail in fetus.weights]
    curve = source.curves.get(WHAT) if len(fetuses) == 1 else None
    heads = [_("Vekt, g"), *([_("Foster")] if len(fetuses) > 1 else []), _("Endring")]
    if curve is not None:
        heads.append(_("Mot kurvens midtlinje"))
    rows = _rows(source, fetuses, curve)
    if not all_weights:
        return Chart(heads, rows, why_not=WhyNot.NOTHING)
    unplaced = sum(source.card.age(trail.now.on) is None for trail in all_weights)
    if unplaced == len(all_weights):
        return Chart(heads, rows, why_not=WhyNot.NO_DUE_DATE)
    notes = [curve_name(curve, source.texts)] if curve else []
    if len(fetuses) > 1:
        notes.append(_("Uten kurve, for den er laget for ett barn."))
    return Chart(
        heads=heads,
        rows=rows,
        pictures=[both(_drawing(source, fetuses, curve))],
        notes=[*notes, *unplaced_note(source.texts, unplaced)],
        narrow_note=line_names(curve, source.texts) if curve else "",
    )


def _fetuses(source: Source) -> list[_Fetus]:
    """Each that stands on the card with its weights, oldest first; those stored only as stated are left out."""
    standing = source.card.live_fetuses()
    return [
        _Fetus(trail.now.label if len(standing) > 1 else "", _weights(source, trail.origin))
        for trail in standing
    ]


def _weights(source: Source, fetus: int) -> list[Trail[Finding]]:
    found = [*trend(source.card, WHAT, fetus), *in_rows(source.card, _GROUP, WHAT, fetus)]
    return sorted(found, key=lambda trail: (trail.now.on, trail.origin))


def _rows(source: Source, fetuses: list[_Fetus], curve: Curve | None) -> list[ChartRow]:
    found = []
    for fetus in fetuses:
        earlier: Finding | None = None
        for trail in fetus.weights:
            found.append((trail.now.on, source.row(trail, _cells(source, fetus, trail.now, earlier, curve))))
            earlier = trail.now
    return [row for _, row in sorted(found, key=lambda each: each[0], reverse=True)]


def _cells(
    source: Source, fetus: _Fetus, finding: Finding, earlier: Finding | None, curve: Curve | None
) -> list[str]:
    _ = source.texts.translate
    value = _grams(finding)
    cells = [source.texts.measured(value, 0), *([fetus.letter] if fetus.letter else [])]
    cells.append(change(source.texts, finding, earlier, 0) or _("første mål"))
    if curve is not None:
        cells.append(_from_middle(source, curve, finding) or _("utenfor kurven"))
    return cells


def _from_middle(source: Source, curve: Curve, finding: Finding) -> str:
    """`−6 %`: how far from the curve's middle line that day; empty where it is not valid."""
    age = source.card.age(finding.on)
    middle = curve.on_line(age.days, curve.band[1]) if age else None
    if middle is None:
        return ""
    share = round((float(_grams(finding)) / middle - 1) * 100)
    return f"{signed(source.texts, Decimal(share), 0)}\u00a0%"


def _drawing(source: Source, fetuses: list[_Fetus], curve: Curve | None) -> Callable[..., str]:
    _ = source.texts.translate
    series = [Series(_points(source, fetus), fetus.letter) for fetus in fetuses]
    points = [point for each in series for point in each.points]
    grams = [Decimal(0), *(Decimal(point.y) for point in points), *([_highest(curve)] if curve else [])]
    drawing = partial(
        line_chart,
        chart_id="fetal-weight",
        title=_("Beregnet fostervekt etter svangerskapsuke"),
        description=curve_name(curve, source.texts) if curve else "",
        x_axis=_weeks(source, points, curve),
        y_axis=upright(_("g"), grams, _STEP * 2 if max(grams) > _MANY else _STEP),
        series=series,
    )
    return on_band(drawing, curve, source.texts) if curve else drawing


def _points(source: Source, fetus: _Fetus) -> list[Point]:
    _ = source.texts.translate
    found = []
    for trail in fetus.weights:
        age = source.card.age(trail.now.on)
        if age is None:
            continue
        said = {
            "when": when(source, trail.now),
            "value": source.with_unit(WHAT, _grams(trail.now)),
            "fetus": fetus.letter,
        }
        words = _("%(when)s, foster %(fetus)s: %(value)s") if fetus.letter else _("%(when)s: %(value)s")
        found.append(Point(age.days / DAYS_IN_WEEK, _grams(trail.now), words % said))
    return found


def _weeks(source: Source, points: list[Point], curve: Curve | None) -> Axis:
    ends = [curve.valid_from_days / DAYS_IN_WEEK, curve.valid_to_days / DAYS_IN_WEEK] if curve else []
    places = [*(float(point.x) for point in points), *ends]
    if not ends:
        places.append(min(places) - 1)  # so that the first does not stand on the edge
    low = floor(min(places) / _EVEN) * _EVEN
    high = max(ceil(max(places) / _EVEN) * _EVEN, low + 2 * _EVEN)
    ticks = [Tick(week, str(week)) for week in range(low, high + 1, _EVEN)]
    return Axis(source.texts.translate("fullgåtte uker"), low, high, ticks)


def _highest(curve: Curve) -> Decimal:
    top = curve.on_line(curve.valid_to_days, curve.band[-1])
    return Decimal(0) if top is None else Decimal(round(top))


def _grams(finding: Finding) -> Decimal:
    return finding.value if isinstance(finding.value, Decimal) else Decimal(0)
