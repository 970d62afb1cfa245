"""Changes of fields."""

from __future__ import annotations

from vcmbib.cli.display.changed_values import draw_changes
from vcmbib.cli.display.look import Look
from vcmbib.model.plan import FieldChange


def test_changes_are_listed_below_their_paper() -> None:
    """The paper once, then label, old and new value; new and removed values are marked by words."""
    changes = [
        ("a2020", FieldChange("entry_type", "misc", "article")),
        ("a2020", FieldChange("notes", None, "new")),
        ("b2020", FieldChange("notes", "old", None)),
        ("b2020", FieldChange("abstract", "x" * 400, "y")),
    ]
    lines = draw_changes(changes, Look(columns=60))

    assert lines[:5] == [
        "\x1b[1ma2020\x1b[0m",
        "  type: misc → article",
        "  notes: added new",
        "\x1b[1mb2020\x1b[0m",
        "  notes: \x1b[1mremoved \x1b[0mold",
    ]
    assert "…" in "".join(lines)
