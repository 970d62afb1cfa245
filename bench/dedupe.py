"""Search for duplicates as a library grows: CPU, memory and groups, by number of records.

python -m bench.dedupe FILE.bib                              1,000, 7,000 and 67,000 records
python -m bench.dedupe FILE.bib --sizes 1000000 --keep DIR   keep the rows in DIR as JSON lines

15 % of the records are second records of a work: with another spelling, shortened names, a typing
error, another year, missing or shortened fields. Above the size of the file, works are built from
its words, names and venues. Each run is its own process, from rows to groups, without a library.
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

from bench.timing import PYTHON, in_process
from vcmbib.logic.dedupe.pipeline import find_duplicates
from vcmbib.logic.dedupe.prepare import PreparedWork, prepare
from vcmbib.model.identifiers import parse_identifier
from vcmbib.model.names import parse_name
from vcmbib.model.paper import Record, SourceKind
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind

SHARE = 0.15  # of the records are a second record of a work


class RecordRow(TypedDict):
    """One record as a row of a table."""

    key: str
    title: str
    authors: Sequence[str]  # family name first
    year: int | None
    venue: str
    volume: str
    number: str
    pages: str
    identifiers: Sequence[str]  # `doi:10.1000/abc`


def prepare_row(row: RecordRow) -> PreparedWork:
    """The row, prepared for the comparison."""
    venue = find_venue(row["venue"]) if row["venue"] else None
    if venue is None and row["venue"]:
        venue = Venue(None, row["venue"], VenueKind.OTHER)
    parsed = map(parse_identifier, row["identifiers"])
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
            identifiers=tuple(i for i in parsed if i is not None),
        )
    )


# --- rows of any number ------------------------------------------------------------------------


def real_rows(path: Path, count: int) -> Iterator[RecordRow]:
    """At most `count` records, spread over a `.bib` file."""
    from bench.bibtex import entries, repeated
    from vcmbib.formats import bibtex

    whole = entries(path)
    text = "".join(repeated(whole, min(count, len(whole))))
    for record in bibtex.read(text, path.name).records:
        yield RecordRow(
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


def synthetic_rows(source: Sequence[RecordRow], count: int, seed: int = 1) -> Iterator[RecordRow]:
    """`count` records. A second record has the key of the first one with a `d` at the end."""
    chance = random.Random(seed)
    words = [w for row in source for w in row["title"].split()]
    names = [name for row in source for name in row["authors"]]
    made = 0
    for number in range(count):
        row = source[number] if number < len(source) else _another(chance, source, words, names)
        row = RecordRow(**{**row, "key": f"k{number:08d}"})
        yield row
        made += 1
        if made < count and chance.random() < SHARE / (1 - SHARE):
            yield second_record(chance, row)
            made += 1
        if made >= count:
            return


def _another(
    chance: random.Random, source: Sequence[RecordRow], words: Sequence[str], names: Sequence[str]
) -> RecordRow:
    """A synthetic work, with the length of title, number of authors and venue of a real one."""
    model = chance.choice(source)
    return RecordRow(
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


def second_record(chance: random.Random, row: RecordRow) -> RecordRow:
    """A second record of the same work, changed as another database might write it."""
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
    return RecordRow(
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


def write_rows(bib: Path, target: Path, count: int) -> None:
    """Write rows as JSON lines. Run it with `in_process`, see there."""
    with target.open("w", encoding="utf-8") as stream:
        for row in synthetic_rows(list(real_rows(bib, count)), count):
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_rows(path: Path) -> Iterator[RecordRow]:
    """Read the rows that `write` wrote."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


# --- one run -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """The cost of one size: CPU seconds in all, preparing and finding; peak MiB; number of groups
    by verdict.
    """

    cpu: float
    preparing: float
    finding: float
    memory: float
    groups: Mapping[str, int]


def find_groups(
    given: Iterable[RecordRow],
) -> tuple[list[str], list[tuple[str, tuple[str, ...]]], float]:
    """Find duplicates; returns (keys, groups as (verdict, keys), CPU seconds of preparing)."""
    started = time.process_time()
    keys: list[str] = []
    works: list[PreparedWork] = []
    for row in given:
        keys.append(row["key"])
        works.append(prepare_row(row))
    ready = time.process_time() - started
    groups = [
        (g.verdict.value, tuple(sorted(keys[m] for m in g.members))) for g in find_duplicates(works)
    ]
    return keys, groups, ready


def child(path: Path) -> None:
    """Find the duplicates of a file of rows and print the cost as JSON."""
    started = time.process_time()
    _, groups, ready = find_groups(read_rows(path))
    whole = time.process_time() - started
    counts: dict[str, int] = {}
    for verdict, _ in groups:
        counts[verdict] = counts.get(verdict, 0) + 1
    print(json.dumps({"preparing": ready, "finding": whole - ready, "groups": counts}))


def measure(path: Path) -> Run:
    """Run one size in its own process; its cost as `wait4` reports it."""
    with subprocess.Popen(
        [PYTHON, "-m", "bench.dedupe", "--child", str(path)], stdout=subprocess.PIPE
    ) as started:
        printed = started.stdout.read() if started.stdout else b""
        _, status, usage = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise SystemExit(f"the run over {path.name} ended with {started.returncode}")
    result = json.loads(printed)
    cpu = usage.ru_utime + usage.ru_stime
    return Run(
        cpu, result["preparing"], result["finding"], usage.ru_maxrss / 1024, result["groups"]
    )


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
                in_process(write_rows, given.file, path, size)
            run = measure(path)
            print(
                f"{size:9,} {run.cpu:8.1f} {run.preparing:8.1f} {run.finding:8.1f}"
                f" {run.memory:6.0f}  {json.dumps(run.groups)}",
                flush=True,
            )


if __name__ == "__main__":
    main()
