"""Setting fields from text: a value that a field cannot have is refused."""

from __future__ import annotations

import pytest

from tests.logic.edit.edit_context import VOCABULARY
from tests.papers import ICIP, TIP, arxiv, doi, names, paper
from vcmbib.errors import Usage
from vcmbib.logic.edit.changes import person_record
from vcmbib.logic.edit.set_fields import edit_paper, with_key
from vcmbib.logic.merge.fill import fill
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Record, SourceKind, Standing
from vcmbib.model.venues.lookup import find_venue


def test_an_unknown_field_names_the_nearest() -> None:
    """A typing error in a field's name is answered with the name that was meant."""
    with pytest.raises(Usage, match="yaer") as raised:
        edit_paper(paper(), [("yaer", "2020")])

    assert "'year'" in raised.value.hint


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("title", "  A \n title ﬁne ", "title", "A title fine"),
        ("title", "x" * 2000, "title", "x" * 2000),
        ("title", "Über 点云 👾 مرحبا", "title", "Über 点云 👾 مرحبا"),
        ("authors", "A B and C D", "authors", names("A B", "C D")),
        ("authors", "Doe, Jane and Roe, Richard", "authors", names("Jane Doe", "Richard Roe")),
        ("authors", "A B, C D, and E F", "authors", names("A B", "C D", "E F")),
        ("editors", "{JPEG AI & Co}", "editors", (Name("JPEG AI & Co", literal=True),)),
        ("type", "@InProceedings", "entry_type", "inproceedings"),
        ("year", " 2020 ", "year", 2020),
        ("month", "Sept.", "month", 9),
        ("month", "03", "month", 3),
        ("honour", "Best\tPaper", "honour", "Best Paper"),
        ("pages", "1-12", "pages", "1-12"),
        ("abstract", "one\r\ntwo\x00 \n", "abstract", "one\ntwo"),
        ("note", "a\nb", "note", "a\nb"),
        ("notes", "a\nb", "notes", ("a\nb",)),
        ("tags", "survey, new,, NEW", "tags", ("Survey", "new")),
        ("topics", "IMAGE", "topics", ("Image",)),
        ("doi", "https://doi.org/10.1000/x", "identifiers", (doi("10.1000/x"),)),
        ("arxiv", "2005.00001", "identifiers", (arxiv("2005.00001"),)),
        ("extra.keywords", "a, b", "extra", (("keywords", "a, b"),)),
        ("categories", "Compression", "categories", (Standing("compression", 8),)),
    ],
)
def test_a_field_is_set_to_what_the_text_says(
    name: str, text: str, field: str, value: object
) -> None:
    """Each field is read from text in the forms that people write."""
    assert getattr(edit_paper(paper(), [(name, text)], VOCABULARY).paper, field) == value


@pytest.mark.parametrize(
    ("name", "field", "empty"),
    [
        ("authors", "authors", ()),
        ("year", "year", None),
        ("venue", "venue", None),
        ("pages", "pages", None),
        ("tags", "tags", ()),
        ("categories", "categories", ()),
        ("doi", "identifiers", (arxiv("2005.00001"),)),
        ("note", "note", None),
        ("notes", "notes", ()),
        ("url", "links", ()),
        ("extra.x", "extra", ()),
        ("abstract", "abstract", None),
        ("honour", "honour", None),
    ],
)
def test_an_empty_text_empties_the_field(name: str, field: str, empty: object) -> None:
    """`field=` removes the value, and changes no other field."""
    full = paper(
        authors=names("A B"),
        year=2020,
        venue=TIP,
        pages="1",
        tags=("a",),
        honour="x",
        categories=(Standing("compression", 1),),
        identifiers=(arxiv("2005.00001"), doi("10.1/X")),
        note="p",
        notes=("n",),
        links=(Link(LinkKind.PAPER, "https://example.org"),),
        extra=(("x", "y"),),
        abstract="a",
    )

    assert getattr(edit_paper(full, [(name, " ")], VOCABULARY).paper, field) == empty


def test_the_entry_type_follows_the_venue() -> None:
    """A journal makes an article, a preprint server misc, unless the type is set as well."""
    before = paper(entry_type="inproceedings", venue=ICIP)

    assert edit_paper(before, [("venue", "TIP")]).paper.entry_type == "article"
    assert edit_paper(before, [("venue", "arXiv")]).paper.entry_type == "misc"
    assert edit_paper(before, [("venue", "")]).paper.entry_type == "misc"
    assert edit_paper(before, [("type", "book"), ("venue", "TIP")]).paper.entry_type == "book"
    assert (
        edit_paper(paper(entry_type="phdthesis"), [("venue", "")]).paper.entry_type == "phdthesis"
    )


def test_the_same_venue_by_another_name_is_no_change() -> None:
    """A venue as the library stores it, without further spellings, is the same venue."""
    known = find_venue("TIP")
    assert known is not None
    before = paper(entry_type="article", venue=TIP)

    assert edit_paper(before, [("venue", "IEEE Transactions on Image Processing")]).paper == before


def test_an_identifier_replaces_the_one_of_its_scheme() -> None:
    """Setting a DOI replaces the DOI in its place and leaves the other identifiers."""
    before = paper(identifiers=(doi("10.1/A"), arxiv("2005.00001"), doi("10.1/B")))

    after = edit_paper(before, [("doi", "10.1000/c")]).paper

    assert after.identifiers == (doi("10.1000/c"), arxiv("2005.00001"))


def test_a_renamed_paper_keeps_its_former_keys() -> None:
    """Each key it had still resolves; a key given back is no former one any more."""
    twice = with_key(with_key(paper("a"), "b"), "c")

    assert (twice.key, twice.former_keys) == ("c", ("a", "b"))
    assert with_key(twice, "a").former_keys == ("b", "c")


@pytest.mark.parametrize("source", [SourceKind.LIST, SourceKind.CATALOGUE, SourceKind.BIBTEX])
def test_no_import_overwrites_what_a_person_set(source: SourceKind) -> None:
    """A title, year and venue set by hand are kept against every other source."""
    before = paper(year=2020, venue=ICIP, entry_type="inproceedings")
    after = edit_paper(before, [("title", "By Hand"), ("year", "2021"), ("venue", "TIP")]).paper
    other = Record(source, "x", title="Coding of Features", year=2019, venue=ICIP)

    filled = fill(after, other, (other, *person_record(before, after, "edit")))

    assert filled.paper == after
