"""The DataCite source: works by DOI.

Source of the rules: https://support.datacite.org/docs/api and .../docs/rate-limit.

Environment: VCMBIB_DATACITE_URL and VCMBIB_DATACITE_PACE; see `sources.service`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import quote

from vcmbib.errors import NotAtSource, SourceBroken, SourceError, SourceRefused, VcmbibError
from vcmbib.model.identifiers import Identifier
from vcmbib.model.paper import Record
from vcmbib.sources import FetchResult
from vcmbib.sources.client import Client
from vcmbib.sources.crossref.source import check_doi
from vcmbib.sources.datacite.record import record_of_attributes
from vcmbib.sources.json_values import as_map
from vcmbib.sources.service import Service, ServiceRequests

DATACITE = Service("DataCite", "DATACITE", "https://api.datacite.org", 0.3)


class DataCite:
    """The catalogue DataCite. It sends its requests with `client`."""

    name: ClassVar[str] = "datacite"

    def __init__(self, client: Client) -> None:
        self._requests = ServiceRequests(client, DATACITE)

    def fetch(self, identifiers: Sequence[Identifier]) -> FetchResult:
        """The records of the DOIs. Failures are NotAtSource, or the SourceError of the request."""
        records: list[Record] = []
        failures: list[tuple[Identifier, VcmbibError]] = []
        for identifier in dict.fromkeys(identifiers):
            try:
                records.append(self._record(identifier))
            except (SourceError, NotAtSource) as error:
                failures.append((identifier, error))
        return FetchResult(tuple(records), tuple(failures))

    def _record(self, identifier: Identifier) -> Record:
        about = identifier.value
        try:
            answer = self._requests.json(f"dois/{quote(about, safe='')}", {}, about)
        except SourceRefused as error:
            if not error.answer.startswith("400"):
                raise
            answer = None
        if answer is None:
            raise NotAtSource(DATACITE.name, about)
        attributes = as_map(as_map(answer.get("data")).get("attributes"))
        check_doi(attributes, identifier, DATACITE.name)
        record = record_of_attributes(attributes, identifier)
        if record is None:
            raise SourceBroken(DATACITE.name, f"it states no title of {about}")
        return record
