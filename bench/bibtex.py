"""Importing and exporting a real `.bib` beside other programs that read the same file.

python -m bench.bibtex FILE.bib                      10,000 and 100,000 entries of it
python -m bench.bibtex FILE.bib --sizes 10000,1000000 --tidy node_modules/.bin/bibtex-tidy

A size beyond the file's repeats its entries under other keys, titles and identifiers. Each program
is a process of its own; all read the same text, one after the other, in turn. bibtex-tidy is
measured only if it is named.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import re
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.timing import PYTHON, apart, once

_PYBTEX = """import sys
from pybtex import errors
from pybtex.database.input import bibtex
errors.set_strict_mode(False)  # a key that is there twice would stop it
bibtex.Parser().parse_file(sys.argv[1])
"""
_BIBTEXPARSER = "import sys\nimport bibtexparser\nbibtexparser.parse_file(sys.argv[1])"
_ENTRY = re.compile(r"(?m)^@(?=\w+\s*\{)")
_KEY = re.compile(r"(@\w+\s*\{\s*[^,\s]+)")
_DISTINCT = re.compile(r"(?im)^(\s*(?:title|doi|biburl|url|isbn|eprint)\s*=\s*[{\"]+)([^\n]*)")


@dataclass(frozen=True, slots=True)
class Taken:
    """One run: seconds on the clock, CPU seconds of all processes, peak MiB of the largest."""

    wall: float
    cpu: float
    memory: float


def entries(path: Path) -> list[str]:
    """The entries of a file, `.gz` or plain, each from its `@` to the next."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = raw.decode("utf-8")
    starts = [m.start() for m in _ENTRY.finditer(text)]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def repeated(whole: Sequence[str], count: int) -> Iterator[str]:
    """`count` entries spread over the whole file; beyond its size copies that are other works."""
    if count <= len(whole):
        step = len(whole) / count
        yield from (whole[int(n * step)] for n in range(count))
        return
    for n in range(count):
        copy, at = divmod(n, len(whole))
        yield whole[at] if copy == 0 else _another(whole[at], copy)


def _another(entry: str, copy: int) -> str:
    entry = _KEY.sub(rf"\g<1>x{copy}", entry, count=1)
    return _DISTINCT.sub(rf"\g<1>x{copy}\g<2>", entry)


def prepare(source: Path, target: Path, count: int) -> None:
    """A `.bib` of `count` entries. In a process of its own: a child's peak counts its parent's."""
    with target.open("w", encoding="utf-8") as stream:
        stream.writelines(repeated(entries(source), count))


def commands(bib: Path, folder: Path, tidy: str | None) -> dict[str, list[str]]:
    """What is timed; the base of the ratios first. Import is before export, which needs it."""
    program = [PYTHON, "-m", "vcmbib", "--db", str(folder / "library.db")]
    listed = {
        "pybtex: parse": [PYTHON, "-c", _PYBTEX, str(bib)],
        "bibtexparser: parse": [PYTHON, "-c", _BIBTEXPARSER, str(bib)],
        "vcmbib import": [*program, "import", str(bib)],
        "vcmbib export --bibtex": [*program, "export", "--bibtex", "-o", str(folder / "out.bib")],
    }
    if tidy is not None:
        reading_input = 'exec "$0" < "$1"'  # how it formats without changing the file
        listed["bibtex-tidy: format"] = ["sh", "-c", reading_input, tidy, str(bib)]
    return listed


def taken(command: Sequence[str]) -> Taken:
    """One run of a command."""
    started = time.perf_counter()
    cpu, memory = once(command)
    return Taken(time.perf_counter() - started, cpu, memory)


def measured(bib: Path, folder: Path, tidy: str | None, runs: int) -> dict[str, list[Taken]]:
    """Each command so many times, in turn; the library is made anew for each import."""
    listed = commands(bib, folder, tidy)
    found: dict[str, list[Taken]] = {name: [] for name in listed}
    for _ in range(runs):
        (folder / "library.db").unlink(missing_ok=True)
        (folder / "out.bib").unlink(missing_ok=True)
        for name, command in listed.items():
            found[name].append(taken(command))
    return found


def show(title: str, found: dict[str, list[Taken]]) -> None:
    """A table of one size; ratios of the time on the clock, run by run, to the first command."""
    base = next(iter(found.values()))
    print(f"\n{title}\n{'program':<26} {'wall s':>8} {'ratio':>6} {'CPU s':>8} {'MiB':>6}")
    for name, runs in found.items():
        wall = statistics.median(t.wall for t in runs)
        cpu = statistics.median(t.cpu for t in runs)
        ratio = statistics.median(t.wall / b.wall for t, b in zip(runs, base, strict=True))
        memory = max(t.memory for t in runs)
        print(f"{name:<26} {wall:8.1f} {ratio:6.2f} {cpu:8.1f} {memory:6.0f}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", type=Path, help="a .bib of real entries, may be gzipped")
    parser.add_argument("--sizes", default="10000,100000", help="numbers of entries, with commas")
    parser.add_argument("--runs", type=int, default=1, help="runs of each program")
    parser.add_argument("--tidy", help="the program bibtex-tidy, if it is there")
    given = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    print(f"{platform.platform()}, Python {platform.python_version()}, {given.runs} runs each")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bib = folder / "entries.bib"
        for size in map(int, filter(None, given.sizes.split(","))):
            apart(prepare, given.file, bib, size)
            megabytes = bib.stat().st_size / 2**20
            found = measured(bib, folder, given.tidy, given.runs)
            show(f"{size:,} entries, {megabytes:.0f} MiB", found)


if __name__ == "__main__":
    main()
