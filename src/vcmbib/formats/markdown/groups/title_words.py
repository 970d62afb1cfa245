# ruff: noqa: E501
"""How much a text looks like a title, a venue or a date."""

from __future__ import annotations

import re
from functools import lru_cache

from vcmbib.formats.markdown.cell_values import read_venue
from vcmbib.formats.markdown.groups.name_lists import leading_names, looks_like_names
from vcmbib.formats.markdown.links import label_kind

_FUNCTION_WORDS = re.compile(
    r"\b(?:of|for|in|the|a|an|with|to|and|via|from|on|using|by|under|without|is|are|how|what|el|la|los|de|del|en|"
    r"der|die|das|und|für|des|et|le|sur|dans|do|da|para)\b",
    re.IGNORECASE,
)
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_DATE = re.compile(
    r"[\W_]*(?:year\s+)?(?:(?:19|20)\d\d(?:\W{0,3}\d{1,2}){0,2}|(?:\d{1,2}\W{0,2})?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"(?:\W+\d{1,2})?\W+(?:19|20)\d\d|(?:19|20)\d\d\s*[年년](?:\s*\d{1,2}\s*[月월])?)[\W_]*",
    re.IGNORECASE,
)
_VENUE_WORDS = re.compile(
    r"^(?:in |en |proc)|\b(?:journal|proceedings|transactions|annals|conference|symposium|workshop|"
    r"letters|revista|zeitschrift|bulletin|acta|review of|lancet|quarterly|magazine|archives)\b|学报|期刊|会议|杂志|學報|학회지|論文誌",
    re.IGNORECASE,
)  # fmt: skip
_ACRONYM = re.compile(
    r"[A-Z][A-Za-z&]*[A-Z][A-Za-z]*(?:[ -][A-Z][A-Za-z]*)?\W{0,3}(?:(?:19|20)\d\d|['’]\s?\d\d|\d\d)"
)


@lru_cache(maxsize=16384)
def is_date(text: str) -> bool:
    """Whether a text is a date and nothing else."""
    return len(text) < 60 and _DATE.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def is_known_venue(text: str) -> bool:
    """Whether a text names a venue of the table of venues."""
    if len(text) > 120:
        return False
    claim = read_venue(text, has_arxiv=False)
    return claim is not None and claim.known


def is_date_or_venue(text: str) -> bool:
    """Whether a text is a date, a known venue, or an acronym with a year."""
    return is_date(text) or is_known_venue(text) or _ACRONYM.fullmatch(text) is not None


@lru_cache(maxsize=16384)
def looks_like_venue(text: str) -> bool:
    """Whether a text has the form of a venue, known or not."""
    if len(text) > 200 or len(text.split()) > 20:
        return False
    return is_known_venue(text) or _VENUE_WORDS.search(text) is not None or _ACRONYM.fullmatch(text.strip()) is not None  # fmt: skip


def word_count(text: str) -> float:
    """The number of words. Two characters of Chinese, Japanese or Korean count as one."""
    cjk = len(_CJK.findall(text))
    return (
        len(re.findall(r"[^\W_]+(?:[-'’.&!+][^\W_]+)*", _CJK.sub(" ", text) if cjk else text))
        + cjk / 2.0
    )


@lru_cache(maxsize=16384)
def title_likeness(text: str) -> float:
    """How much a text looks like a title, from 0 to about 1.2."""
    text = text.strip()
    if not text or len(text) > 600 or not any(c.isalpha() for c in text):
        return 0.0
    if is_date(text) or label_kind(text) is not None or "://" in text:
        return 0.0
    words = word_count(text)
    score = {0: 0.1, 1: 0.2, 2: 0.5}.get(int(words), 1.0 if words <= 30 else 0.3)
    if looks_like_names(text):
        return 0.1 * score
    if _FUNCTION_WORDS.search(text):
        score += 0.15
    if looks_like_venue(text) and words <= 8:
        score *= 0.35
    if re.search(r"(?:19|20)\d\d\W*$", text):
        score *= 0.6
    return score * _drawback(text)


def _drawback(text: str) -> float:
    """A factor below 1 for marks that titles rarely have, such as a final colon."""
    score = 1.0
    if text.endswith((":", "：", ",", ";")) or text[0] in ",;:.)":
        score *= 0.4
    if text[0].islower():
        score *= 0.7
    if re.search(r"[^\W\d_]{2}[.。] +\S|\n", text[:-1]):
        score *= 0.5
    names = leading_names(text[:300])
    if (
        names
        and looks_like_names(text[:names])
        and re.match(r"[.\s|,–—(-]", text[names : names + 1])
    ):
        score *= 0.5
    elif names and re.match(r"\.\s", text[names : names + 2]):
        score *= 0.7
    if any(text.count(o) != text.count(c) for o, c in ("[]", "()")):
        score *= 0.6
    if re.search(r"\bet\.? al\b|\[J\]|[“”«»]| \| ", text):
        score *= 0.5
    return score
