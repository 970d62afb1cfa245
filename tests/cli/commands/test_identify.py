"""`vcmbib id`: the identifiers in a text."""

from __future__ import annotations

from tests.cli.program import run_here


def test_id_needs_no_library() -> None:
    """Identifiers in any text, as lines or as JSON."""
    text = "see https://arxiv.org/abs/2405.03500v2 and doi:10.1109/TIP.2020.3016485."
    found = run_here("id", text, "--json", env={"VCMBIB_DB": "/nonexistent/papers.db"}).json

    assert found["identifiers"] == [
        {
            "scheme": "arxiv",
            "value": "2405.03500",
            "version": "v2",
            "url": "https://arxiv.org/abs/2405.03500",
        },
        {
            "scheme": "doi",
            "value": "10.1109/TIP.2020.3016485",
            "version": None,
            "url": "https://doi.org/10.1109/TIP.2020.3016485",
        },
    ]
