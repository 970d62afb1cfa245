"""The pause between requests: within a process, over processes, and whatever the disk does."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.sources.conftest import FakeTime
from tests.sources.fake_arxiv import FakeArxiv, Paper
from tests.waiting import PATIENCE
from vcmbib.errors import SourceBusy
from vcmbib.sources import rate_limit as pace_module
from vcmbib.sources.rate_limit import RateLimiter, Timing

FETCH = """
import sys
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.sources.arxiv.source import Arxiv
from vcmbib.sources.client import Client
for number in sys.argv[1:]:
    with Client() as client:
        assert Arxiv(client).fetch([Identifier(Scheme.ARXIV, number)]).records
"""


def test_another_process_that_never_lets_go_is_an_error(
    tmp_path: Path, clock: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some minutes of waiting for others it is an error; no request is sent meanwhile."""

    def taken(_: int) -> None:
        raise BlockingIOError

    monkeypatch.setattr(pace_module, "_try_lock", taken)
    limiter = RateLimiter(tmp_path, clock.timing)
    with pytest.raises(SourceBusy, match="another"), limiter.turn("h", 3, "S"):
        raise AssertionError("the turn was given")
    assert sum(clock.slept) >= 300


def test_turns_have_the_pause_between_them(tmp_path: Path, clock: FakeTime) -> None:
    """The pause runs from the end of one request to the start of the next, in any process."""
    with RateLimiter(tmp_path, clock.timing).turn("host", 3, "S"):
        clock.now += 10
    clock.now += 1
    with RateLimiter(tmp_path, clock.timing).turn("host", 3, "S"):
        assert clock.slept == [pytest.approx(2)]
    with RateLimiter(tmp_path, clock.timing).turn("other", 3, "S"):
        assert len(clock.slept) == 1


def test_a_failed_request_counts_too(tmp_path: Path, clock: FakeTime) -> None:
    """A request that raised was made all the same, and the lock is free after it."""
    pace = RateLimiter(tmp_path, clock.timing)
    with pytest.raises(KeyError), pace.turn("host", 3, "S"):
        raise KeyError
    with RateLimiter(tmp_path, clock.timing).turn("host", 3, "S"):
        assert clock.slept == [pytest.approx(3)]


def test_no_pause_takes_no_lock(tmp_path: Path, clock: FakeTime) -> None:
    """A pace of zero leaves no trace."""
    with RateLimiter(tmp_path, clock.timing).turn("host", 0, "S"):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"nonsense", b"nan", b"inf", b"9e99", b"\xff" * 500])
def test_a_spoilt_file_binds_nobody(tmp_path: Path, clock: FakeTime, content: bytes) -> None:
    """A file without a time of the past means no pause, and is repaired."""
    (tmp_path / "pace").mkdir()
    (tmp_path / "pace" / "host").write_bytes(content)
    with RateLimiter(tmp_path, clock.timing).turn("host", 3, "S"):
        assert clock.slept == []
    with RateLimiter(tmp_path, clock.timing).turn("host", 3, "S"):
        assert clock.slept == [pytest.approx(3)]


@pytest.mark.parametrize("where", ["none", "a file"])
def test_without_a_folder_the_pause_holds_within_the_process(
    tmp_path: Path, clock: FakeTime, where: str
) -> None:
    """Where nothing can be written, one process still keeps its own pauses."""
    (tmp_path / "file").touch()
    pace = RateLimiter(None if where == "none" else tmp_path / "file", clock.timing)
    for _ in range(3):
        with pace.turn("host", 3, "S"):
            pass
    assert clock.slept == [pytest.approx(3)] * 2


def test_a_file_system_without_locks_is_no_failure(
    tmp_path: Path, clock: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where locks are not to be had, the times in the file still are."""

    def unsupported(_: int) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(pace_module, "_try_lock", unsupported)
    for _ in range(2):
        with RateLimiter(tmp_path, clock.timing).turn("host", 3, "S"):
            pass
    assert clock.slept == [pytest.approx(3)]


def test_interrupting_the_wait_frees_the_turn(tmp_path: Path) -> None:
    """Ctrl-C while waiting passes, and the next one gets its turn."""

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    with RateLimiter(tmp_path).turn("host", 60, "S"):
        pass
    with (
        pytest.raises(KeyboardInterrupt),
        RateLimiter(tmp_path, Timing(sleep=interrupted)).turn("host", 60, "S"),
    ):
        raise AssertionError("the turn was given")
    waited: list[float] = []
    with RateLimiter(tmp_path, Timing(sleep=waited.append)).turn("host", 60, "S"):
        assert len(waited) == 1


def test_processes_take_turns(tmp_path: Path) -> None:
    """Several real processes never ask at once, and keep the pause between all of them."""
    pause = 0.3
    numbers = [f"2405.{n:05}" for n in range(1, 7)]
    with FakeArxiv([Paper(n) for n in numbers], delay=0.05) as server:
        environ = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
            "XDG_CACHE_HOME": str(tmp_path),
            "VCMBIB_ARXIV_URL": server.url,
            "VCMBIB_ARXIV_PACE": str(pause),
        }
        started = [
            subprocess.Popen([sys.executable, "-c", FETCH, *numbers[n::3]], env=environ)
            for n in range(3)
        ]
        assert [process.wait(PATIENCE) for process in started] == [0, 0, 0]
        times = [request.at for request in server.requests]
        assert server.most_at_once == 1
    assert len(times) == len(numbers)
    assert min(b - a for a, b in pairwise(times)) >= pause
