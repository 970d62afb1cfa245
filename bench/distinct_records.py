"""Import two files of distinct works that look alike, and count the records that are lost.

python -m bench.distinct_records FILE.bib [FILE.ris …] [--count 20000] [--show 20]

Half of the records are those of the files, each title once. The other half are other works made
from them: the women of a study of men, part II of part I, the reply to an article, the next
instalment of a column. A record that fills a paper of the first half is lost. The exit status is 1
if there is one.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vcmbib.formats import format_of, load_reader
from vcmbib.logic.importer.plan import plan_import
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Reading, Record
from vcmbib.model.plan import LedgerEntry, Outcome
from vcmbib.model.snapshot import LibrarySnapshot
from vcmbib.model.text import title_key
from vcmbib.model.venues.venue import Venue, VenueKind

JOURNAL = Venue(None, "Harbour Medicine", VenueKind.JOURNAL)
COLUMN_TITLES = (
    "Editorial", "In this issue", "Book Review", "Letters to the editor", "From the president",
    "Calls for papers and announcements", "Report from the annual meeting", "Guest editorial",
)  # fmt: skip


@dataclass(frozen=True)
class DistinctPair:
    """Two records of different works, and how they were made."""

    kind: str
    first: Record
    second: Record


Maker = Callable[[Record, random.Random], tuple[Record, Record]]


def _bare(record: Record, **fields: object) -> Record:
    """The record without key, identifiers, links and raw fields, and with these values."""
    bare = replace(record, key="", identifiers=(), links=(), extra=(), former_keys=())
    return replace(bare, **fields)  # type: ignore[arg-type]


def _retitled(record: Record, endings: tuple[str, str], **fields: object) -> tuple[Record, Record]:
    """Two records with these texts behind the title, alike in all other fields."""
    title = record.title.rstrip(" .")
    return (
        _bare(record, title=f"{title}{endings[0]}", **fields),
        _bare(record, title=f"{title}{endings[1]}", **fields),
    )


def _supplement(record: Record, chance: random.Random) -> dict[str, object]:
    """A place in a supplement whose DOI all abstracts have."""
    page = chance.randrange(1, 99)
    return {
        "venue": record.venue or JOURNAL,
        "volume": "12",
        "number": "Suppl 1",
        "pages": chance.choice([f"S{page}-S{page + 1}", f"S{page}", "301-455"]),
        "identifiers": (Identifier(Scheme.DOI, f"10.5555/hm.{chance.randrange(10**6)}.s1"),),
    }


GROUPS = ((" in men", " in women"), (" in rats", " in cats"), (": short-term results",
    ": long-term results"), (" at 12 months", " at 24 months"), (" with aspirin",
    " without aspirin"), (" of the left hand", " of the right hand"),
    (": Part I", ": Part II"), (", part A", ", part B"))  # fmt: skip


def _in_supplement(record: Record, chance: random.Random) -> tuple[Record, Record]:
    return _retitled(record, chance.choice(GROUPS), **_supplement(record, chance))


def _of_one_team(record: Record, chance: random.Random) -> tuple[Record, Record]:
    place: dict[str, object] = {"venue": record.venue or JOURNAL, "pages": None}
    return _retitled(record, chance.choice(GROUPS), **place)


def _statistics(record: Record, chance: random.Random) -> tuple[Record, Record]:
    year = chance.randrange(1990, 2020)
    return _retitled(record, (f" statistics, {year}", f" statistics, {year + 1}"))


def _about(record: Record, chance: random.Random) -> tuple[Record, Record]:
    title = record.title
    other = chance.choice(
        [f"Reply to: {title}", f"Erratum: {title}", f"Comment on {title}",
         f"{title}: study protocol", f"Retraction: {title}", f"Corrigendum to {title}"]
    )  # fmt: skip
    return _bare(record), _bare(record, title=other)


def _column(record: Record, chance: random.Random) -> tuple[Record, Record]:
    """Two instalments of a column; a person writes it, or no person is named."""
    odd = [(Name(family="?"),), (Name(family="-"),), (Name(family="."),), ()]
    authors = chance.choice([record.authors[:1], *odd])
    title = chance.choice(COLUMN_TITLES)
    place = {"venue": record.venue or JOURNAL, "pages": None, "volume": None, "number": None}
    one = _bare(record, title=title, authors=authors, abstract=None, **place)
    return one, one


def _odd_names(record: Record, chance: random.Random) -> tuple[Record, Record]:
    odd = chance.choice(["?", "-", ".", "…", "&"])
    one = _bare(record, authors=(Name(family=odd),), title=record.title[:24], pages=None)
    return one, replace(one, authors=(Name(family=chance.choice(["?", "-", "."])),))


def _issue(record: Record, chance: random.Random) -> tuple[Record, Record]:
    """One title in two issues of a volume."""
    page = chance.randrange(100, 900)
    one = _bare(record, venue=record.venue or JOURNAL, volume="7", number="3", pages=f"{page}")
    later = chance.choice(
        [{"number": "4", "pages": f"{page + 90}"}, {"pages": f"{page + 1}"}, {"volume": "8"}]
    )
    return one, replace(one, **later)  # type: ignore[arg-type]


def _series(record: Record, chance: random.Random) -> tuple[Record, Record]:
    """Two chapters of one book or two reports of one series, by one team."""
    topics = (": Restoration topic", ": Fire topic")
    venue = chance.choice(
        [record.venue or JOURNAL, Venue(None, "Open-File Report", VenueKind.OTHER)]
    )
    return _retitled(record, topics, venue=venue, pages=None)


def _same_key(record: Record, chance: random.Random) -> tuple[Record, Record]:
    one, other = _of_one_team(record, chance)
    return replace(one, key="smith2020"), replace(other, key="smith2020")


def _article_numbers(record: Record, chance: random.Random) -> tuple[Record, Record]:
    number = chance.randrange(1000, 8999)
    venue = record.venue or JOURNAL
    one = _bare(record, venue=venue, volume="370", pages=None, extra=(("eid", f"m{number}"),))
    return one, _bare(one, pages=f"m{number + 19}")


MAKERS: dict[str, Maker] = {
    "supplement": _in_supplement,
    "team": _of_one_team,
    "statistics": _statistics,
    "about": _about,
    "column": _column,
    "odd names": _odd_names,
    "issue": _issue,
    "series": _series,
    "key": _same_key,
    "article number": _article_numbers,
}


def distinct_pairs(
    records: Iterable[Record], chance: random.Random, *, kinds: int = 1
) -> Iterator[DistinctPair]:
    """Yield pairs of different works: `kinds` of each record, each kind as often as the others."""
    names = list(MAKERS)
    at = 0
    for record in records:
        for _ in range(kinds):
            kind = names[at % len(names)]
            at += 1
            yield DistinctPair(kind, *MAKERS[kind](record, chance))


@dataclass(frozen=True)
class LostRecord:
    """A record that became no paper of its own: the kind of its pair, its line in the ledger."""

    kind: str
    entry: LedgerEntry


def lost_records(pairs: Sequence[DistinctPair]) -> list[LostRecord]:
    """Import the first records as one file, then the second ones; return those that are lost."""
    files = []
    for origin, records in (("a", [p.first for p in pairs]), ("b", [p.second for p in pairs])):
        lines = [
            replace(r, line=line, origin=origin, key=r.key or f"{origin}{line}")
            for line, r in enumerate(records, 1)
        ]
        files.append((origin, Reading(tuple(lines))))
    entries = plan_import(files, LibrarySnapshot()).ledger.entries
    return [
        LostRecord(pairs[e.line - 1].kind, e) for e in entries if e.outcome is not Outcome.ADDED
    ]


def _records(paths: Iterable[Path]) -> Iterator[Record]:
    """The records of the files with a title and people, each title once."""
    seen = set()
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        reading = load_reader(format_of(path.name, text)).read(text, path.name)
        for record in reading.records:
            key = title_key(record.title)
            if len(key) >= 20 and record.authors and key not in seen:
                seen.add(key)
                yield record


def main() -> int:
    """Read the files, make the pairs, import them, print what was lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=20000, help="records in all")
    parser.add_argument("--show", type=int, default=20, help="lost records to print")
    given = parser.parse_args()
    chance = random.Random(11)
    records = [*_records(given.files)]
    chance.shuffle(records)
    wanted = given.count // 2
    kinds = -(-wanted // max(1, len(records)))
    pairs = [*distinct_pairs(records[:wanted], chance, kinds=kinds)][:wanted]
    found = lost_records(pairs)
    print(f"{len(pairs)} pairs of {len(records)} records: {len(found)} records lost")
    print(dict(Counter(f.kind for f in found)))
    for each in found[: given.show]:
        pair = pairs[each.entry.line - 1]
        print(f"{each.kind}: {each.entry.outcome.value} {each.entry.origin}: {pair.second.title!r}")
        print(f"    {each.entry.key}: {each.entry.reason}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
