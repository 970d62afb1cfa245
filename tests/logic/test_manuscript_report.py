"""The report on a document's citations and the papers of the library."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.papers import ARXIV, ICIP, TIP, arxiv, doi, names, paper
from vcmbib.logic.manuscript_report import (
    CitedPaper,
    LibraryPapers,
    NameKind,
    bib_entries,
    build_report,
    name_kind,
    referred_keys,
    sed_commands,
)
from vcmbib.model.manuscript import Citation, Citations, Location
from vcmbib.model.paper import Paper

WHO = names("Jane Doe", "Richard Roe")
TITLE = "Learned Coding of Deep Features for Machines"


def cited(*keys: str, guessed: str = "") -> Citations:
    """These keys cited, a line each."""
    sure = [Citation(k, Location("m.tex", n)) for n, k in enumerate(keys, 1)]
    return Citations((*sure, *(Citation(k, Location("m.tex", 99), True) for k in guessed.split())))


def held(**papers: Paper) -> LibraryPapers:
    """A library that knows these papers by these names."""
    return LibraryPapers(papers)


def test_what_is_not_there_is_missing_with_its_first_place() -> None:
    """A missing key has its places, the nearest keys, and its identifier if it is one."""
    found = build_report(
        cited("doe20", "arxiv:2405.03500", "doe20"),
        LibraryPapers(similar_keys={"doe20": ("doe2020",)}),
    ).missing
    assert [m.name for m in found] == ["doe20", "arxiv:2405.03500"]
    assert (str(found[0].locations[0]), len(found[0].locations), found[0].similar_keys) == (
        "m.tex:1",
        2,
        ("doe2020",),
    )
    assert (found[0].identifier, found[1].identifier) == (None, arxiv("2405.03500"))


def test_a_guess_counts_only_if_the_library_has_it() -> None:
    """The argument of an unknown command is never missing."""
    found = build_report(cited(guessed="a b"), held(a=paper("a", id=1)))
    assert [c.name for c in found.cited] == ["a"]
    assert not found.missing


def test_how_a_paper_is_named() -> None:
    """By its key, a former one, another letter case, or an identifier."""
    one = paper("doe2020", former_keys=("old",), identifiers=(doi("10.1/x"),))
    assert [name_kind(n, one) for n in ("doe2020", "old", "OLD", "Doe2020", "10.1/x")] == [
        NameKind.KEY, NameKind.FORMER, NameKind.FORMER, NameKind.CASE, NameKind.IDENTIFIER,
    ]  # fmt: skip


def test_one_work_under_two_names() -> None:
    """One paper under two keys, and two papers that share a DOI and a title, are duplicates."""
    one = paper("a", TITLE, id=1, authors=WHO, venue=TIP, identifiers=(doi("10.1/x"),))
    two = paper("b", TITLE, id=2, authors=WHO, venue=TIP, identifiers=(doi("10.1/X"),))
    other = paper("c", "Something Else", id=3, authors=WHO)
    found = build_report(
        cited("a", "old", "b", "c"), held(a=one, old=one, b=two, c=other)
    ).duplicates
    assert [(p.one, p.other) for p in found] == [("a", "old"), ("a", "b")]


def test_a_preprint_whose_publication_is_there() -> None:
    """The publication among the other papers is named with its venue; others are not."""
    pre = paper("pre", TITLE, id=1, authors=WHO, year=2020, venue=ARXIV,
                identifiers=(arxiv("2005.00001"),))  # fmt: skip
    out = paper("out", TITLE, id=2, authors=WHO, year=2021, venue=ICIP)
    other = paper("other", TITLE, id=3, authors=names("A. Other"), year=2021, venue=ICIP)
    found = build_report(
        cited("pre"), LibraryPapers({"pre": pre}, similar_papers=(pre, out, other))
    )
    assert [(p.one, p.other, p.reason) for p in found.published] == [("pre", "out", "ICIP 2021")]
    assert found.preprints == ("pre",)
    assert not build_report(
        cited("out"), LibraryPapers({"out": out}, similar_papers=(pre, out))
    ).published


def test_entries_have_every_name_that_is_cited() -> None:
    """BibLaTeX's by former keys, BibTeX's by an entry each; parents come last."""
    one = paper("doe2020", id=1, former_keys=("older", "old"))
    child = paper("kid", id=2, extra=(("crossref", "a-volume"),))
    parent = paper("a-volume", id=3)
    all_cited = [
        CitedPaper(name, p, NameKind.KEY, ())
        for name, p in (("old", one), ("10.1/x", one), ("kid", child), ("a-volume", parent))
    ]
    assert referred_keys([one, child]) == {"a-volume": "kid"}
    new = bib_entries(all_cited, {"a-volume": parent}, aliases=True)
    assert [(p.key, p.former_keys) for p in new] == [
        ("doe2020", ("10.1/x", "old")), ("kid", ()), ("a-volume", ()),
    ]  # fmt: skip
    plain = bib_entries(all_cited, {"a-volume": parent}, aliases=False)
    assert [(p.key, p.former_keys) for p in plain] == [
        ("10.1/x", ()), ("kid", ()), ("old", ()), ("a-volume", ()),
    ]  # fmt: skip


def test_bibtex_gets_one_entry_for_two_letter_cases() -> None:
    """BibTeX takes keys that differ in case alone for a repeated entry."""
    one = paper("doe2020", id=1)
    both = [CitedPaper(n, one, NameKind.KEY, ()) for n in ("Doe2020", "doe2020")]
    assert [p.key for p in bib_entries(both, {}, aliases=False)] == ["Doe2020"]


@pytest.mark.skipif(shutil.which("sed") is None, reason="there is no sed")
@pytest.mark.parametrize(
    ("old", "new"), [("a.b+c", "n&w"), ("old", "x/y:z"), ("it's", "new"), ("a(b)[c]", "2020new")]
)
def test_the_sed_line_changes_that_key_alone(old: str, new: str, tmp_path: Path) -> None:
    """Run by a shell, the line changes the key where it is cited and nothing that is like it."""
    file = tmp_path / "my paper.tex"
    text = "\\cite{KEY,KEY, KEY}KEY2 x-KEY KEY:x\nKEY\n[@KEY; @KEY.]\n"
    file.write_text(text.replace("KEY", old), encoding="utf-8")
    spots = tuple(Location(str(file), n) for n in (1, 1, 1, 3, 3))
    for line in sed_commands(CitedPaper(old, paper(new), NameKind.FORMER, spots)):
        subprocess.run(line, shell=True, check=True)
    want = "\\cite{NEW,NEW, NEW}KEY2 x-KEY KEY:x\nKEY\n[@NEW; @NEW.]\n"
    assert file.read_text(encoding="utf-8") == want.replace("KEY", old).replace("NEW", new)
