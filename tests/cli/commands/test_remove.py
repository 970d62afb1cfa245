"""`vcmbib remove`: papers go after a question."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Program
from tests.cli.terminal import end, spawn


def test_removed_papers_are_printed(program: Program) -> None:
    """Each paper removed is a line; one named twice is removed once."""
    result = program("remove", "-", "--yes", given="doe2020coding\narxiv:2005.00001\npoe2022x\n")

    assert result.out == "doe2020coding\tCoding of Features\npoe2022x\tÜber 点云 👾 مرحبا\n"
    assert program("list", "--keys").out == "roe2021video\n"
    assert program.changes() == 2


@pytest.mark.parametrize(("answer", "left"), [("n", 3), ("y", 2), ("", 3)])
def test_remove_asks(program: Program, answer: str, left: int) -> None:
    """On a terminal the papers are shown and only a yes removes them."""
    child = spawn(program.path, "remove", "doe2020coding")
    child.expect("Coding of Features")
    child.expect("Remove this paper")
    child.sendline(answer)

    assert end(child) == 0
    assert len(program("list", "--keys").out.split()) == left
