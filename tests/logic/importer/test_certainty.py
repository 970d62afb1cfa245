"""What an import fills without asking, and what it adds."""

from __future__ import annotations

import pytest

from tests.papers import TIP, arxiv, doi, names, record
from vcmbib.logic.importer.plan import plan_import
from vcmbib.model.paper import Reading, Record, SourceKind
from vcmbib.model.plan import Outcome
from vcmbib.model.snapshot import LibrarySnapshot

TITLE = "Scalable coding of features for rope and net"
TEAM = names("J. Vester", "P. Ostrowski", "O. Quill")


def entry(**fields: object) -> Record:
    """A record of a `.bib` with title, people, year and venue."""
    given: dict[str, object] = {"title": TITLE, "authors": TEAM, "year": 2014, "venue": TIP}
    return record(source=SourceKind.BIBTEX, **(given | fields))  # type: ignore[arg-type]


def outcome(first: Record, second: Record) -> Outcome:
    """What becomes of the second record, in a file after that of the first one."""
    files = [("a.bib", Reading((first,))), ("b.bib", Reading((second,)))]
    return plan_import(files, LibrarySnapshot()).ledger.entries[1].outcome


MEN, WOMEN = f"{TITLE} in men", f"{TITLE} in women"
SUPPLEMENT: dict[str, object] = {
    "volume": "12", "number": "Suppl 1", "pages": "S12-S13", "identifiers": (doi("10.5555/s1"),),
}  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"title": MEN, **SUPPLEMENT}, {"title": WOMEN, **SUPPLEMENT}),
        ({"title": MEN, "key": "v14"}, {"title": WOMEN, "key": "v14"}),
        ({"title": f"{TITLE} in rats"}, {"title": f"{TITLE} in cats"}),
        ({}, {"year": 2015}),
        ({"month": 3}, {"month": 4}),
        ({"title": "Quay notes"}, {"title": "Quay notes", "key": "b"}),
        ({"authors": names("?")}, {"authors": names("-")}),
        ({"abstract": "We splice ropes. " * 9}, {"abstract": "A fire in a dry field. " * 9}),
        ({"pages": "12-20"}, {"pages": "21-30"}),
        ({"title": "Editorial", "pages": "12"}, {"title": "Editorial", "pages": "12", "key": "b"}),
        ({"extra": (("eid", "m3913"),)}, {"pages": "m3932"}),
    ],
)
def test_what_is_not_certain_is_added(first: dict[str, object], second: dict[str, object]) -> None:
    """Whatever the sum of the evidence is; a record that fills another work is lost."""
    assert outcome(entry(**first), entry(**second)) is Outcome.ADDED
    assert outcome(entry(**second), entry(**first)) is Outcome.ADDED


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"volume": "3"}),
        ({"month": 3}, {"month": 3, "volume": "3"}),
        ({"identifiers": (arxiv("1401.00001"),)}, {"identifiers": (arxiv("1401.00001"),),
                                                  "title": f"{TITLE}s"}),
        ({"title": "Quay notes", "pages": "435-451"}, {"title": "Quay notes", "pages": "435-51"}),
        ({"title": f"{TITLE}s", "pages": "12-20"}, {"pages": "12-20", "volume": "3"}),
        ({"title": f"{TITLE}s", "identifiers": (doi("10.1/x"),)},
         {"identifiers": (doi("10.1/x"),)}),
    ],
)  # fmt: skip
def test_what_is_certain_is_filled(first: dict[str, object], second: dict[str, object]) -> None:
    """By an identifier, by a place, or by a long title with people, year and venue."""
    assert outcome(entry(**first), entry(**second)) in (Outcome.FILLED, Outcome.SAME)


def test_a_title_that_a_file_has_twice_fills_nothing_alone() -> None:
    """It is that of a column: which instalment is it?"""
    column = [entry(key=f"c{number}") for number in range(3)]
    files = [("a.bib", Reading(tuple(column[:1]))), ("b.bib", Reading(tuple(column[1:])))]
    entries = plan_import(files, LibrarySnapshot()).ledger.entries
    assert [e.outcome for e in entries] == [Outcome.ADDED] * 3
    assert "perhaps the same as" in (entries[1].reason or "")
