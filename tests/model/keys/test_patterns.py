"""Patterns of citation keys: both languages, mistakes in them, and clashes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.papers import TIP, names, paper, papers_with
from vcmbib.errors import BadPattern
from vcmbib.model.keys.citekey import default_key, is_valid_key
from vcmbib.model.keys.pattern_tree import PRESETS
from vcmbib.model.keys.patterns import key_from_pattern, key_owners, parse_pattern, propose_keys
from vcmbib.model.paper import Paper

WORK = paper(
    "old",
    "An awesome paper on JabRef: self-supervised Çoding",
    entry_type="inproceedings",
    authors=names("Jane Doe", "Ludwig van Beethoven", "Łukasz Özyılkan"),
    authors_complete=True,
    year=2020,
    venue=TIP,
    pages="L7--12",
    tags=("rate control", "survey"),
    extra=(("Edition", "Third"),),
)


def gives(pattern: str, work: Paper = WORK) -> str | None:
    """The key by a pattern."""
    return key_from_pattern(parse_pattern(pattern), work)


@pytest.mark.parametrize(
    ("pattern", "at"),
    [
        ("", 0),
        ("abc[", 3),
        ("auth]", 4),
        ("[]", 1),
        ("[nope][year]", 1),
        ("[auth:loud]", 6),
        ("[auth+loud]", 5),
        ('[auth:regex("(","x")]', 6),
        ('[auth:regex("a","$1")]', 6),
        ("[auth]{x}", 6),
        ("fixed", 0),
        ("'fixed'", 0),
        ("auth +", 6),
        ("auth.loud", 5),
        ("auth.truncate", 5),
        ("year(3)", 0),
        ("(auth", 5),
        ("auth year", 5),
        ("'open", 0),
        ("auth('a' 'b')", 9),
        ("auth + 'a,b'", 9),
        ("(" * 60 + "auth" + ")" * 60, 50),
    ],
)
def test_a_mistake_is_shown_where_it_is(pattern: str, at: int) -> None:
    """A pattern that cannot be understood is an error with its place and a caret there."""
    with pytest.raises(BadPattern) as caught:
        parse_pattern(pattern)
    assert caught.value.position == at
    assert caught.value.message.endswith(f"\n  {' ' * at}^")


def test_an_unknown_name_lists_those_that_are_known() -> None:
    """A wrong field or modifier is answered with the right ones, and with the nearest."""
    with pytest.raises(BadPattern, match="did you mean 'veryshorttitle'") as caught:
        parse_pattern("[verryshorttitle]")
    assert "authorsalpha" in caught.value.hint
    assert "google" in caught.value.hint
    with pytest.raises(BadPattern, match="did you mean 'lower'") as caught:
        parse_pattern("[auth:lowr]")
    assert "titlecase" in caught.value.hint


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("[auth]_[year]", "Doe_2020"),
        ("[AUTH][YEAR]", "Doe2020"),
        ("[auth][year][veryshorttitle]", "Doe2020Awesome"),
        ("[authors]", "DoeBeethovenOzyilkan"),
        ("[authors2]", "DoeBeethovenEtAl"),
        ("[authors3]", "DoeBeethovenOzyilkan"),
        ("[authorsAlpha]", "DBO"),
        ("[auth.etal]", "Doe.etal"),
        ("[auth.auth.ea]", "Doe.Beethoven.ea"),
        ("[authEtAl]", "DoeEtAl"),
        ("[authshort]", "DBO"),
        ("[auth3_1]", "Doe"),
        ("[auth4_2:lower]", "beet"),
        ("[auth4_9][year]", "2020"),
        ("[authForeIni]", "J"),
        ("[authorLast]", "Ozyilkan"),
        ("[authorLastForeIni]", "L"),
        ("[authorIni]", "DoeBO"),
        ("[edtr][year]", "2020"),
        ("[title]", "AnAwesomePaperonJabRefSelfsupervisedCoding"),
        ("[shorttitle]", "AwesomePaperJabRef"),
        ("[shorttitleINI]", "APJ"),
        ("[camel]", "AnAwesomePaperOnJabRefSelfsupervisedCoding"),
        ("[title:abbr]", "AAPoJSC"),
        ("[camel:abbr]", "AAPOJSC"),
        ("[fulltitle:truncate3]", "An"),
        ("[shortyear]", "20"),
        ("[keyword1]-[keyword2:upper]", "ratecontrol-SURVEY"),
        ("[firstpage]-[lastpage]-[pageprefix]", "7-12-L"),
        ("[journal:abbr]", "IToIP"),
        ("[entrytype]", "InProceedings"),
        ("[edition]", "Third"),
        ("[volume:(unknown)][year]", "unknown2020"),
        ('[auth.etal:regex("\\\\.etal","EtAl")]', "DoeEtAl"),
        ('[auth:regex("(D)(o)","$2$1")]', "oDe"),
        ("[edtr]|[auth:lower]", "doe"),
        ("[auth:lower][>9][year]|[journal:abbr]", "IToIP"),
        ("[auth+initials][year]", "DoeJ2020"),
        ("[Title:skipwords:select,1,2:condense,_]", "Awesome_Paper"),
    ],
)
def test_jabrefs_patterns(pattern: str, key: str) -> None:
    """A pattern in brackets gives the key that JabRef's documentation describes."""
    assert gives(pattern) == key


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("auth.lower + shorttitle(3,3) + year", "doeAwesomePaperJabRef2020"),
        ("auth.lower + shorttitle(2) + year", "doeawesomepaper2020"),
        ("auth(3,2) + year", "van2020"),
        ("authorsn(1)", "DoeEtAl"),
        ("authEtal2 + '_' + year", "DoeEtAl_2020"),
        ("auth.etal.lower + year", "doe.etal2020"),
        ("fulltitle.skipwords.select(1,2).condense(_)", "awesome_paper"),
        ("fulltitle.skipwords.select(-1)", "Coding"),
        ("fulltitle.nopunct.ascii.lower.select(1, 3).condense('-')", "an-awesome-paper"),
        ("fulltitle.select(1,2).capitalize", "AnAwesome"),
        ("edtr.postfix('-') + year.prefix('y')", "y2020"),
        ("(edtr | auth).upper + year", "DOE2020"),
        ("auth(n=2, initials=true)", "Do"),
        ("auth.len('>', 5) | year", "2020"),
        ("veryshorttitle + year.substring(3, 2)", "awesome20"),
        ("auth(creator='editor') || year", "2020"),
        ("auth.clean.alphanum + year.numeric", "Doe2020"),
    ],
)
def test_better_bibtexs_patterns(pattern: str, key: str) -> None:
    """A formula gives the key that Better BibTeX's documentation describes."""
    assert gives(pattern) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("vcmbib", "doe2020awesome"),
        ("Google", "doe2020awesome"),
        ("dblp", "DoeBO20"),
        ("acl", "doe-etal-2020-awesome"),
        ("bbt", "doeAwesomePaperJabRef2020"),
        ("jabref", "Doe2020"),
        ("alpha", "DBO20"),
    ],
)
def test_presets(name: str, key: str) -> None:
    """A pattern with a name gives what is known under it."""
    assert gives(name) == key


def test_particles_and_groups() -> None:
    """JabRef leaves the particle out, Better BibTeX keeps it; a group is named by its words."""
    beethoven = replace(WORK, authors=names("Ludwig van Beethoven"))
    assert gives("[auth]", beethoven) == "Beethoven"
    assert gives("[authFirstFull]", beethoven) == "vanBeethoven"
    assert gives("auth", beethoven) == "vanBeethoven"
    assert gives("[auth]", replace(WORK, authors=names("The ATLAS Collaboration"))) is not None


def test_editors_stand_in_for_authors() -> None:
    """Without authors the editors are read, unless the pattern says pure authors."""
    edited = replace(WORK, authors=(), editors=names("Richard Roe"))
    assert gives("[auth][year]", edited) == "Roe2020"
    assert gives("[pureauth][year]", edited) == "2020"
    assert gives("[edtr][year]", edited) == "Roe2020"


def test_and_others_counts_as_more() -> None:
    """Authors that are known not to be all make the key say so."""
    some = replace(WORK, authors=names("Jane Doe"), authors_complete=False)
    assert gives("[auth.etal]", some) == "Doe.etal"
    assert gives("[authorsAlpha]", some) == "D+"


@pytest.mark.parametrize("pattern", ["[auth]_[year]", "'x' + auth", "[volume]"])
def test_a_paper_of_which_the_pattern_says_nothing_has_no_key(pattern: str) -> None:
    """Literal text alone is no key."""
    assert gives(pattern, paper("k", "点云")) is None


def test_a_key_has_a_bound() -> None:
    """A key longer than a key may be is none."""
    assert gives("[fulltitle]", paper("k", "a" * 300)) is None
    assert gives("[fulltitle:truncate40]", paper("k", "a" * 300)) == "a" * 40


def test_the_default_is_our_own() -> None:
    """The preset vcmbib is the rule by which new papers get their keys."""
    assert gives("vcmbib") == default_key(WORK.authors, WORK.year, WORK.title)


PATTERNS = [*PRESETS, "[authors3]-[title:abbr][shortyear]", "fulltitle.skipwords.condense(_)"]


@given(papers_with(["k"]), st.sampled_from(PATTERNS))
def test_any_paper_has_a_sound_key_or_none(work: Paper, pattern: str) -> None:
    """Whatever a paper holds, its key is ASCII and can stand in a .bib, or there is none."""
    key = gives(pattern, work)
    assert key is None or (is_valid_key(key) and key.isascii())


@given(st.text("[]|:+.'\"()auth lower,1_>year", max_size=25))
def test_no_text_breaks_the_parser(text: str) -> None:
    """Any text is a pattern or a BadPattern, nothing else."""
    try:
        pattern = parse_pattern(text)
    except BadPattern:
        return
    key = key_from_pattern(pattern, WORK)
    assert key is None or is_valid_key(key)


# --- clashes --------------------------------------------------------------------------------------


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
