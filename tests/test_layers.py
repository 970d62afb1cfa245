"""The rules of ARCHITECTURE.md that a tool can check, and that each of these tools can fail."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.source_files import SOURCE, TESTS, dotted_name, modules_of, nodes_of

MOST_LINES = 600
MOST_LINES_OF_A_TEST = 600
CATALOGUES = {SOURCE / "errors.py"}  # one class a failure, read by looking one up
MOST_LINES_OF_A_FUNCTION = 60

Function = ast.FunctionDef | ast.AsyncFunctionDef
Check = Callable[[Path, str], Iterator[str]]

# Statements as SQLite takes them; prose and help texts do not write them in capitals.
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|REPLACE\s+INTO"
    r"|(CREATE|DROP|ALTER)\s+(TEMP\s+)?(UNIQUE\s+|VIRTUAL\s+)?(TABLE|INDEX|VIEW|TRIGGER)"
    r"|PRAGMA\s+\w+|BEGIN\s+(IMMEDIATE|EXCLUSIVE|DEFERRED)|SAVEPOINT\s+\w+)",
    re.DOTALL,
)
HTTP = {"aiohttp", "http.client", "httpcore", "httpx", "requests", "urllib.request", "urllib3"}


def _functions(text: str) -> Iterator[Function]:
    for node in nodes_of(text):
        if isinstance(node, Function):
            yield node


def _docstrings(text: str) -> set[int]:
    """The ids of the constants that are docstrings."""
    found: set[int] = set()
    for node in nodes_of(text):
        if isinstance(node, Function | ast.Module | ast.ClassDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


WRITES = {
    "print", "input", "Console", "Text", "sys.stdout", "sys.stderr", "sys.__stdout__",
    "sys.__stderr__", "typer.echo", "typer.secho", "typer.confirm", "typer.prompt",
    "typer.echo_via_pager", "Text.from_markup", "Text.from_ansi", "pydoc.pager", "getpass.getpass",
}  # fmt: skip
"""What writes to a terminal, or makes text for one, without a look at its characters."""
DOOR = ("cli/output.py", "cli/terminal.py")


def past_the_door(path: Path, text: str) -> Iterator[str]:
    """Text that reaches a terminal by another way than cli/output.py and cli/terminal.py."""
    if any(path.match(module) for module in DOOR):
        return
    for node in nodes_of(text):
        if isinstance(node, ast.Call) and dotted_name(node.func) in WRITES:
            yield f"line {node.lineno}: {dotted_name(node.func)}(…)"
        elif isinstance(node, ast.Attribute) and dotted_name(node) in WRITES:
            yield f"line {node.lineno}: {dotted_name(node)}"
        elif isinstance(node, ast.ImportFrom) and node.module in ("sys", "typer", "click", "rich"):
            yield from (
                f"line {node.lineno}: {node.module}.{alias.name}"
                for alias in node.names
                if f"{node.module}.{alias.name}" in WRITES or alias.name == "print"
            )


def sql(path: Path, text: str) -> Iterator[str]:
    """SQL outside the store."""
    if path.is_relative_to(SOURCE / "store"):
        return
    skip = _docstrings(text)
    for node in nodes_of(text):
        if not isinstance(node, ast.Constant) or id(node) in skip:
            continue
        if isinstance(node.value, str) and (match := SQL.search(node.value)):
            yield f"line {node.lineno}: {match.group()[:40]!r}"


def http(path: Path, text: str) -> Iterator[str]:
    """Imports of an HTTP library outside sources/http."""
    if path.is_relative_to(SOURCE / "sources" / "http"):
        return
    for node in nodes_of(text):
        for name in _imported(node):
            if name in HTTP or name.split(".")[0] in HTTP:
                yield f"line {getattr(node, 'lineno', 0)}: {name}"


def length(path: Path, text: str) -> Iterator[str]:
    """Files too long to be read in one go."""
    lines = len(text.splitlines())
    most = MOST_LINES_OF_A_TEST if path.is_relative_to(TESTS) else MOST_LINES
    if lines > most and path not in CATALOGUES:
        yield f"{lines} lines; at most {most}"


def long_functions(path: Path, text: str) -> Iterator[str]:
    """Functions that do more than one thing; a signature may list many options."""
    for function in _functions(text):
        body = function.body[1:] if ast.get_docstring(function) else function.body
        if not body:
            continue
        lines = (function.end_lineno or function.lineno) - body[0].lineno + 1
        if lines > MOST_LINES_OF_A_FUNCTION:
            yield f"{function.name}: {lines} lines; at most {MOST_LINES_OF_A_FUNCTION}"


def undocumented_tests(path: Path, text: str) -> Iterator[str]:
    """Tests without a sentence on what must be true."""
    for function in _functions(text):
        if function.name.startswith("test_") and not ast.get_docstring(function):
            yield f"line {function.lineno}: {function.name}"


def _found(check: Check, folder: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {problem}"
        for path, text in modules_of(folder)
        for problem in check(path, text)
    ]


@pytest.mark.parametrize(
    ("check", "where", "text"),
    [
        (past_the_door, "logic/a.py", "print('hello')"),
        (past_the_door, "cli/a.py", "import sys\nsys.stdout.write('x')"),
        (past_the_door, "cli/a.py", "import csv, sys\ncsv.writer(sys.stdout)"),
        (past_the_door, "cli/a.py", "from sys import stderr"),
        (past_the_door, "cli/a.py", "typer.confirm(f'Remove {key}?', err=True)"),
        (past_the_door, "cli/a.py", "from rich import print"),
        (past_the_door, "cli/a.py", "Text(title)"),
        (past_the_door, "cli/a.py", "Console(stderr=True)"),
        (sql, "cli/a.py", "x = 'SELECT title FROM papers'"),
        (sql, "logic/a.py", "x = f'UPDATE papers SET {y}'"),
        (sql, "model/a.py", "x = 'select'\ny = 'PRAGMA user_version'"),
        (http, "sources/client.py", "import httpx"),
        (http, "cli/a.py", "def f():\n    from urllib import request"),
        (http, "formats/a.py", "import urllib.request"),
        (length, "model/a.py", "x = 1\n" * (MOST_LINES + 1)),
        (
            long_functions,
            "model/a.py",
            "def f():\n" + "    x = 1\n" * (MOST_LINES_OF_A_FUNCTION + 1),
        ),
        (undocumented_tests, "test_a.py", "class TestA:\n    def test_b(self): pass"),
    ],
)
def test_each_check_finds_what_it_is_for(check: Check, where: str, text: str) -> None:
    """A file that breaks a rule is found by the check of that rule."""
    assert list(check(SOURCE / where, text))


@pytest.mark.parametrize(
    ("check", "where", "text"),
    [
        (past_the_door, "cli/output.py", "sys.stdout.write('hello')"),
        (past_the_door, "model/a.py", "'print(1)'\nx.print(1)"),
        (past_the_door, "cli/a.py", "def f(text: Text) -> Text: return terminal.rich_text(text)"),
        (sql, "store/a.py", "x = 'SELECT title FROM papers'"),
        (sql, "cli/a.py", '"""SELECT title FROM papers"""\nx = "Select a paper from the list"'),
        (http, "sources/http/a.py", "import httpx"),
        (http, "cli/a.py", "from urllib.parse import quote"),
        (undocumented_tests, "test_a.py", 'def test_b():\n    """It holds."""\ndef helper(): pass'),
    ],
)
def test_no_check_finds_what_is_allowed(check: Check, where: str, text: str) -> None:
    """A file that keeps a rule passes the check of that rule."""
    assert not list(check(SOURCE / where, text))


@pytest.mark.parametrize(
    "check", [past_the_door, sql, http, length, long_functions], ids=lambda c: c.__name__
)
def test_the_source_keeps_the_rules(check: Check) -> None:
    """Every module of the program keeps every rule of the house."""
    assert not _found(check, SOURCE)


@pytest.mark.parametrize("check", [length, undocumented_tests], ids=lambda c: c.__name__)
def test_the_tests_keep_the_rules(check: Check) -> None:
    """Every test states in a sentence what must be true, in files of a size that one reads."""
    assert not _found(check, TESTS)


def _lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=root,
        env={"PYTHONPATH": str(root / "src"), "PATH": "", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


# Modules that break a contract: the module, its text, and how import-linter names the breach.
BROKEN = [
    ("model/speaks_http.py", "import httpx", "vcmbib.model.speaks_http -> httpx"),
    (
        "model/knows_logic.py",
        "from vcmbib.logic import library_diff",
        "vcmbib.model.knows_logic -> vcmbib.logic.library_diff",
    ),
    ("logic/knows_sqlite.py", "import sqlite3", "vcmbib.logic.knows_sqlite -> sqlite3"),
    (
        "formats/knows_store.py",
        "from vcmbib.store import library",
        "vcmbib.formats.knows_store -> vcmbib.store.library",
    ),
    (
        "cli/knows_sqlite.py",
        "def f():\n    import sqlite_utils",
        "vcmbib.cli.knows_sqlite -> sqlite_utils",
    ),
    ("utils.py", "x = 1", "vcmbib.utils"),
]


@pytest.fixture(scope="module")
def breaches(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of import-linter on a package in which each module of BROKEN is wrong."""
    root = tmp_path_factory.mktemp("broken")
    package = root / "src" / "vcmbib"
    for layer in ("cli", "store", "sources", "formats", "logic", "model"):
        (package / layer).mkdir(parents=True)
        (package / layer / "__init__.py").touch()
    for name in ("__init__.py", "errors.py", "logic/library_diff.py", "store/library.py"):
        (package / name).touch()
    for module, line, _ in BROKEN:
        (package / module).write_text(line + "\n", encoding="utf-8")
    (root / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    done = _lint_imports(root)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(("module", "line", "breach"), BROKEN)
def test_a_wrong_import_breaks_a_contract(
    module: str, line: str, breach: str, breaches: str
) -> None:
    """An import against the direction, an impure core or a new module at the root is caught."""
    assert breach in breaches, (module, line, breaches)


def test_dependencies_point_inwards() -> None:
    """Every import of the program keeps the contracts in pyproject.toml."""
    done = _lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
