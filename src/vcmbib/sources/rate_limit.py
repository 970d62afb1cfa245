"""One request at a time to a host, and a pause between two, over all processes of a user.

A file per host in the cache folder is locked while a request runs and holds the time of the last
one. The system takes the lock back when a process dies, so a stale file never blocks. Where the
folder cannot be written or the file system has no locks, the pause is kept within the process.
"""

from __future__ import annotations

import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from vcmbib.errors import SourceBusy

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOOK_AGAIN = 0.05
_PATIENCE = 300.0  # a batch of requests by another process may take this long


@dataclass(frozen=True, slots=True)
class Timing:
    """What time it is, how to wait, and chance: replaced in tests, so that none of them waits."""

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


@dataclass(slots=True)
class Pace:
    """The pauses between requests, by host."""

    folder: Path | None
    timing: Timing = field(default_factory=Timing)
    _last: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def turn(self, host: str, seconds: float, source: str) -> Iterator[None]:
        """Wait until `host` may be asked again, and hold the turn while the block runs.

        `seconds` is the least time between the end of one request and the start of the next; 0
        asks for no pause and takes no lock. Raises SourceBusy if others never let go.
        """
        if seconds <= 0:
            yield
            return
        handle = self._open(host)
        try:
            locked = handle is not None and self._lock(handle, source)
            last = max(_read(handle) if handle is not None else 0.0, self._last.get(host, 0.0))
            since = self.timing.now() - last
            # A time in the future comes from a clock that was set back: it binds nobody.
            if 0 <= since < seconds:
                self.timing.sleep(seconds - since)
            self._note(host, handle)
            try:
                yield
            finally:
                self._note(host, handle)
                if handle is not None and locked:
                    _unlock(handle)
        finally:
            if handle is not None:
                os.close(handle)

    def _open(self, host: str) -> int | None:
        if self.folder is None:
            return None
        name = re.sub(r"[^\w.-]", "_", host)[:100]
        try:
            folder = self.folder / "pace"
            folder.mkdir(parents=True, exist_ok=True)
            return os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return None

    def _lock(self, handle: int, source: str) -> bool:
        """Take the lock, waiting for it in small steps; False where there are no locks."""
        start = self.timing.monotonic()
        while True:
            try:
                _try_lock(handle)
                return True
            except (BlockingIOError, PermissionError):
                if self.timing.monotonic() - start > _PATIENCE:
                    raise SourceBusy(
                        source, "another vcmbib is asking it", "when that one has ended"
                    ) from None
                self.timing.sleep(_LOOK_AGAIN)
            except OSError:
                return False

    def _note(self, host: str, handle: int | None) -> None:
        now = self.timing.now()
        self._last[host] = now
        if handle is not None:
            with suppress(OSError):
                _at_start(handle)
                os.ftruncate(handle, os.write(handle, f"{now:.6f}".encode()))


def _at_start(handle: int) -> None:
    os.lseek(handle, 0, os.SEEK_SET)


def _read(handle: int) -> float:
    """The time in the file; 0 for one that is new or spoilt."""
    try:
        _at_start(handle)
        return float(os.read(handle, 64))
    except (OSError, ValueError):
        return 0.0


if sys.platform == "win32":
    # Byte 100 is locked rather than the time itself, which others may then still read.
    def _try_lock(handle: int) -> None:
        os.lseek(handle, 100, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        with suppress(OSError):
            os.lseek(handle, 100, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)
