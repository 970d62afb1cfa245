"""An entry as it will stand in a file, and how its fields are set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from vcmbib.formats.bibtex import dialects, field_parsing, field_values
from vcmbib.formats.bibtex.link_fields import LINK_FIELDS
from vcmbib.formats.bibtex.style import Dialect, Style
from vcmbib.formats.bibtex.writer.inherited import Lent, Said
from vcmbib.model.paper import Paper

# The order of an entry: who, what, where, when, identifiers, then what describes it.
_ORDER = (
    """title author editor journal journaltitle booktitle howpublished series year month date
    volume number issue pages articleno chapter edition type school institution organization
    publisher address location isbn issn doi pmid pmcid eprint archivePrefix archiveprefix
    eprinttype primaryClass primaryclass eprintclass url urldate biblatextype biblatexdate ids
    crossref"""
).split()
_AFTER = (
    "identifiers pdf code project dataset video links model honour topics keywords note abstract"
)
_RANK = {name: at for at, name in enumerate(_ORDER)}
_RANK |= {name: 2000 + at for at, name in enumerate(_AFTER.split())}
_ADDRESSES = frozenset(LINK_FIELDS) | {"url", "doi", "eprint", "identifiers"}
_FILE_NAMES = ("file", "bdsk-file", "local")  # a path in other letters would lead nowhere
_ASCII_SIGNS = "".join(chr(c) for c in range(33, 127)) + " "


@dataclass(slots=True)
class WrittenEntry:
    """An entry as it will stand in the file. A value is with its delimiters, or a bare macro."""

    type: str
    key: str
    fields: dict[str, str]

    def text(self) -> str:
        """The entry with a line break at its end."""
        get = _RANK.get
        ranked = sorted(self.fields.items(), key=lambda pair: get(pair[0], 1000))
        lines = "".join([f"  {name} = {value},\n" for name, value in ranked])
        return f"@{self.type}{{{self.key},\n{lines}}}\n"


class EntryFields:
    """The fields of one entry under way.

    `_kept` are the extra fields that are still to be written; `_given` are those that were written
    as they were kept, and so say what the reader took from them.
    """

    def __init__(self, paper: Paper, style: Style, *, above: Said | None) -> None:
        self._paper = paper
        self._style = style
        self._biblatex = style.dialect is Dialect.BIBLATEX
        self._kept: dict[str, str] = {}
        self._marks: dict[str, str] = {}
        for name, value in paper.extra:
            (self._marks if name.startswith("@") else self._kept)[name] = value
        self._spelling = dialects.FIELD_SPELLINGS[style.dialect]
        if "@names" in self._marks:
            self._respect(self._marks["@names"].split())
        self._above = above
        self._lent = Lent(self._marks.get("@inherited", ""))
        self._given: dict[str, str] = {}
        self._out: dict[str, str] = {}
        self._same = {i.comparison_key: i for i in paper.identifiers}

    def _respect(self, names: Iterable[str]) -> None:
        """Spell these names as they came in."""
        spelling = dict(self._spelling)
        for name in names:
            if name != "date":
                spelling[name] = name
                bibtex = field_parsing.BIBTEX_NAMES.get(name, name)
                spelling.setdefault(bibtex, bibtex)
                if name != bibtex and name not in self._kept:
                    spelling[bibtex] = name
        self._spelling = spelling

    def _set(self, name: str, value: str) -> None:
        """A field with its value as LaTeX wants it, once; empty values say nothing."""
        if value:
            spelt = self._spelling.get(name, name)
            if spelt not in self._out:
                self._out[spelt] = f"{{{field_values.balance_braces(value)}}}"

    def _ours(self, name: str, value: str) -> None:
        """A field that we write ourselves."""
        self._lent.saw(name, value)
        if self._style.ascii_only and not value.isascii():
            if name in _ADDRESSES:
                value = quote(value, safe=_ASCII_SIGNS)
            else:
                value = field_values.value_to_ascii(value)
        self._set(name, value)

    def _as_kept(self, name: str) -> None:
        """A field that was kept as written; text is made safe for LaTeX, all else is as it was."""
        value = self._kept.pop(name)
        self._given[name] = value
        self._lent.saw(name, value)
        value = field_values.latex_safe(name, value)
        if self._style.ascii_only and not value.isascii() and not name.startswith(_FILE_NAMES):
            value = field_values.value_to_ascii(value)
        expression = self._marks.get(f"@bare:{name}")
        if expression is None and name in self._spelling:
            expression = self._marks.get(f"@bare:{self._spelling[name]}")
        if expression:
            self._out.setdefault(self._spelling.get(name, name), expression)
        else:
            self._set(name, value)

    def _drop(self, name: str) -> None:
        self._kept.pop(name, None)
