"""What lies on the kept paper after `vcmbib merge`, and what `undo` gives back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.duplicate_records import tables
from tests.cli.program import vcmbib
from tests.papers import TIP, arxiv, doi, names, paper, record
from vcmbib.model.paper import Category, Link, LinkKind, Paper, Record, Standing
from vcmbib.model.plan import Add, AddCategory, MarkDifferent, Plan
from vcmbib.store.library import Library

TITLE = "Scalable feature coding for machines and people"
WORK = ("one", "two", "three")


def work(name: str) -> Paper:
    """A paper of the work, with parts that the other two have too, and parts of its own."""
    return paper(
        name,
        TITLE,
        authors=names("Ada Bee"),
        entry_type="article",
        year=2012,
        venue=TIP,
        former_keys=(f"old{name}",),
        tags=("coding", f"tag {name}"),
        topics=("image", f"topic {name}"),
        notes=("read", f"note of {name}"),
        links=(Link(LinkKind.CODE, f"https://example.org/{name}"),),
        categories=(Standing("coding"), Standing(name)),
        identifiers=(doi("10.1000/abc"), arxiv(f"1201.0000{WORK.index(name) + 1}")),
    )


def said(name: str, origin: str) -> Record:
    """A record of a paper of the work."""
    return record(TITLE, origin=origin, ref=name, authors=names("Ada Bee"))


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Three papers of one work, and two that some of them were marked different from."""
    path = tmp_path / "papers.db"
    categories = [Category(s, s.title(), None, i) for i, s in enumerate(("coding", *WORK))]
    marks = [("two", "far"), ("three", "near"), ("one", "far"), ("far", "near")]
    with Library.writing(path) as library:
        library.apply(
            Plan.of(
                [
                    *map(AddCategory, categories),
                    *(Add(work(n), (said(n, "a.bib"), said(n, "b.bib"))) for n in WORK),
                    *(Add(paper(n, f"Quite another matter {n}")) for n in ("far", "near")),
                ]
            ),
            "import",
        )
        library.apply(Plan.of([MarkDifferent(a, b) for a, b in marks]), "dedupe")
    with closing(sqlite3.connect(path)) as connection, connection:
        for number, name in enumerate(WORK, 1):
            for file in (f"{name}.pdf", "shared.pdf"):
                connection.execute("INSERT INTO files (paper_id, path) VALUES (?, ?)",
                                   (number, file))  # fmt: skip
    return path


def rows(db: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows that a question to the file gives, in order."""
    with closing(sqlite3.connect(db)) as connection:
        return sorted(connection.execute(sql).fetchall())


@pytest.mark.parametrize(
    ("kept", "merged"), [("one", ("two",)), ("three", ("one",)), ("two", ("three", "one"))]
)
def test_everything_of_the_merged_papers_lies_on_the_kept_one(
    db: Path, kept: str, merged: tuple[str, ...]
) -> None:
    """Records, files, marks, tags, topics, notes, links, places, identifiers and old keys."""
    before = tables(db)
    ran = vcmbib(db, "merge", kept, *merged, "--yes")
    assert ran.status == 0, ran.err
    all_of = (kept, *merged)
    with Library.reading(db) as library:
        found = library.paper(kept)
        assert {p.key for p in library.all_papers()} == {"far", "near", *WORK} - set(merged)
        sources = [(r.ref, r.origin) for r, _ in library.records(found)]
        ids = {p.key: p.id for p in library.all_papers()}
        pairs = library.pairs_marked_different()
    assert sorted(sources) == sorted((n, f"{f}.bib") for n in all_of for f in "ab")
    assert set(found.former_keys) == {*merged, *(f"old{n}" for n in all_of)}
    assert set(found.tags) == {"coding", *(f"tag {n}" for n in all_of)}
    assert set(found.topics) == {"image", *(f"topic {n}" for n in all_of)}
    assert sorted(found.notes) == sorted({"read", *(f"note of {n}" for n in all_of)})
    assert {k.url for k in found.links} == {f"https://example.org/{n}" for n in all_of}
    assert {s.slug for s in found.categories} == {"coding", *all_of}
    numbers = {i.value for i in found.identifiers}
    assert numbers == {"10.1000/abc", *(f"1201.0000{WORK.index(n) + 1}" for n in all_of)}
    files = rows(db, f"SELECT path FROM files WHERE paper_id = {ids[kept]}")
    assert files == sorted([("shared.pdf",), *((f"{n}.pdf",) for n in all_of)])
    assert rows(db, f"SELECT 1 FROM files WHERE paper_id NOT IN {tuple(ids.values())}") == []
    marked = {("one", "far"), ("two", "far"), ("three", "near"), ("far", "near")}
    wanted = {frozenset(kept if n in all_of else n for n in pair) for pair in marked}
    by_id = {number: key for key, number in ids.items()}
    assert {frozenset(by_id[i] for i in pair) for pair in pairs} == wanted
    for key in (*merged, *(f"old{n}" for n in all_of)):
        assert vcmbib(db, "show", key).out.startswith(f"key\t{kept}\n")
    assert vcmbib(db, "undo").status == 0
    assert tables(db) == before


def test_the_log_says_which_papers_were_merged(db: Path) -> None:
    """One paper by its key, more by their number."""
    assert vcmbib(db, "merge", "one", "two", "--yes").status == 0
    assert "merged two into one" in vcmbib(db, "log").out
    assert vcmbib(db, "undo").status == 0
    assert vcmbib(db, "merge", "three", "two", "one", "--yes").status == 0
    assert "merged 2 papers into three" in vcmbib(db, "log").out


def test_a_paper_that_was_marked_different_from_the_kept_one(db: Path) -> None:
    """The mark between the two goes with the merged paper; the others move to the kept one."""
    assert vcmbib(db, "merge", "far", "one", "--yes").status == 0
    with Library.reading(db) as library:
        ids = {p.key: p.id for p in library.all_papers()}
        pairs = library.pairs_marked_different()
    by_id = {number: key for key, number in ids.items()}
    found = {frozenset(by_id[i] for i in pair) for pair in pairs}
    assert found == {frozenset(p) for p in (("far", "two"), ("far", "near"), ("near", "three"))}
