"""The venue in `journal`, `booktitle` and other fields."""

from __future__ import annotations

from tests.formats.bibtex.read_entry import read_fields, read_one
from vcmbib.model.venues.venue import Venue, VenueKind


def test_venues() -> None:
    """A known venue is the table's; its long title is kept; an unknown one is as written."""
    long = "2018 25th IEEE International Conference on Image Processing (ICIP), Athens, Greece"
    meeting = read_one(f"@inproceedings{{k, booktitle={{{long}}}}}")
    assert meeting.venue is not None
    assert meeting.venue.acronym == "ICIP"
    assert meeting.extra == (("booktitle", long),)
    journal = read_fields("journaltitle={IEEE Trans. Image Process.}")
    assert journal.venue is not None
    assert (journal.venue.acronym, journal.extra) == (
        "TIP",
        (("journal", "IEEE Trans. Image Process."),),
    )
    assert read_fields("journal={Annals of {F}oo \\& Bar}").venue == Venue(
        None, "Annals of Foo & Bar", VenueKind.JOURNAL
    )
    unknown = read_one("@inproceedings{k, booktitle={Workshop of Ours}}").venue
    assert unknown == Venue(None, "Workshop of Ours", VenueKind.CONFERENCE)
