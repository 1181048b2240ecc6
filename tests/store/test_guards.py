"""The database itself refuses what the record never does."""

import sqlite3

import psycopg
import pytest

from helsekort import datafiles
from helsekort.actions.context import Context
from helsekort.store import (
    blocks,
    chain,
    clients,
    consents,
    deliveries,
    files,
    inbox,
    inquiries,
    log_tree,
    mandates,
    private_views,
    referrals,
    secret_addresses,
    tasks,
)
from helsekort.store.blocks import Block
from helsekort.store.chain import CARDS, PARTIES
from helsekort.store.clients import ClientRow
from helsekort.store.consents import ConsentRow
from helsekort.store.deliveries import DeliveryRow
from helsekort.store.guards import REFUSAL, guard
from helsekort.store.inquiries import InquiryRow
from helsekort.store.log_tree import LeafRow
from helsekort.store.private_views import OpenedClass
from helsekort.store.referrals import ReferralRow
from helsekort.store.tasks import SeenRow, TaskRow
from tests.cast import Cast
from tests.store.stored import breaks, content

# table -> a column to be changed
APPEND_ONLY = {
    "entry": "recorded",
    "party_entry": "recorded",
    "erasure": "basis",
    "audit": "event",
    "dictionary": "log",
    "result_seen": "at",
    "taken_over": "at",
    "block": "since",
    "block_end": "at",
    "consent": "said",
    "glass": "until",
    "review": "points",
    "review_outcome": "outcome",
    "tree_leaf": "leaf",
    "tree_node": "hash",
    "checkpoint": "note",
    "line_erasure": "basis",
}
ERASABLE = {
    "body": "bytes",
    "party_body": "bytes",
    "attached_file": "bytes",
    "review_text": "words",
    "audit_payload": "payload",
}
HEADS = {
    "card": "card_id",
    "party": "party_id",
    "inbox": "message",
    "inbox_key": "message",
    "inbox_report": "message",
    "task": "task",
    "laboratory": "her_id",
    "laboratory_unit": "her_id",
    "referral": "step",
    "handed_over": "until",
    "epicrisis_delivery": "step",
    "owed": "owner",
    "notice": "taken",
    "opened_class": "closed_by",
    "secret_address": "until",
    "cleared_unit": "until",
    "inquiry": "code",
    "mandate": "ended",
    "client": "client_id",
}
NEVER_DELETED = (*APPEND_ONLY, *ERASABLE, *HEADS)
KEYS = {
    "erasure": "log, owner_id, seq",
    "result_seen": "card_id, origin, party_id, seq",
    "dictionary": "number",
    "taken_over": "card_id, organisation, first_seq, at",
    "block": "woman, block_id",
    "block_end": "woman, block_id",
    "consent": "woman, at, consent_id",
    "glass": "woman, clinician, organisation, opened",
    "review": "review_id",
    "review_outcome": "review_id",
    "review_text": "review_id, seq",
    "audit": "card_id, at, line_id",
    "audit_payload": "card_id, at, line_id",
    "line_erasure": "card_id, at, line_id",
    "tree_leaf": "place",
    "tree_node": "level, place",
    "checkpoint": "size",
}
REFUSED = (sqlite3.DatabaseError, psycopg.DatabaseError)


@pytest.fixture
def full(cast: Cast) -> Context:
    """Gives a house where every guarded table holds at least one row."""
    with cast.ctx.database.transaction() as tx:
        chain.erase(tx, CARDS, cast.nora_card, 2, "her wish", 1)
        inbox.add(tx, 1, b"digest", b"<x/>", 1, 0)
        inbox.take_key(tx, "HER:1", "id", 1)
        inbox.add_report(tx, "HER:1#r", 1)
        tasks.add(tx, TaskRow(cast.nora_card, 1, 7, 7, "hiv", "2026-03-08", "new", 0, 4, 1, "2026-03-11"))
        tasks.mark_seen(tx, cast.nora_card, SeenRow(7, cast.amir.party, 7, 4, 1))
        files.put(tx, cast.nora_card, 9, b"%PDF-")
        referrals.put(tx, ReferralRow(cast.nora_card, 9, "referral", "routine", "", 4, 1, 5, 1, None, 1, 1))
        tx.run("INSERT INTO owed VALUES (?, 9, 'HB', '2026-03-11', 1, 1)", (cast.nora_card,))
        tx.run("INSERT INTO taken_over VALUES (?, 4, 1, 2, 1, 5, 0)", (cast.nora_card,))
        tx.run("INSERT INTO handed_over VALUES (?, 9, 1, 5, 1, 2)", (cast.nora_card,))
        blocks.add(tx, cast.nora.party, Block(1, cast.amir.party, "", 1, cast.nora.party, 0))
        blocks.end(tx, cast.nora.party, 1, 2, cast.nora.party, 0)
        consents.add(tx, cast.nora.party, 1, ConsentRow(1, "consented", "trial", cast.nora.party, 0))
        tx.run("INSERT INTO glass VALUES (1, 7, 5, 1, 2, ?, 'labour', '')", (cast.nora_card,))
        tx.run("INSERT INTO review VALUES (9, 'glass', ?, 7, 5, 1, 0, '')", (cast.nora_card,))
        tx.run("INSERT INTO review_outcome VALUES (9, 'rightful', 2, 8, 6)")
        tx.run("INSERT INTO review_text VALUES (9, 1, 'rier')")
        tx.run("INSERT INTO notice VALUES (1, 1, 3, 'glass', 'page', ?, NULL)", (cast.nora_card,))
        secret_addresses.protect(tx, cast.kari.party, "Confidential", 1)
        secret_addresses.clear(tx, cast.ingrid.organisation, 1)
        opened = OpenedClass("violence", 1, cast.ingrid.party, cast.ingrid.organisation)
        private_views.open_class(tx, cast.nora_card, opened)
        tx.run("INSERT INTO tree_node VALUES (8, 0, ?)", (b"node",))
        log_tree.put(tx, [LeafRow(0, cast.nora_card, 1, 1, b"leaf")], [])
        log_tree.add_checkpoint(tx, 1, "a note")
        tx.run("INSERT INTO line_erasure VALUES (1, 1, 1, 'her wish', 1)")
        inquiries.ask(tx, InquiryRow(cast.nora_card, 1, 5, 4, "2026-03-10", 1))
        clients.add(tx, ClientRow(1, "journal", "Journalsystemet"), 1)
        deliveries.put(tx, DeliveryRow(cast.nora_card, 9, 5, "requested", 4, 1, 1, 1))
        mandates.use(tx, cast.nora.party, cast.kari.party, "fullmakt", 1)
        for table in NEVER_DELETED:
            assert tx.row(f"SELECT count(*) FROM {table}") != (0,)
    return cast.ctx


def _refused(ctx: Context, sql: str, reason: str = REFUSAL) -> None:
    before = content(ctx)
    with pytest.raises(REFUSED, match=reason), ctx.database.transaction() as tx:
        tx.run(sql)
    assert content(ctx) == before


def test_every_guard_of_the_migrations_is_tried_here() -> None:
    text = "\n".join(migration.text for migration in datafiles.migrations())
    guarded = {line.split()[1] for line in text.splitlines() if line.startswith("@") and "@only" not in line}
    assert guarded == set(NEVER_DELETED)


@pytest.mark.parametrize(("table", "column"), (APPEND_ONLY | ERASABLE).items())
def test_update_is_refused(full: Context, table: str, column: str) -> None:
    _refused(full, f"UPDATE {table} SET {column} = {column}")


@pytest.mark.parametrize("table", NEVER_DELETED)
def test_delete_is_refused(full: Context, table: str) -> None:
    _refused(full, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", NEVER_DELETED)
def test_truncate_is_refused(full: Context, table: str) -> None:
    if full.database.dialect == "sqlite":
        # SQLite has no TRUNCATE; its DELETE without WHERE skips the rows one by one, but not where a trigger stands
        _refused(full, f"DELETE FROM {table}")
    else:
        _refused(full, f"TRUNCATE {table}")


@pytest.mark.parametrize("table", NEVER_DELETED)
def test_a_row_cannot_be_put_in_anothers_place(full: Context, table: str) -> None:
    """REPLACE deletes the row that is in the way, and SQLite does not always tell its triggers."""
    if full.database.dialect == "sqlite":
        _refused(full, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        column = (APPEND_ONLY | ERASABLE | HEADS)[table]
        _refused(full, f"INSERT INTO {table} SELECT * FROM {table}", "duplicate key")
        if table not in HEADS:
            key = KEYS.get(table) or _key(table)
            _refused(
                full,
                f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key})"
                f" DO UPDATE SET {column} = excluded.{column}",
            )


def _key(table: str) -> str:
    return "party_id, seq" if table.startswith("party") else "card_id, seq"


@pytest.mark.parametrize(("tables", "table"), [(CARDS, "body"), (PARTIES, "party_body")])
def test_a_body_goes_only_where_an_erasure_names_it(cast: Cast, tables: chain.Tables, table: str) -> None:
    owner = cast.nora_card if tables is CARDS else cast.nora.party
    other = cast.kari_card if tables is CARDS else cast.kari.party
    _refused(cast.ctx, f"DELETE FROM {table} WHERE {tables.owner} = {owner} AND seq = 1")
    with cast.ctx.database.transaction() as tx:
        # the same sequence of another, and the same of the other log, permit nothing
        tx.run("INSERT INTO erasure VALUES (?, ?, 1, 'x', 1)", (tables.log, other))
        wrong = PARTIES.log if tables is CARDS else CARDS.log
        tx.run("INSERT INTO erasure VALUES (?, ?, 1, 'x', 1)", (wrong, owner))
    _refused(cast.ctx, f"DELETE FROM {table} WHERE {tables.owner} = {owner} AND seq = 1")
    with cast.ctx.database.transaction() as tx:
        assert chain.erase(tx, tables, owner, 1, "her wish", 1)
    with cast.ctx.database.transaction() as tx:
        assert tx.row(f"SELECT 1 FROM {table} WHERE {tables.owner} = {owner} AND seq = 1") is None


def test_the_guards_leave_ordinary_work_alone(full: Context) -> None:
    with full.database.transaction() as tx:
        assert tx.run("UPDATE card SET active = active") == 2
        assert tx.run("UPDATE party SET name = name") > 2


@pytest.mark.parametrize("line", ["@append_only", "@append_only a b", "@erasable body", "@frozen entry"])
def test_a_guard_that_is_none_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="@append_only T"):
        guard(line, "sqlite")


def test_without_an_attack_nothing_is_broken(cast: Cast) -> None:
    assert breaks(cast.ctx) == []
