"""What `vcmbib add` does with the records and the known papers: one plan, one change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vcmbib.cli import edit_commands, output
from vcmbib.cli.command_line.words import refuse_papers
from vcmbib.cli.commands.add_lookup import LibraryHit, LookupResult
from vcmbib.cli.commands.add_record import AddExtras
from vcmbib.cli.confirm_duplicate import ask_if_same_work
from vcmbib.cli.context import App
from vcmbib.errors import AmbiguousKey, NoSuchThing, arguments
from vcmbib.logic.edit.changes import person_record
from vcmbib.logic.edit.parse_values import find_category, is_category, unite_words
from vcmbib.logic.edit.set_fields import set_categories
from vcmbib.logic.importer.plan import OnDuplicate, plan_import
from vcmbib.model.paper import Place, Reading
from vcmbib.model.plan import Change, Ledger, LedgerEntry, Outcome, Plan
from vcmbib.model.text import fold

if TYPE_CHECKING:
    from vcmbib.store.library import Library


def carry_out(
    app: App,
    found: LookupResult,
    extras: AddExtras,
    on_duplicate: OnDuplicate,
    dry_run: bool,
) -> Ledger:
    """Plan the import of the records, and the changes of known papers by the options.

    Applies the plan unless it is a dry run. The ledger has the known papers first.
    """
    if not found.records and not (found.hits and extras.is_set):
        outcome = Outcome.SKIPPED if on_duplicate is OnDuplicate.SKIP else Outcome.SAME
        return Ledger(tuple(e for hit in found.hits for e in _known(hit, outcome)))
    with app.plan_library(dry_run) as library:
        _refuse_papers(library, extras)
        entries: list[LedgerEntry] = []
        changes: list[Change] = []
        for hit in found.hits:
            outcome, change = _known_with_extras(library, hit, extras, on_duplicate)
            entries += _known(hit, outcome)
            changes += [change] if change is not None else []
        records = [replace(r, places=_places(library, extras.categories)) for r in found.records]
        reading = Reading(tuple(records))
        few = len(records) <= _FEW_RECORDS
        snapshot = library.snapshot_for(records, similar_titles=few)
        plan = plan_import([("add", reading)], snapshot, on_duplicate, confirm=ask_if_same_work)
        planned = {a.before.id for a in plan.actions if isinstance(a, Change)}
        actions = [*plan.actions, *(c for c in changes if c.before.id not in planned)]
        if not dry_run:
            app.apply(library, Plan.of(actions))
    return Ledger((*entries, *plan.ledger.entries))


_FEW_RECORDS = 20  # for more, a search for similar titles of each takes too long


def _known(hit: LibraryHit, outcome: Outcome) -> list[LedgerEntry]:
    """The entries of the ledger for the papers of the library that a request names."""
    return [
        LedgerEntry(
            0,
            outcome,
            paper.key,
            f"already in the library as {paper.key}",
            text=paper.title,
            origin="add",
        )
        for paper in hit.papers
    ]


def _known_with_extras(
    library: Library, hit: LibraryHit, extras: AddExtras, on_duplicate: OnDuplicate
) -> tuple[Outcome, Change | None]:
    """What becomes of a paper that the library has: its tags, topics and categories are added."""
    if on_duplicate is OnDuplicate.SKIP:
        return Outcome.SKIPPED, None
    if not extras.is_set:
        return Outcome.SAME, None
    if len(hit.papers) > 1:
        raise AmbiguousKey(hit.request.text, [p.key for p in hit.papers])
    (paper,) = hit.papers
    if extras.key and extras.key not in (paper.key, *paper.former_keys):
        command = f"vcmbib key {arguments(paper.key, extras.key)}"
        output.hint(f"{paper.key} keeps its key; to change it: {command}")
    vocabulary = edit_commands.vocabulary_of(library)
    tags, topics = (
        [vocabulary.words[noun].get(w.casefold(), w) for w in words]
        for noun, words in (("tags", extras.tags), ("topics", extras.topics))
    )
    slugs = [find_category(name, vocabulary.categories) for name in extras.categories]
    after = set_categories(
        replace(
            paper,
            tags=unite_words(paper.tags, tags),
            topics=unite_words(paper.topics, topics),
        ),
        dict.fromkeys((*(s.slug for s in paper.categories), *slugs)),
        vocabulary,
    )
    if after == paper:
        return Outcome.SAME, None
    return Outcome.FILLED, Change(paper, after, person_record(paper, after, "add"))


def _refuse_papers(library: Library, extras: AddExtras) -> None:
    """Raise WordIsPaper if a tag, topic or category is the name of a paper."""
    for noun, words in (("tag", extras.tags), ("topic", extras.topics)):
        in_use = edit_commands.words_in_use(library, f"{noun}s") if words else {}
        new = [word for word in words if word.casefold() not in in_use]
        refuse_papers(library, f"a {noun}", new, lambda _: _ANOTHER_WORD)
    tree = library.categories()
    new = [name for name in extras.categories if not is_category(name, tree)]
    refuse_papers(library, "a category", new, lambda _: _ANOTHER_WORD)


_ANOTHER_WORD = "use another word; see: vcmbib list tags, vcmbib list categories"


def _places(library: Library, named: tuple[str, ...]) -> tuple[Place, ...]:
    """The places of categories, named by slug or title. Raises NoSuchThing for an unknown one."""
    from difflib import get_close_matches

    categories = {c.slug: c for c in library.categories()}
    by_title = {fold(c.title): c.slug for c in categories.values()}
    places = []
    for name in named:
        slug = name if name in categories else by_title.get(fold(name))
        if slug is None:
            raise NoSuchThing("category", name, get_close_matches(name, categories))
        path: list[str] = []
        current: str | None = slug
        while current is not None:
            path.append(categories[current].title)
            current = categories[current].parent
        places.append(Place(tuple(reversed(path))))
    return tuple(places)
