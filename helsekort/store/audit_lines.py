"""The rows of the audit log. The payload lies apart, under a salted leaf."""

from collections.abc import Iterator

from msgspec import Struct

from helsekort.store.database import Transaction


class AuditRow(Struct, frozen=True):
    """One line. `card` is 0 where it is about no card. `payload` is JSON."""

    card: int
    at: int
    line: int
    event: str
    leaf: bytes
    salt: bytes
    payload: bytes


def add(tx: Transaction, rows: list[AuditRow]) -> None:
    tx.many(
        "INSERT INTO audit (card_id, at, line_id, event, leaf) VALUES (?, ?, ?, ?, ?)",
        [(row.card, row.at, row.line, row.event, row.leaf) for row in rows],
    )
    tx.many(
        "INSERT INTO audit_payload (card_id, at, line_id, salt, payload) VALUES (?, ?, ?, ?, ?)",
        [(row.card, row.at, row.line, row.salt, row.payload) for row in rows],
    )
    tx.many(
        "INSERT INTO audit_waiting (card_id, at, line_id) VALUES (?, ?, ?)",
        [(row.card, row.at, row.line) for row in rows],
    )


_JOINED = (
    "SELECT a.card_id, a.at, a.line_id, a.event, a.leaf, p.salt, p.payload FROM audit a"
    " LEFT JOIN audit_payload p ON p.card_id = a.card_id AND p.at = a.at AND p.line_id = a.line_id"
)


def of_card(tx: Transaction, card: int) -> list[AuditRow]:
    """All lines about one card, oldest first."""
    rows = tx.rows(_JOINED + " WHERE a.card_id = ? ORDER BY a.at, a.line_id", (card,))
    return [_line(row) for row in rows]


def every(tx: Transaction) -> Iterator[AuditRow]:
    for row in tx.rows(_JOINED + " ORDER BY a.card_id, a.at, a.line_id"):
        yield _line(row)


def since(tx: Transaction, at: int) -> Iterator[AuditRow]:
    """All lines from a moment on, in the order they happened."""
    for row in tx.rows(_JOINED + " WHERE a.at >= ? ORDER BY a.at, a.card_id, a.line_id", (at,)):
        yield _line(row)


def leaves(tx: Transaction) -> dict[tuple[int, int, int], bytes]:
    """By (card, at, line), the leaf of every line."""
    rows = tx.rows("SELECT card_id, at, line_id, leaf FROM audit")
    return {(card, at, line): bytes(leaf) for card, at, line, leaf in rows}


def erase(tx: Transaction, card: int, at: int, line: int, basis: str, decided: int) -> bytes | None:
    """Erase the content of one line on a stated basis; its leaf stands. What it was; None where there is none."""
    key = (card, at, line)
    where = "WHERE card_id = ? AND at = ? AND line_id = ?"
    found = tx.row(f"SELECT payload FROM audit_payload {where}", key)
    if found is None:
        return None
    tx.run(
        "INSERT INTO line_erasure (card_id, at, line_id, basis, decided) VALUES (?, ?, ?, ?, ?)",
        (*key, basis, decided),
    )
    tx.run(f"DELETE FROM audit_payload {where}", key)
    return bytes(found[0])


def erased_lines(tx: Transaction) -> set[tuple[int, int, int]]:
    """(card, at, line) of every line whose content was erased."""
    return {(card, at, line) for card, at, line in tx.rows("SELECT card_id, at, line_id FROM line_erasure")}


def _line(row: tuple[object, ...]) -> AuditRow:
    card, at, line, event, leaf, salt, payload = row
    blobs = (bytes(each or b"") for each in (leaf, salt, payload))  # type: ignore[call-overload]  # blobs by the schema
    return AuditRow(card, at, line, event, *blobs)  # type: ignore[arg-type]  # typed by the schema


def orphans(tx: Transaction) -> int:
    """Payloads without a line: a line was removed."""
    found = tx.row(
        "SELECT count(*) FROM audit_payload p WHERE NOT EXISTS (SELECT 1 FROM audit a"
        " WHERE a.card_id = p.card_id AND a.at = p.at AND a.line_id = p.line_id)"
    )
    return int(found[0]) if found else 0


def counts(tx: Transaction) -> tuple[int, int, int]:
    """How many cards, entries and audit lines there are."""
    found = tx.row(
        "SELECT (SELECT count(*) FROM card), (SELECT count(*) FROM entry), (SELECT count(*) FROM audit)"
    )
    return (found[0], found[1], found[2]) if found else (0, 0, 0)


def erased_keys(tx: Transaction) -> list[tuple[int, int]]:
    """(card, seq) of every body of a card that is said to be erased."""
    return [(row[0], row[1]) for row in tx.rows("SELECT owner_id, seq FROM erasure WHERE log = 'card'")]


def entry_keys(tx: Transaction) -> list[tuple[int, int]]:
    """(card, seq) of every entry of every card."""
    return [(row[0], row[1]) for row in tx.rows("SELECT card_id, seq FROM entry")]
