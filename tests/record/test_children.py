"""The child's part of a card, and what is counted from the birth."""

import datetime as dt
from decimal import Decimal

import pytest

from helsekort.fhir.times import hours_between
from helsekort.record.card import Trail
from helsekort.record.children import ChildPart, contradicts
from helsekort.record.endings import FetusState
from helsekort.record.entries import Cell, Entry, Moment, Row

BORN = dt.date(2026, 3, 10)


def part(weight: Decimal | None) -> ChildPart:
    cells = () if weight is None else (Cell("weight_g", weight),)
    row = Trail[Row]([Entry(2, 2, 1, 0, 1, 1, Row("newborn", BORN, cells))])
    return ChildPart(3, "A", FetusState.BORN_ALIVE, BORN, None, 8, True, row, [])


@pytest.mark.parametrize(
    ("first", "now", "change"),
    [
        (3500, 3500, "0.0"),
        (3500, 3255, "-7.0"),
        (3500, 3254, "-7.0"),
        (3480, 3132, "-10.0"),
        (3000, 3001, "0.0"),
    ],
)
def test_the_change_of_weight_is_a_part_of_the_birth_weight(first: int, now: int, change: str) -> None:
    assert part(Decimal(first)).weight_change(Decimal(now)) == Decimal(change)


def test_without_a_birth_weight_no_change_is_reckoned() -> None:
    assert part(None).weight_change(Decimal(3000)) is None
    assert part(Decimal(0)).weight_change(Decimal(3000)) is None


def test_the_day_of_birth_is_day_nought() -> None:
    child = part(None)
    assert [child.days_old(BORN + dt.timedelta(days=day)) for day in (0, 1, 7)] == [0, 1, 7]


@pytest.mark.parametrize(
    ("born", "then", "hours"),
    [
        (Moment(BORN, dt.time(3, 20)), Moment(BORN, dt.time(4, 19)), 0),
        (Moment(BORN, dt.time(3, 20)), Moment(BORN + dt.timedelta(days=2), dt.time(3, 20)), 48),
        # the clocks are moved on and back in these nights
        (Moment(dt.date(2026, 3, 28), dt.time(12)), Moment(dt.date(2026, 3, 29), dt.time(12)), 23),
        (Moment(dt.date(2026, 10, 24), dt.time(12)), Moment(dt.date(2026, 10, 25), dt.time(12)), 25),
    ],
)
def test_the_age_in_hours_is_by_the_clock_that_runs(born: Moment, then: Moment, hours: int) -> None:
    assert hours_between(born, then) == hours


@pytest.mark.parametrize(
    ("state", "code", "against"),
    [
        (FetusState.BORN_ALIVE, "ALIVE", False),
        (FetusState.BORN_ALIVE, "DIED_0_24H", False),
        (FetusState.BORN_ALIVE, "STILL_DURING", True),
        (FetusState.STILLBORN, "STILL_BEFORE", False),
        (FetusState.STILLBORN, "ALIVE", True),
        (FetusState.STILLBORN, "DIED_LATER", True),
        (FetusState.GROWING, "ALIVE", False),
        (FetusState.UNKNOWN, "STILL_BEFORE", False),
    ],
)
def test_a_child_is_not_born_alive_and_still(state: FetusState, code: str, against: bool) -> None:
    assert contradicts(state, code) is against
