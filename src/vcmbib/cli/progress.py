"""A progress bar with a rate, on standard error, if that is a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from vcmbib.cli import terminal

_MIN_TOTAL = 2_000  # fewer items are done before a user could read the bar
_REDRAW_SECONDS = 0.1  # seconds between two drawings


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar with the label `what` while the block runs, for `total` items.

    Gives a function to call with the number of items that were just done. Without a terminal and
    for few items it draws nothing and does not load rich.
    """
    if total < _MIN_TOTAL or not terminal.draws_messages():
        yield _ignore
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f}"),
        TextColumn("{task.fields[rate]:,.0f}/s"),
        TimeRemainingColumn(),
    )
    started = drawn = time.monotonic()
    # `advance` draws the bar. A drawing thread would prevent forks, see `parallel`.
    with Progress(
        *columns, console=terminal.console(stderr=True), transient=True, auto_refresh=False
    ) as bar:
        task = bar.add_task(label, total=total, rate=0)
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


def _ignore(count: int) -> None:
    """Take the place of `advance` where no bar is shown."""
    del count
