"""What speaks for and against two works being one: named pieces, each with its weight.

A weight is about the logarithm (base 2) of how much more often a piece is seen on two records of
one work than on records of two works with titles alike, rounded; see docs/duplicates.md for where
each comes from. Weights add up, so a verdict can be read like an account.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from vcmbib.logic.preparing import Pages, Prepared
from vcmbib.logic.titles import ALIKE, CLOSE, EQUAL, LONG, cut_off, other_words, title_likeness
from vcmbib.logic.venue_likeness import same_container

_COLLABORATION = 100  # authors: among more, names are not looked at for spelling
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
    """All that was found on two works.

    `support`: whether something beside title, people and year agrees; `people`: whether both name
    any.
    """

    evidence: tuple[Evidence, ...]
    title: float
    support: bool
    people: bool = True

    @property
    def score(self) -> int:
        """The sum of the weights."""
        return sum(e.weight for e in self.evidence)

    def weight(self, name: str) -> int:
        """The weight of a piece; 0 where it was not found."""
        return next((e.weight for e in self.evidence if e.name == name), 0)


def gather(a: Prepared, b: Prepared, *, recurring: bool = False) -> Comparison:
    """Everything that two works say of each other.

    `recurring` tells that their title stands in several years of the library: a column, an
    editorial. One of nothing but the words of such titles is taken for one anyway.
    """
    recurring = recurring or (a.column and b.column)
    ids = _identifiers(a, b)
    if not a.title or not b.title:
        return _untitled(a, b, ids)
    likeness = title_likeness(a, b)
    pieces = [_title(a, b, likeness, recurring)]
    people = _people(a, b)
    if people is not None:
        pieces.append(people)
    pages = _pages(a.pages, b.pages)
    number = _number(a, b, doubted=bool(pages) and pages[0].weight > 0)
    place = [*ids, *(p for p in (_volume(a, b), number) if p is not None), *pages]
    deposited = _deposited(a, b)
    if a.year and b.year:
        pieces.append(_year(a, b, recurring, deposited))
    place += [p for p in (_venue(a, b, deposited), _house(a, b), _link(a, b)) if p is not None]
    if a.about != b.about:
        pieces.append(Evidence("kind", "one is about the other", -9))
    if a.numbers != b.numbers and likeness < 100.0:
        pieces.append(Evidence("numbers", "other numbers in the title", -3))
    place += _books(a, b)
    support = any(e.weight > 1 for e in place)
    if ids and all(e.weight < 0 for e in ids):
        support = False  # another number from the same server, and none in common
    if support and likeness < 100.0 and not any(e.weight > 1 for e in (*ids, *pages)):
        other = other_words(a, b)
        if other:  # in one issue: part A and part B, in men and in women
            pieces.append(Evidence("words", f"other words in the title: {other}", -1))
        support = not other and a.numbers == b.numbers
    return Comparison((*pieces, *place), likeness, support, people is not None)


def _untitled(a: Prepared, b: Prepared, ids: list[Evidence]) -> Comparison:
    """One of the two has no title: only an identifier can tell."""
    found = any(e.weight > 0 for e in ids) and not any(e.weight < 0 for e in ids)
    worth = -9 if not found else 1 if a.title or b.title else 0
    link = _link(a, b)
    if link is not None and not a.title and not b.title:
        worth = 1
    pieces = [Evidence("title", "no title to compare", worth), *ids]
    if link is not None:
        pieces.append(link)
    people = _people(a, b)
    if people is not None:
        pieces.append(people)
    return Comparison(tuple(pieces), ALIKE, found)


def _title(a: Prepared, b: Prepared, likeness: float, recurring: bool) -> Evidence:
    """A short title and one that comes again every year tell little."""
    letters = min(len(a.key), len(b.key))
    limits = (12, 14, 20) if likeness >= 100.0 and not a.generic else (12, 20, 26)
    worth = 1 + sum(letters >= limit for limit in limits)
    worth = 1 if recurring else worth
    said = "same title" if likeness >= 100.0 else f"title {likeness:.0f}% alike"
    if likeness >= EQUAL:
        return Evidence("title", said if not recurring else f"{said}, a recurring one", worth)
    if cut_off(a, b):
        return Evidence("title", "same title, cut off", worth - (1 if letters >= 2 * LONG else 2))
    if likeness >= CLOSE:
        return Evidence("title", said, worth - 1)
    if likeness == ALIKE:
        return Evidence("title", "same title, one with a subtitle", 1)
    if likeness > ALIKE:
        return Evidence("title", said, worth - 2)
    return Evidence("title", said, -3 if likeness >= 70.0 else -6)


def _people(a: Prepared, b: Prepared) -> Evidence | None:
    """Authors as two sets: order and initials vary, names are cut, misspelt and turned round."""
    if not a.surnames or not b.surnames:
        return None
    few, many = sorted((sorted(set(p.surnames)) for p in (a, b)), key=lambda n: (len(n), n))
    shared = _shared(few, many)
    if shared == 0:
        words = len(a.words & b.words)
        if words >= 2 and words * 2 >= min(len(a.words), len(b.words)):
            return Evidence("authors", "names turned round", 1)
        return Evidence("authors", "no shared author", -6)
    if _namesakes(a, b):
        return Evidence("authors", "the same surname with other given names", 0)
    said = f"{shared} shared author{'s' if shared > 1 else ''}"
    of_few, of_all = shared / len(few), shared / (len(few) + len(many) - shared)
    if len(few) == 1 < len(many) and _leads(a, b):
        return Evidence("authors", f"the first author of {len(many)} shared", 3)
    if of_few >= 0.8 and of_all >= 0.5:
        alike = of_all >= 1.0 and _first_initials(a) == _first_initials(b) != ""
        return Evidence("authors", said, min(shared + alike, 3) + 1)
    if of_few >= 0.5:
        worth = 2 if of_few > 0.6 else 1
        return Evidence("authors", f"{said} of {len(few)} and {len(many)}", worth)
    return Evidence("authors", f"only {said} of {len(few)} and {len(many)}", -1)


def _shared(few: list[str], many: list[str]) -> int:
    """How many names are on both lists, those first that are spelt the same; each counts once."""
    exact = set(few) & set(many)
    left = [name for name in many if name not in exact]
    shared = len(exact)
    if len(left) > _COLLABORATION:
        return shared
    for name in few:
        found = None if name in exact else next((x for x in left if _one_surname(name, x)), None)
        if found is not None:
            left.remove(found)
            shared += 1
    return shared


def _namesakes(a: Prepared, b: Prepared) -> bool:
    """Whether nobody on the two lists can be one person: each shared surname has other initials."""
    ours, theirs = _called(a), _called(b)
    if ours.keys().isdisjoint(theirs) or "" in (*a.initials, *b.initials):
        return False
    if any(ours[name] & theirs[name] for name in ours.keys() & theirs.keys()):
        return False
    return (a.words & b.words) <= ours.keys()  # Z. Meral and Meral


def _called(work: Prepared) -> dict[str, set[str]]:
    """For each surname the initials of those who bear it."""
    called: dict[str, set[str]] = {}
    for name, initial in zip(work.surnames, work.initials, strict=True):
        called.setdefault(name, set()).add(initial)
    return called


def _leads(a: Prepared, b: Prepared) -> bool:
    """Whether the only name of one is the first of the other: the others were left out."""
    return a.surnames[0] == b.surnames[0] and a.initials[0] == b.initials[0] != ""


def _first_initials(work: Prepared) -> str:
    """The initials of all authors, sorted; empty where one is not known."""
    return "".join(sorted(work.initials)) if all(work.initials) else ""


def _one_surname(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if len(short) <= 3:
        return False
    return long.startswith(short) or long.endswith(short) or fuzz.ratio(a, b) >= ALIKE


def _identifiers(a: Prepared, b: Prepared) -> list[Evidence]:
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
    apart = a.preprint != b.preprint
    for scheme in ours.keys() & theirs.keys():
        both = ours[scheme] & theirs[scheme]
        if both:
            weight = 10 if scheme in _OWN else 8
            found.append(Evidence(scheme, f"same {scheme}:{min(both)}", weight))
        elif not apart or scheme == "arxiv":
            found.append(Evidence(scheme, f"another {scheme} identifier", -9))
    return sorted(found, key=lambda e: e.name)


def _volume(a: Prepared, b: Prepared) -> Evidence | None:
    """`volume = 1` beside `volume = 32, number = Suppl. 1`: the supplement took its place."""
    for x, y in ((a, b), (b, a)):
        if x.volume and not x.number and x.volume == y.number and y.volume:
            return None
    return _same("volume", a.volume, b.volume, 3, -6)


def _number(a: Prepared, b: Prepared, *, doubted: bool) -> Evidence | None:
    """`doubted` where the first page agrees: months and parts are written as numbers."""
    if a.number != b.number and (a.number == b.pages.first or b.number == a.pages.first):
        return None  # an article's number, once in the place of the page
    return _same("number", a.number, b.number, 1, -1 if doubted else VETO)


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
        if _inside(a, b) or _inside(b, a):
            return [Evidence("pages", "one page of the other's", 0)]
        if _overlap(a, b):
            return [Evidence("pages", "another first page, but in part the same pages", -3)]
        return [Evidence("pages", "another first page", -7)]
    found = [Evidence("pages", "same first page", 5 if len(a.first) > 2 else 3)]
    if a.last and a.last == b.last:
        found.append(Evidence("last page", "same last page", 1))
    return found


def _inside(one: Pages, other: Pages) -> bool:
    """Whether the only page that is stated is one of the other's: `569` and `567-569`."""
    pages = (one.first, other.first, other.last)
    if one.last or not all(p.isdecimal() for p in pages):
        return False
    page, first, last = map(int, pages)
    return first < page <= last < first + 100


def _overlap(a: Pages, b: Pages) -> bool:
    """Whether two ranges have a page in common: `246-250` and `250-254`, counted differently."""
    if not all(p.isdecimal() for p in (a.first, a.last, b.first, b.last)):
        return False
    first, last = max(int(a.first), int(b.first)), min(int(a.last), int(b.last))
    return first <= last < first + 100


def _by_tail(a: Pages, b: Pages) -> list[Evidence]:
    """`Suppl-87` is what is left of `S376-S387`."""
    if a.tail and b.tail:
        return [Evidence("pages", "same pages", 3)] if a.tail == b.tail else []
    last, tail = (a.last, b.tail) if b.tail else (b.last, a.tail)
    return [Evidence("pages", "same last page", 3)] if last and last.endswith(tail) else []


_REACH = 4  # years from a preprint to its publication


def _deposited(a: Prepared, b: Prepared) -> bool:
    """Whether one is a preprint and the other may have come of it."""
    if a.preprint == b.preprint:
        return False
    early, late = (a, b) if a.preprint else (b, a)
    return not early.year or not late.year or -1 <= late.year - early.year <= _REACH


def _year(a: Prepared, b: Prepared, recurring: bool, deposited: bool) -> Evidence:
    apart = abs((a.year or 0) - (b.year or 0))
    if apart == 0:
        return Evidence("year", "same year", 1)
    if deposited:
        return Evidence("year", f"{apart} year{'s' * (apart > 1)} from preprint to publication", 0)
    if apart == 1 and not recurring and bool(_place(a)) != bool(_place(b)):
        return Evidence("year", "1 year apart, one ahead of print", 0)
    if apart == 1:
        return Evidence("year", "1 year apart", -3 if recurring else -1)
    return Evidence("year", f"{apart} years apart", -6)


def _place(work: Prepared) -> str:
    """What a work does not have before it is printed."""
    return work.volume or work.pages.first


def _venue(a: Prepared, b: Prepared, deposited: bool) -> Evidence | None:
    if deposited and (b if a.preprint else a).venue is not None:
        return Evidence("venue", "a preprint and its publication", 3)
    same = same_container(a, b)
    if same is None:
        return None
    if same:
        return Evidence("venue", "same venue", 2)
    if a.preprint != b.preprint:
        return Evidence("venue", "a preprint and a publication", 0)
    return Evidence("venue", "another venue", -4)


def _house(a: Prepared, b: Prepared) -> Evidence | None:
    """The publisher of two books, the school of two theses."""
    if a.venue is not None or b.venue is not None or not a.publisher or not b.publisher:
        return None
    alike = a.publisher.startswith(b.publisher) or b.publisher.startswith(a.publisher)
    if alike or fuzz.ratio(a.publisher, b.publisher) >= CLOSE:
        return Evidence("publisher", "same publisher", 2)
    return None


def _link(a: Prepared, b: Prepared) -> Evidence | None:
    both = a.links & b.links
    return Evidence("link", f"same link {min(both)}", 3) if both else None


def _books(a: Prepared, b: Prepared) -> list[Evidence]:
    """What tells editions, parts, theses and reports from one another."""
    found = []
    if a.edition and b.edition and a.edition != b.edition:
        found.append(Evidence("edition", "another edition", -9))
    if a.isbns and b.isbns:
        same = not a.isbns.isdisjoint(b.isbns)
        found.append(Evidence("isbn", "same ISBN", 4) if same else _OTHER_ISBN)
    if a.sort != b.sort and (a.sort in _ALONE or b.sort in _ALONE):
        sorts = " and ".join(sorted(x.sort or "paper" for x in (a, b)))
        found.append(Evidence("form", f"a {sorts}", -4))
    return found


_OTHER_ISBN = Evidence("isbn", "another ISBN", -3)  # paperbacks have their own
_ALONE = frozenset(("thesis", "report"))  # what is published again as a paper is another work
