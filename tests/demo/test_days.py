"""The stories can be made on any day, say the same whenever they are made, and go on from there."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helsekort.actions.verifying import verify_record
from helsekort.demo.builders import synthetic_number
from helsekort.demo.calendar import Calendar
from helsekort.record.entries import Contact, DueDate, Fetus, Finding
from tests.cast import TODAY
from tests.demo.conftest import Lived, live
from tests.demo.reference import WOMEN
from tests.store.stored import content

DAY = dt.timedelta(days=1)
DAYS = [  # each weekday among them
    dt.date(2028, 2, 29),  # Tuesday
    dt.date(2026, 3, 29),  # Sunday, the clock goes forward
    dt.date(2026, 10, 25),  # Sunday, and back
    dt.date(2026, 10, 26),  # Monday
    dt.date(2027, 3, 31),  # Wednesday
    dt.date(2026, 12, 24),  # Thursday
    dt.date(2027, 1, 1),  # Friday
    dt.date(2026, 12, 26),  # Saturday
]
WORKDAYS = 5


def check(lived: Lived) -> None:
    """What holds whichever day it is."""
    now = lived.ctx.now()
    for story in lived.cards:
        recorded = [entry.recorded for entry in lived.entries(story)]
        assert recorded == sorted(recorded), "written in the order of their moments"
        assert recorded[-1] <= now
        for entry in lived.entries(story):
            if isinstance(entry.content, Contact | Finding):
                assert entry.content.on <= lived.ctx.day_of(entry.recorded)
            elif isinstance(entry.content, DueDate):
                assert entry.content.set_on <= lived.ctx.day_of(entry.recorded)
            elif isinstance(entry.content, Fetus):
                assert entry.content.since <= lived.ctx.day_of(entry.recorded)
    for story, her in WOMEN.items():
        card = lived.card(story)
        assert str(card.age(card.over.on if card.over else lived.today)) == her.age
    broken, _ = verify_record(lived.ctx)
    assert broken == []


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_on_any_day(today: dt.date, tmp_path: Path) -> None:
    lived = live(f"sqlite:///{tmp_path / 'demo.db'}", today)
    check(lived)
    lived.ctx.database.close()


@pytest.mark.parametrize("at", [dt.time(0, 0), dt.time(23, 59, 59)], ids=str)
def test_at_any_time_of_the_day(at: dt.time, tmp_path: Path) -> None:
    lived = live(f"sqlite:///{tmp_path / 'demo.db'}", TODAY, at=at)
    check(lived)
    lived.ctx.database.close()


@pytest.mark.deep
@given(today=st.dates(dt.date(2018, 1, 1), dt.date(2099, 12, 31)), at=st.times())
@settings(max_examples=30)
def test_on_any_day_whatever(tmp_path_factory: pytest.TempPathFactory, today: dt.date, at: dt.time) -> None:
    lived = live(f"sqlite:///{tmp_path_factory.mktemp('days') / 'demo.db'}", today, at=at)
    check(lived)
    lived.ctx.database.close()


def test_the_same_cards_on_each_database(database_url: str, tmp_path: Path) -> None:
    here = live(database_url, TODAY, seed=1)
    beside = live(f"sqlite:///{tmp_path / 'beside.db'}", TODAY, seed=1)
    assert here.cards == beside.cards
    for story in here.cards:
        assert here.entries(story) == beside.entries(story)
    check(here)
    for one in (here, beside):
        one.ctx.database.close()


def test_the_same_day_and_chance_give_the_same_database(tmp_path: Path) -> None:
    first = live(f"sqlite:///{tmp_path / 'first.db'}", TODAY, seed=7)
    again = live(f"sqlite:///{tmp_path / 'again.db'}", TODAY, seed=7)
    assert content(first.ctx) == content(again.ctx)
    other = live(f"sqlite:///{tmp_path / 'other.db'}", TODAY + DAY, seed=7)
    assert content(other.ctx) != content(first.ctx)
    for one in (first, again, other):
        one.ctx.database.close()


def test_the_stories_go_on_as_days_pass(tmp_path: Path) -> None:
    """Kari's check-ups after today are hers once their days are past, up to 38 cm at 40+0."""
    later = live(f"sqlite:///{tmp_path / 'later.db'}", TODAY, days_on=85)
    heights = [str(trail.now.value) for trail in later.card("kari").series("fundal_height")]
    assert heights == ["24", "28", "31", "35", "36", "38"]
    assert str(later.card("kari").age(later.ctx.today())) == "40+1"
    broken, _ = verify_record(later.ctx)
    assert broken == []
    later.ctx.database.close()


@given(today=st.dates(dt.date(1950, 1, 1), dt.date(2150, 12, 31)), day=st.integers(-330, 0))
@example(dt.date(2028, 3, 1), -1)
def test_a_visit_is_on_a_working_day_at_most_a_day_off(today: dt.date, day: int) -> None:
    days = Calendar(today)
    visit = days.weekday(day)
    assert abs((visit - days.date(day)).days) <= 1
    assert visit <= today
    assert visit.weekday() < WORKDAYS or visit == today


@given(
    birth=st.dates(dt.date(1960, 1, 1), dt.date(2030, 12, 31)),
    seed=st.text(max_size=20),
    d_number=st.booleans(),
)
@example(dt.date(2000, 2, 29), "x", True)
def test_every_birth_date_has_a_synthetic_number(birth: dt.date, seed: str, d_number: bool) -> None:
    number = synthetic_number(birth, seed, d_number=d_number)
    assert number.synthetic
    assert number.kind == ("dnr" if d_number else "fnr")
    assert int(number.value[:2]) - 40 * d_number == birth.day
    assert number == synthetic_number(birth, seed, d_number=d_number)
