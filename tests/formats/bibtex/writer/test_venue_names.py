"""Venues in the form that a style asks for."""

from __future__ import annotations

import pytest

from tests.formats.bibtex.roundtrip import papers_of
from tests.formats.bibtex.writer.shared_venues import MEETING
from tests.papers import TIP, paper
from vcmbib.formats.bibtex import Style, VenueForm, write
from vcmbib.model.venues.venue import Venue, VenueKind


@pytest.mark.parametrize(
    ("form", "journal", "booktitle"),
    [
        (VenueForm.AS_WRITTEN, "{IEEE Trans. Image Process.}", "{Proc. of {CVPR}}"),
        (
            VenueForm.FULL,
            "{IEEE Transactions on Image Processing}",
            "{IEEE/CVF Conference on Computer Vision and Pattern Recognition}",
        ),
        (VenueForm.ABBREV, "{IEEE Trans. Image Process.}", "{Proc. of CVPR}"),
        (VenueForm.ACRONYM, "{TIP}", "{CVPR}"),
    ],
)
def test_venues(form: VenueForm, journal: str, booktitle: str) -> None:
    """Venues are named as asked; one that is not known is as it is written."""
    text = write(papers_of(MEETING), Style(venues=form))
    assert f"journal = {journal}," in text
    assert f"booktitle = {booktitle}," in text
    assert "journal = {Annals of Foo}," in text


def test_venues_that_no_bib_wrote() -> None:
    """A venue of the table has its abbreviation, an unknown one its name."""
    known = paper("a", entry_type="article", venue=TIP)
    other = paper("b", entry_type="article", venue=Venue(None, "Annals of Foo", VenueKind.JOURNAL))
    text = write([known, other], Style(venues=VenueForm.ABBREV))
    assert "journal = {IEEE Trans. Image Process.}" in text
    assert "journal = {Annals of Foo}" in text
