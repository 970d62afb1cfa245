"""Groups of reference managers become places in the tree of categories."""

from __future__ import annotations

from vcmbib.formats.bibtex import read
from vcmbib.formats.bibtex.reader.groups import groups_to_categories


def _paths(text: str) -> dict[str, list[tuple[str, ...]]]:
    reading = groups_to_categories(read(text, "x.bib"))
    return {r.key: [p.path for p in r.places] for r in reading.records}


def test_without_groups_nothing_is_placed() -> None:
    """An entry without a group has no place, and neither has a damaged tree."""
    assert _paths("@misc{a, title={A}}") == {"a": []}
    assert _paths("@Comment{jabref-meta: grouping:\n1 Static\n x;;}\n@misc{a, title={A}}") == {
        "a": []
    }


def test_the_tree_of_jabref() -> None:
    """Names are in the entry, the tree in a comment; a name outside the tree is a group alone."""
    text = r"""
@Misc{a, title = {A}, groups = {Entropy models, Other}}
@Misc{b, title = {B}, groups = {Coding}}
@Comment{jabref-meta: grouping:
0 AllEntriesGroup:;
1 StaticGroup:Coding\;0\;1\;0x8a8a8aff\;\;\;;
2 StaticGroup:Entropy models\;0\;1\;\;\;\;;
1 StaticGroup:Reviews\;0\;1\;\;\;\;;
}
"""
    assert _paths(text) == {"a": [("Coding", "Entropy models"), ("Other",)], "b": [("Coding",)]}


def test_the_tree_of_old_jabref_lists_the_keys() -> None:
    """Lines are broken anywhere."""
    text = r"""
@Misc{a, title = {A}}
@Misc{b, title = {B}}
@comment{jabref-meta: groupstree:
0 AllEntriesGroup:;
1 ExplicitGroup:Coding\;0\;a\;
b\;;
2 ExplicitGroup:Deep\;0\;b\;;
}
"""
    assert _paths(text) == {"a": [("Coding",)], "b": [("Coding",), ("Coding", "Deep")]}


def test_the_paths_of_mendeley() -> None:
    """Slashes divide a path, commas the groups."""
    assert _paths("@misc{a, title={A}, mendeley-groups={Thesis/Chapter 2,Later}}") == {
        "a": [("Thesis", "Chapter 2"), ("Later",)]
    }
