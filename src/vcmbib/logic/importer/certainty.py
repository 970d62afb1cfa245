"""Whether a match is certain enough to fill a paper without asking.

A record that fills another work is lost. So an import needs more than the verdict `same`: what is
not certain becomes a paper of its own, and `dedupe` asks about it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from vcmbib.logic.dedupe.compare_titles import other_words
from vcmbib.logic.dedupe.decide import Match, Verdict
from vcmbib.logic.dedupe.prepare import PreparedWork
from vcmbib.logic.dedupe.supplements import is_in_supplement, is_range_of_paper
from vcmbib.logic.dedupe.weights import (
    ALIKE_ABSTRACTS,
    CERTAIN_GENERIC_TITLE,
    CERTAIN_TITLE,
    OWN_IDENTIFIER,
    SAME_IDENTIFIER,
    SUPPORT,
    VETO,
)
from vcmbib.model.paper import Paper, Record
from vcmbib.model.text import title_key


def is_certain(
    match: Match,
    record: Record,
    prepared: PreparedWork,
    paper: Paper,
    prepared_paper: PreparedWork,
    sources: Sequence[Record],
    *,
    is_only: bool,
) -> bool:
    """Whether the record certainly belongs to the paper.

    `is_only`: no other paper and no other record of the file has the title in this place. The other
    arguments are those of `match_record`.
    """
    if match.verdict is not Verdict.SAME:
        return False
    weights = {e.name: e.weight for e in match.evidence}
    if any(weight >= OWN_IDENTIFIER for weight in weights.values()):
        return True
    if _other_abstracts(record.abstract, paper.abstract) or _differ_in_open_notes(record, paper):
        return False
    exact = _has_title(record, prepared, paper, prepared_paper, sources)
    identified = any(e.weight >= SAME_IDENTIFIER for e in match.evidence)
    supplement = is_in_supplement(prepared) or is_in_supplement(prepared_paper)
    if any(weight <= VETO for weight in weights.values()):
        other_pages = weights.get("pages", 0) <= VETO and not _is_of_preprint(
            prepared, prepared_paper
        )
        return identified and exact and not supplement and not other_pages
    if not exact:
        return not supplement and _is_certain_by_place(
            prepared, prepared_paper, weights, identified=identified
        )
    if prepared.is_generic:
        return identified and not supplement
    if identified or weights.get("pages", 0) >= SUPPORT or "isbn" in weights or "key" in weights:
        return True
    return (
        is_only
        and (_is_long(prepared) or _is_of_preprint(prepared, prepared_paper))
        and _is_one_statement(weights)
        and (record.month is None or paper.month is None or record.month == paper.month)
    )


def _has_title(
    record: Record,
    prepared: PreparedWork,
    paper: Paper,
    prepared_paper: PreparedWork,
    sources: Sequence[Record],
) -> bool:
    """Whether the record has the title of the paper or of one of its sources."""
    if prepared.title_key == prepared_paper.title_key:
        return True
    titles = (paper.title, *(s.title for s in sources))
    return title_key(record.title) in {title_key(t) for t in titles}


_OPEN_NOTE = re.compile(r"\[[^\[\]]*$")


def _differ_in_open_notes(record: Record, paper: Paper) -> bool:
    """Whether both titles have a note in brackets that is not closed, and the texts differ.

    The comparison of titles leaves out such a note, with all that follows it.
    """
    one, other = _OPEN_NOTE.search(record.title), _OPEN_NOTE.search(paper.title)
    return bool(one and other) and title_key(record.title) != title_key(paper.title)


def _other_abstracts(one: str | None, other: str | None) -> bool:
    """Whether both works have an abstract, and these are not alike."""
    return bool(one and other) and fuzz.ratio(one or "", other or "") < ALIKE_ABSTRACTS


def _is_certain_by_place(
    a: PreparedWork, b: PreparedWork, weights: dict[str, int], *, identified: bool
) -> bool:
    """Whether works with titles that are not equal are one, by their place."""
    if a.numbers != b.numbers:
        return False
    if is_range_of_paper(a.pages) and a.pages == b.pages:
        return True
    if other_words(a, b):
        return False
    same_page = weights.get("pages", 0) >= SUPPORT and weights.get("volume", 0) > 0
    return identified or same_page or "key" in weights


def _is_long(work: PreparedWork) -> bool:
    """Whether a title is too long for that of a column."""
    limit = CERTAIN_GENERIC_TITLE if work.has_generic_word else CERTAIN_TITLE
    return len(work.title_key) >= limit


def _is_of_preprint(a: PreparedWork, b: PreparedWork) -> bool:
    """Whether one is a preprint and the other a publication: columns have no preprints."""
    return a.is_preprint != b.is_preprint and not a.has_generic_word


def _is_one_statement(weights: dict[str, int]) -> bool:
    """Whether people, year and place agree, and no piece is against one work."""
    placed = any(weights.get(n, 0) >= SUPPORT for n in ("venue", "volume", "publisher", "link"))
    return placed and weights.get("authors", 0) > 0 and min(weights.values()) >= 0
