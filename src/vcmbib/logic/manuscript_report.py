"""What a document cites, held against the library: which papers it needs and under which names,
what is missing, and what its author should know.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.logic.dedupe.pipeline import compare
from vcmbib.logic.dedupe.prepare import prepare
from vcmbib.model.identifiers import Identifier, Scheme, parse_identifier
from vcmbib.model.manuscript import Citations, Location
from vcmbib.model.paper import Paper, Record, SourceKind
from vcmbib.model.text import title_key
from vcmbib.model.venues.venue import VenueKind

_MOST_ALIKE = 20  # papers under one title that are compared with each other


class NameKind(StrEnum):
    """By which name a paper is cited."""

    KEY = "key"
    FORMER = "former key"
    CASE = "other letter case"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """A paper that is cited: by which name, and where."""

    name: str
    paper: Paper
    name_kind: NameKind
    locations: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class MissingCitation:
    """A name that leads to no paper, or to several; `near` are keys that are there."""

    name: str
    locations: tuple[Location, ...]
    similar_keys: tuple[str, ...] = ()
    identifier: Identifier | None = None
    is_ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class CitedPair:
    """Two names that lead to one work, or a preprint and its publication; and why."""

    one: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class ManuscriptReport:
    """All that there is to say of a document's citations."""

    cited: tuple[CitedPaper, ...] = ()
    missing: tuple[MissingCitation, ...] = ()
    duplicates: tuple[CitedPair, ...] = ()
    published: tuple[CitedPair, ...] = ()
    preprints: tuple[str, ...] = ()

    @property
    def renamed(self) -> tuple[CitedPaper, ...]:
        """The papers that are cited by a former key."""
        return tuple(c for c in self.cited if c.name_kind is NameKind.FORMER)


@dataclass(frozen=True, slots=True)
class LibraryPapers:
    """What the library knows: papers by cited name, nearest keys, other papers like cited ones."""

    papers: Mapping[str, Paper] = field(default_factory=dict)
    similar_keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    similar_papers: tuple[Paper, ...] = ()


def cited_locations(citations: Citations) -> dict[str, tuple[Location, ...]]:
    """Where each key is cited, in the order of the first citations; guesses are left out."""
    found: dict[str, list[Location]] = {}
    for citation in citations.citations:
        if not citation.guessed:
            found.setdefault(citation.key, []).append(citation.location)
    return {key: tuple(spots) for key, spots in found.items()}


def guessed_locations(citations: Citations) -> dict[str, tuple[Location, ...]]:
    """Where each key stands that nothing but an unknown command cites."""
    sure = {c.key for c in citations.citations if not c.guessed}
    found: dict[str, list[Location]] = {}
    for citation in citations.citations:
        if citation.key not in sure:
            found.setdefault(citation.key, []).append(citation.location)
    return {key: tuple(spots) for key, spots in found.items()}


def build_report(citations: Citations, held: LibraryPapers) -> ManuscriptReport:
    """The account of a document. A guessed citation counts if the library has the paper."""
    cited: list[CitedPaper] = []
    missing: list[MissingCitation] = []
    for name, spots in cited_locations(citations).items():
        paper = held.papers.get(name)
        if paper is not None:
            cited.append(CitedPaper(name, paper, name_kind(name, paper), spots))
        else:
            missing.append(_lacking(name, spots, held))
    for name, spots in guessed_locations(citations).items():
        paper = held.papers.get(name)
        if paper is not None:
            cited.append(CitedPaper(name, paper, name_kind(name, paper), spots))
    preprints = tuple(dict.fromkeys(c.paper.key for c in cited if is_preprint(c.paper)))
    return ManuscriptReport(
        tuple(cited),
        tuple(missing),
        tuple(_duplicates(cited)),
        tuple(_published(cited, held.similar_papers)),
        preprints,
    )


def _lacking(name: str, spots: tuple[Location, ...], held: LibraryPapers) -> MissingCitation:
    several = name in held.ambiguous
    identifier = parse_identifier(name)
    return MissingCitation(name, spots, held.similar_keys.get(name, ()), identifier, several)


def name_kind(name: str, paper: Paper) -> NameKind:
    """Which of a paper's names this is."""
    if name == paper.key:
        return NameKind.KEY
    if name in paper.former_keys:
        return NameKind.FORMER
    folded = name.casefold()
    if folded == paper.key.casefold():
        return NameKind.CASE
    if folded in (k.casefold() for k in paper.former_keys):
        return NameKind.FORMER
    return NameKind.IDENTIFIER


def is_preprint(paper: Paper) -> bool:
    """Whether a paper is cited as a preprint: its venue is one, or it has nothing but arXiv's."""
    if paper.venue is not None:
        return paper.venue.kind is VenueKind.PREPRINT
    return paper.identifier(Scheme.ARXIV) is not None and paper.identifier(Scheme.DOI) is None


def lookup_record(paper: Paper) -> Record:
    """What papers like this one are looked up by."""
    names, title = paper.identifiers, paper.title
    return Record(SourceKind.BIBTEX, "library", title=title, identifiers=names)


def _verdict(one: Paper, other: Paper) -> tuple[Verdict, str]:
    """What is decided on two papers, and why."""
    match = compare(prepare(one), prepare(other))
    return match.verdict, str(match)


def _groups(papers: Iterable[Paper]) -> Iterator[list[Paper]]:
    """Papers that share an identifier or a title."""
    groups: dict[tuple[str, str], dict[int, Paper]] = {}
    for paper in papers:
        names = [i.comparison_key for i in paper.identifiers if i.scheme is not Scheme.ISBN]
        for name in (*names, ("title", title_key(paper.title))):
            if name[1]:
                groups.setdefault(name, {})[paper.id] = paper
    return (list(g.values())[:_MOST_ALIKE] for g in groups.values() if len(g) > 1)


def _listed(one: CitedPaper, other: CitedPaper) -> bool:
    """Whether biber listed both names: it adds to a `.bcf` what an alias of `ids` stands for."""
    return NameKind.KEY in (one.name_kind, other.name_kind) and all(
        spot.file.endswith(".bcf") for spot in (*one.locations, *other.locations)
    )


def _duplicates(cited: Sequence[CitedPaper]) -> Iterator[CitedPair]:
    """One paper under two names; two papers that are one work."""
    first: dict[int, CitedPaper] = {}
    for each in cited:
        before = first.setdefault(each.paper.id, each)
        if before is not each and not _listed(before, each):
            yield CitedPair(before.name, each.name, f"both are {each.paper.key}")
    told: set[tuple[int, int]] = set()
    for group in _groups({c.paper.id: c.paper for c in cited}.values()):
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                if (one.id, other.id) in told:
                    continue
                verdict, why = _verdict(one, other)
                if verdict is Verdict.SAME and is_preprint(one) == is_preprint(other):
                    told.add((one.id, other.id))
                    yield CitedPair(first[one.id].name, first[other.id].name, why)


def _published(cited: Sequence[CitedPaper], alike: Sequence[Paper]) -> Iterator[CitedPair]:
    """Cited preprints whose publication is another paper of the library."""
    names = {c.paper.id: c.name for c in reversed(cited)}
    preprints = {c.paper.id: c.paper for c in cited if is_preprint(c.paper)}
    told: set[tuple[int, int]] = set()
    if not preprints:
        return
    for group in _groups([*preprints.values(), *alike]):
        for one in group:
            for other in group:
                if one.id not in preprints or (one.id, other.id) in told or other.venue is None:
                    continue
                if is_preprint(other) or other.venue.kind is VenueKind.OTHER:
                    continue
                verdict, _ = _verdict(one, other)
                if verdict in (Verdict.SAME, Verdict.VERSION):
                    told.add((one.id, other.id))
                    where = other.venue.acronym or other.venue.name
                    year = f" {other.year}" if other.year else ""
                    yield CitedPair(names[one.id], other.key, f"{where}{year}")


# --- the entries of the .bib ----------------------------------------------------------------------

_REFERRING = ("crossref", "xref", "xdata", "related", "entryset")


def referred_keys(papers: Iterable[Paper]) -> dict[str, str]:
    """The keys that entries refer to, each with the key of the first that does."""
    found: dict[str, str] = {}
    for paper in papers:
        for name, value in paper.extra:
            if name in _REFERRING:
                for key in filter(None, map(str.strip, value.strip("{}").split(","))):
                    found.setdefault(key, paper.key)
    return found


def bib_entries(
    cited: Sequence[CitedPaper], parents: Mapping[str, Paper], *, aliases: bool
) -> tuple[Paper, ...]:
    """The papers as the `.bib` must have them, by key, each name in it that the document uses.

    With `aliases` a paper stands under its own key, and its other names are former keys of it
    (BibLaTeX's `ids`); without, it stands under each name by which it is cited. `parents` are
    those that entries refer to, by the name that they use; they come last, as BibTeX needs them.
    """
    names: dict[int, dict[str, None]] = {}
    papers: dict[int, Paper] = {}
    for name, paper in [*((c.name, c.paper) for c in cited), *parents.items()]:
        papers[paper.id] = paper
        names.setdefault(paper.id, {})[name] = None
    last = {p.id for p in parents.values()}
    out: list[tuple[bool, Paper]] = []
    for number, used in names.items():
        paper = papers[number]
        if aliases:
            others = tuple(sorted(n for n in used if n != paper.key))
            out.append((number in last, replace(paper, former_keys=others)))
            continue
        # BibTeX tells no keys apart by letter case.
        spelt = {n.casefold(): n for n in reversed(used)}.values()
        out += [(number in last, replace(paper, key=n, former_keys=())) for n in spelt]
    return tuple(p for _, p in sorted(out, key=lambda e: (e[0], e[1].key)))


# --- putting the document right -------------------------------------------------------------------

_IN_KEYS = "A-Za-z0-9_.:+/-"
_SPECIAL = re.compile(r"[.\[\](){}*+?^$|\\]")


def sed_commands(cited: CitedPaper) -> tuple[str, ...]:
    """Commands of a shell that put the current key in the place of a former one, one a file.

    They touch the lines alone where it is cited. A citation key holds no comma, so that commas
    can divide; `-E` and `-i.bak` are understood by GNU's and BSD's sed alike.
    """
    old = _SPECIAL.sub(r"\\\g<0>", cited.name)
    new = re.sub(r"[\\&]", r"\\\g<0>", cited.paper.key)
    lines: dict[str, list[int]] = {}
    for spot in cited.locations:
        lines.setdefault(spot.file, []).append(spot.line)
    found = []
    for file, numbers in lines.items():
        if file == "-" or file.endswith((".aux", ".bcf")):
            continue
        stop = r"[.:]?([^" + _IN_KEYS + "]|$)"
        one = f"s,(^|[^{_IN_KEYS}]){old}({stop}),\\1{new}\\2,"
        steps = [f"{n}{one}g" for n in numbers]  # twice on a line: the sign between is shared
        found.append(f"sed -E -i.bak {shlex.quote(';'.join(steps))} {shlex.quote(file)}")
    return tuple(found)
