"""A `.bib` that is written piece by piece is the one that is written at once."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

import pytest

from tests.papers import ICIP, names, paper
from vcmbib.cli.commands.export_parallel import bibtex_text
from vcmbib.formats.bibtex import Style, write
from vcmbib.formats.bibtex.writer import parallel
from vcmbib.model.plan import Add, Plan
from vcmbib.store.library import Library


def test_same_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library on disk comes out alike, in the order asked for, volumes last."""
    monkeypatch.setattr(parallel, "_PIECE", 3)
    shelf = [paper(f"k{n}", f"Title {n}", authors=names("Jane Doe"), venue=ICIP) for n in range(8)]
    shelf[4] = replace(shelf[4], extra=(("crossref", "k2"),))
    with Library.writing(tmp_path / "a.db") as library:
        library.apply(Plan.of(Add(p) for p in shelf), "test")

    with Library.reading(tmp_path / "a.db") as library:
        ids = list(range(8, 0, -1))
        text = bibtex_text(library, ids, Style())
        assert text == write(library.papers(ids))

    assert "{k2," in text[text.rindex("@") :]
    assert gc.isenabled()
