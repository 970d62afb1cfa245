"""Match the papers of three libraries: by key, by old key and by identifier."""

from __future__ import annotations

from dataclasses import dataclass, field

from vcmbib.logic.union_find import UnionFind
from vcmbib.model.dump.values import Dump, DumpedPaper
from vcmbib.model.identifiers import Scheme
from vcmbib.model.text import title_key

_VOLUME_SCHEMES = {Scheme.ISBN}  # it identifies a volume of many papers


@dataclass(slots=True)
class PaperVersions:
    """The papers of base, ours and theirs that are one paper.

    A side has several papers if another side merged them.
    """

    base: list[DumpedPaper] = field(default_factory=list)
    ours: list[DumpedPaper] = field(default_factory=list)
    theirs: list[DumpedPaper] = field(default_factory=list)


def same_work(one: DumpedPaper, other: DumpedPaper) -> bool:
    """Whether two new papers with one key are one work: by an identifier or the title.

    They are two works if they have different identifiers of one scheme.
    """
    left, right = _identifiers(one), _identifiers(other)
    if left & right or one.paper == other.paper:
        return True
    contradict = {scheme for scheme, _ in left} & {scheme for scheme, _ in right}
    title = title_key(one.paper.title)
    return bool(title) and title == title_key(other.paper.title) and not contradict


def _identifiers(line: DumpedPaper) -> set[tuple[str, str]]:
    """The comparison keys of the identifiers, without ISBNs."""
    return {i.comparison_key for i in line.paper.identifiers if i.scheme not in _VOLUME_SCHEMES}


def _is_same_paper(base: DumpedPaper, now: DumpedPaper) -> bool:
    """Whether a paper is that of the base, and not another paper that got its key later."""
    if now.key != base.key or now.paper.added == base.paper.added:
        return True
    return same_work(base, now) or title_key(base.paper.title) == title_key(now.paper.title)


def match_papers(base: Dump, ours: Dump, theirs: Dump) -> list[PaperVersions]:
    """Return the papers of the three libraries by work.

    Works with a paper of ours are first, in our order; then those of theirs, and of the base.
    """
    linked = UnionFind[tuple[str, str]]()
    for name, side in (("ours", ours), ("theirs", theirs)):
        by_key = side.by_key()
        for line in base.papers:
            now = by_key.get(line.key)
            if now is not None and _is_same_paper(line, now):
                linked.union((name, now.key), ("base", line.key))
    _join_new_papers(linked, base, ours, theirs)
    groups: dict[tuple[str, str], PaperVersions] = {}
    for line in ours.papers:
        groups.setdefault(linked.find(("ours", line.key)), PaperVersions()).ours.append(line)
    for line in theirs.papers:
        groups.setdefault(linked.find(("theirs", line.key)), PaperVersions()).theirs.append(line)
    for line in base.papers:
        groups.setdefault(linked.find(("base", line.key)), PaperVersions()).base.append(line)
    return list(groups.values())


def _join_new_papers(
    linked: UnionFind[tuple[str, str]], base: Dump, ours: Dump, theirs: Dump
) -> None:
    """Join the papers that both sides added, by a key or an old key of either side.

    A key of the base may now be that of a new paper, because one side undid a merge. Such a paper
    is not joined with the paper of the base.
    """
    known = base.by_key()
    our_keys, their_keys = ours.by_key(), theirs.by_key()
    our_new = [p for p in ours.papers if linked.is_alone(("ours", p.key))]
    their_new = [p for p in theirs.papers if linked.is_alone(("theirs", p.key))]
    paired: set[str] = set()
    for line, other_keys, other_side in (
        *((p, our_keys, "ours") for p in their_new),
        *((p, their_keys, "theirs") for p in our_new),
    ):
        for key, candidate in ((k, other_keys[k]) for k in line.keys if k in other_keys):
            if key in known and not linked.is_alone((other_side, candidate.key)):
                continue
            if same_work(candidate, line):
                own, other = (candidate, line) if other_side == "ours" else (line, candidate)
                linked.union(("ours", own.key), ("theirs", other.key))
                paired.add(own.key)
    alone = [p for p in their_new if not any(k in our_keys for k in p.keys)]
    _join_by_identifier(linked, [p for p in our_new if p.key not in paired], alone)


def _join_by_identifier(
    linked: UnionFind[tuple[str, str]], our_new: list[DumpedPaper], their_new: list[DumpedPaper]
) -> None:
    """Join new papers with different keys, if an identifier and the title are the same."""
    by_identifier: dict[tuple[str, str], list[DumpedPaper]] = {}
    for line in our_new:
        for name in _identifiers(line):
            by_identifier.setdefault(name, []).append(line)
    paired: set[str] = set()
    for line in their_new:
        title = title_key(line.paper.title)
        found = {w.key: w for name in _identifiers(line) for w in by_identifier.get(name, ())}
        same = [w for w in found.values() if title and title_key(w.paper.title) == title]
        if len(same) == 1 and same[0].key not in paired:
            paired.add(same[0].key)
            linked.union(("ours", same[0].key), ("theirs", line.key))
