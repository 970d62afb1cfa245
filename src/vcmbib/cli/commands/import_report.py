"""The ledger of an import, as lines and as JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vcmbib.cli import output
from vcmbib.cli.command_line.hints import for_this_library
from vcmbib.model.paper import LinkKind, Record
from vcmbib.model.plan import LedgerEntry, Outcome, Plan

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json


_CODE = (LinkKind.CODE, LinkKind.PROJECT)


_FILLED = 20  # filled papers that are listed one by one


def show_ledger(plan: Plan, *, every_line: bool) -> None:
    """Print the entries that need attention (with `every_line` all of them) and the counts."""
    several = len({e.origin for e in plan.ledger.entries}) > 1
    filled = 0
    for entry in plan.ledger.entries:
        failed = entry.outcome is Outcome.FAILED
        noteworthy = bool(failed or entry.warnings or entry.conflicts)
        known_already = entry.outcome is Outcome.SKIPPED and entry.record is not None
        if entry.outcome is Outcome.FILLED and not noteworthy:
            filled += 1
            noteworthy = filled <= _FILLED
        if every_line or noteworthy or known_already:
            write = output.row if every_line else output.message_row
            write(_cells(entry, several))
    if filled > _FILLED and not every_line:
        output.message(f"and {filled - _FILLED} more were filled; --dry-run or --json tells each")
    counts = ", ".join(f"{plan.ledger.count(o)} {o.value}" for o in Outcome)
    output.out(f"read {plan.ledger.read}: {counts}{_skipped_kinds(plan)}")


def _skipped_kinds(plan: Plan) -> str:
    """The counts of skipped items that are no records, such as comments and macros."""
    kinds = Counter(
        e.reason or ""
        for e in plan.ledger.entries
        if e.outcome is Outcome.SKIPPED and e.record is None
    )
    text = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common(5))
    return f" ({text})" if text else ""


def _cells(entry: LedgerEntry, several: bool) -> list[str]:
    where = f"{entry.origin}: line {entry.line}" if several else f"line {entry.line}"
    parts = [where, entry.outcome.value, entry.key or ""]
    if entry.record is not None:
        parts.append(entry.record.title or "(no title)")
    if entry.reason:
        parts.append(for_this_library(entry.reason))
    return [p for p in parts if p]


def ledger_object(plan: Plan, *, change: int | None, dry_run: bool) -> Json:
    """The ledger as JSON: counts, and one row for each item read."""
    out: dict[str, Json] = {"vcmbib": 1, "read": plan.ledger.read}
    out |= {o.value: plan.ledger.count(o) for o in Outcome}
    out["change"] = change
    out["dry_run"] = dry_run
    out["rows"] = [_row(e) for e in plan.ledger.entries]
    return out


def _row(entry: LedgerEntry) -> Json:
    row: dict[str, Json] = {
        "file": entry.origin,
        "line": entry.line,
        "outcome": entry.outcome.value,
        "key": entry.key,
        "reason": entry.reason,
        "warnings": list(entry.warnings),
        "changes": [
            {"field": c.field, "old": c.old, "new": c.new, "why": c.why} for c in entry.changes
        ],
        "conflicts": [
            {"field": c.field, "kept": c.kept, "other": c.other} for c in entry.conflicts
        ],
        "record": None if entry.record is None else record_object(entry.record),
    }
    if entry.text:
        row["text"] = entry.text
    return row


def record_object(record: Record) -> Json:
    """A record as JSON."""
    code = next((k.url for k in record.links if k.kind is LinkKind.CODE), None)
    if code is None:
        code = next((k.url for k in record.links if k.kind in _CODE), None)
    venue = record.venue
    return {
        "title": record.title,
        "url": record.url,
        "authors": [n.natural for n in record.authors],
        "authors_complete": record.authors_complete,
        "venue": None if venue is None else venue.acronym or venue.name,
        "venue_kind": None if venue is None else venue.kind.value,
        "year": record.year,
        "honour": record.honour,
        "code": code,
        "links": [{"kind": k.kind.value, "label": k.label, "url": k.url} for k in record.links],
        "model": record.model,
        "topics": list(record.topics),
        "tags": list(record.tags),
        "category_path": list(record.places[0].path) if record.places else [],
        "identifiers": {i.scheme.value: i.value for i in reversed(record.identifiers)},
        "key": record.key or None,
        "type": record.entry_type or None,
        "volume": record.volume,
        "number": record.number,
        "pages": record.pages,
    }
