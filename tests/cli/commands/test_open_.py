"""`vcmbib open`: the page of a paper in the browser."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import run_process, vcmbib


def test_open_prints_or_fails(db: Path) -> None:
    """--print shows the address; a browser that cannot be started is a failure."""
    assert (
        vcmbib(db, "open", "gomes2024neural", "--print").out
        == "https://arxiv.org/pdf/2403.17886.pdf\n"
    )
    assert (
        vcmbib(db, "open", "choi2018deep", "--print", "--code").out
        == "https://github.com/example/dfc\n"
    )
    failing = run_process(
        "--db", str(db), "open", "gomes2024neural", env={"BROWSER": "false", "PATH": "/nonexistent"}
    )
    assert failing.status == 3
    assert "--print" in failing.err


def test_open_starts_the_browser(db: Path, tmp_path: Path) -> None:
    """$BROWSER gets the address."""
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n', encoding="utf-8")
    script.chmod(0o755)
    result = run_process("--db", str(db), "open", "choi2018deep", env={"BROWSER": f"{script} %s"})

    assert result.status == 0, result.err
    assert (
        tmp_path / "opened"
    ).read_text().strip() == "https://ieeexplore.ieee.org/document/8451100"
