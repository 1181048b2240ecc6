"""Tasks with an owner and a day, one row each: written with the card's own row, read by the owner's list."""

from msgspec import Struct

from helsekort.store.database import Transaction


class OwedRow(Struct, frozen=True):
    """One task. `due` is an ISO date; `owner` 0 is nobody that is known here."""

    card: int
    origin: int
    kind: str
    due: str
    owner: int
    open: bool


_COLUMNS = "card_id, origin, kind, due, owner, open"


def put(tx: Transaction, row: OwedRow) -> None:
    """Write how a task stands now."""
    tx.run(
        f"INSERT INTO owed ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (card_id, origin) DO UPDATE SET"
        " kind = excluded.kind, due = excluded.due, owner = excluded.owner, open = excluded.open",
        (row.card, row.origin, row.kind, row.due, row.owner, int(row.open)),
    )


def close(tx: Transaction, card: int, origin: int) -> None:
    """A task whose content was erased by law waits for nobody; its row says neither what was to be done nor when."""
    tx.run(
        "UPDATE owed SET open = 0, owner = 0, kind = '', due = '' WHERE card_id = ? AND origin = ?",
        (card, origin),
    )


def owned(tx: Transaction, card: int) -> list[tuple[int, str]]:
    """(who, which kind) of everything open on a card that someone owns."""
    rows = tx.rows(
        "SELECT DISTINCT owner, kind FROM owed WHERE card_id = ? AND open = 1 AND owner <> 0 ORDER BY owner, kind",
        (card,),
    )
    return [(row[0], row[1]) for row in rows]


def release(tx: Transaction, card: int, owner: int, kind: str) -> None:
    """What someone owned of a kind on a card is nobody's now: all who care for her see it."""
    tx.run(
        "UPDATE owed SET owner = 0 WHERE card_id = ? AND owner = ? AND kind = ? AND open = 1",
        (card, owner, kind),
    )


def open_for(tx: Transaction, party: int, organisation: int, at: int) -> list[OwedRow]:
    """What is open for someone at a unit: their own, and of the women they care for now what has no known owner."""
    columns = ", ".join(f"o.{column}" for column in _COLUMNS.split(", "))
    rows = tx.rows(
        f"SELECT {columns} FROM owed o WHERE o.open = 1 AND o.owner = ?"
        f" UNION SELECT {columns} FROM owed o JOIN card c ON c.card_id = o.card_id"
        " JOIN care_relation r ON r.woman = c.woman WHERE o.open = 1 AND o.owner = 0 AND r.clinician = ?"
        " AND r.organisation = ? AND r.since <= ? AND (r.until IS NULL OR r.until > ?)",
        (party, party, organisation, at, at),
    )
    found = [OwedRow(row[0], row[1], row[2], row[3], row[4], bool(row[5])) for row in rows]
    return sorted(found, key=lambda one: (one.due, one.card, one.origin))
