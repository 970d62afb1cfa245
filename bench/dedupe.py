"""Finding duplicates as a library grows: CPU, memory and what was found, by number of records.

python -m bench.dedupe FILE.bib                              1,000, 7,000 and 67,000 records
python -m bench.dedupe FILE.bib --sizes 1000000 --keep DIR   and leave the rows there, as JSON lines

Of each size 15 % are second records of works that are there: other spelling, shortened names, a
typing error, another year, missing or shortened fields. Beyond the size of the file works are made
of its words, names and venues. Each run is a process of its own, from rows to groups, in no store.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from bench.timing import PYTHON, apart
from vcmbib.logic.dedupe.pipeline import find_duplicates
from vcmbib.logic.dedupe.prepare import Prepared, prepare
from vcmbib.model.identifiers import parse_identifier
from vcmbib.model.names import parse_name
from vcmbib.model.paper import Record, SourceKind
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind

SHARE = 0.15  # of the records are second ones


class Row(TypedDict):
    """One record as a table has it."""

    key: str
    title: str
    authors: Sequence[str]  # family name first
    year: int | None
    venue: str
    volume: str
    number: str
    pages: str
    identifiers: Sequence[str]  # `doi:10.1000/abc`


def prepared(row: Row) -> Prepared:
    """The row, ready to be compared."""
    venue = find_venue(row["venue"]) if row["venue"] else None
    if venue is None and row["venue"]:
        venue = Venue(None, row["venue"], VenueKind.OTHER)
    found = map(parse_identifier, row["identifiers"])
    return prepare(
        Record(
            SourceKind.BIBTEX,
            "",
            title=row["title"],
            authors=tuple(map(parse_name, row["authors"])),
            year=row["year"],
            venue=venue,
            volume=row["volume"] or None,
            number=row["number"] or None,
            pages=row["pages"] or None,
            identifiers=tuple(i for i in found if i is not None),
        )
    )


# --- rows of any number ------------------------------------------------------------------------


def real(path: Path, count: int) -> Iterator[Row]:
    """At most `count` records of a `.bib` file, from all over it."""
    from bench.bibtex import entries, repeated
    from vcmbib.formats import bibtex

    whole = entries(path)
    text = "".join(repeated(whole, min(count, len(whole))))
    for record in bibtex.read(text, path.name).records:
        yield Row(
            key="",
            title=record.title,
            authors=[n.inverted for n in record.authors],
            year=record.year,
            venue=record.venue.name if record.venue else "",
            volume=record.volume or "",
            number=record.number or "",
            pages=record.pages or "",
            identifiers=[f"{i.scheme}:{i.value}" for i in record.identifiers],
        )


def rows(source: Sequence[Row], count: int, seed: int = 1) -> Iterator[Row]:
    """`count` records; a second one has the key of its first and a `d` behind."""
    chance = random.Random(seed)
    words = [w for row in source for w in row["title"].split()]
    names = [name for row in source for name in row["authors"]]
    made = 0
    for number in range(count):
        row = source[number] if number < len(source) else _another(chance, source, words, names)
        row = Row(**{**row, "key": f"k{number:08d}"})
        yield row
        made += 1
        if made < count and chance.random() < SHARE / (1 - SHARE):
            yield varied(chance, row)
            made += 1
        if made >= count:
            return


def _another(
    chance: random.Random, source: Sequence[Row], words: Sequence[str], names: Sequence[str]
) -> Row:
    """A work that nobody wrote: as long a title as a real one, as many people, its venue."""
    model = chance.choice(source)
    return Row(
        key="",
        title=" ".join(chance.choices(words, k=max(3, len(model["title"].split())))),
        authors=chance.choices(names, k=max(1, len(model["authors"]))),
        year=model["year"],
        venue=model["venue"],
        volume=model["volume"],
        number=model["number"],
        pages=f"{(first := chance.randint(1, 20000))}-{first + 11}" if model["pages"] else "",
        identifiers=[],
    )


def varied(chance: random.Random, row: Row) -> Row:
    """A second record of the same work, as another database would write it."""
    title = row["title"]
    if chance.random() < 0.3 and len(title) > 20:
        at = chance.randrange(3, len(title) - 1)
        title = title[:at] + title[at + 1 :]
    if chance.random() < 0.4:
        title = title.upper() if chance.random() < 0.3 else title.capitalize()
    authors = list(row["authors"])
    if chance.random() < 0.5:
        authors = [_initials(name) for name in authors]
    if chance.random() < 0.2:
        chance.shuffle(authors)
    year = row["year"]
    if year is not None and chance.random() < 0.1:
        year -= 1
    pages = row["pages"]
    if chance.random() < 0.3:
        pages = pages.split("-")[0]
    kept = chance.random() < 0.5
    return Row(
        key=row["key"] + "d",
        title=title,
        authors=authors,
        year=year,
        venue=row["venue"] if chance.random() < 0.8 else "",
        volume=row["volume"] if chance.random() < 0.8 else "",
        number=row["number"] if chance.random() < 0.6 else "",
        pages=pages if chance.random() < 0.8 else "",
        identifiers=row["identifiers"] if kept else [],
    )


def _initials(name: str) -> str:
    family, comma, given = name.partition(", ")
    return f"{family}, {' '.join(word[0] + '.' for word in given.split())}" if comma else name


def write(bib: Path, target: Path, count: int) -> None:
    """Rows as JSON lines. In a process of its own: a child's peak counts its parent's."""
    with target.open("w", encoding="utf-8") as stream:
        for row in rows(list(real(bib, count)), count):
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def read(path: Path) -> Iterator[Row]:
    """The rows of such a file."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


# --- one run -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """What one size took: CPU seconds whole and of its two parts, peak MiB, and the groups."""

    cpu: float
    preparing: float
    finding: float
    memory: float
    groups: Mapping[str, int]


def found(given: Iterable[Row]) -> tuple[list[str], list[tuple[str, tuple[str, ...]]], float]:
    """(keys, groups as verdict and keys, CPU seconds of preparing)."""
    started = time.process_time()
    keys: list[str] = []
    works: list[Prepared] = []
    for row in given:
        keys.append(row["key"])
        works.append(prepared(row))
    ready = time.process_time() - started
    groups = [
        (g.verdict.value, tuple(sorted(keys[m] for m in g.members))) for g in find_duplicates(works)
    ]
    return keys, groups, ready


def child(path: Path) -> None:
    """Find the duplicates of a file of rows and print what it took as JSON."""
    started = time.process_time()
    _, groups, ready = found(read(path))
    whole = time.process_time() - started
    counts: dict[str, int] = {}
    for verdict, _ in groups:
        counts[verdict] = counts.get(verdict, 0) + 1
    print(json.dumps({"preparing": ready, "finding": whole - ready, "groups": counts}))


def measured(path: Path) -> Run:
    """One run in a process of its own, by the operating system's account."""
    with subprocess.Popen(
        [PYTHON, "-m", "bench.dedupe", "--child", str(path)], stdout=subprocess.PIPE
    ) as started:
        said = started.stdout.read() if started.stdout else b""
        _, status, usage = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise SystemExit(f"the run over {path.name} ended with {started.returncode}")
    told = json.loads(said)
    cpu = usage.ru_utime + usage.ru_stime
    return Run(cpu, told["preparing"], told["finding"], usage.ru_maxrss / 1024, told["groups"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", type=Path, help="a .bib of real entries, may be gzipped")
    parser.add_argument("--sizes", default="1000,7000,67000", help="numbers of records")
    parser.add_argument("--keep", type=Path, help="a folder in which the rows are left")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.file)
        return
    print(f"{platform.platform()}, Python {platform.python_version()}", file=sys.stderr)
    print(f"{'records':>9} {'CPU s':>8} {'prepare':>8} {'find':>8} {'MiB':>6}  groups")
    with tempfile.TemporaryDirectory() as name:
        folder = given.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        for size in map(int, filter(None, given.sizes.split(","))):
            path = folder / f"{size}.jsonl"
            if not path.exists():
                apart(write, given.file, path, size)
            run = measured(path)
            print(
                f"{size:9,} {run.cpu:8.1f} {run.preparing:8.1f} {run.finding:8.1f}"
                f" {run.memory:6.0f}  {json.dumps(run.groups)}",
                flush=True,
            )


if __name__ == "__main__":
    main()
