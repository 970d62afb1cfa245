"""`vcmbib link`: show, add and remove links of a paper."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import edit_commands, options, output
from vcmbib.cli.command_line.words import refuse_papers
from vcmbib.cli.context import App
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.errors import AmbiguousKey, NoSuchPaper, NoSuchThing, Usage, arguments
from vcmbib.logic.edit.links import check_url, guess_link_kind, with_link
from vcmbib.model.identifiers import find_identifiers
from vcmbib.model.paper import Link, LinkKind, Paper
from vcmbib.model.text import tidy

if TYPE_CHECKING:
    from vcmbib.store.library import Library


def run(
    context: typer.Context,
    key: options.Key,
    url: Annotated[str | None, typer.Argument(metavar="[URL]", help="The URL to add.")] = None,
    kind: Annotated[
        LinkKind | None,
        typer.Option("--kind", help="What the URL leads to. Default: guessed from the URL."),
    ] = None,
    label: Annotated[
        str | None, typer.Option("--label", metavar="TEXT", help="A text for the link.")
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option(
            "--remove",
            metavar="URL",
            help="Remove this link. Repeat for more links.",
            autocompletion=options.complete_link,
        ),
    ] = None,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Show, add and remove the links of a paper.

    With KEY alone: show its links.

    The identifiers in a link to the paper itself are added too. For a URL that the paper
    has, --kind and --label change its kind and its text.
    """
    app: App = context.obj
    if url is None and (kind is not None or label is not None):
        raise Usage("--kind and --label need a URL", "vcmbib link KEY URL --kind KIND")
    if url is None and not remove:
        with app.read_library() as library:
            _show(library.paper(key), json)
        return
    edit_commands.must_exist(app)
    with app.plan_library(dry_run) as library:
        address = None if url is None else _address(library, key, url)
        paper = library.paper(key)
        after = _without(paper, remove or [])
        doubts: list[str] = []
        if address is not None:
            after = _linked(after, address, kind, label)
            doubts = _doubts(library, paper, after)
        done = edit_commands.carry_out(app, library, [(paper, after)], "link", dry_run=dry_run)
    for doubt in doubts:
        output.message(doubt)
    edit_commands.show(done, json, "no change: the paper already has this link")


def _address(library: Library, key: str, url: str) -> str:
    """The checked address. Raises WordIsPaper for a citation key, and BadValue."""
    if "://" not in url:
        refuse_papers(
            library,
            "an address",
            [url],
            lambda word: (
                f"to see links: vcmbib link {arguments(word)}; to add one: vcmbib link {key} URL"
            ),
        )
    return check_url(url)


def _without(paper: Paper, urls: list[str]) -> Paper:
    """The paper without these links. Raises NoSuchThing for a link that it lacks."""
    present = [k.url for k in paper.links]
    for url in urls:
        if url.strip() not in present:
            raise NoSuchThing("link", url, get_close_matches(url, present))
    removed = {u.strip() for u in urls}
    return replace(paper, links=tuple(k for k in paper.links if k.url not in removed))


def _linked(paper: Paper, url: str, kind: LinkKind | None, label: str | None) -> Paper:
    """The paper with the link; a link with this URL gets the new kind and label."""
    present = next((k for k in paper.links if k.url == url), None)
    if present is None:
        link = Link(kind or guess_link_kind(url), url, tidy(label or "") or None)
    else:
        words = present.label if label is None else tidy(label) or None
        link = Link(kind or present.kind, url, words)
    return with_link(paper, link)


def _doubts(library: Library, before: Paper, after: Paper) -> list[str]:
    """A message for each new link or identifier that another paper has too: one may be wrong."""
    new_names = [str(i) for i in after.identifiers if i not in before.identifiers]
    new_names += [
        k.url for k in after.links if k not in before.links and not find_identifiers(k.url)
    ]
    doubts: list[str] = []
    for name in new_names:
        try:
            other = library.paper(name)
        except NoSuchPaper:
            continue
        except AmbiguousKey as error:
            doubts.append(f"{error.message}: is it right?")
            continue
        if other.id != before.id:
            doubts.append(f"{other.key} has the same link {name}: is it right?")
    return doubts


def _show(paper: Paper, as_json: bool) -> None:
    if as_json:
        edit_commands.show(edit_commands.untouched([paper]), as_json, "")
        return
    if not paper.links:
        output.message(f"{paper.key} has no links")
    output.table(
        (Column("kind", Fit.NAME), Column("address", Fit.NAME), Column("words")),
        [(k.kind.value, k.url, k.label or "") for k in paper.links],
        "link",
    )
