"""Merge two libraries with a common base: three dumps in, one dump and the conflicts out.

`library_diff` makes the plan from the result. docs/git.md has the rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vcmbib.logic.merge3.categories import merge_trees
from vcmbib.logic.merge3.match import PaperVersions, match_papers
from vcmbib.logic.merge3.papers import PaperConflicts, join, merge_into, merge_paper
from vcmbib.model.dump.values import Dump, DumpedPaper
from vcmbib.model.keys.citekey import KeyMaker
from vcmbib.model.merge_conflicts import MergeConflict
from vcmbib.model.paper import Standing
from vcmbib.model.text import fold
from vcmbib.model.venues.venue import Venue

VenueKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class MergedLibrary:
    """The library with the changes of both sides, and the conflicts."""

    dump: Dump
    conflicts: tuple[MergeConflict, ...] = ()


def merge_libraries(base: Dump, ours: Dump, theirs: Dump) -> MergedLibrary:
    """Return the merge of two libraries that both come from `base`. Our value wins a conflict."""
    tree = merge_trees(base, ours, theirs)
    sides = [_in_merged_tree(d, n) for d, n in zip((base, ours, theirs), tree.names, strict=True)]
    all_versions = match_papers(*sides)
    results = [_merge_versions(versions) for versions in all_versions]
    kept = [r for r in results if r is not None]
    conflicts = list(tree.conflicts)
    papers = _with_own_keys(kept, sides, conflicts)
    for merged, paper in zip(kept, papers, strict=True):
        conflicts += merged.account.under_key(paper.key)
    papers = _with_one_venue_form(papers, sides)
    final = {id(m.versions): p.key for m, p in zip(kept, papers, strict=True)}
    dump = Dump(
        tree.categories,
        tuple(_venues(papers, sides)),
        tuple(sorted(papers, key=lambda p: p.key)),
        tuple(_different_pairs(all_versions, final, sides)),
    )
    return MergedLibrary(dump, tuple(conflicts))


def _in_merged_tree(dump: Dump, names: Mapping[str, str]) -> Dump:
    """The dump with the slugs of the merged categories in its papers. `names` maps old to new."""

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
    """A paper of the merge, the papers it comes from, and its conflicts."""

    line: DumpedPaper
    versions: PaperVersions
    account: PaperConflicts


def _merge_versions(versions: PaperVersions) -> _MergedPaper | None:
    """Merge the versions of a paper; None if it is removed."""
    account = PaperConflicts()
    bases = {p.key: p for p in versions.base}
    if not versions.ours and not versions.theirs:
        return None
    if not versions.ours or not versions.theirs:
        return _merge_one_side(versions, bases, account)
    our = max(versions.ours, key=lambda p: _base_rank(p, bases))
    their = max(versions.theirs, key=lambda p: (p.key == our.key, _base_rank(p, bases)))
    if len(versions.ours) > 1:
        our = next((p for p in versions.ours if p.key == their.key), our)
    base = _base_of((our, their), bases)
    line = merge_paper(base, our, their, account)
    own = base or our
    for side, chosen, ours in ((versions.ours, our, True), (versions.theirs, their, False)):
        for other in side:
            if other is not chosen:
                old = _base_of((other,), bases)
                line = merge_into(line, old, other, account, own, ours=ours)
    return _MergedPaper(line, versions, account)


def _base_rank(paper: DumpedPaper, bases: Mapping[str, DumpedPaper]) -> tuple[int, bool]:
    """The number of papers of the base in a paper, and whether it has the key of one."""
    return (sum(k in bases for k in paper.keys), paper.key in bases)


def _base_of(papers: Sequence[DumpedPaper], bases: Mapping[str, DumpedPaper]) -> DumpedPaper | None:
    """The paper of the base that these come from: by a current key, else by an old key."""
    for keys in ([p.key for p in papers], [k for p in papers for k in p.paper.former_keys]):
        for key in keys:
            if key in bases:
                return bases[key]
    return None


def _merge_one_side(
    versions: PaperVersions, bases: Mapping[str, DumpedPaper], account: PaperConflicts
) -> _MergedPaper | None:
    """Merge the papers of one side only: new there, or removed on the other side."""
    side = versions.ours or versions.theirs
    line = max(side, key=lambda p: _base_rank(p, bases))
    if not versions.base:
        return _MergedPaper(line, versions, account)
    if len(side) == len(versions.base) == 1 and _content(line) == _content(versions.base[0]):
        return None
    removed, kept = {"removed": True}, {"removed": False}
    ours, theirs = (kept, removed) if versions.ours else (removed, kept)
    why = "one side removed it, the other changed it: it was kept"
    account.add("paper", {**ours}, {**theirs}, why)
    return _MergedPaper(line, versions, account)


def _content(line: DumpedPaper) -> DumpedPaper:
    """A paper without time, positions in categories and records."""
    places = tuple(Standing(s.slug) for s in line.paper.categories)
    return replace(line, paper=replace(line.paper, updated="", categories=places), records=())


# --- keys --------------------------------------------------------------------------------------


def _with_own_keys(
    results: Sequence[_MergedPaper], sides: Sequence[Dump], conflicts: list[MergeConflict]
) -> list[DumpedPaper]:
    """The papers with unique keys: of two papers with one key a new one of theirs gets a suffix."""
    every = {key.casefold() for side in sides for line in side.papers for key in line.keys}
    maker = KeyMaker(every)
    taken: dict[str, int] = {}
    ours_alone = {k.casefold() for r in results if not r.versions.theirs for k in r.line.keys}
    current: dict[int, str] = {}
    former: dict[int, tuple[str, ...]] = {}
    ours = [n for n, r in enumerate(results) if r.versions.ours]
    new = [n for n, r in enumerate(results) if not r.versions.ours]
    for numbers in (ours, new):
        for n in numbers:
            key = results[n].line.key
            same_fold = numbers is new and key.casefold() in ours_alone
            if key in taken or same_fold:
                current[n] = maker.make(key)
                why = "another paper has this key; the paper has the new key"
                conflicts.append(
                    MergeConflict(current[n], "key", {"key": current[n]}, {"key": key}, why)
                )
            else:
                current[n] = key
            taken[current[n]] = n
        for n in numbers:
            for key in results[n].line.paper.former_keys:
                if taken.setdefault(key, n) != n:
                    why = "another paper has this old key now"
                    conflicts.append(
                        MergeConflict(current[n], "key", {"key": current[n]}, {"key": key}, why)
                    )
            keys = results[n].line.paper.former_keys
            former[n] = tuple(k for k in keys if taken[k] == n and k != current[n])
    return [_with_keys(r.line, current[n], former[n]) for n, r in enumerate(results)]


def _with_keys(line: DumpedPaper, key: str, former: tuple[str, ...]) -> DumpedPaper:
    """The paper with these keys."""
    if line.keys == (key, *former):
        return line
    return replace(line, paper=replace(line.paper, key=key, former_keys=former))


# --- venues ------------------------------------------------------------------------------------


def _venue_key(venue: Venue) -> VenueKey:
    """The key of a venue in a library: folded name and kind."""
    return (fold(venue.name), venue.kind.value)


def _with_one_venue_form(papers: Sequence[DumpedPaper], sides: Sequence[Dump]) -> list[DumpedPaper]:
    """The papers with one acronym and publisher per venue, as a library has each venue once.

    Values that a side changed win.
    """
    known = {p.paper.venue for p in sides[0].papers}
    chosen: dict[VenueKey, Venue] = {}
    for line in papers:
        venue = line.paper.venue
        if venue is not None and (_venue_key(venue) not in chosen or venue not in known):
            chosen.setdefault(_venue_key(venue), venue)
            if chosen[_venue_key(venue)] in known:
                chosen[_venue_key(venue)] = venue
    return [
        line
        if line.paper.venue is None or line.paper.venue == chosen[_venue_key(line.paper.venue)]
        else replace(line, paper=replace(line.paper, venue=chosen[_venue_key(line.paper.venue)]))
        for line in papers
    ]


def _venues(papers: Sequence[DumpedPaper], sides: Sequence[Dump]) -> list[Venue]:
    """The venues of the papers with the spellings of both sides."""
    used = {_venue_key(p.paper.venue): p.paper.venue for p in papers if p.paper.venue is not None}
    spelled = [{_venue_key(v): dict.fromkeys(v.names, True) for v in side.venues} for side in sides]
    with_papers = [
        {_venue_key(p.paper.venue) for p in s.papers if p.paper.venue is not None} for s in sides
    ]
    found: list[Venue] = []
    for key, venue in used.items():
        old = spelled[0].get(key, {})
        ours, theirs = (spelled[n].get(key, {}) if key in with_papers[n] else old for n in (1, 2))
        names = tuple(sorted(join(old, ours, theirs)[0]))
        if names:
            found.append(replace(venue, names=names))
    return sorted(found, key=lambda v: (v.name, v.kind.value))


# --- pairs that are marked as different ---------------------------------------------------------


def _different_pairs(
    all_versions: Sequence[PaperVersions], final: Mapping[int, str], sides: Sequence[Dump]
) -> list[tuple[str, str]]:
    """The pairs, by current keys, that a side marked as different and no side unmarked."""
    pairs: list[dict[tuple[str, str], bool]] = []
    for at, side in enumerate(sides):
        key_now = {
            line.key: final[id(versions)]
            for versions in all_versions
            if id(versions) in final
            for line in (versions.base, versions.ours, versions.theirs)[at]
        }
        known = [(key_now.get(one), key_now.get(other)) for one, other in side.apart]
        pairs.append({
            (min(one, other), max(one, other)): True
            for one, other in known
            if one is not None and other is not None and one != other
        })  # fmt: skip
    return sorted(join(*pairs)[0])
