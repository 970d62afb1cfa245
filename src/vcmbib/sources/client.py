"""The HTTP client of all sources. No other module uses HTTP.

Every request is a GET. The client waits for the rate limit of the host, follows redirects, repeats
requests that may succeed later, and returns a `Response` or raises a SourceError.

It repeats a request after a lost connection and after these statuses: 408, 500, 502, 503, 504 (RFC
9110, section 15), 425 (RFC 8470) and 429 (RFC 6585). The pauses double and have a random part. It
never repeats a request after a check for robots. It obeys `Retry-After` (RFC 9110, section 10.2.3)
up to one minute; for a longer time the error contains the time of the next try.

Environment: VCMBIB_MAILTO (an email address for the user agent, which catalogues ask for),
VCMBIB_TIMEOUT (seconds to wait for a response), XDG_CACHE_HOME, and the usual proxy variables
(requests to a loopback address never use a proxy).
"""

from __future__ import annotations

import email.utils
import math
import os
import re
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx

from vcmbib import __version__
from vcmbib.errors import (
    BadValue,
    Offline,
    SourceBlocked,
    SourceBroken,
    SourceBusy,
    SourceCutOff,
    SourceError,
    SourceFailing,
    SourceRefused,
    SourceTimeout,
    SourceTooLarge,
    SourceUnreachable,
    Usage,
)
from vcmbib.sources.cache import Cache, CachedResponse, cache_folder
from vcmbib.sources.rate_limit import RateLimiter, Timing
from vcmbib.sources.response import Response

DAY = 86_400.0
HOUR = 3_600.0

_CONNECT_SECONDS = 10.0
_READ_SECONDS = 30.0
_BUDGET_SECONDS = 120.0  # for one request with all its retries; no try begins later
_MAX_PAUSE_SECONDS = 60.0
_MAX_RETRY_AFTER_SECONDS = 366 * DAY
_MAX_BODY_BYTES = 50_000_000
_MAX_REDIRECTS = 5

_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_BUSY_STATUSES = frozenset({429, 503})
_SECRET_PARAMETERS = frozenset({"api_key", "apikey", "key", "token", "access_token", "mailto"})


class _RetryableError(Exception):
    """A failure of one try; another try may succeed. `max_tries` counts all tries."""

    def __init__(self, error: SourceError, max_tries: int) -> None:
        super().__init__(error.message)
        self.error = error
        self.max_tries = max_tries


class Client:
    """Sends requests, and stores responses in the cache. Use as a context manager, or close it.

    With `offline` it sends no request, and cached responses of any age are valid. With `refresh`
    it ignores cached responses. `timing` replaces the clock in tests. Raises Usage for both
    together, and BadValue if VCMBIB_TIMEOUT is not a number of seconds above 0.
    """

    def __init__(
        self,
        *,
        offline: bool = False,
        refresh: bool = False,
        environ: Mapping[str, str] = os.environ,
        folder: Path | None = None,
        timing: Timing | None = None,
    ) -> None:
        if offline and refresh:
            raise Usage("--offline and --refresh contradict each other", "leave one of the two out")
        self.environ = environ
        self._offline = offline
        self._refresh = refresh
        self._timing = timing or Timing()
        home = folder or cache_folder(environ)
        self._cache = Cache(home)
        self._rate_limiter = RateLimiter(home, self._timing)
        self._read_seconds = seconds_setting(environ, "VCMBIB_TIMEOUT", _READ_SECONDS)
        if self._read_seconds == 0:
            raise BadValue("VCMBIB_TIMEOUT", "0", "a number of seconds above 0, such as 30")
        self._budget = max(_BUDGET_SECONDS, 4 * self._read_seconds)
        self._http: dict[bool, httpx.Client] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        for http in self._http.values():
            http.close()
        self._http.clear()

    @property
    def offline(self) -> bool:
        """Whether the client sends no requests."""
        return self._offline

    def cached_response(self, url: str, params: Mapping[str, str]) -> Response | None:
        """The cached response for `url` with `params`; None if there is none or it is too old."""
        if self._refresh:
            return None
        cached = self._cache.read(_cache_key(url, params))
        if cached is None or not (self._offline or cached.is_fresh(self._timing.now())):
            return None
        return Response(cached.status, cached.content_type, cached.body, from_cache=True)

    def store_response(
        self, url: str, params: Mapping[str, str], response: Response, seconds: float = DAY
    ) -> None:
        """Store a response in the cache for `seconds`. A failure to store it is ignored."""
        now = self._timing.now()
        cached = CachedResponse(response.status, response.content_type, response.body, now, seconds)
        self._cache.write(_cache_key(url, params), cached)

    def get(
        self,
        url: str,
        params: Mapping[str, str],
        *,
        source: str,
        about: str = "",
        interval: float = 0.0,
        accept: frozenset[int] = frozenset(),
    ) -> Response:
        """Send a GET request for `url` with `params`. Does not read or write the cache.

        `source` and `about` are for messages. `interval` is the least number of seconds between
        two requests to the host. Returns the response if its status is 200 to 299 or in `accept`.
        Raises a SourceError otherwise: Offline, SourceUnreachable, SourceTimeout, SourceRefused,
        SourceBusy, SourceFailing, SourceBlocked, SourceCutOff, SourceBroken, SourceTooLarge.
        """
        if self._offline:
            raise Offline(source, about or "the answer")
        return self._send(_with_query(url, params), source, interval, accept)

    def _send(self, address: str, source: str, interval: float, accept: frozenset[int]) -> Response:
        """Send the request; repeat it if that may help, within the budget of time."""
        start = self._timing.monotonic()
        host = _without_secrets(address).split("/")[2]
        tried = 0
        while True:
            tried += 1
            retry_after: float | None = None
            try:
                with self._rate_limiter.turn(host, interval, source):
                    response, retry_after = self._request(address, source)
                if 200 <= response.status < 300 or response.status in accept:
                    return response
                failure = self._status_error(response, source, retry_after)
                max_tries = 4 if response.status in _RETRIED and not response.is_robot_check else 1
            except _RetryableError as retryable:
                failure, max_tries = retryable.error, retryable.max_tries
            remaining = self._budget - (self._timing.monotonic() - start)
            pause = self._pause(failure, tried, retry_after)
            if tried >= max_tries or (retry_after or 0.0) > _MAX_PAUSE_SECONDS or pause > remaining:
                raise failure
            self._timing.sleep(pause)

    def _pause(self, failure: SourceError, tried: int, retry_after: float | None) -> float:
        """Seconds to wait before the next try: `retry_after`, or twice the last pause."""
        chance = self._timing.chance()
        if retry_after:
            return retry_after + chance * min(1.0, retry_after / 10)
        base = 2.0 if isinstance(failure, SourceBusy) else 1.0
        return base * 2.0 ** (tried - 1) * (0.75 + chance / 2)

    def _status_error(
        self, response: Response, source: str, retry_after: float | None
    ) -> SourceError:
        """The error for a response that is not accepted."""
        if response.is_robot_check:
            return SourceBlocked(source, response.page_title)
        if response.status in _BUSY_STATUSES:
            return SourceBusy(source, response.status_text, self._when_to_retry(retry_after))
        if response.status >= 500 or response.status in _RETRIED:
            return SourceFailing(source, response.status_text)
        return SourceRefused(source, response.status_text)

    def _when_to_retry(self, retry_after: float | None) -> str:
        if not retry_after:
            return "in some minutes"
        moment = datetime.fromtimestamp(self._timing.now() + retry_after, UTC).astimezone()
        if retry_after < 90:
            return f"in {math.ceil(retry_after)} seconds"
        if retry_after < 12 * HOUR:
            return f"in {math.ceil(retry_after / 60)} minutes, after {moment:%H:%M}"
        return f"after {moment:%Y-%m-%d %H:%M}"

    def _request(self, address: str, source: str) -> tuple[Response, float | None]:
        """Send one request; return the response and the seconds of its `Retry-After`.

        Raises _RetryableError if another try may succeed, and SourceError otherwise.
        """
        deadline = self._timing.monotonic() + self._budget
        try:
            http = self._connection(address, source)
            with http.stream("GET", address) as streamed:
                body = self._body(streamed, source, deadline)
                kind = streamed.headers.get("content-type", "")
                response = Response(streamed.status_code, kind, body)
                return response, self._retry_after(streamed.headers.get("retry-after", ""))
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
            self._translate(error, source)

    def _translate(self, error: Exception, source: str) -> NoReturn:
        """Raise the error for a failure of httpx."""
        text = str(error)
        detail = _cause(text) or type(error).__name__
        match error:
            case httpx.ConnectTimeout():
                raise _RetryableError(SourceTimeout(source, self._connect_seconds), 2) from error
            case httpx.TimeoutException():
                raise _RetryableError(SourceTimeout(source, self._read_seconds), 2) from error
            case httpx.ConnectError() | httpx.ProxyError():
                raise _RetryableError(SourceUnreachable(source, detail), 2) from error
            case httpx.TooManyRedirects():
                raise SourceRefused(source, f"more than {_MAX_REDIRECTS} redirects") from error
            case httpx.UnsupportedProtocol() | httpx.InvalidURL():
                raise SourceRefused(source, f"it leads to no usable address: {detail}") from error
            case httpx.RemoteProtocolError() if "complete" in text:
                raise _RetryableError(SourceCutOff(source, detail), 3) from error
            case httpx.RemoteProtocolError() if "disconnected" not in text:
                raise SourceBroken(source, f"it is no proper HTTP: {detail}") from error
            case _:
                raise _RetryableError(SourceUnreachable(source, detail), 3) from error

    @property
    def _connect_seconds(self) -> float:
        return min(_CONNECT_SECONDS, self._read_seconds)

    def _body(self, streamed: httpx.Response, source: str, deadline: float) -> bytes:
        """The body, decompressed here to detect truncated and too large bodies."""
        encoding = streamed.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "", "gzip", "x-gzip"):
            raise SourceBroken(source, f"it is packed in an unknown way ({encoding[:40]})")
        decompressor = zlib.decompressobj(31) if "gzip" in encoding else None
        body = bytearray()
        received = 0
        for chunk in streamed.iter_raw():
            received += len(chunk)
            try:
                body += (
                    decompressor.decompress(chunk, _MAX_BODY_BYTES + 1) if decompressor else chunk
                )
            except zlib.error as error:
                raise SourceBroken(source, "it cannot be unpacked") from error
            if len(body) > _MAX_BODY_BYTES:
                raise SourceTooLarge(source, _MAX_BODY_BYTES)
            if self._timing.monotonic() > deadline:
                raise SourceTimeout(source, self._budget)
        if decompressor is not None and received and not decompressor.eof:
            raise _RetryableError(
                SourceCutOff(source, f"its packing ends after {received} bytes"), 3
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

    def _connection(self, address: str, source: str) -> httpx.Client:
        """The httpx client for an address, created at the first use."""
        loopback = is_loopback(address)
        if loopback not in self._http:
            try:
                self._http[loopback] = httpx.Client(
                    headers={
                        "User-Agent": user_agent(self.environ),
                        "Accept-Encoding": "gzip",
                        "Accept": "application/atom+xml, application/json, */*;q=0.5",
                    },
                    timeout=httpx.Timeout(self._read_seconds, connect=self._connect_seconds),
                    limits=httpx.Limits(max_connections=1),
                    follow_redirects=True,
                    max_redirects=_MAX_REDIRECTS,
                    trust_env=not loopback,
                )
            except (OSError, ValueError, ImportError, httpx.InvalidURL) as error:
                raise SourceUnreachable(
                    source,
                    f"the proxy or certificate settings cannot be used ({_cause(str(error))})",
                ) from error
        return self._http[loopback]


def user_agent(environ: Mapping[str, str]) -> str:
    """The user agent; contains VCMBIB_MAILTO if that is an email address."""
    mailto = environ.get("VCMBIB_MAILTO", "").strip().removeprefix("mailto:")
    contact = f"; mailto:{mailto}" if re.fullmatch(r"[!-'*-~]+@[!-'*-~]+", mailto) else ""
    return f"vcmbib/{__version__} (bibliography manager{contact})"


def seconds_setting(environ: Mapping[str, str], name: str, default: float) -> float:
    """The seconds in the variable `name`, or `default` if it is not set.

    Raises BadValue for a text that is not a number of seconds up to one day.
    """
    value = environ.get(name, "").strip()
    if not value:
        return default
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= DAY:
        raise BadValue(name, value, "a number of seconds, such as 30")
    return seconds


def is_loopback(address: str) -> bool:
    """Whether the host of a URL is this machine."""
    host = urlsplit(address).hostname or ""
    return host in ("localhost", "::1") or re.fullmatch(r"127(?:\.\d+){3}", host) is not None


def _with_query(url: str, params: Mapping[str, str]) -> str:
    query = urlencode(params, safe=",/:")
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def _cache_key(url: str, params: Mapping[str, str]) -> str:
    """The name of a response in the cache: method and URL without secrets."""
    return f"GET {_without_secrets(_with_query(url, params))}"


def _without_secrets(address: str) -> str:
    """The URL without user name, password and API keys: the cache must not contain them."""
    parts = urlsplit(address)
    query = urlencode(
        [(k, v) for k, v in parse_qsl(parts.query, True) if k not in _SECRET_PARAMETERS]
    )
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, query, ""))


_CAUSES = (
    (r"refused", "connection refused"),
    (
        r"name or service|getaddrinfo|nodename|name resolution|no address",
        "the name of its host is not known (is there a network?)",
    ),
    (r"network is unreachable|no route", "there is no network"),
    (r"certificate", "its certificate is not trusted"),
    (r"reset by peer|disconnected|broken pipe", "the connection was cut"),
    (r"without sending complete|incomplete chunked", "the connection ended before it did"),
)


def _cause(text: str) -> str:
    """The cause of a failure in plain words. Removes URLs, which may contain a password."""
    for pattern, words in _CAUSES:
        if re.search(pattern, text, re.IGNORECASE):
            return words
    return re.sub(r"\S+://\S+", "…", " ".join(text.split()))[:200]
