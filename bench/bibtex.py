"""Import and export of a real `.bib`, compared with other programs that read the same file.

python -m bench.bibtex FILE.bib                      10,000 and 100,000 entries of it
python -m bench.bibtex FILE.bib --sizes 10000,1000000 --tidy node_modules/.bin/bibtex-tidy

A size above that of the file repeats its entries with other keys, titles and identifiers. Each
program runs in its own process; all read the same text, one after the other. bibtex-tidy is
measured only with --tidy.
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

from bench.timing import PYTHON, in_process, run_once

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
class RunCost:
    """The cost of a run: wall-clock and CPU seconds of all processes, peak MiB of the largest."""

    wall: float
    cpu: float
    memory: float


def entries(path: Path) -> list[str]:
    """The entries of a file, plain or `.gz`, each from its `@` to the next `@`."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = raw.decode("utf-8")
    starts = [m.start() for m in _ENTRY.finditer(text)]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def repeated(original: Sequence[str], count: int) -> Iterator[str]:
    """`count` entries spread over the whole file. Above its size: copies changed to other works."""
    if count <= len(original):
        step = len(original) / count
        yield from (original[int(n * step)] for n in range(count))
        return
    for n in range(count):
        copy, at = divmod(n, len(original))
        yield original[at] if copy == 0 else _another(original[at], copy)


def _another(entry: str, copy: int) -> str:
    entry = _KEY.sub(rf"\g<1>x{copy}", entry, count=1)
    return _DISTINCT.sub(rf"\g<1>x{copy}\g<2>", entry)


def prepare(source: Path, target: Path, count: int) -> None:
    """Write a `.bib` of `count` entries. Run it with `in_process`, see there."""
    with target.open("w", encoding="utf-8") as stream:
        stream.writelines(repeated(entries(source), count))


def commands(bib: Path, folder: Path, tidy: str | None) -> dict[str, list[str]]:
    """The commands to time; the first is the base of the ratios. Export needs the import."""
    program = [PYTHON, "-m", "vcmbib", "--db", str(folder / "library.db")]
    listed = {
        "pybtex: parse": [PYTHON, "-c", _PYBTEX, str(bib)],
        "bibtexparser: parse": [PYTHON, "-c", _BIBTEXPARSER, str(bib)],
        "vcmbib import": [*program, "import", str(bib)],
        "vcmbib export --bibtex": [*program, "export", "--bibtex", "-o", str(folder / "out.bib")],
    }
    if tidy is not None:
        # bibtex-tidy changes a file that it is given, but not its standard input.
        reading_input = 'exec "$0" < "$1"'
        listed["bibtex-tidy: format"] = ["sh", "-c", reading_input, tidy, str(bib)]
    return listed


def run_cost(command: Sequence[str]) -> RunCost:
    """Run a command once."""
    started = time.perf_counter()
    cpu, memory = run_once(command)
    return RunCost(time.perf_counter() - started, cpu, memory)


def measure(bib: Path, folder: Path, tidy: str | None, runs: int) -> dict[str, list[RunCost]]:
    """Run all commands `runs` times, in turn. Each import makes a new library."""
    listed = commands(bib, folder, tidy)
    found: dict[str, list[RunCost]] = {name: [] for name in listed}
    for _ in range(runs):
        (folder / "library.db").unlink(missing_ok=True)
        (folder / "out.bib").unlink(missing_ok=True)
        for name, command in listed.items():
            found[name].append(run_cost(command))
    return found


def show(title: str, found: dict[str, list[RunCost]]) -> None:
    """Print the table of one size. Ratios of wall-clock time, run by run, to the first command."""
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
            in_process(prepare, given.file, bib, size)
            megabytes = bib.stat().st_size / 2**20
            found = measure(bib, folder, given.tidy, given.runs)
            show(f"{size:,} entries, {megabytes:.0f} MiB", found)


if __name__ == "__main__":
    main()
