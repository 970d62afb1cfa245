"""`vcmbib tex --watch`: the .bib follows the document and the library."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.commands.conftest import TEX
from tests.cli.conftest import Program
from tests.cli.program import start_process
from tests.waiting import wait_until
from vcmbib.cli.commands import tex_watch

WATCH = ("tex", "main.tex", "-o", "refs.bib", "--watch")


@pytest.fixture
def contains(main: Path) -> Callable[[str], bool]:
    """Whether the .bib that is kept fresh contains a text."""
    bib = main.parent / "refs.bib"
    return lambda text: bib.exists() and text in bib.read_text(encoding="utf-8")


def test_a_half_saved_document_loses_no_entries(
    program: Program, main: Path, contains: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor may empty a file, or delete it, before it writes the new text."""

    def steps() -> Iterator[None]:
        """What happens while the program sleeps between two checks."""
        yield
        assert contains("roe2021video")
        main.write_text("", encoding="utf-8")
        for _ in range(3):
            yield
            assert contains("roe2021video")
        main.unlink()
        for _ in range(3):
            yield
            assert contains("roe2021video")
        main.write_text("\\bibliography{refs}\\cite{poe2022x}", encoding="utf-8")
        yield
        yield
        assert contains("poe2022x")
        assert not contains("roe2021video")
        raise KeyboardInterrupt

    sleeping = steps()
    monkeypatch.setattr(tex_watch, "time", SimpleNamespace(sleep=lambda _: next(sleeping)))
    assert program(*WATCH).status == 130


def test_watching_follows_the_document_and_the_library(
    program: Program, main: Path, contains: Callable[[str], bool]
) -> None:
    """A saved document, a new file that it includes, a changed paper; Ctrl-C ends with 130."""
    started = start_process("--db", str(program.path), *WATCH)
    try:
        wait_until(lambda: contains("roe2021video"))
        (main.parent / "more.tex").write_text("\\cite{poe2022x,gone}", encoding="utf-8")
        main.write_text(TEX + "\\input{more}", encoding="utf-8")
        wait_until(lambda: contains("poe2022x"))
        assert program("edit", "poe2022x", "--set", "title=Another Title").status == 0
        wait_until(lambda: contains("Another Title"))
        started.send_signal(signal.SIGINT)
        out, err = started.communicate()
    finally:
        if started.poll() is None:
            started.kill()
            started.communicate()
    assert (started.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert err.count("refs.bib: written") >= 2  # it may be stopped before it reports the last
    assert "missing: gone" in err
