"""Catalogues on the network: one package each, and one HTTP client for all of them.

`SOURCES` is a table of strings, and `load_source` imports the source that is needed. The import of
httpx takes longer than a whole `search`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Protocol

from vcmbib.errors import NoSuchThing, VcmbibError
from vcmbib.model.identifiers import Identifier
from vcmbib.model.paper import Record

if TYPE_CHECKING:
    from vcmbib.sources.client import Client


@dataclass(frozen=True, slots=True)
class FetchResult:
    """The records that a source has for the requested identifiers.

    Each distinct identifier is in one of the two tuples, in the order of the request. The first
    identifier of a record is the requested one.
    """

    records: tuple[Record, ...] = ()
    failures: tuple[tuple[Identifier, VcmbibError], ...] = ()


class Source(Protocol):
    """A catalogue that finds papers by identifier."""

    name: ClassVar[str]

    def fetch(self, identifiers: Sequence[Identifier]) -> FetchResult:
        """The records for `identifiers`. An error for one of them is a value of the result."""
        ...


SOURCES: dict[str, str] = {
    "arxiv": "vcmbib.sources.arxiv.source:Arxiv",
    "crossref": "vcmbib.sources.crossref.source:Crossref",
    "datacite": "vcmbib.sources.datacite.source:DataCite",
    "doi": "vcmbib.sources.doi.source:DoiOrg",
}
"""`MODULE:CLASS` of each source, by its name. `route` has their order."""


def load_source(name: str, client: Client) -> Source:
    """The source `name`, which sends its requests with `client`.

    Raises NoSuchThing for an unknown name, and BadValue for an invalid environment variable.
    """
    if name not in SOURCES:
        raise NoSuchThing("source", name, tuple(SOURCES))
    module, _, attribute = SOURCES[name].partition(":")
    source: Source = getattr(import_module(module), attribute)(client)
    return source
