"""What PostgreSQL itself refuses the service's role: rows of cards it was not told to see, and the walls themselves."""

from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest
from msgspec.structs import replace
from psycopg import errors, sql

from helsekort import datafiles
from helsekort.access.actors import Actor
from helsekort.actions import cards, knowing
from helsekort.actions.outcomes import Refused
from helsekort.store import files
from helsekort.store.chain import CARDS, Overtaken, append, head
from helsekort.store.database import JOB, Acting, Transaction, Unfit, open_database
from helsekort.store.opening import open_fit
from helsekort.store.roles import demand_bound, let_in
from tests.actions.every_action import EXAMPLES, Example
from tests.cast import MOMENT, Cast, open_house
from tests.fixtures.wall import SERVICE, Walled
from tests.store.stored import refusals

TABLES = ("card", "entry", "body", "attached_file", "fair_copy")
NOTHING: dict[str, frozenset[int]] = dict.fromkeys(TABLES, frozenset())
EACH = pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())


def _acting(actor: Actor) -> Acting:
    return Acting(actor.kind, actor.party, actor.organisation, MOMENT)


def _seen(tx: Transaction) -> dict[str, frozenset[int]]:
    """The cards of which there are rows, in each table."""
    return {table: frozenset(row[0] for row in tx.rows(f"SELECT card_id FROM {table}")) for table in TABLES}


@pytest.fixture
def full(walled: Walled, walled_cast: Cast) -> Cast:
    """Gives a cast with a row of both cards in every table behind the wall."""
    with walled.owner.database.transaction() as tx:
        for card in (walled_cast.nora_card, walled_cast.kari_card):
            files.put(tx, card, 99, b"%PDF-")
            tx.run("INSERT INTO fair_copy VALUES (?, 1, 0, ?, ?)", (card, b"", b""))
    return walled_cast


def test_where_nobody_acts_there_is_no_row(walled: Walled, full: Cast) -> None:
    with walled.service.database.transaction() as tx:
        assert _seen(tx) == NOTHING
    for user in (SERVICE, "helsekort"):
        with walled.connection(user) as bare:
            for table in TABLES:
                query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
                assert bare.execute(query).fetchone() == (0,)


def test_each_sees_the_cards_of_those_they_care_for_and_she_her_own(walled: Walled, full: Cast) -> None:
    both = frozenset([full.kari_card, full.nora_card])
    for actor, expected in (
        (full.ingrid, both),
        (full.lars, frozenset[int]()),
        (full.nora, frozenset([full.nora_card])),
        (full.kari, frozenset([full.kari_card])),
        (replace(full.ingrid, organisation=full.amir.organisation), frozenset()),
    ):
        with walled.service.database.transaction() as tx:
            tx.as_actor(_acting(actor))
            assert _seen(tx) == dict.fromkeys(TABLES, expected)
    with walled.service.database.transaction() as tx:
        tx.as_actor(JOB)
        assert _seen(tx) == dict.fromkeys(TABLES, both)


def test_a_relation_begins_and_ends_at_its_time(walled: Walled, full: Cast) -> None:
    with walled.service.database.transaction() as tx:
        for at in (0, 10**18):
            known = tx.as_actor(
                Acting("clinician", full.ingrid.party, full.ingrid.organisation, at), full.nora_card
            )
            assert known == (at > 0)


def test_while_it_is_decided_heads_are_there_and_nothing_that_stands_on_them(
    walled: Walled, full: Cast
) -> None:
    both = frozenset([full.kari_card, full.nora_card])
    with walled.service.database.transaction() as tx:
        tx.deciding()
        assert _seen(tx) == {**NOTHING, "card": both}
        assert tx.run("UPDATE card SET active = active") == 0
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            tx.run("INSERT INTO card (card_id, woman, active, last_seq, last_hash) VALUES (5, 1, 1, 0, '')")


def test_it_is_said_whether_the_card_is_seen(walled: Walled, full: Cast) -> None:
    with walled.service.database.transaction() as tx:
        assert tx.as_actor(_acting(full.ingrid), full.nora_card)
        assert not tx.as_actor(_acting(full.lars), full.nora_card)
        assert _seen(tx) == NOTHING
        assert not tx.as_actor(_acting(full.ingrid), 12345)
        assert tx.as_actor(_acting(full.nora), full.nora_card)
        assert not tx.as_actor(_acting(full.nora), full.kari_card)


def test_a_reviewer_sees_the_head_of_what_is_under_review_and_nothing_on_it(
    walled: Walled, full: Cast
) -> None:
    with walled.owner.database.transaction() as tx:
        tx.run("INSERT INTO review VALUES (1, 'glass', ?, 5, 6, 7, 0, '')", (full.nora_card,))
    with walled.service.database.transaction() as tx:
        for card in (full.nora_card, 0):
            assert tx.as_actor(Acting("reviewer", 8, 9, MOMENT), card) == (card != 0)
            assert _seen(tx) == {**NOTHING, "card": frozenset([full.nora_card])}
        assert tx.run("UPDATE card SET active = active") == 0


def test_nothing_is_carried_over_to_the_next_transaction(walled: Walled, full: Cast) -> None:
    """A connection of the pool is told anew each time; what was told before is gone, also after a fault."""
    database = walled.service.database
    for _ in range(8):
        with database.transaction() as tx:
            tx.as_actor(_acting(full.ingrid), full.nora_card)
        with database.transaction() as tx:
            assert _seen(tx) == NOTHING
        with pytest.raises(ZeroDivisionError), database.transaction() as tx:
            tx.as_actor(JOB)
            raise ZeroDivisionError
        with database.transaction() as tx:
            assert _seen(tx) == NOTHING
    with database.sharing():
        with database.transaction() as tx:
            tx.as_actor(_acting(full.ingrid), full.nora_card)
            assert _seen(tx)["entry"]
        with database.transaction() as tx:
            tx.deciding()
            assert _seen(tx)["entry"] == frozenset()


def test_writing_goes_no_further_than_seeing(walled: Walled, full: Cast) -> None:
    with walled.service.database.transaction() as tx:
        tx.as_actor(_acting(full.ingrid))
        there = head(tx, CARDS, full.nora_card, lock=True)
        assert there is not None
    with walled.service.database.transaction() as tx:
        tx.as_actor(_acting(full.lars))
        assert head(tx, CARDS, full.nora_card, lock=True) is None
        with pytest.raises(Overtaken):
            append(tx, CARDS, full.nora_card, there, [], bytes)
    for table, values in (
        ("fair_copy", "1, 0, '', ''"),
        ("body", "9, 0, '', ''"),
        ("attached_file", "8, ''"),
    ):
        with pytest.raises(errors.InsufficientPrivilege), walled.service.database.transaction() as tx:
            tx.as_actor(_acting(full.lars))
            tx.run(f"INSERT INTO {table} VALUES ({full.nora_card}, {values})")


# Actions that only the owner of the tables may do -> why.
OWNERS = {"erase_line": "the service's role may not touch the log, not even by law"}


@EACH
def test_every_action_is_done_through_the_wall(example: Example, walled: Walled, walled_cast: Cast) -> None:
    """By the service's role, told of nothing but what the action itself tells."""
    arguments = example.needs(walled_cast)
    ctx = example.allowed_in(walled.service)
    if example.action.__name__ in OWNERS:
        with pytest.raises(errors.InsufficientPrivilege):
            example.action(example.may(walled_cast), ctx=ctx, **arguments)
        ctx = example.allowed_in(walled.owner)
    example.action(example.may(walled_cast), ctx=ctx, **arguments)


def test_a_mistake_in_decide_is_stopped_by_the_wall(
    walled: Walled, walled_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were everyone in care of everyone, Lars would still be refused, and her log would say by what."""
    monkeypatch.setattr(knowing, "_in_care", lambda *_, **__: True)
    with pytest.raises(Refused):
        cards.open_card(walled_cast.lars, ctx=walled.service, card=walled_cast.nora_card)
    (line,) = refusals(walled.owner)
    assert (line.rule, line.card) == ("second-wall", walled_cast.nora_card)


# What the service's role may try in vain: by itself, and after a superuser took its place.
ATTEMPTS = {
    "change the log": "UPDATE audit SET event = 'read'",
    "delete from the log": "DELETE FROM audit",
    "empty the log": "TRUNCATE audit",
    "change what a line says": "UPDATE audit_payload SET payload = ''",
    "delete what a line says": "DELETE FROM audit_payload",
    "change an entry": "UPDATE entry SET recorded = 0",
    "change a body": "UPDATE body SET bytes = ''",
    "change a dictionary": "UPDATE dictionary SET bytes = ''",
    "pretend to be newer": "INSERT INTO schema_migration VALUES (9999, 'x', 'x')",
    "forget a step": "DELETE FROM schema_migration",
    "delete a card": "DELETE FROM card",
    "take the wall down": "ALTER TABLE entry DISABLE ROW LEVEL SECURITY",
    "not be forced": "ALTER TABLE card NO FORCE ROW LEVEL SECURITY",
    "drop a policy": "DROP POLICY of_card ON entry",
    "add a policy": "CREATE POLICY mine ON entry USING (true)",
    "disable triggers": "ALTER TABLE audit DISABLE TRIGGER ALL",
    "drop a trigger": "DROP TRIGGER audit_no_delete ON audit",
    "replay as a replica, past triggers": "SET session_replication_role = replica",
    "create a function": "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "create one out of sight": "CREATE FUNCTION pg_temp.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "replace one of the wall's": "CREATE OR REPLACE FUNCTION acting_kind() RETURNS text LANGUAGE sql AS 'SELECT ''x'''",
    "create a table": "CREATE TABLE mine (x integer)",
    "put a table before the real one": "CREATE TEMPORARY TABLE card (card_id bigint)",
    "create a view": "CREATE VIEW mine AS SELECT * FROM entry",
    "create a schema": "CREATE SCHEMA mine",
    "become the owner": "SET ROLE helsekort",
    "become a superuser": "SET ROLE postgres",
    "make itself one": f"ALTER ROLE {SERVICE} SUPERUSER",
    "make itself pass the wall": f"ALTER ROLE {SERVICE} BYPASSRLS",
    "join the owner": f"GRANT helsekort TO {SERVICE}",
    "take the table": f"ALTER TABLE card OWNER TO {SERVICE}",
    "grant itself more": f"GRANT ALL ON audit TO {SERVICE}",
    "add a column": "ALTER TABLE card ADD COLUMN x integer",
    "index what it cannot see": "CREATE INDEX mine ON entry (author)",
    "copy out by a program": "COPY card TO PROGRAM 'cat'",
    "write a file": "COPY (SELECT 1) TO '/tmp/helsekort-attempt'",
    "read a file": "SELECT pg_read_file('/etc/passwd')",
    "analyse what it cannot see": "SELECT * FROM pg_statistic",
    "copy in past the policies": "COPY fair_copy FROM STDIN",
    "change the system": "ALTER SYSTEM SET fsync = off",
}
REFUSALS = (errors.InsufficientPrivilege, errors.FeatureNotSupported)


@pytest.fixture(params=["by itself", "in a superuser's place"])
def service_role(request: pytest.FixtureRequest, walled: Walled, full: Cast) -> Iterator[psycopg.Connection]:
    """Gives a connection of the service's role: its own, and one that a superuser handed on to it."""
    if request.param == "by itself":
        with walled.connection() as own:
            yield own
        return
    with walled.connection("postgres") as handed:
        handed.execute(f"SET SESSION AUTHORIZATION {SERVICE}")
        yield handed


def test_what_the_service_may_not_is_refused_by_the_database(service_role: psycopg.Connection) -> None:
    # the worst case: it says that it is a job of the service, and sees every row
    service_role.execute("SET helsekort.kind = 'system'")
    went = []
    for what, attempt in ATTEMPTS.items():
        with suppress(*REFUSALS):
            service_role.execute(attempt)
            went.append(what)
    # PostgreSQL only warns of this one
    assert went == ["grant itself more"]
    may = "SELECT has_table_privilege('audit', 'UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')"
    assert service_role.execute(may).fetchone() == (False,)


def test_row_security_cannot_be_switched_off(walled: Walled, full: Cast) -> None:
    """Switched off, PostgreSQL refuses what policies would filter, rather than showing it."""
    for user in (SERVICE, "helsekort"):
        with walled.connection(user) as connection:
            connection.execute("SET row_security = off")
            with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
                connection.execute("SELECT count(*) FROM entry")


def test_the_owner_is_held_by_the_wall_too_and_a_superuser_is_not(walled: Walled, full: Cast) -> None:
    count = "SELECT count(*) FROM entry"
    with walled.connection("helsekort") as owner, walled.connection("postgres") as superuser:
        assert owner.execute(count).fetchone() == (0,)
        assert (superuser.execute(count).fetchone() or (0,))[0] > 0


def test_every_table_behind_the_wall_is_forced(walled: Walled) -> None:
    with walled.connection("postgres") as connection:
        found = connection.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1"
        )
        assert [row[0] for row in found] == sorted(TABLES)


def test_start_up_refuses_who_could_go_past_the_walls(walled: Walled) -> None:
    demand_bound(walled.service.database)
    for user in ("helsekort", "postgres"):
        database = open_database(walled.server.url(walled.name, user))
        with pytest.raises(Unfit, match=f"as {user}, who could change the log"):
            demand_bound(database)
        database.close()


@pytest.mark.parametrize(
    ("grant", "take_back"),
    [
        (f"GRANT UPDATE ON audit TO {SERVICE}", f"REVOKE UPDATE ON audit FROM {SERVICE}"),
        (f"GRANT CREATE ON SCHEMA public TO {SERVICE}", f"REVOKE CREATE ON SCHEMA public FROM {SERVICE}"),
        (f"ALTER ROLE {SERVICE} BYPASSRLS", f"ALTER ROLE {SERVICE} NOBYPASSRLS"),
        (f"GRANT helsekort TO {SERVICE}", f"REVOKE helsekort FROM {SERVICE}"),
    ],
)
def test_start_up_refuses_a_role_that_was_given_more(walled: Walled, grant: str, take_back: str) -> None:
    with walled.connection("postgres") as superuser:
        superuser.execute(grant)
        try:
            with pytest.raises(Unfit, match="who could change the log"):
                demand_bound(walled.service.database)
        finally:
            superuser.execute(take_back)
    demand_bound(walled.service.database)


@pytest.mark.parametrize(
    ("role", "says"),
    [
        ("nobody_here", "There is no role nobody_here"),
        ("postgres", "could go past the second wall"),
        ("helsekort", "could go past the second wall"),
        ('x"; DROP TABLE card', "small letters"),
    ],
)
def test_who_cannot_be_let_in_is_told_what_to_do(walled: Walled, role: str, says: str) -> None:
    with pytest.raises(Unfit, match=says):
        let_in(walled.owner.database, datafiles.migrations(), role)


def test_a_new_table_is_open_to_who_was_let_in_before(walled: Walled) -> None:
    with walled.owner.database.transaction() as tx:
        tx.run("CREATE TABLE later (x integer)")
    with walled.connection() as own, pytest.raises(errors.InsufficientPrivilege):
        own.execute("SELECT * FROM later")
    assert let_in(walled.owner.database, datafiles.migrations()) == [SERVICE]
    with walled.connection() as own:
        own.execute("SELECT * FROM later")


def test_sqlite_has_no_roles(tmp_path: object) -> None:
    database = open_house(f"sqlite:///{tmp_path}/x.db").database
    assert let_in(database, datafiles.migrations()) == []
    demand_bound(database)
    with pytest.raises(Unfit, match="SQLite has no roles"):
        let_in(database, datafiles.migrations(), SERVICE)
    database.close()


def test_the_service_starts_on_a_database_that_is_up_to_date_and_never_changes_it(walled: Walled) -> None:
    url = walled.server.url(walled.name, SERVICE)
    database, applied = open_fit(url, datafiles.migrations(), datafiles.dictionaries())
    database.close()
    assert applied == []
    with walled.connection("postgres") as superuser:
        superuser.execute("DELETE FROM schema_migration WHERE number = 0")
    with pytest.raises(Unfit, match="helsekort migrate"):
        open_fit(url, datafiles.migrations(), datafiles.dictionaries())
