"""The Atom feeds of the arXiv API.

Format: arXiv API User's Manual (https://info.arxiv.org/help/api/user-manual.html), Atom (RFC 4287)
and OpenSearch 1.1 (`totalResults`). The API changed in 2026: the elements have another order since
then. This module reads both forms and depends on no order.

The XML comes from the network, so the parser refuses a document type declaration, the only way to
define entities.
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
    if not body.strip():
        raise SourceEmpty(SOURCE, "not one byte of content")
    if response.is_html:
        raise SourceSpokeHtml(SOURCE, response.page_title)
    kind = response.content_type.partition(";")[0].strip().lower()
    if kind and not kind.endswith("xml") and not (_is_generic_type(kind) and _looks_like_xml(body)):
        raise SourceWrongType(SOURCE, kind[:60])
    root = _parse(body, _charset_parameter(response.content_type))
    if root.tag != f"{_ATOM}feed":
        name = root.tag.rpartition("}")[2][:60]
        if name.lower() == "html":
            raise SourceSpokeHtml(SOURCE, response.page_title)
        raise SourceBroken(SOURCE, f"it is no Atom feed but <{name}>")
    entries: list[FeedEntry] = []
    errors: list[str] = []
    for element in root.iterfind(f"{_ATOM}entry"):
        error = _api_error(element)
        if error is None:
            entries.append(_entry(element))
        else:
            errors.append(error)
    total = _text(root, _TOTAL) or ""
    count = int(total) if re.fullmatch(r"[0-9]{1,9}", total) else None
    return Feed(tuple(entries), tuple(errors), count)


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


class _SafeTreeBuilder(ET.TreeBuilder):
    """Builds the element tree. Raises SourceBroken for a document type declaration."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise SourceBroken(SOURCE, f"it declares a document type ({name[:40]}), which is refused")


def _parse(body: bytes, charset: str | None) -> ET.Element:
    declared = re.match(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", body)
    has_bom = body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    override = None  # the HTTP header counts only if the document names no encoding
    if not declared and not has_bom and charset:
        encoding = override = charset
    parser = ET.XMLParser(target=_SafeTreeBuilder(), encoding=override)
    try:
        for start in range(0, len(body), _CHUNK):
            parser.feed(body[start : start + _CHUNK])
        root = parser.close()
    except ET.ParseError as error:
        raise _parse_error(body, encoding, error) from error
    except (ValueError, LookupError) as error:  # the parser does not know the encoding
        raise SourceWrongCharset(SOURCE, encoding[:40]) from error
    if not isinstance(root, ET.Element):
        raise SourceBroken(SOURCE, "it holds no element")
    return root


def _parse_error(body: bytes, encoding: str, error: ET.ParseError) -> SourceError:
    """The error for a body that is not well-formed XML."""
    if error.code in _TRUNCATION_ERRORS:
        return SourceCutOff(SOURCE, f"it ends in the middle, after {len(body)} bytes")
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
    return message[:300] or "an error without words"


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
