"""The reader of RIS: from tagged lines to records."""

from __future__ import annotations

import re

from vcmbib.formats.record_builder import RecordBuilder, paragraphs, read_person
from vcmbib.formats.ris.tags import PUBLISHERS, TYPES, WHOLE, ris_type
from vcmbib.formats.tagged_lines import TaggedRecord, TagRules, read_tagged
from vcmbib.model.identifiers import Identifier, Scheme, parse_identifier
from vcmbib.model.names import fix_trailing_initials
from vcmbib.model.paper import LinkKind, Reading

# A tag with fewer blanks than the specification asks for counts only if it is one of `_KNOWN_TAGS`.
_LOOSE_TAG = re.compile(r"([A-Z][A-Z0-9]) {0,2}- ?(.*)")
_KNOWN_TAGS = frozenset(
    """TY AU A1 A2 A3 A4 A5 AB AD AN AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DO DP ED EP
    ER ET ID IS J1 J2 JA JF JO KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OP PB PP PY RI RN RP SE SN
    SP ST T1 T2 T3 TA TI TT U1 U2 U3 U4 U5 UR VL VO Y1 Y2""".split()
)
# Tag -> extra field, in BibLaTeX's names.
_EXTRA_FIELDS = {
    "CY": "address", "PP": "address", "ET": "edition", "LA": "language", "ST": "shorttitle",
    "T3": "series", "AD": "affiliation", "CN": "library", "NV": "volumes", "C7": "eid",
}  # fmt: skip


def read(text: str, origin: str) -> Reading:
    """Read the records of a RIS file. Never raises for the content of the file.

    An item is a problem if it names neither a title nor people nor an identifier. Text outside
    of records is skipped.
    """
    return read_tagged(text, _RULES, lambda item: _build(item, origin))


def _read_tag(line: str) -> tuple[str, str]:
    """(tag, value) of a line; no tag for a continuation line."""
    match = re.match(r"([A-Z][A-Z0-9])  -(?: (.*)|(.*))$", line)
    if match is not None:
        return match[1], match[2] or match[3] or ""
    match = _LOOSE_TAG.match(line)
    if match is not None and match[1] in _KNOWN_TAGS:
        return match[1], match[2]
    return "", line


_RULES = TagRules(_read_tag, "TY", last_tag="ER", indented=True, outside_as_blocks=True)


# --- from tags to a record ------------------------------------------------------------------------


def _build(item: TaggedRecord, origin: str) -> RecordBuilder:
    builder = RecordBuilder(origin, item.line)
    kind = item.first("TY").strip().upper()
    builder.entry_type = TYPES.get(kind, "misc")
    if kind == "CONF" and _is_paper(item):
        builder.entry_type = "inproceedings"
    if kind and ris_type(builder.entry_type) != kind:
        builder.add_extra("ris-TY", kind)
    if not kind:
        builder.remarks.append("no type (TY): read as misc")
    if not item.closed:
        builder.remarks.append(
            "no end (ER): the record ends at the next record or at the end of the file"
        )
    for title in item.all("TI", "T1", "CT"):
        builder.set_field("title", title, "ris-TI")
    _containers(builder, item, kind)
    _pages(builder, item)
    for tag, value in item.fields:
        if value.strip():
            _read_value(builder, tag, value, kind)
    if not any("," in name for name in item.all("AU", "A1")):
        builder.authors = fix_trailing_initials(builder.authors)  # Embase: `AU  - Bee AB`
    _dates(builder, item)
    return builder


def _is_paper(item: TaggedRecord) -> bool:
    """Whether a CONF is a paper, as in IEEE Xplore, Scopus and EndNote, and not the proceedings.

    A paper has a title, and a container, pages or authors. The writer marks proceedings with U5.
    """
    if "vcmbib entry type = proceedings" in item.all("U5"):
        return False
    placed = item.first("T2", "BT", "C3", "J2", "JO", "JF", "JA", "SP", "EP")
    return bool(item.first("TI", "T1", "CT") and (placed or item.first("AU", "A1")))


def _containers(builder: RecordBuilder, item: TaggedRecord, kind: str) -> None:
    """Set the venue by the first tag that names one. The others become extra fields."""
    titles = item.all("BT")
    if (
        not builder.get("title") and titles
    ):  # BT is the title of a whole book in the older specification
        builder.set_field("title", titles.pop(0), "ris-BT")
    if kind in WHOLE:
        for value in [*item.all("T2"), *titles]:
            builder.add_extra("series", value)
        more: list[str] = []
    else:
        more = [*item.all("T2"), *titles]
    name = "journal" if builder.entry_type == "article" else "booktitle"
    for value in [*more, *item.all("JF"), *([] if more else item.all("C3"))]:
        builder.set_venue(value, name)
    short = [*item.all("JO"), *item.all("JA"), *item.all("J2"), *item.all("J1")]
    for value in short:
        if builder.venue is None:
            builder.set_venue(value, name)
        else:
            builder.set_short_venue(value)


def _pages(builder: RecordBuilder, item: TaggedRecord) -> None:
    start, end = item.first("SP"), item.first("EP")
    if start and end and start != end:
        joint = "--" if "-" in start + end else "-"
        builder.set_field("pages", f"{start}{joint}{end}", "ris-SP")
    else:
        builder.set_field("pages", start or end, "ris-SP")


_READ_TOGETHER = frozenset("TY TI T1 CT T2 BT JF JO JA J2 J1 SP EP PY Y1 DA".split())
_FIELDS = {
    "VL": "volume", "VO": "volume", "IS": "number", "PB": "publisher", "AB": "abstract",
    "N2": "abstract",
}  # fmt: skip
_LINKS = {"UR": LinkKind.PAPER, "LK": LinkKind.PAPER, "L1": LinkKind.PDF, "L2": LinkKind.PAPER}


def _read_value(builder: RecordBuilder, tag: str, value: str, kind: str) -> None:
    """Read a tag whose meaning does not depend on other tags."""
    done = tag in _READ_TOGETHER or (
        tag == "C3" and builder.venue is not None and value == builder.venue.name
    )
    if done or _read_vcmbib(builder, tag, value) or _read_by_type(builder, tag, value, kind):
        return
    if tag in _PEOPLE:
        _read_people(builder, tag, value)
    elif tag in _FIELDS:
        builder.set_field(_FIELDS[tag], value, f"ris-{tag}")
    elif tag in ("N1", "RN"):
        builder.notes.append(paragraphs(value, keep_lines=True))
    elif tag == "KW":
        builder.add_keywords(re.split(r"[;\n]", value))
    elif tag in _LINKS:
        _read_links(builder, tag, value)
    elif tag == "ID":
        builder.set_key(value, "ris-ID")
    elif tag == "Y2":
        builder.add_date("urldate", value, "ris-Y2")
    elif not _read_identifiers(builder, tag, value, kind):
        if tag == "M3" and kind == "THES":
            builder.add_extra("type", value)
        else:
            builder.add_extra(_EXTRA_FIELDS.get(tag, f"ris-{tag}"), value)


def _read_by_type(builder: RecordBuilder, tag: str, value: str, kind: str) -> bool:
    """Read a tag that has another meaning in this type. Return whether it was one."""
    if tag == "PB" and kind in PUBLISHERS:
        builder.add_extra(PUBLISHERS[kind], value)
        return True
    if tag == "M1" and kind == "RPRT" and _prefixed(value) is None:
        builder.set_field("number", value, "ris-M1")
        return True
    return False


def _read_links(builder: RecordBuilder, tag: str, value: str) -> None:
    """Add the URLs of a tag, which may have several. A path may contain blanks."""
    for line in value.split("\n"):
        for piece in re.split(r"(?<![\s;])[\s;]+(?=https?://)", line) if "://" in line else [line]:
            builder.add_link(_LINKS[tag], piece, "file" if tag == "L1" else f"ris-{tag}")


_PEOPLE = frozenset("AU A1 A2 ED A4 TA".split())


def _read_people(builder: RecordBuilder, tag: str, value: str) -> None:
    for line in value.split("\n"):
        if tag in ("A4", "TA"):
            builder.add_role("translator", read_person(line))
        else:
            builder.add_person(read_person(line), editor=tag in ("A2", "ED"))


def _read_identifiers(builder: RecordBuilder, tag: str, value: str, kind: str) -> bool:
    """Read a tag that contains only identifiers. Return whether it was one."""
    if tag == "DO":
        builder.read_identifier(Scheme.DOI, value, "ris-DO")
        return True
    if tag == "SN":
        builder.read_serial_numbers(value, "number" if kind == "RPRT" else "ris-SN")
        return True
    if tag == "C2" and re.fullmatch(r"(?i)PMC\d+", value):
        builder.read_identifier(Scheme.PMCID, value, "ris-C2")
        return True
    if tag in ("M3", "L3"):
        found = parse_identifier(value)
        return found is not None and found.scheme is Scheme.DOI and builder.add_identifier(found)
    return tag in ("AN", "U1", "M1", "C4") and builder.add_identifier(_prefixed(value))


def _prefixed(value: str) -> Identifier | None:
    """The identifier in `arXiv:2405.03500`."""
    named = re.match(r"(?i)(?:arxiv|pmid|pmcid|doi|[a-z0-9]{2,10}):", value)
    return parse_identifier(value) if named else None


_VCMBIB_FIELD = re.compile(r"vcmbib (.+?) = (.*)", re.DOTALL)
_OTHER_LINK = re.compile(r"(code|project|dataset|video|other): (\S+)")


def _read_vcmbib(builder: RecordBuilder, tag: str, value: str) -> bool:
    """Read a field or link without a tag in RIS, as `write` writes it. True if it was one."""
    link = _OTHER_LINK.fullmatch(value) if tag == "L3" else None
    if link is not None:
        builder.add_link(LinkKind(link[1]), link[2], "ris-L3")
        return True
    own = _VCMBIB_FIELD.fullmatch(value) if tag == "U5" else None
    if own is None:
        return False
    if own[1] in ("model", "honour", "publisher"):
        builder.set_field(own[1], own[2], own[1])
    elif own[1] == "a topic":
        builder.topics.append(own[2])
    elif own[1] == "entry type":
        builder.entry_type = own[2]
    else:
        builder.add_extra(own[1], own[2], raw=True)
    return True


def _dates(builder: RecordBuilder, item: TaggedRecord) -> None:
    for tag in ("PY", "Y1", "DA"):
        for value in item.all(tag):
            builder.set_date(value, f"ris-{tag}")
