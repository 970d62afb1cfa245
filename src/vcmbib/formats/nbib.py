"""Reader and writer of PubMed's tagged format (MEDLINE, `.nbib`).

The tags are those of the MEDLINE/PubMed Data Element (Field) Descriptions (National Library of
Medicine). A line is a tag of up to four letters, a hyphen, a blank and a value. A continuation line
is indented by six blanks. A blank line ends a record.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

from vcmbib.formats.extra_fields import ExtraFields
from vcmbib.formats.record_builder import RecordBuilder, paragraphs, read_person
from vcmbib.formats.tagged_lines import (
    TaggedRecord,
    TagRules,
    read_tagged,
    write_failed_records,
)
from vcmbib.model.identifiers import Identifier, Scheme, parse_identifier
from vcmbib.model.names import Name
from vcmbib.model.paper import LinkKind, Paper, Problem, Reading
from vcmbib.model.text import fold, tidy

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)")
# Publication type (PT) -> entry type. The writer uses the first one of an entry type.
_TYPES = {
    "Preprint": "misc", "Book Chapter": "incollection", "Chapter": "incollection", "Book": "book",
    "Congress": "inproceedings", "Conference Paper": "inproceedings",
    "Academic Dissertation": "thesis", "Technical Report": "techreport", "Dataset": "dataset",
    "Journal Article": "article", "Review": "article",
}  # fmt: skip
_SUFFIX = re.compile(r"(?i)(?:jr|sr|2nd|3rd|4th|ii|iii|iv)\.?")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# Tag -> extra field, in BibLaTeX's names.
_EXTRA_FIELDS = {
    "PL": "address", "LA": "language", "EN": "edition", "CTI": "series", "TT": "origtitle",
}  # fmt: skip
_FIELDS = {"VI": "volume", "IP": "number", "AB": "abstract", "PB": "publisher"}


def read(text: str, origin: str) -> Reading:
    """Read the records of a file in PubMed's format. Never raises for the content of the file.

    An item is a problem if it names neither a title nor people nor an identifier. Text outside
    of records is skipped.
    """
    return read_tagged(text, _RULES, lambda item: _build(item, origin))


def _read_tag(line: str) -> tuple[str, str]:
    match = _TAG.match(line)
    return ("", line) if match is None else (match[1], match[2])


_RULES = TagRules(_read_tag, "PMID", joiner=" ")


# --- from tags to a record ------------------------------------------------------------------------


def _build(item: TaggedRecord, origin: str) -> RecordBuilder:
    builder = RecordBuilder(origin, item.line)
    kinds = item.all("PT")
    builder.entry_type = _read_type(kinds, bool(item.first("JT") or item.first("TA")))
    if kinds and kinds != _write_type(builder.entry_type):
        builder.add_extra("nbib-PT", "\n".join(kinds))
    title, book = item.first("TI"), item.first("BTI")
    builder.set_field("title", title or book, "nbib-TI")
    if title and book:
        builder.set_venue(book, "booktitle")
    name = "booktitle" if builder.entry_type in ("inproceedings", "incollection") else "journal"
    for journal in item.all("JT"):
        builder.set_venue(journal, name)
    for short in item.all("TA"):
        if builder.venue is None:
            builder.set_venue(short, name)
        else:
            builder.set_short_venue(short)
    builder.set_field("pages", _full_range(item.first("PG")), "nbib-PG")
    _people(builder, item)
    for date in item.all("DP"):
        builder.set_date(date, "nbib-DP")
    kept: dict[str, list[str]] = {}
    for tag, value in item.fields:
        if value and tag not in _READ_TOGETHER:
            _read_value(builder, tag, value, kept)
    for kept_as, values in kept.items():
        builder.add_extra(kept_as, "\n".join(values))
    return builder


_READ_TOGETHER = frozenset("PT TI BTI JT TA PG DP FAU AU CN FED ED AD AUID".split())


def _read_type(kinds: Sequence[str], in_journal: bool) -> str:
    known = [t for name, t in _TYPES.items() if name in kinds]
    return known[0] if known else "article" if in_journal else "misc"


def _write_type(entry_type: str) -> list[str]:
    return [name for name, mapped in _TYPES.items() if mapped == entry_type][:1]


def _full_range(pages: str) -> str:
    """A range with all digits: `123-9` is `123-129`."""
    match = re.fullmatch(r"([A-Za-z]*)(\d+)-([A-Za-z]*)(\d+)", pages.rstrip("."))
    if match is None or len(match[4]) >= len(match[2]) or match[3] not in ("", match[1]):
        return pages
    end = match[2][: len(match[2]) - len(match[4])] + match[4]
    return f"{match[1]}{match[2]}-{match[1] if match[3] or match[1] else ''}{end}"


def _people(builder: RecordBuilder, item: TaggedRecord) -> None:
    """Add authors and editors, by full names (FAU, FED) where these are given.

    Affiliations (AD) and identifiers (AUID) are kept with the number of their author.
    """
    before, full = "", Name("")
    more: dict[str, list[str]] = {}
    for tag, value in item.fields:
        if not value:
            continue
        if tag in ("FAU", "FED"):
            builder.add_person(_full_name(value), editor=tag == "FED")
            full = _full_name(value)
        elif tag in ("AU", "ED") and before == f"F{tag}":
            if fold(full.last) not in fold(value):  # the short form of another name
                more.setdefault(f"nbib-{tag}", []).append(value)
        elif tag in ("AU", "ED"):
            builder.add_person(_short_name(value), editor=tag == "ED")
        elif tag == "CN":
            builder.add_person(Name(tidy(value), literal=True))
        elif tag in ("AD", "AUID"):
            more.setdefault(f"nbib-{tag}", []).append(f"{len(builder.authors)} {value}")
        before = tag
    for name, values in more.items():
        builder.add_extra(name, "\n".join(values))


def _full_name(value: str) -> Name:
    last, comma, given = value.partition(",")
    words = given.split()
    if comma and len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
        return read_person(f"{last}, {words[-1]}, {' '.join(words[:-1])}")
    return read_person(value)


def _short_name(value: str) -> Name:
    """Parse `Smith JA` or `Smith JA Jr`."""
    match = re.fullmatch(r"(.+?) ([A-Z]{1,4})(?: (\S+))?", value)
    if match is None:
        return read_person(value)
    return read_person(", ".join(filter(None, (match[1], match[3], match[2]))))


def _read_value(builder: RecordBuilder, tag: str, value: str, kept: dict[str, list[str]]) -> None:
    """Read a tag whose meaning does not depend on other tags. Tags that repeat go to `kept`."""
    if tag in _FIELDS:
        builder.set_field(_FIELDS[tag], value, f"nbib-{tag}")
    elif tag == "PMID":
        builder.read_identifier(Scheme.PMID, value, "nbib-PMID")
    elif tag == "PMC":
        builder.read_identifier(Scheme.PMCID, value, "nbib-PMC")
    elif tag in ("AID", "LID"):
        if not _article_id(builder, value):
            kept.setdefault(f"nbib-{tag}", []).append(value)
    elif tag == "OID":
        _read_key(builder, value, kept)
    elif tag == "ISBN":
        builder.read_identifier(Scheme.ISBN, re.sub(r"\s*\(.*\)$", "", value), "isbn")
    elif tag == "IS":
        builder.add_extra("issn", value)
    elif tag == "OT":
        builder.add_keywords([value.removeprefix("*")])
    elif tag == "GN":
        builder.notes.append(paragraphs(value))
    else:
        if tag == "MH":
            builder.add_keywords([_heading(value)])
        kept.setdefault(_EXTRA_FIELDS.get(tag, f"nbib-{tag}"), []).append(value)


def _read_key(builder: RecordBuilder, value: str, kept: dict[str, list[str]]) -> None:
    """Read an identifier of another system (OID), which may be a key that the writer wrote."""
    if value.startswith(_KEY_PREFIX):
        builder.set_key(value.removeprefix(_KEY_PREFIX), "nbib-OID")
    elif value.startswith(_OLD_KEYS_PREFIX):
        builder.add_extra("ids", value.removeprefix(_OLD_KEYS_PREFIX))
    else:
        kept.setdefault("nbib-OID", []).append(value)


def _heading(value: str) -> str:
    """A subject heading (MH) without its qualifiers and the `*` of main topics."""
    return value.split("/", maxsplit=1)[0].replace("*", "")


def _article_id(builder: RecordBuilder, value: str) -> bool:
    match = re.fullmatch(r"(\S.*?) \[(\w+)\]", value)
    if match is None:
        return False
    if match[2] == "url":
        builder.add_link(LinkKind.PAPER, match[1], "nbib-url")
        return True
    found = parse_identifier(f"{match[2]}:{match[1]}")
    return (
        found is not None
        and found.scheme.value == match[2].lower()
        and builder.add_identifier(found)
    )


# --- from papers to tags --------------------------------------------------------------------------

_KEY_PREFIX = "vcmbib: "
_OLD_KEYS_PREFIX = "vcmbib ids: "


def write(papers: Iterable[Paper]) -> str:
    """Write the papers in the order given, with a blank line between them."""
    return "\n".join(_text(p) for p in papers)


def write_failed(problems: Sequence[Problem]) -> str:
    """Write the failed records unchanged, each below its line and reason.

    A user can correct the result and import it again. The reader skips text outside of records.
    """
    return write_failed_records(problems, "\n{}".format)


def _text(paper: Paper) -> str:
    extra = ExtraFields(paper)
    lines: list[tuple[str, str]] = []
    pmid = paper.identifier(Scheme.PMID)
    as_read = extra.take_raw("nbib-PMID")
    lines.append(("PMID", as_read if pmid is None else pmid.value))
    lines.append(("OID", f"{_KEY_PREFIX}{paper.key}"))
    if old_keys := extra.take_old_keys():
        lines.append(("OID", f"{_OLD_KEYS_PREFIX}{old_keys}"))
    lines += [("IS", v) for v in extra.take_all("issn")]
    isbn = paper.identifier(Scheme.ISBN)
    lines.append(("ISBN", extra.take("isbn") or ("" if isbn is None else isbn.value)))
    lines.append(("VI", paper.volume or ""))
    lines.append(("IP", paper.number or ""))
    lines.append(("DP", _write_date(paper, extra)))
    title, short = extra.venue_titles()
    chapter = paper.entry_type in ("incollection", "inbook") and title
    lines.append(("TI", paper.title))
    lines.append(("BTI", title if chapter else ""))
    lines.append(("PG", paper.pages or ""))
    lines += _identifiers(paper)
    if not (paper.title or paper.authors or paper.editors or paper.identifiers):
        lines += [("LID", f"{link.url} [url]") for link in paper.links]  # it names the work
    lines.append(("AB", " ".join((paper.abstract or "").split("\n\n"))))
    lines += _write_people(paper, extra)
    lines += [("LA", v) for v in extra.take("language").split("\n")]
    kinds = extra.take_raw("nbib-PT").split("\n")
    if _read_type(kinds, bool(title)) != paper.entry_type or not kinds[0]:
        kinds = _write_type(paper.entry_type)
    lines += [("PT", v) for v in kinds]
    lines += [(t, v) for n, t in (("address", "PL"), ("edition", "EN")) for v in [extra.take(n)]]
    lines += [("PB", paper.publisher or ""), ("CTI", extra.take("series"))]
    lines += [("TT", extra.take("origtitle"))]
    lines += [("TA", short or title), ("JT", title)] if title and not chapter else []
    lines += _words(paper, extra)
    lines += [("GN", note) for note in (paper.note or "").split("\n\n") if note]
    lines += [
        (tag, line)
        for tag, value in extra.take_prefixed("nbib-")
        if re.fullmatch(r"[A-Z][A-Z0-9]{1,3}", tag) and tag != "PMID"
        for line in value.split("\n")
    ]
    # A record begins with its PMID, also an empty one, so that readers find its first line.
    return "".join(_line(tag, value) for tag, value in lines if value or tag == "PMID")


def _line(tag: str, value: str) -> str:
    wrapped = textwrap.wrap(
        " ".join(value.split("\n")), 82, break_long_words=False, break_on_hyphens=False
    )
    return f"{tag:<4}- " + "\n      ".join(wrapped) + "\n"


def _write_date(paper: Paper, extra: ExtraFields) -> str:
    as_read = extra.take_date("nbib-DP")
    if as_read:
        return as_read
    parts = extra.iso_date().split("-")
    if len(parts) > 1:
        parts[1] = _MONTHS[int(parts[1]) - 1]
    return " ".join(p.lstrip("0") for p in parts)


def _identifiers(paper: Paper) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    first: set[Scheme] = set()
    for identifier in paper.identifiers:
        own = identifier.scheme in (Scheme.PMID, Scheme.PMCID, Scheme.ISBN)
        if own and identifier.scheme not in first:
            first.add(identifier.scheme)
            if identifier.scheme is Scheme.PMCID:
                found.append(("PMC", identifier.value))
        else:
            found.append(("AID", _bracketed(identifier)))
    return found


def _bracketed(identifier: Identifier) -> str:
    return f"{identifier.value} [{identifier.scheme.value}]"


def _write_people(paper: Paper, extra: ExtraFields) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    more: dict[str, list[tuple[str, str]]] = {}
    for tag in ("AUID", "AD"):
        for line in extra.take_raw(f"nbib-{tag}").split("\n"):
            number, _, value = line.partition(" ")
            more.setdefault(number, []).append((tag, value))
    lines += more.get("0", [])
    for at, name in enumerate(paper.authors, 1):
        lines += _person(name, "AU") + more.get(str(at), [])
    if paper.authors and not paper.authors_complete:
        lines.append(("AU", "et al."))
    for name in paper.editors:
        lines += _person(name, "ED")
    return lines


def _person(name: Name, tag: str) -> list[tuple[str, str]]:
    if name.literal or (not name.given and " " in name.last):
        return [("CN" if tag == "AU" else "FED", name.last + ("" if tag == "AU" else ","))]
    given = " ".join(p for p in (name.given, name.suffix) if p)
    words = re.split(r"[\s.-]+", name.given)
    whole = re.fullmatch(r"[A-Z]{1,4}", name.given) is not None  # only initials are known
    initials = name.given if whole else "".join(w[0] for w in words if w)
    short = " ".join(p for p in (name.last, initials, name.suffix) if p)
    return [(f"F{tag}", ", ".join(p for p in (name.last, given) if p)), (tag, short)]


def _words(paper: Paper, extra: ExtraFields) -> list[tuple[str, str]]:
    headings = [h for h in extra.take_raw("nbib-MH").split("\n") if h]
    words = {tidy(_heading(h)) for h in headings}
    own = [("OT", word) for word in paper.tags if word not in words]
    return [("MH", h) for h in headings] + own
