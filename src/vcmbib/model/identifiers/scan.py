"""Identifiers: names that others gave to a work, found in any text, without the network.

The patterns follow the rules of the services: arXiv's identifier scheme
(https://arxiv.org/help/arxiv_identifier), the DOI Handbook and Crossref's advice on matching DOIs,
ISO 2108 for ISBN, and the URLs in `urls.py`. docs/identifiers.md lists the forms.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from vcmbib.model.identifiers.in_text import plain_text_identifiers, sici_dois
from vcmbib.model.identifiers.normalize import compiled, isbn13, trimmed_doi
from vcmbib.model.identifiers.urls import (
    CVF_NAME,
    DBLP_KINDS,
    NEW_ACL,
    OLD_ACL,
    normalize_acl,
    url_identifiers,
)

__all__ = [
    "Identifier",
    "IdentifierMatch",
    "Scheme",
    "find_identifier_matches",
    "find_identifiers",
    "identifier_url",
    "isbn13",
    "parse_identifier",
    "trimmed_doi",
]


class Scheme(StrEnum):
    """The service or standard that gives the identifier."""

    ARXIV = "arxiv"
    DOI = "doi"
    IEEE = "ieee"
    OPENREVIEW = "openreview"
    CVF = "cvf"
    NEURIPS = "neurips"
    ACL = "acl"
    PMLR = "pmlr"
    DBLP = "dblp"
    PMID = "pmid"
    PMCID = "pmcid"
    S2 = "s2"
    ISBN = "isbn"


_SCHEME_VALUES = {
    scheme: scheme.value for scheme in Scheme
}  # faster than the property `value` of an enum


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A scheme and a value. Two identifiers are equal if their `comparison_key` is equal.

    A DOI keeps the letter case of the source. `version` is the version that the text gives (`v2`);
    it is not part of the name.
    """

    scheme: Scheme
    value: str
    version: str | None = None

    @property
    def comparison_key(self) -> tuple[str, str]:
        """Scheme and value for comparison: without version, and a DOI in lower case.

        DOIs are case-insensitive (DOI Handbook).
        """
        if self.scheme is Scheme.DOI:
            return ("doi", self.value.lower())
        return (_SCHEME_VALUES[self.scheme], self.value)

    def __str__(self) -> str:
        return f"{self.scheme.value}:{self.value}"


@dataclass(frozen=True, slots=True)
class IdentifierMatch:
    """An identifier and its place in a text: from `start` up to, not including, `end`."""

    identifier: Identifier
    start: int
    end: int


def find_identifier_matches(text: str) -> tuple[IdentifierMatch, ...]:
    """Return all identifiers in `text`, in their order. No two of them overlap."""
    return tuple(sorted(_scan(text), key=lambda f: f.start))


def _scan(text: str) -> Iterator[IdentifierMatch]:
    taken: list[tuple[int, int]] = []
    for found in (sici_dois(text), url_identifiers(text), plain_text_identifiers(text)):
        for parts, start, end in found:
            if _is_free(taken, start, end):
                insort(taken, (start, end))
                scheme, value, version = parts
                yield IdentifierMatch(Identifier(Scheme(scheme), value, version), start, end)


def _is_free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether [start, end) overlaps no interval of `taken`, which is sorted and disjoint."""
    at = bisect_right(taken, (start, end))
    return (at == 0 or taken[at - 1][1] <= start) and (at == len(taken) or taken[at][0] >= end)


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """Return the distinct identifiers in a text, a URL or a file name, in their order."""
    # Readers, plans and exports ask for the same URLs repeatedly.
    return _distinct_cached(text) if len(text) <= 200 else _distinct(text)


@lru_cache(maxsize=8192)
def _distinct_cached(text: str) -> tuple[Identifier, ...]:
    return _distinct(text)


def _distinct(text: str) -> tuple[Identifier, ...]:
    distinct: dict[tuple[str, str], Identifier] = {}
    for match in find_identifier_matches(text):
        distinct.setdefault(match.identifier.comparison_key, match.identifier)
    return tuple(distinct.values())


# --- a text that is an identifier ----------------------------------------------------------------

_PREFIX = rf"(?is)(?:urn:)?({'|'.join(Scheme)}):\s*(.+)"
# The form of a value after `scheme:`.
_BARE_VALUES = {
    Scheme.IEEE: r"[0-9]{3,9}",
    Scheme.OPENREVIEW: r"[A-Za-z0-9_-]{7,14}",
    Scheme.CVF: rf"{CVF_NAME}|[A-Z]+_\d{{4}}/\d{{1,5}}",
    Scheme.NEURIPS: r"[0-9]{4}/[0-9a-f]{32}|[0-9]{1,5}",
    Scheme.ACL: rf"{OLD_ACL}|{NEW_ACL}",
    Scheme.PMLR: r"[vr][0-9]{1,4}/[a-z0-9_-]+",
    Scheme.DBLP: rf"{DBLP_KINDS}/[\w-]+/[\w:-]+",
    Scheme.PMID: r"[0-9]{1,8}",
    Scheme.PMCID: r"PMC[0-9]{1,9}",
    Scheme.S2: r"[0-9a-f]{40}|CorpusID:[0-9]{1,12}",
}


def parse_identifier(text: str) -> Identifier | None:
    """Return the identifier that the whole `text` is, or None.

    The text is a URL, `scheme:value`, a bare value, or a file name that contains an identifier.
    """
    text = text.strip()
    prefixed = compiled(_PREFIX).fullmatch(text)
    if prefixed is None:
        return _identifier_of_whole_text(text)
    scheme, value = Scheme(prefixed[1].lower()), prefixed[2].strip()
    for candidate in (value, text):
        identifier = _identifier_of_whole_text(candidate)
        if identifier is not None and identifier.scheme is scheme:
            return identifier
    return _identifier_with_scheme(scheme, value)


def _identifier_of_whole_text(text: str) -> Identifier | None:
    """The identifier that `text` is: alone, a URL with one identifier, or a file name."""
    if not text:
        return None
    matches = find_identifier_matches(text)
    if not matches:
        digits = isbn13(text)
        return None if digits is None else Identifier(Scheme.ISBN, digits)
    first = matches[0]
    if first.start == 0 and not text[first.end :].strip(".,;:)]}>\"'/ "):
        return first.identifier
    one_word = len(text.split()) == 1 and len({f.identifier.comparison_key for f in matches}) == 1
    is_address = compiled(r"(?i)https?://|www\.").match(text) is not None
    is_file = compiled(r"(?i)\.(?:pdf|ps|tex|gz|zip|html?|epub|djvu)$").search(text) is not None
    return first.identifier if is_file or (one_word and is_address) else None


def _identifier_with_scheme(scheme: Scheme, value: str) -> Identifier | None:
    """Return the identifier if `value` has the form of the scheme, else None.

    This serves the schemes whose bare values have no form of their own, such as plain numbers.
    """
    if scheme is Scheme.ISBN:
        digits = isbn13(value)
        return None if digits is None else Identifier(scheme, digits)
    value = _NORMALIZERS.get(scheme, str)(value)
    pattern = _BARE_VALUES.get(scheme)
    if pattern is None or compiled(pattern).fullmatch(value) is None:
        return None
    return Identifier(scheme, value)


def _without_zeros(value: str) -> str:
    return value.lstrip("0") or value


def _normalize_s2(value: str) -> str:
    named = compiled(r"(?i)corpus\s?id:?\s*0*(\d+)").fullmatch(value)
    return value.lower() if named is None else f"CorpusID:{named[1]}"


_NORMALIZERS: dict[Scheme, Callable[[str], str]] = {
    Scheme.IEEE: _without_zeros,
    Scheme.PMID: _without_zeros,
    Scheme.PMCID: lambda value: value.upper() if value[:3].upper() == "PMC" else f"PMC{value}",
    Scheme.ACL: normalize_acl,
    Scheme.PMLR: str.lower,
    Scheme.NEURIPS: str.lower,
    Scheme.S2: _normalize_s2,
}

# --- the URL of a work ---------------------------------------------------------------------------

_URL_TEMPLATES = {
    Scheme.ARXIV: "https://arxiv.org/abs/{}",
    Scheme.IEEE: "https://ieeexplore.ieee.org/document/{}",
    Scheme.OPENREVIEW: "https://openreview.net/forum?id={}",
    Scheme.ACL: "https://aclanthology.org/{}",
    Scheme.PMLR: "https://proceedings.mlr.press/{}.html",
    Scheme.DBLP: "https://dblp.org/rec/{}",
    Scheme.PMID: "https://pubmed.ncbi.nlm.nih.gov/{}/",
    Scheme.PMCID: "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
}


def identifier_url(identifier: Identifier) -> str | None:
    """Return the URL of the work, or None if the identifier does not determine it."""
    value = identifier.value
    url_maker = _URL_MAKERS.get(identifier.scheme)
    if url_maker is not None:
        return url_maker(value)
    template = _URL_TEMPLATES.get(identifier.scheme)
    return None if template is None else template.format(value)


def _doi_url(value: str) -> str:
    quoted = "".join(c if c not in '%?#"<>[]{}\\^`|&+ ' else f"%{ord(c):02X}" for c in value)
    # ACM uses DOIs with the prefix 10.5555, which Crossref reserves for tests. doi.org does not
    # resolve them, but ACM does.
    return f"https://{'dl.acm.org/doi' if value.startswith('10.5555/') else 'doi.org'}/{quoted}"


def _cvf_url(value: str) -> str | None:
    """The URL of a paper of a main conference; None for a workshop, whose folder is not known."""
    camera_ready = compiled(r"([A-Z]+)_(\d{4})/(\d+)").fullmatch(value)
    if camera_ready is not None:
        folder = f"content_{camera_ready[1].lower()}_{camera_ready[2]}"
        return f"https://openaccess.thecvf.com/{folder}/CameraReady/{camera_ready[3]}.pdf"
    match = compiled(r".+_(CVPR|ICCV|WACV)_(\d{4})").fullmatch(value)
    if match is None or int(match[2]) < 2019:
        return None
    venue, year = match[1], match[2]
    folder = f"content/{venue}{year}" if int(year) > 2020 else f"content_{venue}_{year}"
    return f"https://openaccess.thecvf.com/{folder}/html/{value}_paper.html"


def _neurips_url(value: str) -> str | None:
    """The URL of a paper with a hash; None if it needs the track (from 2022) or the title."""
    year, _, digest = value.partition("/")
    if not digest or int(year) > 2021:
        return None
    return f"https://proceedings.neurips.cc/paper_files/paper/{year}/hash/{digest}-Abstract.html"


def _s2_url(value: str) -> str:
    if value.startswith("CorpusID:"):
        return f"https://api.semanticscholar.org/{value}"
    return f"https://www.semanticscholar.org/paper/{value}"


_URL_MAKERS: dict[Scheme, Callable[[str], str | None]] = {
    Scheme.DOI: _doi_url,
    Scheme.CVF: _cvf_url,
    Scheme.NEURIPS: _neurips_url,
    Scheme.S2: _s2_url,
}
