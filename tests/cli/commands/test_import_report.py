"""The report of an import: every row with its outcome."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import vcmbib
from vcmbib.cli.commands.import_report import _reason
from vcmbib.logic.importer.plan import changes_message
from vcmbib.model.plan import FieldChange, FieldConflict, LedgerEntry, Outcome


def test_the_ledger_adds_up(lists: Path) -> None:
    """Every row ends in one of five ways, with its line; the record is as it was read."""
    ledger = vcmbib(lists / "papers.db", "import", "--json", str(lists / "list.md")).json
    counts = {k: ledger[k] for k in ("added", "filled", "same", "skipped", "failed")}

    assert ledger["vcmbib"] == 1
    assert ledger["read"] == sum(counts.values()) == len(ledger["rows"]) == 4
    assert [r["line"] for r in ledger["rows"]] == [9, 10, 11, 17]
    assert ledger["rows"][0]["key"] == "gomes2024neural"
    record = ledger["rows"][0]["record"]
    assert {
        k: record[k]
        for k in (
            "title",
            "url",
            "authors",
            "venue",
            "year",
            "code",
            "model",
            "topics",
            "tags",
            "category_path",
            "identifiers",
        )
    } == {
        "title": "Neural Embedding Compression",
        "url": "https://arxiv.org/pdf/2403.17886.pdf",
        "authors": ["Carlos Gomes"],
        "venue": "arXiv",
        "year": 2024,
        "code": None,
        "model": "NEC",
        "topics": ["Image"],
        "tags": ["multi-task"],
        "category_path": ["Papers", "Coding", "Feature Compression"],
        "identifiers": {"arxiv": "2403.17886"},
    }


def test_people_see_labels_of_fields() -> None:
    """Internal names of fields stay in the output for programs."""
    changes = (FieldChange("former_keys", None, "a1", "old key"),)
    conflicts = (FieldConflict("entry_type", "article", "misc", "bibtex"),)
    names = changes_message(changes, conflicts)
    entry = LedgerEntry(
        1, Outcome.FILLED, "doe2020", f"same title: {names}; a warning",
        changes=changes, conflicts=conflicts,
    )  # fmt: skip
    assert _reason(entry) == "same title: type: 'article' is kept, not 'misc'; a warning"
    plain = LedgerEntry(1, Outcome.FILLED, "doe2020", "same title: former_keys", changes=changes)
    assert _reason(plain) == "same title"
