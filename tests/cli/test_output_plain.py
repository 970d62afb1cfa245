"""What programs read: standard output without a terminal, of every command, byte for byte."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.program import BROKEN_LIST
from tests.papers import ICIP, doi, names, paper
from vcmbib.model.plan import Add, MarkDifferent, Plan
from vcmbib.store.library import Library

EXPECTED = Path(__file__).with_name("plain_output.txt")
TWIN = """@inproceedings{new, title={Coding of Features},
author={Doe, Jane and Beethoven, Ludwig van}, year={2020}, booktitle={ICIP}, pages={1--5}}\n"""
COMMANDS = [
    ["list"],
    ["list", "coding"],
    ["list", "tags"],
    ["list", "categories"],
    ["list", "venues"],
    ["list", "authors"],
    ["list", "topics"],
    ["list", "types"],
    ["list", "tags", "--csv"],
    ["search", "coding"],
    ["search", "coding", "--keys"],
    ["search", "nothing-like-this"],
    ["show", "doe2020coding", "old2019"],
    ["show", "--sources", "doe2020coding"],
    ["show", "--bibtex", "doe2020coding"],
    ["id", "arxiv:2405.03500 and 10.1109/ICIP.2018.8451100"],
    ["stats"],
    ["stats", "year:2020"],
    ["log"],
    ["log", "doe2020coding"],
    ["check"],
    ["check", "--skip", "no-pages"],
    ["check", "--library"],
    ["dedupe"],
    ["dedupe", "--auto", "--dry-run"],
    ["dedupe", "--explain", "doe2020coding", "twin2020"],
    ["merge", "doe2020coding", "twin2020", "--dry-run"],
    ["key", "map"],
    ["key", "generate", "--pattern", "alpha", "--dry-run"],
    ["key", "poe2022x", "poe2022y"],
    ["export", "--bibtex", "key:doe2020coding"],
    ["tag", "doe2020coding", "new", "tags", "--dry-run"],
    ["tag", "doe2020coding", "new", "tags"],
    ["tag", "doe2020coding"],
    ["tag", "--rename", "new=newer"],
    ["edit", "doe2020coding", "--set", "year=2021", "--set", "authors=A B and C D and others"],
    ["edit", "doe2020coding", "--set", "type=article", "--set", "extra.isbn="],
    ["note", "doe2020coding", "another", "note"],
    ["note", "doe2020coding"],
    ["link", "doe2020coding", "https://example.org/a.pdf"],
    ["link", "doe2020coding"],
    ["category", "doe2020coding", "learned"],
    ["category", "doe2020coding"],
    ["category", "--add", "Surveys"],
    ["category", "--rename", "surveys=All surveys"],
    ["remove", "poe2022y", "--yes", "--dry-run"],
    ["remove", "poe2022y", "--yes"],
    ["undo", "--dry-run"],
    ["undo"],
    ["undo"],
    ["import", "broken.md", "--dry-run"],
    ["import", "broken.md"],
    ["import", "twin.bib", "--dry-run"],
    ["import", "twin.bib", "--on-duplicate", "skip"],
    ["undo", "--dry-run"],
    ["add", "--title", "By Hand", "--author", "Ann Other", "--year", "2001"],
    ["git", "conflicts"],
    ["merge", "doe2020coding", "twin2020", "--yes"],
    ["undo", "--dry-run"],
    ["where"],
    ["log"],
]


@pytest.fixture
def curated(sample_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A library with duplicates, old keys and marks, in the present folder, next to files."""
    shutil.copyfile(sample_library, tmp_path / "papers.db")
    (tmp_path / "broken.md").write_text(BROKEN_LIST, encoding="utf-8")
    (tmp_path / "twin.bib").write_text(TWIN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    twin = paper(
        "twin2020", "Coding of Features", entry_type="inproceedings", year=2020, venue=ICIP,
        authors=names("Jane Doe", "Ludwig van Beethoven"), authors_complete=True,
        identifiers=(doi("10.1109/ICIP.2020.7"),), former_keys=("former2020",),
    )  # fmt: skip
    old = paper(
        "old2019", "An Old One", entry_type="article", year=2019, month=5, abstract="Long ago.",
        authors=names(*(f"Author Number{n}" for n in range(30))), authors_complete=True,
        note="printed", extra=(("isbn", "9780306406157"),), honour="Best Paper",
    )  # fmt: skip
    with Library.writing(tmp_path / "papers.db") as library:
        library.apply(Plan.of([Add(twin), Add(old)]), "vcmbib import others.bib")
        library.apply(Plan.of([MarkDifferent("old2019", "roe2021video")]), "vcmbib dedupe")
    return Program(Path("papers.db"))


def settled(text: str, folder: Path) -> str:
    """The text without what may change: times, the folder, words of `check`."""
    text = text.replace(str(folder), "FOLDER")
    text = re.sub(r"(?m)^([a-z-]+\t[^\t\n]*\t)[^\t\n]*(?=\tvcmbib)", r"\1FINDING", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", text)
    return re.sub(r"size\t[\d,]+ bytes", "size\tBYTES", text)


def test_no_command_prints_another_byte_without_a_terminal(
    curated: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard output of all commands is as it was: programs depend on it."""
    parts = []
    for args in COMMANDS:
        monkeypatch.setattr(sys, "argv", ["vcmbib", *args])  # the log has it
        done = curated(*args)
        parts.append(f"$ vcmbib {' '.join(args)}\n{settled(done.out, tmp_path)}[{done.status}]\n")
    text = "\n".join(parts)

    assert text.split("\n$ ") == EXPECTED.read_text(encoding="utf-8").split("\n$ ")
