"""Whole processes, timed in turn, so that what the machine does meanwhile falls on all of them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import Process


@dataclass(frozen=True, slots=True)
class Figure:
    """What a command took: medians of CPU seconds (user and system) and its peak memory in MiB."""

    name: str
    cpu: float
    memory: float
    ratio: float = 1.0


def apart(work: Callable[..., None], *args: object) -> None:
    """Do it in a process of its own: a child's peak memory counts what its parent held."""
    child = Process(target=work, args=args)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(f"{work.__name__} ended with {child.exitcode}")


def once(command: Sequence[str]) -> tuple[float, float]:
    """(CPU seconds, peak MiB) of one run, by the operating system's own account."""
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {started.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compared(commands: Mapping[str, Sequence[str]], runs: int) -> list[Figure]:
    """Each command `runs` times, in turn after a warm-up; ratios pair by pair to the first one."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            measured = once(command)
            if run:
                taken[name].append(measured)
    base = [cpu for cpu, _ in next(iter(taken.values()))]
    return [
        Figure(
            name,
            statistics.median(cpu for cpu, _ in measured),
            max(memory for _, memory in measured),
            statistics.median(cpu / other for (cpu, _), other in zip(measured, base, strict=True)),
        )
        for name, measured in taken.items()
    ]


PYTHON = sys.executable
