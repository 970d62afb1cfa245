"""`vcmbib check --library`: look for damage in the library file, and make its index again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from vcmbib.cli import output
from vcmbib.cli.context import App
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.store.integrity import Fault, FaultKind, to_error
from vcmbib.store.library import find_damage


def check_library(app: App, *, rebuild: bool, as_json: bool) -> None:
    """Print the faults of the library file. With `rebuild`, first make the search index again.

    Raises IndexDamaged or LibraryDamaged if there are faults, after printing them.
    """
    faults = find_damage(app.path)
    if rebuild:
        index_faults = [f for f in faults if f.kind is FaultKind.INDEX]
        if len(index_faults) == len(faults):
            app.rebuild_index()
            output.message("the search index was rebuilt")
            faults = find_damage(app.path)
    _show(faults, as_json)
    error = to_error(str(app.path), faults)
    if error is not None:
        raise error


def _show(faults: Sequence[Fault], as_json: bool) -> None:
    """Print the faults: one a line, or one JSON object."""
    if as_json:
        output.out_json(
            {
                "vcmbib": 1,
                "findings": [
                    {"kind": f.kind.value, "keys": [f.key] if f.key else [], "said": f.description}
                    for f in faults
                ],
            }
        )
        return
    columns = (Column("kind", Fit.NAME), Column("paper", Fit.NAME), Column("what is wrong"))
    output.table(columns, [(f.kind.value, f.key, f.description) for f in faults], "fault")
    counts = Counter(fault.kind for fault in faults)
    sums = ", ".join(f"{counts[kind]} {kind.value}" for kind in FaultKind if counts[kind])
    output.message(sums or "the library file is undamaged")
