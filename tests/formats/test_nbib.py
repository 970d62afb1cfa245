"""PubMed's tagged format, both ways."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.formats import roundtrips
from vcmbib.formats import nbib
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper, Record

RECORD = """\
PMID- 123
OWN - NLM
IS  - 1234-5678 (Electronic)
IS  - 2234-5678 (Linking)
VI  - 12
IP  - 3
DP  - 2019 May 3
TI  - A long title of a study that goes on
      on the next line.
PG  - 123-9
LID - 10.1000/Xy-1 [doi]
LID - S12-3(4)5 [pii]
AB  - BACKGROUND: Some words - with a
      hyphen. RESULTS: More.
FAU - Smith, John A Jr
AU  - Smith JA Jr
AUID- ORCID: 0000-0000-0000-0001
AD  - Department of Tests.
FAU - van Doe, Anna
AU  - van Doe A
AD  - Other Institute.
CN  - The Study Group
AU  - Roe RS
LA  - eng
PT  - Journal Article
PT  - Research Support
TA  - J Test
JT  - Journal of tests
MH  - *Tests/methods
MH  - Humans
OT  - testing
PMC - PMC99
AID - 10.1000/Xy-1 [doi]
SO  - J Test. 2019 May 3;12(3):123-9.
"""


def one(text: str) -> Record:
    """The record of a file with one."""
    return roundtrips.one(nbib.read(text, "a.nbib"))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever a file contains, reading it does not fail."""
    nbib.read(text, "a.nbib")
    nbib.read(f"PMID- 1\n{text}", "a.nbib")


SAID = {"issn", "address", "series", "edition", "language"}


@WHOLE_PAPERS
@given(st.lists(roundtrips.papers(), max_size=3))
def test_what_is_written_is_read_back(papers: list[Paper]) -> None:
    """A paper comes back but for what the format has no tag for, which docs/formats.md lists."""

    def said(paper_: Paper) -> Paper:
        extra = tuple(e for e in paper_.extra if e[0] in SAID)
        notes = tuple(" ".join((paper_.note or "").split()).split("\0")) if paper_.note else ()
        return roundtrips.plain(replace(paper_, extra=extra, notes=notes))

    unsaid = ("entry_type", "honour", "model", "topics", "links", "editors")
    roundtrips.same(papers, nbib.read(nbib.write(papers), "a.nbib"), *unsaid, said=said)


def test_a_record() -> None:
    """Every tag of a record of PubMed's comes to its place or is kept."""
    found = one(RECORD)
    assert found.title == "A long title of a study that goes on on the next line."
    assert (found.entry_type, found.volume, found.number, found.pages) == (
        "article", "12", "3", "123-129",
    )  # fmt: skip
    assert (found.year, found.month, dict(found.extra)["date"]) == (2019, 5, "2019-05-03")
    assert found.authors == (
        Name("Smith", "John A", "", "Jr"),
        Name("Doe", "Anna", "van"),
        Name("The Study Group", literal=True),
        Name("Roe", "RS"),
    )
    assert found.venue is not None
    assert found.venue.name == "Journal of tests"
    assert found.abstract == "BACKGROUND: Some words - with a hyphen. RESULTS: More."
    assert {str(i) for i in found.identifiers} == {"pmid:123", "doi:10.1000/Xy-1", "pmcid:PMC99"}
    assert found.tags == ("Tests", "Humans", "testing")
    assert dict(found.extra)["nbib-LID"] == "S12-3(4)5 [pii]"


def test_a_record_comes_out_again() -> None:
    """What was read is written with the tags it had, people with what belongs to them."""
    paper_ = replace(roundtrips.as_papers(nbib.read(RECORD, "a"))[0], key="k")
    written = nbib.write([paper_])
    lines = set(RECORD.splitlines()) - {
        "PG  - 123-9", "LID - 10.1000/Xy-1 [doi]", "AB  - BACKGROUND: Some words - with a",
        "      hyphen. RESULTS: More.", "TI  - A long title of a study that goes on",
        "      on the next line.",
    }  # fmt: skip
    assert lines <= set(written.splitlines())
    assert "AU  - Smith JA Jr\nAUID- ORCID: 0000-0000-0000-0001\nAD  - Department" in written
    assert nbib.write(roundtrips.as_papers(nbib.read(written, "a"))) == written


@pytest.mark.parametrize(
    ("pages", "full"),
    [
        ("123-9", "123-129"),
        ("1123-34", "1123-1134"),
        ("e12-5", "e12-e15"),
        ("S1-S9", "S1-S9"),
        ("99-101", "99-101"),
        ("e1005", "e1005"),
        ("12-3, 17", "12-3, 17"),
    ],
)
def test_pages(pages: str, full: str) -> None:
    """The second page of a range is given whole."""
    assert one(f"PMID- 1\nPG  - {pages}\n").pages == full


@pytest.mark.parametrize(
    ("date", "year", "month", "extra"),
    [
        ("2019", 2019, None, {}),
        ("2019 May", 2019, 5, {}),
        ("2019 Mar-Apr", 2019, 3, {"nbib-DP": "2019 Mar-Apr"}),
        ("2019 Winter", 2019, None, {"nbib-DP": "2019 Winter"}),
    ],
)
def test_dates(date: str, year: int, month: int, extra: dict[str, str]) -> None:
    """Year and first month are read; a date with more in it is kept and written again."""
    found = one(f"PMID- 1\nTI  - T\nDP  - {date}\n")
    assert (found.year, found.month, dict(found.extra)) == (year, month, extra)
    assert f"DP  - {date}\n" in nbib.write(
        roundtrips.as_papers(nbib.read(f"TI  - T\nDP  - {date}", ""))
    )


def test_problems_come_back_and_can_be_mended() -> None:
    """A record that names no work is returned with its line and read once it is repaired."""
    reading = nbib.read("PMID- 1\nTI  - T\n\nVI  - 3\n\njunk\n", "a.nbib")
    assert [r.title for r in reading.records] == ["T"]
    assert [(p.line, p.text) for p in reading.problems] == [(4, "VI  - 3")]
    assert [(s.line, s.text) for s in reading.skipped] == [(6, "junk")]
    failed = nbib.write_failed(reading.problems)
    mended = nbib.read(failed.replace("VI  - 3", "VI  - 3\nTI  - Now"), "f.nbib")
    assert [(r.title, r.volume) for r in mended.records] == [("Now", "3")]
    assert mended.problems == ()


def test_records_without_a_blank_line_between() -> None:
    """A second PMID begins another record."""
    reading = nbib.read("PMID- 1\nTI  - A\nPMID- 2\nTI  - B\n", "a.nbib")
    assert [r.title for r in reading.records] == ["A", "B"]


def test_an_incomplete_list_of_authors() -> None:
    """MEDLINE's `et al.` means that there are more authors."""
    assert not one("PMID- 1\nTI  - T\nAU  - Doe J\nAU  - et al.\n").authors_complete
