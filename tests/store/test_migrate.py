"""Migrations go forward only, once each, and a changed one is refused."""

import threading
from pathlib import Path

import msgspec
import pytest

from helsekort import datafiles
from helsekort.store.database import Database, Unfit, open_database
from helsekort.store.migrate import (
    FIND_TABLE,
    STANDING,
    Migration,
    demand_current,
    migrate,
    statements,
)
from helsekort.store.sqlite import SqliteDatabase
from tests.cast import make_cast, open_house
from tests.store.stored import content

FIRST = Migration(
    1, "0001_first.sql", "-- words\nCREATE TABLE a (x bigint NOT NULL PRIMARY KEY, y {blob});\n"
)
SECOND = Migration(2, "0002_second.sql", "CREATE TABLE b (x bigint NOT NULL);\n@append_only b\n")


def _applied(database: Database) -> list[tuple[object, ...]]:
    with database.transaction(write=False) as tx:
        return tx.rows("SELECT number, name, checksum FROM schema_migration ORDER BY number")


def test_applied_in_order_and_once(empty_url: str) -> None:
    database = open_database(empty_url)
    assert migrate(database, [FIRST]) == [FIRST.name]
    assert migrate(database, [FIRST]) == []
    assert migrate(database, [FIRST, SECOND]) == [SECOND.name]
    assert migrate(database, [FIRST, SECOND]) == []
    assert _applied(database) == [(each.number, each.name, each.checksum) for each in (FIRST, SECOND)]
    database.close()


def test_a_second_run_touches_nothing(empty_url: str) -> None:
    ctx = open_house(empty_url)
    make_cast(ctx)
    before = content(ctx)
    assert migrate(ctx.database, datafiles.migrations()) == []
    assert content(ctx) == before
    ctx.database.close()


def test_a_changed_migration_is_refused_by_name(empty_url: str) -> None:
    database = open_database(empty_url)
    migrate(database, [FIRST])
    changed = msgspec.structs.replace(FIRST, text=FIRST.text + " ")
    with pytest.raises(Unfit, match=r"0001_first\.sql was changed after it was applied"):
        migrate(database, [changed, SECOND])
    assert len(_applied(database)) == 1
    database.close()


def test_a_newer_database_is_refused(empty_url: str) -> None:
    database = open_database(empty_url)
    migrate(database, [FIRST, SECOND])
    with pytest.raises(Unfit, match="newer version of helsekort"):
        migrate(database, [FIRST])
    database.close()


def test_one_that_fails_leaves_nothing(empty_url: str) -> None:
    database = open_database(empty_url)
    broken = Migration(2, "0002_broken.sql", "CREATE TABLE c (x bigint);\nCREATE TABLE a (x bigint);")
    with pytest.raises(Exception, match="already exists"):
        migrate(database, [FIRST, broken])
    assert migrate(database, [FIRST]) == [FIRST.name]
    with database.transaction() as tx:
        tx.run("CREATE TABLE c (x bigint)")
    database.close()


def test_several_at_once_apply_each_once(empty_url: str) -> None:
    """Two that start together, each on a connection of its own: one applies, the other finds it done."""
    results: list[list[str]] = []
    together = threading.Barrier(3)

    def start() -> None:
        database = open_database(empty_url)
        together.wait()
        results.append(migrate(database, datafiles.migrations()))
        database.close()

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = [migration.name for migration in datafiles.migrations()]
    assert sorted(results) == [[], [], names]


def test_several_may_open_a_new_database_at_once(empty_url: str) -> None:
    opened: list[Database] = []
    together = threading.Barrier(4)

    def start() -> None:
        together.wait()
        opened.append(open_database(empty_url))

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 4
    for database in opened:
        database.check()
        database.close()


def test_a_new_file_is_changed_to_wal_by_one_at_a_time(tmp_path: Path) -> None:
    """Without a queue about one new file in fifteen was refused to one of six; sixty files find that."""
    opened: list[SqliteDatabase] = []
    together = threading.Barrier(6)

    def start(path: Path) -> None:
        together.wait()
        opened.append(SqliteDatabase(path))

    for number in range(60):
        path = tmp_path / f"{number}.db"
        threads = [threading.Thread(target=start, args=(path,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(opened) == 6 * (number + 1)
    for database in opened:
        database.close()


def test_numbers_of_the_files_are_1_and_up() -> None:
    *found, last = datafiles.migrations()
    assert [migration.number for migration in found] == list(range(1, len(found) + 1))
    assert (last.number, last.name) == (STANDING, "second_wall.sql")


def test_what_stands_is_put_up_after_all_steps_and_anew_when_it_or_they_change(empty_url: str) -> None:
    database = open_database(empty_url)
    wall = Migration(
        STANDING, "wall.sql", "@only postgresql\nDROP TABLE IF EXISTS w;\n\nCREATE TABLE w (x integer)"
    )
    changed = msgspec.structs.replace(wall, text=wall.text.replace("x integer", "y integer"))
    assert migrate(database, [FIRST, wall]) == [FIRST.name, wall.name]
    assert migrate(database, [FIRST, wall]) == []
    assert migrate(database, [FIRST, changed]) == [wall.name]
    assert migrate(database, [FIRST, SECOND, changed]) == [SECOND.name, wall.name]
    demand_current(database, [FIRST, SECOND, changed])
    with pytest.raises(Unfit, match="helsekort migrate"):
        demand_current(database, [FIRST, SECOND, wall])
    with database.transaction() as tx:
        found = tx.rows(FIND_TABLE[database.dialect].replace("schema_migration", "w"))
    assert bool(found) == (database.dialect == "postgresql")
    database.close()


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_nothing_of_the_notation_is_left(dialect: str) -> None:
    for migration in datafiles.migrations():
        for statement in statements(migration.text, dialect):
            assert not set("@") & set(statement)
            assert "{" not in statement


def test_messages_that_were_worked_before_laboratories_were_registered_still_count(empty_url: str) -> None:
    """What stands on cards must not lose the messages it was settled from; what was not worked is asked about."""
    known = datafiles.migrations()
    place = next(at for at, each in enumerate(known) if "the_laboratories" in each.name)
    database = open_database(empty_url)
    migrate(database, known[:place])
    with database.transaction() as tx:
        for number, state in enumerate(("placed", "waiting", "outside", "received"), start=1):
            tx.run(
                "INSERT INTO inbox (message, digest, format, raw, received, state, reason, owner, card_id, tries,"
                " laboratory, person) VALUES (?, ?, 0, ?, 1, ?, '', 0, 0, 0, '', '')",
                (number, bytes([number]), b"<x/>", state),
            )
    migrate(database, known)
    with database.transaction(write=False) as tx:
        rows = tx.rows("SELECT state, let_in, erased FROM inbox ORDER BY message")
    assert [tuple(row) for row in rows] == [
        ("placed", 2, None),
        ("waiting", 2, None),
        ("outside", 2, None),
        ("received", 0, None),
    ]
    database.close()
