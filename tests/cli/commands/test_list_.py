"""`vcmbib list`: papers, or what they have with counts."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import vcmbib


def test_lists_of_nouns_with_counts(db: Path) -> None:
    """Tags, topics, venues, authors, types by number; categories as a tree."""
    assert vcmbib(db, "list", "tags").out == "multi-task\t1\n"
    assert vcmbib(db, "list", "topics").out == "Image\t4\nVideo\t1\n"
    assert vcmbib(db, "list", "venues", "--limit", "1").out == "arXiv\t2\n"
    assert vcmbib(db, "list", "authors", "--json").json["authors"][0]["papers"] == 1
    assert [
        c["category"] for c in vcmbib(db, "list", "categories", "--json").json["categories"]
    ] == [
        "papers",
        "coding",
        "feature-compression",
        "joint-human-and-machine-vision",
    ]
    assert vcmbib(db, "list", "types", "--csv").out.splitlines() == [
        "type,papers",
        "inproceedings,2",
        "misc,2",
    ]
    assert vcmbib(db, "list", "tags", "--keys").status == 2


def test_list_is_by_key_and_takes_a_query(db: Path) -> None:
    """Without a query all papers, in the order of their keys."""
    assert vcmbib(db, "list", "--keys").out.split() == [
        "choi2018deep",
        "codevilla2021learned",
        "gomes2024neural",
        "ozyilkan2023learned",
    ]
    assert vcmbib(db, "list", "year:2018..2021", "--keys").out.split() == [
        "choi2018deep",
        "codevilla2021learned",
    ]
