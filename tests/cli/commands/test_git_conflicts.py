"""`vcmbib git conflicts` and `resolve`: each conflict of a merge is decided."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.commands.git_clones import Clone, clash
from tests.cli.program import vcmbib
from tests.cli.terminal import screens
from vcmbib.cli.commands.git_conflicts import conflicts_path
from vcmbib.cli.display.widths import columns

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def test_conflicts_stop_the_merge_and_are_decided_one_by_one(clashed: tuple[Clone, Clone]) -> None:
    """Our value stays until then; each decision is a change that can be undone."""
    ours, theirs = clashed
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
    assert not conflicts_path(ours.library).exists()
    assert "papers.db.conflicts" not in ours.git("status", "--porcelain")
    ours.commit("merged")
    theirs.pull(ours)
    assert theirs.text() == ours.text()


@pytest.mark.parametrize("branches", ["both", "theirs"])
def test_a_link_in_the_repository_takes_no_conflict_list(
    branches: str, ours: Clone, theirs: Clone
) -> None:
    """Whoever commits a link under the name of a list: its target stays, the list is there."""
    victim = ours.folder.parent / "victim"
    victim.write_text("mine\n")
    link = "papers.db.conflicts.jsonl"
    (theirs.folder / link).symlink_to("../victim")
    theirs.git("add", "-f", link)
    theirs.commit("a link")
    if branches == "both":
        ours.pull(theirs)
    clash(ours, theirs)
    assert (ours.folder / link).is_symlink()
    assert victim.read_text() == "mine\n"
    assert len(ours("git", "conflicts").out.splitlines()) == 3
    ours("git", "resolve", "--all", "--ours")
    assert (ours.folder / link).is_symlink()
    assert ours("git", "conflicts").out == ""


def test_a_list_that_cannot_be_written_ends_the_merge(tmp_path: Path) -> None:
    """Outside a repository a link next to the library is refused, and our library stays."""
    files = [tmp_path / name for name in ("base.db", "ours.db", "theirs.db")]
    for file, year in zip(files, ("2000", "2001", "2002"), strict=True):
        given = f"@misc{{doe, title = {{Coding}}, author = {{Doe, J}}, year = {year}}}"
        assert vcmbib(file, "import", "--format", "bibtex", "-", given=given).status == 0
    link = tmp_path / "papers.db.conflicts.jsonl"
    link.symlink_to("nowhere")
    before = vcmbib(files[1], "dump").out
    done = vcmbib(files[1], "git", "merge", *map(str, files), str(tmp_path / "papers.db"))
    assert done.status == 3
    assert "is a link" in done.err
    assert vcmbib(files[1], "dump").out == before
    assert link.is_symlink()
    link.unlink()
    done = vcmbib(files[1], "git", "merge", *map(str, files), str(tmp_path / "papers.db"))
    assert done.status == 1
    assert link.is_file()


def test_all_conflicts_are_decided_at_once(clashed: tuple[Clone, Clone]) -> None:
    """With --all, for one side; --dry-run writes nothing."""
    ours, _ = clashed
    ours("git", "resolve", "--all", "--theirs", "--dry-run")
    assert len(ours("git", "conflicts").out.splitlines()) == 3
    ours("git", "resolve", "--all", "--theirs")
    assert ours.paper("doe2020coding")["title"] == "Theirs"
    assert ours.paper("noether1918")["year"] == 1918
    assert ours("git", "conflicts").out == ""


def test_a_merge_that_is_taken_back_leaves_no_conflicts(clashed: tuple[Clone, Clone]) -> None:
    """After an abort nothing is listed; after another merge its conflicts are."""
    ours, theirs = clashed
    ours.git("merge", "--abort")
    done = ours("git", "conflicts")
    assert done.out == ""
    assert "was undone" in done.err
    assert ours.git("status", "--porcelain") == ""
    ours.pull(theirs, status=1)
    assert len(ours("git", "conflicts").out.splitlines()) == 3
    ours("undo")
    assert ours("git", "conflicts").out == ""


def test_wrong_decisions_are_refused(clashed: tuple[Clone, Clone]) -> None:
    """Two sides, no side, no such conflict, a value for several."""
    ours, _ = clashed
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


@pytest.mark.parametrize("room", [40, 80, 120])
def test_a_terminal_shows_a_table_of_conflicts(
    clashed: tuple[Clone, Clone], monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    """Values of both sides, labels, the number of conflicts; nothing wider than the terminal."""
    ours, _ = clashed
    monkeypatch.chdir(ours.folder)
    listed, decided, state = screens(
        room, None, [["git", "conflicts"], ["git", "resolve", "--all", "--ours", "--dry-run"],
                     ["git", "status"]],
    )  # fmt: skip

    for text in (listed, decided, state):
        plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
        assert "\t" not in plain
        assert all(columns(line) <= room for line in plain.splitlines()), plain
    assert "3 conflicts" in listed
    assert "2019" in listed
    assert "ours: ours" not in listed
    assert "3 conflicts to" in " ".join(state.split())
