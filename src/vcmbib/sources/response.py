"""What comes back from a catalogue: the answer, and the ways to tell a web page from data."""

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
_HEAD = 20_000  # what is looked at of a page


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `body` is whole and unpacked."""

    status: int
    content_type: str
    body: bytes
    from_cache: bool = False

    @property
    def is_html(self) -> bool:
        """Whether it is a web page, by what is said of it or by how it begins."""
        return "html" in self.content_type.lower() or _HTML.match(self.body) is not None

    @property
    def is_robot_check(self) -> bool:
        """Whether it is a check for robots rather than what stands behind it.

        Such a page comes with any status: 200, 403, 500 and 503 have been seen.
        """
        return self.is_html and _ROBOT_CHECK.search(self.body[:_HEAD]) is not None

    @property
    def page_title(self) -> str:
        """The title of a web page, on one short line; may be empty."""
        found = _TITLE.search(self.body[:_HEAD]) if self.is_html else None
        return " ".join(found[1].decode("utf-8", "replace").split())[:80] if found else ""

    @property
    def words(self) -> str:
        """The status as one reads it, with a page's title: `502 Bad Gateway ('Sorry')`."""
        try:
            said = f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            said = str(self.status)
        title = self.page_title
        return f"{said} ({title!r})" if title and title != said else said
