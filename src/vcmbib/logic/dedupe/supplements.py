"""Places that several works share: pages of a supplement, and a page with several abstracts."""

from __future__ import annotations

from vcmbib.logic.dedupe.compare_pages import Pages
from vcmbib.logic.dedupe.prepare import PreparedWork
from vcmbib.logic.dedupe.weights import ARTICLE_NUMBER, LONGEST_PAPER, SHORTEST_PAPER


def is_in_supplement(work: PreparedWork) -> bool:
    """Whether a work is in a supplement, where one DOI or one page may be that of many abstracts.

    By the letter of the pages (`S12`), by the word, or by a range that is longer than a paper:
    databases give each abstract the pages of the whole supplement.
    """
    pages = work.pages
    if work.is_in_supplement or (pages.first[:1].isalpha() and not pages.locator):
        return True
    length = _length(pages)
    return length is not None and length > LONGEST_PAPER


def is_range_of_paper(pages: Pages) -> bool:
    """Whether the pages are those of one paper: a range without letters, of four to forty pages."""
    length = _length(pages)
    return length is not None and SHORTEST_PAPER <= length <= LONGEST_PAPER


def _length(pages: Pages) -> int | None:
    """The number of pages of a range; None if that is not known."""
    numbers = (pages.first, pages.last)
    if not all(n.isdecimal() and len(n) < ARTICLE_NUMBER for n in numbers):
        return None
    return int(pages.last) - int(pages.first) + 1
