"""A progress bar is shown to a person at a terminal only."""

from __future__ import annotations

import io
import re
import sys

import pytest

from vcmbib.cli import progress as bars
from vcmbib.cli.progress import progress


class Terminal(io.StringIO):
    """A standard error that a person looks at."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def _run(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, total: int) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(bars, "_REDRAW_SECONDS", 0.0)
    monkeypatch.setenv("COLUMNS", "100")
    with progress("reading", total) as advance:
        advance(total // 2)
        advance(total // 2)
    return stream.getvalue()


def test_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person sees what is done, how much of it, and how fast."""
    monkeypatch.setenv("TERM", "xterm-256color")

    shown = _run(monkeypatch, Terminal(), 10_000)

    assert "reading" in shown
    assert "5,000 of 10,000" in shown
    assert "/s" in shown
    assert not re.search(r"\x1b\[[0-9;]*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7]|\b2)m", shown)


@pytest.mark.parametrize(
    ("term", "stream", "total"),
    [("xterm", io.StringIO(), 10_000), ("dumb", Terminal(), 10_000), ("xterm", Terminal(), 100)],
)
def test_silence(
    monkeypatch: pytest.MonkeyPatch, term: str, stream: io.StringIO, total: int
) -> None:
    """A pipe, a terminal that cannot move its cursor, and a small task get no bar."""
    monkeypatch.setenv("TERM", term)

    assert not _run(monkeypatch, stream, total)


def test_closed_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """A standard error that was closed is no reason to fail."""
    stream = io.StringIO()
    stream.close()
    monkeypatch.setattr(sys, "stderr", stream)

    with progress("reading", 10_000) as advance:
        advance(1)
