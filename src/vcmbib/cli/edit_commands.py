"""What the curating verbs share: one plan a command, and the account of what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vcmbib.cli import output, terminal
from vcmbib.cli.context import App
from vcmbib.cli.display.plurals import counted
from vcmbib.errors import KeyTaken, NoLibrary, NoSuchPaper
from vcmbib.logic.edit.changes import field_changes, person_record
from vcmbib.logic.edit.set_fields import Vocabulary
from vcmbib.model.fields import CATEGORY_FIELDS, WORD_FIELDS
from vcmbib.model.paper import Category, Paper
from vcmbib.model.plan import (
    Action,
    AddCategory,
    Change,
    ChangeCategory,
    FieldChange,
    Plan,
    RemoveCategory,
)
from vcmbib.model.text import fold_key

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json
    from vcmbib.store.library import Library


@dataclass(frozen=True, slots=True)
class ReportedChange:
    """One thing that changed: of the paper `key`, or of the category `category`."""

    change: FieldChange
    key: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class EditResult:
    """What a command did, or would do: shown when the library is closed again."""

    papers: tuple[Paper, ...]
    rows: tuple[ReportedChange, ...]
    change: int | None
    dry_run: bool
    categories: tuple[Category, ...] = ()


def must_exist(app: App) -> None:
    """Raise NoLibrary unless there is a library: these verbs change one, and make none."""
    path = app.path
    if not path.exists():
        raise NoLibrary(str(path))


def vocabulary_of(library: Library) -> Vocabulary:
    """The categories, tags and topics that the library has in use."""
    known = library.snapshot_for(())
    words = {field.name: words_in_use(library, field.name) for field in WORD_FIELDS}
    return Vocabulary(known.categories, known.last_positions, words)


def words_in_use(library: Library, noun: str) -> dict[str, str]:
    """The tags or topics: from the casefolded word to its first spelling."""
    found: dict[str, str] = {}
    for word, _ in library.counts(noun):
        found.setdefault(word.casefold(), word)
    return found


def check_key(library: Library, paper: Paper, key: str) -> None:
    """Raise KeyTaken if `key` leads to another paper than this one."""
    try:
        owner = library.paper(key)
    except NoSuchPaper:
        return
    if owner.id == paper.id:
        return
    folded = fold_key(key)
    if folded == fold_key(owner.key):
        how = "is the key of" if key == owner.key else "differs only in case from"
    elif folded in {fold_key(k) for k in owner.former_keys}:
        how = "is an old key of"
    else:
        how = "is an identifier of"
    raise KeyTaken(key, owner.key, how)


def carry_out(
    app: App,
    library: Library,
    pairs: Sequence[tuple[Paper, Paper]],
    verb: str,
    *,
    dry_run: bool,
    others: Sequence[Action] = (),
    rows: Sequence[ReportedChange] = (),
    claim: bool = True,
) -> EditResult:
    """Turn each paper into the other one of its pair, in one change with `others`.

    `rows` report the others. `claim` stores the person's values as a record of this command.
    """
    changed = [(before, after) for before, after in pairs if before != after]
    actions: list[Action] = [
        Change(before, after, person_record(before, after, verb) if claim else ())
        for before, after in changed
    ]
    actions = [*others, *actions]
    reported = [
        ReportedChange(change, after.key)
        for before, after in changed
        for change in field_changes(before, after)
    ]
    number = None if dry_run else app.apply(library, Plan.of(actions)).change
    papers = [after for _, after in pairs]
    if number is not None:
        papers = list(library.papers([p.id for p in papers]))
    touched = {c.category.slug for c in others if isinstance(c, AddCategory)}
    touched |= {c.after.slug for c in others if isinstance(c, ChangeCategory)}
    if dry_run:
        categories = [c.category for c in others if isinstance(c, AddCategory)]
        categories += [c.after for c in others if isinstance(c, ChangeCategory)]
    else:
        categories = [c for c in library.categories() if c.slug in touched] if touched else []
    return EditResult(tuple(papers), (*rows, *reported), number, dry_run, tuple(categories))


def category_rows(before: Sequence[Category], actions: Sequence[Action]) -> list[ReportedChange]:
    """What the actions change in the tree."""
    was = {c.slug: c for c in before}
    rows: list[ReportedChange] = []
    for action in actions:
        match action:
            case AddCategory(category=new):
                rows.append(
                    ReportedChange(FieldChange("category", None, new.title), None, new.slug)
                )
            case RemoveCategory(slug=slug):
                rows.append(
                    ReportedChange(FieldChange("category", was[slug].title, None), None, slug)
                )
            case ChangeCategory(slug=slug, after=after):
                rows += [
                    ReportedChange(FieldChange(field.name, _text(old), _text(now)), None, slug)
                    for field in CATEGORY_FIELDS
                    if (old := field.of(was[slug])) != (now := field.of(after))
                ]
            case _:
                pass
    return rows


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def show(done: EditResult, as_json: bool, nothing: str) -> None:
    """Show the changes as data, and how to undo them. Without changes the message is `nothing`."""
    if as_json:
        output.out_json(_object(done))
        return
    if not done.rows:
        output.message(nothing)
        return
    if terminal.on_terminal():
        _draw(done)
    else:
        for row in done.rows:
            old, new = row.change.old or _NONE, row.change.new or _NONE
            output.row((_name(row), row.change.field, f"{old} → {new}"))
    hint(done)


_NONE = "(none)"


def _name(row: ReportedChange) -> str:
    return row.key if row.key is not None else row.category or ""


def _draw(done: EditResult) -> None:
    """Show the changes on a terminal, paper by paper, and the number of papers."""
    from vcmbib.cli.display.changed_values import draw_changes

    papers = [(_name(row), row.change) for row in done.rows]
    output.painted(draw_changes(papers, output.look()))
    for noun, names in (
        ("paper", {row.key for row in done.rows if row.key is not None}),
        ("category", {row.category for row in done.rows if row.category is not None}),
    ):
        if names:
            did = "would be changed" if done.dry_run else "changed"
            output.out(f"{counted(len(names), noun)} {did}")


def hint(done: EditResult) -> None:
    """After a write, for a person: how to take it back."""
    if done.dry_run:
        output.message("dry run: nothing was written")
    elif done.change is not None and terminal.on_terminal():
        output.hint("to undo it: vcmbib undo")


def _object(done: EditResult) -> Json:
    from vcmbib.formats.paper_json import paper_object

    changes: list[Json] = []
    for row in done.rows:
        change: dict[str, Json] = {"key": row.key}
        if row.category is not None:
            change["category"] = row.category
        change |= {"field": row.change.field, "old": row.change.old, "new": row.change.new}
        changes.append(change)
    described: dict[str, Json] = {
        "vcmbib": 1,
        "papers": [dict(paper_object(p)) for p in done.papers],
        "changes": changes,
        "change": done.change,
        "dry_run": done.dry_run,
    }
    if done.categories:
        described["categories"] = [
            {"slug": c.slug, "title": c.title, "parent": c.parent, "position": c.position}
            for c in done.categories
        ]
    return described


def untouched(papers: Sequence[Paper]) -> EditResult:
    """The account of a command that only looks."""
    return EditResult(tuple(papers), (), None, dry_run=False)


def with_notes(paper: Paper, notes: Sequence[str]) -> Paper:
    """`paper` with these notes, each once."""
    return replace(paper, notes=tuple(dict.fromkeys(notes)))
