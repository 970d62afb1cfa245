"""Work on all cores: what `map` does, by processes that run ahead of the caller.

The processes are forks: they have all that is in memory without a copy of it, and only what they
make is sent back. Where forks are not to be had the work is done here, with the same result.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_MOST = 4  # processes: beyond these, reading what they send back takes as long as the work


def map_in_processes(work: Callable[[T], R], items: Sequence[T], workers: int = 0) -> Iterator[R]:
    """`map(work, items)`, by so many processes (none named: one for each core).

    What one of them cannot do is done here, so that a failure is the caller's as with `map`.
    """
    count = min(workers or _MOST, _cores(), len(items))
    if count < 1 or not _can_fork():
        yield from map(work, items)
        return
    gc.freeze()  # else the first collection in a child would copy every page
    children: list[tuple[int, IO[bytes]]] = []
    for number in range(count):
        children.append(_fork(work, items[number::count], [pipe for _, pipe in children]))
    gc.unfreeze()
    try:
        for number, item in enumerate(items):
            try:
                result: R = pickle.load(children[number % count][1])
            except (EOFError, pickle.UnpicklingError):
                result = work(item)
            yield result
    finally:
        for process, pipe in children:
            pipe.close()  # who still writes into it ends
            os.waitpid(process, 0)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Disable the cyclic garbage collector: frozen dataclasses form no cycles.

    The collector would scan all papers again and again. Also a decorator.
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
    """A child that writes its results into a pipe, one after the other.

    It lets go of the pipes of the `others`: else theirs would never break.
    """
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, os.fdopen(reading, "rb")
    try:
        gc.disable()
        os.close(reading)
        for pipe in others:
            pipe.close()
        with os.fdopen(writing, "wb") as sent:
            for item in items:
                pickle.dump(work(item), sent, pickle.HIGHEST_PROTOCOL)
                sent.flush()
    finally:
        os._exit(0)  # nothing of the parent's is closed or written twice


def _cores() -> int:
    """How many cores this process may use, as far as the system tells."""
    affinity = getattr(os, "sched_getaffinity", None)
    return 1 if affinity is None else len(affinity(0))


def _can_fork() -> bool:
    """Forks are safe on Linux and without threads, and of use on several cores."""
    return sys.platform == "linux" and _cores() > 1 and threading.active_count() == 1
