"""Records with duplicates, and the groups and tables of the library that has them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.program import vcmbib
from tests.store.tables import contents

RECORDS = """
@article{bee2012, title={Scalable feature coding for machines and people}, volume={12},
  author={Bee, Ada and Dee, Carl}, journal={Journal of Coding}, year={2012}, pages={435-451},
  keywords={coding}}
@article{bee12, title={Scalable Feature Coding for Machines and People}, volume={12},
  author={Bee, A. and Dee, C.}, journal={J. Cod.}, year={2012}, pages={435--51},
  doi={10.1000/xyz}, keywords={machines}, note={read twice}}
@article{other, title={Scalable feature coding for machines and people}, volume={13},
  author={Bee, Ada and Dee, Carl}, journal={Transactions on Images}, year={2013}, pages={1-9}}
@misc{lone, title={Quite another matter of no concern}, author={Fox, Eva}, year={2001}}
"""


def tables(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table but the log."""
    with closing(sqlite3.connect(db)) as connection:
        found = contents(connection)
    return {t: rows for t, rows in found.items() if t not in ("changes", "history")}


def groups(db: Path, *args: str) -> list[tuple[str, set[str]]]:
    """(verdict, keys) of each group."""
    lines = vcmbib(db, "dedupe", "--jsonl", *args).out.splitlines()
    return [(g["verdict"], set(g["keys"])) for g in map(json.loads, lines)]
