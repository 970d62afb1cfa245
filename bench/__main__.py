"""Start-up, search, show, export and import, as ratios to `python -c "import typer"`.

python -m bench                      the shipped library and 10,000 papers
python -m bench --sizes 10000,100000,1000000 --runs 7
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import tempfile
import time
from pathlib import Path

import vcmbib
from bench import synthetic
from bench.timing import PYTHON, CommandCost, compare_commands, in_process, run_once

SHIPPED = Path(__file__).resolve().parent.parent / "papers.db"


def commands(db: Path) -> dict[str, list[str]]:
    """The commands to time on a library; the first is the base of the ratios."""
    program = [PYTHON, "-m", "vcmbib", "--db", str(db)]
    from vcmbib.store.library import Library

    with Library.reading(db) as library:
        key = library.keys(limit=1)[0]
    return {
        'python -c "import typer"': [PYTHON, "-c", "import typer"],
        "vcmbib --version": [PYTHON, "-m", "vcmbib", "--version"],
        "search feature-compression": [*program, "search", "feature-compression", "--limit", "50"],
        "search (all matches)": [*program, "search", "feature-compression"],
        "search author:choi year:2020..": [*program, "search", "author:choi", "year:2020.."],
        "show KEY": [*program, "show", key],
        "export --bibtex": [*program, "export", "--bibtex"],
    }  # fmt: skip


def show(title: str, figures: list[CommandCost]) -> None:
    """Print the table of one library."""
    print(f"\n{title}\n{'command':<34} {'CPU s':>8} {'ratio':>7} {'MiB':>7}")
    for figure in figures:
        print(f"{figure.name:<34} {figure.cpu:8.3f} {figure.ratio:7.2f} {figure.memory:7.0f}")


def measure_size(size: int, folder: Path, runs: int) -> None:
    """Build, time and import a library of `size` papers."""
    db = folder / f"{size}.db"
    started = time.perf_counter()
    in_process(synthetic.library, SHIPPED, db, size)
    built = time.perf_counter() - started
    listed = commands(db)
    if size > 100_000:
        del listed["export --bibtex"]
    show(
        f"{size:,} papers: {db.stat().st_size / 2**20:.0f} MiB, stored in {built:.1f} s",
        compare_commands(listed, runs),
    )
    if size <= 100_000:
        bib = folder / f"{size}.bib"
        in_process(synthetic.bibtex, SHIPPED, bib, size)
        cpu, memory = run_once(
            [PYTHON, "-m", "vcmbib", "--db", str(folder / "i.db"), "import", str(bib)]
        )
        (folder / "i.db").unlink()
        megabytes = bib.stat().st_size / 2**20
        name = f"import of it as .bib, {megabytes:.0f} MiB"
        print(f"{name:<34} {cpu:8.3f} {'':>7} {memory:7.0f}")
    db.unlink()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", default="10000", help="sizes of made libraries, with commas")
    parser.add_argument("--runs", type=int, default=5, help="runs of each command")
    given = parser.parse_args()
    # pip compiles a program when it installs it; do the same.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(vcmbib.__file__).parent, quiet=1)
    print(f"{platform.platform()}, Python {platform.python_version()}, {given.runs} runs each")
    show("the library that ships", compare_commands(commands(SHIPPED), given.runs))
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes.split(","):
            if size:
                measure_size(int(size), Path(folder), given.runs)


if __name__ == "__main__":
    main()
