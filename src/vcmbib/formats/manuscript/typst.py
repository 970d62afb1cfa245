"""The citations in a Typst document: `@key` and `#cite(<key>)`, except labels of the document.

The reader distinguishes markup, code after `#` and raw text (Typst reference, "Syntax").
"""

from __future__ import annotations

import posixpath
import re

from vcmbib.formats.manuscript.collector import CitationCollector, LineNumbers, path_from
from vcmbib.model.manuscript import Location

_LABEL = r"[^\W](?:[\w.:-]*[\w-])?"
_MARKUP = re.compile(
    r"(?P<raw>(?P<ticks>`{3,}+).*?(?P=ticks)|`{2,}+|`[^`]*`)"
    r"|(?P<comment>//[^\n]*|/\*)"
    r"|(?P<address>https?://[^\s\[\]]*)"
    r"|(?P<escaped>\\.)"
    rf"|@(?P<key>{_LABEL})"
    rf"|<(?P<label>{_LABEL})>"
    r"|\#(?P<word>let|set|show|import|include|context|return|if|for|while|else)\b"
    r"|\#(?P<code>[\w-]+(?:\.[\w-]+)*(?=[(\[])|[({\[])"
    r"|(?P<open>\[)|(?P<close>\])",
    re.DOTALL,
)
_CODE = re.compile(
    r"(?P<raw>(?P<ticks>`{3,}+).*?(?P=ticks)|`{2,}+|`[^`]*`)"
    r"|(?P<comment>//[^\n]*|/\*)"
    r'|(?P<string>"(?:[^"\\]|\\.)*")'
    rf'|(?P<cite>\bcite\s*\(\s*(?:<(?P<cited>{_LABEL})>|label\(\s*"(?P<named>[^"]+)"\s*\)))'
    r"|(?P<files>\b(?:bibliography|include|import)\b)"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<end>\n|;)",
    re.DOTALL,
)
_COMMENT_ENDS = re.compile(r"/\*|\*/")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_BIBLIOGRAPHY = re.compile(r"\s*\(((?:[^()\"]|\"[^\"]*\"|\([^()]*\))*)\)")
_FULL = re.compile(r"\bfull\s*:\s*true\b")
_FILE = re.compile(r'\s+"([^"]+)"')


def collect(collector: CitationCollector, name: str) -> None:
    """Read a document and the files that it includes."""
    collector.biblatex = True  # Typst reads a .bib as BibLaTeX
    opened = collector.open([name], Location(name, 0))
    if opened is not None:
        _TypstFile(collector, *opened, posixpath.dirname(name)).scan()


class _TypstFile:
    """Reads one file of a document."""

    def __init__(self, collector: CitationCollector, name: str, text: str, root: str) -> None:
        self._collector = collector
        self._name = name
        self._text = text
        self._root = root
        self._lines = LineNumbers(text)
        # Open brackets: "[" is markup, "(" and "{" are code, "#" is a statement to the line's end.
        self._open: list[str] = []

    def scan(self) -> None:
        """Read the file from token to token, in the mode of the innermost bracket."""
        at = 0
        while True:
            in_code = bool(self._open) and self._open[-1] != "["
            match = (_CODE if in_code else _MARKUP).search(self._text, at)
            if match is None:
                return
            if match["comment"] == "/*":
                at = self._after_comment(match.end())
            else:
                at = self._in_code(match) if in_code else self._in_markup(match)

    def _location(self, at: int) -> Location:
        return Location(self._name, self._lines.line(at))

    def _after_comment(self, at: int) -> int:
        """The end of a comment. Comments may be nested."""
        depth = 1
        for match in _COMMENT_ENDS.finditer(self._text, at):
            depth += 1 if match[0] == "/*" else -1
            if depth == 0:
                return match.end()
        return len(self._text)

    def _in_markup(self, match: re.Match[str]) -> int:
        if match["key"]:
            self._collector.cite(match["key"], self._location(match.start()))
        elif match["label"]:
            self._collector.defined.add(match["label"])
        elif match["word"]:
            self._open.append("#")
            return match.start("word")
        elif match["code"]:
            return self._call(match)
        elif match["open"]:
            self._open.append("[")
        elif match["close"] and self._open:
            self._close()
        return match.end()

    def _call(self, match: re.Match[str]) -> int:
        """Read `#name(…)`, `#name[…]` or `#(…)` and return the position behind it."""
        if match["code"] in ("(", "{", "["):
            self._open.append(match["code"])
            return match.end()
        if self._text[match.end()] == "(":
            cite = _CODE.match(self._text, match.start("code"))
            if cite is not None and (cite["cite"] or cite["files"]):
                at = self._in_code(cite)
                if cite["files"]:
                    self._open.append("(")
                    at += 1
                return at
            self._open.append("(")
            return match.end() + 1
        return match.end()

    def _in_code(self, match: re.Match[str]) -> int:
        if match["cite"]:
            key = match["cited"] or match["named"]
            self._collector.cite(key, self._location(match.start()))
            self._open.append("(")
            if match["named"] is None:
                return match.end()
        elif match["files"]:
            self._files(match)
        elif match["open"]:
            self._open.append(match["open"])
        elif match["close"]:
            if self._open[-1] == "#":  # the bracket around the statement ends it
                self._open.pop()
                return match.start()
            self._close()
        elif match["end"] and self._open[-1] == "#":
            self._open.pop()
        return match.end()

    def _close(self) -> None:
        self._open.pop()

    def _files(self, match: re.Match[str]) -> None:
        folder = posixpath.dirname(self._name)
        if match["files"] == "bibliography":
            call = _BIBLIOGRAPHY.match(self._text, match.end())
            if call is None:
                return
            self._collector.cites_all = (
                self._collector.cites_all or _FULL.search(call[1]) is not None
            )
            for name in _STRING.findall(re.sub(r'\b[\w-]+\s*:\s*"[^"]*"', "", call[1])):
                self._collector.add_bibliography(self._path(folder, name))
            return
        named = _FILE.match(self._text, match.end())
        if named is None or named[1].startswith("@"):
            return  # a package
        opened = self._collector.open([self._path(folder, named[1])], self._location(match.start()))
        if opened is not None:
            self._collector.depth += 1
            _TypstFile(self._collector, *opened, self._root).scan()
            self._collector.depth -= 1

    def _path(self, folder: str, name: str) -> str:
        """A path relative to `folder`, or to the root if it begins with `/`, as in Typst."""
        return (
            path_from(self._root, name.lstrip("/")) if name[:1] == "/" else path_from(folder, name)
        )
