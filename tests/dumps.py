"""Dumps of small libraries, and hypothesis strategies for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from tests.papers import paper, papers_with
from vcmbib.model.dump.jsonl import DumpLine, write_lines
from vcmbib.model.dump.values import Dump, DumpedPaper, KeptRecord, settled
from vcmbib.model.paper import Category, Paper, Record, SourceKind, Standing
from vcmbib.model.venues.venue import Venue, VenueKind
from vcmbib.store.record_json import dump_record
from vcmbib.store.schema import SCHEMA_VERSION

KEYS = ("doe2020coding", "roe2021video", "poe2022x", "Noether1918", "王2024")


SLUGS = ("coding", "learned", "theory")


TREE = (
    Category("coding", "Coding", None, 1),
    Category("learned", "Learned Codecs", "coding", 1),
    Category("theory", "Theory & Übung", None, 2),
)


_TIMES = st.integers(1, 9).map(lambda n: f"2026-01-0{n}T00:00:00Z")


_WORDS = st.sampled_from(["a", "List of 点云", "x\ny", "É\u2028"])


_RECORDS = st.builds(
    lambda kind, origin, title, time: KeptRecord(
        kind.value, origin, "line 3", time, dump_claims(Record(kind, origin, title=title))
    ),
    st.sampled_from(list(SourceKind)),
    _WORDS,
    _WORDS,
    _TIMES,
)


def dump_claims(record: Record) -> str:
    """A record's claims as a dump has them."""
    import json

    from vcmbib.model.dump.jsonl import encode

    return encode(json.loads(dump_record(record)))


def line(paper: Paper, **more: object) -> DumpedPaper:
    """A paper of a dump."""
    times = replace(paper, added=paper.added or "2026-01-01T00:00:00Z",
                    updated=paper.updated or "2026-01-01T00:00:00Z")  # fmt: skip
    return settled(DumpedPaper(times, **more))  # type: ignore[arg-type]


@st.composite
def dumps(draw: st.DrawFn, keys: tuple[str, ...] = KEYS) -> Dump:
    """Any library of some papers, in some categories."""
    found: dict[str, DumpedPaper] = {}
    tree = draw(st.sampled_from([TREE, TREE[:2], (*TREE, Category("new", "New", "theory", 1))]))
    slugs = [c.slug for c in tree]
    chosen = draw(st.lists(st.sampled_from(keys), unique=True))
    free = [*(k for k in keys if k not in chosen), "old1", "old2", "Old2"]
    for key in chosen:
        paper = draw(papers_with([key], slugs))
        former = tuple(draw(st.lists(st.sampled_from(free), unique=True, max_size=1)))
        free = [k for k in free if k not in former] or [f"former-{key}"]
        found[key] = line(
            replace(paper, former_keys=former, added=draw(_TIMES), updated=draw(_TIMES)),
            files=tuple(draw(st.lists(_WORDS, max_size=2, unique=True))),
            records=tuple(draw(st.lists(_RECORDS, max_size=2, unique=True))),
        )
    pairs = [(a, b) for a in found for b in found if a < b]
    apart = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2)) if pairs else []
    used = {p.paper.venue for p in found.values() if p.paper.venue is not None}
    venues = [v for v in sorted(used, key=_named) if draw(st.booleans())]
    return Dump(
        tree,
        tuple(replace(v, names=("another spelling",)) for v in venues),
        tuple(sorted(found.values(), key=lambda p: p.key)),
        tuple(sorted(apart)),
    )


def _named(venue: Venue) -> tuple[str, VenueKind]:
    return (venue.name, venue.kind)


def in_one_form(dump: Dump) -> Dump:
    """A dump in the one form in which equal libraries are equal."""
    return Dump(
        tuple(sorted(dump.categories, key=lambda c: c.slug)),
        tuple(sorted(dump.venues, key=_named)),
        tuple(sorted((settled(p) for p in dump.papers), key=lambda p: p.key)),
        tuple(sorted(dump.apart)),
    )


def lines_of(dump: Dump) -> Iterator[DumpLine]:
    """The lines of a dump, in their order."""
    yield from sorted(dump.categories, key=lambda c: c.slug)
    yield from sorted(dump.venues, key=lambda v: (v.name, v.kind.value))
    yield from sorted(dump.papers, key=lambda p: p.key)
    yield from sorted(dump.apart)
    yield from dump.log


def lines_written(dump: Dump) -> list[str]:
    """The lines of a dump's text."""
    return "".join(write_lines(lines_of(dump), SCHEMA_VERSION)).splitlines(keepends=True)


def small_dump() -> Dump:
    """Two papers in a category."""
    first = paper("a1", "A", categories=(Standing("coding", 1),), former_keys=("a0",))
    return Dump(TREE[:1], (), (line(first), line(paper("b1", "B"))), (("a1", "b1"),))
