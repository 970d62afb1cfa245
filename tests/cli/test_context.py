"""The library that a command uses: by option, by environment, or the nearest one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import run_here, vcmbib


def test_the_library_is_the_nearest_one(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a folder below, the library above is found; the environment goes before it."""
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)

    monkeypatch.chdir(below)

    assert run_here("list", "--keys").out == vcmbib(db, "list", "--keys").out != ""
    assert run_here("list", env={"VCMBIB_DB": str(tmp_path / "x.db")}).status == 3


def test_a_new_user_without_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With none around, the one in the data folder is used and made on the first write."""
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    monkeypatch.chdir(tmp_path)
    first = run_here("add", "--title", "A first paper", env=home)

    assert (first.status, first.out) == (0, "first\n"), first.err
    assert (tmp_path / "data" / "vcmbib" / "papers.db").exists()


@pytest.mark.parametrize("name", ["", " "])
@pytest.mark.parametrize("args", [["list"], ["init"], ["add", "--title", "X"], ["list", "--json"]])
def test_a_library_without_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, args: list[str]
) -> None:
    """`--db "$UNSET"` is refused: it would be another library than the one that was meant."""
    monkeypatch.chdir(tmp_path)
    result = run_here("--db", name, *args)

    assert (result.status, result.out) == (2, "")
    assert "--db" in result.err
    assert list(tmp_path.iterdir()) == []
