"""Many papers as a `.bib`, some of them at a time: what `write` gives, in little memory and, if
asked, on all cores. Only what entries refer to each other by has to be known of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from vcmbib.formats.bibtex.preambles import PREAMBLE, write_preamble
from vcmbib.formats.bibtex.style import Style
from vcmbib.formats.bibtex.writer.file import depth_of, parents_of, renamed_in, write_entries
from vcmbib.formats.bibtex.writer.inherited import MISSING
from vcmbib.model.paper import Paper
from vcmbib.model.parallel_map import ParallelMap

REFERENCE_FIELDS = ("crossref", "xdata", MISSING, PREAMBLE)
"""The extra fields by which one entry refers to others, and what it needs before it."""

_PIECE = 2_000  # papers at a time
PaperIds = tuple[int, ...]


def write_piecewise(
    outlines: Sequence[Paper],
    load: Callable[[PaperIds], Iterable[Paper]],
    style: Style,
    parallel_map: ParallelMap = map,
) -> str:
    """The papers as `write` writes them, for a style without `strings` and `crossref`.

    `outlines` are the papers in their order, with id, key, former keys and, of their extra fields,
    those of REFERRING; `load` gives papers by their ids, in another process if `parallel_map`
    uses one.
    """
    parents = parents_of(outlines)
    renamed = renamed_in(outlines)
    number = {paper.key: paper.id for paper in outlines}
    known = {key for keys in parents.values() for key in keys}
    above = {number[key]: [number[k] for k in keys] for key, keys in parents.items()}
    last = sorted(known, key=lambda key: (-depth_of(key, parents), key))
    ids = [p.id for p in outlines if p.key not in known] + [number[key] for key in last]

    def write_piece(piece: PaperIds) -> str:
        added = {n: None for i in piece for n in above.get(i, ())}
        papers = list(load(tuple(dict.fromkeys((*piece, *added)))))
        texts = {entry.key: entry.text() for entry in write_entries(papers, style, renamed)}
        keys = {paper.id: paper.key for paper in papers}
        return "\n".join(texts[keys[i]] for i in piece if i in keys)

    pieces = [tuple(ids[start : start + _PIECE]) for start in range(0, len(ids), _PIECE)]
    return write_preamble(outlines) + "\n".join(filter(None, parallel_map(write_piece, pieces)))
