"""The fold by properties: what holds for any log at all."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from helsekort.record.card import Card, Trail, fold
from helsekort.record.entries import (
    Content,
    DueDate,
    Fetus,
    Finding,
    Status,
)
from helsekort.record.gestation import gestational_age
from tests.record.card_logs import OLDEST, ON, STANDING, Log, day, due, logs


def _trails(card: Card) -> list[Trail[Content]]:
    """Every thing on a card, whatever it is."""
    contacts = [line.contact for line in card.contacts]
    return [*card.due_dates, *card.fetuses, *contacts, *card.all_findings()]  # type: ignore[list-item]  # Trail is invariant


def _last(log: Log) -> dict[int, Content | None]:
    """Origin -> what its last version says; the opening left out."""
    return {entry.origin: entry.content for entry in log.entries if entry.origin != 1}


def _gone(log: Log) -> set[int]:
    """What nobody may see: misplaced, of a misplaced contact, or erased."""
    last = _last(log)
    away = {origin for origin, content in last.items() if content and content.status is Status.MISPLACED}
    of_them = {
        origin for origin, content in last.items() if isinstance(content, Finding) and content.contact in away
    }
    return away | of_them | {origin for origin, content in last.items() if content is None}


@given(logs())
def test_every_thing_is_seen_once_as_its_last_version_says(log: Log) -> None:
    card, last = log.folded(), _last(log)
    trails = _trails(card)
    assert Counter(trail.origin for trail in trails) == Counter(set(last) - _gone(log))
    for trail in trails:
        assert trail.now == last[trail.origin]
        kept = [entry for entry in log.entries if entry.origin == trail.origin and entry.content]
        assert trail.entries == kept


@given(logs())
def test_no_entry_is_lost(log: Log) -> None:
    card, last = log.folded(), _last(log)
    trails = _trails(card)
    seen = [entry.seq for trail in trails for entry in trail.entries]
    seen += [entry.seq for entry in (*card.misplaced, *card.erased)]
    ended = {origin for origin, content in last.items() if content is None}
    hidden = [entry.seq for entry in log.entries if entry.origin in ended and entry.content]
    assert Counter(seen + hidden) == Counter(range(2, len(log.entries) + 1))
    assert card.last_seq == len(log.entries)


@given(logs())
def test_no_value_is_used_that_does_not_stand(log: Log) -> None:
    card, last = log.folded(), _last(log)
    fetuses = [None, *(origin for origin, content in last.items() if isinstance(content, Fetus))]
    for what in ("weight", "fundal_height"):
        for fetus in fetuses:
            used = {trail.origin for trail in card.series(what, fetus)}
            expected = {
                origin
                for origin, content in last.items()
                if isinstance(content, Finding)
                and (content.what, content.fetus) == (what, fetus)
                and content.status in STANDING
                and _contact_stands(last, content.contact)
            }
            assert used == expected


def _contact_stands(last: dict[int, Content | None], contact: int | None) -> bool:
    # A contact whose body was erased by law takes nothing else with it.
    content = last[contact] if contact else None
    return content is None or content.status in STANDING


@given(logs())
def test_one_due_date_is_in_force(log: Log) -> None:
    confirmed: dict[int, int] = {}
    for entry in log.entries:
        if isinstance(entry.content, DueDate) and not entry.content.proposed:
            confirmed.setdefault(entry.origin, entry.seq)
    last = _last(log)
    standing = {
        origin: seq
        for origin, seq in confirmed.items()
        if isinstance(content := last[origin], DueDate)
        and content.status in STANDING
        and not content.proposed
    }
    trail = log.folded().due_trail
    assert (trail.origin if trail else None) == max(
        standing, key=lambda origin: standing[origin], default=None
    )


@given(logs(), st.integers(-400, 100))
def test_one_age_on_a_day_and_a_proposal_changes_none(log: Log, number: int) -> None:
    card = log.folded()
    now = card.due
    alone = gestational_age(day(number), now.edd, now.length, oldest_days=OLDEST) if now else None
    assert card.age(day(number)) == alone
    log.add(due(day(60), proposed=True))
    assert log.folded().age(day(number)) == alone


@given(logs())
def test_the_order_between_things_does_not_matter_to_what_stands(log: Log) -> None:
    # Versions of one thing keep their order; which thing was written between them says nothing of its content.
    regrouped = sorted(log.entries, key=lambda entry: entry.origin)
    one, other = log.folded(), fold(77, regrouped, OLDEST)
    assert (one.due, one.age(ON)) == (other.due, other.age(ON))
    assert [line.contact.now for line in one.contacts] == [line.contact.now for line in other.contacts]
    assert one.latest("weight") == other.latest("weight")
