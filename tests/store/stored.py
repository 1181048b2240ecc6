"""Everything that a database holds, and what can be said of it: for tests that compare before and after."""

from typing import Any

from helsekort.actions.context import Context
from helsekort.audit import checks, lines
from helsekort.audit.checks import LogBreak
from helsekort.audit.events import Event
from helsekort.audit.lines import Line
from helsekort.store import audit_lines, chain
from helsekort.store.chain import Break
from helsekort.store.database import Transaction

# table -> the column that says which card or party a row is about
OWNED = {
    "card": "card_id",
    "entry": "card_id",
    "body": "card_id",
    "attached_file": "card_id",
    "idempotency": "card_id",
    "seen": "card_id",
    "party": "party_id",
    "party_entry": "party_id",
    "party_body": "party_id",
    "party_number": "party_id",
    "party_role": "clinician",
    "persona": "party_id",
    "care_relation": "woman",
    "block": "woman",
    "block_end": "woman",
    "unit_entity": "organisation",
    "consent": "woman",
    "erasure": "owner_id",
    "session": "party_id",
    "draft": "card_id",
    "inbox": "card_id",
    "inbox_key": "message",
    "inbox_report": "message",
    "lab_report": "card_id",
    "lab_result": "card_id",
    "lab_word": "party_id",
    "lab_outside": "card_id",
    "laboratory_unit": "unit",
    "task": "card_id",
    "result_seen": "card_id",
    "hold": "card_id",
    "dictionary": "number",
    "client": "client",
}

Rows = dict[str, list[tuple[Any, ...]]]


def content(ctx: Context) -> Rows:
    """Every row of every table but the audit log's, in a fixed order."""
    with ctx.database.transaction(write=False) as tx:
        return {table: _sorted(tx, f"SELECT * FROM {table}") for table in OWNED}


def everything(ctx: Context) -> Rows:
    """Every row of every table there is."""
    there = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
        "postgresql": "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1",
    }
    with ctx.database.transaction(write=False) as tx:
        names = [row[0] for row in tx.rows(there[ctx.database.dialect])]
        return {name: _sorted(tx, f"SELECT * FROM {name}") for name in names}


def written(ctx: Context) -> Rows:
    """The same without what has been seen, which reading changes too."""
    return {table: rows for table, rows in content(ctx).items() if table != "seen"}


def about_card(ctx: Context, card: int) -> Rows:
    """Every row that stands under a card, its audit lines too."""
    tables = ("card", "entry", "body", "idempotency", "seen", "audit", "audit_payload")
    with ctx.database.transaction(write=False) as tx:
        return {table: _sorted(tx, f"SELECT * FROM {table} WHERE card_id = ?", (card,)) for table in tables}


def besides(ctx: Context, card: int) -> Rows:
    """Every row that is about no part of this card: all other cards with their audit lines, and all parties."""
    found = {}
    with ctx.database.transaction(write=False) as tx:
        for table, owner in OWNED.items():
            where = " WHERE card_id <> ?" if owner == "card_id" else " WHERE ? = ?"
            found[table] = _sorted(tx, f"SELECT * FROM {table}{where}", (card,) * where.count("?"))
        found["erasure"] = _sorted(tx, "SELECT * FROM erasure WHERE owner_id <> ?", (card,))
        for table in ("audit", "audit_payload"):
            found[table] = _sorted(tx, f"SELECT * FROM {table} WHERE card_id NOT IN (0, ?)", (card,))
    return found


def _sorted(tx: Transaction, sql: str, args: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
    return sorted(tx.rows(sql, args), key=repr)


def audit(ctx: Context) -> list[Line]:
    """Every audit line there is, in the order of cards and times."""
    with ctx.database.transaction(write=False) as tx:
        return [lines.read(row.payload) for row in audit_lines.every(tx) if row.payload]


def words(ctx: Context) -> str:
    """All text in the audit log, without the numbers that ids and times are."""
    return repr(
        [
            (line.event, line.permission, line.rule, line.kind, line.category, line.job, line.about)
            for line in audit(ctx)
        ]
    )


def refusals(ctx: Context) -> list[Line]:
    return [line for line in audit(ctx) if line.event is Event.REFUSED]


def breaks(ctx: Context) -> list[Break | LogBreak]:
    """All that verify finds, in both logs and in the audit log."""
    with ctx.database.transaction(write=False) as tx:
        return [*chain.verify(tx, chain.CARDS), *chain.verify(tx, chain.PARTIES), *checks.verify(tx)]
