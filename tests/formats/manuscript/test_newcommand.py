"""Citation commands that a document defines."""

from __future__ import annotations

import pytest

from tests.formats.manuscript.read_documents import keys


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
