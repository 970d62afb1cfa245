"""`vcmbib tag`: add, remove and rename tags."""

from __future__ import annotations

import shlex
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import edit_commands, options, output
from vcmbib.cli.command_line.words import STANDARD_INPUT, is_paper, named_papers, refuse_papers
from vcmbib.cli.context import App
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.errors import BadQuery, NoPaperNamed, NoSuchThing, Usage, arguments
from vcmbib.logic.edit.parse_values import read_word, unite_words
from vcmbib.model.paper import Paper
from vcmbib.model.query.parser import parse_query
from vcmbib.model.text import tidy

if TYPE_CHECKING:
    from vcmbib.store.library import Library


def _complete_rename(ctx: typer.Context, incomplete: str) -> list[str]:
    """The tags in use, each with its equals sign."""
    return [f"{tag}=" for tag in options.complete_tag(ctx, incomplete)]


def run(
    context: typer.Context,
    key: Annotated[
        str | None,
        typer.Argument(
            metavar="[KEY]",
            help="A citation key or identifier. With -, read keys from standard input. With --add "
            "or --remove, several keys.",
            autocompletion=options.complete_key,
        ),
    ] = None,
    tags: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TAG]...", help="The tags to add.", autocompletion=options.complete_tag
        ),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option(
            "--add",
            metavar="TAG",
            help="Add this tag. Repeat for more.",
            autocompletion=options.complete_tag,
        ),
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option(
            "--remove",
            metavar="TAG",
            help="Remove this tag. Repeat for more.",
            autocompletion=options.complete_tag,
        ),
    ] = None,
    rename: Annotated[
        str | None,
        typer.Option(
            "--rename",
            metavar="OLD=NEW",
            help="Rename a tag on all papers of the library.",
            autocompletion=_complete_rename,
        ),
    ] = None,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Add tags to papers, or remove them.

    With KEY alone: show its tags. Several papers: vcmbib tag KEY KEY --add TAG, or vcmbib search
    WORDS --keys | vcmbib tag - TAG. A citation key cannot be a tag. Tags ignore letter case and
    keep their first spelling. Renaming to an existing tag merges the two.
    """
    app: App = context.obj
    added = [read_word("tag", t, {}) for t in add or ()]
    removed = [read_word("tag", t, {}) for t in remove or ()]
    words = [key, *(tags or ())] if key is not None else []
    if rename is not None:
        if words or added or removed:
            raise Usage("--rename changes the whole library", "omit KEY and the tags")
        _rename(app, rename, dry_run=dry_run, as_json=json)
        return
    if key is None:
        raise NoPaperNamed("vcmbib tag KEY TAG, or vcmbib list tags")
    if added or removed or len(words) > 1:
        _change(app, words, added, removed, dry_run=dry_run, as_json=json)
        return
    with app.read_library() as library:
        papers = named_papers(library, [key])
    if json:
        edit_commands.show(edit_commands.untouched(papers), json, "")
        return
    columns = (Column("paper", Fit.NAME), Column("tag", Fit.NAME))
    rows = [(p.key, tag) for p in papers for tag in p.tags]
    alone = key != "-"
    output.table(columns[alone:], [row[alone:] for row in rows], "tag")
    if not any(p.tags for p in papers):
        output.message("no tags")


def _change(
    app: App,
    words: list[str],
    added: list[str],
    removed: list[str],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Add tags to papers and remove tags. `words` are keys and tags of the command line."""
    edit_commands.must_exist(app)
    with app.plan_library(dry_run) as library:
        keys, tags = _keys_and_tags(library, words, has_options=bool(added or removed))
        in_use = edit_commands.words_in_use(library, "tags")
        _refuse_keys_as_tags(library, keys, added, in_use)
        added = [*(read_word("tag", t, {}) for t in tags), *added]
        off = {t.casefold() for t in removed}
        if both := [t for t in added if t.casefold() in off]:
            raise Usage(f"the tag {both[0]!r} is both added and removed")
        papers = named_papers(library, keys)
        wanted = [in_use.get(t.casefold(), t) for t in added]
        pairs = [(p, _tagged(p, wanted, off)) for p in papers]
        done = edit_commands.carry_out(app, library, pairs, "tag", dry_run=dry_run)
    on_papers = {t.casefold(): t for p in papers for t in p.tags}
    for tag in removed:
        if tag.casefold() not in on_papers:
            similar = get_close_matches(tag.casefold(), on_papers, 1)
            meant = f": did you mean {on_papers[similar[0]]!r}?" if similar else ""
            output.message(f"the paper has no tag {tag!r}{meant}")
    edit_commands.show(done, as_json, "no change: the paper already has these tags")


def _keys_and_tags(
    library: Library, words: list[str], *, has_options: bool
) -> tuple[list[str], list[str]]:
    """Divide the words: the first is a key, the others are tags; with options all may be keys.

    Raises WordIsPaper if a tag would be the name of a paper.
    """
    first, *rest = (tidy(word) for word in words)
    papers = [w for w in rest if w == STANDARD_INPUT or is_paper(library, w)]
    if has_options and len(papers) == len(rest):
        return [first, *rest], []
    keys = arguments(first, *papers)
    tags = [w for w in rest if w not in papers]
    options = " ".join(f"--add {shlex.quote(t)}" for t in tags) or "--add TAG"

    def meant(word: str) -> str:
        several = f"to tag several papers: vcmbib tag {options} {keys}"
        return several if tags else f"to see its tags: vcmbib tag {arguments(word)}; {several}"

    refuse_papers(library, "a tag", rest, meant)
    if STANDARD_INPUT in rest:
        raise Usage("'-' is not a tag: it means the keys on standard input", meant(first))
    return [first], rest


def _refuse_keys_as_tags(
    library: Library, keys: list[str], tags: list[str], in_use: dict[str, str]
) -> None:
    """Raise WordIsPaper for a tag of --add that is the name of a paper and not yet a tag."""
    refuse_papers(
        library,
        "a tag",
        tags,
        lambda word: f"to tag it too: vcmbib tag {arguments(*keys, word)} --add TAG",
        allowed=lambda word: word.casefold() in in_use,
    )


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
        refuse_papers(
            library, "a tag", [new], lambda _: "use another name",
            allowed=lambda word: word.casefold() in in_use,
        )  # fmt: skip
        if new.casefold() != old.casefold():
            new = in_use.get(new.casefold(), new)
        pairs = [(p, _renamed(p, old, new)) for p in _tagged_with(library, old)]
        done = edit_commands.carry_out(app, library, pairs, "tag", dry_run=dry_run)
    edit_commands.show(done, as_json, f"no change: the tag is {new!r} already")


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
