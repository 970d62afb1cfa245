"""Papers as rows: ids from names, and parts of a paper that are the same."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.papers import ICIP, arxiv, names, paper
from vcmbib.model.paper import Link, LinkKind, Standing
from vcmbib.store import rows


def test_parts_that_are_the_same_are_one_row() -> None:
    """Words are compared without ASCII case, links by their address, identifiers by their value."""
    twice = paper(
        tags=("x", "X", "é", "É"),
        links=(Link(LinkKind.PAPER, "https://a.org"), Link(LinkKind.CODE, "https://a.org")),
        identifiers=(arxiv("2101.00001"), replace(arxiv("2101.00001"), version="v2")),
        former_keys=("doe2020coding", "old"),
    )
    found = rows.child_rows(twice, {})
    assert found["tags"] == (("x",), ("é",), ("É",))
    assert [r[0] for r in found["links"]] == ["https://a.org"]
    assert len(found["identifiers"]) == 1
    assert found["citation_keys"] == (
        ("doe2020coding", "doe2020coding", 1), ("old", "old", 0),
    )  # fmt: skip


def test_each_table_has_the_columns_that_it_names() -> None:
    """A row without its value would be one column short."""
    whole = paper(
        authors=names("A B"), editors=names("C D"), identifiers=(arxiv("2101.00001"),),
        categories=(Standing("coding", 3),), tags=("t",), topics=("T",), notes=("n",),
        links=(Link(LinkKind.CODE, "https://a.org", "x"),), extra=(("f", "v"),),
    )  # fmt: skip
    found = rows.child_rows(whole, {"coding": 7})
    assert set(found) == {c.table for c in rows.CHILD_TABLES}
    for child in rows.CHILD_TABLES:
        assert {len(r) for r in found[child.table]} == {len(child.columns)}, child.table
    assert len(rows.paper_row(whole)) == len(rows.PAPER_COLUMNS)


def test_ids_are_made_from_names_alone() -> None:
    """The same person and the same venue have the same id in every library."""
    (one,) = names("Ada Lovelace")
    assert rows.author_id(one) == rows.author_id(replace(one)) != rows.author_id(names("A L")[0])
    assert rows.venue_id(ICIP) == rows.venue_id(replace(ICIP, acronym=None, names=()))
    spellings = [row[2] for row in rows.venue_name_rows(replace(ICIP, names=("ICIP", " ", "x")))]
    assert spellings == sorted({"icip", "x", ICIP.name.lower()})


@given(st.lists(st.text(), min_size=1, max_size=3), st.lists(st.text(), min_size=1, max_size=3))
def test_an_id_fits_in_a_column(one: list[str], other: list[str]) -> None:
    """An id is a positive integer of 63 bits, and other names have another one."""
    assert 0 <= rows.made_id(*one) < 2**63
    if "\0".join(one) != "\0".join(other):
        assert rows.made_id(*one) != rows.made_id(*other)
