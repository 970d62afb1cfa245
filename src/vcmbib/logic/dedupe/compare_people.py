"""Compare the authors of two works as sets.

Order and initials vary between catalogues. Lists are cut, names are misspelt, and given and family
names change places.
"""

from __future__ import annotations

from rapidfuzz import fuzz

from vcmbib.logic.dedupe.evidence import Evidence
from vcmbib.logic.dedupe.prepare import PreparedWork
from vcmbib.logic.dedupe.weights import (
    AUTHOR_IN_COMMON,
    AUTHORS_AT_MOST,
    AUTHORS_IN_COMMON,
    COLLABORATION,
    FEW_AUTHORS,
    FIRST_AUTHOR_ONLY,
    GROUP_OR_PEOPLE,
    HALF_OF_ALL,
    HALF_OF_AUTHORS,
    HALF_OF_SHORTER_LIST,
    LONG_SURNAME,
    MOST_AUTHORS,
    MOST_OF_SHORTER_LIST,
    NAMES_SWAPPED,
    NAMESAKES,
    NO_COMMON_AUTHOR,
    ONE_NAMESAKE,
    OVER_HALF_OF_SHORTER_LIST,
    SAME_GROUP,
    SAME_INITIALS,
    SAME_SURNAME,
    SWAPPED_SHARE,
    SWAPPED_WORDS,
)


def compare_people(a: PreparedWork, b: PreparedWork) -> Evidence | None:
    """Compare two lists of authors as sets; None if one of them is empty."""
    if not a.surnames or not b.surnames:
        return None
    if a.is_group or b.is_group:
        if set(a.surnames).isdisjoint(b.surnames):
            return Evidence(
                "authors", "a group that may include the other authors", GROUP_OR_PEOPLE
            )
        return Evidence("authors", "same group", SAME_GROUP)
    shorter, longer = sorted((sorted(set(p.surnames)) for p in (a, b)), key=lambda n: (len(n), n))
    shared = _count_shared(shorter, longer)
    if shared == 0:
        words = len(a.name_words & b.name_words)
        fewest = min(len(a.name_words), len(b.name_words))
        if words >= SWAPPED_WORDS and words >= SWAPPED_SHARE * fewest:
            return Evidence("authors", "given name and surname exchanged", NAMES_SWAPPED)
        return Evidence("authors", "no shared author", NO_COMMON_AUTHOR)
    if _namesakes(a, b):
        finding = "same surnames, different given names"
        weight = NAMESAKES if shared > 1 else ONE_NAMESAKE
        return Evidence("authors", finding, weight)
    finding = f"{shared} shared author{'s' if shared > 1 else ''}"
    of_shorter, of_all = shared / len(shorter), shared / (len(shorter) + len(longer) - shared)
    if len(shorter) == 1 < len(longer) and _is_first_author(a, b):
        finding = f"the first author of {len(longer)} shared"
        return Evidence("authors", finding, FIRST_AUTHOR_ONLY)
    if of_shorter >= MOST_OF_SHORTER_LIST and of_all >= HALF_OF_ALL:
        alike = of_all >= 1.0 and _sorted_initials(a) == _sorted_initials(b) != ""
        weight = AUTHORS_IN_COMMON + AUTHOR_IN_COMMON * shared + SAME_INITIALS * alike
        return Evidence("authors", finding, min(weight, AUTHORS_AT_MOST))
    finding = f"{finding} of {len(shorter)} and {len(longer)}"
    if of_shorter >= HALF_OF_SHORTER_LIST:
        weight = MOST_AUTHORS if of_shorter > OVER_HALF_OF_SHORTER_LIST else HALF_OF_AUTHORS
        return Evidence("authors", finding, weight)
    return Evidence("authors", f"only {finding}", FEW_AUTHORS)


def _count_shared(shorter: list[str], longer: list[str]) -> int:
    """The number of surnames that are on both lists.

    Equal names are paired first, then similar ones. A name is in one pair only.
    """
    exact = set(shorter) & set(longer)
    left = [name for name in longer if name not in exact]
    shared = len(exact)
    if len(left) > COLLABORATION:
        return shared
    for name in shorter:
        found = None if name in exact else next((x for x in left if _same_surname(name, x)), None)
        if found is not None:
            left.remove(found)
            shared += 1
    return shared


def _namesakes(a: PreparedWork, b: PreparedWork) -> bool:
    """Whether each shared surname has other initials, so that no person is on both lists."""
    left, right = _initials_by_surname(a), _initials_by_surname(b)
    if left.keys().isdisjoint(right) or "" in (*a.initials, *b.initials):
        return False
    if any(left[name] & right[name] for name in left.keys() & right.keys()):
        return False
    # Else a given name of one is a family name of the other: Z. Meral and Meral.
    return (a.name_words & b.name_words) <= left.keys()


def _initials_by_surname(work: PreparedWork) -> dict[str, set[str]]:
    """The initials of all authors with each surname."""
    initials: dict[str, set[str]] = {}
    for name, initial in zip(work.surnames, work.initials, strict=True):
        initials.setdefault(name, set()).add(initial)
    return initials


def _is_first_author(a: PreparedWork, b: PreparedWork) -> bool:
    """Whether both lists begin with the same person, by surname and initial."""
    return a.surnames[0] == b.surnames[0] and a.initials[0] == b.initials[0] != ""


def _sorted_initials(work: PreparedWork) -> str:
    """The initials of all authors, sorted; empty if one is not known."""
    return "".join(sorted(work.initials)) if all(work.initials) else ""


def _same_surname(a: str, b: str) -> bool:
    """Whether two different spellings are one surname: one contains the other, or is similar."""
    short, long = sorted((a, b), key=len)
    if len(short) < LONG_SURNAME:
        return False
    return long.startswith(short) or long.endswith(short) or fuzz.ratio(a, b) >= SAME_SURNAME
