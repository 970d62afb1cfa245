"""What comes of a `.bib` that goes through the program, as an independent parser sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pybtex import errors  # type: ignore[import-untyped]
from pybtex.database import Entry  # type: ignore[import-untyped]
from pybtex.database.input.bibtex import Parser  # type: ignore[import-untyped]

from vcmbib.formats import bibtex
from vcmbib.formats.bibtex.dialects import dialect_of
from vcmbib.formats.bibtex.parse.resolve import read_blocks
from vcmbib.logic.importer.plan import OnDuplicate, plan_import
from vcmbib.model.paper import Paper
from vcmbib.model.plan import Add
from vcmbib.model.snapshot import LibrarySnapshot

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an entry that came out otherwise; empty is where it is not there."""

    key: str
    field: str
    before: str
    after: str


def papers_of(text: str, name: str = "a.bib") -> list[Paper]:
    """The papers that importing a file makes, each entry one."""
    reading = bibtex.read(text, name)
    plan = plan_import([(name, reading)], LibrarySnapshot(), OnDuplicate.ADD)
    return [action.paper for action in plan.actions if isinstance(action, Add)]


def exported(text: str, name: str = "a.bib") -> str:
    """The file after import and export, in its own dialect."""
    dialect = dialect_of(read_blocks(text).entries)
    return bibtex.write(papers_of(text, name), bibtex.Style(dialect))


def parsed(text: str) -> dict[str, tuple[str, Fields]]:
    """Type and fields of each entry by its key, as pybtex reads them; people as it splits them."""
    strict = errors.strict
    errors.set_strict_mode(False)
    try:
        with errors.capture():
            data = Parser().parse_string(text)
    finally:
        errors.set_strict_mode(strict)
    return {key.lower(): (entry.type, _fields(entry)) for key, entry in data.entries.items()}


def _fields(entry: Entry) -> Fields:
    found = {name.lower(): _content(entry.fields[name]) for name in list(entry.fields.keys())}
    for role, people in entry.persons.items():
        found[role.lower()] = _content(" and ".join(str(person) for person in people))
    return found


def _content(value: str) -> str:
    """A value without what LaTeX ignores: white space, and escapes that it demands."""
    return re.sub(r"\\([&%#_])", r"\1", " ".join(value.split()))


def differences(before: Mapping[str, tuple[str, Fields]], after: Mapping[str, tuple[str, Fields]]
                ) -> Iterator[Difference]:  # fmt: skip
    """What differs, entry by entry, field by field."""
    for key, (kind, fields) in before.items():
        if key not in after:
            yield Difference(key, "(entry)", kind, "")
            continue
        other_kind, others = after[key]
        if kind != other_kind:
            yield Difference(key, "(type)", kind, other_kind)
        for name in {**fields, **others}:
            one, two = fields.get(name, "\0"), others.get(name, "\0")
            if one != two:
                yield Difference(key, name, one, two)
