"""Whatever is done on one card leaves every other card byte for byte as it was."""

import datetime as dt
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from helsekort.actions import cards, closing, contacts, drafts, due_dates, endings, registry
from helsekort.actions.contacts import Corrected
from helsekort.actions.endings import Ending
from helsekort.actions.outcomes import Refused, Rejected, Stale
from helsekort.record.card import ContactLine
from helsekort.record.entries import DueDate, Fetus
from tests.cast import EDD, JOB, TODAY, Cast, check_up, finding, name_fetus, new_key, pressure, read, record
from tests.store.stored import Rows, about_card, besides, breaks


def _some(cast: Cast, number: int) -> ContactLine | None:
    contacts_there = read(cast, cast.nora_card).contacts
    return contacts_there[number % len(contacts_there)] if contacts_there else None


def _record(cast: Cast, number: int) -> None:
    record(cast, cast.nora_card, pressure(100 + number % 40), finding("note", f"Nummer {number}"))


def _correct(cast: Cast, number: int) -> None:
    line = _some(cast, number)
    if line:
        contacts.correct_contact(
            cast.amir,
            ctx=cast.ctx,
            card=cast.nora_card,
            origin=line.contact.origin,
            base_seq=line.last_seq,
            contact=check_up(),
            findings=[Corrected(pressure(100 + number % 40))],
            reason="Tastefeil",
        )


def _withdraw(cast: Cast, number: int) -> None:
    line = _some(cast, number)
    if line:
        contacts.withdraw_contact(
            cast.ingrid,
            ctx=cast.ctx,
            card=cast.nora_card,
            origin=line.contact.origin,
            base_seq=line.last_seq,
            reason="Dobbeltført",
        )


def _take_away(cast: Cast, number: int) -> None:
    line = _some(cast, number)
    if line:
        contacts.move_contact(
            cast.ingrid,
            ctx=cast.ctx,
            card=cast.nora_card,
            origin=line.contact.origin,
            base_seq=line.last_seq,
            to_number=None,
            reason="Feil kvinne",
        )


def _state(cast: Cast, number: int) -> None:
    contacts.state_facts(
        cast.amir,
        ctx=cast.ctx,
        card=cast.nora_card,
        findings=[finding("headache", number % 2 == 0)],
        key=new_key(),
    )


def _set_due_date(cast: Cast, number: int) -> None:
    due = DueDate(EDD, 270 + number % 20, "FOREIGN", TODAY, TODAY)
    origin = due_dates.propose_due_date(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, due=due, key=new_key()
    )
    due_dates.confirm_due_date(
        cast.amir,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_version=1,
        why="Brev fra utlandet",
        looked=True,
    )


def _name(cast: Cast, number: int) -> None:
    name_fetus(cast.ctx, cast.ingrid, cast.nora_card, f"F{new_key()}")


def _look(cast: Cast, number: int) -> None:
    cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
    cards.open_own_card(cast.nora, ctx=cast.ctx)


def _try(cast: Cast, number: int) -> None:
    cards.open_card(cast.lars, ctx=cast.ctx, card=cast.nora_card)


def _type(cast: Cast, number: int) -> None:
    drafts.keep_draft(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, path=f"form/{number}", fields=[("note", "x")]
    )


def _erase(cast: Cast, number: int) -> None:
    last = read(cast, cast.nora_card).last_seq
    registry.erase_body(JOB, ctx=cast.ctx, card=cast.nora_card, seq=number % last + 1, basis="§ 25")


def _lose(cast: Cast, number: int) -> None:
    grows = read(cast, cast.nora_card).growing()
    trail = grows[number % len(grows)] if grows else None
    if trail:
        endings.lose_fetus(
            cast.ingrid,
            ctx=cast.ctx,
            card=cast.nora_card,
            origin=trail.origin,
            base_version=trail.last.version,
            on=TODAY,
        )


def _end(cast: Cast, number: int) -> None:
    codes = ("LIVE", "STILL_BEFORE", "SA_LATE", "TERMINATION", "UNKNOWN")
    grows = read(cast, cast.nora_card).growing()
    ending = Ending(TODAY, {trail.origin: codes[number % len(codes)] for trail in grows})
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=new_key(), looked=True
    )


def _reopen(cast: Cast, number: int) -> None:
    version = read(cast, cast.nora_card).opening.last.version
    closing.reopen_card(
        cast.amir, ctx=cast.ctx, card=cast.nora_card, base_version=version, reason=f"Feil {number}"
    )


def _with_earlier(cast: Cast) -> Cast:
    """Nora with a card of an earlier pregnancy: what is done is done on the new one."""
    hers = cards.list_own_cards(cast.nora, ctx=cast.ctx)
    if len(hers) > 1:
        new = next(one.card for one in hers if one.card != cast.nora_card)
    else:
        ending = Ending(TODAY - dt.timedelta(days=1), {cast.nora_fetus: "LIVE"})
        endings.end_pregnancy(
            cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=new_key(), looked=True
        )
        new = cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=cast.nora.party, key=new_key())
        name_fetus(cast.ctx, cast.ingrid, new)
    return replace(cast, nora_card=new)


ACTS: list[Callable[[Cast, int], None]] = [
    *(_record, _correct, _withdraw, _take_away, _state, _set_due_date, _name, _look, _try, _type),
    *(_lose, _end, _reopen, _erase),
]


def _without_own_children(cast: Cast) -> Rows:
    """All that is about no part of this card; a child that is born on it is made a party."""
    born = {
        entry.content.child
        for trail in read(cast, cast.nora_card).fetuses
        for entry in trail.entries
        if isinstance(entry.content, Fetus)
    }
    return {
        table: [row for row in rows if not (table.startswith("party") and row[0] in born)]
        for table, rows in besides(cast.ctx, cast.nora_card).items()
    }


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1000)), min_size=1, max_size=8))
def test_one_card_at_a_time(cast: Cast, acts: list[tuple[Callable[[Cast, int], None], int]]) -> None:
    """The card grows from example to example; it is never a fresh one, as in life. Nora has had one before it."""
    cast = _with_earlier(cast)
    if not read(cast, cast.kari_card).contacts:
        record(cast, cast.kari_card, pressure(), finding("note", "Kari"))
        drafts.keep_draft(cast.ingrid, ctx=cast.ctx, card=cast.kari_card, path="form/1", fields=[])
    before = _without_own_children(cast)
    hers = about_card(cast.ctx, cast.nora_card)
    for act, number in acts:
        try:
            act(cast, number)
        except (Refused, Rejected, Stale):
            continue  # refused or not, nothing of another card may change
    assert _without_own_children(cast) == before
    assert about_card(cast.ctx, cast.nora_card) != hers
    assert breaks(cast.ctx) == []


def test_the_comparison_sees_a_change_on_another_card(cast: Cast) -> None:
    before = besides(cast.ctx, cast.nora_card)
    record(cast, cast.kari_card)
    changed = {table for table, rows in besides(cast.ctx, cast.nora_card).items() if rows != before[table]}
    assert changed == {"card", "entry", "body", "idempotency", "audit", "audit_payload"}


def test_each_act_can_be_done(cast: Cast) -> None:
    """None of them is refused from the start, but for Lars; else the property would say little."""
    _record(cast, 1)
    for act in ACTS:
        try:
            act(cast, 9)
        except Refused:
            assert act is _try
        else:
            assert act is not _try
