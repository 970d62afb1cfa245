"""Times for people, in their zone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.terminal import screen
from vcmbib.cli.display.times import for_people

NOW = datetime(2026, 12, 1, 20, 5, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-12-01T18:52:39Z", "today 19:52"),
        ("2026-12-01T18:52:39+00:00", "today 19:52"),
        ("2026-12-01T18:52:39", "today 19:52"),
        ("2026-11-30T23:30:00Z", "today 00:30"),
        ("2026-11-30T07:10:00Z", "yesterday 08:10"),
        ("2026-11-29T23:59:00Z", "yesterday 00:59"),
        ("2026-11-23T12:00:00Z", "8 days ago"),
        ("2026-10-23T12:00:00Z", "2026-10-23"),
        ("2026-12-02T12:00:00Z", "2026-12-02"),
        ("1999-12-31", "1999-12-31"),
        ("not a time", "not a time"),
        ("", ""),
        ("0001-01-01T00:00:00Z", "0001-01-01"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ],
)
def test_a_time_is_told_from_today(text: str, shown: str) -> None:
    """Today and yesterday with the hour, then days, then the date; other text as it is."""
    assert for_people(text, NOW) == shown


@pytest.mark.parametrize("command", [["log"], ["show", "doe2020coding"], ["where"]])
def test_a_terminal_shows_local_times(sample_library: Path, command: list[str]) -> None:
    """No command shows a time of UTC on a terminal."""
    shown = screen(100, sample_library, *command, env={"TZ": "Asia/Tokyo"})

    assert "today" in shown or "yesterday" in shown
    assert "Z\r\n" not in shown.replace("updated", "")
    assert "T0" not in shown
