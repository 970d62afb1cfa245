"""What speaks for and against two works being one: named pieces, each with its weight.

The weights are told in docs/duplicates.md.
"""

from __future__ import annotations

from rapidfuzz import fuzz

from vcmbib.logic.dedupe.compare_pages import compare_pages
from vcmbib.logic.dedupe.compare_people import compare_people
from vcmbib.logic.dedupe.compare_titles import cut_off, other_words, title_likeness
from vcmbib.logic.dedupe.compare_venues import same_container
from vcmbib.logic.dedupe.evidence import Comparison, Evidence
from vcmbib.logic.dedupe.prepare import PreparedWork
from vcmbib.logic.dedupe.weights import (
    AHEAD_OF_PRINT,
    ALIKE_TITLE_LOSS,
    ALIKE_TITLES,
    BEGINNING_LOSS,
    BOTH_TITLES_MISSING,
    CLOSE_TITLE_LOSS,
    CLOSE_TITLES,
    EQUAL_TITLES,
    FAR_TITLES,
    IDENTICAL_TITLE_LENGTHS,
    IDENTICAL_TITLES,
    LONG_BEGINNING,
    LONG_BEGINNING_LOSS,
    LONGER_TITLE,
    NEXT_YEAR,
    NEXT_YEAR_OF_RECURRING,
    NO_TITLE,
    ONE_ABOUT_OTHER,
    ONE_TITLE_MISSING,
    ONLY_LINK,
    OTHER_EDITION,
    OTHER_FORM,
    OTHER_IDENTIFIER,
    OTHER_ISBN,
    OTHER_NUMBER,
    OTHER_NUMBER_SAME_PAGE,
    OTHER_REVIEW_VERSION,
    OTHER_TITLE,
    OTHER_TITLE_NUMBERS,
    OTHER_TITLE_WORDS,
    OTHER_VENUE,
    OTHER_VOLUME,
    OTHER_YEAR,
    OWN_IDENTIFIER,
    PREPRINT_AFTER_PUBLICATION,
    PREPRINT_AND_PUBLICATION,
    PREPRINT_ELSEWHERE,
    PREPRINT_TO_PUBLICATION,
    PREPRINT_YEARS,
    RECURRING_TITLE,
    SAME_IDENTIFIER,
    SAME_ISBN,
    SAME_LINK,
    SAME_NUMBER,
    SAME_PUBLISHER,
    SAME_PUBLISHER_NAME,
    SAME_VENUE,
    SAME_VOLUME,
    SAME_YEAR,
    SHORT_TITLE,
    SUBTITLE_MISSING,
    SUPPORT,
    TITLE_LENGTHS,
    UNLIKE_TITLE,
)

# Identifiers of one work only, given by the service that holds it.
_OWN = frozenset("arxiv openreview cvf neurips acl pmlr pmid pmcid".split())


def collect_evidence(a: PreparedWork, b: PreparedWork, *, recurring: bool = False) -> Comparison:
    """Everything that two works say of each other.

    `recurring` tells that their title stands in several years of the library: a column, an
    editorial. One of nothing but the words of such titles is taken for one anyway.
    """
    recurring = recurring or (a.is_generic and b.is_generic)
    ids = _identifiers(a, b)
    if not a.title or not b.title:
        return _untitled(a, b, ids)
    likeness = title_likeness(a, b)
    pieces = [_title(a, b, likeness, recurring)]
    people = compare_people(a, b)
    if people is not None:
        pieces.append(people)
    pages = compare_pages(a.pages, b.pages)
    doubted = bool(pages) and pages[0].weight > 0 and not recurring
    number = _number(a, b, doubted=doubted)
    place = [*ids, *(p for p in (_volume(a, b), number) if p is not None), *pages]
    deposited = _deposited(a, b)
    if a.year and b.year:
        pieces.append(_year(a, b, recurring, deposited))
    place += [p for p in (_venue(a, b, deposited), _house(a, b), _link(a, b)) if p is not None]
    if a.is_about_work != b.is_about_work:
        pieces.append(Evidence("kind", "one is about the other", ONE_ABOUT_OTHER))
    if a.numbers != b.numbers and likeness < IDENTICAL_TITLES:
        pieces.append(Evidence("numbers", "other numbers in the title", OTHER_TITLE_NUMBERS))
    place += _books(a, b)
    found = {e.name: e.weight for e in (*pieces, *place)}
    support = any(e.weight >= SUPPORT for e in place)
    support = support and not _too_little(a, b, ids, found, likeness)
    if support and likeness < IDENTICAL_TITLES and not _settled(a, b, ids, found):
        other = other_words(a, b)
        if other:  # in one issue, on one page of abstracts: part A and part B, in men and in women
            said = f"other words in the title: {other}"
            pieces.append(Evidence("words", said, OTHER_TITLE_WORDS))
        support = not other and not _other_numbers(a, b, paged=found.get("pages", 0) >= SUPPORT)
    return Comparison((*pieces, *place), likeness, support, people is not None)


def _too_little(
    a: PreparedWork, b: PreparedWork, ids: list[Evidence], found: dict[str, int], likeness: float
) -> bool:
    """Whether what supports two works being one does not do, whatever the sum."""
    named = any(e.weight > 0 for e in ids)
    if ids and not named:
        return True  # another number from the same server, and none in common
    if found.get("authors", 1) <= 0 and not (named or a.is_group or b.is_group):
        return not _one_range(a, b)  # letters under one title on one page, by others
    only = {name for name, weight in found.items() if weight >= SUPPORT} - {"title", "authors"}
    if only == {"publisher"} and found.get("year", 1) < 0:
        return True  # a handbook of every year
    subtitled = likeness == ALIKE_TITLES  # with another subtitle, or none
    return subtitled and only <= {"volume", "venue"}


def _settled(a: PreparedWork, b: PreparedWork, ids: list[Evidence], found: dict[str, int]) -> bool:
    """Whether other words in the titles do not matter: one identifier, or one range of pages.

    Several abstracts stand on one page, and all of a supplement may have one DOI.
    """
    if not any(e.weight >= SUPPORT for e in ids):
        return _one_range(a, b)
    page = found.get("pages", 0)
    lettered = any(p.first[:1].isalpha() for p in (a.pages, b.pages))
    return any(e.weight >= OWN_IDENTIFIER for e in ids) or page > 0 or (page == 0 and not lettered)


def _one_range(a: PreparedWork, b: PreparedWork) -> bool:
    """Whether both have the same pages, more than one."""
    pages = a.pages
    return pages == b.pages and bool(pages.first) and pages.last not in ("", pages.first)


def _other_numbers(a: PreparedWork, b: PreparedWork, *, paged: bool) -> bool:
    """Whether the titles' numbers tell two works apart; on one page, only if both have some."""
    here, there = a.numbers - b.numbers, b.numbers - a.numbers
    return bool(here and there) if paged else bool(here or there)


def _untitled(a: PreparedWork, b: PreparedWork, ids: list[Evidence]) -> Comparison:
    """One of the two has no title: only an identifier can tell."""
    found = any(e.weight > 0 for e in ids) and not any(e.weight < 0 for e in ids)
    worth = BOTH_TITLES_MISSING
    if not found:
        worth = NO_TITLE
    elif a.title or b.title:
        worth = ONE_TITLE_MISSING
    link = _link(a, b)
    if link is not None and not a.title and not b.title:
        worth = ONLY_LINK
    pieces = [Evidence("title", "no title to compare", worth), *ids]
    if link is not None:
        pieces.append(link)
    people = compare_people(a, b)
    if people is not None:
        pieces.append(people)
    return Comparison(tuple(pieces), ALIKE_TITLES, found)


def _title(a: PreparedWork, b: PreparedWork, likeness: float, recurring: bool) -> Evidence:
    """A short title and one that comes again every year tell little."""
    letters = min(len(a.title_key), len(b.title_key))
    exact = likeness >= IDENTICAL_TITLES
    limits = IDENTICAL_TITLE_LENGTHS if exact and not a.has_generic_word else TITLE_LENGTHS
    worth = SHORT_TITLE + LONGER_TITLE * sum(letters >= limit for limit in limits)
    worth = RECURRING_TITLE if recurring else worth
    said = "same title" if exact else f"title {likeness:.0f}% alike"
    if likeness >= EQUAL_TITLES:
        return Evidence("title", said if not recurring else f"{said}, a recurring one", worth)
    if cut_off(a, b):
        loss = LONG_BEGINNING_LOSS if letters >= LONG_BEGINNING else BEGINNING_LOSS
        return Evidence("title", "same title, cut off", worth - loss)
    if likeness >= CLOSE_TITLES:
        return Evidence("title", said, worth - CLOSE_TITLE_LOSS)
    if likeness == ALIKE_TITLES:
        return Evidence("title", "same title, one with a subtitle", SUBTITLE_MISSING)
    if likeness > ALIKE_TITLES:
        return Evidence("title", said, worth - ALIKE_TITLE_LOSS)
    return Evidence("title", said, UNLIKE_TITLE if likeness >= FAR_TITLES else OTHER_TITLE)


def _identifiers(a: PreparedWork, b: PreparedWork) -> list[Evidence]:
    """A preprint and its publication have one each, but no work has two numbers at one server."""
    if not a.identifiers or not b.identifiers:
        return []
    found: list[Evidence] = []
    theirs: dict[str, set[str]] = {}
    for scheme, value in b.identifiers:
        theirs.setdefault(scheme, set()).add(value)
    ours: dict[str, set[str]] = {}
    for scheme, value in a.identifiers:
        ours.setdefault(scheme, set()).add(value)
    apart = a.is_preprint != b.is_preprint
    for scheme in ours.keys() & theirs.keys():
        both = ours[scheme] & theirs[scheme]
        if both:
            weight = OWN_IDENTIFIER if scheme in _OWN else SAME_IDENTIFIER
            found.append(Evidence(scheme, f"same {scheme}:{min(both)}", weight))
        elif not apart or scheme == "arxiv":
            found.append(Evidence(scheme, f"another {scheme} identifier", OTHER_IDENTIFIER))
    return sorted(found, key=lambda e: e.name)


def _volume(a: PreparedWork, b: PreparedWork) -> Evidence | None:
    """`volume = 1` beside `volume = 32, number = Suppl. 1`: the supplement took its place."""
    for x, y in ((a, b), (b, a)):
        if x.volume and not x.number and x.volume == y.number and y.volume:
            return None
    return _same("volume", a.volume, b.volume, SAME_VOLUME, OTHER_VOLUME)


def _number(a: PreparedWork, b: PreparedWork, *, doubted: bool) -> Evidence | None:
    """`doubted` where the first page agrees: months and parts are written as numbers."""
    if a.number != b.number and (a.number == b.pages.first or b.number == a.pages.first):
        return None  # an article's number, once in the place of the page
    other = OTHER_NUMBER_SAME_PAGE if doubted else OTHER_NUMBER
    return _same("number", a.number, b.number, SAME_NUMBER, other)


def _same(name: str, a: str, b: str, same: int, other: int) -> Evidence | None:
    if not a or not b:
        return None
    return (
        Evidence(name, f"same {name}", same) if a == b else Evidence(name, f"another {name}", other)
    )


def _deposited(a: PreparedWork, b: PreparedWork) -> bool:
    """Whether one is a preprint and the other may have come of it."""
    if a.is_preprint == b.is_preprint:
        return False
    early, late = (a, b) if a.is_preprint else (b, a)
    if not early.year or not late.year:
        return True
    years = late.year - early.year
    return -PREPRINT_AFTER_PUBLICATION <= years <= PREPRINT_TO_PUBLICATION


def _year(a: PreparedWork, b: PreparedWork, recurring: bool, deposited: bool) -> Evidence:
    apart = abs((a.year or 0) - (b.year or 0))
    if apart == 0:
        return Evidence("year", "same year", SAME_YEAR)
    if deposited:
        said = f"{apart} year{'s' * (apart > 1)} from preprint to publication"
        return Evidence("year", said, PREPRINT_YEARS)
    if apart == 1 and not recurring and bool(_place(a)) != bool(_place(b)):
        return Evidence("year", "1 year apart, one ahead of print", AHEAD_OF_PRINT)
    if apart == 1:
        weight = NEXT_YEAR_OF_RECURRING if recurring else NEXT_YEAR
        return Evidence("year", "1 year apart", weight)
    return Evidence("year", f"{apart} years apart", OTHER_YEAR)


def _place(work: PreparedWork) -> str:
    """What a work does not have before it is printed."""
    return work.volume or work.pages.first


def _venue(a: PreparedWork, b: PreparedWork, deposited: bool) -> Evidence | None:
    if deposited and (b if a.is_preprint else a).venue is not None:
        return Evidence("venue", "a preprint and its publication", PREPRINT_AND_PUBLICATION)
    same = same_container(a, b)
    if same is None:
        return None
    if same:
        return Evidence("venue", "same venue", SAME_VENUE)
    if a.is_preprint != b.is_preprint:
        return Evidence("venue", "a preprint and a publication", PREPRINT_ELSEWHERE)
    return Evidence("venue", "another venue", OTHER_VENUE)


def _house(a: PreparedWork, b: PreparedWork) -> Evidence | None:
    """The publisher of two books, the school of two theses."""
    if a.venue is not None or b.venue is not None or not a.publisher or not b.publisher:
        return None
    alike = a.publisher.startswith(b.publisher) or b.publisher.startswith(a.publisher)
    if alike or fuzz.ratio(a.publisher, b.publisher) >= SAME_PUBLISHER_NAME:
        return Evidence("publisher", "same publisher", SAME_PUBLISHER)
    return None


def _link(a: PreparedWork, b: PreparedWork) -> Evidence | None:
    both = a.links & b.links
    return Evidence("link", f"same link {min(both)}", SAME_LINK) if both else None


def _books(a: PreparedWork, b: PreparedWork) -> list[Evidence]:
    """What tells editions, parts, theses and reports from one another."""
    found = []
    if a.edition and b.edition and a.edition != b.edition:
        found.append(Evidence("edition", "another edition", OTHER_EDITION))
    if a.isbns and b.isbns:
        same = not a.isbns.isdisjoint(b.isbns)
        found.append(_SAME_ISBN if same else _OTHER_ISBN)
    if a.form != b.form and (a.form in _ALONE or b.form in _ALONE):
        sorts = " and ".join(sorted(x.form or "paper" for x in (a, b)))
        found.append(Evidence("form", f"a {sorts}", OTHER_FORM))
    one_review = a.pages.locator.startswith("cd") and a.pages.locator == b.pages.locator
    if one_review and (a.year != b.year or (a.number and b.number and a.number != b.number)):
        found.append(Evidence("form", "another version of the review", OTHER_REVIEW_VERSION))
    return found


_SAME_ISBN = Evidence("isbn", "same ISBN", SAME_ISBN)
_OTHER_ISBN = Evidence("isbn", "another ISBN", OTHER_ISBN)
_ALONE = frozenset(
    ("thesis", "master thesis", "report")
)  # what is published again as a paper is another work
