"""A command that gets too little memory: a message and a status, and the library as it was."""

from __future__ import annotations

import errno
import resource
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from tests.cli.conftest import Program
from tests.cli.program import run_process

MIB = 1 << 20


def limit(size: int) -> Callable[[], None]:
    """A function that gives a child process this much address space, in MiB."""
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (size * MIB, size * MIB))


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        ImportError("x.so: failed to map segment from shared object"),
        ImportError("x.so: cannot allocate memory in static TLS block"),
        RuntimeError("can't start new thread"),
    ],
    ids=repr,
)
@pytest.mark.parametrize("as_json", [False, True])
def test_each_sign_of_too_little_memory(
    program: Program, monkeypatch: pytest.MonkeyPatch, error: Exception, as_json: bool
) -> None:
    """Python, the system, the loader and threads state it in their own ways."""

    def fail(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr("vcmbib.cli.context.App.apply", fail)
    result = program("tag", "doe2020coding", "x", *["--json"] * as_json)

    assert result.status == 4
    assert "not enough memory" in result.err
    assert ('"code": "out-of-memory"' in result.err) == as_json
    assert program.changes() == 1


def test_an_import_with_every_amount_of_memory(program: Program, tmp_path: Path) -> None:
    """With each limit between none and enough: all is there or nothing, and no traceback."""
    path = tmp_path / "x.bib"
    entries = "".join(f"@misc{{k{i}, title = {{Title number {i}}}}}\n" for i in range(4000))
    path.write_text(entries)
    seen: set[int] = set()
    for size in (40, 46, 52, 58, 64, 72, 80, 100, 140, 200, 400):
        done = run_process("--db", str(program.path), "import", str(path), preexec_fn=limit(size))
        assert "Traceback" not in done.err, done.err
        assert done.status in (0, 4), done.err
        assert (program.changes() == 2) == (done.status == 0 or "was made" in done.err)
        seen.add(done.status)
        if done.status == 0:
            break
        assert "not enough memory" in done.err
    assert seen == {0, 4}


def test_a_file_larger_than_the_memory(program: Program, tmp_path: Path) -> None:
    """The bound on the size is lifted, and the memory does not suffice."""
    path = tmp_path / "x.bib"
    with path.open("wb") as stream:
        stream.truncate(300 * MIB)
    done = run_process(
        "--db", str(program.path), "import", str(path), "--max-size", "none", preexec_fn=limit(200)
    )  # fmt: skip
    assert (done.status, "Traceback" in done.err) == (4, False)
    assert "not enough memory" in done.err
