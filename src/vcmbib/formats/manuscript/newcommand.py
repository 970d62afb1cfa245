r"""Citation commands that a document defines, such as `\newcommand{\mycite}[1]{\cite{#1}}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vcmbib.formats.manuscript.cite_commands import (
    ArgumentForm,
    CiteCommand,
    DefinedCommand,
    after_gap,
    after_options,
    end_of_group,
    end_of_option,
    key_groups,
)

DEFINING = frozenset(
    """newcommand renewcommand providecommand DeclareRobustCommand newrobustcmd renewrobustcmd
    def gdef edef xdef let NewDocumentCommand RenewDocumentCommand ProvideDocumentCommand
    DeclareDocumentCommand NewCommandCopy DeclareCiteCommand DeclareMultiCiteCommand
    NewExpandableDocumentCommand""".split()
)
_NAME = re.compile(r"\\([A-Za-z@]+)")
_COUNT = re.compile(r"\[([0-9])\]")
_PARAMETERS = re.compile(r"(?:\[#[1-9]\]|#[1-9])*+(?=\{)")
_XPARSE = re.compile(r"\s*(?:([som])|O\s*\{[^{}]*+\})")
_WORD = re.compile(r"%[^\n]*+|\\([A-Za-z@]+)\*?")


@dataclass(frozen=True, slots=True)
class CommandDefinition:
    """A definition: the name, the citation command and the position of the body.

    `command` is None if the command does not cite, or if its keys are uncertain.
    """

    name: str
    command: CiteCommand | None
    at: int


def read_definition(
    word: str, text: str, at: int, known: dict[str, CiteCommand]
) -> CommandDefinition | None:
    r"""The definition after `\word`, whose name ends at `at`; None if there is none."""
    start = at + 1 if text[at : at + 1] == "*" else at
    start = after_gap(text, start)
    braced = text[start : start + 1] == "{"
    name = _NAME.match(text, after_gap(text, start + 1) if braced else start)
    if name is None:
        return None
    at = name.end()
    if braced:
        at = after_gap(text, at)
        if text[at : at + 1] != "}":
            return None
        at += 1
    if word in ("let", "NewCommandCopy"):
        return _copy(name[1], text, at, known)
    if word in ("DeclareCiteCommand", "DeclareMultiCiteCommand"):
        shape = ArgumentForm.ONE if word == "DeclareCiteCommand" else ArgumentForm.MANY
        return CommandDefinition(name[1], shape, at)
    if word.endswith("def"):
        head = _by_parameters(text, at)
    elif word.endswith("DocumentCommand"):
        head = _by_xparse(text, at)
    else:
        head = _by_count(text, at)
    if head is None:
        return CommandDefinition(name[1], None, at)
    kinds, at = head
    end = end_of_group(text, at) if text[at : at + 1] == "{" else None
    if end is None:
        return CommandDefinition(name[1], None, at)
    return CommandDefinition(name[1], _command_of_body(text[at + 1 : end - 1], kinds, known), at)


def _copy(name: str, text: str, at: int, known: dict[str, CiteCommand]) -> CommandDefinition | None:
    at = after_gap(text, at)
    if text[at : at + 1] in ("=", "{"):
        at = after_gap(text, at + 1)
    other = _NAME.match(text, at)
    return None if other is None else CommandDefinition(name, known.get(other[1]), other.end())


def _by_count(text: str, at: int) -> tuple[tuple[str, ...], int] | None:
    """The arguments in `[2][default]` before a body."""
    at = after_gap(text, at)
    count = _COUNT.match(text, at)
    if count is None:
        return (), at
    kinds = ["m"] * int(count[1])
    at = after_gap(text, count.end())
    if text[at : at + 1] == "[":
        end = end_of_option(text, at)
        if end is None or not kinds:
            return None
        kinds[0] = "o"
        at = after_gap(text, end)
    return tuple(kinds), at


def _by_parameters(text: str, at: int) -> tuple[tuple[str, ...], int] | None:
    """The arguments in `#1#2` or `[#1]#2` before a body."""
    at = after_gap(text, at)
    match = _PARAMETERS.match(text, at)
    if match is None:
        return None
    kinds = ["o" if p[0] == "[" else "m" for p in re.findall(r"\[#[1-9]\]|#[1-9]", match[0])]
    return tuple(kinds), match.end()


def _by_xparse(text: str, at: int) -> tuple[tuple[str, ...], int] | None:
    """The arguments in `{s O{} m}` before a body (LaTeX's `usrguide`, xparse)."""
    at = after_gap(text, at)
    end = end_of_group(text, at) if text[at : at + 1] == "{" else None
    if end is None:
        return None
    kinds: list[str] = []
    here = at + 1
    while text[here : end - 1].strip():
        match = _XPARSE.match(text, here, end - 1)
        if match is None:
            return None
        kinds.append(match[1] or "o")
        here = match.end()
    return tuple(kinds), after_gap(text, end)


def _command_of_body(
    body: str, kinds: tuple[str, ...], known: dict[str, CiteCommand]
) -> CiteCommand | None:
    """The citation command with this body: it cites its arguments, or the keys after it."""
    templates: list[str] = []
    for match in _WORD.finditer(body):
        command = known.get(match[1]) if match[1] else None
        if command is None:
            continue
        if not kinds and not body[after_options(body, match.end()) :].strip():
            return command  # the body ends with the command, so the keys follow the new one
        if isinstance(command, DefinedCommand):
            templates += _keys_through(command, body, match.end())
        else:
            found = key_groups(command, body, match.end())
            templates += [a.text for a in found if "#" in a.text and "\\" not in a.text]
    return DefinedCommand(kinds, tuple(dict.fromkeys(templates))) if templates and kinds else None


def _keys_through(command: DefinedCommand, body: str, at: int) -> list[str]:
    """The key templates of another defined command that this body calls."""
    from vcmbib.formats.manuscript.cite_commands import keys_of_defined

    found, _ = keys_of_defined(command, body, at)
    return [a.text for a in found if "#" in a.text and "\\" not in a.text]
