"""`vcmbib key generate`: keys by a pattern."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.terminal import end, spawn
from vcmbib.store.library import Library

PATTERN = ("--pattern", "[auth:lower][year]")


def keys_of(program: Program) -> list[str]:
    """The citation keys, in order."""
    return program("list", "--keys").out.split()


def test_a_bad_pattern_is_shown_with_its_place(program: Program) -> None:
    """The message has a caret, and the hint names the fields."""
    ran = program("key", "generate", "--pattern", "[nope]")
    assert ran.status == 2
    assert "  [nope]\n   ^" in ran.err
    assert "authorsalpha" in ran.err


def test_without_a_library_none_is_made(tmp_path: Path) -> None:
    """Keys are generated in a library that is there."""
    gone = Program(tmp_path / "gone.db")
    assert gone("key", "generate", *PATTERN, "--yes").status == 3
    assert not gone.path.exists()


def test_nobody_to_ask_nothing_written(program: Program) -> None:
    """Off a terminal without --yes the preview is shown, and the status is 2."""
    ran = program("key", "generate", *PATTERN)
    assert ran.status == 2
    assert "doe2020coding\tdoe2020\tCoding of Features" in ran.out
    assert "--yes" in ran.err
    assert "doe2020coding" in keys_of(program)


def test_a_dry_run_only_shows(program: Program) -> None:
    """--dry-run shows the keys and what stays, with status 0."""
    ran = program("key", "generate", *PATTERN, "--dry-run")
    assert ran.status == 0
    assert "2 new, 0 unchanged, 1 for which the pattern gives no key" in ran.err
    assert program.changes() == 1


def test_keys_by_a_pattern_are_one_change(program: Program) -> None:
    """With --yes all get their keys in one change; former ones resolve; undo takes all back."""
    before = keys_of(program)
    ran = program("key", "generate", *PATTERN, "--yes", "--json")
    assert ran.status == 0
    assert {"old": "roe2021video", "new": "roe2021"} in ran.json["keys"]
    assert ran.json["change"] == 2
    assert program.paper("roe2021video").key == "roe2021"
    assert program("key", "generate", *PATTERN, "--yes").status == 0
    assert program.changes() == 2
    assert program("undo").status == 0
    assert keys_of(program) == before


@pytest.mark.parametrize("words", [("roe2021video",), ("machines",), ("tag:RL",), ("-",)])
def test_only_the_papers_that_are_named(program: Program, words: tuple[str, ...]) -> None:
    """Keys, a query, or keys on standard input name the papers that get keys."""
    ran = program("key", "generate", *words, *PATTERN, "--yes", given="roe2021video\n")
    assert ran.status == 0
    assert sorted(keys_of(program)) == ["doe2020coding", "poe2022x", "roe2021"]


def test_an_unknown_key_on_standard_input_is_an_error(program: Program) -> None:
    """Standard input has keys, never a query."""
    assert program("key", "generate", "-", *PATTERN, "--yes", given="nobody\n").status == 3


def test_another_papers_identifier_is_no_key(program: Program) -> None:
    """A key that leads to another paper by its identifier is not given, and this is reported."""
    program("edit", "roe2021video", "--set", "volume=2005.00001")
    ran = program("key", "generate", "--pattern", "[volume]", "--yes")
    assert ran.status == 0
    assert "roe2021video keeps its key" in ran.err
    assert "identifier of doe2020coding" in ran.err


def test_on_a_terminal_it_asks(program: Program) -> None:
    """No changes nothing, yes gives the keys."""
    for answer, key in (("n", "roe2021video"), ("y", "roe2021")):
        child = spawn(program.path, "key", "generate", *PATTERN)
        child.expect("new keys")
        child.sendline(answer)
        assert end(child) == 0
        with Library.reading(program.path) as library:
            assert library.paper("roe2021video").key == key
