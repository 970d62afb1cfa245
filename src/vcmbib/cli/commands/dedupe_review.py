"""Review groups of duplicates with the user, one group at a time. Each answer is one change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import typer

from vcmbib.cli import output
from vcmbib.cli.commands.dedupe_output import ComparedPair, PaperGroup
from vcmbib.cli.commands.merge import merge_actions, merged_paper, show_table
from vcmbib.cli.context import App
from vcmbib.cli.dialog import question
from vcmbib.cli.dialog.question import Choice
from vcmbib.cli.dialog.verdicts import EXPLAINED, VERDICTS, evidence
from vcmbib.cli.display.plurals import counted
from vcmbib.logic.dedupe.decide import mark_different
from vcmbib.logic.dedupe.pipeline import compare
from vcmbib.logic.dedupe.prepare import prepare
from vcmbib.logic.merge.papers import MergeRow, rows
from vcmbib.model.paper import Paper
from vcmbib.model.plan import Action, Change, MarkDifferent, Plan

_MERGE = Choice("m", "merge", "merge all into the first; `m 2 1 3` merges these, into the second")
_DIFFERENT = Choice(
    "d", "different works", "mark all as different works; `d 1 3` marks these", ("t",)
)
_VERSIONS = Choice("v", "versions", "mark all as versions of one work; `v 1 3` marks these")
_SKIP = Choice("s", "skip", "decide later: vcmbib asks again the next time")
_QUIT = Choice("q", "quit", "leave, and keep the earlier answers")
_CHOICES = (_MERGE, _DIFFERENT, _VERSIONS, _SKIP, _QUIT)
_NUMBERS = re.compile(r"[\s,]*(?:\d+[\s,]*)*")
_PAIRS = 6  # pairs of a group that are shown on the screen


@dataclass(frozen=True, slots=True)
class _GroupState:
    """The present state of a group in the library. `apart`: id pairs marked as different."""

    papers: list[Paper]
    pairs: list[ComparedPair]
    apart: frozenset[tuple[int, int]]
    table: list[MergeRow]


def review(app: App, groups: Sequence[PaperGroup]) -> None:
    """Show each group and carry out the answers. Quitting keeps the changes made before."""
    output.release_screen()
    done: list[int] = []
    try:
        for number, group in enumerate(groups, 1):
            heading = f"{number} of {len(groups)}: {VERDICTS[group.verdict]}"
            if not _review_group(app, group, heading, done):
                break
    except (KeyboardInterrupt, typer.Abort):
        if done:
            output.message("")
            output.message(f"the earlier answers are saved: {_changes(done)}")
        raise
    output.hint(f"{_changes(done)}; to undo the last: vcmbib undo" if done else "no change")


def _review_group(app: App, group: PaperGroup, heading: str, done: list[int]) -> bool:
    """Ask about one group until an answer covers all its papers; False if the user quits.

    Appends the number of each change to `done`.
    """
    while (state := _group_state(app, group)) is not None:
        output.message("")
        output.message(heading)
        _show(state)
        answer, chosen = _answer(state)
        if answer == "q":
            return False
        if answer == "s":
            return True
        change = _carry_out(app, chosen, answer)
        if change is not None:
            done.append(change)
        if len(chosen) == len(state.papers):
            return True
    return True


def _changes(done: Sequence[int]) -> str:
    return counted(len(done), "change")


def _group_state(app: App, group: PaperGroup) -> _GroupState | None:
    """The group after the answers so far; None if only one paper is left."""
    with app.read_library() as library:
        papers = list({p.id: p for p in map(library.paper, (p.key for p in group.papers))}.values())
        if len(papers) < 2:
            return None
        marked_different = library.pairs_marked_different()
        table = rows(papers[0], papers[1:], merged_paper(library, papers[0], papers[1:]))
    ids = {p.id for p in papers}
    if len(papers) == len(group.papers):
        pairs = [p for p in group.pairs if {p.a.id, p.b.id} <= ids]
    else:
        pairs = [
            ComparedPair(a, b, compare(prepare(a), prepare(b))) for a, b in combinations(papers, 2)
        ]
    apart = frozenset(
        pair for a, b in combinations(papers, 2) if (pair := _id_pair(a, b)) in marked_different
    )
    pairs = [
        replace(p, match=mark_different(p.match)) if _id_pair(p.a, p.b) in apart else p
        for p in pairs
    ]
    return _GroupState(papers, pairs, apart, table)


def _id_pair(a: Paper, b: Paper) -> tuple[int, int]:
    """The ids of two papers, the smaller one first."""
    return min(a.id, b.id), max(a.id, b.id)


def _show(state: _GroupState) -> None:
    """Show the fields side by side, then the evidence of the pairs, lowest score first."""
    papers = state.papers
    show_table(state.table, papers[0], papers[1:])
    if len(papers) > 2:
        output.message("  ".join(f"{n} {p.key}" for n, p in enumerate(papers, 1)))
    pairs = sorted(state.pairs, key=lambda p: p.match.score)
    for pair in pairs[:_PAIRS]:
        output.message(
            f"{pair.a.key} and {pair.b.key}: {VERDICTS[pair.match.verdict]}: {evidence(pair.match)}"
        )
        if pair.match.note:
            output.message(f"  {pair.match.note}")
    if len(pairs) > _PAIRS:
        output.message(f"and {len(pairs) - _PAIRS} more pairs; --json shows all")


def _answer(state: _GroupState) -> tuple[str, list[Paper]]:
    """Ask until the answer is valid; returns its letter and the papers that it names."""
    papers = state.papers
    while True:
        letter, numbers = question.ask(
            _CHOICES, _SKIP, with_numbers=len(papers) > 2, notes=EXPLAINED
        )
        chosen = _chosen(numbers, papers) if _NUMBERS.fullmatch(numbers) else None
        if chosen is None:
            output.message(
                f"name two or more papers by number, from 1 to {len(papers)}, as in: m 1 2"
            )
        elif letter == _MERGE.letter and (pair := _kept_apart(chosen, state)):
            output.message(
                f"{pair[0].key} and {pair[1].key} are marked as different: name others, as in m 1 2"
            )
        else:
            return letter, chosen


def _chosen(numbers: str, papers: Sequence[Paper]) -> list[Paper] | None:
    """The papers with these numbers; all papers if none is given; None if the numbers are wrong."""
    named = list(dict.fromkeys(int(n) for n in re.findall(r"\d+", numbers)))
    if not named:
        return list(papers)
    if len(named) < 2 or not all(1 <= n <= len(papers) for n in named):
        return None
    return [papers[n - 1] for n in named]


def _kept_apart(chosen: Sequence[Paper], state: _GroupState) -> tuple[Paper, Paper] | None:
    """The first two papers of `chosen` that are marked as different, or None."""
    return next((p for p in combinations(chosen, 2) if _id_pair(*p) in state.apart), None)


def _carry_out(app: App, papers: Sequence[Paper], answer: str) -> int | None:
    """Carry out one answer and print what it did; returns the number of the change."""
    with app.plan_library(dry_run=False) as library:
        current = list(library.papers([p.id for p in papers]))
        if len(current) < 2:
            return None
        keys = ", ".join(p.key for p in current)
        actions: list[Action]
        if answer == "m":
            actions = merge_actions(
                current[0], current[1:], merged_paper(library, current[0], current[1:])
            )
            did = f"merged into {current[0].key}"
        else:
            actions = [MarkDifferent(a.key, b.key) for a, b in combinations(current, 2)]
            did = f"marked as different: {keys}"
            if answer == "v":
                actions += [Change(p, as_version(p, current)) for p in current]
                did = f"versions: {keys}"
        change = app.apply(library, Plan.of(actions)).change
    output.message(did)
    return change


def as_version(paper: Paper, versions: Sequence[Paper]) -> Paper:
    """The paper with the other versions named in `related` (field of BibLaTeX)."""
    extra = dict(paper.extra)
    named = [k.strip() for k in extra.get("related", "").split(",") if k.strip()]
    names = dict.fromkeys([*named, *(p.key for p in versions if p.id != paper.id)])
    extra["related"] = ",".join(names)
    extra.setdefault("relatedtype", "version")
    return replace(paper, extra=tuple(extra.items()))
