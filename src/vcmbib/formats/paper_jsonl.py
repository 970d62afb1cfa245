"""Reader and writer of JSON lines: one paper object on a line (docs/output.schema.json).

The reader also accepts an array of paper objects, and the output of `--json`
(`{"vcmbib": 1, "papers": […]}`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from vcmbib.formats.item_net import Outcome, named, read_each
from vcmbib.formats.json_items import (
    CommentLine,
    JsonItem,
    item_problem,
    json_items,
    write_failed_items,
)
from vcmbib.formats.paper_json import paper_object
from vcmbib.formats.paper_json.reader import read_object
from vcmbib.model.attempt import BadItem
from vcmbib.model.paper import Paper, Problem, Reading, Skipped
from vcmbib.model.printable import printable_json


def read(text: str, origin: str) -> Reading:
    """Read JSON lines, an array, or the output of `--json`. Never raises for the file's content.

    Each object is a record or a problem. Lines that begin with `#` or `//` are skipped.
    """

    def read_one(item: JsonItem | CommentLine) -> Outcome:
        if isinstance(item, CommentLine):
            return Skipped(item.line, item.reason, item.text)
        if item.value is None:
            raise BadItem(item.reason)
        return named(read_object(item.value, origin, item.line))

    return read_each(text, json_items, read_one, item_problem)


def write(papers: Iterable[Paper]) -> str:
    """Write one line for each paper. The order of the fields is fixed."""
    return "".join(
        printable_json(json.dumps(paper_object(p), ensure_ascii=False)) + "\n" for p in papers
    )


def write_failed(problems: Sequence[Problem]) -> str:
    """Write the failed objects unchanged, each below a comment with its line and reason.

    A user can correct the result and import it again.
    """
    return write_failed_items([(p.line, p.reason, p.text) for p in problems])
