"""Connections: deadlines, look-ups and proxies."""

from __future__ import annotations

import httpcore
import pytest

from tests.sources.conftest import FakeTime
from vcmbib.sources.http.transport import Deadline, Network, look_up, make_transport, proxy_for


def test_a_deadline_limits_each_operation_and_their_sum() -> None:
    """An operation gets what is left, at most what it wants; afterwards it gets nothing."""
    clock = FakeTime()
    deadline = Deadline(clock.timing.monotonic)
    deadline.start(10)
    assert deadline.seconds(3, TimeoutError) == 3
    clock.now += 8
    assert deadline.seconds(3, TimeoutError) == pytest.approx(2)
    assert deadline.seconds(None, TimeoutError) == pytest.approx(2)
    deadline.extend(5)
    assert deadline.remaining == pytest.approx(7)
    clock.now += 7
    with pytest.raises(TimeoutError):
        deadline.seconds(3, TimeoutError)


def test_a_part_ends_before_the_whole() -> None:
    """The headers have less time and fewer bytes than the exchange; the body has all of it."""
    clock = FakeTime()
    deadline = Deadline(clock.timing.monotonic)
    deadline.start(100)
    deadline.begin_part(5, 1000)
    deadline.count(1000)
    with pytest.raises(httpcore.RemoteProtocolError):
        deadline.count(1)
    clock.now += 5
    with pytest.raises(TimeoutError):
        deadline.seconds(1, TimeoutError)
    deadline.end_part()
    deadline.count(10**9)
    assert deadline.seconds(1, TimeoutError) == 1


def test_names_are_looked_up() -> None:
    """A name gives its addresses, each once; an address is its own."""
    assert look_up("127.0.0.1", 80, 5) == ["127.0.0.1"]
    assert set(look_up("localhost", 80, 5)) <= {"127.0.0.1", "::1"}


def test_a_look_up_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure of the network and a name that is no name are connection errors; others stay."""

    def failing(error: Exception) -> None:
        def fail(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr("socket.getaddrinfo", fail)

    for error in (OSError("no"), UnicodeError("no")):
        failing(error)
        with pytest.raises(httpcore.ConnectError):
            look_up("example.org", 80, 5)
    failing(KeyError("no"))
    with pytest.raises(KeyError):
        look_up("example.org", 80, 5)


@pytest.mark.parametrize(
    ("environ", "url", "proxy"),
    [
        ({}, "http://example.org/", None),
        ({"http_proxy": "http://p:1"}, "http://example.org/", "http://p:1"),
        ({"http_proxy": "p:1"}, "http://example.org/", "http://p:1"),
        ({"https_proxy": "http://p:1"}, "http://example.org/", None),
        ({"all_proxy": "socks5://p:1"}, "https://example.org/", "socks5://p:1"),
        ({"http_proxy": "http://p:1", "no_proxy": "example.org"}, "http://a.example.org/", None),
        ({"http_proxy": "http://p:1", "no_proxy": "*"}, "http://example.org/", None),
        ({"http_proxy": "http://p:1"}, "http://127.0.0.1:80/", None),
        ({"http_proxy": "http://p:1"}, "http://localhost/", None),
        ({"http_proxy": "http://p:1"}, "http://[::1]/", None),
    ],
)
def test_the_proxy_of_the_environment(
    environ: dict[str, str], url: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The usual variables count, except for this machine and what `no_proxy` names."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(url) == proxy


@pytest.mark.parametrize("proxy", ["gopher://p:1", "http://p:port"])
def test_a_proxy_that_cannot_be_used(proxy: str) -> None:
    """An address of no proxy is refused when the transport is made."""
    with pytest.raises((ValueError, httpcore.UnsupportedProtocol, Exception)) as caught:
        make_transport(proxy, False, Network(), Deadline(lambda: 0.0), set())
    assert caught.type.__name__ in ("ValueError", "InvalidURL")
