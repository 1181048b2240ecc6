"""PostgreSQL 15 or newer, by psycopg's pool. Start-up refuses a server that could lose what it acknowledged."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors
from psycopg_pool import ConnectionPool, PoolTimeout

from helsekort.store.database import Busy, Part, Row, Unfit, Unwritable
from helsekort.store.packing import Dictionaries

OLDEST_SERVER = 150_000
POOL = 4
WAIT_SECONDS = 10
AS_OF_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresqlTransaction:
    """A transaction on one connection of the pool."""

    def __init__(self, connection: psycopg.Connection[Row], dictionaries: Dictionaries) -> None:
        self._cursor = connection.cursor(binary=True)
        self.dictionaries = dictionaries

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        return self._cursor.execute(_dialect(sql, for_update=" FOR UPDATE"), args).fetchall()

    def row(self, sql: str, args: Sequence[Any] = ()) -> Row | None:
        return self._cursor.execute(_dialect(sql, for_update=" FOR UPDATE"), args).fetchone()

    def run(self, sql: str, args: Sequence[Any] = ()) -> int:
        return self._cursor.execute(_dialect(sql), args).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._cursor.executemany(_dialect(sql), rows)

    def fill(self, table: str, columns: dict[str, str], rows: Sequence[Sequence[Any]]) -> None:
        if not rows:
            return
        text = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
        with self._cursor.copy(text.encode()) as copy:
            copy.set_types(list(columns.values()))
            for row in rows:
                copy.write_row(row)


def _dialect(sql: str, for_update: str = "") -> bytes:
    """Our SQL in PostgreSQL's words."""
    return sql.replace("{for_update}", for_update).replace("?", "%s").encode()


class PostgresqlDatabase:
    """A server's database."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self._dictionaries = Dictionaries()
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
        """Without `write`, everything is read as of one moment: verify runs beside the service."""
        try:
            with self._pool.connection() as connection:
                if not write:
                    connection.execute(AS_OF_ONE_MOMENT)
                yield PostgresqlTransaction(connection, self._dictionaries)
        except (errors.DiskFull, errors.ReadOnlySqlTransaction) as error:
            raise Unwritable(room=not isinstance(error, errors.DiskFull)) from error
        except (psycopg.OperationalError, PoolTimeout) as error:
            raise Busy("the database server did not take the transaction") from error

    @contextmanager
    def sharing(self) -> Iterator[Part]:
        """The server itself lets commits share a sync, and each transaction is committed when it ends."""
        yield Part()

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
