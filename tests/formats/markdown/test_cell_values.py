"""Years, dates, words and venues in cells."""

from __future__ import annotations

import pytest

from tests.formats.markdown.read_tables import one, rows


@pytest.mark.parametrize(
    ("note", "tags", "said"),
    [
        ("benefit for ICM", ("benefit for ICM",), None),
        ("RL/VQ; prompt, RL", ("RL", "VQ", "prompt"), None),
        ("w/ prompt", ("w/ prompt",), None),
        ("N/A", (), None),
        ("We show that it works. It does.", (), "We show that it works. It does."),
    ],
)
def test_notes_are_tags_or_text(note: str, tags: tuple[str, ...], said: str | None) -> None:
    """A few words are tags, sentences stay a note."""
    record = one(note=note)
    assert (record.tags, record.note) == (tags, said)


def test_year_and_venue_columns_are_put_together() -> None:
    """The year has its own column, or its own date; a different year in the venue is remarked."""
    head = "| Date | Venue | Title |\n|---|---|---|\n"
    plain, month, both = rows(
        "| 2019 | CVPR | One Title Here |", "| **2019-05-13** | | Two Title Here |",
        "| 2019 | ICCV 2021 | Three Title Here |", head=head,
    )  # fmt: skip
    assert (plain.year, plain.month) == (2019, None)
    assert (month.year, month.month, month.venue) == (2019, 5, None)
    assert both.remarks == ("the row has two years, 2019 and 2021: 2019 is used",)
