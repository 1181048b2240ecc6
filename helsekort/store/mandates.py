"""Who acts, or has acted, for a woman; and whether that was ended here."""

from msgspec import Struct

from helsekort.store.database import Transaction


class MandateRow(Struct, frozen=True):
    """Someone who acts for a woman. Times in microseconds."""

    woman: int
    agent: int
    relation: str
    since: int
    last_used: int
    ended: int | None = None


_COLUMNS = "woman, agent, relation, since, last_used, ended"


def of(tx: Transaction, woman: int, agent: int) -> MandateRow | None:
    found = tx.row(f"SELECT {_COLUMNS} FROM mandate WHERE woman = ? AND agent = ?", (woman, agent))
    return MandateRow(*found) if found else None


def of_woman(tx: Transaction, woman: int) -> list[MandateRow]:
    """Everyone who acts or has acted for her, the last used first."""
    rows = tx.rows(f"SELECT {_COLUMNS} FROM mandate WHERE woman = ? ORDER BY last_used DESC, agent", (woman,))
    return [MandateRow(*row) for row in rows]


def use(tx: Transaction, woman: int, agent: int, relation: str, at: int) -> None:
    """Someone came in to act for her. One that was ended stays so."""
    tx.run(
        "INSERT INTO mandate (woman, agent, relation, since, last_used) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (woman, agent) DO UPDATE SET relation = excluded.relation, last_used = excluded.last_used",
        (woman, agent, relation, at, at),
    )


def end(tx: Transaction, woman: int, agent: int, at: int, by: int) -> int:
    """End it; how many were ended: 0 where it had ended, or there is none."""
    return tx.run(
        "UPDATE mandate SET ended = ?, ended_by = ? WHERE woman = ? AND agent = ? AND ended IS NULL",
        (at, by, woman, agent),
    )


def resume(tx: Transaction, woman: int, agent: int) -> int:
    """Let in again one that was ended; how many."""
    return tx.run(
        "UPDATE mandate SET ended = NULL, ended_by = NULL WHERE woman = ? AND agent = ? AND ended IS NOT NULL",
        (woman, agent),
    )
