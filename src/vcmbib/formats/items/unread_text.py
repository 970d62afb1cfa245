"""The text of a file that its reader passes over without an account: overwriting would lose it.

Readers account for most text: it is in a record, a problem or a skipped item. This module finds the
rest: comments within items, prose of a Markdown document, members around a JSON list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from vcmbib.model.paper import Reading, Record
from vcmbib.model.text import folded_words, with_line_feeds


@dataclass(frozen=True, slots=True)
class UnreadText:
    """A line of a file that is in no record, no problem and no skipped item."""

    line: int
    text: str


def unread_text(
    kind: str, text: str, reading: Reading, headings: Collection[str] = ()
) -> list[UnreadText]:
    """The unread text of a file of a format of READERS. `headings` are titles of categories."""
    find = _FINDERS.get(kind)
    return [] if find is None else list(find(text, reading, headings))


def _no_text(text: str, reading: Reading, headings: Collection[str]) -> Iterator[UnreadText]:
    """Nothing: the reader accounts for all text."""
    del text, reading, headings
    yield from ()


def _bibtex_comments(
    text: str, reading: Reading, headings: Collection[str]
) -> Iterator[UnreadText]:
    """Lines within an entry, between its fields, that begin with a per cent sign."""
    del reading, headings
    from vcmbib.formats.bibtex.parse.resolve import find_entries

    text = with_line_feeds(text)
    for start, end, _ in find_entries(text).entries:
        depth, quoted = 0, False
        first = text.count("\n", 0, start) + 1
        for number, line in enumerate(text[start:end].split("\n"), first):
            if depth == 1 and not quoted and line.lstrip().startswith("%"):
                yield UnreadText(number, line.strip())
                continue
            for mark in _DELIMITER.findall(line):
                quoted ^= mark == '"' and depth == 1
                depth += (mark in "{(" and (mark == "{" or depth == 0)) - (mark == "}")


_DELIMITER = re.compile(r"(?<!\\)[{}\"]|\((?=[^()]*$)")


def _yaml_comments(text: str, reading: Reading, headings: Collection[str]) -> Iterator[UnreadText]:
    """Comments of YAML, at the beginning of a line or after a value without quotes."""
    del reading, headings
    for number, line in enumerate(text.splitlines(), 1):
        match = _YAML_COMMENT.search(line)
        if match is None:
            continue
        before = line[: match.start()]
        if before.count('"') % 2 == 0 and before.count("'") % 2 == 0:
            yield UnreadText(number, match[0].strip())


def _cff_text(text: str, reading: Reading, headings: Collection[str]) -> Iterator[UnreadText]:
    """Comments; the message; values of a work that is skipped because a citation has its title."""
    from vcmbib.formats.yaml_items import yaml_pieces

    yield from _yaml_comments(text, reading, headings)
    titles = {skipped.text for skipped in reading.skipped}
    same = [record for record in reading.records if record.title in titles]
    for piece in yaml_pieces(with_line_feeds(text)):
        name = piece.text.lstrip("# \n").partition(":")[0].strip("\"' ")
        if name != "message" and (not same or name in _CFF_WORKS):
            continue
        for number, line in enumerate(piece.text.split("\n"), piece.line):
            value = line.partition(":")[2] or line
            is_value = bool(line.strip()) and not line.lstrip().startswith("#")
            if is_value and not (name != "message" and _is_covered(value, same)):
                yield UnreadText(number, line.strip())


_CFF_WORKS = ("cff-version", "preferred-citation", "references")
_YAML_COMMENT = re.compile(r"(?:^|\s)#(?=.*\w).*$")


def _xml_comments(text: str, reading: Reading, headings: Collection[str]) -> Iterator[UnreadText]:
    """Comments of XML."""
    del reading, headings
    for match in re.finditer(r"<!--(.*?)(?:-->|\Z)", text, re.DOTALL):
        if match[1].strip():
            yield UnreadText(text.count("\n", 0, match.start()) + 1, " ".join(match[0].split()))


def _json_members(text: str, reading: Reading, headings: Collection[str]) -> Iterator[UnreadText]:
    """Members of the object around the list of items, and what is in the list but no object."""
    del reading, headings
    try:
        whole = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return
    if isinstance(whole, dict) and any(isinstance(whole.get(n), list) for n in _LISTS):
        for name, value in whole.items():
            if name not in (*_LISTS, "vcmbib"):
                yield UnreadText(1, f"{name}: {json.dumps(value, ensure_ascii=False)}")


_LISTS = ("items", "papers", "references")


def _markdown_prose(text: str, reading: Reading, headings: Collection[str]) -> Iterator[UnreadText]:
    """Lines and cells of a list that are in no record; headings that are no categories."""
    from vcmbib.formats.markdown.document import LineKind, read_document
    from vcmbib.formats.markdown.pipe_tables import find_tables, is_delimiter

    document = read_document(text)
    known = {" ".join(folded_words(title)) for title in headings}
    tables = list(find_tables(document))
    header = {t.line: t for t in tables}
    in_table = frozenset[int]().union(*(t.lines for t in tables))
    records: dict[int, list[Record]] = {}
    for record in reading.records:
        records.setdefault(record.line, []).append(record)
    near: list[Record] = []
    for line in document.lines:
        here = records.get(line.number)
        if line.kind is LineKind.BLANK or is_delimiter(line.raw) or line.number in header:
            near = []
        elif line.kind is LineKind.HEADING:
            near = []
            title = line.path[-1] if line.path else line.text
            if not _is_generated(line.raw) and " ".join(folded_words(title)) not in known:
                yield UnreadText(line.number, line.raw.strip())
        else:
            near = here or ([] if line.number in in_table else near)
            if not _is_generated(line.raw) and not _is_covered(line.raw, near):
                yield UnreadText(line.number, line.raw.strip())


_GENERATED = re.compile(r"\s*-\s+\[.*\]\(#[^)]*\)\s*$|#+ Table of contents$|#+ Uncategorised$")


def _is_generated(line: str) -> bool:
    """Whether a line is of the table of contents, which follows from the headings."""
    return _GENERATED.match(line) is not None


def _is_covered(line: str, records: list[Record]) -> bool:
    """Whether all words of a line are in its records, or name a kind of link."""
    if not records:
        return False
    known = " ".join(map(_words_of, records))
    return all(
        part in known or part in _LINK_WORDS
        for word in folded_words(line)
        for part in re.findall(r"[^\W\d_]+|\d+", word)
    )


_LINK_WORDS = frozenset(
    "https http www abs pdf code github project page video dataset data link links paper".split()
)


def _words_of(record: Record) -> str:
    """All words of a record, folded."""
    return " ".join(folded_words(repr(record)))


_FINDERS: Mapping[str, Callable[[str, Reading, Collection[str]], Iterator[UnreadText]]] = {
    "bibtex": _bibtex_comments,
    "markdown": _markdown_prose,
    "hayagriva": _yaml_comments,
    "cff": _cff_text,
    "mods": _xml_comments,
    "csl-json": _json_members,
    "jsonl": _json_members,
    "csv": _no_text,
    "ris": _no_text,
    "nbib": _no_text,
}
