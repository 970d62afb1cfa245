"""`vcmbib stats`: numbers about the library."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import vcmbib


def test_stats_as_json(db: Path) -> None:
    """Counts by everything."""
    found = vcmbib(db, "stats", "--json").json

    assert found["papers"] == 4
    assert found["years"] == [{"name": str(y), "papers": 1} for y in (2018, 2021, 2023, 2024)]
    assert {"name": "feature-compression", "papers": 3} in found["categories"]
    assert found["with"]["code"] == 1
