"""Many papers written some at a time are the file that they are at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.papers import names, paper
from vcmbib.formats.bibtex import Dialect, Style, write
from vcmbib.formats.bibtex.writer import parallel
from vcmbib.formats.bibtex.writer.parallel import REFERENCE_FIELDS, write_piecewise
from vcmbib.model.paper import Paper


def _library() -> list[Paper]:
    """Twelve papers: a volume with two papers in it, one in a ring, one that refers to nothing."""
    found = [paper(f"p{n:02}", f"Coding {n}", authors=names("Jane Doe")) for n in range(12)]
    extra = {
        1: ("crossref", "p05"),
        7: ("crossref", "P05"),
        9: ("xdata", "p05, p10"),
        10: ("crossref", "p11"),
        11: ("crossref", "p10"),
        3: ("crossref", "elsewhere"),
    }
    for n, field in extra.items():
        found[n] = replace(found[n], extra=(field, ("series", "LNCS")))
    found[5] = replace(found[5], publisher="ACM", extra=(("series", "LNCS"),))
    return [replace(p, id=n) for n, p in enumerate(found, 100)]


@pytest.mark.parametrize("size", [1, 2, 5, 50])
@pytest.mark.parametrize("dialect", list(Dialect))
def test_same_as_at_once(monkeypatch: pytest.MonkeyPatch, size: int, dialect: Dialect) -> None:
    """Whatever the size of a piece, volumes come last and what is inherited is left out."""
    monkeypatch.setattr(parallel, "_PIECE", size)
    papers = _library()
    by_id = {p.id: p for p in papers}
    outlines = [
        Paper(p.key, "", id=p.id, extra=tuple(e for e in p.extra if e[0] in REFERENCE_FIELDS))
        for p in papers
    ]

    def load(ids: Iterable[int]) -> list[Paper]:
        return [by_id[i] for i in ids]

    style = Style(dialect)
    assert write_piecewise(outlines, load, style) == write(papers, style)


def test_nothing() -> None:
    """No papers are an empty file."""
    assert write_piecewise([], lambda _: [], Style()) == write([])
