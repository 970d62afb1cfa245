"""`vcmbib git conflicts` and `resolve`: each conflict of a merge is decided."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.commands.git_clones import Clone
from tests.cli.program import vcmbib

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def clash(ours: Clone, theirs: Clone) -> None:
    """Both set a year and a title; one removes what the other edits; merged, with conflicts."""
    ours("edit", "doe2020coding", "--set", "year=2018", "--set", "title=Ours")
    ours("remove", "noether1918", "--yes")
    ours.commit("ours")
    theirs("edit", "doe2020coding", "--set", "year=2019", "--set", "title=Theirs", "--set",
           "pages=5")  # fmt: skip
    theirs("edit", "noether1918", "--set", "year=1918")
    theirs.commit("theirs")
    said = ours.pull(theirs, status=1)
    assert "3 conflicts in papers.db" in said


def test_conflicts_stop_the_merge_and_are_decided_one_by_one(ours: Clone, theirs: Clone) -> None:
    """Ours stands until then; each decision is a change that can be undone."""
    clash(ours, theirs)
    assert ours.paper("doe2020coding")["year"] == 2018
    assert ours.paper("doe2020coding")["pages"] == "5"
    listed = [line.split("\t")[:2] for line in ours("git", "conflicts").out.splitlines()]
    assert sorted(listed) == [
        ["doe2020coding", "title"], ["doe2020coding", "year"], ["noether1918", "paper"],
    ]  # fmt: skip
    assert len(ours("git", "conflicts", "--json").json["conflicts"]) == 3
    ours("git", "resolve", "doe2020coding", "year", "--theirs")
    assert ours.paper("doe2020coding")["year"] == 2019
    ours("undo")
    assert ours.paper("doe2020coding")["year"] == 2018
    ours("git", "resolve", "doe2020coding", "title", "--value", "Neither")
    assert ours.paper("doe2020coding")["title"] == "Neither"
    ours("git", "resolve", "noether1918", "--ours")
    assert len(ours.keys()) == 3
    assert not (ours.folder / "papers.db.conflicts.jsonl").exists()
    assert "papers.db.conflicts" not in ours.git("status", "--porcelain")
    ours.commit("merged")
    theirs.pull(ours)
    assert theirs.text() == ours.text()


def test_all_conflicts_are_decided_at_once(ours: Clone, theirs: Clone) -> None:
    """With --all, for one side; --dry-run writes nothing."""
    clash(ours, theirs)
    ours("git", "resolve", "--all", "--theirs", "--dry-run")
    assert len(ours("git", "conflicts").out.splitlines()) == 3
    ours("git", "resolve", "--all", "--theirs")
    assert ours.paper("doe2020coding")["title"] == "Theirs"
    assert ours.paper("noether1918")["year"] == 1918
    assert ours("git", "conflicts").out == ""


def test_a_merge_that_is_taken_back_leaves_no_conflicts(ours: Clone, theirs: Clone) -> None:
    """After an abort nothing is listed; after another merge its conflicts are."""
    clash(ours, theirs)
    ours.git("merge", "--abort")
    done = ours("git", "conflicts")
    assert done.out == ""
    assert "taken back" in done.err
    assert ours.git("status", "--porcelain") == ""
    ours.pull(theirs, status=1)
    assert len(ours("git", "conflicts").out.splitlines()) == 3
    ours("undo")
    assert ours("git", "conflicts").out == ""


def test_wrong_decisions_are_refused(ours: Clone, theirs: Clone) -> None:
    """Two sides, no side, no such conflict, a value for several."""
    clash(ours, theirs)
    for arguments, status in (
        (["doe2020coding", "year"], 2),
        (["doe2020coding", "year", "--ours", "--theirs"], 2),
        (["--ours"], 2),
        (["doe2020coding", "--value", "x"], 2),
        (["nobody", "--ours"], 3),
        (["doe2020coding", "year", "--value", "soon"], 2),
        (["noether1918", "paper", "--value", "x"], 2),
    ):
        assert vcmbib(ours.library, "git", "resolve", *arguments).status == status, arguments
    assert len(ours("git", "conflicts").out.splitlines()) == 3


def test_one_key_for_two_works_is_told(ours: Clone, theirs: Clone) -> None:
    """Theirs gets a suffix; ours may then give it any other key."""
    ours.add("new", "On One Thing")
    ours.commit()
    theirs.add("new", "On Another Thing")
    theirs.commit()
    assert "newa" in ours.pull(theirs, status=1)
    assert vcmbib(ours.library, "git", "resolve", "newa", "key", "--theirs").status == 2
    ours("git", "resolve", "newa", "key", "--value", "another")
    assert ours.paper("another")["title"] == "On Another Thing"
