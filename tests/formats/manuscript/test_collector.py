"""Files and lines of citations."""

from __future__ import annotations

from tests.formats.manuscript.read_documents import read


def test_files_are_followed_and_lines_are_right() -> None:
    """input, include, import, subimport, subfile, packages; each file once, cycles end."""
    found = read(
        "\\documentclass{article}\n\\usepackage{my}\n\\input{one}\n\\include{two}\n"
        "\\import{sub/}{three}\n\\input gone \n\\mine{z}\r\n\\cite{e}",
        my_sty="\\newcommand{\\mine}[1]{\\cite{#1}}\\cite{no}",
        one_tex="\n\\cite{a}\\input{main}\\input{two}",
        two_tex="\\cite{b}",
        sub__three_tex="\\cite{c}\\subimport{x}{y}",
        sub__x__y_tex="\n\n\\cite{d,\nd2}",
    )
    assert [f"{c.key} {c.location}" for c in found.citations] == [
        "a one.tex:2", "b two.tex:1", "c sub/three.tex:1", "d sub/x/y.tex:3", "d2 sub/x/y.tex:4",
        "z main.tex:7", "e main.tex:8",
    ]  # fmt: skip
    assert [str(m.location) + " " + m.name for m in found.missing] == ["main.tex:6 gone.tex"]


def test_includeonly_leaves_files_out() -> None:
    r"""A file that `\includeonly` does not name is not read, and is listed."""
    found = read("\\includeonly{one}\\include{one}\\include{two}", one_tex="\\cite{a}",
                 two_tex="\\cite{b}")  # fmt: skip
    assert [c.key for c in found.citations] == ["a"]
    assert found.left_out == ("two",)
