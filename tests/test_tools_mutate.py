"""The sampled mutation run: which changes it makes, and which tests it runs for a module."""

from __future__ import annotations

import ast
from pathlib import Path

from tools.mutate import ROOT, SOURCE, changes, stages

MODULE = '''"""Docstring with 1 and True."""
from typing import TYPE_CHECKING

LIMIT: int = 3

if TYPE_CHECKING:
    from x import y


def first(names: list[str], *, strict: bool = True) -> bool:
    """Docstring: 2 > 1."""
    if not names and strict:
        raise ValueError(f"no {2} names", 4)
    names.append("x")
    return len(names) >= 2
'''


def test_each_kind_of_change_is_made_and_texts_and_types_are_left(tmp_path: Path) -> None:
    """Conditions, constants, defaults, statements and results; no docstrings, messages, types."""
    path = SOURCE / "one.py"
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(MODULE, "utf-8")
    found = changes(path, tmp_path)
    assert {(c.line, c.kind, c.after) for c in found} == {
        (4, "constant", "4"),
        (10, "constant", "False"),
        (12, "condition", "True"),
        (12, "condition", "False"),
        (12, "and/or", "(not names or strict)"),
        (12, "operand dropped", "strict"),
        (12, "operand dropped", "not names"),
        (12, "not dropped", "names"),
        (13, "statement deleted", "pass"),
        (14, "statement deleted", "pass"),
        (15, "return value", "return True"),
        (15, "return value", "return False"),
        (15, "comparison", "(len(names) > 2)"),
        (15, "constant", "3"),
    }
    for change in found:
        changed = change.applied(MODULE.encode())
        ast.parse(changed)
        assert changed != MODULE.encode()


def test_the_tests_of_a_module_run_first_and_each_once() -> None:
    """Its own file, those of its package, those of the modules that import it."""
    plan = stages(SOURCE / "logic" / "merge" / "fill.py")
    assert plan[0][0] == "tests/logic/merge/test_fill.py"
    assert "tests/logic/merge/test_papers.py" in plan[1]
    assert "tests/logic/importer/test_plan.py" in plan[2]
    files = [file for stage in plan for file in stage]
    assert len(files) == len(set(files))
    assert all((ROOT / file).is_file() for file in files)
