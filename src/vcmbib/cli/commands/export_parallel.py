"""Write a large `.bib` piece by piece, on all cores."""

from __future__ import annotations

from collections.abc import Sequence

from vcmbib.cli.parallel import map_in_processes, without_garbage_collection
from vcmbib.formats.bibtex.style import Style
from vcmbib.formats.bibtex.writer.parallel import REFERENCE_FIELDS, PaperIds, write_piecewise
from vcmbib.model.paper import Paper
from vcmbib.store.library import Library


def bibtex_text(library: Library, ids: Sequence[int], style: Style) -> str:
    """The papers with these ids, in this order, exactly as `formats.bibtex.write` writes them.

    The style must not have `strings` or `crossref`, which need all entries at once.
    """

    def load(piece: PaperIds) -> list[Paper]:
        with Library.reading(library.path) as own:  # processes cannot share a connection of SQLite
            return list(own.papers(piece))

    with without_garbage_collection():
        return write_piecewise(
            list(library.outlines(ids, REFERENCE_FIELDS)), load, style, map_in_processes
        )
