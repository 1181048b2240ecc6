"""The symphysis-fundus chart: her measurements on the curve for one child, with the curve's name. Pure."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

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
)
from helsekort.web.shared.charts import Axis, Point, Series, Tick, line_chart
from helsekort.web.shared.curve_of_chart import curve_name, line_names, on_band
from helsekort.web.shared.readings import change, trend

WHAT = "fundal_height"
_WEEKS = range(16, 43, 2)
_HEIGHTS = range(10, 46, 5)


def fundal_chart(source: Source) -> Chart:
    """The chart; without its picture where the curve does not hold for her, and then with why."""
    _ = source.texts.translate
    curve = source.curves.get(WHAT)
    why_not = _why_not(source, curve)
    drawn = None if why_not else curve
    rows = _rows(source, drawn)
    heads = [_("Mål, cm"), _("Endring")]
    if drawn is None:
        return Chart(heads, rows, why_not=why_not)
    placed = [trail for trail in _numbers(source) if source.card.age(trail.now.on) is not None]
    return Chart(
        heads=[*heads, _("Kurvens %(low)s–%(high)s") % {"low": drawn.band[0], "high": drawn.band[-1]}],
        rows=rows,
        pictures=[both(_drawing(source, drawn, placed))],
        notes=[
            curve_name(drawn, source.texts),
            *unplaced_note(source.texts, len(_numbers(source)) - len(placed)),
        ],
        narrow_note=line_names(drawn, source.texts),
    )


def _why_not(source: Source, curve: Curve | None) -> WhyNot | None:
    """The curve is for one child: where none is entered nobody has said that there is one."""
    fetuses = len(source.card.live_fetuses())
    if fetuses > 1:
        return WhyNot.SEVERAL
    if not _numbers(source):
        return WhyNot.NOTHING
    if not fetuses:
        return WhyNot.NO_FETUS
    if source.card.due is None:
        return WhyNot.NO_DUE_DATE
    return WhyNot.NO_CURVE if curve is None else None


def _numbers(source: Source) -> list[Trail[Finding]]:
    return [trail for trail in trend(source.card, WHAT) if isinstance(trail.now.value, Decimal)]


def _rows(source: Source, curve: Curve | None) -> list[ChartRow]:
    _ = source.texts.translate
    found = []
    earlier: Finding | None = None
    for trail in source.card.series(WHAT):
        finding = trail.now
        if not isinstance(finding.value, Decimal):
            continue
        decimals = source.catalogue[WHAT].decimals
        since = (
            _("regnes ikke med") if finding.unverified else change(source.texts, finding, earlier, decimals)
        )
        cells = [source.texts.measured(finding.value, decimals), since or _("første mål")]
        if curve is not None:
            cells.append(_beside(source, curve, finding) or _("utenfor kurven"))
        found.append(source.row(trail, cells))
        earlier = earlier if finding.unverified else finding
    return found[::-1]


def _beside(source: Source, curve: Curve, finding: Finding) -> str:
    """`26,6–33,1`: the curve's outer lines that day, to one decimal."""
    age = source.card.age(finding.on)
    if age is None:
        return ""
    ends = [curve.on_line(age.days, key) for key in (curve.band[0], curve.band[-1])]
    return "–".join(source.texts.number(Decimal(end), 1) for end in ends if end is not None)


def _drawing(source: Source, curve: Curve, placed: list[Trail[Finding]]) -> Callable[..., str]:
    _ = source.texts.translate
    points = []
    for trail in placed:
        age, value = source.card.age(trail.now.on), trail.now.value
        if age is not None and isinstance(value, Decimal):
            said = {
                "age": str(age),
                "value": source.with_unit(WHAT, value),
                "day": source.texts.date(trail.now.on),
            }
            points.append(Point(age.days / DAYS_IN_WEEK, value, _("%(age)s: %(value)s, målt %(day)s") % said))
    drawing = partial(
        line_chart,
        chart_id="fundal",
        title=_("Symfyse–fundus-mål etter svangerskapsuke"),
        description=curve_name(curve, source.texts),
        x_axis=Axis(_("fullgåtte uker"), _WEEKS[0], _WEEKS[-1], [Tick(week, str(week)) for week in _WEEKS]),
        y_axis=Axis(_("cm"), _HEIGHTS[0], _HEIGHTS[-1], [Tick(at, str(at)) for at in _HEIGHTS]),
        series=[Series(points)],
    )
    return on_band(drawing, curve, source.texts)
