"""Groups of duplicates as text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vcmbib.cli import output, terminal
from vcmbib.cli.dialog.verdicts import VERDICTS
from vcmbib.logic.dedupe.cluster import DuplicateGroup
from vcmbib.logic.dedupe.decide import Match, Verdict
from vcmbib.logic.merge.papers import fullness
from vcmbib.model.paper import Paper

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """Two papers and their match."""

    a: Paper
    b: Paper
    match: Match


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """A group of duplicates: the papers, most complete first, and the pairs that matched."""

    verdict: Verdict
    score: int
    papers: tuple[Paper, ...]
    pairs: tuple[ComparedPair, ...]

    @property
    def weakest(self) -> ComparedPair:
        """The pair with the lowest score."""
        return min(self.pairs, key=lambda p: p.match.score)


def groups_with_papers(
    groups: Sequence[DuplicateGroup], papers: Mapping[int, Paper]
) -> list[PaperGroup]:
    """The groups with papers in place of indices. `papers` maps each index to its paper."""
    return [
        PaperGroup(
            group.verdict,
            group.score,
            tuple(sorted((papers[i] for i in group.members), key=_most_complete)),
            tuple(ComparedPair(papers[p.a], papers[p.b], p.match) for p in group.pairs),
        )
        for group in groups
    ]


def _most_complete(paper: Paper) -> tuple[int, int, str]:
    """A sort key: published and fuller papers come first."""
    published, stated = fullness(paper)
    return -published, -stated, paper.key


def group_object(group: PaperGroup) -> dict[str, Json]:
    """A group as JSON: verdict, keys, score, the evidence of its weakest pair, and all pairs."""
    return {
        "verdict": group.verdict.value,
        "keys": [p.key for p in group.papers],
        "score": group.score,
        "evidence": [*match_evidence(group.weakest.match)],
        "pairs": [pair_object(pair) for pair in group.pairs],
    }


def pair_object(pair: ComparedPair) -> dict[str, Json]:
    """A pair as JSON: keys, verdict, score, evidence and note."""
    return {
        "keys": [pair.a.key, pair.b.key],
        "verdict": pair.match.verdict.value,
        "score": pair.match.score,
        "evidence": [*match_evidence(pair.match)],
        "note": pair.match.note or None,
    }


def match_evidence(match: Match) -> list[Json]:
    """The evidence of a match as JSON: name, text and weight of each piece."""
    return [{"name": e.name, "said": e.finding, "weight": e.weight} for e in match.evidence]


def show_groups(groups: Sequence[PaperGroup]) -> None:
    """Print the groups: papers, title and evidence of each, with the verdict."""
    if not terminal.on_terminal():
        for group in groups:
            output.row(group_cells(group))
        return
    from vcmbib.cli.display.items import draw_items
    from vcmbib.cli.display.palette import TextStyle
    from vcmbib.cli.display.spans import Cell, Span, cell

    lines: list[tuple[int, Cell]] = []
    for group in groups:
        _, _, keys, title, why = group_cells(group)
        lines.append((0, (Span(keys, TextStyle.KEY), Span(f"  {title}"))))
        lines.append((1, cell(f"{VERDICTS[group.verdict]}: {why}")))
    output.painted(draw_items(lines, output.look()))
    output.total(len(groups), "group")


def group_cells(group: PaperGroup) -> tuple[str, ...]:
    """A group as cells: verdict, score, keys, title and the evidence of its weakest pair."""
    why = ", ".join(str(e) for e in group.weakest.match.evidence)
    keys = " ".join(p.key for p in group.papers)
    return (group.verdict.value, str(group.score), keys, group.papers[0].title, why)


def pair_lines(pair: ComparedPair) -> list[str]:
    """The evidence of a pair, one line per piece, then the sum and the verdict."""
    verdict = pair.match.verdict
    words = VERDICTS[verdict] if terminal.on_terminal() else verdict.value
    lines = [f"{e.weight:+3d}  {e.finding}" for e in pair.match.evidence]
    lines.append(f"{pair.match.score:+3d}  in all: {words}")
    return [*lines, f"     {pair.match.note}"] if pair.match.note else lines
