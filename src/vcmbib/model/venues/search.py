"""Finding the venue that a text names: an acronym, a name, or a whole `booktitle`.

A long title is cut at its punctuation. Names and acronyms are looked up piece by piece, and a find
counts only when the other pieces do not speak against it: "International Conference on Computer
Vision, Graphics and …" is not ICCV, "Science, Technology & Human Values" is not Science, and the
companion volume of a conference is not the conference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vcmbib.model.text import fold
from vcmbib.model.venues.table import (
    GENERIC_WORDS,
    SPONSORS,
    stems,
    tokens,
    venue_table,
    workshop_venue,
)
from vcmbib.model.venues.venue import Venue, VenueKind

_ARXIV_ID = re.compile(
    r"(?:\babs/)?(?:\barxiv:\s*)?"
    r"(?:\b\d{4}\.\d{4,5}(?:v\d+)?\b|\b[a-z-]{2,20}(?:\.[a-z]{2})?/\d{7}(?:v\d+)?\b)"
)
_SUBJECT_CLASS = re.compile(r"\[\s*[a-z-]{2,20}(?:\.[a-z]{2})?\s*\]")
_CUT = re.compile(r"\s*([,;:()\[\]|@\n]|\s[-/]+\s|\.\s+(?=in\b)|(?<=\d)\.\s+)\s*")
# "… held in conjunction with CVPR 2019", "… co-located with …"
_CO_LOCATED = re.compile(
    r"\b(?:held )?(?:in conjunction with|co-?located with|in association with)\b"
)
_CONFERENCE = frozenset("conf symp congress meet".split())
_WORKSHOP = frozenset("workshop workshops wkshp wkshps wksp wksps ws".split())
# Volumes beside the proceedings of a conference: a paper in them is not a paper of the conference.
_COMPANION_WORDS = frozenset(
    "companion adjunct extended tutorial tutorials doctoral consortium demo demos demonstration "
    "demonstrations student students satellite challenge challenges competition poster posters "
    "cup courses sketches panels talks emerging abstracts supplement blogposts".split()
)
_SERIES = frozenset(
    stems(name.split())
    for name in (
        "proceedings of machine learning research",
        "lecture notes in computer science",
        "lecture notes in artificial intelligence",
        "communications in computer and information science",
        "jmlr workshop and conference proceedings",
        "ceur workshop proceedings",
        "acm international conference proceeding series",
        "pmlr",
        "lncs",
        "conference track proceedings",
        "main conference proceedings",
    )
)
_JOURNAL_TAIL = frozenset(
    "vol volume v no nr number num issue pp pages page p art article early access in press "
    "accepted online first to appear the series part jan feb mar apr may jun jul aug sep sept oct "
    "nov dec january february march april june july august september october november december "
    "london new york n y washington d c dc basel switzerland amsterdam netherlands".split()
)
# What follows the name of a conference once it is complete, when nothing there holds a digit.
_PLACES = frozenset(
    "usa us uk canada china france germany italy spain portugal japan korea taiwan singapore india "
    "australia austria switzerland netherlands belgium sweden norway denmark finland poland greece "
    "turkey israel ireland scotland brazil mexico chile argentina thailand vietnam malaysia "
    "indonesia hungary czech romania croatia slovenia estonia latvia iceland rwanda ethiopia "
    "morocco egypt qatar dubai emirates zealand hawaii california washington virtual online oral "
    "spotlight springer ieee acm pmlr elsevier usenix".split()
)


@dataclass(frozen=True, slots=True)
class _TitlePart:
    words: tuple[str, ...]
    text: str
    mark: str  # the punctuation before it

    @property
    def dated(self) -> bool:
        return any(c.isdigit() for c in self.text)

    @property
    def subject(self) -> set[str]:
        """The stems of the words that say what it is about."""
        return set(stems(self.words)) - GENERIC_WORDS

    @property
    def is_workshop(self) -> bool:
        return not _WORKSHOP.isdisjoint(self.words)


@dataclass(frozen=True, slots=True)
class _VenueHit:
    venue: Venue
    first: int  # its pieces
    last: int
    acronym: bool
    sure: bool = False  # name and acronym at once


_LONGEST = 1000  # letters; the longest booktitle of a record is far shorter


@lru_cache(maxsize=16384)
def find(text: str) -> Venue | None:
    """See `vcmbib.model.venues.lookup.find_venue`."""
    if len(text) > _LONGEST:
        return None
    known = venue_table()
    if venue := known.by_title(tokens(text)):
        return venue
    folded = fold(text)
    without_id = _SUBJECT_CLASS.sub(" ", _ARXIV_ID.sub(" ", folded))
    if without_id != folded:
        words = tokens(without_id)
        if not words and "arxiv" in folded:
            words = ["arxiv"]
        if venue := known.by_title(words):
            return venue
    # As IEEE Xplore once wrote: "Image Processing, IEEE Transactions on".
    subject, _, sort = without_id.rpartition(",")
    if subject and (venue := known.by_title(tokens(f"{sort} {subject}"))):
        return venue
    pieces = _pieces(without_id)
    if workshop := _workshop(pieces):
        return workshop
    hits = _hits(pieces)
    venue = _decide(pieces, hits)
    if venue is None or venue.kind is VenueKind.WORKSHOP:
        return venue
    taken = {i for h in hits if h.venue is venue for i in range(h.first, h.last + 1)}
    others = [p for i, p in enumerate(pieces) if i not in taken]
    if any(not _COMPANION_WORDS.isdisjoint(p.words) or p.is_workshop for p in others):
        return None
    return venue


def _pieces(folded: str) -> list[_TitlePart]:
    """`folded` cut at its punctuation; pieces without a word, and names of series, are left out."""
    cut = _CUT.split(_CO_LOCATED.sub("@", folded))
    pieces = []
    for mark, text in zip(["", *cut[1::2]], cut[::2], strict=True):
        words = tuple(tokens(text))
        if (words or any(c.isdigit() for c in text)) and stems(words) not in _SERIES:
            pieces.append(_TitlePart(words, text, mark.strip()))
    return pieces


def _hits(pieces: list[_TitlePart]) -> list[_VenueHit]:
    """The venues that pieces name, the longest name first where several begin at one piece."""
    known = venue_table()
    hits = []
    i = 0
    while i < len(pieces):
        for end in range(min(i + 4, len(pieces)), i, -1):
            words = [w for p in pieces[i:end] for w in p.words]
            venue = known.by_title(words) if words else None
            acronym = venue is not None and known.is_acronym(words)
            both = _name_beside_acronym(words) if venue is None else None
            if venue := venue or both:
                hits.append(_VenueHit(venue, i, end - 1, acronym, sure=both is not None))
                i = end - 1
                break
        i += 1
    return hits


def _name_beside_acronym(words: list[str]) -> Venue | None:
    """The venue of a piece such as `… and Signal Processing ICASSP`: name and acronym agree."""
    known = venue_table()
    if len(words) > 1:
        for acronym, name in ((words[-1], words[:-1]), (words[0], words[1:])):
            venue = known.by_acronym.get(acronym)
            if venue and known.by_title(name) is venue:
                return venue
    return None


def _decide(pieces: list[_TitlePart], hits: list[_VenueHit]) -> Venue | None:
    names = [h for h in hits if not h.acronym]
    acronyms = [h for h in hits if h.acronym]
    if names:
        return _by_name(pieces, names, acronyms)
    strong = [
        h
        for h in acronyms
        if h.first == 0 or pieces[h.first].dated or pieces[h.first].mark in ("(", "[")
    ]
    return _by_acronym(pieces, strong) if strong else None


def _by_name(
    pieces: list[_TitlePart], names: list[_VenueHit], acronyms: list[_VenueHit]
) -> Venue | None:
    hit = names[0]
    venue = hit.venue
    if venue.kind is VenueKind.JOURNAL:
        # "ACM Trans. Graph. (Proc. SIGGRAPH)": an issue that holds the papers of a conference.
        tail = {
            w
            for p in pieces[hit.last + 1 :]
            if not (p.mark == "(" and venue_table().by_title(list(p.words)))
            for w in p.words
        }
        short = venue_table().by_acronym
        rest = {w for w in tail - _JOURNAL_TAIL if len(w) > 1 and short.get(w) is not venue}
        return venue if hit.first == 0 and not rest else None
    if hit.sure or any(h.venue is venue for h in acronyms):
        return venue
    if any(not pieces[i].subject <= venue_table().words[venue] for i in range(hit.first)):
        return None
    # An acronym in brackets or with a year that is another venue's: which of them is meant?
    if any(pieces[h.first].mark == "(" or pieces[h.first].dated for h in acronyms):
        return venue if venue.kind is VenueKind.OTHER else None
    tail_pieces = pieces[hit.last + 1 :]
    if tail_pieces and _stands_for(tail_pieces[0], pieces[hit.first : hit.last + 1]):
        return venue
    if not tail_pieces or any(h.venue is venue for h in names[1:]):
        return venue
    if tail_pieces[0].subject & venue_table().topics or tail_pieces[0].text.startswith("and "):
        return None
    if any(p.dated or not _PLACES.isdisjoint(p.words) for p in tail_pieces):
        return venue
    return None


def _stands_for(short: _TitlePart, name: list[_TitlePart]) -> bool:
    """Whether a word in brackets, `(SP)` or `(BigData)`, is short for the name before it."""
    if short.mark != "(" or len(short.words) != 1:
        return False
    words = [w for p in name for w in p.words]
    initials = iter("".join(w[0] for w in words))
    return all(c in initials for c in short.words[0]) or short.words[0] in "".join(words)


def _by_acronym(pieces: list[_TitlePart], hits: list[_VenueHit]) -> Venue | None:
    """The venue of an acronym, if what stands beside it does not tell of another."""
    venue = hits[0].venue
    if any(h.venue is not venue for h in hits):
        return None
    first = hits[0].first
    own = venue_table().words[venue]
    before = set().union(*(p.subject for p in pieces[:first]))
    after = set().union(*(p.subject for p in pieces[first + 1 :]))
    if not before <= own or not after & venue_table().topics <= own:
        return None
    return venue


def _workshop(pieces: list[_TitlePart]) -> Venue | None:
    """The workshops of a known conference, where the text says so.

    `CVPR Workshops`, `ICML 2023 Workshop on X`, `Workshop on X @ NeurIPS 2022`,
    `Workshop on X at ICLR`, `ICLR 2018, Workshop Track Proceedings`.
    """
    for i, piece in enumerate(pieces):
        if not piece.is_workshop:
            continue
        for candidate in _conference_candidates(pieces, i):
            venue = venue_table().by_title(candidate)
            if venue and venue.kind is VenueKind.CONFERENCE:
                return workshop_venue(venue)
    return None


def _conference_candidates(pieces: list[_TitlePart], at: int) -> list[list[str]]:
    """The words that may name the conference whose workshop piece `at` speaks of."""
    words = list(pieces[at].words)
    here = next(n for n, w in enumerate(words) if w in _WORKSHOP)
    before, after = words[:here], words[here + 1 :]
    hosts = [list(p.words) for p in pieces[at + 1 :] if p.mark == "@"]
    if "at" in after:
        hosts.append(after[len(after) - after[::-1].index("at") :])
    # "CVPR NTIRE Workshop": the conference, then the name of the workshop.
    hosts += [before, before[:1] if len("".join(before[:1])) > 3 else []]
    if not before and not after and at:
        hosts.append(list(pieces[at - 1].words))
    if after[:1] == ["track"]:
        hosts += [list(p.words) for p in pieces[:at]]
    if after[:1] != ["on"]:
        hosts.append(before + after)
    return [h for h in hosts if _names_conference(h)]


def _names_conference(words: list[str]) -> bool:
    """Whether `words` are an acronym or say themselves that they are a conference.

    "Machine Learning for Systems Workshop" is not a workshop of MLSys, and sponsors have workshops
    that belong to no conference.
    """
    if not words or set(words) <= SPONSORS | {"eurographics"}:
        return False
    return venue_table().is_acronym(words) or not _CONFERENCE.isdisjoint(stems(words))
