"""The citation commands of LaTeX, and the parser of their arguments.

Names and arguments are those of the manuals of LaTeX, natbib, BibLaTeX with biblatex-chicago and
biblatex-apa, csquotes, apacite, jurabib, harvard, chicago, cite, REVTeX, abntex2 and bibentry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class ArgumentForm(Enum):
    """The arguments after the name of a command."""

    ONE = auto()  # [..][..]{keys}
    MANY = auto()  # (..)(..)[..][..]{keys}[..]{keys}…
    VOLUME = auto()  # [..]{volume}[..]{keys}
    VOLUMES = auto()  # (..)(..)[..]{volume}[..]{keys}[..]{volume}[..]{keys}…
    LANGUAGE = auto()  # {language}[..][..]{keys}
    WITH_TEXT = auto()  # [..]{keys}{text}
    PAIR = auto()  # {keys}{keys}


@dataclass(frozen=True, slots=True)
class DefinedCommand:
    r"""A citation command that the document defines.

    `arguments` has `m` (mandatory), `o` (optional) or `s` (star) for each argument. `keys` are the
    keys in its body, with `#1` and so on for the arguments.
    """

    arguments: tuple[str, ...]
    keys: tuple[str, ...]


CiteCommand = ArgumentForm | DefinedCommand


def _table() -> dict[str, ArgumentForm]:
    one = """
    cite nocite citep citet citealt citealp citenum citeauthor citefullauthor citeyear citeyearpar
    citetalias citepalias Cite Citep Citet Citealt Citealp Citeauthor Citefullauthor Citeyear
    parencite Parencite footcite footcitetext Footcite Footcitetext textcite Textcite smartcite
    Smartcite supercite autocite Autocite fullcite footfullcite citetitle citedate citeurl notecite
    Notecite pnotecite Pnotecite fnotecite citeallauthors headlesscite footheadlesscite
    headlessfullcite footheadlessfullcite shortcite footshortcite shorthandcite footshorthandcite
    shortrefcite gentextcite Gentextcite citejournal runcite nptextcite fullcitebib fullcitenobib
    textcquote blockcquote hybridblockcquote bibentry citeasnoun possessivecite citeNP citeN citeANP
    citeyearNP citen citeonline onlinecite newcite posscite citeposs inlinecite mcite
    bstctlcite citetitleonly footcitetitle footciteauthor footciteyear citeauthorfull citefullyear
    footfullcite cfcite footcitealt citeauthoryear citeyearonly mancite
    """
    found = dict.fromkeys(one.split(), ArgumentForm.ONE)
    for prefix in ("", "full", "short", "mask"):  # apacite
        for name in ("cite", "citeA", "citeNP", "citeauthor", "citeauthorNP", "citeyear",
                     "citeyearNP"):  # fmt: skip
            found[prefix + name] = ArgumentForm.ONE
    found["masknocite"] = ArgumentForm.ONE
    many = """
    cites Cites parencites Parencites footcites footcitetexts smartcites Smartcites textcites
    Textcites supercites autocites Autocites fullcites footfullcites headlesscites shortcites
    gentextcites Gentextcites nptextcites
    """
    found |= dict.fromkeys(many.split(), ArgumentForm.MANY)
    volume = "volcite pvolcite fvolcite ftvolcite svolcite tvolcite avolcite"
    for name in volume.split():
        for spelt in (name, name[0].upper() + name[1:]):
            found[spelt] = ArgumentForm.VOLUME
            found[spelt + "s"] = ArgumentForm.VOLUMES
    language = """foreigntextcquote foreignblockcquote hyphentextcquote hyphenblockcquote
    hybridforeignblockcquote"""
    found |= dict.fromkeys(language.split(), ArgumentForm.LANGUAGE)
    with_text = "citefield citelist citename citeaffixed"
    found |= dict.fromkeys(with_text.split(), ArgumentForm.WITH_TEXT)
    return found | dict.fromkeys(["apud", "apudonline"], ArgumentForm.PAIR)


CITE_COMMANDS: dict[str, ArgumentForm] = _table()

# Names with `cite` of commands that do not cite: they have no keys, or only define or test them.
_NOT_CITING = frozenset(
    """citetext citestyle citeindextype citeindextrue citeindexfalse citereset citenamefont
    citenumfont citesetup citetrackertrue citetrackerfalse citecounter citename citation citedash
    citedashes citeleft citeright citemid citepunct citeform citeprepunct citeaftertext
    citeauthorformat citeauthoryearsep citeseparator defcitealias ifcite ifcitation ifciteseen
    ifciteibid ifciteidem citesort citebib newcites citedelim citeclosing citeopening citeurlstyle
    citestyles mkbibcite bibcite newcitation printcite blockcite excite incite citetitlefont
    citeauthorfont autocitestyle recite DeclareCiteCommand
    DeclareMultiCiteCommand""".split()
)
_CONTAINS_CITE = re.compile(r"[A-Za-z]*[cC]ites?(?:[A-Za-z]{0,12})?")


def may_cite(name: str) -> bool:
    """Whether the name of an unknown command looks like that of a citation command."""
    return name not in _NOT_CITING and _CONTAINS_CITE.fullmatch(name) is not None


# --- arguments ----------------------------------------------------------------------------------

# Blanks, comments and one line end. A blank line ends the paragraph, and so the arguments.
_GAP = re.compile(
    r"[ \t]*+(?:%[^\n]*+\n[ \t]*+)*+(?:\n(?![ \t]*+\n)[ \t]*+(?:%[^\n]*+\n[ \t]*+)*+)?+"
)
_KEYS = re.compile(r"\{((?:[^{}%\\]|\\.|%[^\n]*+(?:\n|$)|\{[^{}]*+\})*+)\}", re.DOTALL)
_SIGN = re.compile(r"\\.|%[^\n]*+|[{}\[\]]|\n[ \t]*+\n", re.DOTALL)
_OVERLAY = re.compile(r"<[^<>{}\n]*+>(?=\s*[\[{])")
_ROUND = re.compile(r"\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*+(?:\n|$)")
_LONGEST_OPTION = 1000
_LONGEST_BODY = 2000


def after_gap(text: str, at: int) -> int:
    """The position behind blanks and comments."""
    match = _GAP.match(text, at)
    return at if match is None else match.end()


def end_of_group(text: str, at: int, longest: int = _LONGEST_BODY) -> int | None:
    """The position behind the brace that closes the one at `at`; None if there is none."""
    depth = 0
    end = min(len(text), at + longest)
    if text.find("}", at, end) < 0:
        return None
    for sign in _SIGN.finditer(text, at, end):
        if sign[0] == "{":
            depth += 1
        elif sign[0] == "}":
            depth -= 1
            if depth == 0:
                return sign.end()
    return None


def end_of_option(text: str, at: int) -> int | None:
    """The position behind the bracket that closes the one at `at`.

    Brackets in pairs and brackets in braces are skipped. Without pairs the first one closes, as
    in TeX.
    """
    braces = brackets = 0
    first: int | None = None
    end = min(len(text), at + _LONGEST_OPTION)
    if text.find("]", at, end) < 0:
        return None
    for sign in _SIGN.finditer(text, at, end):
        char = sign[0]
        if char == "{":
            braces += 1
        elif char == "}":
            braces -= 1
            if braces < 0:
                return first
        elif char[0] == "\n":
            return first
        elif char in "[]" and braces == 0:
            brackets += 1 if char == "[" else -1
            if char == "]":
                first = first or sign.end()
                if brackets == 0:
                    return sign.end()
    return first


def after_options(text: str, at: int) -> int:
    """The position behind all options `<..>` and `[..]` at `at`."""
    while True:
        here = after_gap(text, at)
        sign = text[here : here + 1]
        if sign == "[":
            end = end_of_option(text, here)
        elif sign == "<":
            overlay = _OVERLAY.match(text, here)
            end = overlay.end() if overlay else None
        else:
            end = None
        if end is None:
            return at
        at = end


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """The text of a group of keys and its first position. `end` is behind the closing brace."""

    text: str
    start: int
    end: int


def keys_at(text: str, at: int) -> KeyGroup | None:
    """The group of keys at `at`, or behind the blanks there; None if there is none."""
    match = _KEYS.match(text, after_gap(text, at))
    return None if match is None else KeyGroup(match[1], match.start(1), match.end())


def split_keys(argument: KeyGroup) -> Iterator[tuple[str, int]]:
    """(key, position) of each key in a group."""
    text = argument.text
    if "%" in text:
        text = _COMMENT.sub(lambda m: " " * len(m[0]), text)
    at = 0
    for piece in text.split(","):
        key = piece.strip()
        if key:
            start = argument.start + at + len(piece) - len(piece.lstrip())
            if key[0] == "{" and key[-1] == "}":
                key = key[1:-1].strip()
            yield " ".join(key.split()), start
        at += len(piece) + 1


def _after_rounds(text: str, at: int) -> int:
    for _ in range(2):
        match = _ROUND.match(text, after_gap(text, at))
        if match is None:
            break
        at = match.end()
    return at


def key_groups(shape: ArgumentForm, text: str, at: int) -> list[KeyGroup]:
    """The groups of keys after a command whose name ends at `at`."""
    match shape:
        case ArgumentForm.ONE:
            found = keys_at(text, after_options(text, at))
            return [] if found is None else [found]
        case ArgumentForm.MANY | ArgumentForm.VOLUMES:
            return _many(shape, text, _after_rounds(text, at))
        case ArgumentForm.VOLUME:
            found = _keys_after_volume(text, at)
            return [] if found is None else [found]
        case ArgumentForm.LANGUAGE:
            start = after_gap(text, at)
            end = end_of_group(text, start) if text[start : start + 1] == "{" else None
            return [] if end is None else key_groups(ArgumentForm.ONE, text, end)
        case ArgumentForm.WITH_TEXT | ArgumentForm.PAIR:
            first = keys_at(text, after_options(text, at))
            second = None if first is None else keys_at(text, after_options(text, first.end))
            if first is None or second is None:
                return []
            return [first, second] if shape is ArgumentForm.PAIR else [first]


def _many(shape: ArgumentForm, text: str, at: int) -> list[KeyGroup]:
    found: list[KeyGroup] = []
    while True:
        if shape is ArgumentForm.VOLUMES:
            one = _keys_after_volume(text, at)
        else:
            one = keys_at(text, after_options(text, at))
        if one is None:
            return found
        found.append(one)
        at = one.end


def _keys_after_volume(text: str, at: int) -> KeyGroup | None:
    start = after_gap(text, after_options(text, at))
    end = end_of_group(text, start, _LONGEST_OPTION) if text[start : start + 1] == "{" else None
    return None if end is None else keys_at(text, after_options(text, end))


_NUMBERED = re.compile(r"#([1-9])")


def keys_of_defined(command: DefinedCommand, text: str, at: int) -> tuple[list[KeyGroup], int]:
    """(groups of keys that a defined command makes from its arguments, position behind it)."""
    given: list[KeyGroup | None] = []
    for kind in command.arguments:
        here = after_gap(text, at)
        sign = text[here : here + 1]
        if kind == "s":
            at = here + 1 if sign == "*" else at
            given.append(None)
        elif kind == "o":
            end = end_of_option(text, here) if sign == "[" else None
            at = at if end is None else end
            given.append(None if end is None else KeyGroup(text[here + 1 : end - 1], here + 1, end))
        else:
            end = end_of_group(text, here) if sign == "{" else None
            if end is None:
                return [], at
            given.append(KeyGroup(text[here + 1 : end - 1], here + 1, end))
            at = end
    found = []
    for template in command.keys:
        used = [given[int(n) - 1] for n in _NUMBERED.findall(template) if int(n) <= len(given)]
        first = next((a for a in used if a is not None), None)
        if first is None or None in used:
            continue
        filled = _NUMBERED.sub(
            lambda m: a.text if (a := given[int(m[1]) - 1]) is not None else "", template
        )
        found.append(KeyGroup(filled, first.start, first.end))
    return found, at
