"""From papers to BibTeX or BibLaTeX: a fixed order of fields, no time stamps, the same text for the
same papers. What the library holds comes out, be it in a field that only we read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from vcmbib.formats.bibtex import field_parsing
from vcmbib.formats.bibtex.dialects import canonical_name
from vcmbib.formats.bibtex.field_values import strip_delimiters
from vcmbib.formats.bibtex.preambles import write_preamble
from vcmbib.formats.bibtex.style import Style
from vcmbib.formats.bibtex.writer.entry import write_entry
from vcmbib.formats.bibtex.writer.fields import WrittenEntry
from vcmbib.formats.bibtex.writer.inherited import MISSING, Said
from vcmbib.model.paper import Paper, Problem

_DEFAULT = Style()


def write(papers: Iterable[Paper], style: Style = _DEFAULT) -> str:
    """The papers as a `.bib`, in the order given, a blank line between entries.

    Before them stands what they need of the preambles of the files that they came from.
    Entries that others refer to by `crossref` come after those, as BibTeX needs it. Unicode is
    kept unless `style.ascii_only` asks for LaTeX commands; characters that LaTeX has no command
    for (other scripts) stay even then.
    """
    papers = list(papers)
    entries = write_entries(papers, style)
    head = write_preamble(papers)
    if style.crossref or style.strings:
        from vcmbib.formats.bibtex.writer.share import with_macros, with_volumes

        entries = with_volumes(entries, style) if style.crossref else entries
        head += with_macros(entries) if style.strings else ""
    return head + "\n".join([entry.text() for entry in entries])


def write_entries(
    papers: Sequence[Paper], style: Style, renamed: Mapping[str, str] | None = None
) -> list[WrittenEntry]:
    """The entries of the papers, parents after their children.

    `renamed` is `renamed_in` of all papers of the file, where these are a part of them.
    """
    entries = _entries(papers, style)
    renamed = renamed_in(papers) if renamed is None else renamed
    if renamed:
        for entry in entries:
            _refer_anew(entry, renamed)
    return entries


def renamed_in(papers: Iterable[Paper]) -> dict[str, str]:
    """The keys of today by the former ones, folded, that no paper has today and one paper had."""
    papers = list(papers)
    taken = {paper.key.casefold() for paper in papers}
    had: dict[str, set[str]] = {}
    for paper in papers:
        for former in paper.former_keys:
            had.setdefault(former.casefold(), set()).add(paper.key)
    return {f: min(k) for f, k in had.items() if len(k) == 1 and f not in taken}


_REFERRING = ("crossref", "xref", "xdata", "related", "entryset")


def _refer_anew(entry: WrittenEntry, renamed: Mapping[str, str]) -> None:
    """Name other entries by their keys of today; all else in the lists stays as written."""
    for name in _REFERRING:
        value = entry.fields.get(name, "")
        if value.startswith("{"):
            parts = re.split(r"(\s*,\s*)", value[1:-1].strip())
            named = [renamed.get(part.casefold(), part) for part in parts]
            if named != parts:
                entry.fields[name] = f"{{{''.join(named)}}}"


def _entries(papers: Sequence[Paper], style: Style) -> list[WrittenEntry]:
    parents = parents_of(papers)
    if not parents:
        return [write_entry(paper, style) for paper in papers]
    by_key = {paper.key: paper for paper in papers}
    known = {key for keys in parents.values() for key in keys}
    written = {key: write_entry(by_key[key], style) for key in known}
    last = sorted((by_key[key] for key in known), key=lambda p: (-depth_of(p.key, parents), p.key))
    entries: list[WrittenEntry] = []
    for paper in [*(p for p in papers if p.key not in known), *last]:
        keys = parents.get(paper.key)
        above = None if keys is None else _said_by([written[key] for key in keys])
        entries.append(write_entry(paper, style, above=above))
    return entries


def _said_by(entries: Iterable[WrittenEntry]) -> Said:
    """What several entries say together."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        for name, value in entry.fields.items():
            found.setdefault(canonical_name(name), set()).add(strip_delimiters(value))
    return {name: frozenset(values) for name, values in found.items()}


def parents_of(papers: Sequence[Paper]) -> dict[str, list[str]]:
    """The keys that each entry refers to, by the entry's key, where all are among the papers that
    were somewhere when the entry was read.
    """
    asked: dict[str, list[str]] = {}
    missing: dict[str, set[str]] = {}
    for paper in papers:
        for name, value in paper.extra:
            if name in ("crossref", "xdata"):
                asked.setdefault(paper.key, []).extend(field_parsing.read_keys(value))
            elif name == MISSING:
                missing[paper.key] = {k.casefold() for k in field_parsing.read_keys(value)}
    if not asked:
        return {}
    known = {k.casefold(): p.key for p in papers for k in (*p.former_keys, p.key)}
    found: dict[str, list[str]] = {}
    for key, names in asked.items():
        nowhere = missing.get(key, ())
        low = [name.casefold() for name in names]
        above = [known.get(name, "") for name in low if name in known or name not in nowhere]
        if above and all(above) and key not in above:
            found[key] = above
    return found


def depth_of(key: str, parents: Mapping[str, Sequence[str]]) -> int:
    """How many generations are above an entry; a ring counts as far as it is new."""
    depth, seen = 0, {key}
    now = [key]
    while now := [k for n in now for k in parents.get(n, ()) if k not in seen]:
        seen.update(now)
        depth += 1
    return depth


def write_failed(problems: Iterable[Problem]) -> str:
    """Blocks that could not be read, word for word, the reason as a comment above each.

    The result can be corrected and read again.
    """
    parts = []
    for problem in problems:
        reason = re.sub(r"[@\s]+", " ", problem.reason).strip()
        parts.append(f"% line {problem.line}: {reason}\n{problem.text.rstrip()}\n")
    return "\n".join(parts)
