"""The entries of lists without tables."""

from __future__ import annotations

import pytest

from vcmbib.formats.markdown.blocks import ListEntry, TitleForm, find_list_entries, title_form
from vcmbib.formats.markdown.document import read_document
from vcmbib.formats.markdown.inline import parse


def entries(text: str) -> list[ListEntry]:
    """The entries of a document."""
    return find_list_entries(read_document(text), frozenset())


@pytest.mark.parametrize("text", ["", "\n\n", "---\n***\n", "<details>\n</details>\n"])
def test_no_entry_in_rules_and_tags(text: str) -> None:
    """Blank lines, rules and block tags have no entries."""
    assert entries(text) == []


def test_lines_that_are_taken_are_no_entries() -> None:
    """The lines of a table belong to the reader of tables."""
    document = read_document("- [One](https://x.org/1)\n- [Two](https://x.org/2)\n")
    assert [e.line for e in find_list_entries(document, frozenset({1}))] == [2]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("[A Title](https://x.org)", TitleForm.LINK),
        ("**A Title**, by A. Bee", TitleForm.BOLD),
        ("A Title of Some Words (2020), CVPR", TitleForm.DATED),
        ("A. Bee, C. Dee", TitleForm.NONE),
    ],
)
def test_the_form_of_a_title(text: str, form: TitleForm) -> None:
    """The start of an entry shows how its title is marked."""
    assert title_form(parse(text, {})) is form


def test_blocks_without_a_title_belong_to_the_entry_above() -> None:
    """Indented lines of authors and links are part of the entry; another heading ends it."""
    text = (
        "# A\n- **A Title of Words**\n  - A. Bee, C. Dee\n  - [code](https://github.com/a)\n"
        "# B\n- A. Bee\n"
    )
    first, second = entries(text)
    assert (first.line, first.attached) == (2, ["A. Bee, C. Dee", "[code](https://github.com/a)"])
    assert (second.line, second.path, second.attached) == (6, ("B",), [])


def test_an_entry_goes_on_over_lines_until_a_blank_line() -> None:
    """A paragraph after a blank line is another block."""
    first, second = entries("- [A](https://x.org)\n  more words\n\nAnother paragraph\n")
    assert first.text == "[A](https://x.org)\nmore words"
    assert second.item is False
