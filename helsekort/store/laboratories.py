"""The laboratories that answer here, the units each serves, what a person said of a result, what is outside a card."""

from msgspec import Struct

from helsekort.store.database import Transaction


class WordRow(Struct, frozen=True):
    """What a person said of a result as it was sent: `content` is its digest. `what` "" leaves it outside the card."""

    report: str
    item: str
    content: bytes
    what: str
    value: str
    at: int
    party: int


def register(tx: Transaction, her_id: str, name: str) -> None:
    """A laboratory by its HER-id, or its new name."""
    tx.run(
        "INSERT INTO laboratory (her_id, name) VALUES (?, ?) ON CONFLICT (her_id) DO UPDATE SET name = excluded.name",
        (her_id, name),
    )


def names(tx: Transaction) -> dict[str, str]:
    """Every laboratory's name, by HER-id."""
    return dict(tx.rows("SELECT her_id, name FROM laboratory ORDER BY her_id"))


def is_known(tx: Transaction, her_id: str) -> bool:
    return tx.row("SELECT 1 FROM laboratory WHERE her_id = ?", (her_id,)) is not None


def serves(tx: Transaction, her_id: str, at: int) -> set[int]:
    """The units that a laboratory serves at a moment."""
    rows = tx.rows(
        "SELECT unit FROM laboratory_unit WHERE her_id = ? AND since <= ? AND (until IS NULL OR until > ?)",
        (her_id, at, at),
    )
    return {row[0] for row in rows}


def begin_serving(tx: Transaction, her_id: str, unit: int, at: int) -> None:
    tx.run(
        "INSERT INTO laboratory_unit (her_id, unit, since) VALUES (?, ?, ?)"
        " ON CONFLICT (her_id, unit, since) DO UPDATE SET until = NULL",
        (her_id, unit, at),
    )


def end_serving(tx: Transaction, her_id: str, unit: int, at: int) -> None:
    tx.run(
        "UPDATE laboratory_unit SET until = ? WHERE her_id = ? AND unit = ? AND until IS NULL",
        (at, her_id, unit),
    )


def add_word(tx: Transaction, word: WordRow) -> None:
    """Keep what a person said; the first word on the same result as sent holds."""
    tx.run(
        "INSERT INTO lab_word (report, item, content, what, value, at, party_id) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (word.report, word.item, word.content, word.what, word.value, word.at, word.party),
    )


def words_of(tx: Transaction, report: str) -> list[WordRow]:
    """Everything that people have said of a report's results."""
    rows = tx.rows(
        "SELECT report, item, content, what, value, at, party_id FROM lab_word WHERE report = ? ORDER BY item, at",
        (report,),
    )
    return [WordRow(row[0], row[1], bytes(row[2]), *row[3:]) for row in rows]


class OutsideRow(Struct, frozen=True):
    """What of a report is outside a card. `sampled` is an ISO date; `more` is how many tests are not named."""

    card: int
    report: str
    laboratory: str
    sampled: str | None
    names: tuple[str, ...]
    more: int


def set_outside(tx: Transaction, report: str, rows: list[OutsideRow]) -> None:
    """What is outside cards of a report now, in place of what was."""
    tx.run("DELETE FROM lab_outside WHERE report = ?", (report,))
    tx.many(
        "INSERT INTO lab_outside (card_id, report, laboratory, sampled, names, more) VALUES (?, ?, ?, ?, ?, ?)",
        [(row.card, report, row.laboratory, row.sampled, "\n".join(row.names), row.more) for row in rows],
    )


def outside_of(tx: Transaction, card: int) -> list[OutsideRow]:
    rows = tx.rows(
        "SELECT card_id, report, laboratory, sampled, names, more FROM lab_outside WHERE card_id = ? ORDER BY report",
        (card,),
    )
    return [
        OutsideRow(card, report, laboratory, sampled, tuple(names.splitlines()), more)
        for card, report, laboratory, sampled, names, more in rows
    ]
