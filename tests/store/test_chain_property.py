"""Whatever is done to a log past the database's guards, verify finds it; and what it cannot find is said here.

Each example makes two logs, does one wrong, and is rolled back: all in one transaction.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helsekort.actions.context import Context
from helsekort.store import chain
from helsekort.store.chain import CARDS, PARTIES, Tables
from helsekort.store.database import Database, Transaction
from helsekort.store.packing import UnreadableBody
from tests.store.logs import make_log, new

ONE, OTHER = 2**59 + 11, 12
WIDTHS = {"class": 15, "format": 15, "seq": 31, "origin": 31, "version": 31}
GUARDED = ("entry", "body", "party_entry", "party_body", "card", "party", "erasure")

# bodies both compressible and not
some_bodies = st.lists(
    st.binary(max_size=30) | st.binary(min_size=1, max_size=4).map(lambda each: each * 60),
    min_size=2,
    max_size=6,
)
both_kinds = st.sampled_from([CARDS, PARTIES])
# the fixture's database is the same for all examples; each example is rolled back
PROPERTY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


class _Undo(Exception):
    pass


@pytest.fixture
def unguarded(house: Context) -> Database:
    """Gives a database whose triggers someone has taken away."""
    with house.database.transaction() as tx:
        if house.database.dialect == "sqlite":
            for (name,) in tx.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
                tx.run(f"DROP TRIGGER {name}")
        else:
            for table in GUARDED:
                tx.run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return house.database


@contextmanager
def two_logs(database: Database, tables: Tables, bodies: list[bytes]) -> Iterator[Transaction]:
    """Two whole logs, one in reverse order of the other; nothing of it is kept."""
    with suppress(_Undo), database.transaction() as tx:
        head = make_log(tx, tables, ONE, bodies)
        chain.append(tx, tables, ONE, head, [new(1, bodies[-1], version=2)], secrets.token_bytes)
        make_log(tx, tables, OTHER, bodies[::-1])
        assert list(chain.verify(tx, tables)) == []
        yield tx
        raise _Undo


@contextmanager
def attack(tx: Transaction) -> Iterator[None]:
    """What is done inside is undone afterwards, also where the database refuses it."""
    tx.run("SAVEPOINT attack")
    try:
        yield
    except (sqlite3.IntegrityError, psycopg.IntegrityError):
        pass  # a key or a form that the table itself insists on: nothing was changed
    finally:
        tx.run("ROLLBACK TO SAVEPOINT attack")


def found(tx: Transaction, tables: Tables) -> bool:
    return bool(list(chain.verify(tx, tables)))


def _columns(tx: Transaction, table: str) -> list[str]:
    known = {
        "entry": ("seq", "origin", "version", "class", "recorded", "author", "organisation"),
        "body": ("seq", "format", "salt", "bytes"),
    }["entry" if table.endswith("entry") else "body"]
    hashes = ("body_hash", "before_hash") if table.endswith("entry") else ()
    owner = "party_id" if table.startswith("party") else "card_id"
    columns = [owner, *known, *hashes]
    assert len(tx.rows(f"SELECT * FROM {table}")[0]) == len(columns)
    return columns


def _flipped(value: Any, column: str, place: int, mask: int) -> Any:  # noqa: ANN401  # a number or bytes
    if isinstance(value, int):
        return value ^ 1 << place % WIDTHS.get(column, 63)
    changed = bytearray(value or b"\0")
    changed[place % len(changed)] ^= mask
    return bytes(changed)


@PROPERTY
@given(both_kinds, some_bodies, st.integers(0, 2**16), st.integers(0, 2**16), st.integers(1, 255))
def test_a_flipped_byte_in_any_column(
    unguarded: Database, tables: Tables, bodies: list[bytes], row: int, place: int, mask: int
) -> None:
    with two_logs(unguarded, tables, bodies) as tx:
        seq = row % len(bodies) + 1
        for table in (tables.entry, tables.body):
            where = f"FROM {table} WHERE {tables.owner} = ? AND seq = ?"
            for column in _columns(tx, table):
                with attack(tx):
                    told = tx.row(f"SELECT {column} {where}", (ONE, seq))
                    assert told is not None
                    changed = _flipped(told[0], column, place, mask)
                    before = _content(tx, tables, seq)
                    tx.run(
                        f"UPDATE {table} SET {column} = ? WHERE {tables.owner} = ? AND seq = ?",
                        (changed, ONE, seq),
                    )
                    # zstd has bits that mean nothing, and a frame that uses nothing of its dictionary is read
                    # with any: the body is then the one that was written
                    meaningless = column in ("bytes", "format") and _content(tx, tables, seq) == before
                    assert meaningless or found(tx, tables), column


def _content(tx: Transaction, tables: Tables, seq: int) -> bytes | None:
    try:
        return chain.read(tx, tables, ONE)[seq - 1].body
    except UnreadableBody:
        return None


@PROPERTY
@given(both_kinds, some_bodies, st.integers(0, 2**16))
def test_a_lost_row(unguarded: Database, tables: Tables, bodies: list[bytes], row: int) -> None:
    with two_logs(unguarded, tables, bodies) as tx:
        seq = row % (len(bodies) + 1) + 1
        where = f"WHERE {tables.owner} = {ONE} AND seq = {seq}"
        for lost in ([tables.entry], [tables.body], [tables.entry, tables.body]):
            with attack(tx):
                for table in lost:
                    assert tx.run(f"DELETE FROM {table} {where}") == 1
                assert found(tx, tables), lost


@PROPERTY
@given(both_kinds, some_bodies, st.integers(0, 2**16), st.integers(1, 2**16))
def test_two_swapped(unguarded: Database, tables: Tables, bodies: list[bytes], row: int, step: int) -> None:
    with two_logs(unguarded, tables, bodies) as tx:
        first = row % len(bodies)
        second = (first + 1 + step % (len(bodies) - 1)) % len(bodies)
        for swapped in ([tables.entry], [tables.body], [tables.entry, tables.body]):
            with attack(tx):
                for table in swapped:
                    _renumber(tx, tables, table, first + 1, 1000)
                    _renumber(tx, tables, table, second + 1, first + 1)
                    _renumber(tx, tables, table, 1000, second + 1)
                assert found(tx, tables), swapped


def _renumber(tx: Transaction, tables: Tables, table: str, seq: int, to: int) -> None:
    moved = tx.run(f"UPDATE {table} SET seq = ? WHERE {tables.owner} = ? AND seq = ?", (to, ONE, seq))
    assert moved == 1


@PROPERTY
@given(both_kinds, some_bodies, st.integers(0, 2**16), st.binary(max_size=20))
def test_a_row_put_in(
    unguarded: Database, tables: Tables, bodies: list[bytes], row: int, body: bytes
) -> None:
    """At the end with every hash right, or between two rows with those after it numbered on."""
    with two_logs(unguarded, tables, bodies) as tx:
        head = chain.head(tx, tables, ONE, lock=False)
        assert head is not None
        with attack(tx):
            chain.append(tx, tables, ONE, head, [new(50, body)], secrets.token_bytes)
            _set_head(tx, tables, head)
            assert found(tx, tables)
        with attack(tx):
            seq = row % head.last_seq + 1
            chain.append(tx, tables, ONE, head, [new(50, body)], secrets.token_bytes)
            _set_head(tx, tables, head)
            for table in (tables.entry, tables.body):
                _renumber(tx, tables, table, head.last_seq + 1, 1000)
                for later in range(head.last_seq, seq - 1, -1):
                    _renumber(tx, tables, table, later, later + 1)
                _renumber(tx, tables, table, 1000, seq)
            assert found(tx, tables)
        with attack(tx):
            tx.run(f"INSERT INTO {tables.body} VALUES (?, ?, 0, ?, ?)", (ONE, head.last_seq + 1, b"", body))
            assert found(tx, tables)


def _set_head(tx: Transaction, tables: Tables, head: chain.Head) -> None:
    tx.run(
        f"UPDATE {tables.head} SET last_seq = ?, last_hash = ? WHERE {tables.owner} = ?",
        (head.last_seq, head.last_hash, ONE),
    )


@PROPERTY
@given(both_kinds, some_bodies)
def test_a_lost_head_or_a_lost_log(unguarded: Database, tables: Tables, bodies: list[bytes]) -> None:
    with two_logs(unguarded, tables, bodies) as tx:
        for lost in ([tables.head], [tables.head, tables.entry], [tables.head, tables.body]):
            with attack(tx):
                for table in lost:
                    tx.run(f"DELETE FROM {table} WHERE {tables.owner} = {ONE}")
                assert found(tx, tables), lost
        with attack(tx):
            tx.run(f"DELETE FROM {tables.entry} WHERE {tables.owner} = {ONE}")
            tx.run(f"DELETE FROM {tables.body} WHERE {tables.owner} = {ONE}")
            assert found(tx, tables)
        with attack(tx):
            tx.run(f"UPDATE {tables.head} SET last_seq = last_seq + 1 WHERE {tables.owner} = {ONE}")
            assert found(tx, tables)


@PROPERTY
@given(both_kinds, some_bodies, st.integers(0, 2**16))
def test_two_owners_exchange_rows(unguarded: Database, tables: Tables, bodies: list[bytes], row: int) -> None:
    """One row of each, or all of them with their heads: a row belongs to the log it was written in."""
    with two_logs(unguarded, tables, bodies) as tx:
        seq = row % len(bodies) + 1
        for tail, exchanged in (
            (f"AND seq = {seq}", [tables.entry]),
            (f"AND seq = {seq}", [tables.body]),
            (f"AND seq = {seq}", [tables.entry, tables.body]),
            ("", [tables.entry, tables.body]),
            ("", [tables.entry, tables.body, tables.head]),
        ):
            with attack(tx):
                for table in exchanged:
                    for owner, to in ((ONE, 1000), (OTHER, ONE), (1000, OTHER)):
                        tx.run(
                            f"UPDATE {table} SET {tables.owner} = ? WHERE {tables.owner} = ? {tail}",
                            (to, owner),
                        )
                assert found(tx, tables), exchanged


@PROPERTY
@given(both_kinds, some_bodies, st.integers(0, 2**16))
def test_an_erased_body(unguarded: Database, tables: Tables, bodies: list[bytes], row: int) -> None:
    """Erased by the rules it holds; brought back, or its erasure's line taken away, it does not."""
    with two_logs(unguarded, tables, bodies) as tx:
        seq = row % len(bodies) + 1
        kept = tx.row(f"SELECT * FROM {tables.body} WHERE {tables.owner} = ? AND seq = ?", (ONE, seq))
        assert kept is not None
        chain.erase(tx, tables, ONE, seq, "her wish", 1)
        assert not found(tx, tables)
        with attack(tx):
            tx.run("DELETE FROM erasure")
            assert found(tx, tables)
        with attack(tx):
            tx.run(f"INSERT INTO {tables.body} VALUES (?, ?, ?, ?, ?)", kept)
            assert found(tx, tables)


@PROPERTY
@given(both_kinds, some_bodies, st.integers(0, 2**16), st.binary(max_size=20))
def test_what_the_chain_alone_cannot_find(
    unguarded: Database, tables: Tables, bodies: list[bytes], row: int, body: bytes
) -> None:
    """A tail cut off together with its head, and a log written anew to its end: only a head kept elsewhere tells.

    This is the limit that is claimed, no more. When checkpoints come, they are what finds these.
    """
    with two_logs(unguarded, tables, bodies) as tx:
        seq = row % len(bodies) + 1
        head = chain.head(tx, tables, ONE, lock=False)
        cut = chain.read(tx, tables, ONE)[seq - 1]
        for table in (tables.entry, tables.body):
            tx.run(f"DELETE FROM {table} WHERE {tables.owner} = ? AND seq > ?", (ONE, seq))
        kept = chain.Head(seq, chain.row_hash(tables, ONE, cut))
        _set_head(tx, tables, kept)
        assert not found(tx, tables)
        chain.append(tx, tables, ONE, kept, [new(50, body)], secrets.token_bytes)
        assert not found(tx, tables)
        assert chain.head(tx, tables, ONE, lock=False) != head
