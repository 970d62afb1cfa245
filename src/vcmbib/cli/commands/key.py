"""`vcmbib key`: change citation keys, one by hand or many by a pattern."""

from __future__ import annotations

from typing import Annotated

import typer

from vcmbib.cli import edit_commands, options
from vcmbib.cli.context import App
from vcmbib.errors import Usage
from vcmbib.logic.edit.set_fields import with_key

TAKES_QUERY = True


_ACTIONS = ("generate", "map")


def _complete_words(ctx: typer.Context, incomplete: str) -> list[str]:
    """The actions, and citation keys; a query after `generate`."""
    given = list(ctx.params.get("words") or [])
    if given[:1] == ["generate"]:
        return options.complete_key(ctx, incomplete) + options.complete_query(ctx, incomplete)
    actions = [] if given else [name for name in _ACTIONS if name.startswith(incomplete)]
    return actions + options.complete_key(ctx, incomplete)


def _complete_pattern(incomplete: str) -> list[str]:
    """Patterns with a name."""
    from vcmbib.model.keys.pattern_tree import PRESETS

    return [name for name in PRESETS if name.startswith(incomplete.lower())]


def run(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="KEY NEW | generate [QUERY]... | map [KEY]...",
            help="A key and its new key. Or: keys from a pattern. Or: old keys and their new keys.",
            autocompletion=_complete_words,
            show_default=False,
        ),
    ],
    pattern: Annotated[
        str | None,
        typer.Option(
            "--pattern",
            metavar="PATTERN",
            autocompletion=_complete_pattern,
            help="For generate: a pattern, such as '[auth:lower][year]', or its name: vcmbib, "
            "google, dblp, acl, bbt, jabref, alpha. Default: vcmbib. See vcmbib help keys.",
        ),
    ] = None,
    sed: Annotated[
        bool,
        typer.Option(
            "--sed",
            help="For map: print a script for sed -E that replaces old keys in .tex and .md.",
        ),
    ] = False,
    yes: options.Yes = False,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Change citation keys. Old keys still find their papers.

    An old key may be given to its paper again.

    vcmbib key generate --pattern '[auth:lower][year]' WORDS: keys by a pattern for the papers that
    a query finds, for KEYs, for - (keys on standard input) or for all; shown first, asked, and one
    change for undo. vcmbib key map --sed: the script that brings an author's files up to date.
    """
    app: App = context.obj
    first, *rest = words
    if first != "generate":  # only a query can have a negation
        rest = [word.strip() for word in rest]
    if first == "generate" and not sed:
        from vcmbib.cli.commands import key_generate

        text = pattern or app.defaults.key_pattern or "vcmbib"
        key_generate.generate(app, rest, text, yes=yes, dry_run=dry_run, as_json=json)
    elif first == "map" and pattern is None:
        from vcmbib.cli.commands import key_map

        key_map.show_map(app, rest, as_json=json, sed=sed)
    elif pattern is not None or sed or yes:
        raise Usage("--pattern and --yes need generate, --sed needs map")
    elif len(words) != 2:
        raise Usage("no key is named", "vcmbib key KEY NEW")
    else:
        _rename(app, first, rest[0], dry_run=dry_run, as_json=json)


def _rename(app: App, key: str, new: str, *, dry_run: bool, as_json: bool) -> None:
    edit_commands.must_exist(app)
    with app.plan_library(dry_run) as library:
        paper = library.paper(key)
        after = with_key(paper, new.strip())
        edit_commands.check_key(library, paper, after.key)
        done = edit_commands.carry_out(app, library, [(paper, after)], "key", dry_run=dry_run)
    edit_commands.show(done, as_json, f"no change: the key is {after.key} already")
