"""tex: the .bib of a document, its report, and keeping it fresh."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.program import process
from tests.sources.fake_arxiv import FakeArxiv
from tests.sources.fake_arxiv import Paper as FakePaper

TEX = "\\bibliography{refs}\n\\cite{doe2020coding}\n\\cite{roe2021video}"


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document in the working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "main.tex"
    path.write_text(TEX, encoding="utf-8")
    return path


def test_a_document_that_is_not_there(program: Program, main: Path) -> None:
    """A missing document is status 3; a folder without one, and --watch without -o, are 2."""
    assert program("tex", "gone.tex").status == 3
    (main.parent / "empty").mkdir()
    assert program("tex", "empty").status == 2
    assert program("tex", "main.tex", "--watch").status == 2
    assert program("tex", "main.tex", "--bibtex", "--biblatex").status == 2


def test_missing_keys_are_told_and_fail_a_check(program: Program, main: Path) -> None:
    """The nearest keys and the place; status 1 for --check, 0 without."""
    main.write_text("\n\\cite{doe2020codin}\\cite{arxiv:2405.03500}\\input{gone}", encoding="utf-8")
    ran = program("tex", "main.tex")
    assert ran.status == 0
    assert "main.tex:2: missing: doe2020codin; near: doe2020coding" in ran.err
    assert "vcmbib add arxiv:2405.03500" in ran.err
    assert "main.tex:2: cannot read gone.tex" in ran.err
    assert program("tex", "main.tex", "--check").status == 1
    assert "cited-not-there" in program("tex", "main.tex", "--check", "--json").err


def test_the_cited_papers_come_out(program: Program, main: Path) -> None:
    """To standard output, and the document's own .bib is not touched."""
    ran = program("tex", "main.tex")
    assert ran.status == 0
    assert [line for line in ran.out.splitlines() if line.startswith("@")] == [
        "@inproceedings{doe2020coding,", "@article{roe2021video,",
    ]  # fmt: skip
    assert "-o refs.bib" in ran.err
    assert not (main.parent / "refs.bib").exists()


def test_a_file_is_written_once_and_checked(program: Program, main: Path) -> None:
    """Only a change writes; --check and --dry-run write nothing; uncited entries are told."""
    bib = main.parent / "refs.bib"
    assert program("tex", "main.tex", "-o", "refs.bib", "--check").status == 1
    assert "would change" in program("tex", "main.tex", "-o", "refs.bib", "--dry-run").err
    assert not bib.exists()
    assert program("tex", "main.tex", "-o", "refs.bib").status == 0
    first = bib.stat().st_mtime_ns
    assert "unchanged" in program("tex", "main.tex", "-o", "refs.bib").err
    assert bib.stat().st_mtime_ns == first
    assert program("tex", "main.tex", "-o", "refs.bib", "--check").status == 0
    main.write_text("\\cite{doe2020coding}", encoding="utf-8")
    assert program("tex", "main.tex", "-o", "refs.bib", "--check").status == 1
    report = program("tex", "main.tex", "-o", "refs.bib", "--json").json
    assert report["unused"] == {"refs.bib": ["roe2021video"]}
    assert "roe2021video" not in bib.read_text(encoding="utf-8")


def test_entries_that_the_library_lacks_are_not_written_over(program: Program, main: Path) -> None:
    """A .bib with entries of its own stays as it is, unless --force is given."""
    bib = main.parent / "refs.bib"
    bib.write_text("@book{mine,\n title={Mine}}\n", encoding="utf-8")
    ran = program("tex", "main.tex", "-o", "refs.bib")
    assert (ran.status, "mine" in ran.err) == (1, True)
    assert bib.read_text(encoding="utf-8").startswith("@book{mine")
    assert program("tex", "main.tex", "-o", "refs.bib", "--force").status == 0
    assert "mine" not in bib.read_text(encoding="utf-8")


def test_former_keys_and_identifiers_are_found(program: Program, main: Path) -> None:
    """BibLaTeX names them in ids, BibTeX has an entry for each; the sed line is told."""
    program("key", "doe2020coding", "doe2020")
    main.write_text("\\cite{doe2020coding,10.1109/TIP.2021.1,arXiv:2005.00001}", encoding="utf-8")
    ran = program("tex", "main.tex")
    assert "@inproceedings{doe2020coding," in ran.out
    assert "@article{10.1109/TIP.2021.1," in ran.out
    assert "sed -E" in ran.err
    new = program("tex", "main.tex", "--biblatex").out
    assert "ids = {arXiv:2005.00001, doe2020coding}" in new
    assert "@article{roe2021video," in new
    report = program("tex", "main.tex", "--json").json
    assert [c["how"] for c in report["cited"]] == ["former key", "identifier", "identifier"]
    assert report["duplicates"][0][:2] == ["doe2020coding", "arXiv:2005.00001"]
    assert report["cited"][0]["places"] == [{"file": "main.tex", "line": 1}]


def test_the_dialect_is_what_the_document_says(program: Program, main: Path) -> None:
    """BibLaTeX for biblatex, BibTeX else."""
    main.write_text("\\usepackage{biblatex}\\cite{roe2021video}", encoding="utf-8")
    assert "journaltitle" in program("tex", "main.tex").out
    assert "journaltitle" not in program("tex", "main.tex", "--bibtex").out


def test_other_inputs(program: Program, main: Path) -> None:
    """Standard input, several documents, a folder, Latin-1, everything, nothing."""
    assert "@misc{poe2022x," in program("tex", "-", given="see [@poe2022x]").out
    (main.parent / "b.tex").write_bytes("\\documentclass{a}é\\cite{poe2022x}".encode("latin-1"))
    assert program("tex", "main.tex", "b.tex", "--json").json["entries"] == [
        "doe2020coding", "poe2022x", "roe2021video",
    ]  # fmt: skip
    assert program("tex", ".", "--json").json["entries"] == ["poe2022x"]
    assert len(program("tex", "-", "--json", given="\\nocite{*}").json["entries"]) == 3
    nothing = program("tex", "-", given="words")
    assert (nothing.status, nothing.out) == (0, "")


def test_cited_identifiers_are_added(program: Program, main: Path) -> None:
    """--add asks the catalogue as `vcmbib add` does; what cannot be added stays missing."""
    main.write_text("\\cite{arxiv:2405.03500} \\cite{arXiv:2405.99999}", encoding="utf-8")
    with FakeArxiv([FakePaper("2405.03500", "A Rate of Something", ("Ada Example",))]) as server:
        env = {"VCMBIB_ARXIV_URL": server.url, "VCMBIB_ARXIV_PACE": "0", "VCMBIB_TIMEOUT": "1",
               "XDG_CACHE_HOME": str(main.parent / "cache")}  # fmt: skip
        dry = program.apart("tex", "main.tex", "--add", "--dry-run", env=env)
        assert (dry.status, dry.out, program.changes()) == (0, "", 1)
        done = program.apart("tex", "main.tex", "--add", env=env)
    assert done.out.startswith("@misc{arxiv:2405.03500,\n  title = {A Rate of Something},")
    assert "missing: arXiv:2405.99999" in done.err
    assert "A Rate of Something" in program("tex", "main.tex").out


# --- watching ---------------------------------------------------------------------------------


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, for ten seconds at most."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


@contextmanager
def watching(program: Program) -> Iterator[subprocess.Popen[str]]:
    """The program as it keeps refs.bib fresh."""
    started = process("--db", str(program.path), "tex", "main.tex", "-o", "refs.bib", "--watch")
    try:
        yield started
    finally:
        if started.poll() is None:
            started.kill()
        started.communicate()


def test_watching_follows_the_document_and_the_library(program: Program, main: Path) -> None:
    """A saved document, one that is gone or empty for a moment, a changed paper; Ctrl-C is 130."""
    bib = main.parent / "refs.bib"

    def holds(word: str) -> bool:
        return bib.exists() and word in bib.read_text(encoding="utf-8")

    with watching(program) as started:
        until(lambda: holds("roe2021video"))
        main.write_text("", encoding="utf-8")
        time.sleep(1.2)
        assert holds("roe2021video")  # half saved: nothing was lost
        main.unlink()
        time.sleep(0.6)
        main.write_text(TEX + "\\input{more}", encoding="utf-8")
        (main.parent / "more.tex").write_text("\\cite{poe2022x,gone}", encoding="utf-8")
        until(lambda: holds("poe2022x"))
        assert program("edit", "poe2022x", "--set", "title=Another Title").status == 0
        until(lambda: holds("Another Title"))
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=10)
    assert (started.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert err.count("refs.bib: written") >= 2  # it may be stopped before it tells the last
    assert "missing: gone" in err
