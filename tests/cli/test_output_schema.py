"""The JSON of each command has the form that docs/output.schema.json describes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from tests.cli.conftest import Program
from tests.cli.program import RunResult
from tests.conftest import ROOT
from vcmbib import errors
from vcmbib.logic.checks import FindingKind
from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.model.plan import Outcome
from vcmbib.store.integrity import FaultKind

SCHEMA = json.loads((ROOT / "docs/output.schema.json").read_text("utf-8"))

BIB = """@string{tip = "IEEE Transactions on Image Processing"}
@article{key2020, title={A Study of {VCM} Tasks}, author={Doe, Jane and Roe, R.}, journal=tip,
  year=2020, eprint={2005.00009}, eprinttype={arxiv}, keywords={a,b}, file={:x.pdf:PDF}, month=jan,
  doi={10.1109/TIP.2020.1}, url={https://github.com/example/code}, pages={1--2}, editor={Poe, E.}}
@article{other2021, title={A study of VCM tasks}, author={Jane Doe}, year=2021,
  journal={arXiv preprint}}
@article{failed
"""
MORE = """@article{key2020, title={A Study of {VCM} Tasks}, author={Doe, Jane and Roe, R.},
  year=2019, journal={Other Journal}, doi={10.1109/TIP.2020.1}, bdsk-file={x}, crossref={vol},
  abstract={Ab}}
"""


def checked(name: str, ran: RunResult, *, of: int = 0) -> Any:
    """The object that a command printed, once it keeps to the definition of that name."""
    assert ran.status == of, ran.err
    found = ran.json
    definition = {"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}
    Draft202012Validator(definition).validate(found)
    return found


@pytest.fixture
def bib(program: Program) -> Program:
    """The library after an import with something of everything."""
    (program.path.parent / "a.bib").write_text(BIB, encoding="utf-8")
    (program.path.parent / "more.bib").write_text(MORE, encoding="utf-8")
    checked("import", program("import", str(program.path.parent / "a.bib"), "--json"), of=4)
    return program


def test_every_command_has_a_definition_that_is_sound() -> None:
    """The definitions are JSON Schema, closed to fields that they do not name."""
    Draft202012Validator.check_schema(SCHEMA)
    for name in (
        "log", "stats", "import", "dedupe", "dedupe-merged", "pair-explained", "merge", "key-map",
        "show-sources", "error", "undo", "init", "where", "add",
        "key-generate", "id", "open", "check", "check-library",
    ):  # fmt: skip
        definition = SCHEMA["$defs"][name]
        assert definition["properties"]["vcmbib"] == {"const": 1}, name
        assert definition["additionalProperties"] is False, name
        assert set(definition["required"]) == set(definition["properties"]), name
        assert definition["description"], name


def test_another_field_breaks_the_contract(program: Program) -> None:
    """A field that is not named, or one that is missing, is refused."""
    told = checked("log", program("log", "--json"))
    definition = {"$ref": "#/$defs/log", "$defs": SCHEMA["$defs"]}
    for wrong in ({**told, "more": 1}, {"vcmbib": 1}, {**told, "changes": [{"id": 1}]}):
        with pytest.raises(ValidationError):
            Draft202012Validator(definition).validate(wrong)


def test_the_schema_knows_all_outcomes_and_verdicts() -> None:
    """What an item of an import ends as, and what two papers are found to be."""
    rows = SCHEMA["$defs"]["import"]["properties"]["rows"]["items"]["properties"]
    assert set(rows["outcome"]["enum"]) == {o.value for o in Outcome}
    assert {o.value for o in Outcome} <= set(SCHEMA["$defs"]["import"]["properties"])
    assert set(SCHEMA["$defs"]["verdict"]["enum"]) == {v.value for v in Verdict}
    findings = SCHEMA["$defs"]["check"]["properties"]["findings"]["items"]["properties"]
    assert set(findings["kind"]["enum"]) == {k.value for k in FindingKind}
    damage = SCHEMA["$defs"]["check-library"]["properties"]["findings"]["items"]["properties"]
    assert set(damage["kind"]["enum"]) == {k.value for k in FaultKind}


def test_log(bib: Program) -> None:
    """Of all papers, of one, after an undo, and of a removed one."""
    assert bib("undo").status == 0
    assert bib("remove", "poe2022x", "--yes").status == 0
    for args in ([], ["poe2022x"], ["key2020"], ["--limit", "0"]):
        checked("log", bib("log", *args, "--json"))


def test_stats(bib: Program, tmp_path: Path) -> None:
    """With papers, and of a library without any."""
    checked("stats", bib("stats", "--json"))
    empty = Program(tmp_path / "empty.db")
    assert empty("init").status == 0
    checked("stats", empty("stats", "--json"))


def test_import(bib: Program) -> None:
    """Added, filled with conflicts, skipped, failed; and a dry run."""
    more = str(bib.path.parent / "more.bib")
    dry = checked("import", bib("import", more, "--json", "--dry-run"))
    told = checked("import", bib("import", more, "--json"))

    assert dry["rows"] == told["rows"]
    assert told["rows"][0]["outcome"] == "filled"
    assert told["rows"][0]["changes"]
    checked("import", bib("import", more, "--json", "--on-duplicate", "skip"))


def test_what_an_import_changes_is_told_in_plain_words(bib: Program) -> None:
    """Fields kept for the writer alone, whose names begin with @, are not shown."""
    told = bib("import", str(bib.path.parent / "more.bib"), "--json").json
    (extra,) = [c for row in told["rows"] for c in row["changes"] if c["field"] == "extra"]

    assert "@" not in json.dumps(told["rows"][0]["changes"])
    assert extra["old"] == "file = :x.pdf:PDF"
    assert extra["new"] == "file = :x.pdf:PDF; bdsk-file = x; crossref = vol"


def test_dedupe(bib: Program) -> None:
    """Groups with pairs and evidence; what is explained of two papers; what is merged."""
    told = checked("dedupe", bib("dedupe", "--json"))
    assert told["groups"][0]["pairs"][0]["evidence"]
    checked("pair-explained", bib("dedupe", "--explain", "key2020", "other2021", "--json"))
    checked("dedupe-merged", bib("dedupe", "--auto", "--dry-run", "--json"))
    checked("dedupe-merged", bib("dedupe", "--auto", "--json"))
    checked("dedupe", bib("dedupe", "--json"))


def test_merge_and_key_map(bib: Program) -> None:
    """The fields of the two papers, and the former keys that result."""
    args = ("merge", "key2020", "other2021", "--yes", "--json")
    checked("merge", bib(*args, "--dry-run"))
    told = checked("merge", bib(*args))
    assert told["merged"] == ["other2021"]
    mapped = checked("key-map", bib("key", "map", "--json"))
    assert mapped["keys"] == [{"former": "other2021", "key": "key2020"}]


def test_show_with_sources(bib: Program) -> None:
    """A paper with what each source states about it, without what is kept for the writer."""
    for key in ("key2020", "other2021", "doe2020coding", "poe2022x"):
        told = checked("show-sources", bib("show", key, "--sources", "--json"))
        assert "@" not in json.dumps(told["papers"][0]["sources"])
    assert "@" not in bib("show", "key2020", "--sources").out
    assert "extra\tfile = :x.pdf:PDF\ta.bib key2020" in bib("show", "key2020", "--sources").out
    assert "extra" not in bib("show", "other2021", "--sources").out


def test_undo_and_init(bib: Program, tmp_path: Path) -> None:
    """What was restored, of papers and of categories; a library that is made, and one that is."""
    checked("undo", bib("undo", "--dry-run", "--json"))
    checked("undo", bib("undo", "--json"))
    checked("undo", bib("undo", "1", "--json"))
    fresh = Program(tmp_path / "fresh.db")
    assert checked("init", fresh("init", "--json"))["made"] is True
    assert checked("init", fresh("init", "--json"))["made"] is False


def test_where(bib: Program, tmp_path: Path) -> None:
    """A library with papers, an empty one, a missing one, and a file that is no library."""
    assert checked("where", bib("where", "--json"))["last_change"]["id"] == 2
    other = Program(tmp_path / "other.db")
    assert checked("where", other("where", "--json"), of=3)["papers"] is None
    assert other("init").status == 0
    assert checked("where", other("where", "--json"))["papers"] == 0
    other.path.write_text("no library", encoding="utf-8")
    assert checked("where", other("where", "--json"), of=6)["error"]["code"] == "not-a-library"


def test_add(program: Program) -> None:
    """By hand, what is already in the library, and an identifier that cannot be looked up."""
    args = ("add", "--title", "A new paper", "--author", "Jane Doe", "--json")
    checked("add", program(*args, "--dry-run"))
    checked("add", program(*args))
    checked("add", program(*args))
    checked("add", program("add", "2401.00001", "--offline", "--json"), of=5)


@pytest.mark.parametrize(
    "args",
    [
        ("tag", "doe2020coding", "fresh"),
        ("tag", "doe2020coding"),
        ("tag", "--rename", "survey=overview"),
        ("note", "doe2020coding", "A note."),
        ("link", "doe2020coding", "https://example.org/"),
        ("category", "poe2022x", "learned"),
        ("category", "--add", "New", "--under", "compression"),
        ("category", "--delete", "learned"),
        ("edit", "doe2020coding", "--set", "year=2021"),
        ("remove", "doe2020coding", "--yes"),
        ("key", "doe2020coding", "other2020"),
    ],
)
def test_what_is_changed_by_hand(program: Program, args: tuple[str, ...]) -> None:
    """One shape for all that a person changes, tried and done."""
    checked("changed", program(*args, "--json", "--dry-run"))
    checked("changed", program(*args, "--json"))


def test_keys_identifiers_and_addresses(program: Program) -> None:
    """New keys by a pattern, the identifiers in a text, what would be opened."""
    pattern = ("key", "generate", "--pattern", "[auth:lower][year]", "--yes", "--json")
    checked("key-generate", program(*pattern, "--dry-run"))
    checked("key-generate", program(*pattern))
    checked("id", program("id", "https://arxiv.org/abs/2405.03500v2 10.1000/x", "--json"))
    checked("open", program("open", "doe2020coding", "--print", "--json"))


@pytest.mark.parametrize("noun", ["tags", "venues", "authors", "topics", "types", "categories"])
def test_counts(program: Program, noun: str) -> None:
    """How many papers each has, under the noun that was asked for."""
    assert checked("list-counts", program("list", noun, "--json"))[noun]


def test_check(bib: Program) -> None:
    """Findings that a curator should check; the exit status shows that there are some."""
    assert checked("check", bib("check", "--json"), of=1)["findings"]


def test_an_error(program: Program) -> None:
    """What goes to standard error when a command with --json fails."""
    ran = program("show", "nobody", "--json")
    told = RunResult(ran.status, ran.err, "")

    assert checked("error", told, of=3)["error"]["code"] == errors.NoSuchPaper.code
