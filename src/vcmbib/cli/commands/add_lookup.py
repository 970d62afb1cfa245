"""What `vcmbib add` is asked for: papers that the library has, and records of catalogues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from vcmbib.cli import output
from vcmbib.cli.context import App
from vcmbib.errors import (
    BadArxivId,
    BadIdentifier,
    NoCatalogue,
    NothingNamed,
    SourceError,
    VcmbibError,
    arguments,
)
from vcmbib.formats.record_builder import as_read_from_bibtex
from vcmbib.model.identifiers import Identifier, Scheme, parse_identifier
from vcmbib.model.paper import Paper, Record
from vcmbib.sources.route import SERVICE_NAMES, route
from vcmbib.store.library import open_any_version

ARXIV = SERVICE_NAMES["arxiv"]


class PaperRequest(NamedTuple):
    """A word of the command line. `identifier` is None for a citation key or another text."""

    text: str
    identifier: Identifier | None

    @property
    def name(self) -> str:
        """The word as the library looks it up."""
        return self.text if self.identifier is None else str(self.identifier)


@dataclass(frozen=True, slots=True)
class LibraryHit:
    """A request and the papers of the library that it names, one or more."""

    request: PaperRequest
    papers: tuple[Paper, ...]

    @property
    def can_be_filled(self) -> bool:
        """Whether a catalogue may have fields that the paper lacks."""
        (first, *others) = self.papers
        is_complete = first.authors_complete and first.abstract is not None
        return _has_catalogue(self.request.identifier) and not others and not is_complete


@dataclass(frozen=True, slots=True)
class LookupResult:
    """The requests that the library answers, the records of catalogues, and the failures."""

    hits: tuple[LibraryHit, ...] = ()
    records: tuple[Record, ...] = ()
    failures: tuple[VcmbibError, ...] = ()


def read_requests(
    words: Iterable[str], arxiv: Iterable[str]
) -> tuple[list[PaperRequest], list[VcmbibError]]:
    """The requests of the command line, and an error for each `--arxiv` that is no arXiv id.

    Two versions of one paper are two requests. Raises NothingNamed for `-` without any word.
    """
    malformed: list[VcmbibError] = []
    found: dict[tuple[str, ...], PaperRequest] = {}
    for text in arxiv:
        for piece in text.replace(",", " ").split():
            identifier = parse_identifier(piece) or parse_identifier(f"arxiv:{piece}")
            if identifier is None or identifier.scheme is not Scheme.ARXIV:
                malformed.append(BadArxivId(piece))
            else:
                _add(found, PaperRequest(piece, identifier))
    for word in words:
        texts = output.read_input().split() if word == "-" else [word]
        if not texts:
            raise NothingNamed
        for text in texts:
            _add(found, PaperRequest(text, parse_identifier(text)))
    return list(found.values()), malformed


def _add(found: dict[tuple[str, ...], PaperRequest], request: PaperRequest) -> None:
    """Add a request unless there is one for the same identifier and version, or text."""
    identifier = request.identifier
    if identifier is None:
        found.setdefault((request.text,), request)
    else:
        found.setdefault((*identifier.comparison_key, identifier.version or ""), request)


def look_up(
    app: App,
    requests: Sequence[PaperRequest],
    *,
    in_library: bool,
    offline: bool,
    refresh: bool,
) -> LookupResult:
    """Answer requests from the library, and ask a catalogue only for the others.

    With `refresh` the catalogue is asked for each identifier that it can have. Without `in_library`
    the library answers nothing.
    """
    hits: list[LibraryHit] = []
    failures: list[VcmbibError] = []
    wanted: list[Identifier] = []
    known = _papers_in_library(app, requests) if in_library else {}
    for request in requests:
        identifier = request.identifier
        if request in known and not (refresh and _has_catalogue(identifier)):
            hits.append(LibraryHit(request, known[request]))
        elif identifier is None:
            failures.append(_bad_identifier(request.text))
        elif _has_catalogue(identifier):
            wanted.append(identifier)
        else:
            failures.append(NoCatalogue(str(identifier)))
    if not wanted:
        return LookupResult(tuple(hits), (), tuple(failures))
    fetched = app.lookup(offline=offline, refresh=refresh).fetch(wanted)
    errors = _distinct_errors(fetched.failures, len(wanted))
    records = tuple(r if r.origin == ARXIV else as_read_from_bibtex(r) for r in fetched.records)
    return LookupResult(tuple(hits), records, (*errors, *failures))


def _distinct_errors(
    failures: Sequence[tuple[Identifier, VcmbibError]], total: int
) -> list[VcmbibError]:
    """The failures of sources, each once, with the identifiers that it concerns in the hint."""
    concerned: dict[VcmbibError, list[Identifier]] = {}
    for identifier, error in failures:
        concerned.setdefault(error, []).append(identifier)
    is_advised = False
    for error, identifiers in concerned.items():
        if isinstance(error, SourceError):
            if total > 1:
                names = arguments(*(_name(identifier) for identifier in identifiers))
                error.hint = f"{error.hint}. To add what is missing then: vcmbib add {names}"
            if not is_advised:
                _advise_by_hand(error, identifiers[0])
            is_advised = True
    return list(concerned)


def _name(identifier: Identifier) -> str:
    """The identifier as a word of the command line."""
    if identifier.scheme is Scheme.DOI:
        return identifier.value
    return f"{identifier}{identifier.version or ''}"


def _has_catalogue(identifier: Identifier | None) -> bool:
    """Whether there is a catalogue for the identifier."""
    return identifier is not None and bool(route(identifier))


def _papers_in_library(
    app: App, requests: Sequence[PaperRequest]
) -> dict[PaperRequest, tuple[Paper, ...]]:
    """The papers of the library that requests name. There may be no library."""
    if not requests or not app.path.exists():
        return {}
    with open_any_version(app.path) as library:
        found = {request: library.ids_named(request.name) for request in requests}
        return {r: tuple(library.papers(ids)) for r, ids in found.items() if ids}


def _bad_identifier(text: str) -> BadIdentifier:
    """The error for a word that is no identifier; a file is to be imported."""
    error = BadIdentifier(text)
    if _is_file(text):
        error.hint = f"{text} is a file; to import it: vcmbib import {arguments(text)}"
    return error


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def _advise_by_hand(error: SourceError, identifier: Identifier) -> None:
    """Add to the hint that a paper can be added without the catalogue."""
    option = "--doi" if identifier.scheme is Scheme.DOI else "--arxiv"
    command = f"vcmbib add --title TITLE --author NAME {option} {arguments(identifier.value)}"
    error.hint = f"{error.hint}; or add the paper by hand: {command}"
