"""What is drawn is what a real act would have been allowed to write: each is judged as the pages' forms are."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

import pytest

from helsekort.actions.context import Context
from helsekort.actions.judging import judge_contact, judge_due_date, judge_findings
from helsekort.demo.country.between import WRITTEN_AFTER
from helsekort.demo.country.land import moment
from helsekort.demo.country.life import Life, live
from helsekort.fhir.times import date_time, split_date_time
from helsekort.record.card import Card, fold
from helsekort.record.entries import Contact, ContactKind, DueDate, Entry, Finding, Pressure, Status
from helsekort.store.database import open_database
from tests.cast import data
from tests.demo.lands import TODAY, folded, land, lives

FEW_ASKED = 0.02
CLOCKS_CHANGE = (dt.date(2026, 3, 29), dt.date(2026, 10, 25))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Gives a house whose clock is set for each act; its database is never asked."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('acts') / 'house.db'}")
    yield Context(database, lambda: 0, *data(), demo=True)
    database.close()


def _acts(life: Life) -> Iterator[tuple[Card, list[Entry]]]:
    """Each act with the card as it stood before it."""
    done: list[Entry] = []
    for _, entries in groupby(life.diary.entries, key=lambda entry: entry.recorded):
        act = list(entries)
        if done:
            yield fold(life.diary.card, done, land().terms.oldest_days), act
        done += act


def _judged(house: Context, life: Life) -> tuple[int, int]:
    """(findings, questions) of one life. Rejected is raised for what no one could have written."""
    findings = questions = 0
    for card, act in _acts(life):
        ctx = house.at(act[0].recorded)
        contents = [entry.content for entry in act if _is_news(entry)]
        written = [one for one in contents if isinstance(one, Finding)]
        for one in contents:
            if isinstance(one, Contact):
                questions += len(judge_contact(ctx, card, one, frozenset()))
            elif isinstance(one, DueDate) and one.proposed:
                judge_due_date(ctx, one)
        # a fetus is named in an act of its own, so the card before knows it
        questions += len(judge_findings(ctx, card, written, frozenset()))
        findings += len(written)
    return findings, questions


def _is_news(entry: Entry) -> bool:
    content = entry.content
    return content is not None and content.status in (Status.FINAL, Status.CORRECTED)


def test_nothing_is_rejected_and_few_values_are_asked_about(house: Context) -> None:
    judged = [_judged(house, life) for life in lives()]
    findings = sum(found for found, _ in judged)
    assert findings > 3000
    assert sum(asked for _, asked in judged) < FEW_ASKED * findings


def test_a_due_date_replaces_the_one_in_force_and_says_why() -> None:
    replaced = 0
    for life in lives():
        for card, act in _acts(life):
            for entry in act:
                due = entry.content
                if isinstance(due, DueDate) and not due.proposed:
                    now = card.due_trail
                    assert due.replaces == (now.origin if now else None)
                    assert (due.why is None) == (now is None)
                    replaced += now is not None
    assert replaced > 20


def test_changes_are_made_as_the_actions_make_them() -> None:
    kinds = set()
    for life in lives(women=600):
        newest: dict[int, Entry] = {}
        for entry in life.diary.entries:
            content = entry.content
            assert content is not None
            if content.status is not Status.FINAL:
                kinds.add(content.status)
                assert entry.version > 1
                assert content.reason
                assert type(content) is type(newest[entry.origin].content)
            newest[entry.origin] = entry
        for line in folded(life).contacts:
            assert line.contact.stands or not any(finding.stands for finding in line.findings)
    assert kinds == {Status.CORRECTED, Status.WITHDRAWN, Status.MISPLACED}


def test_readings_at_home_are_hers_and_stand_before_the_check_up() -> None:
    filled = live(land(at_term=True, entries=200), 0)
    home = [
        (entry.seq, one)
        for entry in filled.diary.entries
        if isinstance(one := entry.content, Finding) and one.by_woman
    ]
    assert len(filled.diary.entries) >= 190
    assert len({(one.on, one.at) for _, one in home}) == len(home) > 20
    assert all(isinstance(one.value, Pressure) and one.contact is None for _, one in home)


def test_what_came_from_paper_says_who_wrote_it_there() -> None:
    copied = [
        (entry, one)
        for life in lives(women=600)
        for entry in life.diary.entries
        if isinstance(one := entry.content, Contact) and one.paper is not None
    ]
    assert copied
    for entry, one in copied:
        assert one.held_by is None
        assert one.paper is not None
        assert one.paper.written_on == one.on
        assert moment(one.on, 23 * 60) < entry.recorded


@pytest.mark.parametrize("on", CLOCKS_CHANGE)
def test_no_minute_of_a_day_on_which_the_clocks_change_is_in_the_future(house: Context, on: dt.date) -> None:
    for minute in range(24 * 60):
        clock = dt.time(minute // 60, minute % 60)
        written = moment(on, minute) + WRITTEN_AFTER
        assert not house.at(written).is_future(on, clock)
        assert split_date_time(date_time(on, clock)) == (on, clock)


def test_calls_come_at_night_too_and_keep_their_time() -> None:
    called = [
        (entry, one)
        for life in lives(women=600)
        for entry in life.diary.entries
        if isinstance(one := entry.content, Contact) and one.kind is ContactKind.CONTACT
    ]
    hours = {one.at.hour for _, one in called if one.at is not None}
    assert hours == set(range(24))
    for entry, one in called:
        assert one.at is not None
        assert entry.recorded > moment(one.on, one.at.hour * 60 + one.at.minute)


@pytest.mark.parametrize(
    "today",
    [TODAY + dt.timedelta(days=day) for day in range(7)] + [dt.date(2028, 2, 29), dt.date(2028, 3, 1)],
)
def test_whatever_day_it_is_every_woman_has_a_card_that_is_open_or_over(today: dt.date) -> None:
    for life in lives(women=40, seed=3, today=today):
        assert folded(life).contacts
        assert life.diary.entries[-1].recorded < moment(today, 0)
