"""The terminal: colours where they are wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.terminal import screen


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(db: Path, setting: dict[str, str]) -> None:
    """NO_COLOR and TERM=dumb are honoured."""
    shown = screen(80, db, "search", "compression", env=setting)

    assert "\x1b[1;33m" not in shown
    assert "\x1b[33m" not in shown
    assert "Compression" in shown
