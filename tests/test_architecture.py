"""ARCHITECTURE.md: what it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
SOURCE = ROOT / "src" / "vcmbib"


def table(heading: str) -> list[tuple[str, str]]:
    """The rows of the table below a heading: first and second cell."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]
    return [(first, second) for first, second in cells]


PLACES = table("I want to change … → look in …")


def test_the_table_of_places_is_long_enough() -> None:
    """At least 30 things that a developer wants to change, each named once."""
    wanted = [what for what, _ in PLACES]
    assert len(wanted) >= 30
    assert len(set(wanted)) == len(wanted)


@pytest.mark.parametrize(("what", "places"), PLACES, ids=[what for what, _ in PLACES])
def test_each_place_exists(what: str, places: str) -> None:
    """Each path of the table is a module or a folder of the program."""
    paths = re.findall(r"`([^`]+)`", places)
    assert paths, what
    for path in paths:
        target = SOURCE / path
        assert target.is_dir() if path.endswith("/") else target.is_file(), path


def test_each_checker_exists() -> None:
    """Each test file that checks a rule exists."""
    checkers = [checker for _, checker in table("Rules, and what checks them")]
    files = [name for name in checkers if name.startswith("tests/")]
    assert files
    assert [name for name in files if not (ROOT / name).is_file()] == []


def test_each_folder_of_the_tree_exists() -> None:
    """Each folder and module that the tree names exists, and no package is left out."""
    tree = PAGE.split("src/vcmbib/\n", 1)[1].split("\ntests/", 1)[0]
    stack: list[str] = []
    named: set[str] = set()
    for line in tree.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        names = re.findall(r"[\w/]+(?:\.py|/)", line.split("  ")[depth] if depth else line)
        for name in names:
            stack = [*stack[: depth - 1], name]
            path = "".join(stack)
            named.add(path)
            assert (SOURCE / path).exists(), path
    packages = {
        f"{p.parent.relative_to(SOURCE).as_posix()}/"
        for p in SOURCE.rglob("__init__.py")
        if p.parent != SOURCE
    }
    nested = {"formats/bibtex/parse/", "formats/bibtex/reader/", "formats/bibtex/writer/"}
    assert packages - named - nested - {"sources/arxiv/"} == set()
