"""Extra fields of a paper, taken one by one by a writer."""

from __future__ import annotations

import pytest

from tests.papers import ICIP, doi, names, paper
from vcmbib.formats import load_reader, load_writer
from vcmbib.formats.extra_fields import ExtraFields, plain_field, read_bib_people, url_of
from vcmbib.model.paper import Link, LinkKind


def test_a_field_that_is_not_there_is_empty() -> None:
    """Nothing is taken from a paper without extra fields."""
    fields = ExtraFields(paper())
    assert (fields.take("address"), fields.take_raw("file"), fields.take_all("issn")) == (
        "",
        "",
        [],
    )
    assert fields.take_people("translator") == ()
    assert fields.venue_titles() == ("", "")
    assert fields.unused() == {}


def test_a_taken_field_is_not_unused() -> None:
    """What a writer did not take is left for a field of its own."""
    fields = ExtraFields(paper(extra=(("address", 'Z{\\"u}rich'), ("file", "a_b"), ("x", "1"))))
    assert fields.take("address") == "Zürich"
    assert fields.take_raw("file") == "a_b"
    assert fields.unused() == {"x": "1"}


def test_repetitions_are_taken_together() -> None:
    """`name_2` and `name_3` are repetitions of `name`; another name is not."""
    extra = (("issn", "1"), ("issn_2", "2"), ("issn_3", "3"), ("issnl", "4"))
    fields = ExtraFields(paper(extra=extra))
    assert fields.take_all("issn") == ["1", "2", "3"]
    assert fields.take_prefixed("issn") == [("l", "4")]


def test_the_source_of_a_field_of_the_paper_is_not_unused() -> None:
    """`title` and `doi` repeat what the paper has; without the column they are all there is."""
    extra = (("title", "{T}"), ("doi", "10.1000/x"), ("volume", "3"))
    fields = ExtraFields(paper(identifiers=(doi("10.1000/1"),), extra=extra))
    assert fields.unused() == {"volume": "3"}
    assert set(fields.unused(everything=True)) == {"title", "doi", "volume"}


@pytest.mark.parametrize(
    ("year", "month", "date", "expected"),
    [
        (None, None, "", ""),
        (None, None, "2020-05-03", ""),
        (2020, None, "", "2020"),
        (2020, 5, "", "2020-05"),
        (2020, 5, "2020-05-03", "2020-05-03"),
        (2021, 5, "2020-05-03", "2021-05"),
    ],
)
def test_the_day_counts_while_year_and_month_are_the_same(
    year: int | None, month: int | None, date: str, expected: str
) -> None:
    """An edited year makes the old date wrong."""
    extra = (("date", date),) if date else ()
    assert ExtraFields(paper(year=year, month=month, extra=extra)).iso_date() == expected


def test_the_title_of_the_venue_is_as_written_if_it_is_that_venue() -> None:
    """A long title of proceedings stays; a title of another venue does not."""
    long = "2018 25th IEEE International Conference on Image Processing (ICIP)"
    assert ExtraFields(paper(venue=ICIP, extra=(("booktitle", long),))).venue_titles() == (
        long, "ICIP",
    )  # fmt: skip
    other = ExtraFields(paper(venue=ICIP, extra=(("booktitle", "Proc. of CVPR"),)))
    assert other.venue_titles()[0] == ICIP.name


def test_values_of_text_fields_are_plain() -> None:
    """LaTeX is read in text; a path stays as it is."""
    assert plain_field("series", "A \\& B") == "A & B"
    assert plain_field("file", "a\\_b") == "a\\_b"
    assert read_bib_people("Doe, Jane and {The Team}")[0] == names("Jane Doe")[0]


def test_the_url_is_that_of_the_paper_or_its_pdf() -> None:
    """A link to code is not the paper."""
    code = Link(LinkKind.CODE, "https://example.org/code")
    pdf = Link(LinkKind.PDF, "https://example.org/a.pdf")
    assert url_of(paper(links=(code,))) == ""
    assert url_of(paper(links=(code, pdf))) == "https://example.org/a.pdf"


@pytest.mark.parametrize("name", ["nbib", "cff"])
def test_old_keys_come_back(name: str) -> None:
    """Formats of a fixed set of fields have the old keys among the identifiers of other systems."""
    written = load_writer(name).write([paper(former_keys=("old1", "b c"))])
    (record,) = load_reader(name).read(written, "g").records
    assert (record.key, dict(record.extra)["ids"]) == ("doe2020coding", "old1, b c")
