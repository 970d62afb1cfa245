"""Identifiers are recognised wherever certain, and nowhere else."""

from __future__ import annotations

import itertools
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.model.identifiers.identifier_cases import NOTHING, ONE, SICI, A, D
from vcmbib.model.identifiers import (
    Identifier,
    Scheme,
    find_identifier_matches,
    find_identifiers,
    identifier_url,
    isbn13,
    parse_identifier,
    trimmed_doi,
)


def said(text: str) -> list[str]:
    """What is found in `text`, as `scheme:value`."""
    return [str(i) for i in find_identifiers(text)]


@pytest.mark.parametrize("text", NOTHING)
def test_no_identifier_where_there_is_none(text: str) -> None:
    """Prices, versions, dates, pages, numbers of telephones and other pages give nothing."""
    assert said(text) == []


@pytest.mark.parametrize(
    "text", ["", "arxiv:", "doi:10.1109", "isbn:1234567890", "ieee:abc", "nonsense", "cvf:x y"]
)
def test_what_is_no_identifier_is_not_parsed(text: str) -> None:
    """A prefix makes no identifier of a value that its scheme does not allow."""
    assert parse_identifier(text) is None


def test_text_around_an_identifier_is_no_identifier() -> None:
    """Only a text that is an identifier as a whole is parsed as one."""
    assert parse_identifier("see arXiv:2405.03500 and more of it") is None
    assert parse_identifier("A title that ends in 10.1145/3581783.3611851") is None
    assert parse_identifier("https://arxiv.org/abs/2405.03500 https://arxiv.org/abs/1") is None


@pytest.mark.parametrize(("text", "expected"), ONE)
def test_one_identifier_in_every_form(text: str, expected: str) -> None:
    """Each form of address, prefix or file name gives its identifier, and no second one."""
    assert said(text) == [expected]


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


def test_version_is_told_but_is_no_part_of_the_name() -> None:
    """Two versions of a preprint are the same work."""
    first, second = find_identifier_matches("arXiv:2405.03500v1 2405.03500v3")
    assert (first.identifier.version, second.identifier.version) == ("v1", "v3")
    assert first.identifier.comparison_key == second.identifier.comparison_key
    assert len(find_identifiers("arXiv:2405.03500v1 2405.03500v3")) == 1


def test_letter_case_of_a_doi_does_not_count() -> None:
    """A DOI keeps its spelling and is compared without case."""
    upper, lower = parse_identifier("10.1109/TIP.2021.1"), parse_identifier("10.1109/tip.2021.1")
    assert upper is not None
    assert lower is not None
    assert upper.value == "10.1109/TIP.2021.1"
    assert upper.comparison_key == lower.comparison_key


def test_several_identifiers_keep_their_order_and_place() -> None:
    """Identifiers come in the order of the text, each with the characters it stands on."""
    text = (
        "Zhang, arXiv:2405.03500; 10.1145/3581783.3611851,10.1109/TIP.2021.3060875 "
        "https://arxiv.org/abs/2306.15561,https://ieeexplore.ieee.org/document/10402638"
    )
    found = find_identifier_matches(text)
    assert [str(f.identifier) for f in found] == [
        A,
        D,
        "doi:10.1109/TIP.2021.3060875",
        "arxiv:2306.15561",
        "ieee:10402638",
    ]
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert text[found[0].start : found[0].end] == "arXiv:2405.03500"


def test_check_digits_of_isbn() -> None:
    """An ISBN of ten digits is that of thirteen; a wrong check digit makes it none."""
    assert isbn13("0-306-40615-2") == isbn13("978 0 306 40615 7") == "9780306406157"
    assert isbn13("0-8044-2957-X") == "9780804429573"
    assert isbn13("0-306-40615-3") is None
    assert isbn13("978030640615") is None


_PAGE = ROOT / "docs" / "identifiers.md"
_ROW = re.compile(r"\| (\w+) \| [^|]+ \| `([^`]+)` \| `([^`]+)` \|")


def test_every_row_of_the_page_is_true() -> None:
    """Each example of docs/identifiers.md gives its identifier alone, and each scheme has one."""
    rows = _ROW.findall(_PAGE.read_text(encoding="utf-8"))
    assert {scheme for scheme, _, _ in rows} == set(Scheme)
    for scheme, example, identifier in rows:
        assert said(example) == [identifier]
        assert identifier.startswith(f"{scheme}:")


# --- properties ----------------------------------------------------------------------------------


def _dois() -> st.SearchStrategy[str]:
    """DOIs that no publisher's tail or other identifier hides in."""
    form = r"10\.[1-9][0-9]{3,4}/[A-Za-z0-9]{2,12}([._-][a-z0-9]{1,6}){0,3}"
    tail = re.compile(r"\.[a-z]+$|^10\.(?:1101|48550)")
    return st.from_regex(form, fullmatch=True).filter(lambda v: tail.search(v) is None)


def _values() -> st.SearchStrategy[Identifier]:
    """Identifiers of every scheme."""
    name = st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True)
    year = st.integers(2013, 2030)
    number = st.integers(1, 99999)
    hexes = st.text("0123456789abcdef", min_size=32, max_size=32)

    def of(scheme: Scheme, values: st.SearchStrategy[str]) -> st.SearchStrategy[Identifier]:
        return values.map(lambda value: Identifier(scheme, value))

    return st.one_of(
        of(
            Scheme.ARXIV,
            st.builds("{:02}{:02}.{:05}".format, st.integers(15, 40), st.integers(1, 12), number),
        ),
        of(
            Scheme.ARXIV,
            st.builds(
                "{:02}{:02}.{:04}".format,
                st.integers(8, 14),
                st.integers(1, 12),
                st.integers(1, 9999),
            ),
        ),
        of(
            Scheme.ARXIV,
            st.builds(
                "{}/{:02}{:02}{:03}".format,
                st.sampled_from(["hep-th", "cs", "math", "cond-mat"]),
                st.integers(92, 99),
                st.integers(1, 12),
                st.integers(1, 999),
            ),
        ),
        of(Scheme.DOI, _dois()),
        of(Scheme.IEEE, st.integers(1000, 99999999).map(str)),
        of(Scheme.OPENREVIEW, st.from_regex(r"[A-Za-z0-9_-]{7,14}", fullmatch=True)),
        of(
            Scheme.CVF,
            st.builds(
                "{}_{}_{}_{}".format,
                name,
                name,
                st.sampled_from(["CVPR", "ICCV", "WACV", "CVPRW"]),
                year,
            ),
        ),
        of(Scheme.NEURIPS, st.builds("{}/{}".format, year, hexes)),
        of(Scheme.NEURIPS, number.map(str)),
        of(Scheme.ACL, st.from_regex(r"[A-Z][0-9]{2}-[0-9]{4}", fullmatch=True)),
        of(
            Scheme.ACL,
            st.from_regex(r"20\d{2}\.[a-z]{3,8}-[a-z]{2,6}\.[1-9][0-9]{0,3}", fullmatch=True),
        ),
        of(Scheme.PMLR, st.from_regex(r"v[1-9][0-9]{0,2}/[a-z]{2,9}[0-9]{2}[a-z]", fullmatch=True)),
        of(
            Scheme.DBLP,
            st.from_regex(r"(conf|journals)/[a-z]{2,6}/[A-Z][A-Za-z0-9-]{3,12}", fullmatch=True),
        ),
        of(Scheme.PMID, st.integers(1, 99999999).map(str)),
        of(Scheme.PMCID, st.integers(10000, 99999999).map("PMC{}".format)),
        of(Scheme.S2, st.text("0123456789abcdef", min_size=40, max_size=40)),
        of(Scheme.S2, number.map("CorpusID:{}".format)),
        of(Scheme.ISBN, st.integers(0, 10**9 - 1).map(_isbn)),
    )


def _isbn(number: int) -> str:
    body = f"978{number:09}"
    return next(body + str(d) for d in range(10) if isbn13(body + str(d)))


@given(_values())
def test_the_address_leads_back(identifier: Identifier) -> None:
    """The address of an identifier, where it has one, holds that identifier and no other."""
    where = identifier_url(identifier)
    if where is not None:
        assert [i.comparison_key for i in find_identifiers(where)] == [identifier.comparison_key]
        assert (parsed := parse_identifier(where)) is not None
        assert parsed.comparison_key == identifier.comparison_key


@given(_values())
def test_scheme_and_value_lead_back(identifier: Identifier) -> None:
    """What `str` gives is read as the same identifier."""
    parsed = parse_identifier(str(identifier))
    assert parsed is not None
    assert parsed.comparison_key == identifier.comparison_key


@pytest.mark.parametrize("value", [SICI, "10.1016/S0031-8914(53)80099-6", "10.1000/a%b#c?d;e&f"])
def test_the_address_of_a_doi_escapes_what_an_address_cannot_hold(value: str) -> None:
    """A DOI with brackets, hashes or percent signs comes back from its address."""
    identifier = Identifier(Scheme.DOI, value)
    assert find_identifiers(str(identifier_url(identifier))) == (identifier,)


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


@given(st.text("10./().,;:>]}\"'x "))
def test_trimming_a_doi_twice_changes_nothing(text: str) -> None:
    """A trimmed DOI is trimmed."""
    assert trimmed_doi(trimmed_doi(text)) == trimmed_doi(text)


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
    """A hundred kilobytes of the same piece take time in proportion, not its square."""
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    began = time.process_time()
    find_identifiers(text)
    assert time.process_time() - began < 60


# --- real lists ----------------------------------------------------------------------------------


@pytest.mark.shared
def test_every_address_of_the_list_is_recognised_once(shared: Path) -> None:
    """Each title's address in the seed list holds exactly one identifier, the proceedings' none."""
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
    """Over the addresses of many lists, none is taken for two works."""
    files = sorted((shared / "data" / "lists").glob("*.md"))
    assert files
    for file in files:
        for url in re.findall(r"https?://[^\s<>\"\])]+", file.read_text(encoding="utf-8")):
            assert len(find_identifiers(url)) <= 1, url
