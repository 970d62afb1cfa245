"""The items of a JSON file, each with its line. A broken item does not affect the others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, cast

from vcmbib.model.paper import Problem

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]


@dataclass(frozen=True, slots=True)
class JsonItem:
    """An object with its line and text. A broken one has no `value`, but a `reason`."""

    line: int
    text: str
    value: JsonObject | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CommentLine:
    """Text between items, and why it is skipped.

    It is a line that begins with `#` or `//`, such as `write_failed_items` writes, or the members
    of an object around the list of items.
    """

    line: int
    text: str
    reason: str = "comment"


_DECODER = json.JSONDecoder()
_LENIENT = json.JSONDecoder(strict=False)  # control characters may be in strings
_BETWEEN = re.compile(r"[\s,\[\]]*")
_BLANK = re.compile(r"[\s,]*")
_COMMENT = re.compile(r"(?:#|//)[^\n]*")
_MEMBER = re.compile(r'[\s,]*"([\w -]+)"\s*:\s*')
_LIST_NAMES = ("items", "papers", "references")
_WORK_NAMES = frozenset(("title", "type", "itemType", "author", "authors", "id", "DOI"))
"""Members of a work. An object that has one before the list is no object around a list."""
_AROUND = "around the list of items"


def json_items(text: str) -> Iterator[JsonItem | CommentLine]:
    """The objects of a JSON array, of JSON lines, or of the list in `{"items": […]}`."""
    text = text.removeprefix("\ufeff")
    at, lined, line = _start_of_items(text), 0, 1
    listed = at > 0
    if listed and re.search(r"[{\[]", text[1 : at - 1]):
        yield CommentLine(1, text[:at], _AROUND)
    while True:
        match = _BETWEEN.match(text, at)
        start, at = at, match.end() if match is not None else at
        line, lined = line + text.count("\n", lined, at), at
        if listed and "]" in text[start:at]:
            if re.search(r"[{\[]", text[at:]):
                yield CommentLine(line, text[at:], _AROUND)
            return
        comment = _COMMENT.match(text, at)
        if comment is not None:
            yield CommentLine(line, comment[0])
            at = comment.end()
            continue
        if at >= len(text) or (text[at] == "}" and not text[at:].strip(" \t\r\n}],")):
            return
        value, end, reason = _decode(text, at)
        raw = text[at:end].rstrip()
        if value is None and not reason:
            reason = "not an object in braces"
        yield JsonItem(line, raw, value, reason)
        at = max(end, at + 1)


def item_problem(item: JsonItem | CommentLine, reason: str) -> Problem:
    """The problem of an item that cannot be read."""
    return Problem(item.line, reason, item.text)


def _start_of_items(text: str) -> int:
    """The position of the first item: behind `{"items": [` if the list is in an object.

    The object may have other members, and may be in the member `message`, as Crossref sends it.
    """
    at = _BLANK.match(text).end()  # type: ignore[union-attr]  # it matches always
    if text[at : at + 1] != "{":
        return 0
    at += 1
    while (member := _MEMBER.match(text, at)) is not None and member[1] not in _WORK_NAMES:
        at = member.end()
        if member[1] in _LIST_NAMES and text[at : at + 1] == "[":
            return at + 1
        if member[1] == "message" and text[at : at + 1] == "{":
            at += 1
            continue
        try:
            at = _DECODER.raw_decode(text, at)[1]
        except (ValueError, RecursionError):
            return 0
    return 0


def _decode(
    text: str, at: int, decoder: json.JSONDecoder = _DECODER
) -> tuple[JsonObject | None, int, str]:
    try:
        value, end = decoder.raw_decode(text, at)
    except json.JSONDecodeError as error:
        if (
            error.msg.startswith("Invalid control")
            and text[error.pos : error.pos + 1] not in "\r\n"
        ):
            return _decode(text, at, _LENIENT)
        return None, _end_of_broken(text, at), f"not valid JSON: {error.msg} (line {error.lineno})"
    except (ValueError, RecursionError):
        return (
            None,
            _end_of_broken(text, at),
            "not valid JSON: a number too long, or nested too deeply",
        )
    if not isinstance(value, dict):
        return None, end, ""
    return cast("JsonObject", value), end, ""


_STRING_OR_BRACE = re.compile(r'"(?:\\.|[^"\\\n])*"|[{}]')


def _end_of_broken(text: str, at: int) -> int:
    """The end of an item that is no JSON: its closing brace, or the begin of the next item."""
    if text[at] != "{":
        end = text.find("\n", at)
        return len(text) if end < 0 else end
    indent = text[text.rfind("\n", 0, at) + 1 : at]
    another = None if indent.strip() else re.compile(rf"\n{indent}\{{").search(text, at)
    limit = len(text) if another is None else another.start()
    depth = 0
    for match in _STRING_OR_BRACE.finditer(text, at, limit):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    return limit


def text_of(value: Json) -> str:
    """A value as text. Strings and numbers are unchanged; other values are written as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def write_failed_items(problems: list[tuple[int, str, str]]) -> str:
    """The text of each (line, reason, text), below a comment with line and reason."""
    parts = [
        f"# line {line}: {' '.join(why.split())}\n{text.strip()}\n" for line, why, text in problems
    ]
    return "\n".join(parts)
