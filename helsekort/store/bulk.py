"""Whole logs written at once: the rows of many cards and parties, made elsewhere, put in by the fastest way."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct, field

from helsekort.store.chain import BodyColumns, EntryColumns
from helsekort.store.database import Transaction
from helsekort.store.fair_copies import CopyColumns

_LOCK = 7454
_AT_ONCE = 500

_ENTRY = {
    "seq": "int4",
    "origin": "int4",
    "version": "int4",
    "class": "int2",
    "recorded": "int8",
    "author": "int8",
    "organisation": "int8",
    "body_hash": "bytea",
    "before_hash": "bytea",
}
_BODY = {"seq": "int4", "format": "int2", "bytes": "bytea", "salt": "bytea"}
_CARD_ID, _PARTY_ID = {"card_id": "int8"}, {"party_id": "int8"}
COLUMNS: dict[str, dict[str, str]] = {
    "card": {
        **_CARD_ID,
        "woman": "int8",
        "active": "int2",
        "last_seq": "int4",
        "last_hash": "bytea",
        "edd": "text",
        "length": "int2",
        "fetuses": "int2",
        "last_contact": "text",
        "last_contact_kind": "text",
        "over_on": "text",
        "outcome": "text",
        "last_check_up": "text",
        "next_visit": "text",
        "summary_form": "int2",
    },
    "entry": {**_CARD_ID, **_ENTRY},
    "body": {**_CARD_ID, **_BODY},
    "fair_copy": {**_CARD_ID, "last_seq": "int4", "format": "int2", "digest": "bytea", "bytes": "bytea"},
    "party": {**_PARTY_ID, "kind": "text", "name": "text", "last_seq": "int4", "last_hash": "bytea"},
    "party_entry": {**_PARTY_ID, **_ENTRY},
    "party_body": {**_PARTY_ID, **_BODY},
    "party_number": {"system": "text", "value": "text", "party_id": "int8"},
    "care_relation": {
        "woman": "int8",
        "clinician": "int8",
        "organisation": "int8",
        "since": "int8",
        "until": "int8",
        "basis": "text",
    },
}


class Rows(Struct):
    """Rows by table, in the order of COLUMNS."""

    card: list[tuple[Any, ...]] = field(default_factory=list)
    entry: list[EntryColumns] = field(default_factory=list)
    body: list[BodyColumns] = field(default_factory=list)
    fair_copy: list[CopyColumns] = field(default_factory=list)
    party: list[tuple[int, str, str, int, bytes]] = field(default_factory=list)
    party_entry: list[EntryColumns] = field(default_factory=list)
    party_body: list[BodyColumns] = field(default_factory=list)
    party_number: list[tuple[str, str, int]] = field(default_factory=list)
    care_relation: list[tuple[int, int, int, int, int | None, str]] = field(default_factory=list)

    def add(self, others: "Rows") -> None:
        """Put others' rows behind these."""
        for table in COLUMNS:
            getattr(self, table).extend(getattr(others, table))


def lock(tx: Transaction, dialect: str) -> None:
    """One load at a time. SQLite has one writer in any case."""
    if dialect == "postgresql":
        tx.rows(f"SELECT pg_advisory_xact_lock({_LOCK})")


def write(tx: Transaction, rows: Rows) -> None:
    """Put all rows in."""
    for table, columns in COLUMNS.items():
        tx.fill(table, columns, getattr(rows, table))


def cards_there(tx: Transaction, cards: Iterable[int]) -> set[int]:
    """Those of the cards that are there."""
    return _there(tx, "card", "card_id", sorted(set(cards)))


def parties_there(tx: Transaction, parties: Iterable[int]) -> set[int]:
    """Those of the parties that are there."""
    return _there(tx, "party", "party_id", sorted(set(parties)))


def _there(tx: Transaction, table: str, column: str, ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" for _ in some)
        found.update(
            row[0] for row in tx.rows(f"SELECT {column} FROM {table} WHERE {column} IN ({marks})", some)
        )
    return found


def care_there(tx: Transaction, women: Iterable[int]) -> set[tuple[int, int, int, int]]:
    """(woman, clinician, organisation, since) of every care relation to these women."""
    found: set[tuple[int, int, int, int]] = set()
    for woman in women:
        sql = "SELECT woman, clinician, organisation, since FROM care_relation WHERE woman = ?"
        found.update((row[0], row[1], row[2], row[3]) for row in tx.rows(sql, (woman,)))
    return found


def professionals(tx: Transaction) -> list[tuple[int, str]]:
    """(party, kind) of everyone but the women."""
    return [(row[0], row[1]) for row in tx.rows("SELECT party_id, kind FROM party WHERE kind <> 'Patient'")]
