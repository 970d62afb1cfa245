"""Reading TeX's markup in one pass: groups, formulas, commands, accents."""

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
# What languages put under two dots; before other letters `\"` is an escaped quotation mark.
_UNDER_DOTS = frozenset("aeiouyAEIOUY")
_TYPOGRAPHY = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", "\u00a0"))
# Braces nested deeper than this are nobody's text.
_DEEPEST = 100


class TooDeepError(Exception):
    """More groups within groups than are read."""


class LatexReader(Cursor):
    """One pass over a text; `at` is the index of the next character."""

    def __init__(self, text: str, *, typography: bool, maths: bool, depth: int = 0) -> None:
        super().__init__(text)
        self.typography = typography
        self.maths_shown = maths
        self.depth = depth
        self.quoted = False  # after a ` that no ' has closed
        self.marks = 0  # quotation marks of \enquote that are open

    # --- the text ---

    def group(self, *, closing: bool) -> str:
        """The text up to the end, or up to the brace that closes this group."""
        if self.depth > _DEEPEST:
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
                out.append(self.inner_group())
            elif char == "\\":
                out.append(self.command())
            elif char == "$":
                out.append(self.dollars())
            else:
                out.append(self.punctuation(char))
        return "".join(out)

    def inner_group(self) -> str:
        """What stands in the braces at `at`; a brace that nothing closes is itself."""
        closed = self.closing(self.at) >= 0
        self.at += 1
        if not closed:
            return "{"
        return self.rest_of_group()

    def rest_of_group(self) -> str:
        """The text up to the closing brace, and past it."""
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
        # A lone ' is the apostrophe that everybody types; it closes only what a ` has opened.
        if char == "'" and self.quoted and not self.text[self.at : self.at + 1].isalpha():
            self.quoted = False
            return "’"
        return char

    # --- formulas ---

    def dollars(self) -> str:
        """`$…$` or `$$…$$`; a dollar sign without a partner is itself."""
        start = self.at
        mark = "$$" if self.text.startswith("$$", start) else "$"
        formula = self.formula(start + len(mark), mark)
        if formula is None:
            self.at = start + 1
            return "$"
        if self.maths_shown and is_formula(self.text, start, self.at):
            return formula_to_text(formula)
        return self.text[start : self.at]

    def bracketed(self, match: re.Match[str], end: str) -> str | None:
        r"""`\(…\)` or `\[…\]`."""
        formula = self.formula(match.end(), end)
        if formula is None:
            return None
        return formula_to_text(formula) if self.maths_shown else self.text[match.start() : self.at]

    # --- commands ---

    def command(self) -> str:
        """What the command at `at` stands for; an unknown one as written."""
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
        """What a command without an argument stands for."""
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
        """What a command with its argument in braces stands for."""
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
        """The text in the braces of a command that says how it looks."""
        at = self.skip_to(self.after_star(at))
        if not self.text.startswith("{", at):
            return None
        self.at = at + 1
        return self.rest_of_group()

    def quotation(self, at: int) -> str | None:
        """The text in the braces of a command that sets it between quotation marks."""
        first, last = "‘’" if self.marks % 2 else "“”"
        self.marks += 1
        inner = self.styled(at)
        self.marks -= 1
        return None if inner is None else f"{first}{inner}{last}"

    def last_argument(self, at: int, before: int) -> str | None:
        """The text in the last of several pairs of braces; of an empty one, the first's."""
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
        shown = self.rest_of_group()
        return shown or first

    def address(self, at: int) -> str | None:
        r"""The text of an address; a sign that was escaped to pass through LaTeX is itself."""
        found = self.verbatim(at)
        return None if found is None else _ESCAPED_SIGN.sub(r"\1", found)

    def verbatim(self, at: int) -> str | None:
        """The text of a listing, letter by letter, in braces or between two signs."""
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
        r"""The one symbol that `\ensuremath{…}` holds; None where it holds other maths."""
        end = self.closing(at)
        if end < 0:
            return None
        inner = self.text[at + 1 : end].strip()
        shown = MATHS_CHARACTERS.get(inner)
        if shown is None and self.maths_shown:
            shown = formula_to_text(inner)
        if shown is not None:
            self.at = end + 1
        return shown

    def greek(self, at: int) -> str | None:
        """Greek letters, typed by the Latin ones that stand in their place."""
        found = self.argument(at)
        if found is None or not found.isascii():
            return found
        small = "".join(GREEK_LETTERS.get(c.lower(), c) for c in found)
        small = re.sub(r"σ(?!\w)", "ς", small)
        return "".join(s.upper() if c.isupper() else s for c, s in zip(found, small, strict=True))

    def numbered(self, at: int) -> str | None:
        r"""The character of `\symbol{126}` or `\char"7E`."""
        match = _NUMBER.match(self.text, at)
        if match is None:
            return None
        sixteen, eight, ten, itself = match.groups()
        number = int(sixteen or eight or ten or "0", 16 if sixteen else 8 if eight else 10)
        if not itself and (not 31 < number < 0x110000 or 0xD800 <= number < 0xE000):
            return None
        self.at = match.end()
        return itself or chr(number)

    def unknown(self, match: re.Match[str]) -> str:
        """A macro that is not ours, with its arguments, as written."""
        self.at = match.end()
        start = match.start()
        while match.group(1).isalpha() and (end := self.closing(self.at)) >= 0:
            self.at = end + 1
        return self.text[start : self.at]

    # --- accents ---

    def accent(self, match: re.Match[str], name: str) -> str | None:
        """The accented letter; None where no letter follows."""
        text, at = self.text, match.end()
        # \v{c}, \v c; but \vec is another command and has been read as such.
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
        r"""`\'\i`, `\'\ae`; and `Mart\'\in`, whose writer forgot to end the name of `\i`."""
        inner = _COMMAND.match(self.text, at)
        if inner is None:
            return None
        name = inner.group(1)
        if name in ACCENTS:  # \'\~a
            before, self.at = self.at, inner.end()
            base = self.accent(inner, name)
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
        """An accent before a bare character; an accent that cannot sit there is punctuation."""
        base = self.text[at]
        shown = accented(base, accent)
        # In braces of its own it is an accent whatever it stands on: {\\"x}.
        alone = self.text.startswith("}", at + 1) and base.isalpha()
        loose = at > match.end() or base not in _UNDER_DOTS
        if match.group(1) == '"' and loose and not alone:
            self.at = match.end()  # \"quoted\", as other languages escape it
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
