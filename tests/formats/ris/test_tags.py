"""Reference types of RIS and entry types."""

from __future__ import annotations

import pytest

from tests.formats import roundtrips
from vcmbib.formats import ris
from vcmbib.model.paper import Paper, Record
from vcmbib.model.venues.venue import Venue, VenueKind


def one(*lines: str) -> Record:
    """The record of these lines."""
    return roundtrips.one(ris.read("\n".join(lines), "a.ris"))


def test_the_container_depends_on_the_type() -> None:
    """The second title is a journal, a book or, of a whole book, a series."""
    journal = one("TY  - JOUR", "TI  - T", "T2  - Some Journal", "J2  - SJ")
    assert journal.venue is not None
    assert (journal.venue.name, journal.venue.acronym) == ("Some Journal", "SJ")
    abbreviated = one("TY  - JOUR", "TI  - T", "JF  - Some Journal", "JA  - Some J.")
    assert dict(abbreviated.extra) == {"shortjournal": "Some J."}
    book = one("TY  - BOOK", "BT  - T", "T2  - A Series & More")
    assert (book.title, book.venue) == ("T", None)
    assert dict(book.extra) == {"series": "A Series \\& More"}


@pytest.mark.parametrize(
    ("lines", "entry_type"),
    [
        ("TI  - Proceedings of X", "proceedings"),
        ("TI  - A\nT2  - Proceedings of X", "inproceedings"),
        ("TI  - A\nSP  - 1\nEP  - 4", "inproceedings"),
    ],
)
def test_a_paper_under_conf_is_one(lines: str, entry_type: str) -> None:
    """A CONF with a container or pages is a paper, a bare one the proceedings."""
    (record,) = ris.read(f"TY  - CONF\n{lines}\nER  - \n", "a.ris").records
    assert record.entry_type == entry_type


def test_the_publisher_of_a_report_is_its_institution() -> None:
    """PB is the institution of a report, whose number M1 is, and the school of a thesis."""
    text = "TY  - RPRT\nTI  - A\nPB  - NIST\nM1  - 12\nER  - \n"
    (report,) = ris.read(text, "a.ris").records
    assert (dict(report.extra)["institution"], report.number) == ("NIST", "12")
    (thesis,) = ris.read("TY  - THES\nTI  - A\nPB  - MIT\nER  - \n", "a.ris").records
    assert dict(thesis.extra)["school"] == "MIT"


def test_proceedings_with_a_venue_stay_proceedings() -> None:
    """What we write of proceedings in a series of meetings is read as proceedings again."""
    venue = Venue("ICIP", "International Conference on Image Processing", VenueKind.CONFERENCE)
    paper = Paper(key="p", title="Proceedings", entry_type="proceedings", year=2020, venue=venue)
    (record,) = ris.read(ris.write([paper]), "a.ris").records
    assert (record.entry_type, "ris-TY" in dict(record.extra)) == ("proceedings", False)
