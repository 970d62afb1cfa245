"""`vcmbib dedupe`: find duplicates, explain the matches, merge certain ones or ask the user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import edit_commands, options, output, terminal
from vcmbib.cli.command_line.words import expand_keys, say_if_empty, writable_ids
from vcmbib.cli.commands import dedupe_output
from vcmbib.cli.commands.dedupe_output import ComparedPair, PaperGroup
from vcmbib.cli.commands.merge import merge_actions, merged_paper
from vcmbib.cli.context import App
from vcmbib.cli.dialog.verdicts import VERDICTS
from vcmbib.cli.display.palette import TextStyle
from vcmbib.cli.display.plurals import counted, form
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.errors import Usage
from vcmbib.logic.dedupe.decide import Verdict, mark_different, vetoed
from vcmbib.logic.dedupe.pipeline import compare, find_duplicates, recurring_titles, wrong_links
from vcmbib.logic.dedupe.prepare import prepare
from vcmbib.model.paper import Paper, Record, SourceKind
from vcmbib.model.plan import Action, Plan

if TYPE_CHECKING:
    from vcmbib.store.library import Library

TAKES_QUERY = True


def run(
    context: typer.Context,
    query: options.Query = None,
    auto: Annotated[
        bool,
        typer.Option(
            "--auto", help="Merge the groups that are certainly the same paper; do not ask."
        ),
    ] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Show the evidence for and against two papers: --explain KEY KEY."
        ),
    ] = False,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
    jsonl: options.AsJsonLines = False,
) -> None:
    """Find duplicates, explain them, and merge them.

    On a terminal group by group: merge, mark as different, link as versions, skip. Elsewhere, and
    with --json or --jsonl, the groups are listed and nothing is changed. With --auto what is
    certain is merged, the most complete paper being kept.
    """
    app: App = context.obj
    edit_commands.must_exist(app)
    words = query or []
    if explain:
        words = expand_keys(words)
        if len(words) != 2:
            raise Usage("--explain needs two keys", "vcmbib dedupe --explain KEY KEY")
        _explain(app, words[0], words[1], json)
        return
    with app.read_library() as library:
        wanted = writable_ids(app, library, words) if words else None
        say_if_empty(app, library)
        report = find_groups(library, wanted)
    found = report.groups
    if auto:
        _merge_certain(app, found, dry_run=dry_run, json=json or jsonl)
    elif json:
        output.out_json(
            {
                "vcmbib": 1,
                "groups": [dedupe_output.group_object(f) for f in found],
                "wrong_links": [
                    {"link": name, "keys": [*keys]} for name, keys in report.wrong_links
                ],
            }
        )
    elif jsonl:
        output.out_json_lines(dedupe_output.group_object(f) for f in found)
    elif terminal.can_converse() and not dry_run and found:
        from vcmbib.cli.commands.dedupe_review import review

        review(app, found)
    else:
        dedupe_output.show_groups(found)
        output.message(_sum(found))
    if not json and not jsonl:
        for name, keys in report.wrong_links:
            output.message(f"{name} also links other titles ({', '.join(keys)}): one link is wrong")


@dataclass(frozen=True, slots=True)
class DuplicateReport:
    """The groups of duplicates, and the wrong links: (link, keys of all papers that have it)."""

    groups: list[PaperGroup]
    wrong_links: list[tuple[str, list[str]]]


def find_groups(library: Library, wanted_ids: Sequence[int] | None) -> DuplicateReport:
    """The groups of duplicates and the wrong links with at least one of the wanted papers.

    All papers are compared, because only one paper of a group may be wanted. None means that all
    are wanted.
    """
    from vcmbib.cli.progress import progress

    ids: list[int] = []
    works = []
    wanted = None if wanted_ids is None else frozenset(wanted_ids)
    with progress("reading", library.count()) as on_progress:
        for paper in library.all_papers():
            ids.append(paper.id)
            works.append(prepare(paper))
            on_progress(1)
    at = {number: index for index, number in enumerate(ids)}
    apart = frozenset(
        (min(at[a], at[b]), max(at[a], at[b]))
        for a, b in library.pairs_marked_different()
        if a in at and b in at
    )
    with progress("comparing", len(works)) as on_progress:
        found = find_duplicates(works, apart, on_progress)
    wrong = wrong_links(works)
    if wanted is not None:
        found = [g for g in found if not wanted.isdisjoint(ids[i] for i in g.members)]
        wrong = [w for w in wrong if not wanted.isdisjoint(ids[i] for i in w[1])]
    needed = {i for g in found for i in g.members} | {i for _, indices in wrong for i in indices}
    papers = {at[p.id]: p for p in library.papers([ids[i] for i in sorted(needed)])}
    with_papers = dedupe_output.groups_with_papers(found, papers)
    return DuplicateReport(
        [_checked_with_records(library, group) for group in with_papers],
        [(name, [papers[i].key for i in indices]) for name, indices in wrong],
    )


def _checked_with_records(library: Library, group: PaperGroup) -> PaperGroup:
    """The group; its verdict becomes ASK if a record of one paper contradicts another paper.

    A merge keeps one value of each field. The records of the merged papers have the other values.
    """
    if group.verdict is not Verdict.SAME or not any(p.former_keys for p in group.papers):
        return group
    claims = {
        p.id: [prepare(p), *(prepare(r) for r, _ in library.records(p) if p.former_keys)]
        for p in group.papers
    }
    for a, b in combinations(group.papers, 2):
        for one, other in product(claims[a.id], claims[b.id]):
            match = compare(one, other)
            if vetoed(match):
                objection = ComparedPair(a, b, match)
                pairs = (*group.pairs, objection)
                return replace(group, verdict=Verdict.ASK, pairs=pairs, score=match.score)
    return group


def _sum(groups: list[PaperGroup]) -> str:
    """The number of groups of each verdict, in one line."""
    if not groups:
        return "no duplicates found"
    counts = {v: sum(1 for f in groups if f.verdict is v) for v in Verdict}
    words = VERDICTS if terminal.on_terminal() else {}
    return ", ".join(f"{n} {words.get(v, v.value)}" for v, n in counts.items() if n)


def _explain(app: App, one: str, other: str, as_json: bool) -> None:
    """Print the evidence for and against two keys being one work (`--explain`)."""
    with app.read_library() as library:
        a, b = library.paper(one), library.paper(other)
        marked_different = (min(a.id, b.id), max(a.id, b.id)) in library.pairs_marked_different()
        snapshot = library.snapshot_for(
            [Record(SourceKind.PERSON, "", title=p.title) for p in (a, b)]
        )
        as_read = [_as_read(library, a, key) if a.id == b.id else None for key in (one, other)]
    recurring = recurring_titles(prepare(p) for p in snapshot.papers.values())
    match = compare(prepare(as_read[0] or a), prepare(as_read[1] or b), recurring)
    pair = ComparedPair(a, b, mark_different(match) if marked_different else match)
    if as_json:
        output.out_json(
            {
                "vcmbib": 1,
                **dedupe_output.pair_object(pair),
                "merged": a.id == b.id,
                "told_apart": marked_different,
            }
        )
        return
    if a.id == b.id:
        output.message(
            f"{one} and {other} are the same paper, {a.key}; these are the records that were read"
        )
    for text in dedupe_output.pair_lines(pair):
        output.sentence(text)


def _as_read(library: Library, paper: Paper, key: str) -> Record | None:
    """The record that was read under `key`, a key of a paper that was merged."""
    return next((r for r, _ in library.records(paper) if r.key == key), None)


def _merge_certain(app: App, groups: list[PaperGroup], *, dry_run: bool, json: bool) -> None:
    """Merge all groups with the verdict SAME, in one change."""
    certain = [f for f in groups if f.verdict is Verdict.SAME]
    change, changed = None, 0
    if certain and not dry_run:
        with app.plan_library(dry_run) as library:
            unchanged_groups = unchanged(library, certain)
            actions: list[Action] = []
            for group in unchanged_groups:
                kept, *others = group.papers
                actions += merge_actions(kept, others, merged_paper(library, kept, others))
            change = app.apply(library, Plan.of(actions)).change
        changed, certain = len(certain) - len(unchanged_groups), unchanged_groups
    if json:
        output.out_json(
            {
                "vcmbib": 1,
                "groups": [dedupe_output.group_object(f) for f in certain],
                "merged": sum(len(f.papers) - 1 for f in certain),
                "change": change,
                "dry_run": dry_run,
            }
        )
        return
    columns = (
        Column("kept", Fit.NAME, TextStyle.KEY),
        Column("merged into it" if not dry_run else "to be merged into it"),
        Column("title"),
    )
    output.table(
        columns,
        [(g.papers[0].key, " ".join(p.key for p in g.papers[1:]), g.papers[0].title)
         for g in certain],
    )  # fmt: skip
    if certain:
        merged = sum(len(f.papers) for f in certain)
        output.message(
            f"{'would merge' if dry_run else 'merged'} {counted(merged, 'paper')} into "
            f"{len(certain)}"
        )
    else:
        output.message("no group is certain enough to be merged without a question")
    if changed:
        output.message(
            f"{counted(changed, 'group')} changed during the command and "
            f"{form(changed, 'was', 'were')} not merged; run it again"
        )
    uncertain = [f for f in groups if f.verdict is not Verdict.SAME]
    if uncertain:
        output.message(f"to review: {_sum(uncertain)}")


def unchanged(library: Library, certain: list[PaperGroup]) -> list[PaperGroup]:
    """The groups whose papers are as they were compared, and not marked as different by now."""
    ids = [p.id for group in certain for p in group.papers]
    now = {p.id: p for p in library.papers(ids)}
    apart = library.pairs_marked_different()
    return [
        group
        for group in certain
        if all(now.get(p.id) == p for p in group.papers)
        and apart.isdisjoint(combinations(sorted(p.id for p in group.papers), 2))
    ]
