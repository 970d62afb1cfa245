"""Text of a source that is not TeX is text in a `.bib`, whatever commands are in it."""

from __future__ import annotations

import re

import pytest

from tests.formats.hostile_tex import COMMANDS, FORMATS
from tests.papers import paper
from vcmbib.formats import bibtex, load_reader
from vcmbib.formats.bibtex import Dialect, Style
from vcmbib.formats.bibtex.foreign_tex import find_commands
from vcmbib.logic.merge.fill import paper_from_record
from vcmbib.model.latex.commands import dangerous_commands
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper
from vcmbib.model.raw_fields import is_typeset
from vcmbib.model.venues.venue import Venue, VenueKind

STYLES = [Style(d, ascii_only=a) for d in Dialect for a in (False, True)]


# What `escape` writes for signs, and what shows letters. No other command may come out.
ESCAPES = re.compile(
    r"\\(?:[$&#%_]|text(?:backslash|brace(?:left|right)|ascii(?:tilde|circum|grave)|less|greater|bar|quoteleft"
    r"|it|bf|sc|superscript|subscript)(?![A-Za-z])|symbol(?=\{\d))"
)


_ENTRY = re.compile(r"@([\w:.+][\w:.+-]*)\{([^\s,{}]*),\n")


_FIELD = re.compile(r"  ([\w:.+*/-]+) = ")


def fields_of(bib: str) -> dict[str, str]:
    """The fields of the one entry of a `.bib`, read as BibTeX does: by counting braces."""
    entry = _ENTRY.match(bib)
    assert entry is not None, bib
    at, found = entry.end(), {}
    while not bib.startswith("}\n", at):
        field = _FIELD.match(bib, at)
        assert field is not None, bib[at:]
        start = at = field.end()
        depth = 0
        while depth or bib[at] != ",":
            depth += {"{": 1, "}": -1}.get(bib[at], 0)
            at += 1
        found[field[1]] = bib[start:at]
        assert bib.startswith(",\n", at), bib[at:]
        at += 2
    assert bib[at:] == "}\n", bib
    return found


def must_be_text(bib: str) -> None:
    """Fail unless the `.bib` has one entry without a command but for escapes."""
    for name, value in fields_of(bib).items():
        if is_typeset(name):
            assert "^^" not in value
            assert "\\" not in ESCAPES.sub("", value), (name, value)
        else:
            assert not (name in ("url", "doi") and dangerous_commands(value)), (name, value)


@pytest.mark.parametrize("name", FORMATS)
def test_no_command_comes_out_of_a_format_of_text(name: str) -> None:
    """Each field of each format with some of the commands, in both dialects, with and without
    --ascii: one entry comes out, and every command is escaped.
    """
    reader = load_reader(name)
    seen = 0
    for number, command in enumerate(COMMANDS):
        for at, text in enumerate(FORMATS[name](command)):
            if (at + number) % 7:
                continue
            for record in reader.read(text, "x").records:
                seen += 1
                must_be_text(bibtex.write([paper_from_record(record, "k1")], STYLES[seen % 4]))
    assert seen > 60


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_comes_out_of_a_column(command: str) -> None:
    """What a person types and what a catalogue states lies in the paper's columns, and is text."""
    evil = Paper(
        "k1",
        command,
        command,
        authors=(Name(command, command, command, command), Name(command, literal=True)),
        editors=(Name(command),),
        year=2020,
        venue=Venue(command, command, VenueKind.JOURNAL, command),
        honour=command,
        volume=command,
        number=command,
        pages=command,
        publisher=command,
        abstract=command,
        model=command,
        links=(
            Link(LinkKind.PAPER, f"https://x.org/{command}", command),
            Link(LinkKind.CODE, f"https://y.org/{command}", command),
        ),
        tags=(command,),
        topics=(command,),
    )
    for style in STYLES:
        must_be_text(bibtex.write([evil], style))


@pytest.mark.parametrize(
    "title",
    [
        r"Bounds of $O(n \log n)$ for $\ell_1$ and $\alpha$-stable $\mathcal{H}^\infty$",
        r"$\frac{1}{2}$ and \(\sqrt{x_1^2}\) in $\mathbb{R}^n$",
        r"$\left(\frac{a}{b}\right)$ and $\hat{x} \leq \bar{y}$",
        r"$p_{\text{max}}$ of $\mathrm{SU}(2) \times \mathbf{Z}_2$",
    ],
)
def test_a_formula_of_harmless_commands_stays_a_formula(title: str) -> None:
    """Titles of arXiv and Crossref contain formulas: they are written as formulas."""
    written = fields_of(bibtex.write([paper("k1", title)]))["title"]

    formulas = re.findall(r"\$[^$]*\$|\\\(.*?\\\)", title)
    assert all(formula in written for formula in formulas)


@pytest.mark.parametrize(
    "formula",
    [
        r"$\foo{x}$", r"$a % b$", r"$a & b$", r"$a#1$", r"$\left( x$", r"$\right) \left($",
        r"$^^5calpha$", r"$\mbox{\input{x}}$", r"$\{ }$", r"$\begin{x}\end{x}$", r"$\def\a{b}$",
    ],
)  # fmt: skip
def test_another_formula_is_text(formula: str) -> None:
    """A formula with a command that is not known as harmless, or not complete, is text."""
    must_be_text(bibtex.write([paper("k1", f"A {formula} title")]))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_of_a_bib_are_written_as_they_came_and_found(command: str) -> None:
    """A `.bib` is TeX: it comes out exactly, and what is dangerous in it is named."""
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", re.sub(r"\{[^{}]*\}", "", command))):
        pytest.skip("not a value of a field")
    text = f"@misc{{k1,\n  title = {{A {command} title}},\n  year = {{2020}},\n}}\n"
    (record,) = bibtex.read(text, "x").records

    written = bibtex.write([paper_from_record(record, "k1")])

    assert written.replace("\\#", "#") == text  # a bare # stops LaTeX
    found = find_commands(written)
    assert found or not dangerous_commands(command)
    assert {(c.key, c.field) for c in found} <= {("k1", "title")}


def test_what_an_extra_field_brings_is_read_back_as_it_was() -> None:
    """Escapes are for the `.bib`: CSL-JSON made from the same record has the plain text again."""
    csl = load_reader("csl-json")
    (text,) = [t for t in FORMATS["csl-json"](r"\input{x}") if '"status"' in t]
    (record,) = csl.read(text, "x").records

    from vcmbib.formats import load_writer

    again = load_writer("csl-json").write([paper_from_record(record, "k1")])
    assert r"a \\input{x}" in again
    assert "textbackslash" not in again


def test_a_marker_for_the_writer_cannot_break_out_of_its_field() -> None:
    """Names, types and expressions of extra fields are written only in their own form."""
    evil = paper(
        "k1",
        entry_type='misc{x, note = "',
        extra=(
            ("series", "a"),
            ("@bare:series", 'b}, note = {"'),
            ("@empty", 'x={},}@preamble{"a"} ok'),
            ("@names", 'date,}@x{ "'),
            ('y = {}, }@comment{', "z"),
        ),
    )  # fmt: skip
    for style in STYLES:
        assert len(fields_of(bibtex.write([evil], style))) > 3
