"""The list while the user types: which rows match, where the cursor is, what is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vcmbib.cli.picker.matches import Matches
from vcmbib.cli.picker.rows import Row

TEXTS = ["a1  2020  Doe  Coding for Machines", "b2  2021  Bajić  Rate and Distortion", "c3  Coding"]


def matches(texts: list[str] | None = None) -> Matches:
    """A list of which all rows are read."""
    rows = [Row(text.split()[0], text) for text in (TEXTS if texts is None else texts)]
    found = Matches(iter(rows))
    found.load(1000)
    return found


def test_an_empty_list_gives_no_key() -> None:
    """Neither does a list in which nothing matches; no key press is an error."""
    for found in (matches([]), matches()):
        found.type("nothing like this")
        found.move(1)
        found.move(-5)
        found.mark()
        assert (found.chosen(), found.visible(5), len(found)) == ([], [], 0)


def test_all_words_must_be_in_the_row_in_any_order() -> None:
    """Letter case and accents do not count."""
    found = matches()
    found.type("MACHINES cod")
    assert found.chosen() == ["a1"]
    found.type("bajic")
    assert found.chosen() == ["b2"]
    found.type("")
    assert len(found) == 3


def test_the_cursor_stays_in_the_list() -> None:
    """Also when fewer rows match."""
    found = matches()
    found.move(10)
    assert found.chosen() == ["c3"]
    found.type("coding")
    assert found.chosen() == ["a1"]
    found.move(-10)
    assert found.chosen() == ["a1"]


def test_marked_rows_are_chosen_in_the_order_of_marking() -> None:
    """A mark survives another filter, and a second Tab removes it."""
    found = matches()
    found.move(2)
    found.mark()
    found.type("a1")
    found.mark()
    found.type("")
    assert found.chosen() == ["c3", "a1"]
    assert [marked for _, _, marked in found.visible(9)] == [True, False, True]
    found.mark()
    assert found.chosen() == ["c3"]


def test_rows_come_while_the_list_is_shown() -> None:
    """What is typed already filters the rows that come later."""
    found = Matches(iter([Row(str(n), f"{n} row") for n in range(10)]))
    found.load(4)
    assert (found.total, found.is_complete) == (4, False)
    found.type("7")
    assert found.chosen() == []
    found.load(100)
    assert (found.total, found.is_complete, found.chosen()) == (10, True, ["7"])


@given(
    st.lists(st.text("abc ", min_size=1, max_size=8), max_size=12), st.text("abc ", max_size=4),
    st.lists(st.sampled_from([-3, -1, 0, 1, 3]), max_size=8), st.integers(1, 5),
)  # fmt: skip
def test_any_keys_leave_a_consistent_list(
    texts: list[str], typed: str, moves: list[int], height: int
) -> None:
    """Typing one letter at a time finds what typing at once finds; the cursor is on the screen."""
    rows = [Row(f"k{n}", f"k{n} {text}") for n, text in enumerate(texts)]
    found, at_once = Matches(iter(rows)), Matches(iter(rows))
    found.load(3)
    for end in range(len(typed) + 1):
        found.type(typed[:end])
    found.load(100)
    at_once.load(100)
    at_once.type(typed)
    for steps in moves:
        found.move(steps)
        visible = found.visible(height)
        assert len(visible) <= height
        assert [row.key for row, at_cursor, _ in visible if at_cursor] == found.chosen()
    assert len(found) == len(at_once)
