"""Groups of items: add groups."""

from __future__ import annotations

from tests.formats.markdown.list_generator import measure, records_of, templates


def test_generated_lists_are_read() -> None:
    """Most titles of lists in forms of both halves are found, and few false ones."""
    for half in ("dev", "test"):
        found = [
            measure(n, t, records_of) for n, t in templates(half, 25) if "table" not in t.container
        ]
        assert sum(m.found for m in found) >= 0.75 * sum(m.total for m in found)
        assert sum(m.false for m in found) <= 0.1 * sum(m.total for m in found)
