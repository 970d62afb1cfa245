"""Values as a person types them."""

from __future__ import annotations

import pytest

from tests.logic.edit.edit_context import VOCABULARY
from tests.papers import TIP, paper
from vcmbib.errors import BadIdentifier, BadValue, NoSuchThing, Usage, VcmbibError
from vcmbib.logic.edit.set_fields import edit_paper
from vcmbib.model.venues.venue import VenueKind


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
    """A value that cannot be kept raises an error with a hint, before anything changes."""
    with pytest.raises(error) as raised:
        edit_paper(paper(), [setting], VOCABULARY)

    assert raised.value.hint


def test_others_say_that_the_list_is_not_whole() -> None:
    """`and others` is kept; a list without it counts as complete."""
    assert not edit_paper(paper(), [("authors", "A B and others")]).paper.authors_complete
    assert edit_paper(paper(), [("authors", "A B and C D")]).paper.authors_complete


def test_an_unknown_venue_is_kept_as_written_and_told() -> None:
    """A venue that the table lacks has the kind that the type implies, and causes a warning."""
    edited = edit_paper(paper(entry_type="article", venue=TIP), [("venue", "Annals of Nowhere")])

    assert edited.paper.venue is not None
    assert (edited.paper.venue.name, edited.paper.venue.kind) == (
        "Annals of Nowhere",
        VenueKind.JOURNAL,
    )
    assert edited.paper.entry_type == "article"
    assert "Annals of Nowhere" in edited.warnings[0]


def test_an_unknown_type_is_kept_and_told() -> None:
    """Any word may be a type; an unknown one causes a warning with the most similar type."""
    edited = edit_paper(paper(), [("type", "artcle")])

    assert edited.paper.entry_type == "artcle"
    assert "'article'" in edited.warnings[0]
