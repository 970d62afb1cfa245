"""Time whole processes in turn, so that other load on the machine slows all of them alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import Process


@dataclass(frozen=True, slots=True)
class CommandCost:
    """The cost of a command: median CPU seconds (user and system), peak MiB, median ratio."""

    name: str
    cpu: float
    memory: float
    ratio: float = 1.0


def in_process(work: Callable[..., None], *args: object) -> None:
    """Run `work` in another process: else its memory counts in the peak of later children."""
    child = Process(target=work, args=args)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(f"{work.__name__} ended with {child.exitcode}")


def run_once(command: Sequence[str]) -> tuple[float, float]:
    """(CPU seconds, peak MiB) of one run, as `wait4` reports them."""
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {started.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compare_commands(commands: Mapping[str, Sequence[str]], runs: int) -> list[CommandCost]:
    """Run each command `runs` times, in turn, after a warm-up; ratios to the first command."""
    costs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            cost = run_once(command)
            if run:
                costs[name].append(cost)
    base = [cpu for cpu, _ in next(iter(costs.values()))]
    return [
        CommandCost(
            name,
            statistics.median(cpu for cpu, _ in cost),
            max(memory for _, memory in cost),
            statistics.median(cpu / other for (cpu, _), other in zip(cost, base, strict=True)),
        )
        for name, cost in costs.items()
    ]


PYTHON = sys.executable
