"""A real HTTP server on this machine that answers as Crossref, DataCite and doi.org do.

It answers each path that it was given, a list of Crossref by the filter `doi`, and 404 to all
others. The replies in `script` come first, one a request.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from tests.sources.fake_arxiv import FakeArxiv, Reply, Request

JSON_TYPE = (("Content-Type", "application/json"),)
TEXT_TYPE = (("Content-Type", "text/plain"),)
HTML_TYPE = (("Content-Type", "text/html"),)
UNKNOWN = Reply(404, b"Resource not found.", TEXT_TYPE)

Work = dict[str, Any]

WORK: Work = {
    "DOI": "10.1000/abc.1",
    "type": "journal-article",
    "title": ["A Rate of Something"],
    "author": [{"given": "Ada", "family": "Example", "sequence": "first"}],
    "container-title": ["Journal of Nothing"],
    "issued": {"date-parts": [[2021, 5, 4]]},
    "volume": "7",
    "issue": "2",
    "page": "12-19",
    "publisher": "Example Press",
}
"""A small article of Crossref."""

ATTRIBUTES: Work = {
    "doi": "10.5281/zenodo.1",
    "titles": [{"title": "Data of Something"}],
    "creators": [{"name": "Example, Ada", "givenName": "Ada", "familyName": "Example"}],
    "publisher": "Zenodo",
    "publicationYear": 2020,
    "types": {"resourceTypeGeneral": "Dataset"},
}
"""A small data set of DataCite."""


def json_reply(value: object, status: int = 200) -> Reply:
    """An answer in JSON."""
    return Reply(status, json.dumps(value).encode(), JSON_TYPE)


def crossref_work(work: Work) -> Reply:
    """Crossref's answer for one work."""
    return json_reply({"status": "ok", "message-type": "work", "message": work})


def crossref_list(works: Iterable[Work]) -> Reply:
    """Crossref's answer for several works."""
    items = list(works)
    message = {"total-results": len(items), "items": items}
    return json_reply({"status": "ok", "message-type": "work-list", "message": message})


def datacite_work(attributes: Work) -> Reply:
    """DataCite's answer for one work."""
    return json_reply({"data": {"id": "x", "type": "dois", "attributes": attributes}})


@dataclass
class FakeServices(FakeArxiv):
    """The server; use it in a `with` statement. `works` are those of Crossref."""

    works: list[Work] = field(default_factory=list)
    replies: dict[str, Reply] = field(default_factory=dict)
    has_lists: bool = True

    def answer(self, request: Request) -> Reply:
        """The reply for a path."""
        if request.path in self.replies:
            return self.replies[request.path]
        known = {work["DOI"].lower(): work for work in self.works}
        if request.path == "/works" and self.has_lists:
            asked = [part.removeprefix("doi:") for part in request.query["filter"].split(",")]
            return crossref_list(known[d.lower()] for d in asked if d.lower() in known)
        for doi, work in known.items():
            if request.path.lower() == f"/works/{quote(doi, safe='')}".lower():
                return crossref_work(work)
        return UNKNOWN

    @property
    def paths(self) -> list[str]:
        """The paths of all requests."""
        return [request.path for request in self.requests]


def service_settings(url: str) -> dict[str, str]:
    """The environment in which a server at `url` is all services; no pause between requests."""
    names = ("CROSSREF", "DATACITE", "DOI", "ARXIV")
    addresses = {f"VCMBIB_{name}_URL": url for name in names}
    return addresses | {f"VCMBIB_{name}_PACE": "0" for name in names}
