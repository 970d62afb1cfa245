"""Runs of characters that were slow: the work grows as their length does."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator

import pytest

from tests.cost import check_linear
from tools.find_slow_inputs import Case, TooLong, cited, verdict
from vcmbib.errors import VcmbibError
from vcmbib.formats import format_of, load_reader
from vcmbib.model.manuscript import Citations
from vcmbib.model.text import fold


@pytest.fixture
def limited() -> Iterator[None]:
    """A run that takes too long ends."""

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    yield
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.usefixtures("limited")
def test_a_square_is_found() -> None:
    """The check notices a search that begins at each character."""
    assert verdict(Case("square", " ", lambda text: re.sub(r" +x", "", text)))
    assert verdict(Case("line", " ", str.split)) is None


@pytest.mark.parametrize("head", ["", "a: ", "% "])
def test_the_format_of_a_run_of_blanks(head: str) -> None:
    """The comments of `--failed` are searched only at the start."""

    def detect(size: int) -> None:
        with pytest.raises(VcmbibError):
            format_of("f", head + " " * size)

    check_linear(detect, 10_000)


@pytest.mark.parametrize("piece", ["\\'", "\\'\\~", "\\'{", "\\~\\i"])
def test_accents_on_accents(piece: str) -> None:
    """A chain of accents is no deeper than a letter can carry; it is compared, not refused."""
    assert fold("\\'\\~a") == "a"
    check_linear(lambda size: fold(piece * size), 4_000)


def test_a_header_of_csv_that_is_no_name() -> None:
    """A text of 40 kB in the place of a column's name is compared with no name."""
    reader = load_reader("csv")
    check_linear(lambda size: reader.read(f"title,{'{a}' * size}\nA,b\n", "f"), 4_000)


@pytest.mark.parametrize("piece", ["a", "\u4e2d", "Ab "])
def test_a_long_name_in_csv(piece: str) -> None:
    """A text of 40 kB in the place of a person is no family name with initials."""
    reader = load_reader("csv")
    check_linear(lambda size: reader.read(f"title,authors\nA,{piece * size}\n", "f"), 4_000)


@pytest.mark.parametrize("piece", ["a", "a-", "www.", "1--"])
def test_a_long_word_in_a_markdown_document(piece: str) -> None:
    """A word is no address of mail; it is read once, not again from each of its letters."""
    check_linear(lambda size: cited("f.md", f"@a {piece * size}"), 4_000)


def test_blanks_in_the_name_of_a_bibliography() -> None:
    """A remark of YAML is searched once after a run of blanks."""
    check_linear(lambda size: cited("f.md", f"---\nbibliography: a{' ' * size}b\n---\n"), 10_000)


def keys(name: str, text: str) -> list[str]:
    """The keys that a document cites."""
    found = cited(name, text)
    assert isinstance(found, Citations)
    return [citation.key for citation in found.citations]


@pytest.mark.parametrize("piece", ["<!--", "<!-- a\n", "<!-- a -->", "<!-- -"])
def test_comments_of_a_markdown_document(piece: str) -> None:
    """The end of the text is searched once, not for each comment that does not end."""
    assert keys("f.md", "<!-- @a --> @b <!-- @c") == ["b", "c"]
    check_linear(lambda size: cited("f.md", f"@a {piece * size}"), 4_000)


@pytest.mark.parametrize("piece", ["`", "` ", "``", "``` ", "#`", "/*", '"', "\\"])
def test_marks_of_a_typst_document(piece: str) -> None:
    """A run of backticks without an end is read once."""
    assert keys("f.typ", "@a `@b` ```@c``` ``@d ````@e") == ["a", "d", "e"]
    check_linear(lambda size: cited("f.typ", f"@a {piece * size}"), 4_000)


@pytest.mark.parametrize("column", ["isbn", "url", "authors", "tags", "pages"])
@pytest.mark.parametrize("piece", ["; ", "|", ", ", " and "])
def test_separators_in_a_cell_of_csv(column: str, piece: str) -> None:
    """A run of separators is read once, not again from each of them."""
    reader = load_reader("csv")
    check_linear(lambda size: reader.read(f'title,{column}\nA,"{piece * size}"\n', "f"), 2_000)


@pytest.mark.parametrize("field", ["url", "isbn", "doi", "pages"])
def test_backslashes_in_a_field(field: str) -> None:
    """A run of backslashes is read once."""
    reader = load_reader("bibtex")
    backslashes = "\\\\"
    check_linear(
        lambda size: reader.read(f"@misc{{a, title={{A}}, {field}={{{backslashes * size}}}}}", "f"),
        2_000,
    )
