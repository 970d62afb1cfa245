"""The HTTP client: its name, its pauses, and when it gives up."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.sources.conftest import FakeTime, MakeClient
from tests.sources.fake_arxiv import FakeArxiv, Reply
from vcmbib import __version__
from vcmbib.errors import (
    BadValue,
    Offline,
    SourceBlocked,
    SourceBusy,
    SourceFailing,
    SourceRefused,
    SourceTimeout,
    SourceTooLarge,
    SourceUnreachable,
    Usage,
)
from vcmbib.sources.client import Client
from vcmbib.sources.http import exchange
from vcmbib.sources.rate_limit import Timing
from vcmbib.sources.response import Response

TEXT = (("Content-Type", "text/plain"),)
GOOD = Reply(200, b"good", TEXT)


def ask(client: Client, server: FakeArxiv, path: str = "/x") -> bytes:
    """The body that the server gives."""
    return client.get(f"{server.url}{path}", {"q": "1"}, source="Test", trusted=True).body


def test_offline_and_refresh_contradict_each_other(make_client: MakeClient) -> None:
    """Both together are a wrong command line."""
    with pytest.raises(Usage):
        make_client(offline=True, refresh=True)


@pytest.mark.parametrize("value", ["soon", "0", "-3", "1e9"])
def test_an_unusable_timeout_is_refused(make_client: MakeClient, value: str) -> None:
    """VCMBIB_TIMEOUT must be a number of seconds above zero."""
    with pytest.raises(BadValue, match="VCMBIB_TIMEOUT"):
        make_client(VCMBIB_TIMEOUT=value)


def test_offline_asks_nobody(arxiv_server: FakeArxiv, make_client: MakeClient) -> None:
    """Offline, a question to the network is an error and no request."""
    with pytest.raises(Offline):
        ask(make_client(offline=True), arxiv_server)
    assert arxiv_server.requests == []


def test_a_name_that_does_not_resolve_is_unreachable(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a name server the message names the host, not errno."""

    def fail(*_: object, **__: object) -> object:
        raise OSError(-2, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", fail)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SourceUnreachable, match="the name of its host is not known"):
        make_client().get("http://no.such.host.invalid/", {}, source="Test", trusted=True)


def test_a_spoilt_proxy_setting_is_told(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that is no address ends in an error of ours, without the address itself."""
    monkeypatch.setenv("http_proxy", "gopher://user:secret@nowhere")
    with pytest.raises(SourceUnreachable, match="proxy") as caught:
        make_client().get("http://no.such.host.invalid/", {}, source="Test", trusted=True)
    assert "secret" not in caught.value.message


def test_a_loopback_address_is_asked_past_the_proxy(
    arxiv_server: FakeArxiv, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy is never asked for this very machine."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    arxiv_server.script.append(GOOD)
    assert ask(make_client(), arxiv_server) == b"good"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
def test_a_refusal_is_not_asked_again(
    arxiv_server: FakeArxiv, make_client: MakeClient, status: int
) -> None:
    """A client error is reported at once, with its status."""
    arxiv_server.script.extend([Reply(status, b"no", TEXT)] * 2)
    with pytest.raises(SourceRefused, match=str(status)):
        ask(make_client(), arxiv_server)
    assert len(arxiv_server.requests) == 1


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_check_for_robots_is_not_asked_again(
    arxiv_server: FakeArxiv, make_client: MakeClient, status: int
) -> None:
    """Such a page is recognised under any failing status, and never asked a second time."""
    page = b"<html><title>Making sure you're not a bot!</title>"
    arxiv_server.script.extend([Reply(status, page, (("Content-Type", "text/html"),))] * 2)
    with pytest.raises(SourceBlocked, match="not a bot"):
        ask(make_client(), arxiv_server)
    assert len(arxiv_server.requests) == 1


@pytest.mark.parametrize("status", [408, 425, 500, 502, 504, 429, 503])
def test_pauses_grow(
    arxiv_server: FakeArxiv, make_client: MakeClient, clock: FakeTime, status: int
) -> None:
    """Each pause is about twice the one before, and there are three at most."""
    arxiv_server.script.extend([Reply(status, b"", ())] * 9)
    with pytest.raises((SourceFailing, SourceBusy)):
        ask(make_client(), arxiv_server)
    first = 2.0 if status in (429, 503) else 1.0
    assert clock.slept == [first, 2 * first, 4 * first]


@pytest.mark.parametrize("form", ["seconds", "date", "date-without-zone"])
def test_retry_after_is_obeyed_in_both_forms(
    arxiv_server: FakeArxiv, make_client: MakeClient, clock: FakeTime, form: str
) -> None:
    """Retry-After sets the pause, as seconds or as a date."""
    moment = datetime.fromtimestamp(clock.now + 17, UTC)
    value = {
        "seconds": "17",
        "date": format_datetime(moment, usegmt=True),
        "date-without-zone": format_datetime(moment.replace(tzinfo=None)),
    }[form]
    arxiv_server.script.extend([Reply(503, b"", (("Retry-After", value),)), GOOD])
    assert ask(make_client(), arxiv_server) == b"good"
    assert 17 <= clock.slept[0] <= 18


@pytest.mark.parametrize("value", ["soon", "", "-5", "0", "Wed, 99 Foo 2024", "1.5", "١٢"])
def test_a_senseless_retry_after_counts_as_none(
    arxiv_server: FakeArxiv, make_client: MakeClient, clock: FakeTime, value: str
) -> None:
    """Nonsense, zero and the past leave the usual pause."""
    header = value.encode().decode("latin-1")
    arxiv_server.script.extend([Reply(503, b"", (("Retry-After", header),)), GOOD])
    assert ask(make_client(), arxiv_server) == b"good"
    assert clock.slept == [2.0]


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("61", "in 61 seconds"),
        ("900", "in 15 minutes, after"),
        ("86400", "after 2"),
        ("999999999", "after 2"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "after 2"),
    ],
)
def test_a_long_retry_after_says_when_to_come_back(
    arxiv_server: FakeArxiv, make_client: MakeClient, clock: FakeTime, value: str, hint: str
) -> None:
    """Instead of a wait beyond a minute, the message names the time to try again."""
    arxiv_server.script.append(Reply(429, b"", (("Retry-After", value),)))
    with pytest.raises(SourceBusy) as caught:
        ask(make_client(), arxiv_server)
    assert f"try again {hint}" in caught.value.hint
    assert clock.slept == []


def test_the_whole_time_is_bounded(
    arxiv_server: FakeArxiv, make_client: MakeClient, clock: FakeTime
) -> None:
    """Pauses that the server asks for end when two minutes are used up."""
    arxiv_server.script.extend([Reply(503, b"", (("Retry-After", "50"),))] * 9)
    with pytest.raises(SourceBusy):
        ask(make_client(), arxiv_server)
    assert sum(clock.slept) <= 120


def test_a_dripping_answer_is_given_up(arxiv_server: FakeArxiv, tmp_path: Path) -> None:
    """A server that sends a byte now and then does not delay us without end."""
    now = iter(range(0, 10_000, 25))
    timing = Timing(monotonic=lambda: float(next(now)), sleep=lambda _: None)
    arxiv_server.script.append(Reply(200, b"x" * 50, TEXT, drip=0.01))
    with (
        Client(environ={}, folder=tmp_path, timing=timing) as client,
        pytest.raises(SourceTimeout, match="120 s"),
    ):
        ask(client, arxiv_server)


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_without_end_is_not_read(
    arxiv_server: FakeArxiv,
    make_client: MakeClient,
    monkeypatch: pytest.MonkeyPatch,
    packed: bool,
) -> None:
    """An answer beyond the limit is refused, also when it only swells in unpacking."""
    monkeypatch.setattr(exchange, "_MAX_BODY_BYTES", 1_000_000)
    body = b"x" * 3_000_000
    reply = (
        Reply(200, gzip.compress(body), (*TEXT, ("Content-Encoding", "gzip")))
        if packed
        else Reply(200, body, TEXT)
    )
    arxiv_server.script.append(reply)
    with pytest.raises(SourceTooLarge, match="1 MB"):
        ask(make_client(), arxiv_server)


def test_redirects_are_followed_a_few_times(
    arxiv_server: FakeArxiv, make_client: MakeClient
) -> None:
    """A few redirects lead to the answer; a circle is given up."""
    onwards = Reply(301, b"", (("Location", "/elsewhere"),))
    arxiv_server.script.extend([onwards, onwards, GOOD])
    assert ask(make_client(), arxiv_server) == b"good"
    assert [r.path for r in arxiv_server.requests] == ["/x", "/elsewhere", "/elsewhere"]
    arxiv_server.script.extend([onwards] * 20)
    with pytest.raises(SourceRefused, match="5 redirects"):
        ask(make_client(), arxiv_server)


def test_interrupting_a_pause_ends_at_once(arxiv_server: FakeArxiv, tmp_path: Path) -> None:
    """Ctrl-C while waiting is not caught, and no request is sent again."""

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    arxiv_server.script.extend([Reply(503, b"", ())] * 4)
    timing = Timing(sleep=interrupted)
    with (
        Client(environ={}, folder=tmp_path, timing=timing) as client,
        pytest.raises(KeyboardInterrupt),
    ):
        ask(client, arxiv_server)
    assert len(arxiv_server.requests) == 1


@pytest.mark.parametrize(
    ("mailto", "contact"),
    [
        ("", ""),
        ("ada@example.org", "; mailto:ada@example.org"),
        ("mailto:ada@example.org", "; mailto:ada@example.org"),
        ("ada", ""),
        ("a@b\r\nX-Evil: 1", ""),
        ("özyılkan@example.org", ""),
    ],
)
def test_the_user_agent_names_the_program_and_its_user(
    arxiv_server: FakeArxiv, make_client: MakeClient, mailto: str, contact: str
) -> None:
    """Name and version always, an e-mail address where one is set; nothing else gets in."""
    arxiv_server.script.append(GOOD)
    ask(make_client(VCMBIB_MAILTO=mailto), arxiv_server)
    headers = arxiv_server.requests[0].headers
    assert headers["user-agent"] == f"vcmbib/{__version__} (bibliography manager{contact})"
    assert "x-evil" not in headers


def test_stored_answers_hold_no_secrets(make_client: MakeClient, tmp_path: Path) -> None:
    """Passwords and keys in an address do not reach the disk."""
    client = make_client()
    url = "http://user:secret1@127.0.0.1/x?api_key=secret2"
    client.store_response(url, {"token": "secret3", "q": "1"}, Response(200, "a/b", b"body"))
    stored = client.cached_response("http://127.0.0.1/x", {"q": "1"})
    assert stored is not None
    assert stored.body == b"body"
    [path] = (tmp_path / "cache").rglob("answers/*")
    assert b"secret" not in path.read_bytes()


def test_packed_answers_are_unpacked(arxiv_server: FakeArxiv, make_client: MakeClient) -> None:
    """Gzip, which we offer, is understood."""
    body = gzip.compress(b"hello" * 1000)
    arxiv_server.script.append(Reply(200, body, (*TEXT, ("Content-Encoding", "gzip"))))
    assert ask(make_client(), arxiv_server) == b"hello" * 1000
    assert arxiv_server.requests[0].headers["accept-encoding"] == "gzip"
