"""dedupe and merge: what is found, what is changed, and that all of it can be taken back."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

from tests.cli.program import process, vcmbib
from tests.store.test_library import contents
from vcmbib.cli.commands import dedupe
from vcmbib.store.library import Library

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


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A library with one pair of duplicates, one doubt and one lone paper."""
    (tmp_path / "all.bib").write_text(RECORDS, encoding="utf-8")
    path = tmp_path / "papers.db"
    done = vcmbib(path, "import", "--on-duplicate", "add", str(tmp_path / "all.bib"))
    assert "4 added" in done.out
    return path


def tables(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table but the log."""
    with closing(sqlite3.connect(db)) as connection:
        found = contents(connection)
    return {t: rows for t, rows in found.items() if t not in ("changes", "history")}


def groups(db: Path, *args: str) -> list[tuple[str, set[str]]]:
    """(verdict, keys) of each group."""
    lines = vcmbib(db, "dedupe", "--jsonl", *args).out.splitlines()
    return [(g["verdict"], set(g["keys"])) for g in map(json.loads, lines)]


def test_listing_changes_nothing(db: Path) -> None:
    """Off a terminal, with --json and with --jsonl groups are listed, the most complete first."""
    before = db.read_bytes()
    found = [json.loads(line) for line in vcmbib(db, "dedupe", "--jsonl").out.splitlines()]
    assert found[0]["verdict"] == "same"
    assert found[0]["keys"] == ["bee12", "bee2012"]
    assert found[0]["score"] == sum(e["weight"] for e in found[0]["evidence"])
    assert vcmbib(db, "dedupe", "--json").json["groups"] == found
    assert "same\t" in vcmbib(db, "dedupe").out
    assert db.read_bytes() == before


def test_auto_merges_what_is_certain_and_undo_restores(db: Path) -> None:
    """One change; the doubtful stay; every table is as it was after undo."""
    before = tables(db)
    assert vcmbib(db, "dedupe", "--auto", "--dry-run").status == 0
    assert tables(db) == before
    result = vcmbib(db, "dedupe", "--auto")
    assert "merged 2 papers into 1" in result.err
    assert sorted(vcmbib(db, "list", "--keys").out.split()) == ["bee12", "lone", "other"]
    vcmbib(db, "undo")
    assert tables(db) == before


def test_merge_unites_and_keeps_the_key(db: Path) -> None:
    """Tags, notes, identifiers and sources of both; the other key resolves for ever."""
    table = vcmbib(db, "merge", "bee2012", "bee12", "--json").json
    assert table["merged"] == ["bee12"]
    paper = vcmbib(db, "show", "--json", "bee12").json["papers"][0]
    assert paper["key"] == "bee2012"
    assert paper["former_keys"] == ["bee12"]
    assert paper["identifiers"] == {"doi": "10.1000/xyz"}
    assert set(paper["tags"]) == {"coding", "machines"}
    assert paper["note"] == "read twice"
    assert "bee12\tbee2012" in vcmbib(db, "key", "map").out
    assert [v for v, _ in groups(db)] != ["same"]


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("bee2012", "nobody"), 3),
        (("nobody", "bee2012"), 3),
        (("bee2012", "bee2012"), 2),
        (("bee2012",), 2),
    ],
)
def test_what_cannot_be_merged(db: Path, args: tuple[str, ...], status: int) -> None:
    """A key that is not there, a paper with itself, one paper alone."""
    before = db.read_bytes()
    assert vcmbib(db, "merge", *args).status == status
    assert db.read_bytes() == before


def test_explain_weighs_any_two(db: Path) -> None:
    """Piece by piece, merged or not."""
    lines = before = vcmbib(db, "dedupe", "--explain", "bee2012", "bee12").out.splitlines()
    assert lines[-1].endswith("in all: same")
    lines = vcmbib(db, "dedupe", "--explain", "lone", "other").out.splitlines()
    assert lines[-2].endswith("in all: different")
    assert "less than 85% alike" in lines[-1]
    vcmbib(db, "merge", "bee2012", "bee12")
    merged = vcmbib(db, "dedupe", "--explain", "bee2012", "bee12")
    assert "the same paper" in merged.err
    assert merged.out == "".join(f"{line}\n" for line in before)
    assert vcmbib(db, "dedupe", "--explain", "lone").status == 2


def test_a_preprint_is_merged_into_its_publication(db: Path, tmp_path: Path) -> None:
    """Whatever is kept, the published form stands, with the preprint's number beside it."""
    (tmp_path / "pre.bib").write_text(
        "@misc{pre, title={Scalable feature coding for machines and people}, year={2011},"
        " author={Bee, Ada and Dee, Carl}, eprint={1105.0123}, archiveprefix={arXiv}}",
        encoding="utf-8",
    )
    vcmbib(db, "import", "--on-duplicate", "add", str(tmp_path / "pre.bib"))
    vcmbib(db, "merge", "pre", "bee12")
    paper = vcmbib(db, "show", "--json", "pre").json["papers"][0]
    assert (paper["year"], paper["type"], paper["volume"]) == (2012, "article", "12")
    assert paper["identifiers"] == {"arxiv": "1105.0123", "doi": "10.1000/xyz"}


def asked(db: Path, term: str = "xterm") -> pexpect.spawn[str]:
    """`dedupe` on a terminal, at its first question."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "vcmbib", "--db", str(db), "dedupe"],
        encoding="utf-8",
        timeout=20,
        dimensions=(50, 160),
        env={**os.environ, "TERM": term},
    )
    child.expect(r"\[q\]uit")
    return child


def test_a_dumb_terminal_asks_too(db: Path) -> None:
    """As a shell inside an editor: without colours or escapes."""
    child = asked(db, "dumb")
    assert "\x1b" not in (child.before or "")
    child.sendline("q")
    child.expect(pexpect.EOF)


def test_a_person_goes_through_the_groups(db: Path) -> None:
    """On a terminal: tell apart is remembered, merge merges, quit keeps what was done."""
    before = groups(db)
    assert len(before) > 1
    child = asked(db)
    child.sendline("x")
    child.expect(r"\[q\]uit")
    child.sendline("t")
    child.expect(r"\[q\]uit")
    child.sendline("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert before[0] not in groups(db)
    vcmbib(db, "undo")
    assert before[0] in groups(db)


def test_a_group_is_merged_in_parts(db: Path, tmp_path: Path) -> None:
    """By number; who answers otherwise is told how, and what was told apart stays apart."""
    (tmp_path / "x.bib").write_text(
        "@article{bee, title={Scalable feature coding for machines and people}, volume={12},"
        " author={Bee, Ada and Dee, Carl}, journal={Journal of Coding}, year={2012}, number={3},"
        " pages={435}}",
        encoding="utf-8",
    )
    vcmbib(db, "import", "--on-duplicate", "add", str(tmp_path / "x.bib"))
    assert groups(db)[0] == ("same", {"bee", "bee12", "bee2012"})
    child = asked(db)
    for answer in ("help", "m 1 9", "m 1 1"):
        child.sendline(answer)
        child.expect(r"\[q\]uit")
    child.sendline("t 1 2")
    child.expect("told apart: ")
    child.expect(r"\[q\]uit")
    child.sendline("m")
    child.expect("were told apart: name others")
    child.expect(r"\[q\]uit")
    child.sendline("m 2 3")
    child.expect("merged into ")
    child.expect(r"\[q\]uit")
    child.sendcontrol("c")
    child.expect("what was answered before stands: 2 changes")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert len(vcmbib(db, "list", "--keys").out.split()) == 4


def test_merge_says_what_speaks_against(db: Path) -> None:
    """Nobody there to answer: works that look different need --yes."""
    refused = vcmbib(db, "merge", "lone", "bee12")
    assert refused.status == 2
    assert "lone and bee12 look different: title" in refused.err
    assert vcmbib(db, "merge", "lone", "bee12", "--dry-run").status == 0
    assert vcmbib(db, "merge", "lone", "bee12", "--yes").status == 0
    assert "is lone already" in vcmbib(db, "merge", "lone", "bee12").err


def test_the_fuller_names_stand(db: Path) -> None:
    """Whichever paper is kept, its authors' given names are in full where one of them has them."""
    vcmbib(db, "merge", "bee12", "bee2012")
    one = vcmbib(db, "show", "bee12", "--json").json["papers"][0]
    assert [a["given"] for a in one["authors"]] == ["Ada", "Carl"]


def test_a_refused_merge_is_refused_again(db: Path, tmp_path: Path) -> None:
    """What was merged into a paper still speaks against a third: --auto twice is --auto once."""
    text = "".join(
        f"@article{{{key}, title={{Scalable feature coding for machines and people}},"
        f" volume={{12}}, author={{Bee, Ada and Dee, Carl}}, journal={{Journal of Coding}},"
        f" year={{2012}}{more}}}\n"
        for key, more in (("far", ", pages={900-909}"), ("bare", ", number={4}"))
    )
    (tmp_path / "x.bib").write_text(text, encoding="utf-8")
    vcmbib(db, "import", "--on-duplicate", "add", str(tmp_path / "x.bib"))
    vcmbib(db, "dedupe", "--auto")
    there = sorted(vcmbib(db, "list", "--keys").out.split())
    vcmbib(db, "dedupe", "--auto")
    assert sorted(vcmbib(db, "list", "--keys").out.split()) == there
    assert "far" in there


def test_import_asks_a_person(db: Path, tmp_path: Path) -> None:
    """Each match is decided by the answer; where nobody can answer nothing is imported."""
    more = tmp_path / "more.bib"
    more.write_text(RECORDS.replace("bee2012", "new1").split("@misc")[0], encoding="utf-8")
    before = db.read_bytes()
    assert vcmbib(db, "import", "--on-duplicate", "ask", str(more)).status == 2
    assert db.read_bytes() == before
    child = pexpect.spawn(
        sys.executable,
        ["-m", "vcmbib", "--db", str(db), "import", "--on-duplicate", "ask", str(more)],
        encoding="utf-8",
        timeout=20,
    )
    asked = 0
    while child.expect([r"one work\?", pexpect.EOF]) == 0:
        child.sendline("n" if asked == 0 else "y")
        asked += 1
    child.close()
    assert asked > 1
    assert child.exitstatus == 0


def test_a_closed_pipe_ends_quietly(db: Path) -> None:
    """Nobody reads: no traceback."""
    with process("--db", str(db), "dedupe", "--jsonl") as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert "Traceback" not in program.stderr.read()


def test_one_address_on_two_titles_is_told(db: Path, tmp_path: Path) -> None:
    """A wrong link is no duplicate: it is named with the papers that it stands on."""
    (tmp_path / "x.bib").write_text(
        "@article{one, title={Adaptation of inference}, author={Dee, C}, year={2024},"
        " url={https://ieeexplore.ieee.org/document/10379180}}\n"
        "@article{two, title={A switch before the codec}, author={Fox, E}, year={2023},"
        " url={https://ieeexplore.ieee.org/document/10379180}}\n",
        encoding="utf-8",
    )
    vcmbib(db, "import", str(tmp_path / "x.bib"))
    assert vcmbib(db, "dedupe", "--json").json["wrong_links"] == [
        {"link": "ieee:10379180", "keys": ["one", "two"]}
    ]
    assert "ieee:10379180 stands on other titles too (one, two)" in vcmbib(db, "dedupe").err
    assert "one, two" in vcmbib(db, "dedupe", "--auto").err


def test_what_was_told_apart_survives_a_dump(db: Path, tmp_path: Path) -> None:
    """For good: in this library, and in the one that is loaded from its lines."""
    child = asked(db)
    child.sendline("t")
    child.expect(r"\[q\]uit")
    child.sendline("q")
    child.expect(pexpect.EOF)
    child.close()
    assert ("same", {"bee12", "bee2012"}) not in groups(db)
    (tmp_path / "all.jsonl").write_text(vcmbib(db, "dump").out, encoding="utf-8")
    other = tmp_path / "other.db"
    vcmbib(other, "load", str(tmp_path / "all.jsonl"))
    assert groups(other) == groups(db)
    assert vcmbib(other, "dedupe", "--explain", "bee12", "bee2012", "--json").json["told_apart"]


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


def test_what_changed_meanwhile_is_left_alone(db: Path) -> None:
    """Between finding and merging another process may edit a paper or tell two apart."""
    with Library.writing(db) as library:
        looked = dedupe.find_groups(library, "").groups
        certain = [f for f in looked if f.verdict.value == "same"]
        assert dedupe.unchanged(library, certain) == certain
        vcmbib(db, "edit", "bee12", "--set", "year=1999")
        assert dedupe.unchanged(library, certain) == []


def test_five_hundred_merges_are_taken_back_at_once(tmp_path: Path) -> None:
    """Every table is as it was."""
    text = "".join(
        f"@article{{k{n}{way}, title={{{title}}}, author={{{author}}}, journal={{Coding}},"
        f" year={{2012}}, volume={{{n % 7 + 1}}}, pages={{{n + 100}-{n + 109}}}}}\n"
        for n in range(500)
        for title in [f"On the coding of shape {n:03} and of what it means"]
        for way, author in (("a", f"Bee{n}, Ada"), ("b", f"Bee{n}, A."))
    )
    (tmp_path / "all.bib").write_text(text, encoding="utf-8")
    db = tmp_path / "papers.db"
    vcmbib(db, "import", "--on-duplicate", "add", str(tmp_path / "all.bib"))
    before = tables(db)
    assert "merged 1000 papers into 500" in vcmbib(db, "dedupe", "--auto").err
    assert "no duplicates" in vcmbib(db, "dedupe").err
    vcmbib(db, "undo")
    assert tables(db) == before
