"""Carrying out the actions that come from a dump: papers exactly as they were elsewhere, and what
hangs on a paper that `Paper` does not show.
"""

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
from vcmbib.store.rows import RECORD_COLUMNS, Row, Value, venue_id, venue_name_rows

_KEPT = "source, origin, ref, retrieved, payload"


def restore(journal: Journal, bulk_insert: BulkInsert, actions: Sequence[Restore]) -> None:
    """Put new papers in, in bulk, each with its times, files and records."""
    if not actions:
        return
    first = bulk_insert.add([a.line.paper for a in actions])
    journal.changed_papers.update(range(first, first + len(actions)))
    numbered = list(enumerate((a.line for a in actions), first))
    owner = first if len(actions) == 1 else None
    files: list[Row] = [(n, path) for n, line in numbered for path in dict.fromkeys(line.files)]
    journal.insert("files", ("paper_id", "path"), files, owner)
    records = [_record_row(n, record) for n, line in numbered for record in line.records]
    journal.insert("records", RECORD_COLUMNS, records, owner)


def _record_row(paper: int, kept: KeptRecord) -> Row:
    """The row of a record, its claims in the order of `payload` where that knows all of them."""
    payload = kept.claims
    title = ""
    try:
        record = load_record(kept.source, kept.origin, kept.ref, payload)
        ours = dump_record(record)
        title = record.title
        if json.loads(ours) == json.loads(payload):
            payload = ours
    except (LookupError, ValueError, TypeError, AttributeError):
        pass  # a claim of another version of the program: kept word for word
    return (paper, kept.source, kept.origin, kept.ref, kept.retrieved, title_key(title), payload)


def set_attachments(journal: Journal, actions: Sequence[SetAttachments]) -> None:
    """Give papers exactly these files, records and times."""
    for action in actions:
        paper = _paper(journal, action.key)
        _keep_files(journal, paper, action.files)
        _keep_records(journal, paper, action.records)
        times: dict[str, Value] = {"added": action.added, "updated": action.updated}
        old = journal.db.execute(
            "SELECT added, updated FROM papers WHERE id = ?", (paper,)
        ).fetchone()
        differing: dict[str, Value] = {}
        for (name, time), before in zip(times.items(), old, strict=True):
            if time and time != before:
                differing[name] = time
        if differing:
            journal.update("papers", paper, differing, paper)


def _paper(journal: Journal, key: str) -> int:
    row = journal.db.execute(
        "SELECT paper_id FROM citation_keys WHERE key = ? AND current = 1", (key,)
    ).fetchone()
    if row is None:
        raise errors.NoSuchPaper(key)
    return int(row[0])


def _keep_files(journal: Journal, paper: int, files: Sequence[str]) -> None:
    rows = journal.db.execute(
        "SELECT id, path FROM files WHERE paper_id = ? ORDER BY id", (paper,)
    ).fetchall()
    _bring(journal, "files", ("paper_id", "path"), rows, [(paper, f) for f in dict.fromkeys(files)],
           [*dict.fromkeys(files)], paper)  # fmt: skip


def _keep_records(journal: Journal, paper: int, records: Sequence[KeptRecord]) -> None:
    rows = [
        (number, KeptRecord(source, origin, ref, retrieved, encode(json.loads(payload))))
        for number, source, origin, ref, retrieved, payload in journal.db.execute(
            f"SELECT id, {_KEPT} FROM records WHERE paper_id = ? ORDER BY id", (paper,)
        )
    ]
    wanted = [_record_row(paper, r) for r in records]
    _bring(journal, "records", RECORD_COLUMNS, rows, wanted, records, paper)


def _bring(
    journal: Journal,
    table: str,
    columns: Sequence[str],
    have: Sequence[tuple[int, object]],
    rows: Sequence[Row],
    shown: Sequence[object],
    paper: int,
) -> None:
    """Bring the rows of one paper to `rows`: those that stay keep their place before the new ones.

    `shown` is what tells the rows apart, one for each of them.
    """
    at = 0
    gone: list[int] = []
    for number, value in have:
        if at < len(shown) and value == shown[at]:
            at += 1
        else:
            gone.append(number)
    journal.delete(table, gone)
    journal.insert(table, columns, rows[at:], paper)


def mark_different(journal: Journal, actions: Sequence[MarkDifferent]) -> None:
    """Note pairs of papers that are two, or take such notes back."""
    fresh: list[Row] = []
    for action in actions:
        pair = sorted((_paper(journal, action.one), _paper(journal, action.other)))
        row = journal.db.execute(
            "SELECT id FROM not_duplicates WHERE paper_id = ? AND other_id = ?", pair
        ).fetchone()
        if action.different and row is None:
            fresh.append(tuple(pair))
        elif not action.different and row is not None:
            journal.delete("not_duplicates", [row[0]])
    journal.insert("not_duplicates", ("paper_id", "other_id"), list(dict.fromkeys(fresh)))


def change_venues(journal: Journal, actions: Sequence[ChangeVenue]) -> None:
    """Give venues exactly these spellings, acronym and publisher."""
    for action in actions:
        venue = action.venue
        number = venue_id(venue)
        old = journal.db.execute(
            "SELECT acronym, publisher, name FROM venues WHERE id = ?", (number,)
        ).fetchone()
        if old is None:
            continue
        values: dict[str, Value] = {
            "acronym": venue.acronym, "publisher": venue.publisher, "name": venue.name,
        }  # fmt: skip
        differing = {k: v for (k, v), o in zip(values.items(), old, strict=True) if v != o}
        if differing:
            journal.update("venues", number, differing, None)
        wanted = {row[2] for row in venue_name_rows(venue)}
        gone = [
            r[0]
            for r in journal.db.execute(
                "SELECT id, name FROM venue_names WHERE venue_id = ?", (number,)
            )
            if fold(r[1]) not in wanted
        ]
        journal.delete("venue_names", gone)
        journal.insert_missing("venue_names", venue_name_rows(venue))
