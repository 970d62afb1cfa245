"""Papers as JSON lines: one paper object a line, as docs/output.schema.json has it; both ways.

What `--json` shows (`{"vcmbib": 1, "papers": […]}`), and an array of paper objects, are read too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from vcmbib.formats.json_items import CommentLine, json_items, write_failed_items
from vcmbib.formats.paper_json import BadPaper, paper_object, read_object
from vcmbib.model.paper import Paper, Problem, Reading, Record, Skipped


def read(text: str, origin: str) -> Reading:
    """The records of JSON lines, of an array, or of what `--json` shows.

    Each object is a record or a problem; lines that begin with `#` are skipped. Never raises for
    what stands in the file.
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
    """One line a paper, its fields always in the same order."""
    return "".join(json.dumps(paper_object(p), ensure_ascii=False) + "\n" for p in papers)


def write_failed(problems: Sequence[Problem]) -> str:
    """Objects that could not be read, word for word, line and reason as a comment above each.

    The result can be corrected and read again.
    """
    return write_failed_items([(p.line, p.reason, p.text) for p in problems])
