"""Tables on a terminal of 20 to 240 columns: whole keys, and nothing wider than the terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.cli.display.look import Look
from vcmbib.cli.display.table_layout import Column, Fit, draw, layout, paper_columns, styled
from vcmbib.cli.display.widths import columns

TITLE = "Scalable Video Coding for Humans and Machines with Learned Transforms and Side Information"
KEY = "averyveryverylongname2020scalable"
ROWS = [
    ("doe2020coding", "2020", "ICIP", "Doe et al.", TITLE),
    ("roe2021video", "2021", "TIP", "Roe", "Video for Machines"),
    ("poe2022x", "", "", "点云 et al.", "Über 点云 👾 مرحبا"),
]
LONG_VENUE = ("fee2019q", "2019", "Proceedings of a Very Long Name " * 3, "Fee", "Quantization")


def lines_at(room: int, rows: Sequence[tuple[str, ...]]) -> list[str]:
    """The lines of a list of papers, without escapes."""
    table = paper_columns()
    drawn = draw(table, [styled(table, row) for row in rows], Look(columns=room))
    return [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in drawn]


def plain(text: str) -> str:
    """The text without blanks."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("room", [20, 40, 60, 80, 100, 120, 200, 240])
def test_nothing_is_wider_than_the_screen_and_no_title_is_lost(room: int) -> None:
    """Keys and years are on one line, a title on one or more."""
    lines = lines_at(room, [*ROWS, LONG_VENUE])

    assert all(columns(line) <= room for line in lines)
    for key, year, *_ in ROWS:
        assert any(key in line and year in line for line in lines)
    if room >= 60:
        start = columns(lines[0][: lines[0].index("title")])
        title = " ".join(line[start:].strip() for line in lines[1:3])
        assert plain(title).startswith(plain(TITLE[:50]))


def test_a_wide_screen_has_a_line_a_paper() -> None:
    """Where there is room each paper has one line below a heading, also with a long key."""
    lines = lines_at(240, [*ROWS, (KEY, "2020", "TIP", "Roe", TITLE)])

    assert lines[0].split() == ["key", "year", "venue", "authors", "title"]
    assert len(lines) == 5
    assert any(KEY in line and TITLE in line for line in lines)


def test_one_long_venue_takes_a_few_columns() -> None:
    """A long venue is cut; all other rows are as they are without it."""
    with_it, without = lines_at(120, [*ROWS, LONG_VENUE]), lines_at(120, ROWS)

    assert with_it[0].split() == without[0].split()
    assert "Proceedings of a Very L…" in lines_at(200, [*ROWS, LONG_VENUE])[-1]
    assert [line for line in with_it if line.startswith(("doe", "roe", "poe"))]
    assert "…" in with_it[-1]


def test_columns_give_way_in_order() -> None:
    """From wide to narrow: the venue is shorter and goes, then the authors; key and year stay."""
    headings = [lines_at(room, [*ROWS, LONG_VENUE])[0].split() for room in range(140, 52, -1)]
    order = list(dict.fromkeys(map(tuple, headings)))

    assert order == [
        ("key", "year", "venue", "authors", "title"),
        ("key", "year", "authors", "title"),
        ("key", "year", "title"),
    ]


def test_one_long_key_has_a_line_of_its_own() -> None:
    """It is whole, and the other columns stay where they are without it."""
    lines = lines_at(80, [*ROWS, (KEY, "2020", "TIP", "Roe", "Short")])

    assert KEY in lines
    after = lines[lines.index(KEY) + 1]
    assert after.index("2020") == lines[1].index("  2020") + 2


def test_numbers_are_aligned_on_the_right() -> None:
    """The last digits of a column of numbers meet."""
    table = (Column("tag", Fit.NAME), Column("papers", Fit.NUMBER))
    rows = [styled(table, row) for row in (("a", "7"), ("bb", "1200"))]

    assert draw(table, rows, Look(columns=80))[1:] == ["a         7", "bb     1200"]


def test_a_narrow_screen_has_paragraphs() -> None:
    """Where a title has no room next to the key it is below it, indented."""
    lines = lines_at(40, ROWS)

    assert lines[0] == "doe2020coding  2020  ICIP  Doe et al."
    assert lines[1].startswith("  Scalable Video")


def test_a_table_without_rows_or_names() -> None:
    """No rows give no heading; columns without names give none either."""
    table = (Column("", Fit.NAME), Column(""))

    assert draw(table, [], Look()) == []
    assert draw(table, [styled(table, ("a", "b"))], Look()) == ["a  b"]


CELLS = st.one_of(st.text(max_size=12), st.text(max_size=120), st.just(""))


@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8),
    st.integers(20, 200),
)
def test_no_value_destroys_the_table(rows: list[tuple[str, ...]], room: int) -> None:
    """Whatever the values are: no line is wider than the terminal, and nothing is obeyed."""
    lines = lines_at(room, rows)

    assert all(columns(line) <= room for line in lines)
    assert not any(set(line) & set("\t\n\r\x1b\x7f") for line in lines)


@given(st.lists(st.integers(1, 300), min_size=2, max_size=2), st.integers(40, 200))
def test_texts_share_the_room(lengths: list[int], room: int) -> None:
    """Of two long texts each gets a part; a short one gets what it wants."""
    table = (Column("field", Fit.NAME), Column("one"), Column("other"))
    rows = [styled(table, ("year", "x" * lengths[0], "y" * lengths[1]))]
    rooms = layout(table, rows, room)

    assert rooms is not None
    assert sum(rooms) + 4 <= room
    if min(lengths) <= 10 and max(lengths) > 15:
        assert rooms[1 + lengths.index(min(lengths))] >= min(lengths)
