"""An HTTP response, and how to distinguish a web page from data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

_HTML = re.compile(rb"(?i)[\s\xef\xbb\xbf]*<(?:!doctype\s+html|html|head|body)\b")
_TITLE = re.compile(rb"(?is)<title[^>]*>(.{1,200}?)</title")
_ROBOT_CHECK = re.compile(
    rb"(?i)not a (?:bot|robot)|anubis|captcha|just a moment|verify (?:that )?you are (?:a )?human"
    rb"|attention required|/cdn-cgi/challenge|ddos protection"
)
_SEARCHED_BYTES = 20_000  # at the beginning of a page


@dataclass(frozen=True, slots=True)
class Response:
    """A response of a server or of the cache. `body` is complete and decompressed."""

    status: int
    content_type: str
    body: bytes
    from_cache: bool = False

    @property
    def is_html(self) -> bool:
        """Whether it is a web page: its content type or its first tag is HTML."""
        return "html" in self.content_type.lower() or _HTML.match(self.body) is not None

    @property
    def is_robot_check(self) -> bool:
        """Whether it is a web page that asks if the client is a robot.

        Such pages were seen with the statuses 200, 403, 500 and 503.
        """
        return self.is_html and _ROBOT_CHECK.search(self.body[:_SEARCHED_BYTES]) is not None

    @property
    def page_title(self) -> str:
        """The title of a web page, at most 80 characters; "" if it has none."""
        found = _TITLE.search(self.body[:_SEARCHED_BYTES]) if self.is_html else None
        return " ".join(found[1].decode("utf-8", "replace").split())[:80] if found else ""

    @property
    def status_text(self) -> str:
        """The status in words, and the title of a web page: `502 Bad Gateway ('Sorry')`."""
        try:
            status = f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            status = str(self.status)
        title = self.page_title
        return f"{status} ({title!r})" if title and title != status else status
