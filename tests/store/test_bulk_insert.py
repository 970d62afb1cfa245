"""Papers in bulk, some at a time, are the same rows as all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from tests.papers import ICIP, arxiv, names, paper, record
from vcmbib.model.plan import Add, Plan
from vcmbib.store import bulk_insert
from vcmbib.store.library import Library

T = TypeVar("T")
R = TypeVar("R")
_TABLES = "papers authors paper_authors citation_keys identifiers fields records history".split()


def _plan() -> Plan:
    return Plan.of(
        Add(
            paper(
                f"k{n}",
                f"Title {n}",
                authors=names("Jane Doe", f"Ann Number{n}"),
                venue=ICIP,
                identifiers=(arxiv(f"2101.{n:05}"),),
                former_keys=(f"old{n}",),
                extra=(("series", "A"), ("crossref", "k1")),
            ),
            (record(f"Title {n}"),),
        )
        for n in range(1, 8)
    )


def _rows(library: Library) -> list[list[tuple[object, ...]]]:
    tables = [*_TABLES, "search"]
    return [library.db.execute(f"SELECT * FROM {t} ORDER BY rowid").fetchall() for t in tables]


def _made(path: Path, **how: object) -> list[list[tuple[object, ...]]]:
    with Library.writing(path) as library:
        library.apply(_plan(), "test", **how)  # type: ignore[arg-type]
        return _rows(library)


def test_some_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size of a piece changes no row, and each table's rows are one run of the log."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    whole = _made(tmp_path / "a.db")
    monkeypatch.setattr(bulk_insert, "_CHUNK_PAPERS", 2)
    monkeypatch.setattr(bulk_insert, "_MAX_CACHED_PEOPLE", 3)

    assert _made(tmp_path / "b.db") == whole


def test_rows_made_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows may be prepared ahead, and the progress is the number of papers inserted."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    whole = _made(tmp_path / "a.db")
    monkeypatch.setattr(bulk_insert, "_CHUNK_PAPERS", 3)
    told: list[int] = []

    def ahead(work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        return iter([work(item) for item in items])

    assert _made(tmp_path / "b.db", on_progress=told.append, parallel_map=ahead) == whole
    assert told == [3, 3, 1]


def test_outlines(tmp_path: Path) -> None:
    """An outline has keys and the fields asked for, in the order asked for."""
    with Library.writing(tmp_path / "a.db") as library:
        library.apply(_plan(), "test")
        first, second = library.outlines([7, 2], ["crossref"])

    assert (first.id, first.key, first.former_keys) == (7, "k7", ("old7",))
    assert first.extra == second.extra == (("crossref", "k1"),)
    assert not first.title
