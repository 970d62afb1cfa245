"""The migrations of the schema. Each one runs in a transaction with its record."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from vcmbib.store.schema import APPLICATION_ID, LIBRARY, SCHEMA_VERSION

__all__ = ["APPLICATION_ID", "LIBRARY", "SCHEMA_VERSION", "migrations"]

migrations = Migrations("vcmbib")


@migrations()
def m001_library(db: Database) -> None:
    """Create the tables of papers, of the log and of the search index."""
    db.executescript(LIBRARY)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")
