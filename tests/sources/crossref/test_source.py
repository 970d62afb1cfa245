"""The Crossref source against a real server that answers as Crossref does, and wrongly."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from tests.sources.conftest import FakeTime, MakeClient
from tests.sources.fake_arxiv import Reply
from tests.sources.fake_services import (
    HTML_TYPE,
    JSON_TYPE,
    TEXT_TYPE,
    WORK,
    FakeServices,
    crossref_work,
    json_reply,
    service_settings,
)
from vcmbib.errors import (
    BadValue,
    NotAtSource,
    Offline,
    SourceBlocked,
    SourceBroken,
    SourceBusy,
    SourceCutOff,
    SourceError,
    SourceFailing,
    SourceRefused,
    SourceSkipped,
    SourceSpokeHtml,
    SourceTimeout,
    SourceWrongCharset,
)
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.sources.crossref.source import Crossref

DOI = Identifier(Scheme.DOI, "10.1000/ABC.1")
PATH = "/works/10.1000%2FABC.1"


@pytest.fixture
def server() -> Iterator[FakeServices]:
    """Crossref with one work."""
    with FakeServices(works=[WORK]) as running:
        yield running


def source(make_client: MakeClient, server: FakeServices, **options: object) -> Crossref:
    """Crossref at the fake server, without a pause."""
    return Crossref(make_client(**options, **service_settings(server.url)))


PACKED = gzip.compress(crossref_work(WORK).body)
BOT_PAGE = b"<!doctype html><title>Making sure you're not a bot!</title>"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(200, b"<html><body>hi</body></html>", HTML_TYPE), SourceSpokeHtml),
        (Reply(200, b"<html>", JSON_TYPE), SourceSpokeHtml),
        (Reply(200, BOT_PAGE, HTML_TYPE), SourceBlocked),
        (Reply(404, BOT_PAGE, HTML_TYPE), SourceBlocked),
        (Reply(200, b"null", JSON_TYPE), SourceBroken),
        (Reply(200, b"[]", JSON_TYPE), SourceBroken),
        (Reply(200, b"", JSON_TYPE), SourceBroken),
        (Reply(200, b"[" * 100_000, JSON_TYPE), SourceBroken),
        (Reply(200, b'{"message": null}', JSON_TYPE), SourceBroken),
        (Reply(200, b'{"message": {"title": "\xe4"}}', JSON_TYPE), SourceWrongCharset),
        (Reply(200, crossref_work(WORK).body, JSON_TYPE, claim=9999), SourceCutOff),
        (Reply(200, PACKED[:-20], (*JSON_TYPE, ("Content-Encoding", "gzip"))), SourceCutOff),
        (Reply(302, b"", (("Location", PATH),)), SourceRefused),
        (Reply(429, b"slow", (*TEXT_TYPE, ("Retry-After", "3600"))), SourceBusy),
        (Reply(503, b"closed", (*TEXT_TYPE, ("Retry-After", "3600"))), SourceBusy),
        (Reply(500, b"oops", TEXT_TYPE), SourceFailing),
        (Reply(403, b"no", TEXT_TYPE), SourceRefused),
        (Reply(404, b"Resource not found.", TEXT_TYPE), NotAtSource),
        (Reply(400, b"bad", TEXT_TYPE), NotAtSource),
        (crossref_work(WORK | {"DOI": "10.1000/another"}), SourceBroken),
        (crossref_work({k: v for k, v in WORK.items() if k != "DOI"}), SourceBroken),
        (crossref_work(WORK | {"title": []}), SourceBroken),
        (crossref_work(WORK | {"title": ["<i></i>"]}), SourceBroken),
    ],
)
def test_an_answer_that_is_no_work_is_a_named_failure(
    make_client: MakeClient, server: FakeServices, reply: Reply, expected: type[SourceError]
) -> None:
    """Each fault is a failure with the name of the service, and no record."""
    server.replies[PATH] = reply

    result = source(make_client, server).fetch([DOI])

    assert result.records == ()
    ((identifier, error),) = result.failures
    assert identifier == DOI
    assert type(error) is expected
    assert "Crossref" in error.message
    assert error.hint


def test_a_slow_server_is_a_failure(
    make_client: MakeClient, server: FakeServices, clock: FakeTime
) -> None:
    """A server that sends nothing within the time limit gives a failure."""
    server.replies[PATH] = Reply(200, b"{}", JSON_TYPE, delay=0.5)
    client = make_client(VCMBIB_TIMEOUT="0.1", **service_settings(server.url))

    ((_, error),) = Crossref(client).fetch([DOI]).failures

    assert isinstance(error, SourceTimeout)


def test_a_failure_is_not_cached(make_client: MakeClient, server: FakeServices) -> None:
    """After a check for robots and a 429, the next run asks again and gets the work."""
    for reply in (Reply(200, BOT_PAGE, HTML_TYPE), Reply(429, b"", (("Retry-After", "3600"),))):
        server.replies[PATH] = reply
        assert source(make_client, server).fetch([DOI]).failures
    del server.replies[PATH]
    server.works[0] = WORK | {"DOI": "10.1000/abc.1"}

    assert len(source(make_client, server).fetch([DOI]).records) == 1


def test_a_record_is_taken_from_the_cache(make_client: MakeClient, server: FakeServices) -> None:
    """A second run sends no request, and an offline one has the same record."""
    first = source(make_client, server).fetch([DOI])
    again = source(make_client, server, offline=True).fetch([DOI])

    assert first == again
    assert first.records[0].identifiers == (DOI,)
    assert first.records[0].identifiers[0].value == DOI.value
    assert len(server.requests) == 1


def test_an_unknown_doi_is_cached_for_hours(
    make_client: MakeClient, server: FakeServices, clock: FakeTime
) -> None:
    """A 404 is valid for hours, not for a day."""
    unknown = Identifier(Scheme.DOI, "10.1000/none")
    for hours, requests in ((0, 1), (5, 1), (2, 2)):
        clock.now += hours * 3600
        assert source(make_client, server).fetch([unknown]).failures
        assert len(server.requests) == requests


def test_offline_names_the_doi(make_client: MakeClient, server: FakeServices) -> None:
    """Offline without a stored answer is a failure, and no request is sent."""
    ((_, error),) = source(make_client, server, offline=True).fetch([DOI]).failures
    assert isinstance(error, Offline)
    assert "10.1000/ABC.1" in error.message
    assert not server.requests


def test_several_dois_are_one_request(make_client: MakeClient, server: FakeServices) -> None:
    """A hundred DOIs are three requests.

    Each of the three unknown ones is one more, because a list may leave out a work.
    """
    server.works = [WORK | {"DOI": f"10.1000/w.{n}"} for n in range(97)]
    wanted = [Identifier(Scheme.DOI, f"10.1000/w.{n}") for n in range(100)]

    result = source(make_client, server).fetch(wanted)

    assert [r.identifiers[0] for r in result.records] == wanted[:97]
    assert [i for i, _ in result.failures] == wanted[97:]
    assert server.paths.count("/works") == 3
    assert len(server.paths) == 6


@pytest.mark.parametrize(
    "reply", [json_reply({"message": {"items": None}}), Reply(404), Reply(400), json_reply({})]
)
def test_without_lists_each_doi_is_a_request(
    make_client: MakeClient, server: FakeServices, reply: Reply
) -> None:
    """A mirror that has no lists, or a list that cannot be read, loses no work."""
    server.works.append(WORK | {"DOI": "10.1000/second"})
    server.replies["/works"] = reply

    result = source(make_client, server).fetch([DOI, Identifier(Scheme.DOI, "10.1000/second")])

    assert len(result.records) == 2


def test_a_list_with_other_works_is_not_mixed_up(
    make_client: MakeClient, server: FakeServices
) -> None:
    """A work of a list that was not requested is ignored."""
    server.works.append(WORK | {"DOI": "10.1000/second", "title": ["Second"]})
    server.replies["/works"] = json_reply(
        {"message": {"items": [WORK | {"DOI": "10.1000/evil"}, None, 3, {"DOI": 7}]}}
    )

    result = source(make_client, server).fetch([DOI, Identifier(Scheme.DOI, "10.1000/second")])

    assert [r.title for r in result.records] == ["A Rate of Something", "Second"]


def test_three_failures_stop_the_requests(make_client: MakeClient, server: FakeServices) -> None:
    """After three failures in a row the host gets no more requests, and each DOI has a failure."""
    server.script.extend([Reply(200, b"<html>", HTML_TYPE)] * 20)
    dois = [Identifier(Scheme.DOI, f"10.1000/a,{n}") for n in range(10)]

    result = source(make_client, server).fetch(dois)

    assert len(server.requests) == 3
    assert len(result.failures) == 10
    skipped = {error for _, error in result.failures[3:]}
    assert len(skipped) == 1
    assert isinstance(skipped.pop(), SourceSkipped)


def test_the_pace_holds_between_requests(
    make_client: MakeClient, server: FakeServices, clock: FakeTime
) -> None:
    """A fifth of a second lies between two requests; the headers of an answer can ask for more."""
    headers = (*TEXT_TYPE, ("x-rate-limit-limit", "2"), ("x-rate-limit-interval", "1s"))
    server.script.extend([Reply(404), Reply(404, b"", headers), Reply(404)])
    client = make_client(**service_settings(server.url) | {"VCMBIB_CROSSREF_PACE": "0.2"})

    Crossref(client).fetch([Identifier(Scheme.DOI, f"10.1000/a,{n}") for n in range(3)])

    assert clock.slept == pytest.approx([0.2, 0.5])


def test_the_headers_name_the_program_and_the_type(
    make_client: MakeClient, server: FakeServices
) -> None:
    """Each request accepts JSON only, and has the email address of the user."""
    client = make_client(VCMBIB_MAILTO="a@example.org", **service_settings(server.url))
    Crossref(client).fetch([DOI])
    (request,) = server.requests
    assert request.headers["accept"] == "application/json"
    assert "mailto:a@example.org" in request.headers["user-agent"]


@pytest.mark.parametrize("address", ["nowhere", "ftp://example.org", "http://", "http://a b"])
def test_an_invalid_address_is_refused(make_client: MakeClient, address: str) -> None:
    """VCMBIB_CROSSREF_URL must be an address."""
    with pytest.raises(BadValue, match="VCMBIB_CROSSREF_URL"):
        Crossref(make_client(VCMBIB_CROSSREF_URL=address))
