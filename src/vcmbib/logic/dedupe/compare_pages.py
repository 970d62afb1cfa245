"""Read pages in any writing, and compare the pages of two works."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vcmbib.logic.dedupe.evidence import Evidence
from vcmbib.logic.dedupe.weights import (
    ARTICLE_NUMBER,
    LONGEST_RANGE,
    LOW_PAGE,
    OTHER_FIRST_PAGE,
    OVERLAPPING_PAGES,
    PAGE_IN_RANGE,
    PAGE_WITHOUT_LETTER,
    PAGES_FROM_ONE,
    SAME_FIRST_PAGE,
    SAME_LAST_PAGE,
    SAME_LOW_PAGE,
    SAME_REVIEW,
    SAME_TAIL,
    SUPPLEMENT_PAGE,
    SUPPLEMENT_SPAN,
)
from vcmbib.model.text import fold


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a work: `first` with its letters, `last` in full.

    `tail` has the last digits if a source has only the end of a range (`Suppl-87`). `locator` is
    an electronic one (`e0143396`), which is not comparable with printed pages.
    """

    first: str = ""
    last: str = ""
    tail: str = ""
    locator: str = ""


_NUMBER = r"\d+(?:\.?e\d{1,2}(?!\d))?"  # 102.e1 is a page of an online supplement
_PAGES = re.compile(
    rf"([a-z]*)\.?\s*({_NUMBER})([a-z]*)(?:\s*[-–—]+\s*([a-z]*)\.?\s*({_NUMBER})([a-z]*))?"
)
# The number of a supplement or an issue before a page: S3/78-89, S1:13, 3S25.
_IN_SUPPLEMENT = re.compile(r"s\w*\.?\s*\d{1,2}\s*[/:]\s*s?(?=\d)")
_OF_ISSUE = re.compile(r"\b\d{1,2}s(?=\d)")
_LAST_DIGITS = re.compile(r"([a-z]+)\.?\s*[-–—]\s*(\d{1,4})")
# Words before a page, collected by hand from the records of the labelled sets (decision 0019).
_PREFIXES = {"suppl": "s", "supp": "s", "sup": "s", "pp": "", "p": "", "pages": "", "page": ""}


@lru_cache(maxsize=65536)
def read_pages(text: str) -> Pages:
    """Return the pages that a text contains; empty values if it contains none.

    Examples: `435-51`, `S376--S387`, `S3/78-89`, `Suppl-87`, `e0143396`, `A161`.
    """
    text = _OF_ISSUE.sub("s", _IN_SUPPLEMENT.sub("s", fold(text).strip(), count=1))
    tail = _LAST_DIGITS.fullmatch(text)
    if tail is not None and tail[1] not in ("pp", "p", "e"):
        return Pages(tail=tail[2])
    match = _PAGES.match(text)
    if match is None:
        return Pages()
    prefix = _PREFIXES.get(match[1], match[1])
    first = match[2].replace(".", "").lstrip("0") or "0"
    last = (match[5] or "").replace(".", "").lstrip("0")
    if last.isdecimal() and len(last) < len(first):  # 435-51 ends on page 451
        last = first[: len(first) - len(last)] + last
    bare = prefix == "s" and not match[4] and len(first) == 1 and _is_page(last)
    if bare and int(last) > int(first) + SUPPLEMENT_SPAN:
        return Pages(tail=last)  # S3-89: the end, and the number of the supplement
    lettered = prefix not in ("", "s") and len(first) > SUPPLEMENT_PAGE
    if not last and (lettered or len(first) >= ARTICLE_NUMBER):
        return Pages(first=prefix + first, locator=prefix + first)
    return Pages(prefix + first + match[3], last)


def compare_pages(a: Pages, b: Pages) -> list[Evidence]:
    """Compare the pages of two works: the first, and the last if that is the same too.

    The result is empty if nothing can be compared.
    """
    if a.tail or b.tail:
        return _compare_tails(a, b)
    if not a.first or not b.first or bool(a.locator) != bool(b.locator):
        return []
    if a.first != b.first:
        return [_other_pages(a, b)]
    if a.locator.startswith("cd"):
        finding = "the same review of Cochrane's"
        return [Evidence("pages", finding, SAME_REVIEW)]
    weight = SAME_FIRST_PAGE if len(a.first) > LOW_PAGE else SAME_LOW_PAGE
    found = [Evidence("pages", "same first page", weight)]
    if a.last and a.last == b.last:
        found.append(Evidence("last page", "same last page", SAME_LAST_PAGE))
    return found


def _other_pages(a: Pages, b: Pages) -> Evidence:
    """Compare pages with another first page."""
    if _inside(a, b) or _inside(b, a):
        return Evidence("pages", "a single page within the other's pages", PAGE_IN_RANGE)
    if (
        _without_letters(a.first) == _without_letters(b.first)
        and a.first.isdecimal() != b.first.isdecimal()
    ):
        return Evidence("pages", "same page, one without its letter", PAGE_WITHOUT_LETTER)
    if (a.first == "1" and a.last) or (b.first == "1" and b.last):
        return Evidence("pages", "different first page, one counted from 1", PAGES_FROM_ONE)
    if _overlap(a, b):
        finding = "different first page, but common pages"
        return Evidence("pages", finding, OVERLAPPING_PAGES)
    return Evidence("pages", "different first page", OTHER_FIRST_PAGE)


def _is_page(text: str) -> bool:
    """Whether a text is a number that a page may have."""
    return text.isdecimal() and len(text) < ARTICLE_NUMBER


def _without_letters(page: str) -> str:
    """The page without letters at its ends."""
    return page.strip("abcdefghijklmnopqrstuvwxyz")


def _inside(one: Pages, other: Pages) -> bool:
    """Whether one work has a single page, and it is in the other's range: `569` and `567-569`."""
    pages = (one.first, other.first, other.last)
    if one.last or not all(map(_is_page, pages)):
        return False
    page, first, last = map(int, pages)
    return first < page <= last < first + LONGEST_RANGE


def _overlap(a: Pages, b: Pages) -> bool:
    """Whether two ranges have a page in common: `246-250` and `250-254`."""
    if not all(map(_is_page, (a.first, a.last, b.first, b.last))):
        return False
    first, last = max(int(a.first), int(b.first)), min(int(a.last), int(b.last))
    return first <= last < first + LONGEST_RANGE


def _compare_tails(a: Pages, b: Pages) -> list[Evidence]:
    """Compare the last digits of pages: `Suppl-87` is the end of `S376-S387`."""
    if a.tail and b.tail:
        return [Evidence("pages", "same pages", SAME_TAIL)] if a.tail == b.tail else []
    last, tail = (a.last, b.tail) if b.tail else (b.last, a.tail)
    if not last or not last.endswith(tail):
        return []
    return [Evidence("pages", "same last page", SAME_TAIL)]
