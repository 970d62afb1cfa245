"""RIS as records."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.formats import roundtrips
from vcmbib.formats import ris
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper, Record


def one(*lines: str) -> Record:
    """The record of these lines."""
    return roundtrips.one(ris.read("\n".join(lines), "a.ris"))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever a file contains, reading it does not fail."""
    ris.read(text, "a.ris")


@WHOLE_PAPERS
@given(st.lists(roundtrips.papers(), max_size=3))
def test_what_is_written_is_read_back(papers: list[Paper]) -> None:
    """A paper comes back as it was, but for the labels of links and a month without a year."""
    roundtrips.same(papers, ris.read(ris.write(papers), "a.ris"), said=roundtrips.plain)


def test_problems_come_back_and_can_be_mended() -> None:
    """A record that names no work is returned with its line, and is read once it is repaired."""
    text = "TY  - JOUR\nTI  - Good\nER  - \n\nTY  - JOUR\nVL  - 3\nER  - \n"
    reading = ris.read(text, "a.ris")
    assert [r.title for r in reading.records] == ["Good"]
    (problem,) = reading.problems
    assert (problem.line, problem.text) == (5, "TY  - JOUR\nVL  - 3\nER  -")
    failed = ris.write_failed(reading.problems)
    assert len(ris.read(failed, "f.ris").problems) == 1
    mended = ris.read(failed.replace("VL  - 3", "VL  - 3\nTI  - Now"), "f.ris")
    assert [(r.title, r.volume) for r in mended.records] == [("Now", "3")]
    assert mended.problems == ()


def test_headers_and_text_between_records_are_told() -> None:
    """Text outside of records is skipped, with its line and its words."""
    reading = ris.read("Provider: X\n\nTY  - JOUR\nTI  - T\nER  - \n2.\n", "a.ris")
    assert [(s.line, s.text) for s in reading.skipped] == [(1, "Provider: X"), (6, "2.")]
    assert len(reading.records) == 1


def test_a_missing_end_spoils_no_neighbour() -> None:
    """Where ER is missing, the record ends with the next one or the file, with a remark."""
    reading = ris.read("TY  - JOUR\nTI  - A\nTY  - CHAP\nTI  - B", "a.ris")
    assert [(r.title, r.entry_type) for r in reading.records] == [
        ("A", "article"),
        ("B", "incollection"),
    ]
    assert all("no end (ER)" in r.remarks[0] for r in reading.records)


def test_sloppy_tags() -> None:
    """One blank or none, tabs of indentation, CR LF and a byte order mark are all read."""
    text = "\ufeff  TY - JOUR\r\n  TI - A title\r\n  that goes on\r\n  PY -2019\r\n  ER -\r\n"
    found = roundtrips.one(ris.read(text, "a.ris"))
    assert (found.title, found.year, found.entry_type) == ("A title that goes on", 2019, "article")


@pytest.mark.parametrize(
    ("lines", "year", "month", "extra"),
    [
        (["PY  - 2019"], 2019, None, {}),
        (["PY  - 2019///"], 2019, None, {}),
        (["PY  - 2019/05/"], 2019, 5, {}),
        (["PY  - 2019", "DA  - 2019/05/03/"], 2019, 5, {"date": "2019-05-03"}),
        (["Y1  - 2019/05/03"], 2019, 5, {"date": "2019-05-03"}),
        (["DA  - 2019/5/3"], 2019, 5, {"date": "2019-05-03"}),
        (["PY  - 2019", "DA  - May 2019"], 2019, 5, {}),
        (["PY  - 2019//Spring"], 2019, None, {"ris-PY": "2019//Spring"}),
        (["PY  - 2019", "Y1  - 2020"], 2019, None, {"ris-Y1": "2020"}),
        (["PY  - in press"], None, None, {"ris-PY": "in press"}),
    ],
)
def test_dates(lines: list[str], year: int, month: int, extra: dict[str, str]) -> None:
    """Year and month are read from any of the three tags; a date with more in it is kept."""
    found = one("TY  - JOUR", "TI  - T", *lines)
    assert (found.year, found.month, dict(found.extra)) == (year, month, extra)


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        (["SP  - 12", "EP  - 19"], "12-19"),
        (["SP  - 12-19"], "12-19"),
        (["SP  - 12–19"], "12-19"),
        (["SP  - 12", "EP  - 12"], "12"),
        (["EP  - 19"], "19"),
        (["SP  - S-1", "EP  - S-9"], "S-1--S-9"),
        (["SP  - e104"], "e104"),
    ],
)
def test_pages(lines: list[str], pages: str) -> None:
    """Pages are one range, however they are spread over tags."""
    assert one("TY  - JOUR", "TI  - T", *lines).pages == pages


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Smith, John, Jr.", Name("Smith", "John", "", "Jr.")),
        ("van der Berg, A.", Name("Berg", "A.", "van der")),
        ("John Smith", Name("Smith", "John")),
        ("ATLAS Collaboration,", Name("ATLAS Collaboration", literal=True)),
        (
            "University of California,, Davis,",
            Name("University of California, Davis", literal=True),
        ),
    ],
)
def test_names(value: str, name: Name) -> None:
    """Names in any form; a comma at the end is EndNote's mark of a group."""
    found = one("TY  - JOUR", "TI  - T", f"A1  - {value}", f"ED  - {value}")
    assert found.authors == found.editors == (name,)
    assert found.authors_complete


def test_names_without_commas() -> None:
    """Initials at the end are no family names; where they may be, nothing changes."""
    bee, dee = Name("Bee", "AB"), Name("Dee", "C.")
    assert one("TY  - JOUR", "AU  - Bee AB", "AU  - Dee C.").authors == (bee, dee)
    assert one("TY  - JOUR", "AU  - Wei LI", "AU  - Jun MA").authors == (
        Name("LI", "Wei"),
        Name("MA", "Jun"),
    )
    assert one("TY  - JOUR", "AU  - Bee AB", "AU  - Dee, C.").authors[0] == Name("AB", "Bee")


def test_identifiers_and_addresses() -> None:
    """DOIs, serial numbers and several addresses each come to their place."""
    found = one(
        "TY  - CHAP", "TI  - T", "DO  - https://doi.org/10.1000/ABC", "SN  - 978-3-16-148410-0",
        "SN  - 1234-567X", "C2  - PMC123", "AN  - pmid:77", "UR  - https://example.org/a;b=1",
        "UR  - https://arxiv.org/abs/2101.00001; https://example.org/2",
        "L1  - internal-pdf://a.pdf",
    )  # fmt: skip
    assert {str(i) for i in found.identifiers} == {
        "doi:10.1000/ABC", "isbn:9783161484100", "pmcid:PMC123", "pmid:77", "arxiv:2101.00001",
    }  # fmt: skip
    assert [k.url for k in found.links] == [
        "https://example.org/a;b=1",
        "https://arxiv.org/abs/2101.00001",
        "https://example.org/2",
    ]
    assert dict(found.extra) == {
        "isbn": "978-3-16-148410-0",
        "issn": "1234-567X",
        "file": "internal-pdf://a.pdf",
    }


def test_key_words_and_notes() -> None:
    """Key words one a tag, one a line or between semicolons; notes keep their lines."""
    found = one("TY  - JOUR", "TI  - T", "KW  - a; b", "KW  - c", "d", "N1  - x", "y", "RN  - z")
    assert found.tags == ("a", "b", "c", "d")
    assert found.note == "x\ny\n\nz"


def test_a_doi_with_two_slashes_is_one() -> None:
    """Old DOIs have two slashes after the prefix."""
    text = "TY  - JOUR\nTI  - A\nDO  - 10.1037//0033-2909.110.3.499\nER  - \n"
    (record,) = ris.read(text, "a.ris").records
    assert [str(i) for i in record.identifiers] == ["doi:10.1037//0033-2909.110.3.499"]
