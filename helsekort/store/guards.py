"""Triggers by which the database itself refuses what the record never does, written once for both databases."""

REFUSAL = "the record is append-only"
_OWNERS = {"card": "card_id", "party": "party_id", "review": "review_id"}
"""The log that an erasure names -> the column of its owner."""
REFUSED_BY = {
    "@append_only": frozenset({"UPDATE", "DELETE"}),
    "@never_deleted": frozenset({"DELETE"}),
    "@erasable": frozenset({"UPDATE"}),
}
"""What nobody may ever do to a table with such a guard. What is erasable may be deleted in part."""


def guard(line: str, dialect: str) -> list[str]:
    """A line such as `@append_only entry` -> the statements for "sqlite" or "postgresql".

    ValueError names a line that is none of the three.
    """
    words = line.split()
    if words[0] == "@append_only" and len(words) == 2:
        return _refuse(words[1], ("UPDATE", "DELETE"), "1=1", dialect)
    if words[0] == "@never_deleted" and len(words) == 2:
        return _refuse(words[1], ("DELETE",), "1=1", dialect)
    if words[0] == "@erasable" and len(words) == 4 and words[3] in _OWNERS:
        owner = _OWNERS[words[3]]
        unnamed = (
            f"NOT EXISTS (SELECT 1 FROM erasure WHERE log = '{words[3]}'"
            f" AND owner_id = OLD.{owner} AND seq = OLD.seq)"
        )
        return [
            *_refuse(words[1], ("UPDATE",), "1=1", dialect),
            *_refuse(words[1], ("DELETE",), unnamed, dialect),
        ]
    if words[0] == "@now_erasable" and len(words) == 3:
        return _now_erasable(words[1], words[2], dialect)
    raise ValueError(
        f"{line}: write @append_only T, @never_deleted T, @erasable T log L or @now_erasable T E"
    )


def _now_erasable(table: str, erasures: str, dialect: str) -> list[str]:
    """The lines of the log, which were append-only at first: one goes where a row of `erasures` names it."""
    unnamed = (
        f"NOT EXISTS (SELECT 1 FROM {erasures} e WHERE e.card_id = OLD.card_id AND e.at = OLD.at"
        " AND e.line_id = OLD.line_id)"
    )
    name = f"{table}_no_delete"
    if dialect == "sqlite":
        return [f"DROP TRIGGER {name}", *_sqlite_trigger(table, "DELETE", unnamed)]
    return [_function(name, _refusal(unnamed), anew=True)]


def _refuse(table: str, operations: tuple[str, ...], when: str, dialect: str) -> list[str]:
    make = _sqlite_trigger if dialect == "sqlite" else _postgresql_triggers
    return [statement for operation in operations for statement in make(table, operation, when)]


def _sqlite_trigger(table: str, operation: str, when: str) -> list[str]:
    name = f"{table}_no_{operation.lower()}"
    statement = (
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} WHEN {when}"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )
    return [statement]


def _postgresql_triggers(table: str, operation: str, when: str) -> list[str]:
    """A row trigger, and one for TRUNCATE where rows may not go."""
    name = f"{table}_no_{operation.lower()}"
    statements = [
        _function(name, _refusal(when)),
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
    if operation == "DELETE":
        emptied = f"{table}_no_truncate"
        each = "FOR EACH STATEMENT EXECUTE FUNCTION"
        statements.append(_function(emptied, f"RAISE EXCEPTION '{REFUSAL}';"))
        statements.append(f"CREATE TRIGGER {emptied} BEFORE TRUNCATE ON {table} {each} {emptied}()")
    return statements


def _refusal(when: str) -> str:
    return (
        f"IF {when} THEN RAISE EXCEPTION '{REFUSAL}'; END IF;"
        " RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;"
    )


def _function(name: str, body: str, *, anew: bool = False) -> str:
    create = "CREATE OR REPLACE" if anew else "CREATE"
    return f"{create} FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
