r"""`@preamble`: the commands that it defines go with the entries that use them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.formats.bibtex.roundtrip import exported, papers_of, parsed
from vcmbib.formats.bibtex import Dialect, Style, read, write
from vcmbib.formats.bibtex.parse.resolve import file_set
from vcmbib.formats.bibtex.writer.parallel import write_piecewise
from vcmbib.formats.bibtex.writer.update import update
from vcmbib.model.raw_fields import visible

FILE = r"""
@string{sorted = "\newcommand{\noopsort}[1]{}"}
@preamble{ "\ifx \undefined \circled \def \circled #1{(#1)} \fi"
   # sorted # {\providecommand*{\twice}[1]{\noopsort{#1}\circled{#1}}} # "\hyphenation{bib-tex}" }
@book{a, title={A {\noopsort{x}}Title}, year=2001}
@book{b, title={Some \twice{words}}, year=2002}
@book{c, title={Nothing \emph{of} the kind, \noopsorted}, year=2003}
"""
SORT = r"@preamble{{\newcommand{\noopsort}[1]{}}}"
CIRCLE = r"@preamble{{\ifx \undefined \circled \def \circled #1{(#1)} \fi}}"
TWICE = r"@preamble{{\providecommand*{\twice}[1]{\noopsort{#1}\circled{#1}}}}"


def head(text: str) -> list[str]:
    """The lines before the first entry."""
    return text[: text.index("@book")].split()


# --- failures -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "preamble",
    [
        "",
        "just words",
        r'"\newcommand{\y}{z}"',
        r'"\ifx\x\undefined" # "\newcommand{\x}{x}"',  # never ended: it would swallow the document
        r"\relax # undefined # \x",
    ],
)
def test_what_defines_nothing_is_not_kept(preamble: str) -> None:
    """Neither what an entry does not use, nor what would break a document."""
    written = exported(f"@preamble{{{preamble}}} @book{{a, title={{\\x}}, year=2001}}")
    assert "preamble" not in written


def test_a_preamble_is_still_accounted_for() -> None:
    """It is no entry and no problem: it is passed over in the ledger as ever."""
    reading = read(FILE, "a.bib")
    assert [s.reason for s in reading.skipped] == ["string", "preamble"]
    assert reading.problems == ()


# --- what is kept ---------------------------------------------------------------------------------


def test_commands_go_with_the_entries_that_use_them() -> None:
    """Each definition comes out once, before the entries, and with it those that it uses."""
    a, b, c = papers_of(FILE)
    assert head(write([a])) == SORT.split()
    assert head(write([b])) == f"{CIRCLE} {SORT} {TWICE}".split()
    assert head(write([a, b, c])) == f"{SORT} {CIRCLE} {TWICE}".split()
    assert head(write([c])) == []


@pytest.mark.parametrize("dialect", list(Dialect))
def test_an_export_is_read_as_it_was_written(dialect: Dialect) -> None:
    """The same papers come of it, and the same file."""
    papers = papers_of(FILE)
    written = write(papers, Style(dialect, strings=True))
    assert [p.extra for p in papers_of(written)][2] == papers[2].extra
    assert write(papers_of(written), Style(dialect, strings=True)).split() == written.split()
    assert parsed(written).keys() == {"a", "b", "c"}


def test_it_is_shown_nowhere() -> None:
    """It is a note for the writer, no field."""
    assert all(not visible(paper) for paper in papers_of(FILE))


@pytest.mark.parametrize(
    "definition",
    [
        r"\newcommand\x{y}",
        r"\newcommand*{\x}[2][z]{#1}",
        r"\renewcommand {\x} {y}",
        r"\DeclareRobustCommand{\x}{y}",
        r"\gdef\x#1{y}",
        r"\let\x=\relax",
        r"\DeclareMathOperator*{\x}{y}",
    ],
)
@pytest.mark.parametrize("delimiters", ["{}", '""', "  "])
def test_ways_to_define(definition: str, delimiters: str) -> None:
    """Whatever defines a command is known, in any delimiters, or in none as people write it."""
    left, right = delimiters[0], delimiters[1]
    text = f"@Preamble({left}{definition}{right})\n@book{{a, title={{A \\x{{}}}}, year=2001}}"
    assert exported(text).startswith(f"@preamble{{{{{definition}}}}}\n\n@book")


def test_definitions_of_files_that_are_read_together() -> None:
    """BibTeX has them all; a file's own come first."""
    other = r'@preamble{"\def\x{other}" # "\def\y{other}"}'
    own = r'@preamble{"\def\x{own}"} @book{a, title={\x\y}, year=2001}'
    record = read(own, "a.bib", files=file_set([other, own])).records[0]
    assert dict(record.extra)["@preamble"] == r"{\def\x{own}} # {\def\y{other}}"


def test_a_child_has_what_it_inherits() -> None:
    """A command in an inherited value is needed too."""
    family = r'@preamble{"\def\x{y}"} @inbook{c, title={T}, crossref={p}} @book{p, publisher={\x}}'
    assert r"\def\x{y}" in write([papers_of(family)[0]])


# --- other ways out -----------------------------------------------------------------------------


def test_piece_by_piece() -> None:
    """Very many papers have the same head."""
    papers = papers_of(FILE)
    outlines = [replace(p, id=n) for n, p in enumerate(papers)]
    text = write_piecewise(outlines, lambda ids: [outlines[i] for i in ids], Style())
    assert text == write(papers)


def test_an_update_adds_what_is_not_there() -> None:
    """A file that has the definitions keeps them as they are; another one gets them once."""
    papers = papers_of(FILE)
    assert update(FILE, papers).text == FILE
    updated = update("% mine\n", papers).text
    assert updated.count("@preamble") == 3
    assert updated.index("@preamble") < updated.index("@book")
    assert update(updated, papers).text == updated


def test_a_command_is_defined_once() -> None:
    """Of the definitions of several files the first one is used: LaTeX would stop at the second."""
    one, *_ = papers_of(r'@preamble{"\newcommand{\x}{1}"} @book{a, title={A \x}, year=2001}')
    other, *_ = papers_of(r'@preamble{"\newcommand{\x}{2}"} @book{b, title={B \x}, year=2001}')
    assert head(write([one, other])) == [r"@preamble{{\newcommand{\x}{1}}}"]
    file = '@preamble{"\\newcommand{\\x} {3}"}\n'
    assert "{1}" not in update(file, [one, other]).text
