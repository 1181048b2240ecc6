"""What is erased by law on a card is erased in the messages it came from; row and digest stay."""

import hashlib

import pytest

from helsekort.actions import inbox as inbox_actions
from helsekort.actions import registry
from helsekort.actions.inbox import list_inbox, list_outside, open_message
from helsekort.actions.receiving import receive_message, work_inbox
from helsekort.actions.verifying import verify_record
from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.structs import Kind
from helsekort.store import inbox
from tests.answers import (
    KARI,
    NORA,
    answer,
    ferritin,
    haemoglobin,
    receive,
    results,
    sent,
    states,
    story,
    thyroxine,
)
from tests.cast import JOB, LAB, Cast, record
from tests.store.stored import breaks


def erase(cast: Cast, card: int, what: str) -> None:
    origin = results(cast, card)[what].origin
    registry.erase_body(JOB, ctx=cast.ctx, card=card, seq=origin, basis="§ 25")


def kept(cast: Cast) -> list[tuple[bytes, bytes, str]]:
    """(bytes, digest, name) of every message."""
    with cast.ctx.database.transaction(write=False) as tx:
        rows = tx.rows("SELECT raw, digest, person FROM inbox ORDER BY received, message")
        return [(bytes(row[0]), bytes(row[1]), row[2]) for row in rows]


def test_the_bytes_of_its_whole_report_are_erased_and_the_digests_stay(cast: Cast) -> None:
    new, changed, _ = story(NORA)
    receive(cast.ctx, new, changed, *sent(answer(KARI, haemoglobin("11.1"))))
    erase(cast, cast.nora_card, "haemoglobin")
    erased = [each for each in kept(cast) if not each[0]]
    assert {digest for _, digest, _ in erased} == {hashlib.sha256(raw).digest() for raw in (new, changed)}
    assert {name for _, _, name in erased} == {""}
    assert sorted(states(cast.ctx)) == [("erased", ""), ("erased", ""), ("placed", "")]
    assert breaks(cast.ctx) == []
    assert verify_record(cast.ctx)[0] == []


def test_what_came_with_it_stays_on_the_card(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(NORA, haemoglobin("12.4"), ferritin("24"), thyroxine())))
    erase(cast, cast.nora_card, "haemoglobin")
    assert set(results(cast, cast.nora_card)) == {"ferritin"}
    assert list_outside(cast.amir, ctx=cast.ctx, card=cast.nora_card) == []
    assert verify_record(cast.ctx)[0] == []


def test_the_same_bytes_again_are_known_and_not_kept_anew(cast: Cast) -> None:
    (raw,) = sent(answer(NORA, haemoglobin("12.4")))
    receive(cast.ctx, raw)
    erase(cast, cast.nora_card, "haemoglobin")
    again = receive_message(LAB, ctx=cast.ctx, raw=raw)
    assert (again.repeated, again.state) == (True, "erased")
    assert work_inbox(LAB, ctx=cast.ctx, again=True) == []
    assert results(cast, cast.nora_card) == {}


def test_what_the_laboratory_sends_of_it_later_waits_and_changes_nothing(cast: Cast) -> None:
    name = samples.uuid_of("erased")
    first = answer(NORA, haemoglobin("12.4"), ferritin("24"), report_id=name)
    later = answer(
        NORA, haemoglobin("12.0", Kind.CHANGED), ferritin("30"), report_id=name, minutes=9, kind=Kind.CHANGED
    )
    receive(cast.ctx, *sent(first))
    erase(cast, cast.nora_card, "haemoglobin")
    receive(cast.ctx, *sent(later))
    assert sorted(states(cast.ctx)) == [("erased", ""), ("waiting", "erased-by-law")]
    assert {what: str(trail.now.value) for what, trail in results(cast, cast.nora_card).items()} == {
        "ferritin": "24"
    }
    work_inbox(LAB, ctx=cast.ctx, again=True)
    (row,) = list_inbox(cast.amir, ctx=cast.ctx)
    shown = open_message(cast.amir, ctx=cast.ctx, message=row.message)
    assert [(item.value, item.handle) for item in shown.items] == [("12.0", ""), ("30", "")]
    inbox_actions.set_aside(cast.amir, ctx=cast.ctx, message=row.message, why="Ført for hånd")
    assert list_inbox(cast.amir, ctx=cast.ctx) == []


def test_an_erased_message_opens_without_a_word_of_it(cast: Cast) -> None:
    (receipt,) = receive(cast.ctx, *sent(answer(NORA, haemoglobin("12.4"))))
    erase(cast, cast.nora_card, "haemoglobin")
    shown = open_message(cast.amir, ctx=cast.ctx, message=receipt.message)
    assert (shown.persons, shown.items, shown.faults, shown.row.person) == ((), (), (), None)
    with cast.ctx.database.transaction(write=False) as tx, pytest.raises(LookupError):
        inbox.raw(tx, receipt.message)


def test_what_no_laboratory_sent_erases_no_message(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(NORA, haemoglobin("12.4"))))
    origin = record(cast, cast.nora_card)
    registry.erase_body(JOB, ctx=cast.ctx, card=cast.nora_card, seq=origin, basis="§ 25")
    assert states(cast.ctx) == [("placed", "")]


def test_a_message_changed_on_the_disk_is_found(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(NORA, haemoglobin("12.4"))))
    assert verify_record(cast.ctx)[0] == []
    with cast.ctx.database.transaction() as tx:
        tx.run("UPDATE inbox SET format = 0, raw = ?", (b"<other/>",))
    (found,) = verify_record(cast.ctx)[0]
    assert "message" in found
