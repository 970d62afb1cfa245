"""The rate limit of requests: one at a time for each host, with a pause after each.

The limit is valid for all processes of a user. The cache folder contains a file for each host. A
process locks it during a request and writes the time of the request into it. The system releases
the lock when a process ends, so an old file never blocks. If the folder is not writable or the
file system has no locks, the limit is valid within the process only.
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

_LOCK_RETRY_SECONDS = 0.05
_LOCK_TIMEOUT_SECONDS = 300.0  # another process may send several requests


@dataclass(frozen=True, slots=True)
class Timing:
    """The clock, the sleep function and the random numbers. Tests replace them."""

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


@dataclass(slots=True)
class RateLimiter:
    """The pauses between the requests to each host. `folder` is the cache folder, or None."""

    folder: Path | None
    timing: Timing = field(default_factory=Timing)
    _last_request: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def turn(self, host: str, seconds: float, source: str) -> Iterator[None]:
        """Wait until a request to `host` is allowed; other processes wait while the block runs.

        `seconds` is the least time between the end of a request and the start of the next one; 0
        means no pause and no lock. Raises SourceBusy if another process keeps the lock too long.
        """
        if seconds <= 0:
            yield
            return
        handle = self._open_file(host)
        try:
            locked = handle is not None and self._lock(handle, source)
            last = max(
                _read_time(handle) if handle is not None else 0.0, self._last_request.get(host, 0.0)
            )
            elapsed = self.timing.now() - last
            # Ignore a time in the future: the clock was wrong.
            if 0 <= elapsed < seconds:
                self.timing.sleep(seconds - elapsed)
            self._write_time(host, handle)
            try:
                yield
            finally:
                self._write_time(host, handle)
                if handle is not None and locked:
                    _unlock(handle)
        finally:
            if handle is not None:
                os.close(handle)

    def _open_file(self, host: str) -> int | None:
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
        """Wait for the lock. Returns False if the file system has no locks; raises SourceBusy."""
        start = self.timing.monotonic()
        while True:
            try:
                _try_lock(handle)
                return True
            except (BlockingIOError, PermissionError):
                if self.timing.monotonic() - start > _LOCK_TIMEOUT_SECONDS:
                    raise SourceBusy(
                        source, "another vcmbib sends requests to it", "when that one has ended"
                    ) from None
                self.timing.sleep(_LOCK_RETRY_SECONDS)
            except OSError:
                return False

    def _write_time(self, host: str, handle: int | None) -> None:
        now = self.timing.now()
        self._last_request[host] = now
        if handle is not None:
            with suppress(OSError):
                _seek_start(handle)
                os.ftruncate(handle, os.write(handle, f"{now:.6f}".encode()))


def _seek_start(handle: int) -> None:
    os.lseek(handle, 0, os.SEEK_SET)


def _read_time(handle: int) -> float:
    """The time in the file, in seconds since 1970; 0 if it contains none."""
    try:
        _seek_start(handle)
        return float(os.read(handle, 64))
    except (OSError, ValueError):
        return 0.0


if sys.platform == "win32":
    # Lock byte 100, not the time itself: other processes can still read the time.
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
