"""`vcmbib category`: papers in categories, and the tree of categories."""

from __future__ import annotations

from tests.cli.conftest import Program


def test_papers_come_last_in_a_category(program: Program) -> None:
    """By slug or title, in the order given; taken out again without a trace."""
    program("category", "-", "Learned Codecs", given="roe2021video\npoe2022x\n")
    program("category", "poe2022x", "compression")
    program("category", "doe2020coding", "--remove", "compression")

    places = {k: program.paper(k).categories for k in ("doe2020coding", "roe2021video", "poe2022x")}
    assert [(s.slug, s.position) for s in places["roe2021video"]] == [
        ("compression", 2),
        ("learned", 1),
    ]
    assert [(s.slug, s.position) for s in places["poe2022x"]] == [
        ("compression", 3),
        ("learned", 2),
    ]
    assert places["doe2020coding"] == ()
    assert program("category", "poe2022x").out.splitlines()[0] == "compression\tCompression"


def test_the_tree_grows_moves_and_shrinks(program: Program) -> None:
    """Add, rename, move to a place, delete: order and papers are kept."""
    program("category", "--add", "Theory & Surveys")
    program("category", "--add", "Theory & Surveys", "--under", "compression")
    program("category", "--move", "learned", "--top", "--position", "1")
    program("category", "--rename", "compression=Coding", "--slug", "coding")

    assert program.slugs() == [
        ("learned", None),
        ("coding", None),
        ("compression-theory-surveys", "coding"),
        ("theory-surveys", None),
    ]
    assert [s.slug for s in program.paper("doe2020coding").categories] == ["coding"]
    program("category", "--delete", "compression-theory-surveys")
    program("category", "--delete", "Coding")
    assert [slug for slug, _ in program.slugs()] == ["learned", "theory-surveys"]
    assert program.paper("doe2020coding").categories == ()
