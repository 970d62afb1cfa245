"""arXiv's answers: Atom feeds of both generations of its API, read into plain values.

The form is that of the API user's manual (info.arxiv.org/help/api/user-manual.html). Elements
stand in another order since 2026; nothing here depends on an order. The XML comes from the
network: a document type declaration, the only door to entities, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.parsers.expat import errors as expat

from vcmbib.errors import (
    SourceBroken,
    SourceCutOff,
    SourceEmpty,
    SourceError,
    SourceSpokeHtml,
    SourceWrongCharset,
    SourceWrongType,
)
from vcmbib.model.identifiers import Identifier, Scheme, parse_identifier
from vcmbib.model.text import tidy
from vcmbib.sources.response import Answer

SOURCE = "arXiv"

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_CHUNK = 65_536

_ENDS_EARLY = frozenset(
    expat.codes[name]
    for name in (
        expat.XML_ERROR_NO_ELEMENTS,
        expat.XML_ERROR_UNCLOSED_TOKEN,
        expat.XML_ERROR_PARTIAL_CHAR,
        expat.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper of a feed, as it is stated there; texts on one line, None for what is missing.

    `identifier` carries the version; it is None where the entry has no readable id. `xml` is the
    element itself, so that the entry can be stored.
    """

    identifier: Identifier | None
    title: str | None = None
    names: tuple[str, ...] = ()
    summary: str | None = None
    published: str | None = None
    updated: str | None = None
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    primary: str | None = None
    categories: tuple[str, ...] = ()
    xml: bytes = b""


@dataclass(frozen=True, slots=True)
class Feed:
    """What an answer holds: papers, complaints of the service, and how many it says there are."""

    entries: tuple[Entry, ...] = ()
    complaints: tuple[str, ...] = ()
    total: int | None = None


def read_feed(answer: Answer) -> Feed:
    """The feed in `answer`.

    Raises SourceEmpty for a body without content, SourceSpokeHtml, SourceWrongType,
    SourceWrongCharset, SourceCutOff for XML that ends in the middle, SourceBroken for the rest.
    """
    body = answer.body
    if not body.strip():
        raise SourceEmpty(SOURCE, "not one byte of content")
    if answer.is_html:
        raise SourceSpokeHtml(SOURCE, answer.page_title)
    kind = answer.content_type.partition(";")[0].strip().lower()
    if kind and not kind.endswith("xml") and not (_is_vague(kind) and _looks_like_xml(body)):
        raise SourceWrongType(SOURCE, kind[:60])
    root = _parse(body, _stated_charset(answer.content_type))
    if root.tag != f"{_ATOM}feed":
        name = root.tag.rpartition("}")[2][:60]
        if name.lower() == "html":
            raise SourceSpokeHtml(SOURCE, answer.page_title)
        raise SourceBroken(SOURCE, f"it is no Atom feed but <{name}>")
    entries: list[Entry] = []
    complaints: list[str] = []
    for element in root.iterfind(f"{_ATOM}entry"):
        complaint = _complaint(element)
        if complaint is None:
            entries.append(_entry(element))
        else:
            complaints.append(complaint)
    total = _text(root, _TOTAL) or ""
    stated = int(total) if re.fullmatch(r"[0-9]{1,9}", total) else None
    return Feed(tuple(entries), tuple(complaints), stated)


def feed_of(entry: Entry | None) -> Answer:
    """An answer that holds this entry alone, or none: what is stored for one identifier."""
    total = f'<totalResults xmlns="{_TOTAL[1:].partition("}")[0]}">{0 if entry is None else 1}'
    head = f'<feed xmlns="{_ATOM[1:-1]}">{total}</totalResults>'
    body = head.encode() + (b"" if entry is None else entry.xml) + b"</feed>"
    return Answer(200, "application/atom+xml", body)


def _is_vague(kind: str) -> bool:
    """Whether a content type says no more than "some text" or "some bytes"."""
    return kind in ("text/plain", "application/octet-stream", "binary/octet-stream")


def _looks_like_xml(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<feed"))


def _stated_charset(content_type: str) -> str | None:
    found = re.search(r"(?i)charset\s*=\s*[\"']?([\w.:-]+)", content_type)
    return found[1] if found else None


class _Builder(ET.TreeBuilder):
    """Builds the tree, and refuses what could make it swell."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise SourceBroken(SOURCE, f"it declares a document type ({name[:40]}), which is refused")


def _parse(body: bytes, charset: str | None) -> ET.Element:
    declared = re.match(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", body)
    marked = body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    outside = None  # what the header says counts only where the document says nothing
    if not declared and not marked and charset:
        encoding = outside = charset
    parser = ET.XMLParser(target=_Builder(), encoding=outside)
    try:
        for start in range(0, len(body), _CHUNK):
            parser.feed(body[start : start + _CHUNK])
        root = parser.close()
    except ET.ParseError as error:
        raise _malformed(body, encoding, error) from error
    except (ValueError, LookupError) as error:  # an encoding that the parser does not know
        raise SourceWrongCharset(SOURCE, encoding[:40]) from error
    if not isinstance(root, ET.Element):
        raise SourceBroken(SOURCE, "it holds no element")
    return root


def _malformed(body: bytes, encoding: str, error: ET.ParseError) -> SourceError:
    """What is wrong with a body that is no well-formed XML."""
    if error.code in _ENDS_EARLY:
        return SourceCutOff(SOURCE, f"it ends in the middle, after {len(body)} bytes")
    try:
        body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return SourceWrongCharset(SOURCE, encoding[:40])
    line, column = error.position
    return SourceBroken(SOURCE, f"bad XML at line {line}, column {column + 1}")


def _complaint(element: ET.Element) -> str | None:
    """What the service complains of, if the entry is no paper but an error of the API.

    A paper may well be titled "Error": the id and the author tell, the title does not.
    """
    where = _text(element, f"{_ATOM}id") or ""
    names = [_text(a, f"{_ATOM}name") for a in element.iterfind(f"{_ATOM}author")]
    is_error = "/api/errors" in where or (names == ["arXiv api core"] and "/abs/" not in where)
    if not is_error:
        return None
    said = _text(element, f"{_ATOM}summary") or where.rpartition("#")[2].replace("_", " ")
    return said[:300] or "an error without words"


def _entry(element: ET.Element) -> Entry:
    found = parse_identifier(_text(element, f"{_ATOM}id") or "")
    identifier = found if found is not None and found.scheme is Scheme.ARXIV else None
    people = (_text(a, f"{_ATOM}name") for a in element.iterfind(f"{_ATOM}author"))
    primary = element.find(f"{_ARXIV}primary_category")
    terms = (c.get("term", "").strip() for c in element.iterfind(f"{_ATOM}category"))
    return Entry(
        identifier,
        _text(element, f"{_ATOM}title"),
        tuple(name for name in people if name),
        _text(element, f"{_ATOM}summary"),
        _text(element, f"{_ATOM}published"),
        _text(element, f"{_ATOM}updated"),
        _text(element, f"{_ARXIV}comment"),
        _text(element, f"{_ARXIV}journal_ref"),
        _text(element, f"{_ARXIV}doi") or _linked_doi(element),
        (primary.get("term", "").strip() or None) if primary is not None else None,
        tuple(dict.fromkeys(term for term in terms if term)),
        ET.tostring(element),
    )


def _linked_doi(element: ET.Element) -> str | None:
    for link in element.iterfind(f"{_ATOM}link"):
        if link.get("title") == "doi":
            return tidy(link.get("href", "")) or None
    return None


def _text(element: ET.Element, path: str) -> str | None:
    """All text of the child, on one line; None where there is no child or no text in it."""
    child = element.find(path)
    if child is None:
        return None
    return tidy("".join(child.itertext())) or None
