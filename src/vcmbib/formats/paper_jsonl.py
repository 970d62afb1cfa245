"""Reader and writer of JSON lines: one paper object on a line (docs/output.schema.json).

The reader also accepts an array of paper objects, and the output of `--json`
(`{"vcmbib": 1, "papers": […]}`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from vcmbib.formats.json_items import CommentLine, json_items, write_failed_items
from vcmbib.formats.paper_json import BadPaper, paper_object, read_object
from vcmbib.model.paper import Paper, Problem, Reading, Record, Skipped
from vcmbib.model.printable import printable_json


def read(text: str, origin: str) -> Reading:
    """Read JSON lines, an array, or the output of `--json`. Never raises for the file's content.

    Each object is a record or a problem. Lines that begin with `#` or `//` are skipped.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    skipped: list[Skipped] = []
    for item in json_items(text):
        if isinstance(item, CommentLine):
            skipped.append(Skipped(item.line, "comment", item.text))
        elif item.value is None:
            problems.append(Problem(item.line, item.reason, item.text))
        else:
            try:
                record = read_object(item.value, origin, item.line)
            except BadPaper as error:
                problems.append(Problem(item.line, str(error), item.text))
                continue
            if record.title or record.authors or record.identifiers or record.links:
                records.append(record)
            else:
                reason = "neither a title nor an author nor an identifier"
                problems.append(Problem(item.line, reason, item.text))
    return Reading(tuple(records), tuple(problems), tuple(skipped))


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
