"""Fields of patterns: people and groups."""

from __future__ import annotations

from dataclasses import replace

from tests.model.keys.pattern_paper import PAPER, gives
from tests.papers import names


def test_particles_and_groups() -> None:
    """JabRef leaves the particle out, Better BibTeX keeps it; a group is named by its words."""
    beethoven = replace(PAPER, authors=names("Ludwig van Beethoven"))
    assert gives("[auth]", beethoven) == "Beethoven"
    assert gives("[authFirstFull]", beethoven) == "vanBeethoven"
    assert gives("auth", beethoven) == "vanBeethoven"
    assert gives("[auth]", replace(PAPER, authors=names("The ATLAS Collaboration"))) is not None


def test_editors_stand_in_for_authors() -> None:
    """Without authors the editors are read, unless the pattern names pure authors."""
    edited = replace(PAPER, authors=(), editors=names("Richard Roe"))
    assert gives("[auth][year]", edited) == "Roe2020"
    assert gives("[pureauth][year]", edited) == "2020"
    assert gives("[edtr][year]", edited) == "Roe2020"


def test_and_others_counts_as_more() -> None:
    """An incomplete list of authors is visible in the key."""
    some = replace(PAPER, authors=names("Jane Doe"), authors_complete=False)
    assert gives("[auth.etal]", some) == "Doe.etal"
    assert gives("[authorsAlpha]", some) == "D+"
