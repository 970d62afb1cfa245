"""How a `.bib` may be asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.formats.bibtex.read_entry import one
from tests.formats.bibtex.roundtrip import papers_of, parsed
from tests.papers import ICIP, TIP, names, paper
from vcmbib.formats.bibtex import Dialect, Style, VenueForm, write
from vcmbib.model.venues.venue import Venue, VenueKind

_MEETING = """
@inproceedings{a, title={One}, author={Ada Lovelace}, booktitle={Proc. of {CVPR}}, year=2020,
  publisher={IEEE}, editor={C D}, pages={1-2}}
@inproceedings{b, title={Two}, author={A B}, booktitle={Proc. of {CVPR}}, year=2020, month=jun,
  publisher={IEEE}, editor={C D}}
@inproceedings{c, title={Three}, author={A B}, booktitle={Proc. of {CVPR}}, year=2021}
@article{d, title={Four}, journal={IEEE Trans. Image Process.}, year=2001}
@article{e, title={Five}, journal={IEEE Trans. Image Process.}, year=2002}
@article{f, title={Six}, journal={Annals of Foo}, year=2002}
"""


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
    text = write(papers_of(_MEETING), Style(venues=form))
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


def test_fields_and_omit() -> None:
    """Only the fields that are asked for come, without those that are not; names of both dialects
    mean the same field.
    """
    papers = papers_of("@article{a, title={T}, journal={J}, year=2001, note={N}, doi={10.1000/1}}")
    only = write(papers, Style(fields=frozenset({"title", "year", "note"})))
    assert only == "@article{a,\n  title = {T},\n  year = {2001},\n  note = {N},\n}\n"
    less = write(papers, Style(Dialect.BIBLATEX, omit=frozenset({"journal", "note", "doi"})))
    assert less == "@article{a,\n  title = {T},\n  date = {2001},\n}\n"


def test_strings() -> None:
    """A venue that is named twice becomes a macro at the top, named by its acronym or initials."""
    papers = papers_of(_MEETING)
    text = write(papers, Style(strings=True))
    assert text.startswith(
        "@string{cvpr = {Proc. of {CVPR}}}\n@string{tip = {IEEE Trans. Image Process.}}\n\n@"
    )
    assert text.count("booktitle = cvpr,") == 3
    assert "journal = {Annals of Foo}" in text
    assert parsed(text) == parsed(write(papers))
    assert papers_of(text) == papers_of(write(papers))


def test_names_of_macros_are_no_months() -> None:
    """A macro takes no name that has a meaning, and begins with a letter."""
    may, digits = Venue(None, "May", VenueKind.JOURNAL), Venue(None, "4OR", VenueKind.JOURNAL)
    papers = [
        paper(f"k{n}{v.name}", entry_type="article", venue=v) for n in (1, 2) for v in (may, digits)
    ]
    text = write(papers, Style(strings=True))
    assert "@string{maya = {May}}" in text
    assert "@string{venue4or = {4OR}}" in text


@pytest.mark.parametrize("dialect", list(Dialect))
def test_crossref(dialect: Dialect) -> None:
    """Papers of one volume refer to one entry, which comes after them; read back they say what they
    said.
    """
    papers = papers_of(_MEETING)
    text = write(papers, Style(dialect, crossref=True))
    assert text.count("crossref = {cvpr2020}") == 2
    assert text.index("@inproceedings{b,") < text.index("@proceedings{cvpr2020,")
    again = {p.key: p for p in papers_of(text)}
    for before in papers:
        after = again[before.key]
        assert replace(after, extra=(), venue=None) == replace(before, extra=(), venue=None)
        assert (after.venue and after.venue.name) == (before.venue and before.venue.name)


def test_nothing_to_share() -> None:
    """Where no two papers share a volume or a venue, nothing is made."""
    papers = [paper("a", entry_type="inproceedings", venue=ICIP, year=2020)]
    assert write(papers, Style(crossref=True, strings=True)) == write(papers)


def test_ascii_holds_for_kept_values() -> None:
    """Values kept as written become ASCII too; paths of files do not."""
    papers = papers_of("@misc{a, title={{Über} $x$}, series={Zürich}, year=2000, file={ü.pdf}}")
    text = write(papers, Style(ascii_only=True))
    assert '{\\"U}ber' in text
    assert "file = {ü.pdf}" in text
    assert one(text).title == papers[0].title


def test_authors_of_a_paper_from_elsewhere_are_ours() -> None:
    """Without a kept form all is written our way."""
    text = write([paper("k", "Coding for JPEG", authors=names("Ada Lovelace"))])
    assert "title = {Coding for {JPEG}}" in text
    assert "author = {Lovelace, Ada and others}" in text
