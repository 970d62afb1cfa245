"""Disjoint sets, compared with the closure of their pairs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vcmbib.logic.union_find import UnionFind

NUMBERS = range(12)
PAIRS = st.lists(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)), max_size=30)


def closure(pairs: list[tuple[int, int]]) -> dict[int, set[int]]:
    """Each number with all that a chain of pairs connects with it, itself among them."""
    connected = {n: {n} for n in NUMBERS}
    for one, other in pairs:
        joined = connected[one] | connected[other]
        for member in joined:
            connected[member] = joined
    return connected


@given(PAIRS)
def test_two_items_have_one_root_if_pairs_connect_them(pairs: list[tuple[int, int]]) -> None:
    """`find` and `is_alone` agree with the closure, and `union` reports whether it joined."""
    sets = UnionFind[int]()
    for at, (one, other) in enumerate(pairs):
        assert sets.union(one, other) is (other not in closure(pairs[:at])[one])
    connected = closure(pairs)
    for one in NUMBERS:
        assert sets.is_alone(one) is (len(connected[one]) == 1)
        assert {n for n in NUMBERS if sets.find(n) == sets.find(one)} == connected[one]


def test_a_root_is_a_member() -> None:
    """An item without a set is its own root; the root of a set is one of its members."""
    sets = UnionFind[str]()
    assert sets.find("a") == "a"
    sets.union("a", "b")
    assert sets.find("b") in ("a", "b")
