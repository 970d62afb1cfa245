"""Setting fields from text: what cannot be held is refused, what is said is set, no more."""

from __future__ import annotations

import pytest

from tests.papers import ICIP, TIP, arxiv, doi, names, paper
from vcmbib.errors import BadIdentifier, BadValue, NoSuchThing, Usage, VcmbibError
from vcmbib.logic.edit.changes import differences, statement
from vcmbib.logic.edit.set_fields import Shelf, edit, renamed
from vcmbib.logic.merge.fill import fill
from vcmbib.model.names import Name
from vcmbib.model.paper import Category, Link, LinkKind, Record, SourceKind, Standing
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import VenueKind

SHELF = Shelf(
    (Category("compression", "Compression"), Category("learned", "Learned Codecs", "compression")),
    {"compression": 7},
    {"survey": "Survey"},
    {"image": "Image"},
)


@pytest.mark.parametrize(
    ("setting", "error"),
    [
        (("title", " \n"), BadValue),
        (("year", "20201"), BadValue),
        (("year", "0999"), BadValue),
        (("year", "two thousand"), BadValue),
        (("year", "²020"), BadValue),
        (("month", "13"), BadValue),
        (("month", "ju"), BadValue),
        (("venue", "CVPR 2023"), BadValue),
        (("venue", "NeurIPS Spotlight"), BadValue),
        (("type", "two words"), BadValue),
        (("type", ""), BadValue),
        (("authors", "others"), BadValue),
        (("doi", "no doi"), BadIdentifier),
        (("arxiv", "10.1109/TIP.2021.1"), BadValue),
        (("identifiers", "arxiv:2005.00001 what"), BadIdentifier),
        (("url", "javascript:alert(1)"), BadValue),
        (("url", "https://exa mple.org"), BadValue),
        (("url", "http://[::1"), BadValue),
        (("categories", "compresion"), NoSuchThing),
        (("key", "two words"), BadValue),
        (("extra.title", "x"), Usage),
        (("extra.a b", "x"), BadValue),
        (("yaer", "2020"), Usage),
        (("links", "https://example.org"), Usage),
    ],
)
def test_what_a_field_cannot_hold_is_refused(
    setting: tuple[str, str], error: type[VcmbibError]
) -> None:
    """A value that cannot be kept raises an error that says what to do, before anything changes."""
    with pytest.raises(error) as raised:
        edit(paper(), [setting], SHELF)

    assert raised.value.hint


def test_an_unknown_field_names_the_nearest() -> None:
    """A typing error in a field's name is answered with the name that was meant."""
    with pytest.raises(Usage, match="yaer") as raised:
        edit(paper(), [("yaer", "2020")])

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
        ("note", "a\nb", "notes", ("a\nb",)),
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
    assert getattr(edit(paper(), [(name, text)], SHELF).paper, field) == value


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
        ("note", "notes", ()),
        ("url", "links", ()),
        ("extra.x", "extra", ()),
        ("abstract", "abstract", None),
        ("honour", "honour", None),
    ],
)
def test_an_empty_text_empties_the_field(name: str, field: str, empty: object) -> None:
    """`field=` takes away what stood there, and nothing else."""
    full = paper(
        authors=names("A B"),
        year=2020,
        venue=TIP,
        pages="1",
        tags=("a",),
        honour="x",
        categories=(Standing("compression", 1),),
        identifiers=(arxiv("2005.00001"), doi("10.1/X")),
        notes=("n",),
        links=(Link(LinkKind.PAPER, "https://example.org"),),
        extra=(("x", "y"),),
        abstract="a",
    )

    assert getattr(edit(full, [(name, " ")], SHELF).paper, field) == empty


def test_others_say_that_the_list_is_not_whole() -> None:
    """`and others` is remembered; a list without it is taken for the whole."""
    assert not edit(paper(), [("authors", "A B and others")]).paper.authors_complete
    assert edit(paper(), [("authors", "A B and C D")]).paper.authors_complete


def test_the_entry_type_follows_the_venue() -> None:
    """A journal makes an article, a preprint server misc, unless the type is set as well."""
    before = paper(entry_type="inproceedings", venue=ICIP)

    assert edit(before, [("venue", "TIP")]).paper.entry_type == "article"
    assert edit(before, [("venue", "arXiv")]).paper.entry_type == "misc"
    assert edit(before, [("venue", "")]).paper.entry_type == "misc"
    assert edit(before, [("type", "book"), ("venue", "TIP")]).paper.entry_type == "book"
    assert edit(paper(entry_type="phdthesis"), [("venue", "")]).paper.entry_type == "phdthesis"


def test_an_unknown_venue_is_kept_as_written_and_told() -> None:
    """A venue that the table lacks is of the kind that the type says, and comes with a warning."""
    edited = edit(paper(entry_type="article", venue=TIP), [("venue", "Annals of Nowhere")])

    assert edited.paper.venue is not None
    assert (edited.paper.venue.name, edited.paper.venue.kind) == (
        "Annals of Nowhere",
        VenueKind.JOURNAL,
    )
    assert edited.paper.entry_type == "article"
    assert "Annals of Nowhere" in edited.warnings[0]


def test_the_same_venue_by_another_name_is_no_change() -> None:
    """A venue as the library stores it, without further spellings, is the same venue."""
    known = find_venue("TIP")
    assert known is not None
    before = paper(entry_type="article", venue=TIP)

    assert edit(before, [("venue", "IEEE Transactions on Image Processing")]).paper == before


def test_an_unknown_type_is_kept_and_told() -> None:
    """Any word may be a type; one that nobody knows is doubted, with the nearest."""
    edited = edit(paper(), [("type", "artcle")])

    assert edited.paper.entry_type == "artcle"
    assert "'article'" in edited.warnings[0]


def test_an_identifier_replaces_the_one_of_its_scheme() -> None:
    """Setting a DOI replaces the DOI where it stood and leaves the other identifiers."""
    before = paper(identifiers=(doi("10.1/A"), arxiv("2005.00001"), doi("10.1/B")))

    after = edit(before, [("doi", "10.1000/c")]).paper

    assert after.identifiers == (doi("10.1000/c"), arxiv("2005.00001"))


def test_the_url_is_the_paper_link() -> None:
    """`url` replaces the link of the paper itself; other links stay; its identifier is taken in."""
    code = Link(LinkKind.CODE, "https://github.com/x/y")
    before = paper(links=(code, Link(LinkKind.PAPER, "https://example.org/old")))

    after = edit(before, [("url", "https://arxiv.org/abs/2005.00001")]).paper

    assert after.links == (Link(LinkKind.PAPER, "https://arxiv.org/abs/2005.00001"), code)
    assert after.identifiers == (arxiv("2005.00001"),)


def test_a_renamed_paper_keeps_its_former_keys() -> None:
    """Each key it had still resolves; a key given back is no former one any more."""
    twice = renamed(renamed(paper("a"), "b"), "c")

    assert (twice.key, twice.former_keys) == ("c", ("a", "b"))
    assert renamed(twice, "a").former_keys == ("b", "c")


def test_differences_name_what_changed() -> None:
    """A change is told by field with the old and the new value; notes and links one by one."""
    before = paper(year=2020, notes=("a", "b"))
    after = edit(before, [("year", "2021"), ("note", "b"), ("extra.x", "y")]).paper

    told = [(c.field, c.old, c.new) for c in differences(before, after)]

    assert told == [("year", "2020", "2021"), ("note", "a", None), ("extra.x", None, "y")]


def test_a_statement_has_only_what_was_set() -> None:
    """The record of an edit claims what the person said; emptying and nothing are no claims."""
    before = paper(year=2020, pages="1", tags=("a",))
    after = edit(before, [("year", "2021"), ("pages", ""), ("tags", "a, b")]).paper

    assert statement(before, after, "edit") == (
        Record(SourceKind.PERSON, "edit", year=2021, tags=("b",)),
    )
    assert statement(before, edit(before, [("pages", "")]).paper, "edit") == ()


@pytest.mark.parametrize("source", [SourceKind.LIST, SourceKind.CATALOGUE, SourceKind.BIBTEX])
def test_no_import_overwrites_what_a_person_set(source: SourceKind) -> None:
    """A title, year and venue set by hand stand against every other source."""
    before = paper(year=2020, venue=ICIP, entry_type="inproceedings")
    after = edit(before, [("title", "By Hand"), ("year", "2021"), ("venue", "TIP")]).paper
    other = Record(source, "x", title="Coding of Features", year=2019, venue=ICIP)

    filled = fill(after, other, (other, *statement(before, after, "edit")))

    assert filled.paper == after
