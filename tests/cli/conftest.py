"""Small libraries in real files, each built once, and the program run on them."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.testing

from tests.cli.duplicate_records import RECORDS
from tests.cli.program import BROKEN_LIST, LIST, NEAR_BIB, RunResult, run_process, vcmbib
from tests.papers import ICIP, TIP, arxiv, doi, names, paper, record
from vcmbib.model.paper import Category, Link, LinkKind, Paper, SourceKind, Standing
from vcmbib.model.plan import Add, AddCategory, Plan
from vcmbib.sources import client
from vcmbib.store.library import Library

# A process builds the tree of commands once; in a test, each run would build it again.
typer.testing._get_command = cache(typer.main.get_command)  # type: ignore[attr-defined]

Editor = Callable[[str], dict[str, str]]
"""Makes an editor, and gives the environment in which it is the user's editor."""


@dataclass(frozen=True, slots=True)
class Program:
    """The program on one library."""

    path: Path

    def __call__(
        self, *args: str, given: str | None = None, env: Mapping[str, str] | None = None
    ) -> RunResult:
        """Run inside this process; `env` is added to the environment."""
        return vcmbib(self.path, *args, given=given, env=env)

    def as_process(
        self, *args: str, given: str = "", env: Mapping[str, str] | None = None
    ) -> RunResult:
        """Run in a process of its own, as a user does, without a terminal."""
        return run_process("--db", str(self.path), *args, given=given, env=dict(env or {}))

    def paper(self, key: str) -> Paper:
        """A paper as the library has it."""
        with Library.reading(self.path) as library:
            return library.paper(key)

    def slugs(self) -> list[tuple[str, str | None]]:
        """(slug, parent) of the categories, in their order."""
        with Library.reading(self.path) as library:
            return [(c.slug, c.parent) for c in library.categories()]

    def changes(self) -> int:
        """The number of changes in the log."""
        with Library.reading(self.path) as library:
            return len(library.log())


def sample() -> Plan:
    """Three papers in two categories, one of them below the other."""
    first = paper(
        "doe2020coding",
        "Coding of Features",
        entry_type="inproceedings",
        authors=names("Jane Doe", "Ludwig van Beethoven"),
        year=2020,
        venue=ICIP,
        identifiers=(arxiv("2005.00001"),),
        links=(Link(LinkKind.PAPER, "https://arxiv.org/abs/2005.00001"),),
        tags=("survey",),
        topics=("Image",),
        categories=(Standing("compression", 1),),
        notes=("first note",),
        extra=(("keywords", "a, b"),),
    )
    second = paper(
        "roe2021video",
        "Video for Machines",
        entry_type="article",
        authors=names("Richard Roe"),
        authors_complete=True,
        year=2021,
        venue=TIP,
        identifiers=(doi("10.1109/TIP.2021.1"),),
        tags=("Survey", "RL"),
        categories=(Standing("compression", 2),),
    )
    third = paper("poe2022x", "Über 点云 👾 مرحبا")
    return Plan.of(
        [
            AddCategory(Category("compression", "Compression", None, 1)),
            AddCategory(Category("learned", "Learned Codecs", "compression", 1)),
            Add(first, (record("Coding of Features", SourceKind.LIST, year=2020, venue=ICIP),)),
            Add(second),
            Add(third),
        ]
    )


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library with three papers; tests copy it, for building one takes long."""
    path = tmp_path_factory.mktemp("sample") / "papers.db"
    with Library.writing(path) as library:
        library.apply(sample(), "vcmbib import sample.md")
    return path


@pytest.fixture
def program(sample_library: Path, tmp_path: Path) -> Program:
    """The program on a library with three papers."""
    path = tmp_path / "papers.db"
    shutil.copyfile(sample_library, path)
    return Program(path)


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Makes an editor of some lines of Python that turn `text` into another text."""
    script = tmp_path / "editor with blanks.py"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # TMPDIR is for other processes

    def make(lines: str) -> dict[str, str]:
        body = "import pathlib, sys\nfile = pathlib.Path(sys.argv[-1])\n"
        body += f"text = file.read_text('utf-8')\n{lines}\nfile.write_text(text, 'utf-8')\n"
        script.write_text(body, "utf-8")
        return {"EDITOR": f"{sys.executable} '{script}'", "VISUAL": "", "TMPDIR": str(tmp_path)}

    return make


@pytest.fixture(scope="session")
def listed_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that the small list was imported to, next to the list."""
    folder = tmp_path_factory.mktemp("listed")
    (folder / "list.md").write_text(LIST, encoding="utf-8")
    assert vcmbib(folder / "papers.db", "import", str(folder / "list.md")).status == 0
    return folder / "papers.db"


@pytest.fixture
def db(listed_library: Path, tmp_path: Path) -> Path:
    """A library with the small list in it, next to the list."""
    for name in ("list.md", "papers.db"):
        shutil.copyfile(listed_library.with_name(name), tmp_path / name)
    return tmp_path / "papers.db"


@pytest.fixture(scope="session")
def duplicates_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that the records with duplicates were imported to, each as a paper."""
    folder = tmp_path_factory.mktemp("duplicates")
    (folder / "all.bib").write_text(RECORDS, encoding="utf-8")
    path = folder / "papers.db"
    done = vcmbib(path, "import", "--on-duplicate", "add", str(folder / "all.bib"))
    assert "4 added" in done.out
    return path


@pytest.fixture
def duplicates(duplicates_library: Path, tmp_path: Path) -> Path:
    """A library with one pair of duplicates, one doubt and one lone paper."""
    for name in ("all.bib", "papers.db"):
        shutil.copyfile(duplicates_library.with_name(name), tmp_path / name)
    return tmp_path / "papers.db"


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A folder with a list, a broken list and a .bib."""
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "broken.md").write_text(BROKEN_LIST, encoding="utf-8")
    (tmp_path / "more.bib").write_text(NEAR_BIB, encoding="utf-8")
    return tmp_path


@pytest.fixture
def closed_connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Connections are closed after a test that runs `add` inside this process.

    The program leaves that to the end of its process.
    """
    clients: list[client.Client] = []

    class ClosedClient(client.Client):
        """A client that is closed at the end of the test."""

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            clients.append(self)

    monkeypatch.setattr(client, "Client", ClosedClient)
    yield
    for made in clients:
        made.close()
