"""`vcmbib show`: one paper with all its fields."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import vcmbib


def test_show_by_key_identifier_and_address(db: Path) -> None:
    """Wherever a key is taken so is an identifier, and - reads keys from standard input."""
    for name in (
        "choi2018deep",
        "CHOI2018deep",
        "ieee:8451100",
        "https://ieeexplore.ieee.org/document/8451100/",
    ):
        assert vcmbib(db, "show", name, "--json").json["papers"][0]["key"] == "choi2018deep", name
    two = vcmbib(db, "show", "-", "--json", given="choi2018deep\n\narxiv:2403.17886v1\n").json

    assert [p["key"] for p in two["papers"]] == ["choi2018deep", "gomes2024neural"]
    assert two["papers"][0] | {"added": "", "updated": ""} == {
        "key": "choi2018deep",
        "type": "inproceedings",
        "title": "Deep Feature Compression for Object Detection",
        "authors": [{"family": "Choi", "given": "Hyomin"}],
        "authors_complete": False,
        "year": 2018,
        "month": None,
        "venue": {
            "acronym": "ICIP",
            "name": "IEEE International Conference on Image Processing",
            "kind": "conference",
        },
        "honour": None,
        "volume": None,
        "number": None,
        "pages": None,
        "publisher": None,
        "abstract": None,
        "identifiers": {"ieee": "8451100"},
        "links": [
            {"kind": "paper", "label": None, "url": "https://ieeexplore.ieee.org/document/8451100"},
            {"kind": "code", "label": "Github", "url": "https://github.com/example/dfc"},
        ],
        "categories": ["feature-compression"],
        "tags": [],
        "topics": ["Image"],
        "model": None,
        "note": None,
        "notes": [],
        "former_keys": [],
        "added": "",
        "updated": "",
        "editors": [],
        "extra": {},
        "more_identifiers": [],
    }


def test_show_as_card_bibtex_and_evidence(db: Path) -> None:
    """A card for people, an entry for LaTeX, and the source of each field."""
    card = vcmbib(db, "show", "gomes2024neural").out
    entry = vcmbib(db, "show", "gomes2024neural", "--bibtex").out
    evidence = vcmbib(db, "show", "gomes2024neural", "--sources").out

    assert "title\tNeural Embedding Compression" in card
    assert entry.startswith("@misc{gomes2024neural,")
    assert "eprint = {2403.17886}" in entry
    assert "list.md line 9" in evidence
    assert vcmbib(db, "show", "gomes2024neural", "--sources", "--json").json["papers"][0][
        "sources"
    ][0]["fields"]["year"] == {"value": "2024", "stands": True}


def test_options_of_show_that_do_not_go_together(db: Path) -> None:
    """BibTeX has no place for JSON or for sources; JSON has one for sources."""
    for options in (["--json"], ["--sources"], ["--json", "--sources"]):
        ran = vcmbib(db, "show", "choi2018deep", "--bibtex", *options)
        assert (ran.status, ran.out) == (2, "")
        assert "--bibtex" in ran.err
        assert vcmbib(db, "show", "choi2018deep", *options).status == 0
