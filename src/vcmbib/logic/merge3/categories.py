"""The tree of categories on two sides of a merge: added, renamed, moved, deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vcmbib.model.dump.jsonl import Object, line_object
from vcmbib.model.dump.values import Dump, parents_first
from vcmbib.model.merge_conflicts import MergeConflict
from vcmbib.model.paper import Category

Tree = dict[str, Category]


@dataclass(frozen=True, slots=True)
class MergedTree:
    """The categories of a merge. `names` leads, for each side, from its slugs to the merge's; one
    that is gone is not in it.
    """

    categories: tuple[Category, ...]
    names: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]
    clashes: tuple[MergeConflict, ...]


def merge_trees(base: Dump, ours: Dump, theirs: Dump) -> MergedTree:
    """The tree that has what both sides did to that of `base`; ours stands where they differ."""
    old = {c.slug: c for c in base.categories}
    renamed = [_renamed(base, side) for side in (ours, theirs)]
    mine, its = (
        {names.get(c.slug, c.slug): _with_parent(c, names) for c in side.categories}
        for side, names in zip((ours, theirs), renamed, strict=True)
    )
    work = _TreeMerge(old, mine, its, [*_members(ours, theirs, base, renamed)])
    found = work.merged()
    slugs = _final_slugs(found)
    final = tuple(
        replace(c, parent=None if c.parent is None else slugs[c.parent], slug=slugs[name])
        for name, c in found.items()
    )
    ids: list[dict[str, str]] = [{c: c for c in old}]
    ids += [
        {c.slug: names.get(c.slug, c.slug) for c in side.categories}
        for side, names in zip((ours, theirs), renamed, strict=True)
    ]
    one, two, three = ({own: slugs[i] for own, i in side.items() if i in slugs} for side in ids)
    clashes = tuple(replace(c, key=f"category:{slugs.get(c.key, c.key)}") for c in work.clashes)
    return MergedTree(tuple(parents_first(final)), (one, two, three), clashes)


def _with_parent(category: Category, names: Mapping[str, str]) -> Category:
    parent = category.parent
    return replace(category, parent=None if parent is None else names.get(parent, parent))


def _renamed(base: Dump, side: Dump) -> dict[str, str]:
    """From slugs of a side to those that the same categories had in the base.

    A category that got another slug has none of its own; it is known by the papers in it, by its
    title, or by its place.
    """
    now = {c.slug for c in side.categories}
    lost = [c for c in base.categories if c.slug not in now]
    known = {c.slug for c in base.categories}
    fresh = [c for c in side.categories if c.slug not in known]
    if not lost or not fresh:
        return {}
    before, after = _papers_in(base), _papers_in(side)
    found: dict[str, str] = {}
    for category in lost:
        free = [c for c in fresh if c.slug not in found]
        had = before.get(category.slug, set())
        best = max(free, key=lambda c: _likeness(had, after.get(c.slug, set())), default=None)
        if best is not None and had and _likeness(had, after.get(best.slug, set())) >= 0.5:
            found[best.slug] = category.slug
            continue
        for other in free:
            empty = not had and not after.get(other.slug)
            placed = (other.parent, other.position) == (category.parent, category.position)
            if other.title == category.title or (empty and placed):
                found[other.slug] = category.slug
                break
    return found


def _papers_in(dump: Dump) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in dump.papers:
        for standing in line.paper.categories:
            found.setdefault(standing.slug, set()).update(line.keys)
    return found


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _members(
    ours: Dump, theirs: Dump, base: Dump, renamed: Sequence[Mapping[str, str]]
) -> tuple[set[str], set[str]]:
    """The categories that got papers on our side, and on theirs."""
    before = _papers_in(base)
    out: list[set[str]] = []
    for side, names in zip((ours, theirs), renamed, strict=True):
        now = _papers_in(side)
        out.append({
            names.get(slug, slug) for slug, keys in now.items()
            if keys - before.get(names.get(slug, slug), set())
        })  # fmt: skip
    return out[0], out[1]


class _TreeMerge:
    """Merging trees whose categories have one name in all three."""

    def __init__(self, base: Tree, ours: Tree, theirs: Tree, fed: Sequence[set[str]]) -> None:
        self.base = base
        self.ours = ours
        self.theirs = theirs
        self.fed = fed
        self.clashes: list[MergeConflict] = []

    def merged(self) -> Tree:
        """The categories by their common names."""
        found: Tree = {}
        for name in dict.fromkeys((*self.ours, *self.theirs)):
            category = self._one(name)
            if category is not None:
                found[name] = category
        self._bring_parents(found)
        self._break_circles(found)
        return found

    def _one(self, name: str) -> Category | None:
        old, mine, its = self.base.get(name), self.ours.get(name), self.theirs.get(name)
        if mine is not None and its is not None:
            return self._both(name, old, mine, its)
        left = mine or its
        if left is None or old is None:
            return left
        fed = name in self.fed[0 if mine is not None else 1]
        if not fed and replace(left, position=old.position) == old:
            return None
        gone: Object = {"removed": True}
        said = line_object(left)
        ours, theirs = (said, gone) if mine is not None else (gone, said)
        why = "one side removed it, the other used or changed it: it stays"
        self.clashes.append(MergeConflict(name, "category", ours, theirs, why))
        return left

    def _both(self, name: str, old: Category | None, mine: Category, its: Category) -> Category:
        result = mine
        for field in ("slug", "title", "parent", "position"):
            was = None if old is None else getattr(old, field)
            here, there = getattr(mine, field), getattr(its, field)
            if here in (there, was) and not (old is None and here is None):
                result = replace(result, **{field: there})
            elif there != was and field in ("title", "parent"):
                self.clashes.append(MergeConflict(name, field, {field: here}, {field: there}))
        return result

    def _bring_parents(self, found: Tree) -> None:
        """What stands below a category keeps it."""
        waiting = list(found.values())
        while waiting:
            parent = waiting.pop().parent
            if parent is not None and parent not in found:
                found[parent] = self.ours.get(parent) or self.theirs.get(parent) or (
                    self.base[parent])  # fmt: skip
                waiting.append(found[parent])

    def _break_circles(self, found: Tree) -> None:
        """Two moves that put each below the other: ours stands, and theirs is not done."""
        for name in found:
            seen = {name}
            above = found[name].parent
            while above is not None and above not in seen:
                seen.add(above)
                above = found[above].parent
            if above is None:
                continue
            for one in seen:
                mine = self.ours.get(one)
                moved = mine is not None and mine.parent != found[one].parent
                if mine is not None and moved and (mine.parent is None or mine.parent in found):
                    there: Object = {"parent": found[one].parent}
                    self.clashes.append(
                        MergeConflict(one, "parent", {"parent": mine.parent}, there,
                              "each side moved one below the other"))  # fmt: skip
                    found[one] = replace(found[one], parent=mine.parent)


def _final_slugs(found: Tree) -> dict[str, str]:
    """From the common names to the slugs of the merge, each once."""
    taken: set[str] = set()
    slugs: dict[str, str] = {}
    for name, category in found.items():
        slug, number = category.slug, 2
        while slug in taken:
            slug, number = f"{category.slug}-{number}", number + 1
        taken.add(slug)
        slugs[name] = slug
    return slugs
