"""The fields that an entry type requires."""

from __future__ import annotations

import shlex

import pytest

from tests.papers import ARXIV, ICIP, TIP, arxiv, doi, names, paper
from vcmbib.logic.checks import Finding, FindingKind, findings_of, incomplete
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.paper import Paper

ADA = names("Ada Lovelace")


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (paper("k", "T", entry_type="article"), "article without authors, venue, year"),
        (paper("k", "T", entry_type="article", authors=ADA, venue=TIP), "article without year"),
        (paper("k", "", entry_type="misc"), "misc without title"),
        (paper("k", "T", entry_type="book", year=2020), "authors or editors, publisher"),
        (paper("k", "T", entry_type="phdthesis", authors=ADA, year=2020), "institution or school"),
        (paper("k", "", entry_type="dataset"), "dataset without title"),
    ],
)
def test_what_is_missing(one: Paper, said: str) -> None:
    """By name, and by either name where one of two will do."""
    found = incomplete(one)
    assert found is not None
    assert found.kind is FindingKind.INCOMPLETE
    assert said in found.said


@pytest.mark.parametrize(
    "one",
    [
        paper("k", "T", entry_type="misc"),
        paper("k", "T", entry_type="article", authors=ADA, venue=TIP, year=2020),
        paper("k", "T", entry_type="book", editors=ADA, publisher="P", year=2020),
        paper("k", "T", entry_type="phdthesis", authors=ADA, year=2020, extra=(("school", "MIT"),)),
    ],
)
def test_what_is_complete(one: Paper) -> None:
    """Fields that vcmbib has no column for count too."""
    assert incomplete(one) is None


@pytest.mark.parametrize(
    ("one", "kinds"),
    [
        (paper("k", "T", authors=ADA, identifiers=(doi("10.1/a"),)), {FindingKind.AUTHORS}),
        (paper("k", "T", authors=ADA, authors_complete=True), {FindingKind.NO_IDENTIFIER}),
        *((paper("k", "T", identifiers=(Identifier(s, "9780306406157"),)),
           {FindingKind.NO_IDENTIFIER}) for s in Scheme if s not in (Scheme.DOI, Scheme.ARXIV)),
        (paper("k", "T", entry_type="book", authors=ADA, authors_complete=True, year=2020,
               publisher="P", identifiers=(Identifier(Scheme.ISBN, "9780306406157"),)), set()),
        (paper("k", "T", identifiers=(doi("10.1/a"), doi("10.1/b"))), {FindingKind.CONFLICT}),
        (paper("k", "T", identifiers=(doi("10.1/a"), doi("10.1101/2020.01.01.123456"))), set()),
        (paper("k", "T", entry_type="inproceedings", venue=ICIP, year=2020, authors=ADA,
               authors_complete=True, identifiers=(doi("10.1/a"),)), {FindingKind.NO_PAGES}),
        (paper("k", "T", entry_type="article", venue=ARXIV, year=2020, authors=ADA,
               authors_complete=True, identifiers=(arxiv("2001.00001"),)), set()),
        (paper("k", "T", entry_type="article", venue=TIP, year=2020, authors=ADA, volume="1",
               authors_complete=True, identifiers=(doi("10.1/a"),), extra=(("eid", "7"),)), set()),
    ],
)  # fmt: skip
def test_what_a_paper_lacks_is_a_finding_of_its_own(one: Paper, kinds: set[FindingKind]) -> None:
    """Authors, identifiers, pages; a version of a work does not contradict it."""
    found = findings_of(one)
    assert {f.kind for f in found} == kinds
    assert all(f.command == "vcmbib edit k" for f in found)


@pytest.mark.parametrize("kind", FindingKind)
def test_every_kind_has_a_command_that_changes_something(kind: FindingKind) -> None:
    """No cure only shows the paper; an arXiv paper that is known is completed with --refresh."""
    cures = Finding(kind, ("doe2020", "roe 2021"), "why", arxiv="2005.00001").cures

    assert cures
    for cure in cures:
        program, command, *rest = shlex.split(cure)
        assert (program, bool(rest)) == ("vcmbib", True)
        assert command in ("merge", "dedupe", "edit", "add")
        assert command != "add" or rest == ["--refresh", "arxiv:2005.00001"]
