"""One paper on two sides of a merge: field by field, against what both came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from vcmbib.model.dump.jsonl import Object, paper_object
from vcmbib.model.dump.values import DumpedPaper
from vcmbib.model.identifiers import Identifier
from vcmbib.model.merge_conflicts import MergeConflict
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, Paper, Standing
from vcmbib.model.text import ascii_lower

K = TypeVar("K")
V = TypeVar("V")

NOTHING = DumpedPaper(Paper("", ""))
"""What both sides came from where a paper is new on both."""

_SINGLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("type", ("entry_type",)),
    ("title", ("title",)),
    ("authors", ("authors", "authors_complete")),
    ("editors", ("editors",)),
    *((n, (n,)) for n in ("year", "month", "venue", "honour", "volume", "number", "pages",
                          "publisher", "abstract", "model")),
)  # fmt: skip
"""Fields of one value: the name that `edit` knows, and the attributes that go together."""


@dataclass(slots=True)
class Account:
    """The clashes of one paper: (field, ours, theirs, why)."""

    found: list[tuple[str, Object, Object, str]] = field(default_factory=list)

    def add(
        self, name: str, ours: Object, theirs: Object, why: str = "both sides changed it"
    ) -> None:
        """Note a field that both changed differently."""
        self.found.append((name, ours, theirs, why))

    def clashes(self, key: str) -> list[MergeConflict]:
        """As clashes of the paper under its final key."""
        return [MergeConflict(key, *one) for one in self.found]


def merge_paper(
    base: DumpedPaper | None, ours: DumpedPaper, theirs: DumpedPaper, account: Account
) -> DumpedPaper:
    """The paper that has what both sides did to `base`; where they differ, ours stands.

    Keys are merged but not checked against other papers. Standings are of categories by one name
    in all three.
    """
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    old = base or NOTHING
    single: dict[str, object] = {}
    for name, attributes in _SINGLE:
        values = _picked(name, attributes, old, ours, theirs, account)
        single |= zip(attributes, values, strict=True)
    paper = replace(ours.paper, **single)  # type: ignore[arg-type]
    paper = replace(
        _keys(base, ours, theirs, paper, account),
        added=_time(old.paper.added, ours.paper.added, theirs.paper.added, newest=False),
        updated=_time(old.paper.updated, ours.paper.updated, theirs.paper.updated, newest=True),
    )
    paper = _lists(old.paper, ours.paper, theirs.paper, paper, account)
    return replace(
        ours,
        paper=paper,
        files=_union(old.files, ours.files, theirs.files),
        records=_union(old.records, ours.records, theirs.records),
    )


def fold_in(
    result: DumpedPaper,
    base: DumpedPaper | None,
    other: DumpedPaper,
    account: Account,
    own: DumpedPaper,
    *,
    ours: bool,
) -> DumpedPaper:
    """`result`, into which the other side merged `base`, with what was done to it as `other`.

    What `own`, the paper that stayed, had itself is not taken away. `ours` says that `other` is
    of our side, so that its values stand.
    """
    old = base or NOTHING
    paper = result.paper
    for name, attributes in _SINGLE:
        was, here, new = (_values(p, attributes) for p in (old.paper, paper, other.paper))
        if new in (was, here) or not any(new):
            continue
        if here != was and any(here) and here != _values(NOTHING.paper, attributes):
            one, two = (other, result) if ours else (result, other)
            account.add(name, _part(one, name), _part(two, name))
            if not ours:
                continue
        paper = replace(paper, **dict(zip(attributes, new, strict=True)))  # type: ignore[arg-type]
    keep = _Shared(own.paper)
    merged = _lists(keep.without(old.paper), paper, _joined(paper, old.paper, other.paper), paper,
                    account)  # fmt: skip
    former = dict.fromkeys((*merged.former_keys, *other.keys))
    former.pop(merged.key, None)
    return replace(
        result,
        paper=replace(merged, former_keys=tuple(former)),
        files=_union(old.files, result.files, (*result.files, *other.files)),
        records=_union(old.records, result.records, (*result.records, *other.records)),
    )


class _Shared:
    """What a paper has itself, so that it is not taken away for another's sake."""

    def __init__(self, own: Paper) -> None:
        self.own = own

    def without(self, paper: Paper) -> Paper:
        """`paper` with nothing in its lists that the own paper has too."""
        own = self.own
        return replace(
            paper,
            tags=tuple(t for t in paper.tags if t not in own.tags),
            topics=tuple(t for t in paper.topics if t not in own.topics),
            notes=tuple(n for n in paper.notes if n not in own.notes),
            links=tuple(k for k in paper.links if k not in own.links),
            identifiers=tuple(i for i in paper.identifiers if i not in own.identifiers),
            extra=tuple(e for e in paper.extra if e not in own.extra),
            categories=tuple(s for s in paper.categories if s not in own.categories),
        )


def _joined(here: Paper, old: Paper, new: Paper) -> Paper:
    """`here` with what came to `new` since `old`, and without what went."""

    def step(name: str) -> tuple[object, ...]:
        was, now, have = getattr(old, name), getattr(new, name), getattr(here, name)
        gone = [v for v in was if v not in now]
        return (*(v for v in have if v not in gone), *(v for v in now if v not in (*was, *have)))

    names = ("tags", "topics", "notes", "links", "identifiers", "extra", "categories")
    changed = replace(here, **{name: step(name) for name in names})  # type: ignore[arg-type]
    return replace(
        changed,
        identifiers=tuple({i.comparison_key: i for i in reversed(changed.identifiers)}.values())[
            ::-1
        ],
        links=tuple({k.url: k for k in reversed(changed.links)}.values())[::-1],
        extra=tuple({n: (n, v) for n, v in reversed(changed.extra)}.values())[::-1],
        categories=tuple({s.slug: s for s in reversed(changed.categories)}.values())[::-1],
    )


# --- fields of one value -----------------------------------------------------------------------


def _values(paper: Paper, attributes: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(paper, name) for name in attributes)


def _part(line: DumpedPaper, name: str) -> Object:
    """The part of a line of a dump that holds a field."""
    names = ("authors", "authors_complete") if name == "authors" else (name,)
    said = paper_object(line)
    return {n: said.get(n) for n in names}


def _picked(
    name: str,
    attributes: Sequence[str],
    base: DumpedPaper,
    ours: DumpedPaper,
    theirs: DumpedPaper,
    account: Account,
) -> tuple[object, ...]:
    old, mine, other = (_values(p.paper, attributes) for p in (base, ours, theirs))
    if mine in (other, old):
        return other
    if other == old:
        return mine
    if name == "authors" and (longer := _longer(ours.paper, theirs.paper)) is not None:
        return _values(longer, attributes)
    account.add(name, _part(ours, name), _part(theirs, name))
    return mine


def _longer(ours: Paper, theirs: Paper) -> Paper | None:
    """The one of two papers whose authors are those of the other one, and more of them."""
    for short, long in ((ours, theirs), (theirs, ours)):
        names: tuple[Name, ...] = short.authors
        if not short.authors_complete and long.authors[: len(names)] == names:
            return long
    return None


def _time(base: str, ours: str, theirs: str, *, newest: bool) -> str:
    if ours in (theirs, base):
        return theirs
    if theirs == base:
        return ours
    times = [t for t in (ours, theirs) if t]
    return max(times) if newest else min(times)


def _keys(
    base: DumpedPaper | None,
    ours: DumpedPaper,
    theirs: DumpedPaper,
    paper: Paper,
    account: Account,
) -> Paper:
    """The key that one side gave; if both gave another, ours, and theirs still resolves."""
    if base is None:
        both = tuple(dict.fromkeys((*ours.paper.former_keys, *theirs.keys)))
        return replace(paper, former_keys=tuple(k for k in both if k != ours.key))
    key = theirs.key if ours.key == base.key else ours.key
    if theirs.key not in (base.key, ours.key) and ours.key != base.key:
        account.add("key", {"key": ours.key}, {"key": theirs.key})
    if ours.keys == base.keys:
        former = theirs.paper.former_keys
    elif theirs.keys == base.keys:
        former = ours.paper.former_keys
    else:
        former = _union(base.keys, ours.keys, theirs.keys)
        former = tuple(dict.fromkeys((*former, ours.key, theirs.key)))
    return replace(paper, key=key, former_keys=tuple(k for k in former if k != key))


# --- lists -------------------------------------------------------------------------------------


def _lists(base: Paper, ours: Paper, theirs: Paper, paper: Paper, account: Account) -> Paper:
    def extra(name: str, value: str | None) -> Object:
        return {"fields": [] if value is None else [[name, value]]}

    def said(link: Link | None) -> Object:
        return {"links": paper_object(DumpedPaper(replace(paper, links=(link,))))["links"]} if (
            link is not None) else {"links": []}  # fmt: skip

    links, clashing = join(_links(base), _links(ours), _links(theirs), strict=True)
    for url, (mine, other) in clashing.items():
        account.add(f"link {url}", said(mine), said(other))
    fields, differing = join(dict(base.extra), dict(ours.extra), dict(theirs.extra), strict=True)
    for name, (one, two) in differing.items():
        account.add(f"extra.{name}", extra(name, one), extra(name, two))
    identifiers, _ = join(_same(base), _same(ours), _same(theirs))
    places, _ = join(_places(base), _places(ours), _places(theirs))
    return replace(
        paper,
        links=tuple(links.values()),
        extra=tuple(fields.items()),
        identifiers=tuple(identifiers.values()),
        categories=tuple(places.values()),
        tags=_words(base.tags, ours.tags, theirs.tags),
        topics=_words(base.topics, ours.topics, theirs.topics),
        notes=_union(base.notes, ours.notes, theirs.notes),
    )


def _links(paper: Paper) -> dict[str, Link]:
    return {k.url: k for k in paper.links}


def _same(paper: Paper) -> dict[tuple[str, str], Identifier]:
    return {i.comparison_key: i for i in paper.identifiers}


def _places(paper: Paper) -> dict[str, Standing]:
    return {s.slug: s for s in paper.categories}


def _words(base: Iterable[str], ours: Iterable[str], theirs: Iterable[str]) -> tuple[str, ...]:
    one, two, three = ({ascii_lower(w): w for w in words} for words in (base, ours, theirs))
    return tuple(join(one, two, three)[0].values())


def _union(base: Sequence[V], ours: Sequence[V], theirs: Sequence[V]) -> tuple[V, ...]:
    """What both sides have or one of them added; what one took away is gone."""
    if tuple(ours) in (tuple(base), tuple(theirs)):
        return tuple(theirs)
    if tuple(theirs) == tuple(base):
        return tuple(ours)
    sides = [dict.fromkeys(side, True) for side in (base, ours, theirs)]
    return tuple(join(*sides)[0])


def join(
    base: Mapping[K, V], ours: Mapping[K, V], theirs: Mapping[K, V], *, strict: bool = False
) -> tuple[dict[K, V], dict[K, tuple[V | None, V | None]]]:
    """(what both sides made of `base`, what they changed differently: ours and theirs).

    Order: ours, then what theirs added. With `strict`, what one side took away and the other
    changed clashes, and stays; without, it goes.
    """
    if list(ours.items()) in (list(base.items()), list(theirs.items())):
        return dict(theirs), {}
    if list(theirs.items()) == list(base.items()):
        return dict(ours), {}
    found: dict[K, V] = {}
    clashing: dict[K, tuple[V | None, V | None]] = {}
    for key in dict.fromkeys((*ours, *theirs)):
        old, mine, other = base.get(key), ours.get(key), theirs.get(key)
        if other in (mine, old):
            value = mine
        elif mine == old:
            value = other
        elif mine is not None and other is not None:
            value = mine
            clashing[key] = (mine, other)
        elif strict:
            value = mine if mine is not None else other
            clashing[key] = (mine, other)
        else:
            value = None
        if value is not None:
            found[key] = value
    return found, clashing
