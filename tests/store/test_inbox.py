"""Messages are kept as they came and never deleted; one digest and one message id belong to one message."""

import sqlite3
from collections.abc import Callable

import psycopg
import pytest

from helsekort.actions.context import Context
from helsekort.store import inbox, tasks
from helsekort.store.database import Transaction
from helsekort.store.tasks import SeenRow, TaskRow

RAW = b"<Message>" + b"svar " * 200 + b"</Message>"
TASK = TaskRow(5, 1, 7, 7, "haemoglobin", "2026-03-08", "new", 3, 4, 1_000, "2026-03-11")


def _add(tx: Transaction, number: int, raw: bytes = RAW, digest: bytes = b"d") -> bool:
    return inbox.add(tx, number, digest, raw, number, 4)


def test_it_comes_back_byte_for_byte(house: Context) -> None:
    odd = bytes(range(256))
    with house.database.transaction() as tx:
        assert _add(tx, 1)
        assert _add(tx, 2, odd, b"e")
    with house.database.transaction() as tx:
        assert (inbox.raw(tx, 1), inbox.raw(tx, 2)) == (RAW, odd)
        with pytest.raises(LookupError):
            inbox.raw(tx, 3)


def test_the_same_digest_is_kept_once(house: Context) -> None:
    with house.database.transaction() as tx:
        assert _add(tx, 1)
        assert not _add(tx, 2)
        row = inbox.by_digest(tx, b"d")
    assert row is not None
    assert (row.message, row.state, row.owner) == (1, "received", 4)


def test_a_message_id_is_its_first_messages(house: Context) -> None:
    with house.database.transaction() as tx:
        assert inbox.take_key(tx, "HER:1", "id", 1)
        assert inbox.take_key(tx, "HER:1", "id", 1)
        assert not inbox.take_key(tx, "HER:1", "id", 2)
        assert inbox.take_key(tx, "HER:2", "id", 2)


def test_the_oldest_is_worked_first(house: Context) -> None:
    with house.database.transaction() as tx:
        for number in (3, 1, 2):
            _add(tx, number, digest=bytes([number]))
        inbox.set_state(tx, 2, "waiting", "unknown-person")
        assert inbox.in_states(tx, ["received"]) == [1, 3]
        assert inbox.in_states(tx, ["received", "waiting"]) == [1, 2, 3]


def test_what_is_not_given_stays(house: Context) -> None:
    with house.database.transaction() as tx:
        _add(tx, 1)
        inbox.set_state(tx, 1, "waiting", "unit", card=9)
        inbox.set_state(tx, 1, "placed", "")
        row = inbox.message(tx, 1)
    assert row is not None
    assert (row.state, row.reason, row.owner, row.card) == ("placed", "", 4, 9)


def test_a_report_has_its_messages_and_a_message_its_reports(house: Context) -> None:
    with house.database.transaction() as tx:
        for number in (1, 2):
            _add(tx, number, digest=bytes([number]))
            inbox.add_report(tx, "HER:1#b", number)
        inbox.add_report(tx, "HER:1#a", 2)
        assert [row.message for row in inbox.messages_of(tx, "HER:1#b")] == [1, 2]
        assert inbox.reports_of(tx, 2) == ["HER:1#a", "HER:1#b"]
        inbox.end_report(tx, "HER:1#b", "placed", "", 4, 9)
        assert inbox.reports_about(tx, 9) == ["HER:1#b"]


def test_a_unit_sees_its_own_that_are_open(house: Context) -> None:
    with house.database.transaction() as tx:
        for number in (1, 2, 3):
            _add(tx, number, digest=bytes([number]))
            inbox.set_state(tx, number, "waiting", "unknown-person")
        inbox.set_state(tx, 2, "waiting", "unknown-person", owner=8)
        inbox.set_aside(tx, 3, 9, 7, "Ringt")
        assert [row.message for _, row in inbox.of_unit(tx, 4, ["waiting"])] == [1]
        assert [row.message for _, row in inbox.of_unit(tx, 8, ["waiting"])] == [2]


def test_a_task_is_its_owners_or_the_units_when_late(house: Context) -> None:
    with house.database.transaction() as tx:
        tasks.add(tx, TASK)
        assert tasks.open_for(tx, 3, 4, "2026-03-10") == [TASK]
        assert tasks.open_for(tx, 9, 4, "2026-03-11") == []
        assert tasks.open_for(tx, 9, 4, "2026-03-12") == [TASK]
        assert tasks.open_for(tx, 9, 5, "2026-03-12") == []
        assert tasks.escalate(tx, "2026-03-12", 99) == 1
        assert tasks.escalate(tx, "2026-03-12", 99) == 0
        tasks.close(tx, 5, 1, 100, 3)
        assert tasks.open_for(tx, 3, 4, "2026-03-12") == []


def test_a_hold_ends_once(house: Context) -> None:
    with house.database.transaction() as tx:
        tasks.hold(tx, 5, 7, 7, "2026-03-24")
        tasks.hold(tx, 5, 8, 8, "2026-03-24")
        tasks.mark_told(tx, 5, 8, 8, 50, 3)
        assert tasks.holds_ended(tx, "2026-03-23") == []
        assert tasks.holds_ended(tx, "2026-03-24") == [(5, 7, 7)]
        tasks.mark_alarmed(tx, 5, 7, 7, 99)
        assert tasks.holds_ended(tx, "2026-03-30") == []


@pytest.mark.parametrize(
    "change",
    [
        lambda tx: tx.run("DELETE FROM inbox"),
        lambda tx: tx.run("DELETE FROM inbox_key"),
        lambda tx: tx.run("DELETE FROM task"),
        lambda tx: tx.run("UPDATE result_seen SET party_id = 1"),
        lambda tx: tx.run("DELETE FROM result_seen"),
    ],
)
def test_the_database_itself_refuses_to_forget(house: Context, change: Callable[[Transaction], int]) -> None:
    with house.database.transaction() as tx:
        _add(tx, 1)
        inbox.take_key(tx, "HER:1", "id", 1)
        tasks.add(tx, TASK)
        tasks.mark_seen(tx, 5, SeenRow(7, 3, 7, 4, 1_000))
    with pytest.raises((sqlite3.IntegrityError, psycopg.Error)), house.database.transaction() as tx:
        change(tx)
