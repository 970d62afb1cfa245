"""Options and arguments that several commands share, and their completion in the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli.context import App
from vcmbib.errors import VcmbibError
from vcmbib.model.printable import is_printable, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vcmbib.store.library import Library


_MOST = 200  # proposals


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


def complete_topic(ctx: typer.Context, incomplete: str) -> list[str]:
    """Topics in use that begin with `incomplete`."""
    return _proposals(ctx, lambda library: library.names("topics", incomplete))


def complete_venue(ctx: typer.Context, incomplete: str) -> list[str]:
    """Venues in use that begin with `incomplete`."""
    return _proposals(ctx, lambda library: library.names("venues", incomplete))


def complete_link(ctx: typer.Context, incomplete: str) -> list[str]:
    """The addresses of the paper that the command line names."""
    key = str(ctx.params.get("key") or "")
    found = _proposals(ctx, lambda library: [k.url for k in library.paper(key).links])
    return [url for url in found if url.startswith(incomplete)]


def complete_change(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Numbers of changes that begin with `incomplete`, newest first, each with its command."""
    commands: dict[str, str] = {}

    def numbers(library: Library) -> list[str]:
        commands.update((str(entry.id), entry.command) for entry in library.log())
        return [number for number in commands if number.startswith(incomplete)][:_MOST]

    return [(number, printable(commands[number])) for number in _proposals(ctx, numbers)]


def complete_values(*values: str) -> Callable[[str], list[str]]:
    """The completion of an option that takes one of `values`."""

    def complete(incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete.lower())]

    return complete


def complete_names(
    names: Callable[[], Iterable[str]], signs: str = ""
) -> Callable[[str], list[str]]:
    """The completion of an option that takes a list with commas, such as `year,-added`.

    `names` gives what a part can be; a part may begin with one of `signs`. Names that are in the
    list already are left out.
    """

    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",")
        sign = last[:1] if last[:1] in signs else ""
        given = {part.strip().lstrip(signs) for part in before.split(",")}
        wanted = last[len(sign) :].lower()
        return [
            f"{before}{comma}{sign}{name}"
            for name in names()
            if name.startswith(wanted) and name not in given
        ]

    return complete


def _sort_names() -> Iterable[str]:
    from vcmbib.store.search import SORT_NAMES

    return SORT_NAMES


def complete_template(incomplete: str) -> list[str]:
    """Fields of a template: `{ti` becomes `{title}`."""
    from vcmbib.cli.paper_fields import TEMPLATE_FIELDS

    before, brace, start = incomplete.rpartition("{")
    if not brace:
        return [f"{incomplete}{{{name}}}" for name in TEMPLATE_FIELDS] if not incomplete else []
    return [f"{before}{{{name}}}" for name in TEMPLATE_FIELDS if name.startswith(start)]


SUBJECTS = ("tags", "categories", "venues", "authors", "topics", "types", "years")
"""What `list` can count instead of papers."""


def complete_list(ctx: typer.Context, incomplete: str) -> list[str]:
    """What `list` takes: a subject, or a query."""
    subjects = [name for name in SUBJECTS if name.startswith(incomplete)]
    return subjects + complete_query(ctx, incomplete)


_LABELS = {"tag": "tags", "category": "categories", "topic": "topics", "venue": "venues",
           "type": "types", "author": "authors"}  # fmt: skip
"""The fields of the query language whose values come from the library, with their tables."""


def complete_query(ctx: typer.Context, incomplete: str) -> list[str]:
    """Fields of the query language; after `tag:`, `author:` and so on their values."""
    from vcmbib.model.query.parser import FIELDS, HAS

    name, colon, start = incomplete.partition(":")
    sign = "-" if name.startswith("-") else ""
    name = name.removeprefix("-")
    if not colon:
        return [f"{sign}{f.name}:" for f in FIELDS if f.name.startswith(name)]
    prefix = start.removeprefix('"')
    if name == "has":
        found = [value for value in HAS if value.startswith(prefix)]
    elif name == "key":
        found = _proposals(ctx, lambda library: library.keys(prefix))
    elif name in _LABELS:
        found = _proposals(ctx, lambda library: library.names(_LABELS[name], prefix))
    else:
        return []
    # Typer drops a proposal that does not begin with what is typed. A query ignores letter case.
    found = [prefix + value[len(prefix) :] for value in found]
    quoted = start.startswith('"')
    return [
        f'{sign}{name}:"{value}"' if quoted or " " in value else f"{sign}{name}:{value}"
        for value in found
        if '"' not in value
    ]


Query = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...",
        help='Words, "phrases", prefix*, field:value, -negation, OR; see vcmbib help query.',
        autocompletion=complete_query,
        show_default=False,
    ),
]
ListQuery = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...",
        help='Words, "phrases", prefix*, field:value, -word, OR. See vcmbib help query.',
        autocompletion=complete_list,
        show_default=False,
    ),
]
Key = Annotated[
    str,
    typer.Argument(
        metavar="KEY",
        help="A citation key (also an old one) or an identifier: arxiv:2405.03500, a DOI, a URL.",
        autocompletion=complete_key,
    ),
]
Keys = Annotated[
    list[str],
    typer.Argument(
        metavar="KEY...",
        help="Citation keys or identifiers. With -, read them from standard input.",
        autocompletion=complete_key,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
AsJsonLines = Annotated[
    bool, typer.Option("--jsonl", help="Print JSON lines: one object for each paper.")
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV with a header.")]
AsKeys = Annotated[bool, typer.Option("--keys", help="Print only the citation keys, one a line.")]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="TEMPLATE",
        autocompletion=complete_template,
        help="The line of a paper, such as '{key}\\t{title}'. An unknown field lists all fields.",
    ),
]
Sort = Annotated[
    str | None,
    typer.Option(
        "--sort",
        metavar="FIELDS",
        help="Sort by these fields, such as year,-added; - is descending.",
        autocompletion=complete_names(_sort_names, "+-"),
    ),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", min=0, max=2**31, metavar="N", help="Show at most N papers."),
]
MaxSize = Annotated[
    str | None,
    typer.Option(
        "--max-size",
        metavar="SIZE",
        help="Refuse larger files: 500M, 4G, or none for no limit. Default: 1G.",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what the command would do; write nothing.")
]
Force = Annotated[
    bool,
    typer.Option(
        "--force", help="Overwrite FILE, also if it contains what the library does not contain."
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]


def query_text(query: list[str] | None) -> str:
    """The arguments of a query, joined to one text."""
    return " ".join(query or [])
