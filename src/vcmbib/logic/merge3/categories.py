"""Merge the category trees of two libraries: added, renamed, moved and deleted categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vcmbib.model.dump.jsonl import Object, line_object
from vcmbib.model.dump.values import Dump, parents_first
from vcmbib.model.fields import CATEGORY_FIELDS
from vcmbib.model.merge_conflicts import MergeConflict
from vcmbib.model.paper import Category

Tree = dict[str, Category]


@dataclass(frozen=True, slots=True)
class MergedTree:
    """The categories of a merge.

    `names` maps the slugs of base, ours and theirs to those of the merge, without removed ones.
    """

    categories: tuple[Category, ...]
    names: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]
    conflicts: tuple[MergeConflict, ...]


def merge_trees(base: Dump, ours: Dump, theirs: Dump) -> MergedTree:
    """Return the tree with the changes of both sides; ours where they differ."""
    old = {c.slug: c for c in base.categories}
    renamed = [_renamed_slugs(base, side) for side in (ours, theirs)]
    our_tree, their_tree = (
        {names.get(c.slug, c.slug): _with_parent(c, names) for c in side.categories}
        for side, names in zip((ours, theirs), renamed, strict=True)
    )
    merge = _TreeMerge(
        old, our_tree, their_tree, [*_categories_with_new_papers(ours, theirs, base, renamed)]
    )
    found = merge.merged()
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
    conflicts = tuple(
        replace(c, key=f"category:{slugs.get(c.key, c.key)}") for c in merge.conflicts
    )
    return MergedTree(tuple(parents_first(final)), (one, two, three), conflicts)


def _with_parent(category: Category, names: Mapping[str, str]) -> Category:
    """The category with the slug of its parent in the base."""
    parent = category.parent
    return replace(category, parent=None if parent is None else names.get(parent, parent))


def _renamed_slugs(base: Dump, side: Dump) -> dict[str, str]:
    """Map new slugs of a side to the slugs of the same categories in the base.

    A category with another slug is recognized by its papers, its title or its position.
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
        best = max(
            free, key=lambda c: _share_of_papers(had, after.get(c.slug, set())), default=None
        )
        if best is not None and had and _share_of_papers(had, after.get(best.slug, set())) >= 0.5:
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
    """The keys and old keys of the papers in each category, by slug."""
    found: dict[str, set[str]] = {}
    for line in dump.papers:
        for standing in line.paper.categories:
            found.setdefault(standing.slug, set()).update(line.keys)
    return found


def _share_of_papers(one: set[str], other: set[str]) -> float:
    """The Jaccard index of two sets of keys."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _categories_with_new_papers(
    ours: Dump, theirs: Dump, base: Dump, renamed: Sequence[Mapping[str, str]]
) -> tuple[set[str], set[str]]:
    """The categories with new papers on our side, and on theirs."""
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
    """The merge of trees whose categories have one name in all three.

    `grown` are the categories with new papers on our side, and on theirs.
    """

    def __init__(self, base: Tree, ours: Tree, theirs: Tree, grown: Sequence[set[str]]) -> None:
        self.base = base
        self.ours = ours
        self.theirs = theirs
        self.grown = grown
        self.conflicts: list[MergeConflict] = []

    def merged(self) -> Tree:
        """Return the merged categories by their common names."""
        found: Tree = {}
        for name in dict.fromkeys((*self.ours, *self.theirs)):
            category = self._one(name)
            if category is not None:
                found[name] = category
        self._bring_parents(found)
        self._break_circles(found)
        return found

    def _one(self, name: str) -> Category | None:
        """Merge one category; None if it is removed."""
        old, our, their = self.base.get(name), self.ours.get(name), self.theirs.get(name)
        if our is not None and their is not None:
            return self._both(name, old, our, their)
        left = our or their
        if left is None or old is None:
            return left
        grown = name in self.grown[0 if our is not None else 1]
        if not grown and replace(left, position=old.position) == old:
            return None
        removed: Object = {"removed": True}
        kept = line_object(left)
        ours, theirs = (kept, removed) if our is not None else (removed, kept)
        why = "one side removed it, the other used or changed it: it was kept"
        self.conflicts.append(MergeConflict(name, "category", ours, theirs, why))
        return left

    def _both(self, name: str, old: Category | None, our: Category, their: Category) -> Category:
        """Merge a category that both sides have. `old` is that of the base."""
        result = our
        for field in CATEGORY_FIELDS:
            was = None if old is None else field.of(old)
            here, there = field.of(our), field.of(their)
            if here in (there, was) and not (old is None and here is None):
                result = field.copied(their, result)
            elif there != was and field.name in ("title", "parent"):
                values: tuple[Object, Object] = ({field.name: here}, {field.name: there})
                self.conflicts.append(MergeConflict(name, field.name, *values))
        return result

    def _bring_parents(self, found: Tree) -> None:
        """Restore the removed parents of categories that are kept."""
        waiting = list(found.values())
        while waiting:
            parent = waiting.pop().parent
            if parent is not None and parent not in found:
                found[parent] = self.ours.get(parent) or self.theirs.get(parent) or (
                    self.base[parent])  # fmt: skip
                waiting.append(found[parent])

    def _break_circles(self, found: Tree) -> None:
        """Undo their move of a category if both moves together give a circle."""
        for name in found:
            seen = {name}
            above = found[name].parent
            while above is not None and above not in seen:
                seen.add(above)
                above = found[above].parent
            if above is None:
                continue
            for one in seen:
                our = self.ours.get(one)
                moved = our is not None and our.parent != found[one].parent
                if our is not None and moved and (our.parent is None or our.parent in found):
                    there: Object = {"parent": found[one].parent}
                    self.conflicts.append(
                        MergeConflict(one, "parent", {"parent": our.parent}, there,
                              "each side moved one below the other"))  # fmt: skip
                    found[one] = replace(found[one], parent=our.parent)


def _final_slugs(found: Tree) -> dict[str, str]:
    """Map the common names to slugs of the merge. A number is added to a slug that is taken."""
    taken: set[str] = set()
    slugs: dict[str, str] = {}
    for name, category in found.items():
        slug, number = category.slug, 2
        while slug in taken:
            slug, number = f"{category.slug}-{number}", number + 1
        taken.add(slug)
        slugs[name] = slug
    return slugs
