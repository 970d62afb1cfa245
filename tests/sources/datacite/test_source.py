"""The DataCite source against a real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sources.conftest import MakeClient
from tests.sources.fake_arxiv import Reply
from tests.sources.fake_services import (
    ATTRIBUTES,
    FakeServices,
    datacite_work,
    json_reply,
    service_settings,
)
from vcmbib.errors import NotAtSource, SourceBroken, VcmbibError
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.sources.datacite.source import DataCite

DOI = Identifier(Scheme.DOI, "10.5281/zenodo.1")
PATH = "/dois/10.5281%2Fzenodo.1"


@pytest.fixture
def server() -> Iterator[FakeServices]:
    """DataCite with one work."""
    with FakeServices(replies={PATH: datacite_work(ATTRIBUTES)}) as running:
        yield running


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(404, b'{"errors": []}'), NotAtSource),
        (json_reply({"data": None}), SourceBroken),
        (json_reply({"data": [None]}), SourceBroken),
        (datacite_work(ATTRIBUTES | {"doi": "10.5281/zenodo.2"}), SourceBroken),
        (datacite_work(ATTRIBUTES | {"titles": []}), SourceBroken),
    ],
)
def test_an_answer_that_is_no_work_is_a_failure(
    make_client: MakeClient, server: FakeServices, reply: Reply, expected: type[VcmbibError]
) -> None:
    """Another shape, another DOI or no title gives a failure and no record."""
    server.replies[PATH] = reply
    result = DataCite(make_client(**service_settings(server.url))).fetch([DOI])
    assert [type(error) for _, error in result.failures] == [expected]
    assert result.records == ()


def test_a_work_is_a_record(make_client: MakeClient, server: FakeServices) -> None:
    """A work is a record that begins with the requested DOI."""
    (record,) = DataCite(make_client(**service_settings(server.url))).fetch([DOI]).records
    assert (record.origin, record.title, record.year) == ("DataCite", "Data of Something", 2020)
    assert record.identifiers == (DOI,)
