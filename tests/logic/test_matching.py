"""When a record speaks of a paper, and when it only looks so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.papers import ARXIV, ICIP, TIP, arxiv, doi, names, paper, record
from vcmbib.logic.matching import Verdict, compare, title_likeness
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.paper import Paper, Record

LONG = "Scalable coding of features for humans and machines"


def known(**fields: object) -> Paper:
    """A paper with a long title and an author."""
    given: dict[str, object] = {"title": LONG, "authors": names("Ada Lovelace")} | fields
    return paper("lovelace2020scalable", **given)  # type: ignore[arg-type]


def said(**fields: object) -> Record:
    """A record of the same title and author."""
    given: dict[str, object] = {"title": LONG, "authors": names("Ada Lovelace")} | fields
    return record(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (
            said(title="Something else altogether", identifiers=(doi("10.1/X"),)),
            known(identifiers=(doi("10.1/x"),)),
            "a DOI copied to another title",
        ),
        (
            said(
                title="Unified adaptation of inference",
                authors=names("Zhi Duan"),
                identifiers=(Identifier(Scheme.IEEE, "10379180"),),
            ),
            known(identifiers=(Identifier(Scheme.IEEE, "10379180"),)),
            "one document number on two titles",
        ),
    ],
)
def test_an_identifier_on_another_title_is_a_wrong_link(
    one: Record, other: Paper, why: str
) -> None:
    """Sharing an identifier is not enough where the titles have nothing in common."""
    assert compare(one, other).verdict is Verdict.SHARED, why


@pytest.mark.parametrize(
    ("one", "other", "verdict", "why"),
    [
        (said(authors=names("Grace Hopper")), known(), Verdict.DIFFERENT, "other people"),
        (said(title=LONG + " revisited"), known(), Verdict.DIFFERENT, "another title"),
        (
            said(identifiers=(doi("10.1/a"),)),
            known(identifiers=(doi("10.1/b"),)),
            Verdict.VERSION,
            "another DOI",
        ),
        (said(year=2010), known(year=2020), Verdict.VERSION, "ten years apart"),
        (said(venue=TIP, year=2020), known(venue=ICIP, year=2019), Verdict.VERSION, "two venues"),
        (
            said(venue=TIP, volume="1"),
            known(venue=TIP, volume="2"),
            Verdict.VERSION,
            "another volume",
        ),
        (
            said(title="Editorial", venue=TIP, year=2020),
            known(title="Editorial", venue=TIP, year=2021),
            Verdict.ASK,
            "a title of many works",
        ),
        (said(title="Editorial", authors=()), known(title="Editorial"), Verdict.ASK, "no author"),
        (said(authors=(), year=2020), known(year=2021), Verdict.ASK, "no author, other year"),
    ],
)
def test_what_forbids_a_match(one: Record, other: Paper, verdict: Verdict, why: str) -> None:
    """Each of these alone keeps two works apart."""
    assert compare(one, other).verdict is verdict, why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (said(), known()),
        (said(title=LONG.upper() + "."), known()),
        (said(year=2018, venue=ARXIV), known(year=2020, venue=TIP)),
        (said(authors=(), year=2020), known(year=2020)),
        (
            said(
                title="S" + LONG, authors=names("A. Lovelace"), identifiers=(arxiv("2101.00001"),)
            ),
            known(identifiers=(arxiv("2101.00001"),)),
        ),
        (
            said(
                title="Features for people: coding that scales for humans and machines too",
                identifiers=(arxiv("2101.00001"),),
            ),
            known(identifiers=(arxiv("2101.00001"),)),
        ),
        (said(venue=TIP, authors=names("Lovelace, A.")), known(venue=replace(TIP, acronym=None))),
    ],
)
def test_one_work(one: Record, other: Paper) -> None:
    """Another letter case, a preprint, initials, a typing error beside an id: the same work."""
    match = compare(one, other)

    assert match.verdict is Verdict.SAME
    assert match.evidence


def test_a_title_without_letters_is_like_nothing() -> None:
    """Punctuation alone is no title to compare."""
    assert title_likeness("…", "!") == 0.0
    assert title_likeness("", LONG) == 0.0


def test_a_title_and_its_continuation_are_alike() -> None:
    """A subtitle more or less does not make another work, unless the title is short."""
    assert title_likeness(LONG, f"{LONG}: a survey of what was found") > 90
    assert title_likeness("Coding", "Coding of all that is known under the sun") < 50


def test_isbn_of_a_volume() -> None:
    """Two papers of one volume with like titles are two works; a book is told by its number."""
    isbn = (Identifier(Scheme.ISBN, "9781450379885"),)
    title, like = "Text-Guided Image Inpainting", "Text-Guided Neural Image Inpainting"

    for kind, verdict in (("inproceedings", Verdict.DIFFERENT), ("book", Verdict.SAME)):
        said = record(title, identifiers=isbn, entry_type=kind)
        there = paper("k", like, identifiers=isbn, entry_type=kind)
        assert compare(said, there).verdict is verdict
