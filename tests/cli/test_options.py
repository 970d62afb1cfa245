"""Completion of keys, tags, categories and queries."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

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


def test_the_words_of_a_query_are_one_text() -> None:
    """A query may be given as several arguments, or not at all."""
    assert options.query_text(["year:2020", "a b"]) == "year:2020 a b"
    assert options.query_text(None) == ""
