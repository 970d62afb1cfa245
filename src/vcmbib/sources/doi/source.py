"""The source doi.org: CSL-JSON of any DOI, by content negotiation with the agency of the DOI.

Source of the rules: https://www.crosscite.org/docs.html. doi.org redirects a request to the agency
of the DOI (Crossref, DataCite, mEDRA, JaLC, KISTI, …), which answers with the requested type.

Environment: VCMBIB_DOI_URL and VCMBIB_DOI_PACE; see `sources.service`.
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
from vcmbib.sources.crossref.record import record_of_work
from vcmbib.sources.crossref.source import check_doi
from vcmbib.sources.service import Service, ServiceRequests

CSL_JSON = "application/vnd.citationstyles.csl+json"
DOI_ORG = Service("doi.org", "DOI", "https://doi.org", 0.5, CSL_JSON)


class DoiOrg:
    """The source doi.org. It sends its requests with `client`."""

    name: ClassVar[str] = "doi"

    def __init__(self, client: Client) -> None:
        self._requests = ServiceRequests(client, DOI_ORG)

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
            work = self._requests.json(quote(about, safe="/()-._;:"), {}, about)
        except SourceRefused as error:
            if not error.answer.startswith(("400", "406")):
                raise
            work = None  # a text that is no DOI, or an agency without this type
        if work is None:
            raise NotAtSource(DOI_ORG.name, about)
        check_doi(work, identifier, DOI_ORG.name)
        record = record_of_work(work, identifier, DOI_ORG.name)
        if record is None:
            raise SourceBroken(DOI_ORG.name, f"it states no title of {about}")
        return record
