"""Reading BibTeX: every block read ends somewhere."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.bibtex.read_entry import as_paper, read_fields, read_one
from vcmbib.formats import bibtex
from vcmbib.model.names import Name
from vcmbib.model.raw_fields import visible


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("@article{a,\n title={T\n", 1, "the value of title is not closed"),
        ("\n@article{a,\n title={T {B},\n@misc{ok, title={x}}", 2, "title is not closed"),
        ("@article{a b\n {T},\n}\n", 1, "no comma after the citation key"),
        ("@article{a, title * {T}, year=2000}", 1, "no = sign"),
        ("@string{a}\n", 1, "no = sign"),
    ],
)
def test_a_block_that_cannot_be_read_is_a_problem(text: str, line: int, reason: str) -> None:
    """A block that is not understood is returned verbatim, with its line and a reason."""
    reading = bibtex.read(text, "a.bib")
    (problem,) = reading.problems
    assert problem.line == line
    assert reason in problem.reason
    assert problem.text in text
    assert problem.text.startswith("@")
    assert len(problem.text) > len(text.strip().split("\n@misc")[0]) - 2


def test_entries_after_an_error_are_read() -> None:
    """An entry that is not closed does not take the next one with it."""
    reading = bibtex.read("@article{a, title={T\n\n@misc{ok, title={x}}\n", "a.bib")
    assert [r.key for r in reading.records] == ["ok"]
    assert len(reading.problems) == 1


@given(st.text(st.sampled_from('@{}(),="#\\%$ \nabc1'), max_size=60))
def test_no_text_is_an_error(text: str) -> None:
    """Whatever a file contains, reading gives a result, and every problem is in the file."""
    reading = bibtex.read(text, "a.bib")
    for problem in reading.problems:
        assert problem.text in text
        assert problem.reason


def test_reading_says_nothing_on_its_own(caplog: pytest.LogCaptureFixture) -> None:
    """The parser's warnings do not reach the user: the problems do."""
    with caplog.at_level(logging.WARNING):
        bibtex.read("@article{a, title={T}", "a.bib")
    assert caplog.records == []


def test_every_block_ends_somewhere() -> None:
    """Entries are records; comments, preambles and strings are passed over and counted."""
    text = (
        "Notes of mine.\n"
        '@preamble{"\\newcommand{\\x}{y}"}\n'
        '@string{ieee = "IEEE"}\n'
        "@comment{@misc{hidden, title={h}}}\n"
        "@misc{a, title={T}}\n"
    )
    reading = bibtex.read(text, "a.bib")
    assert [(r.key, r.line) for r in reading.records] == [("a", 5)]
    assert [(s.line, s.reason) for s in reading.skipped] == [
        (1, "comment"),
        (2, "preamble"),
        (3, "string"),
        (4, "comment"),
    ]


def test_one_key_on_two_entries_gives_two_records() -> None:
    """Neither of two entries with one key is lost; nor are entries without a key."""
    text = "@article{a, title={One}}\n@book{a, title={Two}}\n@misc{, title={Three}}"
    reading = bibtex.read(text, "a.bib")
    assert [(r.key, r.title) for r in reading.records] == [
        ("a", "One"),
        ("a", "Two"),
        ("", "Three"),
    ]
    assert reading.records[2].remarks == ("no citation key",)


@pytest.mark.parametrize(
    "text",
    [
        "@article\n{a, title={T}}",
        "@ article {a, title={T}}",
        "@article(a, title={T})",
        "@ARTICLE{a, TITLE={T}}",
        "\ufeff@article{a,\r\n title={T}\r\n}\r\n",
        "text @article{a, title={T}} more text",
        "@article{a, % mine\n title={T} % yes\n}",
        "@article{a,\n % title={S},\n title={T},\n}",
    ],
)
def test_all_ways_to_write_an_entry(text: str) -> None:
    """Blanks, parentheses, capitals, line ends and comments change nothing."""
    record = read_one(text)
    assert (record.key, record.entry_type, record.title) == ("a", "article", "T")


def test_a_type_may_have_a_hyphen() -> None:
    """An unknown type is kept as it is written, in lower case."""
    assert read_one("@MV-Book{a, title={T}}").entry_type == "mv-book"


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a,\n title={T}\n year={2000}\n}",
        '@misc{a,\n title="T"\n year=2000\n}',
        "@misc{a, title={T}},\n year={2000}\n}",
        "@misc{a, title={T}, abstract={see\n@inproceedings{x}\n}, year=2000}",
    ],
)
def test_slips_whose_meaning_is_certain(text: str) -> None:
    """A missing comma, a brace too many or an @ in a value costs no field."""
    record = read_one(text)
    assert (record.title, record.year) == ("T", 2000)


def test_a_field_given_twice() -> None:
    """The first value counts, as in BibTeX; another one is kept in addition and remarked."""
    record = read_fields("note={n1}, note={n2}, year=2000, year=2000")
    assert (record.note, record.extra) == ("n1", (("note_2", "n2"),))
    assert record.remarks == ("note occurs twice; the second is kept as note_2",)


@pytest.mark.parametrize(
    ("text", "month", "kept"),
    [
        ("month=jan", 1, None),
        ("month={February}", 2, None),
        ('month="Sept."', 9, "Sept."),
        ("month={12}", 12, "12"),
        ("month={05}", 5, "05"),
        ('month=10 # "~" # jun', 6, "10~June"),
        ("month={May/June}", 5, "May/June"),
        ("month={13}", None, "13"),
        ("month={Marching}", None, "Marching"),
    ],
)
def test_months(text: str, month: int | None, kept: str | None) -> None:
    """Macros, names and numbers are months; a value with more in it is kept as well."""
    record = read_fields(text)
    assert (record.month, dict(record.extra).get("month")) == (month, kept)


@pytest.mark.parametrize(
    ("written", "people", "complete"),
    [
        ("Ada Lovelace and Byron, George", ["Lovelace, Ada", "Byron, George"], True),
        ("Ludwig van Beethoven", ["van Beethoven, Ludwig"], True),
        ("de la Fuente, Mar{\\'\\i}a", ["de la Fuente, María"], True),
        ("King, Jr., Martin Luther", ["King, Jr., Martin Luther"], True),
        ("Sammy Davis, Jr.", ["Davis, Jr., Sammy"], True),
        ("{ISO/IEC JTC 1} and {The and Company}", ["ISO/IEC JTC 1", "The and Company"], True),
        ("Anderson de Andrade and others", ["de Andrade, Anderson"], False),
        ("A. Bee et al.", ["Bee, A."], False),
        ("family=Lange, given=Thomas, prefix=de, useprefix=true", ["de Lange, Thomas"], True),
        ("Tan, Yap-Peng,", ["Tan, Yap-Peng"], True),
        ("Kahn, R, Diner, DJ, Bol, W", ["Kahn, R", "Diner, DJ", "Bol, W"], True),
        ("A. Bee, C. Dee, and E. Fee", ["Bee, A.", "Dee, C.", "Fee, E."], True),
        ("Baklouti, F.; Huang, S. C.", ["Baklouti, F.", "Huang, S. C."], True),
        ("Jon Kleinberg and \\'{E}va Tardos", ["Kleinberg, Jon", "Tardos, Éva"], True),
        ("Kim Gerdes and kim gerdes", ["Gerdes, Kim", "gerdes, kim"], True),
        ("A B and and C D", ["B, A", "D, C"], True),
        ("{van Gogh}, Vincent", ["van Gogh, Vincent"], True),
        ("s.~Marinoni", ["Marinoni, s."], True),
    ],
)
def test_names(written: str, people: list[str], complete: bool) -> None:
    """Names are split by BibTeX's rules; `and others` means that there are more."""
    record = read_fields(f"author={{{written}}}")
    assert [n.inverted for n in record.authors] == people
    assert record.authors_complete is complete


def test_parts_of_a_name() -> None:
    """Particle, suffix and groups have their place; protected parts stay whole."""
    record = read_fields(
        "author={de Andrade, Jr, Anderson and {MPEG} and {van Gogh}, V.}, editor={A B}"
    )
    assert record.authors == (
        Name("Andrade", "Anderson", "de", "Jr"),
        Name("MPEG", literal=True),
        Name("van Gogh", "V."),
    )
    assert record.editors == (Name("B", "A"),)


def test_the_other_fields() -> None:
    """Each field goes to its place; what has none is kept in its order, as it was written."""
    record = read_fields(
        "Title={The {JPEG} of {\\O}re, R\\&D}, volume=3, issue=4, publisher={P \\& Q},"
        " abstract={One\n two.\n\n Three.}, note={a\nb}, keywords={x; y, {z, w}},"
        " ids={old1,old2}, annote={A~{B}}, address={Here}, primaryClass={cs.CV}"
    )
    assert record.title == "The JPEG of Øre, R&D"
    assert (record.volume, record.number, record.publisher) == ("3", "4", "P & Q")
    assert record.abstract == "One two.\n\nThree."
    assert record.note == "a\nb"
    assert record.tags == ("x", "y", "z, w")
    assert record.former_keys == ("old1", "old2")
    assert visible(record) == (
        ("annote", "A~{B}"),
        ("address", "Here"),
        ("primaryclass", "cs.CV"),
    )
    assert [n for n, _ in record.extra if n not in ("annote", "address", "primaryclass")] == [
        "title",
        "issue",
        "keywords",
        "ids",
    ]


def test_repeated_keywords_are_all_tags() -> None:
    """Each field is written again; edited tags replace them all."""
    paper = as_paper(read_fields("title={T}, keywords={a, b}, keywords={c}"))
    assert paper.tags == ("a", "b", "c")
    written = bibtex.write([paper])
    assert "{a, b}" in written
    assert "{c}" in written
    edited = bibtex.write([replace(paper, tags=("a",))])
    assert edited.count("keywords") == 1
