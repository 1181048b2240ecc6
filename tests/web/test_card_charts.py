"""The charts of a card: what is drawn, what is told apart, when there is none, and the same in a table."""

import datetime as dt
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from helsekort.record.entries import Absent, Cell, Content, Fetus, Finding, Pressure, Row, Status
from helsekort.web.clinician.development import development
from helsekort.web.clinician.growth_place import outside
from helsekort.web.shared.chart_of_card import Chart, WhyNot
from helsekort.web.woman.development import development as hers
from tests.web.test_clinician_wording import DUE, TODAY, opened
from tests.web.test_woman_wording import CTX, Written

DAY = dt.timedelta(days=1)
ONE = Fetus("A", TODAY)


def charts(*contents: Content) -> dict[str, Chart]:
    return {one.id: one.chart for one in development(opened(*contents))}


def height(cm: int, days_ago: int = 0) -> Finding:
    return Finding("fundal_height", Decimal(cm), TODAY - days_ago * DAY)


def weight(kg: str, days_ago: int = 0) -> Finding:
    return Finding("weight", Decimal(kg), TODAY - days_ago * DAY)


def pressure(upper: int | None, lower: int | None, days_ago: int = 0, *, home: bool = False) -> Finding:
    value = Pressure(*(None if part is None else Decimal(part) for part in (upper, lower)))
    return Finding("blood_pressure", value, TODAY - days_ago * DAY, by_woman=home)


def classed(svg: str, name: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(svg)  # noqa: S314 - made here, and it declares no entities
    return [one for one in root.iter() if name in one.get("class", "").split()]


def labels(svg: str) -> list[str]:
    return [one.findtext("{http://www.w3.org/2000/svg}title") or "" for one in classed(svg, "chart-point")]


@pytest.mark.parametrize(
    ("contents", "why_not"),
    [
        ((DUE, ONE, height(28)), None),
        ((DUE, height(28)), WhyNot.NO_FETUS),
        ((DUE, ONE, Fetus("B", TODAY), height(28)), WhyNot.SEVERAL),
        ((DUE, replace(ONE, status=Status.WITHDRAWN), height(28)), WhyNot.NO_FETUS),
        ((ONE, height(28)), WhyNot.NO_DUE_DATE),
        ((DUE, ONE), WhyNot.NOTHING),
    ],
)
def test_the_curve_for_one_child_is_drawn_only_where_one_is_entered(
    contents: tuple[Content, ...], why_not: WhyNot | None
) -> None:
    found = charts(*contents)["sf"]
    assert found.why_not is why_not
    assert bool(found.pictures) is (why_not is None)
    # The heights are in the table all the same.
    assert len(found.rows) == sum(isinstance(one, Finding) for one in contents)
    assert ("Kurvens P10–P90" in found.heads) is (why_not is None)


def test_a_system_without_the_curve_says_so_and_keeps_the_table() -> None:
    desk = opened(DUE, ONE, height(28))
    without = type(desk)(desk.opened, desk.catalogue, desk.terms, {}, desk.texts, desk.me)
    found = next(one for one in development(without) if one.id == "sf")
    assert (found.chart.why_not, len(found.chart.rows)) == (WhyNot.NO_CURVE, 1)
    assert found.why_not


def test_the_curve_is_named_with_its_edition_under_the_picture_and_in_its_description() -> None:
    found = charts(DUE, ONE, height(28))["sf"]
    for said in (found.notes[0], found.pictures[0].wide):
        assert "INTERGROWTH-21st" in said
        assert "IKKE kurven på det norske papirkortet" in said
        assert "2016" in said


def test_the_narrow_picture_has_room_for_the_names_of_its_lines() -> None:
    found = charts(DUE, ONE, height(28))["sf"]
    assert "90-persentil" not in found.pictures[0].narrow
    assert "P90: 90-persentil" in found.narrow_note


@pytest.mark.parametrize(
    ("cm", "place"), [(28, "under kurvens 10-persentil"), (40, "over kurvens 90-persentil"), (30, "")]
)
def test_a_height_outside_the_lines_is_told_by_its_place_alone(cm: int, place: str) -> None:
    said = outside(opened(DUE, ONE, height(cm)))
    assert len(said) == bool(place)
    for sentence in said:
        assert place in sentence
        assert "31+0" in sentence
        assert "INTERGROWTH-21st" in sentence


def test_a_height_taken_while_the_child_lay_across_is_not_held_against_the_curve() -> None:
    lie = Finding("presentation", "TRANS", TODAY, fetus=3)
    (sentence,) = outside(opened(DUE, ONE, height(24), lie))
    assert "lå på tvers" in sentence
    (judged,) = outside(opened(DUE, ONE, height(24), replace(lie, on=TODAY - DAY)))
    assert "persentil" in judged


def test_a_stated_value_is_in_the_table_and_in_no_picture() -> None:
    stated = replace(weight("69.4"), unverified="Vekten viste det")
    found = charts(DUE, weight("70.0", 20), stated)["vekt"]
    assert "69,4" not in found.pictures[0].wide
    assert found.rows[0].cells[:2] == ["69,4", "regnes ikke med"]
    assert found.rows[0].marks == ["som oppgitt, ikke verifisert"]


def test_the_gain_is_told_from_the_weight_before_and_drawn_against_it() -> None:
    before = Finding("prepregnancy_weight", Decimal("66.0"), TODAY - 200 * DAY)
    found = charts(DUE, before, weight("68.5", 16), weight("68.0"))["vekt"]
    assert found.heads == ["Vekt, kg", "Siden sist", "Fra før svangerskapet"]
    assert [row.cells for row in found.rows] == [
        ["68,0", "−0,5 på 16 dager", "+2,0"],
        ["68,5", "første mål", "+2,5"],
    ]
    (level,) = classed(found.pictures[0].wide, "chart-level")
    ((_, low), (_, high)) = (place.split(",") for place in level.get("points", "").split())
    points = [float(one.get("cy", 0)) for one in classed(found.pictures[0].wide, "chart-point")]
    assert low == high
    assert all(y < float(low) for y in points), "both weights are above the one before the pregnancy"


@pytest.mark.parametrize("before", [None, "stated", "declined"])
def test_without_a_known_weight_before_no_gain_is_told(before: str | None) -> None:
    contents: list[Content] = [DUE, weight("68.5")]
    if before == "stated":
        contents.append(Finding("prepregnancy_weight", Decimal(660), TODAY, unverified="Sagt slik"))
    if before == "declined":
        contents.append(Finding("prepregnancy_weight", None, TODAY, absent=Absent.DECLINED))
    found = charts(*contents)["vekt"]
    assert "Fra før svangerskapet" not in found.heads
    assert not classed(found.pictures[0].wide, "chart-level")
    assert "ikke kjent" in found.notes[0]


def test_no_band_of_what_a_weight_or_a_pressure_should_be_is_drawn() -> None:
    found = charts(DUE, weight("68.5"), pressure(142, 92))
    for chart in (found["vekt"], found["bt"]):
        assert not classed(chart.pictures[0].wide, "chart-band")


def test_home_and_clinic_differ_in_shape_and_in_words() -> None:
    found = charts(DUE, pressure(142, 92, 3), pressure(139, 89, home=True))["bt"]
    upper_clinic, upper_home, *_ = classed(found.pictures[0].wide, "chart-point")[2:]
    assert (upper_clinic.tag[-6:], upper_home.tag[-4:]) == ("circle", "rect")
    assert [row.cells[1] for row in found.rows] == ["hjemme", "på kontroll"]
    assert "139/89 mmHg, hjemme" in labels(found.pictures[0].wide)[3]
    assert [one.text for one in classed(found.pictures[0].wide, "chart-key")] == ["hjemme", "på kontroll"]


def test_where_nothing_is_from_home_no_key_is_needed() -> None:
    assert not classed(charts(DUE, pressure(142, 92))["bt"].pictures[0].wide, "chart-key")


def test_the_two_values_of_a_reading_are_joined_and_half_a_reading_is_one_point() -> None:
    svg = charts(DUE, pressure(142, 92, 2), pressure(148, None, 1), pressure(None, 80))["bt"].pictures[0].wide
    places = {one.get("cx") for one in classed(svg, "chart-point")}
    (stem,) = classed(svg, "chart-stem")
    assert stem.get("x1") in places
    assert len(classed(svg, "chart-point")) == 4
    rows = charts(DUE, pressure(148, None, 1))["bt"].rows
    assert (rows[0].cells[0], rows[0].marks) == ("148/–", ["undertrykk ikke tatt"])


def test_several_readings_of_a_day_each_have_their_place() -> None:
    same = [pressure(140 + number, 90) for number in range(3)]
    timed = [replace(pressure(150, 90, 1), at=dt.time(hour)) for hour in (8, 20)]
    svg = charts(DUE, pressure(120, 70, 90), *same, *timed)["bt"].pictures[1].wide
    places = [float(one.get("x1", 0)) for one in classed(svg, "chart-stem")]
    assert places == sorted(places)
    assert len(set(places)) == 5


@pytest.mark.parametrize(("late", "pictures"), [(3, 1), (4, 2)])
def test_the_last_two_weeks_get_a_picture_of_their_own_where_many_were_taken(
    late: int, pictures: int
) -> None:
    found = charts(DUE, pressure(120, 70, 14), *(pressure(130, 80, day) for day in range(late)))["bt"]
    assert len(found.pictures) == pictures
    if pictures > 1:
        assert len(classed(found.pictures[1].wide, "chart-stem")) == late


def test_without_a_due_date_pressures_and_weights_stand_by_day() -> None:
    found = charts(pressure(120, 70, 9), pressure(122, 72), weight("70", 9))
    assert "fullgåtte uker" not in found["bt"].pictures[0].wide
    assert TODAY.strftime(">%d.%m.<") in found["bt"].pictures[0].wide
    assert found["bt"].rows[0].age == "kan ikke vurderes"
    assert found["vekt"].pictures


def test_a_reading_whose_week_cannot_be_told_is_in_the_table_and_that_is_said() -> None:
    found = charts(DUE, weight("70", 400), weight("71"))["vekt"]
    assert len(classed(found.pictures[0].wide, "chart-point")) == 1
    assert len(found.rows) == 2
    assert "Ett mål står bare i tabellen" in found.notes[-1]


@pytest.mark.parametrize("chart_id", ["bt", "sf", "vekt"])
def test_the_description_says_every_value_of_the_table(chart_id: str) -> None:
    found = charts(DUE, ONE, height(27, 9), height(28), weight("70.5", 9), weight("71"), pressure(120, 70))
    chart = found[chart_id]
    description = re.search("<desc[^>]*>([^<]*)</desc>", chart.pictures[0].wide)
    assert description is not None
    assert all(row.cells[0] in description[1] for row in chart.rows)
    assert len(chart.rows) >= 1


def test_ids_are_unique_over_all_the_charts_of_a_page() -> None:
    late = [pressure(130, 80, day, home=True) for day in range(5)]
    found = charts(DUE, ONE, height(28), weight("70"), pressure(120, 70, 60), *late)
    ids = [
        one
        for chart in found.values()
        for picture in chart.pictures
        for svg in (picture.wide, picture.narrow)
        for one in re.findall(r'\bid="([^"]+)"', svg)
    ]
    assert len(ids) == len(set(ids)) == 16


def test_her_weight_is_folded_and_her_chart_is_the_same_one() -> None:
    written = Written(DUE, ONE, height(28), weight("70"), pressure(120, 70))
    found = {one.id: one for one in hers(written.words(), CTX.curves)}
    assert {name: one.folded for name, one in found.items()} == {
        "growth": False,
        "pressure": False,
        "weight": True,
    }
    assert found["growth"].chart.pictures == charts(DUE, ONE, height(28))["sf"].pictures


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ((DUE, ONE, Fetus("B", TODAY)), "Du venter flere"),
        ((DUE, height(28)), "hvor mange barn"),
        ((ONE, height(28)), "når termin er bestemt"),
    ],
)
def test_she_is_told_why_there_is_no_curve(contents: tuple[Content, ...], said: str) -> None:
    (growth,) = hers(Written(*contents).words(), CTX.curves)
    assert said in growth.intro
    assert not growth.chart.pictures


def test_a_card_that_has_ended_has_no_charts_on_her_page() -> None:
    contents = (DUE, ONE, height(28), weight("70"))
    assert hers(Written(*contents).words(), CTX.curves) != []
    assert hers(Written(*contents, active=False).words(), CTX.curves) == []


def test_an_empty_card_has_no_charts_on_her_page() -> None:
    assert hers(Written(DUE, ONE).words(), CTX.curves) == []


# --- estimated weight ---------------------------------------------------------------------------------------


def scan(grams: int, days_ago: int = 0, fetus: int = 3, unverified: str | None = None) -> Row:
    cell = Cell("estimated_weight", Decimal(grams), unverified=unverified)
    return Row("ultrasound_fetus", TODAY - days_ago * DAY, (cell,), fetus=fetus)


def test_weights_by_ultrasound_stand_on_the_curve_of_one_child() -> None:
    found = charts(DUE, ONE, scan(1420), scan(900, 28))["fostervekt"]
    assert found.heads == ["Vekt, g", "Endring", "Mot kurvens midtlinje"]
    # 31+0 and 27+0: 1786.7 g and 1094.3 g are the middle of the curve, worked out by hand from its equations
    assert [row.cells for row in found.rows] == [
        ["1420", "+520 på 28 dager", "−21\u00a0%"], ["900", "første mål", "−18\u00a0%"]
    ]  # fmt: skip
    assert len(classed(found.pictures[0].wide, "chart-band")) == 1
    assert len(classed(found.pictures[0].wide, "chart-point")) == 2
    assert "Maršál 1996" in found.notes[0]
    assert "Maršál 1996" in found.pictures[0].narrow


def test_twins_have_a_line_each_and_no_curve() -> None:
    found = charts(DUE, ONE, Fetus("B", TODAY), scan(900, 7), scan(780, 7, 4), scan(1000))["fostervekt"]
    assert found.heads == ["Vekt, g", "Foster", "Endring"]
    assert [row.cells[:2] for row in found.rows] == [["1000", "A"], ["900", "A"], ["780", "B"]]
    assert classed(found.pictures[0].wide, "chart-band") == []
    assert {label.split(": ")[0].split(", ")[1] for label in labels(found.pictures[0].wide)} == {
        "foster A",
        "foster B",
    }
    assert found.notes == ["Uten kurve, for den er laget for ett barn."]


def test_without_a_due_date_the_weights_are_in_the_table_alone() -> None:
    found = {one.id: one for one in development(opened(ONE, replace(scan(1420), fetus=2)))}["fostervekt"]
    assert (found.chart.pictures, len(found.chart.rows)) == ([], 1)
    assert found.why_not == "Ingen kurve: termin er ikke satt, så målene kan ikke plasseres i svangerskapet."


def test_nothing_is_said_of_weights_that_nobody_has_estimated() -> None:
    assert "fostervekt" not in charts(DUE, ONE)
    withdrawn = replace(scan(1420), status=Status.WITHDRAWN)
    assert "fostervekt" not in charts(DUE, ONE, withdrawn)
    assert "fostervekt" not in charts(DUE, ONE, scan(1420, unverified="as told"))


def test_a_weight_outside_the_ages_of_the_curve_says_so() -> None:
    found = charts(DUE, ONE, scan(300, 70))["fostervekt"]
    assert found.rows[0].cells[-1] == "utenfor kurven"
    assert len(classed(found.pictures[0].wide, "chart-point")) == 1
