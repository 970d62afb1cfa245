"""What several entries share, written once: macros for venues, an entry for a volume."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from vcmbib.formats.bibtex.field_parsing import plain
from vcmbib.formats.bibtex.months import MONTHS
from vcmbib.formats.bibtex.style import Dialect, Style
from vcmbib.formats.bibtex.writer.fields import WrittenEntry
from vcmbib.model.keys.citekey import KeyMaker
from vcmbib.model.text import fold
from vcmbib.model.venues.lookup import find_venue

_CONTAINERS = ("journal", "journaltitle", "booktitle")
_SMALL = frozenset("a an and at de der des die for in international la of on the und".split())
_MONTH_MACROS = frozenset(month[:3].lower() for month in MONTHS)

# Fields of a paper that are its volume's; all that share them must have the same.
_OF_VOLUME = ("booktitle", "year", "date", "editor", "publisher", "address", "location", "series",
              "organization", "volume")  # fmt: skip
_CHILDREN = {"inproceedings": "proceedings", "conference": "proceedings", "incollection": "book"}


def with_macros(entries: Sequence[WrittenEntry]) -> str:
    """The `@string` blocks, one for each venue that is named twice; the entries now use them."""
    counts = Counter(v for e in entries for n, v in e.fields.items() if _is_text(n, v))
    shared = sorted(value for value, count in counts.items() if count > 1)
    bare = {v.casefold() for e in entries for v in e.fields.values() if v[:1] not in '{"'}
    names = KeyMaker(set(_MONTH_MACROS) | bare)
    macros = {value: names.make(_short(value, "venue")) for value in shared}
    for entry in entries:
        for name, value in entry.fields.items():
            if name in _CONTAINERS and value in macros:
                entry.fields[name] = macros[value]
    lines = sorted(f"@string{{{name} = {value}}}\n" for value, name in macros.items())
    return "".join(lines) + "\n" if lines else ""


def _is_text(name: str, value: str) -> bool:
    return name in _CONTAINERS and value.startswith("{") and value != "{}"


def _short(value: str, otherwise: str) -> str:
    """The venue's acronym or the initials of its words, in letters and digits, a letter first."""
    text = plain(value[1:-1])
    known = find_venue(text)
    short = _letters(known.acronym) if known is not None and known.acronym else ""
    if not short:
        words = [w for w in re.findall(r"[^\W_]+", fold(text)) if w not in _SMALL]
        short = _letters("".join(w[0] for w in words)) if len(words) > 1 else "".join(words[:1])
    short = _letters(short)
    return short if short[:1].isalpha() else otherwise + short


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isascii() and c.isalnum())


def with_volumes(entries: Sequence[WrittenEntry], style: Style) -> list[WrittenEntry]:
    """The entries, and after them one for each volume that two or more of them are from.

    Such entries say by `crossref` where they are from, and leave to the volume what all of them
    share. Parents and children that refer to each other already stay as they are.
    """
    keys = KeyMaker({entry.key.casefold() for entry in entries})
    groups: dict[tuple[str, str, str, str], list[WrittenEntry]] = {}
    for entry in entries:
        mark = _volume_of(entry)
        if mark is not None:
            groups.setdefault(mark, []).append(entry)
    parents: list[WrittenEntry] = []
    for (parent_type, _, year, _), children in groups.items():
        if len(children) < 2:
            continue
        shared = _shared(children)
        short = _short(shared["booktitle"], "volume")
        key = keys.make(f"{short}{year}")
        biblatex = style.dialect is Dialect.BIBLATEX
        kind = "collection" if biblatex and parent_type == "book" else parent_type
        parents.append(WrittenEntry(kind, key, {"title": shared["booktitle"], **shared}))
        for child in children:
            for name in shared:
                del child.fields[name]
            child.fields["crossref"] = f"{{{key}}}"
    last = [e for e in entries if e.type in _CHILDREN.values()]
    first = [e for e in entries if e.type not in _CHILDREN.values()]
    return [*first, *last, *sorted(parents, key=lambda e: e.key)] if parents else list(entries)


def _volume_of(entry: WrittenEntry) -> tuple[str, str, str, str] | None:
    """What tells an entry's volume from others; None where it names none."""
    fields = entry.fields
    if entry.type not in _CHILDREN or "crossref" in fields or "xdata" in fields:
        return None
    year = re.search(r"\d{4}", fields.get("year") or fields.get("date") or "")
    if "booktitle" not in fields or year is None:
        return None
    return _CHILDREN[entry.type], fields["booktitle"], year[0], fields.get("volume", "")


def _shared(entries: Iterable[WrittenEntry]) -> dict[str, str]:
    """The fields of a volume that all have and have alike."""
    first, *others = entries
    return {
        name: first.fields[name]
        for name in _OF_VOLUME
        if name in first.fields and all(e.fields.get(name) == first.fields[name] for e in others)
    }
