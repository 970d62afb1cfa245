"""Count pieces of evidence on labelled pairs: the counts in `vcmbib.logic.dedupe.weights`.

python -m bench.weights FOLDER…

A FOLDER contains `library.bib.gz`, with keys of its own, and `truth.csv.gz` with the columns `key`
and `cluster`: records of one work have one cluster. The pairs are those that `block` proposes, with
titles at least 90 % alike and a shared surname. For each piece and weight the output has the number
of pairs of one work, of two works, and the binary logarithm of the likelihood ratio.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from vcmbib.formats import bibtex
from vcmbib.logic.dedupe.block import candidate_pairs
from vcmbib.logic.dedupe.compare import collect_evidence
from vcmbib.logic.dedupe.evidence import Comparison
from vcmbib.logic.dedupe.pipeline import recurring_titles
from vcmbib.logic.dedupe.prepare import prepare

ALIKE = 90.0  # per cent


def labelled_pairs(folder: Path) -> Iterator[tuple[Comparison, bool]]:
    """Yield the evidence on each pair of a folder, and whether the pair is one work."""
    with gzip.open(folder / "truth.csv.gz", "rt", encoding="utf-8") as truth:
        clusters = {row["key"]: row["cluster"] for row in csv.DictReader(truth)}
    text = gzip.decompress((folder / "library.bib.gz").read_bytes()).decode("utf-8")
    records = [r for r in bibtex.read(text, folder.name).records if r.key in clusters]
    works = [prepare(record) for record in records]
    recurring = recurring_titles(works)
    for a, b in candidate_pairs(works):
        one, other = works[a], works[b]
        if set(one.surnames).isdisjoint(other.surnames):
            continue
        recurs = one.title_key in recurring or other.title_key in recurring
        comparison = collect_evidence(one, other, recurring=recurs)
        if comparison.title_likeness >= ALIKE:
            yield comparison, clusters[records[a].key] == clusters[records[b].key]


def main() -> None:
    """Print the counts of all folders together."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    counts: dict[bool, Counter[tuple[str, int]]] = {True: Counter(), False: Counter()}
    pairs: Counter[bool] = Counter()
    for folder in parser.parse_args().folders:
        for comparison, same in labelled_pairs(folder):
            pairs[same] += 1
            counts[same].update((piece.name, piece.weight) for piece in comparison.evidence)
    print(f"{pairs[True]} pairs of one work, {pairs[False]} of two works")
    for name, weight in sorted(counts[True].keys() | counts[False].keys()):
        one, two = counts[True][name, weight], counts[False][name, weight]
        # Half a pair is added to each count, so that no count is zero.
        ratio = (one + 0.5) / (pairs[True] + 1) / ((two + 0.5) / (pairs[False] + 1))
        print(f"{name:<12} {weight:+3d} {one:>6} {two:>6} {math.log2(ratio):+6.1f}")


if __name__ == "__main__":
    main()
