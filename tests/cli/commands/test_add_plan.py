"""What `add` does: similar papers are weighed and named, known papers get the options."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.cli.conftest import Program
from tests.cli.program import vcmbib
from tests.cli.terminal import end, spawn
from tests.papers import TIP, doi, names, paper
from vcmbib.model.plan import Add, Plan
from vcmbib.store.library import Library

# --- similar papers --------------------------------------------------------------------------

OLD = paper(
    "doe2023new", "A new codec for machines", authors=names("Jane Doe", "Max Muster"), year=2023,
    venue=TIP, identifiers=(doi("10.1000/new"),), entry_type="article",
)  # fmt: skip


@pytest.fixture
def known(program: Program) -> Program:
    """The library with one more paper."""
    with Library.writing(program.path) as library:
        library.apply(Plan.of([Add(OLD)]), "vcmbib import more.bib")
    return program


SIMILAR = {
    "a plural": ("A new codec for machine", "Jane Doe"),
    "a slip in a word": ("A new codek for machines", "Jane Doe and Max Muster"),
    "a slip in the first word": ("Anew codec for machines", "Jane Doe"),
    "words in another order": ("For machines: a new codec", "Jane Doe and Max Muster"),
    "another spelling": ("A NEW CODEC FOR MACHINES!", "Doe, J."),
    "a word less": ("New codec for machines", "Jane Doe and Max Muster"),
}


@pytest.mark.parametrize(("title", "author"), SIMILAR.values(), ids=SIMILAR)
def test_a_similar_paper_is_named(known: Program, title: str, author: str) -> None:
    """With its key, the evidence and a command that shows both; the paper is added."""
    ran = known("add", "--title", title, "--author", author)
    key = ran.out.strip()

    assert ran.status == 0
    assert key != "doe2023new"
    assert re.search(r"perhaps .* doe2023new \(.*title.*author", ran.err), ran.err
    command = shlex.split(ran.err.strip().splitlines()[-1].split(": ")[-1])
    assert command == ["vcmbib", "--db", str(known.path), "dedupe", key]
    shown = vcmbib(known.path, *command[3:])
    assert "doe2023new" in shown.out
    assert key in shown.out


def test_a_dry_run_names_it_too(known: Program) -> None:
    """Nothing is written, and the command that needs the new key is left out."""
    before = known.path.read_bytes()
    ran = known("add", "--title", "A new codec for machine", "--author", "Jane Doe", "--dry-run")
    assert "doe2023new" in ran.err
    assert "dedupe" not in ran.err
    assert known.path.read_bytes() == before


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("A new codec for machines", "Xaver Other"),
        ("An entirely different work", "Jane Doe"),
        ("Codec", "Jane Doe"),
    ],
)
def test_another_work_is_added_without_a_word(known: Program, title: str, author: str) -> None:
    """What is not similar enough is not named."""
    ran = known("add", "--title", title, "--author", author, "--venue", "ICIP", "--year", "2001")
    assert ran.err == f"added: {title}\n"


SAME = ("add", "--title", "A New Codec for Machines", "--author", "Jane Doe and Max Muster",
        "--venue", "TIP", "--year", "2023", "--pages", "1-9", "--doi", "10.1000/new")  # fmt: skip


def test_the_same_paper_is_filled(known: Program) -> None:
    """As `import` does; a second time there is nothing to fill."""
    assert known(*SAME).out == "doe2023new\n"
    assert known.paper("doe2023new").pages == "1-9"
    changes = known.changes()
    ran = known(*SAME)
    assert (ran.out, ran.err.split(":")[0]) == ("doe2023new\n", "already in the library")
    assert known.changes() == changes


def test_the_same_paper_is_skipped_or_added(known: Program) -> None:
    """`--on-duplicate` decides, as in `import`; `ask` needs a terminal."""
    skipped = known(*SAME, "--on-duplicate", "skip")
    assert (skipped.status, skipped.out) == (0, "")
    assert "already in the library as doe2023new" in skipped.err
    assert known(*SAME, "--on-duplicate", "ask").status == 2
    assert known(*SAME, "--on-duplicate", "add").out == "doe2023newa\n"


@pytest.mark.parametrize("answer", ["y", "n"])
def test_a_person_is_asked_about_a_similar_paper(known: Program, answer: str) -> None:
    """With both papers and the evidence; the answer decides."""
    child = spawn(known.path, "add", "--title", "A new codec for machine", "--author", "Jane Doe",
                  "--abstract", "Text", "--on-duplicate", "ask")  # fmt: skip
    child.expect("doe2023new")
    child.expect("title .* similar")
    child.expect(r"same work\?")
    child.sendline(answer)
    assert end(child) == 0
    assert (known.paper("doe2023new").abstract == "Text") == (answer == "y")
    assert len(known("list", "--keys").out.split()) == (4 if answer == "y" else 5)


# --- options for a known paper ---------------------------------------------------------------


def test_a_known_paper_gets_tags_topics_and_categories(program: Program) -> None:
    """One change, in the spelling that is in use; undo takes it back."""
    args = ("add", "2005.00001", "--tag", "RL", "--tag", "SURVEY", "--topic", "Video",
            "--category", "learned")  # fmt: skip
    dry = program(*args, "--dry-run")
    assert (dry.status, program.changes()) == (0, 1)
    ran = program(*args)
    after = program.paper("doe2020coding")

    assert (ran.status, ran.out) == (0, "doe2020coding\n")
    assert (after.tags, after.topics) == (("survey", "RL"), ("Image", "Video"))
    assert [s.slug for s in after.categories] == ["compression", "learned"]
    assert program.changes() == 2
    assert program(*args).status == 0
    assert program.changes() == 2
    assert program("undo", "2").status == 0
    assert program.paper("doe2020coding").tags == ("survey",)


def test_a_known_paper_keeps_its_key(program: Program) -> None:
    """The hint has the command that changes it, and that works."""
    ran = program("add", "2005.00001", "--key", "mine")
    assert ran.out == "doe2020coding\n"
    command = shlex.split(
        next(line for line in ran.err.splitlines() if "keeps its key" in line).split(": ")[-1]
    )
    assert vcmbib(program.path, *command[3:]).status == 0
    assert program.paper("mine").former_keys == ("doe2020coding",)


def test_options_for_several_papers_of_one_identifier(program: Program) -> None:
    """Which paper is meant is not clear: status 3, and nothing is changed."""
    twin = paper("twin", "A twin", identifiers=(doi("10.1109/TIP.2021.1"),))
    with Library.writing(program.path) as library:
        library.apply(Plan.of([Add(twin)]), "vcmbib import twin.bib")
    before = program.path.read_bytes()
    ran = program("add", "10.1109/TIP.2021.1", "--tag", "new")
    assert (ran.status, ran.out) == (3, "")
    assert program.path.read_bytes() == before


@pytest.mark.parametrize("option", ["--tag", "--topic", "--category"])
@pytest.mark.parametrize("what", [("--title", "A title"), ("2005.00001",)], ids=["hand", "known"])
def test_a_paper_is_no_tag_topic_or_category(
    program: Program, option: str, what: tuple[str, ...]
) -> None:
    """Status 2, and not one byte is changed."""
    before = program.path.read_bytes()
    for name in ("roe2021video", "10.1109/tip.2021.1"):
        ran = program("add", *what, option, name)
        assert (ran.status, ran.out) == (2, ""), ran.err
    assert program.path.read_bytes() == before
