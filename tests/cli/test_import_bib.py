"""Importing .bib files: what fails comes back to be mended, and a loop of mending ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import vcmbib

BROKEN = """% macros of our group
@string{tip = "IEEE Transactions on Image Processing"}
@article{whole, title = {A Whole Entry}, journal = tip, year = 2020}
@article{open, title = {Never Closed,
  year = 2021
@misc{after, title = {After the Error}}
"""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A library that is not there yet."""
    return tmp_path / "papers.db"


def test_what_fails_comes_back_and_the_loop_ends(db: Path, tmp_path: Path) -> None:
    """Import, mend, import: every time what still fails, and in the end nothing."""
    (tmp_path / "refs.bib").write_text(BROKEN, encoding="utf-8")
    again = tmp_path / "again.bib"

    first = vcmbib(db, "import", str(tmp_path / "refs.bib"), "--failed", str(again))
    assert first.status == 4
    assert "2 added" in first.out
    assert "1 failed" in first.out
    text = again.read_text(encoding="utf-8")
    assert text.startswith("% line 4: ")
    assert "@article{open, title = {Never Closed," in text
    assert "@misc{after" not in text

    second = vcmbib(db, "import", str(again), "--failed", str(again))
    assert (second.status, again.read_text(encoding="utf-8").count("@article")) == (4, 1)

    again.write_text(text.replace("Closed,", "Closed},").rstrip() + "}\n", encoding="utf-8")
    third = vcmbib(db, "import", str(again), "--failed", str(again))
    assert (third.status, "1 added" in third.out) == (0, True)
    assert vcmbib(db, "show", "--json", "open").json["papers"][0]["year"] == 2021


def test_a_file_of_ones_own_is_not_overwritten(db: Path, tmp_path: Path) -> None:
    """Only what --failed itself wrote may be its target and its input at once."""
    path = tmp_path / "refs.bib"
    path.write_text(BROKEN, encoding="utf-8")
    assert vcmbib(db, "import", str(path), "--failed", str(path)).status == 2
    assert path.read_text(encoding="utf-8") == BROKEN


def test_every_block_is_in_the_sum(db: Path, tmp_path: Path) -> None:
    """Comments and macros are skipped by kind; the counts add up to what was read."""
    (tmp_path / "refs.bib").write_text(BROKEN, encoding="utf-8")
    result = vcmbib(db, "import", "--json", str(tmp_path / "refs.bib")).json
    counts = [result[name] for name in ("added", "filled", "same", "skipped", "failed")]
    assert sum(counts) == result["read"] == len(result["rows"]) == 5
    told = vcmbib(tmp_path / "other.db", "import", str(tmp_path / "refs.bib"))
    assert "2 skipped" in told.out
    assert "comment 1" in told.out
    assert "string 1" in told.out


def test_one_key_for_two_works(db: Path, tmp_path: Path) -> None:
    """The same entry twice is the same; another one is kept with a suffix, and that is told."""
    path = tmp_path / "refs.bib"
    path.write_text(
        "@article{k, title={One Title of Many Words}, author={Bee, A.}, year=2020}\n" * 2
        + "@article{k, title={Quite Another Work Altogether}, author={Dee, C.}, year=2001}\n",
        encoding="utf-8",
    )
    result = vcmbib(db, "import", str(path))
    assert "2 added, 0 filled, 1 same" in result.out
    assert "the key k is taken: ka instead" in result.err
    assert vcmbib(db, "list", "--keys").out.split() == ["k", "ka"]


def test_groups_become_categories_if_asked(db: Path, tmp_path: Path) -> None:
    """Only with --groups."""
    path = tmp_path / "refs.bib"
    path.write_text("@misc{a, title={A Work}, groups={Entropy models}}\n", encoding="utf-8")
    vcmbib(db, "import", str(path))
    assert vcmbib(db, "list", "categories").out.split() == []
    vcmbib(db, "import", "--groups", str(path))
    assert "entropy-models" in vcmbib(db, "list", "categories").out


def test_the_encoding_may_be_said(db: Path, tmp_path: Path) -> None:
    """What is guessed is told; what the user says is done."""
    path = tmp_path / "refs.bib"
    path.write_bytes("@misc{a, title={A Work}, author={Dvořák, Jan}}\n".encode("cp1250"))
    assert "Windows-1252" in vcmbib(tmp_path / "x.db", "import", str(path)).err
    assert vcmbib(db, "import", "--encoding", "cp1250", str(path)).err.count("read as") == 0
    assert vcmbib(db, "show", "--json", "a").json["papers"][0]["authors"][0]["family"] == "Dvořák"
    assert vcmbib(db, "import", "--encoding", "klingon", str(path)).status == 4


@pytest.mark.parametrize("columns", ["Titel", "=title", "Titel="])
def test_columns_that_say_nothing(db: Path, tmp_path: Path, columns: str) -> None:
    """A mapping has a name and a field."""
    (tmp_path / "a.csv").write_text("Titel;Jahr\nEin Werk;2020\n", encoding="utf-8")
    result = vcmbib(db, "import", "--columns", columns, str(tmp_path / "a.csv"))
    assert result.status == 2
