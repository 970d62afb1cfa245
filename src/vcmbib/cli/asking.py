"""Going through groups of duplicates with a person: one group at a time, every answer a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import typer

from vcmbib.cli import groups, output
from vcmbib.cli.context import App
from vcmbib.cli.merge import merging, show, united
from vcmbib.logic.uniting import rows
from vcmbib.model.paper import Paper
from vcmbib.model.plan import Action, Change, Plan, TellApart

if TYPE_CHECKING:
    from vcmbib.store.library import Library

_CHOICES = "[m]erge  [t]ell apart  [v]ersions  [s]kip  [q]uit"
_ANSWERS = ("m", "t", "v", "s", "q")


def ask(app: App, found: Sequence[groups.Found]) -> None:
    """Show each group side by side and do what is answered; quitting keeps what was done."""
    done: list[int] = []
    for number, each in enumerate(found, 1):
        with app.reading() as library:
            papers = _still_there(library, each.papers)
            if len(papers) < 2:
                continue  # an earlier answer took one of them
            table = rows(papers[0], papers[1:], united(library, papers[0], papers[1:]))
        output.tell(f"\n{number} of {len(found)}: {each.verdict.value}, {each.score:+d}")
        show(table, papers[0], papers[1:])
        for pair in each.pairs[:3]:
            output.tell(f"{pair.a.key} and {pair.b.key}: "
                        + ", ".join(str(e) for e in pair.match.evidence))  # fmt: skip
        answer = _answer()
        if answer == "q":
            break
        if answer == "s":
            continue
        change = _carry_out(app, papers, answer)
        if change is not None:
            done.append(change)
    output.tell(
        f"{len(done)} changes; take the last back with: vcmbib undo" if done else "nothing changed"
    )


def _still_there(library: Library, papers: Sequence[Paper]) -> list[Paper]:
    return list(library.papers([p.id for p in papers]))


def _answer() -> str:
    """A letter of the choices, asked for until it is one."""
    while True:
        said: str = typer.prompt(_CHOICES, default="s", show_default=False, err=True)
        letter = said.strip().lower()[:1]
        if letter in _ANSWERS:
            return letter


def _carry_out(app: App, papers: Sequence[Paper], answer: str) -> int | None:
    """One answer as one change."""
    with app.planning(dry_run=False) as library:
        now = _still_there(library, papers)
        if len(now) < 2:
            return None
        actions: list[Action]
        if answer == "m":
            actions = merging(now[0], now[1:], united(library, now[0], now[1:]))
        else:
            actions = [TellApart(a.key, b.key) for a, b in combinations(now, 2)]
            if answer == "v":
                actions += [Change(p, as_version(p, now)) for p in now]
        return app.apply(library, Plan.of(actions)).change


def as_version(paper: Paper, versions: Sequence[Paper]) -> Paper:
    """`paper` that names the others in BibLaTeX's field `related`."""
    extra = dict(paper.extra)
    said = [k.strip() for k in extra.get("related", "").split(",") if k.strip()]
    names = dict.fromkeys([*said, *(p.key for p in versions if p.id != paper.id)])
    extra["related"] = ",".join(names)
    extra.setdefault("relatedtype", "version")
    return replace(paper, extra=tuple(extra.items()))
