"""The rules that all commands keep that change papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program

WRITES = [
    ("edit", "doe2020coding", "--set", "year=2021"),
    ("tag", "doe2020coding", "new"),
    ("tag", "--rename", "survey=overview"),
    ("category", "doe2020coding", "learned"),
    ("category", "--add", "Theory"),
    ("category", "--rename", "learned=Neural"),
    ("category", "--move", "learned", "--top"),
    ("category", "--delete", "learned"),
    ("note", "doe2020coding", "a", "note"),
    ("link", "doe2020coding", "https://github.com/x/y"),
    ("key", "doe2020coding", "doe2020"),
    ("remove", "doe2020coding", "--yes"),
]


@pytest.mark.parametrize("args", WRITES, ids=" ".join)
def test_without_a_library_none_is_made(tmp_path: Path, args: tuple[str, ...]) -> None:
    """A command that changes what is there does not make a library; only a new category does."""
    program = Program(tmp_path / "none.db")
    result = program(*args)

    if args[:2] == ("category", "--add"):
        assert result.status == 0
        return
    assert result.status == 3
    assert f"vcmbib --db {program.path} init" in result.err
    assert not program.path.exists()


@pytest.mark.parametrize("args", [w for w in WRITES if w[1] == "doe2020coding"], ids=" ".join)
def test_an_unknown_paper_changes_nothing(program: Program, args: tuple[str, ...]) -> None:
    """Status 3, the nearest key, and no entry in the log."""
    result = program(args[0], "doe2020codign", *args[2:])

    assert result.status == 3
    assert "doe2020coding" in result.err
    assert program.changes() == 1


@pytest.mark.parametrize("args", WRITES, ids=" ".join)
def test_a_dry_run_leaves_the_file_as_it_is(program: Program, args: tuple[str, ...]) -> None:
    """`--dry-run` shows the same changes and does not change a byte."""
    before = program.path.read_bytes()
    shown = program(*args, "--dry-run")

    assert shown.status == 0
    assert program.path.read_bytes() == before
    assert program(*args).out == shown.out


@pytest.mark.parametrize("args", WRITES, ids=" ".join)
def test_each_command_is_one_change_that_undo_takes_back(
    program: Program, args: tuple[str, ...]
) -> None:
    """One entry in the log, named in the JSON; after undo the papers are what they were."""
    before = [program("list", "--json").json["papers"], program.slugs()]
    told = program(*args, "--json").json

    assert (told["vcmbib"], told["change"], told["dry_run"]) == (1, 2, False)
    assert told["changes"] or args[0] == "remove"
    assert program.changes() == 2
    assert program("undo").status == 0
    after = [program("list", "--json").json["papers"], program.slugs()]
    for old, new in zip(before[0], after[0], strict=True):
        assert {**old, "updated": ""} == {**new, "updated": ""}
    assert before[1] == after[1]


@pytest.mark.parametrize(
    "args",
    [
        ("edit", "doe2020coding", "--set", "year=2020", "--set", "tags=SURVEY"),
        ("tag", "doe2020coding", "SURVEY", "--remove", "absent"),
        ("tag", "--rename", "Survey=survey"),
        ("tag", "-", "survey", "--remove", "absent"),
        ("category", "doe2020coding", "Compression"),
        ("category", "--add", "compression"),
        ("category", "--rename", "learned=Learned Codecs"),
        ("category", "--move", "learned", "--under", "compression"),
        ("note", "doe2020coding", "first note"),
        ("note", "roe2021video", "--clear"),
        ("link", "doe2020coding", "https://arxiv.org/abs/2005.00001"),
        ("key", "doe2020coding", "doe2020coding"),
    ],
    ids=" ".join,
)
def test_no_change_is_said_and_not_written(program: Program, args: tuple[str, ...]) -> None:
    """What is as asked for already ends with status 0, a message, and an untouched log."""
    if args[:2] == ("tag", "--rename"):
        program("tag", "roe2021video", "--remove", "Survey")
    before = program.changes()
    result = program(*args, given="doe2020coding")

    assert (result.status, result.out) == (0, "")
    assert result.err
    assert program.changes() == before


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (("edit", "doe2020coding", "--set", "year"), 2, "FIELD=VALUE"),
        (("edit", "doe2020coding", "--set", "yaer=1"), 2, "--set year=1"),
        (("edit", "doe2020coding", "--set", "title=x", "--set", "doi=no"), 4, "doi"),
        (("edit", "doe2020coding", "--set", "key=roe2021video"), 2, "roe2021video"),
        (("tag",), 2, "KEY"),
        (("tag", "doe2020coding", " "), 2, "tag"),
        (("tag", "doe2020coding", "a,b"), 2, "commas"),
        (("tag", "doe2020coding", "a", "--remove", "A"), 2, "both"),
        (("tag", "--rename", "surve=x"), 3, "survey"),
        (("tag", "--rename", "survey"), 2, "OLD=NEW"),
        (("tag", "doe2020coding", "--rename", "a=b"), 2, "whole library"),
        (("category", "doe2020coding", "compresion"), 3, "doe2020coding compression"),
        (("category", "--delete", "compression"), 2, "learned"),
        (("category", "--move", "compression", "--under", "learned"), 2, "below itself"),
        (("category", "--move", "compression", "--under", "compression"), 2, "below itself"),
        (("category", "--move", "learned"), 2, "--top"),
        (("category", "--move", "learned", "--position", "3"), 2, "1 to 1"),
        (("category", "--add", " "), 2, "title"),
        (("category", "--add", "X", "--slug", "X Y"), 2, "x-y"),
        (("category", "--add", "X", "--slug", "learned"), 2, "learned"),
        (("category", "--add", "X", "--rename", "learned=Y"), 2, "one at a time"),
        (("category", "doe2020coding", "--slug", "x"), 2, "--slug"),
        (("note", "doe2020coding", " "), 2, "note"),
        (("note", "doe2020coding", "--remove", "2"), 3, "2"),
        (("note", "doe2020coding", "x", "--clear"), 2, "exclude each other"),
        (("link", "doe2020coding", "javascript:alert(1)"), 2, "https://"),
        (("link", "doe2020coding", "github.com/x"), 2, "https://"),
        (("link", "doe2020coding", "--remove", "https://arxiv.org/abs/2005.0000"), 3, "2005.00001"),
        (("link", "doe2020coding", "--kind", "code"), 2, "URL"),
        (("key", "doe2020coding", "two words"), 2, "blanks"),
        (("key", "doe2020coding", "roe2021video"), 2, "roe2021video"),
        (("key", "doe2020coding", "ROE2021video"), 2, "case"),
        (("key", "doe2020coding", "10.1109/TIP.2021.1"), 2, "identifier"),
        (("remove", "doe2020coding"), 2, "--yes"),
    ],
    ids=lambda x: " ".join(x) if isinstance(x, tuple) else None,
)
def test_what_cannot_be_done_is_refused_whole(
    program: Program, args: tuple[str, ...], status: int, said: str
) -> None:
    """An error names what was wrong or what to do, and nothing at all is written."""
    result = program(*args)

    assert result.status == status
    assert said in result.err
    assert program.changes() == 1
