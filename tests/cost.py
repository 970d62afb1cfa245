"""Costs of algorithms, in a form that a busy machine does not change."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

_ATTEMPTS = 6


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of this process that the work takes; other processes do not count.

    The cyclic collector is off meanwhile: a full collection walks all that the tests before this
    one left in memory, and that has nothing to do with the work.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        begun = time.process_time()
        work()
        return time.process_time() - begun
    finally:
        if collects:
            gc.enable()


def check_linear(work: Callable[[int], object], size: int) -> None:
    """Assert that four times the work takes not much more than four times as long.

    Half the size is compared with twice the size. A square would take sixteen times as long.
    `size` must be large enough that this is more than 0.05 s. Noise only ever adds time, to the
    one or the other of the two runs, so a few attempts are made: a square is above the limit in
    each of them.
    """
    work(1)  # what is loaded or compiled at the first call does not count
    seen = []
    for _ in range(_ATTEMPTS):
        small = cpu_seconds(lambda: work(size // 2))
        large = cpu_seconds(lambda: work(2 * size))
        if large < 12 * small + 0.05:
            return
        seen.append((small, large))
    raise AssertionError(f"not linear: (seconds, seconds of four times the size): {seen}")
