"""The user's editor: which program runs, and its failures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Editor, Program
from tests.cli.program import vcmbib


def test_visual_comes_before_editor(program: Program, editor: Editor) -> None:
    """$VISUAL is asked first; what it prints does not get among the data."""
    env = editor("print('noise'); text = text.replace('year: 2020', 'year: 1999')")
    result = program.as_process(
        "edit", "doe2020coding", "--json", env={**env, "VISUAL": env["EDITOR"], "EDITOR": "false"}
    )

    assert result.json["papers"][0]["year"] == 1999
    assert "noise" in result.err


def test_bytes_that_are_no_text_are_refused(program: Program, editor: Editor) -> None:
    """A file that is not UTF-8 after editing is an error, with the line."""
    env = editor("file.write_bytes(b'\\nyear: \\xff'); sys.exit()")
    result = program("edit", "doe2020coding", env=env)

    assert result.status == 4
    assert "line 2" in result.err
    assert "UTF-8" in result.err


@pytest.mark.parametrize("command", ["/nowhere/ed", "false", "'unbalanced"])
def test_an_editor_that_fails_changes_nothing(program: Program, command: str) -> None:
    """No editor, or one that ends with a failure: its own error, and a way without one."""
    result = program("edit", "doe2020coding", env={"VISUAL": "", "EDITOR": command})

    assert result.status == 3
    assert "--set" in result.err
    assert program.changes() == 1


def test_without_a_person_no_editor_is_started(db: Path) -> None:
    """With neither $VISUAL nor $EDITOR and no terminal, the message points to --set."""
    result = vcmbib(db, "edit", "choi2018deep", env={"VISUAL": "", "EDITOR": ""})

    assert result.status == 2
    assert "--set" in result.err
