"""SQLite: one connection for each process, used by one thread at a time; WAL and synchronous=FULL."""

import fcntl
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from helsekort.store.database import Busy, Row, Unfit

BUSY_MILLISECONDS = 10_000
FULL = 2


class SqliteTransaction:
    """A transaction on the process's connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        return self._connection.execute(sql.replace("{for_update}", ""), args).fetchall()

    def row(self, sql: str, args: Sequence[Any] = ()) -> Row | None:
        found: Row | None = self._connection.execute(sql.replace("{for_update}", ""), args).fetchone()
        return found

    def run(self, sql: str, args: Sequence[Any] = ()) -> int:
        return self._connection.execute(sql, args).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._connection.executemany(sql, rows)


class SqliteDatabase:
    """A database file. Made if it is not there; its folder must be."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._queue = path.with_name(path.name + "-queue")
        self._lock = threading.RLock()
        try:
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            # What is erased by law, and kept drafts, must not stay in freed pages.
            self._connection.execute("PRAGMA secure_delete=ON")
            # without it, INSERT OR REPLACE takes a row away unseen by the triggers that refuse DELETE
            self._connection.execute("PRAGMA recursive_triggers=ON")
        except sqlite3.Error as error:
            raise Unfit(
                f"The database file cannot be opened ({error}). Check that the data folder exists, can be"
                " written to and has room, then start again."
            ) from error

    @contextmanager
    def transaction(self, *, write: bool = True) -> Iterator[SqliteTransaction]:
        with self._lock, self._turn(write=write):
            try:
                self._connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            except sqlite3.OperationalError as error:
                raise Busy(str(error)) from error
            try:
                yield SqliteTransaction(self._connection)
                self._connection.execute("COMMIT")
            except BaseException as error:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError):
                    raise Busy(str(error)) from error
                raise

    @contextmanager
    def _turn(self, *, write: bool) -> Iterator[None]:
        """Writers of several processes queue at a file lock: SQLite's own waiting polls, and can starve one of them."""
        if not write:
            yield
            return
        with self._queue.open("ab") as queue:
            fcntl.flock(queue, fcntl.LOCK_EX)
            yield

    def check(self) -> None:
        """Unfit unless commits are synced and the journal is WAL."""
        mode = self._connection.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = self._connection.execute("PRAGMA synchronous").fetchone()[0]
        if mode != "wal" or synchronous < FULL:
            raise Unfit(
                "SQLite must run with journal_mode WAL and synchronous FULL. Use a disk that allows it."
            )

    def close(self) -> None:
        self._connection.close()
