"""`vcmbib key`: the key of a paper is changed by hand."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Program

PATTERN = ("--pattern", "[auth:lower][year]")


def keys_of(program: Program) -> list[str]:
    """The citation keys, in order."""
    return program("list", "--keys").out.split()


@pytest.mark.parametrize(
    "args",
    [
        ("doe2020coding",),
        ("a", "b", "c"),
        ("generate", "doe2020coding", "--sed"),
        ("doe2020coding", "new", *PATTERN),
        ("doe2020coding", "new", "--sed"),
        ("doe2020coding", "new", "--yes"),
        ("map", *PATTERN),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(program: Program, args: tuple[str, ...]) -> None:
    """Too few words, too many, and options of another verb end in status 2 and change nothing."""
    before = keys_of(program)
    assert program("key", *args).status == 2
    assert keys_of(program) == before


def test_a_key_is_changed_by_hand(program: Program) -> None:
    """KEY NEW renames, and the old key still resolves."""
    assert program("key", "doe2020coding", "doe20").status == 0
    assert program.paper("doe2020coding").key == "doe20"


def test_a_paper_whose_key_is_a_verb_is_renamed_by_edit(program: Program) -> None:
    """A key `generate` is no trap: the paper has an identifier, and edit knows the field."""
    program("key", "doe2020coding", "generate")
    assert program("key", "arxiv:2005.00001", "map").status == 0
    assert program("edit", "map", "--set", "key=doe20").status == 0
    assert program.paper("generate").key == "doe20"


def test_a_former_key_still_resolves(program: Program) -> None:
    """The old key leads to the paper, cannot go to another one, and may be given back."""
    assert program("key", "doe2020coding", "doe").out == "doe\tkey\tdoe2020coding → doe\n"
    assert program.paper("doe2020coding").key == "doe"
    refused = program("key", "roe2021video", "doe2020coding")
    assert (refused.status, "old key of doe" in refused.err) == (2, True)
    program("key", "doe", "doe2020coding")
    assert program.paper("doe").key == "doe2020coding"
    assert program.paper("doe").former_keys == ("doe",)


def test_the_letter_case_of_a_key_may_change(program: Program) -> None:
    """A paper's own key in another case is no one else's."""
    assert program("key", "doe2020coding", "Doe2020Coding").status == 0
    assert program.paper("doe2020coding").key == "Doe2020Coding"
