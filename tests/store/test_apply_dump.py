"""A dump is applied to a library."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from tests.dumps import TREE, dumps, in_one_form, line, lines_written
from tests.examples import LIBRARIES
from tests.papers import ICIP, arxiv, names, paper
from tests.store.dumped_libraries import make, text_of
from vcmbib.logic.library_diff import plan_changes
from vcmbib.logic.merge3.libraries import merge_libraries
from vcmbib.model.dump.values import Dump
from vcmbib.store.library import Library


def test_keys_that_papers_exchange_are_no_obstacle(empty_library: Library) -> None:
    """Two papers may take each other's keys, current and former, in one change."""
    one = line(paper("a", "One", former_keys=("x",)))
    two = line(paper("b", "Two", former_keys=("y",)))
    make(empty_library, Dump((), (), (one, two)))
    swapped = (
        replace(one, paper=replace(one.paper, former_keys=("y",))),
        replace(two, paper=replace(two.paper, former_keys=("x",))),
    )
    make(empty_library, Dump((), (), swapped))
    assert in_one_form(empty_library.read_dump()).papers == swapped
    crossed = (
        line(paper("a", "Two", former_keys=("x", "c"))),
        line(paper("b", "One", former_keys=("y",))),
    )
    make(empty_library, Dump((), (), crossed))
    assert in_one_form(empty_library.read_dump()).papers == crossed


def test_the_order_in_which_papers_came_does_not_show(empty_library: Library) -> None:
    """Papers put in one by one, in any order, give the bytes of all at once."""
    papers = tuple(line(paper(k, f"On {k}", authors=names("A B"), venue=ICIP)) for k in "cab")
    make(empty_library, Dump(TREE, (), papers))
    with Library.empty() as other:
        for number in (1, 2, 3):
            make(other, Dump(tuple(reversed(TREE)), (), papers[:number][::-1]))
        assert text_of(other) == text_of(empty_library)


def test_the_order_of_what_a_paper_has_is_kept(empty_library: Library) -> None:
    """Identifiers, tags and notes come back in their order, also when only that changed."""
    first = line(paper("a", "A", tags=("x", "y"), notes=("n", "m"),
                       identifiers=(arxiv("2101.00001"), arxiv("2101.00002"))))  # fmt: skip
    make(empty_library, Dump((), (), (first,)))
    turned = replace(
        first, paper=replace(first.paper, tags=("y", "x"), notes=("m", "n"),
                             identifiers=first.paper.identifiers[::-1])
    )  # fmt: skip
    make(empty_library, Dump((), (), (turned,)))
    assert in_one_form(empty_library.read_dump()).papers == (turned,)


@LIBRARIES
@given(dumps(), dumps(), dumps())
def test_a_merge_is_carried_out_to_the_letter(base: Dump, ours: Dump, theirs: Dump) -> None:
    """The library has the content of the merge, however the three differ."""
    with Library.empty() as library:
        make(library, ours)
        merged = merge_libraries(base, library.read_dump(), theirs)
        library.apply(plan_changes(library.read_dump(), merged.dump), "vcmbib git merge papers.db")
        assert text_of(library) == "".join(lines_written(merged.dump))
