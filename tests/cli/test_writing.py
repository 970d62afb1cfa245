"""import, add, undo, export, init: what is written, and what is not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.program import LIST, vcmbib
from tests.store.test_library import contents

BROKEN = LIST + "| | | | | | | |\n| | | Nobody | | ICIP2020 | | |\n"
BIB = """@inproceedings{choi2018near,
  title = {Deep Feature Compression for Object Detection},
  author = {Choi, Hyomin and Baji{\\'c}, Ivan V.},
  booktitle = {25th IEEE International Conference on Image Processing (ICIP)},
  year = {2018},
  pages = {3743--3747},
  doi = {10.1109/ICIP.2018.8451100},
}
"""


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A folder with a list, a broken list and a .bib."""
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "broken.md").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "more.bib").write_text(BIB, encoding="utf-8")
    return tmp_path


def rows(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the library but the log."""
    with sqlite3.connect(db) as opened:
        found = contents(opened)
    opened.close()
    return found


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


def test_what_failed_is_handed_back_to_be_corrected(lists: Path) -> None:
    """The rest is imported; the failed rows come back as a list; corrected, they are imported."""
    db, failed = lists / "papers.db", lists / "again.md"
    result = vcmbib(db, "import", str(lists / "broken.md"), "--failed", str(failed))

    assert result.status == 4
    assert result.out.startswith("read 6: 4 added")
    assert "could not be understood" in result.err
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
    """And says so; the file is byte-identical."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    before = db.read_bytes()
    result = vcmbib(db, "import", str(lists / "list.md"))

    assert result.out == "read 4: 0 added, 0 filled, 4 same, 0 skipped, 0 failed\n"
    assert "nothing changed" in result.err
    assert db.read_bytes() == before


def test_a_dry_run_writes_nothing(lists: Path) -> None:
    """Not even an empty library; every row is shown."""
    db = lists / "papers.db"
    result = vcmbib(db, "import", "--dry-run", str(lists / "list.md"))

    assert len(result.out.splitlines()) == 5
    assert "line 9\tadded\tgomes2024neural" in result.out
    assert not db.exists()


def test_standard_input_and_a_byte_order_mark(lists: Path) -> None:
    """`-` reads a list; its format is told by its content; a mark at its head does not matter."""
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
    """The key stays, the file's own key resolves, and each field says where it came from."""
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
    """One transaction, one entry of the log; rows say which file they came from."""
    db = lists / "papers.db"
    ledger = vcmbib(db, "import", "--json", str(lists / "list.md"), str(lists / "more.bib")).json

    assert (ledger["added"], ledger["filled"]) == (4, 1)
    assert ledger["rows"][4]["file"].endswith("more.bib")
    assert len(vcmbib(db, "log").out.splitlines()) == 1


def test_add_keeps_every_record(lists: Path) -> None:
    """With --on-duplicate add each record is a paper of its own, under its own key."""
    (lists / "twice.bib").write_text(BIB + BIB.replace("choi2018near", "other"), encoding="utf-8")
    db = lists / "papers.db"
    vcmbib(db, "import", "--on-duplicate", "add", str(lists / "twice.bib"))

    assert vcmbib(db, "list", "--keys").out.split() == ["choi2018near", "other"]


def test_undo_says_what_it_restores(lists: Path) -> None:
    """--dry-run first shows it and writes nothing; then every table is as it was."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    before = rows(db)
    vcmbib(db, "import", str(lists / "more.bib"))
    after = db.read_bytes()
    shown = vcmbib(db, "undo", "--dry-run")
    assert db.read_bytes() == after
    done = vcmbib(db, "undo", "--json").json

    assert "would take back change 2" in shown.err
    assert shown.out.startswith("set back\tchoi2018deep\t")
    assert "authors" in shown.out
    assert done["undone"] == 2
    assert done["restored"][0]["key"] == "choi2018deep"
    assert rows(db) == before
    assert vcmbib(db, "undo").status == 0
    assert all(not found for found in rows(db).values())
    assert vcmbib(db, "undo").status == 1


def test_a_forbidden_undo_names_the_later_change(lists: Path) -> None:
    """Taking back the import would lose what was filled in later."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    vcmbib(db, "import", str(lists / "more.bib"))
    result = vcmbib(db, "undo", "1")

    assert result.status == 1
    assert "later changes touched the same rows: 2" in result.err


def test_add_by_hand(lists: Path) -> None:
    """A paper with all that is said, its key on standard output; the same again is not doubled."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    args = (
        "add",
        "--title",
        "A Łódź of codes",
        "--author",
        "Jan Łukasz and Ada de la Cruz",
        "--year",
        "2021",
        "--venue",
        "TIP",
        "--tag",
        "new",
        "--category",
        "coding",
        "--doi",
        "10.1000/XYZ",
    )
    result = vcmbib(db, *args)
    one = vcmbib(db, "show", "lukasz2021lodz", "--json").json["papers"][0]

    assert (result.status, result.out) == (0, "lukasz2021lodz\n")
    assert one["type"] == "article"
    assert one["authors"][1] == {"family": "Cruz", "given": "Ada", "particle": "de la"}
    assert one["authors_complete"] is True
    assert one["categories"] == ["coding"]
    assert vcmbib(db, *args).out == "lukasz2021lodz\n"
    assert len(vcmbib(db, "list").out.splitlines()) == 5


def test_what_a_person_added_is_never_overwritten(lists: Path) -> None:
    """A later .bib fills the pages, and its other year is only kept as a claim."""
    db = lists / "papers.db"
    vcmbib(
        db,
        "add",
        "--title",
        "Deep Feature Compression for Object Detection",
        "--author",
        "Hyomin Choi",
        "--year",
        "2017",
        "--venue",
        "ICIP",
    )
    vcmbib(db, "import", str(lists / "more.bib"))
    one = vcmbib(db, "show", "choi2017deep", "--json").json["papers"][0]

    assert (one["year"], one["pages"]) == (2017, "3743-3747")
    assert "year\tnot: 2018\tmore.bib" in vcmbib(db, "show", "choi2017deep", "--sources").out


def test_export_to_a_file_and_check(lists: Path) -> None:
    """Written whole, in a stable order; --check compares and writes nothing."""
    db, out = lists / "papers.db", lists / "out.bib"
    vcmbib(db, "import", str(lists / "list.md"))
    assert vcmbib(db, "export", "--bibtex", "-o", str(out), "--check").status == 1
    assert not out.exists()
    vcmbib(db, "export", "--bibtex", "-o", str(out))
    first = out.read_bytes()

    assert vcmbib(db, "export", "--bibtex", "-o", str(out), "--check").status == 0
    assert vcmbib(db, "export", "--bibtex").out.encode() == first
    assert [
        line.split("{")[1].rstrip(",")
        for line in first.decode().splitlines()
        if line.startswith("@")
    ] == [
        "choi2018deep",
        "codevilla2021learned",
        "gomes2024neural",
        "ozyilkan2023learned",
    ]
    assert sorted(p.name for p in lists.iterdir()) == [
        "broken.md",
        "list.md",
        "more.bib",
        "out.bib",
        "papers.db",
    ]


def test_the_exports_folder(lists: Path) -> None:
    """--all writes four files beside the library; --check alone compares them."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    assert vcmbib(db, "export", "--check").status == 1
    vcmbib(db, "export", "--all")

    assert sorted(p.name for p in (lists / "exports").iterdir()) == [
        "README.md",
        "papers.bib",
        "papers.biblatex.bib",
        "papers.csl.json",
    ]
    assert vcmbib(db, "export", "--check").status == 0
    vcmbib(db, "add", "--title", "New work of art")
    stale = vcmbib(db, "export", "--check")
    assert stale.status == 1
    assert "papers.bib" in stale.err


def test_exports_are_read_back_as_the_same_papers(lists: Path) -> None:
    """The list and the .bib that are written change nothing when they are read."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    vcmbib(db, "export", "--all")
    for name in ("README.md", "papers.bib", "papers.biblatex.bib"):
        ledger = vcmbib(db, "import", "--dry-run", "--json", str(lists / "exports" / name)).json
        assert (ledger["added"], ledger["failed"]) == (0, 0), name
        assert ledger["read"] == 4


def test_a_query_narrows_an_export(lists: Path) -> None:
    """Only what it finds; --ascii writes LaTeX."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))

    assert vcmbib(db, "export", "--bibtex", "author:ozyilkan", "--ascii").out.count("@") == 1
    assert '{\\"O}zy{\\i}lkan' in vcmbib(db, "export", "--bibtex", "author:ozyilkan", "--ascii").out
    assert len(vcmbib(db, "export", "--json", "-tag:multi-task").json["papers"]) == 3


def test_init_makes_and_checks(lists: Path) -> None:
    """A new library is made; an old one is left as it is."""
    db = lists / "papers.db"

    assert vcmbib(db, "init", "--json").json == {
        "vcmbib": 1,
        "library": str(db),
        "made": True,
        "papers": 0,
    }
    before = db.read_bytes()
    assert "is in order: 0 papers" in vcmbib(db, "init").out
    assert db.read_bytes() == before
