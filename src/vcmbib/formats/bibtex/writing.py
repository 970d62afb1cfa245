"""From papers to BibTeX or BibLaTeX: a fixed order of fields, no time stamps, the same text for the
same papers. What the library holds comes out, be it in a field that only we read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from vcmbib.formats.bibtex import fields
from vcmbib.formats.bibtex.entry import write_entry
from vcmbib.formats.bibtex.style import Style
from vcmbib.formats.bibtex.written import Written
from vcmbib.model.paper import Paper, Problem

_DEFAULT = Style()


def write(papers: Iterable[Paper], style: Style = _DEFAULT) -> str:
    """The papers as a `.bib`, in the order given, a blank line between entries.

    Entries that others refer to by `crossref` come after those, as BibTeX needs it. Unicode is
    kept unless `style.ascii_only` asks for LaTeX commands; characters that LaTeX has no command
    for (other scripts) stay even then.
    """
    entries = write_entries(list(papers), style)
    head = ""
    if style.crossref or style.strings:
        from vcmbib.formats.bibtex.shared import with_macros, with_volumes

        entries = with_volumes(entries, style) if style.crossref else entries
        head = with_macros(entries) if style.strings else ""
    return head + "\n".join([entry.text() for entry in entries])


def write_entries(papers: Sequence[Paper], style: Style) -> list[Written]:
    """The entries of the papers, parents after their children."""
    parents = _parents(papers)
    if not parents:
        return [write_entry(paper, style) for paper in papers]
    last = [p for p in papers if p.key in parents.values()]
    known = {p.key for p in last}
    first = [p for p in papers if p.key not in known]
    return [_child(p, style, parents) for p in (*first, *_oldest_last(last, parents))]


def _parents(papers: Sequence[Paper]) -> dict[str, str]:
    """The key of each entry's parent, by the entry's key, where that is among the papers."""
    asked = {
        paper.key: value
        for paper in papers
        for name, value in paper.extra
        if name in ("crossref", "xdata")
    }
    if not asked:
        return {}
    known = {k.casefold(): p.key for p in papers for k in (*p.former_keys, p.key)}
    found: dict[str, str] = {}
    for key, value in asked.items():
        names = [known.get(k.casefold()) for k in fields.read_keys(value)]
        if names and all(names) and names[0] is not None and names[0] != key:
            found[key] = names[0]
    return found


def _child(paper: Paper, style: Style, parents: dict[str, str]) -> Written:
    return write_entry(paper, style, inherits=paper.key in parents)


def _oldest_last(papers: Sequence[Paper], parents: dict[str, str]) -> list[Paper]:
    """Parents of parents after those."""

    def depth(paper: Paper) -> int:
        n, key, seen = 0, paper.key, set[str]()
        while key in parents and key not in seen:
            seen.add(key)
            key, n = parents[key], n + 1
        return n

    return sorted(papers, key=lambda p: -depth(p))


def write_failed(problems: Iterable[Problem]) -> str:
    """Blocks that could not be read, word for word, the reason as a comment above each.

    The result can be corrected and read again.
    """
    parts = []
    for problem in problems:
        reason = re.sub(r"[@\s]+", " ", problem.reason).strip()
        parts.append(f"% line {problem.line}: {reason}\n{problem.text.rstrip()}\n")
    return "\n".join(parts)
