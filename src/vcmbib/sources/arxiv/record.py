"""Converts entries of the arXiv feed to records, and finds notices of withdrawal."""

from __future__ import annotations

import re

from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers, identifier_url
from vcmbib.model.names import Name, parse_name
from vcmbib.model.paper import Link, LinkKind, Record, SourceKind
from vcmbib.model.venues.lookup import find_venue
from vcmbib.sources.arxiv.feed import SOURCE, FeedEntry


def record_of(entry: FeedEntry, title: str, requested: Identifier) -> Record:
    """The record of a feed entry, for the identifier that was `requested`.

    The entry contains the DOI of the publisher only: the authors send it to arXiv. The record does
    not contain arXiv's own DOI, which repeats the arXiv identifier. A date that is not `YYYY-MM-…`
    gives no year.
    """
    version = (entry.identifier or requested).version
    year, month = _year_and_month(entry.published)
    dois, remarks = _dois(entry.doi)
    page = f"{identifier_url(Identifier(Scheme.ARXIV, requested.value))}{requested.version or ''}"
    extra = (
        ("primaryclass" if _is_class(entry.primary) else "arxiv-class", entry.primary),
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
        ref=f"{requested.value}{version or ''}",
        entry_type="misc",
        title=title,
        authors=authors,
        authors_complete=bool(authors),
        year=year,
        month=month,
        venue=find_venue(SOURCE),
        abstract=entry.summary,
        identifiers=(requested, *dois),
        links=(Link(LinkKind.PAPER, page),),
        extra=tuple((name, value) for name, value in extra if value),
        remarks=remarks,
    )


def _is_class(term: str | None) -> bool:
    """Whether a category of arXiv has its form, `cs.CV` or `hep-th`: styles print it."""
    return term is None or re.fullmatch(r"[A-Za-z][A-Za-z.-]*", term) is not None


_GROUP_NAME = re.compile(
    r"(?i)(?:\bcollaborations?|\bconsortium|\w\s+(?:team|group|project|initiative|committee))$"
)


def author(name: str) -> Name:
    """The name of a person, or of a group (`ATLAS Collaboration`) as a literal name."""
    return Name(name, literal=True) if _GROUP_NAME.search(name) else parse_name(name)


def _year_and_month(date: str | None) -> tuple[int | None, int | None]:
    found = re.match(r"([0-9]{4})-([0-9]{2})-", date or "")
    if found is None or not 1991 <= int(found[1]) <= 2100:  # arXiv began in 1991
        return None, None
    month = int(found[2])
    return int(found[1]), month if 1 <= month <= 12 else None


def _dois(text: str | None) -> tuple[tuple[Identifier, ...], tuple[str, ...]]:
    """The DOIs in the field `arxiv:doi` (none, one or more), and a remark if it has none."""
    if text is None:
        return (), ()
    found = find_identifiers(text[:1000])
    dois = tuple(i for i in found if i.scheme is Scheme.DOI)
    remarks = () if found else (f"arXiv gives an invalid DOI: {text[:100]}",)
    return dois, remarks


_WORK = (
    r"(?:arxiv\s+)?(?:paper|article|manuscript|submission|preprint|work|version|note|document"
    r"|report|letter)"
)
_WORK_IS_WITHDRAWN = rf"""
    (?:(?:this|the|our)\s+)?{_WORK}\s+
    (?:has\s+been|is|was|is\s+being|had\s+to\s+be|have\s+been)\s+
    (?:temporarily\s+|now\s+|hereby\s+|voluntarily\s+)?(?:withdrawn|retracted)
"""
_AUTHORS_WITHDREW = rf"""
    (?:we|i|the\s+(?:first\s+)?authors?)\s+(?:has\s+|have\s+|hereby\s+)?
    (?:withdrawn?|withdrew|retract(?:ed)?)\s+(?:this|the|our)\s+{_WORK}
"""
_SHORT_NOTICE = rf"""
    (?:(?:this|the|our)\s+)?(?:{_WORK}\s+)?(?:withdrawn|retracted)
    (?=\s*(?:$|[.,;:!)\]]|(?:by|due|because|for|as|since|pending|until|on\s+request)\b))
"""
# A paper that was withdrawn from a conference ("withdrawn from ICLR") is still valid.
_NOT_FROM = r"(?!\s+from\s+(?!(?:the\s+)?arxiv\b))"
# A notice is at the start of a sentence or after a count: "12 pages, 3 figures, withdrawn".
_START = r"(?:^|[.;:!(\[]\s*|\b(?:pages?|pp|figures?|figs?|tables?|\w*tex\w*)\.?,\s*)"
_IN_COMMENT = re.compile(
    rf"(?ix){_START}(?P<notice>(?:{_WORK_IS_WITHDRAWN}|{_AUTHORS_WITHDREW}|{_SHORT_NOTICE}){_NOT_FROM})"
)
_IN_ABSTRACT = re.compile(rf"(?ix)[\s(\[]*(?:{_WORK_IS_WITHDRAWN}|{_AUTHORS_WITHDREW}){_NOT_FROM}")
_SHORT_ABSTRACT = re.compile(rf"(?ix)[\s(\[]*{_SHORT_NOTICE}")


def withdrawal(comment: str | None, summary: str | None) -> str | None:
    """The notice of a withdrawn paper, at most 200 characters; None if there is no notice.

    The feed has no element for it. The comment of the newest version contains the notice; in older
    papers it replaces the abstract. A notice in an abstract must be at the start, and an abstract
    with a short notice ("Withdrawn.") must be shorter than 150 characters. So an abstract about
    withdrawals is not a notice.
    """
    found = _IN_COMMENT.search(comment) if comment else None
    if comment and found is not None:
        return comment[found.start("notice") :][:200]
    if summary and (
        _IN_ABSTRACT.match(summary) or (len(summary) < 150 and _SHORT_ABSTRACT.match(summary))
    ):
        return summary[:200]
    return None
