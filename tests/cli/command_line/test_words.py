"""The words of a command line: each form of them with each command, and words in wrong places."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Program, sample
from tests.cli.program import RunResult, vcmbib
from tests.papers import paper
from vcmbib.cli.commands import dedupe
from vcmbib.model.plan import Add, Plan
from vcmbib.store.library import Library


def _library(path: Path) -> Program:
    """Five papers: `coding` is a key and a word of a title, `-dash` is an old key."""
    both = paper("coding", "A key that is a word", year=2019)
    dashed = replace(
        paper("dashed", "An old key with a hyphen", year=2018), former_keys=("-dash", "olddash")
    )
    with Library.writing(path) as library:
        library.apply(sample(), "vcmbib import sample.md")
        library.apply(Plan.of([Add(both), Add(dashed)]), "vcmbib import more.bib")
    return Program(path)


@pytest.fixture(scope="module")
def readable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The library for commands that only read; not one byte of it changes."""
    program = _library(tmp_path_factory.mktemp("words") / "papers.db")
    before = program.path.read_bytes()
    yield program
    assert program.path.read_bytes() == before


@pytest.fixture
def program(readable: Program, tmp_path: Path) -> Program:
    """The library for one test that changes it."""
    return Program(Path(shutil.copy(readable.path, tmp_path / "papers.db")))


# --- the table: form x command ---------------------------------------------------------------


@dataclass(frozen=True)
class Form:
    """Words of a command line, what is on standard input, and the papers that they select.

    `strict` are the papers for a command that takes keys only: None if it refuses the words.
    """

    words: tuple[str, ...]
    selected: tuple[str, ...]
    strict: tuple[str, ...] | None
    given: str | None = None


BOTH = ("doe2020coding", "roe2021video")
FORMS = {
    "a word": Form(("video",), ("roe2021video",), None),
    "words": Form(("machines", "roe"), ("roe2021video",), None),
    "a field": Form(("author:roe",), ("roe2021video",), None),
    "a key": Form(("doe2020coding",), BOTH[:1], BOTH[:1]),
    "a key in capitals": Form(("DOE2020CODING",), BOTH[:1], BOTH[:1]),
    "an old key": Form(("olddash",), ("dashed",), ("dashed",)),
    "a key after --": Form(("--", "-dash"), ("dashed",), ("dashed",)),
    "keys after --": Form(("--", "-dash", "coding"), ("dashed", "coding"), ("dashed", "coding")),
    "several keys": Form(BOTH, BOTH, BOTH),
    "several keys in one argument": Form((" ".join(BOTH),), BOTH, None),
    "one key twice": Form(("olddash", "dashed"), ("dashed",), ("dashed",)),
    "an identifier": Form(("arxiv:2005.00001",), BOTH[:1], BOTH[:1]),
    "an identifier of a version": Form(("2005.00001v3",), BOTH[:1], BOTH[:1]),
    "a DOI": Form(("10.1109/tip.2021.1",), BOTH[1:], BOTH[1:]),
    "an address": Form(("https://arxiv.org/abs/2005.00001",), BOTH[:1], BOTH[:1]),
    "a key and an identifier": Form((BOTH[0], "10.1109/TIP.2021.1"), BOTH, BOTH),
    "standard input": Form(("-",), BOTH, BOTH, "\n".join(BOTH)),
    "standard input with blanks": Form(("-",), BOTH, BOTH, f"\n  {BOTH[0]} \r\n\n{BOTH[1]}"),
    "standard input with identifiers": Form(("-",), BOTH[:1], BOTH[:1], "arxiv:2005.00001"),
    "a key and standard input": Form(("coding", "-"), ("coding", *BOTH), ("coding", *BOTH),
                                     "\n".join(BOTH)),
    "a key and a word": Form((BOTH[0], "beethoven"), BOTH[:1], None),
    "a key that is also a word": Form(("coding",), ("coding",), ("coding",)),
    "that word in quotation marks": Form(('"coding"',), BOTH[:1], None),
}  # fmt: skip
NOTHING = {
    "a word": Form(("absent",), (), None),
    "a key and a word": Form((BOTH[0], "absent"), (), None),
    "two keys and a mistyped one": Form((*BOTH, "poe2022y"), (), None),
    "an identifier": Form(("arxiv:2001.99999",), (), None),
    "standard input without keys": Form(("-",), (), None, "\n \n"),
}

Observe = Callable[[Program, Form], tuple[RunResult, Any]]


def _observer(*args: str, keys: Callable[[Any], Any], before: Sequence[str] = ()) -> Observe:
    """What runs a command with the words of a form: `args`, options `before`, then the words."""

    def observe(program: Program, form: Form) -> tuple[RunResult, Any]:
        ran = program(*args, *before, *form.words, given=form.given)
        return ran, keys(ran.json) if ran.status == 0 and ran.out else None

    return observe


def _papers(shown: Any) -> set[str]:
    return {p["key"] for p in shown["papers"]}


QUERIES: dict[str, Observe] = {
    "search": _observer("search", before=("--json",), keys=_papers),
    "list": _observer("list", before=("--json",), keys=_papers),
    "export": _observer("export", before=("--json",), keys=_papers),
    "key generate": _observer(
        "key", "generate", before=("--pattern", "'new' + title", "--dry-run", "--json"),
        keys=lambda shown: {k["old"] for k in shown["keys"]} | {k["key"] for k in shown["left"]},
    ),
}  # fmt: skip
KEYS: dict[str, Observe] = {
    "show": _observer("show", before=("--json",), keys=_papers),
    "cite": _observer(
        "cite", before=("--json",), keys=lambda shown: {r["key"] for r in shown["references"]}
    ),
    "remove": _observer("remove", before=("--dry-run", "--json"), keys=_papers),
    "note": _observer("note", before=("--clear", "--dry-run", "--json"), keys=_papers),
    "tag": _observer("tag", before=("--add", "new", "--dry-run", "--json"), keys=_papers),
    "category": _observer(
        "category", before=("--remove", "learned", "--dry-run", "--json"), keys=_papers
    ),
}
READING = ("search", "list")
ONE_KEY = ("note",)  # this command takes one KEY or -


@pytest.mark.parametrize("command", QUERIES)
def test_a_command_with_a_query_selects_the_same_papers(readable: Program, command: str) -> None:
    """Words that all name papers are papers, other words are a query."""
    for name, form in FORMS.items():
        ran, keys = QUERIES[command](readable, form)
        assert (ran.status, keys) == (0, set(form.selected)), (name, ran.err)


@pytest.mark.parametrize("command", KEYS)
def test_a_command_with_keys_takes_the_same_names(readable: Program, command: str) -> None:
    """Keys and identifiers name papers; other words are refused, and nothing is written."""
    for name, form in FORMS.items():
        if (command in ONE_KEY and len([w for w in form.words if w != "--"]) > 1) or (
            command == "tag" and name == "a key and a word"  # a key and a tag
        ):
            continue
        ran, keys = KEYS[command](readable, form)
        if form.strict is None:
            assert (ran.status, ran.out) == (3, ""), (name, ran.err)
            assert ran.err, name
        else:
            assert (ran.status, keys) == (0, set(form.strict)), (name, ran.err)


@pytest.mark.parametrize("command", ["check", "dedupe"])
def test_check_and_dedupe_look_at_the_same_papers(
    readable: Program, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The groups are those of the selected papers."""
    wanted: list[int] = []

    def find_groups(_: Library, ids: Sequence[int]) -> dedupe.DuplicateReport:
        wanted[:] = ids
        return dedupe.DuplicateReport([], [])

    monkeypatch.setattr(dedupe, "find_groups", find_groups)
    for name, form in FORMS.items():
        ran = readable(command, "--json", *form.words, given=form.given)
        assert ran.status in (0, 1), (name, ran.err)
        with Library.reading(readable.path) as library:
            assert {p.key for p in library.papers(wanted)} == set(form.selected), name


def test_stats_counts_the_same_papers(readable: Program) -> None:
    """All parts are of the selected papers."""
    for name, form in FORMS.items():
        told = readable("stats", "--json", *form.words, given=form.given).json
        assert told["papers"] == len(form.selected), name
        assert sum(year["papers"] for year in told["years"]) == len(form.selected), name
        for part in ("venues", "tags", "topics", "categories"):
            assert all(row["papers"] <= len(form.selected) for row in told[part]), name


@pytest.mark.parametrize("command", [*QUERIES, *KEYS, "check", "dedupe", "merge"])
def test_no_paper_is_reported(readable: Program, command: str) -> None:
    """Status 3 and a message; a command that only searches has status 0 and a message."""
    observe = QUERIES.get(command) or KEYS.get(command) or _observer(command, keys=_papers)
    for name, form in NOTHING.items():
        if len(form.words) > 1 and command in (*ONE_KEY, "tag", "category"):
            continue
        ran, _ = observe(readable, form)
        assert ran.err.strip(), name
        if command in READING and form.words != ("-",):
            assert (ran.status, ran.json["papers"]) == (0, []), name
        else:
            assert (ran.out, ran.status) == ("", 3), (name, ran.err)


FORMATS = ("bibtex", "biblatex", "csl-json", "markdown", "json", "csv", "ris", "nbib", "jsonl",
           "mods", "hayagriva", "cff")  # fmt: skip


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_export_writes_and_empties_no_file(
    readable: Program, tmp_path: Path, kind: str
) -> None:
    """Status 3 with and without a file; a file that is there keeps its bytes."""
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("mine\n", encoding="utf-8")
    for words in (("absent",), (BOTH[0], "absent"), ("-",)):
        for out in ([], ["-o", str(old)], ["-o", str(new)]):
            ran = readable("export", "--format", kind, *out, *words, given="")
            assert (ran.status, ran.out) == (3, ""), ran.err
            assert ran.err.startswith("vcmbib: no paper")
    assert old.read_text(encoding="utf-8") == "mine\n"
    assert not new.exists()


def test_the_message_names_the_word_that_is_no_key(readable: Program) -> None:
    """A mistyped key among keys, and a word among keys."""
    mistyped = readable("export", "--bibtex", *BOTH, "poe2022y")
    mixed = readable("export", "--bibtex", BOTH[0], "absent")

    assert "did you mean 'poe2022x' instead of 'poe2022y'?" in mistyped.err
    assert "doe2020coding is a paper, but absent is not" in mixed.err
    _works(readable, mixed)


def test_a_name_that_is_also_a_word_is_reported(readable: Program) -> None:
    """The message has the query for the text, and that finds the other papers."""
    ran = readable("list", "coding", "--keys")

    assert ran.out == "coding\n"
    assert "1 other paper has the text" in ran.err
    assert _works(readable, ran, "--keys").out == "doe2020coding\n"
    assert readable("list", "doe2020coding").err == ""


def test_papers_stay_in_the_given_order_unless_they_are_sorted(readable: Program) -> None:
    """`search` keeps the order of the keys; `list` sorts by key; --sort and --limit apply."""
    keys = ("roe2021video", "doe2020coding", "coding")
    assert readable("search", "--keys", *keys).out.split() == [*keys]
    assert readable("list", "--keys", *keys).out.split() == sorted(keys)
    assert readable("search", "--keys", "--sort", "-year", *keys).out.split() == [*keys]
    assert readable("list", "--keys", "--sort", "year", "--limit", "2", *keys).out.split() == [
        "coding", "doe2020coding",
    ]  # fmt: skip


def test_negation_is_no_option_and_no_key(readable: Program) -> None:
    """`-word` before `--` is a negation, also where a paper has the key `-dash`."""
    assert len(readable("list", "--keys", "-survey").out.split()) == 3
    assert readable("list", "-h").status == 0
    assert len(readable("stats", "-tag:survey", "--json").json["years"]) == 3
    pattern = ("key", "generate", "--pattern", "'new' + title", "--dry-run", "--json")
    assert len(readable(*pattern, "-tag:survey").json["keys"]) == 3


# --- merge: the first paper is kept ----------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (BOTH, None),
        ((BOTH[0], "10.1109/TIP.2021.1"), None),
        ((BOTH[0], "-"), BOTH[1]),
        (("-",), "\n".join(BOTH)),
        (("-", BOTH[1]), BOTH[0]),
    ],
)
def test_merge_takes_all_forms(readable: Program, words: Sequence[str], given: str | None) -> None:
    """The first name is the paper that is kept."""
    told = readable("merge", "--dry-run", "--json", *words, given=given).json

    assert [p["key"] for p in told["papers"]] == [BOTH[0]]
    assert told["merged"] == [BOTH[1]]


# --- a paper where a tag, a category or a note is expected -----------------------------------


def _works(program: Program, ran: RunResult, *more: str) -> RunResult:
    """Run the last command in the hint of a message, as a shell would; its result."""
    command = ran.err.strip().splitlines()[-1].split("; ")[-1]
    command = re.split(r"(?:^|: )(?=vcmbib |printf |echo )", command)[-1]
    given = None
    if " | " in command:
        source, command = command.split(" | ")
        first, *rest = shlex.split(source)
        given = "\n".join(rest[1:] if first == "printf" else rest)
    name, option, path, *args = shlex.split(command)
    assert (name, option, path) == ("vcmbib", "--db", str(program.path))
    done = vcmbib(program.path, *args, *more, given=given)
    assert done.status == 0, done.err
    return done


NAMES_OF_ROE = ("roe2021video", "ROE2021video", "doi:10.1109/TIP.2021.1", " roe2021video ")


@pytest.mark.parametrize("name", NAMES_OF_ROE)
@pytest.mark.parametrize(
    "args",
    [
        ("tag", "doe2020coding", "{}", "new"),
        ("tag", "doe2020coding", "new", "{}"),
        ("tag", "doe2020coding", "{}", "new one", "newer"),
        ("category", "doe2020coding", "{}", "learned"),
        ("category", "doe2020coding", "learned", "{}"),
        ("note", "doe2020coding", "{}", "a new note"),
        ("note", "doe2020coding", "a new note", "{}"),
        ("note", "doe2020coding", "{}", "a", "note"),
    ],
    ids=" ".join,
)
def test_the_command_that_was_meant_works(
    program: Program, args: tuple[str, ...], name: str
) -> None:
    """Status 2, nothing is changed, and the command in the hint changes both papers."""
    before = program.path.read_bytes()
    ran = program(*(a.format(name) if "{}" in a else a for a in args))

    assert (ran.status, ran.out) == (2, ""), ran.err
    assert "paper" in ran.err.splitlines()[0]
    assert program.path.read_bytes() == before
    told = _works(program, ran, "--json").json
    assert {p["key"] for p in told["papers"]} == set(BOTH)
    assert {c["key"] for c in told["changes"]} == set(BOTH)


@pytest.mark.parametrize(
    "args",
    [
        ("tag", "doe2020coding", "roe2021video"),
        ("tag", "doe2020coding", "-", "new"),
        ("tag", "doe2020coding", "--add", "roe2021video"),
        ("tag", "--rename", "survey=roe2021video"),
        ("tag", "--", "doe2020coding", "-dash"),
        ("category", "doe2020coding", "roe2021video"),
        ("category", "doe2020coding", "-", "learned"),
        ("category", "--add", "roe2021video"),
        ("category", "--rename", "learned=roe2021video"),
        ("note", "doe2020coding", "roe2021video"),
        ("link", "doe2020coding", "roe2021video"),
    ],
    ids=" ".join,
)
def test_a_paper_is_no_tag_category_note_or_address(
    program: Program, args: tuple[str, ...]
) -> None:
    """Status 2, an explanation, and not one byte is changed; the same with --dry-run."""
    before = program.path.read_bytes()
    for more in ((), ("--dry-run",)):
        ran = program(args[0], *more, *args[1:], given="doe2020coding")
        assert (ran.status, ran.out) == (2, ""), ran.err
        assert "vcmbib" in ran.err
    assert program.path.read_bytes() == before


def test_a_tag_in_use_may_be_the_name_of_a_paper(program: Program) -> None:
    """`edit` can set such a tag; from then on --add takes it, and a plain word does not."""
    assert program("edit", "doe2020coding", "--set", "tags=coding").status == 0
    assert program("tag", "roe2021video", "coding").status == 2
    assert program("tag", "roe2021video", "--add", "Coding").status == 0
    assert program.paper("roe2021video").tags[-1] == "coding"
    assert program("tag", "roe2021video", "--remove", "coding").status == 0


def test_a_category_may_be_the_name_of_a_paper(program: Program) -> None:
    """A word that is both a category and a paper is the category."""
    assert program("key", "coding", "learned").status == 0
    assert program("category", "doe2020coding", "learned").status == 0
    assert [s.slug for s in program.paper("doe2020coding").categories] == [
        "compression", "learned",
    ]  # fmt: skip


def test_a_note_may_mention_a_paper(program: Program) -> None:
    """A key within a sentence is part of it; standard input takes any text."""
    for words in (("compare roe2021video",), ("see", "roe2021video"), ("see", "also", "coding")):
        assert program("note", "doe2020coding", *words).status == 0
    assert program("note", "doe2020coding", "-", given="roe2021video").status == 0
    assert program.paper("doe2020coding").notes[1:] == (
        "compare roe2021video", "see roe2021video", "see also coding", "roe2021video",
    )  # fmt: skip


def test_notes_of_several_papers(program: Program) -> None:
    """`note -` writes one note on each paper, and shows the notes with their keys."""
    given = "\n".join(BOTH)
    assert program("note", "-", "read", "again", given=given).status == 0
    shown = program("note", "-", given=given).out.splitlines()
    assert shown == [
        "doe2020coding\t1\tfirst note",
        "doe2020coding\t2\tread again",
        "roe2021video\t1\tread again",
    ]  # fmt: skip
    assert program("note", "-", "-", given=given).status == 2
