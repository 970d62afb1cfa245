"""Damage in a library: every command that reads it ends with a message and status 6, or works."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.program import RunResult
from tests.store.damage import NASTY, columns, put_value
from tests.store.test_unfinished import files, killed_writer, naming

LOOKING = [
    ["list"],
    ["list", "--json"],
    ["list", "tags"],
    ["list", "categories"],
    ["list", "venues"],
    ["list", "authors"],
    ["list", "topics"],
    ["search", "coding"],
    ["search", "coding", "--csv"],
    ["search", "year:2020..2024", "--sort", "-year,title", "--format", "{key} {title} {added}"],
    ["show", "doe2020coding"],
    ["show", "doe2020coding", "--json"],
    ["show", "doe2020coding", "--sources"],
    ["open", "doe2020coding", "--print"],
    ["note", "doe2020coding"],
    ["tag", "doe2020coding"],
    ["link", "doe2020coding"],
    ["check"],
    ["stats"],
    ["log"],
    ["log", "doe2020coding"],
    ["dump"],
    ["dump", "--history"],
    ["dedupe"],
    ["merge", "doe2020coding", "roe2021video", "--dry-run"],
    ["edit", "doe2020coding", "--set", "year=2019", "--dry-run"],
    ["undo", "--dry-run"],
    ["export", "--bibtex"],
    ["export", "--markdown"],
    ["export", "--csl-json"],
    ["export", "--format", "ris"],
    ["export", "--csv"],
    ["cite", "doe2020coding"],
    ["where"],
]


def runs(program: Program, commands: list[list[str]]) -> list[RunResult]:
    """The commands in this process. A traceback would be raised here."""
    return [program(*command) for command in commands]


def test_the_commands_work(program: Program) -> None:
    """On a sound library none of them fails."""
    for command in LOOKING:
        result = program(*command)
        assert result.status in ((0, 1) if command == ["check"] else (0,)), (command, result.err)


@pytest.mark.parametrize("name", ["blob", "number", "nothing", "text", "large", "bad UTF-8"])
def test_values_that_the_schema_forbids(program: Program, tmp_path: Path, name: str) -> None:
    """In columns of all tables: a message and status 6 where the value is met, no traceback."""
    sound = Path(shutil.copy(program.path, tmp_path / "sound.db"))
    chance = random.Random(name)
    met = 0
    for table, names in columns(sound).items():
        for column in chance.sample(names, min(len(names), 2)):
            shutil.copy(sound, program.path)
            if put_value(program.path, table, column, NASTY[name]):
                for result in runs(program, chance.sample(LOOKING, 3)):
                    assert result.status in (0, 1, 3, 6), result.err
                    assert "b'" not in result.out
                    met += result.status == 6
                    assert ("damaged" in result.err) == (result.status == 6), result.err
    assert met or name == "text"


def test_a_blob_in_a_title_stops_whatever_shows_titles(program: Program) -> None:
    """Nothing of it is shown or exported as a text."""
    assert put_value(program.path, "papers", "title", b"Coding")
    for command in (["list"], ["dump"], ["check"], ["export", "--bibtex"], ["stats"]):
        result = program(*command)
        if command != ["stats"]:
            assert result.status == 6, command
            assert "column 'title' contains a blob" in result.err
        assert "Coding'" not in result.out


def test_bytes_that_are_turned(program: Program, tmp_path: Path) -> None:
    """Bytes changed at many positions, mostly where pages are in use: no traceback anywhere."""
    content = program.path.read_bytes()
    used = [i for i, byte in enumerate(content) if byte]
    chance = random.Random(11)
    stopped = 0
    for _ in range(120):
        turned = bytearray(content)
        for _ in range(chance.choice((1, 1, 3))):
            at = chance.choice(used)
            turned[at] = chance.choice((chance.randrange(256), turned[at] ^ 1))
        program.path.write_bytes(turned)
        for result in runs(program, chance.sample(LOOKING, 2)):
            assert result.status in (0, 1, 2, 3, 6), result.err
            stopped += result.status == 6
    assert stopped


def test_an_unexpected_failure_of_a_sound_library_is_shown(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the program is not called damage."""

    def fail(*_: object, **__: object) -> None:
        raise KeyError("a fault of ours")

    monkeypatch.setattr("vcmbib.store.library.Library.completeness", fail)
    with pytest.raises(KeyError, match="ours"):
        program("stats")


def test_a_crafted_journal(program: Program, tmp_path: Path) -> None:
    """No command that looks deletes or changes a file, and each reports which file is strange."""
    journal = killed_writer(tmp_path / "other.db").replace(Path(f"{program.path}-journal"))
    victim = tmp_path / "victim.txt"
    victim.write_text("precious", encoding="utf-8")
    naming(journal, victim)
    before = files(program.path.parent)
    for command in [*LOOKING, ["check", "--library"], ["init"], ["tag", "doe2020coding", "x"]]:
        result = program(*command)
        assert result.status == 6 or command == ["where"], command
        assert "papers.db-journal" in result.err or command == ["where"]
    assert files(program.path.parent) == before


def test_a_killed_writer(tmp_path: Path) -> None:
    """What looks works, writes nothing, and reports that the write was not finished."""
    program = Program(tmp_path / "papers.db")
    killed_writer(program.path)
    before = files(tmp_path)
    for command in (["list", "--keys"], ["search", "coding", "--keys"], ["dump"]):
        result = program(*command)
        assert result.status in (0, 1), result.err
        assert result.err.count("killed while it wrote") == 1
        assert "k1" in result.out
    assert files(tmp_path) == before
    assert program("tag", "k1", "x").status == 0
    assert program("list", "--keys").err == ""
