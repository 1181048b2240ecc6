"""Symphysis-fundus height: the chart, the table beside it, or why there is no chart. Pure."""

from decimal import Decimal

from msgspec import Struct

from helsekort.record.card import Trail
from helsekort.record.entries import Finding
from helsekort.record.growth import Curve
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.trend import trend
from helsekort.web.shared.charts import Axis, Band, Line, Point, Series, Tick, line_chart
from helsekort.web.shared.fundal_chart import CENTILES, CURVE, curve_lines

_DAYS_IN_WEEK = 7
_WHAT = "fundal_height"
_WEEK_TICKS = range(16, 43, 2)
_HEIGHT_TICKS = range(10, 46, 5)


class HeightRow(Struct):
    """One measured height beside the curve's own numbers for the same day; empty where the curve has none."""

    day: str
    age: str
    text: str
    change: str
    curve: str
    marks: list[str]


class HeightChart(Struct):
    """`wide` and `narrow` are SVG; `why_not` says why there is none, and exactly one of them is empty.

    `lines` says which lines are drawn, `outside` where a height lies that is not between the outer two.
    """

    wide: str
    narrow: str
    why_not: str
    label: str
    lines: str
    outside: list[str]
    rows: list[HeightRow]


def height_chart(desk: Desk) -> HeightChart:
    """The chart and its table. The table is there without the chart as well."""
    curve = desk.curves[CURVE]
    trails = desk.card.series(_WHAT)
    why_not = _why_not(desk, trails)
    wide, narrow = ("", "") if why_not else (_svg(desk, curve, narrow=each) for each in (False, True))
    label = desk.texts.translate(curve.label)
    rows = _rows(desk, curve, trails, with_curve=not why_not)
    outside = [] if why_not else _outside(desk, curve)
    return HeightChart(wide, narrow, why_not, label, curve_lines(curve, desk.texts), outside, rows)


def _why_not(desk: Desk, trails: list[Trail[Finding]]) -> str:
    _ = desk.texts.translate
    if len(desk.card.live_fetuses()) > 1:
        why = _("Ingen kurve: den gjelder ett foster, og her er det flere.")
        return why if trails else f"{why} {_('Symfyse–fundus er ikke tatt ennå.')}"
    if desk.card.due is None:
        return _("Ingen kurve: termin er ikke satt, så målene kan ikke plasseres i svangerskapet.")
    if not trails:
        return _("Symfyse–fundus er ikke tatt ennå.")
    return ""


def _svg(desk: Desk, curve: Curve, *, narrow: bool) -> str:
    _ = desk.texts.translate
    points = []
    for trail in trend(desk, _WHAT):
        age = desk.card.age(trail.now.on)
        if age is not None and isinstance(trail.now.value, Decimal):
            label = f"{age}: {desk.shown(trail.now, _WHAT)}"
            points.append(Point(age.days / _DAYS_IN_WEEK, trail.now.value, label))
    weeks = [Tick(week, str(week)) for week in _WEEK_TICKS]
    heights = [Tick(cm, str(cm)) for cm in _HEIGHT_TICKS]
    return line_chart(
        chart_id="sf",
        title=_("Symfyse–fundus-mål etter svangerskapslengde"),
        description=_(curve.label),
        x_axis=Axis(_("Uke"), _WEEK_TICKS[0], _WEEK_TICKS[-1], weeks),
        y_axis=Axis(_("SF i cm"), _HEIGHT_TICKS[0], _HEIGHT_TICKS[-1], heights),
        series=[Series(points)],
        band=_band(desk, curve, narrow=narrow),
        narrow=narrow,
    )


def _band(desk: Desk, curve: Curve, *, narrow: bool) -> Band:
    low, middle, high = (_line(desk, curve, key, narrow=narrow) for key in CENTILES)
    return Band(low, middle, high)


def _line(desk: Desk, curve: Curve, key: str, *, narrow: bool) -> Line:
    centile = curve.centiles[key]
    ages = range(curve.valid_from_days, curve.valid_to_days + 1, _DAYS_IN_WEEK)
    values = [(days, curve.at(days, centile.z)) for days in ages]
    places = [(days / _DAYS_IN_WEEK, value) for days, value in values if value is not None]
    # The whole name has no room in the narrow picture; the words below it say what the letters mean.
    return Line(places, key if narrow else desk.texts.translate(centile.label))


def _outside(desk: Desk, curve: Curve) -> list[str]:
    """Where a height lies that is not between the drawn lines. It says the place and nothing of what it means."""
    _ = desk.texts.translate
    sides = {
        "P10": (
            _("%(value)s ved %(age)s ligger under kurvens %(line)s, %(limit)s cm. Kurven: %(curve)s."),
            -1,
        ),
        "P90": (_("%(value)s ved %(age)s ligger over kurvens %(line)s, %(limit)s cm. Kurven: %(curve)s."), 1),
    }
    found = []
    for trail in trend(desk, _WHAT):
        age, value = desk.card.age(trail.now.on), trail.now.value
        for key, (sentence, side) in sides.items():
            limit = curve.at(age.days, curve.centiles[key].z) if age else None
            if limit is not None and isinstance(value, Decimal) and (float(value) - limit) * side > 0:
                said = {
                    "value": desk.shown(trail.now, _WHAT),
                    "age": str(age),
                    "line": _(curve.centiles[key].label),
                    "limit": desk.texts.number(Decimal(limit), 1),
                    "curve": _(curve.label).partition(".")[0],
                }
                found.append(sentence % said)
    return found[::-1]


def _rows(desk: Desk, curve: Curve, trails: list[Trail[Finding]], *, with_curve: bool) -> list[HeightRow]:
    found = []
    decimals = desk.catalogue[_WHAT].decimals
    earlier: Finding | None = None
    for trail in trails:
        finding = trail.now
        found.append(
            HeightRow(
                day=desk.texts.numeric(finding.on),
                age=desk.age(finding.on),
                text=desk.shown(finding, _WHAT),
                change=desk.texts.translate("regnes ikke med")
                if finding.unverified
                else wording.change(desk.texts, finding, earlier, decimals),
                curve=_beside(desk, curve, finding) if with_curve else "",
                marks=desk.marks(trail),
            )
        )
        earlier = finding if isinstance(finding.value, Decimal) and not finding.unverified else earlier
    return found[::-1]


def _beside(desk: Desk, curve: Curve, finding: Finding) -> str:
    """`26,6–33,1`: the curve's outer lines that day, to one decimal."""
    age = desk.card.age(finding.on)
    if age is None:
        return ""
    ends = [curve.at(age.days, curve.centiles[key].z) for key in ("P10", "P90")]
    said = [desk.texts.number(Decimal(end), 1) for end in ends if end is not None]
    return "–".join(said)
