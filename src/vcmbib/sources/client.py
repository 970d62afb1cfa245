"""HTTP, for all sources: the only module that speaks it.

A request is a GET. It waits for its turn (`pace`), follows a few redirects, is asked again a few
times where that may help, and ends as an `Answer` or as one of the errors of `vcmbib.errors`.
Asked again, with growing pauses and a random part in them: 408, 425, 429, 5xx, and connections
that were cut; never a check for robots. `Retry-After` (RFC 9110, both forms) is obeyed up to a
minute; beyond that the error says when to try again.

Environment: VCMBIB_MAILTO (an address put in the user agent, as the catalogues ask for),
VCMBIB_TIMEOUT (seconds to wait for an answer), XDG_CACHE_HOME, and the usual proxy variables
(a loopback address is never asked through a proxy).
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
from vcmbib.sources.cache import Cache, Kept, cache_folder
from vcmbib.sources.rate_limit import Pace, Timing
from vcmbib.sources.response import Answer

DAY = 86_400.0
HOUR = 3_600.0

_CONNECT_SECONDS = 10.0
_READ_SECONDS = 30.0
_BUDGET_SECONDS = 120.0  # for one question with all its retries; no new try begins after it
_LONGEST_PAUSE = 60.0
_LONGEST_STATED = 366 * DAY
_LARGEST_ANSWER = 50_000_000
_REDIRECTS = 5

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_LIMITED = frozenset({429, 503})
_SECRETS = frozenset({"api_key", "apikey", "key", "token", "access_token", "mailto"})


class _Cut(Exception):
    """The connection ended, or was never made; worth another try."""

    def __init__(self, error: SourceError, tries: int) -> None:
        super().__init__(error.message)
        self.error = error
        self.tries = tries


class Client:
    """Asks the network, or the answers of earlier days.

    `offline` never asks and takes stored answers of any age; `refresh` asks although there is a
    stored answer. Close it, or use it in a `with` statement. Raises Usage for both at once and
    BadValue for a VCMBIB_TIMEOUT that is no number of seconds.
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
        self._pace = Pace(home, self._timing)
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
        """Let go of the connection."""
        for http in self._http.values():
            http.close()
        self._http.clear()

    @property
    def offline(self) -> bool:
        """Whether the network is not to be used."""
        return self._offline

    def stored(self, url: str, params: Mapping[str, str]) -> Answer | None:
        """The stored answer to `url` with `params`, if one may be used; else None."""
        if self._refresh:
            return None
        kept = self._cache.read(_question(url, params))
        if kept is None or not (self._offline or kept.fresh(self._timing.now())):
            return None
        return Answer(kept.status, kept.content_type, kept.body, from_cache=True)

    def keep(
        self, url: str, params: Mapping[str, str], answer: Answer, seconds: float = DAY
    ) -> None:
        """Store a good answer for `seconds`. That it cannot be stored is no failure."""
        now = self._timing.now()
        kept = Kept(answer.status, answer.content_type, answer.body, now, seconds)
        self._cache.write(_question(url, params), kept)

    def get(
        self,
        url: str,
        params: Mapping[str, str],
        *,
        source: str,
        about: str = "",
        pace: float = 0.0,
        accept: frozenset[int] = frozenset(),
    ) -> Answer:
        """The answer of the network to `url` with `params`; nothing is looked up or stored.

        `source` and `about` are for messages; `pace` is the least number of seconds between two
        requests to the host. A status of 200 to 299 or in `accept` is an answer; what stands in
        it is for the caller to judge, who then may `keep` it. Raises a SourceError otherwise:
        Offline, SourceUnreachable, SourceTimeout, SourceRefused, SourceBusy, SourceFailing,
        SourceBlocked, SourceCutOff, SourceBroken, SourceTooLarge.
        """
        if self._offline:
            raise Offline(source, about or "the answer")
        return self._ask(_with_query(url, params), source, pace, accept)

    def _ask(self, address: str, source: str, pace: float, accept: frozenset[int]) -> Answer:
        """Try, and try again where it may help, within the budget of time."""
        start = self._timing.monotonic()
        host = _without_secrets(address).split("/")[2]
        tried = 0
        while True:
            tried += 1
            stated: float | None = None
            try:
                with self._pace.turn(host, pace, source):
                    answer, stated = self._once(address, source)
                if 200 <= answer.status < 300 or answer.status in accept:
                    return answer
                failure = self._failure(answer, source, stated)
                tries = 4 if answer.status in _AGAIN and not answer.is_robot_check else 1
            except _Cut as cut:
                failure, tries = cut.error, cut.tries
            left = self._budget - (self._timing.monotonic() - start)
            pause = self._pause(failure, tried, stated)
            if tried >= tries or (stated or 0.0) > _LONGEST_PAUSE or pause > left:
                raise failure
            self._timing.sleep(pause)

    def _pause(self, failure: SourceError, tried: int, stated: float | None) -> float:
        """How long to wait before the next try: as told, else twice as long each time."""
        chance = self._timing.chance()
        if stated:
            return stated + chance * min(1.0, stated / 10)
        base = 2.0 if isinstance(failure, SourceBusy) else 1.0
        return base * 2.0 ** (tried - 1) * (0.75 + chance / 2)

    def _failure(self, answer: Answer, source: str, stated: float | None) -> SourceError:
        """The error that an answer with such a status is."""
        if answer.is_robot_check:
            return SourceBlocked(source, answer.page_title)
        if answer.status in _LIMITED:
            return SourceBusy(source, answer.words, self._when(stated))
        if answer.status >= 500 or answer.status in _AGAIN:
            return SourceFailing(source, answer.words)
        return SourceRefused(source, answer.words)

    def _when(self, stated: float | None) -> str:
        if not stated:
            return "in some minutes"
        moment = datetime.fromtimestamp(self._timing.now() + stated, UTC).astimezone()
        if stated < 90:
            return f"in {math.ceil(stated)} seconds"
        if stated < 12 * HOUR:
            return f"in {math.ceil(stated / 60)} minutes, after {moment:%H:%M}"
        return f"after {moment:%Y-%m-%d %H:%M}"

    def _once(self, address: str, source: str) -> tuple[Answer, float | None]:
        """One request. Raises _Cut for what another try may mend, SourceError for the rest."""
        deadline = self._timing.monotonic() + self._budget
        try:
            http = self._connection(address, source)
            with http.stream("GET", address) as response:
                body = self._body(response, source, deadline)
                kind = response.headers.get("content-type", "")
                answer = Answer(response.status_code, kind, body)
                return answer, self._retry_after(response.headers.get("retry-after", ""))
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
            self._translate(error, source)

    def _translate(self, error: Exception, source: str) -> NoReturn:
        """Raise what a failure of httpx means to a user."""
        text = str(error)
        detail = _plain(text) or type(error).__name__
        match error:
            case httpx.ConnectTimeout():
                raise _Cut(SourceTimeout(source, self._connect_seconds), 2) from error
            case httpx.TimeoutException():
                raise _Cut(SourceTimeout(source, self._read_seconds), 2) from error
            case httpx.ConnectError() | httpx.ProxyError():
                raise _Cut(SourceUnreachable(source, detail), 2) from error
            case httpx.TooManyRedirects():
                raise SourceRefused(source, f"more than {_REDIRECTS} redirects") from error
            case httpx.UnsupportedProtocol() | httpx.InvalidURL():
                raise SourceRefused(source, f"it leads to no usable address: {detail}") from error
            case httpx.RemoteProtocolError() if "complete" in text:
                raise _Cut(SourceCutOff(source, detail), 3) from error
            case httpx.RemoteProtocolError() if "disconnected" not in text:
                raise SourceBroken(source, f"it is no proper HTTP: {detail}") from error
            case _:
                raise _Cut(SourceUnreachable(source, detail), 3) from error

    @property
    def _connect_seconds(self) -> float:
        return min(_CONNECT_SECONDS, self._read_seconds)

    def _body(self, response: httpx.Response, source: str, deadline: float) -> bytes:
        """The body, unpacked here so that a cut or swollen packing is noticed."""
        packing = response.headers.get("content-encoding", "identity").strip().lower()
        if packing not in ("identity", "", "gzip", "x-gzip"):
            raise SourceBroken(source, f"it is packed in an unknown way ({packing[:40]})")
        unpacker = zlib.decompressobj(31) if "gzip" in packing else None
        body = bytearray()
        received = 0
        for chunk in response.iter_raw():
            received += len(chunk)
            try:
                body += unpacker.decompress(chunk, _LARGEST_ANSWER + 1) if unpacker else chunk
            except zlib.error as error:
                raise SourceBroken(source, "it cannot be unpacked") from error
            if len(body) > _LARGEST_ANSWER:
                raise SourceTooLarge(source, _LARGEST_ANSWER)
            if self._timing.monotonic() > deadline:
                raise SourceTimeout(source, self._budget)
        if unpacker is not None and received and not unpacker.eof:
            raise _Cut(SourceCutOff(source, f"its packing ends after {received} bytes"), 3)
        return bytes(body)

    def _retry_after(self, value: str) -> float | None:
        """Seconds to wait, from either form; None for none or nonsense."""
        value = value.strip()
        if re.fullmatch(r"\d{1,9}", value, re.ASCII):
            return min(float(value), _LONGEST_STATED)
        try:
            moment = email.utils.parsedate_to_datetime(value)
            if moment.tzinfo is None:  # "-0000" in a date means that no zone is stated: UTC
                moment = moment.replace(tzinfo=UTC)
            return min(max(0.0, moment.timestamp() - self._timing.now()), _LONGEST_STATED)
        except (ValueError, TypeError, OverflowError, IndexError):
            return None

    def _connection(self, address: str, source: str) -> httpx.Client:
        """The one connection, made when first needed."""
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
                    max_redirects=_REDIRECTS,
                    trust_env=not loopback,
                )
            except (OSError, ValueError, ImportError, httpx.InvalidURL) as error:
                raise SourceUnreachable(
                    source,
                    f"the proxy or certificate settings cannot be used ({_plain(str(error))})",
                ) from error
        return self._http[loopback]


def user_agent(environ: Mapping[str, str]) -> str:
    """How we present ourselves, with VCMBIB_MAILTO if it is set to something like an address."""
    mailto = environ.get("VCMBIB_MAILTO", "").strip().removeprefix("mailto:")
    contact = f"; mailto:{mailto}" if re.fullmatch(r"[!-'*-~]+@[!-'*-~]+", mailto) else ""
    return f"vcmbib/{__version__} (bibliography manager{contact})"


def seconds_setting(environ: Mapping[str, str], name: str, default: float) -> float:
    """A number of seconds from the environment. Raises BadValue for anything else."""
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
    """Whether an address is on this machine."""
    host = urlsplit(address).hostname or ""
    return host in ("localhost", "::1") or re.fullmatch(r"127(?:\.\d+){3}", host) is not None


def _with_query(url: str, params: Mapping[str, str]) -> str:
    query = urlencode(params, safe=",/:")
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def _question(url: str, params: Mapping[str, str]) -> str:
    """The name of an answer among the stored ones."""
    return f"GET {_without_secrets(_with_query(url, params))}"


def _without_secrets(address: str) -> str:
    """The address without names, passwords and keys: what a stored answer may tell."""
    parts = urlsplit(address)
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, True) if k not in _SECRETS])
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, query, ""))


_REASONS = (
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


def _plain(text: str) -> str:
    """Why, in plain words where we know them; never an address, which may hold a password."""
    for pattern, words in _REASONS:
        if re.search(pattern, text, re.IGNORECASE):
            return words
    return re.sub(r"\S+://\S+", "…", " ".join(text.split()))[:200]
