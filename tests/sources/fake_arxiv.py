"""A real HTTP server on this machine that answers as arXiv's API does, or wrongly on demand.

It knows the papers it was given, leaves unknown ones out, refuses a batch with a malformed id
(400 and an "Error" entry), and reverses the order, because the API promises none. The replies in
`script` come first, one a request.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

ATOM = "application/atom+xml; charset=utf-8"
_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?")


@dataclass(frozen=True)
class Paper:
    """A paper as arXiv states it; `version` is the newest."""

    number: str
    title: str = "A Study of Nothing in Particular"
    authors: tuple[str, ...] = ("Ada Example", "Jan van der Test")
    version: int = 1
    summary: str = "  We study nothing.\nIn particular, nothing follows.\n"
    published: str = "2024-05-03T17:59:59Z"
    updated: str = "2024-06-01T00:00:00Z"
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    categories: tuple[str, ...] = ("cs.CV", "eess.IV")


@dataclass(frozen=True)
class Reply:
    """What to answer once, whatever was asked."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", ATOM),)
    delay: float = 0.0
    claim: int | None = None  # a Content-Length other than the true one
    drop: bool = False  # close the connection without a word
    drip: float = 0.0  # seconds between two bytes


@dataclass(frozen=True)
class Request:
    """What was asked, and when."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    at: float

    @property
    def ids(self) -> list[str]:
        """The papers that it asked for."""
        return self.query.get("id_list", "").split(",")


def entry(paper: Paper, version: int | None = None, *, old: bool = False) -> str:
    """An entry; `old` has the order of elements and the line ends of the API before 2026."""
    where = f"arxiv.org/abs/{paper.number}v{version or paper.version}"
    ns = ' xmlns:arxiv="http://arxiv.org/schemas/atom"' if old else ""
    people = "".join(
        f"<author><name>{escape(n)}</name>"
        f"<arxiv:affiliation{ns}>Somewhere</arxiv:affiliation></author>"
        for n in paper.authors
    )
    extra = "".join(
        f"<arxiv:{name}{ns}>{escape(value)}</arxiv:{name}>"
        for name, value in (
            ("comment", paper.comment),
            ("journal_ref", paper.journal_ref),
            ("doi", paper.doi),
        )
        if value is not None
    )
    kinds = "".join(f'<category term="{c}"/>' for c in paper.categories)
    primary = f'<arxiv:primary_category{ns} term="{paper.categories[0]}"/>'
    title = escape(paper.title)
    dates = f"<updated>{paper.updated}</updated><published>{paper.published}</published>"
    parts = [
        f"<id>http://{where}</id>",
        f"<title>{title}</title>",
        dates,
        f'<link href="https://{where}" rel="alternate" type="text/html"/>',
        f"<summary>{escape(paper.summary)}</summary>",
        kinds,
        extra,
        primary,
        people,
    ]
    if old:
        parts = [parts[0], dates, parts[1], parts[4], people, extra, parts[3], primary, kinds]
    return "<entry>" + "".join(parts) + "</entry>"


def feed(entries: Iterable[str], total: int | None = None) -> bytes:
    """A feed of these entries that claims to have `total` of them."""
    listed = list(entries)
    stated = len(listed) if total is None else total
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
        ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">'
        "<id>https://arxiv.org/api/x</id><title>arXiv Query</title>"
        f"<opensearch:totalResults>{stated}</opensearch:totalResults>"
        f"{''.join(listed)}</feed>\n"
    ).encode()


def error_entry(words: str, *, author: str = "arXiv api core") -> str:
    """The entry by which the API reports a wrong request."""
    where = f"https://arxiv.org/api/errors#{words.replace(' ', '_')}"
    return (
        f"<entry><id>{where}</id><title>Error</title><summary>{escape(words)}</summary>"
        f"<author><name>{author}</name></author></entry>"
    )


@dataclass
class FakeArxiv:
    """The server; use it in a `with` statement."""

    papers: list[Paper] = field(default_factory=list)
    script: deque[Reply] = field(default_factory=deque)
    requests: list[Request] = field(default_factory=list)
    refused: dict[str, Reply] = field(default_factory=dict)  # batches with this id
    most_at_once: int = 0
    old: bool = False
    delay: float = 0.0

    def __enter__(self) -> Self:
        self._lock = threading.Lock()
        self._running = 0
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Its base address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def asked(self) -> list[list[str]]:
        """The papers that each request asked for."""
        return [request.ids for request in self.requests]

    def come(self, request: Request) -> Reply:
        """Note a request, and what is to be answered to it."""
        with self._lock:
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
            self.requests.append(request)
            reply = self.script.popleft() if self.script else self.answer(request)
        time.sleep(self.delay)
        return reply

    def gone(self) -> None:
        """Note that a request has been answered."""
        with self._lock:
            self._running -= 1

    def answer(self, request: Request) -> Reply:
        """The reply of arXiv."""
        found: list[str] = []
        for number in request.ids:
            if number in self.refused:
                return self.refused[number]
            if not _ID.fullmatch(number):
                words = f"incorrect id format for {number}"
                return Reply(200 if self.old else 400, feed([error_entry(words)]))
            name, _, version = number.partition("v")
            found.extend(
                entry(paper, int(version or paper.version), old=self.old)
                for paper in self.papers
                if paper.number == name and int(version or 1) <= paper.version
            )
        limit = int(request.query.get("max_results", "10"))
        return Reply(200, feed(reversed(found[:limit]), len(found)))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what some tests are about: nothing to report."""


def _handler(server: FakeArxiv) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = server.come(Request(parts.path, query, headers, time.monotonic()))
            try:
                self._send(reply)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                server.gone()

        def _send(self, reply: Reply) -> None:
            time.sleep(reply.delay)
            if reply.drop:
                self.close_connection = True
                return
            self.send_response_only(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            length = len(reply.body) if reply.claim is None else reply.claim
            self.send_header("Content-Length", str(length))
            self.end_headers()
            if reply.drip:
                for at in range(len(reply.body)):
                    self.wfile.write(reply.body[at : at + 1])
                    time.sleep(reply.drip)
            else:
                self.wfile.write(reply.body)
            self.close_connection = reply.claim is not None

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Print nothing."""

    return Handler
