"""Styled text: cut, broken and painted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.cli.display.look import Look
from vcmbib.cli.display.palette import TextStyle
from vcmbib.cli.display.spans import Span, broken, cell, cut, joined, marked_parts, padded, painted
from vcmbib.cli.display.spans import width as width_of

LETTERS = [*"ab -é点云م🇩👾", "e\u0301", "👩\u200d👩\u200d👧", "\u200d"]
TEXTS = st.lists(st.sampled_from(LETTERS), max_size=40).map("".join)


def plain(line: tuple[Span, ...]) -> str:
    """The text of a line."""
    return "".join(span.text for span in line)


@given(TEXTS, st.integers(1, 30))
def test_a_cut_text_fits(text: str, room: int) -> None:
    """What is cut is no wider than the room, ends in an ellipsis and begins as the text does."""
    whole = cell(text, TextStyle.KEY)
    found = cut(whole, room)

    assert width_of(found) <= room
    assert found == whole or plain(found).endswith("…")
    assert plain(whole).startswith(plain(found).removesuffix("…"))


@given(TEXTS, st.integers(2, 30))
def test_broken_lines_fit_and_lose_nothing(text: str, room: int) -> None:
    """Each line fits, and together they have all letters of the text."""
    whole = cell(text)
    lines = broken(whole, room)

    assert all(width_of(line) <= room for line in lines)
    assert "".join(map(plain, lines)).replace(" ", "") == plain(whole).replace(" ", "")


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("Rate-Distortion-Classification", 18, ["Rate-Distortion-", "Classification"]),
        ("x --set y", 4, ["x", "--se", "t y"]),
        ("averylongword b", 6, ["averyl", "ongwor", "d b"]),
        ("点云编码", 4, ["点云", "编码"]),
        ("", 5, [""]),
    ],
)
def test_lines_end_between_words(text: str, room: int, lines: list[str]) -> None:
    """A line ends at a blank, after a hyphen or after a Chinese letter, else anywhere."""
    assert [plain(line) for line in broken(cell(text), room)] == lines


def test_many_lines_end_in_an_ellipsis() -> None:
    """The given number of lines, the last one with a sign that text is left out."""
    lines = broken(cell("one two three four five"), 9, most=2)

    assert [plain(line) for line in lines] == ["one two", "three fo…"]


def test_text_is_printable_and_on_one_line() -> None:
    """Escapes, controls and line ends of a text never reach the terminal."""
    span = Span("a\x1b[2Jb\nc\td\u202e", TextStyle.KEY, "https://e.org/\x1b")

    assert span.text == "a\\x1b[2Jb c\\td\\u202e"
    assert "\x1b" not in span.link
    assert "\x1b[2J" not in painted((span,), Look(links=True))


def test_styles_and_links_are_painted() -> None:
    """Bold without colours, a colour with them, a link where the terminal has links."""
    line = (Span("a", TextStyle.KEY), Span("b", TextStyle.LABEL), Span("c", link="https://x.org"))

    assert painted(line, Look()) == "\x1b[1ma\x1b[0mbc"
    assert painted(line, Look(colours=True)) == "\x1b[1ma\x1b[0m\x1b[38;5;243mb\x1b[0mc"
    assert painted(line, Look(links=True)).endswith("\x1b]8;;https://x.org\x1b\\c\x1b]8;;\x1b\\")


def test_cells_are_padded_joined_and_marked() -> None:
    """Blanks on the right or left; a gap between cells that are there; matches within a span."""
    assert plain(padded(cell("点"), 4)) == "点  "
    assert plain(padded(cell("12"), 4, right=True)) == "  12"
    assert plain(joined([cell("a"), (), cell("b")], "--")) == "a--b"
    parts = marked_parts(Span("one two"), [(4, 7)])
    assert parts == (Span("one "), Span("two", TextStyle.MATCH))
