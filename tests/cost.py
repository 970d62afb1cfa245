"""Costs of algorithms, in a form that a busy machine does not change."""

from __future__ import annotations

import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object]) -> float:
    """The seconds of this process that the work takes; other processes do not count."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def check_linear(work: Callable[[int], object], size: int) -> None:
    """Assert that four times the size takes not much more than four times as long.

    A square would take sixteen times as long. `size` must be large enough that this is more than
    0.2 s, which is the noise of a busy machine.
    """
    work(1)  # what is loaded or compiled at the first call does not count
    small = cpu_seconds(lambda: work(size))
    large = cpu_seconds(lambda: work(4 * size))
    assert large < 12 * small + 0.2, (small, large)
