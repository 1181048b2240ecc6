"""Emergency access: a row for each time the glass was broken. Never changed; it runs out by itself."""

from msgspec import Struct

from helsekort.store.database import Transaction


class GlassRow(Struct, frozen=True):
    """Times in microseconds; it holds from `opened` until before `until`. `classes` are those opened with a reason
    of their own."""

    woman: int
    clinician: int
    organisation: int
    opened: int
    until: int
    card: int
    reason: str
    classes: tuple[str, ...]


_COLUMNS = "woman, clinician, organisation, opened, until, card_id, reason, classes"


def add(tx: Transaction, row: GlassRow) -> None:
    tx.run(
        f"INSERT INTO glass ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.woman,
            row.clinician,
            row.organisation,
            row.opened,
            row.until,
            row.card,
            row.reason,
            " ".join(row.classes),
        ),
    )


def open_now(tx: Transaction, woman: int, clinician: int, organisation: int, at: int) -> list[GlassRow]:
    """What is open between them, at this unit, at a moment; the one that holds longest first."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM glass WHERE woman = ? AND clinician = ? AND organisation = ?"
        " AND opened <= ? AND until > ? ORDER BY until DESC",
        (woman, clinician, organisation, at, at),
    )
    return [_row(row) for row in rows]


def standing(tx: Transaction, woman: int, at: int) -> list[GlassRow]:
    """Everything that is open to a party's cards in an emergency at a moment, the one that ends last first."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM glass WHERE woman = ? AND opened <= ? AND until > ? ORDER BY until DESC",
        (woman, at, at),
    )
    return [_row(row) for row in rows]


def find(tx: Transaction, woman: int, clinician: int, organisation: int, opened: int) -> GlassRow | None:
    """The one that was opened at this very moment."""
    found = tx.row(
        f"SELECT {_COLUMNS} FROM glass WHERE woman = ? AND clinician = ? AND organisation = ? AND opened = ?",
        (woman, clinician, organisation, opened),
    )
    return _row(found) if found else None


def units_with_classes(tx: Transaction, woman: int) -> frozenset[int]:
    """The units at which someone opened classes of a party's cards with a reason of their own."""
    rows = tx.rows("SELECT DISTINCT organisation FROM glass WHERE woman = ? AND classes <> ''", (woman,))
    return frozenset(row[0] for row in rows)


def count_since(tx: Transaction, at: int) -> int:
    """How many times the glass was broken after a moment."""
    found = tx.row("SELECT count(*) FROM glass WHERE opened >= ?", (at,))
    return int(found[0]) if found else 0


def _row(row: tuple[object, ...]) -> GlassRow:
    woman, clinician, organisation, opened, until, card, reason, classes = row
    names = tuple(str(classes).split())
    return GlassRow(woman, clinician, organisation, opened, until, card, reason, names)  # type: ignore[arg-type]  # typed by the schema
