"""Lists of papers in every output form."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.cli.program import vcmbib


def test_every_form_of_a_list(db: Path) -> None:
    """The same papers as JSON, JSON lines, CSV, keys and a template."""
    whole = vcmbib(db, "search", "learned", "--sort", "year", "--json").json
    lines = [
        json.loads(x)
        for x in vcmbib(db, "search", "learned", "--sort", "year", "--jsonl").out.splitlines()
    ]
    rows = list(
        csv.DictReader(io.StringIO(vcmbib(db, "search", "learned", "--sort", "year", "--csv").out))
    )
    shown = vcmbib(
        db, "search", "learned", "--sort", "year", "--format", "{key}\\t{year}\\t{{x}}"
    ).out

    assert whole["vcmbib"] == 1
    assert whole["papers"] == lines
    assert [r["key"] for r in rows] == [p["key"] for p in lines]
    assert shown == "codevilla2021learned\t2021\t{x}\nozyilkan2023learned\t2023\t{x}\n"
    assert vcmbib(db, "search", "learned", "--limit", "0").out == ""
    assert vcmbib(db, "search", "zzz", "--json").json == {"vcmbib": 1, "papers": []}
