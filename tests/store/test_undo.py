"""A change is taken back, unless later changes depend on it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import LIBRARIES
from tests.papers import ICIP, TIP, names, paper, papers_with
from tests.store.tables import add_papers, check_index, contents
from vcmbib import errors
from vcmbib.model.paper import Category
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
from vcmbib.store.library import Library


def test_an_undo_of_nothing_is_an_error(library: Library) -> None:
    """With no change in the log there is nothing to take back."""
    with pytest.raises(errors.NothingToUndo):
        library.last_change()
    with pytest.raises(errors.NoSuchThing):
        library.apply(Plan.of([Undo(7)]), "undo 7")


def test_a_change_is_not_undone_twice(library: Library) -> None:
    """An undo of an undone change is an error that names the other undo."""
    change = add_papers(library, paper())
    library.apply(Plan.of([Undo(change)]), "undo")

    with pytest.raises(errors.NothingToUndo, match="already undone by change 2"):
        library.apply(Plan.of([Undo(change)]), "undo")


def test_later_changes_to_the_same_field_forbid_an_undo(library: Library) -> None:
    """The later changes are named, and nothing is written."""
    add_papers(library, paper())
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
    added = add_papers(library, paper())
    one = library.paper("doe2020coding")
    library.apply(Plan.of([Change(one, replace(one, tags=("survey",)))]), "tag")

    with pytest.raises(errors.UndoForbidden) as caught:
        library.apply(Plan.of([Undo(added)]), "undo")

    assert caught.value.later == (2,)


def test_changes_to_other_fields_do_not_forbid_an_undo(library: Library) -> None:
    """An early tag can be taken back after a later note; the note stays."""
    add_papers(library, paper())
    one = library.paper("doe2020coding")
    tagged = library.apply(Plan.of([Change(one, replace(one, tags=("a",)))]), "tag").change or 0
    two = library.paper("doe2020coding")
    library.apply(Plan.of([Change(two, replace(two, notes=("read",)))]), "note")

    library.apply(Plan.of([Undo(tagged)]), "undo")

    three = library.paper("doe2020coding")
    assert (three.tags, three.notes) == ((), ("read",))
    check_index(library.db)


def test_the_time_of_a_later_change_stays(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Undo of an earlier change leaves it; undo of the latest brings the time before it back."""
    for year, fields in ((1, {}), (2, {"title": "Two"}), (3, {"year": 2020})):
        monkeypatch.setattr(
            "vcmbib.store.library.utc_now", lambda y=year: f"200{y}-01-01T00:00:00Z"
        )
        if fields:
            one = library.paper("doe2020coding")
            library.apply(Plan.of([Change(one, replace(one, **fields))]), "edit")
        else:
            add_papers(library, paper())

    for change, updated in ((2, 2003), (3, 2002)):
        monkeypatch.setattr("vcmbib.store.library.utc_now", lambda: "2009-01-01T00:00:00Z")
        library.apply(Plan.of([Undo(change)]), "undo")
        assert library.paper("doe2020coding").updated == f"{updated}-01-01T00:00:00Z"
    assert library.paper("doe2020coding").title == paper().title


def test_an_undone_later_change_forbids_nothing(library: Library) -> None:
    """A change and its undo cancel out."""
    added = add_papers(library, paper())
    one = library.paper("doe2020coding")
    library.apply(Plan.of([Change(one, replace(one, title="Two"))]), "edit")
    library.apply(Plan.of([Undo(2)]), "undo")

    library.apply(Plan.of([Undo(added)]), "undo")

    assert library.count() == 0


def test_an_author_shared_with_a_later_paper_stays(library: Library) -> None:
    """Undoing the first paper of an author keeps the author for the second; then none is left."""
    first = add_papers(library, paper("a2020x", "One", authors=names("Ada Lovelace"), venue=ICIP))
    second = add_papers(library, paper("b2021y", "Two", authors=names("Ada Lovelace"), venue=ICIP))

    library.apply(Plan.of([Undo(first)]), "undo")
    assert [n.natural for n in library.paper("b2021y").authors] == ["Ada Lovelace"]

    library.apply(Plan.of([Undo(second)]), "undo")
    assert {t: rows for t, rows in contents(library.db).items() if rows} == {}


def test_undo_of_undo_brings_everything_back(library: Library) -> None:
    """A redo is the undo of an undo, ids and all."""
    change = add_papers(library, paper(authors=names("A B", "C D"), venue=TIP, tags=("x",)))
    before = contents(library.db)
    undone = library.apply(Plan.of([Undo(change)]), "undo").change or 0

    library.apply(Plan.of([Undo(undone)]), "undo")

    assert contents(library.db) == before
    check_index(library.db)


def test_ids_are_never_used_twice(library: Library) -> None:
    """A paper added after an undo gets a new id, so that the log never mixes two papers."""
    change = add_papers(library, paper())
    library.apply(Plan.of([Undo(change)]), "undo")
    add_papers(library, paper())

    assert library.paper("doe2020coding").id == 2
    assert [c.id for c in library.log(library.paper("doe2020coding"))] == [3]


_KEYS = ("a2020x", "b2021y", "c2022z")


_SLUGS = ("coding", "features")


@LIBRARIES
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
