"""The ledger of an import, as lines and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vcmbib.cli import output, terminal
from vcmbib.cli.command_line.hints import for_this_library
from vcmbib.logic.importer.plan import changes_message
from vcmbib.model.paper import LinkKind, Record
from vcmbib.model.plan import LedgerEntry, Outcome, Plan

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json


_CODE = (LinkKind.CODE, LinkKind.PROJECT)


_FILLED = 20  # filled papers that are listed one by one


def show_ledger(plan: Plan, *, every_line: bool) -> None:
    """Print the entries that need attention (with `every_line` all of them) and the counts."""
    several = len({e.origin for e in plan.ledger.entries}) > 1
    listed, left_out = _listed(plan.ledger.entries, every_line=every_line)
    on_terminal = terminal.on_terminal()
    if on_terminal:
        _draw(listed, several)
    else:
        write = output.row if every_line else output.message_row
        for entry in listed:
            write(_cells(entry, several))
    if left_out:
        output.message(f"and {left_out} more were completed; --dry-run or --json lists all")
    words = _WORDS if on_terminal else {}
    counts = ", ".join(f"{plan.ledger.count(o)} {words.get(o, o.value)}" for o in Outcome)
    report = f"read {plan.ledger.read}: {counts}{_skipped_kinds(plan)}"
    output.sentence(report)


_WORDS = {Outcome.FILLED: "completed", Outcome.SAME: "unchanged"}
"""The outcomes for people, where the words of the output for programs are not plain."""


def _listed(entries: Sequence[LedgerEntry], *, every_line: bool) -> tuple[list[LedgerEntry], int]:
    """The entries that need attention, and the number of filled papers that are left out."""
    if every_line:
        return [*entries], 0
    listed: list[LedgerEntry] = []
    filled = 0
    for entry in entries:
        failed = entry.outcome is Outcome.FAILED
        noteworthy = bool(failed or entry.warnings or entry.conflicts)
        known_already = entry.outcome is Outcome.SKIPPED and entry.record is not None
        if entry.outcome is Outcome.FILLED and not noteworthy:
            filled += 1
            noteworthy = filled <= _FILLED
        if noteworthy or known_already:
            listed.append(entry)
    return listed, max(filled - _FILLED, 0)


def _draw(entries: Sequence[LedgerEntry], several: bool) -> None:
    """Show entries on a terminal: outcome, line, key and title, and below it what to know."""
    from vcmbib.cli.display.items import draw_items
    from vcmbib.cli.display.labels import field_label
    from vcmbib.cli.display.palette import TextStyle
    from vcmbib.cli.display.spans import Cell, Span, cell, joined

    styles = {
        Outcome.ADDED: TextStyle.GOOD,
        Outcome.FILLED: TextStyle.GOOD,
        Outcome.FAILED: TextStyle.BAD,
    }
    lines: list[tuple[int, Cell]] = []
    for entry in entries:
        where = f"{entry.origin}: line {entry.line}" if several else f"line {entry.line}"
        outcome = Span(_WORDS.get(entry.outcome, entry.outcome.value),
                       styles.get(entry.outcome, TextStyle.PLAIN))  # fmt: skip
        title = "" if entry.record is None else entry.record.title or "(no title)"
        parts = [Span(where), outcome, Span(entry.key or "", TextStyle.KEY), Span(title)]
        lines.append((0, joined([(part,) for part in parts if part.text], "  ")))
        reasons = [for_this_library(_reason(entry))] if entry.reason else []
        reasons += [w for w in entry.warnings if w not in (entry.reason or "")]
        lines += [(1, cell(reason)) for reason in reasons]
        if entry.changes:
            labels = dict.fromkeys(field_label(c.field) for c in entry.changes)
            lines.append((1, cell(f"completed: {', '.join(labels)}", TextStyle.LABEL)))
    output.painted(draw_items(lines, output.look()))


def _reason(entry: LedgerEntry) -> str:
    """The reason for people, with the labels of fields. Another line names what is completed."""
    from vcmbib.cli.display.labels import field_label

    names = changes_message(entry.changes, entry.conflicts)
    kept = "; ".join(
        f"{field_label(c.field)}: {c.kept!r} is kept, not {c.other!r}" for c in entry.conflicts
    )
    reason = (entry.reason or "").replace(f": {names}", f": {kept}" if kept else "", 1)
    return reason.removesuffix(": ")


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
