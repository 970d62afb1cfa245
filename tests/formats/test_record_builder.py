"""The builder of records: nothing that a reader adds is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.formats.record_builder import (
    RecordBuilder,
    bib_people,
    paragraphs,
    read_pages,
    read_person,
    write_person,
)
from vcmbib.model.identifiers import Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import LinkKind


@pytest.mark.parametrize(
    ("scheme", "text"),
    [(Scheme.DOI, "see text"), (Scheme.PMID, "x"), (Scheme.ISBN, "978-3-16-148410-1")],
)
def test_a_text_that_is_no_identifier_is_an_extra_field(scheme: Scheme, text: str) -> None:
    """What cannot be read is kept as it is written."""
    builder = RecordBuilder("a.ris")
    builder.read_identifier(scheme, text, "kept")
    assert (builder.record().identifiers, builder.record().extra) == ((), (("kept", text),))


def test_an_address_that_is_none_is_an_extra_field() -> None:
    """A path or a word is no link."""
    builder = RecordBuilder("a.ris")
    builder.add_link(LinkKind.PAPER, "internal-pdf://x", "file")
    assert (builder.record().links, builder.record().extra) == ((), (("file", "internal-pdf://x"),))


@pytest.mark.parametrize("text", ["in press", "99", "2020//Spring", "26-31"])
def test_a_date_that_is_not_certain_is_kept(text: str) -> None:
    """No year is guessed, and what was written is still there."""
    builder = RecordBuilder("a.ris")
    builder.set_date(text, "ris-PY")
    assert builder.record().extra == (("ris-PY", text),)
    assert builder.record().remarks[0].startswith("ris-PY: ")


def test_an_invalid_or_second_key_is_an_extra_field() -> None:
    """A record has one citation key."""
    builder = RecordBuilder("a.ris")
    for key in ("two words", "doe2020", "doe2020", "other"):
        builder.set_key(key, "id")
    assert builder.record().key == "doe2020"
    assert builder.record().extra == (("id", "two words"), ("id_2", "other"))


def test_a_second_value_of_a_field_is_an_extra_field() -> None:
    """The first value counts; the same value twice is one."""
    builder = RecordBuilder("a.ris")
    for volume in ("3", "3", "4", "5"):
        builder.set_field("volume", volume, "ris-VL")
    assert builder.record().volume == "3"
    assert builder.record().extra == (("ris-VL", "4"), ("ris-VL_2", "5"))


def test_a_record_of_nothing_names_no_work() -> None:
    """A year alone is no work; a title, a person, an identifier or a link is one."""
    builder = RecordBuilder("a.ris")
    builder.set_date("2020", "ris-PY")
    assert builder.names_no_work
    builder.add_person(Name("Doe", "Jane"))
    assert not builder.names_no_work


def test_others_among_the_authors_mean_that_the_list_goes_on() -> None:
    """`others` is no person."""
    builder = RecordBuilder("a.ris")
    for name in (Name("Doe", "Jane"), Name("others", literal=True), Name("")):
        builder.add_person(name)
    assert builder.record().authors == (Name("Doe", "Jane"),)
    assert builder.record().authors_complete is False


def test_serial_numbers_are_told_by_their_form() -> None:
    """An ISBN is an identifier, an ISSN a field, anything else is kept."""
    builder = RecordBuilder("a.ris")
    builder.read_serial_numbers("978-3-16-148410-0; 1234-567X, none", "ris-SN")
    record = builder.record()
    assert [str(i) for i in record.identifiers] == ["isbn:9783161484100"]
    assert dict(record.extra) == {
        "isbn": "978-3-16-148410-0", "issn": "1234-567X", "ris-SN": "none",
    }  # fmt: skip


def test_the_short_title_of_a_venue_is_its_acronym_or_is_kept() -> None:
    """Capitals are an acronym; an abbreviation is not."""
    builder = RecordBuilder("a.ris")
    builder.set_venue("Some Journal", "journal")
    builder.set_short_venue("Some J.")
    builder.set_short_venue("SJ")
    record = builder.record()
    assert record.venue is not None
    assert (record.venue.acronym, record.extra) == ("SJ", (("shortjournal", "Some J."),))


@pytest.mark.parametrize(
    ("text", "pages"), [("12 – 19", "12-19"), ("12-19", "12-19"), ("S-1--S-9", "S-1--S-9")]
)
def test_a_range_of_two_pages_has_one_hyphen(text: str, pages: str) -> None:
    """Any dash divides two pages; pages with hyphens of their own stay."""
    assert read_pages(text) == pages


def test_paragraphs_keep_their_lines_if_that_is_asked_for() -> None:
    """Blank lines divide paragraphs."""
    text = " a\r\nb \n\n \n c\n"
    assert paragraphs(text) == "a b\n\nc"
    assert paragraphs(text, keep_lines=True) == "a\nb\n\nc"


_WORD = st.text("abcdeéö", min_size=1, max_size=6).map(str.capitalize)


@given(
    st.one_of(
        st.builds(Name, _WORD, _WORD, st.sampled_from(["", "van"]), st.sampled_from(["", "Jr."])),
        st.builds(lambda a, b: Name(f"{a} {b}, Inc.", literal=True), _WORD, _WORD),
    )
)
def test_a_written_person_is_read_back(name: Name) -> None:
    """`write_person` and `read_person` are inverse to each other."""
    assert read_person(write_person(name)) == name


def test_people_of_other_roles_are_written_for_bibtex() -> None:
    """A group is in braces, and signs of TeX are escaped."""
    people = [Name("Doe", "Jane"), Name("R and D", literal=True), Name("A&B")]
    assert bib_people(people) == "Doe, Jane and {R and D} and A\\&B"
