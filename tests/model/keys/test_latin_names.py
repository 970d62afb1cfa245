"""Family names of other scripts in Latin letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.model.keys.latin_names import latin_family
from vcmbib.model.names import Name, parse_name


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", ""),
        ("!", ""),
        ("王小明", "wang"),
        ("王明", "wang"),
        ("王", "wang"),
        ("王, 小明", "wang"),
        ("欧阳娜娜", "ouyang"),
        ("司馬遷", "sima"),
        ("田中太郎", "tianzhong"),
        ("김철수", "gim"),
        ("남궁민", "namgung"),
        ("おのだ", "onoda"),
        ("Иван Кузнецов", "kuznetsov"),
        ("Щукин, В. И.", "shchukin"),
        ("Γιώργος Παπαδόπουλος", "papadopoylos"),
        ("محمد", "mhmd"),
        ("Jean-Luc Müller", "muller"),
        ("İlham Əliyev", "eliyev"),
        ("Ludwig van Beethoven", "beethoven"),
    ],
)
def test_a_name_in_latin_letters(written: str, expected: str) -> None:
    """The family name alone, also where a name is written without a blank."""
    assert latin_family(parse_name(written) if written else Name("")) == expected


def test_a_group_gives_its_first_word() -> None:
    """A group has no family name."""
    assert latin_family(Name("中国科学院 计算所", literal=True)) == "zhongguokexueyuan"
    assert latin_family(Name("", literal=True)) == ""


@given(st.builds(Name, st.text(), st.text(max_size=2), literal=st.booleans()))
def test_the_result_is_ascii(name: Name) -> None:
    """Any text gives lower-case letters and digits, or nothing."""
    found = latin_family(name)
    assert found == "".join(c for c in found.lower() if c.isascii() and c.isalnum())
