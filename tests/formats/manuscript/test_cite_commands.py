"""The citation commands of LaTeX packages."""

from __future__ import annotations

import pytest

from tests.formats.manuscript.read_documents import keys, read
from vcmbib.formats.manuscript.cite_commands import DefinedCommand, keys_of_defined


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


def test_unknown_commands_are_a_guess() -> None:
    """An unknown command whose name suggests a citation gives keys that are not certain."""
    found = read("\\labcite{a,b} \\excite{x} \\labcite{some words here}").citations
    assert [(c.key, c.guessed) for c in found] == [("a", True), ("b", True)]


@pytest.mark.parametrize(
    ("arguments", "written", "groups"),
    [
        ("m", "{ab}", [("ab", 1, 4)]),
        ("o", "[ab]", [("ab", 1, 4)]),
        ("o", "(ab)", []),
        ("som", "*[x]{ab}", [("ab", 5, 8)]),
        ("som", " * [x] {ab}", [("ab", 8, 11)]),
        ("som", "{ab}", [("ab", 1, 4)]),
        ("mm", "{x}", []),
        ("mm", "{x}{ab}", [("ab", 4, 7)]),
    ],
)
def test_arguments_of_a_defined_command(
    arguments: str, written: str, groups: list[tuple[str, int, int]]
) -> None:
    """The last argument has the keys; its text is found with its place."""
    command = DefinedCommand(tuple(arguments), (f"#{len(arguments)}",))
    found, end = keys_of_defined(command, written, 0)
    assert [(g.text, g.start, g.end) for g in found] == groups
    assert end == (len(written) if groups else end)
