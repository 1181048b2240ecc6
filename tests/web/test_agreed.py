"""When she comes next stands first on her page: the day, and what was written with it."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort.record.entries import Cell, Content, Finding, Row
from helsekort.web.woman.agreed import Agreed, agreed
from tests.cast import TODAY
from tests.web.test_woman_wording import CHECK_UP, DUE, Written

DAY = dt.timedelta(days=1)


def told(*contents: Content) -> Agreed | None:
    return agreed(Written(DUE, *contents).words())


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (0, "Neste kontroll er i dag, tirsdag 10. mars."),
        (1, "Neste kontroll er i morgen, onsdag 11. mars."),
        (7, "Neste kontroll er tirsdag 17. mars."),
    ],
)
def test_the_day_is_told_with_what_was_written_when_it_was_agreed(ahead: int, said: str) -> None:
    before = TODAY - 20 * DAY
    found = told(
        Finding("plan", "Noe annet, en annen dag.", before - DAY),
        Finding("next_visit", TODAY + ahead * DAY, before),
        Finding("plan", "Kl. 10.30 hos Ingrid.", before),
    )
    assert found == Agreed(said, "Kl. 10.30 hos Ingrid.")


def test_a_visit_that_was_held_or_has_passed_lies_no_longer_ahead() -> None:
    today = Finding("next_visit", TODAY, TODAY - 20 * DAY)
    assert told(today) is not None
    assert told(today, replace(CHECK_UP, on=TODAY - DAY)) is not None
    assert told(today, CHECK_UP) is None
    assert told(replace(today, value=TODAY - DAY)) is None
    assert told() is None


def test_a_new_day_after_a_visit_that_was_not_held_is_the_one_told() -> None:
    first = Finding("next_visit", TODAY + DAY, TODAY - 20 * DAY)
    moved = Row("visit_not_held", TODAY, (Cell("new_visit_on", TODAY + 3 * DAY),))
    assert told(first, moved) == Agreed("Neste kontroll er fredag 13. mars.", "")


def test_it_stands_before_all_else_that_can_wait() -> None:
    page = Written(DUE, Finding("next_visit", TODAY + DAY, TODAY)).page()
    assert page.index("Neste kontroll er i morgen") < page.index("Når du må ringe")
