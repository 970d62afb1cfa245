"""`vcmbib load`: a library from a dump."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Program
from tests.cli.program import vcmbib


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
    assert f"{dumped}:6: it is not JSON" in done.err
    assert f"{dumped}:4: 'year' must be a whole number" in done.err
    assert not (tmp_path / "new.db").exists()


def test_half_a_dump_is_refused(dumped: Path, tmp_path: Path) -> None:
    """A file that lost its end would be a library that lost papers."""
    text = dumped.read_text("utf-8")
    dumped.write_text("".join(text.splitlines(keepends=True)[:-1]), "utf-8")
    done = vcmbib(tmp_path / "new.db", "load", str(dumped))
    assert done.status == 4
    assert "is incomplete" in done.err


def test_a_dump_of_a_newer_program_is_refused_with_a_hint(dumped: Path, tmp_path: Path) -> None:
    """Nothing is guessed of a format that is not known."""
    dumped.write_text(dumped.read_text("utf-8").replace('"format":2', '"format":9'), "utf-8")
    done = vcmbib(tmp_path / "new.db", "load", str(dumped), "--json")
    assert done.status == 4
    said = json.loads(done.err)["error"]
    assert "format 9" in said["message"]
    assert "update" in said["hint"]


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
    """Our papers stay; differences are reported, and our values stay."""
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
