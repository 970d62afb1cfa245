"""Defaults of options from a file in the folder of the library, and the mistakes in such a file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.conftest import Program
from tests.cli.terminal import screen
from vcmbib.cli.command_line.defaults import SETTINGS, Defaults, read_defaults
from vcmbib.errors import BadDefaults

GOOD = {
    "style": '"ieee"',
    "venues": '"acronym"',
    "sort": '"-year,title"',
    "key-pattern": '"[auth:lower][year]"',
    "mailto": '"jane@example.org"',
    "columns": '"key, title"',
}


def settings_file(folder: Path, text: str | bytes, name: str = "vcmbib.toml") -> Path:
    """A file of settings in a folder."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_there_are_good_values_for_all_settings() -> None:
    """The table of this file and that of the program have the same names."""
    assert GOOD.keys() == SETTINGS.keys()


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("value", ["1", "true", '""', '"  "', "[]", "{}", "2020-01-01", "[1]"])
def test_a_wrong_value_is_refused(tmp_path: Path, name: str, value: str) -> None:
    """The message has the file, the setting, and what to write."""
    path = settings_file(tmp_path, f"{name} = {value}\n")
    with pytest.raises(BadDefaults) as caught:
        read_defaults(tmp_path)
    assert caught.value.message.startswith(f"{path}: {name}")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('venues = "short"', "acronym"),
        ('sort = "yaer"', "year"),
        ('key-pattern = "[auth"', "key-pattern"),
        ('mailto = "jane"', "email"),
        ('columns = ["key", "titel"]', "authors, title"),
        ('columns = ["key", "key"]', "once"),
        ('styl = "apa"', "did you mean 'style'?"),
        ('pattern = "apa"', "the settings are"),
        ('Key_Patern = "apa"', "did you mean 'key-pattern'?"),
        ('["style"]', "style"),
    ],
)
def test_a_mistake_is_explained(tmp_path: Path, line: str, said: str) -> None:
    """An unknown name has the most similar one; a value has what is possible."""
    settings_file(tmp_path, line + "\n")
    with pytest.raises(BadDefaults) as caught:
        read_defaults(tmp_path)
    assert said in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe", b'style = "a', b"= 1", b"\x00", b"[" * 5000, b"a" * 1_100_000]
)
def test_a_file_that_is_not_toml_is_refused(tmp_path: Path, raw: bytes) -> None:
    """No traceback, whatever the bytes are."""
    settings_file(tmp_path, raw)
    with pytest.raises(BadDefaults):
        read_defaults(tmp_path)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    """Also in the project's file, where other programs have their settings."""
    folder = tmp_path_factory.mktemp("any")
    settings_file(folder, raw, "pyproject.toml")
    assert read_defaults(folder) == Defaults()
    settings_file(folder, raw)
    with suppress(BadDefaults):
        read_defaults(folder)


def test_something_else_of_that_name_is_refused(tmp_path: Path) -> None:
    """A folder and a pipe; the pipe has no writer, and reading it would wait for ever."""
    (tmp_path / "vcmbib.toml").mkdir()
    with pytest.raises(BadDefaults, match="not a file"):
        read_defaults(tmp_path)
    (tmp_path / "vcmbib.toml").rmdir()
    os.mkfifo(tmp_path / "vcmbib.toml")
    with pytest.raises(BadDefaults, match="not a file"):
        read_defaults(tmp_path)


def test_no_file_means_no_defaults(tmp_path: Path) -> None:
    """Neither does a project's file of other programs, broken or not."""
    assert read_defaults(tmp_path) == Defaults()
    for text in ('[project]\nname = "vcmbib"\n', "[tool.other]\n", "[broken", "x = 'tool.vcmbib'"):
        settings_file(tmp_path, text, "pyproject.toml")
        assert read_defaults(tmp_path) == Defaults()


@pytest.mark.parametrize("underscore", [False, True])
def test_all_settings_are_read(tmp_path: Path, underscore: bool) -> None:
    """From the file of its own, and from the project's."""
    lines = "".join(f"{name} = {value}\n" for name, value in GOOD.items())
    if underscore:
        lines = lines.replace("key-pattern", "key_pattern")
    project = settings_file(tmp_path, f"[tool.vcmbib]\n{lines}", "pyproject.toml")
    found = read_defaults(tmp_path)
    assert (found.path, found.unused) == (project, None)
    assert dict(found.settings()) == {name: value.strip('"') for name, value in GOOD.items()}

    own = settings_file(tmp_path, '\ufeffstyle = "mla"\r\n')
    found = read_defaults(tmp_path)
    assert (found.path, found.unused, found.settings()) == (own, project, [("style", "mla")])


def test_the_table_of_a_project_must_be_a_table(tmp_path: Path) -> None:
    """`tool.vcmbib` with a value."""
    settings_file(tmp_path, "tool.vcmbib = 1\n", "pyproject.toml")
    with pytest.raises(BadDefaults, match="not a table"):
        read_defaults(tmp_path)


# --- the commands that use them ------------------------------------------------------------------


def test_where_names_the_file_and_its_settings(program: Program) -> None:
    """For people and as JSON; a mistake is an error after the rest."""
    path = settings_file(program.path.parent, 'style = "ieee"\n')
    ran = program("where")
    assert ran.status == 0
    assert f"\ndefaults\t{path}\n  style\tieee\n" in ran.out
    assert program("where", "--json").json["defaults"] == {
        "file": str(path),
        "settings": {"style": "ieee"},
    }
    settings_file(program.path.parent, "styl = 1\n")
    ran = program("where")
    assert ran.status == 4
    assert ran.out.startswith("library\t")
    assert "did you mean 'style'?" in ran.err


def test_list_is_sorted_by_the_default_and_an_option_wins(program: Program) -> None:
    """`search` keeps the best matches first."""
    plain = program("list", "--keys").out.split()
    found = program("search", "compression", "--keys").out
    settings_file(program.path.parent, 'sort = "-key"\n')
    assert program("list", "--keys").out.split() == plain[::-1]
    assert program("list", "--keys", "--sort", "key").out.split() == plain
    assert program("search", "compression", "--keys").out == found


def test_venues_of_an_export(program: Program) -> None:
    """The default is for BibTeX; other formats have no form of venues."""
    settings_file(program.path.parent, 'venues = "acronym"\n')
    by_default = program("export", "--bibtex").out
    assert by_default == program("export", "--bibtex", "--venues", "acronym").out
    assert by_default != program("export", "--bibtex", "--venues", "full").out
    assert program("export", "--csl-json").status == 0


def test_key_generate_has_a_default_pattern(program: Program) -> None:
    """The program's own pattern, or that of the file."""
    own = program("key", "generate", "--dry-run", "--json").json
    assert own == program("key", "generate", "--pattern", "vcmbib", "--dry-run", "--json").json
    settings_file(program.path.parent, 'key-pattern = "[auth][year]"\n')
    given = program("key", "generate", "--pattern", "[auth][year]", "--dry-run", "--json").json
    assert program("key", "generate", "--dry-run", "--json").json == given != own


def test_the_style_of_references(program: Program) -> None:
    """`cite` takes it, and the option wins."""
    pytest.importorskip("citeproc")
    key = program("list", "--keys").out.split()[0]
    settings_file(program.path.parent, 'style = "ieee"\n')
    assert program("cite", key).out == program("cite", key, "--style", "ieee").out
    assert program("cite", key).out != program("cite", key, "--style", "apa").out


def test_the_columns_of_a_list_on_a_terminal(program: Program) -> None:
    """In the order of the setting; without a terminal the lines stay as they are."""
    plain = program("list").out
    settings_file(program.path.parent, 'columns = ["title", "key"]\n')
    assert program("list").out == plain
    shown = screen(100, program.path, "list", env={"NO_COLOR": "1"})
    first = shown.splitlines()[0]
    assert "title" in first
    assert first.index("title") < first.index("key")
    assert "venue" not in first
