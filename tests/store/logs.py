"""Small logs for the store's tests: entries without meaning, bodies of any bytes."""

import secrets

from helsekort.store import cards, chain, parties
from helsekort.store.chain import CARDS, START, Head, NewEntry, Tables
from helsekort.store.database import Transaction

LARGEST_ID = 2**60 - 1
EMPTY = Head(0, START)


def new(origin: int, body: bytes, version: int = 1, recorded: int = 1_000_000) -> NewEntry:
    """An entry of somebody at some unit."""
    return NewEntry(origin, version, author=7, organisation=8, recorded=recorded, body=body)


def open_log(tx: Transaction, tables: Tables, owner: int) -> None:
    """The head of an empty log of either kind."""
    if tables is CARDS:
        cards.open_head(tx, owner, 99)
    else:
        parties.open_head(tx, owner, "Patient", "Somebody")


def make_log(tx: Transaction, tables: Tables, owner: int, bodies: list[bytes]) -> Head:
    """A log with one thing for each body, appended at once."""
    open_log(tx, tables, owner)
    entries = [new(place, body) for place, body in enumerate(bodies, 1)]
    return chain.append(tx, tables, owner, EMPTY, entries, secrets.token_bytes)
