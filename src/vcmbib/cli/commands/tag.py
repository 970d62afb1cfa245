"""`vcmbib tag`: add, remove and rename tags."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import edit_commands, options, output
from vcmbib.cli.context import App
from vcmbib.errors import BadQuery, NoSuchThing, Usage
from vcmbib.logic.edit.parse_values import read_word, unite_words
from vcmbib.model.paper import Paper
from vcmbib.model.query.parser import parse_query

if TYPE_CHECKING:
    from vcmbib.store.library import Library


def run(
    context: typer.Context,
    key: Annotated[
        str | None,
        typer.Argument(
            metavar="[KEY]",
            help="A citation key or identifier; - reads keys from standard input.",
            autocompletion=options.complete_key,
        ),
    ] = None,
    tags: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TAG]...", help="Tags to put on.", autocompletion=options.complete_tag
        ),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option(
            "--add", metavar="TAG", help="Put on as well.", autocompletion=options.complete_tag
        ),
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option(
            "--remove", metavar="TAG", help="Take off.", autocompletion=options.complete_tag
        ),
    ] = None,
    rename: Annotated[
        str | None,
        typer.Option("--rename", metavar="OLD=NEW", help="Rename a tag on all papers."),
    ] = None,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Put tags on a paper, or take them off; with KEY alone, show its tags.

    Many papers: vcmbib search WORDS --keys | vcmbib tag - TAG. Letter case does not tell tags
    apart; the spelling in use stands. Renaming to a tag that is there makes the two one.
    """
    app: App = context.obj
    added = [read_word("tag", t, {}) for t in (*(tags or ()), *(add or ()))]
    removed = [read_word("tag", t, {}) for t in remove or ()]
    if rename is not None:
        if key is not None or added or removed:
            raise Usage("--rename goes over the whole library", "give neither KEY nor tags with it")
        _rename(app, rename, dry_run=dry_run, as_json=json)
        return
    if key is None:
        raise Usage("which paper?", "vcmbib tag KEY TAG, or vcmbib list tags")
    if added or removed:
        _change(app, key, added, removed, dry_run=dry_run, as_json=json)
        return
    with app.read_library() as library:
        papers = app.papers_for_keys(library, [key])
    if json:
        edit_commands.show(edit_commands.untouched(papers), json, "")
        return
    for paper in papers:
        for tag in paper.tags:
            output.row((tag,) if key != "-" else (paper.key, tag))
    if not any(p.tags for p in papers):
        output.message("no tags")


def _change(
    app: App, key: str, added: list[str], removed: list[str], *, dry_run: bool, as_json: bool
) -> None:
    """Add tags to papers and remove tags. Raises Usage if a tag is in both lists."""
    off = {t.casefold() for t in removed}
    if both := [t for t in added if t.casefold() in off]:
        raise Usage(f"the tag {both[0]!r} is both put on and taken off")
    edit_commands.must_exist(app)
    with app.plan_library(dry_run) as library:
        papers = app.papers_for_keys(library, [key])
        in_use = edit_commands.words_in_use(library, "tags") if added else {}
        words = [in_use.get(t.casefold(), t) for t in added]
        pairs = [(p, _tagged(p, words, off)) for p in papers]
        done = edit_commands.carry_out(app, library, pairs, "tag", dry_run=dry_run)
    on_papers = {t.casefold(): t for p in papers for t in p.tags}
    for tag in removed:
        if tag.casefold() not in on_papers:
            similar = get_close_matches(tag.casefold(), on_papers, 1)
            meant = f": did you mean {on_papers[similar[0]]!r}?" if similar else ""
            output.message(f"there is no tag {tag!r} to take off{meant}")
    nothing = "nothing to change: the tags are as asked for" if papers else "no papers named"
    edit_commands.show(done, as_json, nothing)


def _tagged(paper: Paper, added: list[str], off: set[str]) -> Paper:
    """The paper with the tags `added` and without those in `off` (casefolded)."""
    kept = [t for t in paper.tags if t.casefold() not in off]
    return replace(paper, tags=unite_words(kept, added))


def _rename(app: App, old_equals_new: str, *, dry_run: bool, as_json: bool) -> None:
    """Rename a tag on all papers that have it."""
    edit_commands.must_exist(app)
    with app.plan_library(dry_run) as library:
        in_use = edit_commands.words_in_use(library, "tags")
        old, new = _old_and_new(old_equals_new, in_use)
        if new.casefold() != old.casefold():
            new = in_use.get(new.casefold(), new)
        pairs = [(p, _renamed(p, old, new)) for p in _tagged_with(library, old)]
        done = edit_commands.carry_out(app, library, pairs, "tag", dry_run=dry_run)
    edit_commands.show(done, as_json, f"nothing to change: the tag is written {new!r} already")


def _old_and_new(text: str, in_use: dict[str, str]) -> tuple[str, str]:
    """Split `OLD=NEW` so that OLD is a tag in use; both may contain `=`.

    Raises Usage without `=`, NoSuchThing if no tag fits.
    """
    cuts = [n for n, char in enumerate(text) if char == "="]
    if not cuts:
        raise Usage(f"--rename: {text!r} has no '='", "write --rename OLD=NEW")
    for cut in cuts:
        old = in_use.get(read_word("tag", text[:cut], {}).casefold())
        if old is not None:
            return old, read_word("tag", text[cut + 1 :], {})
    first = read_word("tag", text[: cuts[0]], {})
    similar = get_close_matches(first.casefold(), in_use)
    raise NoSuchThing("tag", first, [in_use[n] for n in similar])


def _renamed(paper: Paper, old: str, new: str) -> Paper:
    """The paper with `new` in place of `old`, in any letter case."""
    tags = (new if t.casefold() in (old.casefold(), new.casefold()) else t for t in paper.tags)
    return replace(paper, tags=unite_words((), tags))


def _tagged_with(library: Library, tag: str) -> list[Paper]:
    """The papers with the tag in any letter case, found with a query for speed."""
    folded = tag.casefold()
    escaped = tag.replace("\\", "\\\\").replace('"', '\\"')
    try:
        papers = library.papers(library.search(parse_query(f'tag:"{escaped}"')))
    except BadQuery:  # a tag without a letter or digit
        papers = library.all_papers()
    return [p for p in papers if folded in (t.casefold() for t in p.tags)]
