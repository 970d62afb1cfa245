"""Hayagriva, both ways; what is written is given to Typst itself."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.formats import roundtrips
from tests.papers import ARXIV, ICIP, TIP, arxiv, doi, names, paper
from vcmbib.formats import hayagriva
from vcmbib.formats.yaml_items import load
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper, Record

ENTRIES = """\
# what Typst's own documentation shows, in our words
harry:
  type: Book
  title: A {BERT} Story
  author: ["Doe, Jane", "Roe, R."]
  volume: 5
  page-total: 768
  date: 2005-07-16

paper:
  type: article
  title:
    value: Kinetics of a {pH} Change
    short: Kinetics
  author:
    - name: Beethoven
      given-name: Ludwig
      prefix: van
    - The Study Group
  date: 2019-05
  page-range: 98-103
  serial-number:
    doi: 10.1000/abc
    other: X 1
  url:
    value: https://example.org/a
    date: 2020-01-02
  affiliated:
    - role: translator
      names: ["Poe, E."]
    - role: illustrator
      names: ["Moe, M."]
  parent:
    - type: periodical
      title: Journal of Tests
      volume: 4
      issue: 2
      issn: x
    - type: blog
      title: Elsewhere
"""


def one(text: str) -> Record:
    """The record of a file with one entry."""
    return roundtrips.one(hayagriva.read(text, "a.yml"))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever a file contains, reading it does not fail."""
    hayagriva.read(text, "a.yml")
    hayagriva.read(f"a:\n  title: {text}\n", "a.yml")


@WHOLE_PAPERS
@given(st.lists(roundtrips.papers(), max_size=3))
def test_what_is_written_is_read_back(papers: list[Paper]) -> None:
    """A paper comes back as it was, all of it."""
    roundtrips.same(
        papers, hayagriva.read(hayagriva.write(papers), "a.yml"), said=roundtrips.unicode
    )


def compiled(text: str, folder: Path) -> bytes:
    """What Typst makes of a bibliography with all its entries. Raises where it is not valid."""
    (folder / "a.yml").write_text(text, encoding="utf-8")
    (folder / "a.typ").write_text('#bibliography("a.yml", full: true)\n', encoding="utf-8")
    return bytes(typst.compile(str(folder / "a.typ"), format="pdf"))


@settings(max_examples=15)
@given(papers=st.lists(roundtrips.papers(), min_size=1, max_size=3, unique_by=lambda p: p.key))
def test_typst_takes_what_is_written(
    papers: list[Paper], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Typst compiles a document with the bibliography, whatever the papers contain."""
    assert compiled(hayagriva.write(papers), tmp_path_factory.mktemp("typst"))


def test_a_whole_paper_in_typst(tmp_path: Path) -> None:
    """Dates, parents, people and numbers are such as Typst takes; a bad date would be refused."""
    written = hayagriva.write(
        [
            paper(
                entry_type="article", authors=(Name("Beethoven", "Ludwig", "van", "Jr."),),
                venue=TIP, year=2020, month=5, volume="3", number="4", pages="1-9",
                identifiers=(doi("10.1000/1"), arxiv("2101.00001")),
                links=(Link(LinkKind.PAPER, "https://example.org/"),),
                extra=(("urldate", "2020-01-02"), ("date", "2020-05-07"), ("address", "Here")),
            ),
            paper("p", "A $5 {set}", entry_type="misc", venue=ARXIV),
        ]
    )  # fmt: skip
    assert compiled(written, tmp_path)
    with pytest.raises(typst.TypstError, match="date"):
        compiled("a:\n  type: book\n  title: T\n  date: soon\n", tmp_path)


def test_reading() -> None:
    """Types, parents, numbers, addresses and people of all forms come to their places."""
    reading = hayagriva.read(ENTRIES, "a.yml")
    assert reading.problems == ()
    book, article = reading.records
    assert (book.key, book.entry_type, book.title, book.volume) == (
        "harry", "book", "A BERT Story", "5",
    )  # fmt: skip
    assert (book.line, article.line) == (2, 10)
    assert (book.year, dict(book.extra)["date"]) == (2005, "2005-07-16")
    assert (article.entry_type, article.volume, article.number, article.pages) == (
        "article", "4", "2", "98-103",
    )  # fmt: skip
    assert article.authors == (
        Name("Beethoven", "Ludwig", "van"),
        Name("The Study Group", literal=True),
    )
    assert article.venue is not None
    assert article.venue.name == "Journal of Tests"
    assert [str(i) for i in article.identifiers] == ["doi:10.1000/abc"]
    assert dict(article.extra) == {
        "shorttitle": "Kinetics", "hayagriva-serial-other": "X 1", "urldate": "2020-01-02",
        "translator": "Poe, E.", "hayagriva-parent-issn": "x",
        "hayagriva-affiliated": '[{"role": "illustrator", "names": ["Moe, M."]}]',
        "hayagriva-parents": '[{"type": "blog", "title": "Elsewhere"}]',
    }  # fmt: skip


def test_reading_and_writing_again() -> None:
    """An entry that was read is written with the same meaning."""
    papers = roundtrips.as_papers(hayagriva.read(ENTRIES, "a.yml"))
    written = hayagriva.write(papers)
    roundtrips.same(papers, hayagriva.read(written, "a.yml"))
    data = load(written)
    assert isinstance(data, dict)
    assert isinstance(data["paper"], dict)
    assert data["paper"]["parent"] == {
        "type": "periodical", "title": "Journal of Tests", "volume": "4", "issue": "2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ("type: article\n  parent: {type: proceedings, title: P}", "inproceedings"),
        ("type: article", "article"),
        ("type: chapter\n  parent: {type: book, title: B}", "incollection"),
        ("type: Web", "online"),
        ("type: article\n  parent: {type: repository, title: arXiv}", "misc"),
        ("type: exhibition", "misc"),
    ],
)
def test_types(fields: str, kind: str) -> None:
    """The type with that of the parent is an entry type."""
    assert one(f"a:\n  title: T\n  {fields}\n").entry_type == kind


def test_what_is_written() -> None:
    """A paper of proceedings has them as its parent; the date is a date of YAML."""
    written = hayagriva.write(
        [
            paper(
                entry_type="inproceedings", authors=names("Jane Doe"), year=2020, venue=ICIP,
                authors_complete=True, pages="1-9",
            )
        ]
    )  # fmt: skip
    assert written == (
        "doe2020coding:\n  type: article\n  title: Coding of Features\n  author:\n  - Doe, Jane\n"
        "  date: '2020'\n  page-range: 1-9\n  parent:\n    type: proceedings\n    title:\n"
        "      value: IEEE International Conference on Image Processing\n      short: ICIP\n"
    )


def test_a_broken_entry_spoils_no_other() -> None:
    """An entry that is no YAML comes back with its line; those around it are read."""
    bad = 'b:\n  title: "never closed\n  type: book'
    text = f"a:\n  title: A\n\n{bad}\n\n# on c\nc:\n  title: C\nd:\n  volume: 3\n"
    reading = hayagriva.read(text, "a.yml")
    assert [r.title for r in reading.records] == ["A", "C"]
    assert [(p.line, p.text) for p in reading.problems] == [(4, bad), (11, "d:\n  volume: 3")]
    failed = hayagriva.write_failed(reading.problems)
    again = hayagriva.read(failed, "f.yml")
    assert len(again.problems) == 2
    fixed = failed.replace("closed", 'closed"').replace("volume: 3", "title: D")
    mended = hayagriva.read(fixed, "f.yml")
    assert [r.title for r in mended.records] == ["never closed", "D"]
    assert mended.problems == ()


def test_entries_in_braces_are_read_one_by_one() -> None:
    """One without any value is a problem, the others are read."""
    found = hayagriva.read("{a: {type: article, title: One}, b: {title: Two}, c: 3}\n", "a.yml")
    assert [(r.key, r.title) for r in found.records] == [("a", "One"), ("b", "Two")]
    assert [(p.line, p.text) for p in found.problems] == [(1, "c: '3'\n")]
