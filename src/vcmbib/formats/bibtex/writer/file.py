"""Write papers as a BibTeX or BibLaTeX file.

The output is the same for the same papers: a fixed order of fields, no time stamps. It contains
all data of the papers; some of it is in fields that only vcmbib reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from vcmbib.formats.bibtex import parse_fields
from vcmbib.formats.bibtex.dialects import canonical_name
from vcmbib.formats.bibtex.field_values import strip_delimiters
from vcmbib.formats.bibtex.preambles import write_preamble
from vcmbib.formats.bibtex.style import Style
from vcmbib.formats.bibtex.writer.entry import write_entry
from vcmbib.formats.bibtex.writer.fields import WrittenEntry
from vcmbib.formats.bibtex.writer.inherited import MISSING, ParentFields
from vcmbib.model.paper import Paper, Problem
from vcmbib.model.text import fold_key

_DEFAULT = Style()


def write(papers: Iterable[Paper], style: Style = _DEFAULT) -> str:
    """Return the papers as a `.bib` in the given order, with a blank line between entries.

    The `@preamble` blocks that the papers need come first. An entry that others refer to by
    `crossref` comes after those, as BibTeX requires (btxdoc, section 2). Letters stay in Unicode
    unless `style.ascii_only`; letters of scripts that LaTeX has no commands for stay even then.
    """
    papers = list(papers)
    entries = write_entries(papers, style)
    head = write_preamble(papers)
    if style.crossref or style.strings:
        from vcmbib.formats.bibtex.writer.share import add_volumes, define_venue_macros

        entries = add_volumes(entries, style) if style.crossref else entries
        head += define_venue_macros(entries) if style.strings else ""
    return head + "\n".join([entry.text() for entry in entries])


def write_entries(
    papers: Sequence[Paper], style: Style, current_keys: Mapping[str, str] | None = None
) -> list[WrittenEntry]:
    """Return the entries of the papers, parents after their children.

    current_keys: old key, casefolded -> current key. Give it if `papers` are a part of the file
    only.
    """
    entries = _write_all(papers, style)
    current_keys = current_keys_by_old(papers) if current_keys is None else current_keys
    if current_keys:
        for entry in entries:
            _update_references(entry, current_keys)
    return entries


def current_keys_by_old(papers: Iterable[Paper]) -> dict[str, str]:
    """Return old key (casefolded) -> current key.

    An old key is left out if it is the current key of a paper, or an old key of two papers.
    """
    papers = list(papers)
    taken = {fold_key(paper.key) for paper in papers}
    owners: dict[str, set[str]] = {}
    for paper in papers:
        for old_key in paper.former_keys:
            owners.setdefault(fold_key(old_key), set()).add(paper.key)
    return {old: min(keys) for old, keys in owners.items() if len(keys) == 1 and old not in taken}


_REFERENCE_FIELDS = ("crossref", "xref", "xdata", "related", "entryset")


def _update_references(entry: WrittenEntry, current_keys: Mapping[str, str]) -> None:
    """Replace old keys by current ones in fields that refer to other entries."""
    for name in _REFERENCE_FIELDS:
        value = entry.fields.get(name, "")
        if value.startswith("{"):
            parts = re.split(r"(\s*,\s*)", value[1:-1].strip())
            current = [current_keys.get(fold_key(part), part) for part in parts]
            if current != parts:
                entry.fields[name] = f"{{{''.join(current)}}}"


def _write_all(papers: Sequence[Paper], style: Style) -> list[WrittenEntry]:
    """Return the entries of the papers; children know the fields of their parents."""
    parents = parent_keys(papers)
    if not parents:
        return [write_entry(paper, style) for paper in papers]
    by_key = {paper.key: paper for paper in papers}
    all_parents = {key for keys in parents.values() for key in keys}
    written_parents = {key: write_entry(by_key[key], style) for key in all_parents}
    parents_last = sorted(
        (by_key[key] for key in all_parents), key=lambda p: (-depth_of(p.key, parents), p.key)
    )
    entries: list[WrittenEntry] = []
    for paper in [*(p for p in papers if p.key not in all_parents), *parents_last]:
        keys = parents.get(paper.key)
        parent_fields = (
            None if keys is None else _combine_fields([written_parents[key] for key in keys])
        )
        entries.append(write_entry(paper, style, parent_fields=parent_fields))
    return entries


def _combine_fields(entries: Iterable[WrittenEntry]) -> ParentFields:
    """Return the values of several entries by canonical field name."""
    contents: dict[str, set[str]] = {}
    for entry in entries:
        for name, value in entry.fields.items():
            contents.setdefault(canonical_name(name), set()).add(strip_delimiters(value))
    return {name: frozenset(values) for name, values in contents.items()}


def parent_keys(papers: Sequence[Paper]) -> dict[str, list[str]]:
    """Return key of an entry -> keys of its parents.

    An entry is included if all its parents are among the papers, except keys that no entry had when
    the file was read.
    """
    references: dict[str, list[str]] = {}
    missing: dict[str, set[str]] = {}
    for paper in papers:
        for name, value in paper.extra:
            if name in ("crossref", "xdata"):
                references.setdefault(paper.key, []).extend(parse_fields.read_keys(value))
            elif name == MISSING:
                missing[paper.key] = {fold_key(k) for k in parse_fields.read_keys(value)}
    if not references:
        return {}
    current_key = {fold_key(k): p.key for p in papers for k in (*p.former_keys, p.key)}
    parents: dict[str, list[str]] = {}
    for key, names in references.items():
        never_found = missing.get(key, ())
        folded = [fold_key(name) for name in names]
        parent_list = [
            current_key.get(name, "")
            for name in folded
            if name in current_key or name not in never_found
        ]
        if parent_list and all(parent_list) and key not in parent_list:
            parents[key] = parent_list
    return parents


def depth_of(key: str, parents: Mapping[str, Sequence[str]]) -> int:
    """Return how many generations of parents an entry has; an entry in a circle counts once."""
    depth, seen = 0, {key}
    generation = [key]
    while generation := [k for n in generation for k in parents.get(n, ()) if k not in seen]:
        seen.update(generation)
        depth += 1
    return depth


def write_failed(problems: Iterable[Problem]) -> str:
    """Return the blocks that could not be read, exactly as written.

    The reason is a comment above each. A person can correct the text and import it again.
    """
    parts = []
    for problem in problems:
        reason = re.sub(r"[@\s]+", " ", problem.reason).strip()
        parts.append(f"% line {problem.line}: {reason}\n{problem.text.rstrip()}\n")
    return "\n".join(parts)
