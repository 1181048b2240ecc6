"""Forward-only numbered migrations with checksums. The files are read by the caller and passed in as text."""

import hashlib

from msgspec import Struct

from helsekort.store.database import Database, Transaction, Unfit
from helsekort.store.guards import guard

TYPES = {
    "sqlite": {"{blob}": "BLOB", "{without_rowid}": "WITHOUT ROWID"},
    "postgresql": {"{blob}": "bytea", "{without_rowid}": ""},
}
TABLE = (
    "CREATE TABLE IF NOT EXISTS schema_migration"
    " (number integer NOT NULL PRIMARY KEY, name text NOT NULL, checksum text NOT NULL)"
)


class Migration(Struct, frozen=True):
    """One file: `0001_the_record.sql` is number 1."""

    number: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def migrate(database: Database, migrations: list[Migration]) -> list[str]:
    """Apply what is missing, all in one transaction; the names applied.

    Unfit where an applied file has been changed since, or the database is newer than this program.
    """
    with database.transaction() as tx:
        if database.dialect == "postgresql":
            tx.rows("SELECT pg_advisory_xact_lock(7453)")
        tx.run(TABLE)
        applied: dict[int, str] = dict(tx.rows("SELECT number, checksum FROM schema_migration"))
        newest = migrations[-1].number
        if any(number > newest for number in applied):
            raise Unfit("The database was made by a newer version of helsekort. Start that version instead.")
        waiting = [migration for migration in migrations if migration.number not in applied]
        for migration in migrations:
            if applied.get(migration.number, migration.checksum) != migration.checksum:
                raise Unfit(f"{migration.name} was changed after it was applied. Restore the file as it was.")
        for migration in waiting:
            _apply(tx, migration, database.dialect)
    return [migration.name for migration in waiting]


def _apply(tx: Transaction, migration: Migration, dialect: str) -> None:
    for statement in statements(migration.text, dialect):
        tx.run(statement)
    tx.run(
        "INSERT INTO schema_migration (number, name, checksum) VALUES (?, ?, ?)",
        (migration.number, migration.name, migration.checksum),
    )


def statements(text: str, dialect: str) -> list[str]:
    """The statements of a migration in one dialect, guards written out."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("--")]
    plain = "\n".join(line for line in lines if not line.startswith("@"))
    for word, meaning in TYPES[dialect].items():
        plain = plain.replace(word, meaning)
    made = [statement.strip() for statement in plain.split(";") if statement.strip()]
    for line in lines:
        if line.startswith("@"):
            made += guard(line, dialect)
    return made
