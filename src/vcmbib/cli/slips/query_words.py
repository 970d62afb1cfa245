"""Slips in a query: `year=2023`, `author: choi`, a part of a label, a label without quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vcmbib.model.query.fields import FieldKind, field_meant, field_named
from vcmbib.model.query.terms import label_key

if TYPE_CHECKING:
    from vcmbib.store.reader import LibraryReader

_SIGN = re.compile(r"(-?)([A-Za-z][\w-]*)(==|:=|=:|=|~=|~|>=|<=|>|<)(\S.*)", re.DOTALL)
_FIELD = re.compile(r"(-?)([A-Za-z][\w-]*):(.*)", re.DOTALL)
_TABLES = {"tag": "tags", "category": "categories", "topic": "topics", "venue": "venues"}


def _field(name: str) -> str | None:
    """The field of the query language that a name means."""
    spec = field_named(name)
    return spec.name if spec is not None else field_meant(name)


def _term(minus: str, field: str, value: str) -> str:
    """The term of a query, with quotation marks if the value has a blank."""
    quoted = f'"{value}"' if re.search(r"[\s()]", value) and '"' not in value else value
    return f"{minus}{field}:{quoted}"


def with_colons(token: str) -> str:
    """A token with the colon of the query language for `=` and the like; else unchanged."""
    found = _SIGN.fullmatch(token)
    field = _field(found[2]) if found is not None else None
    if found is None or field is None:
        return token
    spec = field_named(field)
    is_number = spec is not None and spec.kind is FieldKind.NUMBER
    compared = found[3] if is_number and found[3] in (">=", "<=", ">", "<") else ""
    return _term(found[1], field, compared + found[4].strip('"'))


def corrected_query(text: str) -> list[str] | None:
    """The words of a query with misspelled fields and blanks after colons corrected, or None."""
    joined = re.sub(r"(?<!\S)(-?[A-Za-z][\w-]*):\s+(?=[^\s:]+(?:\s|$))", r"\1:", text)
    words = []
    for token in _split(joined):
        found = _FIELD.fullmatch(token)
        is_field = found is None or field_named(found[2]) is not None
        meant = None if found is None or is_field else field_meant(found[2])
        words.append(token if found is None or meant is None else f"{found[1]}{meant}:{found[3]}")
    return words if " ".join(words) != text else None


def _split(text: str) -> list[str]:
    """The words of a query; a phrase in quotation marks is part of one."""
    return re.findall(r'(?:[^\s"]|"[^"]*")+|"', text)


def corrected_words(reader: LibraryReader, words: Sequence[str]) -> list[str] | None:
    """The words of a query that finds nothing, corrected; None without a likely correction.

    Each correction is one that finds papers.
    """
    tokens = [token for word in words for token in _split(word)]
    changed = _with_labels(reader, [with_colons(token) for token in tokens])
    if changed == tokens:
        return None
    is_quoted = len(changed) < len(tokens)  # the label exists, whatever the other words find
    return changed if is_quoted or finds_papers(reader, changed) else None


def nearest_query(
    reader: LibraryReader, words: Sequence[str], nearest: Sequence[tuple[str, str]]
) -> list[str] | None:
    """The words with similar ones that papers have; None if no paper has them all.

    `nearest` are pairs of a word that no paper has, and a similar one.
    """
    changed = list(words)
    for wrong, right in nearest:
        pattern = re.compile(rf"(?<!\w){re.escape(wrong)}(?!\w)", re.IGNORECASE)
        changed = [pattern.sub(lambda _, right=right: right, word) for word in changed]  # type: ignore[misc]
    return changed if changed != list(words) and finds_papers(reader, changed) else None


def finds_papers(reader: LibraryReader, words: Sequence[str]) -> bool:
    """Whether a query finds a paper."""
    from vcmbib.errors import BadQuery
    from vcmbib.model.query.parser import parse_query

    try:
        return bool(reader.search(parse_query(" ".join(words)), limit=1))
    except BadQuery:
        return False


def _with_labels(reader: LibraryReader, tokens: list[str]) -> list[str]:
    """The tokens with whole labels for parts of labels, and for labels without quotation marks."""
    found: list[str] = []
    at = 0
    while at < len(tokens):
        match = _FIELD.fullmatch(tokens[at])
        field = match[2].lower() if match is not None else ""
        if match is None or field not in _TABLES:
            found.append(tokens[at])
            at += 1
            continue
        labels = reader.names(_TABLES[field])
        label, taken = _label(labels, match[3], tokens[at + 1 :])
        found.append(_term(match[1], field, label) if label else tokens[at])
        at += 1 + taken
    return found


def _label(labels: Sequence[str], value: str, after: Sequence[str]) -> tuple[str, int]:
    """The label that a value means, and how many of the next words are part of it.

    Empty if the value is a label, or if no label or several labels are like it.
    """
    value = value.strip('"')
    by_key = {label_key(label): label for label in labels}
    for taken in range(min(len(after), 6), 0, -1):
        joined = label_key(" ".join([value, *after[:taken]]))
        if joined in by_key:
            return by_key[joined], taken
    wanted = label_key(value.rstrip("*"))
    if not wanted or wanted in by_key:
        return "", 0
    for fits in (str.startswith, str.__contains__):
        like = [label for key, label in by_key.items() if fits(key, wanted)]
        if like:
            return min(like, key=len), 0
    return "", 0
