"""One exchange with a server that means harm: where it leads, how long and how much it sends."""

from __future__ import annotations

import socket
import time
import tracemalloc
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpcore
import pytest

from tests.sources.http.raw_server import RawServer, Send, ok, raw_server, redirect
from tests.waiting import PATIENCE
from vcmbib.errors import (
    SourceAddressRefused,
    SourceBroken,
    SourceError,
    SourceRefused,
    SourceTimeout,
    SourceTooLarge,
    SourceUnreachable,
)
from vcmbib.sources.http import exchange
from vcmbib.sources.http.exchange import Exchanger, Request, RetryableError
from vcmbib.sources.http.transport import Network, connect
from vcmbib.sources.rate_limit import Timing


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are looked up here, unless a test has a proxy."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@dataclass
class FakeNetwork:
    """A network of names whose public addresses all lead to this machine."""

    names: dict[str, list[str]] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)  # by address
    looked_up: list[str] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)

    def look_up(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """The addresses of a name; an address is its own."""
        self.looked_up.append(host)
        if host.replace(".", "").isdigit() or ":" in host:
            return [host]
        if host not in self.names:
            raise httpcore.ConnectError("Name or service not known")
        return self.names[host]

    def connect(self, address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        """A connection to the server that plays this address."""
        self.connected.append(address)
        return connect("127.0.0.1", self.ports.get(address, port), seconds)

    @property
    def network(self) -> Network:
        """As the exchanger takes it."""
        return Network(self.look_up, self.connect)


@dataclass
class Sender:
    """An exchanger and the turns that it took."""

    network: FakeNetwork = field(default_factory=FakeNetwork)
    seconds: float = 5.0
    budget: float = 20.0
    turns: list[tuple[str, bool]] = field(default_factory=list)

    def send(self, url: str, *, trusted: bool = True) -> bytes:
        """The body of the response."""
        exchanger = Exchanger("us (me@here)", "us", self.seconds, Timing(), self.network.network)
        exchanger.deadline.start(self.budget)
        try:
            return exchanger.send(Request(url, "Test", trusted, self.turn)).response.body
        finally:
            exchanger.close()

    @contextmanager
    def turn(self, host: str, is_base: bool) -> Iterator[None]:
        """No pause; it is noted."""
        self.turns.append((host, is_base))
        yield


def header(server: RawServer, name: str, at: int = 0) -> str | None:
    """The value of a header of a request that a server got."""
    for line in server.requests[at].split("\r\n")[1:]:
        key, _, value = line.partition(": ")
        if key.lower() == name:
            return value
    return None


EVIL = {
    "loopback": "http://127.0.0.1/",
    "other loopback": "http://127.0.0.2:{port}/",
    "loopback by name": "http://localhost:{port}/",
    "unspecified": "http://0.0.0.0:{port}/",
    "another port": "http://127.0.0.1:22/",
    "metadata": "http://169.254.169.254/latest/meta-data",
    "metadata by name": "http://metadata.google.internal/",
    "private": "http://10.0.0.1/x",
    "private, scheme-relative": "//192.168.0.1/x",
    "shared": "http://100.64.0.1/",
    "multicast": "http://224.0.0.1/",
    "broadcast": "http://255.255.255.255/",
    "decimal": "http://2130706433/",
    "hexadecimal": "http://0x7f000001/",
    "octal": "http://0177.0.0.1/",
    "short": "http://127.1/",
    "trailing dot": "http://127.0.0.1./",
    "name with trailing dot": "http://localhost./",
    "IPv6 loopback": "http://[::1]:{port}/",
    "IPv6 unspecified": "http://[::]:{port}/",
    "IPv4-mapped": "http://[::ffff:127.0.0.1]/",
    "IPv4-mapped, hexadecimal": "http://[::ffff:a9fe:a9fe]/",
    "6to4": "http://[2002:7f00:1::]/",
    "NAT64": "http://[64:ff9b::7f00:1]/",
    "link-local with zone": "http://[fe80::1%25eth0]/",
    "unique local": "http://[fd00::1]/",
    "user name": "http://user:secret@127.0.0.1:{port}/",
    "host as user name": "http://127.0.0.1:{port}@10.0.0.1/",
    "backslash": "http://127.0.0.1:{port}\\@10.0.0.1/",
    "file": "file:///etc/passwd",
    "data": "data:,hello",
    "ftp": "ftp://127.0.0.1/x",
    "port of another service": "http://example.org:6379/",
    "port zero": "http://example.org:0/",
    "single label": "http://intranet/",
    "Unicode host": "http://１２７.0.0.1/",
    "Unicode letter": "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "very long": "http://127.0.0.1:{port}/" + "a" * 9000,
    "broken": "http://[::1",
    "blank": "http://127.0.0.1:{port}/ x",
    "name with a private address": "http://private.example.org/",
    "name with one private address of two": "http://mixed.example.org/",
    "name with a mapped address": "http://mapped.example.org/",
}
NAMES = {
    "private.example.org": ["10.1.2.3"],
    "mixed.example.org": ["93.184.216.34", "127.0.0.1"],
    "mapped.example.org": ["::ffff:127.0.0.1"],
    "mirror.example.org": ["93.184.216.34"],
    "flaky.example.org": ["93.184.216.35", "93.184.216.34"],
}


@pytest.mark.parametrize("location", EVIL.values(), ids=EVIL)
def test_an_evil_redirect_is_not_followed(location: str) -> None:
    """No connection is made to its target, and the error names the reason."""
    answers: list[bytes] = []
    with raw_server(lambda client: client.sendall(answers[0])) as server:
        answers.append(redirect(location.replace("{port}", str(server.port))))
        sender = Sender(FakeNetwork(NAMES))
        with pytest.raises(SourceAddressRefused) as caught:
            sender.send(f"{server.url}/x")
        assert sender.network.connected == ["127.0.0.1"]
        assert len(server.requests) == 1
    assert "secret" not in caught.value.message
    assert len(caught.value.message) < 400
    assert caught.value.message.replace("…", "").isascii()


@pytest.mark.parametrize(
    "raw",
    [b"/x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", b"/x\rX: y", b"/x\nX: y",
     b"/x\x00y", b"/\xff\xfe", b"/x\r\nLocation: http://10.0.0.1/"],
)  # fmt: skip
def test_line_breaks_and_bytes_in_a_redirect(raw: bytes) -> None:
    """A header is one line: what follows it is no second answer and no second address."""
    with raw_server(redirect(raw)) as server:
        sender = Sender()
        with pytest.raises(SourceError):
            sender.send(f"{server.url}/x")
        assert set(sender.network.connected) == {"127.0.0.1"}


def test_redirects_on_the_same_site() -> None:
    """They are followed five times at most, and every hop takes its turn."""
    script = [redirect("/b"), redirect("c?d#e", 307), redirect("//127.0.0.1:{port}/f", 308)]
    with raw_server(lambda client: client.sendall(script.pop(0))) as server:
        script[2] = redirect(f"//127.0.0.1:{server.port}/f", 308)
        script.append(ok(b"good"))
        sender = Sender()
        assert sender.send(f"{server.url}/a") == b"good"
        paths = [r.split()[1] for r in server.requests]
        assert paths == ["/a", "/b", "/c?d", "/f"]
        assert sender.turns == [(f"127.0.0.1:{server.port}", True)] * 4
        script.extend([redirect("/loop")] * 9)
        with pytest.raises(SourceRefused, match="more than 5 redirects"):
            sender.send(f"{server.url}/a")
        assert len(server.requests) == 4 + 6


def test_a_redirect_to_another_public_host() -> None:
    """It is followed, takes the turn of its own host, and gets neither password nor address."""
    with raw_server(ok(b"moved", "Set-Cookie: a=b")) as other:
        network = FakeNetwork(NAMES, {"93.184.216.34": other.port})
        with raw_server(redirect("http://mirror.example.org/y")) as server:
            sender = Sender(network)
            assert sender.send(f"http://me:secret@127.0.0.1:{server.port}/x") == b"moved"
            assert header(server, "authorization") == "Basic bWU6c2VjcmV0"
            assert header(server, "user-agent") == "us (me@here)"
        assert header(other, "authorization") is None
        assert header(other, "user-agent") == "us"
        assert header(other, "cookie") is None
        assert header(other, "referer") is None
        assert header(other, "host") == "mirror.example.org"
    assert [t for t in sender.turns if not t[1]] == [("mirror.example.org", False)]
    assert network.looked_up[-1] == "mirror.example.org"
    assert network.connected[-1] == "93.184.216.34"


def test_credentials_stay_on_the_same_site() -> None:
    """A redirect within the site keeps the password; the URL that is sent never contains it."""
    script = [redirect("/b"), ok(b"good")]
    with raw_server(lambda client: client.sendall(script.pop(0))) as server:
        assert Sender().send(f"http://me:s%3Acret@127.0.0.1:{server.port}/a") == b"good"
        assert header(server, "authorization", 0) == header(server, "authorization", 1)
        assert header(server, "authorization") == "Basic bWU6czpjcmV0"
        assert "cret" not in server.requests[0].replace("Basic bWU6czpjcmV0", "")


def test_the_address_that_was_checked_is_the_one_that_is_used() -> None:
    """A name that has another address at a second look-up gains nothing: there is no second."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]

    class Rebinding(FakeNetwork):
        def look_up(self, host: str, port: int, seconds: float) -> Sequence[str]:
            return [host] if host[0].isdigit() else answers.pop(0)

    with raw_server(ok(b"public")) as other:
        network = Rebinding(ports={"93.184.216.34": other.port})
        with raw_server(redirect("http://rebinding.example.org/")) as server:
            assert Sender(network).send(server.url) == b"public"
    assert network.connected == ["127.0.0.1", "93.184.216.34"]
    assert len(answers) == 1


def test_the_next_address_of_a_host_is_tried() -> None:
    """A host with an address that does not answer is reached at its other address."""
    with raw_server(ok(b"good")) as server, socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
        closed.close()
        network = FakeNetwork(NAMES, {"93.184.216.34": server.port, "93.184.216.35": port})
        assert Sender(network).send("http://flaky.example.org/", trusted=False) == b"good"
        assert network.connected == ["93.184.216.35", "93.184.216.34"]


@pytest.mark.parametrize("trusted", [False, True])
def test_only_a_host_that_the_user_chose_may_be_local(trusted: bool) -> None:
    """The address of the program itself is checked like that of a redirect."""
    with raw_server(ok(b"good")) as server:
        sender = Sender(FakeNetwork({"arxiv.example.org": ["127.0.0.1"]}))
        for url in (server.url, f"http://arxiv.example.org:{server.port}"):
            if trusted:
                assert sender.send(url) == b"good"
            else:
                with pytest.raises(SourceAddressRefused):
                    sender.send(url, trusted=False)
        assert len(server.requests) == (2 if trusted else 0)


def test_a_proxy_is_not_asked_for_private_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy itself may be local; a redirect through it to a private address is refused."""
    with raw_server(redirect("http://10.0.0.1/x")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "")
        sender = Sender()
        with pytest.raises(SourceAddressRefused, match=r"10\.0\.0\.1"):
            sender.send("http://mirror.example.org/x", trusted=False)
        assert [r.split()[1] for r in proxy.requests] == ["http://mirror.example.org/x"]
        assert sender.network.looked_up == ["127.0.0.1"]


# --- time -----------------------------------------------------------------------------------------


def slow_headers(server: list[RawServer]) -> Send:
    """One byte of a header now and then."""

    def send(client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\nX-A: ")
        server[0].drip(client, iter(lambda: b"x", b""), 0.02)

    return send


def interim_responses(server: list[RawServer]) -> Send:
    """103 and again 103."""
    return lambda client: server[0].drip(
        client, iter(lambda: b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", b""), 0.02
    )


def slow_body(server: list[RawServer]) -> Send:
    """A body, byte by byte."""

    def send(client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        server[0].drip(client, iter(lambda: b"x", b""), 0.02)

    return send


def slow_chunks(server: list[RawServer]) -> Send:
    """A body of chunks of one byte."""

    def send(client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        server[0].drip(client, iter(lambda: b"1\r\nx\r\n", b""), 0.02)

    return send


def slow_redirects(server: list[RawServer]) -> Send:
    """Redirects whose headers take some time, though less than the limit of one."""

    def send(client: socket.socket) -> None:
        server[0].drip(client, redirect("/x").splitlines(keepends=True), 0.05)

    return send


def slow_error(server: list[RawServer]) -> Send:
    """The page of an error, byte by byte."""

    def send(client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 500 No\r\nContent-Type: text/html\r\n\r\n")
        server[0].drip(client, iter(lambda: b"x", b""), 0.02)

    return send


@pytest.mark.parametrize(
    "kind",
    [slow_headers, interim_responses, slow_body, slow_chunks, slow_redirects, slow_error],
)
def test_the_whole_exchange_has_one_deadline(kind: object) -> None:
    """A server that always sends something in time does not delay us without end."""
    servers: list[RawServer] = []
    assert callable(kind)
    with raw_server(kind(servers)) as server:
        servers.append(server)
        started = time.monotonic()
        with pytest.raises(SourceTimeout):
            Sender(seconds=PATIENCE, budget=0.3).send(server.url)
        assert time.monotonic() - started < PATIENCE / 2


@pytest.mark.parametrize("kind", [slow_headers, interim_responses])
def test_the_headers_have_a_deadline_of_their_own(kind: object) -> None:
    """VCMBIB_TIMEOUT limits the time until the headers are there; then another try may help."""
    servers: list[RawServer] = []
    assert callable(kind)
    with raw_server(kind(servers)) as server:
        servers.append(server)
        with pytest.raises(RetryableError) as caught:
            Sender(seconds=0.1, budget=60).send(server.url)
        assert isinstance(caught.value.error, SourceTimeout)


def test_a_look_up_without_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that never answers costs no more than the time for a connection."""
    with raw_server(ok(b"")) as server:
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: server.stopped.wait(30))
        exchanger = Exchanger("us", "us", 0.1, Timing())
        exchanger.deadline.start(20)
        with pytest.raises(RetryableError) as caught:
            exchanger.send(Request("http://example.org/", "Test", True, Sender().turn))
        assert isinstance(caught.value.error, SourceTimeout)


def test_no_connection() -> None:
    """A refused connection is another failure than a slow one."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(RetryableError) as caught:
        Sender().send(f"http://127.0.0.1:{port}/")
    assert isinstance(caught.value.error, SourceUnreachable)


# --- size -----------------------------------------------------------------------------------------

MOST = 1_000_000


def gzip_bomb(size: int) -> bytes:
    """Zeros that are a thousand times as long unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(size)) + packer.flush()


LARGE = {
    "length": b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nabc",
    "plain": ok(b"x" * (MOST + 1)),
    "gzip": ok(gzip_bomb(60), "Content-Encoding: gzip"),
    "x-gzip": ok(gzip_bomb(2), "Content-Encoding: X-GZip"),
    "gzip that does not shrink": ok(
        zlib.compress(bytes(range(256)), 0, 31)[:10] + b"\x00\xff\xff\x00\x00" + b"x" * 65535
        + (b"\x00\xff\xff\x00\x00" + b"x" * 65535) * 20, "Content-Encoding: gzip",
    ),
    "chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    + (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 20,
    "without length": b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (MOST + 1),
}  # fmt: skip


@pytest.mark.parametrize("answer", LARGE.values(), ids=LARGE)
def test_a_large_body_is_not_read(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends at the limit, and no more memory is taken than a few times the limit."""
    monkeypatch.setattr(exchange, "_MAX_BODY_BYTES", MOST)
    with raw_server(answer) as server:
        sender = Sender()
        tracemalloc.start()
        try:
            with pytest.raises(SourceTooLarge):
                sender.send(server.url)
            assert tracemalloc.get_traced_memory()[1] < 5 * MOST
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 999_999])
def test_a_packed_body_arrives_whole(size: int) -> None:
    """Unpacking in pieces loses nothing; what follows the packed body is ignored."""
    body = bytes(i % 251 for i in range(size))
    packed = zlib.compress(body, 9, 31)
    for answer in (packed, packed + b"trailing"):
        with raw_server(ok(answer, "Content-Encoding: gzip")) as server:
            assert Sender().send(server.url) == body


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nX-A: " + b"x" * 2_000_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: x\r\n" * 200_000 + b"\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: xxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n\r\n" * 30_000,
        b"\x00\xff" * 1000,
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nabc",
    ],
    ids=["long header", "many headers", "many interim responses", "noise", "length", "chunk"],
)
def test_headers_without_end_and_broken_ones(answer: bytes) -> None:
    """They are no proper HTTP."""
    with raw_server(answer) as server, pytest.raises(SourceBroken):
        Sender().send(server.url)
