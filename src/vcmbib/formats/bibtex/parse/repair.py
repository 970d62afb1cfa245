"""Parse one unusual or broken entry or `@string`, and repair slips.

Three attempts, in order: BibTeX's grammar (bibtex.web); the same, but an escaped brace is text;
then with repairs of slips that can mean one thing only. Each repair adds a remark. If all fail,
`UnreadableEntry` is raised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vcmbib.formats.bibtex.parse.braces import Braces
from vcmbib.model.attempt import BadItem


@dataclass(frozen=True, slots=True)
class RawValue:
    """A value that is an expression (macros, `#`), as written in the file."""

    text: str


Field = tuple[str, str | RawValue]
"""(name in lower case, value): the text without delimiters, or an expression."""


@dataclass(frozen=True, slots=True)
class ParsedBlock:
    """A parsed entry or `@string`.

    end: index after it in the text.
    closed: False if its closing brace is missing.
    """

    key: str
    fields: tuple[Field, ...]
    end: int
    remarks: tuple[str, ...] = ()
    closed: bool = True


class UnreadableEntry(BadItem):
    """An entry could not be parsed; the message is the reason."""


NAME = r"[A-Za-z_][\w:.+/*-]*+"
HEAD = re.compile(r"@\s*+([A-Za-z][\w.:+-]*+)\s*+([{(])")
NEXT_HEAD = re.compile(
    rf"""(?mx)^[^\S\n]*+@\s*+(?:
        (?i:string|preamble|comment)\s*+[{{(]
        | [A-Za-z][\w.:+-]*+\s*+[{{(]\s*+(?:[^\s,{{}}()="]*+\s*+[,}})]|[^\s,{{}}()="]++[^\S\n]*+\n
          |{NAME}\s*+=))"""
)
"""The first line of a block, clear enough to end an unclosed block before it."""

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
_NO_EQUALS = re.compile(rf'({NAME})(?:[^\S\n]*+(?=["{{])|[^\S\n]++(?=[^\s,{{}}"=#%()]++\s*+[,}}]))')
_NO_VALUE = re.compile(r'([^\s=,{}"#%()]++)\s*+(?=[,})]|\Z)')
_BARE = re.compile(r'[^\s#{}",%=()]++')
_WORDS = re.compile(r'[^{}",=#\n]*[^{}",=#\s]')
_FIELD_AHEAD = re.compile(rf'\s*+,?\s*+{NAME}\s*+=\s*+["{{\w]')
_FIELD_INSIDE = re.compile(
    rf'(?:(?<=[}}"]),[^\S\n]*+\n\s*+{NAME}\s*+=\s*+\w|,[^\S\n]*+\n\s*+{NAME}\s*+=\s*+["{{])'
)
# In an unclosed entry, a value that contains a field: the brace of the value is missing, not that
# of the entry.
_FIELD_IN_VALUE = re.compile(rf',\s*+{NAME}\s*+=\s*+(?:["{{]|\d{{4}}\s*+(?:,|\Z))')
_END_OF_VALUE = re.compile(
    rf"""(?x)
    [}}"]\s*+,\s*+(?={NAME}\s*+=\s*+["{{\w])      # a delimiter, a comma, the next field
    | (?:[}}"]|(?<![^\S\n]))[^\S\n]*+,?[^\S\n]*+\n\s*+(?={NAME}\s*+=\s*+["{{])  # a field
    | (?:[}}"]|(?<![^\S\n]))[^\S\n]*+,?[^\S\n]*+(?=\n[^\S\n]*+[}})]\s*+(?:\n|\Z))  # a }}
    | "\s*+,?\s*+(?=[}})]\s*+(?:\n|\Z))"""
)


class SourceText:
    """A text with its closing braces and the places where blocks begin, cached."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.braces = Braces(text, escapes=False)
        self.braces_with_escapes = Braces(text, escapes=True)
        self._searched = (0, -1)

    def region_end(self, at: int) -> int:
        """Return the index of the next clear block after `at`; else the end of the text."""
        start, end = self._searched
        if not start <= at <= end:
            following = NEXT_HEAD.search(self.text, at)
            end = len(self.text) if following is None else following.start()
            self._searched = (at, end)
        return end


def read_entry(source: SourceText, head: re.Match[str]) -> ParsedBlock:
    """Return the entry that begins with `head`. Raises UnreadableEntry with the reason."""
    text, braces_only, with_escapes = source.text, source.braces, source.braces_with_escapes
    for braces in (braces_only, with_escapes):
        try:
            return _EntryParser(text, head, braces, len(text), strict=True).run()
        except UnreadableEntry:
            continue
    limit = source.region_end(head.end())
    unclosed, reason = None, UnreadableEntry("not understood")
    for escapes, detect_unclosed, fields_after_end in _REPAIRS:
        parser = _EntryParser(
            text,
            head,
            with_escapes if escapes else braces_only,
            limit,
            strict=False,
            detect_unclosed=detect_unclosed,
            fields_after_end=fields_after_end,
        )
        if unclosed is not None and not fields_after_end:
            break
        try:
            block = parser.run()
        except UnreadableEntry as problem:
            reason = problem
            continue
        if block.closed:
            return block
        unclosed = unclosed or block
    if unclosed is None:
        raise reason
    if any(
        isinstance(value, str) and _FIELD_IN_VALUE.search(value) for _, value in unclosed.fields
    ):
        raise UnreadableEntry("a value is not closed and contains the fields after it")
    return unclosed


# Settings of `_EntryParser`: (escaped braces are text, detect_unclosed, fields_after_end). The
# first that finds the end of the entry is used.
_REPAIRS = (
    (False, True, True),
    (False, False, True),
    (True, True, True),
    (True, False, True),
    (False, False, False),
)


def read_string(source: SourceText, head: re.Match[str]) -> ParsedBlock:
    """Return the definitions of a `@string` as fields. Raises UnreadableEntry with the reason."""
    text, region_end = source.text, source.region_end(head.end())
    attempts = (
        (source.braces, len(text), True),
        (source.braces_with_escapes, len(text), True),
        (source.braces, region_end, False),
    )
    reason = UnreadableEntry("a @string has no = sign")
    for braces, limit, strict in attempts:
        try:
            block = _EntryParser(text, head, braces, limit, strict=strict, key=False).run()
        except UnreadableEntry as problem:
            reason = problem
            continue
        if block.fields:
            return block
        reason = UnreadableEntry("a @string has no = sign")
    raise reason


_AT_END = ": the file ends inside it"
_BEFORE_NEXT = " before the next one begins"


class _EntryParser:
    """A parser of one entry, from its head up to the index `limit`.

    strict: allow no slip.
    detect_unclosed: a value that seems to contain fields is not closed.
    fields_after_end: text after the last brace that looks like fields belongs to the entry.
    key: False for a `@string`, which has no citation key.
    """

    def __init__(
        self,
        text: str,
        head: re.Match[str],
        braces: Braces,
        limit: int,
        *,
        strict: bool,
        detect_unclosed: bool = False,
        fields_after_end: bool = True,
        key: bool = True,
    ) -> None:
        self._text, self._braces, self._limit = text, braces, limit
        self._strict, self._has_key = strict, key
        self._detect_unclosed, self._fields_after_end = detect_unclosed, fields_after_end
        self._is_closed = True
        self._closer = "}" if head[2] == "{" else ")"
        self._at = head.end()
        self._end = self._at  # the index after the last part that belongs to the entry
        self._fields: list[Field] = []
        self._remarks: list[str] = []

    def run(self) -> ParsedBlock:
        """Parse the entry. Raises UnreadableEntry."""
        key = self._read_key() if self._has_key else ""
        self._end = self._at
        while not self._read_end():
            self._read_field()
            self._end = self._at
        remarks = tuple(dict.fromkeys(self._remarks))
        return ParsedBlock(key, tuple(self._fields), self._end, remarks, self._is_closed)

    def _tolerate(self, remark: str) -> None:
        """Add a remark on a slip. Raises UnreadableEntry if the parser is strict."""
        if self._strict:
            raise UnreadableEntry(remark)
        self._remarks.append(remark)

    def _skip_blanks(self) -> int:
        """Move over blanks and comments, and return the new index."""
        start, match = self._at, _BLANKS.match(self._text, self._at)
        self._at = start if match is None else min(match.end(), self._limit)
        if self._at > start + 1 and "%" in (between := self._text[start : self._at]):
            for name in _FIELD_IN_COMMENT.findall(between):
                self._remarks.append(f"ignored a field in a comment: {name}")
        return self._at

    # --- key ---

    def _read_key(self) -> str:
        """Return the citation key and move after it. Raises UnreadableEntry."""
        text = self._text
        if no_key := _NO_KEY.match(text, self._at):
            self._at = no_key.end()
            return ""
        match = (_KEY if self._closer == "}" else _PAREN_KEY).match(text, self._at, self._limit)
        if match is None:
            raise UnreadableEntry("no citation key")
        if (key_then_field := _KEY_THEN_FIELD.match(text, match.start(1))) is not None:
            match = key_then_field
        written = text[match.start(1) : match.end()].strip()
        self._at = match.end()
        at = self._skip_blanks()
        if text[at : at + 1] not in (",", "}", ")", "", "@") and written:
            if not _NAME.match(text, at):
                raise UnreadableEntry("no comma after the citation key")
            self._tolerate("no comma after the citation key")
        if re.search(r"[\s{}]", written):
            self._tolerate(f"an unusual citation key: {written}")
        return written

    # --- fields ---

    def _read_end(self) -> bool:
        """Move over commas and the closing brace, if it is next; return whether the entry ends."""
        text, commas = self._text, 0
        while text[self._skip_blanks() : self._at + 1] == "," and self._at < self._limit:
            self._at += 1
            self._end = self._at
            commas += 1
        if commas > 1 and self._has_key:
            self._remarks.append("an extra comma")
        if self._at >= self._limit or (text[self._at] == "@" and HEAD.match(text, self._at)):
            self._accept_missing_end()
            return True
        if text[self._at] not in "})":
            return False
        wrong = text[self._at] != self._closer
        if self._fields_after_end and _FIELD_AHEAD.match(text, self._at + 1, self._limit):
            self._tolerate("an extra brace closes the entry before its last field")
            self._at += 1
            return self._read_end()
        if wrong:
            self._tolerate(f"the entry is closed by {text[self._at]} instead of {self._closer}")
        self._at += 1
        self._end = self._at
        return True

    def _accept_missing_end(self) -> None:
        """Accept an entry without a closing brace. Raises UnreadableEntry if it has no field."""
        at_end_of_file = self._at >= len(self._text)
        remark = f"the entry is not closed{_AT_END if at_end_of_file else _BEFORE_NEXT}"
        if not self._fields:
            raise UnreadableEntry(remark)
        self._tolerate(remark)
        self._is_closed = False

    def _read_field(self) -> None:
        """Read one field and move after it. Raises UnreadableEntry."""
        text = self._text
        match = _NAME.match(text, self._at, self._limit)
        if match is None and (match := _NO_EQUALS.match(text, self._at, self._limit)) is not None:
            self._tolerate(f"no = sign after {match[1].lower()}")
        elif match is not None and match[2]:
            self._tolerate(f"two = signs after {match[1].lower()}")
        if match is None:
            name_only = _NO_VALUE.match(text, self._at, self._limit)
            if name_only is None:
                raise UnreadableEntry(
                    "a field has no = sign; perhaps a comma or a brace is missing before it"
                )
            self._tolerate(f"a field without a value: {name_only[1]}")
            self._at = name_only.end()
            return
        name = match[1].lower()
        self._at = match.end()
        self._fields.append((name, self._read_value(name)))

    def _read_value(self, name: str) -> str | RawValue:
        """Return the value at the current index and move to the comma after it."""
        start, operands = self._at, 0
        text = self._text
        if text[start : start + 1] in (",", "}", ")", "") or start >= self._limit:
            self._tolerate(f"{name} has no value")
            return ""
        while True:
            end = self._operand_end()
            if end < 0 or (self._detect_unclosed and _FIELD_INSIDE.search(text, self._at, end)):
                return self._recover_value(name, start, joined=operands > 0)
            first = self._at
            self._at, operands = end, operands + 1
            if text[self._skip_blanks() : self._at + 1] != "#":
                break
            self._at += 1
            self._skip_blanks()
        delimited = operands == 1 and text[start] in '{"'
        char = text[self._at : self._at + 1]
        if char not in (",", "}", ")", "") and self._at < self._limit:
            if operands == 1 and not delimited and "\n" not in text[end : self._at]:
                return self._read_bare_words(name, start)
            if (field := _NAME.match(text, self._at)) and (
                text[first] in '{"' or "\n" in text[end : self._at]
            ):
                self._tolerate(f"no comma before the field {field[1].lower()}")
            elif char != "@" or not HEAD.match(text, self._at):
                return self._recover_value(name, start, joined=operands > 1)
        if delimited:
            return text[start + 1 : end - 1]
        written = text[start:end]
        return written if operands == 1 and written.isdecimal() else RawValue(written)

    def _operand_end(self) -> int:
        """Return the index after the operand of `#` that begins here; -1 if there is none."""
        char = self._text[self._at : self._at + 1]
        if char == "{":
            end = self._braces.group_end(self._at)
        elif char == '"':
            end = self._braces.quote_end(self._at)
        else:
            match = _BARE.match(self._text, self._at, self._limit)
            return -1 if match is None else match.end()
        return end if end <= self._limit else -1

    def _read_bare_words(self, name: str, start: int) -> str:
        """Return words without delimiters, up to the comma or the end of the line."""
        match = _WORDS.match(self._text, start, self._limit)
        if self._strict or match is None:
            raise UnreadableEntry(f"the value of {name} has no braces or quotes")
        self._at = match.end()
        char = self._text[self._skip_blanks() : self._at + 1]
        if char not in (",", "}", ")", "") and not _NAME.match(self._text, self._at):
            return self._recover_value(name, start, joined=False)
        self._tolerate(f"the value of {name} has no braces or quotes")
        return match[0].strip()

    def _recover_value(self, name: str, start: int, *, joined: bool) -> str:
        """Return a value that is not closed: it ends where the next field begins."""
        opening = self._text[start]
        if self._strict:
            raise UnreadableEntry(f"the value of {name} is not closed")
        end = _END_OF_VALUE.search(self._text, start + 1, self._limit)
        delimited = opening in '{"' or (end is not None and end[0].startswith(("}", '"')))
        if not delimited or end is None or joined or not self._has_key:
            raise UnreadableEntry(
                f"the value of {name} is not closed, or unexpected text follows it"
            )
        self._tolerate(f"the braces or quotes of {name} do not match")
        self._at = end.end()
        value = self._text[start + (opening in '{"') : end.start()].strip()
        lacks_brace = end[0].startswith("}") and value.count("{") > value.count("}")
        return f"{value}}}" if lacks_brace else value
