"""The modules of the program and of the tests; each is read and parsed once for all checks."""

from __future__ import annotations

import ast
import gc
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "vcmbib"
TESTS = ROOT / "tests"


@cache
def modules_of(folder: Path) -> tuple[tuple[Path, str], ...]:
    """The modules of a folder, each with its text."""
    return tuple((p, p.read_text(encoding="utf-8")) for p in sorted(folder.rglob("*.py")))


@cache
def tree_of(text: str) -> ast.Module:
    """The syntax tree of a module.

    The trees live as long as the process. No collection of garbage walks their nodes.
    """
    gc.disable()
    try:
        return ast.parse(text)
    finally:
        gc.freeze()
        gc.enable()


@cache
def nodes_of(text: str) -> tuple[ast.AST, ...]:
    """All nodes of the syntax tree of a module."""
    return tuple(ast.walk(tree_of(text)))


def dotted_name(node: ast.AST) -> str:
    """The name `a.b.c` of an expression; empty for other expressions."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""
