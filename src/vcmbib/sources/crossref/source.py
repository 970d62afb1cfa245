"""The Crossref source: works by DOI, several in one request.

Sources of the rules: https://www.crossref.org/documentation/retrieve-metadata/rest-api/ for the
paths, the filter `doi` and the parameter `rows`; the announcement of the limits since December 2025
(doi:10.64000/wadve-3tj60): five requests a second, one at a time; ten with an email address.

Environment: VCMBIB_CROSSREF_URL and VCMBIB_CROSSREF_PACE; see `sources.service`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar
from urllib.parse import quote

from vcmbib.errors import NotAtSource, SourceBroken, SourceError, SourceRefused, VcmbibError
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.paper import Record
from vcmbib.sources import FetchResult
from vcmbib.sources.client import Client
from vcmbib.sources.crossref.record import record_of_work
from vcmbib.sources.json_values import JsonMap, as_map, as_maps, as_text, as_texts
from vcmbib.sources.service import Service, ServiceRequests
from vcmbib.sources.work_parts import doi_of

CROSSREF = Service("Crossref", "CROSSREF", "https://api.crossref.org", 0.2)
BATCH_SIZE = 40
"""DOIs in one request. The URL has less than 4,000 characters then."""

_IN_FILTER = re.compile(r"10\.\d{4,9}/[\w./()-]{1,80}", re.ASCII)
"""DOIs without the characters that separate the parts of a filter."""


class Crossref:
    """The catalogue Crossref. It sends its requests with `client`."""

    name: ClassVar[str] = "crossref"

    def __init__(self, client: Client) -> None:
        self._client = client
        self._requests = ServiceRequests(client, CROSSREF)

    def fetch(self, identifiers: Sequence[Identifier]) -> FetchResult:
        """The records of the DOIs. Failures are NotAtSource, or the SourceError of the request.

        Several DOIs are requested together. A DOI that such an answer does not contain is
        requested by itself, because the filter does not find every alias of a DOI.
        """
        requested = tuple(dict.fromkeys(identifiers))
        works = self._batches([i for i in requested if i.scheme is Scheme.DOI])
        records: list[Record] = []
        failures: list[tuple[Identifier, VcmbibError]] = []
        for identifier in requested:
            try:
                records.append(self._record(identifier, works.get(identifier)))
            except (SourceError, NotAtSource) as error:
                failures.append((identifier, error))
        return FetchResult(tuple(records), tuple(failures))

    def _batches(self, identifiers: Sequence[Identifier]) -> dict[Identifier, JsonMap]:
        """The works that requests for several DOIs return. A failure returns none."""
        usable = [i for i in identifiers if _IN_FILTER.fullmatch(i.value)]
        found: dict[Identifier, JsonMap] = {}
        if len(usable) < 2 or self._client.offline:
            return found
        by_key = {i.comparison_key: i for i in usable}
        for start in range(0, len(usable), BATCH_SIZE):
            batch = usable[start : start + BATCH_SIZE]
            try:
                for work in self._works(batch):
                    doi = doi_of(as_text(work.get("DOI")))
                    if doi is not None and doi.comparison_key in by_key:
                        found[by_key[doi.comparison_key]] = work
            except SourceError:
                break
        return found

    def _works(self, batch: Sequence[Identifier]) -> Iterator[JsonMap]:
        params = {"filter": ",".join(f"doi:{i.value}" for i in batch), "rows": str(len(batch))}
        answer = self._requests.json("works", params, f"{len(batch)} DOIs")
        yield from as_maps(as_map((answer or {}).get("message")).get("items"))

    def _record(self, identifier: Identifier, work: JsonMap | None) -> Record:
        """The record of a DOI, from a work of a batch or by a request of its own."""
        about = identifier.value
        if work is None:
            try:
                answer = self._requests.json(f"works/{quote(about, safe='')}", {}, about)
            except SourceRefused as error:
                if not error.answer.startswith("400"):
                    raise
                answer = None  # Crossref refuses a text that is no DOI of its own
            if answer is None:
                raise NotAtSource(CROSSREF.name, about)
            work = as_map(answer.get("message"))
            check_doi(work, identifier, CROSSREF.name)
        record = record_of_work(work, identifier, CROSSREF.name)
        if record is None:
            raise SourceBroken(CROSSREF.name, f"it states no title of {about}")
        return record


def check_doi(work: JsonMap, requested: Identifier, service: str) -> None:
    """Raise SourceBroken if a work has another DOI than the requested one, or none.

    A work can have other DOIs that are aliases of it.
    """
    stated = as_text(work.get("DOI")) or as_text(work.get("doi"))
    dois = map(doi_of, (stated, *as_texts(work.get("aliases"))))
    if not any(i is not None and i.comparison_key == requested.comparison_key for i in dois):
        other = f"it is about {stated[:80]}" if stated else "it names no DOI"
        raise SourceBroken(service, f"{other}, not about {requested.value}")
