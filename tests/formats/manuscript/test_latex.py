"""What LaTeX documents cite, their files, and the `.aux` and `.bcf` made from them."""

from __future__ import annotations

import time

import pytest

from vcmbib.formats.manuscript import cited_in, entry_keys
from vcmbib.model.manuscript import Citations


def read(text: str, **others: str) -> Citations:
    """What a document of this text cites; `others` are files, `__` for `/` and `_` for `.`."""
    files = {"main.tex": text}
    files |= {k.replace("__", "/").replace("_", "."): v for k, v in others.items()}
    return cited_in("main.tex", files.get)


def keys(text: str, **others: str) -> str:
    """The keys that are certainly cited, in their order."""
    return " ".join(c.key for c in read(text, **others).citations if not c.guessed)


@pytest.mark.parametrize(
    "text",
    [
        "% \\cite{no}",
        "\\begin{verbatim}\\cite{no}\\end{verbatim}",
        "\\begin{verbatim*}\\cite{no}\\end{verbatim*}",
        "\\begin{lstlisting}[language=TeX]\n\\cite{no}\n\\end{lstlisting}",
        "\\begin{minted}{latex}\n\\cite{no}\n\\end{minted}",
        "\\begin{comment}\n\\cite{no}\n\\end{comment}",
        "\\lstnewenvironment{code}{}{}\\begin{code}\\cite{no}\\end{code}",
        "\\verb|\\cite{no}| \\verb*+\\cite{no}+ \\lstinline{\\cite{no}}",
        "\\mintinline{latex}|\\cite{no}|",
        "\\iffalse \\ifx\\a\\b \\cite{no} \\else \\cite{no} \\fi \\cite{no} \\fi",
        "\\iftrue \\ifx\\a\\b \\else \\fi \\else \\cite{no} \\fi",
        "\\if0 \n draft \\cite{no}\\fi",
        "\\end{document} \\cite{no}",
        "a\n\\endinput\n\\cite{no}",
        "\\bibitem{no} \\citestyle{no} \\citetext{no} \\bibcite{no}{1} \\defcitealias{no}{x}",
        "\\cite \n\n {no}",
        "\\newcommand{\\x}[1]{\\cite{#1}}",
    ],
)
def test_what_is_not_live_is_not_cited(text: str) -> None:
    """Comments, verbatim text, what is switched off and what looks like citing are passed over."""
    assert not keys(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\\cite{a} 50\\% \\cite{b}% \\cite{no}\n\\\\%\n\\cite{c}", "a b c"),
        ("\\url{http://x/a%20b} \\cite{a}", "a"),
        ("\\href{http://x/%7Eb}{see \\cite{a}}", "a"),
        ("\\cite{a,%no\n b ,\n  c}", "a b c"),
        ("\\citep*[see][p.~[3]]{a} \\cite[{]}]{b} \\cite[a {b]} c]{c}", "a b c"),
        ("\\citet{a}\\Citealp*{b}\\citeauthor*{c}\\citetext{\\citealt{e}}", "a b c e"),
        ("\\cites(x)(y)[1][2]{a}[3]{b}{c} \\parencites{d}{e}", "a b c d e"),
        ("\\volcite[p]{2}[3]{a} \\pvolcite{2}{b} \\volcites(x){1}{c}[p]{2}[4]{d}", "a b c d"),
        ("\\cite<e.g.>[p.~2]{a} \\shortciteA{b} \\citeNP{c} \\maskcite{d}", "a b c d"),
        ("\\footfullcite[2]{a} \\citefield{b}{title} \\textcquote[12]{c}{text}", "a b c"),
        ("\\foreigntextcquote{german}[3]{a}{Text} \\begin{displaycquote}[1]{b}x", "a b"),
        ("\\cite\n [p. 2]\n {a} \\cite%\n{b}", "a b"),
        ("\\cite{arxiv:2405.03500}\\cite{10.1/T.1}", "arxiv:2405.03500 10.1/T.1"),
        ("\\newcites{own}{Own}\\citeown{a}\\nociteown{b}", "a b"),
        ("\\defbibentryset{s}{a,b}\\cite{s}", "a b"),
        ("\\iffalse \\cite{no} \\else \\cite{a} \\fi \\iff \\cite{b}", "a b"),
        ("\\iffalse \\cite{a}", "a"),
        ("\\ifx\\a\\b\\cite{a}\\else\\cite{b}\\fi \\iftrue\\cite{c}\\fi", "a b c"),
    ],
)  # fmt: skip
def test_each_way_of_citing_is_read(text: str, expected: str) -> None:
    """LaTeX, natbib, BibLaTeX, csquotes, apacite and jurabib, with their options."""
    assert keys(text) == expected


@pytest.mark.parametrize(
    ("definition", "use"),
    [
        ("\\newcommand{\\my}[1]{(see~\\cite{#1})}", "\\my{a,b}"),
        ("\\renewcommand*\\my[2][x]{\\citep[#1]{#2}}", "\\my[p. 3]{a,b}\\my{a,b}"),
        ("\\def\\my#1{\\cite{#1}}", "\\my{a,b}"),
        ("\\NewDocumentCommand{\\my}{s O{} m}{\\parencite[#2]{#3}}", "\\my*[x]{a,b}"),
        ("\\let\\my=\\citep", "\\my[x]{a,b}"),
        ("\\newcommand\\my{\\citet}", "\\my{a,b}"),
        ("\\newcommand{\\i}[1]{\\cite{#1}}\\newcommand{\\my}[1]{\\i{#1}}", "\\my{a,b}"),
        ("\\DeclareCiteCommand{\\my}{}{}{}{}", "\\my[x][y]{a,b}"),
        ("\\DeclareMultiCiteCommand{\\my}{\\cite}{}", "\\my{a}{b}"),
    ],
)
def test_commands_of_the_document_cite(definition: str, use: str) -> None:
    """What a definition passes to a citing command is cited where the new command is used."""
    assert set(keys(definition + use).split()) == {"a", "b"}


def test_a_prefix_in_a_definition_is_part_of_the_key() -> None:
    r"""`\cite{rfc:#1}` cites `rfc:` and the argument."""
    assert keys("\\newcommand{\\rfc}[1]{\\cite{rfc:#1}}\\rfc{2616}") == "rfc:2616"


def test_unknown_commands_are_a_guess() -> None:
    """A command that nothing defines and that speaks of citing gives keys that are not certain."""
    found = read("\\labcite{a,b} \\excite{x} \\labcite{some words here}").citations
    assert [(c.key, c.guessed) for c in found] == [("a", True), ("b", True)]


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
    r"""What `\includeonly` does not name is not read, and is told."""
    found = read("\\includeonly{one}\\include{one}\\include{two}", one_tex="\\cite{a}",
                 two_tex="\\cite{b}")  # fmt: skip
    assert [c.key for c in found.citations] == ["a"]
    assert found.left_out == ("two",)


def test_the_bibliography_and_the_dialect_are_found() -> None:
    r"""BibTeX's and BibLaTeX's ways to name a .bib; `\nocite{*}`."""
    old = read("\\bibliography{refs,more.bib}\\nocite{*}")
    new = read("\\usepackage[style=apa]{biblatex}\\addbibresource[label=x]{own/refs.bib}")
    assert (old.bibliographies, old.biblatex, old.cites_all) == (
        ("refs.bib", "more.bib"),
        False,
        True,
    )
    assert (new.bibliographies, new.biblatex) == (("own/refs.bib",), True)
    assert read("nothing") == Citations(files=("main.tex",))


def test_aux_files_of_bibtex_and_biblatex() -> None:
    """citation, abx@aux@cite with and without a number, included files, control entries."""
    files = {
        "o/m.aux": "\\relax\n\\citation{a,b}\n\\citation{REVTEX41Control}\n\\@input{c.aux}\n"
        "\\bibdata{mNotes,refs}\n\\bibstyle{plain}",
        "o/c.aux": "\\citation{c}\\citation{*}",
        "n.aux": "\\abx@aux@cite{0}{a}\n\\abx@aux@cite{b}\n\\abx@aux@nociteall",
    }
    old, new = cited_in("o/m.aux", files.get), cited_in("n.aux", files.get)
    assert [str(c.location) for c in old.citations] == ["o/m.aux:2", "o/m.aux:2", "o/c.aux:1"]
    assert (old.bibliographies, old.cites_all, old.biblatex) == (("o/refs.bib",), True, False)
    assert ([c.key for c in new.citations], new.cites_all, new.biblatex) == (["a", "b"], True, True)


def test_bcf_files() -> None:
    """Keys with entities, `*`, members of a set instead of the set, the .bib."""
    text = """<bcf:bibdata section="0">
<bcf:datasource type="file" datatype="bibtex" glob="false">refs.bib</bcf:datasource>
<bcf:citekey order="1" intorder="1">a&amp;b</bcf:citekey>
<bcf:citekey order="5" nocite="1">*</bcf:citekey>
<bcf:citekey type="set" members="c,d">s</bcf:citekey><bcf:citekey order="6">s</bcf:citekey>"""
    found = cited_in("m.bcf", {"m.bcf": text}.get)
    assert [c.key for c in found.citations] == ["a&b", "c", "d"]
    assert (found.cites_all, found.biblatex, found.bibliographies) == (True, True, ("refs.bib",))


def test_the_cost_is_linear() -> None:
    """100,000 citations and unclosed groups without end take seconds, not minutes."""
    start = time.perf_counter()
    many = "\n".join(f"words \\citep[p. {n}]{{k{n},k{n + 1}}} more" for n in range(50_000))
    assert len(read(many).citations) == 100_000
    for broken in ("\\cite{", "\\cite[", "\\iffalse ", "\\newcommand{\\x}{", "\\begin{verbatim}"):
        read(broken * 5_000)
    assert time.perf_counter() - start < 20


def test_keys_of_a_bib_file() -> None:
    """Entries give their keys; macros, comments and signs within values do not."""
    text = "@string{a = {b}}\n@Article{one, title={x @y{z}, w}}\n@ book (two,\n)@comment{c, }"
    assert entry_keys(text) == ("one", "two")
