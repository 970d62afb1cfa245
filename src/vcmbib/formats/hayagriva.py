"""Reader and writer of Hayagriva, the YAML format of Typst's bibliographies.

Types and fields are those of the documentation of Hayagriva's file format (0.8). The container of
a work is its `parent`, which has volume and issue. Hayagriva ignores fields unknown to it. So the
field `vcmbib` keeps what the others cannot express.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from vcmbib.formats import sidecar
from vcmbib.formats.extra_fields import ExtraFields, url_of
from vcmbib.formats.item_net import Outcome, named, read_each
from vcmbib.formats.items.unread_values import with_unread_values
from vcmbib.formats.json_items import Json, JsonObject, text_of
from vcmbib.formats.record_builder import RecordBuilder, paragraphs, read_person
from vcmbib.formats.yaml_items import (
    YamlPiece,
    dump,
    load,
    mapping,
    piece_problem,
    sequence,
    yaml_pieces,
)
from vcmbib.model.attempt import BadItem
from vcmbib.model.identifiers import Identifier, Scheme, parse_identifier
from vcmbib.model.names import Name
from vcmbib.model.paper import LinkKind, Paper, Problem, Reading, Record, Skipped
from vcmbib.model.text import normalize_newlines
from vcmbib.model.venues.venue import Venue, VenueKind

# Type, or type/type of the parent -> entry type.
_TYPES = {
    "article/periodical": "article", "article/journal": "article", "article/newspaper": "article",
    "article/proceedings": "inproceedings", "article/conference": "inproceedings",
    "article/blog": "online", "article/repository": "misc", "article": "article",
    "chapter": "incollection", "anthos": "incollection", "entry": "inreference", "book": "book",
    "report": "report", "thesis": "thesis", "web": "online", "post": "online", "blog": "online",
    "thread": "online", "patent": "patent", "manuscript": "unpublished",
    "proceedings": "proceedings", "conference": "proceedings", "anthology": "collection",
    "periodical": "periodical", "reference": "reference", "repository": "software",
    "video": "video", "audio": "audio", "artwork": "artwork", "performance": "performance",
    "legislation": "legislation", "case": "jurisdiction", "newspaper": "periodical",
    "misc": "misc",
}  # fmt: skip
# Entry type -> (type, parent's type).
_WRITTEN = {
    "article": ("article", "periodical"), "inproceedings": ("article", "proceedings"),
    "conference": ("article", "proceedings"), "incollection": ("chapter", "anthology"),
    "inbook": ("chapter", "book"), "inreference": ("entry", "reference"),
    "phdthesis": ("thesis", ""), "mastersthesis": ("thesis", ""), "techreport": ("report", ""),
    "manual": ("reference", ""), "booklet": ("book", ""), "mvbook": ("book", ""),
}  # fmt: skip
_PARENTS = {
    VenueKind.JOURNAL: "periodical", VenueKind.CONFERENCE: "proceedings",
    VenueKind.WORKSHOP: "proceedings", VenueKind.PREPRINT: "repository",
    VenueKind.BOOK: "anthology", VenueKind.OTHER: "misc",
}  # fmt: skip
_EXTRA_FIELDS = {
    "edition": "edition", "language": "language", "call-number": "library", "chapter": "chapter",
    "volume-total": "volumes", "page-total": "pagetotal", "genre": "type", "archive": "",
}  # fmt: skip
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_TYPE_LINE = re.compile(r"(?m)^\s+type:\s*[\"']?([\w]+)")


def read(text: str, origin: str) -> Reading:
    """Read the entries of a Hayagriva file. Never raises for the content of the file.

    An entry that is not valid YAML or names no work is a problem; the others are read.
    """
    text = normalize_newlines(text)
    return read_each(text, yaml_pieces, lambda piece: _read_piece(piece, origin), piece_problem)


def _read_piece(piece: YamlPiece, origin: str) -> Outcome:
    """The records of a piece, usually one. Raises BadItem if it is no entry."""
    if all(line.lstrip().startswith("#") or not line.strip() for line in piece.text.split("\n")):
        return Skipped(piece.line, "comment", piece.text)
    found = load(piece.text)
    if not isinstance(found, dict):
        raise BadItem("not an entry: an entry is a key with fields below it")
    if len(found) == 1:
        ((key, entry),) = found.items()
        return _record(key, mapping(entry), origin, piece.line)
    return read_each(  # several entries in braces
        piece.text,
        lambda _: found.items(),
        lambda item: _record(item[0], mapping(item[1]), origin, piece.line),
        lambda item, reason: Problem(piece.line, reason, dump(dict([item]))),
    )


def _record(key: str, entry: JsonObject, origin: str, line: int) -> Record:
    """The record of an entry. Raises BadItem if it names no work or its `vcmbib` is invalid."""
    said = mapping(entry.get("vcmbib"))
    record = _HayagrivaReader(key, entry, origin, line).record()
    record = sidecar.completed(record, said)
    rest: JsonObject = entry | {"vcmbib": sidecar.unknown(entry.get("vcmbib"))}
    return named(with_unread_values(record, rest, "hayagriva"))


class _HayagrivaReader:
    """Reads the record of one entry."""

    def __init__(self, key: str, entry: JsonObject, origin: str, line: int) -> None:
        self._builder = RecordBuilder(origin, line)
        self._builder.set_key(key, "hayagriva-key")
        self._entry = {name.lower(): value for name, value in entry.items() if name != "vcmbib"}
        parents = sequence(self._entry.pop("parent", None))
        self._parent = {k.lower(): v for k, v in mapping(parents[0]).items()} if parents else {}
        if len(parents) > 1:
            self._builder.add_extra(
                "hayagriva-parents", json.dumps(parents[1:], ensure_ascii=False)
            )

    def record(self) -> Record:
        builder = self._builder
        self._type()
        title, short = _formatted(self._entry.pop("title", None))
        builder.set_field("title", title, "hayagriva-title")
        builder.add_extra("shorttitle", short)
        self._people()
        self._container()
        self._keep_type()
        for name in ("volume", "issue", "publisher", "abstract", "page-range"):
            field = {"issue": "number", "page-range": "pages"}.get(name, name)
            for source in (self._entry, self._parent):
                value = source.pop(name, None)
                if name == "publisher" and isinstance(value, dict):
                    builder.add_extra("address", _formatted(value.get("location"))[0])
                    value = value.get("name")
                builder.set_field(field, _formatted(value)[0], f"hayagriva-{name}")
        for prefix, source in (("", self._entry), ("parent-", self._parent)):
            builder.set_date(text_of(source.pop("date", None)), f"hayagriva-{prefix}date")
            self._serial(source.pop("serial-number", None))
            builder.add_extra("address", _formatted(source.pop("location", None))[0])
        self._url()
        if note := paragraphs(_formatted(self._entry.pop("note", None))[0], keep_lines=True):
            builder.notes.append(note)
        for name, field in _EXTRA_FIELDS.items():
            builder.add_extra(
                field or f"hayagriva-{name}", _formatted(self._entry.pop(name, None))[0]
            )
        for prefix, source in (("", self._entry), ("parent-", self._parent)):
            for name, value in source.items():
                builder.add_extra(f"hayagriva-{prefix}{name}", text_of(value))
        return builder.record()

    def _type(self) -> None:
        kind = text_of(self._entry.pop("type", None)).lower()
        parent = text_of(self._parent.pop("type", None)).lower()
        found = _TYPES.get(f"{kind}/{parent}") or _TYPES.get(kind, "misc")
        self._builder.entry_type = found
        self._kinds = (kind, parent)

    def _keep_type(self) -> None:
        """Keep the type as written if entry type and venue would be written as another."""
        kind, parent = self._kinds
        usual, above = _types_of(self._builder.entry_type, self._builder.venue)
        if kind and (kind, parent or above) != (usual, above):
            self._builder.add_extra("hayagriva-type", f"{kind}/{parent}" if parent else kind)

    def _people(self) -> None:
        builder = self._builder
        for person in sequence(self._entry.pop("author", None)):
            builder.add_person(_read_name(person))
        for source in (self._entry, self._parent):
            for person in sequence(source.pop("editor", None)):
                builder.add_person(_read_name(person), editor=True)
        others: list[Json] = []
        for group in sequence(self._entry.pop("affiliated", None)):
            if text_of(mapping(group).get("role")).lower() == "translator":
                for person in sequence(mapping(group).get("names")):
                    builder.add_role("translator", _read_name(person))
            else:
                others.append(group)
        if others:
            builder.add_extra("hayagriva-affiliated", json.dumps(others, ensure_ascii=False))

    def _container(self) -> None:
        title, short = _formatted(self._parent.pop("title", None))
        article = self._builder.entry_type == "article"
        self._builder.set_venue(title, "journal" if article else "booktitle")
        self._builder.set_short_venue(short)

    def _serial(self, value: Json) -> None:
        builder = self._builder
        if not isinstance(value, dict):
            text = text_of(value)
            builder.add_identifier(found := parse_identifier(text))
            builder.add_extra("hayagriva-serial-number", "" if found else text)
            return
        for name, number in value.items():
            if name == "issn":
                builder.add_extra("issn", text_of(number))
            elif name in set(Scheme):
                builder.read_identifier(Scheme(name), text_of(number), f"hayagriva-{name}")
            else:
                builder.add_extra(f"hayagriva-serial-{name}", text_of(number))

    def _url(self) -> None:
        value = self._entry.pop("url", None)
        address = value.get("value") if isinstance(value, dict) else value
        if address:
            self._builder.add_link(LinkKind.PAPER, text_of(address), "url")
        if isinstance(value, dict):
            self._builder.add_date("urldate", text_of(value.get("date")), "hayagriva-url-date")


def _read_name(value: Json) -> Name:
    if not isinstance(value, dict):
        text = text_of(value)
        plain = "," not in text and " " in text.strip() and text.strip() != "et al."
        return Name(text.strip(), literal=True) if plain else read_person(text)
    part = {name: text_of(written) for name, written in value.items()}
    family, given = part.get("name", ""), part.get("given-name", "")
    if not given:
        return Name(family, literal=True)
    return Name(family, given, part.get("prefix", ""), part.get("suffix", ""))


def _formatted(value: Json) -> tuple[str, str]:
    """(text, short form), without the braces that protect case and without escapes."""
    if isinstance(value, dict):
        return _formatted(value.get("value"))[0], _formatted(value.get("short"))[0]
    text = re.sub(r"\\([\\{}$])|[{}]", lambda m: m[1] or "", text_of(value))
    return text, ""


# --- from papers to entries -----------------------------------------------------------------------


def write(papers: Iterable[Paper]) -> str:
    """Write the papers in the order given, with a blank line between them."""
    return "\n".join(dump({p.key: _with_vcmbib(p, _entry(p))}) for p in papers)


def write_failed(problems: Sequence[Problem]) -> str:
    """Write the failed entries unchanged, each below a comment with its line and reason.

    A user can correct the result and import it again.
    """
    return "\n".join(
        f"# line {p.line}: {' '.join(p.reason.split())}\n{p.text.rstrip()}\n" for p in problems
    )


def _with_vcmbib(paper: Paper, entry: JsonObject) -> JsonObject:
    record = _HayagrivaReader(paper.key, dict(_copied(entry)), "", 0).record()
    more = sidecar.fields_not_expressible(paper, record)
    return {**entry, "vcmbib": more} if more else entry


def _copied(entry: JsonObject) -> JsonObject:
    return {name: dict(v) if isinstance(v, dict) else v for name, v in entry.items()}


def _types_of(entry_type: str, venue: Venue | None) -> tuple[str, str]:
    """(type, type of the parent) of an entry type. The venue decides where the type does not."""
    if entry_type in _WRITTEN:
        return _WRITTEN[entry_type]
    if entry_type == "misc" and venue is not None and venue.kind is VenueKind.PREPRINT:
        return "article", "repository"
    kind = next(
        (k for k, mapped in _TYPES.items() if mapped == entry_type and "/" not in k), "misc"
    )
    return kind, "" if venue is None else _PARENTS[venue.kind]


def _escaped(text: str) -> str:
    return re.sub(r"[\\{}$]", lambda m: f"\\{m[0]}", text)


def _entry(paper: Paper) -> JsonObject:
    extra = ExtraFields(paper)
    as_read = extra.take_raw("hayagriva-type").split("/")
    kind, above = _types_of(paper.entry_type, paper.venue)
    found = _TYPES.get("/".join(as_read)) or _TYPES.get(as_read[0], "")
    if found == paper.entry_type:
        kind, above = as_read[0], as_read[1] if len(as_read) > 1 else above
    title, short = extra.venue_titles()
    parent: JsonObject = _without_empty({"type": above or "misc", "title": _text(title, short)})
    parent = parent if title else {}
    short_title = extra.take("shorttitle")
    entry: JsonObject = {"type": kind, "title": _text(paper.title, short_title)}
    entry["author"] = _write_people(paper.authors, complete=paper.authors_complete)
    entry["editor"] = _write_people(paper.editors)
    translators = _write_people(extra.take_people("translator"))
    if translators:
        entry["affiliated"] = [{"role": "translator", "names": translators}]
    date = extra.iso_date()
    entry["date"] = date if _DATE.fullmatch(date) else ""
    inner = parent if above in ("periodical", "proceedings") and parent else entry
    inner |= _without_empty({"volume": paper.volume, "issue": paper.number})
    entry["page-range"] = paper.pages or ""
    place = extra.take("address")
    publisher: JsonObject = _without_empty(
        {"name": _escaped(paper.publisher or ""), "location": place}
    )
    entry["publisher"] = publisher if place else _escaped(paper.publisher or "")
    entry["serial-number"] = _numbers(paper, extra)
    entry["url"] = _address(paper, extra)
    for name, field in _EXTRA_FIELDS.items():
        entry[name] = _escaped(extra.take(field or f"hayagriva-{name}"))
    entry["abstract"] = _escaped(paper.abstract or "")
    entry["note"] = _escaped(paper.note or "")
    entry["parent"] = parent
    return _without_empty(entry)


def _without_empty(entry: JsonObject) -> JsonObject:
    return {name: value for name, value in entry.items() if value not in (None, "", [], {})}


def _text(text: str, short: str) -> Json:
    if not short or short == text:
        return _escaped(text)
    return {"value": _escaped(text), "short": _escaped(short)}


def _write_people(names: Sequence[Name], *, complete: bool = True) -> list[Json]:
    people: list[Json] = [_write_name(n) for n in names]
    return people if complete or not people else [*people, "others"]


def _write_name(name: Name) -> Json:
    if name.literal or (not name.given and (" " in name.last or "," in name.last)):
        return {"name": name.last}
    if name.particle or name.suffix or "," in name.family + name.given:
        return _without_empty(
            {
                "name": name.family,
                "given-name": name.given,
                "prefix": name.particle,
                "suffix": name.suffix,
            }
        )
    return ", ".join(p for p in (name.family, name.given) if p)


def _numbers(paper: Paper, extra: ExtraFields) -> JsonObject:
    numbers: JsonObject = {}
    for identifier in paper.identifiers:
        numbers.setdefault(identifier.scheme.value, _value(identifier, extra))
    numbers["issn"] = extra.take("issn")
    for name, value in extra.take_prefixed("hayagriva-serial-"):
        numbers.setdefault(name, value)
    return _without_empty(numbers)


def _value(identifier: Identifier, extra: ExtraFields) -> str:
    written = extra.take("isbn") if identifier.scheme is Scheme.ISBN else ""
    return written if parse_identifier(written) == identifier else identifier.value


def _address(paper: Paper, extra: ExtraFields) -> Json:
    url, accessed = url_of(paper), extra.take("urldate")
    if not re.match(r"https?://[^\s/]+", url):
        return ""
    return {"value": url, "date": accessed} if _DATE.fullmatch(accessed) else url
