"""What she has asked a unit about a look-up, and what the unit answered. The words of an answer lie apart."""

from msgspec import Struct

from helsekort.store.database import Transaction


class InquiryRow(Struct, frozen=True):
    """A question about what someone at a unit did on a day (ISO). `code` is the answer; None while none is given."""

    card: int
    inquiry: int
    organisation: int
    clinician: int
    day: str
    asked: int
    code: str | None = None
    answered: int | None = None
    answered_by: int | None = None


_COLUMNS = "card_id, inquiry, organisation, clinician, day, asked, code, answered, answered_by"


def ask(tx: Transaction, row: InquiryRow) -> bool:
    """False where the same was asked before."""
    added = tx.run(
        "INSERT INTO inquiry (card_id, inquiry, organisation, clinician, day, asked) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (row.card, row.inquiry, row.organisation, row.clinician, row.day, row.asked),
    )
    return added == 1


def of_card(tx: Transaction, card: int) -> list[InquiryRow]:
    """All that was asked about a card, the oldest first."""
    rows = tx.rows(f"SELECT {_COLUMNS} FROM inquiry WHERE card_id = ? ORDER BY asked, inquiry", (card,))
    return [InquiryRow(*row) for row in rows]


def open_at(tx: Transaction, organisation: int) -> list[InquiryRow]:
    """What waits for a unit's answer, the oldest first."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM inquiry WHERE organisation = ? AND answered IS NULL ORDER BY asked, inquiry",
        (organisation,),
    )
    return [InquiryRow(*row) for row in rows]


def find(tx: Transaction, card: int, inquiry: int) -> InquiryRow | None:
    found = tx.row(f"SELECT {_COLUMNS} FROM inquiry WHERE card_id = ? AND inquiry = ?", (card, inquiry))
    return InquiryRow(*found) if found else None


def answer(tx: Transaction, row: InquiryRow, text: str) -> bool:
    """Put the answer of a row down; False where one was given before."""
    changed = tx.run(
        "UPDATE inquiry SET code = ?, answered = ?, answered_by = ?"
        " WHERE card_id = ? AND inquiry = ? AND answered IS NULL",
        (row.code, row.answered, row.answered_by, row.card, row.inquiry),
    )
    if changed and text:
        tx.run(
            "INSERT INTO inquiry_text (card_id, inquiry, text) VALUES (?, ?, ?)",
            (row.card, row.inquiry, text),
        )
    return changed == 1


def erase_texts(tx: Transaction, card: int) -> bool:
    """Erase the words of all answers about a card; whether there were any. That they were given, and how, stays."""
    return tx.run("DELETE FROM inquiry_text WHERE card_id = ?", (card,)) > 0


def texts_of_card(tx: Transaction, card: int) -> dict[int, str]:
    """By inquiry, the words of the answers about a card."""
    return {
        row[0]: row[1] for row in tx.rows("SELECT inquiry, text FROM inquiry_text WHERE card_id = ?", (card,))
    }
