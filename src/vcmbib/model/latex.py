"""LaTeX in bibliographic text: markup to Unicode for reading, Unicode to markup for `--ascii`.

Accents follow LaTeX's text commands (The Not So Short Introduction to LaTeX, section 2.4.8, and
the T1 encoding); maths between dollar signs and macros that are not known are kept as written.
What `to_ascii` writes, `to_unicode` reads back.
"""

from __future__ import annotations

import re
import unicodedata

# Accent command -> combining character.
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361", "G": "\u030f", "U": "\u030e",
    "h": "\u0309", "f": "\u0311",
}  # fmt: skip

_SYMBOLS = {
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "dag": "†", "ddag": "‡", "S": "§", "P": "¶",
    "copyright": "©", "pounds": "£", "textendash": "–", "textemdash": "—", "textquoteleft": "‘",
    "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "ldots": "…",
    "dots": "…", "textellipsis": "…", "textasciitilde": "~", "textasciicircum": "^",
    "textbackslash": "\\", "textunderscore": "_", "textbar": "|", "textless": "<",
    "textgreater": ">", "textdegree": "°", "texttrademark": "™", "textregistered": "®",
    "textcopyright": "©", "texteuro": "€", "euro": "€", "textbullet": "•",
    "textperiodcentered": "·", "textasteriskcentered": "∗", "guillemotleft": "«",
    "guillemotright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "quotedblbase": "„",
    "quotesinglbase": "‚", "textexclamdown": "¡", "textquestiondown": "¿", "textmu": "µ",
    "textordfeminine": "ª", "textordmasculine": "º", "textsection": "§", "textparagraph": "¶",
    "textdollar": "$", "textpercent": "%", "textquotesingle": "'", "textquotedbl": '"',
    "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "slash": "/", "textbraceleft": "{",
    "textbraceright": "}", "textdblhyphen": "=", "textcent": "¢", "textsterling": "£",
    "textyen": "¥", "textonehalf": "½", "textonequarter": "¼", "texttimes": "×", "textpm": "±",
    "textasciigrave": "`", "newline": " ",
}  # fmt: skip

# Commands whose argument is the text; the command itself only says how it looks.
_STYLES = frozenset(
    """emph textit textbf textsc textsl texttt textrm textsf textup textmd textnormal
    textsuperscript textsubscript mbox hbox text mkbibemph mkbibquote mkbibbold mkbibitalic enquote
    underline nocase""".split()
)
# Commands whose argument is an address, to be taken letter by letter.
_VERBATIM = frozenset({"url", "path", "nolinkurl"})
# Commands that only tell a style how to sort.
_SILENT = frozenset({"noopsort"})
_SWITCHES = frozenset("em it bf sc sl tt rm sf itshape bfseries scshape upshape relax".split())
_ESCAPED = "&%#_${}"
_SPACES = {
    ",": "\u2009",
    ";": " ",
    ":": " ",
    "!": "",
    "/": "",
    "-": "",
    "@": "",
    " ": " ",
    "\\": " ",
}

_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_PLAIN_TEXT = re.compile(r"[^{}\\$]+")
_PLAIN_TYPOGRAPHY = re.compile(r"[^{}\\$~`'\-]+")


class _Reader:
    """One pass over a text; `at` is the index of the next character."""

    def __init__(self, text: str, typography: bool) -> None:
        self.text = text
        self.at = 0
        self.typography = typography
        self.quoted = False  # after a ` that no ' has closed

    def group(self, *, closing: bool) -> str:
        """The text up to the end, or up to the brace that closes this group."""
        out: list[str] = []
        text = self.text
        plain = _PLAIN_TYPOGRAPHY if self.typography else _PLAIN_TEXT
        while self.at < len(text):
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
            elif char == "{":
                self.at += 1
                out.append(self.group(closing=True))
                self.at += 1
            elif char == "\\":
                out.append(self.command())
            elif char == "$":
                out.append(self.maths())
            else:
                out.append(self.punctuation(char))
        return "".join(out)

    def maths(self) -> str:
        """`$…$` or `$$…$$` as written; a dollar sign without a partner is itself."""
        text, start = self.text, self.at
        mark = "$$" if text.startswith("$$", start) else "$"
        end = start + len(mark)
        while True:
            end = text.find(mark, end)
            if end < 0:
                self.at = start + 1
                return "$"
            if text[end - 1] != "\\":
                break
            end += 1
        self.at = end + len(mark)
        return text[start : self.at]

    def punctuation(self, char: str) -> str:
        """A tie, a run of hyphens or a pair of quotes as TeX's fonts show them."""
        rest = self.text[self.at : self.at + 3]
        for mark, shown in (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", "\u00a0")):
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

    def command(self) -> str:
        """What the command at `at` stands for; an unknown one as written."""
        match = _COMMAND.match(self.text, self.at)
        if match is None:  # a backslash at the very end
            self.at += 1
            return "\\"
        name = match.group(1)
        shown = self.accent(match, name) if name in _ACCENTS else None
        if shown is None:
            shown = self.sign(match, name)
        if shown is None:
            shown = self.with_argument(match, name)
        return self.unknown(match) if shown is None else shown

    def sign(self, match: re.Match[str], name: str) -> str | None:
        """What a command without an argument stands for."""
        if name in _ESCAPED:
            self.at = match.end()
            return name
        if name in _SYMBOLS:
            self.at = match.end()
            self.swallow_blank()
            return _SYMBOLS[name]
        if name in _SWITCHES:
            self.at = self.skip_to(match.end())
            return ""
        if name in _SPACES:
            self.at = match.end()
            return _SPACES[name]
        return None

    def with_argument(self, match: re.Match[str], name: str) -> str | None:
        """What a command with its argument in braces stands for."""
        if name in _VERBATIM:
            return self.argument(match.end())
        if name in _SILENT:
            return None if self.argument(match.end()) is None else ""
        if name == "ensuremath":
            return self.ensured(match.end())
        if name in _STYLES and self.text.startswith("{", self.skip_to(match.end())):
            self.at = self.skip_to(match.end()) + 1
            inner = self.group(closing=True)
            self.at += 1
            return inner
        return None

    def argument(self, at: int) -> str | None:
        """The text in the braces at `at`, letter by letter; None without them."""
        end = _closing(self.text, at) if self.text.startswith("{", at) else -1
        if end < 0:
            return None
        self.at = end + 1
        return self.text[at + 1 : end]

    def ensured(self, at: int) -> str | None:
        r"""The one symbol that `\ensuremath{…}` holds; None where it holds other maths."""
        end = _closing(self.text, at) if self.text.startswith("{", at) else -1
        shown = _SHOWN_MATHS.get(self.text[at + 1 : end].strip()) if end > 0 else None
        if shown is not None:
            self.at = end + 1
        return shown

    def unknown(self, match: re.Match[str]) -> str:
        """A macro that is not ours, with its arguments, as written."""
        self.at = match.end()
        start = match.start()
        while match.group(1).isalpha() and self.text.startswith("{", self.at):
            end = _closing(self.text, self.at)
            if end < 0:
                break
            self.at = end + 1
        return self.text[start : self.at]

    def accent(self, match: re.Match[str], name: str) -> str | None:
        """The accented letter; None where no letter follows."""
        at = match.end()
        # \v{c}, \v c; but \vec is another command and has been read as such.
        follows = self.text[at : at + 1]
        if name.isalpha() and follows and follows not in "{\\" and not follows.isspace():
            return None
        at = self.skip_to(at)
        if at >= len(self.text):
            return None
        if self.text[at] == "{":
            end = _closing(self.text, at)
            if end < 0:
                return None
            base = _Reader(self.text[at + 1 : end], False).group(closing=False)
            after = end + 1
        elif self.text[at] == "\\":
            inner = _COMMAND.match(self.text, at)
            if inner is None or inner.group(1) not in ("i", "j", "ae", "AE", "o", "O", "aa", "AA"):
                return None
            base = _SYMBOLS[inner.group(1)]
            after = inner.end()
            if self.text[after : after + 1] == " ":
                after += 1
            elif self.text.startswith("{}", after):
                after += 2
        else:
            base, after = self.text[at], at + 1
        self.at = after
        return accented(base, _ACCENTS[name])

    def skip_to(self, at: int) -> int:
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at

    def swallow_blank(self) -> None:
        """TeX ends a command's name at `{}` or at a blank, and drops it."""
        if self.text.startswith("{}", self.at):
            self.at += 2
        elif self.text[self.at : self.at + 1] == " ":
            self.at += 1


def _closing(text: str, opening: int) -> int:
    """The index of the brace that closes the one at `opening`; -1 where none does."""
    depth = 0
    at = opening
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return -1


def accented(base: str, accent: str) -> str:
    """The first letter of `base` with a combining `accent` on it, composed where Unicode can."""
    if not base:
        spacing = {"\u0303": "~", "\u0302": "^", "\u0300": "`", "\u0301": "´", "\u0308": "¨"}
        return spacing.get(accent, "")
    letter = {"ı": "i", "ȷ": "j"}.get(base[0], base[0])
    if accent == "\u0361":
        return unicodedata.normalize("NFC", base[0] + accent + base[1:])
    return unicodedata.normalize("NFC", letter + accent) + base[1:]


_MARKS = re.compile(r"[\\{}]")
_MARKS_TYPOGRAPHY = re.compile(r"[\\{}~`]|--|''")


def to_unicode(text: str, *, typography: bool = False) -> str:
    r"""`text` with LaTeX's markup read: `Schr{\"o}dinger` gives `Schrödinger`.

    Braces go, maths and unknown macros stay as written. With `typography`, ties, dashes and
    quotes are read as TeX's fonts show them: right for BibTeX values, wrong for plain text.
    Braces nested hundreds deep are returned as they are.
    """
    marks = _MARKS_TYPOGRAPHY if typography else _MARKS
    if marks.search(text) is None:
        return text
    try:
        return _Reader(text, typography).group(closing=False)
    except RecursionError:
        return text


# --- the other way ---------------------------------------------------------------------------

_LETTER_COMMANDS = {
    shown: name for name, shown in _SYMBOLS.items() if len(shown) == 1 and not shown.isascii()
}
_LETTER_COMMANDS |= {"£": "pounds", "€": "texteuro", "…": "ldots", "§": "S", "¶": "P"}
for _shown in "²×±":
    _LETTER_COMMANDS.pop(_shown, None)
_PLAIN = {
    "–": "--", "—": "---", "‘": "`", "’": "{\\textquoteright}", "“": "``", "”": "''", "\u00a0": "~",
    "\u2009": "\\,", "‐": "-", "‑": "-",
}  # fmt: skip
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi - pi rho varsigma "
    "sigma tau upsilon phi chi psi omega"
).split()
_MATHS = {chr(0x3B1 + i): f"\\{name}" for i, name in enumerate(_GREEK) if name != "-"}
_MATHS |= {
    chr(0x391 + i): f"\\{name.capitalize()}"
    for i, name in enumerate(_GREEK)
    if name in "gamma delta theta lambda xi pi sigma upsilon phi psi omega".split()
}
_MATHS |= {
    "−": "-", "×": "\\times", "±": "\\pm", "≤": "\\leq", "≥": "\\geq", "≠": "\\neq",
    "≈": "\\approx",
    "∼": "\\sim", "→": "\\rightarrow", "←": "\\leftarrow", "↔": "\\leftrightarrow", "∞": "\\infty",
    "∈": "\\in", "∑": "\\sum", "∂": "\\partial", "∇": "\\nabla", "√": "\\surd", "·": "\\cdot",
    "ℓ": "\\ell", "∗": "\\ast", "∀": "\\forall", "∃": "\\exists", "⊕": "\\oplus", "⊗": "\\otimes",
    "²": "^2", "³": "^3", "¹": "^1",
}  # fmt: skip
_LETTER_COMMANDS = {c: n for c, n in _LETTER_COMMANDS.items() if c not in _MATHS}
_SHOWN_MATHS = {command: shown for shown, command in _MATHS.items()}
_COMMAND_OF_ACCENT = {combining: command for command, combining in _ACCENTS.items()}


def to_ascii(text: str, *, maths: bool = False) -> str:
    r"""`text` with LaTeX commands in place of the letters outside ASCII, where there are any.

    `Özyılkan` gives `{\"O}zy{\i}lkan`. A character for which LaTeX has no command is kept. Inside
    formulas say `maths`.
    """
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFC", text)
    return "".join(c if c.isascii() else _encoded(c, maths) for c in letters)


def _encoded(char: str, maths: bool) -> str:
    if char in _MATHS:
        return f"{{{_MATHS[char]}}}" if maths else f"\\ensuremath{{{_MATHS[char]}}}"
    if maths:
        return char
    if char in _PLAIN:
        return _PLAIN[char]
    if char in _LETTER_COMMANDS:
        return f"{{\\{_LETTER_COMMANDS[char]}}}"
    parts = unicodedata.normalize("NFD", char)
    if len(parts) == 2 and parts[0].isascii() and parts[1] in _COMMAND_OF_ACCENT:
        command = _COMMAND_OF_ACCENT[parts[1]]
        base = {"i": "\\i", "j": "\\j"}.get(parts[0], parts[0])
        if command.isalpha() or len(base) > 1:
            return f"{{\\{command}{{{base}}}}}"
        return f"{{\\{command}{base}}}"
    if len(parts) == 3 and parts[0].isascii():
        inner, outer = (_COMMAND_OF_ACCENT.get(c) for c in parts[1:])
        if inner and outer:
            return f"{{\\{outer}{{\\{inner}{{{parts[0]}}}}}}}"
    return char
