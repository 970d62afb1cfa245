"""Works without a title, a key or people come through every format, and are added once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.fuzz_readers import take
from vcmbib.formats import WRITERS, bibtex, load_writer
from vcmbib.model.plan import Outcome
from vcmbib.store.library import Library

DOE = [{"family": "Doe", "given": "Jane"}]
WORKS: dict[str, dict[str, Any]] = {
    "a link": {"links": [{"kind": "paper", "url": "https://e.org/1"}]},
    "a link of code": {"links": [{"kind": "code", "url": "https://e.org/1"}]},
    "a link of a video": {"year": 2020, "links": [{"kind": "video", "url": "https://e.org/v"}]},
    "an author": {"authors": DOE},
    "a group": {"authors": [{"literal": "The Team"}]},
    "an editor": {"editors": DOE},
    "an identifier": {"identifiers": {"doi": "10.1234/abc"}},
    "an author and a note": {"authors": DOE, "note": "a note"},
    "a note in the title": {"title": "Ducks at sea [Erratum in: J Ducks 2020]"},
    "an open note in the title": {"title": "Ducks at sea [Erratum in"},
    "a title in brackets": {"title": "[Ducks at sea]"},
    "a title of dots": {"title": "..."},
}
FORMATS = ("bibtex", *(name for name in WRITERS if name not in ("bibtex", "markdown")))


@pytest.mark.parametrize("key", ["", "k1"])
@pytest.mark.parametrize("work", WORKS)
def test_an_odd_work_comes_through_each_format(work: str, key: str, tmp_path: Path) -> None:
    """Read into the same library it changes nothing; into an empty one it is the same work."""
    item = json.dumps(WORKS[work] | ({"key": key} if key else {}))
    with Library.writing(tmp_path / "x.db") as library:
        assert take(library, "jsonl", item).count(Outcome.ADDED) == 1
        assert take(library, "jsonl", item).count(Outcome.SAME) == 1
        (paper,) = library.all_papers()
        for name in FORMATS:
            text = bibtex.write([paper]) if name == "bibtex" else load_writer(name).write([paper])
            again = take(library, name, text)
            changed = (Outcome.ADDED, Outcome.FILLED, Outcome.FAILED)
            assert [again.count(o) for o in changed] == [0, 0, 0], (name, text)
            with Library.writing(tmp_path / f"{name}.db") as other:
                take(other, name, text)
                (found,) = other.all_papers()
            assert (found.key, found.title, found.authors, found.editors, found.identifiers) == (
                paper.key, paper.title, paper.authors, paper.editors, paper.identifiers,
            ), name  # fmt: skip
            assert {k.url for k in found.links} == {k.url for k in paper.links}, name
            assert (found.note, found.year) == (paper.note, paper.year), name


@pytest.mark.parametrize("name", ["ris", "csv", "jsonl", "csl-json"])
def test_equal_works_without_a_key_are_one_and_others_two(name: str, tmp_path: Path) -> None:
    """A record is recognized by all that it states."""
    texts = {
        "ris": "TY  - JOUR\nAU  - Doe, Jane\nPY  - {}\nER  - \n",
        "csv": ',"Doe, Jane",{}\n',
        "jsonl": '{{"authors": [{{"family": "Doe", "given": "Jane"}}], "year": {}}}\n',
        "csl-json": '{{"author": [{{"family": "Doe"}}], "issued": {{"raw": "{}"}}}}\n',
    }
    head = "title,authors,year\n" if name == "csv" else ""
    text = head + "".join(texts[name].format(year) for year in (2020, 2020, 2021))
    with Library.writing(tmp_path / "x.db") as library:
        ledger = take(library, name, text)
        assert (ledger.count(Outcome.ADDED), ledger.count(Outcome.SAME)) == (2, 1)
        assert take(library, name, text).count(Outcome.SAME) == 3
