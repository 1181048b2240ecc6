"""Opening a database for use: made and brought up to date whole, or left as it was found."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote

from helsekort.store.database import Database, Unfit, open_database
from helsekort.store.migrate import Migration, demand_current, migrate
from helsekort.store.packing import Dictionary
from helsekort.store.roles import may_bring_up

BESIDE = ("", "-wal", "-shm", "-journal", "-queue")
"""Endings of the files that SQLite, and we, keep for one database."""


def open_fit(
    url: str, migrations: list[Migration], dictionaries: Sequence[Dictionary] = (), *, bring_up: bool = True
) -> tuple[Database, list[str]]:
    """The database and the steps applied now; without `bring_up`, or for one who may not change it, it must be of this
    version already.

    Unfit, Busy and Unwritable say what stands in the way; then no file or folder is left that was not there.
    """
    with whole_or_nothing(file_of(url)):
        database = open_database(url)
        try:
            bring_up = bring_up and may_bring_up(database)
            applied = migrate(database, migrations, dictionaries) if bring_up else []
            if not bring_up:
                demand_current(database, migrations)
            database.check()
        except BaseException:
            database.close()
            raise
        return database, applied


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; None for a server's."""
    return Path(unquote(url.removeprefix("sqlite:///"))) if url.startswith("sqlite:///") else None


@contextmanager
def whole_or_nothing(file: Path | None) -> Iterator[None]:
    """Make the folder of a database's file; where what follows fails, take away what was not there before."""
    if file is None:
        yield
        return
    missing = [folder for folder in file.parents if not folder.exists()]
    new = not file.exists()
    try:
        _make_folder(file.parent)
        yield
    except BaseException:
        if new:
            remove(file)
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
        raise


def remove(file: Path) -> None:
    """Take away a database with the files beside it; those that may not be taken away stay."""
    for ending in BESIDE:
        with suppress(OSError):
            file.with_name(file.name + ending).unlink(missing_ok=True)


def move(file: Path, to: Path) -> None:
    """Put a closed database in the place of another, which is gone then."""
    remove(to)
    for ending in reversed(BESIDE):
        beside = file.with_name(file.name + ending)
        if beside.exists():
            beside.replace(to.with_name(to.name + ending))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unfit(
            f"The data folder {folder} cannot be made ({error.strerror}). Choose another by --data or"
            " HELSEKORT_DATA_DIR."
        ) from error
