"""The chart: well-formed, escaped, without style or script, nothing hidden, readable on a phone."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsekort.web.shared.charts import Axis, Band, Key, Level, Line, Point, Series, Stem, Tick, line_chart

SVG = "{http://www.w3.org/2000/svg}"
WEEKS = Axis("Uke", 24, 42, [Tick(week, str(week)) for week in range(24, 43, 2)])
HEIGHT = Axis("cm", 20, 45, [Tick(height, str(height)) for height in range(20, 46, 5)])
BAND = Band(
    lower=Line([(24, 21.7), (32, 29.1), (40, 35.4)], "P10"),
    median=Line([(24, 23.8), (32, 31.4), (40, 38.0)], "P50"),
    upper=Line([(24, 25.8), (32, 33.8), (40, 40.5)], "P90"),
)
POINTS = [
    Point(24.1, 24, "24+1: 24 cm, Ingrid"),
    Point(28, Decimal("27.5"), "28+0: 27,5 cm, fra papirkort", "paper"),
    Point(32, 31, "32+0: 31 cm, Ingrid"),
]


def chart(**changes: object) -> str:
    arguments: dict[str, Any] = {
        "chart_id": "sf",
        "title": "Symfyse-fundus-mål",
        "description": "Tre målinger.",
        "x_axis": WEEKS,
        "y_axis": HEIGHT,
        "series": [Series(POINTS)],
        "band": BAND,
    }
    return line_chart(**{**arguments, **changes})


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - made here, and it declares no entities


def ids(svg: str) -> list[str]:
    return [element.attrib["id"] for element in parsed(svg).iter() if "id" in element.attrib]


def classed(svg: str, name: str) -> list[ElementTree.Element]:
    return [element for element in parsed(svg).iter() if name in element.get("class", "").split()]


@pytest.mark.parametrize("narrow", [False, True])
def test_a_picture_with_title_and_description(narrow: bool) -> None:
    root = parsed(chart(narrow=narrow))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert description is not None
    assert title.text == "Symfyse-fundus-mål"
    assert description.text == f"Tre målinger. {'; '.join(point.label for point in POINTS)}"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


@pytest.mark.parametrize("narrow", [False, True])
def test_no_style_no_script_no_colour(narrow: bool) -> None:
    svg = chart(narrow=narrow)
    for element in parsed(svg).iter():
        assert element.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}foreignObject", f"{SVG}a"}
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on") or "href" in name]
        assert element.get("fill") in {None, "none", "currentColor"}
        assert element.get("stroke") in {None, "currentColor"}


def test_ids_are_unique_with_two_charts_and_both_widths_on_a_page() -> None:
    found = [
        one
        for name in ("sf", "weight")
        for narrow in (False, True)
        for one in ids(chart(chart_id=name, narrow=narrow))
    ]
    assert len(found) == 8
    assert len(set(found)) == 8


@given(st.text(max_size=30))
def test_any_text_is_shown_as_text(text: str) -> None:
    axis = Axis(text, 24, 42, [Tick(30, text)])
    line = Line([(24, 22), (40, 35)], text)
    svg = chart(
        title=text,
        description=text,
        x_axis=axis,
        series=[Series([Point(30, 30, text)], text)],
        band=Band(line, line, line),
    )
    plain = chart(x_axis=Axis("u", 24, 42, [Tick(30, "u")]))
    assert {element.tag for element in parsed(svg).iter()} <= {
        element.tag for element in parsed(plain).iter()
    }


def test_markup_in_texts_is_escaped() -> None:
    bad = "<script>alert(1)</script>\"'&\x00\x0b"
    svg = chart(title=bad, series=[Series([Point(30, 30, bad)], bad)])
    assert "<script" not in svg
    title = parsed(svg).find(f"{SVG}title")
    assert title is not None
    assert title.text == "<script>alert(1)</script>\"'&\ufffd\ufffd"


def test_no_words_of_its_own() -> None:
    svg = chart(
        title="#",
        description="",
        x_axis=Axis("", 24, 42, []),
        y_axis=Axis("", 20, 45, []),
        series=[],
        band=None,
    )
    assert [text for text in parsed(svg).itertext() if text] == ["#"]


@pytest.mark.parametrize("series", [[], [Series([])], [Series([], "Navn")]])
def test_no_points(series: list[Series]) -> None:
    svg = chart(series=series)
    assert not classed(svg, "chart-point")
    assert not classed(svg, "chart-series")
    assert classed(svg, "chart-median")
    description = parsed(svg).find(f"{SVG}desc")
    assert description is not None
    assert description.text == "Tre målinger."


def test_one_point_has_no_line() -> None:
    svg = chart(series=[Series(POINTS[:1])])
    assert len(classed(svg, "chart-point")) == 1
    assert not classed(svg, "chart-series")


def test_a_marked_point_differs_in_class_and_shape() -> None:
    plain, paper, last = classed(chart(), "chart-point")
    assert "is-paper" in paper.get("class", "").split()
    assert (plain.tag, paper.tag, last.tag) == (f"{SVG}circle", f"{SVG}rect", f"{SVG}circle")
    assert [one.findtext(f"{SVG}title") for one in (plain, paper, last)] == [point.label for point in POINTS]


def test_two_series_can_be_told_apart() -> None:
    svg = chart(
        series=[Series(POINTS, "Over"), Series([Point(30, 22, "a"), Point(31, 23, "b")], "Under")], band=None
    )
    assert len(classed(svg, "chart-series-1")) == 1
    assert len(classed(svg, "chart-series-2")) == 1
    assert [element.text for element in classed(svg, "chart-series-name")] == ["Over", "Under"]
    assert not classed(svg, "chart-band")


def places(svg: str) -> list[tuple[float, float]]:
    found = [(float(one.get("cx", 0)), float(one.get("cy", 0))) for one in parsed(svg).iter(f"{SVG}circle")]
    for kind in ("polyline", "polygon"):
        for one in parsed(svg).iter(f"{SVG}{kind}"):
            found += [
                (float(x), float(y)) for x, y in (pair.split(",") for pair in one.get("points", "").split())
            ]
    return found


@given(
    st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), max_size=6),
    st.booleans(),
)
def test_no_value_is_outside_the_picture(values: list[tuple[float, float]], narrow: bool) -> None:
    svg = chart(series=[Series([Point(x, y, "") for x, y in values])], narrow=narrow)
    width, height = (float(side) for side in parsed(svg).get("viewBox", "").split()[2:])
    assert len(places(svg)) >= len(values)
    assert all(0 <= x <= width and 0 <= y <= height for x, y in places(svg))


def test_higher_values_stand_higher_and_later_ones_further_right() -> None:
    drawn = [
        (float(one.get("cx", 0)), float(one.get("cy", 0))) for one in parsed(chart()).iter(f"{SVG}circle")
    ]
    assert drawn[0][0] < drawn[1][0]
    assert drawn[0][1] > drawn[1][1]


def test_text_on_a_phone_is_at_least_eleven_pixels() -> None:
    root = parsed(chart(narrow=True))
    per_unit = 320 / float(root.get("viewBox", "").split()[2])
    # One size, set on the root; 288 pixels are what a page with margins leaves of 320.
    assert float(root.get("font-size", 0)) * per_unit * 288 / 320 >= 11
    assert not [element for element in root.iter() if element is not root and "font-size" in element.attrib]


@pytest.mark.parametrize("narrow", [False, True])
def test_axis_texts_do_not_run_together(narrow: bool) -> None:
    axis = Axis("Dato", 0, 100, [Tick(at, f"{at}. mars") for at in range(0, 101, 5)])
    svg = chart(x_axis=axis, narrow=narrow, series=[], band=None)
    shown = [one for one in classed(svg, "chart-axis-text") if (one.text or "").endswith("mars")]
    assert 2 <= len(shown) < len(axis.ticks)
    gaps = [float(b.get("x", 0)) - float(a.get("x", 0)) for a, b in pairwise(shown)]
    assert min(gaps) > 14 * 0.5 * len("100. mars")
    # The line of a tick stays where its text is left out.
    assert len(classed(svg, "chart-grid")) == len(axis.ticks) + len(HEIGHT.ticks)


def test_texts_at_the_ends_of_lines_do_not_lie_on_each_other() -> None:
    close = Band(
        Line([(24, 30), (40, 30)], "P10"),
        Line([(24, 30.1), (40, 30.1)], "P50"),
        Line([(24, 30.2), (40, 30.2)], "P90"),
    )
    texts = classed(chart(band=close), "chart-band-text")
    heights = sorted(float(one.get("y", 0)) for one in texts)
    assert [one.text for one in texts] == ["P10", "P50", "P90"]
    assert all(b - a >= 14 for a, b in pairwise(heights))


@pytest.mark.parametrize("narrow", [False, True])
def test_no_text_reaches_over_the_edge(narrow: bool) -> None:
    grams = Axis("gram", 0, 4500, [Tick(at, f"{at:,}") for at in range(0, 4501, 500)])
    svg = chart(y_axis=grams, narrow=narrow, series=[Series([Point(41.9, 4500, "a")], "Beregnet vekt")])
    width = float(parsed(svg).get("viewBox", "").split()[2])
    for element in parsed(svg).iter(f"{SVG}text"):
        x, wide = float(element.get("x", 0)), len(element.text or "") * 14 * 0.6
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[element.get("text-anchor", "")]
        assert left >= 0
        assert left + wide <= width


@pytest.mark.parametrize("name", ["", "1sf", "s f", 'sf"', "sf/>", "sf\n", "år"])
def test_an_id_or_mark_that_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="letters, digits and hyphens"):
        chart(chart_id=name)
    if name:
        with pytest.raises(ValueError, match="letters, digits and hyphens"):
            chart(series=[Series([Point(30, 30, "", name)])])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_a_value_that_is_no_number_is_refused(value: float | Decimal) -> None:
    with pytest.raises(ValueError, match="finite"):
        chart(series=[Series([Point(30, value, "")])])


def test_an_axis_without_extent_is_refused() -> None:
    with pytest.raises(ValueError, match="must reach"):
        chart(x_axis=Axis("", 1, 1, []), series=[], band=None)


def test_no_digit_run_is_longer_than_a_coordinate() -> None:
    # Coordinates are rounded: a chart goes into the offline copy, where every byte counts.
    assert not re.search(r"\d\.\d{3,}", chart())


@pytest.mark.parametrize("narrow", [False, True])
def test_a_level_reaches_across_and_is_named_inside_the_picture(narrow: bool) -> None:
    svg = chart(band=None, level=Level(30, "før svangerskapet: 30 cm"), narrow=narrow)
    (line,) = classed(svg, "chart-level")
    (x1, y1), (x2, y2) = (tuple(map(float, place.split(","))) for place in line.get("points", "").split())
    (text,) = classed(svg, "chart-level-text")
    width, height = (float(side) for side in parsed(svg).get("viewBox", "").split()[2:])
    assert y1 == y2
    assert 0 <= x1 < x2 <= width
    assert 0 < float(text.get("y", 0)) < height
    assert text.get("text-anchor") == "end"


def test_a_level_stretches_the_axis_and_its_name_stays_above_the_weeks() -> None:
    svg = chart(band=None, level=Level(5, "lav"))
    floor = max(float(one.get("y1", 0)) for one in classed(svg, "chart-frame"))
    (text,) = classed(svg, "chart-level-text")
    assert float(text.get("y", 0)) <= floor


def test_a_stem_stands_upright_between_its_two_values() -> None:
    svg = chart(band=None, stems=[Stem(28, 22, 40)], series=[Series([Point(28, 40, ""), Point(28, 22, "")])])
    (stem,) = classed(svg, "chart-stem")
    tops = [float(one.get("cy", 0)) for one in classed(svg, "chart-point")]
    assert stem.get("x1") == stem.get("x2")
    assert sorted([float(stem.get("y1", 0)), float(stem.get("y2", 0))]) == sorted(tops)


def test_series_that_are_not_joined_have_no_line() -> None:
    assert not classed(chart(series=[Series(POINTS, joined=False)]), "chart-series")


@pytest.mark.parametrize("narrow", [False, True])
def test_keys_stand_beside_their_marks_and_do_not_run_together(narrow: bool) -> None:
    svg = chart(keys=[Key("på kontroll"), Key("hjemme", "home")], series=[], narrow=narrow)
    texts = sorted(classed(svg, "chart-key"), key=lambda one: float(one.get("x", 0)))
    assert [one.text for one in texts] == ["på kontroll", "hjemme"]
    circle, square = classed(svg, "chart-point")[::-1]
    assert float(circle.get("cx", 0)) < float(texts[0].get("x", 0)) < float(square.get("x", 0))
    assert float(square.get("x", 0)) < float(texts[1].get("x", 0))
    assert float(circle.get("cx", 0)) > 0


def test_what_several_points_say_alike_is_described_once() -> None:
    same = [Point(28, 40, "142/92"), Point(28, 22, "142/92")]
    description = parsed(chart(series=[Series(same)])).find(f"{SVG}desc")
    assert description is not None
    assert (description.text or "").count("142/92") == 1


@pytest.mark.parametrize("narrow", [False, True])
def test_texts_under_the_picture_are_evenly_apart_and_the_last_has_one(narrow: bool) -> None:
    axis = Axis("Uke", 8, 32, [Tick(week, f"uke {week}") for week in range(8, 33, 2)])
    svg = chart(x_axis=axis, band=None, series=[], narrow=narrow)
    shown = [
        int((one.text or "")[4:]) for one in classed(svg, "chart-axis-text") if "uke" in (one.text or "")
    ]
    assert shown[-1] == 32
    assert len({later - earlier for earlier, later in pairwise(shown)}) == 1
