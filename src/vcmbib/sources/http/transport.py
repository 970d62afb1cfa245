"""Connections with one deadline for a whole exchange, to checked addresses only.

The time limits of httpx are for one operation on a socket. A server that sends a byte now and then
meets each of them. `Deadline` limits the sum: connecting, redirects, headers, interim responses,
body and repeated requests.

A host name is resolved here, once for each connection. All its addresses must be public, and the
connection goes to one of these addresses. A second look-up could return another address ("DNS
rebinding").
"""

from __future__ import annotations

import math
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from vcmbib.sources.http.addresses import RefusedAddress, host_and_port, is_loopback, is_public

_MAX_ADDRESSES = 6  # of one host that a connection is tried to
_HEADER_BYTES = 1_000_000  # all headers of a response, with interim responses


class Deadline:
    """The end of an exchange, and of the part of it that is running. `length`: its seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self.length = math.inf
        self._end = self._end_of_part = math.inf
        self._bytes_of_part = math.inf

    def start(self, seconds: float) -> None:
        """Start an exchange that ends after `seconds`."""
        self.length = seconds
        self._end = self._monotonic() + seconds
        self.end_part()

    def extend(self, seconds: float) -> None:
        """Do not count `seconds` that were spent waiting for another process."""
        self._end += seconds

    def begin_part(self, seconds: float, max_bytes: int = _HEADER_BYTES) -> None:
        """Start a part that has at most `seconds` and receives at most `max_bytes`."""
        self._end_of_part = self._monotonic() + seconds
        self._bytes_of_part = max_bytes

    def end_part(self) -> None:
        """End the part: only the whole exchange is limited."""
        self._end_of_part = self._bytes_of_part = math.inf

    @property
    def remaining(self) -> float:
        """The seconds until the end of the exchange."""
        return self._end - self._monotonic()

    def seconds(self, wanted: float | None, late: type[Exception]) -> float:
        """The seconds that an operation has, at most `wanted`. Raises `late` if there are none."""
        left = min(self._end, self._end_of_part) - self._monotonic()
        if left <= 0:
            raise late("the time limit is over")
        return left if wanted is None else min(left, wanted)

    def count(self, received: int) -> None:
        """Count received bytes. Raises RemoteProtocolError if there are too many in this part."""
        self._bytes_of_part -= received
        if self._bytes_of_part < 0:
            raise httpcore.RemoteProtocolError("its headers are too long")


def look_up(host: str, port: int, seconds: float) -> list[str]:
    """The IP addresses of a host. Raises httpcore.ConnectError or ConnectTimeout."""
    found: list[str] = []
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(answer[4][0]) for answer in answers)
        except BaseException as error:  # noqa: BLE001  # raised again in the thread of the caller
            failures.append(error)

    # The system has no time limit for a look-up. The thread does not delay the end of the process.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise httpcore.ConnectTimeout("name resolution")
    for failure in failures:
        if isinstance(failure, OSError | UnicodeError):
            raise httpcore.ConnectError(str(failure)) from failure
        raise failure
    return list(dict.fromkeys(found))


def connect(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """A connection to an IP address. Raises httpcore.ConnectError or ConnectTimeout."""
    return httpcore.SyncBackend().connect_tcp(address, port, seconds)


@dataclass(frozen=True, slots=True)
class Network:
    """How hosts are looked up and connected to. Tests replace it."""

    look_up: Callable[[str, int, float], Sequence[str]] = look_up
    connect: Callable[[str, int, float], httpcore.NetworkStream] = connect


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to public addresses, and to the hosts in `allowed` (host, port) at any address."""

    def __init__(self, network: Network, deadline: Deadline, allowed: set[tuple[str, int]]) -> None:
        self._network = network
        self._deadline = deadline
        self._allowed = allowed

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that answers. Raises RefusedAddress."""
        del local_address, socket_options
        late = httpcore.ConnectTimeout
        addresses = self._network.look_up(host, port, self._deadline.seconds(timeout, late))
        if (host, port) not in self._allowed:
            for address in addresses:
                if not is_public(address):
                    where = "" if host == address else f"{host} has the address "
                    raise RefusedAddress(host, f"{where}{address}, which is not public")
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses[:_MAX_ADDRESSES]:
            try:
                seconds = self._deadline.seconds(timeout, late)
                return _TimedStream(self._network.connect(address, port, seconds), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A connection whose operations end at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received = self._stream.read(
            max_bytes, self._deadline.seconds(timeout, httpcore.ReadTimeout)
        )
        self._deadline.count(len(received))
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.seconds(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = self._deadline.seconds(timeout, httpcore.ConnectTimeout)
        started = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _TimedStream(started, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Transport(httpx.BaseTransport):
    """Sends requests of httpx over a connection pool of httpcore."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. Raises the exceptions of httpx, and RefusedAddress."""
        url = request.url
        sent = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port,
                         target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )  # fmt: skip
        with _httpx_errors():
            response = self._pool.handle_request(sent)
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response.stream),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with _httpx_errors():
            yield from self._stream

    def close(self) -> None:
        self._stream.close()


@contextmanager
def _httpx_errors() -> Iterator[None]:
    """Raise the exception of httpx that has the name of the exception of httpcore."""
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError,
            httpcore.ProxyError, httpcore.UnsupportedProtocol) as error:  # fmt: skip
        raise getattr(httpx, type(error).__name__)(str(error)) from error


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for a URL; none for this machine."""
    host, port = host_and_port(url)
    if is_loopback(url) or proxy_bypass(f"{host}:{port}"):
        return None
    proxies = getproxies()
    proxy = proxies.get(url.partition(":")[0]) or proxies.get("all")
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def make_transport(
    proxy: str | None,
    secure: bool,
    network: Network,
    deadline: Deadline,
    allowed: set[tuple[str, int]],
) -> Transport:
    """A transport, through a proxy or not, for HTTPS or not. `allowed`: see `CheckedBackend`.

    A proxy resolves host names itself. Its own host can have any address. Raises ValueError or
    ImportError for a proxy that cannot be used.
    """
    context = httpx.create_ssl_context() if secure else None  # takes 25 ms
    backend = CheckedBackend(network, deadline, allowed)
    if proxy is None:
        return Transport(
            httpcore.ConnectionPool(context, max_connections=1, network_backend=backend)
        )
    parsed = httpx.Proxy(proxy)
    host, port = parsed.url.host, parsed.url.port
    default = {"https": 443}.get(parsed.url.scheme, 1080 if "socks" in parsed.url.scheme else 80)
    own = CheckedBackend(network, deadline, {(host, port or default)})
    address = httpcore.URL(
        scheme=parsed.url.raw_scheme,
        host=parsed.url.raw_host,
        port=port or default,
        target=parsed.url.raw_path,
    )
    if parsed.url.scheme.startswith("socks"):
        return Transport(
            httpcore.SOCKSProxy(
                address, parsed.raw_auth, context, max_connections=1, network_backend=own
            )
        )
    return Transport(
        httpcore.HTTPProxy(
            address, parsed.raw_auth, ssl_context=context, max_connections=1, network_backend=own
        )
    )
