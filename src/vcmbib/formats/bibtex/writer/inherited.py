"""Decide which inherited fields an entry may omit, because its parent entries contain them.

The reader puts inherited fields into the columns of the paper, and notes their names with a digest
of each value (`@inherited`). A field with the same digest is unchanged: the writer omits it, also
if the parent was edited since, so an edit of a volume reaches its papers. A changed field is
written, unless a parent has the same value.
"""

from __future__ import annotations

from collections.abc import Mapping

from vcmbib.formats.bibtex import dates
from vcmbib.formats.bibtex.dialects import DATE_FIELD, canonical_name
from vcmbib.formats.bibtex.field_values import strip_delimiters, value_digest
from vcmbib.formats.bibtex.style import Dialect

MISSING = "@missing"
"""The extra field with keys in `crossref` or `xdata` that no entry had when the file was read."""

ParentFields = Mapping[str, frozenset[str]]
"""Canonical name of a field -> its values in the parent entries."""

_RENAMED_FIELDS = ("title", "subtitle", "titleaddon", "journal", "bookauthor")


class InheritedFields:
    """The inherited fields of one entry. `marker` is the reader's note, `name=digest …`."""

    def __init__(self, marker: str) -> None:
        parts = (part.partition("=") for part in marker.split())
        self._digests = {_comparable_name(name): digest for name, _, digest in parts}
        self._unchanged: set[str] = set()

    def note_value(self, name: str, value: str) -> None:
        """Note the paper's value of a field, before it is changed for a style."""
        if not self._digests:
            return
        name = _comparable_name(name)
        if name in self._digests and self._digests[name] == value_digest(value):
            self._unchanged.add(name)

    def note_date(self, when: dates.YearMonth, kept: Mapping[str, str]) -> None:
        """Note the paper's date; `kept` are its fields as written.

        The parts of a date are inherited together, so they are unchanged only together.
        """
        values = {
            **dates.canonical(when, Dialect.BIBLATEX),
            **dates.canonical(when, Dialect.BIBTEX),
        }
        values |= kept
        names = [name for name in dates.FIELDS if name in self._digests]
        month_added = when[1] is not None and "month" not in names and "date" not in names
        if (
            names
            and not month_added
            and all(self._is_unchanged(name, values.get(name)) for name in names)
        ):
            self._unchanged.update((*dates.FIELDS, DATE_FIELD))

    def _is_unchanged(self, name: str, value: str | None) -> bool:
        """Whether the value of a field has the digest that the reader noted."""
        return value is not None and self._digests[name] == value_digest(value)

    def omittable(self, fields: Mapping[str, str], parents: ParentFields) -> list[str]:
        """Return the names of `fields` that the entry may omit, given its parents' fields."""
        return [
            name
            for name, value in fields.items()
            if self._is_omittable(name, strip_delimiters(value), parents)
        ]

    def _is_omittable(self, name: str, value: str, parents: ParentFields) -> bool:
        """Whether the field is unchanged, or a parent has the same value."""
        name = _comparable_name(name)
        if name in self._unchanged:
            return True
        if name not in self._digests and not (name == "date" and "year" in self._digests):
            return False
        if value in parents.get(canonical_name(name), ()):
            return True
        return name.endswith(_RENAMED_FIELDS) and any(
            value in values for values in parents.values()
        )


def _comparable_name(name: str) -> str:
    """Return one name for a field with several names; `year`, `month` and `date` stay different."""
    return name if name in dates.FIELDS else canonical_name(name)
