"""Relations that reach what was handed over and no further: one for each who works at the unit, with its end."""

from helsekort.store.database import Transaction


def begin(tx: Transaction, card: int, origin: int, organisation: int, since: int, until: int) -> int:
    """One for each who works at a unit now; how many they are."""
    return tx.run(
        "INSERT INTO handed_over (card_id, origin, clinician, organisation, since, until)"
        " SELECT ?, ?, clinician, organisation, ?, ? FROM party_role WHERE organisation = ?",
        (card, origin, since, until, organisation),
    )


def end(tx: Transaction, card: int, origin: int, at: int) -> None:
    """End what has not ended of one handover."""
    tx.run(
        "UPDATE handed_over SET until = ? WHERE card_id = ? AND origin = ? AND until > ?",
        (at, card, origin, at),
    )


def on_card(tx: Transaction, card: int, clinician: int, organisation: int, at: int) -> list[int]:
    """The handovers of a card that someone at a unit may read at a moment (microseconds)."""
    rows = tx.rows(
        "SELECT origin FROM handed_over WHERE card_id = ? AND clinician = ? AND organisation = ?"
        " AND since <= ? AND until > ? ORDER BY origin",
        (card, clinician, organisation, at, at),
    )
    return [row[0] for row in rows]


def standing(tx: Transaction, card: int, at: int) -> frozenset[int]:
    """The handovers of a card that anyone may read at a moment."""
    rows = tx.rows(
        "SELECT DISTINCT origin FROM handed_over WHERE card_id = ? AND since <= ? AND until > ?",
        (card, at, at),
    )
    return frozenset(row[0] for row in rows)


def of_clinician(tx: Transaction, clinician: int, organisation: int, at: int) -> list[tuple[int, int]]:
    """(card, origin) of every handover that someone at a unit may read at a moment."""
    rows = tx.rows(
        "SELECT card_id, origin FROM handed_over WHERE clinician = ? AND organisation = ?"
        " AND since <= ? AND until > ? ORDER BY card_id, origin",
        (clinician, organisation, at, at),
    )
    return [(row[0], row[1]) for row in rows]
