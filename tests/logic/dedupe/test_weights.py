"""The table of weights: every row is used, has a unit and a reason, and is in docs/weights.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from vcmbib.logic.dedupe import weights
from vcmbib.model.snapshot import TITLE_START_LENGTH

ROOT = Path(__file__).resolve().parents[3]
LOGIC = ROOT / "src" / "vcmbib" / "logic"
TABLE = LOGIC / "dedupe" / "weights.py"
MATCHER = sorted(
    p for folder in ("dedupe", "importer") for p in (LOGIC / folder).glob("*.py") if p != TABLE
)
SMALL = {0, 1, 2}  # an index, one, a pair


def rows() -> dict[str, tuple[str, str]]:
    """The unit and the reason of each constant; an empty reason where there is none."""
    body = ast.parse(TABLE.read_text(encoding="utf-8")).body
    found: dict[str, tuple[str, str]] = {}
    for row, below in zip(body, [*body[1:], None], strict=True):
        if isinstance(row, ast.AnnAssign) and isinstance(row.target, ast.Name):
            value = below.value if isinstance(below, ast.Expr) else None
            reason = str(value.value) if isinstance(value, ast.Constant) else ""
            found[row.target.id] = ast.unparse(row.annotation), reason
    return found


def numbers(tree: ast.AST) -> Iterator[tuple[int, float]]:
    """The numbers that a piece of code contains, with their lines."""
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(node, ast.Constant) and isinstance(value, int | float):
            yield node.lineno, value


def bare_weights(text: str) -> list[str]:
    """The calls of Evidence whose weight contains a number."""
    found: list[str] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Evidence"):
            given = [*node.args[2:], *(k.value for k in node.keywords if k.arg == "weight")]
            found += [ast.unparse(node) for weight in given if any(numbers(weight))]
    return found


@pytest.mark.parametrize("name", rows())
def test_a_weight_has_a_unit_and_a_reason_and_is_used(name: str) -> None:
    """The annotation is a unit of the module, the string below is a sentence, a module uses it."""
    unit, reason = rows()[name]
    assert hasattr(weights, unit.removeprefix("tuple[").removesuffix(", ...]"))
    assert reason.strip().endswith(".")
    assert len(reason.split()) > 2
    texts = [path.read_text(encoding="utf-8") for path in MATCHER]
    assert any(len(re.findall(rf"\b{name}\b", text)) > 1 for text in texts)


def test_a_bare_weight_is_found() -> None:
    """A number in the weight of a piece is found, in any place of the expression."""
    text = "Evidence('a', 'b', 4); e.Evidence('a', 'b', weight=X - 1); Evidence('a', f'{1}', X)"
    assert len(bare_weights(text)) == 2


@pytest.mark.parametrize("path", MATCHER, ids=lambda p: p.name)
def test_no_weight_is_a_bare_number(path: Path) -> None:
    """Each piece of evidence takes its weight from the table."""
    assert bare_weights(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "path", [p for p in MATCHER if p.parent.name == "dedupe"], ids=lambda p: p.name
)
def test_no_limit_is_a_bare_number(path: Path) -> None:
    """The modules of the matcher compare with no number above two but those of the table."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    assert [found for node in compared for found in numbers(node) if found[1] not in SMALL] == []


def test_the_page_has_every_weight() -> None:
    """docs/weights.md has a row for each constant, in their order, with its value."""
    page = (ROOT / "docs" / "weights.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| ([a-z ]+) \| ([-\d., ]+) \| [a-z ]+ \| .+ \|$", page, re.MULTILINE)
    values = {name: getattr(weights, name) for name in rows()}
    assert shown == [
        (
            name.lower().replace("_", " "),
            ", ".join(map(str, value)) if isinstance(value, tuple) else f"{value:g}",
        )
        for name, value in values.items()
    ]


def test_the_import_looks_titles_up_by_the_same_beginning() -> None:
    """A library finds titles by the beginning that makes a block of duplicates."""
    assert weights.TITLE_BEGINNING == TITLE_START_LENGTH
