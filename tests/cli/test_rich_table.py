"""What a person sees on a terminal of 80 or 60 columns: whole keys, nothing wider than that."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import Program
from tests.cli.terminal import on_a_terminal

TITLE = "Scalable Video Coding for Humans and Machines with Learned Transforms and Side Information"
KEY = "averyveryverylongname2020scalable"
SLUG = "a-category-with-a-very-long-name-that-nobody-would-ever-type"


@pytest.fixture
def program(program: Program) -> Program:
    """A library with long names, titles and commands."""
    args = ["--title", TITLE, "--key", KEY, "--author", "Maximiliane Oberösterreicher and others"]
    args += ["--venue", "International Conference on Very Long Names of Venues", "--year", "2020"]
    args += ["--url", "https://example.org/" + "a/long/path/" * 8, "--model", "点云编码" * 12]
    assert program("category", "--add", "Long", "--slug", SLUG).status == 0
    assert program("add", *args, "--category", SLUG, "--tag", "x" * 50).status == 0
    return program


def shown(columns: int, program: Program, *args: str) -> list[str]:
    """The lines on the screen, without colours."""
    text = on_a_terminal(columns, "--db", str(program.path), *args)
    assert "Traceback" not in text, text
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\r\n", "\n").splitlines()


@pytest.mark.parametrize("columns", [60, 80, 200])
@pytest.mark.parametrize(
    ("args", "whole"),
    [
        (["list"], [KEY, "2020"]),
        (["search", "machines"], [KEY, "2020"]),
        (["log"], ["added"]),
        (["list", "categories"], [SLUG]),
        (["show", KEY], [KEY]),
        (["show", "--sources", KEY], ["entry_type", "title"]),
        (["stats"], [SLUG, "x" * 50, "0 with an abstract"]),
    ],
)
def test_nothing_is_wider_than_the_screen_and_no_key_is_cut(
    program: Program, columns: int, args: list[str], whole: list[str]
) -> None:
    """Keys, slugs, years and numbers stand on one line, whatever there is beside them."""
    lines = shown(columns, program, *args)

    for line in lines:
        wide = sum(2 if "\u2e80" <= c <= "\u9fff" else 1 for c in line)
        assert wide <= max(columns, len(SLUG) + 2), line
    for word in whole:
        assert any(word in line for line in lines), (word, lines)


def test_a_long_title_goes_below_its_key(program: Program) -> None:
    """In 80 columns a title has the width of the screen, not a column of ten letters."""
    lines = shown(80, program, "list", "scalable")
    at = next(number for number, line in enumerate(lines) if line.startswith(KEY))
    below = [line for line in lines[at + 1 :] if line.startswith("  ")]

    assert TITLE in " ".join(line.strip() for line in below)
    assert len(below) == 2


def test_a_wide_screen_has_a_table(program: Program) -> None:
    """Where there is room each paper has one line below a heading."""
    lines = shown(240, program, "list")

    assert lines[0].split() == ["key", "year", "venue", "authors", "title"]
    assert any(KEY in line and TITLE in line for line in lines)


def test_off_a_terminal_nothing_changes(program: Program) -> None:
    """Plain tab-separated lines, whatever the width is said to be."""
    out = program("list").out

    assert f"{KEY}\t2020\t" in out
    assert len(out.splitlines()) == 4
