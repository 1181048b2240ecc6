"""Notices to a woman: that there is something to read, or to be told. The row says of what kind, and no more."""

from msgspec import Struct

from helsekort.store.database import Transaction


class NoticeRow(Struct, frozen=True):
    """`way` is how it comes to her; `taken` when she read it, or was told (microseconds), None where not yet."""

    woman: int
    at: int
    notice: int
    kind: str
    way: str
    card: int
    taken: int | None = None


_COLUMNS = "woman, at, notice_id, kind, way, card_id, taken"


def add(tx: Transaction, row: NoticeRow) -> None:
    tx.run(
        f"INSERT INTO notice ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, NULL)",
        (row.woman, row.at, row.notice, row.kind, row.way, row.card),
    )


def waits(tx: Transaction, woman: int | None, way: str) -> bool:
    """Whether this party has a notice that was not taken."""
    found = tx.row("SELECT 1 FROM notice WHERE woman = ? AND way = ? AND taken IS NULL LIMIT 1", (woman, way))
    return found is not None


def waits_of_card(tx: Transaction, card: int, way: str) -> bool:
    """Whether a notice about this card was not taken."""
    found = tx.row(
        "SELECT 1 FROM notice WHERE card_id = ? AND way = ? AND taken IS NULL LIMIT 1", (card, way)
    )
    return found is not None


def untaken(tx: Transaction, way: str) -> list[NoticeRow]:
    """All that was not taken; the oldest first."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM notice WHERE way = ? AND taken IS NULL ORDER BY at, notice_id", (way,)
    )
    return [NoticeRow(*row) for row in rows]


def to_be_told(tx: Transaction, clinician: int, organisation: int, way: str) -> list[NoticeRow]:
    """What was not taken, of the women this clinician, at this unit, cares for or has cared for; the oldest first."""
    columns = ", ".join(f"n.{name.strip()}" for name in _COLUMNS.split(","))
    rows = tx.rows(
        f"SELECT {columns} FROM notice n JOIN care_relation r ON r.woman = n.woman"
        " WHERE r.clinician = ? AND r.organisation = ? AND n.way = ? AND n.taken IS NULL"
        " ORDER BY n.at, n.notice_id",
        (clinician, organisation, way),
    )
    return [NoticeRow(*row) for row in dict.fromkeys(rows)]


def take_of_card(tx: Transaction, card: int, way: str, at: int) -> int:
    """All notices about a card are taken now; how many were not before."""
    return tx.run(
        "UPDATE notice SET taken = ? WHERE card_id = ? AND way = ? AND taken IS NULL", (at, card, way)
    )


def take(tx: Transaction, woman: int | None, way: str, at: int) -> int:
    """All of this party's notices are taken now; how many were not before."""
    return tx.run(
        "UPDATE notice SET taken = ? WHERE woman = ? AND way = ? AND taken IS NULL", (at, woman, way)
    )
