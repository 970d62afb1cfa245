"""The HTTP client of all sources.

Every request is a GET. The client waits for the rate limit of each host, follows redirects to
public addresses, repeats requests that may succeed later, and returns a `Response` or raises a
SourceError. One deadline limits a request with all its redirects and repetitions: four times
VCMBIB_TIMEOUT, at least 20 seconds. Waiting for the rate limit does not count.

It repeats a request after a lost connection and after these statuses: 408, 500, 502, 503, 504 (RFC
9110, section 15), 425 (RFC 8470) and 429 (RFC 6585). The pauses double and have a random part. It
never repeats a request after a check for robots. After three failures of a host in a row it sends
no more requests to that host. It obeys `Retry-After` (RFC 9110, section 10.2.3)
up to one minute; for a longer time the error contains the time of the next try.

Environment: VCMBIB_MAILTO (an email address for the user agent, which catalogues ask for),
VCMBIB_TIMEOUT (seconds to wait for the headers of a response), XDG_CACHE_HOME, and the usual proxy
variables (requests to a loopback address never use a proxy).
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from vcmbib import __version__
from vcmbib.errors import (
    BadValue,
    Offline,
    SourceBlocked,
    SourceBusy,
    SourceError,
    SourceFailing,
    SourceRefused,
    SourceSkipped,
    Usage,
)
from vcmbib.sources.cache import Cache, CachedResponse, cache_folder
from vcmbib.sources.http.exchange import DAY, Answer, Exchanger, Request, RetryableError
from vcmbib.sources.http.transport import Network
from vcmbib.sources.rate_limit import RateLimiter, Timing
from vcmbib.sources.response import Response

HOUR = 3_600.0

_READ_SECONDS = 30.0
_MIN_BUDGET_SECONDS = 20.0
_MAX_PAUSE_SECONDS = 60.0
_OTHER_HOST_SECONDS = 3.0  # the least time between two requests to a host of a redirect

_MAX_FAILURES = 3  # of a host in a row; then the run sends it no more requests

_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_BUSY_STATUSES = frozenset({429, 503})
_SECRET_PARAMETERS = frozenset({"api_key", "apikey", "key", "token", "access_token", "mailto"})


class Client:
    """Sends requests, and stores responses in the cache. Use as a context manager, or close it.

    With `offline` it sends no request, and cached responses of any age are valid. With `refresh`
    it ignores cached responses. `timing` and `network` replace the clock and the network in tests.
    Raises Usage for both options together, and BadValue if VCMBIB_TIMEOUT is not a number of
    seconds above 0.
    """

    def __init__(
        self,
        *,
        offline: bool = False,
        refresh: bool = False,
        environ: Mapping[str, str] = os.environ,
        folder: Path | None = None,
        timing: Timing | None = None,
        network: Network | None = None,
    ) -> None:
        if offline and refresh:
            raise Usage("--offline and --refresh exclude each other", "use one of them")
        self.environ = environ
        self._offline = offline
        self._refresh = refresh
        self._timing = timing or Timing()
        home = folder or cache_folder(environ)
        self._cache = Cache(home)
        self._rate_limiter = RateLimiter(home, self._timing)
        seconds = seconds_setting(environ, "VCMBIB_TIMEOUT", _READ_SECONDS)
        if seconds == 0:
            raise BadValue("VCMBIB_TIMEOUT", "0", "a number of seconds above 0, such as 30")
        self._budget = max(_MIN_BUDGET_SECONDS, 4 * seconds)
        self._failures: dict[str, int] = {}
        self._skipped: dict[str, SourceSkipped] = {}
        self._intervals: dict[str, float] = {}  # that the hosts state
        self._exchanger = Exchanger(
            user_agent(environ), user_agent({}), seconds, self._timing, network
        )

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
        self._exchanger.close()

    @property
    def offline(self) -> bool:
        """Whether the client sends no requests."""
        return self._offline

    def cached_response(
        self, url: str, params: Mapping[str, str], media: str = ""
    ) -> Response | None:
        """The cached response for `url` with `params`; None if there is none or it is too old."""
        if self._refresh:
            return None
        cached = self._cache.read(_cache_key(url, params, media))
        if cached is None or not (self._offline or cached.is_fresh(self._timing.now())):
            return None
        return Response(cached.status, cached.content_type, cached.body, from_cache=True)

    def store_response(
        self,
        url: str,
        params: Mapping[str, str],
        response: Response,
        seconds: float = DAY,
        media: str = "",
    ) -> None:
        """Store a response in the cache for `seconds`. A failure to store it is ignored.

        Only a good answer is stored, so the failures of the host before it do not count any more.
        """
        self._failures.pop(urlsplit(url).netloc, None)
        now = self._timing.now()
        cached = CachedResponse(response.status, response.content_type, response.body, now, seconds)
        self._cache.write(_cache_key(url, params, media), cached)

    def get(
        self,
        url: str,
        params: Mapping[str, str],
        *,
        source: str,
        about: str = "",
        interval: float = 0.0,
        accept: frozenset[int] = frozenset(),
        trusted: bool = False,
        media: str = "",
    ) -> Response:
        """Send a GET request for `url` with `params`. Does not read or write the cache.

        `source` and `about` are for messages. `interval` is the least number of seconds between
        two requests to the host; a response can ask for more. `trusted`: the user chose the host,
        so it can have any address. `media` is the value of `Accept`.
        Returns the response if its status is 200 to 299 or in `accept`. Raises a SourceError
        otherwise: Offline, SourceUnreachable, SourceTimeout, SourceRefused, SourceAddressRefused,
        SourceBusy, SourceFailing, SourceBlocked, SourceCutOff, SourceBroken, SourceTooLarge,
        SourceSkipped.
        """
        if self._offline:
            raise Offline(source, about or "the answer")

        @contextmanager
        def turn(host: str, is_base: bool) -> Iterator[None]:
            seconds = interval if is_base else max(interval, _OTHER_HOST_SECONDS)
            seconds = max(seconds, self._intervals.get(host, 0.0))
            start = self._timing.monotonic()
            with self._rate_limiter.turn(host, seconds, source):
                self._exchanger.deadline.extend(self._timing.monotonic() - start)
                yield

        host = urlsplit(url).netloc
        if host in self._skipped:
            raise self._skipped[host]
        try:
            request = Request(_with_query(url, params), source, trusted, turn, media)
            return self._send(request, accept)
        except SourceRefused:
            raise
        except SourceError as error:
            self.count_failure(url, error)
            raise

    def count_failure(self, url: str, error: SourceError) -> None:
        """Count a failure of the host of `url`, also an answer that cannot be read.

        After three in a row the host gets no more requests.
        """
        host = urlsplit(url).netloc
        self._failures[host] = self._failures.get(host, 0) + 1
        if self._failures[host] >= _MAX_FAILURES:
            self._skipped[host] = SourceSkipped(error)

    def _send(self, request: Request, accept: frozenset[int]) -> Response:
        """Send the request; repeat it if that may help, before the deadline."""
        deadline = self._exchanger.deadline
        deadline.start(self._budget)
        tried = 0
        while True:
            tried += 1
            answer: Answer | None = None
            try:
                answer = self._exchanger.send(request)
                if answer.interval:
                    self._intervals[urlsplit(request.url).netloc] = answer.interval
                response = answer.response
                if 200 <= response.status < 300 or response.status in accept:
                    return response
                failure = self._status_error(response, request.source, answer.retry_after)
                max_tries = 4 if response.status in _RETRIED and not response.is_robot_check else 1
            except RetryableError as retryable:
                failure, max_tries = retryable.error, retryable.max_tries
            retry_after = answer.retry_after if answer is not None else None
            pause = self._pause(failure, tried, retry_after)
            is_late = pause > deadline.remaining or (retry_after or 0.0) > _MAX_PAUSE_SECONDS
            if tried >= max_tries or is_late:
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


def _with_query(url: str, params: Mapping[str, str]) -> str:
    query = urlencode(params, safe=",/:")
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def _cache_key(url: str, params: Mapping[str, str], media: str = "") -> str:
    """The name of a response in the cache: method, URL without secrets, and `Accept`."""
    name = f"GET {_without_secrets(_with_query(url, params))}"
    return f"{name} {media}" if media else name


def _without_secrets(address: str) -> str:
    """The URL without user name, password and API keys: the cache must not contain them."""
    parts = urlsplit(address)
    query = urlencode(
        [(k, v) for k, v in parse_qsl(parts.query, True) if k not in _SECRET_PARAMETERS]
    )
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, query, ""))
