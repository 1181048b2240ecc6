"""One line chart as SVG text, for page, offline copy and print alike.

No script, no style and no words of its own: every text is passed in, and colour comes by CSS class. Where
there is no style sheet (some PDF makers give page styles to no inline SVG) the plain attributes still
draw it readably.

Classes to style: `chart`, `chart-wide`, `chart-narrow` (the svg); `chart-frame`, `chart-grid`,
`chart-axis-text`, `chart-axis-label`; `chart-band`, `chart-band-edge`, `chart-median`, `chart-band-text`;
`chart-level`, `chart-level-text`; `chart-stem`; `chart-series` with `chart-series-1` and so on;
`chart-series-name` with `chart-series-1-name`; `chart-point` with `chart-series-1-point`, and `is-<mark>` where
the point is marked; `chart-key`.
"""

import html
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

Number = int | float | Decimal

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A letter's width as part of its height, a little more than most: labels are left out rather than run
# together.
_LETTER_WIDTH = 0.65


class Point(NamedTuple):
    """A measured value. `label` says value, when and by whom; `mark` names its kind (class `is-<mark>`)."""

    x: Number
    y: Number
    label: str
    mark: str = ""


class Series(NamedTuple):
    """Measured values that belong together, joined in the order given where `joined`; `name` stands at the last."""

    points: Sequence[Point]
    name: str = ""
    joined: bool = True


class Tick(NamedTuple):
    """A place on an axis and the text that stands there."""

    at: Number
    text: str


class Axis(NamedTuple):
    """An axis from `low` to `high`; it is stretched where a value lies outside, so that none is hidden."""

    label: str
    low: Number
    high: Number
    ticks: Sequence[Tick]


class Line(NamedTuple):
    """A reference line as (x, y) and the text at its right end."""

    points: Sequence[tuple[Number, Number]]
    text: str = ""


class Band(NamedTuple):
    """A reference band between two lines, with a line in the middle."""

    lower: Line
    median: Line
    upper: Line


class Stem(NamedTuple):
    """An upright line between two values of one measurement."""

    x: Number
    low: Number
    high: Number


class Level(NamedTuple):
    """A value across the whole picture that the others are seen against, and the text under its right end."""

    at: Number
    text: str


class Key(NamedTuple):
    """What a mark means; the empty mark is the plain point."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class _Layout:
    width: int
    height: int
    left: float
    right: float
    top: int
    bottom: int
    font: int
    radius: float

    def text_width(self, text: str) -> float:
        return len(text) * self.font * _LETTER_WIDTH

    def with_room_for(self, x_axis: Axis, y_axis: Axis, band: Band | None) -> "_Layout":
        """Margins wide enough for the texts beside the plot, but never more than half the picture."""
        before = max((self.text_width(tick.text) + 8 for tick in y_axis.ticks), default=0)
        after = max((self.text_width(tick.text) / 2 for tick in x_axis.ticks), default=0)
        for line in band or ():
            after = max(after, self.text_width(line.text) + 6 if line.points else 0)
        most = self.width / 4
        return replace(self, left=max(self.left, min(before, most)), right=max(self.right, min(after, most)))


# One unit of the narrow picture is one CSS pixel at 320: its 14-unit text stays above 11 pixels down to 252.
_WIDE = _Layout(width=640, height=400, left=24, right=16, top=34, bottom=52, font=14, radius=5)
_NARROW = _Layout(width=320, height=320, left=20, right=12, top=34, bottom=50, font=14, radius=4.5)


@dataclass(frozen=True, slots=True)
class _Scale:
    layout: _Layout
    x_low: float
    x_high: float
    y_low: float
    y_high: float

    def x(self, value: Number) -> float:
        inner = self.layout.width - self.layout.left - self.layout.right
        return self.layout.left + (float(value) - self.x_low) / (self.x_high - self.x_low) * inner

    def y(self, value: Number) -> float:
        inner = self.layout.height - self.layout.top - self.layout.bottom
        return (
            self.layout.height
            - self.layout.bottom
            - (float(value) - self.y_low) / (self.y_high - self.y_low) * inner
        )


def line_chart(
    *,
    chart_id: str,
    title: str,
    description: str,
    x_axis: Axis,
    y_axis: Axis,
    series: Sequence[Series],
    band: Band | None = None,
    level: Level | None = None,
    stems: Sequence[Stem] = (),
    keys: Sequence[Key] = (),
    narrow: bool = False,
) -> str:
    """The chart as one `<svg>` element, safe to put into a page unescaped.

    The SVG's description is `description` followed by the label of each point, the same one once.
    `chart_id` must be unique on the page; `narrow` makes the picture for phones, under ids of its own, so
    that a page may hold both. Raises ValueError for a chart id or mark that is not letters, digits and
    hyphens, for a value that is not a finite number, and for an axis without extent.
    """
    layout = (_NARROW if narrow else _WIDE).with_room_for(x_axis, y_axis, band)
    own_id = _name(chart_id) + ("-narrow" if narrow else "")
    places = _all_places(series, band)
    places += [(stem.x, y) for stem in stems for y in (stem.low, stem.high)]
    scale = _scale(layout, x_axis, y_axis, places, level)
    measured = "; ".join(dict.fromkeys(point.label for one in series for point in one.points if point.label))
    parts = [
        _opening_tag(layout, own_id, "chart-narrow" if narrow else "chart-wide"),
        f'<title id="{own_id}-title">{_text(title)}</title>',
        f'<desc id="{own_id}-desc">{_text(f"{description} {measured}".strip())}</desc>',
        *_x_axis(scale, x_axis),
        *_y_axis(scale, y_axis),
    ]
    if band is not None:
        parts += _band(scale, band)
    if level is not None:
        parts += _level(scale, level)
    parts += [_stem(scale, stem) for stem in stems]
    parts += _keys(layout, keys)
    for number, one in enumerate(series, start=1):
        parts += _series(scale, one, number)
    parts.append("</svg>")
    return "".join(parts)


def _opening_tag(layout: _Layout, own_id: str, shape: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {shape}" role="img"'
        f' viewBox="0 0 {layout.width} {layout.height}" aria-labelledby="{own_id}-title {own_id}-desc"'
        f' font-size="{layout.font}" fill="currentColor">'
    )


def _all_places(series: Sequence[Series], band: Band | None) -> list[tuple[Number, Number]]:
    found = [(point.x, point.y) for one in series for point in one.points]
    return found + [place for line in band or () for place in line.points]


def _scale(
    layout: _Layout,
    x_axis: Axis,
    y_axis: Axis,
    places: Sequence[tuple[Number, Number]],
    level: Level | None,
) -> _Scale:
    x_low, x_high = _extent(x_axis, (x for x, _ in places))
    y_low, y_high = _extent(y_axis, [y for _, y in places] + ([level.at] if level else []))
    return _Scale(layout, x_low, x_high, y_low, y_high)


def _extent(axis: Axis, values: Iterable[Number]) -> tuple[float, float]:
    numbers = [float(value) for value in (axis.low, axis.high, *(tick.at for tick in axis.ticks), *values)]
    if not all(math.isfinite(number) for number in numbers):
        raise ValueError("A chart takes finite numbers only.")
    if min(numbers) == max(numbers):
        raise ValueError("An axis must reach from one number to another.")
    return min(numbers), max(numbers)


def _x_axis(scale: _Scale, axis: Axis) -> list[str]:
    layout = scale.layout
    floor = layout.height - layout.bottom
    end = layout.width - layout.right
    parts = [_segment("chart-frame", layout.left, floor, end, floor)]
    ticks = sorted(axis.ticks, key=lambda one: one.at)
    step = _label_step(scale, ticks)
    for place, tick in enumerate(ticks, start=1):
        x = scale.x(tick.at)
        parts.append(_segment("chart-grid", x, layout.top, x, floor, faint=True))
        # Counted from the last, which is the newest.
        if (len(ticks) - place) % step == 0:
            parts.append(_label("chart-axis-text", x, floor + layout.font + 4, tick.text, "middle"))
    parts.append(_label("chart-axis-label", (layout.left + end) / 2, layout.height - 8, axis.label, "middle"))
    return parts


def _label_step(scale: _Scale, ticks: Sequence[Tick]) -> int:
    """Every one, every second, every third … of the ticks has its text: as many as do not run together."""
    room = max((scale.layout.text_width(tick.text) for tick in ticks), default=0) + scale.layout.font / 3
    for step in range(1, len(ticks)):
        shown = [scale.x(tick.at) for tick in ticks[::-step]]
        if all(later - earlier >= room for later, earlier in pairwise(shown)):
            return step
    return max(1, len(ticks))


def _y_axis(scale: _Scale, axis: Axis) -> list[str]:
    layout = scale.layout
    end = layout.width - layout.right
    # Above the plot and level, not turned along the axis: it is easier to read and takes no width on a phone.
    parts = [_label("chart-axis-label", 4, layout.font + 2, axis.label, "start")]
    free_below = math.inf
    for tick in sorted(axis.ticks, key=lambda one: one.at):
        y = scale.y(tick.at)
        parts.append(_segment("chart-grid", layout.left, y, end, y, faint=True))
        if y <= free_below:
            parts.append(_label("chart-axis-text", layout.left - 6, y + layout.font / 3, tick.text, "end"))
            free_below = y - layout.font
    return parts


def _band(scale: _Scale, band: Band) -> list[str]:
    outline = _places(scale, [*band.lower.points, *reversed(band.upper.points)])
    parts = [f'<polygon class="chart-band" points="{outline}" fill-opacity="0.12"/>']
    edge = 'stroke-width="1" stroke-opacity="0.6"'
    parts += [_polyline("chart-band-edge", scale, line.points, edge) for line in (band.lower, band.upper)]
    middle = 'stroke-width="1.5" stroke-dasharray="5 4"'
    parts.append(_polyline("chart-median", scale, band.median.points, middle))
    parts += _line_ends(scale, [line for line in band if line.points])
    return parts


def _line_ends(scale: _Scale, lines: Sequence[Line]) -> list[str]:
    parts = []
    free_below = math.inf
    for line in sorted(lines, key=lambda one: float(one.points[-1][1])):
        x, y = line.points[-1]
        baseline = min(scale.y(y) + scale.layout.font / 3, free_below)
        parts.append(_label("chart-band-text", scale.x(x) + 4, baseline, line.text, "start"))
        free_below = baseline - scale.layout.font
    return parts


def _level(scale: _Scale, level: Level) -> list[str]:
    layout = scale.layout
    y, end = scale.y(level.at), layout.width - layout.right
    # Under the line, but over it where there is no room above the weeks.
    below = y + layout.font + 2
    baseline = below if below <= layout.height - layout.bottom else y - 5
    line = _places(scale, [(scale.x_low, level.at), (scale.x_high, level.at)])
    dashes = 'stroke="currentColor" stroke-dasharray="2 4"'
    return [
        f'<polyline class="chart-level" points="{line}" fill="none" {dashes}/>',
        _label("chart-level-text", end, baseline, level.text, "end"),
    ]


def _stem(scale: _Scale, stem: Stem) -> str:
    x = scale.x(stem.x)
    return _segment("chart-stem", x, scale.y(stem.low), x, scale.y(stem.high))


def _keys(layout: _Layout, keys: Sequence[Key]) -> list[str]:
    """What the marks mean, on the top line from the right edge inwards; the first key stands first."""
    parts = []
    right = layout.width - layout.right
    for key in reversed(keys):
        x = right - layout.text_width(key.text)
        parts.append(_label("chart-key", x, layout.font + 2, key.text, "start"))
        middle = layout.font + 2 - layout.font / 3
        shape = _shape(
            "chart-point chart-series-1-point", x - layout.radius - 5, middle, layout.radius, key.mark
        )
        parts.append(f"{shape[0]}{shape[1]}")
        right = x - 2 * layout.radius - layout.font
    return parts


def _series(scale: _Scale, series: Series, number: int) -> list[str]:
    if not series.points:
        return []
    kind = f"chart-series chart-series-{number}"
    joined = [(point.x, point.y) for point in series.points]
    parts = [_polyline(kind, scale, joined, 'stroke-width="2"')] if series.joined and len(joined) > 1 else []
    parts += [_point(scale, point, number) for point in series.points]
    if series.name:
        parts.append(_series_name(scale, series, number))
    return parts


def _series_name(scale: _Scale, series: Series, number: int) -> str:
    last, layout = series.points[-1], scale.layout
    half = layout.text_width(series.name) / 2
    # Above its point, but moved inwards where it would reach over the picture's edge.
    x = max(half, min(scale.x(last.x), layout.width - half))
    y = max(layout.font, scale.y(last.y) - layout.radius - 5)
    return _label(f"chart-series-name chart-series-{number}-name", x, y, series.name, "middle")


def _point(scale: _Scale, point: Point, number: int) -> str:
    kind = f"chart-point chart-series-{number}-point"
    opening, closing = _shape(kind, scale.x(point.x), scale.y(point.y), scale.layout.radius, point.mark)
    return f"{opening}<title>{_text(point.label)}</title>{closing}"


def _shape(kind: str, x: float, y: float, radius: float, mark: str) -> tuple[str, str]:
    """The opening and the closing tag of a point."""
    if not mark:
        return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}">', "</circle>"
    # Another shape as well as another class: the difference must not rest on colour.
    corner = f'x="{x - radius:.1f}" y="{y - radius:.1f}" width="{2 * radius}" height="{2 * radius}"'
    return f'<rect class="{kind} is-{_name(mark)}" {corner}>', "</rect>"


def _polyline(kind: str, scale: _Scale, points: Sequence[tuple[Number, Number]], stroke: str) -> str:
    places = _places(scale, points)
    return f'<polyline class="{kind}" points="{places}" fill="none" stroke="currentColor" {stroke}/>'


def _segment(kind: str, x1: float, y1: float, x2: float, y2: float, *, faint: bool = False) -> str:
    faintness = ' stroke-opacity="0.2"' if faint else ""
    return (
        f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
        f' stroke="currentColor"{faintness}/>'
    )


def _label(kind: str, x: float, y: float, text: str, anchor: str) -> str:
    if not text:
        return ""
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_text(text)}</text>'


def _places(scale: _Scale, points: Sequence[tuple[Number, Number]]) -> str:
    return " ".join(f"{scale.x(x):.1f},{scale.y(y):.1f}" for x, y in points)


def _text(text: str) -> str:
    # Control characters cannot stand in XML even escaped; one of them would take the whole chart away.
    return html.escape(_NOT_XML.sub("\ufffd", text))


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("A chart's id and a point's mark are a letter, then letters, digits and hyphens.")
    return name
