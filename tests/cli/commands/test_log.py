"""The log of one paper: found by any key or identifier that it has, or ever had."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program
from tests.cli.program import RunResult, vcmbib


def changes(ran: RunResult) -> list[int]:
    """The numbers of the changes that a log lists."""
    assert ran.status == 0, ran.err
    return [c["id"] for c in ran.json["changes"]]


def test_a_key_that_no_paper_ever_had(program: Program) -> None:
    """It is still an error, with the nearest key as a hint."""
    result = program("log", "doe2020codin")

    assert (result.status, result.out) == (3, "")
    assert "doe2020coding" in result.err


def test_a_removed_paper_is_found_by_its_key_and_identifier(program: Program) -> None:
    """Its changes are listed, the removal first, and a message reports that it was removed."""
    assert program("tag", "doe2020coding", "fresh").status == 0
    assert program("tag", "roe2021video", "other").status == 0
    assert program("remove", "doe2020coding", "--yes").status == 0

    for name in ("doe2020coding", "DOE2020Coding", "arxiv:2005.00001"):
        assert changes(program("log", name, "--json")) == [4, 2, 1]
    assert "no longer" in program("log", "doe2020coding").err
    assert "no longer" not in program("log", "roe2021video").err


def test_a_removed_paper_is_found_by_its_former_key(program: Program) -> None:
    """A key that was given up before the paper went leads to it too."""
    assert program("key", "doe2020coding", "doe2020other").status == 0
    assert program("remove", "doe2020other", "--yes").status == 0

    assert changes(program("log", "doe2020coding", "--json")) == [3, 2, 1]


def test_a_merged_paper_is_found_by_its_key(program: Program) -> None:
    """Its own changes are listed with those of the paper that has its key now."""
    assert program("tag", "poe2022x", "fresh").status == 0
    assert program("tag", "roe2021video", "other").status == 0
    assert program("merge", "roe2021video", "poe2022x", "--yes").status == 0

    assert changes(program("log", "poe2022x", "--json")) == [4, 3, 2, 1]
    assert {4, 3, 1} <= set(changes(program("log", "roe2021video", "--json")))


def test_an_identifier_that_stands_on_several_papers(program: Program) -> None:
    """It is as ambiguous as anywhere, whoever carried it before."""
    entries = "".join(
        f"@misc{{k{i}, title = {{Quite another thing {i}}}, eprint = {{2101.00001}},"
        " archiveprefix = {arXiv}}\n"
        for i in range(3)
    )
    given = ("import", "--format", "bibtex", "--on-duplicate", "add", "-")
    assert program(*given, given=entries).status == 0
    assert program("remove", "k0", "--yes").status == 0

    assert program("log", "arxiv:2101.00001").status == 3
    assert "2 papers" in program("log", "arxiv:2101.00001").err
    assert program("log", "k0").status == 0


def test_a_key_that_was_given_to_another_paper(program: Program) -> None:
    """Both papers that had the key are listed; a restored paper is found as before."""
    assert program("remove", "poe2022x", "--yes").status == 0
    assert program("add", "--title", "Another", "--key", "poe2022x").status == 0
    assert changes(program("log", "poe2022x", "--json")) == [3, 2, 1]
    assert program("remove", "doe2020coding", "--yes").status == 0
    assert program("undo").status == 0
    assert changes(program("log", "doe2020coding", "--json")) == [5, 4, 1]
    assert "no longer" not in program("log", "doe2020coding").err


def test_the_log_of_the_library_and_of_a_paper(db: Path) -> None:
    """When, which command, what it did."""
    (change,) = vcmbib(db, "log", "--json").json["changes"]

    assert change["id"] == 1
    assert (
        "import" in change["summary"] or change["summary"] == "added 4 papers, added 4 categories"
    )
    vcmbib(db, "add", "--title", "Another work", "--author", "A. Nother", "--year", "2020")
    assert [c["id"] for c in vcmbib(db, "log", "--json").json["changes"]] == [2, 1]
    assert [c["id"] for c in vcmbib(db, "log", "choi2018deep", "--json").json["changes"]] == [1]
    assert [c["id"] for c in vcmbib(db, "log", "nother2020another", "--json").json["changes"]] == [
        2
    ]
