"""An export of more papers than one process writes is the same text, with every option."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.program import RunResult
from tests.papers import ICIP, names, paper
from vcmbib.cli.commands import export, export_parallel
from vcmbib.formats.bibtex.style import Style
from vcmbib.model.plan import Add, Plan
from vcmbib.store.library import Library

IN_PIECES: tuple[tuple[str, ...], ...] = (
    (), ("--ascii",), ("--venues", "acronym"), ("--fields", "title,year"),
    ("--omit", "year,booktitle"),
)  # fmt: skip
AT_ONCE: tuple[tuple[str, ...], ...] = (
    ("--strings",), ("--crossref",), ("--strings", "--omit", "year"), ("--notes",),
)  # fmt: skip
PAPERS = 7


class Export:
    """Exports with a limit of its own, and the numbers of papers written in pieces."""

    def __init__(self, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        self.program = program
        self.in_pieces: list[int] = []
        self._monkeypatch = monkeypatch
        self._write = export_parallel.bibtex_text
        monkeypatch.setattr(export_parallel, "bibtex_text", self._counted)
        monkeypatch.setattr(export_parallel, "map_in_processes", map)

    def _counted(self, library: Library, ids: Sequence[int], style: Style) -> str:
        self.in_pieces.append(len(ids))
        return self._write(library, ids, style)

    def __call__(self, limit: int, *args: str) -> RunResult:
        """Run the export; more papers than `limit` are written in pieces."""
        self._monkeypatch.setattr(export, "_PARALLEL_FROM", limit)
        return self.program("export", *args)


@pytest.fixture
def large(program: Program, monkeypatch: pytest.MonkeyPatch) -> Export:
    """Exports of a library of seven papers, all of them written in this process."""
    shelf: Iterable[Add] = (
        Add(paper(f"k{n}", f"Title {n}é", authors=names("Jane Doe"), venue=ICIP, year=2020,
                  notes=("mine",)))
        for n in range(PAPERS - 3)
    )  # fmt: skip
    with Library.writing(program.path) as library:
        library.apply(Plan.of(shelf), "add")
        assert library.count() == PAPERS
    return Export(program, monkeypatch)


@pytest.mark.parametrize("dialect", ["--bibtex", "--biblatex"])
@pytest.mark.parametrize("options", [*IN_PIECES, *AT_ONCE])
def test_the_text_does_not_depend_on_the_number_of_papers(
    large: Export, dialect: str, options: tuple[str, ...]
) -> None:
    """What needs all entries is written at once, everything else in pieces."""
    small = large(PAPERS, dialect, *options)
    assert large.in_pieces == []
    assert (small.status, small.out.count("title =") >= PAPERS) == (0, True)
    assert large(PAPERS - 1, dialect, *options).out == small.out
    assert large.in_pieces == [PAPERS] * (options in IN_PIECES)


def test_other_formats_and_updates_are_not_written_in_pieces(large: Export) -> None:
    """Nor is an export of few papers that a query chose."""
    refs = large.program.path.with_name("refs.bib")
    refs.write_text("@misc{k1, title = {Old}}\n", "utf-8")
    for args in (("--json",), ("--csv",), ("--markdown",), ("--bibtex", "author:roe")):
        assert large(1, *args).status == 0
    assert large(1, "--update", str(refs), "--add").status == 0
    assert large.in_pieces == []
    assert refs.read_text("utf-8").count("@") == PAPERS


def test_a_large_file_is_written_compared_and_only_shown(large: Export, tmp_path: Path) -> None:
    """`-o`, `--check` and `--dry-run` do what they do for a small one."""
    out = tmp_path / "all.bib"
    args = ("--bibtex", "-o", str(out))
    assert large(1, *args, "--check").status == 1
    shown = large(1, *args, "--dry-run")
    assert f"all.bib: would change, {PAPERS} papers" in shown.err
    assert not out.exists()
    assert f"all.bib: written, {PAPERS} papers" in large(1, *args).err
    text = out.read_text("utf-8")
    assert text == large(1, "--bibtex").out
    assert large(1, *args, "--check").status == 0
    assert f"all.bib: unchanged, {PAPERS} papers" in large(1, *args).err
    assert large.in_pieces == [PAPERS] * 6
    assert out.read_text("utf-8") == text


@pytest.mark.parametrize("form", ["markdown", "json", "csv", "csl-json", "ris"])
@pytest.mark.parametrize(
    "option", [("--omit", "year"), ("--fields", "year"), ("--strings",), ("--crossref",),
               ("--venues", "acronym")]
)  # fmt: skip
def test_options_of_bibtex_are_refused_for_other_formats(
    program: Program, form: str, option: tuple[str, ...]
) -> None:
    """None of them is ignored in silence."""
    ran = program("export", "--format", form, *option)
    assert (ran.status, ran.out) == (2, "")
    assert option[0] in ran.err
