"""`vcmbib git` in real repositories: diffs and merges of libraries."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.commands.git_clones import Clone, start_repository
from tests.cli.program import vcmbib
from vcmbib.cli.commands.git_conflicts import conflicts_path
from vcmbib.model.plan import Change, Plan, Remove
from vcmbib.store.library import Library

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def test_a_diff_shows_what_changed_a_field_a_line(ours: Clone) -> None:
    """Nothing of the papers that did not change, and no binary noise."""
    ours("edit", "poe2022x", "--set", "year=2023")
    lines = ours.git("diff").splitlines()
    assert "-poe2022x  year: 2022" in lines
    assert "+poe2022x  year: 2023" in lines
    assert not any("doe2020coding" in line for line in lines if line[0] in "+-")
    ours.commit()
    assert "+poe2022x  year: 2023" in ours.git("log", "-p", "-1").splitlines()


def work(ours: Clone, theirs: Clone) -> None:
    """Each side adds, edits, tags, renames, removes and files papers, and commits."""
    ours.add("new1", "Only Ours", year="2024")
    ours.add("both", "The Same Work", doi="10.1000/both", year="2024")
    ours("edit", "doe2020coding", "--set", "pages=1-9")
    ours("tag", "roe2021video", "mine")
    ours("key", "poe2022x", "poe2022merkmale")
    ours("remove", "noether1918", "--yes")
    ours("category", "--add", "Learned", "--under", "coding")
    ours("category", "doe2020coding", "learned")
    ours("note", "doe2020coding", "ours")
    ours.commit("ours")
    theirs.add("new2", "Only Theirs", year="2023")
    theirs.add("both2", "The Same Work", doi="10.1000/both", pages="3-4")
    theirs("edit", "doe2020coding", "--set", "volume=7")
    theirs("tag", "roe2021video", "its")
    theirs("edit", "poe2022x", "--set", "month=5")
    theirs("category", "--rename", "coding=Coding for Machines")
    theirs("category", "poe2022x", "coding")
    theirs("note", "doe2020coding", "theirs")
    theirs.commit("theirs")


def check_work(clone: Clone) -> None:
    """Everything that both did is there."""
    assert set(clone.keys()) >= {"doe2020coding", "new1", "new2", "poe2022merkmale", "roe2021video"}
    assert len(clone.keys()) == 6
    first = clone.paper("doe2020coding")
    assert (first["pages"], first["volume"], first["categories"]) == ("1-9", "7", ["learned"])
    assert "ours" in str(first["notes"])
    assert "theirs" in str(first["notes"])
    assert set(clone.paper("roe2021video")["tags"]) == {"mine", "its"}  # type: ignore[call-overload]
    renamed = clone.paper("poe2022x")
    assert (renamed["key"], renamed["month"]) == ("poe2022merkmale", 5)
    assert renamed["categories"] == ["coding"]
    same = clone.paper("both2")
    assert same["key"] == clone.paper("both")["key"]
    assert (same["year"], same["pages"]) == (2024, "3-4")
    assert "Coding for Machines" in clone("list", "categories").out


def test_two_clones_come_together_with_nothing_lost(ours: Clone, theirs: Clone) -> None:
    """Additions, edits, tags, keys, removals and categories of both, and one change in the log."""
    work(ours, theirs)
    before = ours.text()
    ours.pull(theirs)
    check_work(ours)
    assert not conflicts_path(ours.library).exists()
    assert ours.git("status", "--porcelain") == ""
    with Library.reading(ours.library) as library:
        assert library.log()[0].command == "vcmbib git merge papers.db"
    theirs.pull(ours)
    assert theirs.text() == ours.text()
    ours("undo")
    assert ours.text() == before


def test_a_criss_cross_comes_together(ours: Clone, theirs: Clone) -> None:
    """Both merge each other, both go on, and merge again, through two common ancestors."""
    work(ours, theirs)
    ours.git("branch", "old")
    theirs.git("branch", "old")
    ours.git("fetch", "-q", str(theirs.folder), "old:theirs")
    theirs.git("fetch", "-q", str(ours.folder), "old:theirs")
    ours.git("merge", "-q", "--no-edit", "theirs")
    theirs.git("merge", "-q", "--no-edit", "theirs")
    ours("edit", "doe2020coding", "--set", "pages=1-10")
    ours.commit()
    theirs("edit", "doe2020coding", "--set", "volume=8")
    theirs("tag", "new1", "seen")
    theirs.commit()
    ours.pull(theirs)
    first = ours.paper("doe2020coding")
    assert (first["pages"], first["volume"]) == ("1-10", "8")
    assert ours.paper("new1")["tags"] == ["seen"]


def test_a_rebase_carries_the_changes_over(ours: Clone, theirs: Clone) -> None:
    """Each commit is put on top of theirs, one after the other."""
    work(ours, theirs)
    ours.add("new3", "A Second Commit")
    ours.commit("second")
    ours.pull(theirs, "--rebase")
    assert ours.git("log", "--format=%s").split("\n")[:3] == ["second", "ours", "theirs"]
    assert ours.paper("new3")["title"] == "A Second Commit"
    first = ours.paper("doe2020coding")
    assert (first["pages"], first["volume"]) == ("1-9", "7")
    assert ours.paper("poe2022merkmale")["month"] == 5


def test_two_libraries_without_a_common_start_come_together(ours: Clone, tmp_path: Path) -> None:
    """Both histories added the file: what they have in common is one."""
    other = start_repository(tmp_path / "another")
    other.add("extra", "One More")
    other.commit()
    ours.git("pull", "-q", "--no-rebase", "--no-edit", "--allow-unrelated-histories",
             str(other.folder), "main")  # fmt: skip
    assert len(ours.keys()) == 5


def test_a_paper_merged_into_another_here_and_edited_there(ours: Clone, theirs: Clone) -> None:
    """The edit is made to the paper that stayed."""
    with Library.writing(ours.library) as library:
        kept, gone = library.paper("roe2021video"), library.paper("poe2022x")
        from dataclasses import replace

        after = replace(kept, former_keys=("poe2022x",))
        library.apply(Plan.of([Remove(gone), Change(kept, after)]), "vcmbib merge")
    ours.commit()
    theirs("tag", "poe2022x", "its")
    theirs("edit", "poe2022x", "--set", "month=7")
    theirs.commit()
    ours.pull(theirs)
    found = ours.paper("poe2022x")
    assert (found["key"], found["tags"], found["month"]) == ("roe2021video", ["its"], 7)
    assert (found["title"], len(ours.keys())) == ("Video for Machines", 3)


def test_a_damaged_library_leaves_ours_untouched(ours: Clone, theirs: Clone) -> None:
    """The driver ends with a status above 1 and names the file."""
    before = ours.text()
    whole = theirs.library.read_bytes()
    theirs.library.write_bytes(whole[: len(whole) // 2])
    theirs.commit("damaged")
    ours("tag", "poe2022x", "mine")
    ours.commit()
    mine = ours.library.read_bytes()
    said = ours.pull(theirs, status=1)
    assert "CONFLICT" in said
    assert ours.library.read_bytes() == mine
    assert ours.text() != before
    broken = theirs.library
    half = broken.read_bytes()
    sound = ours.library
    for words in ([broken, sound, sound], [sound, broken, sound], [sound, sound, broken]):
        done = vcmbib(ours.library, "git", "merge", *map(str, words))
        assert done.status == 6
        assert "theirs" in done.err
    assert broken.read_bytes() == half
    assert ours.library.read_bytes() == mine
