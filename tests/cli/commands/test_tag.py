"""`vcmbib tag`: tags are put on papers, taken off and renamed."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Program


def test_tags_keep_the_spelling_in_use(program: Program) -> None:
    """A tag given in another case is the tag that is there."""
    program("tag", "doe2020coding", "rl", "é", "--add", "second word", "--remove", "SURVEY")
    program("tag", "poe2022x", "É")

    assert set(program.paper("doe2020coding").tags) == {"RL", "é", "second word"}
    assert program.paper("poe2022x").tags == ("é",)
    assert program("tag", "poe2022x").out == "é\n"


def test_many_papers_are_tagged_at_once(program: Program) -> None:
    """Keys from standard input, one change for all."""
    result = program("tag", "-", "new", "--json", given="doe2020coding\nroe2021video\n\n")

    assert [p["key"] for p in result.json["papers"]] == ["doe2020coding", "roe2021video"]
    assert program.changes() == 2


def test_renaming_merges_tags(program: Program) -> None:
    """A tag renamed to one that is there becomes it, whatever the case, on every paper."""
    program("tag", "--rename", "SURVEY=rl")

    assert program.paper("doe2020coding").tags == ("RL",)
    assert program.paper("roe2021video").tags == ("RL",)


@pytest.mark.parametrize("tag", ["C++", "a=b", '"quoted"', "???", "👾", "مرحبا", "feature-x"])
def test_any_tag_can_be_renamed(program: Program, tag: str) -> None:
    """Quotes, signs and emoji in a tag are text like any other."""
    program("tag", "doe2020coding", tag)
    result = program("tag", "--rename", f"{tag}=plain")

    assert result.status == 0
    assert set(program.paper("doe2020coding").tags) == {"survey", "plain"}
