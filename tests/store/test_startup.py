"""The program does not start on a database that could lose what it acknowledged."""

from pathlib import Path

import psycopg
import pytest

from helsekort.store import postgresql
from helsekort.store.database import Unfit, open_database
from helsekort.store.sqlite import SqliteDatabase
from tests.fixtures.servers import OwnServer


def test_each_database_as_it_comes_is_fit(empty_url: str) -> None:
    database = open_database(empty_url)
    database.check()
    database.close()


@pytest.mark.parametrize(
    "pragma",
    [
        "synchronous=OFF",
        "synchronous=NORMAL",
        "journal_mode=DELETE",
        "journal_mode=MEMORY",
        "journal_mode=OFF",
    ],
)
def test_sqlite_must_sync_each_commit(tmp_path: Path, pragma: str) -> None:
    database = SqliteDatabase(tmp_path / "x.db")
    database.check()
    database._connection.execute(f"PRAGMA {pragma}")
    with pytest.raises(Unfit, match="synchronous FULL"):
        database.check()
    database.close()


def test_sqlite_sets_what_it_demands_on_every_opening(tmp_path: Path) -> None:
    first = SqliteDatabase(tmp_path / "x.db")
    first._connection.execute("PRAGMA journal_mode=DELETE")
    first.close()
    again = SqliteDatabase(tmp_path / "x.db")
    again.check()
    again.close()


def test_sqlite_without_its_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Unfit, match="Check that the data folder exists"):
        SqliteDatabase(tmp_path / "nowhere" / "x.db")


def _must_be_unfit(url: str, message: str) -> None:
    database = open_database(url)
    with pytest.raises(Unfit, match=message):
        database.check()
    database.close()


@pytest.mark.usefixtures("postgresql_server")
@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_may_lose_a_write_is_refused(own_server: OwnServer, setting: str) -> None:
    url = own_server.make_database()
    own_server.set(setting, "off")
    _must_be_unfit(url, f"{setting} off")
    own_server.set(setting, "on")
    database = open_database(url)
    database.check()
    database.close()


def test_a_database_that_does_not_wait_for_the_disk_is_refused(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    _must_be_unfit(postgresql_url, "synchronous_commit off")


def test_an_old_server_is_refused(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "OLDEST_SERVER", 10**9)
    _must_be_unfit(postgresql_url, "version 15 or newer")


def test_a_server_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "WAIT_SECONDS", 0.2)
    with pytest.raises(Unfit, match="did not answer"):
        open_database(f"postgresql:///x?host={tmp_path}")
