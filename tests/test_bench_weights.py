"""Counting evidence on labelled pairs."""

from __future__ import annotations

import gzip
from pathlib import Path

from bench.weights import labelled_pairs

ENTRY = (
    "@article{%s, title={Learned Coding of Features}, author={Ada Bee}, journal={Codes}, year=%d}\n"
)


def test_pairs_have_their_labels(tmp_path: Path) -> None:
    """Two records of a cluster are one work; records without a label are left out."""
    entries = "".join(ENTRY % row for row in (("a", 2020), ("b", 2020), ("c", 1999), ("d", 2020)))
    truth = "key,cluster,source\na,1,x\nb,1,y\nc,2,x\n"
    (tmp_path / "library.bib.gz").write_bytes(gzip.compress(entries.encode()))
    (tmp_path / "truth.csv.gz").write_bytes(gzip.compress(truth.encode()))
    found = [(c.weight("year") > 0, same) for c, same in labelled_pairs(tmp_path)]
    assert sorted(found) == [(False, False), (False, False), (True, True)]
