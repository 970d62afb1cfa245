"""`vcmbib dump`: the library as text."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Program
from tests.cli.program import vcmbib


def test_without_a_library_there_is_nothing_to_dump(tmp_path: Path) -> None:
    """It is an error, and no library is made."""
    done = vcmbib(tmp_path / "none.db", "dump")
    assert done.status == 3
    assert not (tmp_path / "none.db").exists()


def test_check_needs_a_file_and_tells_whether_it_would_change(
    program: Program, dumped: Path
) -> None:
    """Status 0 while it is what the library gives, 1 when it is not or is not there."""
    assert program("dump", "--check").status == 2
    assert program("dump", "--check", "-o", str(dumped)).status == 0
    before = dumped.read_bytes()
    program("tag", "poe2022x", "new")
    assert program("dump", "--check", "-o", str(dumped)).status == 1
    assert dumped.read_bytes() == before
    dumped.unlink()
    assert program("dump", "--check", "-o", str(dumped)).status == 1


def test_every_line_is_an_object_with_sorted_keys(program: Program) -> None:
    """One header, the kinds in their order, papers by key, and the count at the end."""
    lines = program("dump").out.splitlines()
    found = [json.loads(line) for line in lines]
    assert [f["kind"] for f in found] == [
        "header", "category", "category", "paper", "paper", "paper", "end",
    ]  # fmt: skip
    assert [f["key"] for f in found if "key" in f] == ["doe2020coding", "poe2022x", "roe2021video"]
    assert found[-1]["lines"] == len(lines) - 1
    assert all(list(f) == sorted(f) for f in found)


def test_another_library_and_one_field_a_line(program: Program, tmp_path: Path) -> None:
    """The command that git calls to show a library: each line names its paper."""
    out = vcmbib(tmp_path / "none.db", "dump", "--fields", str(program.path)).out.splitlines()
    assert "doe2020coding  authors: Jane Doe" in out
    assert "doe2020coding  venue: IEEE International Conference on Image Processing" not in out
    assert "doe2020coding  identifiers: arxiv:2005.00001" in out
    assert "doe2020coding  fields: keywords = a, b" in out
    assert "category learned  title: Learned Codecs" in out


def test_dumping_leaves_the_library_as_it_is(program: Program) -> None:
    """Looking never writes a byte."""
    before = program.path.read_bytes()
    program("dump", "--history")
    assert program.path.read_bytes() == before
