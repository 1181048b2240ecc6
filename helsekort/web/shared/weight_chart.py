"""The weight chart: her weights over the pregnancy, seen against the one before it. Pure.

No band of what a gain should be: none has been found in a source that could be checked.
"""

from decimal import Decimal
from functools import partial

from helsekort.record.card import Trail
from helsekort.record.entries import Finding
from helsekort.web.shared.chart_of_card import (
    HOME,
    Chart,
    ChartRow,
    Source,
    Timeline,
    WhyNot,
    both,
    place_keys,
    timeline,
    unplaced_note,
    upright,
    when,
)
from helsekort.web.shared.charts import Level, Point, Series, line_chart
from helsekort.web.shared.readings import change, signed, trend

_WHAT, _BEFORE = "weight", "prepregnancy_weight"
_STEP = 5


def weight_chart(source: Source) -> Chart:
    """The chart. Where the weight before the pregnancy is not known, that is said and no gain is told."""
    _ = source.texts.translate
    before = _before(source)
    heads = [_("Vekt, kg"), _("Siden sist")]
    if before is not None:
        heads.append(_("Fra før svangerskapet"))
    rows = _rows(source, before)
    numbers = [trail for trail in trend(source.card, _WHAT) if isinstance(trail.now.value, Decimal)]
    if not numbers:
        return Chart(heads, rows, why_not=WhyNot.NOTHING)
    edge = timeline(source, numbers)
    placed = [trail for trail in numbers if trail.origin in edge.places]
    notes = (
        []
        if before is not None
        else [_("Vekten før svangerskapet er ikke kjent, så økningen kan ikke regnes ut.")]
    )
    return Chart(
        heads=heads,
        rows=rows,
        pictures=[both(_drawing(source, placed, edge, before))],
        notes=[*notes, *unplaced_note(source.texts, len(numbers) - len(placed))],
    )


def _before(source: Source) -> Decimal | None:
    """The newest verified weight before the pregnancy."""
    found = [trail.now.value for trail in trend(source.card, _BEFORE)]
    numbers = [value for value in found if isinstance(value, Decimal) and value > 0]
    return numbers[-1] if numbers else None


def _rows(source: Source, before: Decimal | None) -> list[ChartRow]:
    _ = source.texts.translate
    decimals = source.catalogue[_WHAT].decimals
    found = []
    earlier: Finding | None = None
    for trail in source.card.series(_WHAT):
        finding = trail.now
        if not isinstance(finding.value, Decimal):
            continue
        aside = _("regnes ikke med") if finding.unverified else ""
        since = aside or change(source.texts, finding, earlier, decimals) or _("første mål")
        cells = [source.texts.measured(finding.value, decimals), since]
        if before is not None:
            cells.append(aside or signed(source.texts, finding.value - before, decimals))
        found.append(source.row(trail, cells))
        earlier = earlier if finding.unverified else finding
    return found[::-1]


def _drawing(
    source: Source, placed: list[Trail[Finding]], edge: Timeline, before: Decimal | None
) -> partial[str]:
    _ = source.texts.translate
    points = [_point(source, trail, edge.places[trail.origin]) for trail in placed]
    values = [point.y for point in points if isinstance(point.y, Decimal)]
    level = None
    if before is not None:
        level = Level(before, _("før svangerskapet: %(value)s") % {"value": source.with_unit(_WHAT, before)})
    return partial(
        line_chart,
        chart_id="weight",
        title=_("Vekt gjennom svangerskapet"),
        description=level.text[:1].upper() + level.text[1:] + "." if level else "",
        x_axis=edge.axis,
        y_axis=upright(_("kg"), [*values, *([before] if before is not None else [])], _STEP),
        series=[Series(points, _newest(source, values[-1], before))],
        level=level,
        keys=place_keys(source, placed),
    )


def _newest(source: Source, value: Decimal, before: Decimal | None) -> str:
    """`95,2 kg (+7,2)`: the newest weight and how far it is from the one before the pregnancy."""
    said = source.with_unit(_WHAT, value)
    if before is None:
        return said
    return f"{said} ({signed(source.texts, value - before, source.catalogue[_WHAT].decimals)})"


def _point(source: Source, trail: Trail[Finding], at: float) -> Point:
    finding = trail.now
    value = finding.value if isinstance(finding.value, Decimal) else Decimal(0)
    said = {"when": when(source, finding), "value": source.with_unit(_WHAT, value)}
    label = source.texts.translate("%(when)s: %(value)s") % said
    return Point(at, value, label, HOME if finding.by_woman else "")
