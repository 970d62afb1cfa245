"""The fields of the query language: one table of them, and how a value of each is read."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from vcmbib.model.query.terms import edit_distance, terms
from vcmbib.model.query.tree import All, Field, Has, Query, Range


class FieldKind(Enum):
    """How a field's value is compared."""

    TEXT = auto()  # words one after the other
    PERSON = auto()  # words of one person's name
    LABEL = auto()  # the whole label, or with * its beginning
    KEY = auto()
    IDENTIFIER = auto()
    NUMBER = auto()
    HAS = auto()


class FieldSpec(NamedTuple):
    """One field: its name, how it compares, what it searches and an example."""

    name: str
    kind: FieldKind
    searches: str
    example: str


_T, _L, _I = FieldKind.TEXT, FieldKind.LABEL, FieldKind.IDENTIFIER
FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("title", _T, "words of the title", 'title:"rate distortion"'),
    FieldSpec("author", FieldKind.PERSON, "an author's or editor's name", 'author:"Hyomin Choi"'),
    FieldSpec("venue", _L, "the venue: acronym, name or another spelling", "venue:tpami"),
    FieldSpec("year", FieldKind.NUMBER, "the year or a range of years", "year:2020..2024"),
    FieldSpec("tag", _L, "a tag", "tag:survey"),
    FieldSpec("topic", _L, "a topic (what the data is)", "topic:video"),
    FieldSpec("category", _L, "a category or one below it", "category:feature-compression"),
    FieldSpec("type", _L, "the entry type", "type:article"),
    FieldSpec("key", FieldKind.KEY, "the citation key, also an old one", "key:zhang2024*"),
    FieldSpec("has", FieldKind.HAS, "whether a paper has a value", "has:code"),
    FieldSpec("abstract", _T, "words of the abstract", "abstract:entropy"),
    FieldSpec("note", _T, "words of the notes", "note:reread"),
    FieldSpec("model", _T, "the model's name", "model:VNVC"),
    FieldSpec("id", _I, "any identifier, or its address", "id:2405.03500"),
    FieldSpec("doi", _I, "a DOI", "doi:10.1109/TIP.2020.3016485"),
    FieldSpec("arxiv", _I, "an arXiv number, of any version", "arxiv:2405.03500"),
    FieldSpec("ieee", _I, "an IEEE document number", "ieee:10440522"),
    FieldSpec("openreview", _I, "an OpenReview name", "openreview:wZrOOO9XBn"),
    FieldSpec("cvf", _I, "a CVF Open Access name", "cvf:Lu_DVC*"),
    FieldSpec("neurips", _I, "a NeurIPS proceedings name", "neurips:2019*"),
    FieldSpec("acl", _I, "an ACL Anthology name", "acl:P19-1001"),
    FieldSpec("pmlr", _I, "a PMLR name", "pmlr:v139/bao21a"),
    FieldSpec("dblp", _I, "a DBLP key", "dblp:conf/cvpr/*"),
    FieldSpec("pmid", _I, "a PubMed number", "pmid:31452104"),
    FieldSpec("pmcid", _I, "a PubMed Central number", "pmcid:PMC6781234"),
    FieldSpec("s2", _I, "a Semantic Scholar name", "s2:CorpusID:1234567"),
    FieldSpec("isbn", _I, "an ISBN of either length", "isbn:978-0-262-03384-8"),
)

_BY_NAME = {f.name: f for f in FIELDS}
IDENTIFIER_FIELDS = tuple(f.name for f in FIELDS if f.kind is _I and f.name != "id")
LONGEST_IDENTIFIER = 500
LINK_KINDS = ("code", "dataset", "other", "paper", "pdf", "project", "video")
HAS: tuple[str, ...] = tuple(
    sorted(
        {"abstract", "authors", "all-authors", "category", "editors", "file", "honour", "id"}
        | {"link", "model", "month", "note", "number", "pages", "publisher", "tag", "topic"}
        | {"venue", "volume", "year"} | set(LINK_KINDS) | set(IDENTIFIER_FIELDS)
    )
)  # fmt: skip
"""What `has:` can ask for; `all-authors` is a list of authors that is known to be complete."""

# Names that other programs give to our fields.
OTHER_NAMES = {
    "keyword": "tag", "keywords": "tag", "label": "tag", "journal": "venue",
    "journaltitle": "venue", "booktitle": "venue", "conference": "venue", "editor": "author",
    "date": "year", "eprint": "arxiv", "abs": "abstract", "cat": "category", "citekey": "key",
    "entrytype": "type",
}  # fmt: skip


def field_named(name: str) -> FieldSpec | None:
    """The field of this name, in any letter case."""
    return _BY_NAME.get(name.lower())


def field_meant(name: str) -> str | None:
    """The field that `name`, which is none, was probably meant to be."""
    name = name.lower()
    return OTHER_NAMES.get(name) or next((f.name for f in FIELDS if _near(name, f.name)), None)


def _near(name: str, field: str) -> bool:
    """Whether `name` is `field` with a slip: one in a short name, two in a long one."""
    if min(len(name), len(field)) < 3 or abs(len(name) - len(field)) > 2:
        return False
    distance = edit_distance(name, field)
    if (
        len(field) == 3
    ):  # words of three letters that differ in one letter are different words: bag, tag
        return distance == 1 and (len(name) != 3 or sorted(name) == sorted(field))
    return distance <= (2 if len(field) >= 6 and len(name) >= 5 else 1)


def present(spec: FieldSpec) -> Query:
    """`tag:*`: the field has any value."""
    name = {"author": "authors"}.get(spec.name, spec.name)
    return Has(name) if name in HAS else All()


def field_query(spec: FieldSpec, given: Field) -> Query:
    """What the field with this value asks for; ValueError with the reason why it cannot."""
    match spec.kind:
        case FieldKind.TEXT | FieldKind.PERSON:
            if not terms(given.value):
                raise ValueError("there is no letter or digit to look for")
            return given
        case FieldKind.NUMBER:
            return _range(spec.name, given.value + "*" * given.prefix)
        case FieldKind.HAS:
            return _has(given.value + "*" * given.prefix)
        case FieldKind.IDENTIFIER:
            return _identifier(given)
        case FieldKind.LABEL | FieldKind.KEY:
            if not given.value:
                raise ValueError("there is nothing between the quotation marks")
            return given


def _has(value: str) -> Has:
    name = value.lower()
    name = "honour" if name == "award" else name
    for candidate in (name, name.removesuffix("s"), name + "s"):
        if candidate in HAS:
            return Has(candidate)
    raise ValueError(f"{value!r} is not a value of has: ; its values are {' '.join(HAS)}")


_SPAN = re.compile(r"(\d{1,4})?\s*(?:\.\.\.?|…|[-–—])\s*(\d{1,4})?", re.ASCII)
_COMPARED = re.compile(r"(>=|<=|>|<|=|≥|≤)?\s*(\d{1,4})", re.ASCII)


def _range(name: str, value: str) -> Range:
    compared = _COMPARED.fullmatch(value)
    if compared is not None:
        number = int(compared[2])
        match compared[1]:
            case ">=" | "≥":
                return Range(name, number, None)
            case "<=" | "≤":
                return Range(name, None, number)
            case ">":
                return Range(name, number + 1, None)
            case "<":
                return Range(name, None, number - 1)
            case _:
                return Range(name, number, number)
    span = _SPAN.fullmatch(value)
    if span is None or not (span[1] or span[2]):
        raise ValueError(f"{value!r} is neither a {name} nor a range of {name}s")
    low, high = (int(n) if n else None for n in span.groups())
    if low is not None and high is not None and low > high:
        raise ValueError(f"the range {value} is in the wrong order: write {high}..{low}")
    return Range(name, low, high)


def _identifier(given: Field) -> Field:
    """The normal form of an identifier; a prefix, and any other text under `id:`, is unchanged."""
    if not given.value:
        raise ValueError("there is nothing between the quotation marks")
    if given.prefix:
        return Field(given.name, _bare_identifier(given.name, given.value), True, given.phrase)
    if len(given.value) > LONGEST_IDENTIFIER:
        raise ValueError(f"an identifier has at most {LONGEST_IDENTIFIER} characters")
    from vcmbib.model.identifiers import parse_identifier

    found = None if given.name == "id" else parse_identifier(f"{given.name}:{given.value}")
    found = found or parse_identifier(given.value)
    # An arXiv paper has a DOI too, which is kept as its arXiv number.
    if found is not None and given.name in ("id", "doi", found.scheme.value):
        return Field(*found.comparison_key, phrase=given.phrase)
    if given.name == "id":
        return given
    raise ValueError(
        f"{given.value!r} is not a valid {given.name} identifier; for a prefix, end it with *"
    )


def _bare_identifier(name: str, value: str) -> str:
    value = re.sub(r"(?i)^https?://(?:(?:dx\.)?doi\.org|arxiv\.org/(?:abs|pdf))/", "", value)
    return value.lower() if name == "doi" else value
