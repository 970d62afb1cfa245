"""From an entry of arXiv's feed to a record, and what tells that a paper was withdrawn."""

from __future__ import annotations

import re

from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers, identifier_url
from vcmbib.model.names import Name, parse_name
from vcmbib.model.paper import Link, LinkKind, Record, SourceKind
from vcmbib.model.venues.lookup import find_venue
from vcmbib.sources.arxiv.feed import SOURCE, Entry


def record_of(entry: Entry, title: str, asked: Identifier) -> Record:
    """The record that an entry is, for the identifier that was asked for.

    The DOI is the publisher's, as the authors gave it to arXiv; arXiv's own DOI is the arXiv
    identifier again and is left out. Dates other than `YYYY-MM-…` give no year.
    """
    version = (entry.identifier or asked).version
    year, month = _year_and_month(entry.published)
    dois, remarks = _dois(entry.doi)
    page = f"{identifier_url(Identifier(Scheme.ARXIV, asked.value))}{asked.version or ''}"
    extra = (
        ("primaryclass", entry.primary),
        ("categories", ",".join(entry.categories)),
        ("comment", entry.comment),
        ("journal_ref", entry.journal_ref),
        ("published", entry.published),
        ("updated", entry.updated),
        ("version", version),
    )
    authors = tuple(author(name) for name in entry.names if any(c.isalnum() for c in name))
    return Record(
        SourceKind.CATALOGUE,
        SOURCE,
        ref=f"{asked.value}{version or ''}",
        entry_type="misc",
        title=title,
        authors=authors,
        authors_complete=bool(authors),
        year=year,
        month=month,
        venue=find_venue(SOURCE),
        abstract=entry.summary,
        identifiers=(asked, *dois),
        links=(Link(LinkKind.PAPER, page),),
        extra=tuple((name, value) for name, value in extra if value),
        remarks=remarks,
    )


_GROUP = re.compile(
    r"(?i)(?:\bcollaborations?|\bconsortium|\w\s+(?:team|group|project|initiative|committee))$"
)


def author(name: str) -> Name:
    """A person, or a group (`ATLAS Collaboration`), whose name is not divided."""
    return Name(name, literal=True) if _GROUP.search(name) else parse_name(name)


def _year_and_month(date: str | None) -> tuple[int | None, int | None]:
    found = re.match(r"([0-9]{4})-([0-9]{2})-", date or "")
    if found is None or not 1991 <= int(found[1]) <= 2100:  # arXiv began in 1991
        return None, None
    month = int(found[2])
    return int(found[1]), month if 1 <= month <= 12 else None


def _dois(text: str | None) -> tuple[tuple[Identifier, ...], tuple[str, ...]]:
    """The publisher's DOIs in arXiv's field, which may hold two or none, and what is odd in it."""
    if text is None:
        return (), ()
    found = find_identifiers(text[:1000])
    dois = tuple(i for i in found if i.scheme is Scheme.DOI)
    remarks = () if found else (f"arXiv gives a DOI that is none: {text[:100]}",)
    return dois, remarks


_PAPER = (
    r"(?:arxiv\s+)?(?:paper|article|manuscript|submission|preprint|work|version|note|document"
    r"|report|letter)"
)
_SAID_OF_PAPER = rf"""
    (?:(?:this|the|our)\s+)?{_PAPER}\s+
    (?:has\s+been|is|was|is\s+being|had\s+to\s+be|have\s+been)\s+
    (?:temporarily\s+|now\s+|hereby\s+|voluntarily\s+)?(?:withdrawn|retracted)
"""
_SAID_BY_PEOPLE = rf"""
    (?:we|i|the\s+(?:first\s+)?authors?)\s+(?:has\s+|have\s+|hereby\s+)?
    (?:withdrawn?|withdrew|retract(?:ed)?)\s+(?:this|the|our)\s+{_PAPER}
"""
_SAID_SHORTLY = rf"""
    (?:(?:this|the|our)\s+)?(?:{_PAPER}\s+)?(?:withdrawn|retracted)
    (?=\s*(?:$|[.,;:!)\]]|(?:by|due|because|for|as|since|pending|until|on\s+request)\b))
"""
# A conference from which a paper was withdrawn says nothing against the paper.
_NOT_FROM = r"(?!\s+from\s+(?!(?:the\s+)?arxiv\b))"
# A notice begins a sentence, or follows the usual count of pages and figures.
_BEGIN = r"(?:^|[.;:!(\[]\s*|\b(?:pages?|pp|figures?|figs?|tables?|\w*tex\w*)\.?,\s*)"
_IN_COMMENT = re.compile(
    rf"(?ix){_BEGIN}(?P<notice>(?:{_SAID_OF_PAPER}|{_SAID_BY_PEOPLE}|{_SAID_SHORTLY}){_NOT_FROM})"
)
_IN_ABSTRACT = re.compile(rf"(?ix)[\s(\[]*(?:{_SAID_OF_PAPER}|{_SAID_BY_PEOPLE}){_NOT_FROM}")
_SHORT_ABSTRACT = re.compile(rf"(?ix)[\s(\[]*{_SAID_SHORTLY}")


def withdrawal(comment: str | None, summary: str | None) -> str | None:
    """The words by which a paper is withdrawn; None for a paper in force.

    arXiv has no flag for it: the newest version's comment says so, or, in older papers, the text
    that took the place of the abstract. An abstract that speaks of withdrawals is no notice: there
    the words must stand at its beginning, and be nearly all of it unless they are a full sentence
    about the paper.
    """
    found = _IN_COMMENT.search(comment) if comment else None
    if comment and found is not None:
        return comment[found.start("notice") :][:200]
    if summary and (
        _IN_ABSTRACT.match(summary) or (len(summary) < 150 and _SHORT_ABSTRACT.match(summary))
    ):
        return summary[:200]
    return None
