"""The library that a command uses: by option, by environment, or the nearest one."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.program import ran
from vcmbib.cli.boundary import app


def test_the_library_is_the_nearest_one(db: Path, tmp_path: Path) -> None:
    """From a folder below, the library above is found; the environment goes before it."""
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)

    assert (
        ran("list", "--keys", cwd=below).out.split()
        == ran("--db", str(db), "list", "--keys").out.split()
    )
    assert ran("list", cwd=below, env={"VCMBIB_DB": str(tmp_path / "x.db")}).status == 3


def test_a_new_user_without_a_library(tmp_path: Path) -> None:
    """With none around, the one in the data folder is used and made on the first write."""
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    first = ran("add", "--title", "A first paper", cwd=tmp_path, env=home)

    assert (first.status, first.out) == (0, "first\n"), first.err
    assert (tmp_path / "data" / "vcmbib" / "papers.db").exists()


@pytest.mark.parametrize("name", ["", " "])
@pytest.mark.parametrize("args", [["list"], ["init"], ["add", "--title", "X"], ["list", "--json"]])
def test_a_library_without_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, args: list[str]
) -> None:
    """`--db "$UNSET"` is refused: it would be another library than the one that was meant."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["--db", name, *args])

    assert (result.exit_code, result.stdout) == (2, "")
    assert "--db" in result.stderr
    assert list(tmp_path.iterdir()) == []
