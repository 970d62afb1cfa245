r"""`@preamble`: TeX that stands before the references, mostly definitions of commands.

A library has no place for what no entry says. So an entry that uses a command takes with it the
pieces of the file's preambles that define it, and those that they use in turn; on export each piece
stands once before the entries. A piece is an operand of `#`, as it is usual to write a definition
each; where they are not whole by themselves, it is the preamble as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from vcmbib.formats.bibtex.parse.entry import RawEntry
from vcmbib.model.paper import Paper

PREAMBLE = "@preamble"
"""The extra field that holds the pieces which an entry needs."""

_COMMAND = re.compile(r"\\(?:[A-Za-z@]+|[^A-Za-z])")
_NAMED = r"\s*\*?\s*\{?\s*(\\(?:[A-Za-z@]+|[^A-Za-z\s]))"
_DEFINING = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator"
    rf"|[egx]?def|let|chardef|mathchardef)(?![A-Za-z@]){_NAMED}"
)
_BEGUN = re.compile(r"\\if(?!f(?![A-Za-z@]))[A-Za-z@]*")
_ENDED = re.compile(r"\\fi(?![A-Za-z@])")


def pieces_of(operands: Sequence[str]) -> tuple[str, ...]:
    """The pieces of a preamble by the operands of its `#`; none if it is not whole."""
    pieces = [piece for operand in operands if (piece := operand.strip())]
    if all(map(_is_whole, pieces)):
        return tuple(pieces)
    whole = "".join(operands).strip()
    return (whole,) if _is_whole(whole) else ()


def _is_whole(text: str) -> bool:
    """Whether braces and conditions of TeX are closed."""
    depth = 0
    for sign in re.findall(r"[{}]", text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0 and len(_BEGUN.findall(text)) == len(_ENDED.findall(text))


def with_preambles(
    entries: Iterable[RawEntry], own: Iterable[str], others: Iterable[str] = ()
) -> list[RawEntry]:
    """The entries with the pieces that they need: a file's `own` before those of `others`."""
    defined: dict[str, int] = {}
    pieces: list[str] = []
    for piece in dict.fromkeys((*own, *others)):
        names = [name for name in _DEFINING.findall(piece) if name not in defined]
        defined.update(dict.fromkeys(names, len(pieces)))
        if names:
            pieces.append(piece)
    uses = [{defined[c] for c in _COMMAND.findall(p) if c in defined} for p in pieces]
    return [_with_needed(entry, pieces, uses, defined) for entry in entries]


def _with_needed(
    entry: RawEntry, pieces: Sequence[str], uses: Sequence[set[int]], defined: dict[str, int]
) -> RawEntry:
    values = [value for _, value in (*entry.fields, *entry.inherited) if "\\" in value]
    used = {command for value in values for command in _COMMAND.findall(value)}
    waiting = [defined[command] for command in used & defined.keys()]
    needed: set[int] = set()
    while waiting:
        at = waiting.pop()
        if at not in needed:
            needed.add(at)
            waiting.extend(uses[at])
    if not needed:
        return entry
    return replace(entry, preamble=" # ".join(f"{{{pieces[at]}}}" for at in sorted(needed)))


# --- writing ------------------------------------------------------------------------------------


def kept_in(paper: Paper) -> list[str]:
    """The pieces that a paper's entry needs."""
    return [piece for name, value in paper.extra if name == PREAMBLE for piece in _split(value)]


def _split(kept: str) -> list[str]:
    """`{a} # {b}` gives a, b."""
    found: list[str] = []
    depth = begin = 0
    for match in re.finditer(r"[{}]", kept):
        if match[0] == "{":
            depth += 1
            begin = match.end() if depth == 1 else begin
        else:
            depth -= 1
            if depth == 0:
                found.append(kept[begin : match.start()])
    return found


def write_preamble(papers: Iterable[Paper]) -> str:
    """The blocks that stand before the entries of papers, with a blank line after them."""
    blocks = blocks_of(piece for paper in papers for piece in kept_in(paper))
    return "".join(f"{block}\n" for block in blocks) + "\n" if blocks else ""


def blocks_of(pieces: Iterable[str], there: str = "") -> list[str]:
    r"""The pieces as blocks of a file, without those whose commands all are defined before.

    LaTeX stops at a `\newcommand` of what is defined. `there` is a text that comes before them.
    """
    pieces = list(dict.fromkeys(pieces))
    defined = set(_DEFINING.findall(there)) if pieces else set()
    blocks: list[str] = []
    for piece in pieces:
        names = set(_DEFINING.findall(piece))
        if not names <= defined:
            defined |= names
            blocks.append(f"@preamble{{{{{piece}}}}}")
    return blocks
