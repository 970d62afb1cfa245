"""The rows that could not be read, written so that they can be corrected and read again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vcmbib.model.paper import Problem

_MARKS = re.compile(r"([\\`*_\[\]<>&~$!:#|])")


def write_failed(problems: Sequence[Problem]) -> str:
    """A Markdown document of the failed rows: under their headings and their table's header, each
    word for word below its reason. Empty where there are none.
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
    """A heading's text, such that reading it gives just this text."""
    return _MARKS.sub(r"\\\1", title)


def _comment(reason: str) -> str:
    """A reason that cannot end its comment, or be taken for a row of the table."""
    return " ".join(reason.replace("|", "/").split()).replace("--", "- -").replace("--", "- -")
