"""`add --arxiv`, the whole program against a real server that answers as arXiv's API does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import RunResult, arxiv_settings, vcmbib
from tests.sources.fake_arxiv import FakeArxiv, Paper, Reply, error_entry, feed

pytestmark = pytest.mark.usefixtures("closed_connections")

KNOWN = (
    Paper("2405.03500", "A Rate of Something", ("Ada Example", "Jan van der Test"), version=3),
    Paper("2305.02578", "Prompts for Coding", doi="10.1000/Published.1"),
    Paper("math/0211159", "An Entropy", ("Grisha Example",), categories=("math.DG",)),
    Paper("2101.00001", "Gone", comment="This paper has been withdrawn by the author"),
)


@pytest.fixture
def server() -> Iterator[FakeArxiv]:
    """ArXiv with four papers."""
    with FakeArxiv(list(KNOWN)) as running:
        yield running


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Where the library will be."""
    return tmp_path / "papers.db"


def add(db: Path, server: FakeArxiv | str, *args: str) -> RunResult:
    """Add papers, with the cache next to the library and no pause between requests."""
    url = server if isinstance(server, str) else server.url
    return vcmbib(db, "add", *args, env=arxiv_settings(url, db.parent))


def keys(db: Path) -> list[str]:
    """The keys in the library; none if there is no library."""
    return vcmbib(db, "list", "--keys").out.split() if db.exists() else []


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(503, b"busy", (("Retry-After", "3600"),)), "again"),
        (
            Reply(200, b"<html><body>hello</body></html>", (("Content-Type", "text/html"),)),
            "web page",
        ),
        (Reply(200, feed([])[:200]), "is incomplete"),
        (Reply(403, b"no"), "403"),
        (Reply(200, feed([error_entry("something is wrong")])), "something is wrong"),
    ],
)
def test_a_source_that_fails(db: Path, server: FakeArxiv, reply: Reply, said: str) -> None:
    """Status 5, its own message, and no library comes into being."""
    server.script.extend([reply] * 4)
    result = add(db, server, "--arxiv", "2405.03500")

    assert (result.status, result.out) == (5, ""), result.err
    assert said in result.err
    assert not db.exists()


def test_no_network(db: Path) -> None:
    """A connection that is refused is reported in one line."""
    result = add(db, "http://127.0.0.1:9", "--arxiv", "2405.03500")

    assert result.status == 5
    assert "Traceback" not in result.err


def test_an_unknown_and_a_withdrawn_paper(db: Path, server: FakeArxiv) -> None:
    """Status 3, each by its name; the others of the batch are added."""
    unknown = add(db, server, "--arxiv", "2405.99999")
    withdrawn = add(db, server, "--arxiv", "2101.00001")
    both = add(db, server, "--arxiv", "2405.99999", "2405.03500", "2101.00001")

    assert unknown.status == withdrawn.status == both.status == 3
    assert "2405.99999" in unknown.err
    assert "withdrawn" in withdrawn.err
    assert keys(db) == ["example2024rate"]


def test_malformed_ids_never_reach_the_server(db: Path, server: FakeArxiv) -> None:
    """They are refused before any request; the others of the batch are added."""
    result = add(db, server, "--arxiv", "2405.03500", "--arxiv", "2413.00001")

    assert (result.status, result.out) == (3, "example2024rate\n")
    assert "2413.00001" in result.err
    assert server.asked == [["2405.03500"]]


def test_all_forms_of_an_id_in_one_request(db: Path, server: FakeArxiv) -> None:
    """Versions, prefixes, addresses, old ids; one request; whole author lists; keys on stdout."""
    result = add(db, server, "--arxiv", "arXiv:2405.03500v2", "https://arxiv.org/pdf/2305.02578.pdf",
                 "math.DG/0211159", "--tag", "new")  # fmt: skip
    one = vcmbib(db, "show", "arxiv:2405.03500", "--json").json["papers"][0]

    assert result.status == 0, result.err
    assert result.out.split() == ["example2024rate", "example2024prompts", "example2024entropy"]
    assert len(server.requests) == 1
    assert [a["family"] for a in one["authors"]] == ["Example", "Test"]
    assert one["authors_complete"] is True
    assert one["tags"] == ["new"]
    assert (one["type"], one["venue"]["acronym"], one["extra"]["primaryclass"]) == (
        "misc", "arXiv", "cs.CV",
    )  # fmt: skip
    assert "eprint = {2405.03500}" in vcmbib(db, "export", "--bibtex", "arxiv:2405.03500").out


def test_a_known_paper_is_filled_not_doubled(db: Path, server: FakeArxiv) -> None:
    """A published paper gets its abstract and all authors, and stays published."""
    vcmbib(db, "add", "--title", "Prompts for Coding", "--author", "Ada Example and others",
           "--venue", "TIP", "--year", "2025")  # fmt: skip
    result = add(db, server, "--arxiv", "2305.02578")
    one = vcmbib(db, "show", "example2025prompts", "--json").json["papers"][0]

    assert result.out == "example2025prompts\n"
    assert (one["year"], one["venue"]["acronym"]) == (2025, "TIP")
    assert one["abstract"].startswith("We study nothing.")
    assert one["identifiers"] == {"arxiv": "2305.02578", "doi": "10.1000/Published.1"}
    assert add(db, server, "--arxiv", "2305.02578").status == 0
    assert len(keys(db)) == 1


def test_answers_are_kept_for_a_day(db: Path, server: FakeArxiv) -> None:
    """Asked again, the network is not needed; --refresh asks all the same; --offline never does."""
    add(db, server, "--arxiv", "2405.03500", "--dry-run")
    assert keys(db) == []
    assert add(db, server, "--arxiv", "2405.03500", "--offline").status == 0
    assert len(server.requests) == 1
    add(db, server, "--arxiv", "2405.03500", "--refresh")
    assert len(server.requests) == 2
    assert add(db, server, "--arxiv", "2305.02578", "--offline").status == 5


def test_other_identifiers_are_added_by_hand(db: Path, server: FakeArxiv) -> None:
    """No catalogue is asked for a DOI yet: the message names the way to add it, and it works."""
    result = add(db, server, "10.1000/xyz123")
    by_hand = add(db, server, "10.1000/xyz123", "--title", "A Work by Hand")

    assert result.status == 5
    assert add(db, server, "10.1000/XYZ123").out == by_hand.out
    assert "--title" in result.err
    assert by_hand.out == "work\n"
    assert (
        vcmbib(db, "show", "doi:10.1000/XYZ123", "--json").json["papers"][0]["title"]
        == "A Work by Hand"
    )


def test_add_by_hand(lists: Path) -> None:
    """A paper with all given fields, its key on standard output; the same is not added twice."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    args = (
        "add",
        "--title",
        "A Łódź of codes",
        "--author",
        "Jan Łukasz and Ada de la Cruz",
        "--year",
        "2021",
        "--venue",
        "TIP",
        "--tag",
        "new",
        "--category",
        "coding",
        "--doi",
        "10.1000/XYZ",
    )
    result = vcmbib(db, *args)
    one = vcmbib(db, "show", "lukasz2021lodz", "--json").json["papers"][0]

    assert (result.status, result.out) == (0, "lukasz2021lodz\n")
    assert one["type"] == "article"
    assert one["authors"][1] == {"family": "Cruz", "given": "Ada", "particle": "de la"}
    assert one["authors_complete"] is True
    assert one["categories"] == ["coding"]
    assert vcmbib(db, *args).out == "lukasz2021lodz\n"
    assert len(vcmbib(db, "list").out.splitlines()) == 5


def test_what_a_person_added_is_never_overwritten(lists: Path) -> None:
    """A later .bib fills the pages, and its other year is only kept as a claim."""
    db = lists / "papers.db"
    vcmbib(
        db,
        "add",
        "--title",
        "Deep Feature Compression for Object Detection",
        "--author",
        "Hyomin Choi",
        "--year",
        "2017",
        "--venue",
        "ICIP",
    )
    vcmbib(db, "import", str(lists / "more.bib"))
    one = vcmbib(db, "show", "choi2017deep", "--json").json["papers"][0]

    assert (one["year"], one["pages"]) == (2017, "3743-3747")
    assert "year\tnot: 2018\tmore.bib" in vcmbib(db, "show", "choi2017deep", "--sources").out
