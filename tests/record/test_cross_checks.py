"""What contradicts itself is asked about, one step past where it does and not before."""

import datetime as dt
from decimal import Decimal

import pytest

from helsekort import datafiles
from helsekort.record.card import Card, fold
from helsekort.record.cross_checks import finding_concerns, row_concerns
from helsekort.record.entries import (
    CardOpened,
    Cell,
    Contact,
    ContactKind,
    Content,
    Entry,
    Fetus,
    Finding,
    Moment,
    Row,
    Value,
    Way,
)
from helsekort.record.measurements import Level, concerns

TODAY = dt.date(2026, 3, 10)
CATALOGUE = datafiles.catalogue()
A, B = 2, 3


def card(*contents: Content) -> Card:
    """A card with two fetuses, entries 2 and 3, and what else it holds."""
    said = [CardOpened(1, TODAY, 1), Fetus("A", TODAY), Fetus("B", TODAY), *contents]
    return fold(1, [Entry(seq, seq, 1, seq, 1, 1, content) for seq, content in enumerate(said, 1)], 310)


def row(group: str, on: dt.date = TODAY, fetus: int | None = None, **cells: Value) -> Row:
    return Row(group, on, tuple(Cell(what, value) for what, value in cells.items()), fetus=fetus)


def whys(on: Card, one: Row, *beside: Row) -> list[str]:
    found = row_concerns(on, one, (one, *beside))
    assert all(each.level is Level.ASK for each in found)
    return [f"{each.what} {each.why}" for each in found]


@pytest.mark.parametrize(
    ("scores", "asked"),
    [
        ({"apgar_1": 8, "apgar_5": 8, "apgar_10": 8}, []),
        ({"apgar_1": 8, "apgar_5": 7}, ["apgar_5 falls"]),
        ({"apgar_1": 8, "apgar_5": 9, "apgar_10": 8}, ["apgar_10 falls"]),
        ({"apgar_1": 8, "apgar_10": 7}, ["apgar_10 falls"]),
        ({"apgar_1": 0, "apgar_5": 0}, []),
        ({"apgar_1": 9, "apgar_5": 8, "apgar_10": 7}, ["apgar_5 falls", "apgar_10 falls"]),
        ({"apgar_5": 3}, []),
    ],
)
def test_a_falling_apgar_score_is_asked_about(scores: dict[str, int], asked: list[str]) -> None:
    assert whys(card(), row("newborn", fetus=A, **{what: Decimal(n) for what, n in scores.items()})) == asked


@pytest.mark.parametrize(
    ("artery", "vein", "asked"),
    [("7.25", "7.24", True), ("7.25", "7.25", False), ("7.24", "7.25", False), ("7.25", None, False)],
)
def test_an_artery_above_the_vein_is_asked_about(artery: str, vein: str | None, asked: bool) -> None:
    cells: dict[str, Value] = {"cord_artery_ph": Decimal(artery)}
    cells |= {"cord_vein_ph": Decimal(vein)} if vein else {}
    assert whys(card(), row("newborn", fetus=A, **cells)) == ["cord_artery_ph artery-above-vein"] * asked


@pytest.mark.parametrize(
    ("length", "head", "asked"), [("50", "50", False), ("35", "50", True), ("50", "35", False)]
)
def test_head_and_length_swapped_are_asked_about(length: str, head: str, asked: bool) -> None:
    cells: dict[str, Value] = {"length_cm": Decimal(length), "head_cm": Decimal(head)}
    assert whys(card(), row("newborn", fetus=A, **cells)) == ["head_cm head-above-length"] * asked


def at(minute: int, on: dt.date = TODAY) -> Moment:
    return Moment(on, dt.time(4, minute))


def test_a_placenta_before_the_last_child_is_asked_about() -> None:
    mother = row("birth", placenta_at=at(20))
    for minute, asked in ((19, []), (20, []), (21, ["placenta_at placenta-first"])):
        child = row("newborn", fetus=B, born_at=at(minute))
        assert whys(card(), mother, row("newborn", fetus=A, born_at=at(1)), child) == asked
        assert whys(card(child), mother) == asked
    assert whys(card(), mother) == []


def test_a_birth_before_a_check_up_is_asked_about() -> None:
    seen = card(Contact(ContactKind.CHECK_UP, Way.VISIT, TODAY))
    born = row("newborn", fetus=A, born_at=at(1))
    assert whys(seen, born) == []
    early = row("newborn", fetus=A, born_at=at(1, TODAY - dt.timedelta(1)))
    assert whys(seen, early) == ["born_at before-check-up"]
    rung = card(Contact(ContactKind.CONTACT, Way.PHONE, TODAY))
    assert whys(rung, early) == []


def test_a_day_before_the_last_period_is_asked_about_by_kind() -> None:
    period = Finding("last_period", TODAY, TODAY)
    known, before = card(period), TODAY - dt.timedelta(1)
    assert whys(known, row("ultrasound", before, scan_note="x")) == ["scan_note before-period"]
    assert whys(known, row("ultrasound", TODAY, scan_note="x")) == []
    assert whys(known, row("vaccine", before, batch="x")) == []
    assert whys(card(), row("ultrasound", before, scan_note="x")) == []
    assert whys(known, row("newborn", TODAY, A, born_at=at(1, before))) == ["born_at before-period"]
    begun = Finding("assisted_conception_on", before, TODAY)
    for on, beside in ((known, [begun]), (card(), [begun, period])):
        assert [one.why for one in finding_concerns(on, begun, beside)] == ["before-period"]
    assert finding_concerns(known, Finding("assisted_conception_on", TODAY, TODAY), []) == []
    assert finding_concerns(known, Finding("cervical_screening_on", before, TODAY), []) == []


def test_that_there_is_no_illness_is_asked_about_where_there_is_one() -> None:
    none = Finding("illness_none", True, TODAY)
    heart = Finding("illness_heart", True, TODAY)
    assert [one.why for one in finding_concerns(card(), none, [none, heart])] == ["none-and-some"]
    assert [one.why for one in finding_concerns(card(heart), none, [none])] == ["none-and-some"]
    denied = Finding("illness_heart", False, TODAY)
    assert finding_concerns(card(heart), none, [none, denied]) == []
    assert finding_concerns(card(), Finding("illness_none", False, TODAY), [heart]) == []


EARLIER = TODAY - dt.timedelta(28)


def scan(fetus: int, bpd: int, on: dt.date = TODAY, femur: int | None = None) -> Row:
    cells: dict[str, Value] = {"bpd": Decimal(bpd)}
    cells |= {"femur_length": Decimal(femur)} if femur else {}
    return row("ultrasound_fetus", on, fetus, **cells)


def test_labels_that_are_swapped_in_a_later_scan_are_asked_about() -> None:
    first = card(scan(A, 80, EARLIER), scan(B, 70, EARLIER))
    assert whys(first, scan(A, 78), scan(B, 88)) == ["bpd labels"]
    assert whys(first, scan(B, 88), scan(A, 78)) == []
    assert whys(first, scan(A, 80), scan(B, 88)) == []  # nothing has shrunk
    assert whys(first, scan(A, 69), scan(B, 88)) == []  # nor does it fit the other one
    assert whys(first, scan(A, 78)) == []
    assert whys(card(), scan(A, 78), scan(B, 88)) == []


@pytest.mark.parametrize(
    ("what", "typed", "level"),
    [
        ("weight_g", "3.5", Level.REFUSE),  # kilograms as grams
        ("weight_g", "3500", None),
        ("haemoglobin", "112", Level.REFUSE),  # g/L as g/dL
        ("haemoglobin", "11.2", None),
        ("apgar_1", "11", Level.REFUSE),
        ("apgar_1", "10", None),
        ("head_cm", "345", Level.REFUSE),  # millimetres
        ("cord_artery_ph", "72", Level.REFUSE),
    ],
)
def test_a_slip_of_unit_is_told_and_named(what: str, typed: str, level: Level | None) -> None:
    found = concerns(CATALOGUE, what, Decimal(typed), TODAY, [])
    assert [one.level for one in found] == ([level] if level else [])
    assert all(one.slip for one in found)
