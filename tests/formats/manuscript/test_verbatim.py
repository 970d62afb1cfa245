"""The parts of a LaTeX file that are not read."""

from __future__ import annotations

import pytest

from tests.formats.manuscript.read_documents import keys


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
