r"""Unicode to LaTeX commands: `Özyılkan` becomes `{\"O}zy{\i}lkan`.

`vcmbib.model.latex.decode.to_unicode` reads the result back.
"""

from __future__ import annotations

import re
import unicodedata

from vcmbib.model.latex.maths import MATHS_COMMANDS
from vcmbib.model.latex.symbols import ACCENTS, SYMBOLS

# If a sign has several commands, the one that old LaTeX knows without a package.
_PREFERRED = {
    "£": "pounds", "€": "texteuro", "…": "ldots", "§": "S", "¶": "P", "†": "dag", "‡": "ddag",
    "µ": "textmu", "‘": "textquoteleft", "’": "textquoteright", "“": "textquotedblleft",
    "”": "textquotedblright", "©": "copyright", "«": "guillemotleft", "»": "guillemotright",
    "„": "quotedblbase", "‚": "quotesinglbase", "\u2009": "thinspace", "´": "textasciiacute",
}  # fmt: skip
_COMMANDS = {
    shown: name for name, shown in SYMBOLS.items() if len(shown) == 1 and not shown.isascii()
} | _PREFERRED
# Only packages define commands for these letters, so they are written by their numbers.
for _shown in "ħəʹʺ":
    _COMMANDS.pop(_shown, None)
# These are written as formulas, which need no package.
for _shown in "²³¹×±÷¬−→←↑↓∗":
    _COMMANDS.pop(_shown, None)
_COMMANDS = {c: n for c, n in _COMMANDS.items() if c not in MATHS_COMMANDS or c in "†‡·•"}
_PLAIN = {"–": "--", "—": "---", "“": "``", "”": "''", "\u00a0": "~"}
# Ligatures copied from a PDF become letters: LaTeX makes the ligatures itself.
_PLAIN |= {c: unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄ"} | {"‐": "-"}
_COMMAND_OF_ACCENT = {combining: command for command, combining in ACCENTS.items()}
_JOINING = frozenset({"--", "``", "''", "?`", "!`"})
# A letter with the marks that follow it.
_CLUSTER = re.compile(
    r"[^\u0300-\u036f]?[\u0300-\u036f]+|[\x00-\x7f]+(?![\u0300-\u036f])|[^\x00-\x7f]", re.DOTALL
)
_GREEK_WORD = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]{2,}")


def to_ascii(text: str, *, maths: bool = False) -> str:
    r"""Return `text` in ASCII, with LaTeX commands for all other characters.

    A character without a LaTeX command is written by its number, `{\symbol{20013}}`. Use `maths`
    for the text of a formula.
    """
    if text.isascii():
        return text
    out: list[str] = []
    before = ""
    for cluster in _CLUSTER.findall(unicodedata.normalize("NFC", text)):
        written = cluster if cluster.isascii() else _encoded(cluster, maths)
        # Two hyphens or quotes in a row would become another sign, and `?` with a quote becomes ¿.
        if before + written[:1] in _JOINING:
            out.append("{}")
        out.append(written)
        before = written[-1]
    return "".join(out)


def to_latex(text: str) -> str:
    r"""Return `text` with LaTeX commands for the characters that LaTeX does not accept as UTF-8.

    Characters that LaTeX declares for UTF-8 input stay, and so do letters of other scripts. Signs
    and single Greek letters, as in `β-VAE`, become `\ensuremath{\beta}`. Rare accents, as in
    `Nguyễn`, become commands. The result needs no package.
    """
    if _UNKNOWN_TO_LATEX.search(text) is None:
        return text
    text = unicodedata.normalize("NFC", text)
    words = {at for m in _GREEK_WORD.finditer(text) for at in range(m.start(), m.end())}
    return "".join(
        m[0] if m.start() in words or m[0].isascii() else _declared(m[0])
        for m in _CLUSTER.finditer(text)
    )


# All characters except those that LaTeX 2e declares for UTF-8 input (utf8enc.dfu, t1enc.dfu,
# ts1enc.dfu and omsenc.dfu) and those of other scripts.
_UNKNOWN_TO_LATEX = re.compile(
    "[^\x00-\u0125\u0128-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u0165\u0168-\u017e\u0192"
    "\u01cd-\u01d4\u01e2\u01e3\u01e6-\u01eb\u01f0\u01f4\u01f5\u0218-\u021b\u0232\u0233\u0237"
    "\u02c6\u02c7\u02d8\u02d9\u02db-\u02dd\u0400-\u04ff\u1e02\u1e03\u1e0d\u1e1e-\u1e21\u1e25"
    "\u1e30\u1e31\u1e37\u1e43\u1e45\u1e47\u1e5b\u1e63\u1e6d\u1e8e-\u1e91\u1e9e\u1ef2\u1ef3"
    "\u2010-\u2016\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2031\u2039-\u203b\u203d"
    "\u2044\u20a1-\u20bf\u2103\u2116\u2117\u2120\u2122\u2126\u212e\u2190-\u2193\u25e6\u27e8"
    "\u27e9\u3000-\U0010ffff]"
)


def _declared(cluster: str) -> str:
    """One letter with its accents, or one sign, in a form that LaTeX accepts if there is one."""
    if _UNKNOWN_TO_LATEX.search(cluster) is None:
        return cluster
    if cluster in MATHS_COMMANDS:
        return f"\\ensuremath{{{MATHS_COMMANDS[cluster]}}}"
    return _accented(cluster, _BEYOND_T1) or cluster


# Accents of the encodings T4 and T5, which a document must load.
_BEYOND_T1 = frozenset("hGUf")


def _encoded(cluster: str, maths: bool) -> str:
    """One letter with its accents, or one sign, in ASCII."""
    char = cluster if len(cluster) == 1 else unicodedata.normalize("NFC", cluster)
    if len(char) == 1:
        if char in MATHS_COMMANDS and char not in _COMMANDS:
            command = MATHS_COMMANDS[char]
            return f"{{{command}}}" if maths else f"\\ensuremath{{{command}}}"
        if maths:
            return f"\\text{{{_encoded(char, False)}}}"
        if char in _PLAIN:
            return _PLAIN[char]
        if char in _COMMANDS:
            return f"{{\\{_COMMANDS[char]}}}"
    return _accented(cluster) or "".join(
        c if c.isascii() else f"{{\\symbol{{{ord(c)}}}}}" for c in cluster
    )


def _accented(cluster: str, excluded: frozenset[str] = frozenset()) -> str | None:
    r"""A letter with its accents as commands, `{\'{e}}`.

    Return None if an accent has no command, or a command in `excluded`.
    """
    base, *marks = list(unicodedata.normalize("NFD", cluster))
    commands = [_COMMAND_OF_ACCENT.get(mark, "") for mark in marks]
    if not commands or not all(commands) or not excluded.isdisjoint(commands):
        return None
    if not base.isascii():
        if base not in _COMMANDS:
            return None
        written = f"\\{_COMMANDS[base]}"
    elif not base.isalpha():
        return None
    else:
        # LaTeX removes the dot of an i under these accents by itself, and biber reads that form.
        dotless = marks[0] not in "\u0300\u0301\u0302\u0308\u0323\u0327\u0328\u0331\u0326"
        written = {"i": "\\i", "j": "\\j"}.get(base, base) if dotless or base == "j" else base
    for command in commands:
        bare = len(written) == 1 and not command.isalpha()
        written = f"\\{command}{written}" if bare else f"\\{command}{{{written}}}"
    if "\u0361" in marks:
        return None  # the tie needs both of its letters
    return f"{{{written}}}"
