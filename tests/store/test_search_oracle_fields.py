"""Every field of the query language, every range and all of `has:` against plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.store.oracle import Oracle
from tests.store.small_library import CATEGORIES, CVPRW, ODD, PAPERS, library
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper, Standing
from vcmbib.model.query.fields import FIELDS, HAS, FieldKind
from vcmbib.model.query.parser import parse_query
from vcmbib.store import search

IDENTIFIERS = {
    "doi": "10.1000/xyz.7", "arxiv": "2401.00007", "ieee": "10440522", "openreview": "wZrOOO9XBn",
    "cvf": "Lu_DVC_CVPR_2019", "neurips": "2019/" + "ab12" * 8, "acl": "P19-1001",
    "pmlr": "v139/bao21a", "dblp": "conf/cvpr/Lu19", "pmid": "31452104", "pmcid": "PMC6781234",
    "s2": "CorpusID:1234567", "isbn": "9780262033848",
}  # fmt: skip
LETTER_CASE_COUNTS = {"openreview", "cvf", "dblp", "pmlr", "s2"}
# One paper for each link kind and each scheme, and one that has all single values.
MORE = (
    *(
        Paper(f"link{kind}", f"On {kind}", "misc", year=2019, links=(Link(kind, f"u:{kind}"),))
        for kind in LinkKind
    ),
    *(
        Paper(f"id{scheme}", f"Of {scheme}", "misc", year=2020,
              identifiers=(Identifier(scheme, IDENTIFIERS[scheme]),))
        for scheme in Scheme
    ),
    Paper("full2021", "Rates and Distortions", "book", authors=(Name("Yu", "Yuefeng"),),
          authors_complete=True, editors=(Name("Ng", "Ann B."),), year=2021, month=5, venue=ODD,
          honour="Best Paper", volume="3", number="4", pages="5-6", publisher="Wiley",
          abstract="Entropy of pages.", model="VNVC", notes=("reread it",), tags=("to do",),
          topics=("Point Cloud",), categories=(Standing("joint"),)),
    Paper("yeung", "Coded Rates", "article", authors=(Name("Yeung", "Yu Y."), Name("Berg", "Ann")),
          year=2018, venue=CVPRW),
)  # fmt: skip
ALL = [replace(p, id=i) for i, p in enumerate((*PAPERS, *MORE), 1)]
DB = library(ALL)
ORACLE = Oracle(ALL, CATEGORIES)


def found(text: str) -> set[int]:
    """The ids that a query finds."""
    return set(search.search_ids(DB, parse_query(text)))


def quoted(value: str) -> str:
    """A value as it is written behind a field's colon."""
    return '"' + value.replace('"', "") + '"'


def values(field: str) -> Iterator[str]:
    """What papers have in a field, each also in part, with a beginning and in capitals."""
    for paper in ALL:
        texts = ORACLE.texts(paper)
        match field:
            case "title" | "abstract" | "note" | "model":
                given = [w for text in texts[field] for w in (text, *text.split())]
            case "author":
                given = [n.natural for n in (*paper.authors, *paper.editors)]
                given += [w for n in given for w in n.split()]
                given += [f"{n.family}, {n.given}" for n in paper.authors]
                given += [f"{n.given[:1]} {n.family}" for n in paper.authors]
                given += [n.given[:1] for n in paper.authors]
            case "category":
                given = texts["categories"]
            case "tag" | "topic":
                given = texts[f"{field}s"]
            case "venue":
                given = texts["venue"]
            case "type":
                given = [paper.entry_type]
            case "key":
                given = [paper.key, *paper.former_keys]
            case _:
                given = [i.value for i in paper.identifiers if field in ("id", i.scheme)]
        for value in filter(lambda v: any(c.isalnum() for c in v), given):
            yield f"{field}:{quoted(value)}"
            yield f"{field}:{quoted(value if field in LETTER_CASE_COUNTS else value.upper())}"
            yield f"{field}:{quoted(value[: len(value) // 2 + 1])}*"


COMPARED = [f.name for f in FIELDS if f.kind not in (FieldKind.NUMBER, FieldKind.HAS)]


@pytest.mark.parametrize("field", COMPARED)
def test_each_field(field: str) -> None:
    """A value finds the papers that have it, and the whole, a part and capitals agree with it."""
    asked = dict.fromkeys(values(field))
    answers = {text: found(text) for text in asked}
    assert {text: ORACLE.answer(parse_query(text)) for text in asked} == answers
    assert any(answers.values())
    assert any(len(ids) < len(ALL) for ids in answers.values())


def test_a_category_is_found_by_its_name_and_by_its_title() -> None:
    """Either, in part only with `*`; the papers below belong to it."""
    ids = {p.id for p in ALL if Standing("joint") in p.categories}
    assert ids
    for text in ("joint", "JOINT", '"Human & Machine Vision"', '"human machine vision"', "hum*"):
        assert found(f"category:{text}") == ids, text
    assert found("category:human") == set()


def test_one_letter_is_an_initial_only_beside_another_word() -> None:
    """`Y. Yu` is Yuefeng Yu and Yu Yeung; `Y` alone is a word, `Ya Yu` finds no paper."""
    by_key = {p.key: p.id for p in ALL}
    full, yeung = by_key["full2021"], by_key["yeung"]
    for text, expected in {
        '"Y. Yu"': {full, yeung}, "yu": {full, yeung}, "yuefeng": {full}, "y": {yeung},
        "yue": set(), "yu*": {full, yeung}, '"Yu Y."': {full, yeung}, '"Ya Yu"': set(),
        '"Ng A"': {full}, '"Ann Ng"': {full}, '"Ann N"': {full}, '"Yu N"': set(),
        '"B. Ng"': {full}, '"Yeung Ann"': set(), '"A. Berg"': {yeung},
    }.items():  # fmt: skip
        assert found(f"author:{text}") == expected, text


RANGES: dict[str, Callable[[int], bool]] = {
    "{}": lambda d: d == 0, "={}": lambda d: d == 0, "..{}": lambda d: d <= 0,
    "{}..": lambda d: d >= 0, "{}..{}": lambda d: d == 0, "<{}": lambda d: d < 0,
    "<={}": lambda d: d <= 0, ">{}": lambda d: d > 0, ">={}": lambda d: d >= 0,
    "≤{}": lambda d: d <= 0, "≥{}": lambda d: d >= 0, "{}-": lambda d: d >= 0,
    "–{}": lambda d: d <= 0, "…{}": lambda d: d <= 0, "{}...": lambda d: d >= 0,
}  # fmt: skip


@pytest.mark.parametrize("form", RANGES)
def test_each_form_of_a_range(form: str) -> None:
    """Both ends belong to a range, and a paper without a year belongs to none."""
    for year in range(2016, 2025):
        text = f"year:{form.replace('{}', str(year))}"
        expected = {p.id for p in ALL if p.year is not None and RANGES[form](p.year - year)}
        assert found(text) == expected, text
        assert found(f"-{text}") == {p.id for p in ALL} - expected, text


def test_ranges_with_two_ends() -> None:
    """All pairs of years around those of the papers."""
    for low in range(2016, 2025):
        for high in range(low, 2025):
            expected = {p.id for p in ALL if p.year is not None and low <= p.year <= high}
            assert found(f"year:{low}..{high}") == expected
            assert found(f"year:{low}-{high}") == expected


@pytest.mark.parametrize("name", [n for n in HAS if n != "file"])
def test_each_thing_that_a_paper_has(name: str) -> None:
    """`has:` finds the papers that have it and no others, its negation the others."""
    expected = {p.id for p in ALL if ORACLE.has(p, name)}
    assert 0 < len(expected) < len(ALL)
    assert found(f"has:{name}") == expected
    assert found(f"-has:{name}") == {p.id for p in ALL} - expected
