"""How far a long command is: a bar with a rate, on standard error, for a person at a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_MIN_TOTAL = 2_000  # what there is less of is done before a bar could be read
_REDRAW_SECONDS = 0.1  # seconds from one drawing to the next


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar `what` of `total` things while the block runs; nothing is left of it afterwards.

    Gives what is to be called with how many more are done. Off a terminal, and where there is
    little to do, nothing is drawn and nothing loaded.
    """
    if total < _MIN_TOTAL or not _is_watched():
        yield _ignore
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f}"),
        TextColumn("{task.fields[rate]:,.0f}/s"),
        TimeRemainingColumn(),
    )
    started = drawn = time.monotonic()
    # Drawn when something is told, not by a thread of its own: a process with threads cannot fork.
    with Progress(
        *columns, console=Console(stderr=True), transient=True, auto_refresh=False
    ) as bar:
        task = bar.add_task(what, total=total, rate=0)
        bar.refresh()
        completed = 0

        def advance(count: int) -> None:
            nonlocal drawn, completed
            completed += count
            now = time.monotonic()
            if now - drawn >= _REDRAW_SECONDS:
                drawn = now
                bar.update(task, completed=completed, rate=completed / (now - started))
                bar.refresh()

        yield advance


def _is_watched() -> bool:
    """Whether a person sees standard error."""
    try:
        return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    except (AttributeError, ValueError):  # closed
        return False


def _ignore(count: int) -> None:
    del count
