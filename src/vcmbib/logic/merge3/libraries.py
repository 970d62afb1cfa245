"""Merging three libraries: what became of the papers of `base` on our side and on theirs.

Pure: three dumps in, one dump and the clashes out. `turning.turn` makes the plan from it. The
rules are told in docs/git.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vcmbib.logic.merge3.categories import merge_trees
from vcmbib.logic.merge3.match import PaperVersions, match_papers
from vcmbib.logic.merge3.papers import Account, fold_in, join, merge_paper
from vcmbib.model.dump.values import Dump, DumpedPaper
from vcmbib.model.keys.citekey import KeyMaker
from vcmbib.model.merge_conflicts import MergeConflict
from vcmbib.model.paper import Standing
from vcmbib.model.text import fold
from vcmbib.model.venues.venue import Venue

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class MergedLibrary:
    """The library that has what both sides did, and what they did differently."""

    dump: Dump
    clashes: tuple[MergeConflict, ...] = ()


def merge_libraries(base: Dump, ours: Dump, theirs: Dump) -> MergedLibrary:
    """Bring two libraries together that both came from `base`; of two values ours stands."""
    tree = merge_trees(base, ours, theirs)
    sides = [_in_tree(d, n) for d, n in zip((base, ours, theirs), tree.names, strict=True)]
    groups = match_papers(*sides)
    results = [_result(group) for group in groups]
    kept = [r for r in results if r is not None]
    clashes = list(tree.clashes)
    papers = _with_own_keys(kept, sides, clashes)
    for work, paper in zip(kept, papers, strict=True):
        clashes += work.account.clashes(paper.key)
    papers = _one_form(papers, sides)
    final = {id(w.group): p.key for w, p in zip(kept, papers, strict=True)}
    dump = Dump(
        tree.categories,
        tuple(_venues(papers, sides)),
        tuple(sorted(papers, key=lambda p: p.key)),
        tuple(_apart(groups, final, sides)),
    )
    return MergedLibrary(dump, tuple(clashes))


def _in_tree(dump: Dump, names: Mapping[str, str]) -> Dump:
    """The dump with the categories' names of the merge on its papers."""

    def placed(line: DumpedPaper) -> DumpedPaper:
        found = {names[s.slug]: s for s in line.paper.categories if s.slug in names}
        standings = tuple(Standing(slug, found[slug].position) for slug in sorted(found))
        venue = line.paper.venue
        return replace(
            line,
            paper=replace(
                line.paper,
                id=0,
                venue=replace(venue, names=()) if venue is not None and venue.names else venue,
                categories=standings,
            ),
        )

    return replace(dump, papers=tuple(placed(p) for p in dump.papers))


# --- papers ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _MergedPaper:
    """A paper of the merge, and where it comes from."""

    line: DumpedPaper
    group: PaperVersions
    account: Account


def _result(group: PaperVersions) -> _MergedPaper | None:
    """What becomes of a group; None for a paper that is gone."""
    account = Account()
    bases = {p.key: p for p in group.base}
    if not group.ours and not group.theirs:
        return None
    if not group.ours or not group.theirs:
        return _one_sided(group, bases, account)
    mine = max(group.ours, key=lambda p: _weight(p, bases))
    its = max(group.theirs, key=lambda p: (p.key == mine.key, _weight(p, bases)))
    if len(group.ours) > 1:
        mine = next((p for p in group.ours if p.key == its.key), mine)
    base = _base_of((mine, its), bases)
    line = merge_paper(base, mine, its, account)
    own = base or mine
    for side, chosen, ours in ((group.ours, mine, True), (group.theirs, its, False)):
        for other in side:
            if other is not chosen:
                old = _base_of((other,), bases)
                line = fold_in(line, old, other, account, own, ours=ours)
    return _MergedPaper(line, group, account)


def _weight(paper: DumpedPaper, bases: Mapping[str, DumpedPaper]) -> tuple[int, bool]:
    return (sum(k in bases for k in paper.keys), paper.key in bases)


def _base_of(papers: Sequence[DumpedPaper], bases: Mapping[str, DumpedPaper]) -> DumpedPaper | None:
    """What these came from: by the key that one of them has now, else by a former one."""
    for keys in ([p.key for p in papers], [k for p in papers for k in p.paper.former_keys]):
        for key in keys:
            if key in bases:
                return bases[key]
    return None


def _one_sided(
    group: PaperVersions, bases: Mapping[str, DumpedPaper], account: Account
) -> _MergedPaper | None:
    """Papers of one side alone: new there, or removed on the other."""
    side = group.ours or group.theirs
    line = max(side, key=lambda p: _weight(p, bases))
    if not group.base:
        return _MergedPaper(line, group, account)
    if len(side) == len(group.base) == 1 and _content(line) == _content(group.base[0]):
        return None
    gone, there = {"removed": True}, {"removed": False}
    ours, theirs = (there, gone) if group.ours else (gone, there)
    why = "one side removed it, the other changed it: it stays"
    account.add("paper", {**ours}, {**theirs}, why)
    return _MergedPaper(line, group, account)


def _content(line: DumpedPaper) -> DumpedPaper:
    """What a person put into a paper: without times, places in lists and sources."""
    places = tuple(Standing(s.slug) for s in line.paper.categories)
    return replace(line, paper=replace(line.paper, updated="", categories=places), records=())


# --- keys --------------------------------------------------------------------------------------


def _with_own_keys(
    results: Sequence[_MergedPaper], sides: Sequence[Dump], clashes: list[MergeConflict]
) -> list[DumpedPaper]:
    """Each paper with keys that no other has: a newcomer of theirs gives way, with a suffix."""
    every = {key.casefold() for side in sides for line in side.papers for key in line.keys}
    maker = KeyMaker(every)
    taken: dict[str, int] = {}
    ours_alone = {k.casefold() for r in results if not r.group.theirs for k in r.line.keys}
    current: dict[int, str] = {}
    former: dict[int, tuple[str, ...]] = {}
    mine = [n for n, r in enumerate(results) if r.group.ours]
    new = [n for n, r in enumerate(results) if not r.group.ours]
    for numbers in (mine, new):
        for n in numbers:
            key = results[n].line.key
            folds = numbers is new and key.casefold() in ours_alone
            if key in taken or folds:
                current[n] = maker.make(key)
                why = "another paper has this key; this one is cited by the new one now"
                clashes.append(
                    MergeConflict(current[n], "key", {"key": current[n]}, {"key": key}, why)
                )
            else:
                current[n] = key
            taken[current[n]] = n
        for n in numbers:
            for key in results[n].line.paper.former_keys:
                if taken.setdefault(key, n) != n:
                    why = "this former key of it is another paper's now"
                    clashes.append(
                        MergeConflict(current[n], "key", {"key": current[n]}, {"key": key}, why)
                    )
            keys = results[n].line.paper.former_keys
            former[n] = tuple(k for k in keys if taken[k] == n and k != current[n])
    return [_keyed(r.line, current[n], former[n]) for n, r in enumerate(results)]


def _keyed(line: DumpedPaper, key: str, former: tuple[str, ...]) -> DumpedPaper:
    if line.keys == (key, *former):
        return line
    return replace(line, paper=replace(line.paper, key=key, former_keys=former))


# --- venues ------------------------------------------------------------------------------------


def _place(venue: Venue) -> Place:
    return (fold(venue.name), venue.kind.value)


def _one_form(papers: Sequence[DumpedPaper], sides: Sequence[Dump]) -> list[DumpedPaper]:
    """One acronym and publisher for each venue, which a library has once: the changed one."""
    known = {p.paper.venue for p in sides[0].papers}
    chosen: dict[Place, Venue] = {}
    for line in papers:
        venue = line.paper.venue
        if venue is not None and (_place(venue) not in chosen or venue not in known):
            chosen.setdefault(_place(venue), venue)
            if chosen[_place(venue)] in known:
                chosen[_place(venue)] = venue
    return [
        line
        if line.paper.venue is None or line.paper.venue == chosen[_place(line.paper.venue)]
        else replace(line, paper=replace(line.paper, venue=chosen[_place(line.paper.venue)]))
        for line in papers
    ]


def _venues(papers: Sequence[DumpedPaper], sides: Sequence[Dump]) -> list[Venue]:
    """The spellings of both sides, of the venues that papers have."""
    used = {_place(p.paper.venue): p.paper.venue for p in papers if p.paper.venue is not None}
    spelled = [{_place(v): dict.fromkeys(v.names, True) for v in side.venues} for side in sides]
    there = [{_place(p.paper.venue) for p in s.papers if p.paper.venue is not None} for s in sides]
    found: list[Venue] = []
    for place, venue in used.items():
        old = spelled[0].get(place, {})
        mine, its = (spelled[n].get(place, {}) if place in there[n] else old for n in (1, 2))
        names = tuple(sorted(join(old, mine, its)[0]))
        if names:
            found.append(replace(venue, names=names))
    return sorted(found, key=lambda v: (v.name, v.kind.value))


# --- told apart --------------------------------------------------------------------------------


def _apart(
    groups: Sequence[PaperVersions], final: Mapping[int, str], sides: Sequence[Dump]
) -> list[tuple[str, str]]:
    """The pairs that a side told apart and none took back, by their keys now."""
    pairs: list[dict[tuple[str, str], bool]] = []
    for side, name in zip(sides, ("base", "ours", "theirs"), strict=True):
        key_now = {
            line.key: final[id(group)]
            for group in groups
            if id(group) in final
            for line in getattr(group, name)
        }
        known = [(key_now.get(one), key_now.get(other)) for one, other in side.apart]
        pairs.append({
            (min(one, other), max(one, other)): True
            for one, other in known
            if one is not None and other is not None and one != other
        })  # fmt: skip
    return sorted(join(*pairs)[0])
