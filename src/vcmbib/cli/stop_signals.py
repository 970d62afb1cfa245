"""SIGTERM and SIGHUP end a command as Ctrl-C does: an exception rolls the change back."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType, TracebackType
from typing import Any

_NAMES = ("SIGTERM", "SIGHUP")
_PAUSE = 2.0  # seconds in which a second signal is ignored: systemd and terminals send several


class StopSignal(KeyboardInterrupt):
    """The process got SIGTERM or SIGHUP. A block that handles Ctrl-C handles it too."""


class StopSignals:
    """While the block runs, SIGTERM and SIGHUP raise StopSignal.

    `number` is the signal that came, else 0. A signal that is ignored, as by `nohup`, stays so.
    """

    def __init__(self) -> None:
        self.number = 0
        self._raised_at = 0.0
        self._before: dict[int, Any] = {}

    def __enter__(self) -> StopSignals:
        """Set the handlers; only the main thread can."""
        if threading.current_thread() is threading.main_thread():
            for name in _NAMES:
                number = getattr(signal, name, None)  # Windows has no SIGHUP
                if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._stop)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Restore the handlers."""
        for number, before in self._before.items():
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL if before is None else before)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Raise StopSignal, unless one was raised a moment ago and the cleanup is under way."""
        del frame
        now = time.monotonic()
        if self.number and now - self._raised_at < _PAUSE:
            return
        self.number, self._raised_at = number, now
        raise StopSignal


def ignore_signals() -> None:
    """Ignore all of these signals, and Ctrl-C, until the process ends."""
    if threading.current_thread() is threading.main_thread():
        for name in (*_NAMES, "SIGINT"):
            number = getattr(signal, name, None)
            if number is not None:
                signal.signal(number, signal.SIG_IGN)
