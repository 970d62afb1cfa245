"""Identifiers are found where they are certain, and nowhere else."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.cost import check_linear
from tests.model.identifiers.identifier_cases import NOTHING, ONE, any_identifier, identifiers_in
from vcmbib.model.identifiers import (
    Identifier,
    Scheme,
    find_identifier_matches,
    find_identifiers,
    parse_identifier,
)


@pytest.mark.parametrize("text", NOTHING)
def test_no_identifier_where_there_is_none(text: str) -> None:
    """Prices, versions, dates, pages, numbers of telephones and other pages give nothing."""
    assert identifiers_in(text) == []


@pytest.mark.parametrize(
    "text", ["", "arxiv:", "doi:10.1109", "isbn:1234567890", "ieee:abc", "nonsense", "cvf:x y"]
)
def test_what_is_no_identifier_is_not_parsed(text: str) -> None:
    """A prefix makes no identifier of a value that its scheme does not allow."""
    assert parse_identifier(text) is None


@pytest.mark.parametrize(("text", "expected"), ONE)
def test_one_identifier_in_every_form(text: str, expected: str) -> None:
    """Each form of address, prefix or file name gives its identifier, and no second one."""
    assert identifiers_in(text) == [expected]


def test_version_is_told_but_is_no_part_of_the_name() -> None:
    """Two versions of a preprint are the same work."""
    first, second = find_identifier_matches("arXiv:2405.03500v1 2405.03500v3")
    assert (first.identifier.version, second.identifier.version) == ("v1", "v3")
    assert first.identifier.comparison_key == second.identifier.comparison_key
    assert len(find_identifiers("arXiv:2405.03500v1 2405.03500v3")) == 1


_PAGE = ROOT / "docs" / "identifiers.md"


_ROW = re.compile(r"\| (\w+) \| [^|]+ \| `([^`]+)` \| `([^`]+)` \|")


def test_every_row_of_the_page_is_true() -> None:
    """Each example of docs/identifiers.md gives its identifier alone, and each scheme has one."""
    rows = _ROW.findall(_PAGE.read_text(encoding="utf-8"))
    assert {scheme for scheme, _, _ in rows} == set(Scheme)
    for scheme, example, identifier in rows:
        assert identifiers_in(example) == [identifier]
        assert identifier.startswith(f"{scheme}:")


@given(any_identifier())
def test_scheme_and_value_lead_back(identifier: Identifier) -> None:
    """What `str` gives is read as the same identifier."""
    parsed = parse_identifier(str(identifier))
    assert parsed is not None
    assert parsed.comparison_key == identifier.comparison_key


_PIECES = st.sampled_from(
    """10.1000/ arxiv.org/abs/ 2405.03500 v2 https:// doi.org/ ( ) < > { } \\_ % %2F ; ;2 .pdf ISBN
    978 - _ / ? & id= arnumber= ieeexplore.ieee.org/ openreview.net/forum?id= dblp: PMC pmid
    corpusid: abs/ hep-th/9901001 , 。 é""".split()
)


@given(st.one_of(st.text(), st.lists(_PIECES | st.just(" ")).map("".join)))
def test_no_text_is_too_strange(text: str) -> None:
    """Nothing that is written makes recognition fail, and no character serves twice."""
    found = find_identifier_matches(text)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    parse_identifier(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a.",
        "a-",
        "-a.",
        "10.1000/",
        "10.1000/(",
        "10.1000/x<a>",
        "(",
        ")",
        "10.1000/x)",
        "arxiv",
        "arxiv.org.",
        "arxiv.org/",
        "https://",
        "https://arxiv.org/abs/2405.03500",
        "https://arxiv.org/abs/2405.03500 ",
        "www.",
        "2405.03500-",
        "2405.03500 ",
        "2405.03500_",
        "978-",
        "9 ",
        "978 0 ",
        "isbn 9",
        "PMC",
        "hep-th/",
        "a/9901001",
        "x" * 50 + ".pdf",
        "2405.03500/.",
        "abs/",
        "%2F",
        "{\\_}",
        "\\_",
        "&",
        "&amp;",
        "https://a.b/?",
        "https://openreview.net/forum?&",
        "https://openaccess.thecvf.com/content/a/",
        "A_2023_",
        "ieeexplore.ieee.org/iel5/1/",
    ],
)
def test_hostile_texts_are_read_quickly(piece: str) -> None:
    """Kilobytes of the same piece take time in proportion, not its square."""
    check_linear(lambda size: find_identifiers(piece * (size // len(piece) + 1)), 5_000)
