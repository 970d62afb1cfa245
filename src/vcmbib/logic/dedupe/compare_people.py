"""Authors as two sets: order and initials vary, names are cut, misspelt and turned round."""

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
    """Authors as two sets: order and initials vary, names are cut, misspelt and turned round."""
    if not a.surnames or not b.surnames:
        return None
    if a.is_group or b.is_group:
        if set(a.surnames).isdisjoint(b.surnames):
            return Evidence("authors", "a group, which may be the others", GROUP_OR_PEOPLE)
        return Evidence("authors", "the same group", SAME_GROUP)
    few, many = sorted((sorted(set(p.surnames)) for p in (a, b)), key=lambda n: (len(n), n))
    shared = _shared(few, many)
    if shared == 0:
        words = len(a.name_words & b.name_words)
        if words >= SWAPPED_WORDS and words >= SWAPPED_SHARE * min(
            len(a.name_words), len(b.name_words)
        ):
            return Evidence("authors", "names turned round", NAMES_SWAPPED)
        return Evidence("authors", "no shared author", NO_COMMON_AUTHOR)
    if _namesakes(a, b):
        said = "the same surnames with other given names"
        worth = NAMESAKES if shared > 1 else ONE_NAMESAKE
        return Evidence("authors", said, worth)
    said = f"{shared} shared author{'s' if shared > 1 else ''}"
    of_few, of_all = shared / len(few), shared / (len(few) + len(many) - shared)
    if len(few) == 1 < len(many) and _leads(a, b):
        said = f"the first author of {len(many)} shared"
        return Evidence("authors", said, FIRST_AUTHOR_ONLY)
    if of_few >= MOST_OF_SHORTER_LIST and of_all >= HALF_OF_ALL:
        alike = of_all >= 1.0 and _first_initials(a) == _first_initials(b) != ""
        worth = AUTHORS_IN_COMMON + AUTHOR_IN_COMMON * shared + SAME_INITIALS * alike
        return Evidence("authors", said, min(worth, AUTHORS_AT_MOST))
    said = f"{said} of {len(few)} and {len(many)}"
    if of_few >= HALF_OF_SHORTER_LIST:
        worth = MOST_AUTHORS if of_few > OVER_HALF_OF_SHORTER_LIST else HALF_OF_AUTHORS
        return Evidence("authors", said, worth)
    return Evidence("authors", f"only {said}", FEW_AUTHORS)


def _shared(few: list[str], many: list[str]) -> int:
    """How many names are on both lists, those first that are spelt the same; each counts once."""
    exact = set(few) & set(many)
    left = [name for name in many if name not in exact]
    shared = len(exact)
    if len(left) > COLLABORATION:
        return shared
    for name in few:
        found = None if name in exact else next((x for x in left if _one_surname(name, x)), None)
        if found is not None:
            left.remove(found)
            shared += 1
    return shared


def _namesakes(a: PreparedWork, b: PreparedWork) -> bool:
    """Whether nobody on the two lists can be one person: each shared surname has other initials."""
    ours, theirs = _called(a), _called(b)
    if ours.keys().isdisjoint(theirs) or "" in (*a.initials, *b.initials):
        return False
    if any(ours[name] & theirs[name] for name in ours.keys() & theirs.keys()):
        return False
    return (a.name_words & b.name_words) <= ours.keys()  # Z. Meral and Meral


def _called(work: PreparedWork) -> dict[str, set[str]]:
    """For each surname the initials of those who bear it."""
    called: dict[str, set[str]] = {}
    for name, initial in zip(work.surnames, work.initials, strict=True):
        called.setdefault(name, set()).add(initial)
    return called


def _leads(a: PreparedWork, b: PreparedWork) -> bool:
    """Whether the only name of one is the first of the other: the others were left out."""
    return a.surnames[0] == b.surnames[0] and a.initials[0] == b.initials[0] != ""


def _first_initials(work: PreparedWork) -> str:
    """The initials of all authors, sorted; empty where one is not known."""
    return "".join(sorted(work.initials)) if all(work.initials) else ""


def _one_surname(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if len(short) < LONG_SURNAME:
        return False
    return long.startswith(short) or long.endswith(short) or fuzz.ratio(a, b) >= SAME_SURNAME
