"""The same key with the same content is done once, however often and however much at once it comes."""

import datetime as dt
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.actions import cards, contacts, due_dates, referrals
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Doubt, KeyUsedBefore, Rejected
from helsekort.actions.registry import erase_body
from helsekort.record.entries import DueDate, Fetus
from helsekort.store import cards as stored_cards
from tests.actions.every_referral_action import referral
from tests.cast import JOB, TODAY, Cast, check_up, finding, open_house, pressure, read, record
from tests.past import end_card
from tests.store.stored import breaks, written
from tests.store.test_kill import ROOT


def _facts(cast: Cast, systolic: int, ctx: Context | None = None) -> tuple[int, ...]:
    return contacts.state_facts(
        cast.ingrid,
        ctx=ctx or cast.ctx,
        card=cast.nora_card,
        findings=[pressure(systolic), finding("headache", False)],
        key="k",
    )


def _contact(cast: Cast, systolic: int, ctx: Context | None = None) -> int:
    return contacts.record_contact(
        cast.ingrid,
        ctx=ctx or cast.ctx,
        card=cast.nora_card,
        contact=check_up(),
        findings=[pressure(systolic)],
        key="k",
    )


def _fetus(cast: Cast, number: int, ctx: Context | None = None) -> int:
    return contacts.name_fetus(
        cast.ingrid, ctx=ctx or cast.ctx, card=cast.nora_card, fetus=Fetus(f"F{number}", TODAY), key="k"
    )


def _due_date(cast: Cast, days: int, ctx: Context | None = None) -> int:
    due = DueDate(TODAY + dt.timedelta(days), 283, "US_EARLY", TODAY, TODAY)
    return due_dates.propose_due_date(cast.ingrid, ctx=ctx or cast.ctx, card=cast.nora_card, due=due, key="k")


def _referral(cast: Cast, number: int, ctx: Context | None = None) -> int:
    about = referral(cast, words=f"Trykk {number}")
    return referrals.draft_referral(
        cast.ingrid, ctx=ctx or cast.ctx, card=cast.nora_card, referral=about, key="k"
    )


Act = Callable[..., object]
ACTS = pytest.mark.parametrize("act", [_contact, _facts, _fetus, _due_date, _referral])


@ACTS
def test_again_gives_the_same_and_writes_nothing(cast: Cast, act: Act) -> None:
    first = act(cast, 118)
    before = written(cast.ctx)
    assert act(cast, 118) == first
    assert written(cast.ctx) == before


@ACTS
def test_another_content_under_the_same_key_is_refused(cast: Cast, act: Act) -> None:
    first = act(cast, 118)
    before = written(cast.ctx)
    with pytest.raises(KeyUsedBefore) as caught:
        act(cast, 119)
    assert caught.value.origin == (first[0] if isinstance(first, tuple) else first)
    assert written(cast.ctx) == before


@ACTS
def test_again_after_something_was_erased_by_law_gives_the_same_and_writes_nothing(
    cast: Cast, act: Act
) -> None:
    other = record(cast, cast.nora_card, pressure(121))
    first = act(cast, 118)
    erase_body(JOB, ctx=cast.ctx, card=cast.nora_card, seq=other, basis="§ 25")
    before = written(cast.ctx)
    assert act(cast, 118) == first
    assert written(cast.ctx) == before


def test_a_key_is_one_persons_on_one_card(cast: Cast) -> None:
    first = record(cast, cast.nora_card, pressure(118), key="k")
    assert record(cast, cast.nora_card, pressure(119), key="k", by=cast.amir) != first
    record(cast, cast.kari_card, pressure(120), key="k")
    assert len(read(cast, cast.nora_card).contacts) == 2
    assert len(read(cast, cast.kari_card).contacts) == 1


def test_what_was_not_saved_uses_up_no_key(cast: Cast) -> None:
    with pytest.raises(Doubt):
        record(cast, cast.nora_card, pressure(165), key="k")
    with pytest.raises(Rejected):
        record(cast, cast.nora_card, finding("weight", None), key="k")
    assert record(cast, cast.nora_card, finding("weight", Decimal(70)), key="k")


def test_a_repeat_after_a_correction_does_not_bring_the_old_back(cast: Cast) -> None:
    origin = record(cast, cast.nora_card, pressure(118), key="k")
    contacts.withdraw_contact(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=origin, base_seq=origin + 1, reason="Feil"
    )
    before = written(cast.ctx)
    assert record(cast, cast.nora_card, pressure(118), key="k") == origin
    assert written(cast.ctx) == before


def _at_once(url: str, acts: Sequence[Callable[[Context], object]]) -> list[object]:
    """Each in a thread and on a connection of its own, let go together; what each gave, or how it was refused:
    for its key, or because she has a card."""
    results: list[object] = []
    together = threading.Barrier(len(acts))

    def run(act: Callable[[Context], object]) -> None:
        own = open_house(url)
        together.wait()
        try:
            results.append(act(own))
        except (KeyUsedBefore, Rejected) as told:
            results.append(told)
        finally:
            own.database.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@ACTS
def test_several_at_once_are_one(cast: Cast, database_url: str, act: Act) -> None:
    before = read(cast, cast.nora_card).last_seq
    results = _at_once(database_url, [lambda own: act(cast, 118, own)] * 4)
    assert len(results) == 4
    assert len(set(results)) == 1
    repeated = act(cast, 118)
    assert repeated in results
    added = len(repeated) if isinstance(repeated, tuple) else 2 if act is _contact else 1
    assert read(cast, cast.nora_card).last_seq == before + added
    assert breaks(cast.ctx) == []


def test_of_two_contents_at_once_one_is_told(cast: Cast, database_url: str) -> None:
    results = _at_once(
        database_url, [lambda own: _contact(cast, 118, own), lambda own: _contact(cast, 119, own)]
    )
    (origin,) = [each for each in results if isinstance(each, int)]
    (told,) = [each for each in results if isinstance(each, Exception)]
    assert isinstance(told, KeyUsedBefore)
    assert told.origin == origin
    assert len(read(cast, cast.nora_card).contacts) == 1


def test_several_at_once_open_one_card(cast: Cast, database_url: str) -> None:
    def open_it(own: Context) -> int:
        return cards.open_new_card(cast.ingrid, ctx=own, woman=cast.nora.party, key="new")

    end_card(cast.ctx, cast.nora_card, cast.ingrid, TODAY)
    results = _at_once(database_url, [open_it] * 4)
    assert len(results) == 4
    assert _active_cards(cast) == set(results)
    assert breaks(cast.ctx) == []


def test_of_several_at_once_with_keys_of_their_own_one_opens_a_card(cast: Cast, database_url: str) -> None:
    def opener(place: int) -> Callable[[Context], int]:
        by = cast.ingrid if place % 2 else cast.amir
        return lambda own: cards.open_new_card(by, ctx=own, woman=cast.nora.party, key=f"new-{place}")

    end_card(cast.ctx, cast.nora_card, cast.ingrid, TODAY)
    results = _at_once(database_url, [opener(place) for place in range(4)])
    assert Counter(type(each) for each in results) == {int: 1, Rejected: 3}
    assert _active_cards(cast) == {each for each in results if isinstance(each, int)}
    assert breaks(cast.ctx) == []


def _active_cards(cast: Cast) -> set[int]:
    """Nora's."""
    with cast.ctx.database.transaction() as tx:
        return {each.card for each in stored_cards.of_woman(tx, cast.nora.party) if each.active}


def test_two_at_once_with_keys_of_their_own_are_both_there(cast: Cast, database_url: str) -> None:
    keys = ["a", "b", "c", "d"]
    acts = [
        lambda own, key=key: record(replace(cast, ctx=own), cast.nora_card, pressure(), key=key)
        for key in keys
    ]
    results = _at_once(database_url, acts)
    assert len({each for each in results if isinstance(each, int)}) == 4
    assert len(read(cast, cast.nora_card).contacts) == 4
    assert breaks(cast.ctx) == []


def test_two_processes_that_say_the_same_are_one(cast: Cast, database_url: str) -> None:
    """Both record the same contacts under the same keys, in a race through the same numbers."""
    who = (str(cast.nora_card), str(cast.ingrid.party), str(cast.ingrid.organisation))
    command = [sys.executable, "-m", "tests.store.writing_child", database_url, *who, "honest", "same"]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(2)]
    said: set[str] = set()
    for child in children:
        assert child.stdout is not None
        with child.stdout:
            said |= {child.stdout.readline() for _ in range(6)}
            child.kill()
        child.wait()
    assert {f"same-{number}\n" for number in range(6)} <= said
    notes = [trail.now.value for trail in read(cast, cast.nora_card).series("note")]
    assert len(notes) == len(set(notes))
    assert {each.strip() for each in said} <= set(notes)
    assert breaks(cast.ctx) == []
