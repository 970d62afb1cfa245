"""arXiv: papers by identifier, many in one request.

The rules are arXiv's own: the API user's manual (`id_list`, `max_results`), and the terms of use
(one connection, three seconds between two requests, the same question at most once a day).

Environment: VCMBIB_ARXIV_URL, another base address; VCMBIB_ARXIV_PACE, the seconds between two
requests, never less than three unless the base address is on this machine.
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
from vcmbib.sources import Fetched
from vcmbib.sources.arxiv.feed import SOURCE, Entry, Feed, feed_of, read_feed
from vcmbib.sources.arxiv.record import record_of, withdrawal
from vcmbib.sources.client import DAY, HOUR, Client, is_loopback, seconds_setting
from vcmbib.sources.response import Answer

BASE = "https://export.arxiv.org/api/query"
PACE_SECONDS = 3.0
BATCH = 100
"""How many identifiers one request asks for: the address stays well under 4,000 characters."""

_MOST_REFUSALS = 16  # in a row: then it is not the identifiers that arXiv does not like

# After one of these the next request may well succeed; after any other it would not.
_PASSING = (
    SourceBroken,
    SourceCutOff,
    SourceEmpty,
    SourceSaidError,
    SourceTooLarge,
    SourceWrongCharset,
    Offline,
)


class Arxiv:
    """The catalogue arXiv, asked through `client`.

    `base` is the address of the API, by default VCMBIB_ARXIV_URL or arXiv's own; one without a
    path gets `/api/query`. Raises BadValue for an address or a pace that cannot be used.
    """

    name: ClassVar[str] = "arxiv"

    def __init__(self, client: Client, base: str | None = None) -> None:
        stated = base or client.environ.get("VCMBIB_ARXIV_URL", "").strip() or BASE
        self._client = client
        self._base = _base_address(stated)
        least = 0.0 if is_loopback(self._base) else PACE_SECONDS
        pace = seconds_setting(client.environ, "VCMBIB_ARXIV_PACE", PACE_SECONDS)
        self._pace = max(pace, least)

    def fetch(self, identifiers: Sequence[Identifier]) -> Fetched:
        """Records of the papers, in the order asked; each distinct identifier ends exactly once.

        An identifier with a version gives that version, one without gives the newest. Failures:
        BadIdentifier without any request, NotAtSource, WithdrawnPaper, or the SourceError that
        the request for it met. One identifier's failure does not touch the others.

        A record is a claim of arXiv about its preprint: `misc`, at arXiv, of the year and month
        in which the first version came. `ref` is the id with the version described. `extra`
        holds, where stated: `primaryclass`, `categories` (in arXiv's order, commas between),
        `comment`, `journal_ref`, `published`, `updated` (times as written) and `version`.
        """
        asked = tuple(dict.fromkeys(identifiers))
        ends: dict[Identifier, Record | VcmbibError] = {}
        wanted: list[Identifier] = []
        asking = _Asking(self._client, self._base, self._pace)
        for identifier in asked:
            if not _is_arxiv(identifier):
                ends[identifier] = BadIdentifier(_number(identifier), SOURCE)
            elif (end := asking.stored(identifier)) is not None:
                ends[identifier] = end
            else:
                wanted.append(identifier)
        for start in range(0, len(wanted), BATCH):
            ends.update(asking.settle(wanted[start : start + BATCH]))
        records: list[Record] = []
        failures: list[tuple[Identifier, VcmbibError]] = []
        for identifier in asked:
            end = ends[identifier]
            if isinstance(end, Record):
                records.append(end)
            else:
                failures.append((identifier, end))
        return Fetched(tuple(records), tuple(failures))


class _Asking:
    """One fetch: what it asks, and whether it still makes sense to go on."""

    def __init__(self, client: Client, base: str, pace: float) -> None:
        self._client = client
        self._base = base
        self._pace = pace
        self._over: SourceError | None = None
        self._refusals = 0

    def stored(self, identifier: Identifier) -> Record | VcmbibError | None:
        """What arXiv said of an identifier earlier, if that still holds; offline, Offline."""
        answer = self._client.stored(self._base, _question([identifier]))
        if answer is not None:
            try:
                feed = read_feed(answer)
            except SourceError:  # stored by a program that read more, or less, than this one
                pass
            else:
                return _end(feed, identifier) or _absent(feed, identifier)
        return Offline(SOURCE, _number(identifier)) if self._client.offline else None

    def settle(
        self, batch: Sequence[Identifier]
    ) -> Iterator[tuple[Identifier, Record | VcmbibError]]:
        """Each identifier of the batch with its end."""
        if self._over is not None:
            yield from ((identifier, self._over) for identifier in batch)
            return
        try:
            feed = self._feed(batch)
        except SourceError as error:
            if not isinstance(error, _PASSING):
                self._over = error
            yield from ((identifier, error) for identifier in batch)
            return
        ends = {identifier: _end(feed, identifier) for identifier in batch}
        missing = [identifier for identifier, end in ends.items() if end is None]
        if feed.complaints and missing:
            yield from self._refused(missing, feed.complaints[0], batch)
        elif missing and len(missing) < len(batch) and _holds_back(feed):
            yield from self.settle(missing)
        else:
            yield from ((identifier, _absent(feed, identifier)) for identifier in missing)
        for identifier, end in ends.items():
            if end is not None:
                self._refusals = 0
                yield identifier, end

    def _refused(
        self, missing: list[Identifier], complaint: str, batch: Sequence[Identifier]
    ) -> Iterator[tuple[Identifier, Record | VcmbibError]]:
        """One identifier spoils a batch for arXiv: find it, so that the rest is had."""
        self._refusals += 1
        said = SourceSaidError(SOURCE, complaint)
        named = [i for i in missing if _names(complaint, i)]
        rest = [i for i in missing if i not in named]
        if len(missing) == 1 or self._refusals > _MOST_REFUSALS:
            yield from ((identifier, said) for identifier in missing)
        elif named:
            yield from ((identifier, said) for identifier in named)
            if rest:
                yield from self.settle(rest)
        elif len(missing) < len(batch):
            yield from self.settle(missing)
        else:
            half = len(missing) // 2
            yield from self.settle(missing[:half])
            yield from self.settle(missing[half:])

    def _feed(self, batch: Sequence[Identifier]) -> Feed:
        """The answer to a batch, stored if it is good. Raises a SourceError."""
        feed = self._read(self._ask(batch))
        if not feed.entries and not feed.complaints:
            # arXiv now and then gives an empty feed for papers that it has: ask once more.
            feed = self._read(self._ask(batch))
            if not feed.entries and feed.total:
                raise SourceEmpty(SOURCE, f"it announces {feed.total} papers and gives none")
        if not feed.complaints:
            self._keep(feed, batch)
        return feed

    def _keep(self, feed: Feed, batch: Sequence[Identifier]) -> None:
        """Store what was said of each identifier: a paper for a day, that there is none for less.

        Each by itself, so that a later question for some of them, or for one more, need not ask
        for all of them again.
        """
        unclear = _holds_back(feed) or any(e.identifier is None for e in feed.entries)
        for identifier in batch:
            entry = _find(feed, identifier)
            if not unclear if entry is None else entry.title is not None:
                seconds = HOUR if entry is None else DAY
                answer = feed_of(entry)
                self._client.keep(self._base, _question([identifier]), answer, seconds)

    def _ask(self, batch: Sequence[Identifier]) -> Answer:
        return self._client.get(
            self._base,
            _question(batch),
            source=SOURCE,
            about=_number(batch[0]),
            pace=self._pace,
            accept=frozenset({400}),
        )

    def _read(self, answer: Answer) -> Feed:
        """The feed in an answer; a 400 is a complaint whatever its form."""
        if answer.is_robot_check:
            raise SourceBlocked(SOURCE, answer.page_title)
        if answer.status != 400:
            return read_feed(answer)
        try:
            feed = read_feed(answer)
        except SourceError:
            feed = Feed()
        return Feed(complaints=feed.complaints or (answer.words,))


def _question(batch: Sequence[Identifier]) -> dict[str, str]:
    """What is asked for a batch; without max_results arXiv gives ten papers at most."""
    return {"id_list": ",".join(map(_number, batch)), "max_results": str(len(batch))}


def _base_address(text: str) -> str:
    """The address of the API. Raises BadValue."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", text) or not text.isprintable():
        raise BadValue("VCMBIB_ARXIV_URL", text, f"an address such as {BASE}")
    path = parts.path if parts.path.strip("/") else "/api/query"
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def _is_arxiv(identifier: Identifier) -> bool:
    """Whether it is a well-formed arXiv identifier; a malformed one would spoil its batch."""
    if identifier.scheme is not Scheme.ARXIV:
        return False
    found = parse_identifier(f"arXiv:{_number(identifier)}")
    return found is not None and _number(found) == _number(identifier)


def _number(identifier: Identifier) -> str:
    """The id with its version, as arXiv writes it: `2405.03500v2`."""
    return f"{identifier.value}{identifier.version or ''}"


def _names(complaint: str, identifier: Identifier) -> bool:
    """Whether a complaint speaks of this identifier."""
    return re.search(rf"(?<![\w./-]){re.escape(_number(identifier))}(?!\w)", complaint) is not None


def _holds_back(feed: Feed) -> bool:
    """Whether the feed says that there are more papers than it holds."""
    return feed.total is not None and feed.total > len(feed.entries)


def _find(feed: Feed, identifier: Identifier) -> Entry | None:
    """The entry for an identifier: its very version, or the newest where none was asked for."""
    best: tuple[int, Entry] | None = None
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


def _end(feed: Feed, identifier: Identifier) -> Record | VcmbibError | None:
    """What a feed says of an identifier; None where it says nothing."""
    entry = _find(feed, identifier)
    if entry is None:
        return None
    notice = withdrawal(entry.comment, entry.summary)
    if notice is not None:
        return WithdrawnPaper(SOURCE, _number(identifier), notice)
    if entry.title is None:
        return SourceBroken(SOURCE, f"the entry of {_number(identifier)} has no title")
    return record_of(entry, entry.title, identifier)


def _absent(feed: Feed, identifier: Identifier) -> VcmbibError:
    """Why an identifier is not in a feed that was otherwise fine."""
    if any(entry.identifier is None for entry in feed.entries):
        return SourceBroken(SOURCE, "an entry has no readable id")
    others = [
        _number(e.identifier)
        for e in feed.entries
        if e.identifier is not None and e.identifier.comparison_key == identifier.comparison_key
    ]
    detail = f"it gave {', '.join(others)}" if others else ""
    return NotAtSource(SOURCE, _number(identifier), detail)
