"""Apply a plan without the papers that cannot be stored: one odd paper must not cost the others."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from traceback import clear_frames

from vcmbib.model.attempt import Failure, attempt
from vcmbib.model.parallel_map import ParallelMap
from vcmbib.model.plan import Action, AddCategory, Plan, paper_key
from vcmbib.store.library import AppliedChange, Library


class _Withdrawn(Exception):
    """Ends a trial, so that its savepoint takes everything back."""


def apply_possible(
    library: Library,
    plan: Plan,
    command: str,
    without: Callable[[Plan, dict[str, str]], Plan],
    on_progress: Callable[[int], None] | None = None,
    parallel_map: ParallelMap = map,
) -> tuple[AppliedChange, Plan]:
    """Apply a plan within `locked`; return the change and the plan that was applied.

    If a paper of the plan cannot be stored, `without(plan, reasons)` is applied instead. `reasons`
    are the reasons by citation key. Raises the errors of `Library.apply`.
    """
    applied = _try(library, plan, command, on_progress, parallel_map)
    if not isinstance(applied, Failure):
        return applied, plan
    reasons = _reasons(library, plan.actions)
    if not reasons:
        raise applied.error
    possible = without(plan, reasons)
    return library.apply(possible, command, None, parallel_map), possible


def _try(
    library: Library,
    plan: Plan,
    command: str,
    on_progress: Callable[[int], None] | None = None,
    parallel_map: ParallelMap = map,
    *,
    keep: bool = True,
) -> AppliedChange | Failure:
    """Apply a plan, or change nothing and return why that fails.

    Without `keep` nothing changes in either case. Raises the errors of the file, such as DiskFull.
    """

    def apply() -> AppliedChange:
        with library.savepoint():
            applied = library.apply(plan, command, on_progress, parallel_map)
            if not keep:
                raise _Withdrawn
            return applied

    result = attempt(apply)
    if not isinstance(result, Failure):
        return result
    clear_frames(result.error.__traceback__)  # a frame may keep the pipe of another process open
    if isinstance(result.error, _Withdrawn):
        return AppliedChange(None)
    about_values = (sqlite3.DataError, sqlite3.IntegrityError, sqlite3.ProgrammingError)
    if isinstance(result.error, sqlite3.Error) and not isinstance(result.error, about_values):
        raise result.error  # the file fails, not a value
    return result


def _reasons(library: Library, actions: Sequence[Action]) -> dict[str, str]:
    """The papers that cannot be stored: citation key -> reason. Each is tried on its own."""
    categories = tuple(a for a in actions if isinstance(a, AddCategory))
    reasons: dict[str, str] = {}
    for action in actions:
        key = paper_key(action)
        if key is None:
            continue
        result = _try(library, Plan((*categories, action)), "", keep=False)
        if isinstance(result, Failure):
            reasons[key] = result.reason
    return reasons
