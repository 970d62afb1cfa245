"""The library: what is applied is there, what is undone is as it was, and the index is in step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.papers import ICIP, TIP, arxiv, names, paper, papers_with, record
from vcmbib import errors
from vcmbib.model.paper import Category, Paper, Standing
from vcmbib.model.plan import (
    Action,
    Add,
    AddCategory,
    Change,
    ChangeCategory,
    Plan,
    Remove,
    RemoveCategory,
    Undo,
)
from vcmbib.model.query.parser import parse_query
from vcmbib.store import connect
from vcmbib.store.library import Library
from vcmbib.store.search_index import index_text

TABLES = (
    "papers citation_keys identifiers authors paper_authors venues venue_names categories"
    " paper_categories tags topics links notes files fields records not_duplicates"
).split()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library in a real file."""
    with Library.writing(tmp_path / "papers.db") as opened:
        yield opened


def contents(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the log, and what the search index holds."""
    found = {t: db.execute(f"SELECT * FROM {t} ORDER BY id").fetchall() for t in TABLES}
    found["search"] = db.execute("SELECT rowid, * FROM search ORDER BY rowid").fetchall()
    return found


def check_index(db: sqlite3.Connection) -> None:
    """The stored index is what the tables give, and FTS5 finds it sound."""
    ids = [r[0] for r in db.execute("SELECT id FROM papers ORDER BY id")]
    stored = db.execute("SELECT rowid, * FROM search ORDER BY rowid").fetchall()

    assert stored == [tuple(row) for row in index_text(db, ids)]
    db.execute("INSERT INTO search(search) VALUES ('integrity-check')")


def add(library: Library, *papers: Paper) -> int:
    """Add papers in one change; returns its number."""
    applied = library.apply(Plan.of(Add(p) for p in papers), "add")
    assert applied.change is not None
    return applied.change


def bare(p: Paper) -> Paper:
    """A paper without what the library gives it."""
    return replace(p, id=0, added="", updated="", venue=p.venue and replace(p.venue, names=()))


def test_an_undo_of_nothing_is_an_error(library: Library) -> None:
    """With no change in the log there is nothing to take back."""
    with pytest.raises(errors.NothingToUndo):
        library.last_change()
    with pytest.raises(errors.NoSuchThing):
        library.apply(Plan.of([Undo(7)]), "undo 7")


def test_a_change_is_not_undone_twice(library: Library) -> None:
    """Taking back what is taken back already says by which change."""
    change = add(library, paper())
    library.apply(Plan.of([Undo(change)]), "undo")

    with pytest.raises(errors.NothingToUndo, match="already taken back by change 2"):
        library.apply(Plan.of([Undo(change)]), "undo")


def test_later_changes_to_the_same_field_forbid_an_undo(library: Library) -> None:
    """The later changes are named, and nothing is written."""
    add(library, paper())
    one = library.paper("doe2020coding")
    first = library.apply(Plan.of([Change(one, replace(one, title="Two"))]), "edit").change or 0
    two = library.paper("doe2020coding")
    library.apply(Plan.of([Change(two, replace(two, title="Three"))]), "edit")
    before = contents(library.db)

    with pytest.raises(errors.UndoForbidden) as caught:
        library.apply(Plan.of([Undo(first)]), "undo")

    assert caught.value.later == (3,)
    assert contents(library.db) == before
    assert [c.id for c in library.log()] == [3, 2, 1]


def test_later_parts_of_a_paper_forbid_undoing_its_addition(library: Library) -> None:
    """A tag added later would be left without its paper."""
    added = add(library, paper())
    one = library.paper("doe2020coding")
    library.apply(Plan.of([Change(one, replace(one, tags=("survey",)))]), "tag")

    with pytest.raises(errors.UndoForbidden) as caught:
        library.apply(Plan.of([Undo(added)]), "undo")

    assert caught.value.later == (2,)


def test_changes_to_other_fields_do_not_forbid_an_undo(library: Library) -> None:
    """An early tag can be taken back after a later note; the note stays."""
    add(library, paper())
    one = library.paper("doe2020coding")
    tagged = library.apply(Plan.of([Change(one, replace(one, tags=("a",)))]), "tag").change or 0
    two = library.paper("doe2020coding")
    library.apply(Plan.of([Change(two, replace(two, notes=("read",)))]), "note")

    library.apply(Plan.of([Undo(tagged)]), "undo")

    three = library.paper("doe2020coding")
    assert (three.tags, three.notes) == ((), ("read",))
    check_index(library.db)


def test_an_undone_later_change_forbids_nothing(library: Library) -> None:
    """A change and its undo cancel out."""
    added = add(library, paper())
    one = library.paper("doe2020coding")
    library.apply(Plan.of([Change(one, replace(one, title="Two"))]), "edit")
    library.apply(Plan.of([Undo(2)]), "undo")

    library.apply(Plan.of([Undo(added)]), "undo")

    assert library.count() == 0


def test_an_author_shared_with_a_later_paper_stays(library: Library) -> None:
    """Undoing the first paper of an author keeps the author for the second; then nobody is left."""
    first = add(library, paper("a2020x", "One", authors=names("Ada Lovelace"), venue=ICIP))
    second = add(library, paper("b2021y", "Two", authors=names("Ada Lovelace"), venue=ICIP))

    library.apply(Plan.of([Undo(first)]), "undo")
    assert [n.natural for n in library.paper("b2021y").authors] == ["Ada Lovelace"]

    library.apply(Plan.of([Undo(second)]), "undo")
    assert {t: rows for t, rows in contents(library.db).items() if rows} == {}


def test_undo_of_undo_brings_everything_back(library: Library) -> None:
    """A redo is the undo of an undo, ids and all."""
    change = add(library, paper(authors=names("A B", "C D"), venue=TIP, tags=("x",)))
    before = contents(library.db)
    undone = library.apply(Plan.of([Undo(change)]), "undo").change or 0

    library.apply(Plan.of([Undo(undone)]), "undo")

    assert contents(library.db) == before
    check_index(library.db)


def test_ids_are_never_used_twice(library: Library) -> None:
    """A paper added after an undo gets a new id, so that the log never speaks of two papers."""
    change = add(library, paper())
    library.apply(Plan.of([Undo(change)]), "undo")
    add(library, paper())

    assert library.paper("doe2020coding").id == 2
    assert [c.id for c in library.log(library.paper("doe2020coding"))] == [3]


def test_renaming_a_key_and_back(library: Library) -> None:
    """The former key resolves, and one can return to it."""
    add(library, paper("old2020key"))
    one = library.paper("old2020key")
    library.apply(
        Plan.of([Change(one, replace(one, key="new2020key", former_keys=("old2020key",)))]), "key"
    )
    two = library.paper("old2020key")
    assert two.key == "new2020key"
    library.apply(
        Plan.of([Change(two, replace(two, key="old2020key", former_keys=("new2020key",)))]), "key"
    )

    assert library.paper("new2020key").key == "old2020key"
    library.apply(Plan.of([Undo(3)]), "undo")
    library.apply(Plan.of([Undo(2)]), "undo")
    assert library.paper("old2020key").former_keys == ()


def test_an_identifier_on_two_papers_is_ambiguous(library: Library) -> None:
    """A shared identifier names both papers rather than one at random."""
    add(library, paper("a", identifiers=(arxiv("2101.00001"),)))
    add(library, paper("b", identifiers=(arxiv("2101.00001"),)))

    with pytest.raises(errors.AmbiguousKey, match="a, b"):
        library.paper("arxiv:2101.00001")


def test_a_key_in_another_letter_case_is_found(library: Library) -> None:
    """Keys are found in any case; an unknown one proposes the nearest."""
    add(library, paper("Doe2020Coding"))

    assert library.paper("doe2020coding").key == "Doe2020Coding"
    with pytest.raises(errors.NoSuchPaper) as caught:
        library.paper("Doe2020Codin")
    assert "Doe2020Coding" in caught.value.hint


def test_categories_are_searched_by_their_parents(library: Library) -> None:
    """Renaming a parent changes what its papers are found by, and undo brings it back."""
    library.apply(
        Plan.of(
            [
                AddCategory(Category("coding", "Coding")),
                AddCategory(Category("features", "Features", "coding", 1)),
                Add(paper(title="Something else", categories=(Standing("features", 1),))),
            ]
        ),
        "import",
    )
    assert library.search(parse_query("coding")) == [1]
    library.apply(Plan.of([ChangeCategory("coding", Category("zebra", "Zebra"))]), "category")
    assert library.search(parse_query("coding")) == []
    assert library.search(parse_query("zebra")) == [1]

    library.apply(Plan.of([Undo(2)]), "undo")

    assert library.search(parse_query("coding")) == [1]
    check_index(library.db)


def test_records_come_back_as_they_were_said(library: Library) -> None:
    """What a source said is kept whole."""
    said = record(
        authors=names("Anna de Vries"),
        year=2020,
        venue=ICIP,
        identifiers=(arxiv("2101.00001"),),
        tags=("a",),
        extra=(("howpublished", "online"),),
        line=12,
        ref="line 12",
    )
    library.apply(Plan.of([Add(paper(), (said,))]), "import")

    assert [r for r, _ in library.records(library.paper("doe2020coding"))] == [said]


def test_a_bad_row_is_refused_and_nothing_is_written(library: Library) -> None:
    """The schema is the last reader of every rule."""
    with pytest.raises(errors.LibraryRefused):
        library.apply(Plan.of([Add(paper()), Add(paper("other", year=9999))]), "add")

    assert library.count() == 0
    assert library.log() == []


_KEYS = ("a2020x", "b2021y", "c2022z")
_SLUGS = ("coding", "features")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_any_history_undone_step_by_step_restores_every_table(data: st.DataObject) -> None:
    """After each undo all tables and the index are as they were before that change."""
    library = Library.empty()
    library.apply(
        Plan.of([AddCategory(Category(s, s.title(), None, i)) for i, s in enumerate(_SLUGS)]),
        "category",
    )
    states = [contents(library.db)]
    for _ in range(data.draw(st.integers(1, 6), label="steps")):
        actions = _some_actions(library, data)
        if actions:
            library.apply(Plan.of(actions), "step")
            states.append(contents(library.db))
            check_index(library.db)
    for state in reversed(states[:-1]):
        library.apply(Plan.of([Undo(library.last_change())]), "undo")
        assert contents(library.db) == state
        check_index(library.db)


def _some_actions(library: Library, data: st.DataObject) -> list[Action]:
    """A plan that fits the library as it is."""
    there = {p.key: p for p in library.all_papers()}
    slugs = [c.slug for c in library.categories()]
    free = [
        k for k in _KEYS if k not in {f for p in there.values() for f in (p.key, *p.former_keys)}
    ]
    kinds = ["add"] * bool(free) + ["change", "remove"] * bool(there) + ["category"] * bool(slugs)
    kind = data.draw(st.sampled_from(kinds), label="kind")
    if kind == "add":
        return [Add(data.draw(papers_with(free, slugs)))]
    if kind == "category":
        slug = data.draw(st.sampled_from(slugs))
        return data.draw(
            st.sampled_from(
                [
                    [RemoveCategory(slug)],
                    [ChangeCategory(slug, Category(slug + "x", "Other", None, 5))],
                ]
            )
        )
    one = there[data.draw(st.sampled_from(sorted(there)), label="key")]
    if kind == "remove":
        return [Remove(one)]
    drawn = data.draw(papers_with([one.key], slugs))
    return [Change(one, replace(drawn, former_keys=one.former_keys))]


@settings(deadline=None)
@given(papers_with(_KEYS))
def test_a_paper_comes_back_as_it_was_stored(one: Paper) -> None:
    """Storing and loading change nothing."""
    library = Library.empty()
    add(library, one)

    assert bare(library.paper(one.key)) == bare(one)


@settings(deadline=None)
@given(papers_with(["k"]), papers_with(["k"]))
def test_a_changed_paper_is_the_one_that_was_asked_for(before: Paper, after: Paper) -> None:
    """A change writes all of the new paper and nothing of the old one, in any order of parts."""
    library = Library.empty()
    add(library, before)
    library.apply(Plan.of([Change(library.paper("k"), after)]), "edit")

    def unordered(p: Paper) -> Paper:
        return replace(
            bare(p),
            tags=tuple(sorted(p.tags)),
            topics=tuple(sorted(p.topics)),
            notes=tuple(sorted(p.notes)),
            links=tuple(sorted(p.links, key=lambda k: k.url)),
            identifiers=tuple(sorted(p.identifiers)),
            extra=tuple(sorted(p.extra)),
        )

    assert unordered(library.paper("k")) == unordered(after)
    check_index(library.db)


def test_reading_leaves_the_file_byte_identical(tmp_path: Path) -> None:
    """A read-only library cannot be written, and no read changes a byte."""
    path = tmp_path / "papers.db"
    with Library.writing(path) as library:
        add(library, paper(authors=names("A B")))
    before = path.read_bytes()

    with Library.reading(path) as library:
        library.search(parse_query("coding"))
        library.nearest_words(parse_query("codng"))
        library.log()
        list(library.all_papers())
        with pytest.raises(errors.LibraryReadOnly):
            add(library, paper("x"))

    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["papers.db"]


def test_a_copy_in_memory_is_not_the_file(tmp_path: Path) -> None:
    """What is tried on a copy never reaches the file."""
    path = tmp_path / "papers.db"
    with Library.writing(path) as library:
        add(library, paper())
    with Library.reading(path) as library, library.copy() as copied:
        copied.apply(Plan.of([Undo(1)]), "undo")
        assert copied.count() == 0
        assert library.count() == 1


@pytest.mark.parametrize("given", ["inf", "nan", "-1", "abc", "1e9", "0x10", "1 s"])
def test_a_wait_that_is_no_number_of_seconds(given: str) -> None:
    """Nonsense, endless, negative: refused with the name of the variable and what it takes."""
    with pytest.raises(errors.BadValue, match="VCMBIB_BUSY_TIMEOUT") as caught:
        connect.wait_seconds({"VCMBIB_BUSY_TIMEOUT": given})
    assert "seconds" in caught.value.hint


def test_the_wait_is_a_setting() -> None:
    """VCMBIB_BUSY_TIMEOUT is in seconds; unset or empty it is the default."""
    assert connect.wait_seconds({"VCMBIB_BUSY_TIMEOUT": "0.5"}) == 0.5
    assert connect.wait_seconds({"VCMBIB_BUSY_TIMEOUT": "0"}) == 0
    for unset in ({}, {"VCMBIB_BUSY_TIMEOUT": ""}, {"VCMBIB_BUSY_TIMEOUT": " "}):
        assert connect.wait_seconds(unset) == connect.DEFAULT_WAIT
