"""check: everything that is not as it should be, and an exit status that shows it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.cli.program import vcmbib
from tests.cli.terminal import screen

RECORDS = """
@article{bee2012, title={Scalable feature coding for machines and people}, volume={12},
  author={Bee, Ada and Dee, Carl}, journal={Journal of Coding}, year={2012}, pages={435-451}}
@article{bee12, title={Scalable Feature Coding for Machines and People}, volume={12},
  author={Bee, A. and Dee, C.}, journal={J. Cod.}, year={2012}, pages={435--51}}
@article{later, title={Scalable feature coding for machines and people}, volume={13},
  author={Bee, Ada and Dee, Carl}, journal={Transactions on Images}, year={2013}, pages={1-9}}
@article{one, title={Adaptation of inference}, author={Dee, C}, year={2024}, journal={X},
  url={https://ieeexplore.ieee.org/document/10379180}}
@misc{two, title={A switch before the codec}, author={Fox, E}, year={2023},
  url={https://ieeexplore.ieee.org/document/10379180}, doi={10.1000/two}}
@article{bare, title={Quite another matter of no concern}}
"""


def test_each_sort_of_finding(tmp_path: Path) -> None:
    """As lines and as JSON, with status 1; nothing is changed."""
    (tmp_path / "all.bib").write_text(RECORDS, encoding="utf-8")
    db = tmp_path / "papers.db"
    vcmbib(db, "import", "--on-duplicate", "add", str(tmp_path / "all.bib"))
    before = db.read_bytes()
    result = vcmbib(db, "check", "--json")
    assert result.status == 1
    found = {f["kind"]: set(f["keys"]) for f in result.json["findings"]}
    assert found["duplicate"] == {"bee12", "bee2012"}
    assert "later" in found["version"]
    assert found["wrong-link"] == {"one", "two"}
    assert found["incomplete"] == {"bare"}
    lines = vcmbib(db, "check").out.splitlines()
    what = ("incomplete", "bare", "article without authors, venue, year")
    assert "\t".join((*what, f"vcmbib --db {db} edit bare")) in lines
    assert db.read_bytes() == before


def test_a_query_narrows_what_is_looked_at(tmp_path: Path) -> None:
    """Only findings with a paper that the query finds; status 0 without any."""
    (tmp_path / "all.bib").write_text(RECORDS, encoding="utf-8")
    db = tmp_path / "papers.db"
    vcmbib(db, "import", "--on-duplicate", "add", str(tmp_path / "all.bib"))
    assert [f["kind"] for f in vcmbib(db, "check", "key:two", "--json").json["findings"]] == [
        "wrong-link"
    ]  # a `misc` needs no pages
    vcmbib(db, "remove", "one", "--yes")
    result = vcmbib(db, "check", "key:two")
    assert (result.status, result.out) == (0, "")
    assert "no problems found" in result.err


def test_no_library(tmp_path: Path) -> None:
    """There is nothing to check, which is not the same as all being well."""
    assert vcmbib(tmp_path / "none.db", "check").status == 3


MISSING = """
@article{first, title={Scalable feature coding for machines}, author={Bee, Ada and others},
  journal={Journal of Coding}, year={2012}, volume={3}, eprint={1501.00001}, archiveprefix={arXiv},
  pages={1-9}}
@inproceedings{nowhere, title={Another way to code}, author={Dee, Carl}, year={2013},
  booktitle={ICIP}}
@article{twice, title={A third way to code}, author={Fox, Eve}, year={2014}, volume={1},
  pages={3-4}, journal={Journal of Coding}, doi={10.1000/a}, identifiers={doi:10.1000/b}}
"""


def test_what_is_missing_has_the_command_that_helps(tmp_path: Path) -> None:
    """Authors, identifiers, pages and conflicts; a kind can be left out; status 1 until then."""
    (tmp_path / "all.bib").write_text(MISSING, encoding="utf-8")
    db = tmp_path / "papers.db"
    vcmbib(db, "import", str(tmp_path / "all.bib"))
    result = vcmbib(db, "check", "--json")
    assert result.status == 1
    found = {(f["kind"], *f["keys"]): f["command"] for f in result.json["findings"]}
    program = f"vcmbib --db {db}"
    assert found == {
        ("authors-missing", "first"): f"{program} add --arxiv 1501.00001",
        ("no-identifier", "nowhere"): f"{program} edit nowhere",
        ("no-pages", "nowhere"): f"{program} edit nowhere",
        ("conflict", "twice"): f"{program} edit twice",
    }
    left = vcmbib(db, "check", "--skip", "authors-missing", "--skip", "no-pages", "--json")
    assert {f["kind"] for f in left.json["findings"]} == {"no-identifier", "conflict"}
    assert vcmbib(db, "check", "key:twice", "--skip", "conflict").status == 0
    assert vcmbib(db, "check", "--skip", "nothing").status == 2


def test_every_command_that_a_terminal_shows_works(tmp_path: Path) -> None:
    """Each finding has one at least, on its own line; the shell takes it as it is written."""
    (tmp_path / "all.bib").write_text(RECORDS, encoding="utf-8")
    db = tmp_path / "papers.db"
    vcmbib(db, "import", "--on-duplicate", "add", str(tmp_path / "all.bib"))
    text = re.sub(r"\x1b\[[0-9;]*m", "", screen(200, db, "check")).replace("\r\n", "\n")
    commands = re.findall(r"^ {4}(vcmbib .*)$", text, re.MULTILINE)
    findings = re.findall(r"^ {2}\S", text, re.MULTILINE)

    assert len(commands) >= len(findings) >= 6
    assert f"{len(findings)} findings" in text
    for command in set(commands):
        words = shlex.split(command)[1:]
        options = ["--dry-run"] if "merge" in words or "edit" in words else []
        done = vcmbib(db, *words[2:], *options, env={"EDITOR": "true", "VISUAL": ""})
        assert done.status == 0, (command, done.err)
