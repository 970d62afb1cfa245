"""`vcmbib export --update`: entries that are in a file, and no others, follow the library."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Program, sample
from tests.cli.file_output.hand_edits import EDITS
from vcmbib.cli.commands.export_update import UpdateOptions, update_file
from vcmbib.formats.bibtex import Style
from vcmbib.formats.bibtex.parse.resolve import find_entries
from vcmbib.store.library import Library

MINE = """% My references
@misc{doe2020coding, title = {Coding of Featurs}}

@misc{mine2020, title = {A book of mine}, note = {keep}}
% end
"""


def keys(path: Path) -> list[str]:
    """The keys of the entries of a file, in their order."""
    blocks = find_entries(path.read_text("utf-8"))
    return [entry.key for _, _, entry in blocks.entries]


@pytest.fixture
def refs(program: Program) -> Path:
    """A file of one paper of the library and an entry of its own."""
    path = program.path.with_name("refs.bib")
    path.write_text(MINE, "utf-8")
    return path


@pytest.mark.parametrize("more", [[], ["--add"], ["--check"], ["--dry-run"], ["author:doe"]])
def test_a_file_that_does_not_exist_is_an_error(program: Program, more: list[str]) -> None:
    """A mistyped name makes no file; the message names the command that makes one."""
    path = program.path.with_name("nosuch.bib")
    ran = program("export", "--update", str(path), *more)
    assert ran.status == 3
    assert f" export -o {path}\n" in ran.err
    assert not path.exists()


def test_options_that_do_not_go_together(program: Program, refs: Path) -> None:
    """--add without --update, and standard input as the file."""
    assert program("export", "--bibtex", "--add").status == 2
    assert program("export", "--update", "-").status == 2
    ran = program("export", "--update", str(refs), "author:nobody")
    assert ran.status == 3
    assert refs.read_text("utf-8") == MINE


def test_only_entries_that_are_there_are_updated(program: Program, refs: Path) -> None:
    """No paper is added; comments and other entries stay; the message states what was done."""
    for option in ("--check", "--dry-run"):
        ran = program("export", "--update", str(refs), option)
        assert "1 changed, 0 added, 0 unchanged, 1 not in the library" in ran.err
        assert ran.status == (1 if option == "--check" else 0)
        assert refs.read_text("utf-8") == MINE
    ran = program("export", "--update", str(refs))
    assert ran.status == 0
    assert "written, 1 changed, 0 added, 0 unchanged, 1 not in the library" in ran.err
    assert "changed\tdoe2020coding" in ran.err
    assert keys(refs) == ["doe2020coding", "mine2020"]
    text = refs.read_text("utf-8")
    assert text.startswith("% My references\n@inproceedings{doe2020coding,\n")
    assert text.endswith(MINE[MINE.index("\n@misc{mine2020") :])
    again = program("export", "--update", str(refs))
    assert "unchanged, 0 changed, 0 added, 1 unchanged" in again.err
    assert program("export", "--update", str(refs), "--check").status == 0
    assert refs.read_text("utf-8") == text


def test_a_query_updates_and_adds_its_papers(program: Program, refs: Path) -> None:
    """Entries that it does not find stay as they are; a dry run names what would be added."""
    ran = program("export", "--update", str(refs), "author:roe", "--dry-run")
    assert "would change, 0 changed, 1 added" in ran.err
    assert refs.read_text("utf-8") == MINE
    ran = program("export", "--update", str(refs), "author:roe")
    assert "0 changed, 1 added, 0 unchanged, 1 not in the query, 1 not in the library" in ran.err
    assert "added\troe2021video" in ran.err
    assert keys(refs) == ["doe2020coding", "mine2020", "roe2021video"]
    assert refs.read_text("utf-8").startswith(MINE)


def test_add_adds_the_whole_library(program: Program, refs: Path) -> None:
    """--add asks for all papers that the file lacks."""
    assert program("export", "--update", str(refs), "--add").status == 0
    assert sorted(keys(refs)) == ["doe2020coding", "mine2020", "poe2022x", "roe2021video"]


def test_an_update_keeps_what_a_person_wrote(program: Program, tmp_path: Path) -> None:
    """Own fields stay; replaced values are named; a comment within a changed entry is refused."""
    refs = tmp_path / "refs.bib"
    assert program("export", "-o", str(refs), "author:doe").status == 0
    good = refs.read_text("utf-8")
    own = EDITS["bibtex"]["field"](good)
    refs.write_text(own, "utf-8")
    assert program("export", "--update", str(refs)).status == 0
    assert refs.read_text("utf-8") == own
    refs.write_text(own.replace("Coding of Features", "Coding of Faces"), "utf-8")
    ran = program("export", "--update", str(refs))
    assert "replaced\tdoe2020coding: title = Coding of Faces" in ran.err
    assert "doe2020coding: annote: not in the library, kept" in ran.err
    text = refs.read_text("utf-8")
    assert "annote = {my words}" in text
    assert "Coding of Features" in text
    program("edit", "doe2020coding", "--set", "year=1999", "--set", "extra.keywords=")
    program("tag", "doe2020coding", "--remove", "survey")
    assert program("export", "--update", str(refs)).status == 0
    text = refs.read_text("utf-8")
    assert "annote = {my words}" in text
    assert "survey" not in text
    commented = text.replace("  title", "  % my words\n  title").replace("1999", "1998")
    refs.write_text(commented, "utf-8")
    ran = program("export", "--update", str(refs))
    assert ran.status == 1
    assert "% my words" in ran.err
    assert refs.read_text("utf-8") == commented
    assert program("export", "--update", str(refs), "--force").status == 0


def test_an_updated_file_is_not_the_programs_own(program: Program, tmp_path: Path) -> None:
    """After an update the entries of the user are still not overwritten."""
    refs = tmp_path / "refs.bib"
    refs.write_text("@book{mine, title = {My own}}\n", "utf-8")
    assert program("export", "--update", str(refs), "--add").status == 0
    ran = program("export", "-o", str(refs))
    assert ran.status == 1
    assert "mine" in ran.err


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of three papers, for many updates."""
    path = tmp_path_factory.mktemp("update") / "papers.db"
    with Library.writing(path) as opened:
        opened.apply(sample(), "vcmbib import sample.md")
    return path


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_gets_what_was_asked_for(library: Path, data: st.DataObject) -> None:
    """The keys of the file after an update are those before and those that were chosen."""
    with Library.reading(library) as opened:
        ids = {p.key: p.id for p in opened.all_papers()}
        there = data.draw(st.lists(st.sampled_from([*ids, "mine1", "mine2"]), unique=True))
        chosen = data.draw(st.none() | st.lists(st.sampled_from([*ids]), unique=True))
        path = library.with_name("refs.bib")
        path.write_text("".join(f"@misc{{{k}, title = {{T}}}} % {k}\n" for k in there), "utf-8")
        before = path.read_text("utf-8")
        some = None if chosen is None else [ids[k] for k in chosen]
        dry = UpdateOptions(str(path), some, data.draw(st.booleans()), False, True)
        update_file(opened, dry, Style())
        assert path.read_text("utf-8") == before
        update_file(opened, UpdateOptions(str(path), some, dry.only_chosen, False, False), Style())
    assert set(keys(path)) == {*there, *(chosen or ())}
    text = path.read_text("utf-8")
    assert all(f"% {key}\n" in text for key in there)
    assert all(f"@misc{{{key}, title = {{T}}}}" in text for key in there if key not in ids)


@pytest.mark.parametrize("state", ["fresh", "stale"])
@pytest.mark.parametrize("mode", [(), ("--check",), ("--dry-run",)])
@pytest.mark.parametrize(
    "options", [(), ("--omit", "booktitle"), ("--fields", "title"), ("--biblatex",), ("--strings",)]
)
def test_what_each_mode_does_to_a_fresh_and_to_a_stale_file(
    program: Program, tmp_path: Path, state: str, mode: tuple[str, ...], options: tuple[str, ...]
) -> None:
    """Only a stale file is written, only without --check and --dry-run, and whole."""
    refs, wanted = tmp_path / "refs.bib", tmp_path / "wanted.bib"
    dialect = () if "--biblatex" in options else ("--bibtex",)
    assert program("export", *dialect, *options, "-o", str(wanted)).status == 0
    text = wanted.read_text("utf-8")
    if state == "stale":
        text = text.replace("Coding of Features", "Coding of Featurs")
    refs.write_text(text, "utf-8")
    ran = program("export", "--update", str(refs), *options, *mode)
    assert ran.status == (1 if (state, mode) == ("stale", ("--check",)) else 0)
    said = {(): "written", ("--check",): "1 changed", ("--dry-run",): "would change"}[mode]
    expected = ("up to date" if mode == ("--check",) else "unchanged") if state == "fresh" else said
    assert expected in ran.err
    after = refs.read_text("utf-8")
    assert after == (wanted.read_text("utf-8") if mode == () else text)
