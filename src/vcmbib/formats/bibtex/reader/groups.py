r"""Groups of reference managers as places in the tree of categories.

JabRef writes the names of an entry's groups into its field `groups` and their tree into a comment,
`@Comment{jabref-meta: grouping: 1 StaticGroup:Coding\;0\;…;}`; before version 4 that comment held
the entries' keys too. Mendeley has a field `mendeley-groups` with paths, `Thesis/Chapter 2`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from vcmbib.formats.bibtex.field_parsing import plain
from vcmbib.model.paper import Place, Reading, Record

_TREE = re.compile(r"(?is)jabref-meta:\s*group(?:stree|ing):(.*)")
_NODE = re.compile(r"\s*(\d+)\s+(\w*Group):(.*)", re.DOTALL)
_SEMICOLON = re.compile(r"(?<!\\);")
_PART = re.compile(r"(?<!\\)\\;")
_OWN_KEYS = "ExplicitGroup"  # JabRef before version 4

Path = tuple[str, ...]


def groups_to_categories(reading: Reading) -> Reading:
    """`reading`, its records placed where their groups are."""
    tree, members = _tree(reading)
    records = tuple(_placed(r, tree, members.get(r.key, ())) for r in reading.records)
    return replace(reading, records=records)


def _placed(record: Record, tree: dict[str, Path], explicit: tuple[Path, ...]) -> Record:
    paths: dict[Path, None] = {}
    extra = dict(record.extra)
    for name in _names(extra.get("groups", "")):
        paths[tree.get(name, (name,))] = None
    for name in _names(extra.get("mendeley-groups", "")):
        path = tuple(part.strip() for part in name.split("/") if part.strip())
        if path:
            paths[path] = None
    paths |= dict.fromkeys(explicit)
    places = tuple(Place(path, record.line) for path in paths)
    return replace(record, places=(*record.places, *places)) if places else record


def _names(value: str) -> list[str]:
    return [name for name in (plain(part) for part in re.split(r"[,;]", value)) if name]


def _tree(reading: Reading) -> tuple[dict[str, Path], dict[str, tuple[Path, ...]]]:
    """(path of each group by its name, groups of each key that the tree itself lists)."""
    paths: dict[str, Path] = {}
    members: dict[str, tuple[Path, ...]] = {}
    for skipped in reading.skipped:
        found = _TREE.search(skipped.text)
        if found is None:
            continue
        above: list[str] = []
        for node in _SEMICOLON.split(re.sub(r"\s*\n\s*", "", found[1])):
            match = _NODE.match(node)
            if match is None:
                continue
            depth, parts = int(match[1]), [p.strip() for p in _PART.split(match[3])]
            name = plain(re.sub(r"\\(.)", r"\1", parts[0]))
            if depth < 1 or not name:
                continue
            above = [*above[: depth - 1], name]
            paths.setdefault(name, tuple(above))
            if match[2] == _OWN_KEYS:
                for key in filter(None, parts[2:]):
                    members[key] = (*members.get(key, ()), tuple(above))
    return paths, members
