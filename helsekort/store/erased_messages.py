"""Messages whose bytes are erased by law; the row and its digest stay, so that the same bytes are never kept anew."""

from helsekort.store.database import Transaction
from helsekort.store.packing import pack


def erase_report(tx: Transaction, key: str, at: int) -> None:
    """Erase the bytes of all messages about a report, and what was taken out of them. Rows and digests stay."""
    form, nothing = pack(b"")
    of_report = "SELECT message FROM inbox_report WHERE report = ?"
    tx.run(
        "UPDATE inbox SET erased = ?, format = ?, raw = ?, state = 'erased', reason = '', person = '',"
        f" aside_why = NULL WHERE erased IS NULL AND message IN ({of_report})",
        (at, form, nothing, key),
    )
    # a message can hold several reports: what is left of the others cannot be settled any more either
    tx.run(
        "UPDATE lab_report SET state = 'erased', reason = ''"
        f" WHERE report IN (SELECT report FROM inbox_report WHERE message IN ({of_report}))",
        (key,),
    )
    for table in ("lab_word", "lab_outside"):
        tx.run(f"DELETE FROM {table} WHERE report = ?", (key,))


def reports_behind(tx: Transaction, card: int, origin: int) -> list[str]:
    """The reports that something on a card comes from."""
    rows = tx.rows(
        "SELECT report FROM lab_result WHERE card_id = ? AND origin = ? ORDER BY report", (card, origin)
    )
    return [row[0] for row in rows]


def reports_of_card(tx: Transaction, card: int) -> list[str]:
    """Every report that something on a card comes from, that was kept outside it, or whose message waits about it."""
    rows = tx.rows(
        "SELECT report FROM lab_result WHERE card_id = ? UNION SELECT report FROM lab_outside WHERE card_id = ?"
        " UNION SELECT r.report FROM inbox i JOIN inbox_report r ON r.message = i.message WHERE i.card_id = ?",
        (card, card, card),
    )
    return sorted(row[0] for row in rows)


def digests(tx: Transaction) -> list[tuple[int, bytes]]:
    """(message, digest) of every message whose bytes are there."""
    rows = tx.rows("SELECT message, digest FROM inbox WHERE erased IS NULL ORDER BY message")
    return [(row[0], bytes(row[1])) for row in rows]
