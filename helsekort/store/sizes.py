"""How many bytes each table and index takes on the disk, its pages as full as they are."""

from helsekort.store.database import Transaction

# tables and indexes under their own name; what SQLite and PostgreSQL keep for themselves is left out
_SQLITE = (
    "SELECT s.name, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name"
    " WHERE m.name NOT LIKE 'sqlite_stat%' GROUP BY s.name ORDER BY s.name"
)
_POSTGRESQL = (
    "SELECT c.relname::text, (pg_relation_size(c.oid) + coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)),"
    " 0))::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'i') ORDER BY c.relname::text"
)


def by_name(tx: Transaction, dialect: str) -> dict[str, int]:
    """Bytes of every table and index by name. On SQLite a table without rowid is its own primary key."""
    return {row[0]: int(row[1]) for row in tx.rows(_SQLITE if dialect == "sqlite" else _POSTGRESQL)}
