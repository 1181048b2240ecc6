"""Results that someone must look at, who has read which version, and what is held from the woman."""

from msgspec import Struct

from helsekort.store.database import Transaction


class TaskRow(Struct, frozen=True):
    """One thing to look at. `responsible` 0 is the unit; `due` and `sampled` are ISO dates; times are microseconds."""

    card: int
    task: int
    origin: int
    seq: int
    what: str
    sampled: str
    reason: str
    responsible: int
    unit: int
    opened: int
    due: str
    escalated: int | None = None
    closed: int | None = None


class SeenRow(Struct, frozen=True):
    """Someone has read a version of a result."""

    origin: int
    party: int
    seq: int
    organisation: int
    at: int


class HoldRow(Struct, frozen=True):
    """A version that is held from the woman, or was."""

    origin: int
    seq: int
    until: str
    told: int | None


_COLUMNS = (
    "card_id, task, origin, seq, what, sampled, reason, responsible, unit, opened, due, escalated, closed"
)


def add(tx: Transaction, task: TaskRow) -> None:
    tx.run(
        f"INSERT INTO task ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            task.card,
            task.task,
            task.origin,
            task.seq,
            task.what,
            task.sampled,
            task.reason,
            task.responsible,
            task.unit,
            task.opened,
            task.due,
            task.escalated,
            task.closed,
        ),
    )


def of_card(tx: Transaction, card: int) -> list[TaskRow]:
    """All tasks of a card, closed ones too, in the order they were opened."""
    rows = tx.rows(f"SELECT {_COLUMNS} FROM task WHERE card_id = ? ORDER BY opened, task", (card,))
    return [TaskRow(*row) for row in rows]


def open_for(tx: Transaction, party: int, unit: int, today: str) -> list[TaskRow]:
    """What is open for a person at a unit: their own, the unit's without a person, and those past their day."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM task WHERE closed IS NULL"
        " AND (responsible = ? OR (unit = ? AND (responsible = 0 OR due < ?))) ORDER BY due, opened, task",
        (party, unit, today),
    )
    return [TaskRow(*row) for row in rows]


def renew(tx: Transaction, card: int, task: int, seq: int, reason: str) -> None:
    """An open task is now about a later version."""
    tx.run("UPDATE task SET seq = ?, reason = ? WHERE card_id = ? AND task = ?", (seq, reason, card, task))


def give(tx: Transaction, card: int, task: int, responsible: int, unit: int) -> None:
    tx.run(
        "UPDATE task SET responsible = ?, unit = ? WHERE card_id = ? AND task = ?",
        (responsible, unit, card, task),
    )


def close(tx: Transaction, card: int, task: int, at: int, by: int) -> None:
    tx.run(
        "UPDATE task SET closed = ?, closed_by = ? WHERE card_id = ? AND task = ? AND closed IS NULL",
        (at, by, card, task),
    )


def forget(tx: Transaction, card: int, origin: int, at: int, by: int) -> None:
    """A result whose content was erased by law: nobody looks at it, nobody is told of it, and no row says what was
    examined or when."""
    tx.run(
        "UPDATE task SET what = '', sampled = '', closed = COALESCE(closed, ?), closed_by = COALESCE(closed_by, ?)"
        " WHERE card_id = ? AND origin = ?",
        (at, by, card, origin),
    )
    tx.run("DELETE FROM hold WHERE card_id = ? AND origin = ?", (card, origin))


def escalate(tx: Transaction, today: str, at: int) -> int:
    """Mark what is past its day and still open; how many."""
    return tx.run(
        "UPDATE task SET escalated = ? WHERE closed IS NULL AND escalated IS NULL AND due < ?", (at, today)
    )


def mark_seen(tx: Transaction, card: int, seen: SeenRow) -> None:
    tx.run(
        "INSERT INTO result_seen (card_id, origin, party_id, seq, organisation, at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (card, seen.origin, seen.party, seen.seq, seen.organisation, seen.at),
    )


def seen_of_card(tx: Transaction, card: int) -> list[SeenRow]:
    """Everything that anyone has read on a card, oldest first."""
    rows = tx.rows(
        "SELECT origin, party_id, seq, organisation, at FROM result_seen WHERE card_id = ? ORDER BY at, seq",
        (card,),
    )
    return [SeenRow(*row) for row in rows]


def hold(tx: Transaction, card: int, origin: int, seq: int, until: str) -> None:
    """A version is held from the woman until a day."""
    tx.run(
        "INSERT INTO hold (card_id, origin, seq, until) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (card, origin, seq, until),
    )


def mark_told(tx: Transaction, card: int, origin: int, seq: int, at: int, by: int) -> None:
    """She has been told of a version that is held."""
    tx.run(
        "UPDATE hold SET told = ?, told_by = ? WHERE card_id = ? AND origin = ? AND seq = ? AND told IS NULL",
        (at, by, card, origin, seq),
    )


def holds_of_card(tx: Transaction, card: int) -> list[HoldRow]:
    rows = tx.rows("SELECT origin, seq, until, told FROM hold WHERE card_id = ? ORDER BY seq", (card,))
    return [HoldRow(*row) for row in rows]


def holds_ended(tx: Transaction, today: str) -> list[tuple[int, int, int]]:
    """(card, origin, seq) of what may be shown from today though nobody told her, and no unit was alarmed."""
    rows = tx.rows(
        "SELECT card_id, origin, seq FROM hold WHERE told IS NULL AND alarmed IS NULL AND until <= ?"
        " ORDER BY card_id, seq",
        (today,),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def mark_alarmed(tx: Transaction, card: int, origin: int, seq: int, at: int) -> None:
    tx.run(
        "UPDATE hold SET alarmed = ? WHERE card_id = ? AND origin = ? AND seq = ?", (at, card, origin, seq)
    )
