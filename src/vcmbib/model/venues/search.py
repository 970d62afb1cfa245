"""Find the venue that a text names: an acronym, a name, or a whole `booktitle`.

A long title is split at its punctuation, and the parts are looked up as names and acronyms. A venue
counts only if the other parts do not name another one. "International Conference on Computer
Vision, Graphics and …" is not ICCV, "Science, Technology & Human Values" is not Science, and a
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
_PUNCTUATION = re.compile(r"\s*([,;:()\[\]|@\n]|\s[-/]+\s|\.\s+(?=in\b)|(?<=\d)\.\s+)\s*")
# A workshop with its conference: "… held in conjunction with CVPR 2019", "… co-located with …".
_CO_LOCATED = re.compile(
    r"\b(?:held )?(?:in conjunction with|co-?located with|in association with)\b"
)
_CONFERENCE = frozenset("conf symp congress meet".split())
_WORKSHOP = frozenset("workshop workshops wkshp wkshps wksp wksps ws".split())
# Words of companion volumes: a paper in such a volume is not a paper of the conference itself.
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
# Words after the complete name of a conference. A part with a digit, such as a date, ends it too.
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
    """The text between two punctuation marks of a title, and its words."""

    words: tuple[str, ...]
    text: str
    mark: str  # the punctuation before it

    @property
    def has_digit(self) -> bool:
        """Whether the part contains a digit, as dates do."""
        return any(c.isdigit() for c in self.text)

    @property
    def subject(self) -> set[str]:
        """The stems of the words that name a subject."""
        return set(stems(self.words)) - GENERIC_WORDS

    @property
    def is_workshop(self) -> bool:
        """Whether the part contains a word for a workshop."""
        return not _WORKSHOP.isdisjoint(self.words)


@dataclass(frozen=True, slots=True)
class _VenueHit:
    """A known venue that the parts from `first` to `last` name."""

    venue: Venue
    first: int
    last: int
    acronym: bool
    sure: bool = False  # the parts contain both its name and its acronym


_MAX_LENGTH = 1000  # characters; every real booktitle is much shorter


@lru_cache(maxsize=16384)
def find(text: str) -> Venue | None:
    """See `vcmbib.model.venues.lookup.find_venue`."""
    if len(text) > _MAX_LENGTH:
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
    # Older records of IEEE Xplore: "Image Processing, IEEE Transactions on".
    subject, _, title_start = without_id.rpartition(",")
    if subject and (venue := known.by_title(tokens(f"{title_start} {subject}"))):
        return venue
    parts = _title_parts(without_id)
    if workshop := _workshop(parts):
        return workshop
    found_venues = _found_venues(parts)
    venue = _choose_venue(parts, found_venues)
    if venue is None or venue.kind is VenueKind.WORKSHOP:
        return venue
    taken = {i for h in found_venues if h.venue is venue for i in range(h.first, h.last + 1)}
    others = [p for i, p in enumerate(parts) if i not in taken]
    if any(not _COMPANION_WORDS.isdisjoint(p.words) or p.is_workshop for p in others):
        return None
    return venue


def _title_parts(folded: str) -> list[_TitlePart]:
    """Split `folded` at its punctuation, without names of series and parts without a word."""
    split = _PUNCTUATION.split(_CO_LOCATED.sub("@", folded))
    parts = []
    for mark, text in zip(["", *split[1::2]], split[::2], strict=True):
        words = tuple(tokens(text))
        if (words or any(c.isdigit() for c in text)) and stems(words) not in _SERIES:
            parts.append(_TitlePart(words, text, mark.strip()))
    return parts


def _found_venues(parts: list[_TitlePart]) -> list[_VenueHit]:
    """The venues that up to four parts in a row name; the longest name from a part on counts."""
    known = venue_table()
    found_venues = []
    i = 0
    while i < len(parts):
        for end in range(min(i + 4, len(parts)), i, -1):
            words = [w for p in parts[i:end] for w in p.words]
            venue = known.by_title(words) if words else None
            acronym = venue is not None and known.is_acronym(words)
            both = _venue_of_name_and_acronym(words) if venue is None else None
            if venue := venue or both:
                found_venues.append(_VenueHit(venue, i, end - 1, acronym, sure=both is not None))
                i = end - 1
                break
        i += 1
    return found_venues


def _venue_of_name_and_acronym(words: list[str]) -> Venue | None:
    """The venue of a name with its own acronym, as in `… and Signal Processing ICASSP`."""
    known = venue_table()
    if len(words) > 1:
        for acronym, name in ((words[-1], words[:-1]), (words[0], words[1:])):
            venue = known.by_acronym.get(acronym)
            if venue and known.by_title(name) is venue:
                return venue
    return None


def _choose_venue(parts: list[_TitlePart], found_venues: list[_VenueHit]) -> Venue | None:
    """The venue of the title, if the names and acronyms in it agree."""
    names = [h for h in found_venues if not h.acronym]
    acronyms = [h for h in found_venues if h.acronym]
    if names:
        return _by_name(parts, names, acronyms)
    # An acronym counts at the beginning, in brackets or with a year.
    clear_acronyms = [
        h
        for h in acronyms
        if h.first == 0 or parts[h.first].has_digit or parts[h.first].mark in ("(", "[")
    ]
    return _by_acronym(parts, clear_acronyms) if clear_acronyms else None


def _by_name(
    parts: list[_TitlePart], names: list[_VenueHit], acronyms: list[_VenueHit]
) -> Venue | None:
    """The venue of the first name, if the other parts do not name another venue."""
    hit = names[0]
    venue = hit.venue
    if venue.kind is VenueKind.JOURNAL:
        # "ACM Trans. Graph. (Proc. SIGGRAPH)" is an issue with the papers of a conference.
        tail = {
            w
            for p in parts[hit.last + 1 :]
            if not (p.mark == "(" and venue_table().by_title(list(p.words)))
            for w in p.words
        }
        short = venue_table().by_acronym
        rest = {w for w in tail - _JOURNAL_TAIL if len(w) > 1 and short.get(w) is not venue}
        return venue if hit.first == 0 and not rest else None
    if hit.sure or any(h.venue is venue for h in acronyms):
        return venue
    if any(not parts[i].subject <= venue_table().words[venue] for i in range(hit.first)):
        return None
    # The acronym of another venue, in brackets or with a year: the text does not decide.
    if any(parts[h.first].mark == "(" or parts[h.first].has_digit for h in acronyms):
        return venue if venue.kind is VenueKind.OTHER else None
    rest_parts = parts[hit.last + 1 :]
    if rest_parts and _is_short_for(rest_parts[0], parts[hit.first : hit.last + 1]):
        return venue
    if not rest_parts or any(h.venue is venue for h in names[1:]):
        return venue
    if rest_parts[0].subject & venue_table().topics or rest_parts[0].text.startswith("and "):
        return None
    if any(p.has_digit or not _PLACES.isdisjoint(p.words) for p in rest_parts):
        return venue
    return None


def _is_short_for(short: _TitlePart, name: list[_TitlePart]) -> bool:
    """Whether a word in brackets, such as `(SP)` or `(BigData)`, abbreviates the name before it."""
    if short.mark != "(" or len(short.words) != 1:
        return False
    words = [w for p in name for w in p.words]
    initials = iter("".join(w[0] for w in words))
    return all(c in initials for c in short.words[0]) or short.words[0] in "".join(words)


def _by_acronym(parts: list[_TitlePart], found_venues: list[_VenueHit]) -> Venue | None:
    """The venue of the acronyms, if the other parts do not name another venue."""
    venue = found_venues[0].venue
    if any(h.venue is not venue for h in found_venues):
        return None
    first = found_venues[0].first
    own_words = venue_table().words[venue]
    before = set().union(*(p.subject for p in parts[:first]))
    after = set().union(*(p.subject for p in parts[first + 1 :]))
    if not before <= own_words or not after & venue_table().topics <= own_words:
        return None
    return venue


def _workshop(parts: list[_TitlePart]) -> Venue | None:
    """The workshops of a known conference, if the text names them.

    The forms are `CVPR Workshops`, `ICML 2023 Workshop on X`, `Workshop on X @ NeurIPS 2022`,
    `Workshop on X at ICLR` and `ICLR 2018, Workshop Track Proceedings`.
    """
    for i, part in enumerate(parts):
        if not part.is_workshop:
            continue
        for candidate in _conference_candidates(parts, i):
            venue = venue_table().by_title(candidate)
            if venue and venue.kind is VenueKind.CONFERENCE:
                return workshop_venue(venue)
    return None


def _conference_candidates(parts: list[_TitlePart], at: int) -> list[list[str]]:
    """The word lists that can name the conference of the workshop in the part `at`."""
    words = list(parts[at].words)
    here = next(n for n, w in enumerate(words) if w in _WORKSHOP)
    before, after = words[:here], words[here + 1 :]
    candidates = [list(p.words) for p in parts[at + 1 :] if p.mark == "@"]
    if "at" in after:
        candidates.append(after[len(after) - after[::-1].index("at") :])
    # "CVPR NTIRE Workshop" is the conference and the name of the workshop.
    candidates += [before, before[:1] if len("".join(before[:1])) > 3 else []]
    if not before and not after and at:
        candidates.append(list(parts[at - 1].words))
    if after[:1] == ["track"]:
        candidates += [list(p.words) for p in parts[:at]]
    if after[:1] != ["on"]:
        candidates.append(before + after)
    return [c for c in candidates if _names_conference(c)]


def _names_conference(words: list[str]) -> bool:
    """Whether `words` are an acronym or contain a word such as `conference`.

    So "Machine Learning for Systems Workshop" is not a workshop of MLSys. The name of a sponsor
    alone does not count, because sponsors also have workshops without a conference.
    """
    if not words or set(words) <= SPONSORS | {"eurographics"}:
        return False
    return venue_table().is_acronym(words) or not _CONFERENCE.isdisjoint(stems(words))
