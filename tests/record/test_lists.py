"""Who stands on which list of the desk: one day below, at and above each limit, and with nothing known."""

import datetime as dt

import pytest

from helsekort import datafiles
from helsekort.record.lists import Listed, lists_of

LIMITS = datafiles.terms().lists
LENGTH = 283
TODAY = dt.date(2026, 3, 10)
DAY = dt.timedelta(days=1)


def lists(
    *, edd_in: int | None = None, last_ago: int | None = None, next_in: int | None = None
) -> frozenset[Listed]:
    """The lists of a woman whose due date, last check-up and next visit are so many days away."""
    return lists_of(
        LIMITS,
        TODAY,
        edd=TODAY + edd_in * DAY if edd_in is not None else None,
        length=LENGTH if edd_in is not None else None,
        last_check_up=TODAY - last_ago * DAY if last_ago is not None else None,
        next_visit=TODAY + next_in * DAY if next_in is not None else None,
    )


@pytest.mark.parametrize(
    ("edd_in", "stands"),
    [(LIMITS.due_soon.days + 1, set()), (LIMITS.due_soon.days, {Listed.DUE_SOON}), (-3, {Listed.DUE_SOON})],
)
def test_due_soon(edd_in: int, stands: set[Listed]) -> None:
    assert lists(edd_in=edd_in, last_ago=0) == stands


@pytest.mark.parametrize(("edd_in", "past"), [(-3, False), (-4, True), (-5, True), (-60, True)])
def test_past_term_begins_at_41_weeks(edd_in: int, past: bool) -> None:
    found = lists(edd_in=edd_in, last_ago=0)
    assert (Listed.PAST_TERM in found) is past
    assert (Listed.DUE_SOON in found) is not past


@pytest.mark.parametrize(
    ("edd_in", "last_ago", "unseen"),
    [
        (88, None, False),  # 27+6
        (87, None, True),  # 28+0 today
        (87, 0, False),
        (86, 1, False),  # seen on the day of 28+0
        (86, 2, True),
    ],
)
def test_without_a_check_up_since_28_weeks(edd_in: int, last_ago: int | None, unseen: bool) -> None:
    assert (Listed.UNSEEN in lists(edd_in=edd_in, last_ago=last_ago)) is unseen


@pytest.mark.parametrize(
    ("last_ago", "next_in", "late"),
    [
        (None, None, False),
        (42, None, False),
        (43, None, True),
        (30, 0, False),
        (30, -1, True),
        (None, -1, True),
        (1, -1, False),  # held on the day
        (0, -1, False),
        (60, 3, False),  # long ago, and another is agreed
    ],
)
def test_a_check_up_that_is_late(last_ago: int | None, next_in: int | None, late: bool) -> None:
    assert (Listed.LATE in lists(last_ago=last_ago, next_in=next_in)) is late


def test_without_a_due_date_no_list_that_rests_on_one() -> None:
    assert lists() == frozenset()
