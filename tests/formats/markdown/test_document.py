"""The lines of a document and the headings above them."""

from __future__ import annotations

import pytest

from vcmbib.formats.markdown.document import MAX_LINE, LineKind, read_document


def paths(text: str) -> list[tuple[str, ...]]:
    """The path of each line `x`."""
    return [line.path for line in read_document(text).lines if line.text.strip() == "x"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("# A\n## B\nx", ("A", "B")),
        ("## B\n# A\nx", ("A",)),
        ("# A\n### C\n## B\nx", ("A", "B")),
        ("# A ##\nx", ("A",)),
        ("# C#\nx", ("C#",)),
        ("##Tight\nx", ("Tight",)),
        ("#hashtag\nx", ()),
        ("A\n===\nx", ("A",)),
        ("A\n---\nx", ("A",)),
        ("one\ntwo\n---\nx", ()),
        ("- item\n---\nx", ()),
        ("<h2 align=center>A &amp; B</h2>\nx", ("A & B",)),
        ('<div align="center"><h1>\nA\n</h1></div>\nx', ("A",)),
        ("# **A** [link](https://x.org) :tada: <a name='a'></a>\nx", ("A link",)),
        ("# Survey-&-Theory\nx", ("Survey-&-Theory",)),
        ("# A\n## ------\nx", ("A",)),
        ("# 🏆Best Papers\nx", ("🏆Best Papers",)),
        ("```\n# no\n```\nx", ()),
        ("~~~ md\n# no\n```\n~~~\nx", ()),
        ("<!-- # no -->\nx", ()),
        ("<!--\n# no\n-->\nx", ()),
        ("`<!--`\n# A\nx", ("A",)),
        ("    # A\nx", ()),
    ],
)
def test_the_headings_above_a_line(text: str, path: tuple[str, ...]) -> None:
    """Headings are those that Markdown shows as headings, and nothing else."""
    assert paths(text) == [path]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_are_those_of_the_file(end: str) -> None:
    """Whatever ends the lines, and with a byte order mark, numbers begin at 1."""
    document = read_document("\ufeff# A" + end + end + "x" + end)
    assert [(line.number, line.kind) for line in document.lines] == [
        (1, LineKind.HEADING),
        (2, LineKind.BLANK),
        (3, LineKind.TEXT),
    ]
    assert document.lines[0].raw == "# A"


def test_an_unclosed_comment_hides_the_rest_and_says_where() -> None:
    """What a reader of the page does not see is not read, and the place is known."""
    document = read_document("x\n<!-- open\n# A\n")
    assert document.hidden_from == 2
    assert document.lines[2].kind is LineKind.COMMENT


def test_an_overlong_line_is_not_looked_into() -> None:
    """A line longer than any row is set aside."""
    assert read_document("x" * (MAX_LINE + 1)).lines[0].kind is LineKind.OVERLONG


def test_link_definitions_are_found_wherever_they_stand() -> None:
    """Definitions serve the whole document; footnotes are none."""
    document = read_document("[One Two]: <https://x.org/a>\n[^1]: note\n")
    assert dict(document.references) == {"one two": "https://x.org/a"}
