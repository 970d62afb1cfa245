"""The extra fields of a paper, for the writers of plain-text formats."""

from __future__ import annotations

import re

from vcmbib.formats.bibtex import parse_fields
from vcmbib.formats.date_text import read_date_text
from vcmbib.model.identifiers import Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import LinkKind, Paper
from vcmbib.model.raw_fields import REPEATED, is_typeset
from vcmbib.model.venues.lookup import find_venue

_TAKEN = frozenset("date issue isbn journal journaltitle booktitle ids".split())
"""Extra fields that repeat a field of the paper, which writers take as they were written."""
_SHADOW_SCHEMES = {
    "doi": Scheme.DOI, "pmid": Scheme.PMID, "pmcid": Scheme.PMCID, "eprint": Scheme.ARXIV,
    "archiveprefix": Scheme.ARXIV, "eprinttype": Scheme.ARXIV,
}  # fmt: skip
_NUMBERED = re.compile(r"_\d+$")


class ExtraFields:
    """The extra fields of a paper. `take…` removes a field, so that `unused` returns the others."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self._left = dict(paper.extra)

    def take(self, name: str) -> str:
        """Take a field as plain text; empty if the paper does not have it."""
        return plain_field(name, self._left.pop(name, ""))

    def take_raw(self, name: str) -> str:
        """Take a field as stored; empty if the paper does not have it."""
        return self._left.pop(name, "")

    def take_all(self, name: str) -> list[str]:
        """Take a field and its repetitions `name_2`, `name_3` as plain text."""
        names = [n for n in self._left if n == name or _NUMBERED.sub("", n) == name]
        return [plain_field(name, self._left.pop(n)) for n in names]

    def take_prefixed(self, prefix: str = "") -> list[tuple[str, str]]:
        """Take the fields that begin with `prefix`: (name without prefix and number, value)."""
        found = [n for n in self._left if n.startswith(prefix)]
        return [(_NUMBERED.sub("", n.removeprefix(prefix)), self._left.pop(n)) for n in found]

    def unused(self, *, everything: bool = False) -> dict[str, str]:
        """The fields not yet taken. Repetitions of a field of the paper only with `everything`."""
        if everything:
            return dict(self._left)
        return {n: value for n, value in self._left.items() if not self._is_shadow(n)}

    def _is_shadow(self, name: str) -> bool:
        """Whether a field of the paper has the content of the extra field `name`."""
        if name in _SHADOW_SCHEMES:
            return self.paper.identifier(_SHADOW_SCHEMES[name]) is not None
        field = None if name in _TAKEN else REPEATED.get(name)
        return field is not None and bool(field.value(self.paper))

    def take_old_keys(self) -> str:
        """Take the old keys: those of `ids` and the former keys of the paper, as in `ids`."""
        listed = [k.strip() for k in self._left.pop("ids", "").split(",")]
        return ", ".join(dict.fromkeys(filter(None, (*listed, *self.paper.former_keys))))

    def take_people(self, role: str) -> tuple[Name, ...]:
        """Take the people in another role, such as `translator`."""
        return read_bib_people(self._left.pop(role, ""))

    def take_date(self, name: str) -> str:
        """Take a date that was kept as written; empty if the paper has another year now."""
        as_read = self._left.get(name, "")
        if not as_read or read_date_text(as_read).year != self.paper.year:
            return ""
        return self._left.pop(name)

    def iso_date(self) -> str:
        """The date in the form of ISO 8601, with the day if a source named one."""
        paper = self.paper
        full = self._left.get("date", "")
        year, month, _ = parse_fields.date_parts(full) if full else (None, None, False)
        day = re.fullmatch(r"\d{4}-\d\d-\d\d", full)
        if day and year == paper.year and month == paper.month:
            del self._left["date"]
            return full
        if paper.year is None:
            return ""
        return f"{paper.year:04}" if paper.month is None else f"{paper.year:04}-{paper.month:02}"

    def venue_titles(self) -> tuple[str, str]:
        """(title, short title) of the venue. The title is as written in the source if it fits."""
        venue = self.paper.venue
        if venue is None:
            return "", ""
        title = venue.name
        for name in ("booktitle", "journal"):
            written = plain_field(name, self._left.get(name, ""))
            if written and written != title:
                venue_found = find_venue(written)
                if (venue_found.name if venue_found else written) == venue.name:
                    del self._left[name]
                    title = written
                    break
        return title, self.take("shortjournal") or venue.acronym or ""


def plain_field(name: str, value: str) -> str:
    """The value of an extra field as plain text."""
    base = _NUMBERED.sub("", name)
    is_escaped = "\\text" in value and is_typeset(base)
    if base not in parse_fields.TEXT_FIELDS and not is_escaped:
        return value
    return "\n".join(parse_fields.plain(line) for line in value.split("\n"))


def url_of(paper: Paper) -> str:
    """The URL of the first link to the paper or its PDF, or an empty text."""
    return next((k.url for k in paper.links if k.kind in (LinkKind.PAPER, LinkKind.PDF)), "")


def read_bib_people(value: str) -> tuple[Name, ...]:
    """The people in the value of a BibTeX field."""
    from vcmbib.formats.bibtex.names import read_people

    return read_people(value).names
