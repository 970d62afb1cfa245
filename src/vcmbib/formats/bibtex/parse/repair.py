"""One entry that is not written as most are, read with care.

First as BibTeX's grammar has it; then with escaped braces as signs of the text; then with the
slips whose meaning is certain put right, each with a remark. What is still not understood is
`Unreadable`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vcmbib.formats.bibtex.parse.braces import Braces


@dataclass(frozen=True, slots=True)
class RawValue:
    """A value that is not just delimited text: macros, `#`. As it stands in the file."""

    text: str


Field = tuple[str, str | RawValue]
"""A field's name in lower case, and its text without delimiters or the expression."""


@dataclass(frozen=True, slots=True)
class ParsedBlock:
    """An entry or `@string`: `end` is the index after it."""

    key: str
    fields: tuple[Field, ...]
    end: int
    remarks: tuple[str, ...] = ()
    closed: bool = True


class UnreadableEntry(Exception):
    """Why an entry could not be read."""


NAME = r"[A-Za-z_][\w:.+/*-]*+"
HEAD = re.compile(r"@\s*+([A-Za-z][\w.:+-]*+)\s*+([{(])")
NEXT_HEAD = re.compile(
    rf"""(?mx)^[^\S\n]*+@\s*+(?:
        (?i:string|preamble|comment)\s*+[{{(]
        | [A-Za-z][\w.:+-]*+\s*+[{{(]\s*+(?:[^\s,{{}}()="]*+\s*+[,}})]|[^\s,{{}}()="]++[^\S\n]*+\n
          |{NAME}\s*+=))"""
)
"""The first line of a block, sure enough to end a block before it that is not closed."""

_BLANKS = re.compile(r"(?:\s++|%[^\n]*+)*+")
_FIELD_IN_COMMENT = re.compile(rf"%+\s*({NAME})\s*=")
_NO_KEY = re.compile(
    rf'\s*+(?=,)|\s*+(?={NAME}\s*+=\s*+["{{])|[^\S\n]*+\n\s*+(?={NAME}\s*+=)'
    rf"|\s*+(?={NAME}\s++=)"
)
_KEY = re.compile(r"\s*+((?:[^\s,{}]|\{[^{},\n]*+\})*+)(?:[^,{}\n]*+(?=,))?")
_PAREN_KEY = re.compile(r"\s*+([^\s,(){}]*+)")
_KEY_THEN_FIELD = re.compile(rf'([^\s,{{}}]++)\s++(?={NAME}\s*+=\s*+["{{\w])')
_NAME = re.compile(r'([^\s=,{}"#%()]++(?:[^\S\n]++[^\s=,{}"#%()]++)*+)\s*+=\s*+(=\s*+)?')
_NO_SIGN = re.compile(rf'({NAME})(?:[^\S\n]*+(?=["{{])|[^\S\n]++(?=[^\s,{{}}"=#%()]++\s*+[,}}]))')
_NO_VALUE = re.compile(r'([^\s=,{}"#%()]++)\s*+(?=[,})]|\Z)')
_BARE = re.compile(r'[^\s#{}",%=()]++')
_WORDS = re.compile(r'[^{}",=#\n]*[^{}",=#\s]')
_FIELD_AHEAD = re.compile(rf'\s*+,?\s*+{NAME}\s*+=\s*+["{{\w]')
_FIELD_WITHIN = re.compile(
    rf'(?:(?<=[}}"]),[^\S\n]*+\n\s*+{NAME}\s*+=\s*+\w|,[^\S\n]*+\n\s*+{NAME}\s*+=\s*+["{{])'
)
# In an entry that does not end: which brace is missing, of the value or of the entry?
_SWALLOWED = re.compile(rf',\s*+{NAME}\s*+=\s*+(?:["{{]|\d{{4}}\s*+(?:,|\Z))')
_END_OF_VALUE = re.compile(
    rf"""(?x)
    [}}"]\s*+,\s*+(?={NAME}\s*+=\s*+["{{\w])      # a delimiter, a comma, the next field
    | (?:[}}"]|(?<![^\S\n]))[^\S\n]*+,?[^\S\n]*+\n\s*+(?={NAME}\s*+=\s*+["{{])  # a field
    | (?:[}}"]|(?<![^\S\n]))[^\S\n]*+,?[^\S\n]*+(?=\n[^\S\n]*+[}})]\s*+(?:\n|\Z))  # a }}
    | "\s*+,?\s*+(?=[}})]\s*+(?:\n|\Z))"""
)


class SourceText:
    """A text and what is known of it: where braces close, where blocks surely begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = Braces(text, escapes=False)
        self.escaped = Braces(text, escapes=True)
        self._searched = (0, -1)

    def region_end(self, at: int) -> int:
        """Where the next block after `at` surely begins; the end of the text if none does."""
        start, end = self._searched
        if not start <= at <= end:
            following = NEXT_HEAD.search(self.text, at)
            end = len(self.text) if following is None else following.start()
            self._searched = (at, end)
        return end


def read_entry(source: SourceText, head: re.Match[str]) -> ParsedBlock:
    """The entry whose first letters are `head`. Raises Unreadable with the reason."""
    text, plain, escaped = source.text, source.plain, source.escaped
    for braces in (plain, escaped):
        try:
            return _EntryParser(text, head, braces, len(text), exact=True).run()
        except UnreadableEntry:
            continue
    limit = source.region_end(head.end())
    found, reason = None, UnreadableEntry("not understood")
    for escapes, wary, more in _MENDING:
        walk = _EntryParser(
            text, head, escaped if escapes else plain, limit, exact=False, wary=wary, more=more
        )
        if found is not None and not more:
            break
        try:
            read = walk.run()
        except UnreadableEntry as problem:
            reason = problem
            continue
        if read.closed:
            return read
        found = found or read
    if found is None:
        raise reason
    if any(isinstance(value, str) and _SWALLOWED.search(value) for _, value in found.fields):
        raise UnreadableEntry("a value is not closed and takes the fields after it with it")
    return found


# (escaped braces are text, a value that seems to hold fields is not closed, what looks like fields
# after the last brace belongs to the entry): the first that closes the entry is taken.
_MENDING = (
    (False, True, True),
    (False, False, True),
    (True, True, True),
    (True, False, True),
    (False, False, False),
)


def read_string(source: SourceText, head: re.Match[str]) -> ParsedBlock:
    """The definitions of a `@string`, as fields. Raises Unreadable."""
    text, limit = source.text, source.region_end(head.end())
    tries = (
        (source.plain, len(text), True),
        (source.escaped, len(text), True),
        (source.plain, limit, False),
    )
    reason = UnreadableEntry("a @string has no = sign")
    for braces, until, exact in tries:
        try:
            found = _EntryParser(text, head, braces, until, exact=exact, key=False).run()
        except UnreadableEntry as problem:
            reason = problem
            continue
        if found.fields:
            return found
        reason = UnreadableEntry("a @string has no = sign")
    raise reason


_AT_END = ": the file ends inside it"
_BEFORE_NEXT = " before the next one begins"


class _EntryParser:
    """The way through one entry, field by field, up to `limit`.

    `exact` allows no slip; `wary` takes a value that seems to hold fields for one that is not
    closed; with `more`, what looks like fields after the last brace belongs to the entry.
    """

    def __init__(
        self,
        text: str,
        head: re.Match[str],
        braces: Braces,
        limit: int,
        *,
        exact: bool,
        wary: bool = False,
        more: bool = True,
        key: bool = True,
    ) -> None:
        self._text, self._braces, self._limit = text, braces, limit
        self._exact, self._wary, self._more, self._has_key = exact, wary, more, key
        self._is_closed = True
        self._closer = "}" if head[2] == "{" else ")"
        self._at = head.end()
        self._last = self._at  # the index after what is surely the entry's own
        self._fields: list[Field] = []
        self._remarks: list[str] = []

    def run(self) -> ParsedBlock:
        """The entry. Raises Unreadable."""
        key = self._key() if self._has_key else ""
        self._last = self._at
        while not self._closed():
            self._field()
            self._last = self._at
        remarks = tuple(dict.fromkeys(self._remarks))
        return ParsedBlock(key, tuple(self._fields), self._last, remarks, self._is_closed)

    def _slip(self, remark: str) -> None:
        if self._exact:
            raise UnreadableEntry(remark)
        self._remarks.append(remark)

    def _skip(self) -> int:
        """Pass blanks and comments; the index of what follows."""
        start, match = self._at, _BLANKS.match(self._text, self._at)
        self._at = start if match is None else min(match.end(), self._limit)
        if self._at > start + 1 and "%" in (between := self._text[start : self._at]):
            for name in _FIELD_IN_COMMENT.findall(between):
                self._remarks.append(f"field in a comment left out: {name}")
        return self._at

    # --- key ---

    def _key(self) -> str:
        text = self._text
        if none := _NO_KEY.match(text, self._at):
            self._at = none.end()
            return ""
        match = (_KEY if self._closer == "}" else _PAREN_KEY).match(text, self._at, self._limit)
        if match is None:
            raise UnreadableEntry("no citation key")
        if (short := _KEY_THEN_FIELD.match(text, match.start(1))) is not None:
            match = short
        written = text[match.start(1) : match.end()].strip()
        self._at = match.end()
        at = self._skip()
        if text[at : at + 1] not in (",", "}", ")", "", "@") and written:
            if not _NAME.match(text, at):
                raise UnreadableEntry("no comma after the citation key")
            self._slip("no comma after the citation key")
        if re.search(r"[\s{}]", written):
            self._slip(f"an odd citation key: {written}")
        return written

    # --- fields ---

    def _closed(self) -> bool:
        """Whether the entry ends here; commas before the next field are passed."""
        text, commas = self._text, 0
        while text[self._skip() : self._at + 1] == "," and self._at < self._limit:
            self._at += 1
            self._last = self._at
            commas += 1
        if commas > 1 and self._has_key:
            self._remarks.append("a comma too many")
        if self._at >= self._limit or (text[self._at] == "@" and HEAD.match(text, self._at)):
            self._unclosed()
            return True
        if text[self._at] not in "})":
            return False
        wrong = text[self._at] != self._closer
        if self._more and _FIELD_AHEAD.match(text, self._at + 1, self._limit):
            self._slip("a brace too many closes the entry before its last field")
            self._at += 1
            return self._closed()
        if wrong:
            self._slip(f"the entry is closed by {text[self._at]} instead of {self._closer}")
        self._at += 1
        self._last = self._at
        return True

    def _unclosed(self) -> None:
        """The end of the region is reached: sure only if at least one field was read."""
        last = self._at >= len(self._text)
        remark = f"the entry is not closed{_AT_END if last else _BEFORE_NEXT}"
        if not self._fields:
            raise UnreadableEntry(remark)
        self._slip(remark)
        self._is_closed = False

    def _field(self) -> None:
        text = self._text
        match = _NAME.match(text, self._at, self._limit)
        if match is None and (match := _NO_SIGN.match(text, self._at, self._limit)) is not None:
            self._slip(f"no = sign after {match[1].lower()}")
        elif match is not None and match[2]:
            self._slip(f"two = signs after {match[1].lower()}")
        if match is None:
            alone = _NO_VALUE.match(text, self._at, self._limit)
            if alone is None:
                raise UnreadableEntry(
                    "a field has no = sign; perhaps a comma or a brace is missing before it"
                )
            self._slip(f"a field without a value: {alone[1]}")
            self._at = alone.end()
            return
        name = match[1].lower()
        self._at = match.end()
        self._fields.append((name, self._value(name)))

    def _value(self, name: str) -> str | RawValue:
        """The value that begins here; afterwards the place is where a comma may stand."""
        start, operands = self._at, 0
        text = self._text
        if text[start : start + 1] in (",", "}", ")", "") or start >= self._limit:
            self._slip(f"{name} has no value")
            return ""
        while True:
            end = self._operand_end()
            if end < 0 or (self._wary and _FIELD_WITHIN.search(text, self._at, end)):
                return self._broken(name, start, joined=operands > 0)
            first = self._at
            self._at, operands = end, operands + 1
            if text[self._skip() : self._at + 1] != "#":
                break
            self._at += 1
            self._skip()
        delimited = operands == 1 and text[start] in '{"'
        sign = text[self._at : self._at + 1]
        if sign not in (",", "}", ")", "") and self._at < self._limit:
            if operands == 1 and not delimited and "\n" not in text[end : self._at]:
                return self._words(name, start)
            if (field := _NAME.match(text, self._at)) and (
                text[first] in '{"' or "\n" in text[end : self._at]
            ):
                self._slip(f"no comma before the field {field[1].lower()}")
            elif sign != "@" or not HEAD.match(text, self._at):
                return self._broken(name, start, joined=operands > 1)
        if delimited:
            return text[start + 1 : end - 1]
        written = text[start:end]
        return written if operands == 1 and written.isdecimal() else RawValue(written)

    def _operand_end(self) -> int:
        """Where the operand of `#` that begins here ends; -1 if there is none or no end."""
        sign = self._text[self._at : self._at + 1]
        if sign == "{":
            end = self._braces.group_end(self._at)
        elif sign == '"':
            end = self._braces.quote_end(self._at)
        else:
            match = _BARE.match(self._text, self._at, self._limit)
            return -1 if match is None else match.end()
        return end if end <= self._limit else -1

    def _words(self, name: str, start: int) -> str:
        """Words without delimiters, up to the comma or the end of the line."""
        match = _WORDS.match(self._text, start, self._limit)
        if self._exact or match is None:
            raise UnreadableEntry(f"the value of {name} has no braces or quotes")
        self._at = match.end()
        sign = self._text[self._skip() : self._at + 1]
        if sign not in (",", "}", ")", "") and not _NAME.match(self._text, self._at):
            return self._broken(name, start, joined=False)
        self._slip(f"the value of {name} has no braces or quotes")
        return match[0].strip()

    def _broken(self, name: str, start: int, *, joined: bool) -> str:
        """A value that its braces or quotes do not close, up to where the next field begins."""
        opening = self._text[start]
        if self._exact:
            raise UnreadableEntry(f"the value of {name} is not closed")
        end = _END_OF_VALUE.search(self._text, start + 1, self._limit)
        delimited = opening in '{"' or (end is not None and end[0].startswith(("}", '"')))
        if not delimited or end is None or joined or not self._has_key:
            raise UnreadableEntry(
                f"the value of {name} is not closed or is followed by something odd"
            )
        self._slip(f"the braces or quotes of {name} do not match")
        self._at = end.end()
        value = self._text[start + (opening in '{"') : end.start()].strip()
        lacks = end[0].startswith("}") and value.count("{") > value.count("}")
        return f"{value}}}" if lacks else value
