"""YAML as plain data, in pieces of one top-level entry. Every scalar is a string, as written.

A YAML parser stops at the first error. So the file is cut before each line that begins with a key,
and each piece is parsed on its own. Only this module imports PyYAML, and only when it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from vcmbib.formats.items.forbidden_characters import hidden_in_yaml, shown
from vcmbib.formats.json_items import Json, JsonObject
from vcmbib.model.attempt import BadItem
from vcmbib.model.paper import Problem


@dataclass(frozen=True, slots=True)
class YamlPiece:
    """A part of a file, with the number of its first line."""

    line: int
    text: str


_KEY = re.compile(
    r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\s#\"'\-\[\]{},%&*!|>@`][^#]*?|-[^\s-].*?)\s*:(?:\s|$)"
)


def piece_problem(piece: YamlPiece, reason: str) -> Problem:
    """The problem of a piece that cannot be read."""
    return Problem(piece.line, reason, piece.text)


def yaml_pieces(text: str) -> Iterator[YamlPiece]:
    """The entries at the left margin. Comments and empty lines belong to the entry after them."""
    found: list[str] = []
    above: list[str] = []  # comments and empty lines since the last entry
    start = 1
    entered = False  # whether `found` has a key
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(("---", "...", "%YAML")):
            continue
        if not line.strip() or line.startswith("#"):
            above.append(line)
            continue
        margin = _KEY.match(line) is not None
        if margin and entered:
            yield YamlPiece(start, "\n".join(found).strip("\n"))
            found, entered = [], False
        if not found or (margin and not entered):
            start = number
        found += [*above, line]
        above, entered = [], entered or margin
    rest = "\n".join([*found, *above]).strip("\n")
    if rest.strip():
        yield YamlPiece(start, rest)


_DEEPEST = 200
_FAR_IN = re.compile(rf"(?m)^[ ?-]{{{_DEEPEST // 2}}}")


def _may_be_deep(text: str) -> bool:
    """Whether brackets or indents allow the text to be nested too deeply. It is not parsed."""
    return text.count("[") + text.count("{") > _DEEPEST // 2 or bool(_FAR_IN.search(text))


def _depth(events: Iterable[object]) -> int:
    """The depth of the data, counted from parser events.

    Building deeply nested data would overflow the stack of the C parser.
    """
    depth = deepest = 0
    for event in events:
        name = type(event).__name__
        depth += name.endswith(("MappingStartEvent", "SequenceStartEvent"))
        depth -= name.endswith(("MappingEndEvent", "SequenceEndEvent"))
        deepest = max(deepest, depth)
        if deepest > _DEEPEST:
            break
    return deepest


def load(text: str) -> Json:
    """The data of a YAML text: mappings, lists and strings. Characters that YAML forbids stay.

    Raises BadItem with the reason for invalid YAML, for data nested deeper than 200 levels, and
    for aliases. A few lines with aliases can expand to more data than fits in memory.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    hidden = hidden_in_yaml(text)
    text = text if hidden is None else hidden
    try:
        if _may_be_deep(text) and _depth(yaml.parse(text, Loader=loader)) > _DEEPEST:
            raise BadItem("not valid YAML: nested too deeply")
        if "*" in text and any(
            isinstance(e, yaml.events.AliasEvent) for e in yaml.parse(text, Loader=loader)
        ):
            raise BadItem("YAML aliases (*name) are not read: write the value out")
        data = cast("Json", yaml.load(text, Loader=loader))
        return data if hidden is None else _shown(data)
    except yaml.YAMLError as error:
        raise BadItem(f"not valid YAML: {' '.join(str(error).split())[:200]}") from error
    except RecursionError as error:
        raise BadItem("not valid YAML: nested too deeply") from error


def _shown(data: Json) -> Json:
    """The data with the characters that were hidden from the parser."""
    if isinstance(data, dict):
        return {shown(name): _shown(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_shown(value) for value in data]
    return shown(data) if isinstance(data, str) else data


def dump(data: JsonObject) -> str:
    """A mapping as YAML. Keys stay in order; non-ASCII letters are not escaped."""
    import yaml

    fastest: type[yaml.SafeDumper] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

    class NoAliasDumper(fastest):  # type: ignore[misc, valid-type]
        """Writes a repeated value in full, not as an alias."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    return yaml.dump(data, Dumper=NoAliasDumper, allow_unicode=True, sort_keys=False, width=100)


def mapping(value: Json) -> JsonObject:
    """The value if it is a mapping, else an empty mapping."""
    return value if isinstance(value, dict) else {}


def sequence(value: Json) -> list[Json]:
    """The value if it is a list, else a list of the value; an empty list for nothing."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]
