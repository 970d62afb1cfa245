"""`vcmbib key generate`: change citation keys by a pattern, after a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vcmbib.cli import edit_commands, output, terminal
from vcmbib.cli.command_line.words import writable_ids
from vcmbib.cli.context import App
from vcmbib.cli.dialog import question
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.errors import ChangedMeanwhile, KeyTaken, Usage
from vcmbib.logic.edit.set_fields import with_key
from vcmbib.model.keys.patterns import (
    KeyPattern,
    KeyProposal,
    key_owners,
    parse_pattern,
    propose_keys,
)

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json
    from vcmbib.model.paper import Paper
    from vcmbib.store.library import Library

_SHOWN = 1_000  # rows that are shown before the question
_NONE = "the pattern gives no valid key"


@dataclass(frozen=True, slots=True)
class _Preview:
    """The new keys, the number of unchanged papers, and the papers that get no key."""

    changed: tuple[KeyProposal, ...]
    unchanged: int
    without_key: tuple[tuple[Paper, str], ...]  # (paper, reason) without a new key


def generate(
    app: App, words: Sequence[str], text: str, *, yes: bool, dry_run: bool, as_json: bool
) -> None:
    """Show the keys that the pattern `text` gives, ask the user, and change them.

    Raises BadPattern, Usage if no user can answer, ChangedMeanwhile.
    """
    pattern = parse_pattern(text)
    edit_commands.must_exist(app)
    with app.read_library() as library:
        ids = writable_ids(app, library, words)
        preview = _preview(library, pattern, ids)
    change = None
    asks = bool(preview.changed) and not dry_run and not yes
    if asks or not as_json:
        _show(preview, to_answer=asks and as_json)
    if asks and not _confirm(preview):
        output.message("nothing was changed")
        return
    if preview.changed and not dry_run:
        change = _apply(app, pattern, ids, preview)
    if as_json:
        output.out_json(_object(preview, change, dry_run))
    elif preview.changed:
        edit_commands.hint(edit_commands.EditResult((), (), change, dry_run))


def _preview(library: Library, pattern: KeyPattern, ids: Sequence[int]) -> _Preview:
    all_papers = list(library.all_papers())
    wanted = set(ids)
    proposals = propose_keys(
        pattern, [p for p in all_papers if p.id in wanted], key_owners(all_papers)
    )
    changed: list[KeyProposal] = []
    without_key: list[tuple[Paper, str]] = []
    for proposal in proposals:
        if proposal.key is None:
            without_key.append((proposal.paper, _NONE))
        elif proposal.changes:
            reason = _identifies_another(library, proposal.paper, proposal.key)
            if reason:
                without_key.append((proposal.paper, reason))
            else:
                changed.append(proposal)
    return _Preview(
        tuple(changed), len(proposals) - len(changed) - len(without_key), tuple(without_key)
    )


def _identifies_another(library: Library, paper: Paper, key: str) -> str:
    """The reason if the key is an identifier of another paper, else empty."""
    if not any(c in key for c in ".:/"):  # every identifier has one of these
        return ""
    try:
        edit_commands.check_key(library, paper, key)
    except KeyTaken as taken:
        return taken.message
    return ""


def _show(preview: _Preview, *, to_answer: bool) -> None:
    """Show the preview. With `to_answer` on standard error, since standard output is for JSON."""
    rows = [(p.paper.key, p.key or "", output.plain(p.paper.title)) for p in preview.changed]
    if to_answer:
        for old, new, _ in rows[:_SHOWN]:
            output.message(f"{old} → {new}")
    elif rows:
        columns = (Column("old", Fit.NAME), Column("new", Fit.NAME), Column("title"))
        output.table(columns, rows)
    for paper, reason in preview.without_key:
        output.message(f"{paper.key} keeps its key: {reason}")
    output.message(
        f"{len(preview.changed)} new, {preview.unchanged} unchanged"
        + (
            f", {len(preview.without_key)} for which the pattern gives no key"
            if preview.without_key
            else ""
        )
    )


def _confirm(preview: _Preview) -> bool:
    """Ask the user. Raises Usage without a terminal."""
    if not terminal.can_ask():
        raise Usage(
            "nothing was changed: cannot ask, because standard input is not a terminal",
            "to give the keys without a question: --yes; to see them: --dry-run",
        )
    number = len(preview.changed)
    what = "this paper its new key" if number == 1 else f"these {number} papers their new keys"
    return question.confirm(f"Give {what}?")


def _apply(app: App, pattern: KeyPattern, ids: Sequence[int], preview: _Preview) -> int | None:
    """Set the keys of the preview, in one change.

    Raises ChangedMeanwhile if the pattern gives other keys by now.
    """
    with app.plan_library(False) as library:
        preview_now = _preview(library, pattern, ids)
        if preview_now != preview:
            shown = {p.paper.id: p for p in preview.changed}
            for proposal in preview_now.changed:
                if shown.get(proposal.paper.id) != proposal:
                    raise ChangedMeanwhile(proposal.paper.key)
            raise ChangedMeanwhile(preview.changed[0].paper.key)
        pairs = [(p.paper, with_key(p.paper, str(p.key))) for p in preview.changed]
        return edit_commands.carry_out(app, library, pairs, "key", dry_run=False).change


def _object(preview: _Preview, change: int | None, dry_run: bool) -> Json:
    keys: list[Json] = [{"old": p.paper.key, "new": p.key} for p in preview.changed]
    without_key: list[Json] = [
        {"key": p.key, "reason": reason} for p, reason in preview.without_key
    ]
    return {
        "vcmbib": 1,
        "keys": keys,
        "unchanged": preview.unchanged,
        "left": without_key,
        "change": change,
        "dry_run": dry_run,
    }
