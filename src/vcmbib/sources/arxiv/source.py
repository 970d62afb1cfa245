"""The arXiv source: papers by identifier, many in one request.

Sources of the rules: arXiv API User's Manual (https://info.arxiv.org/help/api/user-manual.html) for
the parameters `id_list` and `max_results` and for the advice to repeat no request within a day;
Terms of Use for arXiv APIs (https://info.arxiv.org/help/api/tou.html) for the limit of one
connection and one request every three seconds.

Environment: VCMBIB_ARXIV_URL (another address of the API) and VCMBIB_ARXIV_PACE (seconds between
two requests; at least three, except if the address is on this machine).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar
from urllib.parse import urlsplit, urlunsplit

from vcmbib.errors import (
    BadIdentifier,
    BadValue,
    NotAtSource,
    Offline,
    SourceBlocked,
    SourceBroken,
    SourceCutOff,
    SourceEmpty,
    SourceError,
    SourceSaidError,
    SourceTooLarge,
    SourceWrongCharset,
    VcmbibError,
    WithdrawnPaper,
)
from vcmbib.model.identifiers import Identifier, Scheme, parse_identifier
from vcmbib.model.paper import Record
from vcmbib.sources import FetchResult
from vcmbib.sources.arxiv.feed import SOURCE, Feed, FeedEntry, read_feed, response_with
from vcmbib.sources.arxiv.record import record_of, withdrawal
from vcmbib.sources.client import HOUR, Client, seconds_setting
from vcmbib.sources.http.addresses import is_loopback
from vcmbib.sources.http.exchange import DAY
from vcmbib.sources.response import Response

API_ADDRESS = "https://export.arxiv.org/api/query"
MIN_INTERVAL_SECONDS = 3.0
BATCH_SIZE = 100
"""Identifiers in one request. The URL has less than 4,000 characters then."""

_MAX_REFUSALS = 16  # errors in a row; after more, the identifiers are not the cause

# The next request can succeed after one of these errors, but not after any other.
_TRANSIENT_ERRORS = (
    SourceBroken,
    SourceCutOff,
    SourceEmpty,
    SourceSaidError,
    SourceTooLarge,
    SourceWrongCharset,
    Offline,
)


class Arxiv:
    """The catalogue arXiv. It sends its requests with `client`.

    `base` is the address of the API; default: VCMBIB_ARXIV_URL, or the address of arXiv. An
    address without a path gets the path `/api/query`. Raises BadValue for an invalid address, and
    if VCMBIB_ARXIV_PACE is not a number of seconds.
    """

    name: ClassVar[str] = "arxiv"

    def __init__(self, client: Client, base: str | None = None) -> None:
        chosen = base or client.environ.get("VCMBIB_ARXIV_URL", "").strip()
        self._client = client
        self._base = _api_address(chosen or API_ADDRESS)
        self._is_chosen = bool(chosen)
        minimum = 0.0 if is_loopback(self._base) else MIN_INTERVAL_SECONDS
        interval = seconds_setting(client.environ, "VCMBIB_ARXIV_PACE", MIN_INTERVAL_SECONDS)
        self._interval = max(interval, minimum)

    def fetch(self, identifiers: Sequence[Identifier]) -> FetchResult:
        """The records of the papers, in the order of `identifiers`; each identifier once.

        An identifier without a version means the newest version. Failures are BadIdentifier (no
        request is sent), NotAtSource, WithdrawnPaper, or the SourceError of the request. A failure
        of one identifier does not change the results of the others.

        A record has the entry type `misc`, the venue arXiv, and the year and month of the first
        version. `ref` is the identifier with the version. `extra` contains these fields if the
        feed has them: `primaryclass`, `categories` (separated by commas), `comment`,
        `journal_ref`, `published` and `updated` (times as in the feed), and `version`.
        """
        requested = tuple(dict.fromkeys(identifiers))
        results: dict[Identifier, Record | VcmbibError] = {}
        uncached: list[Identifier] = []
        requests = _ArxivRequests(self._client, self._base, self._interval, self._is_chosen)
        for identifier in requested:
            if not _is_arxiv(identifier):
                results[identifier] = BadIdentifier(_number(identifier), SOURCE)
            elif (result := requests.cached(identifier)) is not None:
                results[identifier] = result
            else:
                uncached.append(identifier)
        for start in range(0, len(uncached), BATCH_SIZE):
            results.update(requests.fetch_batch(uncached[start : start + BATCH_SIZE]))
        records: list[Record] = []
        failures: list[tuple[Identifier, VcmbibError]] = []
        for identifier in requested:
            result = results[identifier]
            if isinstance(result, Record):
                records.append(result)
            else:
                failures.append((identifier, result))
        return FetchResult(tuple(records), tuple(failures))


class _ArxivRequests:
    """The requests of one `fetch`. After a fatal error it sends no more."""

    def __init__(self, client: Client, base: str, interval: float, is_chosen: bool) -> None:
        self._client = client
        self._base = base
        self._interval = interval
        self._is_chosen = is_chosen
        self._fatal_error: SourceError | None = None
        self._refusals = 0

    def cached(self, identifier: Identifier) -> Record | VcmbibError | None:
        """The result for an identifier from the cache; without one, None, or Offline if offline."""
        response = self._client.cached_response(self._base, _parameters([identifier]))
        if response is not None:
            try:
                feed = read_feed(response)
            except SourceError:  # another version of the program stored it
                pass
            else:
                return _result(feed, identifier) or _missing_error(feed, identifier)
        return Offline(SOURCE, _number(identifier)) if self._client.offline else None

    def fetch_batch(
        self, batch: Sequence[Identifier]
    ) -> Iterator[tuple[Identifier, Record | VcmbibError]]:
        """Request a batch; yield each identifier with its result."""
        if self._fatal_error is not None:
            yield from ((identifier, self._fatal_error) for identifier in batch)
            return
        try:
            feed = self._feed(batch)
        except SourceError as error:
            if not isinstance(error, _TRANSIENT_ERRORS):
                self._fatal_error = error
            yield from ((identifier, error) for identifier in batch)
            return
        results = {identifier: _result(feed, identifier) for identifier in batch}
        missing = [identifier for identifier, result in results.items() if result is None]
        if feed.errors and missing:
            yield from self._split_batch(missing, feed.errors[0], batch)
        elif missing and len(missing) < len(batch) and _is_incomplete(feed):
            yield from self.fetch_batch(missing)
        else:
            yield from ((identifier, _missing_error(feed, identifier)) for identifier in missing)
        for identifier, result in results.items():
            if result is not None:
                self._refusals = 0
                yield identifier, result

    def _split_batch(
        self, missing: list[Identifier], message: str, batch: Sequence[Identifier]
    ) -> Iterator[tuple[Identifier, Record | VcmbibError]]:
        """Request a batch in parts after an error, because one bad identifier fails the batch."""
        self._refusals += 1
        error = SourceSaidError(SOURCE, message)
        named = [i for i in missing if _is_about(message, i)]
        rest = [i for i in missing if i not in named]
        if len(missing) == 1 or self._refusals > _MAX_REFUSALS:
            yield from ((identifier, error) for identifier in missing)
        elif named:
            yield from ((identifier, error) for identifier in named)
            if rest:
                yield from self.fetch_batch(rest)
        elif len(missing) < len(batch):
            yield from self.fetch_batch(missing)
        else:
            half = len(missing) // 2
            yield from self.fetch_batch(missing[:half])
            yield from self.fetch_batch(missing[half:])

    def _feed(self, batch: Sequence[Identifier]) -> Feed:
        """Request the feed of a batch, and cache it if it has no error. Raises a SourceError."""
        feed = self._read(self._send(batch))
        if not feed.entries and not feed.errors:
            # arXiv sometimes returns an empty feed for papers that it has: repeat the request.
            feed = self._read(self._send(batch))
            if not feed.entries and feed.total:
                raise SourceEmpty(SOURCE, f"it announces {feed.total} papers but sends none")
        if not feed.errors:
            self._store(feed, batch)
        return feed

    def _store(self, feed: Feed, batch: Sequence[Identifier]) -> None:
        """Cache the result of each identifier: a paper for a day, a missing paper for an hour.

        Each identifier has its own response in the cache, so that a later request for other
        identifiers can use it.
        """
        is_unclear = _is_incomplete(feed) or any(e.identifier is None for e in feed.entries)
        for identifier in batch:
            entry = _find(feed, identifier)
            if not is_unclear if entry is None else entry.title is not None:
                seconds = HOUR if entry is None else DAY
                parameters, response = _parameters([identifier]), response_with(entry)
                self._client.store_response(self._base, parameters, response, seconds)

    def _send(self, batch: Sequence[Identifier]) -> Response:
        return self._client.get(
            self._base,
            _parameters(batch),
            source=SOURCE,
            about=_number(batch[0]),
            interval=self._interval,
            accept=frozenset({400}),
            trusted=self._is_chosen,
        )

    def _read(self, response: Response) -> Feed:
        """The feed in a response. A response with the status 400 gives a feed with an error."""
        if response.is_robot_check:
            raise SourceBlocked(SOURCE, response.page_title)
        if response.status != 400:
            return read_feed(response)
        try:
            feed = read_feed(response)
        except SourceError:
            feed = Feed()
        return Feed(errors=feed.errors or (response.status_text,))


def _parameters(batch: Sequence[Identifier]) -> dict[str, str]:
    """The parameters of a request. The default of `max_results` is only ten papers."""
    return {"id_list": ",".join(map(_number, batch)), "max_results": str(len(batch))}


def _api_address(text: str) -> str:
    """The address of the API in VCMBIB_ARXIV_URL. Raises BadValue for an invalid address."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", text) or not text.isprintable():
        raise BadValue("VCMBIB_ARXIV_URL", text, f"a URL such as {API_ADDRESS}")
    path = parts.path if parts.path.strip("/") else "/api/query"
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def _is_arxiv(identifier: Identifier) -> bool:
    """Whether it is a valid arXiv identifier. An invalid one would fail the whole batch."""
    if identifier.scheme is not Scheme.ARXIV:
        return False
    found = parse_identifier(f"arXiv:{_number(identifier)}")
    return found is not None and _number(found) == _number(identifier)


def _number(identifier: Identifier) -> str:
    """The identifier with its version in arXiv's form: `2405.03500v2`."""
    return f"{identifier.value}{identifier.version or ''}"


def _is_about(message: str, identifier: Identifier) -> bool:
    """Whether an error message of arXiv names this identifier."""
    return re.search(rf"(?<![\w./-]){re.escape(_number(identifier))}(?!\w)", message) is not None


def _is_incomplete(feed: Feed) -> bool:
    """Whether the feed contains fewer papers than its `totalResults`."""
    return feed.total is not None and feed.total > len(feed.entries)


def _find(feed: Feed, identifier: Identifier) -> FeedEntry | None:
    """The entry for an identifier: its version, or the newest if it has no version."""
    best: tuple[int, FeedEntry] | None = None
    for entry in feed.entries:
        found = entry.identifier
        if found is None or found.comparison_key != identifier.comparison_key:
            continue
        if identifier.version is not None and found.version == identifier.version:
            return entry
        number = int((found.version or "v0")[1:])
        if identifier.version is None and (best is None or number > best[0]):
            best = (number, entry)
    return best[1] if best else None


def _result(feed: Feed, identifier: Identifier) -> Record | VcmbibError | None:
    """The record or the error for an identifier in a feed; None if the feed has no entry."""
    entry = _find(feed, identifier)
    if entry is None:
        return None
    notice = withdrawal(entry.comment, entry.summary)
    if notice is not None:
        return WithdrawnPaper(SOURCE, _number(identifier), notice)
    if entry.title is None:
        return SourceBroken(SOURCE, f"the entry of {_number(identifier)} has no title")
    return record_of(entry, entry.title, identifier)


def _missing_error(feed: Feed, identifier: Identifier) -> VcmbibError:
    """The error for an identifier that a feed without errors does not contain."""
    if any(entry.identifier is None for entry in feed.entries):
        return SourceBroken(SOURCE, "an entry has no readable id")
    others = [
        _number(e.identifier)
        for e in feed.entries
        if e.identifier is not None and e.identifier.comparison_key == identifier.comparison_key
    ]
    detail = f"it sent {', '.join(others)}" if others else ""
    return NotAtSource(SOURCE, _number(identifier), detail)
