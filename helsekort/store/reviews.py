"""What is to be reviewed, how it ended, and the words of it, which lie apart so that they can be erased."""

from enum import IntEnum

from msgspec import Struct

from helsekort.store.database import Transaction

LOG = "review"
"""What an erasure calls the words of reviews."""


class Part(IntEnum):
    """Which words of a review."""

    REASON = 1
    CLOSED_CLASS = 2
    OUTCOME = 3


class ReviewRow(Struct, frozen=True):
    """One look-up to look at. `card` is 0 where it was about no card. `why` are names of rules; `at` microseconds."""

    review: int
    kind: str
    card: int
    party: int
    organisation: int
    at: int
    points: int = 0
    why: tuple[str, ...] = ()


class OutcomeRow(Struct, frozen=True):
    """How a review ended; `party` and `organisation` are the reviewer's."""

    review: int
    outcome: str
    at: int
    party: int
    organisation: int


_COLUMNS = "r.review_id, r.kind, r.card_id, r.party_id, r.organisation, r.at, r.points, r.why"


def add(tx: Transaction, row: ReviewRow) -> bool:
    """False where the same look-up is to be reviewed already."""
    why = " ".join(row.why)
    added = tx.run(
        "INSERT INTO review (review_id, kind, card_id, party_id, organisation, at, points, why)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (row.review, row.kind, row.card, row.party, row.organisation, row.at, row.points, why),
    )
    return added == 1


def find(tx: Transaction, review: int) -> ReviewRow | None:
    found = tx.row(f"SELECT {_COLUMNS} FROM review r WHERE r.review_id = ?", (review,))
    return _row(found) if found else None


def waiting(tx: Transaction, most: int) -> list[ReviewRow]:
    """Those that have no outcome: most points first, then the oldest."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM review r WHERE NOT EXISTS"
        " (SELECT 1 FROM review_outcome o WHERE o.review_id = r.review_id)"
        " ORDER BY r.points DESC, r.at, r.review_id LIMIT ?",
        (most,),
    )
    return [_row(row) for row in rows]


def closed_since(tx: Transaction, at: int, most: int) -> list[tuple[ReviewRow, OutcomeRow]]:
    """Those that were closed after a moment, the last one first."""
    rows = tx.rows(
        f"SELECT {_COLUMNS}, o.outcome, o.at, o.party_id, o.organisation FROM review r"
        " JOIN review_outcome o ON o.review_id = r.review_id WHERE o.at >= ? ORDER BY o.at DESC LIMIT ?",
        (at, most),
    )
    return [(_row(row[:8]), OutcomeRow(row[0], *row[8:])) for row in rows]


def close(tx: Transaction, row: OutcomeRow) -> bool:
    """False where it was closed before: the first outcome stands."""
    added = tx.run(
        "INSERT INTO review_outcome (review_id, outcome, at, party_id, organisation) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (row.review, row.outcome, row.at, row.party, row.organisation),
    )
    return added == 1


def outcome(tx: Transaction, review: int) -> OutcomeRow | None:
    found = tx.row(
        "SELECT review_id, outcome, at, party_id, organisation FROM review_outcome WHERE review_id = ?",
        (review,),
    )
    return OutcomeRow(*found) if found else None


def outcomes_of_card(tx: Transaction, card: int) -> dict[tuple[int, int], str]:
    """(who looked, when) -> how the review of it ended, of every one about a card that has ended."""
    rows = tx.rows(
        "SELECT r.party_id, r.at, o.outcome FROM review r JOIN review_outcome o ON o.review_id = r.review_id"
        " WHERE r.card_id = ?",
        (card,),
    )
    return {(row[0], row[1]): row[2] for row in rows}


def write(tx: Transaction, review: int, part: Part, words: str) -> None:
    tx.run("INSERT INTO review_text (review_id, seq, words) VALUES (?, ?, ?)", (review, part, words))


def of_card(tx: Transaction, card: int) -> list[int]:
    """Every review of a look-up on a card."""
    rows = tx.rows("SELECT review_id FROM review WHERE card_id = ? ORDER BY review_id", (card,))
    return [row[0] for row in rows]


def words(tx: Transaction, review: int) -> dict[Part, str]:
    """What was written; a part that was never written or was erased is left out."""
    rows = tx.rows("SELECT seq, words FROM review_text WHERE review_id = ? ORDER BY seq", (review,))
    return {Part(row[0]): row[1] for row in rows}


def erase(tx: Transaction, review: int, part: Part, basis: str, at: int) -> bool:
    """Erase words, and say on what basis; False where there are none."""
    found = tx.row("SELECT 1 FROM review_text WHERE review_id = ? AND seq = ?", (review, part))
    if found is None:
        return False
    tx.run(
        "INSERT INTO erasure (log, owner_id, seq, basis, decided) VALUES (?, ?, ?, ?, ?)",
        (LOG, review, part, basis, at),
    )
    tx.run("DELETE FROM review_text WHERE review_id = ? AND seq = ?", (review, part))
    return True


def _row(row: tuple[object, ...]) -> ReviewRow:
    review, kind, card, party, organisation, at, points, why = row
    names = tuple(str(why).split())
    return ReviewRow(review, kind, card, party, organisation, at, points, names)  # type: ignore[arg-type]  # typed by the schema
