"""`vcmbib tex --watch`: the .bib follows the document and the library."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.commands.conftest import TEX
from tests.cli.conftest import Program
from tests.cli.program import start_process


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, for ten seconds at most."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


@contextmanager
def watching(program: Program) -> Iterator[subprocess.Popen[str]]:
    """The program as it keeps refs.bib fresh."""
    started = start_process(
        "--db", str(program.path), "tex", "main.tex", "-o", "refs.bib", "--watch"
    )
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
