"""Fixtures for tests of sources: a fake arXiv, and a clock that moves only by its sleep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.sources.fake_arxiv import FakeArxiv
from vcmbib.sources.client import Client
from vcmbib.sources.rate_limit import Timing


@dataclass
class FakeTime:
    """A clock whose sleep takes no time; `slept` lists the pauses."""

    now: float = 1_750_000_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Note the pause, and let the clock go on."""
        self.slept.append(seconds)
        self.now += seconds

    @property
    def timing(self) -> Timing:
        """As the client takes it; chance is always in the middle."""
        return Timing(lambda: self.now, lambda: self.now, self.sleep, lambda: 0.5)


MakeClient = Callable[..., Client]


@pytest.fixture
def arxiv_server() -> Iterator[FakeArxiv]:
    """A fake arXiv that runs."""
    with FakeArxiv() as server:
        yield server


@pytest.fixture
def clock() -> FakeTime:
    """A clock that does not move."""
    return FakeTime()


@pytest.fixture
def make_client(arxiv_server: FakeArxiv, clock: FakeTime, tmp_path: Path) -> Iterator[MakeClient]:
    """Makes clients that ask the fake arXiv by the fake clock, one cache folder for all."""
    made: list[Client] = []

    def make(*, offline: bool = False, refresh: bool = False, **environ: str) -> Client:
        settings = {
            "VCMBIB_ARXIV_URL": arxiv_server.url,
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            **environ,
        }
        client = Client(offline=offline, refresh=refresh, environ=settings, timing=clock.timing)
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()
