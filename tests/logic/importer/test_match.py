"""The papers that a record may match, and the verdict on each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.papers import ARXIV, TIP, arxiv, doi, names, paper, record
from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.logic.dedupe.prepare import prepare
from vcmbib.logic.importer.match import PaperIndex, lookup_keys, match_record, restates
from vcmbib.logic.importer.plan import plan_import
from vcmbib.model.paper import Paper, Reading, Record
from vcmbib.model.plan import Add, Outcome, Plan
from vcmbib.model.snapshot import LibrarySnapshot
from vcmbib.store.library import Library

LONG = "Scalable coding of features for humans and machines"
ADA = names("Ada Lovelace")


def judged(one: Record, other: Paper, *sources: Record) -> Verdict:
    """The verdict on a record and a paper."""
    return match_record(one, prepare(one), other, prepare(other), sources, recurring=False).verdict


def test_the_same_key_settles_a_doubt() -> None:
    """A file that is read again after an edit; but no key helps against a veto."""
    there = paper("lovelace2020", LONG, authors=ADA, former_keys=("old",))
    for key, verdict in (("lovelace2020", Verdict.SAME), ("old", Verdict.SAME), ("x", Verdict.ASK)):
        assert judged(record(LONG, authors=ADA, key=key, year=2020), there) is verdict
    other = record(LONG, authors=names("Grace Hopper"), key="lovelace2020")
    assert judged(other, there) is Verdict.DIFFERENT


def test_a_title_that_was_edited_is_still_found() -> None:
    """What a source once called the paper counts as its title."""
    there = paper("k", "Quite another title by now", authors=ADA, venue=TIP, year=2020)
    said = record(LONG, authors=ADA, venue=TIP, year=2020)
    assert judged(said, there) is Verdict.DIFFERENT
    assert judged(said, there, said) is Verdict.SAME


@pytest.mark.parametrize("title", [LONG, f"{LONG} alike", LONG.replace("machines", "machins")])
def test_titles_that_begin_alike_are_looked_at(tmp_path: Path, title: str) -> None:
    """Within one import and from a library: a typing error, a subtitle."""
    with Library.writing(tmp_path / "x.db") as library:
        there = paper("k", LONG, authors=ADA, venue=TIP, year=2020)
        library.apply(Plan.of([Add(there)]), "add")
        said = record(title, authors=ADA, venue=TIP, year=2020)
        known = library.snapshot_for([said])
    assert [p.key for p in known.papers.values()] == ["k"]
    assert PaperIndex(known).candidates(lookup_keys(said))
    entries = plan_import([("a.md", Reading((said,)))], known).ledger.entries
    assert entries[0].outcome in (Outcome.FILLED, Outcome.SAME) or "k (" in (
        entries[0].reason or ""
    )


def test_many_titles_that_begin_alike_are_not_all_compared() -> None:
    """Forty papers are compared instead of a thousand; the same title is always among them."""
    titles = {f"{LONG}{n:04}".replace(" ", "").lower(): (n,) for n in range(1000)}
    index = PaperIndex(LibrarySnapshot(by_title=titles))
    found = index.candidates(lookup_keys(record(f"{LONG}0777")))
    assert 777 in found
    assert len(found) <= 41


def test_a_preprint_and_its_publication_are_one_paper() -> None:
    """In either order one paper comes of both, published, with both identifiers."""
    early = record(LONG, authors=ADA, venue=ARXIV, year=2019, identifiers=(arxiv("1901.00001"),))
    late = record(LONG, authors=ADA, venue=TIP, year=2021, identifiers=(doi("10.1109/x"),))
    for records in ((early, late), (late, early)):
        made = plan_import([("a.md", Reading(records))], LibrarySnapshot())
        assert [e.outcome for e in made.ledger.entries] == [Outcome.ADDED, Outcome.FILLED]
        (added,) = (a.paper for a in made.actions if isinstance(a, Add))
        assert (added.venue, added.year) == (TIP, 2021)
        assert {str(i) for i in added.identifiers} == {"arxiv:1901.00001", "doi:10.1109/x"}


FULL = paper(
    "k", "A Title", authors=names("Ada Lovelace", "Wei Wang"), year=2020, month=5, venue=TIP,
    volume="3", number="2", pages="1-9", identifiers=(doi("10.1/a"),), abstract="What it does.",
    former_keys=("old",), publisher="IEEE", editors=names("Grace Hopper"), honour="oral", model="M",
)  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"key": "old"},
        {"title": "a  title"},
        {"authors": names("LOVELACE, Ada", "Wang Wei")},
        {"year": 2020, "month": 5, "volume": "3", "pages": "1--9", "number": "2"},
        {"venue": TIP, "identifiers": (doi("10.1/A"),), "abstract": "What it does"},
        {"tags": ("x",), "extra": (("y", "z"),), "note": "n"},
    ],
)
def test_a_record_that_restates_its_paper_is_recognized(said: dict[str, object]) -> None:
    """The same key, the same title, and no value of the publication that differs."""
    said_again = replace(record("A Title", key="k"), **said)  # type: ignore[arg-type]
    assert restates(said_again, FULL)


@pytest.mark.parametrize(
    "said",
    [
        {"key": ""},
        {"key": "other"},
        {"title": ""},
        {"title": "Another Title"},
        {"authors": names("Ada Lovelace")},
        {"editors": names("Ada Lovelace")},
        {"venue": ARXIV},
        {"identifiers": (doi("10.1/b"),)},
        {"identifiers": (doi("10.1/a"), arxiv("2305.02578"))},
        *({name: value} for name, value in (
            ("year", 2021), ("month", 6), ("volume", "4"), ("number", "3"), ("pages", "1-8"),
            ("publisher", "ACM"), ("abstract", "Other."), ("honour", "poster"), ("model", "N"),
        )),
    ],
)  # fmt: skip
def test_a_record_that_states_more_is_weighed(said: dict[str, object]) -> None:
    """A key alone identifies no work: another value, or a new one, is weighed as evidence."""
    other = replace(record("A Title", key="k"), **said)  # type: ignore[arg-type]
    assert not restates(other, FULL)


def test_a_record_without_a_title_restates_a_paper_without_one() -> None:
    """As a library writes and reads again a work of which only the people are known."""
    there = paper("doe2020", "", authors=ADA, year=2020)
    assert restates(record("", key="doe2020", authors=ADA, year=2020), there)
    assert not restates(record("T", key="doe2020", authors=ADA, year=2020), there)
    assert not restates(record("", key="doe2020", authors=names("J. Doe"), year=2020), there)


UNNAMED = [
    record("", authors=ADA, year=2020),
    record("", editors=ADA),
    record("", identifiers=(doi("10.1/a"),)),
    record("\u0301", authors=ADA),
    record("?", authors=ADA),
    record("Editorial"),
    record("", authors=ADA, extra=(("ris-PY", "in press"),), venue=TIP),
]


@pytest.mark.parametrize("one", UNNAMED, ids=lambda r: ascii(r.title) + str(len(r.extra)))
def test_a_record_without_title_or_key_is_recognized(one: Record, tmp_path: Path) -> None:
    """Read again, in the same file or from another one, the same values are the same work."""
    other = record("", authors=names("Grace Hopper"), year=2020)
    with Library.writing(tmp_path / "x.db") as library:
        for number, origin in enumerate(("a.ris", "a.ris", "b.ris")):
            records = [replace(r, origin=origin, line=at) for at, r in enumerate((one, other, one))]
            plan = plan_import([(origin, Reading(tuple(records)))], library.snapshot_for(records))
            expected = "same same same" if number else "added added same"
            assert " ".join(e.outcome for e in plan.ledger.entries) == expected
            library.apply(plan, "import")
        assert library.count() == 2


def test_a_title_of_many_papers_hides_no_record(tmp_path: Path) -> None:
    """A column with more papers than are compared: each record is recognized when read again."""
    records = [record("Editorial", authors=names(f"Ada Number{at}"), line=at) for at in range(130)]
    reading = [("a.ris", Reading(tuple(records)))]
    with Library.writing(tmp_path / "x.db") as library:
        library.apply(plan_import(reading, library.snapshot_for(records)), "import")
        assert library.count() == 130
        again = plan_import(reading, library.snapshot_for(records))
        assert {e.outcome for e in again.ledger.entries} == {Outcome.SAME}
