"""Reader and writer of MODS, the XML of library catalogues, for the elements of a reference.

The elements are those of the MODS 3.8 schema (Library of Congress), the roles those of the MARC
code list for relators. Other elements are kept as XML. Fields without an element are written to an
`extension`. A document type is an error: its entities can expand to more data than fits in memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from vcmbib.formats import sidecar
from vcmbib.formats.extra_fields import ExtraFields, url_of
from vcmbib.formats.item_net import named, read_each
from vcmbib.formats.items.forbidden_characters import (
    hidden_in_xml,
    shown,
    with_xml_references,
)
from vcmbib.formats.record_builder import RecordBuilder, paragraphs
from vcmbib.model.attempt import BadItem
from vcmbib.model.identifiers import Scheme
from vcmbib.model.names import Name, parse_name
from vcmbib.model.paper import LinkKind, Paper, Problem, Reading, Record
from vcmbib.model.text import with_line_feeds

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMESPACE = "http://www.loc.gov/mods/v3"
_OPEN = (
    f'<x xmlns="{_NAMESPACE}" xmlns:mods="{_NAMESPACE}" xmlns:m="{_NAMESPACE}" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
_ITEM = re.compile(r"<((?:\w+:)?)mods(?=[\s>]).*?(?:</\1mods\s*>|(?=<\1mods[\s>])|\Z)", re.DOTALL)
_NOT_XML_CHARS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Genre -> entry type. The writer uses the first genre of an entry type.
_GENRES = {
    "journal article": "article", "article": "article", "academic journal": "article",
    "conference publication": "inproceedings", "conference paper": "inproceedings",
    "proceedings paper": "inproceedings", "book": "book", "book chapter": "incollection",
    "thesis": "thesis", "phdthesis": "phdthesis", "mastersthesis": "mastersthesis",
    "report": "techreport", "technical report": "techreport", "patent": "patent",
    "dataset": "dataset", "software": "software", "web page": "online", "preprint": "misc",
    "manuscript": "unpublished",
}  # fmt: skip
_EXTRA_FIELDS = {"language/languageTerm": "language", "originInfo/edition": "edition"}
_READ_ELEMENTS = frozenset(
    """titleInfo name originInfo genre identifier location abstract note subject language
    relatedItem part extension""".split()
)

_READ_BY_TYPE = frozenset({"extension", "relatedItem"})  # kept as XML unless read by their type


def read(text: str, origin: str) -> Reading:
    """Read each element `mods` of a file as a record. Never raises for the content of the file.

    An element that is not valid XML or names no work is a problem; the others are read.
    """
    return read_each(
        text,
        _elements_in,
        lambda item: named(_read_item(item, origin)),
        lambda item, reason: Problem(item.line, reason, item.text),
    )


@dataclass(frozen=True, slots=True)
class _XmlItem:
    """An element `mods` as written, with its line."""

    line: int
    text: str


def _elements_in(text: str) -> Iterator[_XmlItem]:
    line, counted = 1, 0
    for match in _ITEM.finditer(with_line_feeds(text)):
        line += match.string.count("\n", counted, match.start())
        counted = match.start()
        yield _XmlItem(line, match[0])


def _read_item(item: _XmlItem, origin: str) -> Record:
    text, ampersands = with_xml_references(item.text)
    record = _record(_parsed(text), origin, item.line)
    if not ampersands:
        return record
    remark = f"'&' is not written as '&amp;' ({ampersands} times): it is read as the character"
    return replace(record, remarks=(*record.remarks, remark))


def _parsed(item: str) -> Element:
    """The element, without namespaces. Raises BadItem for invalid XML or a document type."""
    from xml.etree import ElementTree

    if re.search(r"(?i)<!(?:doctype|entity)", item):
        raise BadItem("a document type is not allowed")
    hidden = hidden_in_xml(item)
    try:
        (mods,) = ElementTree.fromstring(f"{_OPEN}{item if hidden is None else hidden}</x>")
    except (ElementTree.ParseError, ValueError) as error:
        raise BadItem(f"not valid XML: {error}") from error
    for element in mods.iter():
        element.tag = re.sub(r"\{.*\}", "", element.tag)
        if hidden is not None:
            element.text, element.tail = shown(element.text or ""), shown(element.tail or "")
            for name, value in element.attrib.items():
                element.set(name, shown(value))
    return mods


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def _record(mods: Element, origin: str, line: int) -> Record:
    builder = RecordBuilder(origin, line)
    builder.set_key(mods.get("ID", ""), "mods-ID")
    host = next((r for r in mods.findall("relatedItem") if r.get("type") == "host"), None)
    genres = [_text(g) for g in mods.findall("genre") if _text(g)]
    known = [g for g in genres if g.lower() in _GENRES]
    builder.entry_type = (
        _GENRES[known[0].lower()] if known else ("article" if host is not None else "misc")
    )
    for genre in genres:
        if genre != _genre(builder.entry_type):
            builder.add_extra("mods-genre", genre)
    _titles(builder, mods)
    for name in mods.findall("name"):
        _name(builder, name)
    if host is not None:
        _host(builder, host)
    _origin(builder, mods)
    for identifier in mods.findall("identifier"):
        _identifier(builder, identifier)
    for url in mods.findall("location/url"):
        builder.add_link(LinkKind.PAPER, _text(url), "url")
    builder.set_field("abstract", _text(mods.find("abstract")), "mods-abstract")
    builder.notes += [
        paragraphs(_text(n), keep_lines=True) for n in mods.findall("note") if _text(n)
    ]
    builder.add_keywords(_text(t) for t in mods.findall("subject/topic"))
    for path, field in _EXTRA_FIELDS.items():
        builder.add_extra(field, _text(mods.find(path)))
    _rest(builder, mods, host)
    record = builder.record()
    sidecar_text = _text(mods.find("extension/vcmbib"))
    if not sidecar_text:
        return record
    try:
        return sidecar.completed(record, json.loads(sidecar_text))
    except json.JSONDecodeError as error:
        raise BadItem(f"the extension vcmbib is not valid JSON: {error}") from error


def _rest(builder: RecordBuilder, mods: Element, host: Element | None) -> None:
    """Keep elements that are not read as XML."""
    from xml.etree import ElementTree

    for child in mods:
        own = child.tag == "extension" and child.find("vcmbib") is not None
        series = child.tag == "relatedItem" and child.get("type") == "series"
        if series and child.find("titleInfo/title") is not None:
            builder.add_extra("series", _text(child.find("titleInfo/title")))
        elif (
            child is not host
            and not own
            and (child.tag not in _READ_ELEMENTS or child.tag in _READ_BY_TYPE)
        ):
            child.tail = None
            builder.add_extra("mods-xml", ElementTree.tostring(child, encoding="unicode"))


def _titles(builder: RecordBuilder, mods: Element) -> None:
    for info in mods.findall("titleInfo"):
        main = " ".join(filter(None, (_text(info.find("nonSort")), _text(info.find("title")))))
        subtitle = _text(info.find("subTitle"))
        whole = f"{main}: {subtitle}" if subtitle else main
        kind = info.get("type", "")
        if kind == "abbreviated":
            builder.add_extra("shorttitle", whole)
        else:
            builder.set_field("title", whole, f"mods-title-{kind or 'other'}")


def _name(builder: RecordBuilder, element: Element) -> None:
    parts: dict[str, list[str]] = {}
    for part in element.findall("namePart"):
        parts.setdefault(part.get("type", ""), []).append(_text(part))
    joined = {kind: " ".join(filter(None, texts)) for kind, texts in parts.items()}
    family, given = joined.get("family", ""), joined.get("given", "")
    if element.get("type") in ("corporate", "conference") or (family == "" and given == ""):
        whole = joined.get("", "")
        literal = element.get("type") in ("corporate", "conference")
        name = Name(whole, literal=True) if literal else parse_name(whole)
    else:
        suffix = joined.get("termsOfAddress", "")
        name = parse_name(f"{family}, {suffix}, {given}" if suffix else f"{family}, {given}")
        name = Name(family, "", "", suffix) if not given else name
    roles = {_text(r).lower() for r in element.findall("role/roleTerm")}
    if roles & {"editor", "edt"}:
        builder.add_person(name, editor=True)
    elif not roles or roles & {"author", "aut", "creator", "cre"}:
        builder.add_person(name)
    else:
        known = bool(roles & {"translator", "trl"})
        builder.add_role("translator" if known else "mods-name", name)
        if not known:
            builder.add_extra("mods-role", ", ".join(sorted(roles)))


def _host(builder: RecordBuilder, host: Element) -> None:
    info = host.findall("titleInfo")
    article = builder.entry_type in ("article", "misc")
    for title in info:
        if title.get("type") != "abbreviated":
            builder.set_venue(_text(title.find("title")), "journal" if article else "booktitle")
    for title in info:
        if title.get("type") == "abbreviated":
            builder.set_short_venue(_text(title.find("title")))
    for name in host.findall("name"):
        _name(builder, name)
    for part in host.findall("part"):
        _part(builder, part)
    _origin(builder, host)
    for identifier in host.findall("identifier"):
        _identifier(builder, identifier)


def _part(builder: RecordBuilder, part: Element) -> None:
    fields = {"volume": "volume", "issue": "number", "number": "number"}
    for detail in part.findall("detail"):
        kind = detail.get("type", "")
        name = fields.get(kind)
        if name is None:
            builder.add_extra(f"mods-{kind or 'detail'}", _text(detail.find("number")))
        else:
            builder.set_field(name, _text(detail.find("number")), f"mods-{kind}")
    for extent in part.findall("extent"):
        start, end = _text(extent.find("start")), _text(extent.find("end"))
        joint = "--" if "-" in start + end else "-"
        pages = f"{start}{joint}{end}" if start and end and start != end else start or end
        builder.set_field("pages", pages or _text(extent.find("list")), "mods-pages")
    for date in part.findall("date"):
        builder.set_date(_text(date), "mods-date")


def _origin(builder: RecordBuilder, element: Element) -> None:
    for info in element.findall("originInfo"):
        builder.set_field("publisher", _text(info.find("publisher")), "mods-publisher")
        for place in info.findall("place/placeTerm"):
            builder.add_extra("address", _text(place))
        for name in ("dateIssued", "copyrightDate", "dateCreated"):
            for date in info.findall(name):
                builder.set_date(_text(date), f"mods-{name}")


def _identifier(builder: RecordBuilder, element: Element) -> None:
    kind, value = element.get("type", "").lower(), _text(element)
    if kind == "issn":
        builder.add_extra("issn", value)
    elif kind == "citekey":
        builder.set_key(value, "mods-citekey")
    elif kind in set(Scheme):
        builder.read_identifier(Scheme(kind), value, f"mods-{kind}")
    elif kind == "uri" and re.match(r"https?://\S+$", value):
        builder.add_link(LinkKind.PAPER, value, "mods-uri")
    else:
        builder.add_extra(f"mods-identifier-{kind or 'other'}", value)


# --- from papers to elements ----------------------------------------------------------------------


def write(papers: Iterable[Paper]) -> str:
    """Write a collection with one element `mods` for each paper, in the order given."""
    items = "".join(_with_vcmbib(p) for p in papers)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<modsCollection xmlns="{_NAMESPACE}">\n{items}</modsCollection>\n'


def write_failed(problems: Sequence[Problem]) -> str:
    """Write the failed elements unchanged, each below a comment with its line and reason.

    A user can correct the result and import it again.
    """
    return "\n".join(
        f"<!-- line {p.line}: {re.sub('--+|[<>]', ' ', p.reason)} -->\n{p.text.rstrip()}\n"
        for p in problems
    )


def _with_vcmbib(paper: Paper) -> str:
    lines = list(_elements(paper, ExtraFields(paper)))
    record = _record(_parsed(f"<mods>{''.join(lines)}</mods>"), "", 0)
    more = sidecar.fields_not_expressible(paper, record)
    if more:
        content = escape(_NOT_XML_CHARS.sub("", json.dumps(more, ensure_ascii=False)))
        lines.append(f'<extension><vcmbib xmlns="">{content}</vcmbib></extension>')
    return "<mods>\n" + "".join(f"  {line}\n" for line in lines) + "</mods>\n"


def _genre(entry_type: str) -> str:
    return next((g for g, mapped in _GENRES.items() if mapped == entry_type), "")


def _tag(name: str, text: str | None, **attributes: str) -> str:
    """An element, or an empty string without text."""
    if not text:
        return ""
    given = "".join(f' {k}="{v}"' for k, v in attributes.items() if v)
    return f"<{name}{given}>{escape(_NOT_XML_CHARS.sub('', text))}</{name}>"


def _elements(paper: Paper, extra: ExtraFields) -> Iterator[str]:
    yield f"<titleInfo>{_tag('title', paper.title)}</titleInfo>"
    if short := extra.take("shorttitle"):
        yield f'<titleInfo type="abbreviated">{_tag("title", short)}</titleInfo>'
    for role, people in (
        ("aut", paper.authors),
        ("edt", paper.editors),
        ("trl", extra.take_people("translator")),
    ):
        for name in people:
            yield _person(name, role)
    yield _tag("genre", _genre(paper.entry_type))
    as_read = extra.take_date("mods-dateIssued")
    date = _tag("dateIssued", as_read) or _tag("dateIssued", extra.iso_date(), encoding="w3cdtf")
    place = _tag("placeTerm", extra.take("address"), type="text")
    origin = (
        (f"<place>{place}</place>" if place else "")
        + _tag("publisher", paper.publisher)
        + date
        + _tag("edition", extra.take("edition"))
    )
    yield f"<originInfo>{origin}</originInfo>" if origin else ""
    if language := extra.take("language"):
        yield f"<language>{_tag('languageTerm', language, type='text')}</language>"
    yield _tag("abstract", paper.abstract)
    yield _tag("note", paper.note)
    for word in paper.tags:
        yield f"<subject>{_tag('topic', word)}</subject>"
    yield from _related(paper, extra)
    yield _tag("identifier", paper.key, type="citekey")
    for identifier in paper.identifiers:
        yield _tag("identifier", identifier.value, type=identifier.scheme.value)
    yield _tag("identifier", extra.take("issn"), type="issn")
    if url := url_of(paper):
        yield f"<location>{_tag('url', url)}</location>"
    yield from extra.take_all("mods-xml")


def _related(paper: Paper, extra: ExtraFields) -> Iterator[str]:
    title, short = extra.venue_titles()
    part = "".join(
        f'<detail type="{kind}">{_tag("number", value)}</detail>' if value else ""
        for kind, value in (("volume", paper.volume), ("issue", paper.number))
    )
    if paper.pages:
        part += f'<extent unit="pages">{_tag("list", paper.pages)}</extent>'
    if title or part:
        host = f"<titleInfo>{_tag('title', title)}</titleInfo>" if title else ""
        if title and short and short != title:
            host += f'<titleInfo type="abbreviated">{_tag("title", short)}</titleInfo>'
        host += f"<part>{part}</part>" if part else ""
        yield f'<relatedItem type="host">{host}</relatedItem>'
    if series := extra.take("series"):
        info = f"<titleInfo>{_tag('title', series)}</titleInfo>"
        yield f'<relatedItem type="series">{info}</relatedItem>'


def _person(name: Name, role: str) -> str:
    if name.literal:
        kind, parts = "corporate", _tag("namePart", name.family)
    else:
        kind = "personal"
        parts = (
            _tag("namePart", name.given, type="given")
            + _tag("namePart", name.last, type="family")
            + _tag("namePart", name.suffix, type="termsOfAddress")
        )
    term = f'<role><roleTerm type="code" authority="marcrelator">{role}</roleTerm></role>'
    return f'<name type="{kind}">{parts}{term}</name>'
