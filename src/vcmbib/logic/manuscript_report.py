"""Compare the citations of a document with the library.

The report has the cited papers with the names that the document uses, the missing ones, duplicates
and preprints. Also the entries of the document's `.bib`, and commands that correct its keys.
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

_MOST_PAPERS = 20  # papers with one title or identifier that are compared


class NameKind(StrEnum):
    """The kind of name by which a paper is cited."""

    KEY = "key"
    FORMER = "former key"
    CASE = "other letter case"
    IDENTIFIER = "identifier"

    @property
    def in_words(self) -> str:
        """The kind with an article, for people. Its value is for programs."""
        return {
            "key": "the key",
            "former key": "an old key",
            "other letter case": "a different spelling",
            "identifier": "an identifier",
        }[self.value]


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """A cited paper, the name that the document uses, and the places of the citations."""

    name: str
    paper: Paper
    name_kind: NameKind
    locations: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class MissingCitation:
    """A cited name without a paper, or with several papers (`is_ambiguous`).

    `similar_keys` are keys of the library.
    """

    name: str
    locations: tuple[Location, ...]
    similar_keys: tuple[str, ...] = ()
    identifier: Identifier | None = None
    is_ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class CitedPair:
    """Two names of one work, or a preprint and its publication, and the reason."""

    one: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class ManuscriptReport:
    """The report on the citations of a document.

    `published` are cited preprints with their publications, `preprints` the keys of all cited
    preprints.
    """

    cited: tuple[CitedPaper, ...] = ()
    missing: tuple[MissingCitation, ...] = ()
    duplicates: tuple[CitedPair, ...] = ()
    published: tuple[CitedPair, ...] = ()
    preprints: tuple[str, ...] = ()

    @property
    def renamed(self) -> tuple[CitedPaper, ...]:
        """The papers that are cited by an old key."""
        return tuple(c for c in self.cited if c.name_kind is NameKind.FORMER)


@dataclass(frozen=True, slots=True)
class LibraryPapers:
    """What a report needs of the library.

    `papers` and `similar_keys` are by cited name. `ambiguous` are names of several papers,
    `similar_papers` other papers that may be publications of cited preprints.
    """

    papers: Mapping[str, Paper] = field(default_factory=dict)
    similar_keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    similar_papers: tuple[Paper, ...] = ()


def cited_locations(citations: Citations) -> dict[str, tuple[Location, ...]]:
    """The places of each cited key, in the order of the first citations, without guesses."""
    found: dict[str, list[Location]] = {}
    for citation in citations.citations:
        if not citation.guessed:
            found.setdefault(citation.key, []).append(citation.location)
    return {key: tuple(locations) for key, locations in found.items()}


def guessed_locations(citations: Citations) -> dict[str, tuple[Location, ...]]:
    """The places of each key that only unknown commands cite."""
    sure = {c.key for c in citations.citations if not c.guessed}
    found: dict[str, list[Location]] = {}
    for citation in citations.citations:
        if citation.key not in sure:
            found.setdefault(citation.key, []).append(citation.location)
    return {key: tuple(locations) for key, locations in found.items()}


def build_report(citations: Citations, library: LibraryPapers) -> ManuscriptReport:
    """Return the report on a document. A guessed citation counts if the library has the paper."""
    cited: list[CitedPaper] = []
    missing: list[MissingCitation] = []
    for name, locations in cited_locations(citations).items():
        paper = library.papers.get(name)
        if paper is not None:
            cited.append(CitedPaper(name, paper, name_kind(name, paper), locations))
        else:
            missing.append(_missing_citation(name, locations, library))
    for name, locations in guessed_locations(citations).items():
        paper = library.papers.get(name)
        if paper is not None:
            cited.append(CitedPaper(name, paper, name_kind(name, paper), locations))
    preprints = tuple(dict.fromkeys(c.paper.key for c in cited if is_preprint(c.paper)))
    return ManuscriptReport(
        tuple(cited),
        tuple(missing),
        tuple(_duplicates(cited)),
        tuple(_published(cited, library.similar_papers)),
        preprints,
    )


def _missing_citation(
    name: str, locations: tuple[Location, ...], library: LibraryPapers
) -> MissingCitation:
    """The citation of a name that is not the name of one paper."""
    return MissingCitation(
        name,
        locations,
        library.similar_keys.get(name, ()),
        parse_identifier(name),
        name in library.ambiguous,
    )


def name_kind(name: str, paper: Paper) -> NameKind:
    """The kind of a paper's name."""
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
    """Whether a paper is a preprint: by its venue, or if it has only an arXiv identifier."""
    if paper.venue is not None:
        return paper.venue.kind is VenueKind.PREPRINT
    return paper.identifier(Scheme.ARXIV) is not None and paper.identifier(Scheme.DOI) is None


def lookup_record(paper: Paper) -> Record:
    """A record with the title and the identifiers of a paper, to look similar papers up."""
    names, title = paper.identifiers, paper.title
    return Record(SourceKind.BIBTEX, "library", title=title, identifiers=names)


def _verdict(one: Paper, other: Paper) -> tuple[Verdict, str]:
    """The verdict on two papers and its evidence as text."""
    match = compare(prepare(one), prepare(other))
    return match.verdict, str(match)


def _similar_groups(papers: Iterable[Paper]) -> Iterator[list[Paper]]:
    """Papers that share an identifier or a title, two and more."""
    groups: dict[tuple[str, str], dict[int, Paper]] = {}
    for paper in papers:
        names = [i.comparison_key for i in paper.identifiers if i.scheme is not Scheme.ISBN]
        for name in (*names, ("title", title_key(paper.title))):
            if name[1]:
                groups.setdefault(name, {})[paper.id] = paper
    return (list(g.values())[:_MOST_PAPERS] for g in groups.values() if len(g) > 1)


def _is_alias_of_biber(one: CitedPaper, other: CitedPaper) -> bool:
    """Whether one name is an alias that biber replaced.

    A `.bcf` lists the alias (field `ids` of BibLaTeX) and also the key of its entry.
    """
    return NameKind.KEY in (one.name_kind, other.name_kind) and all(
        location.file.endswith(".bcf") for location in (*one.locations, *other.locations)
    )


def _duplicates(cited: Sequence[CitedPaper]) -> Iterator[CitedPair]:
    """Yield the papers that are cited by two names, and the pairs of papers that are one work."""
    first: dict[int, CitedPaper] = {}
    for citation in cited:
        before = first.setdefault(citation.paper.id, citation)
        if before is not citation and not _is_alias_of_biber(before, citation):
            yield CitedPair(before.name, citation.name, f"both name {citation.paper.key}")
    seen: set[tuple[int, int]] = set()
    for group in _similar_groups({c.paper.id: c.paper for c in cited}.values()):
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                if (one.id, other.id) in seen:
                    continue
                verdict, why = _verdict(one, other)
                if verdict is Verdict.SAME and is_preprint(one) == is_preprint(other):
                    seen.add((one.id, other.id))
                    yield CitedPair(first[one.id].name, first[other.id].name, why)


def _published(cited: Sequence[CitedPaper], similar: Sequence[Paper]) -> Iterator[CitedPair]:
    """Yield the cited preprints with a publication that is another paper, its venue and year."""
    names = {c.paper.id: c.name for c in reversed(cited)}
    preprints = {c.paper.id: c.paper for c in cited if is_preprint(c.paper)}
    seen: set[tuple[int, int]] = set()
    if not preprints:
        return
    for group in _similar_groups([*preprints.values(), *similar]):
        for one in group:
            for other in group:
                if one.id not in preprints or (one.id, other.id) in seen or other.venue is None:
                    continue
                if is_preprint(other) or other.venue.kind is VenueKind.OTHER:
                    continue
                verdict, _ = _verdict(one, other)
                if verdict in (Verdict.SAME, Verdict.VERSION):
                    seen.add((one.id, other.id))
                    where = other.venue.acronym or other.venue.name
                    year = f" {other.year}" if other.year else ""
                    yield CitedPair(names[one.id], other.key, f"{where}{year}")


# --- the entries of the .bib ----------------------------------------------------------------------

# Fields whose values are keys of other entries (manual of biblatex, 2.2.3 Special Fields).
_REFERRING_FIELDS = ("crossref", "xref", "xdata", "related", "entryset")


def referred_keys(papers: Iterable[Paper]) -> dict[str, str]:
    """The keys that entries refer to, each with the key of the first such entry."""
    found: dict[str, str] = {}
    for paper in papers:
        for name, value in paper.extra:
            if name in _REFERRING_FIELDS:
                for key in filter(None, map(str.strip, value.strip("{}").split(","))):
                    found.setdefault(key, paper.key)
    return found


def bib_entries(
    cited: Sequence[CitedPaper], parents: Mapping[str, Paper], *, aliases: bool
) -> tuple[Paper, ...]:
    """Return the entries of the document's `.bib`, sorted by key, with all names that it uses.

    With `aliases` each paper has one entry under its own key, and its other names become its old
    keys (field `ids` of BibLaTeX). Without, each cited name has an entry. `parents` are the papers
    that entries refer to, by name. They are last, as BibTeX needs an entry before its parent.
    """
    names: dict[int, dict[str, None]] = {}
    papers: dict[int, Paper] = {}
    for name, paper in [*((c.name, c.paper) for c in cited), *parents.items()]:
        papers[paper.id] = paper
        names.setdefault(paper.id, {})[name] = None
    last = {p.id for p in parents.values()}
    entries: list[tuple[bool, Paper]] = []
    for number, used in names.items():
        paper = papers[number]
        if aliases:
            others = tuple(sorted(n for n in used if n != paper.key))
            entries.append((number in last, replace(paper, former_keys=others)))
            continue
        # Keys that differ only in letter case are one key in BibTeX.
        names_by_case = {n.casefold(): n for n in reversed(used)}.values()
        entries += [(number in last, replace(paper, key=n, former_keys=())) for n in names_by_case]
    return tuple(p for _, p in sorted(entries, key=lambda e: (e[0], e[1].key)))


# --- correcting the document -------------------------------------------------------------------

# Signs of citation keys, for a bracket expression.
_IN_KEYS = "A-Za-z0-9_.:+/-"
# Signs with a meaning in an extended regular expression (POSIX, ERE).
_SPECIAL = re.compile(r"[.\[\](){}*+?^$|\\]")


def sed_commands(cited: CitedPaper) -> tuple[str, ...]:
    """Shell commands that replace an old key by the current one, one command per file.

    They change only the lines with the citation. A citation key contains no comma, so commas are
    the delimiters. `-E` and `-i.bak` work with the sed of GNU and of BSD.
    """
    old = _SPECIAL.sub(r"\\\g<0>", cited.name)
    new = re.sub(r"[\\&]", r"\\\g<0>", cited.paper.key)
    lines: dict[str, list[int]] = {}
    for location in cited.locations:
        lines.setdefault(location.file, []).append(location.line)
    found = []
    for file, numbers in lines.items():
        if file == "-" or file.endswith((".aux", ".bcf")):
            continue
        stop = r"[.:]?([^" + _IN_KEYS + "]|$)"
        one = f"s,(^|[^{_IN_KEYS}]){old}({stop}),\\1{new}\\2,"
        # Once for each citation on a line: two of them share the sign between.
        steps = [f"{n}{one}g" for n in numbers]
        found.append(f"sed -E -i.bak {shlex.quote(';'.join(steps))} {shlex.quote(file)}")
    return tuple(found)
