"""YAML as plain data: every scalar a string, as it is written, and top-level entries one by one.

A YAML file with one error cannot be read at all; so it is cut where a line begins with a key, and
each piece is read by itself. PyYAML is imported here and nowhere else, when a file is read or
written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from vcmbib.formats.json_items import Json, JsonObject


@dataclass(frozen=True, slots=True)
class YamlPiece:
    """A part of a file with its first line."""

    line: int
    text: str


_KEY = re.compile(
    r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\s#\"'\-\[\]{},%&*!|>@`][^#]*?|-[^\s-].*?)\s*:(?:\s|$)"
)


def yaml_pieces(text: str) -> Iterator[YamlPiece]:
    """The entries at the left margin, each with the comments before it and its own first line."""
    found: list[str] = []
    above: list[str] = []  # comments and empty lines, which belong to what follows them
    start = 1
    entered = False  # the lines found hold a key
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
    """Whether a text can be nested too deeply, told from brackets and indents without parsing."""
    return text.count("[") + text.count("{") > _DEEPEST // 2 or bool(_FAR_IN.search(text))


def _depth(events: Iterable[object]) -> int:
    """How deep the data are nested. Told by events: composing deep data overflows C's stack."""
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
    """The data in a YAML text: mappings, lists and strings. Raises ValueError, saying why.

    Aliases are refused: a few lines of them can stand for more than any memory holds.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        if _may_be_deep(text) and _depth(yaml.parse(text, Loader=loader)) > _DEEPEST:
            raise ValueError("not valid YAML: nested too deeply")
        if "*" in text and any(
            isinstance(e, yaml.events.AliasEvent) for e in yaml.parse(text, Loader=loader)
        ):
            raise ValueError("YAML aliases (*name) are not read: write the value out")
        return cast("Json", yaml.load(text, Loader=loader))
    except yaml.YAMLError as error:
        raise ValueError(f"not valid YAML: {' '.join(str(error).split())[:200]}") from error
    except RecursionError as error:
        raise ValueError("not valid YAML: nested too deeply") from error


def dump(data: JsonObject) -> str:
    """A mapping as YAML, its keys in their order, letters as they are."""
    import yaml

    fastest: type[yaml.SafeDumper] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

    class NoAliasDumper(fastest):  # type: ignore[misc, valid-type]
        """Writes a value again rather than an alias to where it stands first."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    return yaml.dump(data, Dumper=NoAliasDumper, allow_unicode=True, sort_keys=False, width=100)


def mapping(value: Json) -> JsonObject:
    """A mapping, or an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Json) -> list[Json]:
    """A list; what is none is a list of one."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]
