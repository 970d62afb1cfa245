"""The source doi.org against a real server: content negotiation and redirects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sources.conftest import MakeClient
from tests.sources.fake_arxiv import Reply
from tests.sources.fake_services import (
    HTML_TYPE,
    FakeServices,
    json_reply,
    service_settings,
)
from vcmbib.errors import NotAtSource, SourceAddressRefused, SourceRefused, VcmbibError
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.sources.doi.source import DoiOrg

DOI = Identifier(Scheme.DOI, "10.11501/3157034")
CSL = {
    "DOI": "10.11501/3157034",
    "type": "article-journal",
    "title": "A Work of Another Agency",
    "author": [{"literal": "A Group"}, {"family": "Test", "given": "Jan",
                                       "non-dropping-particle": "van"}],
    "issued": {"date-parts": [["2019", "3"]]},
    "container-title": "Journal of Nothing",
}  # fmt: skip


@pytest.fixture
def server() -> Iterator[FakeServices]:
    """The server of doi.org with one work, which it redirects."""
    redirect = Reply(302, b"", (("Location", "/agency/3157034"),))
    with FakeServices(
        replies={"/10.11501/3157034": redirect, "/agency/3157034": json_reply(CSL)}
    ) as running:
        yield running


def test_the_agency_answers(make_client: MakeClient, server: FakeServices) -> None:
    """The type is asked for at each hop, and CSL-JSON is a record."""
    (record,) = DoiOrg(make_client(**service_settings(server.url))).fetch([DOI]).records

    assert record.title == "A Work of Another Agency"
    assert record.authors == (Name("A Group", literal=True), Name("Test", "Jan", "van"))
    assert (record.year, record.month, record.origin) == (2019, 3, "doi.org")
    accepted = {request.headers["accept"] for request in server.requests}
    assert accepted == {"application/vnd.citationstyles.csl+json"}


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(404, b"<html><title>DOI Not Found</title></html>", HTML_TYPE), NotAtSource),
        (Reply(406, b"", HTML_TYPE), NotAtSource),
        (Reply(302, b"", (("Location", "/10.11501/3157034"),)), SourceRefused),
        (Reply(302, b"", (("Location", "http://127.0.0.1:1/"),)), SourceAddressRefused),
        (Reply(302, b"", (("Location", "http://10.0.0.1/"),)), SourceAddressRefused),
    ],
)
def test_an_answer_that_is_no_work_is_a_failure(
    make_client: MakeClient, server: FakeServices, reply: Reply, expected: type[VcmbibError]
) -> None:
    """An unknown DOI, a redirect loop and a redirect to a private address are failures."""
    server.replies["/10.11501/3157034"] = reply
    ((_, error),) = DoiOrg(make_client(**service_settings(server.url))).fetch([DOI]).failures
    assert type(error) is expected
