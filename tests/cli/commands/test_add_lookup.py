"""What `add` is asked for: the library answers first, for every scheme and without any network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.program import RunResult, arxiv_settings, vcmbib
from tests.papers import names, paper
from tests.sources.fake_arxiv import FakeArxiv
from tests.sources.fake_arxiv import Paper as ArxivPaper
from vcmbib.model.identifiers import Identifier, Scheme, identifier_url
from vcmbib.model.paper import Link, LinkKind
from vcmbib.model.plan import Add, Plan
from vcmbib.store.library import Library

pytestmark = pytest.mark.usefixtures("closed_connections")

VALUES = {
    Scheme.ARXIV: "2405.03500",
    Scheme.DOI: "10.1016/S0031-3203(99)00055-2",
    Scheme.IEEE: "10440522",
    Scheme.OPENREVIEW: "wZrOOO9XBn",
    Scheme.CVF: "Lu_DVC_An_End-To-End_Deep_Video_Compression_Framework_CVPR_2019",
    Scheme.NEURIPS: "2019/6c29793a140a811d0c45ce03c1c93a28",
    Scheme.ACL: "P19-1001",
    Scheme.PMLR: "v139/bao21a",
    Scheme.DBLP: "conf/cvpr/LuO0ZCG19",
    Scheme.PMID: "31452104",
    Scheme.PMCID: "PMC6781234",
    Scheme.S2: "CorpusID:1234567",
    Scheme.ISBN: "9780262033848",
}
PAGE = "https://example.org/paper?id=1"
SHARED = "10.1000/shared"


def _plan() -> Plan:
    """A paper for each scheme, one with a page only, and two with one DOI."""
    found = [
        paper(
            f"key{scheme.value}",
            f"A title of {scheme.value}",
            authors=names("Jane Doe"),
            identifiers=(Identifier(scheme, value),),
        )
        for scheme, value in VALUES.items()
    ]
    page = replace(paper("page", "A page"), links=(Link(LinkKind.PAPER, PAGE),))
    shared = [
        paper(key, f"Title {key}", identifiers=(Identifier(Scheme.DOI, SHARED),))
        for key in ("one", "two")
    ]
    return Plan.of([Add(p) for p in (*found, page, *shared)])


@pytest.fixture(scope="module")
def readable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The library for requests that only look; not one byte of it changes."""
    program = Program(tmp_path_factory.mktemp("lookup") / "papers.db")
    with Library.writing(program.path) as library:
        library.apply(_plan(), "vcmbib import many.bib")
    before = program.path.read_bytes()
    yield program
    assert program.path.read_bytes() == before


@pytest.fixture
def program(readable: Program, tmp_path: Path) -> Program:
    """The library for one test that changes it."""
    return Program(Path(shutil.copy(readable.path, tmp_path / "papers.db")))


@pytest.fixture
def server() -> Iterator[FakeArxiv]:
    """ArXiv with a paper that the library has, and one that it has not."""
    known = ArxivPaper("2405.03500", "A title of arxiv", ("Jane Doe", "Max Muster"))
    with FakeArxiv([known, ArxivPaper("2405.03501", "Another")]) as running:
        yield running


NOWHERE = "http://127.0.0.1:9"


def add(program: Program, *args: str, url: str = NOWHERE, given: str | None = None) -> RunResult:
    """Run `add`; by default arXiv cannot be reached."""
    env = arxiv_settings(url, program.path.parent)
    return vcmbib(program.path, "add", *args, given=given, env=env)


@pytest.mark.parametrize("scheme", list(Scheme))
def test_an_identifier_of_the_library_is_answered_by_it(readable: Program, scheme: Scheme) -> None:
    """With and without --offline, in each form; nothing is asked and nothing is written."""
    identifier = Identifier(scheme, VALUES[scheme])
    forms = [str(identifier)]
    if (url := identifier_url(identifier)) is not None:
        forms.append(url)
    for form in forms:
        for more in ((), ("--offline",), ("--dry-run",)):
            ran = add(readable, *more, form)
            assert (ran.status, ran.out) == (0, f"key{scheme.value}\n"), (form, ran.err)
            assert f"already in the library as key{scheme.value}" in ran.err


@pytest.mark.parametrize(
    "args",
    [
        ("2405.03500v1",), ("arXiv:2405.03500v99",), ("--arxiv", "2405.03500v2"),
        ("https://arxiv.org/pdf/2405.03500v3.pdf",), ("10.48550/arXiv.2405.03500",),
        ("--arxiv", "2405.03500", "2405.03500v2"), ("keyarxiv",), ("KEYARXIV",), ("-",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_all_names_of_one_paper(readable: Program, args: tuple[str, ...]) -> None:
    """Each version, the DOI of arXiv, the citation key, and words on standard input."""
    for more in ((), ("--offline",)):
        ran = add(readable, *args, *more, given="2405.03500\n")
        assert ran.status == 0, ran.err
        assert set(ran.out.split()) == {"keyarxiv"}


def test_a_page_without_an_identifier(readable: Program) -> None:
    """An address that is a link of a paper names it."""
    assert add(readable, PAGE).out == "page\n"
    assert add(readable, f"{PAGE}0").status == 4


def test_an_identifier_of_two_papers(readable: Program) -> None:
    """Both are named; the status is 0."""
    ran = add(readable, SHARED, "--offline")
    assert (ran.status, ran.out.split()) == (0, ["one", "two"])


def test_json_has_a_row_for_each_paper(readable: Program) -> None:
    """Standard output is one object, and its rows have the outcome `same`."""
    told = add(readable, "keydoi", SHARED, "--json").json
    assert [(r["outcome"], r["key"]) for r in told["rows"]] == [
        ("same", "keydoi"), ("same", "one"), ("same", "two"),
    ]  # fmt: skip
    assert told["rows"][0]["reason"] == "already in the library as keydoi"


def test_only_what_is_missing_is_asked(program: Program, server: FakeArxiv) -> None:
    """One request with one identifier; the keys of both are printed."""
    ran = add(program, "2405.03500", "2405.03501", VALUES[Scheme.DOI], url=server.url)

    assert ran.status == 0, ran.err
    assert server.asked == [["2405.03501"]]
    assert ran.out.split() == ["keyarxiv", "keydoi", "example2024another"]


def test_refresh_asks_and_fills(program: Program, server: FakeArxiv) -> None:
    """The hint on a paper that lacks fields has the command, and that fills the paper."""
    hint = add(program, "2405.03500").err.strip().splitlines()[-1]
    assert hint.endswith(f"vcmbib --db {program.path} add --refresh arxiv:2405.03500")
    ran = add(program, "--refresh", "arxiv:2405.03500", url=server.url)

    assert (ran.status, ran.out) == (0, "keyarxiv\n"), ran.err
    assert server.asked == [["2405.03500"]]
    assert [a.family for a in program.paper("keyarxiv").authors] == ["Doe", "Muster"]
    assert "--refresh" not in add(program, "2405.03500").err


def test_on_duplicate(program: Program, server: FakeArxiv) -> None:
    """`skip` reports it, `ask` has nothing to ask, `add` asks arXiv for a paper of its own."""
    before = program.path.read_bytes()
    skipped = add(program, "2405.03500", "--on-duplicate", "skip")
    assert (skipped.status, skipped.out) == (0, "")
    assert skipped.err == "skipped: already in the library as keyarxiv\n"
    assert program.path.read_bytes() == before
    ran = add(program, "2405.03500", "--on-duplicate", "add", url=server.url)
    assert (ran.status, ran.out) == (0, "doe2024title\n"), ran.err
    assert add(program, VALUES[Scheme.DOI], "--on-duplicate", "add").status == 5


def test_what_cannot_be_answered(readable: Program, tmp_path: Path) -> None:
    """Each failure has its own message, and the papers of the library are still named."""
    (tmp_path / "a list.md").write_text("# A list\n", encoding="utf-8")
    ran = add(readable, "keydoi", "nonsense", "isbn:9780131103627", "--arxiv", "2413.00001",
              str(tmp_path / "a list.md"), "--offline")  # fmt: skip

    assert (ran.status, ran.out) == (5, "keydoi\n")
    assert "'nonsense' is not an identifier" in ran.err
    assert "vcmbib --db" in ran.err
    assert "add --title TITLE --author NAME isbn:9780131103627" in ran.err
    assert "2413.00001" in ran.err
    assert f"import '{tmp_path / 'a list.md'}'" in ran.err
    assert "4 of 5 papers were not added" in ran.err


def test_offline_the_way_by_hand_works(program: Program) -> None:
    """The hint has the command with --title and --arxiv; with real values it adds the paper."""
    ran = add(program, "2405.99999v2", "--offline")
    assert ran.status == 5
    command = f"vcmbib --db {program.path} add --title TITLE --author NAME --arxiv 2405.99999"
    assert command in ran.err
    by_hand = add(program, "--title", "A title", "--author", "Jo Poe", "--arxiv", "2405.99999")
    assert (by_hand.status, by_hand.out) == (0, "poetitle\n")
    assert add(program, "2405.99999", "--offline").out == "poetitle\n"


def test_nothing_on_standard_input(readable: Program) -> None:
    """Status 3: there is nothing to add."""
    assert add(readable, "-", given=" \n").status == 3


def test_a_paper_by_hand_takes_no_malformed_identifier(program: Program) -> None:
    """It is refused, not left out."""
    before = program.path.read_bytes()
    for args in (("--arxiv", "2413.00001"), ("nonsense",), ("--doi", "nonsense")):
        ran = add(program, "--title", "A title", *args)
        assert (ran.status, ran.out) in ((3, ""), (4, "")), ran.err
    assert program.path.read_bytes() == before


def test_without_a_library_nothing_is_created(tmp_path: Path) -> None:
    """A request that fails leaves no library."""
    program = Program(tmp_path / "absent.db")
    assert add(program, "2405.03500", "--offline").status == 5
    assert not program.path.exists()


def test_a_damaged_library_is_reported(program: Program) -> None:
    """With its own status; arXiv is not asked."""
    program.path.write_bytes(program.path.read_bytes()[:5000])
    assert add(program, "2405.03500").status == 6
