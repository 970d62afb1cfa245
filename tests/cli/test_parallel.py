"""Work on all cores gives what `map` gives."""

from __future__ import annotations

import os

import pytest

from vcmbib.cli import parallel
from vcmbib.cli.parallel import map_in_processes


@pytest.fixture(autouse=True)
def _several_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: 2)


def test_failure_is_the_callers() -> None:
    """What fails in another process fails here, with its own error, after what went well."""
    done = map_in_processes(lambda n: 10 // n, [5, 2, 0, 1])

    assert next(done) == 2
    assert next(done) == 5
    with pytest.raises(ZeroDivisionError):
        list(done)


def test_killed_process() -> None:
    """The work of a process that is killed is done here."""
    parent = os.getpid()

    def work(number: int) -> int:
        if number == 2 and os.getpid() != parent:
            os._exit(9)
        return number * number

    assert list(map_in_processes(work, range(6))) == [0, 1, 4, 9, 16, 25]


@pytest.mark.parametrize("count", [0, 1, 7])
@pytest.mark.parametrize("workers", [0, 1, 3])
def test_order(count: int, workers: int) -> None:
    """Results come in the order of their items, large ones too."""
    items = list(range(count))

    assert list(map_in_processes(lambda n: [n] * 100_000, items, workers)) == [
        [n] * 100_000 for n in items
    ]


def test_no_longer_wanted() -> None:
    """Who stops listening leaves no process behind."""
    done = map_in_processes(lambda n: "x" * 1_000_000, range(100))
    next(done)

    done.close()  # type: ignore[attr-defined]  # a generator

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """On one core the work is done here."""
    monkeypatch.setattr(parallel, "_cores", lambda: 1)

    assert set(map_in_processes(lambda _: os.getpid(), range(3))) == {os.getpid()}
