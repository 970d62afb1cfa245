r"""Read the groups of JabRef and Mendeley as categories.

JabRef writes an entry's groups to its field `groups`, and the tree of groups to a comment:
`@Comment{jabref-meta: grouping: 1 StaticGroup:Coding\;0\;…;}`. Before version 4, that comment also
lists the keys of the entries. Mendeley writes paths to `mendeley-groups`: `Thesis/Chapter 2`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from vcmbib.formats.bibtex.parse_fields import plain
from vcmbib.model.paper import Place, Reading, Record

_JABREF_TREE = re.compile(r"(?is)jabref-meta:\s*group(?:stree|ing):(.*)")
_TREE_NODE = re.compile(r"\s*(\d+)\s+(\w*Group):(.*)", re.DOTALL)
_SEMICOLON = re.compile(r"(?<!\\);")
_ESCAPED_SEMICOLON = re.compile(r"(?<!\\)\\;")
_GROUP_WITH_KEYS = "ExplicitGroup"  # JabRef before version 4

Path = tuple[str, ...]


def groups_to_categories(reading: Reading) -> Reading:
    """Return `reading` with its records placed in the categories of their groups."""
    path_of, members = _read_tree(reading)
    records = tuple(_with_places(r, path_of, members.get(r.key, ())) for r in reading.records)
    return replace(reading, records=records)


def _with_places(record: Record, path_of: dict[str, Path], listed: tuple[Path, ...]) -> Record:
    """Return a record with the places of its groups.

    path_of: name of a JabRef group -> its path.
    listed: paths of the groups that list the record's key themselves.
    """
    paths: dict[Path, None] = {}
    extra = dict(record.extra)
    for name in _group_names(extra.get("groups", "")):
        paths[path_of.get(name, (name,))] = None
    for name in _group_names(extra.get("mendeley-groups", "")):
        path = tuple(part.strip() for part in name.split("/") if part.strip())
        if path:
            paths[path] = None
    paths |= dict.fromkeys(listed)
    places = tuple(Place(path, record.line) for path in paths)
    return replace(record, places=(*record.places, *places)) if places else record


def _group_names(value: str) -> list[str]:
    """Return the names of groups in a field; commas or semicolons separate them."""
    return [name for name in (plain(part) for part in re.split(r"[,;]", value)) if name]


def _read_tree(reading: Reading) -> tuple[dict[str, Path], dict[str, tuple[Path, ...]]]:
    """Return (name of each group -> its path, citation key -> paths of groups that list it)."""
    paths: dict[str, Path] = {}
    members: dict[str, tuple[Path, ...]] = {}
    for skipped in reading.skipped:
        match = _JABREF_TREE.search(skipped.text)
        if match is None:
            continue
        ancestors: list[str] = []
        for text in _SEMICOLON.split(re.sub(r"\s*\n\s*", "", match[1])):
            node = _TREE_NODE.match(text)
            if node is None:
                continue
            depth, parts = int(node[1]), [p.strip() for p in _ESCAPED_SEMICOLON.split(node[3])]
            name = plain(re.sub(r"\\(.)", r"\1", parts[0]))
            if depth < 1 or not name:
                continue
            ancestors = [*ancestors[: depth - 1], name]
            paths.setdefault(name, tuple(ancestors))
            if node[2] == _GROUP_WITH_KEYS:
                for key in filter(None, parts[2:]):
                    members[key] = (*members.get(key, ()), tuple(ancestors))
    return paths, members
