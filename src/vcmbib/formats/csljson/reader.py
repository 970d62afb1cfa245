"""The reader of CSL-JSON: from items to records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from vcmbib.formats import title_markup
from vcmbib.formats.csljson import tables
from vcmbib.formats.csljson.zotero import CHILDREN, as_csl, zotero_item
from vcmbib.formats.item_net import Outcome, named, read_each
from vcmbib.formats.items.unread_values import with_unread_values
from vcmbib.formats.json_items import (
    CommentLine,
    Json,
    JsonItem,
    JsonObject,
    item_problem,
    json_items,
    text_of,
)
from vcmbib.formats.paper_json.reader import BadPaper
from vcmbib.formats.record_builder import RecordBuilder, paragraphs
from vcmbib.formats.sidecar import FIELDS, completed, unknown
from vcmbib.model.attempt import BadItem
from vcmbib.model.identifiers import Scheme, parse_identifier
from vcmbib.model.names import Name, parse_name
from vcmbib.model.paper import LinkKind, Reading, Record, Skipped
from vcmbib.model.text import tidy
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import VenueKind


def read(text: str, origin: str) -> Reading:
    """Read an array of items, one item, one item on each line, or `{"items": […]}`.

    Each item is a record or a problem. Comment lines are skipped. Never raises for the content of
    the file.
    """

    def read_one(item: JsonItem | CommentLine) -> Outcome:
        if isinstance(item, CommentLine):
            return Skipped(item.line, item.reason, item.text)
        if item.value is None:
            raise BadItem(item.reason)
        zotero = zotero_item(item.value)
        if zotero is not None and zotero["itemType"] in CHILDREN:
            return Skipped(item.line, f"Zotero's {zotero['itemType']} of a work", item.text)
        return named(read_item(item.value, origin, item.line))

    return read_each(text, json_items, read_one, item_problem)


def read_item(item: JsonObject, origin: str, line: int = 0) -> Record:
    """The record of an item. Raises BadItem for an invalid `custom`."""
    work = item.get("message")
    if "message-type" in item and isinstance(work, dict):  # the answer of Crossref for one DOI
        item = work
    zotero = zotero_item(item)
    item = item if zotero is None else as_csl(zotero)
    record = _CslItemReader(item, origin, line).record()
    try:
        custom = item.get("custom")
        rest: JsonObject = item | {"custom": unknown(custom)}
        return with_unread_values(completed(record, custom), rest, "csl")
    except BadPaper as error:
        raise BadItem(f"custom: {error}") from error


class _CslItemReader:
    """Reads the record of one item."""

    def __init__(self, item: JsonObject, origin: str, line: int) -> None:
        self._item = dict(item)
        self._builder = RecordBuilder(origin, line)

    def record(self) -> Record:
        builder = self._builder
        kind = self._text("type")
        builder.entry_type = tables.ENTRY_TYPES.get(
            kind, kind.lower() if kind.isalpha() else "misc"
        )
        if kind and kind not in (tables.CSL_TYPES.get(builder.entry_type), "article", "document"):
            builder.add_extra("csl-type", kind)
        self._key()
        self._title()
        self._people()
        self._container(kind)
        self._numbers(kind)
        self._identifiers()
        for name, field in tables.FIELD_OF_VARIABLE.items():
            builder.add_extra(field, self._text(name))
        self._dates()
        words = self._item.get("keyword")
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            builder.add_keywords(map(str, words))
            del self._item["keyword"]
        else:
            builder.add_keywords(re.split(r"[,;]", self._text("keyword")))
        if note := self._text("note"):
            builder.notes.append(paragraphs(note, keep_lines=True))
        self._rest()
        return builder.record()

    # --- variables ---

    def _text(self, name: str) -> str:
        """Take a variable as text. Further values of a list become extra fields."""
        value = self._item.pop(name, None)
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            if name in ("ISSN", "ISBN"):
                return " ".join(map(str, value))
            for other in value[1:]:
                self._builder.add_extra(f"csl-{name}", text_of(other))
            return text_of(value[0]).strip() if value else ""
        if isinstance(value, list | dict):
            self._builder.add_extra(f"csl-{name}", text_of(value))
            return ""
        return text_of(value).strip()

    def _single(self, name: str, field: str) -> None:
        self._builder.set_field(field, self._text(name), f"csl-{name}")

    def _title(self) -> None:
        """Set the title as plain text. One with markup is also kept as extra field."""
        markup = self._text("title")
        plain, latex = title_markup.from_csl(markup)
        self._builder.set_field("title", plain, "csl-title")
        if latex and self._builder.get("title") == plain:
            self._builder.add_extra("title", latex, raw=True)
            if title_markup.to_csl(latex, plain) != markup:
                self._builder.add_extra(tables.CSL_TITLE, markup)

    def _key(self) -> None:
        number, key = self._text("id"), self._text("citation-key")
        if key:
            self._builder.set_key(key, "csl-citation-key")
        if not number:
            return
        if "://" in number:
            self._builder.add_extra("csl-id", number)
        else:
            self._builder.set_key(number, "csl-id")

    # --- people ---

    def _people(self) -> None:
        builder = self._builder
        for role in ("author", "editor"):
            for name in self._names(role):
                builder.add_person(name, editor=role == "editor")
        for role, field in tables.ROLE_FIELDS.items():
            for name in self._names(role):
                builder.add_role(field, name)

    def _names(self, role: str) -> Iterable[Name]:
        people = self._item.pop(role, None)
        if people is None:
            return []
        if not isinstance(people, list):
            people = [people]
        names = [read_name(person) for person in people]
        return [name for name in names if name is not None]

    # --- venue, numbers and dates ---

    def _container(self, kind: str) -> None:
        builder = self._builder
        titles, publisher = self._text("container-title"), self._text("publisher")
        field = "journal" if builder.entry_type in ("article", "review") else "booktitle"
        builder.set_venue(titles, field)
        server = find_venue(publisher) if kind in ("article", "posted-content") else None
        if builder.venue is None and server is not None and server.kind is VenueKind.PREPRINT:
            builder.set_venue(publisher, "howpublished")
        else:
            builder.set_field("publisher", publisher, "csl-publisher")
        for name in ("container-title-short", "journalAbbreviation"):
            builder.set_short_venue(self._text(name))

    def _numbers(self, kind: str) -> None:
        builder = self._builder
        number, issue = self._text("number"), self._text("issue")
        if re.match(r"(?i)arxiv:", number) and builder.add_identifier(parse_identifier(number)):
            number = ""
        builder.set_field("number", issue, "csl-issue")
        builder.set_field("number", number, "csl-number")
        self._single("volume", "volume")
        self._single("page", "pages")
        self._single("abstract", "abstract")

    def _identifiers(self) -> None:
        builder = self._builder
        for scheme in (Scheme.DOI, Scheme.PMID, Scheme.PMCID):
            name = scheme.value.upper()
            builder.read_identifier(scheme, self._text(name), f"csl-{name}")
        for piece in re.split(r"(?<![,;\s])[,;\s]+(?=[\dXx-]{9,})", self._text("ISBN")):
            builder.read_identifier(Scheme.ISBN, piece, "isbn")
        archive, location = self._text("archive"), self._text("archive_location")
        found = parse_identifier(f"arxiv:{re.sub(r'(?i)^arxiv:', '', location)}")
        if archive.lower() != "arxiv" or not builder.add_identifier(found):
            builder.add_extra("csl-archive", archive)
            builder.add_extra("csl-archive_location", location)
        for url in self._text("URL").split():
            builder.add_link(LinkKind.PAPER, url, "url")

    def _dates(self) -> None:
        builder = self._builder
        issued = self._item.pop("issued", None)
        text, is_all = date_text(issued)
        builder.set_date(text, "csl-issued", text_of(issued), is_all=is_all)
        for name, field in tables.DATE_FIELDS.items():
            value = self._item.pop(name, None)
            text, is_all = date_text(value)
            builder.add_date(field, text, f"csl-{name}", text_of(value), is_all=is_all)

    def _rest(self) -> None:
        """Keep all other variables as extra fields `csl-NAME`."""
        custom = self._item.pop("custom", None)
        if isinstance(custom, dict):
            others = {k: v for k, v in custom.items() if k not in FIELDS}
            if others:
                self._builder.add_extra("csl-custom", json.dumps(others, ensure_ascii=False))
        elif custom is not None:
            self._builder.add_extra("csl-custom", text_of(custom))
        for name, value in self._item.items():
            if value not in (None, "", [], {}):
                self._builder.add_extra(f"csl-{name}", text_of(value))


def read_name(value: Json) -> Name | None:
    """The name in a name variable: an object of name parts, a `literal`, or plain text."""
    if isinstance(value, str):
        return parse_name(value) if value.strip() else None
    if not isinstance(value, dict):
        return None
    parts = {k: tidy(text_of(v)) for k, v in value.items()}
    family, given = parts.get("family", ""), parts.get("given", "")
    literal = parts.get("literal") or parts.get("name", "")
    if not family:
        return Name(literal, literal=True) if literal else Name(given) if given else None
    particle = " ".join(
        filter(None, (parts.get("dropping-particle"), parts.get("non-dropping-particle")))
    )
    if not particle and given and family[:1].islower():  # Crossref: family `van der Maaten`
        parsed = parse_name(f"{family}, {given}")
        family, particle = parsed.family, parsed.particle
    return Name(family, given, particle, parts.get("suffix", ""))


def date_text(value: Json) -> tuple[str, bool]:
    """(date as text in the form of ISO 8601, whether this is all of the variable's content)."""
    if isinstance(value, str):
        return value, True
    if not isinstance(value, dict):
        return "", value is None
    parts = value.get("date-parts")
    lists = [p for p in parts if isinstance(p, list)] if isinstance(parts, list) else []
    dates = [_iso(p) for p in lists]
    stated = [text for text, _ in dates if text]
    text = "/".join(stated) or text_of(value.get("raw")) or text_of(value.get("literal"))
    text = text or text_of(value.get("edtf"))
    others = {k for k, v in value.items() if v not in (None, "", [], {}, False)} - {"date-parts"}
    if not stated:
        others -= {"raw"}
    single = len(stated) == 1 or (not stated and re.match(r"\d{4}", text) is not None)
    is_all = all(is_whole for _, is_whole in dates) and (parts is None or len(lists) == 1)
    return text, is_all and single and not others - {"date-time", "timestamp"}


def _iso(parts: list[Json]) -> tuple[str, bool]:
    """(year, month and day of `date-parts` as text, whether these are all parts)."""
    numbers: list[str] = []
    for part in parts[:3]:
        number = re.fullmatch(r"0*(\d{1,4})(?:\.0)?", text_of(part).strip())
        if number is None:
            break
        numbers.append(f"{int(number[1]):02}")
    if numbers:
        numbers[0] = f"{int(numbers[0]):04}"
    return "-".join(numbers), all(part in (None, "") for part in parts[len(numbers) :])


__all__ = ["date_text", "read", "read_item", "read_name"]
