"""`dump` and `load` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.program import vcmbib


@pytest.fixture
def dumped(program: Program, tmp_path: Path) -> Path:
    """The dump of the sample library."""
    path = tmp_path / "papers.jsonl"
    assert program("dump", "-o", str(path)).status == 0
    return path


# --- refused -----------------------------------------------------------------------------------


def test_without_a_library_there_is_nothing_to_dump(tmp_path: Path) -> None:
    """It is said, and no library is made."""
    done = vcmbib(tmp_path / "none.db", "dump")
    assert done.status == 3
    assert not (tmp_path / "none.db").exists()


def test_a_library_with_papers_is_not_loaded_into_unasked(program: Program, dumped: Path) -> None:
    """The message names the two ways."""
    before = program.path.read_bytes()
    done = program("load", str(dumped))
    assert done.status == 2
    assert "--replace" in done.err
    assert "--merge" in done.err
    assert program.path.read_bytes() == before
    assert program("load", str(dumped), "--replace", "--merge").status == 2


def test_wrong_lines_are_all_named_and_nothing_is_written(dumped: Path, tmp_path: Path) -> None:
    """File, line and reason of each; status 4; no library is made."""
    lines = dumped.read_text("utf-8").splitlines()
    lines[3] = lines[3].replace('"year":2020', '"year":"2020"')
    lines.insert(5, "{")
    dumped.write_text("\n".join(lines), "utf-8")
    done = vcmbib(tmp_path / "new.db", "load", str(dumped))
    assert done.status == 4
    assert f"{dumped}:6: it is no JSON" in done.err
    assert f"{dumped}:4: 'year' must be a whole number" in done.err
    assert not (tmp_path / "new.db").exists()


def test_half_a_dump_is_refused(dumped: Path, tmp_path: Path) -> None:
    """A file that lost its end would be a library that lost papers."""
    text = dumped.read_text("utf-8")
    dumped.write_text("".join(text.splitlines(keepends=True)[:-1]), "utf-8")
    done = vcmbib(tmp_path / "new.db", "load", str(dumped))
    assert done.status == 4
    assert "cut off" in done.err


def test_a_dump_of_a_newer_program_is_refused_with_a_hint(dumped: Path, tmp_path: Path) -> None:
    """Nothing is guessed of a format that is not known."""
    dumped.write_text(dumped.read_text("utf-8").replace('"format":1', '"format":9'), "utf-8")
    done = vcmbib(tmp_path / "new.db", "load", str(dumped), "--json")
    assert done.status == 4
    said = json.loads(done.err)["error"]
    assert "format 9" in said["message"]
    assert "update" in said["hint"]


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


# --- done --------------------------------------------------------------------------------------


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


def test_a_new_library_from_a_dump_has_the_same_dump(
    program: Program, dumped: Path, tmp_path: Path
) -> None:
    """Also through standard input; a dry run makes nothing."""
    new = tmp_path / "new.db"
    assert vcmbib(new, "load", str(dumped), "--dry-run").out == "3 papers: added 3\n"
    assert not new.exists()
    said = vcmbib(new, "load", "-", "--json", given=dumped.read_text("utf-8")).json
    assert (said["added"], said["papers"], said["change"]) == (3, 3, 1)
    assert vcmbib(new, "dump").out == dumped.read_text("utf-8")
    assert vcmbib(new, "search", "author:doe", "--keys").out == "doe2020coding\n"
    assert vcmbib(new, "export", "--bibtex").out == program("export", "--bibtex").out


def test_replace_brings_an_old_dump_back_and_undo_the_new_one(
    program: Program, dumped: Path
) -> None:
    """Papers that came, went, changed and were renamed since: one change, both ways."""
    program("remove", "roe2021video", "--yes")
    program("key", "poe2022x", "other")
    program("edit", "doe2020coding", "--set", "year=1999", "--set", "venue=TIP")
    program("category", "--rename", "compression=New Name")
    now = program("dump").out
    assert "added 1, changed 2" in program("load", str(dumped), "--replace").out
    assert program("dump").out == dumped.read_text("utf-8")
    assert program("undo").status == 0
    assert program("dump").out == now
    again = program("load", str(dumped), "--replace", "--dry-run")
    assert program("dump").out == now
    assert "dry run" in again.err


def test_merge_puts_the_papers_of_a_dump_beside_ours(
    program: Program, dumped: Path, tmp_path: Path
) -> None:
    """What is there stays; what differs is told, and ours stands."""
    new = tmp_path / "new.db"
    entry = "@article{mine, title={Mine}}\n@misc{roe2021video, title={Video for Machines},"
    vcmbib(new, "import", "--format", "bibtex", "-", given=entry + " year={2019}}")
    done = vcmbib(new, "load", str(dumped), "--merge")
    assert done.status == 0
    assert "roe2021video\tyear" in done.err
    assert vcmbib(new, "list", "--keys").out.split() == [
        "doe2020coding", "mine", "poe2022x", "roe2021video",
    ]  # fmt: skip
    assert vcmbib(new, "show", "roe2021video", "--json").json["papers"][0]["year"] == 2019


def test_another_library_and_one_field_a_line(program: Program, tmp_path: Path) -> None:
    """What git calls to show a library: a file's name, and each line tells its paper."""
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
