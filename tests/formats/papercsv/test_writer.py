"""Papers as CSV."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.formats import roundtrips
from tests.formats.papercsv.tables import one, rows
from tests.papers import ICIP, arxiv, names, paper, papers_with
from vcmbib.formats import papercsv
from vcmbib.model.paper import Link, LinkKind, Paper


def test_no_papers() -> None:
    """Without papers there is still the header."""
    assert papercsv.write([]) == ",".join(papercsv.COLUMNS) + "\r\n"


def test_a_paper() -> None:
    """Lists are joined by semicolons, what is not known is empty, nothing is made safe by force."""
    (found,) = rows(
        papercsv.write(
            [
                paper(
                    title='=A "quoted", title\nof two lines',
                    authors=names("Ada Lovelace", "Anderson de Andrade"),
                    authors_complete=True,
                    year=2020,
                    venue=ICIP,
                    identifiers=(arxiv("2305.02578"),),
                    links=(
                        Link(LinkKind.PAPER, "https://example.org/"),
                        Link(LinkKind.CODE, "https://github.com/a/b"),
                    ),
                    tags=("a", "b"),
                )
            ]
        )
    )
    assert found["title"] == '=A "quoted", title\nof two lines'
    assert found["authors"] == "Lovelace, Ada; de Andrade, Anderson"
    assert found["authors_complete"] == "yes"
    assert (found["year"], found["month"]) == ("2020", "")
    assert (found["venue"], found["venue_name"]) == ("ICIP", ICIP.name)
    assert (found["arxiv"], found["doi"]) == ("2305.02578", "")
    assert found["identifiers"] == "arxiv:2305.02578"
    assert (found["url"], found["code"]) == ("https://example.org/", "https://github.com/a/b")
    assert found["links"] == "paper https://example.org/; code https://github.com/a/b"
    assert found["tags"] == "a; b"


@WHOLE_PAPERS
@given(st.lists(papers_with(["a", "b"], ["x"]), max_size=3))
def test_every_row_has_every_column(papers: list[Paper]) -> None:
    """Whatever the papers contain, a reader finds one row each, with the title as it is."""
    found = rows(papercsv.write(papers))
    assert [r["title"] for r in found] == [p.title for p in papers]
    assert all(list(r)[: len(papercsv.COLUMNS)] == list(papercsv.COLUMNS) for r in found)


def test_columns_of_others_come_out_again() -> None:
    """A column without a field is kept, and written under its own name."""
    found = one("Title,Cited by,Language\nT,7,German\n")
    written = rows(
        papercsv.write(roundtrips.as_papers(papercsv.read("Title,Cited by\nT,7\n", "a")))
    )
    assert written[0]["Cited by"] == "7"
    assert dict(found.extra) == {"csv-Cited by": "7", "language": "German"}
