"""The command line as it was typed, and changes of it."""

from __future__ import annotations

import pytest

from vcmbib.cli.slips.typed_line import TypedLine, piped, shown, typed_line, with_query


@pytest.mark.parametrize(
    "given",
    [["--db", "x.db", "list", "a"], ["list", "a", "--db", "x.db"], ["list", "--db=x.db", "a"]],
)
def test_the_library_is_taken_out_of_the_line(given: list[str]) -> None:
    """--db is no word of the line, wherever it is."""
    assert typed_line(given) == TypedLine(("list", "a"), "x.db")


def test_words_after_two_hyphens_are_arguments() -> None:
    """`-- --db` is an argument."""
    assert typed_line(["show", "--", "--db", "x"]) == TypedLine(("show", "--", "--db", "x"), None)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("show", "a", "b"), ("show", "X", "b")),
        (("show", "ba", "a"), ("show", "ba", "X")),
        (("edit", "--set", "a=1"), ("edit", "--set", "X=1")),
        (("a", "b"), None),
        (("list",), None),
    ],
)
def test_a_word_is_replaced_as_a_whole_before_a_part(
    words: tuple[str, ...], expected: tuple[str, ...] | None
) -> None:
    """The command itself is never replaced."""
    assert TypedLine(words).replaced("a", "X") == expected


def test_a_query_is_replaced_and_options_stay() -> None:
    """Options keep their values."""
    typed = TypedLine(("list", "tag:b", "--sort", "year", "--json", "-x"))
    assert with_query(typed, ["tag:c"]) == ["list", "tag:c", "--sort", "year", "--json"]


def test_a_line_is_quoted_for_the_shell() -> None:
    """What is shown can be typed."""
    assert shown(["search", 'tag:"a b"']) == "vcmbib search 'tag:\"a b\"'"
    assert piped(["list", "--keys"], ["cite", "-"]) == "vcmbib list --keys | vcmbib cite -"
