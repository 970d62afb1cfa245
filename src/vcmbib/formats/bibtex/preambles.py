"""Keep `@preamble`: TeX before the references, mostly definitions of commands.

A library stores papers only. So each entry that uses a command keeps the pieces of the preambles
that define it, and the pieces that those pieces use. The writer puts each piece once before the
entries. A piece is one operand of `#`, as most files have one definition in each; if an operand is
not balanced, the whole preamble is one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from vcmbib.formats.bibtex.parse.entry import RawEntry
from vcmbib.model.paper import Paper
from vcmbib.model.raw_fields import PREAMBLE

_COMMAND = re.compile(r"\\(?:[A-Za-z@]+|[^A-Za-z])")
_COMMAND_NAME = r"\s*\*?\s*\{?\s*(\\(?:[A-Za-z@]+|[^A-Za-z\s]))"
_DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator"
    rf"|[egx]?def|let|chardef|mathchardef)(?![A-Za-z@]){_COMMAND_NAME}"
)
_IF = re.compile(r"\\if(?!f(?![A-Za-z@]))[A-Za-z@]*")
_FI = re.compile(r"\\fi(?![A-Za-z@])")


def split_preamble(operands: Sequence[str]) -> tuple[str, ...]:
    """Return the pieces of a preamble from the operands of its `#`; none if it is not balanced."""
    pieces = [piece for operand in operands if (piece := operand.strip())]
    if all(map(_is_balanced, pieces)):
        return tuple(pieces)
    whole = "".join(operands).strip()
    return (whole,) if _is_balanced(whole) else ()


def _is_balanced(text: str) -> bool:
    r"""Whether braces and TeX conditionals (`\if…` and `\fi`) are balanced."""
    depth = 0
    for sign in re.findall(r"[{}]", text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0 and len(_IF.findall(text)) == len(_FI.findall(text))


def with_preambles(
    entries: Iterable[RawEntry], own: Iterable[str], others: Iterable[str] = ()
) -> list[RawEntry]:
    """Return the entries with the pieces that they need; a file's `own` come before `others`."""
    defined: dict[str, int] = {}
    pieces: list[str] = []
    for piece in dict.fromkeys((*own, *others)):
        names = [name for name in _DEFINITION.findall(piece) if name not in defined]
        defined.update(dict.fromkeys(names, len(pieces)))
        if names:
            pieces.append(piece)
    uses = [{defined[c] for c in _COMMAND.findall(p) if c in defined} for p in pieces]
    return [_with_needed_pieces(entry, pieces, uses, defined) for entry in entries]


def _with_needed_pieces(
    entry: RawEntry, pieces: Sequence[str], uses: Sequence[set[int]], defined: dict[str, int]
) -> RawEntry:
    """Return an entry with the pieces that define its commands, and the pieces that those use.

    uses: for each piece, the numbers of the pieces that it uses.
    defined: command -> number of the piece that defines it.
    """
    values = [value for _, value in (*entry.fields, *entry.inherited) if "\\" in value]
    used = {command for value in values for command in _COMMAND.findall(value)}
    waiting = [defined[command] for command in used & defined.keys()]
    needed: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number not in needed:
            needed.add(number)
            waiting.extend(uses[number])
    if not needed:
        return entry
    return replace(entry, preamble=" # ".join(f"{{{pieces[number]}}}" for number in sorted(needed)))


# --- writing ------------------------------------------------------------------------------------


def preamble_pieces(paper: Paper) -> list[str]:
    """Return the pieces that a paper's entry needs."""
    return [
        piece for name, value in paper.extra if name == PREAMBLE for piece in _split_operands(value)
    ]


def _split_operands(expression: str) -> list[str]:
    """Return the operands of a kept preamble: `{a} # {b}` gives `a` and `b`."""
    pieces: list[str] = []
    depth = begin = 0
    for match in re.finditer(r"[{}]", expression):
        if match[0] == "{":
            depth += 1
            begin = match.end() if depth == 1 else begin
        else:
            depth -= 1
            if depth == 0:
                pieces.append(expression[begin : match.start()])
    return pieces


def write_preamble(papers: Iterable[Paper]) -> str:
    """Return the `@preamble` blocks that the papers need, with a blank line after them."""
    blocks = preamble_blocks(piece for paper in papers for piece in preamble_pieces(paper))
    return "".join(f"{block}\n" for block in blocks) + "\n" if blocks else ""


def preamble_blocks(pieces: Iterable[str], before: str = "") -> list[str]:
    r"""Return the pieces as `@preamble` blocks, without those that define nothing new.

    LaTeX stops at a `\newcommand` for a command that exists. `before` is the text before the
    blocks.
    """
    pieces = list(dict.fromkeys(pieces))
    defined = set(_DEFINITION.findall(before)) if pieces else set()
    blocks: list[str] = []
    for piece in pieces:
        names = set(_DEFINITION.findall(piece))
        if not names <= defined:
            defined |= names
            blocks.append(f"@preamble{{{{{piece}}}}}")
    return blocks
