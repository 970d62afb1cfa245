"""LaTeX in formats of plain text, and commands of LaTeX in a `.bib` that reach outside of it.

CSL-JSON, RIS, CSV and others carry the fields of a `.bib` in addition to their own. So they bring
LaTeX, which a stranger may have written. Commands that reach outside of the document do not come
in.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vcmbib.formats.bibtex.escape import escape
from vcmbib.model.latex.commands import dangerous_commands, may_be_dangerous
from vcmbib.model.raw_fields import PREAMBLE, WRITER_PREFIX, commands_in


def without_dangerous_commands(name: str, value: str) -> str:
    """The value of an extra field; text if it has dangerous commands, or empty if it is code."""
    if not commands_in(name, value):
        return value
    return "" if name.startswith(WRITER_PREFIX) or name == "execute" else escape(value)


def safe_address(url: str) -> str:
    """An address; a dangerous command in it is percent-encoded (RFC 3986, section 2.1)."""
    if not dangerous_commands(url):
        return url
    return url.replace("\\", "%5C").replace("^^", "%5E%5E")


class FoundCommand(NamedTuple):
    """A dangerous command in a field of an entry. Key and field are empty in a preamble."""

    key: str
    field: str
    command: str
    effect: str


_START = re.compile(
    r"^@(?:preamble(?P<preamble>)|[\w:.+-]+)\{(?P<key>[^\s,{}]*)|^\s*(?P<field>[\w:.+*/-]+)\s*=\s*[{\"\w]",
    re.MULTILINE,
)


def find_commands(bib: str) -> list[FoundCommand]:
    """The dangerous commands in a `.bib` in which each field begins a line."""
    if not may_be_dangerous(bib):
        return []
    found: list[FoundCommand] = []
    key = ""
    starts = [*_START.finditer(bib)]
    ends = [match.start() for match in starts[1:]] + [len(bib)]
    for match, end in zip(starts, ends, strict=True):
        field = match["field"] or ""
        if not field:
            key = "" if match["preamble"] is not None else match["key"]
        if field or match["preamble"] is not None:
            value = bib[match.end() : end]
            for command, effect in commands_in(field or PREAMBLE, value).items():
                found.append(FoundCommand(key, field, command, effect))
    return found
