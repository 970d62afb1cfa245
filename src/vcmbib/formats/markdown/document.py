"""The lines of a Markdown document, each with its kind and the headings above it.

Fenced code and HTML comments contain no headings and no papers. Line numbers are those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vcmbib.formats.markdown.inline import clean_address, inline_text, parse, reference_label
from vcmbib.model.attempt import Failure, attempt
from vcmbib.model.text import normalize_newlines


class LineKind(StrEnum):
    """The kind of a line."""

    TEXT = "text"
    BLANK = "blank"
    HEADING = "heading"
    CODE = "code"
    COMMENT = "comment"  # only HTML comment
    DEFINITION = "definition"  # [label]: URL
    OVERLONG = "overlong"  # longer than `MAX_LINE`, or not understood: not parsed


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document.

    `raw` is the line as written, `text` the line without HTML comments. `path` has the headings
    above it, the outermost first; a heading is in its own path. `level` is the level of a heading.
    """

    number: int
    raw: str
    text: str
    kind: LineKind
    path: tuple[str, ...] = ()
    level: int = 0


@dataclass(frozen=True, slots=True)
class MarkdownDocument:
    """The lines of a document and the URLs of its link definitions by label.

    `hidden_from` is the number of the line with a code fence or comment without an end, which hides
    all lines after it. It is 0 if there is none.
    """

    lines: tuple[Line, ...]
    references: Mapping[str, str]
    hidden_from: int = 0


MAX_LINE = 30_000
"""Characters of a line. The longest row in the examined lists has about 6,000."""

_FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)$", re.DOTALL)
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$", re.DOTALL)
_TIGHT_ATX = re.compile(r"(#{2,6})([^\s#!].*)$", re.DOTALL)
_SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_NO_PARAGRAPH = re.compile(r"\s*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|>|\||</?[A-Za-z!]|#{1,6}[ \t])")
_HTML_HEADING = re.compile(
    r"\s*(?:<(?:div|p|center|a|span)(?:\s[^<>]*)?>\s*(?:</a>\s*)?)*<h([1-6])(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_DEFINITION = re.compile(r" {0,3}\[([^\[\]]{1,999})\]:[ \t]*(?:<([^<>]*)>|(\S+))")
_SPAN = re.compile(r"(`+)(?!`)")


def read_document(text: str) -> MarkdownDocument:
    """Read the lines of `text`. Lines may end with LF, CRLF or CR. A byte order mark is ignored."""
    raws = normalize_newlines(text).split("\n")
    if raws and not raws[-1]:
        raws.pop()
    return _DocumentReader(raws).read()


class _DocumentReader:
    def __init__(self, raws: list[str]) -> None:
        self.raws = raws
        self.last_comment_end = max((i for i, r in enumerate(raws) if "-->" in r), default=-1)
        self.in_comment = False
        self.fence = ""
        self.hidden_from = 0
        self.headings: list[tuple[int, str]] = []
        self.path: tuple[str, ...] = ()
        self.lines: list[Line] = []
        self.references: dict[str, str] = {}

    def read(self) -> MarkdownDocument:
        for at in range(len(self.raws)):
            if isinstance(attempt(self._line, at), Failure):
                self._add(at, self.raws[at], "", LineKind.OVERLONG)
        if not (self.fence or self.in_comment):
            self.hidden_from = 0
        return MarkdownDocument(tuple(self.lines), self.references, self.hidden_from)

    def _line(self, at: int) -> None:
        raw = self.raws[at]
        if self.fence:
            self._in_fence(at, raw)
            return
        if len(raw) > MAX_LINE:
            self._add(at, raw, "", LineKind.OVERLONG)
            return
        had_comment = self.in_comment
        text = self._without_comments(at, raw)
        if not text.strip():
            commented = had_comment or bool(raw.strip())
            self._add(at, raw, "", LineKind.COMMENT if commented else LineKind.BLANK)
            return
        fence = _FENCE.match(text)
        if fence is not None and not ("`" in fence.group(2) and fence.group(1)[0] == "`"):
            self.fence = fence.group(1)
            self.hidden_from = at + 1
            self._add(at, raw, "", LineKind.CODE)
            return
        if self._heading(at, raw, text):
            return
        definition = _DEFINITION.match(text)
        if definition is not None and not definition.group(1).startswith("^"):
            url = clean_address(definition.group(2) or definition.group(3) or "")
            self.references.setdefault(reference_label(definition.group(1)), url)
            self._add(at, raw, text, LineKind.DEFINITION)
            return
        self._add(at, raw, text, LineKind.TEXT)

    def _in_fence(self, at: int, raw: str) -> None:
        closing = _FENCE.match(raw)
        if (
            closing is not None
            and closing.group(1)[0] == self.fence[0]
            and len(closing.group(1)) >= len(self.fence)
            and not closing.group(2).strip()
        ):
            self.fence = ""
        self._add(at, raw, "", LineKind.CODE)

    def _add(self, at: int, raw: str, text: str, kind: LineKind, level: int = 0) -> None:
        self.lines.append(Line(at + 1, raw, text, kind, self.path, level))

    def _without_comments(self, at: int, raw: str) -> str:
        """`raw` without HTML comments. Sets `in_comment` for a comment that goes on."""
        if not self.in_comment and "<!--" not in raw:
            return raw
        kept: list[str] = []
        position = 0
        while True:
            if self.in_comment:
                end = raw.find("-->", position)
                if end < 0:
                    break
                self.in_comment = False
                position = end + 3
            start = _comment_start(raw, position)
            if start < 0:
                kept.append(raw[position:])
                break
            kept.append(raw[position:start])
            position = start + 2  # `<!-->` is a complete comment
            # A comment without an end is text, unless it begins its line.
            goes_on = raw.find("-->", position) >= 0 or at < self.last_comment_end
            if not goes_on and raw[:start].strip():
                kept.append(raw[start:])
                break
            self.in_comment = True
            self.hidden_from = at + 1
        return "".join(kept)

    def _heading(self, at: int, raw: str, text: str) -> bool:
        atx = _ATX.match(text) or _TIGHT_ATX.match(text)
        if atx is not None:
            title = re.sub(r"(?:^|(?<=\s))#+\s*$", "", (atx.group(2) or "").strip())
            self._enter(len(atx.group(1)), title)
            self._add(at, raw, text, LineKind.HEADING, len(atx.group(1)))
            return True
        setext = _SETEXT.match(text)
        if setext is not None and self._one_line_paragraph():
            title_line = self.lines.pop()
            level = 1 if setext.group(1)[0] == "=" else 2
            self._enter(level, title_line.text)
            self._add(at - 1, title_line.raw, title_line.text, LineKind.HEADING, level)
            self._add(at, raw, "", LineKind.HEADING, level)
            return True
        html = _HTML_HEADING.match(text) if "<h" in text or "<H" in text else None
        if html is not None:
            level = int(html.group(1))
            content = " ".join([text[html.end() :], *self.raws[at + 1 : at + 6]])
            end = re.search(rf"</h{level}\s*>", content, re.IGNORECASE)
            self._enter(level, content[: end.start()] if end else text[html.end() :])
            self._add(at, raw, text, LineKind.HEADING, level)
            return True
        return False

    def _one_line_paragraph(self) -> bool:
        """Whether the line before is a paragraph of one line, which `===` makes a heading."""
        if not self.lines or self.lines[-1].kind is not LineKind.TEXT:
            return False
        before = self.lines[-1].text
        if len(before) > 200 or "|" in before or _NO_PARAGRAPH.match(before):
            return False
        return len(self.lines) < 2 or self.lines[-2].kind is not LineKind.TEXT

    def _enter(self, level: int, markdown: str) -> None:
        """Enter a heading, which ends those of its level and below. It needs a letter or digit."""
        title = inline_text(parse(markdown, self.references)).strip()
        if not any(c.isalnum() for c in title):
            return
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        self.headings.append((level, title))
        self.path = tuple(t for _, t in self.headings)


def _comment_start(raw: str, position: int) -> int:
    """The position of the next comment outside of code spans; -1 if there is none."""
    start = raw.find("<!--", position)
    if start < 0 or "`" not in raw:
        return start
    at = position
    while start >= 0:
        span = _SPAN.search(raw, at, start)
        if span is None:
            return start
        end = raw.find(span.group(1), span.end())
        if end < 0:
            return start
        at = end + len(span.group(1))
        if at > start:
            start = raw.find("<!--", at)
    return -1
