"""What bash, zsh and fish insert when Tab is pressed: words that the shell reads as they are."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Program
from tests.cli.program import run_here, run_process
from tests.waiting import PATIENCE
from vcmbib.cli.completion import insertion, join_words


@pytest.fixture
def tagged(program: Program) -> Program:
    """A library with tags that a shell would take apart."""
    assert program("tag", "doe2020coding", "rate distortion", "it's", "ab:cd").status == 0
    return program


def proposed(program: Program, *pieces: str, cursor: int | None = None) -> list[str]:
    """What the program answers when bash hands it these pieces of a line."""
    environment = {
        "_VCMBIB_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(("vcmbib", *pieces)),
        "COMP_CWORD": str(len(pieces) if cursor is None else cursor),
        "VCMBIB_DB": str(program.path),
    }
    return list(filter(None, run_here(env=environment).out.splitlines()))


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (("tag", "doe2020coding", "nothing"), []),
        (("tag", "doe2020coding", "rate"), ["rate\\ distortion"]),
        (("tag", "doe2020coding", "rate\\ d"), ["rate\\ distortion"]),
        (("tag", "doe2020coding", '"rate'), ["rate distortion"]),
        (("tag", "doe2020coding", "'rate d"), ["rate distortion"]),
        (("tag", "doe2020coding", "it"), ["it\\'s"]),
        (("tag", "doe2020coding", "ab"), ["ab:cd"]),
        (("tag", "doe2020coding", "ab", ":", "c"), ["cd"]),
        (("tag", "doe2020coding", "--add", "=", "ra"), ["rate\\ distortion"]),
        (("search", "tag", ":", "ra"), ['\\"rate\\ distortion\\"']),
        (("search", "tag", ":", '"ra'), ['\\"rate distortion\\""']),
        (("tag", "doe2020coding", "'it"), ["it'\\''s"]),
        (("search", "category", ":", "comp"), ["compression"]),
        (("search", "category:comp"), ["category:compression"]),
        (("search", "category", ":"), ["compression", "learned"]),
        (("search", "'tag:ra"), ['tag:"rate distortion"']),
        (("--db", "=", "x.db", "sho"), ["show"]),
        (("show", "doe"), ["doe2020coding"]),
    ],
)
def test_what_is_proposed(tagged: Program, pieces: tuple[str, ...], expected: list[str]) -> None:
    """Blanks and quotes are quoted, unless the user opened a quote; bash's breaks are undone."""
    assert proposed(tagged, *pieces) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("list --sort -ye", ["-year"]),
        ("search -no", ["-note:"]),
        ("export --format bibl", ["biblatex"]),
        ("export --venues acr", ["acronym"]),
        ("export --fields title,autho", ["title,author", "title,authortype"]),
        ("import --format ri", ["ris"]),
        ("cite x --format m", ["markdown"]),
        ("key ge", ["generate"]),
        ("key generate author:do", ["author:doe"]),
        ("key generate --pattern goo", ["google"]),
        ("list categori", ["categories"]),
        ("add --type inproc", ["inproceedings"]),
        ("add --venue IC", ["ICIP"]),
        ("undo 1", ["1"]),
    ],
)
def test_options_and_actions(program: Program, line: str, expected: list[str]) -> None:
    """Values that the program knows are proposed; the shell adds file names otherwise."""
    assert proposed(program, *line.split(" ")) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tag doe2020coding rate", [r"rate\ distortion"]),
        ("search tag:ra", [r"tag:\"rate\ distortion\""]),
        ("search -tag:ra", [r"-tag:\"rate\ distortion\""]),
        ("search 'tag:ra", ['tag:"rate distortion"']),
        ('search "tag:ra', [r"tag:\"rate distortion\""]),
        ("tag doe2020coding it", [r"it\'s"]),
        ("search auth", ["author:"]),
    ],
)
def test_what_zsh_is_given(tagged: Program, line: str, expected: list[str]) -> None:
    """The code adds the words as they are, without another match by what is typed."""
    code = answer(tagged, "zsh", f"vcmbib {line}")
    words = code.split("words_=(")[1].split("); shown_=")[0]
    assert shlex.split(words) == expected
    assert "compadd -Q -U" in code
    assert ("-S ''" in code) == (expected == ["author:"])


def test_fish_gets_plain_words(tagged: Program) -> None:
    """Fish quotes by itself."""
    assert answer(tagged, "fish", "vcmbib search tag:ra").split("\n") == ['tag:"rate distortion"']


def test_files_are_left_to_the_shell(program: Program) -> None:
    """An option that takes a file."""
    assert answer(program, "zsh", "vcmbib export -o ref") == "_files"


def answer(program: Program, shell: str, line: str) -> str:
    """What the program prints for zsh or fish at the end of a line."""
    environment = {
        "_VCMBIB_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "VCMBIB_DB": str(program.path),
    }
    return run_here(env=environment).out.rstrip("\n")


_SOURCE = 'eval "$(vcmbib --show-completion)"'
SHELLS = {
    "bash": (["--norc", "-i"], f"PS1='> '; {_SOURCE}"),
    "zsh": (["-f", "-i"], f"autoload -U compinit; compinit -u; {_SOURCE}"),
    "fish": (["--no-config", "-i"], "vcmbib --show-completion | source"),
}  # fmt: skip
"""The options of each shell, and what a user puts in its start file."""


@pytest.mark.parametrize("shell", SHELLS)
def test_tab_in_a_real_shell(tagged: Program, tmp_path: Path, shell: str) -> None:
    """A word that Tab has completed is one word, and the query finds the paper."""
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} on this machine")
    options, start = SHELLS[shell]
    program = tmp_path / "bin" / "vcmbib"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vcmbib "$@"\n')
    program.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "VCMBIB_DB": str(tagged.path),
    }
    child = pexpect.spawn(
        shell, options, env=environment, encoding="utf-8", timeout=PATIENCE, dimensions=(50, 200)
    )
    result = tmp_path / "result"
    child.sendline(f"{start}; echo rea''dy")
    child.expect("ready")
    child.send("vcmbib search tag:ra\t")
    child.expect("distortion")
    child.sendline(f"--keys > {result}; echo do''ne")
    child.expect("done")
    child.sendline("exit")
    child.expect(pexpect.EOF)
    child.close()
    assert result.read_text().split() == ["doe2020coding"]


def test_pieces_become_the_words_that_were_typed() -> None:
    """`:` and `=` join the words around them; a new word stays empty."""
    assert join_words(["vcmbib", "search", "tag", ":", "a", "author", ":"], 6)[-2:] == [
        "tag:a",
        "author:",
    ]
    assert join_words(["vcmbib", "show", ""], 2) == ["vcmbib", "show", ""]
    assert join_words(["vcmbib", "show"], 2) == ["vcmbib", "show", ""]
    assert join_words([], 0) == [""]


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this machine")
@settings(max_examples=20)  # of many values each: a bash costs more than what it reads
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1),
        max_size=50,
    )
)
def test_bash_reads_back_what_is_inserted(values: list[str]) -> None:
    """Whatever a tag is called, the quoted word is that tag again, and one word."""
    typed = "".join(f"printf '<%s>' {insertion(value, '', '')}\n" for value in values)
    done = subprocess.run(
        ["bash"],
        input=typed.encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.stdout.decode() == "".join(f"<{value}>" for value in values)


def test_completion_proposes_keys_tags_and_categories(db: Path) -> None:
    """What the shell asks for is answered from the library; without one there is silence."""

    def environment(line: str, library: Path = db) -> dict[str, str]:
        return {
            "_VCMBIB_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "VCMBIB_DB": str(library),
            "COMP_CWORD": str(len(line.split()) - (not line.endswith(" "))),
        }

    def proposed(line: str, library: Path = db) -> str:
        return run_here(env=environment(line, library)).out

    assert run_process(env=environment("vcmbib sho")).out.split() == ["show"]
    assert proposed("vcmbib show choi").split() == ["choi2018deep"]
    assert "--sources" in proposed("vcmbib show --sou")
    assert "multi-task" in proposed("vcmbib tag gomes2024neural multi")
    assert "feature-compression" in proposed("vcmbib category gomes2024neural feat")
    assert "category:feature-compression" in proposed("vcmbib search category:feat")
    assert proposed("vcmbib show choi", db.with_name("none.db")).strip() == ""
