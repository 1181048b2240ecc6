"""PostgreSQL 15 or newer, by psycopg's pool. Start-up refuses a server that could lose what it acknowledged."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import errors
from psycopg_pool import ConnectionPool, PoolTimeout

from helsekort.store.database import Acting, Busy, Part, Row, Unfit, Unwritable
from helsekort.store.packing import Dictionaries

OLDEST_SERVER = 150_000
POOL = 4
WAIT_SECONDS = 10
DECIDING = "SELECT set_config('helsekort.kind', 'deciding', true), set_config('helsekort.card', '', true)"
ACT_AS = "SELECT act_as(?::text, ?::bigint, ?::bigint, ?::bigint, ?::bigint)"
AS_OF_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresqlTransaction:
    """A transaction on one connection of the pool. `wrote` is whether it has changed or locked anything."""

    def __init__(self, connection: psycopg.Connection[Row], dictionaries: Dictionaries) -> None:
        self._connection = connection
        self._cursor = connection.cursor(binary=True)
        self.dictionaries = dictionaries
        self._later: list[tuple[bytes, list[Sequence[Any]]]] = []
        self.wrote = False

    def deciding(self) -> None:
        self._asked(DECIDING, ()).fetchone()

    def as_actor(self, acting: Acting, card: int = 0, /) -> bool:
        found = self.row(ACT_AS, (acting.kind, acting.party, acting.unit, acting.at, card))
        return found == (True,)

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        return self._asked(sql, args).fetchall()

    def row(self, sql: str, args: Sequence[Any] = ()) -> Row | None:
        return self._asked(sql, args).fetchone()

    def run(self, sql: str, args: Sequence[Any] = ()) -> int:
        self.wrote = True
        self._send()
        return self._cursor.execute(_dialect(sql), args).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Sent before the next statement, or together with the commit: nobody waits for its result."""
        self.wrote = True
        self._later.append((_dialect(sql), list(rows)))

    def commit(self) -> None:
        """Send what is left and the commit in one go; a fault of either is raised here."""
        with self._connection.pipeline():
            self._send()
            self._connection.commit()

    def _asked(self, sql: str, args: Sequence[Any]) -> psycopg.Cursor[Row]:
        self.wrote = self.wrote or "{for_update}" in sql
        self._send()
        return self._cursor.execute(_dialect(sql), args)

    def _send(self) -> None:
        later, self._later = self._later, []
        for sql, rows in later:
            if len(rows) == 1:
                self._cursor.execute(sql, rows[0])
            elif rows:
                self._cursor.executemany(sql, rows)

    def fill(self, table: str, columns: dict[str, str], rows: Sequence[Sequence[Any]]) -> None:
        if not rows:
            return
        self.wrote = True
        self._send()
        # not by COPY, which PostgreSQL refuses where rows have policies
        arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
        text = f"INSERT INTO {table} ({', '.join(columns)}) SELECT * FROM unnest({arrays})"
        self._cursor.execute(text.encode(), [list(column) for column in zip(*rows, strict=True)])


@lru_cache(512)
def _dialect(sql: str) -> bytes:
    """Our SQL in PostgreSQL's words."""
    locked = sql.replace("{for_update}", " FOR UPDATE").replace("{skip_locked}", " SKIP LOCKED")
    return locked.replace("?", "%s").encode()


class _OfThread(threading.local):
    """What the call of an entrance holds in this thread, and whether there is one."""

    sharing = False
    connection: psycopg.Connection[Row] | None = None


class PostgresqlDatabase:
    """A server's database."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self._dictionaries = Dictionaries()
        self._own = _OfThread()
        self._pool: ConnectionPool[psycopg.Connection[Row]] = ConnectionPool(
            url, min_size=1, max_size=POOL, timeout=WAIT_SECONDS, open=False
        )
        try:
            self._pool.open(wait=True, timeout=WAIT_SECONDS)
        except (psycopg.Error, PoolTimeout) as error:
            self._pool.close()
            raise Unfit(
                "The PostgreSQL server did not answer. Check HELSEKORT_DATABASE_URL and that the server runs."
            ) from error

    @contextmanager
    def transaction(self, *, write: bool = True) -> Iterator[PostgresqlTransaction]:
        """Without `write`, everything is read as of one moment: verify runs beside the service.

        Inside `sharing`, one that has only read is left open for the next of the same call, which sees what others
        commit meanwhile all the same.
        """
        try:
            with self._connection() as connection:
                if not write:
                    connection.commit()
                    connection.execute(AS_OF_ONE_MOMENT)
                tx = PostgresqlTransaction(connection, self._dictionaries)
                try:
                    yield tx
                    if tx.wrote or not write or not self._own.sharing:
                        tx.commit()
                except BaseException:
                    connection.rollback()
                    raise
        except (errors.DiskFull, errors.ReadOnlySqlTransaction) as error:
            raise Unwritable(room=not isinstance(error, errors.DiskFull)) from error
        except (psycopg.OperationalError, PoolTimeout) as error:
            raise Busy("the database server did not take the transaction") from error

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection[Row]]:
        """The one this call holds, or one for this transaction alone."""
        if self._own.connection is not None:
            yield self._own.connection
            return
        connection = self._pool.getconn()
        if self._own.sharing:
            self._own.connection = connection
            yield connection
            return
        try:
            yield connection
        finally:
            self._pool.putconn(connection)

    @contextmanager
    def sharing(self) -> Iterator[Part]:
        """One connection for all of a call. The server itself lets commits share a sync, so there is no round."""
        self._own.sharing = True
        try:
            yield Part()
        finally:
            self._own.sharing = False
            connection, self._own.connection = self._own.connection, None
            if connection is not None:
                # of a transaction that only read; where the server is gone, so is that
                with suppress(psycopg.OperationalError):
                    connection.rollback()
                self._pool.putconn(connection)

    def check(self) -> None:
        """Unfit where a setting lets an acknowledged write be lost, or the server is too old."""
        with self.transaction(write=False) as tx:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                found = tx.row(f"SELECT current_setting('{name}')")
                if not found or found[0] == "off":
                    raise Unfit(f"PostgreSQL runs with {name} off. Turn it on and start again.")
            version = tx.row("SELECT current_setting('server_version_num')")
            if not version or int(version[0]) < OLDEST_SERVER:
                raise Unfit("PostgreSQL must be version 15 or newer.")

    def close(self) -> None:
        self._pool.close()
