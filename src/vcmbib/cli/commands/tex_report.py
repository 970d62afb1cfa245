"""The report of `vcmbib tex` on a document, as messages and as JSON."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from vcmbib.cli import output
from vcmbib.cli.command_line.hints import for_this_library
from vcmbib.cli.display.plurals import counted
from vcmbib.cli.latex_warnings import warn_of_commands
from vcmbib.logic import manuscript_report
from vcmbib.logic.manuscript_report import MissingCitation, NameKind
from vcmbib.model.manuscript import Location

if TYPE_CHECKING:
    from vcmbib.cli.commands.tex_build import TexResult
    from vcmbib.formats.paper_json import Json

_MOST = 50  # lines of one kind; the others are counted


def show_report(result: TexResult, *, name_unused: bool) -> None:
    """Write messages on everything that needs attention."""
    citations, report = result.citations, result.report
    lines = [f"{u.location}: cannot read {u.name}" for u in citations.missing]
    lines += [f"not included, because of \\includeonly: {name}" for name in citations.left_out]
    lines += [f"{c.location}: this is not a citation key: {c.key}" for c in citations.unread]
    _lines(lines)
    _lines(_missing(m) for m in report.missing)
    unknown = _unknown(result)
    if unknown:
        output.message(
            f"ignored {counted(len(unknown), 'key')} that the library does not have, in commands "
            f"that vcmbib does not know: {_names(list(unknown))}"
        )
    _names_used(result)
    _lines(f"cited twice: {p.one} and {p.other}: {p.reason}" for p in report.duplicates)
    _lines(
        f"cited as a preprint: {p.one}; published: {p.other} ({p.reason})" for p in report.published
    )
    for file, keys in result.unused.items():
        if keys:
            listed = f": {', '.join(keys)}" if name_unused else ""
            output.message(f"{file}: {counted(len(keys), 'entry')} not cited{listed}")
    warn_of_commands(result.text)
    _sum(result)


def _lines(lines: Iterable[str]) -> None:
    """Write at most `_MOST` lines as messages, then the number of the others."""
    listed = list(lines)
    for line in listed[:_MOST]:
        output.message(line)
    if len(listed) > _MOST:
        output.message(f"… and {len(listed) - _MOST} more of these")


def _names(keys: Sequence[str]) -> str:
    return ", ".join(keys[:5]) + (", …" if len(keys) > 5 else "")


def _unknown(result: TexResult) -> dict[str, tuple[Location, ...]]:
    """Keys of unknown commands that the library does not have, with their places."""
    cited = {c.name for c in result.report.cited}
    return {
        k: s
        for k, s in manuscript_report.guessed_locations(result.citations).items()
        if k not in cited
    }


def _missing(lacking: MissingCitation) -> str:
    """The message on a missing paper: similar keys or the command that adds it."""
    start = f"{lacking.locations[0]}: "
    if lacking.is_ambiguous:
        keys = ", ".join(lacking.similar_keys)
        return f"{start}several papers have the identifier {lacking.name}: {keys}"
    start += f"missing: {lacking.name}"
    if lacking.identifier is not None:
        command = for_this_library(f"vcmbib add {shlex.quote(str(lacking.identifier))}")
        return f"{start}; add it: {command}"
    return (
        f"{start}; similar keys: {', '.join(lacking.similar_keys)}"
        if lacking.similar_keys
        else start
    )


def _names_used(result: TexResult) -> None:
    """Write a message for each paper that is not cited by its present key."""
    _lines(
        f"{c.locations[0]}: {c.name} is {c.name_kind.in_words} of {c.paper.key}"
        for c in result.report.cited
        if c.name_kind is not NameKind.KEY
    )
    _lines(
        [f"  {line}" for c in result.report.renamed for line in manuscript_report.sed_commands(c)]
    )


def _sum(result: TexResult) -> None:
    """Write the number of cited, missing and preprint papers."""
    report = result.report
    count = len(report.cited) + len(report.missing)
    text = f"cited: {counted(count, 'key')}"
    if result.citations.cites_all:
        text += " and, by \\nocite{*}, all papers"
    if report.missing:
        text += f"; missing: {len(report.missing)}"
    if report.preprints:
        text += f"; preprints: {len(report.preprints)}"
    output.message(text)


def suggest_output(result: TexResult) -> None:
    """Suggest the option -o for the `.bib` that the document names."""
    named = [n for n in result.citations.bibliographies if n.endswith(".bib")]
    if len(named) == 1:
        output.message(
            f"the document takes its references from {named[0]}: -o {shlex.quote(named[0])}"
        )


def report_object(result: TexResult, out: str | None) -> Json:
    """The report as JSON. `out` is the output file."""
    report, citations = result.report, result.citations
    return {
        "vcmbib": 1,
        "dialect": result.dialect,
        "output": out,
        "changed": None if out is None else result.before != result.text,
        "every": citations.cites_all,
        "entries": [p.key for p in result.papers],
        "cited": [
            {
                "name": c.name,
                "key": c.paper.key,
                "how": c.name_kind.value,
                "places": _places(c.locations),
            }
            for c in report.cited
        ],
        "missing": [
            {
                "name": m.name,
                "near": list(m.similar_keys),
                "identifier": None if m.identifier is None else str(m.identifier),
                "places": _places(m.locations),
            }
            for m in report.missing
        ],
        "former": [
            {"name": c.name, "key": c.paper.key, "sed": list(manuscript_report.sed_commands(c))}
            for c in report.renamed
        ],
        "duplicates": [[p.one, p.other, p.reason] for p in report.duplicates],
        "published": [{"name": p.one, "key": p.other, "where": p.reason} for p in report.published],
        "preprints": list(report.preprints),
        "unused": {name: list(keys) for name, keys in result.unused.items()},
        "unknown": list(_unknown(result)),
        "files": list(citations.files),
        "files_missing": [
            {"file": u.name, "places": _places([u.location])} for u in citations.missing
        ],
        "left_out": list(citations.left_out),
        "bibliographies": list(citations.bibliographies),
    }


def _places(spots: Sequence[Location]) -> list[Json]:
    return [{"file": s.file, "line": s.line} for s in spots]
