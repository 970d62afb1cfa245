"""Libraries that tests of the store write to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from vcmbib.store.library import Library


@pytest.fixture
def empty_library() -> Iterator[Library]:
    """An empty library in memory."""
    with Library.empty() as made:
        yield made


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library in a real file."""
    with Library.writing(tmp_path / "papers.db") as opened:
        yield opened
