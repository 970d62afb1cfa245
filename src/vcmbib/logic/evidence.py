"""What speaks for and against two works being one: named pieces, each with its weight.

A weight is about the logarithm (base 2) of how much more often a piece is seen on two records of
one work than on records of two works with titles alike, rounded; see docs/duplicates.md for where
each comes from. Weights add up, so a verdict can be read like an account.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from vcmbib.logic.preparing import Pages, Prepared
from vcmbib.logic.venue_likeness import same_container

ALIKE = 85.0  # per cent: below it two titles are of two works, whatever else agrees
_EQUAL = 97.0
_CLOSE = 92.0
VETO = -6  # a piece that weighs this much or less speaks against by itself
# Identifiers of one work only, given by the service that holds it.
_OWN = frozenset("arxiv openreview cvf neurips acl pmlr pmid pmcid".split())


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece: what was compared, what was found, and what it weighs."""

    name: str
    said: str
    weight: int

    def __str__(self) -> str:
        return f"{self.said} ({self.weight:+d})"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that was found on two works. `support` is what is known beside title, people and year."""

    evidence: tuple[Evidence, ...]
    title: float
    support: bool

    @property
    def score(self) -> int:
        """The sum of the weights."""
        return sum(e.weight for e in self.evidence)

    def weight(self, name: str) -> int:
        """The weight of a piece; 0 where it was not found."""
        return next((e.weight for e in self.evidence if e.name == name), 0)


def title_likeness(a: Prepared, b: Prepared) -> float:
    """0 to 100: how alike two titles are (rapidfuzz's ratio), genre words and order aside."""
    whole = fuzz.ratio(a.title, b.title)
    if whole >= _EQUAL or not a.plain or not b.plain:
        return whole
    if a.plain == b.plain:
        return 99.0
    return max(whole, fuzz.token_sort_ratio(a.plain, b.plain) - 1.0)


def gather(a: Prepared, b: Prepared, *, recurring: bool = False) -> Comparison:
    """Everything that two works say of each other.

    `recurring` tells that their title stands in several years of the library: a column, an
    editorial.
    """
    likeness = title_likeness(a, b)
    pieces = [_title(a, b, likeness, recurring)]
    people = _people(a, b)
    if people is not None:
        pieces.append(people)
    ids = _identifiers(a, b)
    pages = _pages(a.pages, b.pages)
    volume = _same("volume", a.volume, b.volume, 3, -6)
    number = _same("number", a.number, b.number, 1, -1 if pages and pages[0].weight > 0 else VETO)
    place = [*ids, *(p for p in (volume, number) if p is not None), *pages]
    if a.year and b.year:
        place_year = _year(abs(a.year - b.year))
        pieces.append(place_year)
    venue = _venue(a, b)
    if venue is not None:
        place.append(venue)
    if a.about != b.about:
        pieces.append(Evidence("kind", "one is about the other", -9))
    if a.numbers != b.numbers and likeness < 100.0:
        pieces.append(Evidence("numbers", "other numbers in the title", -3))
    support = any(e.weight > 1 for e in place)
    return Comparison((*pieces, *place), likeness, support)


def _title(a: Prepared, b: Prepared, likeness: float, recurring: bool) -> Evidence:
    """A short title and one that comes again every year tell little."""
    letters = min(len(a.key), len(b.key))
    worth = 1 if letters < 12 else 2 if letters < 20 else 3 if letters < 26 else 4
    if worth == 2 and likeness >= 100.0 and letters >= 14 and not a.generic:
        worth = 3
    worth = 1 if recurring else worth
    said = "same title" if likeness >= 100.0 else f"title {likeness:.0f}% alike"
    if likeness >= _EQUAL:
        return Evidence("title", said if not recurring else f"{said}, a recurring one", worth)
    if likeness >= _CLOSE:
        return Evidence("title", said, worth - 1)
    if likeness >= ALIKE:
        return Evidence("title", said, worth - 2)
    return Evidence("title", said, -3 if likeness >= 70.0 else -6)


def _people(a: Prepared, b: Prepared) -> Evidence | None:
    """Authors as two sets: order and initials vary, names are cut, misspelt and turned round."""
    if not a.surnames or not b.surnames:
        return None
    few, many = sorted((list(dict.fromkeys(p.surnames)) for p in (a, b)), key=len)
    left = list(many)
    shared = 0
    for name in few:
        found = name if name in left else next((x for x in left if _one_surname(name, x)), None)
        if found is not None:
            left.remove(found)
            shared += 1
    if shared == 0:
        words = len(a.words & b.words)
        if words >= 2 and words * 2 >= min(len(a.words), len(b.words)):
            return Evidence("authors", "names turned round", 1)
        return Evidence("authors", "no shared author", -6)
    said = f"{shared} shared author{'s' if shared > 1 else ''}"
    of_few, of_all = shared / len(few), shared / (len(few) + len(many) - shared)
    if of_few >= 0.8 and of_all >= 0.5:
        alike = of_all >= 1.0 and _first_initials(a) == _first_initials(b) != ""
        return Evidence("authors", said, min(shared + alike, 3) + 1)
    if of_few >= 0.5:
        worth = 2 if of_few > 0.6 else 1
        return Evidence("authors", f"{said} of {len(few)} and {len(many)}", worth)
    return Evidence("authors", f"only {said} of {len(few)} and {len(many)}", -1)


def _first_initials(work: Prepared) -> str:
    """The initials of all authors, sorted; empty where one is not known."""
    return "".join(sorted(work.initials)) if all(work.initials) else ""


def _one_surname(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if len(short) <= 3:
        return False
    return long.startswith(short) or long.endswith(short) or fuzz.ratio(a, b) >= ALIKE


def _identifiers(a: Prepared, b: Prepared) -> list[Evidence]:
    if not a.identifiers or not b.identifiers:
        return []
    found: list[Evidence] = []
    theirs: dict[str, set[str]] = {}
    for scheme, value in b.identifiers:
        theirs.setdefault(scheme, set()).add(value)
    ours: dict[str, set[str]] = {}
    for scheme, value in a.identifiers:
        ours.setdefault(scheme, set()).add(value)
    for scheme in ours.keys() & theirs.keys():
        both = ours[scheme] & theirs[scheme]
        if both:
            weight = 10 if scheme in _OWN else 8
            found.append(Evidence(scheme, f"same {scheme}:{min(both)}", weight))
        else:
            found.append(Evidence(scheme, f"another {scheme} identifier", -9))
    return sorted(found, key=lambda e: e.name)


def _same(name: str, a: str, b: str, same: int, other: int) -> Evidence | None:
    if not a or not b:
        return None
    return (
        Evidence(name, f"same {name}", same) if a == b else Evidence(name, f"another {name}", other)
    )


def _pages(a: Pages, b: Pages) -> list[Evidence]:
    if a.tail or b.tail:
        return _by_tail(a, b)
    if not a.first or not b.first or bool(a.locator) != bool(b.locator):
        return []  # an electronic locator says nothing about printed pages
    if a.first != b.first:
        return [Evidence("pages", "another first page", -7)]
    found = [Evidence("pages", "same first page", 5 if len(a.first) > 2 else 3)]
    if a.last and a.last == b.last:
        found.append(Evidence("last page", "same last page", 1))
    return found


def _by_tail(a: Pages, b: Pages) -> list[Evidence]:
    """`Suppl-87` is what is left of `S376-S387`."""
    if a.tail and b.tail:
        return [Evidence("pages", "same pages", 3)] if a.tail == b.tail else []
    last, tail = (a.last, b.tail) if b.tail else (b.last, a.tail)
    return [Evidence("pages", "same last page", 3)] if last and last.endswith(tail) else []


def _year(apart: int) -> Evidence:
    if apart == 0:
        return Evidence("year", "same year", 1)
    return Evidence("year", f"{apart} year{'s' * (apart > 1)} apart", -1 if apart == 1 else -6)


def _venue(a: Prepared, b: Prepared) -> Evidence | None:
    same = same_container(a, b)
    if same is None:
        return None
    if same:
        return Evidence("venue", "same venue", 2)
    if a.preprint != b.preprint:
        return Evidence("venue", "a preprint and a publication", 0)
    return Evidence("venue", "another venue", -4)
