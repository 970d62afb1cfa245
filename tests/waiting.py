"""Waiting for conditions instead of times."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds after which a test gives up waiting: a last resort against a test that never ends."""


def wait_until(holds: Callable[[], bool], what: str = "the condition") -> None:
    """Wait until something is true. Fails after PATIENCE."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"{what} is not true after {PATIENCE:g} s"
        time.sleep(0.005)
