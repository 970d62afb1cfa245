"""What a file contains that neither the library nor the new text has: overwriting would lose it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vcmbib.cli.file_input.text_encoding import decode
from vcmbib.cli.text_files import DUMP, OutputFile
from vcmbib.errors import NotUnderstood, VcmbibError
from vcmbib.formats import READERS, format_of, load_reader
from vcmbib.formats.items.unread_text import unread_text
from vcmbib.logic.importer.plan import plan_import
from vcmbib.logic.missing_statements import (
    MissingStatement,
    Work,
    letters,
    may_be_the_same,
    missing_statements,
    title_of,
)
from vcmbib.model.paper import Category, Paper, Place, Problem, Reading, Record, Skipped, SourceKind
from vcmbib.model.plan import Outcome
from vcmbib.model.raw_fields import RawFields, is_raw

if TYPE_CHECKING:
    from vcmbib.store.library import Library

_LARGEST = 100_000_000  # bytes: a larger file is not read to be compared
_MOST_CHANGES = 200  # changes of the log that are looked through for earlier values
_SHOWN = 60  # characters of a text in a message


@dataclass(frozen=True, slots=True)
class LostText:
    """An entry that would be lost (its name), a value of an entry, or a line of other text."""

    name: str
    field: str = ""
    text: str = ""

    def __str__(self) -> str:
        """The lost text in a few words."""
        if self.field:
            return f"{self.name}: {self.field} = {_short(self.text)}"
        return f"{self.name}: {_short(self.text)}" if self.text else self.name


@dataclass(slots=True)
class _DoubtfulRecord:
    """A record of the file, the works of its paper, and the statements that none of them has.

    `missing` is None as long as no paper is known for it.
    """

    record: Record
    works: list[Work] = field(default_factory=list)
    missing: list[MissingStatement] | None = None


def lost_text(
    file: OutputFile, old: bytes, library: Library, coming: Sequence[Record] = ()
) -> tuple[LostText, ...]:
    """What would be lost if the bytes `old` of a file were overwritten.

    The old text is read in its own format. `coming` are records that the command imports.
    """
    name, new, kind = file.name, file.text, file.kind
    if len(old) > _LARGEST:
        return (LostText(f"{len(old) // 1_000_000} MB, too much to compare"),)
    try:
        text = decode(old, name).text
    except NotUnderstood:
        return (LostText("bytes that are not text"),)
    if not text.strip("\ufeff \t\r\n"):
        return ()
    new_lines = _KnownLines(new, failure_notes=file.failure_notes)
    old_kind = _kind_of(name, text, kind)
    try:
        reading = _read(old_kind, text)
    except NotUnderstood:
        reading = Reading()
    if not reading.records:
        return tuple(_lines(enumerate(text.splitlines(), 1), new_lines))
    titles = [_NO_CATEGORY, *(c.title for c in library.categories())]
    kept = (*_read_again(kind, new), *coming)
    lost = _lost_records(reading.records, kept, titles, library)
    outside = [(p.line + i, t) for p in reading.problems for i, t in enumerate(p.text.split("\n"))]
    for skipped in reading.skipped:
        if not _is_in_record(skipped, reading):
            outside += [(skipped.line + i, t) for i, t in enumerate(skipped.text.split("\n"))]
    unread = unread_text(old_kind, text, reading, titles)
    unread = [u for u in unread if u.text.strip() not in new_lines.texts]
    if unread and any(u.text.lstrip().startswith("#") for u in unread):
        titles += [c.title for c in _earlier_categories(library)]
        unread = unread_text(old_kind, text, reading, titles)
    outside += [(u.line, u.text) for u in unread]
    return (*lost, *_lines(sorted(outside), new_lines))


def lost_in_update(file: OutputFile, old: bytes, library: Library) -> tuple[LostText, ...]:
    """What would be lost if the entries of a `.bib` were updated: an entry is that of its key."""
    text = decode(old, file.name).text
    reading = _read("bibtex", text)
    lost = _lost_records(
        reading.records,
        _read_again("bibtex", file.text),
        [c.title for c in library.categories()],
        library,
        by_key=True,
    )
    comments = [c for c in unread_text("bibtex", text, reading) if c.text not in file.text]
    return (*lost, *(LostText(f"line {c.line}", text=c.text) for c in comments))


def _kind_of(name: str, text: str, kind: str) -> str:
    """The format of an old text: by its header, its name or its content; else that of the new."""
    if _DUMP_HEADER.match(text):
        return DUMP
    try:
        return format_of(name, text)
    except VcmbibError:
        return kind


_NO_CATEGORY = "Uncategorised"  # the heading of a list for papers without a category
_DUMP_HEADER = re.compile(r'\ufeff?\{[^{}\n]*"kind":\s*"header"')


def _read(kind: str, text: str) -> Reading:
    """Read a text. Raises NotUnderstood."""
    if kind == DUMP:
        return _read_dump(text)
    if kind not in READERS:
        raise NotUnderstood(f"{kind} has no reader")
    return load_reader(kind).read(text, "")


def _read_again(kind: str, new: str) -> tuple[Record, ...]:
    """The records of the new text."""
    try:
        return _read(kind, new).records
    except NotUnderstood:
        return ()


def _read_dump(text: str) -> Reading:
    """Read a dump: its papers as records, its wrong lines as problems."""
    from vcmbib.model.dump.reader import read_dump

    found = read_dump(text)
    lines = text.splitlines()
    problems = [
        Problem(f.line, f.reason, lines[f.line - 1] if 0 < f.line <= len(lines) else "")
        for f in found.faults
    ]
    return Reading(tuple(_as_record(line.paper) for line in found.dump.papers), tuple(problems))


def _as_record(paper: Paper) -> Record:
    """A paper as a record with the same values."""
    from vcmbib.model.field_types import RecordValues
    from vcmbib.model.fields import ALL_FIELDS

    values = RecordValues()
    for each in ALL_FIELDS:
        each.state(paper, values)
    return values.put_into(Record(SourceKind.PERSON, ""))


# --- records --------------------------------------------------------------------------------------


def _claim(record: Record) -> Record:
    """A record without its place in the file."""
    return replace(record, line=0, origin="", ref="", remarks=(), places=_paths(record))


def _paths(record: Record) -> tuple[Place, ...]:
    return tuple(replace(place, line=0) for place in record.places)


def _lost_records(
    old: Sequence[Record],
    new: Sequence[Record],
    titles: list[str],
    library: Library,
    *,
    by_key: bool = False,
) -> list[LostText]:
    """The records of the old text, or their statements, that are lost."""
    kept = {_claim(record) for record in new}
    changed = [record for record in old if _claim(record) not in kept]
    doubtful = _with_papers(changed, new, library, by_key=by_key)
    for each in doubtful:
        if each.works:
            each.missing = missing_statements(each.record, each.works, titles)
    if any(each.missing != [] for each in doubtful):
        _compare_with_earlier(doubtful, titles, library)
    lost: list[LostText] = []
    for each in doubtful:
        name = title_of(each.record)
        if each.missing is None:
            lost.append(LostText(name))
        else:
            lost += [LostText(name, m.field, m.value) for m in each.missing]
    return lost


def _with_papers(
    records: Sequence[Record], new: Sequence[Record], library: Library, *, by_key: bool
) -> list[_DoubtfulRecord]:
    """The records with all that is known of their papers.

    The paper is found as in an import; with `by_key` by the key alone, if a paper has it.
    """
    if not records:
        return []
    new_by_key = {record.key: record for record in new if record.key}
    snapshot = library.snapshot_for(records)
    papers = {paper.key: paper for paper in snapshot.papers.values()}
    plan = plan_import([("", Reading(tuple(records)))], snapshot)
    found: list[_DoubtfulRecord] = []
    for entry in plan.ledger.entries:
        if entry.record is None:
            continue
        each = _DoubtfulRecord(entry.record)
        paper = papers.get(entry.key or "") if entry.outcome is not Outcome.ADDED else None
        if by_key and entry.record.key in snapshot.by_key:
            paper = snapshot.papers[snapshot.by_key[entry.record.key]]
        if paper is not None:
            each.works = [paper, *snapshot.records.get(paper.id, ())]
            each.works += [new_by_key[paper.key]] if paper.key in new_by_key else []
        if entry.record.key in new_by_key and (paper is not None or not entry.record.title):
            each.works.append(new_by_key[entry.record.key])
        found.append(each)
    return found


def _compare_with_earlier(
    doubtful: Sequence[_DoubtfulRecord], titles: list[str], library: Library
) -> None:
    """Compare with the values that the papers had before each change, the newest change first."""
    from vcmbib.store.library_file.earlier_states import earlier_states

    for state in earlier_states(library, _MOST_CHANGES):
        titles += [c.title for c in state.categories if c.title not in titles]
        for each in doubtful:
            if each.missing == []:
                continue
            known = {w.key for w in each.works if isinstance(w, Paper)}
            earlier = [p for p in state.papers if p.key in known or may_be_the_same(each.record, p)]
            if earlier or each.works:
                each.works += earlier
                each.missing = missing_statements(each.record, each.works, titles)
        if all(each.missing == [] for each in doubtful):
            return


def _earlier_categories(library: Library) -> Iterator[Category]:
    """The categories before each change."""
    from vcmbib.store.library_file.earlier_states import earlier_states

    for state in earlier_states(library, _MOST_CHANGES):
        yield from state.categories


def unknown_fields(
    dropped: Sequence[tuple[str, str, str]], papers: Sequence[Paper], library: Library
) -> dict[str, RawFields]:
    """The (field, value) pairs of entries, by key, that the library does not have and never had.

    `dropped` are (key, field, value) that an update would remove.
    """
    by_key = {paper.key: paper for paper in papers}
    doubtful: list[_DoubtfulRecord] = []
    for key, name, value in dropped:
        paper = by_key[key]
        if not is_raw(name, paper):  # else the style leaves the field out
            record = Record(
                SourceKind.BIBTEX, "", key=key, title=paper.title, extra=((name, value),)
            )
            doubtful.append(_DoubtfulRecord(record, [paper]))
    if not doubtful:
        return {}
    records = library.snapshot_for([each.record for each in doubtful]).records
    for each in doubtful:
        each.works += [r for p in each.works if isinstance(p, Paper) for r in records.get(p.id, ())]
        each.missing = missing_statements(each.record, each.works)
    if any(each.missing for each in doubtful):
        _compare_with_earlier(doubtful, [], library)
    found: dict[str, RawFields] = {}
    for each in doubtful:
        if each.missing:
            key = each.record.key
            found[key] = (*found.get(key, ()), *each.record.extra)
    return found


# --- other text -----------------------------------------------------------------------------------

_FAILURE_NOTE = re.compile(r"(?:%|#|//|<!--) line \d+: ")
"""How a note of `import --failed` above an item begins."""


class _KnownLines:
    """The lines of the new text; with `failure_notes` also all notes of `import --failed`."""

    def __init__(self, new: str, *, failure_notes: bool) -> None:
        self.texts = {line.strip() for line in new.splitlines()}
        self.failure_notes = failure_notes

    def has(self, line: str) -> bool:
        """Whether a line is blank or known."""
        text = line.strip()
        is_note = self.failure_notes and _FAILURE_NOTE.match(text) is not None
        return not text or text in self.texts or is_note


def _lines(lines: Iterable[tuple[int, str]], known: _KnownLines) -> Iterator[LostText]:
    """The lines that are not known, each with its number."""
    for number, line in lines:
        if not known.has(line):
            yield LostText(f"line {number}", text=line)


def _is_in_record(skipped: Skipped, reading: Reading) -> bool:
    """Whether a record contains the skipped text: the value of a macro in use, or its title."""
    if skipped.reason == "string":
        value = letters(skipped.text.partition("=")[2])
        return bool(value) and any(value in letters(repr(record)) for record in reading.records)
    return letters(skipped.text) in {letters(record.title) for record in reading.records}


def _short(text: str) -> str:
    """A text on one line, cut."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
