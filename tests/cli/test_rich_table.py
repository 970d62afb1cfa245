"""Tables on a terminal of 60 to 240 columns: whole keys, and nothing wider than the terminal."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.terminal import screens

TITLE = "Scalable Video Coding for Humans and Machines with Learned Transforms and Side Information"
KEY = "averyveryverylongname2020scalable"
SLUG = "a-category-with-a-very-long-name-that-nobody-would-ever-type"
COMMANDS = [
    (("list",), (KEY, "2020")),
    (("list", "scalable"), (KEY, "2020")),
    (("search", "machines"), (KEY, "2020")),
    (("log",), ("added",)),
    (("list", "categories"), (SLUG,)),
    (("show", KEY), (KEY,)),
    (("show", "--sources", KEY), ("entry_type", "title")),
    (("stats",), (SLUG, "x" * 50, "0 with an abstract")),
]
Show = Callable[[int, tuple[str, ...]], list[str]]


@pytest.fixture(scope="module")
def program(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A library with long names, titles and commands."""
    program = Program(tmp_path_factory.mktemp("long") / "papers.db")
    shutil.copyfile(sample_library, program.path)
    args = ["--title", TITLE, "--key", KEY, "--author", "Maximiliane Oberösterreicher and others"]
    args += ["--venue", "International Conference on Very Long Names of Venues", "--year", "2020"]
    args += ["--url", "https://example.org/" + "a/long/path/" * 8, "--model", "点云编码" * 12]
    assert program("category", "--add", "Long", "--slug", SLUG).status == 0
    assert program("add", *args, "--category", SLUG, "--tag", "x" * 50).status == 0
    return program


@pytest.fixture(scope="module")
def show(program: Program) -> Show:
    """The lines of a command on a terminal of this width, without colours."""
    commands = [args for args, _ in COMMANDS]

    @cache
    def at(columns: int) -> dict[tuple[str, ...], list[str]]:
        found = {}
        for args, text in zip(commands, screens(columns, program.path, commands), strict=True):
            assert "Traceback" not in text, text
            plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
            found[args] = plain.replace("\r\n", "\n").splitlines()
        return found

    return lambda columns, args: at(columns)[args]


@pytest.mark.parametrize("columns", [60, 80, 200])
@pytest.mark.parametrize(("args", "whole"), COMMANDS)
def test_nothing_is_wider_than_the_screen_and_no_key_is_cut(
    show: Show, columns: int, args: tuple[str, ...], whole: tuple[str, ...]
) -> None:
    """Keys, slugs, years and numbers are on one line, whatever is next to them."""
    lines = show(columns, args)

    for line in lines:
        wide = sum(2 if "\u2e80" <= c <= "\u9fff" else 1 for c in line)
        assert wide <= max(columns, len(SLUG) + 2), line
    for word in whole:
        assert any(word in line for line in lines), (word, lines)


def test_a_long_title_goes_below_its_key(show: Show) -> None:
    """In 80 columns a title has the width of the screen, not a column of ten letters."""
    lines = show(80, ("list", "scalable"))
    at = next(number for number, line in enumerate(lines) if line.startswith(KEY))
    below = [line for line in lines[at + 1 :] if line.startswith("  ")]

    assert TITLE in " ".join(line.strip() for line in below)
    assert len(below) == 2


def test_a_wide_screen_has_a_table(show: Show) -> None:
    """Where there is room each paper has one line below a heading."""
    lines = show(240, ("list",))

    assert lines[0].split() == ["key", "year", "venue", "authors", "title"]
    assert any(KEY in line and TITLE in line for line in lines)


def test_off_a_terminal_nothing_changes(program: Program) -> None:
    """Plain tab-separated lines, whatever width the environment names."""
    out = program("list").out

    assert f"{KEY}\t2020\t" in out
    assert len(out.splitlines()) == 4
