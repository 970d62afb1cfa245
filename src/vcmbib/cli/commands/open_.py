"""`vcmbib open`: open a paper's page in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from vcmbib.cli import options, output
from vcmbib.cli.command_line.words import named_papers
from vcmbib.cli.context import App
from vcmbib.cli.paper_fields import best_url
from vcmbib.errors import CannotOpen, NothingToOpen
from vcmbib.model.paper import LinkKind


def run(
    context: typer.Context,
    keys: options.Keys,
    only_print: Annotated[
        bool, typer.Option("--print", help="Print the URL instead of opening it.")
    ] = False,
    code: Annotated[
        bool, typer.Option("--code", help="Open the page of the code or the project.")
    ] = False,
    json: options.AsJson = False,
) -> None:
    """Open the page of a paper in the browser.

    The browser is $BROWSER, else that of the system.
    """
    app: App = context.obj
    with app.read_library() as library:
        papers = named_papers(library, keys)
    addresses: list[tuple[str, str]] = []
    for paper in papers:
        if code:
            kinds = (LinkKind.CODE, LinkKind.PROJECT)
            url = next((k.url for kind in kinds for k in paper.links if k.kind is kind), None)
        else:
            url = best_url(paper)
        if url is None:
            raise NothingToOpen(paper.key)
        addresses.append((paper.key, url))
    if json:
        output.out_json({"vcmbib": 1, "addresses": [{"key": k, "url": u} for k, u in addresses]})
    elif only_print:
        for _, url in addresses:
            output.out(url)
    if not only_print and not json:
        for _, url in addresses:
            _open(url)


def _open(url: str) -> None:
    """Open a URL in the browser. Raises CannotOpen."""
    import webbrowser

    if not url.startswith(("http://", "https://", "ftp://")):
        raise CannotOpen(url)
    try:
        opened = webbrowser.open(url)
    except (webbrowser.Error, OSError):
        opened = False
    if not opened:
        raise CannotOpen(url)
    output.message(url)
