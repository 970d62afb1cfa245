r"""Text that is safe to show: characters that a terminal obeys or a reader cannot see, as escapes.

A terminal obeys control characters: ESC and U+009B begin commands that move the cursor, set the
title or fill the clipboard. Bidirectional controls (Unicode Standard Annex 9) change the order in
which text is shown. Default-ignorable code points (Unicode Standard, section 5.21) are not shown at
all. Each is written as in Python: `\x1b`, `\u202e`, `\U000e0041`.

Some of them are part of the spelling of a word and stay there:

- a joiner, a non-joiner or a zero-width space after a letter of a script that uses it, or after an
  emoji;
- a variation selector after an ideograph, a symbol, a digit or an emoji;
- a grapheme joiner after a character that is none;
- up to eight accents on one letter.
"""

from __future__ import annotations

import re
from functools import cache

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SEPARATORS = "\u2028\u2029"
_IGNORABLE = (
    "\u00ad\u115f\u1160\u17b4\u17b5\u180e\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_JOINERS = "\u200b-\u200d"
_GRAPHEME_JOINER = "\u034f"
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_MARKS = "\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_HIDDEN = (
    rf"\x7f-\x9f\ud800-\udfff{_BIDI}{_SEPARATORS}{_IGNORABLE}{_JOINERS}{_GRAPHEME_JOINER}"
    rf"{_SELECTORS}{_MARKS}"
)
# Scripts whose spelling needs joiners or invisible word boundaries, and emoji.
_JOINING = (
    "\u0600-\u08ff"  # Arabic, Syriac, Thaana, N'Ko, Mandaic
    "\u0900-\u0dff"  # Indic
    "\u0e00-\u109f"  # Thai, Lao, Tibetan, Myanmar
    "\u1780-\u18af"  # Khmer, Mongolian
    "\u1900-\u1aaf\u1b00-\u1cff"  # Limbu to Vedic
    "\ua800-\uabff"  # Syloti Nagri to Meetei Mayek
    "\ufb50-\ufdff\ufe70-\ufefc"  # Arabic presentation forms
    "\U00011000-\U00011fff"  # Brahmi and its relatives
    "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"  # symbols and emoji
)
# What a variation selector changes: Unicode's lists of standardized and ideographic variants.
_VARIABLE = (
    "#*0-9\u00a9\u00ae\u1000-\u109f\u1800-\u180a\u1810-\u18af\u2030-\u205f\u2100-\u2bff"
    "\u3000-\u9fff\ua840-\ua87f\uac00-\ud7a3\uf900-\ufaff\uff00-\uff65"
    "\U00010000-\U00013fff\U0001d400-\U0001d7ff\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
_MOST_MARKS = 8  # accents on one letter; no language writes that many

# The hidden characters for which `str.isprintable` is true.
_PRINTABLE_TOO = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
).union(
    *(
        map(chr, range(first, last + 1))
        for first, last in (
            (0x300, 0x36F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
            (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF),
        )
    )
)  # fmt: skip

_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def printable(text: str) -> str:
    """The text with escapes for what is not visible; line ends and tabs stay."""
    if _is_plain(text):
        return text
    return _pattern(r"\x00-\x08\x0b-\x1f").sub(_escape, text)


def printable_line(text: str) -> str:
    """The text on one line, with escapes for what is not visible, line ends and tabs included."""
    return text if _is_plain(text) else _pattern(r"\x00-\x1f").sub(_escape, text)


def printable_json(text: str) -> str:
    r"""The JSON `text` with escapes of JSON (`\u202e`) for what is not visible: the same value."""
    return text if text.isascii() and "\x7f" not in text else _pattern("").sub(_json_escape, text)


def is_printable(text: str) -> bool:
    """Whether the text is one line in which every character is visible."""
    return printable_line(text) == text


def from_printable(text: str) -> str:
    r"""The text whose printable form is `text`, if that text has no backslash of its own."""
    return re.sub(
        r"\\(?:([tnr])|x([0-9a-f]{2})|u([0-9a-f]{4})|U(000[0-9a-f]{5}|0010[0-9a-f]{4}))",
        lambda m: {"t": "\t", "n": "\n", "r": "\r"}.get(m[1]) or chr(int(m[2] or m[3] or m[4], 16)),
        text,
    )


def _is_plain(text: str) -> bool:
    """Whether a quick look shows that every character is visible."""
    return text.isprintable() and (text.isascii() or _PRINTABLE_TOO.isdisjoint(text))


@cache  # compiled on demand: most texts are plain
def _pattern(controls: str) -> re.Pattern[str]:
    """The pattern of these control characters and of all that may be invisible."""
    return re.compile(f"[{controls}{_HIDDEN}]")


@cache
def _context() -> re.Pattern[str]:
    """The pattern of a character that is visible, or part of a spelling, in its context."""
    return re.compile(
        rf"(?<=[{_JOINING}])[{_JOINERS}]|(?<=[{_VARIABLE}])[{_SELECTORS}]"
        rf"|(?<=[^{_GRAPHEME_JOINER}]){_GRAPHEME_JOINER}"
        rf"|(?<![{_MARKS}]{{{_MOST_MARKS}}})[{_MARKS}]"
    )


def _escape(match: re.Match[str]) -> str:
    """The escape for a character, or the character where it belongs to the spelling."""
    character = match.group()
    if _context().match(match.string, match.start()):
        return character
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _json_escape(match: re.Match[str]) -> str:
    if _context().match(match.string, match.start()):
        return match.group()
    units = match.group().encode("utf-16-be", "surrogatepass")
    return "".join(
        f"\\u{high:02x}{low:02x}" for high, low in zip(units[::2], units[1::2], strict=True)
    )
