"""Works prepared for comparison: each value in the form that is compared."""

from __future__ import annotations

import pytest

from tests.papers import names
from vcmbib.logic.dedupe.prepare import PreparedWork, prepare
from vcmbib.model.names import Name
from vcmbib.model.paper import Record, SourceKind


def prepared(title: str = "T", **fields: object) -> PreparedWork:
    """A record with these fields, prepared."""
    return prepare(Record(SourceKind.BIBTEX, "a.bib", title=title, **fields))  # type: ignore[arg-type]


def test_a_record_of_nothing_has_nothing_to_compare() -> None:
    """Empty values stay empty: they neither support nor contradict."""
    work = prepared("")
    assert (work.title, work.title_key, work.numbers) == ("", "", prepared("").numbers)
    assert (work.surnames, work.volume, work.venue, work.identifiers) == ((), "", None, ())


@pytest.mark.parametrize("name", ["Anonymous", "[Anonymous]", "N/A", "unknown"])
def test_nobody_is_no_author(name: str) -> None:
    """What catalogues write for an unknown author is no shared name."""
    assert prepared(authors=(Name(name, literal=True),)).surnames == ()


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Über Coding", "ubercoding"),
        ("[A translated title]", "atranslatedtitle"),
        ("A Title [Review] [53 refs]", "atitle"),
    ],
)
def test_a_title_is_compared_by_its_letters(title: str, key: str) -> None:
    """Case, accents, brackets and notes of databases do not count."""
    assert prepared(title).title_key == key


@pytest.mark.parametrize(
    ("title", "generic"),
    [
        ("Editorial", True),
        ("Guest editors' introduction to the special issue", True),
        ("Editorial policies in surgery", False),
    ],
)
def test_a_title_of_column_words_is_generic(title: str, generic: bool) -> None:
    """One word more makes it a title of its own."""
    assert prepared(title).is_generic is generic


@pytest.mark.parametrize(
    "title", ["Erratum: On coding", "Reply to Bee", "Retraction of a paper", "A trial (protocol)"]
)
def test_a_work_about_a_work_is_known_by_its_title(title: str) -> None:
    """An erratum is not the paper that it corrects."""
    assert prepared(title).is_about_work
    assert not prepared("Error correction codes").is_about_work


def test_a_title_that_a_catalogue_cut_off_is_marked() -> None:
    """Its end is unknown."""
    assert prepared("A study of the …").is_cut_off
    assert not prepared("A study").is_cut_off


def test_initials_that_stand_last_are_no_surnames() -> None:
    """`Bee AB` is Bee, if all the names are in that form."""
    work = prepared(authors=names("Bee AB", "Dee C"))
    assert work.surnames == ("bee", "dee")
