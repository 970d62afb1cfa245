"""`vcmbib search`: the papers that a query finds."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import vcmbib


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
    """The category's papers by its name, whatever words their titles have."""
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
