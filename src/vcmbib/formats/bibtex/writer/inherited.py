"""What an entry got from the entries it refers to, on the writer's side: is it still that?

The reader puts what an entry inherited into its columns and fields, as if it stood there, and
notes which fields those are, each with a digest of its value (`@inherited`). A field that says the
same as then is the parents' to say, whatever they say by now: an edit of a volume reaches its
papers. One that was changed is the entry's own, unless its parents say the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from vcmbib.formats.bibtex import dates
from vcmbib.formats.bibtex.dialects import DATE_FIELD, canonical_name
from vcmbib.formats.bibtex.field_values import strip_delimiters, value_digest
from vcmbib.formats.bibtex.style import Dialect

MISSING = "@missing"
"""The extra field that holds the keys an entry refers to though nothing had them when it was read,
where it inherited something from others.
"""

Said = Mapping[str, frozenset[str]]
"""The contents of fields, by the one name that a field has in either dialect."""

_RENAMED = ("title", "subtitle", "titleaddon", "journal", "bookauthor")


class Lent:
    """The inherited fields of one entry; `mark` is what the reader noted of them."""

    def __init__(self, mark: str) -> None:
        noted = (part.partition("=") for part in mark.split())
        self._was = {_one(name): was for name, _, was in noted}
        self._same: set[str] = set()

    def saw(self, name: str, value: str) -> None:
        """Note what the paper says in a field, before it is made fit for a style."""
        if not self._was:
            return
        name = _one(name)
        if name in self._was and self._was[name] == value_digest(value):
            self._same.add(name)

    def saw_date(self, when: dates.YearMonth, kept: Mapping[str, str]) -> None:
        """Note when the paper appeared: `kept` are the fields that say it as they were written.

        The parts of a date are inherited together, and are as they were only together.
        """
        values = {
            **dates.canonical(when, Dialect.BIBLATEX),
            **dates.canonical(when, Dialect.BIBTEX),
        }
        values |= kept
        names = [name for name in dates.FIELDS if name in self._was]
        unsaid = when[1] is not None and "month" not in names and "date" not in names
        if names and not unsaid and all(self._is(name, values.get(name)) for name in names):
            self._same.update((*dates.FIELDS, DATE_FIELD))

    def _is(self, name: str, value: str | None) -> bool:
        return value is not None and self._was[name] == value_digest(value)

    def names(self, out: Mapping[str, str], above: Said) -> list[str]:
        """The fields of `out` that the entry need not say, for what is `above` it says them."""
        return [
            name
            for name, value in out.items()
            if self._is_lent(name, strip_delimiters(value), above)
        ]

    def _is_lent(self, name: str, value: str, above: Said) -> bool:
        name = _one(name)
        if name in self._same:
            return True
        if name not in self._was and not (name == "date" and "year" in self._was):
            return False
        if value in above.get(canonical_name(name), ()):
            return True
        return name.endswith(_RENAMED) and any(value in values for values in above.values())


def _one(name: str) -> str:
    """One name for a field, but the parts of a date by their own names."""
    return name if name in dates.FIELDS else canonical_name(name)
