"""Compare two works: the pieces of evidence for and against one work, each with its weight.

The weights and their reasons are in `weights`.
"""

from __future__ import annotations

from rapidfuzz import fuzz

from vcmbib.logic.dedupe.compare_pages import compare_pages
from vcmbib.logic.dedupe.compare_people import compare_people
from vcmbib.logic.dedupe.compare_titles import cut_off, other_words, title_likeness
from vcmbib.logic.dedupe.compare_venues import same_container
from vcmbib.logic.dedupe.evidence import Comparison, Evidence
from vcmbib.logic.dedupe.prepare import PreparedWork
from vcmbib.logic.dedupe.supplements import is_in_supplement, is_range_of_paper
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

# Schemes whose service gives each identifier to one work only.
_OWN_IDENTIFIERS = frozenset("arxiv openreview cvf neurips acl pmlr pmid pmcid".split())


def collect_evidence(a: PreparedWork, b: PreparedWork, *, recurring: bool = False) -> Comparison:
    """Return all evidence on two works.

    `recurring`: their title occurs in several years of one venue, as that of a column or an
    editorial. A title that consists of generic words only always counts as recurring.
    """
    recurring = recurring or (a.is_generic and b.is_generic)
    ids = _identifiers(a, b)
    if not a.title or not b.title:
        return _without_title(a, b, ids)
    likeness = title_likeness(a, b)
    pieces = [_title(a, b, likeness, recurring)]
    people = compare_people(a, b)
    if people is not None:
        pieces.append(people)
    pages = compare_pages(a.pages, b.pages)
    same_page = bool(pages) and pages[0].weight > 0 and not recurring
    number = _number(a, b, same_page=same_page)
    place = [*ids, *(p for p in (_volume(a, b), number) if p is not None), *pages]
    preprint_pair = _is_preprint_of(a, b)
    if a.year and b.year:
        pieces.append(_year(a, b, recurring, preprint_pair))
    others = (_venue(a, b, preprint_pair), _publisher(a, b), _link(a, b))
    place += [p for p in others if p is not None]
    if a.is_about_work != b.is_about_work:
        pieces.append(Evidence("kind", "one comments on or corrects the other", ONE_ABOUT_OTHER))
    if a.numbers != b.numbers and likeness < IDENTICAL_TITLES:
        pieces.append(Evidence("numbers", "different numbers in the title", OTHER_TITLE_NUMBERS))
    place += _books(a, b)
    weights = {e.name: e.weight for e in (*pieces, *place)}
    support = any(e.weight >= SUPPORT for e in place)
    support = support and not _support_is_weak(a, b, ids, weights, likeness)
    if support and likeness < IDENTICAL_TITLES and not _outweighs_words(a, b, ids, weights):
        other = other_words(a, b)
        if other:  # on one page of abstracts: part A and part B, in men and in women
            finding = f"different words in the title: {other}"
            pieces.append(Evidence("words", finding, OTHER_TITLE_WORDS))
        support = not other and not _other_numbers(a, b, paged=weights.get("pages", 0) >= SUPPORT)
    return Comparison((*pieces, *place), likeness, support, people is not None)


def _support_is_weak(
    a: PreparedWork, b: PreparedWork, ids: list[Evidence], weights: dict[str, int], likeness: float
) -> bool:
    """Whether the pieces that support one work are not enough, whatever the sum."""
    named = any(e.weight > 0 for e in ids)
    if ids and not named:
        return True  # another identifier of one scheme, and none in common
    if weights.get("authors", 1) <= 0 and not (named or a.is_group or b.is_group):
        return not _same_range(a, b)  # letters of one title on one page, by other people
    only = {name for name, weight in weights.items() if weight >= SUPPORT} - {"title", "authors"}
    if only == {"publisher"} and weights.get("year", 1) < 0:
        return True  # a handbook of every year
    subtitled = likeness == ALIKE_TITLES  # one of them has a subtitle
    return subtitled and only <= {"volume", "venue"}


def _outweighs_words(
    a: PreparedWork, b: PreparedWork, ids: list[Evidence], weights: dict[str, int]
) -> bool:
    """Whether an identifier or a range of pages outweighs other words in the titles.

    A page or a DOI alone does not: several abstracts are on one page, and all abstracts of a
    supplement may have one DOI, and even the same range of pages.
    """
    if any(e.weight >= OWN_IDENTIFIER for e in ids):
        return True
    if is_in_supplement(a) or is_in_supplement(b):
        return False
    if any(e.weight >= SUPPORT for e in ids):
        return weights.get("pages", 0) >= 0
    return a.pages == b.pages and is_range_of_paper(a.pages)


def _same_range(a: PreparedWork, b: PreparedWork) -> bool:
    """Whether both works have the same range of pages, of more than one page."""
    pages = a.pages
    return pages == b.pages and bool(pages.first) and pages.last not in ("", pages.first)


def _other_numbers(a: PreparedWork, b: PreparedWork, *, paged: bool) -> bool:
    """Whether the numbers in the titles distinguish two works.

    `paged`: the first pages are the same. Both titles must have a number of their own then.
    """
    left, right = a.numbers - b.numbers, b.numbers - a.numbers
    return bool(left and right) if paged else bool(left or right)


def _without_title(a: PreparedWork, b: PreparedWork, ids: list[Evidence]) -> Comparison:
    """Compare works of which one has no title: only an identifier or a link supports one work."""
    supported = any(e.weight > 0 for e in ids) and not any(e.weight < 0 for e in ids)
    weight = BOTH_TITLES_MISSING
    if not supported:
        weight = NO_TITLE
    elif a.title or b.title:
        weight = ONE_TITLE_MISSING
    link = _link(a, b)
    if link is not None and not a.title and not b.title:
        weight = ONLY_LINK
    pieces = [Evidence("title", "no title to compare", weight), *ids]
    if link is not None:
        pieces.append(link)
    people = compare_people(a, b)
    if people is not None:
        pieces.append(people)
    return Comparison(tuple(pieces), ALIKE_TITLES, supported)


def _title(a: PreparedWork, b: PreparedWork, likeness: float, recurring: bool) -> Evidence:
    """Compare two titles. A short title and one that recurs every year weigh little."""
    letters = min(len(a.title_key), len(b.title_key))
    exact = likeness >= IDENTICAL_TITLES
    limits = IDENTICAL_TITLE_LENGTHS if exact and not a.has_generic_word else TITLE_LENGTHS
    weight = SHORT_TITLE + LONGER_TITLE * sum(letters >= limit for limit in limits)
    weight = RECURRING_TITLE if recurring else weight
    finding = "same title" if exact else f"title {likeness:.0f}% similar"
    if likeness >= EQUAL_TITLES:
        finding = f"{finding}, which many papers have" if recurring else finding
        return Evidence("title", finding, weight)
    if cut_off(a, b):
        loss = LONG_BEGINNING_LOSS if letters >= LONG_BEGINNING else BEGINNING_LOSS
        return Evidence("title", "same title, one is cut off", weight - loss)
    if likeness >= CLOSE_TITLES:
        return Evidence("title", finding, weight - CLOSE_TITLE_LOSS)
    if likeness == ALIKE_TITLES:
        return Evidence("title", "same title, one with a subtitle", SUBTITLE_MISSING)
    if likeness > ALIKE_TITLES:
        return Evidence("title", finding, weight - ALIKE_TITLE_LOSS)
    return Evidence("title", finding, UNLIKE_TITLE if likeness >= FAR_TITLES else OTHER_TITLE)


def _identifiers(a: PreparedWork, b: PreparedWork) -> list[Evidence]:
    """Compare the identifiers of each scheme, by scheme.

    A work has one identifier of a scheme. A preprint and its publication have a DOI each.
    """
    if not a.identifiers or not b.identifiers:
        return []
    pieces: list[Evidence] = []
    right: dict[str, set[str]] = {}
    for scheme, value in b.identifiers:
        right.setdefault(scheme, set()).add(value)
    left: dict[str, set[str]] = {}
    for scheme, value in a.identifiers:
        left.setdefault(scheme, set()).add(value)
    one_preprint = a.is_preprint != b.is_preprint
    for scheme in left.keys() & right.keys():
        both = left[scheme] & right[scheme]
        if both:
            weight = OWN_IDENTIFIER if scheme in _OWN_IDENTIFIERS else SAME_IDENTIFIER
            pieces.append(Evidence(scheme, f"same {scheme}:{min(both)}", weight))
        elif not one_preprint or scheme == "arxiv":
            pieces.append(Evidence(scheme, f"different {scheme} identifiers", OTHER_IDENTIFIER))
    return sorted(pieces, key=lambda e: e.name)


def _volume(a: PreparedWork, b: PreparedWork) -> Evidence | None:
    """Compare the volumes. None if one of them is the number of a supplement.

    `volume = 1` and `volume = 32, number = Suppl. 1` do not differ.
    """
    for x, y in ((a, b), (b, a)):
        if x.volume and not x.number and x.volume == y.number and y.volume:
            return None
    return _same_or_other("volume", a.volume, b.volume, SAME_VOLUME, OTHER_VOLUME)


def _number(a: PreparedWork, b: PreparedWork, *, same_page: bool) -> Evidence | None:
    """Compare the numbers of the issues.

    `same_page`: the first page is the same. Another number weighs little then, as months and parts
    are written as numbers. None if one is the first page of the other work: the number of an
    article, which catalogues write in either field.
    """
    if a.number != b.number and (a.number == b.pages.first or b.number == a.pages.first):
        return None
    other = OTHER_NUMBER_SAME_PAGE if same_page else OTHER_NUMBER
    return _same_or_other("number", a.number, b.number, SAME_NUMBER, other)


def _same_or_other(name: str, a: str, b: str, same: int, other: int) -> Evidence | None:
    """Compare two values of a field, with a weight for each result; None if one is empty."""
    if not a or not b:
        return None
    return (
        Evidence(name, f"same {name}", same)
        if a == b
        else Evidence(name, f"different {name}", other)
    )


def _is_preprint_of(a: PreparedWork, b: PreparedWork) -> bool:
    """Whether one is a preprint and the other may be its publication, by their years."""
    if a.is_preprint == b.is_preprint:
        return False
    early, late = (a, b) if a.is_preprint else (b, a)
    if not early.year or not late.year:
        return True
    years = late.year - early.year
    return -PREPRINT_AFTER_PUBLICATION <= years <= PREPRINT_TO_PUBLICATION


def _year(a: PreparedWork, b: PreparedWork, recurring: bool, preprint_pair: bool) -> Evidence:
    """Compare two years. `preprint_pair`: one work may be the publication of the other."""
    apart = abs((a.year or 0) - (b.year or 0))
    if apart == 0:
        return Evidence("year", "same year", SAME_YEAR)
    if preprint_pair:
        finding = f"{apart} year{'s' * (apart > 1)} from preprint to publication"
        return Evidence("year", finding, PREPRINT_YEARS)
    if apart == 1 and not recurring and bool(_printed_place(a)) != bool(_printed_place(b)):
        return Evidence("year", "1 year apart, one ahead of print", AHEAD_OF_PRINT)
    if apart == 1:
        weight = NEXT_YEAR_OF_RECURRING if recurring else NEXT_YEAR
        return Evidence("year", "1 year apart", weight)
    return Evidence("year", f"{apart} years apart", OTHER_YEAR)


def _printed_place(work: PreparedWork) -> str:
    """The volume or the first page: empty before a work is in print."""
    return work.volume or work.pages.first


def _venue(a: PreparedWork, b: PreparedWork, preprint_pair: bool) -> Evidence | None:
    """Compare two venues; None if one is missing or the names allow both."""
    if preprint_pair and (b if a.is_preprint else a).venue is not None:
        return Evidence("venue", "a preprint and its publication", PREPRINT_AND_PUBLICATION)
    same = same_container(a, b)
    if same is None:
        return None
    if same:
        return Evidence("venue", "same venue", SAME_VENUE)
    if a.is_preprint != b.is_preprint:
        return Evidence("venue", "a preprint and a publication", PREPRINT_ELSEWHERE)
    return Evidence("venue", "different venue", OTHER_VENUE)


def _publisher(a: PreparedWork, b: PreparedWork) -> Evidence | None:
    """Compare the publishers of two books, or the schools of two theses; None if they differ."""
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
    """Compare editions, ISBNs, forms (a thesis, a report) and versions of a Cochrane review."""
    pieces = []
    if a.edition and b.edition and a.edition != b.edition:
        pieces.append(Evidence("edition", "different edition", OTHER_EDITION))
    if a.isbns and b.isbns:
        same = not a.isbns.isdisjoint(b.isbns)
        pieces.append(_SAME_ISBN if same else _OTHER_ISBN)
    if a.form != b.form and (a.form in _OWN_FORMS or b.form in _OWN_FORMS):
        forms = " and ".join(sorted(x.form or "paper" for x in (a, b)))
        pieces.append(Evidence("form", f"a {forms}", OTHER_FORM))
    one_review = a.pages.locator.startswith("cd") and a.pages.locator == b.pages.locator
    if one_review and (a.year != b.year or (a.number and b.number and a.number != b.number)):
        pieces.append(Evidence("form", "different version of the review", OTHER_REVIEW_VERSION))
    return pieces


_SAME_ISBN = Evidence("isbn", "same ISBN", SAME_ISBN)
_OTHER_ISBN = Evidence("isbn", "different ISBN", OTHER_ISBN)
# The text of one of these is often published again as a paper, which is another work.
_OWN_FORMS = frozenset(("thesis", "master thesis", "report"))
