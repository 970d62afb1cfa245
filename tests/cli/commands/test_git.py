"""Libraries in real git repositories: diffs that can be read, merges with nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.program import Ran, vcmbib
from vcmbib.cli.commands.git_setup import attribute_pattern
from vcmbib.model.plan import Change, Plan, Remove
from vcmbib.store.library import Library

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
}  # fmt: skip

BIB = """
@article{doe2020coding, title = {Coding of Features}, author = {Doe, Jane}, year = {2020},
  journal = {IEEE Transactions on Image Processing}, doi = {10.1000/a}}
@misc{roe2021video, title = {Video for Machines}, author = {Roe, Richard}, year = {2021}}
@misc{poe2022x, title = {Über Merkmale}, author = {Poe, Łukasz}, year = {2022}}
@misc{noether1918, title = {Invariante Variationsprobleme}, author = {Noether, Emmy}}
"""


@dataclass(frozen=True)
class Clone:
    """A working tree, and the library in it."""

    folder: Path
    name: str = "papers.db"

    @property
    def library(self) -> Path:
        """Where the library is."""
        return self.folder / self.name

    def git(self, *arguments: str, status: int = 0) -> str:
        """Run git; what it says on both streams."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env={**os.environ, **ENVIRONMENT},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert (done.returncode != 0) == (status != 0), said
        return said

    def __call__(self, *arguments: str, given: str | None = None) -> Ran:
        """Run the program on the library; it must end well."""
        done = vcmbib(self.library, *arguments, given=given)
        assert done.status == 0, done.err
        return done

    def add(self, key: str, title: str, **fields: str) -> None:
        """A paper more."""
        more = "".join(f", {n} = {{{v}}}" for n, v in fields.items())
        entry = f"@misc{{{key}, title = {{{title}}}{more}}}"
        self("import", "--format", "bibtex", "-", given=entry)

    def commit(self, message: str = "change") -> None:
        """Commit everything."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def clone(self, to: Path) -> Clone:
        """Another clone of the same history, set up."""
        self.git("clone", "-q", str(self.folder), str(to))
        other = Clone(to, self.name)
        other("git", "install")
        return other

    def pull(self, other: Clone, *options: str, status: int = 0) -> str:
        """Bring the other clone's branch in."""
        return self.git(
            "pull", "-q", *(options or ("--no-rebase", "--no-edit")), str(other.folder), "main",
            status=status,
        )  # fmt: skip

    def paper(self, key: str) -> dict[str, object]:
        """A paper as JSON."""
        papers: list[dict[str, object]] = self("show", key, "--json").json["papers"]
        return papers[0]

    def keys(self) -> list[str]:
        """The citation keys."""
        return sorted(self("list", "--keys").out.split())

    def text(self) -> str:
        """The dump."""
        return self("dump").out


def start(folder: Path, name: str = "papers.db") -> Clone:
    """A repository with a library of four papers, set up."""
    folder.mkdir(parents=True)
    clone = Clone(folder, name)
    clone.git("init", "-q", "-b", "main")
    clone("import", "--format", "bibtex", "-", given=BIB)
    clone("category", "--add", "Coding")
    clone("git", "install")
    clone.commit("start")
    return clone


@pytest.fixture
def ours(tmp_path: Path) -> Clone:
    """Our clone."""
    return start(tmp_path / "our clone")


@pytest.fixture
def theirs(ours: Clone, tmp_path: Path) -> Clone:
    """Their clone."""
    return ours.clone(tmp_path / "theirs")


# --- set-up ------------------------------------------------------------------------------------


def test_outside_a_repository_it_says_what_is_wrong(tmp_path: Path) -> None:
    """There must be a repository; nothing is written."""
    vcmbib(tmp_path / "papers.db", "init")
    done = vcmbib(tmp_path / "papers.db", "git", "install")
    assert done.status == 2
    assert "git repository" in done.err
    assert not (tmp_path / ".gitattributes").exists()


def test_install_twice_is_install_once_and_uninstall_takes_it_back(ours: Clone) -> None:
    """Other lines of the attributes stay; status tells which it is."""
    attributes = ours.folder / ".gitattributes"
    assert attributes.read_text() == "papers.db -text diff=vcmbib merge=vcmbib\n"
    assert ours("git", "status").out.startswith("git shows and merges")
    assert ours("git", "install").out == ""
    attributes.write_text("*.tex text\n" + attributes.read_text())
    ours("git", "uninstall")
    assert attributes.read_text() == "*.tex text\n"
    assert "vcmbib" not in ours.git("config", "--list", "--local").replace(str(ours.folder), "")
    done = vcmbib(ours.library, "git", "status")
    assert done.status == 1
    assert "diff=vcmbib" in done.out
    ours("git", "install")
    assert attributes.read_text().startswith("*.tex text\npapers.db ")


@pytest.mark.parametrize("name", ["my papers.db", 'a"b.db', "[x] 点.db"])
def test_any_name_in_any_folder_is_shown_and_merged(name: str, tmp_path: Path) -> None:
    """A library in a folder below, with blanks and quotes in its name."""
    top = tmp_path / "top"
    top.mkdir()
    Clone(top).git("init", "-q", "-b", "main")
    folder = top / "a folder"
    folder.mkdir()
    one = Clone(folder, name)
    one("import", "--format", "bibtex", "-", given=BIB)
    one("git", "install")
    assert one("git", "status").out.startswith("git shows")
    one.commit("start")
    one.git("checkout", "-q", "-b", "side")
    one("tag", "doe2020coding", "side")
    one.commit()
    one.git("checkout", "-q", "main")
    one("edit", "doe2020coding", "--set", "year=1999")
    one.commit()
    assert "+doe2020coding  year: 1999" in one.git("log", "-p", "-1")
    one.git("merge", "-q", "side")
    assert one.paper("doe2020coding")["tags"] == ["side"]
    assert one.paper("doe2020coding")["year"] == 1999
    assert attribute_pattern(name) != name or name == "papers.db"


def test_a_worktree_merges_too(ours: Clone, tmp_path: Path) -> None:
    """Configuration is the repository's, attributes are committed."""
    ours.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "tree"))
    side = Clone(tmp_path / "tree")
    assert side("git", "status").out.startswith("git shows")
    side("tag", "poe2022x", "side")
    side.commit()
    ours("tag", "poe2022x", "main")
    ours.commit()
    side.git("merge", "-q", "--no-edit", "main")
    assert side.paper("poe2022x")["tags"] == ["side", "main"]


# --- looking -----------------------------------------------------------------------------------


def test_a_diff_shows_what_changed_a_field_a_line(ours: Clone) -> None:
    """Nothing of the papers that did not change, and no binary noise."""
    ours("edit", "poe2022x", "--set", "year=2023")
    lines = ours.git("diff").splitlines()
    assert "-poe2022x  year: 2022" in lines
    assert "+poe2022x  year: 2023" in lines
    assert not any("doe2020coding" in line for line in lines if line[0] in "+-")
    ours.commit()
    assert "+poe2022x  year: 2023" in ours.git("log", "-p").splitlines()


# --- merging -----------------------------------------------------------------------------------


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
    assert "ours" in str(first["note"])
    assert "theirs" in str(first["note"])
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
    assert not (ours.folder / "papers.db.conflicts.jsonl").exists()
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
    other = start(tmp_path / "another")
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


# --- conflicts ---------------------------------------------------------------------------------


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


def test_a_damaged_library_leaves_ours_untouched(ours: Clone, theirs: Clone) -> None:
    """The driver ends with a status above 1 and says which file it is."""
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
