"""Write many papers as a `.bib` in pieces: with little memory, and on several cores if wanted.

The output is that of `writer.file.write`. Only references between entries need all papers at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from vcmbib.formats.bibtex.preambles import write_preamble
from vcmbib.formats.bibtex.style import Style
from vcmbib.formats.bibtex.writer.file import (
    current_keys_by_old,
    depth_of,
    parent_keys,
    write_entries,
)
from vcmbib.formats.bibtex.writer.inherited import MISSING
from vcmbib.model.paper import Paper
from vcmbib.model.parallel_map import ParallelMap
from vcmbib.model.raw_fields import PREAMBLE

REFERENCE_FIELDS = ("crossref", "xdata", MISSING, PREAMBLE)
"""The extra fields that the outlines need: references to entries, and preambles."""

_PIECE = 2_000  # papers in a piece
PaperIds = tuple[int, ...]
"""Ids of papers in the library."""


def write_piecewise(
    outlines: Sequence[Paper],
    load: Callable[[PaperIds], Iterable[Paper]],
    style: Style,
    parallel_map: ParallelMap = map,
) -> str:
    """Return the papers as `write` does, for a style without `strings` and `crossref`.

    outlines: the papers in order, with id, key, old keys and the extra fields REFERENCE_FIELDS.
    load: returns the papers with these ids; it may run in another process.
    parallel_map: `map`, or a function that writes several pieces at a time.
    """
    parents = parent_keys(outlines)
    current_keys = current_keys_by_old(outlines)
    id_of = {paper.key: paper.id for paper in outlines}
    all_parents = {key for keys in parents.values() for key in keys}
    parent_ids = {id_of[key]: [id_of[k] for k in keys] for key, keys in parents.items()}
    parents_last = sorted(all_parents, key=lambda key: (-depth_of(key, parents), key))
    ids = [p.id for p in outlines if p.key not in all_parents] + [
        id_of[key] for key in parents_last
    ]

    def write_piece(piece: PaperIds) -> str:
        """Return the text of some entries; their parents are loaded too."""
        parents_needed = {n: None for i in piece for n in parent_ids.get(i, ())}
        papers = list(load(tuple(dict.fromkeys((*piece, *parents_needed)))))
        texts = {entry.key: entry.text() for entry in write_entries(papers, style, current_keys)}
        keys = {paper.id: paper.key for paper in papers}
        return "\n".join(texts[keys[i]] for i in piece if i in keys)

    pieces = [tuple(ids[start : start + _PIECE]) for start in range(0, len(ids), _PIECE)]
    return write_preamble(outlines) + "\n".join(filter(None, parallel_map(write_piece, pieces)))
