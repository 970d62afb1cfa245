"""What an edit did: field by field as it is shown, and as the record of a person's statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from vcmbib.logic.edit.set_fields import same_place
from vcmbib.logic.merge.fill import shown, type_of
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, Paper, Record, SourceKind
from vcmbib.model.plan import FieldChange
from vcmbib.model.raw_fields import visible

_PLAIN = "honour volume number pages publisher model abstract".split()


def _people(names: tuple[Name, ...], whole: bool) -> str | None:
    said = "; ".join(n.natural for n in names)
    return (said if whole else f"{said}; others") if said else None


_SHOWN: dict[str, Callable[[Paper], str | None]] = {
    "key": lambda p: p.key,
    "title": lambda p: p.title,
    "authors": lambda p: _people(p.authors, p.authors_complete),
    "editors": lambda p: _people(p.editors, True),
    "type": lambda p: p.entry_type,
    "year": lambda p: shown(p.year),
    "month": lambda p: shown(p.month),
    "venue": lambda p: shown(p.venue),
    "honour": lambda p: p.honour,
    "volume": lambda p: p.volume,
    "number": lambda p: p.number,
    "pages": lambda p: p.pages,
    "publisher": lambda p: p.publisher,
    "model": lambda p: p.model,
    "topics": lambda p: ", ".join(p.topics) or None,
    "tags": lambda p: ", ".join(p.tags) or None,
    "categories": lambda p: ", ".join(s.slug for s in p.categories) or None,
    "identifiers": lambda p: " ".join(str(i) for i in p.identifiers) or None,
    "abstract": lambda p: p.abstract,
}


def _link(link: Link) -> str:
    return f"{link.kind.value} {link.url}" + (f" ({link.label})" if link.label else "")


def differences(before: Paper, after: Paper) -> tuple[FieldChange, ...]:
    """What differs between two states of a paper, by the names that `edit` knows.

    A note or link that came or went is a change of its own.
    """
    return tuple(_differences(before, after))


def _differences(before: Paper, after: Paper) -> Iterator[FieldChange]:
    for name, show in _SHOWN.items():
        old, new = show(before), show(after)
        if old != new or (name == "venue" and not same_place(before.venue, after.venue)):
            yield FieldChange(name, old, new)
    yield from _singly("links", [_link(k) for k in before.links], [_link(k) for k in after.links])
    yield from _singly("note", before.notes, after.notes)
    was, now = dict(visible(before)), dict(visible(after))
    for name in dict.fromkeys((*was, *now)):
        if was.get(name) != now.get(name):
            yield FieldChange(f"extra.{name}", was.get(name), now.get(name))


def _singly(name: str, was: Sequence[str], now: Sequence[str]) -> Iterator[FieldChange]:
    yield from (FieldChange(name, old, None) for old in was if old not in now)
    yield from (FieldChange(name, None, new) for new in now if new not in was)


def statement(before: Paper, after: Paper, origin: str) -> tuple[Record, ...]:
    """The record of what a person said by turning one into the other; none if nothing was said.

    Of what comes in numbers, tags or links, it has what is new. To empty a field is no claim.
    """
    people = after.authors if _differ(before, after, "authors", "authors_complete") else ()
    followed = after.entry_type == type_of(after.venue) and before.venue != after.venue
    changed_type = after.entry_type != before.entry_type and not followed
    venue_changed = not same_place(before.venue, after.venue)
    honour, volume, number, pages, publisher, model, abstract = (
        _new(before, after, n) for n in _PLAIN
    )
    notes = [n for n in after.notes if n not in before.notes]
    record = Record(
        source=SourceKind.PERSON,
        origin=origin,
        title=after.title if after.title != before.title else "",
        entry_type=after.entry_type if changed_type else "",
        authors=people,
        authors_complete=bool(people) and after.authors_complete,
        editors=after.editors if after.editors != before.editors else (),
        year=after.year if after.year != before.year else None,
        month=after.month if after.month != before.month else None,
        venue=after.venue if venue_changed else None,
        note="\n\n".join(notes) or None,
        identifiers=tuple(i for i in after.identifiers if i not in before.identifiers),
        links=tuple(k for k in after.links if k not in before.links),
        tags=tuple(t for t in after.tags if t not in before.tags),
        topics=tuple(t for t in after.topics if t not in before.topics),
        extra=tuple(e for e in visible(after) if e not in before.extra),
        honour=honour,
        volume=volume,
        number=number,
        pages=pages,
        publisher=publisher,
        model=model,
        abstract=abstract,
    )
    return () if record == Record(SourceKind.PERSON, origin) else (record,)


def _differ(before: Paper, after: Paper, *names: str) -> bool:
    return any(getattr(before, n) != getattr(after, n) for n in names)


def _new(before: Paper, after: Paper, name: str) -> str | None:
    value: str | None = getattr(after, name)
    return value if value != getattr(before, name) else None
