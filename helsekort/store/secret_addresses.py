"""Women whose address is secret, and the units that are marked to care for them. Rows are ended, never changed."""

from collections.abc import Collection

from helsekort.store.database import Transaction

# The woman herself, who she was joined to, and whoever was joined to her: a secret of one is a secret of all.
_HERSELF = (
    "s.until IS NULL AND (s.woman = {0} OR s.woman = (SELECT joined_to FROM party WHERE party_id = {0})"
    " OR s.woman IN (SELECT party_id FROM party WHERE joined_to = {0}))"
)
OF_CARD = f"EXISTS (SELECT 1 FROM secret_address s WHERE {_HERSELF.format('card.woman')})"
"""Of a row of `card`: her address is secret."""
_CLEARED = "EXISTS (SELECT 1 FROM cleared_unit u WHERE u.organisation = ? AND u.until IS NULL)"


def is_secret(tx: Transaction, woman: int, organisation: int) -> tuple[bool, bool]:
    """Whether a woman's address is secret, and whether this unit is cleared for such; in one question."""
    found = tx.row(
        f"SELECT {_CLEARED} FROM secret_address s WHERE {_HERSELF.format('?')} LIMIT 1",
        (organisation, woman, woman, woman),
    )
    return (found is not None, bool(found[0]) if found else False)


def closed_among(tx: Transaction, cards: Collection[int], organisation: int) -> frozenset[int]:
    """Of these cards, those of women whose address is secret, where this unit is not cleared for such."""
    if not cards:
        return frozenset()
    marks = ", ".join("?" for _ in cards)
    rows = tx.rows(
        "SELECT DISTINCT c.card_id FROM secret_address s JOIN party p ON p.party_id = s.woman"
        " OR p.joined_to = s.woman OR p.party_id = (SELECT h.joined_to FROM party h WHERE h.party_id = s.woman)"
        f" JOIN card c ON c.woman = p.party_id WHERE s.until IS NULL AND c.card_id IN ({marks}) AND NOT {_CLEARED}",
        (*cards, organisation),
    )
    return frozenset(row[0] for row in rows)


def level_of(tx: Transaction, woman: int) -> str:
    """The level that is in force; "" for none."""
    found = tx.row("SELECT level FROM secret_address WHERE woman = ? AND until IS NULL", (woman,))
    return str(found[0]) if found else ""


def protect(tx: Transaction, woman: int, level: str, at: int) -> None:
    """Her address is secret from a moment on; an earlier level ends then."""
    lift(tx, woman, at)
    tx.run("INSERT INTO secret_address (woman, level, since) VALUES (?, ?, ?)", (woman, level, at))


def lift(tx: Transaction, woman: int, at: int) -> int:
    """It is secret no more; how many rows ended."""
    return tx.run("UPDATE secret_address SET until = ? WHERE woman = ? AND until IS NULL", (at, woman))


def clear(tx: Transaction, organisation: int, at: int) -> None:
    """A unit is marked to care for such women. Marking it again changes nothing."""
    if tx.row("SELECT 1 FROM cleared_unit WHERE organisation = ? AND until IS NULL", (organisation,)) is None:
        tx.run("INSERT INTO cleared_unit (organisation, since) VALUES (?, ?)", (organisation, at))


def unclear(tx: Transaction, organisation: int, at: int) -> int:
    """It is no more; how many rows ended."""
    asked = "UPDATE cleared_unit SET until = ? WHERE organisation = ? AND until IS NULL"
    return tx.run(asked, (at, organisation))
