"""Reads TeX markup in one pass: groups, formulas, commands, accents."""

from __future__ import annotations

import re
from collections.abc import Callable

from vcmbib.model.latex.cursor import Cursor, accented
from vcmbib.model.latex.maths import MATHS_CHARACTERS, formula_to_text, is_formula
from vcmbib.model.latex.symbols import (
    ACCENTS,
    ADDRESSES,
    ARGUMENTS_BEFORE,
    ESCAPED,
    GREEK_LETTERS,
    QUOTES,
    SILENT,
    SPACES,
    STYLES,
    SWITCHES,
    SYMBOLS,
)

_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_PLAIN_TEXT = re.compile(r"[^{}\\$]+")
_PLAIN_TYPOGRAPHY = re.compile(r"[^{}\\$~`'\-]+")
_NUMBER = re.compile(r"""\s*\{?\s*(?:"([0-9A-Fa-f]+)|'([0-7]+)|([0-9]+)|`\\?(.))\s*\}?""")
_ESCAPED_SIGN = re.compile(r"\\([#%_&$])")
# Letters that some languages write with two dots. Before other letters `\"` is an escaped quote.
_UNDER_DOTS = frozenset("aeiouyAEIOUY")
_TYPOGRAPHY = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", "\u00a0"))
# No real text has deeper nested braces.
_MAX_DEPTH = 32
_MOST_ACCENTS = 8  # accents on one letter, as in `\'\~a`


class TooDeepError(Exception):
    """The groups are nested deeper than the reader allows."""


class LatexReader(Cursor):
    """Converts a TeX text to Unicode. Each method reads from `at` and moves `at` past its part.

    A method that returns None has not moved `at`: the text at `at` is something else.
    """

    def __init__(self, text: str, *, typography: bool, maths: bool, depth: int = 0) -> None:
        super().__init__(text)
        self.typography = typography
        self.show_maths = maths
        self.depth = depth
        self.quoted = False  # after a ` that no ' has closed
        self.accents = 0  # accents before `at` that wait for their letter
        self.no_accent_before = -1  # the accents up to here are too many for one letter
        self.open_quotes = 0  # number of \enquote commands around `at`

    # --- the text ---

    def group(self, *, closing: bool) -> str:
        """Return the text up to the end, or up to the brace that closes this group.

        Raises TooDeepError.
        """
        if self.depth > _MAX_DEPTH:
            raise TooDeepError
        out: list[str] = []
        text, size = self.text, len(self.text)
        plain = _PLAIN_TYPOGRAPHY if self.typography else _PLAIN_TEXT
        while self.at < size:
            run = plain.match(text, self.at)
            if run is not None:
                out.append(run.group())
                self.at = run.end()
                continue
            char = text[self.at]
            if char == "}":
                if closing:
                    return "".join(out)
                self.at += 1
                out.append(char)
            elif char == "{":
                out.append(self.braces())
            elif char == "\\":
                out.append(self.command())
            elif char == "$":
                out.append(self.dollars())
            else:
                out.append(self.punctuation(char))
        return "".join(out)

    def braces(self) -> str:
        """The text in the braces at `at`; a brace without a closing one stays a brace."""
        closed = self.closing(self.at) >= 0
        self.at += 1
        if not closed:
            return "{"
        return self.read_to_closing_brace()

    def read_to_closing_brace(self) -> str:
        """The text up to the closing brace. `at` is then after the brace."""
        self.depth += 1
        inner = self.group(closing=True)
        self.depth -= 1
        self.at += 1
        return inner

    def punctuation(self, char: str) -> str:
        """A tie, a run of hyphens or a pair of quotes as TeX's fonts show them."""
        rest = self.text[self.at : self.at + 3]
        for mark, shown in _TYPOGRAPHY:
            if rest.startswith(mark):
                self.at += len(mark)
                return shown
        self.at += 1
        if char == "`":
            self.quoted = True
            return "‘"
        # A single ' is an apostrophe, unless it closes a quotation that a ` opened.
        if char == "'" and self.quoted and not self.text[self.at : self.at + 1].isalpha():
            self.quoted = False
            return "’"
        return char

    # --- formulas ---

    def dollars(self) -> str:
        """The formula `$…$` or `$$…$$`; a single dollar sign stays a dollar sign."""
        start = self.at
        mark = "$$" if self.text.startswith("$$", start) else "$"
        formula = self.formula(start + len(mark), mark)
        if formula is None:
            self.at = start + 1
            return "$"
        if self.show_maths and is_formula(self.text, start, self.at):
            return formula_to_text(formula)
        return self.text[start : self.at]

    def bracketed(self, match: re.Match[str], end: str) -> str | None:
        r"""The formula `\(…\)` or `\[…\]`."""
        formula = self.formula(match.end(), end)
        if formula is None:
            return None
        return formula_to_text(formula) if self.show_maths else self.text[match.start() : self.at]

    # --- commands ---

    def command(self) -> str:
        """The text of the command at `at`. An unknown command stays as written."""
        match = _COMMAND.match(self.text, self.at)
        if match is None:  # a backslash at the very end
            self.at += 1
            return "\\"
        name = match.group(1)
        shown = self.accent(match, name) if name in ACCENTS else None
        if shown is None:
            shown = self.sign(match, name)
        if shown is None:
            shown = self.with_argument(match, name)
        return self.unknown(match) if shown is None else shown

    def sign(self, match: re.Match[str], name: str) -> str | None:
        """The text of a command without an argument."""
        if name in ESCAPED:
            self.at = match.end()
            return name
        if name in SYMBOLS:
            self.at = match.end()
            self.swallow_blank()
            return SYMBOLS[name]
        if name in SWITCHES:
            self.at = self.skip_to(match.end())
            return ""
        if name in SPACES:
            self.at = match.end()
            return SPACES[name]
        shown = MATHS_CHARACTERS.get(f"\\{name}")
        if shown is not None and name.isalpha():
            self.at = match.end()
            self.swallow_blank()
        return shown if name.isalpha() else None

    def with_argument(self, match: re.Match[str], name: str) -> str | None:
        """The text of a command with an argument in braces."""
        if name in STYLES:
            return self.styled(match.end())
        special = _WITH_ARGUMENT.get(name)
        if special is not None:
            return special(self, match.end())
        if name in ARGUMENTS_BEFORE:
            return self.last_argument(match.end(), ARGUMENTS_BEFORE[name])
        if name in SILENT:
            return None if self.argument(self.after_star(match.end())) is None else ""
        if name in ("(", "["):
            return self.bracketed(match, {"(": "\\)", "[": "\\]"}[name])
        return None

    def styled(self, at: int) -> str | None:
        """The argument of a command that changes its style."""
        at = self.skip_to(self.after_star(at))
        if not self.text.startswith("{", at):
            return None
        self.at = at + 1
        return self.read_to_closing_brace()

    def quotation(self, at: int) -> str | None:
        """The argument of a command that puts it in quotation marks."""
        first, last = "‘’" if self.open_quotes % 2 else "“”"
        self.open_quotes += 1
        inner = self.styled(at)
        self.open_quotes -= 1
        return None if inner is None else f"{first}{inner}{last}"

    def last_argument(self, at: int, before: int) -> str | None:
        """The argument after `before` others; the first argument if it is empty."""
        first = ""
        at = self.skip_to(self.after_option(at))
        for _ in range(before):
            end = self.closing(at)
            if end < 0:
                return None
            first = first or self.text[at + 1 : end]
            at = self.skip_to(end + 1)
        if self.closing(at) < 0:
            return None
        self.at = at + 1
        shown = self.read_to_closing_brace()
        return shown or first

    def address(self, at: int) -> str | None:
        r"""The URL or path in the argument, without LaTeX's escapes such as `\_`."""
        found = self.verbatim(at)
        return None if found is None else _ESCAPED_SIGN.sub(r"\1", found)

    def verbatim(self, at: int) -> str | None:
        """The verbatim argument, in braces or between two equal signs: `|x|`."""
        found = self.argument(self.skip_to(self.after_star(at)))
        if found is not None or self.closing(at) >= 0:
            return found
        mark = self.text[at : at + 1]
        end = self.text.find(mark, at + 1) if mark and mark in "|!+/\"'" else -1
        if end < 0:
            return None
        self.at = end + 1
        return self.text[at + 1 : end]

    def ensured(self, at: int) -> str | None:
        r"""The symbol in `\ensuremath{…}`; None for other formulas, unless formulas are shown."""
        end = self.closing(at)
        if end < 0:
            return None
        inner = self.text[at + 1 : end].strip()
        shown = MATHS_CHARACTERS.get(inner)
        if shown is None and self.show_maths:
            shown = formula_to_text(inner)
        if shown is not None:
            self.at = end + 1
        return shown

    def greek(self, at: int) -> str | None:
        """The argument in Greek letters, which LGR writes with Latin ones."""
        found = self.argument(at)
        if found is None or not found.isascii():
            return found
        small = "".join(GREEK_LETTERS.get(c.lower(), c) for c in found)
        small = re.sub(r"σ(?!\w)", "ς", small)
        return "".join(s.upper() if c.isupper() else s for c, s in zip(found, small, strict=True))

    def numbered(self, at: int) -> str | None:
        r"""The character with the number of `\symbol{126}` or `\char"7E`."""
        match = _NUMBER.match(self.text, at)
        if match is None:
            return None
        hexadecimal, octal, decimal, char = match.groups()
        base = 16 if hexadecimal else 8 if octal else 10
        number = int(hexadecimal or octal or decimal or "0", base)
        if not char and (not 31 < number < 0x110000 or 0xD800 <= number < 0xE000):
            return None
        self.at = match.end()
        return char or chr(number)

    def unknown(self, match: re.Match[str]) -> str:
        """An unknown macro with its arguments, as written."""
        self.at = match.end()
        start = match.start()
        while match.group(1).isalpha() and (end := self.closing(self.at)) >= 0:
            self.at = end + 1
        return self.text[start : self.at]

    # --- accents ---

    def accent(self, match: re.Match[str], name: str) -> str | None:
        """The accented letter; None if no letter comes after the accent."""
        text, at = self.text, match.end()
        # `\v{c}` and `\v c` are accents; `\vec` is another command.
        follows = text[at : at + 1]
        if name.isalpha() and follows and follows not in "{\\" and not follows.isspace():
            return None
        at = self.skip_to(at)
        if at >= len(text):
            return None
        accent = ACCENTS[name]
        if text[at] == "{":
            end = self.closing(at)
            if end < 0:
                return None
            inner = LatexReader(
                text[at + 1 : end], typography=False, maths=False, depth=self.depth + 1
            )
            self.at = end + 1
            return accented(inner.group(closing=False).lstrip(), accent)
        if text[at] == "\\":
            return self.accent_over_command(at, accent)
        return self.accent_over_letter(match, at, accent)

    def accent_over_command(self, at: int, accent: str) -> str | None:
        r"""An accent before a command: `\'\i`, `\'\ae`.

        In `Mart\'\in` the blank after `\i` is missing; it is read as `Mart\'\i n`.
        """
        inner = _COMMAND.match(self.text, at)
        if inner is None:
            return None
        name = inner.group(1)
        if name in ACCENTS:  # \'\~a
            if self.accents >= _MOST_ACCENTS:
                self.no_accent_before = at
            if at <= self.no_accent_before:
                return None
            before, self.at = self.at, inner.end()
            self.accents += 1
            base = self.accent(inner, name)
            self.accents -= 1
            if base is None:
                self.at = before
            return None if base is None else accented(base, accent)
        shown = SYMBOLS.get(name, "")
        if len(shown) == 1 and shown.isalpha():
            self.at = inner.end()
            self.swallow_blank()
            return accented(shown, accent)
        if name[0] in "ij":
            self.at = at + 2
            return accented(name[0], accent)
        return None

    def accent_over_letter(self, match: re.Match[str], at: int, accent: str) -> str | None:
        """An accent before a character; before a sign it is punctuation."""
        base = self.text[at]
        shown = accented(base, accent)
        # In its own braces it is an accent on any letter: `{\"x}`.
        alone = self.text.startswith("}", at + 1) and base.isalpha()
        loose = at > match.end() or base not in _UNDER_DOTS
        if match.group(1) == '"' and loose and not alone:
            self.at = match.end()  # `\"quoted\"`, as other languages escape it
            return '"'
        if not base.isalpha() and (match.group(1) in "'`" or not base.isdigit()):
            if match.group(1) not in "'`":
                return None
            self.at = match.end()
            return match.group(1)
        self.at = at + 1
        return shown


_WITH_ARGUMENT: dict[str, Callable[[LatexReader, int], str | None]] = {
    **dict.fromkeys(QUOTES, LatexReader.quotation),
    **dict.fromkeys(ADDRESSES, LatexReader.address),
    "verb": LatexReader.verbatim,
    "lstinline": LatexReader.verbatim,
    "ensuremath": LatexReader.ensured,
    "textgreek": LatexReader.greek,
    "symbol": LatexReader.numbered,
    "char": LatexReader.numbered,
}
