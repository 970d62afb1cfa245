"""Completion of keys, tags, categories and queries."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
import typer.core

from tests.cli.conftest import Program
from vcmbib.cli import options
from vcmbib.cli.boundary import app


@pytest.fixture
def context() -> typer.Context:
    """The context of a command line that names no library."""
    return typer.Context(typer.main.get_command(app))


def test_without_a_library_nothing_is_proposed(
    context: typer.Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing library gives no proposals and no error: Tab must not print messages."""
    monkeypatch.setenv("VCMBIB_DB", str(tmp_path / "none.db"))
    assert options.complete_key(context, "doe") == []
    assert options.complete_tag(context, "") == []


def test_proposals_come_from_the_library(
    context: typer.Context, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each kind of word is completed from the start that was typed."""
    monkeypatch.setenv("VCMBIB_DB", str(program.path))
    assert options.complete_key(context, "roe") == ["roe2021video"]
    assert options.complete_tag(context, "su") == ["survey"]
    assert options.complete_category(context, "l") == ["learned"]
    assert options.complete_query(context, "category:comp") == ["category:compression"]
    assert options.complete_query(context, "categ") == ["category:"]
    assert options.complete_query(context, "year:20") == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("auth", ["author:"]),
        ("-auth", ["-author:"]),
        ("author:do", ["author:doe"]),
        ("venue:ic", ["venue:icIP"]),
        ("type:art", ["type:article"]),
        ("has:co", ["has:code"]),
        ("key:roe", ["key:roe2021video"]),
        ("-tag:su", ["-tag:survey"]),
        ("nothing:x", []),
        ("plain", []),
    ],
)
def test_a_query_is_completed(
    context: typer.Context,
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    expected: list[str],
) -> None:
    """Names of fields, and the values of those that the library can list."""
    monkeypatch.setenv("VCMBIB_DB", str(program.path))
    assert options.complete_query(context, typed) == expected


def test_list_has_subjects_too(context: typer.Context) -> None:
    """They come before the fields of a query."""
    assert options.complete_list(context, "t") == ["tags", "topics", "types", "title:", "tag:",
                                                   "topic:", "type:"]  # fmt: skip


def test_changes_have_their_commands(
    context: typer.Context, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest is first."""
    program("tag", "doe2020coding", "new")
    monkeypatch.setenv("VCMBIB_DB", str(program.path))
    numbers = options.complete_change(context, "")
    assert [int(number) for number, _ in numbers] == list(range(program.changes(), 0, -1))
    assert options.complete_change(context, "99") == []


def test_lists_with_commas_are_completed_at_their_end() -> None:
    """A sign stays, and a name that is there already is not proposed again."""
    complete = options.complete_names(lambda: ("year", "title", "type"), "+-")
    assert complete("") == ["year", "title", "type"]
    assert complete("-t") == ["-title", "-type"]
    assert complete("-title,t") == ["-title,type"]
    assert complete("year,-Y") == []


def test_templates_are_completed_at_the_open_brace() -> None:
    """Text outside braces is the user's."""
    assert "{key}" in options.complete_template("")
    assert options.complete_template("{key} {abst") == ["{key} {abstract}"]
    assert options.complete_template("text") == []


FREE = {
    "numbers": {"limit", "position", "marker_size"},
    "texts": {"texts", "what", "arxiv", "title", "author", "year", "month", "volume", "number",
              "pages", "publisher", "abstract", "note", "model", "doi", "url", "code", "text",
              "label", "slug", "value", "words", "columns", "locale", "encoding", "max_size"},
    "files": {"names", "failed", "out", "update", "documents", "library", "file"},
    "titles and new keys": {"add", "key"},
    "of one paper": {"remove"},
}  # fmt: skip
"""Arguments and options that take what the program cannot know: the shell proposes files."""


def test_every_option_with_known_values_is_completed(context: typer.Context) -> None:
    """An option is completed, is a choice, or is in FREE."""
    group = context.command
    assert isinstance(group, typer.core.TyperGroup)
    free = set().union(*FREE.values())
    without = [
        f"{name} {parameter.name}"
        for name in group.list_commands(context)
        if (command := group.get_command(context, name)) is not None
        for parameter in command.params
        if not getattr(parameter, "is_flag", False)
        and parameter.type.name not in ("choice", "boolean")
        and parameter._custom_shell_complete is None  # typer has no other way
        and parameter.name not in free
    ]
    assert without == []


def test_the_words_of_a_query_are_one_text() -> None:
    """A query may be given as several arguments, or not at all."""
    assert options.query_text(["year:2020", "a b"]) == "year:2020 a b"
    assert options.query_text(None) == ""
