"""Commands of LaTeX that reach outside of a document are named where a `.bib` is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import vcmbib

BIB = r"""@preamble{{\newcommand{\mine}{\write18{id}}}}
@misc{evil, title = {A \input{/etc/passwd} \mine{} title}, year = {2020}}
@misc{good, title = {An $\alpha$ \emph{title} on \textbackslash{}input}, file = {C:\input\x.pdf}}
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with an entry that has such commands, and one that has none."""
    (tmp_path / "a.bib").write_text(BIB, "utf-8")
    assert vcmbib(tmp_path / "papers.db", "import", str(tmp_path / "a.bib")).status == 0
    return tmp_path / "papers.db"


WARNED = [
    "@preamble has \\write, which writes a file or runs a program: check it before you run LaTeX",
    "evil: title has \\input, which reads a file: check it before you run LaTeX",
]


@pytest.mark.parametrize(
    "words",
    [["export", "--bibtex"], ["export", "--biblatex"], ["show", "--bibtex", "evil"]],
    ids=" ".join,
)
def test_whoever_gets_a_bib_is_warned(words: list[str], library: Path) -> None:
    """The command and its effect are named, the text is as it was."""
    done = vcmbib(library, *words)

    assert [line for line in done.err.splitlines() if "check it before" in line] == WARNED
    assert r"A \input{/etc/passwd} \mine{} title" in done.out


def test_a_document_and_a_file_that_is_kept_are_warned_of_too(library: Path) -> None:
    """`tex` and `export --update` warn as `export` does."""
    (library.parent / "main.tex").write_text(r"\cite{evil}", "utf-8")
    refs = library.parent / "refs.bib"

    done = vcmbib(library, "tex", str(library.parent / "main.tex"), "-o", str(refs))
    again = vcmbib(library, "export", "--update", str(refs))

    for ran in (done, again):
        assert ran.status == 0
        assert [line for line in ran.err.splitlines() if "check it before" in line] == WARNED


def test_other_entries_and_formats_are_not_warned_of(library: Path) -> None:
    """File names, escapes and harmless commands are none, and other formats are no LaTeX."""
    assert vcmbib(library, "show", "--bibtex", "good").err == ""
    assert vcmbib(library, "export", "--csl-json").err == ""


def test_check_finds_them(library: Path) -> None:
    """Each paper with such commands is a finding."""
    done = vcmbib(library, "check", "--json")

    found = [f for f in done.json["findings"] if f["kind"] == "dangerous-latex"]
    assert [f["keys"] for f in found] == [["evil"]]
    assert "title: \\input reads a file" in found[0]["said"]
    assert "@preamble: \\write writes a file or runs a program" in found[0]["said"]
    assert done.status == 1


def test_what_a_person_types_is_text(tmp_path: Path) -> None:
    """`add` and `edit` take text: it comes out escaped, and `check` has nothing to state."""
    path = tmp_path / "papers.db"
    typed = r"A \input{/etc/passwd} of $\ell_1$"
    assert vcmbib(path, "add", "--title", typed, "--key", "k1", "--year", "2020").status == 0
    assert vcmbib(path, "edit", "k1", "--set", r"publisher=\write18{id}").status == 0

    done = vcmbib(path, "export", "--bibtex")

    assert (
        r"A \textbackslash{}input\textbraceleft{}/etc/passwd\textbraceright{} of $\ell_1$"
        in done.out
    )
    assert r"\textbackslash{}write18" in done.out
    assert done.err == ""
    assert "dangerous" not in vcmbib(path, "check").out
