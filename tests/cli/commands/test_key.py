"""`vcmbib key`: one key by hand, many by a pattern, and the map of former keys for sed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from vcmbib.cli.commands.key_map import sed_script
from vcmbib.store.library import Library

PATTERN = ("--pattern", "[auth:lower][year]")


def keys_of(program: Program) -> list[str]:
    """The citation keys, in order."""
    return program("list", "--keys").out.split()


# --- by hand --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        ("doe2020coding",),
        ("a", "b", "c"),
        ("generate", "doe2020coding"),
        ("doe2020coding", "new", *PATTERN),
        ("doe2020coding", "new", "--sed"),
        ("doe2020coding", "new", "--yes"),
        ("map", *PATTERN),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(program: Program, args: tuple[str, ...]) -> None:
    """Too few words, too many, and options of another verb end in status 2 and change nothing."""
    before = keys_of(program)
    assert program("key", *args).status == 2
    assert keys_of(program) == before


def test_a_key_is_changed_by_hand(program: Program) -> None:
    """KEY NEW renames, and the old key still resolves."""
    assert program("key", "doe2020coding", "doe20").status == 0
    assert program.paper("doe2020coding").key == "doe20"


def test_a_paper_whose_key_is_a_verb_is_renamed_by_edit(program: Program) -> None:
    """A key `generate` is no trap: the paper has an identifier, and edit knows the field."""
    program("key", "doe2020coding", "generate")
    assert program("key", "arxiv:2005.00001", "map").status == 0
    assert program("edit", "map", "--set", "key=doe20").status == 0
    assert program.paper("generate").key == "doe20"


# --- by a pattern ---------------------------------------------------------------------------------


def test_a_bad_pattern_is_shown_with_its_place(program: Program) -> None:
    """The message has a caret, and the hint names the fields."""
    ran = program("key", "generate", "--pattern", "[nope]")
    assert ran.status == 2
    assert "  [nope]\n   ^" in ran.err
    assert "authorsalpha" in ran.err


def test_without_a_library_none_is_made(tmp_path: Path) -> None:
    """Keys are generated in a library that is there."""
    gone = Program(tmp_path / "gone.db")
    assert gone("key", "generate", *PATTERN, "--yes").status == 3
    assert not gone.path.exists()


def test_nobody_to_ask_nothing_written(program: Program) -> None:
    """Off a terminal without --yes the preview is shown, and the status is 2."""
    ran = program.apart("key", "generate", *PATTERN)
    assert ran.status == 2
    assert "doe2020coding\tdoe2020\tCoding of Features" in ran.out
    assert "--yes" in ran.err
    assert "doe2020coding" in keys_of(program)


def test_a_dry_run_only_shows(program: Program) -> None:
    """--dry-run shows the keys and what stays, with status 0."""
    ran = program("key", "generate", *PATTERN, "--dry-run")
    assert ran.status == 0
    assert "2 new, 0 unchanged, 1 without a key by this pattern" in ran.err
    assert program.changes() == 1


def test_keys_by_a_pattern_are_one_change(program: Program) -> None:
    """With --yes all get their keys in one change; former ones resolve; undo takes all back."""
    before = keys_of(program)
    ran = program("key", "generate", *PATTERN, "--yes", "--json")
    assert ran.status == 0
    assert {"old": "roe2021video", "new": "roe2021"} in ran.json["keys"]
    assert ran.json["change"] == 2
    assert program.paper("roe2021video").key == "roe2021"
    assert program("key", "generate", *PATTERN, "--yes").status == 0
    assert program.changes() == 2
    assert program("undo").status == 0
    assert keys_of(program) == before


@pytest.mark.parametrize("words", [("roe2021video",), ("machines",), ("tag:RL",), ("-",)])
def test_only_the_papers_that_are_named(program: Program, words: tuple[str, ...]) -> None:
    """Keys, a query, or keys on standard input say which papers get keys."""
    ran = program("key", "generate", *words, *PATTERN, "--yes", given="roe2021video\n")
    assert ran.status == 0
    assert sorted(keys_of(program)) == ["doe2020coding", "poe2022x", "roe2021"]


def test_an_unknown_key_on_standard_input_is_an_error(program: Program) -> None:
    """What stands on standard input are keys, never a query."""
    assert program("key", "generate", "-", *PATTERN, "--yes", given="nobody\n").status == 3


def test_another_papers_identifier_is_no_key(program: Program) -> None:
    """A key that leads to another paper by its identifier is not given, and that is said."""
    program("edit", "roe2021video", "--set", "volume=2005.00001")
    ran = program("key", "generate", "--pattern", "[volume]", "--yes")
    assert ran.status == 0
    assert "roe2021video stays as it is" in ran.err
    assert "identifier of doe2020coding" in ran.err


def test_on_a_terminal_it_asks(program: Program) -> None:
    """No changes nothing, yes gives the keys."""
    pexpect = pytest.importorskip("pexpect")
    args = ["-m", "vcmbib", "--db", str(program.path), "key", "generate", *PATTERN]
    for answer, key in (("n", "roe2021video"), ("y", "roe2021")):
        child = pexpect.spawn(sys.executable, args, encoding="utf-8", timeout=20)
        child.expect("new keys")
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        with Library.reading(program.path) as library:
            assert library.paper("roe2021video").key == key


# --- the map --------------------------------------------------------------------------------------


def test_the_map_lists_former_keys(program: Program) -> None:
    """A line a former key, or JSON; of all papers or of those named."""
    assert program("key", "map").out == ""
    program("key", "generate", *PATTERN, "--yes")
    assert "roe2021video\troe2021" in program("key", "map").out.splitlines()
    assert program("key", "map", "doe2020").out == "doe2020coding\tdoe2020\n"
    rows = program("key", "map", "roe2021", "--json").json["keys"]
    assert rows == [{"former": "roe2021video", "key": "roe2021"}]


def patched(text: str, *pairs: tuple[str, str]) -> str:
    """`text` after the script for these keys, by the sed of this machine."""
    sed = shutil.which("sed")
    assert sed is not None
    done = subprocess.run(
        [sed, "-E", sed_script(pairs)], input=text, capture_output=True, text=True, check=True
    )
    return done.stdout


KEPT = r"""A survey, survey, and a {survey} of survey; \section{survey, part}
\cite{surveyx, xsurvey, my-survey, survey:2} me@survey.org @survey.x @surveys \label{survey}
\cite{aXb+c} and \cite{aab} \includegraphics{a.b+c}
"""


def test_sed_leaves_what_is_no_citation() -> None:
    """Words of the text, other keys that hold the former one, and addresses stay."""
    assert patched(KEPT, ("survey", "NEW"), ("a.b+c", "OTHER")) == KEPT


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (r"\cite{old}", r"\cite{new}"),
        (r"\cite{ a, old ,b}", r"\cite{ a, new ,b}"),
        (r"\citep[see][p.~3]{x,old} old", r"\citep[see][p.~3]{x,new} old"),
        (r"\autocites[1]{a}[2]{old}{b}", r"\autocites[1]{a}[2]{new}{b}"),
        (r"\Textcite*{old}\nocite{old}", r"\Textcite*{new}\nocite{new}"),
        ("\\cite{a,%\n  old,\n  b\n} old", "\\cite{a,%\n  new,\n  b\n} old"),
        ("\\cite{a, %x\nold}\nold,", "\\cite{a, %x\nnew}\nold,"),
        ("[@old; -@old, p. 3;@old]", "[@new; -@new, p. 3;@new]"),
        ("As @old. And (@old) @{old}", "As @new. And (@new) @{new}"),
        ("#cite(<old>) <old>", "#cite(<new>) <old>"),
    ],
)
def test_sed_patches_citations(text: str, after: str) -> None:
    """Citations in LaTeX, Markdown and Typst get today's key."""
    assert patched(text, ("old", "new")) == after


def test_sed_takes_any_key_literally() -> None:
    """Characters that mean something to sed mean themselves, before and after."""
    old, new = "DBLP:a/b.c*[x]^$|+?(y)&", r"n/e&w:1.2"
    assert patched(rf"\cite{{{old}}} [@{old}]", (old, new)) == rf"\cite{{{new}}} [@{new}]"
