"""`vcmbib check`: report duplicates, wrong links, conflicts, missing values and LaTeX."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Annotated

import typer

from vcmbib.cli import edit_commands, options, output, terminal
from vcmbib.cli.command_line.hints import for_this_library
from vcmbib.cli.command_line.words import say_if_empty, writable_ids
from vcmbib.cli.context import App
from vcmbib.cli.display.plurals import counted
from vcmbib.errors import Usage
from vcmbib.logic.checks import Finding, FindingKind, findings_of
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
    skip: Annotated[
        list[FindingKind] | None,
        typer.Option(
            "--skip",
            metavar="KIND",
            help=f"Ignore findings of this kind. Repeat for more: {', '.join(FindingKind)}.",
        ),
    ] = None,
    library_file: Annotated[
        bool,
        typer.Option(
            "--library", help="Check the library file for damage. Exit status 6 if it is damaged."
        ),
    ] = False,
    rebuild_index: Annotated[
        bool,
        typer.Option("--rebuild-index", help="With --library: rebuild the search index."),
    ] = False,
    json: options.AsJson = False,
) -> None:
    """Look for duplicates, wrong links and missing fields.

    Also conflicts, and missing authors and identifiers. Each finding has the command that helps.
    Missing are fields that the entry type requires, authors behind "and others", a DOI or arXiv
    identifier, and volume or pages. A conflict is two identifiers of which one at most is right.
    `--skip KIND` ignores a kind. Also commands of LaTeX that read or write files, run programs
    or redefine commands. Duplicates are those of `vcmbib dedupe`. Nothing is changed. The exit
    status is 1 if anything was found.
    """
    app: App = context.obj
    edit_commands.must_exist(app)
    if library_file or rebuild_index:
        if query:
            raise Usage("--library checks the whole library", "omit the query")
        from vcmbib.cli.commands.check_library import check_library

        check_library(app, rebuild=rebuild_index, as_json=json)
        return
    with app.read_library() as library:
        is_empty = not query and say_if_empty(app, library)
    findings = [] if is_empty else _findings(app, query or [], skip or [])
    if json:
        output.out_json(
            {
                "vcmbib": 1,
                "findings": [
                    {
                        "kind": f.kind.value,
                        "keys": [*f.keys],
                        "said": f.said,
                        "command": for_this_library(f.command),
                    }
                    for f in findings
                ],
            }
        )
    elif terminal.on_terminal():
        if not is_empty:
            _draw(findings)
    else:
        for finding in findings:
            command = for_this_library(finding.command)
            output.row((finding.kind.value, " ".join(finding.keys), finding.said, command))
        if not is_empty:
            output.message(_sum(findings))
    if findings:
        raise typer.Exit(1)


def _findings(app: App, words: list[str], skip: Collection[FindingKind]) -> list[Finding]:
    """All findings on the papers that the words select, without the kinds in `skip`."""
    from vcmbib.cli.commands.dedupe import find_groups

    with app.read_library() as library:
        wanted = writable_ids(app, library, words) if words else None
        report = find_groups(library, wanted)
        papers = library.all_papers() if wanted is None else library.papers(wanted)
        of_papers = [f for p in papers for f in findings_of(p)]
    found = [
        Finding(_KINDS[g.verdict], tuple(p.key for p in g.papers), str(g.weakest.match))
        for g in report.groups
    ]
    found += [
        Finding(
            FindingKind.WRONG_LINK,
            tuple(keys),
            f"papers with different titles have the same link {name}",
        )
        for name, keys in report.wrong_links
    ]
    return [f for f in found + of_papers if f.kind not in skip]


_LABELS = {
    FindingKind.DUPLICATE: "duplicate",
    FindingKind.DOUBT: "possible duplicate",
    FindingKind.VERSION: "pair of versions",
    FindingKind.WRONG_LINK: "shared link",
    FindingKind.CONFLICT: "conflict",
    FindingKind.INCOMPLETE: "paper without required fields",
    FindingKind.AUTHORS: "incomplete list of authors",
    FindingKind.NO_IDENTIFIER: "paper without identifier",
    FindingKind.NO_PAGES: "paper without pages",
    FindingKind.DANGEROUS: "paper with dangerous LaTeX",
}
_PLURALS = {
    FindingKind.VERSION: "pairs of versions",
    FindingKind.INCOMPLETE: "papers without required fields",
    FindingKind.AUTHORS: "incomplete lists of authors",
    FindingKind.NO_IDENTIFIER: "papers without identifier",
    FindingKind.NO_PAGES: "papers without pages",
    FindingKind.DANGEROUS: "papers with dangerous LaTeX",
}


def _draw(findings: list[Finding]) -> None:
    """Show the findings on a terminal, kind by kind, each with the commands that help."""
    from vcmbib.cli.display.items import draw_items
    from vcmbib.cli.display.messages import wrapped
    from vcmbib.cli.display.palette import TextStyle
    from vcmbib.cli.display.spans import Span, cell, painted

    look = output.look()
    for kind in FindingKind:
        of_kind = [f for f in findings if f.kind is kind]
        if not of_kind:
            continue
        heading = counted(len(of_kind), _LABELS[kind], _PLURALS.get(kind))
        output.painted([painted(cell(heading, TextStyle.HEADING), look)])
        for finding in of_kind:
            keys = Span(" ".join(finding.keys), TextStyle.KEY)
            head = [(1, (keys, Span(f"  {finding.said}")))]
            output.painted(draw_items(head, look))
            for command in finding.cures:
                for line in wrapped(f"    {for_this_library(command)}", look.columns):
                    output.lines(line)
        output.out("")
    output.out(counted(len(findings), "finding") if findings else "no problems found")


def _sum(findings: list[Finding]) -> str:
    """The number of findings of each kind, in one line."""
    if not findings:
        return "no problems found"
    counts = Counter(f.kind for f in findings)
    return ", ".join(f"{counts[kind]} {kind.value}" for kind in FindingKind if counts[kind])
