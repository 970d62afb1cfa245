"""What bash puts on the command line when Tab is pressed: words that it reads back as they are."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Program
from tests.cli.program import run_here, run_process
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
