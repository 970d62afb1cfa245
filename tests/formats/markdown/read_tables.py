"""Lists of one table, and lists of one row."""

from __future__ import annotations

from vcmbib.formats.markdown import read
from vcmbib.model.paper import Record

HEAD = "|Model|Paper|First Author|Note|Venue|Data|Project|\n|:---|:-:|:-:|:-:|:-:|:-:|--:|\n"


ARXIV = "https://arxiv.org/abs/2305.02578"


def rows(*lines: str, head: str = HEAD) -> tuple[Record, ...]:
    """The records of a table of these rows."""
    return read(head + "\n".join(lines) + "\n", "list.md").records


def one(paper: str = f"[A Title of Some Words]({ARXIV})", **cells: str) -> Record:
    """The record of one row with these cells."""
    order = ("model", "author", "note", "venue", "data", "project")
    model, *rest = (cells.get(name, "") for name in order)
    (record,) = rows("| " + " | ".join((model, paper, *rest)) + " |")
    return record
