"""The list of our own on a real terminal, and the width of what it shows."""

from __future__ import annotations

from pathlib import Path

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.cli.conftest import Program
from tests.cli.terminal import end, spawn
from vcmbib.cli.display.widths import columns
from vcmbib.cli.picker.screen import cut

ESCAPE, ENTER, TAB, UP, DOWN, CTRL_C = "\x1b", "\r", "\t", "\x1b[A", "\x1b[B", "\x03"


@pytest.fixture
def without_fzf(tmp_path: Path) -> dict[str, str]:
    """An environment without any program on the path."""
    return {"PATH": str(tmp_path), "LC_ALL": "C.UTF-8"}


def start(program: Program, env: dict[str, str], *args: str) -> pexpect.spawn[str]:
    """The program on a terminal, when its list is drawn."""
    child = spawn(program.path, *args, env=env)
    child.expect("type to filter")
    return child


@pytest.mark.parametrize("key", [ESCAPE, CTRL_C])
def test_cancel(program: Program, without_fzf: dict[str, str], key: str) -> None:
    """Esc and Ctrl-C end in status 130 and print no key."""
    child = start(program, without_fzf, "pick")
    child.send(key)
    child.expect("interrupted")
    assert end(child) == 130


def test_type_and_choose(program: Program, without_fzf: dict[str, str]) -> None:
    """Enter prints the key at the cursor, after the screen is as it was."""
    child = start(program, without_fzf, "pick")
    child.send("video roe")
    child.expect("1/3")
    child.send(ENTER)
    child.expect(r"\x1b\[\?1049l[\s\S]*roe2021video\r\n")
    assert end(child) == 0


def test_nothing_matches(program: Program, without_fzf: dict[str, str]) -> None:
    """Enter does nothing then; Backspace and Ctrl-U widen the filter again."""
    child = start(program, without_fzf, "pick")
    child.send("roe2021zz")
    child.expect("0/3")
    child.send(ENTER + "\x7f\x7f")
    child.expect("1/3")
    child.send("zz\x15")
    child.expect("3/3")
    child.send("doe" + ENTER)
    child.expect("doe2020coding\r\n")
    assert end(child) == 0


def test_mark_several(program: Program, without_fzf: dict[str, str]) -> None:
    """Tab marks, arrows move."""
    child = start(program, without_fzf, "pick", "--as", "pandoc", "--sort", "key")
    child.send(TAB + DOWN + UP + TAB + ENTER)
    first, second, _ = program("list", "--keys").out.split()
    child.expect_exact(f"[@{first}; @{second}]")
    assert end(child) == 0


def test_one_only(program: Program, without_fzf: dict[str, str]) -> None:
    """With --one Tab marks nothing."""
    child = start(program, without_fzf, "pick", "--one", "--sort", "key")
    child.send(TAB + ENTER)
    child.expect_exact(program("list", "--keys").out.split()[0] + "\r\n")
    assert end(child) == 0


def test_a_small_terminal(program: Program, without_fzf: dict[str, str]) -> None:
    """Nothing is drawn outside, and the list still works."""
    child = spawn(program.path, "pick", env=without_fzf)
    child.setwinsize(3, 12)
    child.expect("> ")
    child.setwinsize(1, 2)
    child.send("doe2020")
    child.setwinsize(20, 80)
    child.expect("1/3")
    child.send(ENTER)
    child.expect("doe2020coding\r\n")
    assert end(child) == 0


def test_an_unknown_terminal(program: Program, without_fzf: dict[str, str]) -> None:
    """An error of usage, no traceback."""
    child = spawn(program.path, "pick", env={**without_fzf, "TERM": "no-such-terminal"})
    child.expect("cannot draw a list here")
    assert end(child) == 2


@given(
    st.text(st.characters(exclude_categories=("C", "Mn", "Me")), max_size=30), st.integers(0, 20)
)
def test_text_is_cut_to_the_columns(text: str, width: int) -> None:
    """A cut text is never wider, and as wide as possible."""
    shown = cut(text, width)
    assert columns(shown) <= width
    if columns(text) <= width:
        assert shown == text


@pytest.mark.parametrize("text", ["abc", "王小明", "e\u0301", "한국어", "ｆｕｌｌ", ""])
def test_the_width_is_that_of_rich(text: str) -> None:
    """Two columns for East Asian letters, none for accents."""
    assert columns(text) == cell_len(text)
