"""SQLite's connection with an eye on it, and on the next commit a hand."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from helsekort.store.sqlite import SqliteDatabase
from tests.cast import Cast


def sqlite_of(cast: Cast) -> SqliteDatabase:
    assert isinstance(cast.ctx.database, SqliteDatabase)
    return cast.ctx.database


class Watched:
    """SQLite's connection with an eye on it; `fails` makes the next commit go wrong as a full disk would."""

    def __init__(self, connection: sqlite3.Connection, *, fails: bool = False) -> None:
        self._connection = connection
        self.fails = fails
        self.commits = 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever it has
        return getattr(self._connection, name)

    def execute(self, sql: str, args: Sequence[Any] = ()) -> sqlite3.Cursor:
        if sql == "COMMIT":
            self.commits += 1
            if self.fails:
                self.fails = False
                raise sqlite3.OperationalError("disk I/O error")
        return self._connection.execute(sql, args)


def watch(cast: Cast, *, fails: bool = False) -> Watched:
    database = sqlite_of(cast)
    watched = Watched(database._connection, fails=fails)
    database._connection = watched  # type: ignore[assignment]  # stands in for it
    return watched
