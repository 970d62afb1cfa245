"""Patterns of citation keys: both languages, mistakes in them, and clashes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.model.keys.pattern_paper import key_by
from tests.papers import names, paper, papers_with
from vcmbib.model.keys.citekey import is_valid_key
from vcmbib.model.keys.pattern_tree import PRESETS
from vcmbib.model.keys.patterns import _is_own_key, key_owners, parse_pattern, propose_keys
from vcmbib.model.paper import Paper


@pytest.mark.parametrize("pattern", ["[auth]_[year]", "'x' + auth", "[volume]"])
def test_a_paper_of_which_the_pattern_says_nothing_has_no_key(pattern: str) -> None:
    """Literal text alone is no key."""
    assert key_by(pattern, paper("k", "点云")) is None


def test_a_key_has_a_bound() -> None:
    """A key longer than a key may be is none."""
    assert key_by("[fulltitle]", paper("k", "a" * 300)) is None
    assert key_by("[fulltitle:truncate40]", paper("k", "a" * 300)) == "a" * 40


PATTERNS = [*PRESETS, "[authors3]-[title:abbr][shortyear]", "fulltitle.skipwords.condense(_)"]


@WHOLE_PAPERS
@given(papers_with(["k"]), st.sampled_from(PATTERNS))
def test_any_paper_has_a_sound_key_or_none(work: Paper, pattern: str) -> None:
    """Whatever a paper contains, its key is ASCII and valid in a .bib, or there is none."""
    key = key_by(pattern, work)
    assert key is None or (is_valid_key(key) and key.isascii())


def stored(*keys: str, **fields: object) -> list[Paper]:
    """Papers with these keys and rows, all by Doe in 2020."""
    given: dict[str, object] = {"authors": names("Jane Doe"), "year": 2020} | fields
    return [paper(k, f"Title {n}", id=n + 1, **given) for n, k in enumerate(keys)]


def proposed(papers: list[Paper], *others: Paper) -> list[str | None]:
    """The keys that [auth:lower][year] gives the papers, in the order of their present keys."""
    pattern = parse_pattern("[auth:lower][year]")
    return [p.key for p in propose_keys(pattern, papers, key_owners([*papers, *others]))]


def test_clashes_get_suffixes() -> None:
    """The first has the bare key, the others a, b, … in the order of their present keys."""
    assert proposed(stored("x1", "x2", "x3")) == ["doe2020", "doe2020a", "doe2020b"]


def test_a_key_that_the_pattern_gives_is_kept() -> None:
    """A paper that has the key, also with a suffix, keeps it; the pattern applied twice is idle."""
    assert proposed(stored("doe2020", "doe2020b", "x3")) == ["doe2020", "doe2020b", "doe2020a"]
    assert proposed(stored("doe2020b")) == ["doe2020b"]
    assert proposed(stored("doe2020title")) == ["doe2020"]


def test_keys_of_others_are_taken_in_any_case() -> None:
    """No key that another paper has or had is given, however it is written."""
    other = replace(stored("DOE2020")[0], id=50, former_keys=("Doe2020A",))
    assert proposed(stored("x1"), other) == ["doe2020b"]


def test_a_key_that_becomes_free_is_not_given_away() -> None:
    """The present key of a paper that is renamed still leads to it."""
    first, second = stored("x1", "x2")
    second = replace(second, key="doe2020", authors=names("Richard Roe"))
    assert proposed([first, second]) == ["roe2020", "doe2020a"]


def test_a_former_key_of_its_own_comes_back() -> None:
    """A paper is given back a key that it had, rather than a new suffix."""
    first, second = stored("doe2020", "x2")
    assert proposed([first, replace(second, former_keys=("doe2020c",))]) == ["doe2020", "doe2020c"]


def test_another_letter_case_is_another_key() -> None:
    """A paper whose key differs only in case is given the pattern's."""
    assert proposed(stored("Doe2020")) == ["doe2020"]


@given(st.lists(st.sampled_from(["x", "doe2020", "doe2020a", "DOE2020", "roe"]), unique=True))
def test_keys_by_a_pattern_are_unique(keys: list[str]) -> None:
    """After the change no two keys, current or former, are alike; a second time nothing changes."""
    papers = stored(*keys)
    pattern = parse_pattern("[auth:lower][year]")
    done = propose_keys(pattern, papers, key_owners(papers))
    after = [
        replace(p.paper, key=str(p.key), former_keys=(p.paper.key,) if p.changes else ())
        for p in done
    ]
    folded = [p.key.casefold() for p in after]
    assert len(set(folded)) == len(folded)
    assert not any(p.changes for p in propose_keys(pattern, after, key_owners(after)))


@pytest.mark.parametrize(
    ("key", "taken", "is_own"),
    [
        ("doe2020", (), True),
        ("doe2020b", (), True),
        ("doe2020rl", (), False),
        ("doe2020rl", ("doe2020z",), True),
        ("doe2020rl", ("doe2020zz",), False),
        ("doe2020rlx", ("doe2020z",), False),
        ("doe2020rlx", ("doe2020zz",), True),
        ("doe2020B", (), False),
        ("doe20201", (), False),
        ("roe2020", (), False),
    ],
)
def test_what_may_be_a_suffix(key: str, taken: tuple[str, ...], is_own: bool) -> None:
    """One letter; more letters only where all shorter suffixes are used; no key of two papers."""
    owners = {name: {9} for name in taken}
    assert _is_own_key(key, "doe2020", owners | {key.casefold(): {1}}) is is_own
    assert not _is_own_key(key, "doe2020", owners | {key.casefold(): {1, 2}})
