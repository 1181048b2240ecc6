"""Forward-only numbered migrations with checksums. The files are read by the caller and passed in as text.

Beside the numbered ones there may be one that stands: it is no step, and is applied anew when its text has changed.
"""

import hashlib
from collections.abc import Iterable

from msgspec import Struct

from helsekort.store.database import Database, Transaction, Unfit
from helsekort.store.guards import guard
from helsekort.store.packing import Dictionary, stored

TYPES = {
    "sqlite": {"{blob}": "BLOB", "{without_rowid}": "WITHOUT ROWID"},
    "postgresql": {"{blob}": "bytea", "{without_rowid}": ""},
}
TABLE = (
    "CREATE TABLE IF NOT EXISTS schema_migration"
    " (number integer NOT NULL PRIMARY KEY, name text NOT NULL, checksum text NOT NULL)"
)

FIND_TABLE = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'",
    "postgresql": "SELECT 1 FROM pg_tables WHERE tablename = 'schema_migration'",
}


STANDING = 0
"""The number of what is no step: policies, which say how it is now, whatever was before."""


class Migration(Struct, frozen=True):
    """One file: `0001_the_record.sql` is number 1. STANDING is the number of one that is applied after all others."""

    number: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def migrate(
    database: Database, migrations: list[Migration], dictionaries: Iterable[Dictionary] = ()
) -> list[str]:
    """Apply and put there what is missing, all in one transaction; the names of it.

    Unfit where an applied file has been changed since, or the database is newer than this program.
    """
    with database.transaction() as tx:
        if database.dialect == "postgresql":
            # what a step changes of cards must be seen by it, though nobody acts
            tx.rows("SELECT pg_advisory_xact_lock(7453), set_config('helsekort.kind', 'system', true)")
        tx.run(TABLE)
        waiting = _waiting(tx, migrations)
        for migration in waiting:
            _apply(tx, migration, database.dialect)
        put = _put_there(tx, list(dictionaries))
    return [migration.name for migration in waiting] + put


def _put_there(tx: Transaction, dictionaries: list[Dictionary]) -> list[str]:
    """Give the database the dictionaries it lacks. One that it has is never changed."""
    known = {each.number: each for each in stored(tx)} if dictionaries else {}
    for each in dictionaries:
        if known.get(each.number, each) != each:
            raise Unfit(
                f"Dictionary {each.number} is not the one this database keeps. Start the version that made it."
            )
    missing = [each for each in dictionaries if each.number not in known]
    for each in missing:
        row = (each.number, each.log, each.content)
        tx.run("INSERT INTO dictionary (number, log, bytes) VALUES (?, ?, ?)", row)
    return [f"dictionary {each.number}" for each in missing]


def demand_current(database: Database, migrations: list[Migration]) -> None:
    """Unfit unless the database is of this version: for those who only read."""
    with database.transaction(write=False) as tx:
        if not tx.rows(FIND_TABLE[database.dialect]):
            raise Unfit("There is no record in this database. Name another, or make one: helsekort migrate")
        if _waiting(tx, migrations):
            raise Unfit("The database is of an older version. Bring it to this one first: helsekort migrate")


def _waiting(tx: Transaction, migrations: list[Migration]) -> list[Migration]:
    """What is not applied yet; Unfit where what is applied is not ours."""
    applied: dict[int, str] = dict(tx.rows("SELECT number, checksum FROM schema_migration"))
    steps = [migration for migration in migrations if migration.number != STANDING]
    if any(number > steps[-1].number for number in applied):
        raise Unfit("The database was made by a newer version of helsekort. Start that version instead.")
    for migration in steps:
        if applied.get(migration.number, migration.checksum) != migration.checksum:
            raise Unfit(f"{migration.name} was changed after it was applied. Restore the file as it was.")
    waiting = [migration for migration in steps if migration.number not in applied]
    standing = (migration for migration in migrations if migration.number == STANDING)
    return [*waiting, *(each for each in standing if waiting or applied.get(STANDING) != each.checksum)]


def _apply(tx: Transaction, migration: Migration, dialect: str) -> None:
    for statement in statements(migration.text, dialect):
        tx.run(statement)
    tx.run(
        "INSERT INTO schema_migration (number, name, checksum) VALUES (?, ?, ?)"
        " ON CONFLICT (number) DO UPDATE SET name = excluded.name, checksum = excluded.checksum",
        (migration.number, migration.name, migration.checksum),
    )


def statements(text: str, dialect: str) -> list[str]:
    """The statements of a migration in one dialect, guards written out.

    A text that begins with `@only postgresql` says nothing to another database, and ends each statement with a
    semicolon and a blank line.
    """
    if text.startswith("@only "):
        first, _, rest = text.partition("\n")
        return _whole_statements(rest) if first.split()[1] == dialect else []
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("--")]
    plain = "\n".join(line for line in lines if not line.startswith("@"))
    for word, meaning in TYPES[dialect].items():
        plain = plain.replace(word, meaning)
    made = [statement.strip() for statement in plain.split(";") if statement.strip()]
    for line in lines:
        if line.startswith("@"):
            made += guard(line, dialect)
    return made


def _whole_statements(text: str) -> list[str]:
    """Statements that may hold semicolons of their own."""
    lines = (line for line in text.splitlines() if not line.startswith("--"))
    parts = "\n".join(lines).split(";\n\n")
    return [part.strip().removesuffix(";") for part in parts if part.strip()]
