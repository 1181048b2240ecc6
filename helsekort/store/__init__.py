"""All SQL, and nothing that is not SQL: one text for SQLite and PostgreSQL."""
