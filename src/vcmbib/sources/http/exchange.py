"""One GET request with its redirects: sends it, checks each address, reads a bounded response."""

from __future__ import annotations

import email.utils
import re
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import UTC
from typing import NoReturn
from urllib.parse import unquote, urlsplit

import httpx

from vcmbib.errors import (
    SourceAddressRefused,
    SourceBroken,
    SourceCutOff,
    SourceError,
    SourceRefused,
    SourceTimeout,
    SourceTooLarge,
    SourceUnreachable,
)
from vcmbib.sources.http.addresses import (
    RefusedAddress,
    check_host,
    host_and_port,
    is_same_site,
    redirect_target,
    without_credentials,
)
from vcmbib.sources.http.transport import (
    Deadline,
    Network,
    Transport,
    make_transport,
    proxy_for,
)
from vcmbib.sources.rate_limit import Timing
from vcmbib.sources.response import Response

DAY = 86_400.0

_CONNECT_SECONDS = 10.0
_MAX_RETRY_AFTER_SECONDS = 366 * DAY
_MAX_BODY_BYTES = 20_000_000  # received, and decompressed
_PIECE_BYTES = 65_536  # decompressed at a time
_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class RetryableError(Exception):
    """A failure of one try; another try may succeed. `max_tries` counts all tries."""

    def __init__(self, error: SourceError, max_tries: int) -> None:
        super().__init__(error.message)
        self.error = error
        self.max_tries = max_tries


@dataclass(frozen=True, slots=True)
class Request:
    """A request and its rules.

    `source` is for messages. `trusted`: the user chose the host of `url`, so it can have any
    address. `turn` waits until a request to a host is allowed; its first argument is the host, its
    second whether that is the host of `url`. `media` is the value of `Accept`.
    """

    url: str
    source: str
    trusted: bool
    turn: Callable[[str, bool], AbstractContextManager[None]]
    media: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, the seconds of its `Retry-After`, and its least seconds between requests."""

    response: Response
    retry_after: float | None = None
    interval: float = 0.0


class Exchanger:
    """Sends requests. `user_agent` goes to the host of the request, `name` to all other hosts."""

    def __init__(
        self,
        user_agent: str,
        name: str,
        read_seconds: float,
        timing: Timing,
        network: Network | None = None,
    ) -> None:
        self.deadline = Deadline(timing.monotonic)
        self._user_agent = user_agent
        self._name = name
        self._read_seconds = read_seconds
        self._connect_seconds = min(_CONNECT_SECONDS, read_seconds)
        self._timing = timing
        self._network = network or Network()
        self._allowed: set[tuple[str, int]] = set()
        timeout = httpx.Timeout(read_seconds, connect=self._connect_seconds)
        self._timeouts = {"timeout": timeout.as_dict()}
        self._transports: dict[tuple[str | None, bool], Transport] = {}

    def close(self) -> None:
        """Close the connections."""
        for transport in self._transports.values():
            transport.close()
        self._transports.clear()

    def send(self, request: Request) -> Answer:
        """Send a request and follow its redirects.

        Raises RetryableError if another try may succeed, and SourceError otherwise.
        """
        url = base = without_credentials(request.url)
        self._allowed.clear()
        try:
            for _ in range(_MAX_REDIRECTS + 1):
                is_base = is_same_site(base, url)
                if is_base and request.trusted:
                    self._allowed.add(host_and_port(url))
                else:
                    check_host(url)
                with request.turn(urlsplit(url).netloc, is_base):
                    answer = self._send(url, request, is_base)
                if isinstance(answer, Answer):
                    return answer
                url = redirect_target(url, answer)
        except RefusedAddress as refused:
            raise SourceAddressRefused(request.source, refused.address, refused.reason) from refused
        raise SourceRefused(request.source, f"more than {_MAX_REDIRECTS} redirects")

    def _send(self, url: str, request: Request, is_base: bool) -> Answer | list[str]:
        """Send one request. Returns the response, or the addresses that a redirect names."""
        source = request.source
        headers = {**_HEADERS, "User-Agent": self._user_agent if is_base else self._name}
        headers |= {"Accept": request.media} if request.media else {}
        headers |= _authorization(request.url) if is_base else {}
        try:
            # The transport alone: a client of httpx reads redirects and keeps cookies.
            transport = self._transport(url, source)
            self.deadline.begin_part(self._connect_seconds + self._read_seconds)
            sent = httpx.Request("GET", url, headers=headers, extensions=self._timeouts)
            with closing(transport.handle_request(sent)) as streamed:
                self.deadline.end_part()
                locations = streamed.headers.get_list("location")
                if streamed.status_code in _REDIRECTS and locations:
                    return locations
                kind = streamed.headers.get("content-type", "")
                response = Response(streamed.status_code, kind, self._body(streamed, source))
                wait = self._retry_after(streamed.headers.get("retry-after", ""))
                return Answer(response, wait, _stated_interval(streamed.headers))
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
            self._translate(error, source)

    def _translate(self, error: Exception, source: str) -> NoReturn:
        """Raise the error for a failure of httpx."""
        text = str(error)
        detail = cause(text) or type(error).__name__
        if self.deadline.remaining <= 0:
            raise SourceTimeout(source, self.deadline.length) from error
        match error:
            case httpx.ConnectTimeout():
                raise RetryableError(SourceTimeout(source, self._connect_seconds), 2) from error
            case httpx.TimeoutException():
                raise RetryableError(SourceTimeout(source, self._read_seconds), 2) from error
            case httpx.ConnectError() | httpx.ProxyError():
                raise RetryableError(SourceUnreachable(source, detail), 2) from error
            case httpx.UnsupportedProtocol() | httpx.InvalidURL():
                raise SourceRefused(
                    source, f"it leads to an address that is not usable: {detail}"
                ) from error
            case httpx.RemoteProtocolError() if "complete" in text:
                raise RetryableError(SourceCutOff(source, detail), 3) from error
            case httpx.RemoteProtocolError() if "disconnected" not in text:
                raise SourceBroken(source, f"it is not correct HTTP: {detail}") from error
            case _:
                raise RetryableError(SourceUnreachable(source, detail), 3) from error

    def _body(self, streamed: httpx.Response, source: str) -> bytes:
        """The body, decompressed here to detect truncated and too large bodies."""
        encoding = streamed.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "", "gzip", "x-gzip"):
            raise SourceBroken(source, f"its compression is unknown ({encoding[:40]})")
        length = streamed.headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > _MAX_BODY_BYTES:
            raise SourceTooLarge(source, _MAX_BODY_BYTES)
        decompressor = zlib.decompressobj(31) if "gzip" in encoding else None
        body = bytearray()
        received = 0
        for chunk in streamed.iter_raw():
            received += len(chunk)
            try:
                for piece in [chunk] if decompressor is None else _pieces(decompressor, chunk):
                    body += piece
                    if max(received, len(body)) > _MAX_BODY_BYTES:
                        raise SourceTooLarge(source, _MAX_BODY_BYTES)
            except zlib.error as error:
                raise SourceBroken(source, "it cannot be decompressed") from error
            if self.deadline.remaining <= 0:
                raise SourceTimeout(source, self.deadline.length)
            if decompressor is not None and decompressor.eof:
                break
        if decompressor is not None and received and not decompressor.eof:
            raise RetryableError(
                SourceCutOff(source, f"its compressed data ends after {received} bytes"), 3
            )
        return bytes(body)

    def _retry_after(self, value: str) -> float | None:
        """The seconds of a `Retry-After` field, a number or a date; None if it has neither.

        RFC 9110, section 10.2.3.
        """
        value = value.strip()
        if re.fullmatch(r"\d{1,9}", value, re.ASCII):
            return min(float(value), _MAX_RETRY_AFTER_SECONDS)
        try:
            moment = email.utils.parsedate_to_datetime(value)
            if moment.tzinfo is None:  # zone "-0000": the time is UTC (RFC 5322, section 3.3)
                moment = moment.replace(tzinfo=UTC)
            return min(max(0.0, moment.timestamp() - self._timing.now()), _MAX_RETRY_AFTER_SECONDS)
        except (ValueError, TypeError, OverflowError, IndexError):
            return None

    def _transport(self, url: str, source: str) -> Transport:
        """The transport for a URL, created at the first use."""
        kind = (proxy_for(url), url.startswith("https:"))
        if kind not in self._transports:
            try:
                self._transports[kind] = make_transport(
                    *kind, self._network, self.deadline, self._allowed
                )
            except (OSError, ValueError, ImportError, RuntimeError, httpx.InvalidURL) as error:
                raise SourceUnreachable(
                    source,
                    f"the proxy or certificate settings cannot be used ({cause(str(error))})",
                ) from error
        return self._transports[kind]


_MAX_STATED_SECONDS = 60.0


def _stated_interval(headers: Mapping[str, str]) -> float:
    """The seconds between two requests that a response states; 0 if it states none.

    Crossref states the number of requests in `x-rate-limit-limit`, and the time for them in
    `x-rate-limit-interval` (`1s`).
    """
    limit = re.fullmatch(r"[0-9]{1,6}", headers.get("x-rate-limit-limit", "").strip())
    time = re.fullmatch(r"([0-9]{1,4})s?", headers.get("x-rate-limit-interval", "").strip())
    if limit is None or time is None:
        return 0.0
    return min(int(time[1]) / max(int(limit[0]), 1), _MAX_STATED_SECONDS)


_HEADERS: Mapping[str, str] = {
    "Accept-Encoding": "gzip",
    "Accept": "application/atom+xml, application/json, */*;q=0.5",
}


def _authorization(url: str) -> dict[str, str]:
    """The header for the user name and the password in a URL (RFC 7617); none without them."""
    parts = urlsplit(url)
    if parts.username is None:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def _pieces(decompressor: zlib._Decompress, chunk: bytes) -> Iterator[bytes]:
    """The decompressed bytes of a chunk in small pieces, so that the caller can count them."""
    while not decompressor.eof:
        piece = decompressor.decompress(chunk, _PIECE_BYTES)
        chunk = decompressor.unconsumed_tail
        yield piece
        if len(piece) < _PIECE_BYTES and not chunk:
            return


_CAUSES = (
    (r"refused", "connection refused"),
    (
        r"name or service|getaddrinfo|nodename|name resolution|no address|idna|label",
        "the name of its host is not known (is there a network?)",
    ),
    (r"network is unreachable|no route", "there is no network"),
    (r"certificate", "its certificate is not trusted"),
    (r"reset by peer|disconnected|broken pipe", "the connection was closed"),
    (r"without sending complete|incomplete chunked", "the connection was closed before its end"),
)


def cause(text: str) -> str:
    """The cause of a failure in plain words. Removes URLs, which may contain a password."""
    for pattern, words in _CAUSES:
        if re.search(pattern, text, re.IGNORECASE):
            return words
    return re.sub(r"\S+://\S+", "…", " ".join(text.split()))[:200]
