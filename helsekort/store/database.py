"""One way to speak to either database. SQL is written with `?`; a transaction commits or leaves nothing."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from helsekort.store.packing import Dictionaries

Row = tuple[Any, ...]


class Unfit(Exception):
    """The database cannot be used as it is. The message says what to change."""


class Busy(Exception):
    """The database could not take the transaction now. Nothing was saved; trying again may work."""


class Unwritable(Busy):
    """The database has no room, or may not be written. Trying again helps only once someone has seen to it."""

    def __init__(self, *, room: bool = True) -> None:
        super().__init__(
            "The database may not be written, so nothing was saved: give this user leave to write to its folder,"
            " or choose another folder."
            if room
            else "The disk has no room for the database, so nothing was saved: make room, and try again."
        )


class Acting(Struct, frozen=True):
    """Who acts, to the database: `kind` is woman, clinician, system or nobody; `at` is the moment, in microseconds."""

    kind: str
    party: int = 0
    unit: int = 0
    at: int = 0


JOB = Acting("system")
"""The service itself or its operator: for no person."""


class Transaction(Protocol):
    """What store functions are handed. All of it is committed together, and synced before commit returns."""

    dictionaries: Dictionaries

    def deciding(self) -> None:
        """From here on, until `as_actor`, heads of cards can be read and nothing else of them."""
        ...

    def as_actor(self, acting: Acting, card: int = 0, /) -> bool:
        """From here on only what this one may see can be read, or written; whether they see the card.

        A second wall behind access/decide.py, which PostgreSQL alone has: elsewhere it is always True. Where neither
        was called, nothing of any card is there.
        """
        ...

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[Row]: ...

    def row(self, sql: str, args: Sequence[Any] = ()) -> Row | None: ...

    def run(self, sql: str, args: Sequence[Any] = ()) -> int:
        """Run one statement; the number of rows it touched."""
        ...

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None: ...

    def fill(self, table: str, columns: dict[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert many rows the fastest way there is. `columns` are PostgreSQL's types by name, in the rows' order."""
        ...


class Round:
    """Transactions that share one commit. Whoever took part waits for its end before anything is answered.

    Each of `waiting` is called once, when it is `over`. `failed` then says why nothing of it was saved, if so.
    """

    def __init__(self, commit: Callable[[], None]) -> None:
        self._commit = commit
        self.over = False
        self.failed: Busy | None = None
        self.waiting: list[Callable[[], None]] = []

    def end(self, lost: Busy | None = None) -> None:
        """Commit it now, and tell all who wait; to do so again does nothing. `lost`: why it is lost already."""
        if self.over:
            return
        self.over = True
        try:
            self._commit()
        except Busy as error:
            self.failed = lost or error
        for told in self.waiting:
            told()


class Part:
    """What one call of an entrance took part in. `round` is None where nothing is left to wait for."""

    round: Round | None = None


class Database(Protocol):
    """An open database."""

    dialect: str

    def transaction(self, *, write: bool = True) -> AbstractContextManager[Transaction]: ...

    def sharing(self) -> AbstractContextManager[Part]:
        """Inside, transactions of this thread may share a commit with others: see `Part.round` afterwards.

        Each is still whole or not there at all, and one that fails takes none of the others along.
        """
        ...

    def check(self) -> None:
        """Unfit where what is acknowledged might be lost."""
        ...

    def close(self) -> None: ...


def answers(tx: Transaction) -> bool:
    """Whether the database answers at all."""
    return tx.row("SELECT 1") is not None


def open_database(url: str) -> Database:
    """`sqlite:///file` or `postgresql://…` -> an open database. Unfit names a URL that is neither."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        from helsekort.store.sqlite import SqliteDatabase

        return SqliteDatabase(Path(unquote(url.removeprefix("sqlite:///"))))
    if scheme in ("postgresql", "postgres"):
        from helsekort.store.postgresql import PostgresqlDatabase

        return PostgresqlDatabase(url)
    raise Unfit("HELSEKORT_DATABASE_URL must begin with sqlite:/// or postgresql://. Set it and start again.")
