"""The entry to write: its fields, their order, and how the writer sets them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from vcmbib.formats.bibtex import dialects, field_values, parse_fields
from vcmbib.formats.bibtex.foreign_tex import safe_address
from vcmbib.formats.bibtex.link_fields import LINK_FIELDS
from vcmbib.formats.bibtex.style import Dialect, Style
from vcmbib.formats.bibtex.writer.inherited import InheritedFields, ParentFields
from vcmbib.model.paper import Paper

# The order of fields: authors, venue, date, numbers, publisher, identifiers. Unknown fields come
# next, then `_LAST_FIELDS`.
_FIELD_ORDER = (
    """title author editor journal journaltitle booktitle howpublished series year month date
    volume number issue pages articleno chapter edition type school institution organization
    publisher address location isbn issn doi pmid pmcid eprint archivePrefix archiveprefix
    eprinttype primaryClass primaryclass eprintclass url urldate biblatextype biblatexdate ids
    crossref"""
).split()
_LAST_FIELDS = (
    "identifiers pdf code project dataset video links model honour topics keywords note abstract"
)
_RANK = {name: at for at, name in enumerate(_FIELD_ORDER)}
_RANK |= {name: 2000 + at for at, name in enumerate(_LAST_FIELDS.split())}
_URL_FIELDS = frozenset(LINK_FIELDS) | {"url", "doi", "eprint", "identifiers"}
_FILE_FIELDS = ("file", "bdsk-file", "local")  # file names must not change
_PRINTABLE_ASCII = "".join(chr(c) for c in range(33, 127)) + " "

NOT_IN_FIELD_NAMES = re.compile(r"[^\w:.+/*-]+")
_NOT_IN_TYPES = re.compile(r"[^\w:.+-]+")
_NOT_IN_KEYS = re.compile(r"[\r\n\t,]")
_BRACED = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_OPERAND = rf"(?:[^\s{{}}(),\"#%='@]+|\"(?:[^\"{{}}]|{_BRACED})*\"|{_BRACED})"
# A value that is no single text: macros, texts and numbers, joined by `#`.
_EXPRESSION = re.compile(rf"\s*{_OPERAND}(?:\s*#\s*{_OPERAND})*\s*")


@dataclass(slots=True)
class WrittenEntry:
    """An entry to write. Each value has its delimiters, or is a macro."""

    type: str
    key: str
    fields: dict[str, str]

    def text(self) -> str:
        """Return the entry as text with a line break at its end."""
        get = _RANK.get
        ranked = sorted(self.fields.items(), key=lambda pair: get(pair[0], 1000))
        lines = "".join([f"  {name} = {value},\n" for name, value in ranked])
        kind = _NOT_IN_TYPES.sub("-", self.type).strip("-") or "misc"
        key = _NOT_IN_KEYS.sub("-", self.key)
        if "{" in key or "}" in key:
            key = field_values.balance_braces(key)
        return f"@{kind}{{{key},\n{lines}}}\n"


class EntryFields:
    """The fields of one entry that is being written.

    _kept: extra fields of the paper that are not written yet.
    _markers: the reader's notes for the writer, extra fields with an @ before the name.
    _spelling: name of a field in the library -> name to write.
    _written_as_kept: extra fields that are written with their kept value.
    _fields: name -> value with delimiters, in the order in which they were set.
    """

    def __init__(self, paper: Paper, style: Style, *, parent_fields: ParentFields | None) -> None:
        self._paper = paper
        self._style = style
        self._biblatex = style.dialect is Dialect.BIBLATEX
        self._kept: dict[str, str] = {}
        self._markers: dict[str, str] = {}
        for name, value in paper.extra:
            (self._markers if name.startswith("@") else self._kept)[name] = value
        self._spelling = dialects.FIELD_SPELLINGS[style.dialect]
        if "@names" in self._markers:
            self._keep_spellings(NOT_IN_FIELD_NAMES.sub(" ", self._markers["@names"]).split())
        self._parent_fields = parent_fields
        self._inherited = InheritedFields(self._markers.get("@inherited", ""))
        self._written_as_kept: dict[str, str] = {}
        self._fields: dict[str, str] = {}
        self._identifiers_by_key = {i.comparison_key: i for i in paper.identifiers}

    def _keep_spellings(self, names: Iterable[str]) -> None:
        """Write these fields under these names, which are the other dialect's."""
        spelling = dict(self._spelling)
        for name in names:
            if name != "date":
                spelling[name] = name
                bibtex = parse_fields.BIBTEX_NAMES.get(name, name)
                spelling.setdefault(bibtex, bibtex)
                if name != bibtex and name not in self._kept:
                    spelling[bibtex] = name
        self._spelling = spelling

    def _set_field(self, name: str, value: str) -> None:
        """Set a field if it is not set and the value is not empty."""
        if value:
            spelt = self._spelling.get(name, name)
            if spelt not in self._fields:
                self._fields[spelt] = f"{{{field_values.balance_braces(value)}}}"

    def _write_new(self, name: str, value: str) -> None:
        """Set a field with a value from vcmbib."""
        self._inherited.note_value(name, value)
        if name in _URL_FIELDS:
            value = safe_address(value)
        if self._style.ascii_only and not value.isascii():
            if name in _URL_FIELDS:
                value = quote(value, safe=_PRINTABLE_ASCII)
            else:
                value = field_values.value_to_ascii(value)
        self._set_field(name, value)

    def _write_kept(self, name: str) -> None:
        """Set a field with its kept value; bare special characters in text are escaped."""
        value = self._kept.pop(name)
        self._written_as_kept[name] = value
        self._inherited.note_value(name, value)
        value = field_values.latex_safe(name, value)
        if self._style.ascii_only and not value.isascii() and not name.startswith(_FILE_FIELDS):
            value = field_values.value_to_ascii(value)
        expression = self._markers.get(f"@bare:{name}")
        if expression is None and name in self._spelling:
            expression = self._markers.get(f"@bare:{self._spelling[name]}")
        if expression and _EXPRESSION.fullmatch(expression):
            self._fields.setdefault(self._spelling.get(name, name), expression)
        else:
            self._set_field(name, value)

    def _drop_kept(self, name: str) -> None:
        """Do not write a kept field."""
        self._kept.pop(name, None)
