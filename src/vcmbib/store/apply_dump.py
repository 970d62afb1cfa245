"""Applies the actions of a plan that come from a dump or that mark papers as different."""

from __future__ import annotations

import json
from collections.abc import Sequence

from vcmbib import errors
from vcmbib.model.dump.jsonl import encode
from vcmbib.model.dump.values import KeptRecord
from vcmbib.model.plan import ChangeVenue, MarkDifferent, Restore, SetAttachments
from vcmbib.model.text import fold, title_key
from vcmbib.store.bulk_insert import BulkInsert
from vcmbib.store.journal import Journal
from vcmbib.store.record_json import dump_record, load_record
from vcmbib.store.rows import RECORD_COLUMNS, SqlRow, SqlValue, venue_id, venue_name_rows

_DUMPED_COLUMNS = "source, origin, ref, retrieved, payload"


def restore(journal: Journal, bulk_insert: BulkInsert, actions: Sequence[Restore]) -> None:
    """Insert papers in bulk, with their times, files and records."""
    if not actions:
        return
    first = bulk_insert.add([a.line.paper for a in actions])
    journal.changed_papers.update(range(first, first + len(actions)))
    numbered = list(enumerate((a.line for a in actions), first))
    owner = first if len(actions) == 1 else None
    files: list[SqlRow] = [(n, path) for n, line in numbered for path in dict.fromkeys(line.files)]
    journal.insert("files", ("paper_id", "path"), files, owner)
    records = [_record_row(n, record) for n, line in numbered for record in line.records]
    journal.insert("records", RECORD_COLUMNS, records, owner)


def _record_row(paper: int, dumped: KeptRecord) -> SqlRow:
    """The row of a record; its payload has the canonical form if that loses nothing."""
    payload = dumped.claims
    title = ""
    try:
        record = load_record(dumped.source, dumped.origin, dumped.ref, payload)
        canonical = dump_record(record)
        title = record.title
        if json.loads(canonical) == json.loads(payload):
            payload = canonical
    except (LookupError, ValueError, TypeError, AttributeError):
        pass  # another version of the program wrote it: keep the payload as it is
    return (
        paper,
        dumped.source,
        dumped.origin,
        dumped.ref,
        dumped.retrieved,
        title_key(title),
        payload,
    )


def set_attachments(journal: Journal, actions: Sequence[SetAttachments]) -> None:
    """Set the files, records and times of papers. Raises NoSuchPaper for an unknown key."""
    for action in actions:
        paper = _paper_id(journal, action.key)
        _set_files(journal, paper, action.files)
        _set_records(journal, paper, action.records)
        times: dict[str, SqlValue] = {"added": action.added, "updated": action.updated}
        old = journal.db.execute(
            "SELECT added, updated FROM papers WHERE id = ?", (paper,)
        ).fetchone()
        changed: dict[str, SqlValue] = {}
        for (name, time), before in zip(times.items(), old, strict=True):
            if time and time != before:
                changed[name] = time
        if changed:
            journal.update("papers", paper, changed, paper)


def _paper_id(journal: Journal, key: str) -> int:
    row = journal.db.execute(
        "SELECT paper_id FROM citation_keys WHERE key = ? AND current = 1", (key,)
    ).fetchone()
    if row is None:
        raise errors.NoSuchPaper(key)
    return int(row[0])


def _set_files(journal: Journal, paper: int, files: Sequence[str]) -> None:
    rows = journal.db.execute(
        "SELECT id, path FROM files WHERE paper_id = ? ORDER BY id", (paper,)
    ).fetchall()
    paths = list(dict.fromkeys(files))
    new_rows: list[SqlRow] = [(paper, path) for path in paths]
    _replace_rows(journal, "files", ("paper_id", "path"), rows, new_rows, paths, paper)


def _set_records(journal: Journal, paper: int, records: Sequence[KeptRecord]) -> None:
    rows = [
        (number, KeptRecord(source, origin, ref, retrieved, encode(json.loads(payload))))
        for number, source, origin, ref, retrieved, payload in journal.db.execute(
            f"SELECT id, {_DUMPED_COLUMNS} FROM records WHERE paper_id = ? ORDER BY id", (paper,)
        )
    ]
    wanted = [_record_row(paper, r) for r in records]
    _replace_rows(journal, "records", RECORD_COLUMNS, rows, wanted, records, paper)


def _replace_rows(
    journal: Journal,
    table: str,
    columns: Sequence[str],
    old_rows: Sequence[tuple[int, object]],
    rows: Sequence[SqlRow],
    wanted: Sequence[object],
    paper: int,
) -> None:
    """Replace the rows of one paper in a table by `rows`.

    `old_rows` are pairs (id, value), and `wanted` are the values of `rows`. An old row stays if
    its value is the next one in `wanted`. Other old rows are deleted, and new rows inserted.
    """
    at = 0
    obsolete: list[int] = []
    for number, value in old_rows:
        if at < len(wanted) and value == wanted[at]:
            at += 1
        else:
            obsolete.append(number)
    journal.delete(table, obsolete)
    journal.insert(table, columns, rows[at:], paper)


def mark_different(journal: Journal, actions: Sequence[MarkDifferent]) -> None:
    """Mark pairs of papers as different, or remove the mark.

    Raises NoSuchPaper for an unknown key.
    """
    new_pairs: list[SqlRow] = []
    for action in actions:
        pair = sorted((_paper_id(journal, action.one), _paper_id(journal, action.other)))
        row = journal.db.execute(
            "SELECT id FROM not_duplicates WHERE paper_id = ? AND other_id = ?", pair
        ).fetchone()
        if action.different and row is None:
            new_pairs.append(tuple(pair))
        elif not action.different and row is not None:
            journal.delete("not_duplicates", [row[0]])
    journal.insert("not_duplicates", ("paper_id", "other_id"), list(dict.fromkeys(new_pairs)))


def change_venues(journal: Journal, actions: Sequence[ChangeVenue]) -> None:
    """Set the spellings, acronym and publisher of the venues that the library has."""
    for action in actions:
        venue = action.venue
        number = venue_id(venue)
        old = journal.db.execute(
            "SELECT acronym, publisher, name FROM venues WHERE id = ?", (number,)
        ).fetchone()
        if old is None:
            continue
        values: dict[str, SqlValue] = {
            "acronym": venue.acronym, "publisher": venue.publisher, "name": venue.name,
        }  # fmt: skip
        changed = {k: v for (k, v), o in zip(values.items(), old, strict=True) if v != o}
        if changed:
            journal.update("venues", number, changed, None)
        wanted = {row[2] for row in venue_name_rows(venue)}
        obsolete = [
            r[0]
            for r in journal.db.execute(
                "SELECT id, name FROM venue_names WHERE venue_id = ?", (number,)
            )
            if fold(r[1]) not in wanted
        ]
        journal.delete("venue_names", obsolete)
        journal.insert_missing("venue_names", venue_name_rows(venue))
