"""Fields of patterns: people and groups."""

from __future__ import annotations

from dataclasses import replace

from tests.model.keys.pattern_paper import PAPER, key_by
from tests.papers import names


def test_particles_and_groups() -> None:
    """JabRef leaves the particle out, Better BibTeX keeps it; a group is named by its words."""
    beethoven = replace(PAPER, authors=names("Ludwig van Beethoven"))
    assert key_by("[auth]", beethoven) == "Beethoven"
    assert key_by("[authFirstFull]", beethoven) == "vanBeethoven"
    assert key_by("auth", beethoven) == "vanBeethoven"
    assert key_by("[auth]", replace(PAPER, authors=names("The ATLAS Collaboration"))) is not None


def test_editors_stand_in_for_authors() -> None:
    """Without authors the editors are read, unless the pattern names pure authors."""
    edited = replace(PAPER, authors=(), editors=names("Richard Roe"))
    assert key_by("[auth][year]", edited) == "Roe2020"
    assert key_by("[pureauth][year]", edited) == "2020"
    assert key_by("[edtr][year]", edited) == "Roe2020"


def test_and_others_counts_as_more() -> None:
    """An incomplete list of authors is visible in the key."""
    some = replace(PAPER, authors=names("Jane Doe"), authors_complete=False)
    assert key_by("[auth.etal]", some) == "Doe.etal"
    assert key_by("[authorsAlpha]", some) == "D+"
