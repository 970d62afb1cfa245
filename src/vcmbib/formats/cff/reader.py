"""The reader of CITATION.cff."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from vcmbib.formats.cff.tables import (
    EXTRA_FIELDS,
    KEY_PREFIX,
    NO_AUTHOR,
    OLD_KEYS_PREFIX,
    TYPES,
    UNTITLED,
    WORK_TYPES,
    cff_type,
)
from vcmbib.formats.date_text import read_date_text
from vcmbib.formats.item_net import Outcome, named, read_each
from vcmbib.formats.items.unread_values import with_unread_values
from vcmbib.formats.json_items import Json, JsonObject, text_of
from vcmbib.formats.record_builder import RecordBuilder, paragraphs
from vcmbib.formats.yaml_items import (
    YamlPiece,
    dump,
    load,
    mapping,
    piece_problem,
    sequence,
    yaml_pieces,
)
from vcmbib.model.identifiers import Scheme, parse_identifier
from vcmbib.model.names import Name, parse_name
from vcmbib.model.paper import LinkKind, Problem, Reading, Record, Skipped
from vcmbib.model.text import normalize_newlines

_OUTSIDE = frozenset("cff-version message preferred-citation references".split())


def read(text: str, origin: str) -> Reading:
    """Read the works of a CITATION.cff. Never raises for the content of the file.

    Each is a record or a problem. The work of the file is skipped if a citation has its title.
    """
    text = normalize_newlines(text)
    root: JsonObject = {}

    def read_piece(item: _CitationPiece | YamlPiece) -> Outcome:
        if isinstance(item, _CitationPiece):
            return _read_citation(item.piece, origin)
        root.update(mapping(load(item.text)))
        return Reading()

    def problem(item: _CitationPiece | YamlPiece, reason: str) -> Problem:
        return piece_problem(item.piece if isinstance(item, _CitationPiece) else item, reason)

    cited = read_each(text, _pieces, read_piece, problem)
    work = {name: value for name, value in root.items() if name not in _OUTSIDE}
    titles = {r.title or r.key for r in cited.records}
    itself = read_each(
        text,
        lambda _: [work] if work else [],
        lambda work: _read_work(work, origin, titles),
        lambda work, reason: Problem(1, reason, dump(work)),
    )
    return Reading(
        (*itself.records, *cited.records),
        (*itself.problems, *cited.problems),
        (*itself.skipped, *cited.skipped),
    )


@dataclass(frozen=True, slots=True)
class _CitationPiece:
    """A piece that is a citation: the preferred one, or one of the references."""

    piece: YamlPiece


def _pieces(text: str) -> Iterator[_CitationPiece | YamlPiece]:
    """The citations, and the other pieces of the file."""
    for piece in yaml_pieces(text):
        bare = _bare(piece.text)
        if re.match(r"[\"']?references[\"']?\s*:", bare):
            yield from map(_CitationPiece, _listed(piece))
        elif re.match(r"[\"']?preferred-citation[\"']?\s*:", bare):
            yield _CitationPiece(piece)
        else:
            yield piece


def _read_work(work: JsonObject, origin: str, titles: Container[str]) -> Outcome:
    """The work of the file; it is skipped if a citation has its title. Raises BadItem."""
    builder = _build({"type": "software", **work}, origin, 1)
    record = named(builder.record(builder.key or "root"))
    if record.title in titles:
        return Skipped(1, "the work itself, because a citation has the same name", record.title)
    return record


def _bare(text: str) -> str:
    """`text` without the comments above it."""
    return re.sub(r"\A(?:\s*#[^\n]*\n|\s*\n)*", "", text)


def _listed(piece: YamlPiece) -> Iterator[YamlPiece]:
    """The items of the list `references`, each with its line."""
    lines = piece.text.split("\n")
    first = next((at for at, x in enumerate(lines) if re.match(r"\s*-\s", x)), None)
    if first is None:
        return
    indent = re.match(r"\s*", lines[first])
    dash = f"{indent[0] if indent else ''}- "
    starts = [at for at, x in enumerate(lines) if x.startswith(dash) and at >= first]
    for at, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield YamlPiece(piece.line + at, "\n".join(lines[at:end]).rstrip())


def _read_citation(piece: YamlPiece, origin: str) -> Record:
    """The record of a citation. Raises BadItem."""
    found = load(piece.text)
    item = mapping(found[0] if isinstance(found, list) and found else found)
    item = mapping(item["preferred-citation"]) if "preferred-citation" in item else item
    builder = _build(item, origin, piece.line)
    record = builder.record(builder.key or f"line {piece.line}")
    others: JsonObject = {n: v for n, v in item.items() if n not in _KEPT_WHOLE}
    return named(with_unread_values(record, others, "cff"))


_KEPT_WHOLE = frozenset("authors editors translators identifiers".split())
"""Lists of which `_build` keeps what it does not read."""


# --- from a reference to a record -----------------------------------------------------------------


def _build(item: JsonObject, origin: str, line: int) -> RecordBuilder:
    rest = dict(item)
    builder = RecordBuilder(origin, line)
    kind = text_of(rest.pop("type", None))
    builder.entry_type = TYPES.get(kind, "misc")
    if kind and kind != cff_type(builder.entry_type) and kind not in WORK_TYPES:
        builder.add_extra("cff-type", kind)
    title = text_of(rest.pop("title", None))
    builder.set_field("title", "" if _is_untitled(rest, title) else title, "cff-title")
    _people(builder, rest)
    _container(builder, rest)
    _numbers(builder, rest)
    for name, field in EXTRA_FIELDS.items():
        builder.add_extra(field, text_of(rest.pop(name, None)))
    builder.add_keywords(text_of(w) for w in sequence(rest.pop("keywords", None)))
    builder.add_extra(
        "language", ", ".join(text_of(v) for v in sequence(rest.pop("languages", None)))
    )
    if note := paragraphs(text_of(rest.pop("notes", None)), keep_lines=True):
        builder.notes.append(note)
    for name, value in rest.items():
        builder.add_extra(f"cff-{name}", text_of(value))
    return builder


def _is_untitled(item: JsonObject, title: str) -> bool:
    """Whether the title is the citation key, which the writer puts there for a work without one."""
    identifiers = map(mapping, sequence(item.get("identifiers")))
    keys = [i.get("value") for i in identifiers if i.get("description") == UNTITLED]
    return f"{KEY_PREFIX}{title}" in keys


def _people(builder: RecordBuilder, rest: JsonObject) -> None:
    for role in ("authors", "editors", "translators"):
        people = sequence(rest.pop(role, None))
        named = [mapping(p) for p in people]
        if role == "authors" and [p.get("name") for p in named] == [NO_AUTHOR]:
            continue
        for person, written in zip(named, people, strict=True):
            name = read_name(person) if person else parse_name(text_of(written))
            if role == "translators":
                builder.add_role("translator", name)
            else:
                builder.add_person(name, editor=role == "editors")
        if any(
            set(p) - _NAME_PARTS - _numbered(p) for p in named
        ):  # affiliations, ORCIDs and so on
            builder.add_extra(f"cff-{role}", json.dumps(people, ensure_ascii=False))


_NAME_PARTS = frozenset("family-names given-names name-particle name-suffix name".split())


def _numbered(person: JsonObject) -> set[str]:
    """The alias if it is only the number by which `write` distinguishes namesakes."""
    return {"alias"} if text_of(person.get("alias")).isdigit() else set()


def read_name(person: JsonObject) -> Name:
    """The name of a person or an entity."""
    part = {name: text_of(value) for name, value in person.items()}
    if part.get("name"):
        return Name(part["name"], literal=True)
    family, given = part.get("family-names", ""), part.get("given-names", "")
    if not family:
        return parse_name(given or part.get("alias", ""))
    return Name(family, given, part.get("name-particle", ""), part.get("name-suffix", ""))


def _named(value: Json) -> str:
    return text_of(value.get("name")) if isinstance(value, dict) else text_of(value)


def _container(builder: RecordBuilder, rest: JsonObject) -> None:
    builder.set_venue(text_of(rest.pop("journal", None)), "journal")
    builder.set_venue(_named(rest.pop("conference", None)), "booktitle")
    collection = text_of(rest.pop("collection-title", None))
    if builder.venue is None and builder.entry_type not in ("book", "thesis", "techreport"):
        builder.set_venue(collection, "booktitle")
    else:
        builder.add_extra("series", collection)
    publisher = rest.pop("publisher", None)
    builder.set_field("publisher", _named(publisher), "cff-publisher")
    builder.add_extra("address", text_of(mapping(publisher).get("city")))
    builder.add_extra("institution", _named(rest.pop("institution", None)))


def _numbers(builder: RecordBuilder, rest: JsonObject) -> None:
    builder.set_field("volume", text_of(rest.pop("volume", None)), "cff-volume")
    builder.set_field("number", text_of(rest.pop("issue", None)), "cff-issue")
    start, end = text_of(rest.pop("start", None)), text_of(rest.pop("end", None))
    joint = "--" if "-" in start + end else "-"
    builder.set_field(
        "pages", f"{start}{joint}{end}" if start and end else start or end, "cff-start"
    )
    builder.set_field("abstract", text_of(rest.pop("abstract", None)), "cff-abstract")
    builder.set_date(text_of(rest.pop("year", None)), "cff-year")
    builder.set_month(text_of(rest.pop("month", None)), "cff-month")
    builder.set_date(text_of(rest.pop("date-published", None)), "cff-date-published")
    released = text_of(rest.pop("date-released", None))
    if builder.year is None or not read_date_text(released).is_whole:
        builder.set_date(released, "cff-date-released")
    else:
        builder.add_extra("cff-date-released", released)
    builder.add_date("urldate", text_of(rest.pop("date-accessed", None)), "cff-date-accessed")
    builder.read_identifier(Scheme.DOI, text_of(rest.pop("doi", None)), "doi")
    builder.read_identifier(Scheme.PMCID, text_of(rest.pop("pmcid", None)), "cff-pmcid")
    builder.add_extra("issn", text_of(rest.pop("issn", None)))
    builder.read_identifier(Scheme.ISBN, text_of(rest.pop("isbn", None)), "cff-isbn")
    others: list[Json] = []
    for item in sequence(rest.pop("identifiers", None)):
        value = text_of(mapping(item).get("value"))
        if value.startswith(KEY_PREFIX):
            builder.set_key(value.removeprefix(KEY_PREFIX), "cff-key")
        elif value.startswith(OLD_KEYS_PREFIX):
            builder.add_extra("ids", value.removeprefix(OLD_KEYS_PREFIX))
        elif value.startswith("issn:"):
            builder.add_extra("issn", value.removeprefix("issn:"))
        elif not builder.add_identifier(parse_identifier(value)):
            others.append(item)
    if others:
        builder.add_extra("cff-identifiers", json.dumps(others, ensure_ascii=False))
    builder.add_link(LinkKind.PAPER, text_of(rest.pop("url", None)), "cff-url")
    builder.add_link(
        LinkKind.CODE, text_of(rest.pop("repository-code", None)), "cff-repository-code"
    )
