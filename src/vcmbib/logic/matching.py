"""Whether a record speaks of a paper: the evidence, piece by piece, and a verdict.

An identifier that names one work (arXiv, OpenReview, CVF, …) is strong; a DOI or a document number
is shared by abstract supplements and copied into wrong rows, so it needs the title as well. Without
an identifier the same title needs a shared surname and nothing that speaks against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from vcmbib.logic.evidence import gather
from vcmbib.logic.preparing import prepare
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name, surname_key
from vcmbib.model.paper import Paper, Record
from vcmbib.model.text import fold, title_key
from vcmbib.model.venues import Venue, VenueKind

# A name of one work only, given by the service that holds the work itself.
_OWN = frozenset(
    {Scheme.ARXIV, Scheme.OPENREVIEW, Scheme.CVF, Scheme.NEURIPS, Scheme.ACL, Scheme.PMLR}
)
_IN_BOOKS = frozenset("inproceedings conference incollection inbook article".split())
_ALIKE = 85.0  # titles of one work differ by a typing error, a subtitle, a renamed version
_RELATED = 50.0
_SHORT = 12  # letters: `Editorial`, `Introduction`, `Reply` are titles of many works
_LONG = 40  # letters: a title of which a journal hardly has two
_YEARS = 3  # from a preprint to its publication


class Verdict(StrEnum):
    """What the evidence amounts to."""

    SAME = "same"
    VERSION = "version"  # another publication under the same title
    SHARED = "shared"  # an identifier in common, but another work: one of the two is wrong
    ASK = "ask"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Match:
    """A verdict on a record and a paper, and what it rests on."""

    verdict: Verdict
    evidence: tuple[str, ...] = ()


def title_likeness(a: str, b: str) -> float:
    """0 to 100: how alike two titles are, letters and digits only (rapidfuzz's ratio).

    A title that the other continues after a colon or the like counts as alike.
    """
    x, y = title_key(a), title_key(b)
    if not x or not y:
        return 0.0
    if x == y:
        return 100.0
    short, long = sorted((x, y), key=len)
    if len(short) >= 2 * _SHORT and (long.startswith(short) or long.endswith(short)):
        return 95.0
    return fuzz.ratio(x, y)


def share_surname(a: tuple[Name, ...], b: tuple[Name, ...]) -> bool | None:
    """Whether two lists of people have a family name in common; None if either is empty."""
    if not a or not b:
        return None
    return not {surname_key(n) for n in a}.isdisjoint(surname_key(n) for n in b)


def shared_identifiers(record: Record, paper: Paper) -> tuple[Identifier, ...]:
    """The record's identifiers that the paper has too."""
    if not record.identifiers or not paper.identifiers:
        return ()
    have = {i.same for i in paper.identifiers}
    return tuple(i for i in record.identifiers if i.same in have)


def _names_work(identifier: Identifier, record: Record, paper: Paper) -> bool:
    """Whether it is the work's own: the ISBN of what stands in a book is that of the book."""
    return identifier.scheme is not Scheme.ISBN or _IN_BOOKS.isdisjoint(
        (record.entry_type, paper.entry_type)
    )


def compare(record: Record, paper: Paper) -> Match:
    """The verdict on a record and a paper that share an identifier or a title."""
    shared = tuple(i for i in shared_identifiers(record, paper) if _names_work(i, record, paper))
    likeness = title_likeness(record.title, paper.title)
    if shared:
        match = _by_identifier(record, paper, shared, likeness)
    else:
        match = _by_title(record, paper, likeness)
    if match.verdict is Verdict.SAME and not any(i.scheme in _OWN for i in shared):
        against = _objection(record, paper)
        if against is not None:
            return Match(Verdict.ASK, (*match.evidence, against))
    return match


_PLACE = frozenset("kind numbers volume number pages".split())


def _objection(record: Record, paper: Paper) -> str | None:
    """What of place and title says that it is another part, volume or edition; None if nothing."""
    if record.title:
        found = gather(prepare(record), prepare(paper)).evidence
        for piece in found:
            if piece.name in _PLACE and piece.weight < 0:
                return piece.said
    editions = [fold(dict(x.extra).get("edition", "")).strip() for x in (record, paper)]
    if all(editions) and editions[0] != editions[1]:
        return "another edition"
    if _IN_BOOKS.isdisjoint((record.entry_type, paper.entry_type)):
        isbns = [
            {i.same for i in x.identifiers if i.scheme is Scheme.ISBN} for x in (record, paper)
        ]
        if all(isbns) and isbns[0].isdisjoint(isbns[1]):
            return "another ISBN"
    return None


def _by_identifier(
    record: Record, paper: Paper, shared: tuple[Identifier, ...], likeness: float
) -> Match:
    evidence = (f"same {', '.join(str(i) for i in shared)}", f"title {likeness:.0f}% alike")
    own = any(i.scheme in _OWN for i in shared)
    if not record.title or likeness >= _ALIKE:
        return Match(Verdict.SAME, evidence)
    if own and likeness >= _RELATED and share_surname(record.authors, paper.authors):
        return Match(Verdict.SAME, (*evidence, "a shared surname"))
    return Match(Verdict.SHARED, evidence)


def _by_title(record: Record, paper: Paper, likeness: float) -> Match:
    if likeness < 100.0:
        return Match(Verdict.DIFFERENT, (f"title {likeness:.0f}% alike",))
    evidence = ["same title"]
    surnames = share_surname(record.authors, paper.authors)
    if surnames is False:
        return Match(Verdict.DIFFERENT, ("same title", "no shared surname"))
    veto = _veto(record, paper)
    if veto is not None:
        verdict = Verdict.VERSION if surnames else Verdict.DIFFERENT
        return Match(verdict, ("same title", veto))
    if surnames:
        evidence.append("a shared surname")
    letters = len(title_key(record.title))
    same_place = same_venue(record.venue, paper.venue) and record.year == paper.year
    if (
        (letters < _SHORT and not same_place)
        or (letters < _LONG and _recurs(record, paper))
        or (surnames is None and not _certain_without_authors(record, paper))
    ):
        return Match(Verdict.ASK, tuple(evidence))
    return Match(Verdict.SAME, tuple(evidence))


def _certain_without_authors(record: Record, paper: Paper) -> bool:
    """A row without authors in a list may be matched when the title is long and the year agrees."""
    years = {record.year, paper.year} - {None}
    return len(title_key(record.title)) >= 2 * _SHORT and len(years) <= 1


def _veto(record: Record, paper: Paper) -> str | None:
    """What speaks against one work, in spite of the title; None if nothing does."""
    theirs: dict[Scheme, set[str]] = {}
    for identifier in paper.identifiers:
        theirs.setdefault(identifier.scheme, set()).add(identifier.same[1])
    for identifier in record.identifiers:
        if identifier.scheme is Scheme.ISBN:
            continue  # a book's number, the same for all that is in it
        if identifier.scheme in theirs and identifier.same[1] not in theirs[identifier.scheme]:
            return f"another {identifier.scheme.value} identifier"
    if record.year and paper.year:
        apart = abs(record.year - paper.year)
        if apart > (1 if _recurs(record, paper) else _YEARS):
            return f"{apart} years apart"
    if _published(record.venue) and _published(paper.venue):
        if not same_venue(record.venue, paper.venue):
            return "published in another venue"
        for name in ("volume", "number"):
            a, b = getattr(record, name), getattr(paper, name)
            if a and b and a != b:
                return f"another {name}"
    return None


def _recurs(record: Record, paper: Paper) -> bool:
    """The same title in the same journal or conference in another year: a column, an editorial."""
    return (
        _published(record.venue)
        and same_venue(record.venue, paper.venue)
        and None not in (record.year, paper.year)
        and record.year != paper.year
    )


def _published(venue: Venue | None) -> bool:
    return venue is not None and venue.kind not in (VenueKind.PREPRINT, VenueKind.OTHER)


def same_venue(a: Venue | None, b: Venue | None) -> bool:
    """Whether two venues are one, by acronym or by name."""
    if a is None or b is None:
        return False
    if a.acronym and b.acronym and fold(a.acronym) == fold(b.acronym):
        return True
    return fold(a.name) == fold(b.name)
