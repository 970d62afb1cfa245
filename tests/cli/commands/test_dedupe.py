"""dedupe and merge: what is found, what is changed, and that all of it can be taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.duplicate_records import groups, tables
from tests.cli.program import start_process, vcmbib
from vcmbib.cli.commands import dedupe
from vcmbib.store import sql_parameters
from vcmbib.store.library import Library


def test_listing_changes_nothing(duplicates: Path) -> None:
    """Off a terminal, with --json and with --jsonl groups are listed, the most complete first."""
    before = duplicates.read_bytes()
    found = [json.loads(line) for line in vcmbib(duplicates, "dedupe", "--jsonl").out.splitlines()]
    assert found[0]["verdict"] == "same"
    assert found[0]["keys"] == ["bee12", "bee2012"]
    assert found[0]["score"] == sum(e["weight"] for e in found[0]["evidence"])
    assert vcmbib(duplicates, "dedupe", "--json").json["groups"] == found
    assert "same\t" in vcmbib(duplicates, "dedupe").out
    assert duplicates.read_bytes() == before


def test_auto_merges_what_is_certain_and_undo_restores(duplicates: Path) -> None:
    """One change; the doubtful stay; every table is as it was after undo."""
    before = tables(duplicates)
    assert vcmbib(duplicates, "dedupe", "--auto", "--dry-run").status == 0
    assert tables(duplicates) == before
    result = vcmbib(duplicates, "dedupe", "--auto")
    assert "merged 2 papers into 1" in result.err
    assert sorted(vcmbib(duplicates, "list", "--keys").out.split()) == ["bee12", "lone", "other"]
    vcmbib(duplicates, "undo")
    assert tables(duplicates) == before


def test_explain_weighs_any_two(duplicates: Path) -> None:
    """Piece by piece, merged or not."""
    lines = before = vcmbib(duplicates, "dedupe", "--explain", "bee2012", "bee12").out.splitlines()
    assert lines[-1].endswith("in all: same")
    lines = vcmbib(duplicates, "dedupe", "--explain", "lone", "other").out.splitlines()
    assert lines[-2].endswith("in all: different")
    assert "less than 85% similar" in lines[-1]
    vcmbib(duplicates, "merge", "bee2012", "bee12")
    merged = vcmbib(duplicates, "dedupe", "--explain", "bee2012", "bee12")
    assert "the same paper" in merged.err
    assert merged.out == "".join(f"{line}\n" for line in before)
    assert vcmbib(duplicates, "dedupe", "--explain", "lone").status == 2


def test_a_refused_merge_is_refused_again(duplicates: Path, tmp_path: Path) -> None:
    """What was merged into a paper still speaks against a third: --auto twice is --auto once."""
    text = "".join(
        f"@article{{{key}, title={{Scalable feature coding for machines and people}},"
        f" volume={{12}}, author={{Bee, Ada and Dee, Carl}}, journal={{Journal of Coding}},"
        f" year={{2012}}{more}}}\n"
        for key, more in (("far", ", pages={900-909}"), ("bare", ", number={4}"))
    )
    (tmp_path / "x.bib").write_text(text, encoding="utf-8")
    vcmbib(duplicates, "import", "--on-duplicate", "add", str(tmp_path / "x.bib"))
    vcmbib(duplicates, "dedupe", "--auto")
    there = sorted(vcmbib(duplicates, "list", "--keys").out.split())
    vcmbib(duplicates, "dedupe", "--auto")
    assert sorted(vcmbib(duplicates, "list", "--keys").out.split()) == there
    assert "far" in there


def test_a_closed_pipe_ends_quietly(duplicates: Path) -> None:
    """A reader that closes the pipe causes no traceback."""
    with start_process("--db", str(duplicates), "dedupe", "--jsonl") as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert "Traceback" not in program.stderr.read()


def test_one_address_on_two_titles_is_told(duplicates: Path, tmp_path: Path) -> None:
    """A wrong link is no duplicate: it is named with the papers that have it."""
    (tmp_path / "x.bib").write_text(
        "@article{one, title={Adaptation of inference}, author={Dee, C}, year={2024},"
        " url={https://ieeexplore.ieee.org/document/10379180}}\n"
        "@article{two, title={A switch before the codec}, author={Fox, E}, year={2023},"
        " url={https://ieeexplore.ieee.org/document/10379180}}\n",
        encoding="utf-8",
    )
    vcmbib(duplicates, "import", str(tmp_path / "x.bib"))
    assert vcmbib(duplicates, "dedupe", "--json").json["wrong_links"] == [
        {"link": "ieee:10379180", "keys": ["one", "two"]}
    ]
    assert "ieee:10379180 also links other titles (one, two)" in vcmbib(duplicates, "dedupe").err
    assert "one, two" in vcmbib(duplicates, "dedupe", "--auto").err


def test_a_query_does_not_hide_that_a_title_recurs(tmp_path: Path) -> None:
    """What is a column in the whole library is one among the papers of a single year."""
    text = "".join(
        f"@article{{c{n}, title={{Chair's message}}, author={{Bee, Ada}}, journal={{Coding}},"
        f" year={{{2008 + n // 2}}}}}\n"
        for n in range(8)
    )
    (tmp_path / "all.bib").write_text(text, encoding="utf-8")
    db = tmp_path / "papers.db"
    vcmbib(db, "import", "--on-duplicate", "add", str(tmp_path / "all.bib"))
    assert {v for v, _ in groups(db)} == {"ask"}
    assert {v for v, _ in groups(db, "year:2010")} == {"ask"}
    assert vcmbib(db, "dedupe", "--explain", "c4", "c5", "--json").json["verdict"] == "ask"


def test_what_changed_meanwhile_is_left_alone(duplicates: Path) -> None:
    """Between finding and merging another process may edit a paper or mark two as different."""
    with Library.writing(duplicates) as library:
        looked = dedupe.find_groups(library, None).groups
        certain = [f for f in looked if f.verdict.value == "same"]
        assert dedupe.unchanged(library, certain) == certain
        vcmbib(duplicates, "edit", "bee12", "--set", "year=1999")
        assert dedupe.unchanged(library, certain) == []


def test_many_merges_are_taken_back_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every table is as it was, also if the papers do not fit in one statement of SQL."""
    monkeypatch.setattr(sql_parameters, "_CHUNK_SIZE", 50)
    text = "".join(
        f"@article{{k{n}{way}, title={{{title}}}, author={{{author}}}, journal={{Coding}},"
        f" year={{2012}}, volume={{{n % 7 + 1}}}, pages={{{n + 100}-{n + 109}}}}}\n"
        for n in range(60)
        for title in [f"On the coding of shape {n:03} and of what it means"]
        for way, author in (("a", f"Bee{n}, Ada"), ("b", f"Bee{n}, A."))
    )
    (tmp_path / "all.bib").write_text(text, encoding="utf-8")
    db = tmp_path / "papers.db"
    vcmbib(db, "import", "--on-duplicate", "add", str(tmp_path / "all.bib"))
    before = tables(db)
    assert "merged 120 papers into 60" in vcmbib(db, "dedupe", "--auto").err
    assert "no duplicates found" in vcmbib(db, "dedupe").err
    vcmbib(db, "undo")
    assert tables(db) == before
