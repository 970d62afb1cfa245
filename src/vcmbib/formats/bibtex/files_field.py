r"""The field `file`: where reference managers put the paths of an entry's files.

JabRef writes `description:path:type`, several joined by `;`, with `\:`, `\;` and `\\` for these
signs in a path. Zotero and Mendeley write the same, Mendeley with an empty description and
backslashes as `$\backslash$`; older programs write the bare path, Zotero joins bare paths by `;`.
"""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\([:;\\])")
_SPLIT_FILES = re.compile(r"(?<!\\);")
_SPLIT_PARTS = re.compile(r"(?<!\\):(?!\\(?!\\)|//)")
_BACKSLASH = re.compile(r"\{?\$?\\backslash\s*\$?\}?|\{\\textbackslash\}|\\textbackslash(?:\{\})?")
_ENDING = re.compile(r"\.\w{1,5}$")


def read_files(value: str) -> tuple[str, ...]:
    """The paths or addresses that a `file` field names, in order, each once."""
    found: dict[str, None] = {}
    for piece in _SPLIT_FILES.split(_BACKSLASH.sub(r"\\\\", value.strip())):
        path = _path(piece.strip())
        if path:
            found[path] = None
    return tuple(found)


def _path(piece: str) -> str:
    """The path among the parts of one file."""
    if "://" in piece and re.match(r"[a-z]+://", piece):
        return piece
    parts = _SPLIT_PARTS.split(piece)
    if len(parts) >= 3:  # a description, a path, a type; a path may hold a bare colon
        path = ":".join(parts[1:-1])
        if len(parts[0]) == 1 and parts[0].isalpha() and not _ENDING.search(path):
            path = ":".join(parts)
    elif len(parts) == 2:
        drive = len(parts[0]) == 1 and parts[0].isalpha()
        path = piece if drive else parts[0] if _ENDING.search(parts[0]) else parts[1]
    else:
        path = parts[0]
    return _ESCAPED.sub(r"\1", path).strip()
