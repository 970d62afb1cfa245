"""Citation keys are readable, valid, and one to a paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.model.keys.citekey import (
    KeyMaker,
    default_key,
    is_valid_key,
    is_valid_old_key,
    suffixed_keys,
)
from vcmbib.model.names import Name, parse_name
from vcmbib.model.text import fold_key, forms_of_key


@pytest.mark.parametrize(
    "key",
    ["", "a b", "a,b", "a{b", "a}b", "a%b", "a#b", "a\\b", 'a"b', "a~b", "-a", "a\x00", "a" * 251],
)
def test_what_no_citation_can_hold_is_no_key(key: str) -> None:
    """Blanks, commas, braces and TeX's special characters make no key."""
    assert not is_valid_key(key)


@pytest.mark.parametrize(
    "key", ["zhang2024rate", "DBLP:conf/cvpr/HeZRS16", "müller_2020-a", "10", "o'neil(2)@x=1"]
)
def test_keys_of_others_are_taken(key: str) -> None:
    """What other tools write as keys is valid."""
    assert is_valid_key(key)


@pytest.mark.parametrize(
    "key", ["-1996-phrase", "--help", "a b", "50%", "a#b", "a~b", 'say "x"', "*", "2020", "é"]
)
def test_the_key_of_another_file_finds_a_paper(key: str) -> None:
    """What a citation or an option may be confused with is an old key at least."""
    assert is_valid_old_key(key)


@pytest.mark.parametrize("key", ["", " a", "a ", "a,b", "a{b", "a}b", "a\\b", "a\tb", "a\u202eb"])
def test_what_no_list_of_keys_can_hold_is_no_old_key(key: str) -> None:
    """A comma, a brace, a backslash, a blank at an end and what is not visible."""
    assert not is_valid_old_key(key)


@pytest.mark.parametrize(
    ("author", "year", "title", "expected"),
    [
        ("Qi Zhang", 2024, "A Rate-Distortion-Classification Approach", "zhang2024rate"),
        ("Ezgi Özyılkan", 2023, "Learned Disentangled", "ozyilkan2023learned"),
        ("Joni Seppälä", 2021, "Enhancing Image Coding", "seppala2021enhancing"),
        ("Anderson de Andrade", 2024, "Towards Task-Compatible", "andrade2024task"),
        ("Flannery O’Connor", 1960, "Wise Blood", "oconnor1960wise"),
        ("Gemini Team", 2024, "Gemini", "gemini2024gemini"),
        ("Qi Zhang", None, "Rate", "zhangrate"),
        ("Qi Zhang", 2024, "目标检测", "zhang2024"),
        ("张三", 2024, "Rate of Change", "zhang2024rate"),
        ("张三", 2024, "目标检测", "zhang2024"),
        ("王小明", 2023, "A Study", "wang2023study"),
        ("!", 2024, "目标检测", "paper2024"),
        ("", 2024, "Rate of Change", "rate2024"),
        ("", None, "", "paper"),
        ("", 1999, "0", "paper19990"),
        ("", None, "3D Gaussians", "paper3d"),
    ],
)
def test_the_key_of_a_paper(author: str, year: int | None, title: str, expected: str) -> None:
    """Family name, year and first significant word, in ASCII; what is missing is left out."""
    authors = [parse_name(author)] if author else []
    assert default_key(authors, year, title) == expected


@given(
    st.lists(st.builds(Name, st.text(), literal=st.booleans()), max_size=2),
    st.none() | st.integers(0, 9999),
    st.text(),
)
def test_every_paper_has_a_valid_key(names: list[Name], year: int | None, title: str) -> None:
    """Whatever a paper is called, its key is valid, in ASCII, and begins with a letter."""
    key = default_key(names, year, title)
    assert is_valid_key(key)
    assert key.isascii()
    assert key[0].isalpha()


def test_suffixes_go_on_after_z() -> None:
    """The base itself comes first; after z comes aa."""
    nth = suffixed_keys("k")
    assert [nth(n) for n in (0, 1, 2, 26, 27, 52, 53)] == [
        "k",
        "ka",
        "kb",
        "kz",
        "kaa",
        "kaz",
        "kba",
    ]


def test_the_newcomer_gets_the_suffix() -> None:
    """A key in use, in whatever letter case, is not given again."""
    maker = KeyMaker({"zhang2024rate", "zhang2024ratea"})
    assert maker.make("Zhang2024rate") == "Zhang2024rateb"
    assert maker.make("zhang2024rate") == "zhang2024ratec"
    assert maker.make("new") == "new"


@given(
    st.lists(st.sampled_from(["a", "A", "aa", "ab", "b", "az"]), max_size=60),
    st.sets(st.sampled_from(["a", "aa", "b"])),
)
def test_keys_are_never_given_twice(wanted: list[str], taken: set[str]) -> None:
    """However often the same keys are wanted, all that are given differ in more than case."""
    before = set(taken)
    maker = KeyMaker(taken)
    given_keys = [maker.make(key).casefold() for key in wanted]
    assert len(set(given_keys)) == len(given_keys)
    assert before.isdisjoint(given_keys)


def test_a_title_of_one_endless_word_gives_a_key_of_bearable_length() -> None:
    """Two thousand letters are no key."""
    key = default_key((Name("X" * 2000),), 2020, "T" * 2000)

    assert len(key) < 100
    assert is_valid_key(key)


def test_keys_that_differ_only_in_the_normal_form_are_one_key() -> None:
    """The decomposed form of a key is taken if the composed one is, in any letter case."""
    maker = KeyMaker({fold_key("mu\u0308ller2020")})
    assert not maker.is_free("M\u00fcller2020")
    assert maker.make("m\u00fcller2020") == "m\u00fcller2020a"
    assert forms_of_key("m\u00fcller") == ("m\u00fcller", "mu\u0308ller")
