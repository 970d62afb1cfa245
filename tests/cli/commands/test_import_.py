"""Importing files: what fails is written back, repaired and imported again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.program import LIST, NEAR_BIB, run_process, vcmbib

BROKEN = """% macros of our group
@string{tip = "IEEE Transactions on Image Processing"}
@article{whole, title = {A Whole Entry}, journal = tip, year = 2020}
@article{open, title = {Never Closed,
  year = 2021
@misc{after, title = {After the Error}}
"""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A library that is not there yet."""
    return tmp_path / "papers.db"


def test_what_fails_comes_back_and_the_loop_ends(db: Path, tmp_path: Path) -> None:
    """Import, repair, import: each time what still fails, and nothing in the end."""
    (tmp_path / "refs.bib").write_text(BROKEN, encoding="utf-8")
    again = tmp_path / "again.bib"

    first = vcmbib(db, "import", str(tmp_path / "refs.bib"), "--failed", str(again))
    assert first.status == 4
    assert "2 added" in first.out
    assert "1 failed" in first.out
    text = again.read_text(encoding="utf-8")
    assert text.startswith("% line 4: ")
    assert "@article{open, title = {Never Closed," in text
    assert "@misc{after" not in text

    second = vcmbib(db, "import", str(again), "--failed", str(again))
    assert (second.status, again.read_text(encoding="utf-8").count("@article")) == (4, 1)

    again.write_text(text.replace("Closed,", "Closed},").rstrip() + "}\n", encoding="utf-8")
    third = vcmbib(db, "import", str(again), "--failed", str(again))
    assert (third.status, "1 added" in third.out) == (0, True)
    assert vcmbib(db, "show", "--json", "open").json["papers"][0]["year"] == 2021


def test_the_file_of_a_loop_that_ended_is_empty(db: Path, tmp_path: Path) -> None:
    """`while [ -s again.bib ]` ends."""
    (tmp_path / "refs.bib").write_text(BROKEN, encoding="utf-8")
    again = tmp_path / "again.bib"
    vcmbib(db, "import", str(tmp_path / "refs.bib"), "--failed", str(again))
    mended = again.read_text(encoding="utf-8").replace("Closed,", "Closed},").rstrip() + "}\n"
    again.write_text(mended, encoding="utf-8")
    vcmbib(db, "import", str(again), "--failed", str(again))
    assert again.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ("<html><body>404</body></html>", ()),
        ("Dear reader, there is nothing here.", ()),
        ("@misc{a, title={A}}", ("--format", "ris")),
    ],
)
def test_a_file_of_something_else(
    db: Path, tmp_path: Path, text: str, args: tuple[str, ...]
) -> None:
    """Text of which nothing was understood is no success."""
    (tmp_path / "x.bib").write_text(text, encoding="utf-8")
    assert vcmbib(db, "import", str(tmp_path / "x.bib"), *args).status == 4


def test_two_entries_of_one_work_keep_their_keys(db: Path, tmp_path: Path) -> None:
    """An author may cite either key; a message reports that they are one work."""
    path = tmp_path / "refs.bib"
    entry = "title={{One Work of Some Length}}, author={{Bee, A.}}, year=2020, doi={{10.1000/x}}"
    path.write_text("".join(f"@misc{{{k}, {entry.format()}}}\n" for k in "ab"), encoding="utf-8")
    result = vcmbib(db, "import", str(path))
    assert "2 added" in result.out
    assert "the same paper as a" in result.err
    again = vcmbib(db, "import", str(path))
    assert "0 added, 0 filled, 2 same" in again.out
    assert vcmbib(db, "dedupe", "--jsonl").out.startswith('{"verdict": "same", "keys": ["a", "b"]')


def test_volumes_parts_and_editions_are_works_of_their_own(db: Path, tmp_path: Path) -> None:
    """Whatever else agrees."""
    path, other = tmp_path / "one.bib", tmp_path / "two.bib"
    entries = (
        "@book{{v{0}, title={{The Art of Writing Programs}}, author={{Bee, A.}}, volume={{{0}}}}}",
        "@book{{e{0}, title={{Foundations of Coding}}, author={{Dee, C.}}, edition={{{0}}}}}",
        (
            "@inproceedings{{p{0}, title={{A study of cats, Part {1}}}, author={{Fox, E.}},"
            " doi={{10.1000/same}}, pages={{{0}-{0}9}}}}"
        ),
    )
    path.write_text("\n".join(e.format(1, "I") for e in entries), encoding="utf-8")
    other.write_text("\n".join(e.format(2, "II") for e in entries), encoding="utf-8")
    vcmbib(db, "import", str(path))
    result = vcmbib(db, "import", str(other))
    assert "3 added" in result.out, result.out + result.err


def test_files_of_one_command_share_macros_and_volumes(db: Path, tmp_path: Path) -> None:
    """As a list of files in a document does, in any order."""
    one, two = tmp_path / "one.bib", tmp_path / "two.bib"
    one.write_text(
        "@article{uses, title={Uses a Macro}, journal=tse, year=2000}\n"
        "@inproceedings{kid, title={A Kid of a Volume}, crossref={prt}}\n",
        encoding="utf-8",
    )
    two.write_text(
        '@string{tse = "IEEE Software Letters"}\n'
        "@proceedings{prt, title={Proceedings of Foo}, year=1999}\n",
        encoding="utf-8",
    )
    result = vcmbib(db, "import", str(one), str(two))
    assert "not defined" not in result.err
    papers = {p["key"]: p for p in vcmbib(db, "list", "--json").json["papers"]}
    assert papers["uses"]["venue"]["name"] == "IEEE Software Letters"
    assert papers["kid"]["year"] == 1999


def test_a_file_of_ones_own_is_not_overwritten(db: Path, tmp_path: Path) -> None:
    """Only what --failed itself wrote may be its target and its input at once."""
    path = tmp_path / "refs.bib"
    path.write_text(BROKEN, encoding="utf-8")
    assert vcmbib(db, "import", str(path), "--failed", str(path)).status == 2
    assert path.read_text(encoding="utf-8") == BROKEN


def test_every_block_is_in_the_sum(db: Path, tmp_path: Path) -> None:
    """Comments and macros are skipped by kind; the counts add up to what was read."""
    (tmp_path / "refs.bib").write_text(BROKEN, encoding="utf-8")
    result = vcmbib(db, "import", "--json", str(tmp_path / "refs.bib")).json
    counts = [result[name] for name in ("added", "filled", "same", "skipped", "failed")]
    assert sum(counts) == result["read"] == len(result["rows"]) == 5
    told = vcmbib(tmp_path / "other.db", "import", str(tmp_path / "refs.bib"))
    assert "2 skipped" in told.out
    assert "comment 1" in told.out
    assert "string 1" in told.out


def test_one_key_for_two_works(db: Path, tmp_path: Path) -> None:
    """The same entry twice is the same; another one is kept with a suffix, and this is reported."""
    path = tmp_path / "refs.bib"
    path.write_text(
        "@article{k, title={One Title of Many Words}, author={Bee, A.}, year=2020}\n" * 2
        + "@article{k, title={Quite Another Work Altogether}, author={Dee, C.}, year=2001}\n",
        encoding="utf-8",
    )
    result = vcmbib(db, "import", str(path))
    assert "2 added, 0 filled, 1 same" in result.out
    assert "another paper has the key k; the new paper has ka" in result.err
    assert vcmbib(db, "list", "--keys").out.split() == ["k", "ka"]


def test_groups_become_categories_if_asked(db: Path, tmp_path: Path) -> None:
    """Only with --groups."""
    path = tmp_path / "refs.bib"
    path.write_text("@misc{a, title={A Work}, groups={Entropy models}}\n", encoding="utf-8")
    vcmbib(db, "import", str(path))
    assert vcmbib(db, "list", "categories").out.split() == []
    vcmbib(db, "import", "--groups", str(path))
    assert "entropy-models" in vcmbib(db, "list", "categories").out


def test_the_encoding_may_be_said(db: Path, tmp_path: Path) -> None:
    """A guess is reported; an encoding that the user names is used."""
    path = tmp_path / "refs.bib"
    path.write_bytes("@misc{a, title={A Work}, author={Dvořák, Jan}}\n".encode("cp1250"))
    assert "Windows-1252" in vcmbib(tmp_path / "x.db", "import", str(path)).err
    assert vcmbib(db, "import", "--encoding", "cp1250", str(path)).err.count("read as") == 0
    assert vcmbib(db, "show", "--json", "a").json["papers"][0]["authors"][0]["family"] == "Dvořák"
    assert vcmbib(db, "import", "--encoding", "klingon", str(path)).status == 4


@pytest.mark.parametrize("columns", ["Titel", "=title", "Titel="])
def test_columns_that_say_nothing(db: Path, tmp_path: Path, columns: str) -> None:
    """A mapping has a name and a field."""
    (tmp_path / "a.csv").write_text("Titel;Jahr\nEin Werk;2020\n", encoding="utf-8")
    result = vcmbib(db, "import", "--columns", columns, str(tmp_path / "a.csv"))
    assert result.status == 2


@pytest.mark.parametrize(
    ("name", "text", "status"),
    [
        ("x.json", "[" * 1000, 4),
        ("x.json", ", , ,\n", 4),
        ("x.xml", "<a><b/></a>", 4),
        ("x.json", "[]", 0),
        ("x.json", '{"items": []}', 0),
        ("x.xml", '<?xml version="1.0"?>\n<modsCollection xmlns="x">\n</modsCollection>', 0),
    ],
)
def test_what_holds_no_item_is_told(tmp_path: Path, name: str, text: str, status: int) -> None:
    """Text that is no item does not pass for an empty list, and an empty list is one."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    kind = "mods" if name.endswith("xml") else "csl-json"
    args = ("import", "--format", kind, str(tmp_path / name))
    result = vcmbib(tmp_path / "papers.db", *args)
    assert result.status == status
    assert ("contains no entry of the format" in result.err) is (status == 4)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.md", b""),
        ("prose.md", b"# A title\n\nSome words, no table.\n"),
        ("table.md", b"| Method | PSNR |\n| --- | --- |\n| ours | 31.2 |\n"),
        ("binary.md", b"\x00\x01\x02\xff" * 100),
        ("grid.rst", b"+---+\n| a |\n+---+\n"),
        ("page.html", b"<html><body>Not found</body></html>"),
    ],
)
def test_a_file_that_is_no_list_says_so(lists: Path, name: str, content: bytes) -> None:
    """Status 4, one message, and no library comes into being."""
    (lists / name).write_bytes(content)
    result = vcmbib(lists / "papers.db", "import", str(lists / name))

    assert result.status == 4
    assert name in result.err
    assert not (lists / "papers.db").exists()


def test_what_failed_is_handed_back_to_be_corrected(lists: Path) -> None:
    """The rest is imported; the failed rows come back as a list; corrected, they are imported."""
    db, failed = lists / "papers.db", lists / "again.md"
    result = vcmbib(db, "import", str(lists / "broken.md"), "--failed", str(failed))

    assert result.status == 4
    assert result.out.startswith("read 6: 4 added")
    assert "items were not understood" in result.err
    text = failed.read_text(encoding="utf-8")
    assert "Nobody" in text
    corrected = text.replace(
        "| | | Nobody | | ICIP2020 | | |", "| | A corrected title | Nobody | | ICIP2020 | | |"
    )
    failed.write_text(corrected, encoding="utf-8")
    again = vcmbib(db, "import", str(failed), "--json").json
    assert again["added"] == 1
    assert [r["key"] for r in again["rows"] if r["outcome"] == "added"] == ["nobody2020corrected"]


def test_reading_the_same_list_again_changes_nothing(lists: Path) -> None:
    """A message reports it, and the file is byte-identical."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    before = db.read_bytes()
    result = vcmbib(db, "import", str(lists / "list.md"))

    assert result.out == "read 4: 0 added, 0 filled, 4 same, 0 skipped, 0 failed\n"
    assert "no change" in result.err
    assert db.read_bytes() == before


def test_a_dry_run_writes_nothing(lists: Path) -> None:
    """Not even an empty library; every row is shown."""
    db = lists / "papers.db"
    result = vcmbib(db, "import", "--dry-run", str(lists / "list.md"))

    assert len(result.out.splitlines()) == 5
    assert "line 9\tadded\tgomes2024neural" in result.out
    assert not db.exists()


def test_standard_input_and_a_byte_order_mark(lists: Path) -> None:
    """`-` reads a list; its content shows its format; a byte order mark does not matter."""
    for given in (LIST, "\ufeff" + LIST.replace("\n", "\r\n")):
        assert vcmbib(lists / "papers.db", "import", "-", given=given).status == 0
    assert len(vcmbib(lists / "papers.db", "list").out.splitlines()) == 4


def test_latin_1_is_read_and_told(lists: Path) -> None:
    """No letter becomes a question mark."""
    (lists / "old.bib").write_bytes("@misc{a, title={Über Bären}, year=2001}\n".encode("latin-1"))
    result = vcmbib(lists / "papers.db", "import", str(lists / "old.bib"))

    assert "Windows-1252" in result.err
    assert (
        vcmbib(lists / "papers.db", "show", "a", "--json").json["papers"][0]["title"]
        == "Über Bären"
    )


def test_a_bib_fills_what_the_list_lacks(lists: Path) -> None:
    """The key stays, the key in the file resolves, and each field names its source."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    ledger = vcmbib(db, "import", "--json", str(lists / "more.bib")).json
    one = vcmbib(db, "show", "choi2018near", "--json").json["papers"][0]

    assert (ledger["added"], ledger["filled"]) == (0, 1)
    assert one["key"] == "choi2018deep"
    assert [a["family"] for a in one["authors"]] == ["Choi", "Bajić"]
    assert one["identifiers"] == {"ieee": "8451100", "doi": "10.1109/ICIP.2018.8451100"}
    sources = vcmbib(db, "show", "choi2018deep", "--sources").out
    assert "pages\t3743-3747\tmore.bib choi2018near" in sources


def test_several_files_are_one_change(lists: Path) -> None:
    """One transaction, one entry of the log; rows name their file."""
    db = lists / "papers.db"
    ledger = vcmbib(db, "import", "--json", str(lists / "list.md"), str(lists / "more.bib")).json

    assert (ledger["added"], ledger["filled"]) == (4, 1)
    assert ledger["rows"][4]["file"].endswith("more.bib")
    assert len(vcmbib(db, "log").out.splitlines()) == 1


def test_add_keeps_every_record(lists: Path) -> None:
    """With --on-duplicate add each record is a paper of its own, under its own key."""
    twice = NEAR_BIB + NEAR_BIB.replace("choi2018near", "other")
    (lists / "twice.bib").write_text(twice, encoding="utf-8")
    db = lists / "papers.db"
    vcmbib(db, "import", "--on-duplicate", "add", str(lists / "twice.bib"))

    assert vcmbib(db, "list", "--keys").out.split() == ["choi2018near", "other"]


def test_a_record_that_cannot_be_stored_is_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is reported with its item verbatim, handed back by --failed, and costs no other item."""
    monkeypatch.setattr("vcmbib.formats.item_net.storable", lambda record: record)
    items = '[{"title": "Good one"},\n {"title": "Bad \\ud800"},\n {"title": "Good two"}]\n'
    given, failed, db = tmp_path / "x.json", tmp_path / "failed.json", tmp_path / "x.db"
    given.write_text(items)
    ran = vcmbib(
        db, "import", "--format", "csl-json", str(given), "--failed", str(failed), "--json"
    )
    assert (ran.status, ran.json["added"], ran.json["failed"]) == (4, 2, 1)
    row = next(r for r in ran.json["rows"] if r["outcome"] == "failed")
    assert (row["line"], row["text"].strip(" ,")) == (2, '{"title": "Bad \\ud800"}')
    assert row["reason"].startswith(
        "the library cannot store it: unexpected content (UnicodeEncodeError"
    )
    assert "Bad" in failed.read_text()
    assert vcmbib(db, "import", str(given), "--format", "csl-json").out.startswith(
        "read 3: 0 added, 0 filled, 2 same, 0 skipped, 1 failed"
    )


def test_a_file_whose_name_is_no_text_is_imported(tmp_path: Path) -> None:
    """A byte of a file's name that is not UTF-8 costs nothing."""
    given = tmp_path / os.fsdecode(b"\xff.ris")
    given.write_text("TY  - JOUR\nTI  - One\nER  - \n")
    done = run_process("--db", str(tmp_path / "x.db"), "import", str(given))
    assert (done.status, done.out) == (
        0,
        "read 1: 1 added, 0 filled, 0 same, 0 skipped, 0 failed\n",
    )


ODD_KEYS = ["-1996-phrase", "--help", "a b", "50%", "#1", "it's", "@x", "OR", "1996", "doi:10.1/x"]
"""Keys of other programs that look like options, numbers, operators, or have signs of TeX."""
KEYED_FILES = {
    "bib": "@misc{KEY, title={A work with a key}, author={Doe, Jane}}\n",
    "ris": "TY  - JOUR\nID  - KEY\nTI  - A work with a key\nER  - \n",
    "json": '[{"id": "KEY", "title": "A work with a key"}]\n',
    "csv": 'key,title\n"KEY",A work with a key\n',
    "jsonl": '{"key": "KEY", "title": "A work with a key"}\n',
}


@pytest.mark.parametrize("ending", KEYED_FILES)
def test_a_paper_is_found_by_the_key_that_its_file_gives(
    ending: str, db: Path, tmp_path: Path
) -> None:
    """A key that the program does not give to a paper becomes an old key, in each format."""
    for number, key in enumerate(ODD_KEYS):
        file, library = tmp_path / f"x.{ending}", tmp_path / f"{number}.db"
        file.write_text(KEYED_FILES[ending].replace("KEY", key), encoding="utf-8")
        assert vcmbib(library, "import", str(file)).status == 0
        shown = vcmbib(library, "show", "--json", "--", key)
        assert [p["title"] for p in shown.json["papers"]] == ["A work with a key"], key
        assert "1 same" in vcmbib(library, "import", str(file)).out, key


@pytest.mark.parametrize("kind", ["biblatex", "ris", "csl-json", "csv", "jsonl", "mods"])
def test_old_keys_come_through_each_format(kind: str, db: Path, tmp_path: Path) -> None:
    """Also those of a key that was changed; a key of another entry stays with that entry."""
    (tmp_path / "x.bib").write_text(
        "@misc{-1996-a b, title={The first of two works}, author={Doe, Jane}}\n"
        "@misc{second, title={Another work on ducks}, author={Roe, Ann}}\n",
        encoding="utf-8",
    )
    vcmbib(db, "import", str(tmp_path / "x.bib"))
    vcmbib(db, "key", "second", "third")
    options = ["--format", kind]
    name = str(tmp_path / f"out.{'bib' if kind == 'biblatex' else kind}")
    assert vcmbib(db, "export", *options, "-o", name).status == 0
    again = tmp_path / "again.db"
    reading = ["--format", "bibtex" if kind == "biblatex" else kind]
    assert "2 added" in vcmbib(again, "import", *reading, name).out
    for key in ("-1996-a b", "second", "third"):
        assert vcmbib(again, "show", "--", key).status == 0, key
    assert "2 same" in vcmbib(again, "import", *reading, name).out
    assert "2 same" in vcmbib(db, "import", *reading, name).out


def test_a_key_is_found_in_each_normal_form(db: Path, tmp_path: Path) -> None:
    """File names of macOS have decomposed accents."""
    (tmp_path / "x.bib").write_text("@misc{mu\u0308ller, title={Ducks}}\n", encoding="utf-8")
    vcmbib(db, "import", str(tmp_path / "x.bib"))
    for key in ("mu\u0308ller", "m\u00fcller"):
        assert vcmbib(db, "show", key).status == 0
    refused = vcmbib(db, "show", "-1996-a")
    assert (refused.status, "comes after --" in refused.err) == (2, True)
