"""Parser of inline Markdown: text, links, images and line breaks in a cell, heading or item.

The rules are those of CommonMark (section 6, Inlines) and GitHub Flavored Markdown. Some errors of
real lists are accepted too: a link target with blanks, or one without its closing parenthesis.
Each step is linear in the length of the text, because the author of a list may be unknown.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vcmbib.formats.markdown.emphasis import Inline, InlineKind, PendingInline, resolve_emphasis
from vcmbib.model.text import tidy

__all__ = [
    "Inline",
    "InlineKind",
    "clean_address",
    "inline_text",
    "parse",
    "plain",
    "reference_label",
]


_CJK = "\u3000-\u303f\uff00-\uffef\u4e00-\u9fff"
_SPECIAL = re.compile(r"[\\`*_~\[\]!<&$]|https?://", re.IGNORECASE)
_BARE = re.compile(rf"https?://[^\s<>\[\]|`\"{_CJK}]+", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[\s/][^<>]*)?)>")
_AUTO = re.compile(r"<((?:https?|ftp)://[^\s<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DESTINATION = re.compile(r"[()\n]")
_LINK_TITLE = re.compile(r"^(\S+)\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\))$")
_SHORTCODE = re.compile(r":[a-z+][a-z0-9_+-]{0,40}:")
_MAX_DEPTH = 8  # parentheses inside a link's address


@dataclass(slots=True)
class _OpenBracket:
    at: int  # index of its piece
    position: int  # of its content in the text
    image: bool = False


class _InlineParser:
    def __init__(self, text: str, references: Mapping[str, str]) -> None:
        self.text = text
        self.references = references
        self.at = 0
        self.pieces: list[PendingInline] = []
        self.brackets: list[_OpenBracket] = []
        self.anchors: list[tuple[int, str]] = []
        self.unclosed: set[str] = set()  # delimiters that do not occur again

    def parse(self) -> tuple[Inline, ...]:
        text = self.text
        while (found := _SPECIAL.search(text, self.at)) is not None:
            self._add_text(text[self.at : found.start()])
            self.at = found.start()
            self._special(text[self.at])
        self._add_text(text[self.at :])
        return resolve_emphasis(self.pieces)

    def _add(self, inline: Inline) -> None:
        self.pieces.append(PendingInline(inline))

    def _add_text(self, text: str) -> None:
        if text:
            self._add(Inline(InlineKind.TEXT, text))

    def _special(self, char: str) -> None:
        if char == "\\":
            self._escape()
        elif char == "`":
            self._code()
        elif char in "*_~":
            self._delimiters(char)
        elif char == "[":
            self._open(image=False)
        elif char == "!":
            if self.text.startswith("![", self.at):
                self._open(image=True)
            else:
                self._literal(1)
        elif char == "]":
            self._close()
        elif char == "<":
            self._angle()
        elif char == "&":
            self._entity()
        elif char == "$":
            self._maths()
        else:
            self._bare_address()

    def _literal(self, length: int) -> None:
        self._add_text(self.text[self.at : self.at + length])
        self.at += length

    def _escape(self) -> None:
        following = self.text[self.at + 1 : self.at + 2]
        if following and following in string.punctuation:
            self._add_text(following)
            self.at += 2
        else:
            self._literal(1)

    def _code(self) -> None:
        run = _run(self.text, self.at, "`")
        fence = "`" * run
        start = self.at + run
        if fence not in self.unclosed:
            end = self.text.find(fence, start)
            while end >= 0 and _run(self.text, end, "`") != run:
                end = self.text.find(fence, end + _run(self.text, end, "`"))
            if end >= 0:
                self._add(Inline(InlineKind.CODE, self.text[start:end].strip()))
                self.at = end + run
                return
            self.unclosed.add(fence)
        self._literal(run)

    def _delimiters(self, char: str) -> None:
        run = _run(self.text, self.at, char)
        before = self.text[self.at - 1 : self.at] if self.at else ""
        after = self.text[self.at + run : self.at + run + 1]
        if char == "~" and run != 2:
            self._literal(run)
            return
        self.pieces.append(
            PendingInline(Inline(InlineKind.TEXT, char * run), char * run, before, after)
        )
        self.at += run

    def _open(self, *, image: bool) -> None:
        length = 2 if image else 1
        self.brackets.append(_OpenBracket(len(self.pieces), self.at + length, image))
        self._literal(length)

    def _close(self) -> None:
        if not self.brackets:
            self._stray_close()
            return
        opener = self.brackets.pop()
        target = self._target(opener)
        if target is None:
            self._literal(1)
            return
        url, self.at = target
        content = resolve_emphasis(self.pieces[opener.at + 1 :])
        if any(p.kind is InlineKind.LINK and not p.auto for p in content):
            # A link cannot contain a link (CommonMark 6.3). The inner ones count.
            if url:
                self._add(Inline(InlineKind.LINK, "", url))
            return
        del self.pieces[opener.at :]
        if opener.image:
            self._add(Inline(InlineKind.IMAGE, _plain(content), url))
        else:
            self._add(_link(content, url))

    def _stray_close(self) -> None:
        """Read `Title](https://…)`, a link without its opening bracket."""
        if self.text.startswith("](http", self.at):
            found = self._inline_target(self.at + 2)
            if found is not None:
                content = resolve_emphasis(self.pieces)
                if not any(p.kind is InlineKind.LINK for p in content):
                    self.pieces.clear()
                    self.anchors.clear()
                    self._add(_link(content, found[0]))
                    self.at = found[1]
                    return
        self._literal(1)

    def _target(self, opener: _OpenBracket) -> tuple[str, int] | None:
        """(URL after a closing bracket, position behind it); None if there is none."""
        at = self.at + 1
        following = self.text[at : at + 1]
        if following == "(":
            return self._inline_target(at + 1)
        spaced = re.compile(r"[ \t]{1,3}\((?=https?://)").match(self.text, at)
        if spaced is not None:
            return self._inline_target(spaced.end())
        if not self.references:
            return None
        label = self.text[opener.position : self.at]
        if following == "[":
            end = self.text.find("]", at, at + 1000)
            if end >= 0:
                label = self.text[at + 1 : end] or label
                at = end + 1
        url = self.references.get(reference_label(label)) if len(label) < 1000 else None
        return None if url is None else (url, at)

    def _inline_target(self, at: int) -> tuple[str, int] | None:
        """(URL, position behind it) of the link target at `at`, which is behind the parenthesis."""
        text = self.text
        lead = at
        while text[lead : lead + 1] in (" ", "\t"):
            lead += 1
        if text[lead : lead + 1] == "<":
            end = _first(text, ">\n", lead + 1)
            close = text.find(")", end) if end < len(text) and text[end] == ">" else -1
            if close >= 0 and not text[end + 1 : close].strip(" \t\"'").count("("):
                return clean_address(text[lead + 1 : end]), close + 1
        depth = 0
        for found in _DESTINATION.finditer(text, at):
            if found.group() == "(":
                depth += 1
                if depth > _MAX_DEPTH:
                    return None
            elif found.group() == ")" and depth:
                depth -= 1
            elif found.group() == ")":
                return _destination(text[at : found.start()]), found.end()
            else:
                break
        return self._unclosed_target(at)

    def _unclosed_target(self, at: int) -> tuple[str, int] | None:
        """The target in `[Title](https://…`, without a parenthesis: it ends at the next blank."""
        bare = _BARE.match(self.text, at)
        if bare is None:
            return None
        return clean_address(bare.group().rstrip(")")), bare.end()

    def _angle(self) -> None:
        text = self.text
        if text.startswith("<!--", self.at):
            end = -1 if "-->" in self.unclosed else text.find("-->", self.at + 2)
            if end >= 0:
                self.at = end + 3
                return
            self.unclosed.add("-->")
            self._literal(1)
            return
        auto = _AUTO.match(text, self.at)
        if auto is not None:
            self._add(Inline(InlineKind.LINK, auto.group(1), auto.group(1), auto=True))
            self.at = auto.end()
            return
        tag = _TAG.match(text, self.at)
        if tag is None:
            self._literal(1)
            return
        self.at = tag.end()
        self._tag(tag.group(2).lower(), tag.group(1) == "/", tag.group(3))

    def _tag(self, name: str, closing: bool, rest: str) -> None:
        if name in ("br", "p", "li", "div", "tr"):
            self._add(Inline(InlineKind.BREAK))
        elif name == "img" and not closing:
            attributes = _attributes(rest)
            self._add(
                Inline(InlineKind.IMAGE, attributes.get("alt", ""), attributes.get("src", ""))
            )
        elif name == "a" and not closing:
            self.anchors.append((len(self.pieces), _attributes(rest).get("href", "")))
        elif name == "a" and self.anchors:
            at, url = self.anchors.pop()
            if at <= len(self.pieces):
                content = resolve_emphasis(self.pieces[at:])
                del self.pieces[at:]
                # The end of the anchor closes the brackets inside it.
                while self.brackets and self.brackets[-1].at >= at:
                    self.brackets.pop()
                if url:
                    self._add(_link(content, clean_address(url)))
                else:
                    self.pieces.extend(PendingInline(inline) for inline in content)
        elif name in ("b", "strong"):
            self._add_text("")

    def _entity(self) -> None:
        entity = _ENTITY.match(self.text, self.at)
        if entity is None:
            self._literal(1)
            return
        self._add_text(html.unescape(entity.group()))
        self.at = entity.end()

    def _maths(self) -> None:
        """Keep `$…$` as text. As on GitHub, no blank is inside its ends and no digit after it."""
        end = self.text.find("$", self.at + 1)
        inside = self.text[self.at + 1 : end] if end >= 0 else ""
        plain = inside and not inside[0].isspace() and not inside[-1].isspace()
        if plain and not self.text[end + 1 : end + 2].isdigit():
            self._literal(end + 1 - self.at)
        else:
            self._literal(1)

    def _bare_address(self) -> None:
        bare = _BARE.match(self.text, self.at)
        if bare is None:
            self._literal(4)
            return
        url = trimmed_address(bare.group())
        self._add(Inline(InlineKind.LINK, url, clean_address(url), auto=True))
        self.at += len(url)


def parse(text: str, references: Mapping[str, str] | None = None) -> tuple[Inline, ...]:
    """The inline pieces of `text`. `references` maps labels to the URLs of link definitions."""
    if _SPECIAL.search(text) is None:
        return (Inline(InlineKind.TEXT, text),) if text else ()
    return _InlineParser(text, references or {}).parse()


def plain(text: str) -> str:
    """The plain text of the Markdown `text`, on one line."""
    if _SPECIAL.search(text) is None:
        return tidy(without_shortcodes(text))
    return inline_text(parse(text))


def inline_text(pieces: Iterable[Inline]) -> str:
    """The plain text of `pieces`, on one line. Links count with their text, images do not count."""
    return tidy(without_shortcodes(_plain(pieces)))


def without_shortcodes(text: str) -> str:
    """`text` without shortcodes for emoji, such as `:star:` on GitHub."""
    return _SHORTCODE.sub(" " if text.count(":") == 2 else "", text) if ":" in text else text


def reference_label(text: str) -> str:
    """A link label for comparison, without case and repeated blanks (CommonMark 6.3)."""
    return " ".join(text.split()).casefold()


def clean_address(url: str) -> str:
    """A URL without entities and backslash escapes. Blanks inside become `%20`."""
    url = url.strip()
    if "&" in url:
        url = _ENTITY.sub(lambda m: html.unescape(m.group()), url)
    if "\\" in url:
        url = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", url)
    return re.sub(r"\s+", "%20", url)


def trimmed_address(url: str) -> str:
    """A bare URL without the punctuation of its sentence, such as a final full stop."""
    while url:
        if url[-1] in ".,;:!?\"'*_~" or (url[-1] == ")" and url.count(")") > url.count("(")):
            url = url[:-1]
        else:
            break
    return url


def _destination(text: str) -> str:
    """The address in a link's parentheses, without the title that may follow it."""
    text = text.strip()
    titled = _LINK_TITLE.match(text)
    return clean_address(titled.group(1) if titled else text)


def _link(content: Sequence[Inline], url: str) -> Inline:
    text = tidy(without_shortcodes(_plain(content)))
    images = [p for p in content if p.kind is InlineKind.IMAGE]
    image = images[0].url if images else ""
    alt = " ".join(p.text for p in images if p.text)
    worded = [p for p in content if p.text.strip() and p.kind is not InlineKind.IMAGE]
    bold = bool(worded) and all(p.bold for p in worded)
    italic = bool(worded) and all(p.italic for p in worded)
    return Inline(InlineKind.LINK, text, url, bold, italic, image, alt)


def _plain(pieces: Iterable[Inline]) -> str:
    return "".join(
        " " if p.kind is InlineKind.BREAK else "" if p.kind is InlineKind.IMAGE else p.text
        for p in pieces
    )


def _attributes(text: str) -> dict[str, str]:
    return {
        m.group(1).lower(): html.unescape(m.group(2) or m.group(3) or m.group(4) or "")
        for m in _ATTRIBUTE.finditer(text)
    }


def _run(text: str, at: int, char: str) -> int:
    end = at
    while end < len(text) and text[end] == char:
        end += 1
    return end - at


def _first(text: str, chars: str, at: int) -> int:
    ends = [found for c in chars if (found := text.find(c, at, at + 4096)) >= 0]
    return min(ends, default=len(text))
