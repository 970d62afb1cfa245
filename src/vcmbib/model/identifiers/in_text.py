"""Patterns of identifiers in running text and in file names.

A number counts as an identifier only if its form or the text around it makes that certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from vcmbib.model.identifiers.normalize import (
    ARXIV_VERSION,
    NEW_ARXIV,
    OLD_ARXIV,
    IdentifierParts,
    arxiv_parts,
    compiled,
    doi_parts,
    isbn13,
    percent_decoded,
    trimmed_doi,
    without_escapes,
)
from vcmbib.model.identifiers.urls import DBLP_KINDS

_MentionReader = Callable[[re.Match[str]], IdentifierParts | None]


def _arxiv(match: re.Match[str]) -> IdentifierParts | None:
    return arxiv_parts(match["id"], match["version"])


def _arxiv_file(match: re.Match[str]) -> IdentifierParts | None:
    """The file name of a download from arXiv: `hep-th_9901001.pdf`, `hep-th9901001v2.pdf`."""
    return arxiv_parts(f"{match['archive']}/{match['number']}", match["version"])


def _bibcode(match: re.Match[str]) -> IdentifierParts | None:
    """The bibcode of NASA ADS: `2024arXiv240503500Z` contains 2405.03500."""
    return arxiv_parts(f"{match['id'][:4]}.{match['id'][4:]}")


# Text before or after a number such as 1203.1210 that makes it a page, a price or a measure.
_NO_ID_BEFORE = (
    r"(?i)(?:(?<![a-z])(?:pp?\.?|pages?|vol\.?|volume|no\.?|nr\.?|version|ver\.?|tel\.?|phone|fax)\s*"
    r"|[$€£¥₹+~≈<>±×*/^=]\s*|\d[\s,–-]{1,3})$"
)
_NO_ID_AFTER = (
    r"(?i)\s?(?:[%€$£¥°±×+*/^=]|(?:usd|eur|gbp|cny|rmb|yuan|dollars?|euros?|seconds?|secs?|ms|hours?|min|mb|gb|kb|kbps"
    r"|mbps|hz|khz|mhz|ghz|db|bpp|fps|km|kg|cm|mm)\b)|\s?[–-]\s?\d|,\d"
)


def _bare_arxiv(match: re.Match[str]) -> IdentifierParts | None:
    """A new arXiv id without the word arXiv.

    Without a version it counts only with five digits after the dot, in brackets or as the whole
    text, and never next to a unit, a currency or a word such as `pages`.
    """
    text, (start, end) = match.string, match.span()
    bracketed = text[start - 1 : start] in ("[", "(") and text[end : end + 1] in ("]", ")")
    if match["version"] is None:
        if len(match["id"]) != 10 and not bracketed and text.strip() != match["id"]:
            return None
        if compiled(_NO_ID_BEFORE).search(text[max(0, start - 12) : start]) is not None:
            return None
        if compiled(_NO_ID_AFTER).match(text[end : end + 12]) is not None:
            return None
    return None if match["id"] >= "50" else _arxiv(match)


def _doi(match: re.Match[str]) -> IdentifierParts | None:
    value = match["id"]
    value = re.split(r"(?i)%3F|\?(?=[\w-]+=)", value, maxsplit=1)[0]
    return doi_parts(percent_decoded(without_escapes(trimmed_doi(value))))


def _sici(match: re.Match[str]) -> IdentifierParts | None:
    return doi_parts(percent_decoded(without_escapes(match["id"])))


def _plain(scheme: str) -> _MentionReader:
    return lambda match: (scheme, match["id"], None)


def _isbn(match: re.Match[str]) -> IdentifierParts | None:
    value = isbn13(match["id"])
    return None if value is None else ("isbn", value, None)


_MentionPattern = tuple[tuple[str, ...], str, _MentionReader]
"""Hints, the source of a pattern, and the function that reads a match.

The pattern is tried only if the text, in lower case, contains one of the hints.
"""

_SICI_PATTERNS: tuple[_MentionPattern, ...] = (
    (
        (";2",),
        r"(?P<id>(?<![\w.])10\.\d{4,9}/[^\s\"<>]{1,100}(?:<|&lt;)[^\s\"<>]{1,60}?(?:>|&gt;)\d\.\d\.[A-Z]{2};2(?:-[\w#])?)",
        _sici,
    ),
)  # fmt: skip

# The most specific pattern comes first: `scan` drops a match that overlaps an earlier one.
_MENTION_PATTERNS: tuple[_MentionPattern, ...] = (
    (
        ("10.",),
        (r"(?P<id>(?:(?<![\w./])|(?<=[Dd][Oo][Ii]))10\.\d{4,9}(?:\.\d+)*(?:/|%2[Ff])"
        r"(?:(?!\]\(|[,;](?:https?://|(?:doi:\s?)?10\.\d{4,9}/))[^\s\"<>|\\^`{}，。；、）】》”\u3040-\u9fff]|\\[_&%#$]|\{\\_\})+)"),
        _doi,
    ),
    (
        ("arxiv",),
        (r"(?i)(?<![^\W_])(?:arxiv\s{0,3}(?:e-?)?(?:prints?|preprints?)?[\s:,]{0,3})?arxiv(?:\.org)?[\s:._/(\[-]{0,3}"
        rf"(?:(?:e-?)?(?:pre)?prints?[\s:,]{{0,3}})?(?:abs/)?(?P<id>{NEW_ARXIV}|{OLD_ARXIV})(?!\d){ARXIV_VERSION}"
        r"(?:\.pdf\b)?(?:\s?\[[a-z-]{2,12}(?:\.[a-z-]{2,8})?\])?"),
        _arxiv,
    ),
    (
        ("arxiv",),
        r"(?<!\d)(?:19|20)\d\dar[Xx]iv(?P<id>\d{2}(?:0[1-9]|1[0-2])\d{4,5})[A-Z]\b",
        _bibcode,
    ),
    (
        ("abs/",),
        (r"(?i)(?<![\w/.-])(?:corr[\s,:]{0,3}(?:vol(?:ume)?\.?\s?)?)?abs/"
        rf"(?P<id>{NEW_ARXIV}|{OLD_ARXIV})(?!\d){ARXIV_VERSION}"),
        _arxiv,
    ),
    (
        ("dblp:",),
        rf"(?i:(?<!\w)dblp:)\s?(?P<id>{DBLP_KINDS}/[\w-]+/[\w-]+)",
        _plain("dblp"),
    ),
    (
        ("pmc",),
        r"(?i:(?<!\w)pmcid:?\s?|(?<![\w/.-])(?=PMC\d{5}))(?P<id>PMC\d{4,9})\b",
        _plain("pmcid"),
    ),
    (
        ("pmid",),
        r"(?i)(?<!\w)pmid:?\s{0,2}(?P<id>\d{1,8})(?![\d.])",
        lambda m: ("pmid", str(int(m["id"])), None),
    ),
    (
        ("corpus",),
        r"(?i)\bcorpus\s?id:?\s{0,2}(?P<id>\d{1,12})(?!\d)",
        lambda m: ("s2", f"CorpusID:{int(m['id'])}", None),
    ),
    (
        ("/",),
        rf"(?<![\w./-])(?P<id>{OLD_ARXIV})(?!\d){ARXIV_VERSION}",
        _arxiv,
    ),
    (
        (".pdf", ".ps", ".tar", ".gz", ".tex", ".zip", ".htm", ".epub", ".txt", ".djvu", ".md"),
        (rf"(?<![\d.,])(?P<id>{NEW_ARXIV})(?!\d){ARXIV_VERSION}"
        r"(?=[^\s/]{0,160}?\.(?:pdf|ps|tar|gz|tex|zip|html?|epub|txt|djvu|md)\b)"),
        _arxiv,
    ),
    (
        (".pdf", ".ps", ".tar", ".gz", ".tex"),
        (r"(?<![\w.-])(?P<archive>[a-z]{2,8}(?:-[a-z]{2,4})?)[_-]?(?P<number>\d{7})(?!\d)"
        rf"{ARXIV_VERSION}(?=\.(?:pdf|ps|tar|gz|tex)\b)"),
        _arxiv_file,
    ),
    (
        (".",),
        rf"(?<![\w./\\@#&%-])(?P<id>{NEW_ARXIV})(?!\d){ARXIV_VERSION}(?![\w/@]|\.\d|-\w)",
        _bare_arxiv,
    ),
    (
        ("isbn",),
        r"(?i)\bisbn(?:[-\s]?1[03])?[:\s]{0,3}(?P<id>(?:97[89][\s‐–-]?)?\d(?:[\s‐–-]?\d){8}[\s‐–-]?[\dX])\b",
        _isbn,
    ),
    (
        ("978", "979"),
        r"(?<![\w.+-])(?P<id>97[89](?:[\s‐–-]?\d){9}[\s‐–-]?\d)(?![\w‐–-])",
        _isbn,
    ),
)  # fmt: skip


def sici_dois(text: str) -> Iterator[tuple[IdentifierParts, int, int]]:
    """Find the DOIs that contain a SICI (ANSI/NISO Z39.56), each with its start and end.

    They contain `<` and `>`, which would end a URL, so they are searched before the URLs.
    """
    return _search(text, _SICI_PATTERNS)


def plain_text_identifiers(text: str) -> Iterator[tuple[IdentifierParts, int, int]]:
    """Find the identifiers in `text` outside of URLs, each with its start and end."""
    return _search(text, _MENTION_PATTERNS)


def _search(
    text: str, table: tuple[_MentionPattern, ...]
) -> Iterator[tuple[IdentifierParts, int, int]]:
    low = text.lower()
    for hints, source, reader in table:
        for hint in hints:
            if hint in low:
                break
        else:
            continue
        for match in compiled(source).finditer(text):
            parts = reader(match)
            if parts is not None:
                yield parts, match.start(), match.end()
