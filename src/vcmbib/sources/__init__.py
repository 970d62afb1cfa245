"""Catalogues on the network: one file a catalogue, and one client that all of them ask through.

Nothing here is imported before a command needs it: `SOURCES` is a table of strings, and
`load_source` imports the one that is asked for (httpx alone costs more than a whole search).
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
class Fetched:
    """What a source said of the identifiers that it was asked for.

    Every distinct identifier asked ends in exactly one of the two, in the order asked. A record's
    first identifier is the one that was asked for.
    """

    records: tuple[Record, ...] = ()
    failures: tuple[tuple[Identifier, VcmbibError], ...] = ()


class Source(Protocol):
    """A catalogue that can be asked for papers by identifier."""

    name: ClassVar[str]

    def fetch(self, identifiers: Sequence[Identifier]) -> Fetched:
        """Ask for all of `identifiers`; what fails is a value, so that the rest is not lost."""
        ...


SOURCES: dict[str, str] = {"arxiv": "vcmbib.sources.arxiv.source:Arxiv"}
"""Where each source lives, by the scheme of the identifiers that it knows."""


def load_source(name: str, client: Client) -> Source:
    """The source called `name`, asking through `client`.

    Raises NoSuchThing for an unknown name, BadValue for an unusable setting of the environment.
    """
    if name not in SOURCES:
        raise NoSuchThing("source", name, tuple(SOURCES))
    module, _, attribute = SOURCES[name].partition(":")
    source: Source = getattr(import_module(module), attribute)(client)
    return source
