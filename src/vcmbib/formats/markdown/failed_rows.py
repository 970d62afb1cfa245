"""The writer of failed rows, so that a user can correct and import them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vcmbib.model.paper import Problem

_MARKS = re.compile(r"([\\`*_\[\]<>&~$!:#|])")


def write_failed(problems: Sequence[Problem]) -> str:
    """Write the failed rows unchanged, each below its line and reason.

    Each row is under its headings and the header of its table. The text is empty without problems.
    """
    out: list[str] = []
    before: tuple[tuple[str, ...], str] | None = None
    for problem in problems:
        group = (problem.path, problem.header)
        if group != before:
            if out:
                out.append("")
            if before is None or before[0] != problem.path:
                for level, title in enumerate(problem.path, 1):
                    out.extend((f"{'#' * min(level, 6)} {_escaped(title)}", ""))
            if problem.header:
                out.append(problem.header)
            before = group
        elif not problem.header:
            out.append("")
        out.append(f"<!-- line {problem.line}: {_comment(problem.reason)} -->")
        out.append(problem.text)
    return "\n".join(out) + "\n" if out else ""


def _escaped(title: str) -> str:
    """The text of a heading, escaped so that it is read as this text."""
    return _MARKS.sub(r"\\\1", title)


def _comment(reason: str) -> str:
    """A reason that cannot end its comment and does not look like a table row."""
    return " ".join(reason.replace("|", "/").split()).replace("--", "- -").replace("--", "- -")
