"""Asks the sources of each identifier in their order, until one has the work.

The sources of one lookup share a client, so a host that fails is left out for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from vcmbib.errors import NotAtSources, Offline, SourceError, SourceSkipped, VcmbibError
from vcmbib.model.identifiers import Identifier
from vcmbib.model.paper import Record
from vcmbib.sources import FetchResult, Source, load_source
from vcmbib.sources.client import Client
from vcmbib.sources.route import route, service_names


class Lookup:
    """All sources as one. It sends its requests with `client`."""

    name: ClassVar[str] = "all"

    def __init__(self, client: Client) -> None:
        self._client = client
        self._sources: dict[str, Source] = {}

    def fetch(self, identifiers: Sequence[Identifier]) -> FetchResult:
        """The records for identifiers, in the order of the request; each identifier once.

        The failure of an identifier is NotAtSources if no source knows it. If a source fails, the
        others are asked. If they do not know the work, the failure is that of the first source.
        """
        requested = tuple(dict.fromkeys(identifiers))
        records: dict[Identifier, Record] = {}
        errors: dict[Identifier, list[VcmbibError]] = {i: [] for i in requested}
        for step in range(max((len(route(i)) for i in requested), default=0)):
            wanted: dict[str, list[Identifier]] = {}
            for identifier in requested:
                names = route(identifier)
                if identifier not in records and step < len(names):
                    wanted.setdefault(names[step], []).append(identifier)
            for name, batch in wanted.items():
                result = self._source(name).fetch(batch)
                records |= {r.identifiers[0]: r for r in result.records}
                for identifier, error in result.failures:
                    errors[identifier].append(error)
        return FetchResult(
            tuple(records[i] for i in requested if i in records),
            tuple((i, _failure(i, errors[i])) for i in requested if i not in records),
        )

    def _source(self, name: str) -> Source:
        if name not in self._sources:
            self._sources[name] = load_source(name, self._client)
        return self._sources[name]


def _failure(identifier: Identifier, errors: Sequence[VcmbibError]) -> VcmbibError:
    """The failure to report: that of a source that could have had the work, or NotAtSources."""
    if len(errors) == 1:
        return errors[0]
    for kind in (SourceSkipped, SourceError):
        for error in errors:
            if isinstance(error, kind) and not isinstance(error, Offline):
                return error
    offline = [error for error in errors if isinstance(error, Offline)]
    return (
        offline[0] if offline else NotAtSources(service_names(route(identifier)), identifier.value)
    )
