"""The step that a session has taken to what lies behind it, and the classes that a clinician opened there with her."""

from msgspec import Struct

from helsekort.store.database import Transaction


class OpenedClass(Struct, frozen=True):
    """A sensitivity class of a card that she may read behind the step. Times in microseconds."""

    name: str
    since: int
    party: int
    organisation: int


def take_step(tx: Transaction, token_hash: bytes, party: int, until: int, now: int) -> None:
    """A session may see what lies behind the step until a moment; again, it is moved. What has passed is forgotten."""
    tx.run("DELETE FROM private_view WHERE until <= ?", (now,))
    tx.run(
        "INSERT INTO private_view (token_hash, party_id, until) VALUES (?, ?, ?)"
        " ON CONFLICT (token_hash) DO UPDATE SET until = excluded.until",
        (token_hash, party, until),
    )


def step_back(tx: Transaction, token_hash: bytes) -> None:
    """A session is before the step again."""
    tx.run("DELETE FROM private_view WHERE token_hash = ?", (token_hash,))


def is_open(tx: Transaction, token_hash: bytes, party: int, now: int) -> bool:
    """Whether this person's session has taken the step, and its time has not passed."""
    asked = "SELECT 1 FROM private_view WHERE token_hash = ? AND party_id = ? AND until > ?"
    return tx.row(asked, (token_hash, party, now)) is not None


def open_class(tx: Transaction, card: int, opened: OpenedClass) -> None:
    """Open a class of a card behind the step."""
    tx.run(
        "INSERT INTO opened_class (card_id, class, since, party_id, organisation) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (card, opened.name, opened.since, opened.party, opened.organisation),
    )


def close_class(tx: Transaction, card: int, name: str, at: int, by: int) -> int:
    """Close it again; how many were open."""
    return tx.run(
        "UPDATE opened_class SET until = ?, closed_by = ? WHERE card_id = ? AND class = ? AND until IS NULL",
        (at, by, card, name),
    )


def forget_classes(tx: Transaction, card: int, at: int, by: int) -> None:
    """A card whose content was erased by law: nothing is open there, and no row says which class once was."""
    rows = tx.rows("SELECT DISTINCT class FROM opened_class WHERE card_id = ? ORDER BY class", (card,))
    for number, (name,) in enumerate(rows):
        close_class(tx, card, name, at, by)
        tx.run("UPDATE opened_class SET class = ? WHERE card_id = ? AND class = ?", (str(number), card, name))


def opened(tx: Transaction, card: int) -> list[str]:
    """The classes that are open behind the step on a card."""
    asked = "SELECT DISTINCT class FROM opened_class WHERE card_id = ? AND until IS NULL ORDER BY class"
    return [name for (name,) in tx.rows(asked, (card,))]
