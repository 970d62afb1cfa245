"""edit, tag, category, note, link, key, remove: one command, one change, told and taken back."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from tests.cli.conftest import Program
from tests.papers import ICIP
from vcmbib.model.paper import Link, LinkKind

Editor = Callable[[str], dict[str, str]]

WRITES = [
    ("edit", "doe2020coding", "--set", "year=2021"),
    ("tag", "doe2020coding", "new"),
    ("tag", "--rename", "survey=overview"),
    ("category", "doe2020coding", "learned"),
    ("category", "--add", "Theory"),
    ("category", "--rename", "learned=Neural"),
    ("category", "--move", "learned", "--top"),
    ("category", "--delete", "learned"),
    ("note", "doe2020coding", "a", "note"),
    ("link", "doe2020coding", "https://github.com/x/y"),
    ("key", "doe2020coding", "doe2020"),
    ("remove", "doe2020coding", "--yes"),
]


# --- what all of them keep -------------------------------------------------------------------


@pytest.mark.parametrize("args", WRITES, ids=" ".join)
def test_without_a_library_none_is_made(tmp_path: Path, args: tuple[str, ...]) -> None:
    """A command that changes what is there does not make a library; only a new category does."""
    program = Program(tmp_path / "none.db")
    result = program(*args)

    if args[:2] == ("category", "--add"):
        assert result.status == 0
        return
    assert result.status == 3
    assert "vcmbib init" in result.err
    assert not program.path.exists()


@pytest.mark.parametrize("args", [w for w in WRITES if w[1] == "doe2020coding"], ids=" ".join)
def test_an_unknown_paper_changes_nothing(program: Program, args: tuple[str, ...]) -> None:
    """Status 3, the nearest key, and no entry in the log."""
    result = program(args[0], "doe2020codign", *args[2:])

    assert result.status == 3
    assert "doe2020coding" in result.err
    assert program.changes() == 1


@pytest.mark.parametrize("args", WRITES, ids=" ".join)
def test_a_dry_run_leaves_the_file_as_it_is(program: Program, args: tuple[str, ...]) -> None:
    """`--dry-run` tells the same changes and does not touch a byte."""
    before = program.path.read_bytes()
    shown = program(*args, "--dry-run")

    assert shown.status == 0
    assert program.path.read_bytes() == before
    assert program(*args).out == shown.out


@pytest.mark.parametrize("args", WRITES, ids=" ".join)
def test_each_command_is_one_change_that_undo_takes_back(
    program: Program, args: tuple[str, ...]
) -> None:
    """One entry in the log, named in the JSON; after undo the papers are what they were."""
    before = [program("list", "--json").json["papers"], program.slugs()]
    told = program(*args, "--json").json

    assert (told["vcmbib"], told["change"], told["dry_run"]) == (1, 2, False)
    assert told["changes"] or args[0] == "remove"
    assert program.changes() == 2
    assert program("undo").status == 0
    after = [program("list", "--json").json["papers"], program.slugs()]
    for old, new in zip(before[0], after[0], strict=True):
        assert {**old, "updated": ""} == {**new, "updated": ""}
    assert before[1] == after[1]


@pytest.mark.parametrize(
    "args",
    [
        ("edit", "doe2020coding", "--set", "year=2020", "--set", "tags=SURVEY"),
        ("tag", "doe2020coding", "SURVEY", "--remove", "absent"),
        ("tag", "--rename", "Survey=survey"),
        ("tag", "-", "survey"),
        ("category", "doe2020coding", "Compression"),
        ("category", "--add", "compression"),
        ("category", "--rename", "learned=Learned Codecs"),
        ("category", "--move", "learned", "--under", "compression"),
        ("note", "doe2020coding", "first note"),
        ("note", "roe2021video", "--clear"),
        ("link", "doe2020coding", "https://arxiv.org/abs/2005.00001"),
        ("key", "doe2020coding", "doe2020coding"),
    ],
    ids=" ".join,
)
def test_no_change_is_said_and_not_written(program: Program, args: tuple[str, ...]) -> None:
    """What is as asked for already ends with status 0, a message, and an untouched log."""
    if args[:2] == ("tag", "--rename"):
        program("tag", "roe2021video", "--remove", "Survey")
    before = program.changes()
    result = program(*args, given="")

    assert (result.status, result.out) == (0, "")
    assert result.err
    assert program.changes() == before


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (("edit", "doe2020coding", "--set", "year"), 2, "field=value"),
        (("edit", "doe2020coding", "--set", "yaer=1"), 2, "'year'"),
        (("edit", "doe2020coding", "--set", "title=x", "--set", "doi=no"), 4, "doi"),
        (("edit", "doe2020coding", "--set", "key=roe2021video"), 2, "roe2021video"),
        (("tag",), 2, "KEY"),
        (("tag", "doe2020coding", " "), 2, "tag"),
        (("tag", "doe2020coding", "a,b"), 2, "commas"),
        (("tag", "doe2020coding", "a", "--remove", "A"), 2, "both"),
        (("tag", "--rename", "surve=x"), 3, "survey"),
        (("tag", "--rename", "survey"), 2, "OLD=NEW"),
        (("tag", "doe2020coding", "--rename", "a=b"), 2, "whole library"),
        (("category", "doe2020coding", "compresion"), 3, "'compression'"),
        (("category", "--delete", "compression"), 2, "learned"),
        (("category", "--move", "compression", "--under", "learned"), 2, "below itself"),
        (("category", "--move", "compression", "--under", "compression"), 2, "below itself"),
        (("category", "--move", "learned"), 2, "--top"),
        (("category", "--move", "learned", "--position", "3"), 2, "1 to 1"),
        (("category", "--add", " "), 2, "title"),
        (("category", "--add", "X", "--slug", "X Y"), 2, "x-y"),
        (("category", "--add", "X", "--slug", "learned"), 2, "learned"),
        (("category", "--add", "X", "--rename", "learned=Y"), 2, "one at a time"),
        (("category", "doe2020coding", "--slug", "x"), 2, "--slug"),
        (("note", "doe2020coding", " "), 2, "note"),
        (("note", "doe2020coding", "--remove", "2"), 3, "2"),
        (("note", "doe2020coding", "x", "--clear"), 2, "one at a time"),
        (("link", "doe2020coding", "javascript:alert(1)"), 2, "https://"),
        (("link", "doe2020coding", "github.com/x"), 2, "https://"),
        (("link", "doe2020coding", "--remove", "https://arxiv.org/abs/2005.0000"), 3, "2005.00001"),
        (("link", "doe2020coding", "--kind", "code"), 2, "URL"),
        (("key", "doe2020coding", "two words"), 2, "blanks"),
        (("key", "doe2020coding", "roe2021video"), 2, "roe2021video"),
        (("key", "doe2020coding", "ROE2021video"), 2, "case"),
        (("key", "doe2020coding", "10.1109/TIP.2021.1"), 2, "identifier"),
        (("remove", "doe2020coding"), 2, "--yes"),
    ],
    ids=lambda x: " ".join(x) if isinstance(x, tuple) else None,
)
def test_what_cannot_be_done_is_refused_whole(
    program: Program, args: tuple[str, ...], status: int, said: str
) -> None:
    """An error names what was wrong or what to do, and nothing at all is written."""
    result = program(*args)

    assert result.status == status
    assert said in result.err
    assert program.changes() == 1


# --- edit ------------------------------------------------------------------------------------


def test_edit_sets_fields_and_tells_them(program: Program) -> None:
    """Each change is a line: key, field, old and new; the person is the source from then on."""
    result = program("edit", "arxiv:2005.00001", "--set", "year=2021", "--set", "title=New")

    assert result.out.splitlines() == [
        "doe2020coding\ttitle\tCoding of Features → New",
        "doe2020coding\tyear\t2020 → 2021",
    ]
    sources = program("show", "--sources", "doe2020coding").out
    assert "year\t2021\tedit" in sources
    assert "year\tnot: 2020\tlist.md" in sources


def test_edit_warns_of_the_unknown_and_keeps_it(program: Program) -> None:
    """An unknown venue and type are kept as written, with a word on standard error."""
    result = program("edit", "poe2022x", "--set", "venue=Annals of Nowhere", "--set", "type=zine")

    assert result.status == 0
    assert "Annals of Nowhere" in result.err
    assert "zine" in result.err
    found = program.paper("poe2022x")
    assert found.venue is not None
    assert (found.venue.name, found.entry_type) == ("Annals of Nowhere", "zine")


def test_the_editor_changes_what_it_changes(program: Program, editor: Editor) -> None:
    """The form goes to $EDITOR; what it leaves is read back, and no draft stays behind."""
    env = editor("text = text.replace('year: 2020', 'year: 1999').replace('  others\\n', '')")
    result = program.apart("edit", "doe2020coding", env=env)

    assert (result.status, result.err) == (0, "")
    assert "year\t2020 → 1999" in result.out
    found = program.paper("doe2020coding")
    assert (found.year, found.authors_complete, found.venue) == (1999, True, ICIP)
    assert not list(program.path.parent.glob("vcmbib-*"))


def test_visual_comes_before_editor(program: Program, editor: Editor) -> None:
    """$VISUAL is asked first; what it prints does not get among the data."""
    env = editor("print('noise'); text = text.replace('year: 2020', 'year: 1999')")
    result = program.apart(
        "edit", "doe2020coding", "--json", env={**env, "VISUAL": env["EDITOR"], "EDITOR": "false"}
    )

    assert result.json["papers"][0]["year"] == 1999
    assert "noise" in result.err


def test_an_untouched_form_changes_nothing(program: Program, editor: Editor) -> None:
    """Leaving the editor without a change writes nothing and says so."""
    result = program.apart("edit", "doe2020coding", env=editor(""))

    assert (result.status, result.out) == (0, "")
    assert "nothing to change" in result.err
    assert program.changes() == 1


def test_a_bad_form_keeps_the_draft(program: Program, editor: Editor) -> None:
    """Status 4 with the line; nothing is written, and what was typed is kept where it says."""
    result = program.apart(
        "edit", "doe2020coding", env=editor("text = text.replace('year: 2020', 'year: soon')")
    )

    assert result.status == 4
    assert "'soon'" in result.err
    (draft,) = program.path.parent.glob("vcmbib-*")
    assert str(draft) in result.err
    assert "year: soon" in draft.read_text("utf-8")
    assert program.changes() == 1


def test_bytes_that_are_no_text_are_refused(program: Program, editor: Editor) -> None:
    """An editor that leaves no UTF-8 is told so, with the line."""
    env = editor("file.write_bytes(b'\\nyear: \\xff'); sys.exit()")
    result = program.apart("edit", "doe2020coding", env=env)

    assert result.status == 4
    assert "line 2" in result.err
    assert "UTF-8" in result.err


@pytest.mark.parametrize("command", ["/nowhere/ed", "false", "'unbalanced"])
def test_an_editor_that_fails_changes_nothing(program: Program, command: str) -> None:
    """No editor, or one that ends with a failure: its own error, and a way without one."""
    result = program.apart("edit", "doe2020coding", env={"VISUAL": "", "EDITOR": command})

    assert result.status == 3
    assert "--set" in result.err
    assert program.changes() == 1


def test_what_changed_meanwhile_is_not_overwritten(program: Program, editor: Editor) -> None:
    """The library is free while the editor runs; a paper changed in between is left alone."""
    env = editor(
        "import subprocess\n"
        f"subprocess.run([sys.executable, '-m', 'vcmbib', '--db', {str(program.path)!r},"
        " 'edit', 'doe2020coding', '--set', 'year=1990'], check=True)\n"
        "text = text.replace('title: Coding', 'title: Recoding')"
    )
    result = program.apart("edit", "doe2020coding", env=env)

    assert result.status == 1
    assert "meanwhile" in result.err
    assert "your text is kept" in result.err
    assert (program.paper("doe2020coding").year, program.changes()) == (1990, 2)


# --- tag -------------------------------------------------------------------------------------


def test_tags_keep_the_spelling_in_use(program: Program) -> None:
    """A tag given in another case is the tag that is there."""
    program("tag", "doe2020coding", "rl", "é", "--add", "second word", "--remove", "SURVEY")
    program("tag", "poe2022x", "É")

    assert set(program.paper("doe2020coding").tags) == {"RL", "é", "second word"}
    assert program.paper("poe2022x").tags == ("é",)
    assert program("tag", "poe2022x").out == "é\n"


def test_many_papers_are_tagged_at_once(program: Program) -> None:
    """Keys from standard input, one change for all."""
    result = program("tag", "-", "new", "--json", given="doe2020coding\nroe2021video\n\n")

    assert [p["key"] for p in result.json["papers"]] == ["doe2020coding", "roe2021video"]
    assert program.changes() == 2


def test_renaming_merges_tags(program: Program) -> None:
    """A tag renamed to one that is there becomes it, whatever the case, on every paper."""
    program("tag", "--rename", "SURVEY=rl")

    assert program.paper("doe2020coding").tags == ("RL",)
    assert program.paper("roe2021video").tags == ("RL",)


@pytest.mark.parametrize("tag", ["C++", "a=b", '"quoted"', "???", "👾", "مرحبا", "feature-x"])
def test_any_tag_can_be_renamed(program: Program, tag: str) -> None:
    """Quotes, signs and emoji in a tag are text like any other."""
    program("tag", "doe2020coding", tag)
    result = program("tag", "--rename", f"{tag}=plain")

    assert result.status == 0
    assert set(program.paper("doe2020coding").tags) == {"survey", "plain"}


# --- category --------------------------------------------------------------------------------


def test_papers_come_last_in_a_category(program: Program) -> None:
    """By slug or title, in the order given; taken out again without a trace."""
    program("category", "-", "Learned Codecs", given="roe2021video\npoe2022x\n")
    program("category", "poe2022x", "compression")
    program("category", "doe2020coding", "--remove", "compression")

    places = {k: program.paper(k).categories for k in ("doe2020coding", "roe2021video", "poe2022x")}
    assert [(s.slug, s.position) for s in places["roe2021video"]] == [
        ("compression", 2),
        ("learned", 1),
    ]
    assert [(s.slug, s.position) for s in places["poe2022x"]] == [
        ("compression", 3),
        ("learned", 2),
    ]
    assert places["doe2020coding"] == ()
    assert program("category", "poe2022x").out.splitlines()[0] == "compression\tCompression"


def test_the_tree_grows_moves_and_shrinks(program: Program) -> None:
    """Add, rename, move to a place, delete: order and papers are kept."""
    program("category", "--add", "Theory & Surveys")
    program("category", "--add", "Theory & Surveys", "--under", "compression")
    program("category", "--move", "learned", "--top", "--position", "1")
    program("category", "--rename", "compression=Coding", "--slug", "coding")

    assert program.slugs() == [
        ("learned", None),
        ("coding", None),
        ("compression-theory-surveys", "coding"),
        ("theory-surveys", None),
    ]
    assert [s.slug for s in program.paper("doe2020coding").categories] == ["coding"]
    program("category", "--delete", "compression-theory-surveys")
    program("category", "--delete", "Coding")
    assert [slug for slug, _ in program.slugs()] == ["learned", "theory-surveys"]
    assert program.paper("doe2020coding").categories == ()


# --- note, link ------------------------------------------------------------------------------


def test_notes_are_added_shown_and_removed(program: Program) -> None:
    """From words or standard input, several lines kept; by number they go again."""
    program("note", "doe2020coding", "two", "words")
    program("note", "doe2020coding", "-", given="line one\r\nline two\x07\n\n")

    assert program.paper("doe2020coding").notes == ("first note", "two words", "line one\nline two")
    assert program("note", "doe2020coding").out.splitlines()[1:] == [
        "2\ttwo words",
        "3\tline one line two",
    ]
    program("note", "doe2020coding", "--remove", "1")
    assert program.paper("doe2020coding").notes == ("two words", "line one\nline two")
    program("note", "doe2020coding", "--clear")
    assert program.paper("doe2020coding").notes == ()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://github.com/x/y", "code"),
        ("https://x.github.io/y", "project"),
        ("https://youtu.be/abc", "video"),
        ("https://huggingface.co/datasets/x/y", "dataset"),
        ("https://arxiv.org/pdf/2101.00001", "paper"),
        ("ftp://example.org/a.pdf", "pdf"),
        ("https://example.org/", "other"),
    ],
)
def test_the_kind_of_a_link_is_guessed(program: Program, url: str, kind: str) -> None:
    """Host and path tell what stands behind an address; --kind says otherwise."""
    assert program("link", "poe2022x", url).status == 0
    assert program.paper("poe2022x").links == (Link(LinkKind(kind), url),)
    program("link", "poe2022x", url, "--kind", "other", "--label", "my words")
    assert program.paper("poe2022x").links == (Link(LinkKind.OTHER, url, "my words"),)
    program("link", "poe2022x", "--remove", url)
    assert program.paper("poe2022x").links == ()


def test_a_paper_link_brings_its_identifier(program: Program) -> None:
    """A scheme that the paper lacks is filled; one that stands on another paper is doubted."""
    result = program("link", "roe2021video", "https://arxiv.org/abs/2005.00001")

    assert [str(i) for i in program.paper("roe2021video").identifiers] == [
        "doi:10.1109/TIP.2021.1",
        "arxiv:2005.00001",
    ]
    assert "also stands on doe2020coding" in result.err


# --- key, remove -----------------------------------------------------------------------------


def test_a_former_key_still_resolves(program: Program) -> None:
    """The old key leads to the paper, cannot go to another one, and may be given back."""
    assert program("key", "doe2020coding", "doe").out == "doe\tkey\tdoe2020coding → doe\n"
    assert program.paper("doe2020coding").key == "doe"
    refused = program("key", "roe2021video", "doe2020coding")
    assert (refused.status, "former key of doe" in refused.err) == (2, True)
    program("key", "doe", "doe2020coding")
    assert program.paper("doe").key == "doe2020coding"
    assert program.paper("doe").former_keys == ("doe",)


def test_the_letter_case_of_a_key_may_change(program: Program) -> None:
    """A paper's own key in another case is no one else's."""
    assert program("key", "doe2020coding", "Doe2020Coding").status == 0
    assert program.paper("doe2020coding").key == "Doe2020Coding"


def test_removed_papers_are_printed(program: Program) -> None:
    """Each paper removed is a line; one named twice is removed once."""
    result = program("remove", "-", "--yes", given="doe2020coding\narxiv:2005.00001\npoe2022x\n")

    assert result.out == "doe2020coding\tCoding of Features\npoe2022x\tÜber 点云 👾 مرحبا\n"
    assert program("list", "--keys").out == "roe2021video\n"
    assert program.changes() == 2


# --- on a terminal ---------------------------------------------------------------------------


def terminal(program: Program, *args: str, env: dict[str, str] | None = None) -> pexpect.spawn[str]:
    """The program on a terminal of its own."""
    return pexpect.spawn(
        sys.executable,
        ["-m", "vcmbib", "--db", str(program.path), *args],
        env={**os.environ, "TERM": "xterm", **(env or {})},
        encoding="utf-8",
        timeout=30,
    )


@pytest.mark.parametrize(("answer", "left"), [("n", 3), ("y", 2), ("", 3)])
def test_remove_asks(program: Program, answer: str, left: int) -> None:
    """On a terminal the papers are shown and only a yes removes them."""
    child = terminal(program, "remove", "doe2020coding")
    child.expect("Coding of Features")
    child.expect("Remove this paper")
    child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
    assert len(program("list", "--keys").out.split()) == left


def test_a_bad_form_may_be_edited_again(program: Program, editor: Editor) -> None:
    """On a terminal the error is shown and the same text comes back to the editor."""
    env = editor("text = text.replace('soon', '1999').replace('year: 2020', 'year: soon')")
    child = terminal(program, "edit", "doe2020coding", env=env)
    child.expect("Edit again")
    child.sendline("y")
    child.expect("vcmbib undo")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
    assert program.paper("doe2020coding").year == 1999
