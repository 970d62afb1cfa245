"""Takes the reading of a group where it reads more of it than the reader of items."""

from __future__ import annotations

import re
from dataclasses import replace

from vcmbib.formats.markdown.document import MarkdownDocument
from vcmbib.formats.markdown.groups.read_groups import EntryGroup, is_better, read_groups
from vcmbib.formats.markdown.read_rows import ListReading
from vcmbib.model.paper import Record
from vcmbib.model.text import title_key

_RESTRUCTURED = re.compile(
    r"^\s*\+(?:[-=]{2,}\+){1,40}\s*$|<https?://[^<>\s]{1,500}>`__?|^\.\. [\w-]+::"
)


def add_groups(
    document: MarkdownDocument, taken: frozenset[int], origin: str, found: ListReading
) -> None:
    """Replace the records of items by those of groups that read more, and fill their gaps."""
    table_rows = [r for r in found.records if r.line in taken]
    items = {r.line: r for r in found.records if r.line not in taken}
    groups, categories = read_groups(
        document, taken, origin, {line: r.title for line, r in items.items()}
    )
    accepted = [g for g in groups if _is_paper_group(g, bool(table_rows), items)]
    evident = sum(e.evident for g in accepted for e in g.entries)
    if evident < (2 if items else 3) or _is_restructured(document):
        accepted = []
    for group in accepted:
        if is_better(
            group, [items[e.member.line] for e in group.entries if e.member.line in items]
        ):
            for entry in group.entries:
                items[entry.member.line] = entry.record
        else:
            for entry in group.entries:
                present = items.get(entry.member.line)
                if present is not None and title_key(present.title) == title_key(
                    entry.record.title
                ):
                    items[entry.member.line] = _filled(present, entry.record)
    read = {e.member.line for g in accepted for e in g.entries}
    for line, below in reversed(categories.items()):
        if len(below & read) > 1 or (below and below <= read):
            items.pop(line, None)
            read.add(line)
    found.records[:] = [*table_rows, *items.values()]


def _is_restructured(document: MarkdownDocument) -> bool:
    """Whether a document is reStructuredText: it has its links, directives or grid tables."""
    return sum(_RESTRUCTURED.search(line.raw) is not None for line in document.lines) >= 3


def _is_paper_group(group: EntryGroup, has_tables: bool, items: dict[int, Record]) -> bool:
    count = len(group.entries)
    if not count or group.likeness < 0.5:
        return False
    if count < (3 if has_tables else 1):
        return False
    return group.evidence >= (0.6 if count >= 2 else 1.0)


def _filled(present: Record, other: Record) -> Record:
    """The present record with the values that only the other has."""
    return replace(
        present,
        authors=present.authors or other.authors,
        year=present.year or other.year,
        venue=present.venue or other.venue,
    )
