"""A service that answers with JSON: its address and its cache."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sources.conftest import MakeClient
from tests.sources.fake_services import FakeServices, json_reply
from vcmbib.sources.service import JSON, Service, ServiceRequests


@pytest.fixture
def server() -> Iterator[FakeServices]:
    """A service below a path."""
    with FakeServices(replies={"/mirror/x": json_reply({"a": 1})}) as running:
        yield running


def test_the_media_type_is_part_of_the_name_in_the_cache(
    make_client: MakeClient, server: FakeServices
) -> None:
    """The same address with another `Accept` is another answer. The base can have a path."""
    client = make_client(VCMBIB_TEST_URL=f"{server.url}/mirror/", VCMBIB_TEST_PACE="0")
    for media, requests in ((JSON, 1), ("application/x-other", 2), (JSON, 2)):
        service = Service("Test", "TEST", "https://example.org", 1.0, media)
        assert ServiceRequests(client, service).json("x", {}, "x") == {"a": 1}
        assert len(server.requests) == requests


def test_the_pace_of_a_distant_service_cannot_be_reduced(make_client: MakeClient) -> None:
    """VCMBIB_TEST_PACE can only increase the pause, except for a server on this machine."""
    client = make_client(VCMBIB_TEST_PACE="0")
    assert ServiceRequests(client, Service("T", "TEST", "https://example.org", 1.0))._interval == 1
    assert ServiceRequests(client, Service("T", "TEST", "http://127.0.0.1", 1.0))._interval == 0
