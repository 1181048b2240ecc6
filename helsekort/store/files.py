"""The bytes of files on cards. What they are, and whose, stands in the entries of the card."""

from helsekort.store.database import Transaction


def put(tx: Transaction, card: int, origin: int, data: bytes) -> None:
    tx.run("INSERT INTO attached_file (card_id, seq, bytes) VALUES (?, ?, ?)", (card, origin, data))


def read(tx: Transaction, card: int, origin: int) -> bytes | None:
    """None where it was erased by law."""
    found = tx.row("SELECT bytes FROM attached_file WHERE card_id = ? AND seq = ?", (card, origin))
    return bytes(found[0]) if found else None


def erase(tx: Transaction, card: int, origin: int) -> None:
    """Erase one whose entry has been erased by law; the database refuses any other."""
    tx.run("DELETE FROM attached_file WHERE card_id = ? AND seq = ?", (card, origin))
