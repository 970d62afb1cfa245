"""A record with a key of the paper that states what the paper has in another form is no news."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.papers import paper
from vcmbib.logic.merge.fill import fill
from vcmbib.logic.merge.restated import restates_key, without_restated
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper, Record, SourceKind
from vcmbib.model.venues.venue import Venue, VenueKind

ARXIV = Identifier(Scheme.ARXIV, "2305.02578")
ISBN = Identifier(Scheme.ISBN, "9783161484100")


def record(**said: object) -> Record:
    """A record of the paper `doe2020`."""
    values = {"key": "doe2020", "title": "A title", "origin": "g", **said}
    return Record(SourceKind.BIBTEX, **values)  # type: ignore[arg-type]


RESTATED: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "the name of a field in another case": (
        {"extra": (("ris-M1", "7"),)}, {"extra": (("ris-m1", "7"),)}
    ),
    "a field of another format": ({"extra": (("issn", "no"),)}, {"extra": (("ris-SN", "no"),)}),
    "several values in one field": (
        {"extra": (("cff-year", "{}"), ("cff-month", "x"))},
        {"extra": (("cff-issue-date", "{}; x"),)},
    ),
    "a second value that is the venue": (
        {"venue": Venue(None, "C", VenueKind.CONFERENCE)}, {"extra": (("booktitle_2", "C"),)}
    ),
    "a value that only another format has a field for": (
        {"extra": (("csl-ISSN", "[null]"),)}, {"extra": (("issn", "[null]"),)}
    ),
    "braces as commands of LaTeX": (
        {"extra": (("csl-language", "{}"),)},
        {"extra": (("language", "\\textbraceleft{}\\textbraceright{}"),)},
    ),
    "the server of a preprint": (
        {"identifiers": (ARXIV,)}, {"venue": Venue("arXiv", "arXiv", VenueKind.PREPRINT)}
    ),
    "an identifier in an extra field": (
        {"extra": (("isbn", "978-3-16-148410-0"),)}, {"identifiers": (ISBN,)}
    ),
    "a note with other line breaks": ({"note": "a\r\nb"}, {"note": "a b"}),
    "a tag that was divided": ({"tags": ("a; b",)}, {"tags": ("a", "b")}),
    "a name in another normal form": (
        {"authors": (Name("Do\u00e9"),)}, {"authors": (Name("Doe\u0301"),)}
    ),
    "a column in an extra field": ({"extra": (("honour", "{{}}"),)}, {"honour": "{{}}"}),
}  # fmt: skip


def _paper(values: dict[str, object]) -> Paper:
    return replace(paper("doe2020", "A title"), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", RESTATED)
def test_what_the_paper_has_in_another_form_is_no_news(kind: str) -> None:
    """The paper stays as it is."""
    have, said = RESTATED[kind]
    before = _paper(have)
    found = fill(before, record(**said))
    assert found.changes == ()
    assert found.paper == before


@pytest.mark.parametrize("kind", ["a note with other line breaks", "a field of another format"])
def test_a_record_with_another_key_is_not_an_export_of_the_paper(kind: str) -> None:
    """All that it states counts."""
    have, said = RESTATED[kind]
    other = replace(record(**said), key="roe2021")
    assert without_restated(_paper(have), other) == other


def test_another_value_is_news() -> None:
    """What the paper does not state is filled, also from a record with its key."""
    found = fill(_paper({}), record(volume="3", tags=("t",), extra=(("ris-M1", "7"),), note="n"))
    assert {c.field for c in found.changes} == {"volume", "tags", "extra", "note"}


@pytest.mark.parametrize(
    ("have", "key"), [({"former_keys": ("ER  - ",)}, "ER -"), ({"former_keys": ("a;b",)}, "a"),
                      ({"extra": (("csl-citation-key", "?"),)}, "?")],
)  # fmt: skip
def test_a_key_in_another_form_is_no_new_key(have: dict[str, object], key: str) -> None:
    """Other blanks, a list that was divided, and a key that is kept as an extra field."""
    assert restates_key(_paper(have), key)
    assert not restates_key(_paper(have), "z")
