"""A database without room, or that may not be written, is told from one that is only busy, and nothing is saved."""

import resource
from pathlib import Path

import psycopg
import pytest

from helsekort.store.database import Busy, Database, Unfit, Unwritable, open_database
from helsekort.store.sqlite import SqliteDatabase

TABLE = "CREATE TABLE word (text text NOT NULL)"


def _sqlite(tmp_path: Path) -> SqliteDatabase:
    database = SqliteDatabase(tmp_path / "x.db")
    with database.transaction() as tx:
        tx.run(TABLE)
    return database


def _write(database: Database) -> None:
    with database.transaction() as tx:
        tx.run("INSERT INTO word (text) VALUES (?)", ("a" * 10_000,))


def _words(database: Database) -> int:
    with database.transaction(write=False) as tx:
        return len(tx.rows("SELECT text FROM word"))


def test_no_room_on_the_disk(tmp_path: Path) -> None:
    database = _sqlite(tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        with pytest.raises(Unwritable, match="make room"):
            _write(database)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert _words(database) == 0
    _write(database)
    assert _words(database) == 1
    database.close()


def test_a_database_with_no_more_pages_has_no_room(tmp_path: Path) -> None:
    database = _sqlite(tmp_path)
    database._connection.execute("PRAGMA max_page_count=3")
    with pytest.raises(Unwritable, match="make room"):
        _write(database)
    assert _words(database) == 0
    database.close()


def test_a_database_that_may_only_be_read(tmp_path: Path) -> None:
    database = _sqlite(tmp_path)
    database._connection.execute("PRAGMA query_only=ON")
    with pytest.raises(Unwritable, match="give this user leave"):
        _write(database)
    database.close()


def test_a_folder_in_which_no_one_can_queue(tmp_path: Path) -> None:
    (tmp_path / "x.db-queue").mkdir()
    with pytest.raises(Unfit, match="cannot be opened"):
        SqliteDatabase(tmp_path / "x.db")


def test_one_that_is_only_busy_is_not_told_as_full(tmp_path: Path) -> None:
    database = _sqlite(tmp_path)
    database._connection.execute("PRAGMA busy_timeout=0")
    other = SqliteDatabase(tmp_path / "x.db")
    other._connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy) as busy:
        _write(database)
    assert not isinstance(busy.value, Unwritable)
    other.close()
    database.close()


def test_a_server_without_room(postgresql_url: str) -> None:
    database = open_database(postgresql_url)
    with pytest.raises(Unwritable, match="make room"), database.transaction() as tx:
        tx.run("DO $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$")
    database.close()


def test_a_server_that_may_only_be_read(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(TABLE)
        connection.execute(f"ALTER DATABASE {connection.info.dbname} SET default_transaction_read_only = on")
    database = open_database(postgresql_url)
    with pytest.raises(Unwritable, match="give this user leave"):
        _write(database)
    assert _words(database) == 0
    database.close()
