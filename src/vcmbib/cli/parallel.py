"""`map` on several cores, with forked processes that work ahead of the caller.

A fork shares the memory of its parent, so no item is sent to it; only results are sent back.
Where the system cannot fork, the same work is done in this process.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_MOST = 4  # processes: with more, reading their results takes as long as the work


def map_in_processes(work: Callable[[T], R], items: Sequence[T], workers: int = 0) -> Iterator[R]:
    """`map(work, items)` in `workers` processes (0: one per core, at most `_MOST`).

    If a process fails at an item, the item is done here: an exception reaches the caller.
    """
    count = min(workers or _MOST, _cores(), len(items))
    if count < 1 or not _can_fork():
        yield from map(work, items)
        return
    gc.freeze()  # else the first garbage collection in a child would copy every page
    children: list[tuple[int, IO[bytes]]] = []
    try:
        try:
            for number in range(count):
                children.append(_fork(work, items[number::count], [pipe for _, pipe in children]))
        finally:
            gc.unfreeze()
        for number, item in enumerate(items):
            try:
                result: R = pickle.load(children[number % count][1])
            except (EOFError, pickle.UnpicklingError):
                result = work(item)
            yield result
    finally:
        for process, pipe in children:
            pipe.close()
            os.kill(process, signal.SIGTERM)  # it still works if the caller does not need the rest
            os.waitpid(process, 0)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Disable the cyclic garbage collector in the block. Also a decorator.

    Frozen dataclasses form no cycles, but the collector would scan all papers again and again.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _fork(
    work: Callable[[T], R], items: Sequence[T], others: Sequence[IO[bytes]]
) -> tuple[int, IO[bytes]]:
    """Start a child that writes its results into a pipe; returns (process id, pipe to read).

    The child closes the pipes of the `others`: else closing them in the parent has no effect.
    """
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, os.fdopen(reading, "rb")
    try:
        for number in (signal.SIGTERM, signal.SIGHUP):  # the handlers are those of the parent
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        gc.disable()
        os.close(reading)
        for pipe in others:
            pipe.close()
        with os.fdopen(writing, "wb") as sent:
            for item in items:
                pickle.dump(work(item), sent, pickle.HIGHEST_PROTOCOL)
                sent.flush()
    finally:
        os._exit(0)  # skip the cleanup, which would flush the parent's buffers twice


def _cores() -> int:
    """The number of cores that this process may use; 1 if the system does not report it."""
    affinity = getattr(os, "sched_getaffinity", None)
    return 1 if affinity is None else len(affinity(0))


def _can_fork() -> bool:
    """Whether to fork: only on Linux, without threads, and with several cores."""
    return sys.platform == "linux" and _cores() > 1 and threading.active_count() == 1
