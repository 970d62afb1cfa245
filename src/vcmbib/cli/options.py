"""Options and arguments that several commands share, and their completion in the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli.context import App
from vcmbib.errors import VcmbibError
from vcmbib.model.printable import is_printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from vcmbib.store.library import Library


def _proposals(context: typer.Context, answer: Callable[[Library], list[str]]) -> list[str]:
    """What `answer` finds in the library; nothing if the library cannot be read.

    Completion must not print messages, and no word that a terminal would obey.
    """
    root = context.find_root()
    app = App(root.params.get("db") if root.params else None)
    try:
        with app.read_library() as library:
            return [word for word in answer(library) if is_printable(word)]
    except (VcmbibError, OSError):
        return []


def complete_key(ctx: typer.Context, incomplete: str) -> list[str]:
    """Citation keys that begin with `incomplete`."""
    return _proposals(ctx, lambda library: library.keys(incomplete))


def complete_tag(ctx: typer.Context, incomplete: str) -> list[str]:
    """Tags in use that begin with `incomplete`."""
    return _proposals(ctx, lambda library: library.names("tags", incomplete))


def complete_category(ctx: typer.Context, incomplete: str) -> list[str]:
    """Slugs of categories that begin with `incomplete`."""
    return _proposals(ctx, lambda library: library.names("categories", incomplete))


def complete_query(ctx: typer.Context, incomplete: str) -> list[str]:
    """Fields of the query language; after `tag:`, `category:`, `topic:`, `venue:` their values."""
    from vcmbib.model.query.parser import FIELDS

    name, colon, start = incomplete.partition(":")
    if not colon:
        return [f"{f.name}:" for f in FIELDS if f.name.startswith(incomplete)]
    table = {"tag": "tags", "category": "categories", "topic": "topics", "venue": "venues"}
    if name.lstrip("-") not in table:
        return []
    quoted = start.startswith('"')
    prefix = start.removeprefix('"')
    found = _proposals(ctx, lambda library: library.names(table[name.lstrip("-")], prefix))
    return [f'{name}:"{v}"' if quoted or " " in v else f"{name}:{v}" for v in found]


Query = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...",
        help='Words, "phrases", prefix*, field:value, -negation, OR; see vcmbib help query.',
        autocompletion=complete_query,
        show_default=False,
    ),
]
Key = Annotated[
    str,
    typer.Argument(
        metavar="KEY",
        help="A citation key, a former one, or an identifier (arxiv:2405.03500, a DOI, a URL).",
        autocompletion=complete_key,
    ),
]
Keys = Annotated[
    list[str],
    typer.Argument(
        metavar="KEY...",
        help="Citation keys or identifiers; - reads them from standard input.",
        autocompletion=complete_key,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
AsJsonLines = Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a line.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV with a header.")]
AsKeys = Annotated[bool, typer.Option("--keys", help="Print citation keys, one a line.")]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="TEMPLATE",
        help="A line a paper, such as '{key}\\t{title}'; an unknown field lists them all.",
    ),
]
Sort = Annotated[
    str | None,
    typer.Option(
        "--sort",
        metavar="FIELDS",
        help="Sort by these fields, such as year,-added; - is descending.",
    ),
]
Limit = Annotated[
    int | None, typer.Option("--limit", min=0, max=2**31, metavar="N", help="Show at most N.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done; write nothing.")]
Force = Annotated[
    bool,
    typer.Option("--force", help="Overwrite FILE even if the library lacks what is in it."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def query_text(query: list[str] | None) -> str:
    """The arguments of a query, joined to one text."""
    return " ".join(query or [])
