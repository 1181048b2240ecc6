"""SQLite: one connection for each process, used by one thread at a time; WAL and synchronous=FULL.

Transactions stand alone, or, inside `sharing`, in a round: one transaction of SQLite in which each is a savepoint, so
that a single commit makes them all durable.
"""

import fcntl
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from helsekort.store.database import Acting, Busy, Part, Round, Row, Unfit, Unwritable
from helsekort.store.packing import Dictionaries

BUSY_MILLISECONDS = 10_000
PAGES_AHEAD = 4000
"""Pages of the log before it is brought over: four times the usual 1,000, so that fewer answers wait for it; 16 MB."""
FULL = 2
NO_ROOM = frozenset(
    {
        sqlite3.SQLITE_FULL,
        # what a write that finds no room becomes where the disk says so in another way: a quota, a limit of size
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
        sqlite3.SQLITE_IOERR_TRUNCATE,
    }
)
NO_LEAVE = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})
PRIMARY = 0xFF
"""The part of an extended result code that says its kind."""


class SqliteTransaction:
    """A transaction on the process's connection."""

    def __init__(self, connection: sqlite3.Connection, dictionaries: Dictionaries) -> None:
        self._connection = connection
        self.dictionaries = dictionaries

    def deciding(self) -> None:
        """SQLite has no roles and no second wall."""

    def as_actor(self, _acting: Acting, _card: int = 0, /) -> bool:
        return True

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        return self._connection.execute(_dialect(sql), args).fetchall()

    def row(self, sql: str, args: Sequence[Any] = ()) -> Row | None:
        found: Row | None = self._connection.execute(_dialect(sql), args).fetchone()
        return found

    def run(self, sql: str, args: Sequence[Any] = ()) -> int:
        return self._connection.execute(sql, args).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._connection.executemany(sql, rows)

    def fill(self, table: str, columns: dict[str, str], rows: Sequence[Sequence[Any]]) -> None:
        marks = ", ".join("?" for _ in columns)
        self.many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


@lru_cache(512)
def _dialect(sql: str) -> str:
    """Our SQL without what has no meaning where one writes at a time."""
    return sql.replace("{for_update}", "").replace("{skip_locked}", "")


class SqliteDatabase:
    """A database file. Made if it is not there; its folder must be."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._dictionaries = Dictionaries()
        # Held by a call of `sharing`, and from the first transaction of a round to its end: by the same thread.
        self._lock = threading.RLock()
        self._part: Part | None = None
        self._round: Round | None = None
        try:
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
            self._queue = os.open(path.with_name(path.name + "-queue"), os.O_RDWR | os.O_CREAT, 0o666)
            self._leave_for_good = weakref.finalize(self, os.close, self._queue)
            self._write_ahead()
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.execute(f"PRAGMA wal_autocheckpoint={PAGES_AHEAD}")
            # What is erased by law, and kept drafts, must not stay in freed pages.
            self._connection.execute("PRAGMA secure_delete=ON")
            # without it, INSERT OR REPLACE takes a row away unseen by the triggers that refuse DELETE
            self._connection.execute("PRAGMA recursive_triggers=ON")
        except (sqlite3.Error, OSError) as error:
            if hasattr(self, "_connection"):
                self._connection.close()
            raise Unfit(
                f"The database file cannot be opened ({error}). Check that the data folder exists, can be"
                " written to and has room, then start again."
            ) from error
        self._transaction = SqliteTransaction(self._connection, self._dictionaries)

    def _write_ahead(self) -> None:
        """One at a time in the queue: two that change a new file to WAL at once make SQLite refuse without waiting."""
        if self._connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        fcntl.flock(self._queue, fcntl.LOCK_EX)
        try:
            self._connection.execute("PRAGMA journal_mode=WAL")
        finally:
            self._leave_queue()

    @contextmanager
    def transaction(self, *, write: bool = True) -> Iterator[SqliteTransaction]:
        with self._lock:
            if self._part is not None and (write or self._round is not None):
                with self._savepoint(self._part):
                    yield self._transaction
                return
            if self._round is not None:
                # of this thread, for another would still wait for the lock
                self._round.end()
            self._begin(write=write)
            try:
                yield self._transaction
                self._connection.execute("COMMIT")
            except BaseException as error:
                self._roll_back()
                if isinstance(error, sqlite3.OperationalError):
                    raise _busy(error) from error
                raise
            finally:
                self._leave_queue()

    @contextmanager
    def sharing(self) -> Iterator[Part]:
        with self._lock:
            self._part = part = Part()
            try:
                yield part
            finally:
                self._part = None

    @contextmanager
    def _savepoint(self, part: Part) -> Iterator[None]:
        """One transaction of a round. Where SQLite itself has rolled back, the whole round is lost, and says so."""
        if part.round is not None and part.round.failed is not None:
            # what this call wrote before is lost, so nothing it still does may look as if it were not
            raise Busy("an earlier transaction of this call was lost")
        if self._round is None:
            self._begin(write=True)
            self._lock.acquire()
            self._round = Round(self._commit_round)
        part.round = own = self._round
        self._connection.execute("SAVEPOINT part")
        try:
            yield
            self._connection.execute("RELEASE part")
        except BaseException as error:
            busy = _busy(error) if isinstance(error, sqlite3.OperationalError) else None
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK TO part")
                self._connection.execute("RELEASE part")
            else:
                own.end(busy)
            if busy is not None:
                raise busy from error
            raise

    def _commit_round(self) -> None:
        """Every way out leaves nothing open."""
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise _busy(error) from error
        finally:
            self._round = None
            self._leave_queue()
            self._lock.release()

    def _begin(self, *, write: bool) -> None:
        """Writers of several processes queue at a file lock: SQLite's own waiting polls, and can starve one of them."""
        if write:
            fcntl.flock(self._queue, fcntl.LOCK_EX)
        try:
            self._connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        except sqlite3.OperationalError as error:
            self._leave_queue()
            raise _busy(error) from error

    def _leave_queue(self) -> None:
        fcntl.flock(self._queue, fcntl.LOCK_UN)

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

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
        self._leave_for_good()


def _busy(error: sqlite3.Error) -> Busy:
    """What stands in the way: another's write, which passes, or the disk, which does not."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    if code in NO_ROOM:
        return Unwritable(room=False)
    return Unwritable() if code & PRIMARY in NO_LEAVE else Busy(str(error))
