"""`vcmbib check`: report duplicates, wrong links, missing fields and dangerous LaTeX."""

from __future__ import annotations

from collections import Counter

import typer

from vcmbib.cli import edit_commands, options, output
from vcmbib.cli.command_line.words import say_if_empty, writable_ids
from vcmbib.cli.context import App
from vcmbib.logic.checks import Finding, FindingKind, dangerous, incomplete
from vcmbib.logic.dedupe.decide import Verdict

TAKES_QUERY = True

_KINDS = {
    Verdict.SAME: FindingKind.DUPLICATE,
    Verdict.ASK: FindingKind.DOUBT,
    Verdict.VERSION: FindingKind.VERSION,
}


def run(
    context: typer.Context,
    query: options.Query = None,
    json: options.AsJson = False,
) -> None:
    """Look for duplicates, versions, links that stand on two titles, and missing fields.

    Also commands of LaTeX that read or write files, run programs or redefine commands. Duplicates
    are those of `vcmbib dedupe`. Nothing is changed. The exit status is 1 if anything
    was found.
    """
    app: App = context.obj
    edit_commands.must_exist(app)
    with app.read_library() as library:
        is_empty = not query and say_if_empty(app, library)
    findings = [] if is_empty else _findings(app, query or [])
    if json:
        output.out_json(
            {
                "vcmbib": 1,
                "findings": [
                    {"kind": f.kind.value, "keys": [*f.keys], "said": f.said} for f in findings
                ],
            }
        )
    else:
        for finding in findings:
            output.row((finding.kind.value, " ".join(finding.keys), finding.said))
        if not is_empty:
            output.message(_sum(findings))
    if findings:
        raise typer.Exit(1)


def _findings(app: App, words: list[str]) -> list[Finding]:
    """All findings on the papers that the words select: duplicates, links, missing fields."""
    from vcmbib.cli.commands.dedupe import find_groups

    with app.read_library() as library:
        wanted = writable_ids(app, library, words) if words else None
        report = find_groups(library, wanted)
        papers = library.all_papers() if wanted is None else library.papers(wanted)
        of_papers = [f for p in papers for f in (incomplete(p), dangerous(p)) if f is not None]
    found = [
        Finding(_KINDS[g.verdict], tuple(p.key for p in g.papers), str(g.weakest.match))
        for g in report.groups
    ]
    found += [
        Finding(FindingKind.WRONG_LINK, tuple(keys), f"{name} stands on papers of different titles")
        for name, keys in report.wrong_links
    ]
    return found + of_papers


def _sum(findings: list[Finding]) -> str:
    """The number of findings of each kind, in one line."""
    if not findings:
        return "nothing to complain of"
    counts = Counter(f.kind for f in findings)
    return ", ".join(f"{counts[kind]} {kind.value}" for kind in FindingKind if counts[kind])
