"""Share data between entries: `@string` macros for venues, and parent entries for volumes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from vcmbib.formats.bibtex.parse_fields import plain
from vcmbib.formats.bibtex.style import Dialect, Style
from vcmbib.formats.bibtex.writer.fields import WrittenEntry
from vcmbib.formats.months import MONTHS
from vcmbib.model.keys.citekey import KeyMaker
from vcmbib.model.text import fold, fold_key
from vcmbib.model.venues.lookup import find_venue

_VENUE_FIELDS = ("journal", "journaltitle", "booktitle")
_SMALL_WORDS = frozenset("a an and at de der des die for in international la of on the und".split())
_MONTH_MACROS = frozenset(month[:3].lower() for month in MONTHS)

# Fields that move to the volume's entry if all its papers have the same value.
_VOLUME_FIELDS = ("booktitle", "year", "date", "editor", "publisher", "address", "location",
                  "series", "organization", "volume")  # fmt: skip
_PARENT_TYPES = {
    "inproceedings": "proceedings",
    "conference": "proceedings",
    "incollection": "book",
}


def define_venue_macros(entries: Sequence[WrittenEntry]) -> str:
    """Return a `@string` for each venue that occurs twice, and use it in the entries.

    Changes the fields of `entries`.
    """
    counts = Counter(v for e in entries for n, v in e.fields.items() if _is_venue_value(n, v))
    shared = sorted(value for value, count in counts.items() if count > 1)
    used_macros = {v.casefold() for e in entries for v in e.fields.values() if v[:1] not in '{"'}
    names = KeyMaker(set(_MONTH_MACROS) | used_macros)
    macro_of = {value: names.make(_abbreviate(value, "venue")) for value in shared}
    for entry in entries:
        for name, value in entry.fields.items():
            if name in _VENUE_FIELDS and value in macro_of:
                entry.fields[name] = macro_of[value]
    lines = sorted(f"@string{{{name} = {value}}}\n" for value, name in macro_of.items())
    return "".join(lines) + "\n" if lines else ""


def _is_venue_value(name: str, value: str) -> bool:
    """Whether a field is a venue in braces, which a macro may replace."""
    return name in _VENUE_FIELDS and value.startswith("{") and value != "{}"


def _abbreviate(value: str, prefix: str) -> str:
    """Return a key for a venue: its acronym or the initials of its words, in ASCII.

    prefix: put before a key that does not begin with a letter.
    """
    text = plain(value[1:-1])
    venue = find_venue(text)
    short = _ascii_alphanumeric(venue.acronym) if venue is not None and venue.acronym else ""
    if not short:
        words = [w for w in re.findall(r"[^\W_]+", fold(text)) if w not in _SMALL_WORDS]
        short = (
            _ascii_alphanumeric("".join(w[0] for w in words))
            if len(words) > 1
            else "".join(words[:1])
        )
    short = _ascii_alphanumeric(short)
    return short if short[:1].isalpha() else prefix + short


def _ascii_alphanumeric(text: str) -> str:
    """Return the ASCII letters and digits of a text, folded."""
    return "".join(c for c in fold(text) if c.isascii() and c.isalnum())


def add_volumes(entries: Sequence[WrittenEntry], style: Style) -> list[WrittenEntry]:
    """Return the entries, and a parent entry for each volume that two or more of them are from.

    Changes those entries: `crossref` refers to the volume, and fields that all of them share move
    to it. Entries that have a `crossref` or `xdata` already do not change.
    """
    keys = KeyMaker({fold_key(entry.key) for entry in entries})
    by_volume: dict[tuple[str, str, str, str], list[WrittenEntry]] = {}
    for entry in entries:
        volume = _volume_key(entry)
        if volume is not None:
            by_volume.setdefault(volume, []).append(entry)
    parents: list[WrittenEntry] = []
    for (parent_type, _, year, _), children in by_volume.items():
        if len(children) < 2:
            continue
        shared = _shared_fields(children)
        short = _abbreviate(shared["booktitle"], "volume")
        key = keys.make(f"{short}{year}")
        biblatex = style.dialect is Dialect.BIBLATEX
        kind = "collection" if biblatex and parent_type == "book" else parent_type
        parents.append(WrittenEntry(kind, key, {"title": shared["booktitle"], **shared}))
        for child in children:
            for name in shared:
                del child.fields[name]
            child.fields["crossref"] = f"{{{key}}}"
    existing_parents = [e for e in entries if e.type in _PARENT_TYPES.values()]
    others = [e for e in entries if e.type not in _PARENT_TYPES.values()]
    return (
        [*others, *existing_parents, *sorted(parents, key=lambda e: e.key)]
        if parents
        else list(entries)
    )


def _volume_key(entry: WrittenEntry) -> tuple[str, str, str, str] | None:
    """Return (type of the parent, book title, year, volume) of an entry; None if incomplete."""
    fields = entry.fields
    if entry.type not in _PARENT_TYPES or "crossref" in fields or "xdata" in fields:
        return None
    year = re.search(r"\d{4}", fields.get("year") or fields.get("date") or "")
    if "booktitle" not in fields or year is None:
        return None
    return _PARENT_TYPES[entry.type], fields["booktitle"], year[0], fields.get("volume", "")


def _shared_fields(entries: Iterable[WrittenEntry]) -> dict[str, str]:
    """Return the fields of a volume that all entries have with the same value."""
    first, *others = entries
    return {
        name: first.fields[name]
        for name in _VOLUME_FIELDS
        if name in first.fields and all(e.fields.get(name) == first.fields[name] for e in others)
    }
