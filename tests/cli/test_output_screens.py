"""What a user sees: every command that shows papers, on terminals of 40 to 200 columns."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.cli.program import BROKEN_LIST
from tests.cli.terminal import screens
from tests.papers import ICIP, doi, names, paper
from vcmbib.cli.display.widths import columns
from vcmbib.model.fields import ALL_FIELDS
from vcmbib.model.paper import Link, LinkKind
from vcmbib.model.plan import Add, Plan
from vcmbib.model.venues.venue import Venue, VenueKind
from vcmbib.store.library import Library

WIDTHS = [40, 60, 80, 120, 200]
INTERNAL = {f.name for f in ALL_FIELDS if "_" in f.name} | {"sources", "title_key", "ids"}
COUNT = re.compile(r"\b\d[\d,]* [a-z]+")
LONG = "old2019averylongkeyofapaperthatnobodytypes"
TWIN = "@article{new, title={An Old One}, author={Number0, Author}, year={2019}, volume={4}}"
# The command, and what its last line counts; None for a card.
COMMANDS: list[tuple[list[str], str | None]] = [
    (["list"], "5 papers"),
    (["list", "scalable"], "1 paper"),
    (["search", "coding"], "3 papers"),
    (["show", LONG, "doe2020coding"], None),
    (["show", "--all", LONG], None),
    (["show", "--sources", "doe2020coding"], None),
    (["list", "tags"], "4 tags"),
    (["list", "categories"], "2 categories"),
    (["list", "authors"], "63 authors"),
    (["list", "venues"], "3 venues"),
    (["log"], "changes"),
    (["log", "twin2020"], "1 change"),
    (["stats"], None),
    (["check"], "findings"),
    (["check", "--skip", "no-pages", "doe2020coding"], "findings"),
    (["dedupe", "--dry-run"], "the same work"),
    (["dedupe", "--auto", "--dry-run"], "papers into 1"),
    (["dedupe", "--explain", "doe2020coding", "twin2020"], "the same work"),
    (["merge", "doe2020coding", "twin2020", "--dry-run"], None),
    (["key", "map"], "1 old key"),
    (["key", "generate", "--pattern", "alpha", "--dry-run"], None),
    (["tag", "doe2020coding", "other", "--dry-run"], "1 paper would be changed"),
    (["tag", "doe2020coding"], "1 tag"),
    (["edit", LONG, "--set", "type=misc", "--set", "authors=A B and others", "--dry-run"],
     "1 paper would be changed"),
    (["edit", "doe2020coding", "--set", "title=" + "long title " * 20, "--dry-run"], None),
    (["note", "doe2020coding", "more " * 30, "--dry-run"], "1 paper would be changed"),
    (["note", "doe2020coding"], "1 note"),
    (["link", LONG], "1 link"),
    (["link", "doe2020coding", "https://example.org/" + "path/" * 30, "--dry-run"], None),
    (["category", "doe2020coding"], "1 category"),
    (["category", "--add", "Surveys", "--dry-run"], "1 category would be changed"),
    (["remove", "twin2020", "--yes", "--dry-run"], "1 paper would be removed"),
    (["import", "broken.md", "--dry-run"], "1 failed"),
    (["import", "twin.bib", "--dry-run"], "read 1"),
    (["undo", "--dry-run"], "1 paper"),
    (["git", "conflicts"], None),
    (["where"], None),
    (["id", "arxiv:2405.03500"], "1 identifier"),
    (["search", "nothing-like-it"], None),
]  # fmt: skip
Show = Callable[[int, int], str]


@pytest.fixture(scope="module")
def folder(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with everything that is long, wide, several or wrong, next to files."""
    folder = tmp_path_factory.mktemp("w")
    shutil.copyfile(sample_library, folder / "papers.db")
    (folder / "broken.md").write_text(BROKEN_LIST, encoding="utf-8")
    (folder / "twin.bib").write_text(TWIN, encoding="utf-8")
    twin = paper(
        "twin2020", "Coding of Features", entry_type="inproceedings", year=2020, venue=ICIP,
        authors=names("Jane Doe", "Ludwig van Beethoven"), authors_complete=True,
        identifiers=(doi("10.1109/ICIP.2020.7"),), former_keys=("former2020",),
    )  # fmt: skip
    old = paper(
        LONG, ("Scalable Coding " * 12).strip(), entry_type="article", year=2019, month=5,
        abstract=("Long ago. " * 40).strip(), note="printed", extra=(("isbn", "9780306406157"),),
        authors=names(*(f"Author Number{n}" for n in range(60))), authors_complete=True,
        venue=Venue(None, "A Journal of Many Words " * 3 + "and More", VenueKind.JOURNAL),
        honour="Best Paper", model="点云编码" * 12, tags=("点云 of features", "x" * 50),
        links=(Link(LinkKind.PAPER, "https://example.org/" + "a/long/path/" * 8),),
    )  # fmt: skip
    with Library.writing(folder / "papers.db") as library:
        library.apply(Plan.of([Add(twin)]), "vcmbib import others.bib")
        library.apply(Plan.of([Add(old)]), f"vcmbib import {'a/long/path/' * 9}others.bib")
    return folder


@pytest.fixture(scope="module")
def show(folder: Path) -> Show:
    """What a command shows on a terminal of a width, without colours."""

    @cache
    def at(room: int) -> list[str]:
        before = Path.cwd()
        os.chdir(folder)
        try:
            found = screens(room, None, [args for args, _ in COMMANDS])
        finally:
            os.chdir(before)
        return [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", t).replace("\r\n", "\n") for t in found]

    return lambda room, number: at(room)[number]


@pytest.mark.parametrize("room", WIDTHS)
@pytest.mark.parametrize(
    "number", range(len(COMMANDS)), ids=lambda n: " ".join(COMMANDS[n][0])[:40]
)
def test_every_screen_is_for_people(show: Show, number: int, room: int) -> None:
    """No line is longer than the terminal, no tab, no internal name, a count at the end."""
    _, count = COMMANDS[number]
    text = show(room, number)

    assert "Traceback" not in text, text
    assert "\t" not in text
    for line in text.splitlines():
        assert columns(line) <= room, line
    words = set(re.findall(r"[A-Za-z_]+", re.sub(r"vcmbib [^\n]*", "", text)))
    assert not words & INTERNAL, words & INTERNAL
    assert not re.search(r"\b1 (papers|tags|changes|findings|links|notes|items|conflicts)\b", text)
    if count is not None:
        assert count in " ".join(text.split()), text


def test_many_authors_are_counted_unless_all_are_wanted(show: Show) -> None:
    """A card names some of 60 authors; --all names them all."""
    some, every = (show(80, [a for a, _ in COMMANDS].index(args)) for args in (
        ["show", LONG, "doe2020coding"], ["show", "--all", LONG]))  # fmt: skip

    assert "and 52 more" in " ".join(some.split())
    assert "Number59" not in some
    assert "Number59" in every
    assert some.count("2019-5") == 1
    assert len(re.findall(r"\b2020\b", some)) == 1


def test_a_dry_run_of_undo_says_would(show: Show) -> None:
    """The words are those of a change that is not made."""
    text = show(80, [a for a, _ in COMMANDS].index(["undo", "--dry-run"]))

    assert "would remove" in text
    assert "taken away" not in text


def test_each_finding_has_a_cure(show: Show) -> None:
    """Below each finding is a command."""
    text = show(200, [a for a, _ in COMMANDS].index(["check"]))
    findings = re.findall(r"^  \S.*\n    (\S.*)", text, re.MULTILINE)

    assert len(findings) >= 6
    assert all(f.startswith("vcmbib ") for f in findings)
