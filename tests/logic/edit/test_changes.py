"""The changes of an edit, as they are shown and as a person's statement."""

from __future__ import annotations

from tests.papers import paper
from vcmbib.logic.edit.changes import field_changes, person_record
from vcmbib.logic.edit.set_fields import edit_paper
from vcmbib.model.paper import Record, SourceKind


def test_differences_name_what_changed() -> None:
    """A change is shown by field with the old and the new value; notes and links one by one."""
    before = paper(year=2020, notes=("a", "b"))
    after = edit_paper(
        before, [("year", "2021"), ("notes", "b"), ("note", "n"), ("extra.x", "y")]
    ).paper

    told = [(c.field, c.old, c.new) for c in field_changes(before, after)]

    assert told == [
        ("year", "2020", "2021"),
        ("note", None, "n"),
        ("notes", "a", None),
        ("extra.x", None, "y"),
    ]


def test_a_statement_has_only_what_was_set() -> None:
    """The record of an edit has the values that the person set; emptied fields are no values."""
    before = paper(year=2020, pages="1", tags=("a",))
    after = edit_paper(before, [("year", "2021"), ("pages", ""), ("tags", "a, b")]).paper

    assert person_record(before, after, "edit") == (
        Record(SourceKind.PERSON, "edit", year=2021, tags=("b",)),
    )
    assert person_record(before, edit_paper(before, [("pages", "")]).paper, "edit") == ()
