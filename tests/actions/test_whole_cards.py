"""A card is taken out whole from its fair copy, and that always says what its entries say."""

import secrets
from collections.abc import Callable

import pytest

from helsekort.access.permissions import Permission
from helsekort.actions import contacts, registry, resources
from helsekort.actions.outcomes import Refused
from helsekort.actions.shelf import take_down
from helsekort.actions.verifying import verify_record
from helsekort.actions.whole_cards import MOST_SINCE
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.fhir.glance import may_be_misplaced
from helsekort.record.card import ContactLine
from helsekort.store import chain, fair_copies
from helsekort.store.chain import CARDS
from helsekort.store.packing import UnreadableBody
from tests.cast import JOB, Cast, finding, make_cast, number_of, open_house, pressure, read, record
from tests.store.stored import audit
from tests.whole import bodies_of

KARIS = number_of(3)
SECRET = "Dette skal bort."


def taken_out(cast: Cast, card: int | None = None) -> list[bytes]:
    card = card or cast.nora_card
    whole = bodies_of(resources.read_everything(cast.ingrid, ctx=cast.ctx, card=card))
    return [body for body in whole if b'"Patient","id"' not in body and b'"Organization","id"' not in body]


def read_one_by_one(cast: Cast, card: int) -> tuple[list[bytes], tuple[int, ...]]:
    """What stands, and the sequences of it."""
    with work(cast.ctx, cast.ingrid, Permission.SEARCH_CARD, card=card) as doing:
        doing.audit(Event.READ)
        shelf = take_down(doing, card)
        stands = shelf.standing()
        return [each.body for each in stands if each.body is not None], shelf.entries(stands)


def copies(cast: Cast) -> dict[int, int]:
    with cast.ctx.database.transaction() as tx:
        return dict(fair_copies.every(tx))


def note(cast: Cast, text: str = SECRET, card: int | None = None) -> int:
    record(cast, card or cast.nora_card, pressure(), finding("note", text))
    trail = next(each for each in read(cast, card or cast.nora_card).all_findings() if each.now.value == text)
    return trail.origin


def add(cast: Cast) -> None:
    record(cast, cast.nora_card)


def add_many(cast: Cast) -> None:
    for _ in range(MOST_SINCE):
        record(cast, cast.nora_card)


def newest(cast: Cast) -> ContactLine:
    return next(line for line in read(cast, cast.nora_card).contacts if line.contact.stands)


def correct(cast: Cast) -> None:
    line = newest(cast)
    contacts.correct_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=line.contact.origin,
        base_seq=line.last_seq,
        contact=line.contact.now,
        findings=[contacts.Corrected(pressure(118 - line.last_seq % 10), line.findings[0].origin)],
        reason="Feil",
    )


def withdraw(cast: Cast) -> None:
    line = newest(cast)
    contacts.withdraw_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=line.contact.origin,
        base_seq=line.last_seq,
        reason="Feil",
    )


def move(cast: Cast) -> None:
    line = newest(cast)
    contacts.move_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=line.contact.origin,
        base_seq=line.last_seq,
        to_number=KARIS,
        reason="Feil kvinne",
        looked=True,
    )


def erase(cast: Cast) -> None:
    registry.erase_body(JOB, ctx=cast.ctx, card=cast.nora_card, seq=note(cast), basis="a decision")


CHANGES = [add, add_many, correct, withdraw, move, erase]


@pytest.mark.parametrize("first", CHANGES)
@pytest.mark.parametrize("step", [1, 3])
def test_a_copy_says_what_the_entries_say(cast: Cast, first: Callable[[Cast], None], step: int) -> None:
    """After each change, and after another that follows it."""
    second = CHANGES[(CHANGES.index(first) + step) % len(CHANGES)]
    for change in (add, add, first, second):
        change(cast)
        for card in (cast.nora_card, cast.kari_card):
            whole = taken_out(cast, card)
            expected, entries = read_one_by_one(cast, card)
            assert whole[: len(expected)] == expected
            assert not any(map(may_be_misplaced, whole))
            logged = [line for line in audit(cast.ctx) if line.permission == Permission.READ_EVERYTHING]
            assert entries in [line.entries for line in logged if line.card == card]
    assert verify_record(cast.ctx)[0] == []


def test_a_copy_is_made_at_the_first_opening_and_again_when_much_came_since(cast: Cast) -> None:
    assert copies(cast) == {}
    taken_out(cast)
    made = copies(cast)[cast.nora_card]
    add(cast)
    taken_out(cast)
    assert copies(cast) == {cast.nora_card: made}
    add_many(cast)
    taken_out(cast)
    assert copies(cast)[cast.nora_card] > made + MOST_SINCE
    made = copies(cast)[cast.nora_card]
    correct(cast)
    taken_out(cast)
    assert copies(cast)[cast.nora_card] > made


def test_it_is_the_copy_that_is_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    before = taken_out(cast)
    add(cast)
    with_new = taken_out(cast)
    monkeypatch.setattr(chain, "read", _read_only_since)
    assert taken_out(cast) == with_new
    assert with_new[: len(before) - 1] != before


_read = chain.read


def _read_only_since(*args: object, after: int = 0, **named: object) -> object:
    assert after or args[1] is not CARDS
    return _read(*args, after=after, **named)  # type: ignore[arg-type]  # handed on as it came


def test_hers_is_never_made_nor_read(cast: Cast) -> None:
    resources.read_everything(cast.nora, ctx=cast.ctx, card=cast.nora_card)
    assert copies(cast) == {}


def test_what_is_erased_is_in_no_copy_from_that_moment(cast: Cast) -> None:
    seq = note(cast)
    assert any(SECRET.encode() in body for body in taken_out(cast))
    assert copies(cast)
    registry.erase_body(JOB, ctx=cast.ctx, card=cast.nora_card, seq=seq, basis="a decision")
    assert copies(cast) == {}
    assert not any(SECRET.encode() in body for body in taken_out(cast))
    with cast.ctx.database.transaction() as tx:
        kept = fair_copies.read(tx, cast.nora_card)
    assert kept is not None
    assert SECRET.encode() not in kept.content


def test_a_card_whose_head_names_another_woman_is_refused(cast: Cast) -> None:
    taken_out(cast)
    with cast.ctx.database.transaction() as tx:
        tx.run("UPDATE card SET woman = ? WHERE card_id = ?", (cast.kari.party, cast.nora_card))
    with pytest.raises(Refused):
        taken_out(cast)


# --- a copy that is not the one that was written ------------------------------------------------------------

TAMPERED = {
    "its bytes": "UPDATE fair_copy SET bytes = (SELECT bytes FROM fair_copy WHERE card_id = {kari})",
    "its form": "UPDATE fair_copy SET format = 0",
    "its place in the log": "UPDATE fair_copy SET last_seq = last_seq - 1",
    "its card": "DELETE FROM fair_copy WHERE card_id = {nora};"
    " UPDATE fair_copy SET card_id = {nora} WHERE card_id = {kari}",
    "its digest": "UPDATE fair_copy SET digest = (SELECT last_hash FROM card WHERE card_id = {nora})",
    "the log's end": "UPDATE card SET last_seq = last_seq + 1 WHERE card_id = {nora}",
    "the log's hash": "UPDATE card SET last_hash = bytes FROM body WHERE card.card_id = {nora}",
}


@pytest.mark.parametrize("tampered", TAMPERED)
def test_a_copy_that_was_changed_is_never_handed_out(cast: Cast, tampered: str) -> None:
    add(cast)
    for card in (cast.nora_card, cast.kari_card):
        taken_out(cast, card)
    with cast.ctx.database.transaction() as tx:
        for statement in TAMPERED[tampered].format(nora=cast.nora_card, kari=cast.kari_card).split(";"):
            tx.run(statement)
    with pytest.raises(UnreadableBody):
        taken_out(cast)
    broken = verify_record(cast.ctx)[0]
    assert broken
    if "log" not in tampered or "place" in tampered:
        assert all("its fair copy" in each for each in broken)


def test_a_copy_from_before_that_was_put_back_is_found(cast: Cast) -> None:
    """Its digest is right for its own place in the log: what was written since is read with it."""
    taken_out(cast)
    with cast.ctx.database.transaction() as tx:
        (before,) = tx.rows("SELECT last_seq, format, digest, bytes FROM fair_copy")
    add_many(cast)
    whole = taken_out(cast)
    with cast.ctx.database.transaction() as tx:
        tx.run("UPDATE fair_copy SET last_seq = ?, format = ?, digest = ?, bytes = ?", before)
    assert taken_out(cast) == whole


def test_a_copy_that_tells_something_else_is_found_by_verify(cast: Cast) -> None:
    """Whoever can write to the database can make a digest; not one that the entries agree with."""
    taken_out(cast)
    with cast.ctx.database.transaction() as tx:
        kept = fair_copies.read(tx, cast.nora_card)
        head = fair_copies.begin(tx, cast.nora_card)
        assert kept is not None
        assert head is not None
        fair_copies.keep(tx, cast.nora_card, head, kept.content.replace(b"Observation", b"Observatiom"))
    assert [("its fair copy" in each) for each in verify_record(cast.ctx)[0]] == [True]


@pytest.fixture
def without_guards(cast: Cast) -> Cast:
    on = " ON entry" if cast.ctx.database.dialect == "postgresql" else ""
    with cast.ctx.database.transaction() as tx:
        tx.run(f"DROP TRIGGER entry_no_delete{on}")
    return cast


def test_entries_that_are_gone_since_the_copy_are_missed(without_guards: Cast) -> None:
    taken_out(without_guards)
    add(without_guards)
    with without_guards.ctx.database.transaction() as tx:
        tx.run(
            "DELETE FROM entry WHERE card_id = ? AND seq ="
            " (SELECT last_seq FROM card WHERE card_id = entry.card_id)",
            (without_guards.nora_card,),
        )
    with pytest.raises(UnreadableBody, match="gone"):
        taken_out(without_guards)


def test_one_too_large_to_be_read_is_not_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fair_copies, "MAX_BODY", 100)
    whole = taken_out(cast)
    assert copies(cast) == {}
    assert taken_out(cast) == whole


def test_nobody_waits_for_one_who_holds_the_card(postgresql_url: str) -> None:
    """Who writes on it goes on; the copy is made another time."""
    cast = make_cast(open_house(postgresql_url))
    other = open_house(postgresql_url)
    with other.database.transaction() as tx:
        head = chain.head(tx, CARDS, cast.nora_card, lock=True)
        assert head is not None
        taken_out(cast)
        assert copies(cast) == {}
        new = chain.NewEntry(head.last_seq + 1, 1, cast.ingrid.party, cast.ingrid.organisation, 1, b"{}")
        chain.append(tx, CARDS, cast.nora_card, head, [new], secrets.token_bytes)
    other.database.close()
    cast.ctx.database.close()
