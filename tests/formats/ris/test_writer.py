"""Papers as RIS."""

from __future__ import annotations

from dataclasses import replace

import rispy  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.formats import roundtrips
from tests.papers import paper
from vcmbib.formats import ris
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper, Record


def one(*lines: str) -> Record:
    """The record of these lines."""
    return roundtrips.one(ris.read("\n".join(lines), "a.ris"))


@WHOLE_PAPERS
@given(st.lists(roundtrips.papers(), min_size=1, max_size=3))
def test_rispy_reads_what_is_written(papers: list[Paper]) -> None:
    """An independent reader finds each record with its title and authors."""
    found = rispy.loads(ris.write(papers))
    assert [f["title"] for f in found] == [p.title for p in papers]
    assert [len(f.get("authors", [])) for f in found] == [
        len(p.authors) + (bool(p.authors) and not p.authors_complete) for p in papers
    ]


def test_writing_again_changes_nothing() -> None:
    """Tags that a record has no place for are written again, and the file is stable then."""
    text = (
        "TY  - MPCT\nAU  - Doe, Jane\nTI  - T\nA3  - Roe, R.\nA3  - Poe, P.\nC1  - one\n"
        "C1  - two\nZZ  - new\nM2  - 77\nER  - \n"
    )
    reading = ris.read(text, "a.ris")
    (record,) = reading.records
    assert dict(record.extra) == {
        "ris-TY": "MPCT", "ris-A3": "Roe, R.", "ris-A3_2": "Poe, P.", "ris-C1": "one",
        "ris-C1_2": "two", "ris-ZZ": "new", "ris-M2": "77",
    }  # fmt: skip
    again = ris.write(replace(p, key="k") for p in roundtrips.as_papers(reading))
    for line in text.splitlines():
        assert line in again
    assert ris.write(roundtrips.as_papers(ris.read(again, "a.ris"))) == again


def test_the_title_of_proceedings_is_kept_as_written() -> None:
    """A venue known by its long title is that venue, and the long title is written again."""
    long = "2018 25th IEEE International Conference on Image Processing (ICIP)"
    found = one("TY  - CPAPER", "TI  - T", f"T2  - {long}", "ID  - k")
    assert found.venue is not None
    assert found.venue.acronym == "ICIP"
    assert f"T2  - {long}\n" in ris.write([paper_of(found)])


def paper_of(record: Record) -> Paper:
    """The paper that a record makes."""
    from vcmbib.logic.merge.fill import paper_from_record

    return paper_from_record(record, record.key)


def test_what_is_written() -> None:
    """The tags of an article, in their order."""
    written = ris.write(
        [
            paper(
                entry_type="article",
                authors=(Name("Doe", "Jane"), Name("MPEG", literal=True)),
                year=2020,
                month=5,
                pages="1-9",
                links=(Link(LinkKind.PDF, "https://example.org/a.pdf"),),
                note="two\nlines",
                extra=(("date", "2020-05-07"),),
            )
        ]
    )
    assert written == (
        "TY  - JOUR\nID  - doe2020coding\nTI  - Coding of Features\nAU  - Doe, Jane\n"
        "AU  - MPEG,\nAU  - others\nPY  - 2020\nDA  - 2020/05/07\nSP  - 1\nEP  - 9\n"
        "N1  - two\n      lines\nL1  - https://example.org/a.pdf\nER  - \n\n"
    )
