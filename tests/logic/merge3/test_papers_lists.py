"""Lists of a paper in a three-way merge: every case of one value, links, and merged papers."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from tests.dumps import line
from tests.logic.merge3.three_libraries import A, conflicts_of, library, only_paper
from tests.papers import ARXIV, TIP, paper
from vcmbib.logic.merge3.libraries import merge_libraries
from vcmbib.logic.merge3.papers import PaperConflicts, _time, join, merge_into
from vcmbib.model.paper import Link, LinkKind


@pytest.mark.parametrize("strict", [True, False])
def test_each_case_of_one_value(strict: bool) -> None:
    """What one side did is done; two different values are a conflict, and ours stays."""
    for old, our, their in product((None, "a", "b", "c"), repeat=3):
        base, ours, theirs = ({} if v is None else {"k": v} for v in (old, our, their))
        # Another value that each side added, so that neither list is that of the base.
        ours, theirs = {**ours, "o": "1"}, {**theirs, "t": "2"}
        found, conflicts = join(base, ours, theirs, strict=strict)
        both_changed = len({old, our, their}) == 3
        one_removed = both_changed and None in (our, their)
        if not both_changed:
            expected = their if our == old else our
        elif one_removed:
            expected = (our or their) if strict else None
        else:
            expected = our
        assert found.get("k") == expected, (old, our, their)
        is_conflict = both_changed and (strict or not one_removed)
        assert conflicts == ({"k": (our, their)} if is_conflict else {}), (old, our, their)
        assert (found["o"], found["t"]) == ("1", "2")


def links(*labels: str, **changed: str) -> tuple[Link, ...]:
    """Links with these names; `changed` gives some of them a label."""
    return tuple(
        Link(LinkKind.OTHER, f"https://example.org/{name}", changed.get(name)) for name in labels
    )


def merged_links(base: str, ours: str, theirs: str) -> str:
    """The names of the links after a merge, one letter each."""
    papers = [replace(A, links=links(*names)) for names in (base, ours, theirs)]
    merged = merge_libraries(*(library(p) for p in papers))
    assert merged.conflicts == ()
    return "".join(k.url[-1] for k in only_paper(merged).paper.links)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("ab", "ab", "abcd", "abcd"),
        ("ab", "abc", "abd", "abcd"),
        ("abcd", "abd", "abc", "ab"),
        ("abcd", "ad", "abcd", "ad"),
        ("abcd", "abcd", "bc", "bc"),
        ("", "abc", "cde", "abcde"),
        ("abc", "cba", "abcd", "cbad"),
    ],
)
def test_links_that_sides_added_and_removed(
    base: str, ours: str, theirs: str, expected: str
) -> None:
    """No link of a side is lost, and none that a side removed comes back."""
    assert merged_links(base, ours, theirs) == expected


def test_a_link_that_both_sides_labelled_is_a_conflict() -> None:
    """Ours stays, theirs is in the list; a link that one side labelled has its label."""
    base, ours, theirs = (
        replace(A, links=links("a", "b", "c", **labels))
        for labels in ({}, {"a": "mine", "b": "mine"}, {"a": "its", "c": "its"})
    )
    merged = merge_libraries(library(base), library(ours), library(theirs))
    assert [k.label for k in only_paper(merged).paper.links] == ["mine", "mine", "its"]
    assert conflicts_of(merged) == [("a", "link https://example.org/a")]
    (conflict,) = merged.conflicts
    assert "mine" in str(conflict.ours)
    assert "its" in str(conflict.theirs)


def test_a_link_that_one_side_removed_and_the_other_labelled_stays() -> None:
    """It is a conflict in both directions."""
    base, ours, theirs = (
        replace(A, links=some)
        for some in (links("a", "b"), links("b"), links("a", "b", "c", a="its"))
    )
    for left, right in ((ours, theirs), (theirs, ours)):
        merged = merge_libraries(library(base), library(left), library(right))
        kept = {k.url[-1]: k.label for k in only_paper(merged).paper.links}
        assert kept == {"a": "its", "b": None, "c": None}
        assert conflicts_of(merged) == [("a", "link https://example.org/a")]


@pytest.mark.parametrize("ours", [True, False])
def test_changes_to_a_paper_that_the_other_side_merged(ours: bool) -> None:
    """Values, links, tags, files and keys reach the paper that remained, in their order."""
    base = paper("b", "On B", year=2020, links=links("a", "b"), tags=("x", "y"), venue=TIP)
    kept = paper("a", "On B", year=2020, links=links("o", "a", "b"), tags=("o", "x", "y"),
                 venue=TIP, former_keys=("b",))  # fmt: skip
    side = replace(
        base, year=2021, volume="7", links=links("a", "c", "d", "e"), tags=("y", "z"),
        former_keys=("older",),
    )  # fmt: skip
    conflicts = PaperConflicts()
    found = merge_into(
        line(kept, files=("a.pdf",)), line(base, files=("b.pdf",)),
        line(side, files=("b.pdf", "c.pdf")), conflicts, line(paper("a", "On B", tags=("o",))),
        ours=ours,
    )  # fmt: skip
    assert conflicts.found == []
    assert (found.paper.year, found.paper.volume, found.paper.venue) == (2021, "7", TIP)
    assert [k.url[-1] for k in found.paper.links] == ["o", "a", "c", "d", "e"]
    assert found.paper.tags == ("o", "y", "z")
    assert set(found.files) >= {"a.pdf", "c.pdf"}
    assert found.paper.former_keys == ("b", "older")


@pytest.mark.parametrize("ours", [True, False])
def test_a_value_that_both_changed_where_one_side_merged(ours: bool) -> None:
    """The value of our side stays in both directions, and the conflict has ours first."""
    base = line(paper("b", "On B", year=2020, venue=ARXIV))
    result = line(paper("a", "On B", year=2021, venue=TIP, former_keys=("b",)))
    other = line(paper("b", "On B", year=2022, venue=ARXIV))
    conflicts = PaperConflicts()
    found = merge_into(result, base, other, conflicts, line(paper("a", "On B")), ours=ours)
    assert (found.paper.year, found.paper.venue) == (2022 if ours else 2021, TIP)
    mine, its = ({"year": 2022}, {"year": 2021}) if ours else ({"year": 2021}, {"year": 2022})
    assert [(n, o, t) for n, o, t, _ in conflicts.found] == [("year", mine, its)]


TIMES = ("", "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z", "2022-01-01T00:00:00Z")


def test_times_of_both_sides() -> None:
    """The earliest time of adding and the latest of a change; one side alone decides."""
    for old, our, their in product(TIMES, repeat=3):
        if our in (old, their):
            expected = their, their
        elif their == old:
            expected = our, our
        else:
            times = sorted(filter(None, (our, their)))
            expected = times[0], times[-1]
        found = _time(old, our, their, newest=False), _time(old, our, their, newest=True)
        assert found == expected, (old, our, their)
