"""All sources as one: the order, the next source after a failure, and the failure that is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sources.conftest import MakeClient
from tests.sources.fake_arxiv import Reply
from tests.sources.fake_services import (
    ATTRIBUTES,
    WORK,
    FakeServices,
    datacite_work,
    json_reply,
    service_settings,
)
from vcmbib.errors import NotAtSources, Offline, SourceBusy
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.sources.all_sources import Lookup


def doi(value: str) -> Identifier:
    """A DOI."""
    return Identifier(Scheme.DOI, value)


BUSY = Reply(429, b"", (("Retry-After", "3600"),))


@pytest.fixture
def server() -> Iterator[FakeServices]:
    """The services with a work each."""
    replies = {
        "/dois/10.5281%2Fzenodo.1": datacite_work(ATTRIBUTES),
        "/dois/10.7777%2Fd": datacite_work(ATTRIBUTES | {"doi": "10.7777/d"}),
        "/10.8888/j": json_reply({"DOI": "10.8888/J", "title": "Elsewhere", "type": "book"}),
    }
    with FakeServices(works=[WORK], replies=replies) as running:
        yield running


def lookup(make_client: MakeClient, server: FakeServices, **options: object) -> Lookup:
    """All sources at the server."""
    return Lookup(make_client(**options, **service_settings(server.url)))


def test_each_identifier_is_found_where_it_is(
    make_client: MakeClient, server: FakeServices
) -> None:
    """The records are in the order of the request, from three services; one is unknown."""
    wanted = [doi("10.8888/j"), doi("10.1000/abc.1"), doi("10.7777/d"), doi("10.9/x"),
              doi("10.5281/zenodo.1")]  # fmt: skip

    result = lookup(make_client, server).fetch([*wanted, wanted[0]])

    assert [r.origin for r in result.records] == ["doi.org", "Crossref", "DataCite", "DataCite"]
    ((identifier, error),) = result.failures
    assert identifier == wanted[3]
    assert isinstance(error, NotAtSources)
    assert "Crossref, DataCite and doi.org" in error.message


def test_the_next_source_is_asked_after_a_failure(
    make_client: MakeClient, server: FakeServices
) -> None:
    """A work that another source has is found although Crossref takes no requests."""
    server.replies["/works/10.7777%2Fd"] = BUSY
    (record,) = lookup(make_client, server).fetch([doi("10.7777/d")]).records
    assert record.origin == "DataCite"


def test_a_failure_is_not_called_unknown(make_client: MakeClient, server: FakeServices) -> None:
    """If Crossref fails and the others do not know the work, the failure is that of Crossref."""
    server.replies["/works/10.1000%2Fx"] = BUSY
    ((_, error),) = lookup(make_client, server).fetch([doi("10.1000/x")]).failures
    assert isinstance(error, SourceBusy)
    assert "Crossref" in error.message


def test_offline_has_the_stored_answers(make_client: MakeClient, server: FakeServices) -> None:
    """Offline, a stored work is found, a stored "unknown" too, and another DOI is a failure."""
    stored = [doi("10.7777/d"), doi("10.9/x")]
    lookup(make_client, server).fetch(stored)
    asked = len(server.requests)

    result = lookup(make_client, server, offline=True).fetch([*stored, doi("10.1/new")])

    assert [r.title for r in result.records] == ["Data of Something"]
    assert [type(error) for _, error in result.failures] == [NotAtSources, Offline]
    assert len(server.requests) == asked
