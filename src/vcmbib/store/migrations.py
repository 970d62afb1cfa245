"""The migrations of the schema. Each one runs in a transaction with its record."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sqlite_utils import Database, Migrations

from vcmbib.store.schema import APPLICATION_ID, LIBRARY, SCHEMA_VERSION

__all__ = ["APPLICATION_ID", "LIBRARY", "SCHEMA_VERSION", "migrations"]

migrations = Migrations("vcmbib")


@migrations()
def m001_library(db: Database) -> None:
    """Create the tables of papers, of the log and of the search index, as they are today."""
    # `Database.executescript` looks for the end of a statement after each letter. This takes
    # three times as long as everything else in a new library.
    for statement in _statements(LIBRARY):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script. Each ends at the end of a line."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


@migrations()
def m002_printed_notes(db: Database) -> None:
    """Mark the notes that a file or catalogue stated: BibTeX prints them. The others are private.

    Several printed notes of a paper become one, with a blank line between them, as they were
    exported. The log keeps deleted notes, which undo restores; they are marked too.
    """
    if "printed" in {row[1] for row in db.execute("PRAGMA table_info(notes)")}:
        return
    db.execute(
        "ALTER TABLE notes ADD COLUMN printed INTEGER NOT NULL DEFAULT 0 CHECK (printed IN (0, 1))"
    )
    db.execute(
        "UPDATE notes SET printed = 1 WHERE EXISTS (SELECT 1 FROM records"
        " WHERE records.paper_id = notes.paper_id AND source <> 'person'"
        " AND json_extract(payload, '$.note') = notes.text)"
    )
    db.execute(
        "UPDATE history SET old = json_set(old, '$.printed', 1)"
        " WHERE tbl = 'notes' AND op = 'delete' AND (EXISTS (SELECT 1 FROM records"
        " WHERE records.paper_id = json_extract(history.old, '$.paper_id')"
        " AND source <> 'person'"
        " AND json_extract(payload, '$.note') = json_extract(history.old, '$.text'))"
        " OR EXISTS (SELECT 1 FROM history AS deleted WHERE deleted.tbl = 'records'"
        " AND deleted.op = 'delete' AND json_extract(deleted.old, '$.source') <> 'person'"
        " AND json_extract(deleted.old, '$.paper_id') = json_extract(history.old, '$.paper_id')"
        " AND json_extract(json_extract(deleted.old, '$.payload'), '$.note')"
        " = json_extract(history.old, '$.text')))"
    )
    _join_printed_notes(db)


def _join_printed_notes(db: Database) -> None:
    several = db.execute(
        "SELECT paper_id, min(id) FROM notes WHERE printed = 1"
        " GROUP BY paper_id HAVING count(*) > 1"
    ).fetchall()
    for paper, first in several:
        texts = db.execute(
            "SELECT text FROM notes WHERE paper_id = ? AND printed = 1 ORDER BY id", (paper,)
        ).fetchall()
        joined = "\n\n".join(text for (text,) in texts)
        db.execute("UPDATE notes SET text = ? WHERE id = ?", (joined, first))
        db.execute(
            "DELETE FROM notes WHERE paper_id = ? AND printed = 1 AND id <> ?", (paper, first)
        )
