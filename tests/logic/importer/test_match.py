"""The papers that a record may match, and the verdict on each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.papers import ARXIV, TIP, arxiv, doi, names, paper, record
from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.logic.dedupe.prepare import prepare
from vcmbib.logic.importer.match import PaperIndex, lookup_keys, match_record
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
