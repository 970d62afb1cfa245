"""Slips in a query: `year=2023`, `author: choi`, a part of a label, a label without quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from vcmbib.errors import BadQuery
from vcmbib.model.query.fields import HAS, FieldKind, field_meant, field_named
from vcmbib.model.query.parser import parse_query
from vcmbib.model.query.terms import label_key

if TYPE_CHECKING:
    from vcmbib.store.reader import LibraryReader

_SIGN = re.compile(r"(-?)([A-Za-z][\w-]*)(==|:=|=:|=|~=|~|>=|<=|>|<)(\S.*)", re.DOTALL)
_FIELD = re.compile(r"(-?)([A-Za-z][\w-]*):(.*)", re.DOTALL)
_SIGNS = ("=", "==", ":", "~", ">", "<", ">=", "<=")
# Words before a colon in other programs, and types of entries in other words.
_PREFIXES = {
    "by": "author", "name": "author", "is": "tag", "in": "venue", "at": "venue", "on": "topic",
    "about": "topic", "published": "year", "y": "year", "a": "author", "t": "title", "v": "venue",
    "group": "category", "collection": "category", "text": "title", "all": "title",
}  # fmt: skip
_SPANS = {"since": "{}..", "from": "{}..", "after": ">{}", "until": "..{}", "before": "<{}"}
_TYPES = {
    "journal": "article", "paper": "article", "journal-article": "article",
    "conference": "inproceedings", "proceedings": "inproceedings", "talk": "inproceedings",
    "thesis": "phdthesis", "dissertation": "phdthesis", "report": "techreport",
    "preprint": "misc", "arxiv": "misc", "chapter": "incollection", "website": "online",
}  # fmt: skip
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
    if re.fullmatch(r"(?:19|20)\d\d", token):
        return f"year:{token}"
    prefix = _FIELD.fullmatch(token)
    if prefix is not None and prefix[2].lower() in _PREFIXES and prefix[3].strip():
        return _term(prefix[1], _PREFIXES[prefix[2].lower()], prefix[3].strip('"'))
    if prefix is not None and prefix[2].lower() in _SPANS and prefix[3].isdigit():
        return f"{prefix[1]}year:{_SPANS[prefix[2].lower()].format(prefix[3])}"
    if prefix is not None and prefix[2].lower() == "type":
        return f"{prefix[1]}type:{_TYPES.get(prefix[3].lower(), prefix[3])}"
    found = _SIGN.fullmatch(token)
    field = _field(found[2]) if found is not None else None
    if found is None or field is None:
        return token
    spec = field_named(field)
    is_number = spec is not None and spec.kind is FieldKind.NUMBER
    compared = found[3] if is_number and found[3] in (">=", "<=", ">", "<") else ""
    return _term(found[1], field, compared + found[4].strip('"'))


def corrected_query(text: str) -> list[str] | None:
    """The words of a query that cannot be parsed, corrected; None without a likely correction."""
    changed = text
    for correct in (_with_quote, _with_known_fields, _without_operators, _with_known_values):
        changed = correct(changed)
        if changed != text and changed.strip() and _is_valid(changed):
            return _split(changed)
    without_brackets = re.sub(r"[()]", " ", changed)
    is_better = without_brackets.strip() and _is_valid(without_brackets)
    return _split(without_brackets) if is_better and without_brackets != text else None


def _is_valid(text: str) -> bool:
    """Whether a text is a query."""
    try:
        parse_query(text)
    except BadQuery:
        return False
    return True


def _with_known_fields(text: str) -> str:
    """The query without blanks after colons, and with the fields that misspelled ones mean."""
    joined = re.sub(r"(?<!\S)(-?[A-Za-z][\w-]*):\s+(?=[^\s:]+(?:\s|$))", r"\1:", text)
    words = []
    for token in _split(joined):
        found = _FIELD.fullmatch(token)
        is_field = found is None or field_named(found[2]) is not None
        meant = None if found is None or is_field else field_meant(found[2])
        words.append(token if found is None or meant is None else f"{found[1]}{meant}:{found[3]}")
    return " ".join(words)


def _with_quote(text: str) -> str:
    """The query with its last quotation mark closed."""
    return f'{text}"' if text.count('"') % 2 else text


def _without_operators(text: str) -> str:
    """The query without operators at its ends."""
    return re.sub(r"^(?:\s*\b(?:AND|OR)\b)+|(?:\b(?:AND|OR|NOT)\b\s*)+$", "", text).strip()


def _with_known_values(text: str) -> str:
    """The query with `*` after the beginning of an identifier, and known values of `has:`."""
    words = []
    for token in _split(text):
        found = _FIELD.fullmatch(token)
        if found is not None and not _is_valid(token):
            if field_named(found[2]) is not None and _is_valid(f"{token}*"):
                words.append(f"{token}*")
                continue
            near = get_close_matches(found[3].lower(), HAS, 1, 0.6)
            if found[2].lower() == "has" and near:
                words.append(f"{found[1]}has:{near[0]}")
                continue
        words.append(token)
    return " ".join(words)


def _split(text: str) -> list[str]:
    """The words of a query; a phrase in quotation marks is part of one."""
    return re.findall(r'(?:[^\s"]|"[^"]*")+|"', text)


def _joined(tokens: Sequence[str]) -> list[str]:
    """The tokens with `author = choi` and `year : 2023` as one."""
    found: list[str] = []
    rest = list(tokens)
    while rest:
        token = rest.pop(0)
        is_field = _field(token.rstrip(":=")) is not None
        if len(rest) > 1 and rest[0] in _SIGNS and is_field:
            token = f"{token}{rest.pop(0)}{rest.pop(0)}"
        elif rest and token[-1:] == "=" and is_field:
            token = f"{token}{rest.pop(0)}"
        found.append(token)
    return found


def corrected_words(reader: LibraryReader, words: Sequence[str]) -> list[str] | None:
    """The words of a query that finds nothing, corrected; None without a likely correction.

    Each correction is one that finds papers.
    """
    tokens = [token for word in words for token in _split(word)]
    changed = _with_labels(reader, [with_colons(token) for token in _joined(tokens)])
    if changed == tokens:
        return None
    is_quoted = len(changed) < len(_joined(tokens))  # the label exists
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
