"""Build the .bib of a document as a value, for `tex` and `tex --watch`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vcmbib.cli import output, text_files
from vcmbib.cli.context import App, expand_home
from vcmbib.cli.text_files import OutputFile
from vcmbib.errors import (
    AmbiguousKey,
    InputTooLarge,
    NoSuchFile,
    NoSuchPaper,
    SpecialFile,
)
from vcmbib.formats.manuscript import cited_in, entry_keys
from vcmbib.logic import manuscript_report
from vcmbib.model.identifiers import parse_identifier
from vcmbib.model.manuscript import Citations
from vcmbib.model.paper import Paper, Record, SourceKind
from vcmbib.model.text import fold_key

if TYPE_CHECKING:
    from vcmbib.store.library import Library


_MOST_NEAR = 100  # missing keys for which similar keys are searched


@dataclass(frozen=True, slots=True)
class TexOptions:
    """The options of `vcmbib tex`."""

    documents: tuple[str, ...]
    out: str | None
    dialect: str  # empty: the one that the document uses
    force: bool = False


@dataclass(frozen=True, slots=True)
class TexResult:
    """The citations of a document, the report on them, and the text of the `.bib`."""

    citations: Citations
    report: manuscript_report.ManuscriptReport
    papers: tuple[Paper, ...]
    dialect: str
    text: str
    before: str | None  # the present text of the output file
    unused: Mapping[str, tuple[str, ...]]  # by file: entries that are not cited


def output_file(result: TexResult, name: str) -> OutputFile:
    """The `.bib` as a file to be written."""
    return OutputFile(name, result.text, "bibtex")


class DocumentFiles:
    """Reads each file once, and records which files were asked for.

    `named` are the names that the user gave; the other files are named in documents.
    """

    def __init__(self, named: Sequence[str] = ()) -> None:
        self._named = frozenset(named)
        self.asked: dict[str, str | None] = {}

    def __call__(self, name: str) -> str | None:
        """The text of a file; None if it does not exist or is not to be read.

        Raises NotUnderstood, and for a file that the user named InputTooLarge.
        """
        if name not in self.asked:
            named = name in self._named
            self.asked[name] = None
            try:
                read = text_files.read_text if named else text_files.read_found_text
                self.asked[name] = read(name)
            except (SpecialFile, InputTooLarge) as error:
                if named:
                    raise
                output.message(f"ignored: {error.message}")
            except NoSuchFile:
                if name == "-":
                    raise
        return self.asked[name]


def build_bib(app: App, settings: TexOptions, read: DocumentFiles) -> TexResult:
    """Read the documents and the library, and build the `.bib`.

    Raises NoSuchFile or NotUnderstood for a document, NoLibrary.
    """
    from vcmbib.formats import bibtex

    citations = Citations()
    for name in settings.documents:
        if read(name) is None:
            text_files.read_text(name)  # raises NoSuchFile with the reason
        citations = citations.joined(cited_in(name, read))
    dialect = settings.dialect or ("biblatex" if citations.biblatex else "bibtex")
    before = _present_text(settings.out, read)
    written = {name: read(name) for name in citations.bibliographies if name.endswith(".bib")}
    if settings.out is not None:
        output_path = expand_home(settings.out).resolve()
        written = {n: t for n, t in written.items() if expand_home(n).resolve() != output_path}
        written[settings.out] = before
    file_keys = {name: entry_keys(text) for name, text in written.items() if text}
    with app.read_library() as library:
        matches = _find_cited(library, citations)
        report = manuscript_report.build_report(citations, matches)
        preprints = [c.paper for c in report.cited if manuscript_report.is_preprint(c.paper)]
        if preprints:
            snapshot = library.snapshot_for([manuscript_report.lookup_record(p) for p in preprints])
            matches = replace(matches, similar_papers=tuple(snapshot.papers.values()))
            report = manuscript_report.build_report(citations, matches)
        cited = list(report.cited)
        if citations.cites_all:
            named = {c.paper.id for c in cited}
            cited += [
                manuscript_report.CitedPaper(p.key, p, manuscript_report.NameKind.KEY, ())
                for p in library.all_papers()
                if p.id not in named
            ]
        parents = _parents(library, [c.paper for c in cited])
    # Typst has no second key for an entry (`ids` of BibLaTeX).
    aliases = dialect == "biblatex" and not any(f.endswith(".typ") for f in citations.files)
    papers = manuscript_report.bib_entries(cited, parents, aliases=aliases)
    style = bibtex.Style(bibtex.Dialect(dialect), ids=aliases)
    used = {p.key for p in papers} | {k for p in papers for k in p.former_keys}
    used |= {m.name for m in report.missing}
    unused = {n: tuple(k for k in found if k not in used) for n, found in file_keys.items()}
    text = bibtex.write(papers, style)
    return TexResult(citations, report, papers, dialect, text, before, unused)


def _present_text(name: str | None, read: DocumentFiles) -> str | None:
    """The text of the output file; None if there is none, or if it is a stream."""
    return None if name is None or text_files.is_stream(name) else read(name)


def _find_cited(library: Library, citations: Citations) -> manuscript_report.LibraryPapers:
    """Find the cited papers; for unknown names the similar keys, up to a limit."""
    names = [
        *manuscript_report.cited_locations(citations),
        *manuscript_report.guessed_locations(citations),
    ]
    papers, taken = _papers_by_name(library, names)
    similar: dict[str, tuple[str, ...]] = {}
    several: set[str] = set()
    for name in names:
        if name in papers:
            continue
        worth_a_search = name.casefold() in taken or "://" in name or len(similar) < _MOST_NEAR
        if not worth_a_search:
            continue
        try:
            papers[name] = library.paper(name)
        except AmbiguousKey as error:
            several.add(name)
            similar[name] = error.keys
        except NoSuchPaper as error:
            similar[name] = error.similar
    return manuscript_report.LibraryPapers(papers, similar, frozenset(several))


def _papers_by_name(
    library: Library, names: Sequence[str] | set[str]
) -> tuple[dict[str, Paper], frozenset[str]]:
    """(papers by name, for names that are a key or an identifier; all keys in use, casefolded)."""
    stubs = []
    for name in names:
        identifier = parse_identifier(name)
        identifiers = () if identifier is None else (identifier,)
        stubs.append(Record(SourceKind.BIBTEX, "tex", key=name, identifiers=identifiers))
    if not stubs:
        return {}, frozenset()
    snapshot = library.snapshot_for(stubs)
    found: dict[str, Paper] = {}
    for stub in stubs:
        ids: Sequence[int] = ()
        if stub.key in snapshot.by_key:
            ids = (snapshot.by_key[stub.key],)
        elif fold_key(stub.key) not in snapshot.taken_keys and stub.identifiers:
            ids = snapshot.by_identifier.get(stub.identifiers[0].comparison_key, ())
        if len(set(ids)) == 1:
            found[stub.key] = snapshot.papers[ids[0]]
    return found, snapshot.taken_keys


def _parents(library: Library, papers: list[Paper]) -> dict[str, Paper]:
    """The papers that entries refer to by `crossref` and similar fields, recursively."""
    parents: dict[str, Paper] = {}
    searched: set[str] = set()
    todo = papers
    while wanted := set(manuscript_report.referred_keys(todo)) - searched:
        searched |= wanted
        found, _ = _papers_by_name(library, sorted(wanted))
        parents |= found
        todo = list(found.values())
    return parents
