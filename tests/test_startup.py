"""What a verb does not need it does not import: start-up is most of what a small command costs."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cli.program import LIST, vcmbib

HEAVY = {"httpx", "bibtexparser", "rich", "sqlite_utils", "rapidfuzz", "pygments"}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A library with the small list in it."""
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    vcmbib(tmp_path / "papers.db", "import", str(tmp_path / "list.md"))
    return tmp_path / "papers.db"


def loaded(*args: str) -> set[str]:
    """The modules that a command has loaded when it ends."""
    script = (
        "import json, sys\n"
        "from vcmbib.cli.boundary import run\n"
        "status = run(sys.argv[1:])\n"
        "print(json.dumps([status, list(sys.modules)]), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *args], capture_output=True, text=True, check=True
    )
    status, modules = json.loads(done.stderr.splitlines()[-1])
    assert status == 0
    return set(modules)


def test_the_heavy_packages_are_installed() -> None:
    """A package that nothing can load proves nothing when it is not loaded."""
    assert {name for name in HEAVY if find_spec(name) is None} == set()


@pytest.mark.parametrize(
    "command",
    [["search", "feature-compression"], ["search", "author:choi", "--keys"], ["list", "tags"]],
)
def test_a_search_loads_neither_network_nor_parsers_nor_tables(
    db: Path, command: list[str]
) -> None:
    """Off a terminal: no httpx, bibtexparser, rich, nor what only writing needs."""
    modules = loaded("--db", str(db), *command)

    assert modules & HEAVY == set()
    assert "vcmbib.store.search" in modules or command[0] == "list"


def test_a_plain_search_loads_no_papers_and_no_plans(db: Path) -> None:
    """Lines come straight from the tables."""
    modules = loaded("--db", str(db), "search", "compression")
    ours = {m for m in modules if m.startswith("vcmbib")}

    assert not {
        m for m in ours if m.startswith(("vcmbib.logic", "vcmbib.formats", "vcmbib.sources"))
    }
    assert ours & {"vcmbib.model.paper", "vcmbib.model.plan", "vcmbib.store.library"} == set()


def test_help_and_version_load_one_verb_at_most() -> None:
    """`--version` and the list of verbs load no verb; `--help` counts papers as a search does."""
    unwanted = HEAVY | {"vcmbib.cli.commands.search", "vcmbib.store.library", "vcmbib.model.paper"}
    assert loaded("--version") & (unwanted | {"sqlite3"}) == set()
    assert loaded("--help") & unwanted == set()


@pytest.mark.parametrize(
    "command", [["show", "choi2018deep"], ["export", "--bibtex"], ["log"], ["stats"]]
)
def test_reading_needs_no_network_and_no_parser(db: Path, command: list[str]) -> None:
    """Nothing that reads the library loads httpx, bibtexparser or rich, off a terminal."""
    assert loaded("--db", str(db), *command) & (HEAVY - {"rapidfuzz"}) == set()
