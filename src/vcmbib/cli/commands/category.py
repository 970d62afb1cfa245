"""`vcmbib category`: put papers in categories, and change the tree of categories."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import edit_commands, options, output
from vcmbib.cli.command_line.words import STANDARD_INPUT, is_paper, named_papers, refuse_papers
from vcmbib.cli.context import App
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.errors import NoPaperNamed, Usage, arguments
from vcmbib.logic import categories
from vcmbib.logic.edit.parse_values import find_category, is_category
from vcmbib.logic.edit.set_fields import Vocabulary, set_categories
from vcmbib.model.paper import Category, Paper
from vcmbib.model.plan import Action

if TYPE_CHECKING:
    from vcmbib.store.library import Library


def _slug(flag: str, text: str, metavar: str = "SLUG") -> object:
    """An option that takes a slug and completes it."""
    return typer.Option(flag, metavar=metavar, help=text, autocompletion=options.complete_category)


def run(
    context: typer.Context,
    key: Annotated[
        str | None,
        typer.Argument(
            metavar="[KEY]",
            help="A citation key or identifier. With -, read keys from standard input.",
            autocompletion=options.complete_key,
        ),
    ] = None,
    slugs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CATEGORY]...",
            help="The categories for the paper, by short name or title.",
            autocompletion=options.complete_category,
        ),
    ] = None,
    remove: Annotated[
        list[str] | None, _slug("--remove", "Remove the paper from this category. Repeat for more.")
    ] = None,
    add: Annotated[
        str | None, typer.Option("--add", metavar="TITLE", help="Create a category.")
    ] = None,
    rename: Annotated[
        str | None, _slug("--rename", "Change the title of a category.", "SLUG=TITLE")
    ] = None,
    move: Annotated[
        str | None, _slug("--move", "Move a category, with --under, --top or --position.")
    ] = None,
    delete: Annotated[
        str | None, _slug("--delete", "Delete a category. Its papers stay in the library.")
    ] = None,
    under: Annotated[
        str | None, _slug("--under", "With --add or --move: the category above it.")
    ] = None,
    top: Annotated[bool, typer.Option("--top", help="With --move: to the top level.")] = False,
    position: Annotated[
        int | None, typer.Option("--position", metavar="N", help="With --move: its place, from 1.")
    ] = None,
    slug: Annotated[
        str | None,
        typer.Option("--slug", metavar="SLUG", help="With --add or --rename: its short name."),
    ] = None,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Put papers in categories. Make, rename, move categories.

    A paper comes last in its category. With KEY alone, show its categories; see also: vcmbib list
    categories.
    """
    app: App = context.obj
    tree = _TreeChange(add, rename, move, delete, under, top, position, slug)
    tree.check()
    if tree.requested:
        if key is not None or remove:
            raise Usage(
                "one command changes a paper or the categories, not both",
                "use two commands",
            )
        _change_tree(app, tree, dry_run=dry_run, as_json=json)
    elif key is None:
        raise NoPaperNamed("vcmbib category KEY CATEGORY, or vcmbib list categories")
    elif slugs or remove:
        _change(app, key, slugs or [], remove or [], dry_run=dry_run, as_json=json)
    else:
        _show(app, key, json)


@dataclass(frozen=True, slots=True)
class _TreeChange:
    """The options that change the tree: one of the first four, and those that go with it."""

    add: str | None
    rename: str | None
    move: str | None
    delete: str | None
    under: str | None
    top: bool
    position: int | None
    slug: str | None

    @property
    def requested(self) -> int:
        """The number of changes that the options ask for."""
        return sum(x is not None for x in (self.add, self.rename, self.move, self.delete))

    def check(self) -> None:
        """Raise Usage for options that do not go together."""
        if self.requested > 1:
            raise Usage("use --add, --rename, --move and --delete one at a time")
        if self.under is not None and (self.top or (self.add is None and self.move is None)):
            raise Usage("--under needs --add or --move, and excludes --top")
        if (self.top or self.position is not None) and self.move is None:
            raise Usage("--top and --position need --move")
        if self.slug is not None and self.add is None and self.rename is None:
            raise Usage("--slug needs --add or --rename")
        if self.move is not None and not (self.under or self.top or self.position):
            raise Usage("--move needs a place", "add --under CATEGORY, --top or --position N")

    @property
    def titles(self) -> list[str]:
        """The new titles of categories."""
        renamed = None if self.rename is None else self.rename.partition("=")[2]
        return [title for title in (self.add, renamed) if title]

    def actions(self, tree: tuple[Category, ...]) -> list[Action]:
        """The actions that carry out the change. Raises Usage or NoSuchThing."""
        parent = None if self.under is None else find_category(self.under, tree)
        if self.add is not None:
            return categories.add(tree, self.add, parent, self.slug)
        if self.delete is not None:
            return categories.delete(tree, find_category(self.delete, tree))
        if self.rename is not None:
            old, equals, title = self.rename.partition("=")
            if not equals:
                raise Usage(f"--rename: {self.rename!r} has no '='", "write --rename SLUG=TITLE")
            return categories.rename(tree, find_category(old, tree), title, self.slug)
        name = find_category(self.move or "", tree)
        if self.under is None and not self.top:
            parent = next(c.parent for c in tree if c.slug == name)
        return categories.move(tree, name, parent, self.position)


def _change_tree(app: App, tree_change: _TreeChange, *, dry_run: bool, as_json: bool) -> None:
    if tree_change.add is None:
        edit_commands.must_exist(app)
    with app.plan_library(dry_run) as library:
        for title in tree_change.titles:
            refuse_papers(
                library, "a category", [title],
                lambda word: f"to add the paper to one: vcmbib category {arguments(word)} CATEGORY",
            )  # fmt: skip
        tree = library.categories()
        actions = tree_change.actions(tree)
        rows = edit_commands.category_rows(tree, actions)
        done = edit_commands.carry_out(
            app, library, (), "category", dry_run=dry_run, others=actions, rows=rows
        )
    edit_commands.show(done, as_json, "no change: the category already has these values")


def _change(
    app: App, key: str, named: list[str], removed: list[str], *, dry_run: bool, as_json: bool
) -> None:
    """Put papers in categories and take them out of others."""
    edit_commands.must_exist(app)
    with app.plan_library(dry_run) as library:
        snapshot = library.snapshot_for(())
        keys, named = _keys_and_categories(library, [key, *named], snapshot.categories, removed)
        papers = named_papers(library, keys)
        added = [find_category(n, snapshot.categories) for n in named]
        taken_out = {find_category(n, snapshot.categories) for n in removed}
        if both := taken_out & set(added):
            raise Usage(f"{min(both)} is both added and removed")
        places = dict(snapshot.last_positions)
        pairs = [(p, _placed(p, added, taken_out, places, snapshot.categories)) for p in papers]
        done = edit_commands.carry_out(app, library, pairs, "category", dry_run=dry_run)
    edit_commands.show(done, as_json, "no change: it already has these categories")


def _keys_and_categories(
    library: Library, words: list[str], tree: tuple[Category, ...], removed: list[str]
) -> tuple[list[str], list[str]]:
    """Divide the words: the first is a key, the others are categories.

    If papers are only taken out of categories, all words may be keys. A word that is both a
    category and a paper is the category. Raises WordIsPaper for a paper instead of a category.
    """
    first, *rest = words
    papers = [
        w
        for w in rest
        if w == STANDARD_INPUT or (is_paper(library, w) and not is_category(w, tree))
    ]
    if removed and len(papers) == len(rest):
        return words, []
    categories = shlex.join(w for w in rest if w not in papers) or "CATEGORY"
    lines = shlex.join(["printf", "%s\\n", *(w for w in (first, *papers) if w != STANDARD_INPUT)])
    meant = f"for several papers: {lines} | vcmbib category - {categories}"
    refuse_papers(library, "a category", papers, lambda _: meant)
    if STANDARD_INPUT in rest:
        raise Usage("'-' is not a category: it means the keys on standard input", meant)
    return [first], rest


def _placed(
    paper: Paper,
    added: list[str],
    taken_out: set[str],
    places: dict[str, int],
    tree: tuple[Category, ...],
) -> Paper:
    """The paper in its new categories, last in each. Updates `places`: last position by slug."""
    before = [s.slug for s in paper.categories]
    after = replace(paper, categories=tuple(s for s in paper.categories if s.slug not in taken_out))
    wanted = dict.fromkeys((*(s.slug for s in after.categories), *added))
    after = set_categories(after, wanted, Vocabulary(tree, places))
    for place in after.categories:
        if place.slug not in before:
            places[place.slug] = place.position
    return after


def _show(app: App, key: str, as_json: bool) -> None:
    with app.read_library() as library:
        papers = named_papers(library, [key])
        titles = {c.slug: c.title for c in library.categories()}
    if as_json:
        edit_commands.show(edit_commands.untouched(papers), as_json, "")
        return
    columns = (Column("paper", Fit.NAME), Column("category", Fit.NAME), Column("title"))
    rows = [(p.key, s.slug, titles[s.slug]) for p in papers for s in p.categories]
    alone = key != "-"
    output.table(columns[alone:], [row[alone:] for row in rows], "category")
    if not any(p.categories for p in papers):
        output.message("in no category")
