"""Small libraries to merge, and the result of a merge."""

from __future__ import annotations

from tests.dumps import TREE, line
from tests.papers import arxiv, doi, paper
from vcmbib.logic.merge3.libraries import MergedLibrary
from vcmbib.model.dump.values import Dump, DumpedPaper
from vcmbib.model.paper import Category, Paper


def library(*papers: Paper, tree: tuple[Category, ...] = TREE, **more: object) -> Dump:
    """A library of these papers."""
    return Dump(tree, (), tuple(line(p) for p in papers), **more)  # type: ignore[arg-type]


def conflicts_of(merged: MergedLibrary) -> list[tuple[str, str]]:
    """(key, field) of each clash."""
    return [(c.key, c.field) for c in merged.conflicts]


def only_paper(merged: MergedLibrary) -> DumpedPaper:
    """The one paper of the merge."""
    (found,) = merged.dump.papers
    return found


A = paper("a", "On A", year=2020, tags=("x",), identifiers=(arxiv("2101.00001"),))


B = paper("b", "On B", year=2021, tags=("y",), identifiers=(doi("10.1/B"),))


def tree(*categories: Category, paper: Paper = A) -> Dump:
    """A library with these categories and one paper."""
    return library(paper, tree=categories)
