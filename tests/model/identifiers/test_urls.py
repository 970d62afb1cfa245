"""Identifiers and their addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given

from tests.model.identifiers.identifier_cases import ONE, SICI, A, D, any_identifier
from vcmbib.model.identifiers import (
    Identifier,
    Scheme,
    find_identifiers,
    identifier_url,
    parse_identifier,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(t, e) for t, e in ONE if t.startswith("http") or t.endswith(".pdf")]
    + [
        ("https://arxiv.org/abs/2405.03500/", A),
        ("arXiv:2405.03500v2", A),
        ("arxiv:hep-th/9901001", "arxiv:hep-th/9901001"),
        ("doi:https://doi.org/10.1145/3581783.3611851", D),
        ("ieee:010402638", "ieee:10402638"),
        ("openreview: HkXWCMbRW", "openreview:HkXWCMbRW"),
        ("acl:p18-1001", "acl:P18-1001"),
        ("pmcid:1234567", "pmcid:PMC1234567"),
        ("0-306-40615-2", "isbn:9780306406157"),
    ],
)
def test_an_address_is_its_identifier(text: str, expected: str) -> None:
    """An address, a file name or a prefixed value is one identifier as a whole."""
    assert str(parse_identifier(text)) == expected


@given(any_identifier())
def test_the_address_leads_back(identifier: Identifier) -> None:
    """The address of an identifier, if it has one, contains that identifier and no other."""
    where = identifier_url(identifier)
    if where is not None:
        assert [i.comparison_key for i in find_identifiers(where)] == [identifier.comparison_key]
        assert (parsed := parse_identifier(where)) is not None
        assert parsed.comparison_key == identifier.comparison_key


@pytest.mark.parametrize("value", [SICI, "10.1016/S0031-8914(53)80099-6", "10.1000/a%b#c?d;e&f"])
def test_the_address_of_a_doi_escapes_what_an_address_cannot_hold(value: str) -> None:
    """A DOI with brackets, hashes or percent signs comes back from its address."""
    identifier = Identifier(Scheme.DOI, value)
    assert find_identifiers(str(identifier_url(identifier))) == (identifier,)


@pytest.mark.shared
def test_every_address_of_the_list_is_recognised_once(shared: Path) -> None:
    """Each title's address in the seed list has exactly one identifier, the proceedings' none."""
    text = (shared / "seeds" / "vcm-list.md").read_text(encoding="utf-8")
    none: list[int] = []
    seen = 0
    for number, line in enumerate(text.splitlines(), 1):
        cell = re.match(r"\|[^|]*\|\s*\[[^\]]*\]\(([^)\s]*)\)", line)
        if cell is None or not cell[1]:
            continue
        seen += 1
        found = find_identifiers(cell[1])
        assert len(found) <= 1, line
        if not found:
            none.append(number)
    assert seen > 80
    assert none == [31]


@pytest.mark.shared
def test_no_address_of_other_lists_holds_two(shared: Path) -> None:
    """Over the addresses of many lists, none counts as two works."""
    files = sorted((shared / "data" / "lists").glob("*.md"))
    assert files
    for file in files:
        for url in re.findall(r"https?://[^\s<>\"\])]+", file.read_text(encoding="utf-8")):
            assert len(find_identifiers(url)) <= 1, url
