"""Papers from arXiv, through a real server: every identifier ends once, whatever goes wrong."""

from __future__ import annotations

import gzip
import socket
from dataclasses import replace

import pytest

from tests.sources.conftest import FakeTime, MakeClient
from tests.sources.fake_arxiv import ATOM, FakeArxiv, Paper, Reply, entry, error_entry, feed
from vcmbib.errors import (
    BadIdentifier,
    BadValue,
    NotAtSource,
    Offline,
    SourceBlocked,
    SourceBroken,
    SourceBusy,
    SourceCutOff,
    SourceEmpty,
    SourceFailing,
    SourceRefused,
    SourceSaidError,
    SourceSpokeHtml,
    SourceTimeout,
    SourceUnreachable,
    SourceWrongCharset,
    SourceWrongType,
    VcmbibError,
    WithdrawnPaper,
)
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.sources import FetchResult
from vcmbib.sources.arxiv.source import BATCH_SIZE, Arxiv
from vcmbib.sources.client import HOUR
from vcmbib.sources.http.exchange import DAY

HTML = (("Content-Type", "text/html; charset=utf-8"),)
ONE = Paper("2405.03500", "Coding for Machines", version=2)
TWO = Paper("1707.08567", "Proceedings of a Workshop")
OLD = Paper("quant-ph/0201082", "Quantum Computers")


def ids(*numbers: str) -> list[Identifier]:
    """The identifiers so written, `v2` and so on being versions."""
    made = []
    for number in numbers:
        value, _, version = number.partition("v")
        made.append(Identifier(Scheme.ARXIV, value, f"v{version}" if version else None))
    return made


def only_failure(fetched: FetchResult) -> VcmbibError:
    """The error, where there is one and no record."""
    assert fetched.records == ()
    [(_, error)] = fetched.failures
    return error


WRONG_ANSWERS = {
    "html-200": (Reply(200, b"<!DOCTYPE html><title>Log in</title>", HTML), SourceSpokeHtml),
    "html-unlabelled": (Reply(200, b"<html><body>x", ()), SourceSpokeHtml),
    "robot-check-200": (
        Reply(200, b"<html><title>Making sure you're not a bot!</title>", HTML),
        SourceBlocked,
    ),
    "robot-check-500": (
        Reply(500, b"<!doctype html><title>Making sure you&#39;re not a bot!</title>", HTML),
        SourceBlocked,
    ),
    "truncated-xml": (Reply(200, feed([entry(ONE)])[:600]), SourceCutOff),
    "broken-xml": (Reply(200, feed([]).replace(b"</feed>", b"</fee>")), SourceBroken),
    "doctype": (
        Reply(200, b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "b">]><feed>&a;</feed>'),
        SourceBroken,
    ),
    "other-xml": (Reply(200, b"<rss version='2.0'/>"), SourceBroken),
    "empty-body": (Reply(200, b""), SourceEmpty),
    "announced-but-absent": (Reply(200, feed([], total=3)), SourceEmpty),
    "json": (Reply(200, b"{}", (("Content-Type", "application/json"),)), SourceWrongType),
    "text": (Reply(200, b"Rate exceeded.", (("Content-Type", "text/plain"),)), SourceWrongType),
    "latin-1-as-utf-8": (
        Reply(200, feed([entry(replace(ONE, title="Özyılkan"))]).replace(b"\xc3\x96", b"\xd6")),
        SourceWrongCharset,
    ),
    "unknown-encoding": (
        Reply(200, feed([]).replace(b"UTF-8", b"EBCDIC-9")),
        SourceWrongCharset,
    ),
    "not-found": (Reply(404, b"nothing here", (("Content-Type", "text/plain"),)), SourceRefused),
    "forbidden": (Reply(403, b"<html><title>403 Forbidden</title>", HTML), SourceRefused),
    "redirect-nowhere": (Reply(302, b"", ()), SourceRefused),
    "api-error": (Reply(400, feed([error_entry("max_results is wrong")])), SourceSaidError),
    "error-with-200": (Reply(200, feed([error_entry("no luck")])), SourceSaidError),
    "unknown-packing": (Reply(200, b"x", (("Content-Encoding", "br"),)), SourceBroken),
    "not-packed": (Reply(200, b"not packed", (("Content-Encoding", "gzip"),)), SourceBroken),
}


@pytest.mark.parametrize(("reply", "error"), WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_each_wrong_answer_is_its_own_error(
    arxiv_server: FakeArxiv, make_client: MakeClient, reply: Reply, error: type[VcmbibError]
) -> None:
    """A wrong answer gives no record but its own error, with what to do next, and is not kept."""
    arxiv_server.papers = [ONE]
    arxiv_server.script.extend([reply, reply])
    found = only_failure(Arxiv(make_client()).fetch(ids("2405.03500")))
    assert type(found) is error
    assert found.status == 5
    assert found.message
    assert found.hint
    arxiv_server.script.clear()
    assert len(Arxiv(make_client()).fetch(ids("2405.03500")).records) == 1


ASKED_AGAIN = {
    "503": (Reply(503, b"", ()), SourceBusy, 4),
    "429": (Reply(429, b"Rate exceeded.", ()), SourceBusy, 4),
    "500-html": (Reply(500, b"<html><title>Oops</title>", HTML), SourceFailing, 4),
    "502": (Reply(502, b"", ()), SourceFailing, 4),
    "dropped": (Reply(drop=True), SourceUnreachable, 3),
    "cut-off": (Reply(body=feed([entry(ONE)])[:300], claim=5000), SourceCutOff, 3),
    "cut-gzip": (
        Reply(
            body=gzip.compress(feed([entry(ONE)]))[:150],
            headers=(("Content-Type", ATOM), ("Content-Encoding", "gzip")),
        ),
        SourceCutOff,
        3,
    ),
}


@pytest.mark.parametrize(("reply", "error", "tries"), ASKED_AGAIN.values(), ids=ASKED_AGAIN)
def test_what_may_pass_is_asked_again_a_few_times(
    arxiv_server: FakeArxiv,
    make_client: MakeClient,
    clock: FakeTime,
    reply: Reply,
    error: type[VcmbibError],
    tries: int,
) -> None:
    """Passing trouble is asked again with growing pauses of at least arXiv's three seconds."""
    arxiv_server.script.extend([reply] * 9)
    found = only_failure(Arxiv(make_client()).fetch(ids("2405.03500")))
    assert type(found) is error
    assert len(arxiv_server.requests) == tries
    assert sum(clock.slept) >= 3.0 * (tries - 1)


@pytest.mark.parametrize("reply", [r for r, _, _ in ASKED_AGAIN.values()], ids=ASKED_AGAIN)
def test_trouble_that_passes_is_no_failure(
    arxiv_server: FakeArxiv, make_client: MakeClient, reply: Reply
) -> None:
    """One bad answer before a good one is not seen by the caller."""
    arxiv_server.papers = [ONE]
    arxiv_server.script.append(reply)
    fetched = Arxiv(make_client()).fetch(ids("2405.03500"))
    assert [r.ref for r in fetched.records] == ["2405.03500v2"]


def test_a_slow_server_is_a_timeout(arxiv_server: FakeArxiv, make_client: MakeClient) -> None:
    """No answer within VCMBIB_TIMEOUT ends as a timeout that names the setting."""
    arxiv_server.script.extend([Reply(delay=0.5)] * 4)
    found = only_failure(Arxiv(make_client(VCMBIB_TIMEOUT="0.1")).fetch(ids("2405.03500")))
    assert isinstance(found, SourceTimeout)
    assert "VCMBIB_TIMEOUT" in found.hint


def test_no_server_is_unreachable(make_client: MakeClient) -> None:
    """A refused connection is reported in plain words, with status 5."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: connections are refused
        base = f"http://127.0.0.1:{taken.getsockname()[1]}"
        found = only_failure(Arxiv(make_client(), base).fetch(ids("2405.03500")))
    assert isinstance(found, SourceUnreachable)
    assert "connection refused" in found.message


def test_an_unknown_id_does_not_touch_the_others(
    arxiv_server: FakeArxiv, make_client: MakeClient
) -> None:
    """What arXiv leaves out of a feed is unknown, status 3; the rest of the batch is there."""
    arxiv_server.papers = [ONE, OLD]
    fetched = Arxiv(make_client()).fetch(ids("2405.03500", "2405.99999", "quant-ph/0201082"))
    assert [r.ref for r in fetched.records] == ["2405.03500v2", "quant-ph/0201082v1"]
    [(identifier, error)] = fetched.failures
    assert identifier == ids("2405.99999")[0]
    assert isinstance(error, NotAtSource)
    assert error.status == 3
    assert arxiv_server.asked == [["2405.03500", "2405.99999", "quant-ph/0201082"]]


def test_an_empty_feed_is_asked_once_more(
    arxiv_server: FakeArxiv, make_client: MakeClient, clock: FakeTime
) -> None:
    """An empty feed is believed only the second time, three seconds later."""
    arxiv_server.papers = [ONE]
    arxiv_server.script.append(Reply(body=feed([])))
    assert len(Arxiv(make_client()).fetch(ids("2405.03500")).records) == 1
    assert clock.slept == [3.0]
    found = only_failure(Arxiv(make_client()).fetch(ids("2405.99999")))
    assert isinstance(found, NotAtSource)
    assert len(arxiv_server.requests) == 4


def test_a_version_that_is_not_there_is_unknown(
    arxiv_server: FakeArxiv, make_client: MakeClient
) -> None:
    """A version asked for is that version or nothing, even if another is given."""
    arxiv_server.papers = [ONE, TWO]
    arxiv_server.script.append(Reply(body=feed([entry(ONE), entry(TWO)])))
    fetched = Arxiv(make_client()).fetch(ids("2405.03500v9", "1707.08567"))
    assert [r.ref for r in fetched.records] == ["1707.08567v1"]
    [(_, error)] = fetched.failures
    assert "2405.03500v9" in str(error)
    assert "2405.03500v2" in str(error)


def test_malformed_ids_never_reach_arxiv(arxiv_server: FakeArxiv, make_client: MakeClient) -> None:
    """What is no arXiv identifier fails before any request; the rest is asked for."""
    arxiv_server.papers = [ONE]
    doi = Identifier(Scheme.DOI, "10.1000/182")
    fetched = Arxiv(make_client()).fetch([*ids("2413.00001", "nonsense", "2405.03500"), doi])
    assert [r.ref for r in fetched.records] == ["2405.03500v2"]
    assert [type(e) for _, e in fetched.failures] == [BadIdentifier] * 3
    assert arxiv_server.asked == [["2405.03500"]]


@pytest.mark.parametrize("named", [True, False], ids=["named", "unnamed"])
@pytest.mark.parametrize("status", [400, 200])
def test_a_batch_that_is_refused_is_divided(
    arxiv_server: FakeArxiv, make_client: MakeClient, status: int, named: bool
) -> None:
    """If arXiv refuses a batch for one identifier, the others are had all the same."""
    bad = "2405.00013"
    numbers = [f"2405.{n:05}" for n in range(1, 20)]
    arxiv_server.papers = [Paper(n) for n in numbers]
    words = f"incorrect id format for {bad}" if named else "bad request"
    arxiv_server.refused[bad] = Reply(status, feed([error_entry(words)]))
    fetched = Arxiv(make_client()).fetch(ids(*numbers))
    assert [r.identifiers[0].value for r in fetched.records] == [n for n in numbers if n != bad]
    [(identifier, error)] = fetched.failures
    assert identifier.value == bad
    assert isinstance(error, SourceSaidError)
    assert words in error.message
    assert len(arxiv_server.requests) <= (2 if named else 11)


def test_an_arxiv_that_refuses_everything_is_not_asked_for_ever(
    arxiv_server: FakeArxiv, make_client: MakeClient
) -> None:
    """Dividing ends after a number of refusals in a row."""
    arxiv_server.script.extend([Reply(400, b"no", ())] * 500)
    numbers = [f"2405.{n:05}" for n in range(1, 200)]
    fetched = Arxiv(make_client()).fetch(ids(*numbers))
    assert len(fetched.failures) == len(numbers)
    assert len(arxiv_server.requests) < 40


def test_a_withdrawn_paper_is_not_taken(arxiv_server: FakeArxiv, make_client: MakeClient) -> None:
    """A withdrawn paper is a failure with arXiv's own words; the others of the batch are there."""
    gone = Paper("2405.00001", comment="This paper has been withdrawn by the author, see eq. 3")
    arxiv_server.papers = [gone, ONE]
    fetched = Arxiv(make_client()).fetch(ids("2405.00001", "2405.03500"))
    assert [r.ref for r in fetched.records] == ["2405.03500v2"]
    [(_, error)] = fetched.failures
    assert isinstance(error, WithdrawnPaper)
    assert "see eq. 3" in error.message


def test_a_total_failure_is_not_repeated_for_each_batch(
    arxiv_server: FakeArxiv, make_client: MakeClient
) -> None:
    """When arXiv is down, the later batches are not tried; every identifier has its error."""
    arxiv_server.script.extend([Reply(503, b"", ())] * 50)
    numbers = [f"2405.{n:05}" for n in range(1, 2 * BATCH_SIZE + 2)]
    fetched = Arxiv(make_client()).fetch(ids(*numbers))
    assert [i.value for i, _ in fetched.failures] == numbers
    assert len(arxiv_server.requests) == 4


def test_a_broken_batch_does_not_touch_the_next(
    arxiv_server: FakeArxiv, make_client: MakeClient
) -> None:
    """A batch whose answer is broken fails; the other batch is there."""
    numbers = [f"2405.{n:05}" for n in range(1, BATCH_SIZE + 11)]
    arxiv_server.papers = [Paper(n) for n in numbers]
    arxiv_server.script.append(Reply(body=b"<feed"))
    fetched = Arxiv(make_client()).fetch(ids(*numbers))
    assert len(fetched.failures) == BATCH_SIZE
    assert len(fetched.records) == 10


def test_a_batch_is_one_request_in_any_order(
    arxiv_server: FakeArxiv, make_client: MakeClient, clock: FakeTime
) -> None:
    """A hundred papers are one request with max_results; records come in the order asked."""
    numbers = [f"2405.{n:05}" for n in range(1, BATCH_SIZE + 6)]
    arxiv_server.papers = [Paper(n, f"Title {n}") for n in numbers]
    fetched = Arxiv(make_client()).fetch(ids(*numbers, *numbers))
    assert [r.title for r in fetched.records] == [f"Title {n}" for n in numbers]
    assert [len(asked) for asked in arxiv_server.asked] == [BATCH_SIZE, 5]
    assert arxiv_server.requests[0].query["max_results"] == str(BATCH_SIZE)
    assert clock.slept == [3.0]


def test_papers_held_back_are_asked_for_again(
    arxiv_server: FakeArxiv, make_client: MakeClient
) -> None:
    """A feed with fewer papers than it counts does not make the rest unknown."""
    arxiv_server.papers = [ONE, TWO]
    arxiv_server.script.append(Reply(body=feed([entry(ONE)], total=2)))
    fetched = Arxiv(make_client()).fetch(ids("2405.03500", "1707.08567"))
    assert len(fetched.records) == 2
    assert arxiv_server.asked[1] == ["1707.08567"]


def test_versions_are_told_apart(arxiv_server: FakeArxiv, make_client: MakeClient) -> None:
    """With a version asked for, that one; without, the newest; both in one batch."""
    arxiv_server.papers = [ONE]
    fetched = Arxiv(make_client()).fetch(ids("2405.03500v1", "2405.03500"))
    assert [r.ref for r in fetched.records] == ["2405.03500v1", "2405.03500v2"]
    assert [r.identifiers[0] for r in fetched.records] == ids("2405.03500v1", "2405.03500")
    assert [r.url for r in fetched.records] == [
        "https://arxiv.org/abs/2405.03500v1",
        "https://arxiv.org/abs/2405.03500",
    ]


@pytest.mark.parametrize("title", ["Error", "0", "Withdrawn"])
def test_a_paper_with_an_odd_title_is_a_paper(
    arxiv_server: FakeArxiv, make_client: MakeClient, title: str
) -> None:
    """A paper that is really called "Error" or "0" is a paper."""
    arxiv_server.papers = [replace(ONE, title=title)]
    [record] = Arxiv(make_client()).fetch(ids("2405.03500")).records
    assert record.title == title


@pytest.mark.parametrize("path", ["", "/", "/api/query", "/other/place"])
def test_a_base_address_without_a_path_gets_the_usual_one(
    arxiv_server: FakeArxiv, make_client: MakeClient, path: str
) -> None:
    """VCMBIB_ARXIV_URL may be a server or the address of the API on it."""
    arxiv_server.papers = [ONE]
    client = make_client(VCMBIB_ARXIV_URL=f"{arxiv_server.url}{path}")
    assert len(Arxiv(client).fetch(ids("2405.03500")).records) == 1
    assert arxiv_server.requests[0].path == (path if path.strip("/") else "/api/query")


@pytest.mark.parametrize(
    "url", ["arxiv.org", "ftp://a/b", "http://", "http://a b", "http://[", "x", "http://a:0/"]
)
def test_an_unusable_base_address_is_refused(make_client: MakeClient, url: str) -> None:
    """An address that cannot be used is refused at once, naming the variable."""
    with pytest.raises(BadValue, match="VCMBIB_ARXIV_URL"):
        Arxiv(make_client(VCMBIB_ARXIV_URL=url))


@pytest.mark.parametrize("pace", ["x", "-1", "nan", "inf"])
def test_an_unusable_pace_is_refused(make_client: MakeClient, pace: str) -> None:
    """A pace that is no number of seconds is refused at once, naming the variable."""
    with pytest.raises(BadValue, match="VCMBIB_ARXIV_PACE"):
        Arxiv(make_client(VCMBIB_ARXIV_PACE=pace))


def test_the_pace_of_arxiv_itself_cannot_be_shortened(
    make_client: MakeClient, arxiv_server: FakeArxiv
) -> None:
    """Three seconds is the least at arXiv; a server on this machine may be asked faster."""
    assert Arxiv(make_client(VCMBIB_ARXIV_PACE="0"))._interval == 0
    assert Arxiv(make_client(VCMBIB_ARXIV_PACE="0"), "https://arxiv.org/x")._interval == 3
    assert Arxiv(make_client(VCMBIB_ARXIV_PACE="5"), "https://arxiv.org/x")._interval == 5


def test_answers_are_kept_for_a_day_by_paper(
    arxiv_server: FakeArxiv, make_client: MakeClient, clock: FakeTime
) -> None:
    """A paper fetched in any batch is not requested again for a day."""
    arxiv_server.papers = [ONE, TWO, OLD]
    Arxiv(make_client()).fetch(ids("2405.03500", "1707.08567"))
    clock.now += DAY - 10
    fetched = Arxiv(make_client()).fetch(ids("1707.08567", "quant-ph/0201082", "2405.03500"))
    assert [r.title for r in fetched.records] == [TWO.title, OLD.title, ONE.title]
    assert arxiv_server.asked[1:] == [["quant-ph/0201082"]]
    clock.now += 20
    Arxiv(make_client()).fetch(ids("2405.03500"))
    assert arxiv_server.asked[2:] == [["2405.03500"]]


def test_that_a_paper_is_unknown_is_kept_for_an_hour(
    arxiv_server: FakeArxiv, make_client: MakeClient, clock: FakeTime
) -> None:
    """An unknown paper may be announced soon: its absence is believed for an hour only."""
    arxiv_server.papers = [ONE]
    Arxiv(make_client()).fetch(ids("2405.03500", "1707.08567"))
    arxiv_server.papers.append(TWO)
    clock.now += HOUR - 10
    assert isinstance(only_failure(Arxiv(make_client()).fetch(ids("1707.08567"))), NotAtSource)
    assert len(arxiv_server.requests) == 1
    clock.now += 20
    assert len(Arxiv(make_client()).fetch(ids("1707.08567")).records) == 1


def test_refresh_asks_although_there_is_an_answer(
    arxiv_server: FakeArxiv, make_client: MakeClient
) -> None:
    """With refresh the stored answer is passed over and then replaced."""
    arxiv_server.papers = [ONE]
    Arxiv(make_client()).fetch(ids("2405.03500"))
    arxiv_server.papers = [replace(ONE, title="A Better Title")]
    [record] = Arxiv(make_client(refresh=True)).fetch(ids("2405.03500")).records
    assert record.title == "A Better Title"
    [record] = Arxiv(make_client()).fetch(ids("2405.03500")).records
    assert record.title == "A Better Title"


def test_offline_takes_stored_answers_of_any_age(
    arxiv_server: FakeArxiv, make_client: MakeClient, clock: FakeTime
) -> None:
    """Offline, what was fetched once is there, what was not is its own error, nothing is asked."""
    arxiv_server.papers = [ONE]
    Arxiv(make_client()).fetch(ids("2405.03500"))
    clock.now += 400 * DAY
    asked = len(arxiv_server.requests)
    fetched = Arxiv(make_client(offline=True)).fetch(ids("2405.03500", "1707.08567"))
    assert [r.ref for r in fetched.records] == ["2405.03500v2"]
    [(_, error)] = fetched.failures
    assert isinstance(error, Offline)
    assert "1707.08567" in error.message
    assert error.status == 5
    assert len(arxiv_server.requests) == asked


def test_a_stored_answer_that_cannot_be_read_is_asked_for_again(
    arxiv_server: FakeArxiv, make_client: MakeClient
) -> None:
    """Data that another version of the program stored causes no failure."""
    arxiv_server.papers = [ONE]
    client = make_client()
    arxiv = Arxiv(client)
    arxiv.fetch(ids("2405.03500"))
    folder = client._cache.folder
    assert folder is not None
    for path in folder.rglob("answers/*"):
        path.write_bytes(path.read_bytes()[:-5])
    assert len(arxiv.fetch(ids("2405.03500")).records) == 1
    assert len(arxiv_server.requests) == 2


def test_both_generations_of_the_api_say_the_same(
    arxiv_server: FakeArxiv, make_client: MakeClient
) -> None:
    """The order of elements, which changed in 2026, makes no difference."""
    paper = replace(ONE, comment="12 pages", journal_ref="J. 1, 2", doi="10.1000/182")
    arxiv_server.papers = [paper]
    [new] = Arxiv(make_client()).fetch(ids("2405.03500")).records
    arxiv_server.old = True
    [old] = Arxiv(make_client(refresh=True)).fetch(ids("2405.03500")).records
    assert new == old
