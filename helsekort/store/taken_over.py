"""Which entries of a card a unit has in its own record too: stretches of sequences, added to and never taken away."""

from collections.abc import Sequence

from msgspec import Struct

from helsekort.store.cards import OPENING
from helsekort.store.database import Transaction


class TakenRow(Struct, frozen=True):
    """The stretch from `first` to `last`, when and by whom. `typed_there`: the unit's own system wrote it here."""

    first: int
    last: int
    at: int
    party: int
    typed_there: bool


def add(tx: Transaction, card: int, organisation: int, row: TakenRow) -> None:
    tx.run(
        "INSERT INTO taken_over (card_id, organisation, first_seq, last_seq, at, party_id, typed_there)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (card, organisation, row.first, row.last, row.at, row.party, int(row.typed_there)),
    )


def of_card(tx: Transaction, card: int, organisation: int) -> list[TakenRow]:
    """What this unit has of a card, the last one first."""
    rows = tx.rows(
        "SELECT first_seq, last_seq, at, party_id, typed_there FROM taken_over"
        " WHERE card_id = ? AND organisation = ? ORDER BY at DESC, first_seq",
        (card, organisation),
    )
    return [TakenRow(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows]


def lacking(tx: Transaction, organisation: int, among: Sequence[int]) -> frozenset[int]:
    """Of these cards, those on which this unit wrote something that its own record lacks."""
    if not among:
        return frozenset()
    marks = ", ".join("?" for _ in among)
    rows = tx.rows(
        f"SELECT c.card_id FROM card c WHERE c.card_id IN ({marks}) AND EXISTS (SELECT 1 FROM entry e"
        " WHERE e.card_id = c.card_id AND e.organisation = ? AND e.seq > ?"
        " AND NOT EXISTS (SELECT 1 FROM taken_over t WHERE t.card_id = e.card_id"
        " AND t.organisation = e.organisation AND e.seq BETWEEN t.first_seq AND t.last_seq))",
        (*among, organisation, OPENING),
    )
    return frozenset(row[0] for row in rows)
