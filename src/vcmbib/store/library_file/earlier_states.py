"""The library as it was before each change: for comparing a file with earlier values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vcmbib.errors import VcmbibError
from vcmbib.model.paper import Category, Paper
from vcmbib.model.plan import Plan, Undo

if TYPE_CHECKING:
    from vcmbib.store.library import Library


@dataclass(frozen=True, slots=True)
class EarlierState:
    """The papers that a change touched, as they were before it, and the categories then."""

    papers: tuple[Paper, ...]
    categories: tuple[Category, ...]


def earlier_states(library: Library, most: int) -> Iterator[EarlierState]:
    """The states before the last change, before the one before it, and so on; at most `most`.

    A copy in memory is changed, not the library. The states end early if a change cannot be undone
    by this version of the program.
    """
    logged = library.log()[:most]
    if not logged:
        return
    with library.copy() as copied:
        for entry in logged:
            try:
                undo = copied.apply(Plan.of([Undo(entry.id)]), "").change
                ids = [
                    row[0]
                    for row in copied.db.execute(
                        "SELECT DISTINCT paper_id FROM history WHERE change_id = ?"
                        " AND paper_id IN (SELECT id FROM papers)",
                        (undo,),
                    )
                ]
                papers, categories = tuple(copied.papers(ids)), copied.categories()
            except VcmbibError:
                return
            yield EarlierState(papers, categories)
