"""search, list, show, open, id, stats, log: what is looked at, in every form."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.program import LIST, ran, vcmbib


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A library with the small list in it."""
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    assert vcmbib(tmp_path / "papers.db", "import", str(tmp_path / "list.md")).status == 0
    return tmp_path / "papers.db"


def keys(db: Path, *args: str) -> list[str]:
    """The keys that a search finds, in order."""
    return vcmbib(db, "search", *args, "--keys").out.split()


def test_a_word_that_nothing_has_proposes_the_nearest(db: Path) -> None:
    """Nothing found is no failure; the message helps."""
    result = vcmbib(db, "search", "compresion")

    assert (result.status, result.out) == (0, "")
    assert "did you mean 'compression'?" in result.err


def test_a_negation_is_no_option(db: Path) -> None:
    """`-tag:x` excludes; `--` ends the options; an unknown option is still an error."""
    assert set(keys(db, "title:compression", "-tag:multi-task")) == {
        "choi2018deep",
        "codevilla2021learned",
    }
    assert keys(db, "-title:compression") == ["ozyilkan2023learned"]
    assert vcmbib(db, "search", "--nonsense").status == 2


def test_a_category_is_found_with_those_that_say_so(db: Path) -> None:
    """The category's papers by its name, whatever their titles say."""
    assert set(keys(db, "feature-compression")) == {
        "gomes2024neural",
        "choi2018deep",
        "ozyilkan2023learned",
    }
    assert keys(db, "feature-compression")[0] == "choi2018deep"
    assert keys(db, "category:joint-human-and-machine-vision") == ["codevilla2021learned"]


def test_accents_and_case_do_not_matter(db: Path) -> None:
    """Özyılkan is found by what a keyboard has."""
    for asked in ("ozyilkan", "ÖZYILKAN", "author:Ozyilkan", '{\\"O}zy{\\i}lkan'):
        assert keys(db, asked) == ["ozyilkan2023learned"], asked


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


def test_a_search_writes_nothing(db: Path) -> None:
    """The file is byte-identical, and no other file appears."""
    before, files = db.read_bytes(), sorted(db.parent.iterdir())
    for command in (
        ["search", "x"],
        ["list"],
        ["stats"],
        ["log"],
        ["show", "choi2018deep"],
        ["export", "--bibtex"],
        ["undo", "--dry-run"],
        ["search", "compresion"],
    ):
        vcmbib(db, *command)

    assert db.read_bytes() == before
    assert sorted(db.parent.iterdir()) == files


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
        "former_keys": [],
        "added": "",
        "updated": "",
        "editors": [],
        "extra": {},
        "more_identifiers": [],
    }


def test_show_as_card_bibtex_and_evidence(db: Path) -> None:
    """A card for people, an entry for LaTeX, and who said what."""
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


def test_open_prints_or_fails(db: Path) -> None:
    """--print shows the address; a browser that cannot be started is a failure."""
    assert (
        vcmbib(db, "open", "gomes2024neural", "--print").out
        == "https://arxiv.org/pdf/2403.17886.pdf\n"
    )
    assert (
        vcmbib(db, "open", "choi2018deep", "--print", "--code").out
        == "https://github.com/example/dfc\n"
    )
    failing = ran(
        "--db", str(db), "open", "gomes2024neural", env={"BROWSER": "false", "PATH": "/nonexistent"}
    )
    assert failing.status == 3
    assert "--print" in failing.err


def test_open_starts_the_browser(db: Path, tmp_path: Path) -> None:
    """$BROWSER gets the address."""
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n', encoding="utf-8")
    script.chmod(0o755)
    result = ran("--db", str(db), "open", "choi2018deep", env={"BROWSER": f"{script} %s"})

    assert result.status == 0, result.err
    assert (
        tmp_path / "opened"
    ).read_text().strip() == "https://ieeexplore.ieee.org/document/8451100"


def test_id_needs_no_library() -> None:
    """Identifiers in any text, as lines or as JSON."""
    text = "see https://arxiv.org/abs/2405.03500v2 and doi:10.1109/TIP.2020.3016485."
    found = ran("id", text, "--json", env={"VCMBIB_DB": "/nonexistent/papers.db"}).json

    assert found["identifiers"] == [
        {
            "scheme": "arxiv",
            "value": "2405.03500",
            "version": "v2",
            "url": "https://arxiv.org/abs/2405.03500",
        },
        {
            "scheme": "doi",
            "value": "10.1109/TIP.2020.3016485",
            "version": None,
            "url": "https://doi.org/10.1109/TIP.2020.3016485",
        },
    ]


def test_stats_as_json(db: Path) -> None:
    """Counts by everything."""
    found = vcmbib(db, "stats", "--json").json

    assert found["papers"] == 4
    assert found["years"] == [{"name": str(y), "papers": 1} for y in (2018, 2021, 2023, 2024)]
    assert {"name": "feature-compression", "papers": 3} in found["categories"]
    assert found["with"]["code"] == 1


def test_the_log_of_the_library_and_of_a_paper(db: Path) -> None:
    """When, which command, what it did."""
    (change,) = vcmbib(db, "log", "--json").json["changes"]

    assert change["id"] == 1
    assert (
        "import" in change["summary"] or change["summary"] == "added 4 papers, added 4 categories"
    )
    vcmbib(db, "add", "--title", "Another work", "--author", "A. Nother", "--year", "2020")
    assert [c["id"] for c in vcmbib(db, "log", "--json").json["changes"]] == [2, 1]
    assert [c["id"] for c in vcmbib(db, "log", "choi2018deep", "--json").json["changes"]] == [1]
    assert [c["id"] for c in vcmbib(db, "log", "nother2020another", "--json").json["changes"]] == [
        2
    ]
