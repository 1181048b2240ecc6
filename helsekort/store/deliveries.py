"""Where summaries that were sent stand, a row for each unit: written with each step, read by the lists of two units."""

from msgspec import Struct

from helsekort.store.database import Transaction


class DeliveryRow(Struct, frozen=True):
    """A summary at one unit. Times are microseconds."""

    card: int
    epicrisis: int
    to_unit: int
    step: str
    from_unit: int
    sender: int
    sent: int
    changed: int


_COLUMNS = "card_id, epicrisis, to_unit, step, from_unit, sender, sent, changed"


def put(tx: Transaction, row: DeliveryRow) -> None:
    """Write where a summary stands at a unit now."""
    tx.run(
        f"INSERT INTO epicrisis_delivery ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (card_id, epicrisis, to_unit) DO UPDATE SET step = excluded.step,"
        " from_unit = excluded.from_unit, sender = excluded.sender, sent = excluded.sent,"
        " changed = excluded.changed",
        (
            row.card,
            row.epicrisis,
            row.to_unit,
            row.step,
            row.from_unit,
            row.sender,
            row.sent,
            row.changed,
        ),
    )


def close(tx: Transaction, card: int, epicrisis: int, step: str) -> None:
    """A summary whose content was erased by law waits for nobody."""
    tx.run(
        "UPDATE epicrisis_delivery SET step = ? WHERE card_id = ? AND epicrisis = ?", (step, card, epicrisis)
    )


def one(tx: Transaction, card: int, epicrisis: int, unit: int) -> DeliveryRow | None:
    """Where a summary stands at a unit; None where it was never sent there."""
    found = tx.row(
        f"SELECT {_COLUMNS} FROM epicrisis_delivery WHERE card_id = ? AND epicrisis = ? AND to_unit = ?",
        (card, epicrisis, unit),
    )
    return DeliveryRow(*found) if found else None


def of_unit(tx: Transaction, unit: int, waiting: tuple[str, ...], since: int) -> list[DeliveryRow]:
    """What a unit was sent or has sent: what waits to be read, and what has changed since a moment."""
    marks = ", ".join("?" for _ in waiting)
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM epicrisis_delivery WHERE (to_unit = ? OR from_unit = ?)"
        f" AND (step IN ({marks}) OR changed >= ?) ORDER BY changed, card_id, epicrisis, to_unit",
        (unit, unit, *waiting, since),
    )
    return [DeliveryRow(*row) for row in rows]
