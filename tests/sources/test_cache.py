"""Stored answers: whole or not there, and never a reason to fail."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.sources.cache import Cache, CachedResponse, cache_folder

KEPT = CachedResponse(200, "text/plain", b"line one\nline two\n\x00\xff", 1000.0, 60.0)


def stored(folder: Path) -> Path:
    """The one file that is stored."""
    [path] = (folder / "answers").iterdir()
    return path


def test_a_missing_answer_is_a_miss(tmp_path: Path) -> None:
    """Nothing stored, or no folder at all, is None."""
    assert Cache(tmp_path / "absent").read("GET x") is None
    assert Cache(None).read("GET x") is None
    assert not Cache(None).write("GET x", KEPT)


@pytest.mark.parametrize("damage", ["cut", "empty", "longer", "flipped", "not json", "list", "dir"])
def test_a_damaged_file_is_a_miss(tmp_path: Path, damage: str) -> None:
    """Whatever happened to the file, it is a miss and can be written again."""
    cache = Cache(tmp_path)
    cache.write("GET x", KEPT)
    path = stored(tmp_path)
    good = path.read_bytes()
    if damage == "dir":
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(
            {
                "cut": good[:-1],
                "empty": b"",
                "longer": good + b"x",
                "flipped": good[:-1] + b"\xfe",
                "not json": b"{" + good,
                "list": b"[]\n",
            }[damage]
        )
    assert cache.read("GET x") is None
    if damage != "dir":
        assert cache.write("GET x", KEPT)
        assert cache.read("GET x") == KEPT


@given(st.binary(max_size=300))
def test_any_bytes_are_a_miss(content: bytes) -> None:
    """No content of a file makes reading fail."""
    folder = Path(os.environ["HOME"]) / "any-bytes"
    cache = Cache(folder)
    cache.write("GET x", KEPT)
    stored(folder).write_bytes(content)
    assert cache.read("GET x") is None


def test_a_header_with_odd_values_is_a_miss(tmp_path: Path) -> None:
    """A header of JSON with values of other types is a miss."""
    cache = Cache(tmp_path)
    cache.write("GET x", KEPT)
    path = stored(tmp_path)
    head, _, body = path.read_bytes().partition(b"\n")
    for name in json.loads(head):
        values: tuple[object, ...] = (None, [], {}, "x", 10**400)
        for value in values:
            odd = json.dumps({**json.loads(head), name: value}).encode()
            path.write_bytes(odd + b"\n" + body)
            kept = cache.read("GET x")
            assert kept is None or name == "type"


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    """A file where the folder should be: nothing is stored, nothing fails."""
    (tmp_path / "cache").write_text("in the way")
    cache = Cache(tmp_path / "cache")
    assert not cache.write("GET x", KEPT)
    assert cache.read("GET x") is None


def test_a_full_disk_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the old answer stays and no half file is left."""
    cache = Cache(tmp_path)
    cache.write("GET x", KEPT)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert not cache.write("GET x", CachedResponse(200, "", b"new", 0, 0))
    assert cache.read("GET x") == KEPT
    assert stored(tmp_path).is_file()  # and it is the only one


@given(st.binary(), st.text(max_size=50), st.integers(100, 599))
def test_what_is_stored_comes_back(body: bytes, kind: str, status: int) -> None:
    """Any body and content type make the round trip."""
    cache = Cache(Path(os.environ["HOME"]) / "round-trip")
    kept = CachedResponse(status, kind, body, 5.0, 7.0)
    assert cache.write("GET y", kept)
    assert cache.read("GET y") == kept


@pytest.mark.parametrize(
    ("now", "fresh"), [(1000, True), (1059, True), (1060, False), (999, False), (1e12, False)]
)
def test_an_answer_holds_for_its_time(now: float, fresh: bool) -> None:
    """Fresh from when it was stored until its time is over; not if it comes from the future."""
    assert KEPT.is_fresh(now) is fresh


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, Path("/c/vcmbib")),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, Path("/h/.cache/vcmbib")),
        ({"XDG_CACHE_HOME": "", "HOME": "/h"}, Path("/h/.cache/vcmbib")),
        ({}, None),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="the paths are those of POSIX")
def test_the_folder_follows_the_platform(environ: dict[str, str], folder: Path | None) -> None:
    """XDG_CACHE_HOME if it is absolute, else ~/.cache, else none."""
    assert cache_folder(environ) == folder
