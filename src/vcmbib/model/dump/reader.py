"""Reading a dump back: each line that cannot be used is named, and a file cut off is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from vcmbib.model.dump.jsonl import BadDumpLine, DumpLine, Object, read_line, read_object
from vcmbib.model.dump.values import FORMAT, Dump, DumpedPaper, LoggedChange, parents_first
from vcmbib.model.field_types import FieldUse
from vcmbib.model.fields import CATEGORIES, FORMER_KEYS, LIST_FIELDS
from vcmbib.model.paper import Category, SourceKind
from vcmbib.model.venues.venue import Venue

_LISTS = {
    field.uses[FieldUse.DUMP][0].removesuffix("s"): field
    for field in LIST_FIELDS
    if field not in (CATEGORIES, FORMER_KEYS)
}
"""Lists that a line may give a value twice, by the noun for one value: `identifier`, `link`."""


@dataclass(frozen=True, slots=True)
class DumpFault:
    """A line that cannot be used, and why; line 0 is the file itself."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReadDump:
    """A dump as read. With faults, it must not be used. `newer` is the format of a file that a
    later version of the program wrote, else 0.
    """

    dump: Dump
    faults: tuple[DumpFault, ...] = ()
    newer: int = 0


@dataclass(slots=True)
class _DumpBuilder:
    """What was read so far, each with its line."""

    categories: dict[str, tuple[int, Category]] = field(default_factory=dict)
    venues: list[Venue] = field(default_factory=list)
    papers: list[tuple[int, DumpedPaper]] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    apart: dict[tuple[str, str], int] = field(default_factory=dict)
    log: list[LoggedChange] = field(default_factory=list)
    faults: list[DumpFault] = field(default_factory=list)


def read_dump(text: str) -> ReadDump:
    """The dump in a text that `write_lines` wrote, or that a person or program changed."""
    found = _DumpBuilder()
    counted: int | None = None
    lines = text.split("\n")
    if lines and not lines[-1].strip():
        lines.pop()
    header = _header(lines[0] if lines else "")
    if isinstance(header, DumpFault):
        return ReadDump(Dump(), (header,))
    if header > FORMAT:
        return ReadDump(Dump(), (), header)
    last = 1
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        if counted is not None:
            found.faults.append(DumpFault(number, "the line comes after the end of the dump"))
            break
        try:
            kind, said = read_object(line)
            if kind == "end":
                counted = _count(said)
                continue
            last += 1
            _take(found, number, read_line(kind, said))
        except BadDumpLine as error:
            found.faults.append(DumpFault(number, str(error)))
    if counted is None:
        found.faults.append(
            DumpFault(0, "the file is incomplete: the last line of a dump is missing")
        )
    elif counted != last:
        found.faults.append(
            DumpFault(0, f"lines are missing: the dump had {counted}, the file has {last}")
        )
    found.faults += _references(found)
    dump = _dump(found)
    if header < 2:
        dump = replace(dump, papers=tuple(map(_with_printed_note, dump.papers)))
    return ReadDump(dump, tuple(sorted(found.faults, key=lambda f: f.line)))


def _with_printed_note(line: DumpedPaper) -> DumpedPaper:
    """A paper of format 1, where `notes` also had the notes that files and catalogues stated.

    Those become the printed note; the others are private.
    """
    records = [json.loads(r.claims) for r in line.records if r.source != SourceKind.PERSON.value]
    stated = {claims.get("note") for claims in records if isinstance(claims, dict)}
    printed = [note for note in line.paper.notes if note in stated]
    private = tuple(note for note in line.paper.notes if note not in stated)
    paper = replace(line.paper, note="\n\n".join(printed) or None, notes=private)
    return replace(line, paper=paper)


def _header(line: str) -> int | DumpFault:
    """The format that the first line names, or what is wrong with it."""
    try:
        kind, said = read_object(line.removeprefix("\ufeff"))
    except BadDumpLine:
        return DumpFault(1, "it is not a dump of a library: the first line is not a header")
    version = said.get("format")
    if kind != "header" or not isinstance(version, int) or version < 1:
        return DumpFault(1, "it is not a dump of a library: the first line is not a header")
    return version


def _count(said: Object) -> int:
    lines = said.get("lines")
    if not isinstance(lines, int):
        raise BadDumpLine("'lines' must be a whole number")
    return lines


def _take(found: _DumpBuilder, number: int, line: DumpLine) -> None:
    """Keep a line that was read. Raises BadDumpLine if it repeats another line."""
    match line:
        case Category():
            if line.slug in found.categories:
                first = found.categories[line.slug][0]
                raise BadDumpLine(f"the category {line.slug!r} is already in line {first}")
            found.categories[line.slug] = (number, line)
        case Venue():
            found.venues.append(line)
        case DumpedPaper():
            for key in dict.fromkeys(line.keys):
                if found.keys.setdefault(key, number) != number:
                    raise BadDumpLine(f"the key {key!r} is already in line {found.keys[key]}")
            _once(line)
            found.papers.append((number, line))
        case LoggedChange():
            found.log.append(line)
        case tuple():
            found.apart[line] = number


def _once(line: DumpedPaper) -> None:
    """Raise BadDumpLine for a thing that a paper can have once and has twice."""
    paper = line.paper
    several: list[tuple[str, Sequence[object]]] = [("key", line.keys)]
    several += [(noun, field.identities(paper)) for noun, field in _LISTS.items()]
    several.append(("file", line.files))
    for noun, values in several:
        if len(set(values)) < len(values):
            twice = next(v for at, v in enumerate(values) if v in values[:at])
            shown = ":".join(twice) if isinstance(twice, tuple) else str(twice)
            raise BadDumpLine(f"the {noun} {shown!r} occurs twice in {paper.key}")


def _references(found: _DumpBuilder) -> Iterator[DumpFault]:
    """What names a category or paper that no line is about."""
    slugs = found.categories.keys()
    tree = tuple(c for _, c in found.categories.values())
    reached = {c.slug for c in parents_first(tree)}
    for number, category in found.categories.values():
        if category.parent is not None and category.parent not in slugs:
            yield DumpFault(number, f"the category {category.parent!r} above it is not in the file")
        elif category.slug not in reached:
            where = "is below itself, or below a category without a place"
            yield DumpFault(number, f"the category {category.slug!r} {where}")
    if found.faults:
        return  # a line that could not be read may be the one that is missed
    for number, line in found.papers:
        for standing in line.paper.categories:
            if standing.slug not in slugs:
                yield DumpFault(number, f"the category {standing.slug!r} is not in the file")
    current: Callable[[str], bool] = {p.key for _, p in found.papers}.__contains__
    for pair, number in found.apart.items():
        for key in pair:
            if not current(key):
                yield DumpFault(number, f"the paper {key!r} is not in the file")


def _dump(found: _DumpBuilder) -> Dump:
    return Dump(
        tuple(c for _, c in found.categories.values()),
        tuple(found.venues),
        tuple(p for _, p in found.papers),
        tuple(found.apart),
        tuple(found.log),
    )
