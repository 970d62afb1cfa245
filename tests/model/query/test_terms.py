"""Words as the index has them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.model.query.terms import edit_distance, label_key, terms

TERMS = [
    ("Łukasz Størmer", "lukasz stormer"),
    ("Straße ﬁne ΣΊΣΥΦΟΣ", "strasse fine σισυφοσ"),
    (r"{\"O}zyılkan", "ozyilkan"),
    ("C++ and C#, c", "c ++ and c # c"),
    ("PointNet++: a+b++c", "pointnet ++ a b c"),
    ("10.1109/TIP.2021_x", "10 1109 tip 2021 x"),
    ("目标检测3D", "目 标 检 测 3d"),
    ("이미지", "이 미 지"),
    ("ＦＵＬＬ　width", "full width"),
    ("& - +", ""),
]


@pytest.mark.parametrize(("text", "expected"), TERMS, ids=[t[0] for t in TERMS])
def test_terms(text: str, expected: str) -> None:
    """The words of a text do not depend on case, accents, ligatures, width or LaTeX."""
    assert tuple(expected.split()) == terms(text)


@given(st.text())
def test_terms_are_safe(text: str) -> None:
    """A word has no character that the index would read as syntax or cut at."""
    for word in terms(text):
        assert re.fullmatch(r"[^\W_]+|[+#]+", word)
    assert terms(" ".join(terms(text))) == terms(text) or "+" in text or "#" in text


def test_label_key() -> None:
    """Labels compare by their words; a label without words by its signs."""
    assert label_key("Multi_Task") == label_key("multi-task") == "multi task"
    assert label_key("★ ★") == "★ ★"
    assert label_key("C") != label_key("C++")


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [("", "ab", 2), ("auhtor", "author", 1), ("autor", "author", 1), ("bag", "tag", 1)],
)
def test_edit_distance(a: str, b: str, distance: int) -> None:
    """A letter added, dropped, changed or swapped with its neighbour counts one."""
    assert distance == edit_distance(a, b) == edit_distance(b, a)
