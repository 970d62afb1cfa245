"""The Atom feeds of the arXiv API.

Format: arXiv API User's Manual (https://info.arxiv.org/help/api/user-manual.html), Atom (RFC 4287)
and OpenSearch 1.1 (`totalResults`). The API changed in 2026: the elements have another order since
then. This module reads both forms and depends on no order.

The XML comes from the network, so the parser refuses a document type declaration, the only way to
define entities. It also refuses a feed with too many, too deep or too long elements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.parsers.expat import errors as expat_errors

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
from vcmbib.sources.response import Response

SOURCE = "arXiv"

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_CHUNK = 65_536
_MAX_CHUNKS_OF_TAG = 16
_MAX_DEPTH = 50
_MAX_ELEMENTS = 500_000  # with attributes
_MAX_ELEMENTS_OF_ENTRY = 50_000  # the largest collaborations have 6,000 authors
_MAX_CHARACTERS_OF_ENTRY = 2_000_000

_TRUNCATION_ERRORS = frozenset(
    expat_errors.codes[name]
    for name in (
        expat_errors.XML_ERROR_NO_ELEMENTS,
        expat_errors.XML_ERROR_UNCLOSED_TOKEN,
        expat_errors.XML_ERROR_PARTIAL_CHAR,
        expat_errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One paper of a feed. Each text is on one line, and None if it is missing.

    `identifier` contains the version; it is None if the entry has no valid id. `xml` is the
    element itself, for the cache.
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
    """The papers and error messages of a response, and its `totalResults`."""

    entries: tuple[FeedEntry, ...] = ()
    errors: tuple[str, ...] = ()
    total: int | None = None


def read_feed(response: Response) -> Feed:
    """The feed in a response.

    Raises SourceEmpty for an empty body, SourceSpokeHtml for a web page, SourceWrongType for
    another content type, SourceWrongCharset for a wrong encoding, SourceCutOff for truncated XML,
    and SourceBroken for malformed XML and for XML that is not an Atom feed.
    """
    body = response.body
    if not body or body.isspace():
        raise SourceEmpty(SOURCE, "it has no content")
    if response.is_html:
        raise SourceSpokeHtml(SOURCE, response.page_title)
    kind = response.content_type.partition(";")[0].strip().lower()
    if kind and not kind.endswith("xml") and not (_is_generic_type(kind) and _looks_like_xml(body)):
        raise SourceWrongType(SOURCE, kind[:60])
    parsed = _parse(body, _charset_parameter(response.content_type))
    if parsed.root != f"{_ATOM}feed":
        name = parsed.root.rpartition("}")[2][:60]
        if name.lower() == "html":
            raise SourceSpokeHtml(SOURCE, response.page_title)
        raise SourceBroken(SOURCE, f"it is not an Atom feed but <{name}>")
    total = tidy("".join(parsed.total))
    count = int(total) if re.fullmatch(r"[0-9]{1,9}", total) else None
    return Feed(tuple(parsed.entries), tuple(parsed.errors), count)


def response_with(entry: FeedEntry | None) -> Response:
    """A response with one entry, or with none: the form that the cache stores."""
    total = f'<totalResults xmlns="{_TOTAL[1:].partition("}")[0]}">{0 if entry is None else 1}'
    head = f'<feed xmlns="{_ATOM[1:-1]}">{total}</totalResults>'
    body = head.encode() + (b"" if entry is None else entry.xml) + b"</feed>"
    return Response(200, "application/atom+xml", body)


def _is_generic_type(kind: str) -> bool:
    """Whether a content type only means "some text" or "some bytes"."""
    return kind in ("text/plain", "application/octet-stream", "binary/octet-stream")


def _looks_like_xml(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<feed"))


def _charset_parameter(content_type: str) -> str | None:
    found = re.search(r"(?i)charset\s*=\s*[\"']?([\w.:-]+)", content_type)
    return found[1] if found else None


class _FeedTarget:
    """Receives the events of the parser. Converts each entry when it ends, and keeps nothing else.

    A feed of many small or deep elements takes much more memory as a tree than as text. Raises
    SourceBroken for a document type declaration, and for a feed beyond the limits.
    """

    def __init__(self) -> None:
        self.root = ""
        self.entries: list[FeedEntry] = []
        self.errors: list[str] = []
        self.total: list[str] = []
        self.events = 0
        self._depth = 0
        self._elements = 0
        self._elements_of_entry = self._characters_of_entry = 0
        self._entry: ET.TreeBuilder | None = None
        self._in_total = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.events += 1
        self._depth += 1
        self._elements += 1 + len(attributes)
        if self._depth == 1:
            self.root = tag
        elif self._depth == 2 and tag == f"{_ATOM}entry" and self.root == f"{_ATOM}feed":
            self._entry = ET.TreeBuilder()
            self._elements_of_entry = self._characters_of_entry = 0
        elif self._depth == 2:
            self._in_total = tag == _TOTAL
        if self._entry is not None:
            self._elements_of_entry += 1 + len(attributes)
            self._entry.start(tag, attributes)
        _limit(self._depth, _MAX_DEPTH, "its elements are nested too deeply")
        _limit(self._elements, _MAX_ELEMENTS, "it contains too many elements")
        _limit(self._elements_of_entry, _MAX_ELEMENTS_OF_ENTRY, "an entry has too many elements")

    def end(self, tag: str) -> None:
        """An element ends."""
        self.events += 1
        self._depth -= 1
        if self._entry is not None:
            self._entry.end(tag)
        if self._depth == 1:
            self._in_total = False
            if self._entry is not None:
                element = self._entry.close()
                self._entry = None
                error = _api_error(element)
                if error is None:
                    self.entries.append(_entry(element))
                else:
                    self.errors.append(error)

    def data(self, text: str) -> None:
        """A part of a text."""
        self.events += 1
        if self._entry is not None:
            self._characters_of_entry += len(text)
            _limit(self._characters_of_entry, _MAX_CHARACTERS_OF_ENTRY, "an entry is too long")
            self._entry.data(text)
        elif self._in_total and len(self.total) < 10:
            self.total.append(text)

    def comment(self, text: str) -> None:
        """A comment. It is ignored."""
        del text
        self.events += 1

    def pi(self, target: str, text: str | None = None) -> None:
        """A processing instruction. It is ignored."""
        del target, text
        self.events += 1

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """A document type declaration."""
        raise SourceBroken(SOURCE, f"it declares a document type ({name[:40]}), which is refused")

    def close(self) -> None:
        """The document ends."""


def _limit(number: int, most: int, reason: str) -> None:
    if number > most:
        raise SourceBroken(SOURCE, reason)


def _parse(body: bytes, charset: str | None) -> _FeedTarget:
    declared = re.match(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", body)
    has_bom = body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    override = None  # the HTTP header counts only if the document names no encoding
    if not declared and not has_bom and charset:
        encoding = override = charset
    target = _FeedTarget()
    parser = ET.XMLParser(target=target, encoding=override)
    try:
        quiet = events = 0
        for start in range(0, len(body), _CHUNK):
            parser.feed(body[start : start + _CHUNK])
            # Without an event the parser is in one tag or comment, and keeps all of it.
            quiet = quiet + 1 if target.events == events else 0
            events = target.events
            _limit(quiet, _MAX_CHUNKS_OF_TAG, "it contains a tag that is too long")
        parser.close()
    except ET.ParseError as error:
        raise _parse_error(body, encoding, error) from error
    except (ValueError, LookupError) as error:  # the parser does not know the encoding
        raise SourceWrongCharset(SOURCE, encoding[:40]) from error
    return target


def _parse_error(body: bytes, encoding: str, error: ET.ParseError) -> SourceError:
    """The error for a body that is not well-formed XML."""
    if error.code in _TRUNCATION_ERRORS:
        return SourceCutOff(SOURCE, f"it ends early, after {len(body)} bytes")
    try:
        body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return SourceWrongCharset(SOURCE, encoding[:40])
    line, column = error.position
    return SourceBroken(SOURCE, f"bad XML at line {line}, column {column + 1}")


def _api_error(element: ET.Element) -> str | None:
    """The message of an entry that is an error of the API; None if the entry is a paper.

    The id and the author show it. The title does not: a paper can have the title "Error".
    """
    address = _text(element, f"{_ATOM}id") or ""
    names = [_text(a, f"{_ATOM}name") for a in element.iterfind(f"{_ATOM}author")]
    is_error = "/api/errors" in address or (names == ["arXiv api core"] and "/abs/" not in address)
    if not is_error:
        return None
    message = _text(element, f"{_ATOM}summary") or address.rpartition("#")[2].replace("_", " ")
    return message[:300] or "an error without a message"


def _entry(element: ET.Element) -> FeedEntry:
    found = parse_identifier(_text(element, f"{_ATOM}id") or "")
    identifier = found if found is not None and found.scheme is Scheme.ARXIV else None
    people = (_text(a, f"{_ATOM}name") for a in element.iterfind(f"{_ATOM}author"))
    primary = element.find(f"{_ARXIV}primary_category")
    terms = (c.get("term", "").strip() for c in element.iterfind(f"{_ATOM}category"))
    return FeedEntry(
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
    """The text of a child element on one line; None if it is missing or empty."""
    child = element.find(path)
    if child is None:
        return None
    return tidy("".join(child.itertext())) or None
