"""The role that the service has in PostgreSQL: it may do what the service does, and nothing to the walls around it."""

import re

from helsekort.store.database import Database, Transaction, Unfit
from helsekort.store.guards import REFUSED_BY
from helsekort.store.migrate import Migration

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
READ_ONLY = frozenset({"schema_migration", "dictionary"})
"""What only `migrate` writes."""
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def let_in(database: Database, migrations: list[Migration], role: str | None = None) -> list[str]:
    """Give a role what the service needs and no more, as the owner of the tables; the roles that were given it.

    Without `role`, those that were let in before: a new version may have new tables. Unfit where there is no such
    role, and where its word would go past the second wall.
    """
    if database.dialect != "postgresql":
        if role:
            raise Unfit("SQLite has no roles. --application-role is for PostgreSQL.")
        return []
    with database.transaction() as tx:
        roles = [role] if role else _let_in_before(tx)
        for each in roles:
            _demand_plain(tx, each)
            for statement in grants(_tables(tx), migrations, each):
                tx.run(statement.format(**_names(tx)))
    return roles


def _names(tx: Transaction) -> dict[str, str]:
    """What the schema and the database are called here."""
    found = tx.row("SELECT quote_ident(current_schema()), quote_ident(current_database())")
    return dict(zip(("schema", "database"), found or (), strict=True))


def _let_in_before(tx: Transaction) -> list[str]:
    rows = tx.rows(
        "SELECT DISTINCT grantee::text FROM information_schema.role_table_grants WHERE table_name = 'card'"
        " AND table_schema = current_schema() AND grantor = current_user AND grantee <> current_user"
        " AND privilege_type = 'INSERT' ORDER BY 1"
    )
    return [row[0] for row in rows]


def _demand_plain(tx: Transaction, role: str) -> None:
    if not _NAME.fullmatch(role):
        raise Unfit(
            "Name a role with small letters, digits and _ alone: --application-role helsekort_service"
        )
    found = tx.row(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
        " OR pg_has_role(rolname, current_user, 'MEMBER') FROM pg_roles WHERE rolname = ?",
        (role,),
    )
    if found is None:
        raise Unfit(f"There is no role {role}. Make it as an administrator: CREATE ROLE {role} LOGIN")
    if found[0]:
        raise Unfit(
            f"The role {role} could go past the second wall. Take a role that owns nothing, is a member of none that"
            f" does, and has no attribute but LOGIN: CREATE ROLE {role}_service LOGIN"
        )


def _tables(tx: Transaction) -> list[str]:
    rows = tx.rows("SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
    return [row[0] for row in rows]


def grants(tables: list[str], migrations: list[Migration], role: str) -> list[str]:
    """The statements that give a role all it needs. What a guard refuses of a table is not even granted."""
    refused: dict[str, frozenset[str]] = {}
    for migration in migrations:
        for line in migration.text.splitlines():
            guard, _, rest = line.partition(" ")
            if guard in REFUSED_BY:
                refused[rest.split()[0]] = REFUSED_BY[guard]
    made = [
        "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
        # a table of one's own that goes before the real one, or a function
        "REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA {{schema}} TO {role}",
    ]
    for table in tables:
        given = ("SELECT",) if table in READ_ONLY else ALL
        allowed = [each for each in given if each not in refused.get(table, ())]
        made.append(f"REVOKE ALL ON {table} FROM {role}, PUBLIC")
        made.append(f"GRANT {', '.join(allowed)} ON {table} TO {role}")
    return made


def demand_bound(database: Database) -> None:
    """Unfit where the service would speak to PostgreSQL as one whom the walls do not hold."""
    if database.dialect != "postgresql":
        return
    with database.transaction(write=False) as tx:
        found = tx.row(
            "SELECT current_user::text, r.rolsuper OR r.rolbypassrls OR pg_has_role(t.tableowner, 'MEMBER')"
            " OR has_table_privilege('audit', 'UPDATE, DELETE, TRUNCATE')"
            " OR has_schema_privilege(t.schemaname, 'CREATE')"
            " FROM pg_roles r, pg_tables t WHERE r.rolname = current_user AND t.tablename = 'card'"
            " AND t.schemaname = current_schema()"
        )
    if found is None or found[1]:
        name = found[0] if found else "nobody"
        raise Unfit(
            f"The service would speak to PostgreSQL as {name}, who could change the log and go past the second wall."
            " Make a role for it, CREATE ROLE helsekort_service LOGIN; let it in,"
            " helsekort migrate --application-role helsekort_service; and name it in HELSEKORT_DATABASE_URL."
        )


def may_bring_up(database: Database) -> bool:
    """Whether this one may change tables: the service's own role may not, and takes the database as it is."""
    if database.dialect != "postgresql":
        return True
    with database.transaction(write=False) as tx:
        return tx.row("SELECT has_schema_privilege(current_schema(), 'CREATE')") == (True,)
