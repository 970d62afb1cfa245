"""`vcmbib init`: a new library is made, an old one is checked."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import vcmbib


def test_init_makes_and_checks(lists: Path) -> None:
    """A new library is made; an old one is left as it is."""
    db = lists / "papers.db"

    assert vcmbib(db, "init", "--json").json == {
        "vcmbib": 1,
        "library": str(db),
        "made": True,
        "papers": 0,
    }
    before = db.read_bytes()
    assert "is ready: 0 papers" in vcmbib(db, "init").out
    assert db.read_bytes() == before
