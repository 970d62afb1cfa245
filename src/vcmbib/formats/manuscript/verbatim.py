r"""The parts of a LaTeX file that are not read: verbatim text and text after `\iffalse`."""

from __future__ import annotations

import re

from vcmbib.formats.manuscript.cite_commands import end_of_group

_CONDITION = re.compile(r"%[^\n]*+|\\(newif\s*\\\w+|if[A-Za-z@]*|else|fi)(?![A-Za-z@])")
FALSE_0 = re.compile(r"\s*0[ \t]*\n?[ \t]*[^\s0\\%]")

# Commands named `\if…` that have arguments in braces and no `\fi` (etoolbox, BibLaTeX, ifthen).
NOT_A_CONDITION = frozenset(
    """ifthenelse iff ifdef ifundef ifdefmacro ifdefempty ifdefvoid ifdefstring ifdefequal ifcsdef
    ifcsundef ifcsempty ifcsvoid ifcsstring ifcsequal ifstrequal ifstrempty ifblank ifnotblank
    ifbool iftoggle ifnumcomp ifnumequal ifnumgreater ifnumless ifnumodd ifdimcomp ifdimequal
    ifinlist ifinlistcs ifpackageloaded ifpackagelater ifclassloaded iffileexists ifstar ifmtarg
    iffieldundef iffieldequals iffieldequalstr ifnameundef iflistundef ifentrytype ifkeyword
    ifcitation ifciteseen ifciteibid ifciteidem ifnumeral ifcapital ifuseprefix""".split()
)
VERBATIM = frozenset(
    """verbatim Verbatim BVerbatim LVerbatim SaveVerbatim lstlisting minted comment filecontents
    tcblisting tcboutputlisting spverbatim luacode pycode pyblock asy asydef sagesilent
    sageblock verbbox VerbatimOut boxedverbatim xcomment pythontexcode dot2tex""".split()
)
NEW_VERBATIM = frozenset(
    """lstnewenvironment newminted DefineVerbatimEnvironment newverbatim excludecomment
    specialcomment newtcblisting DeclareTCBListing RecustomVerbatimEnvironment""".split()
)
SHORT_VERBATIM = frozenset(
    ("verb", "Verb", "spverb", "lstinline", "mintinline", "url", "path", "nolinkurl", "href")
)


def end_of_false(text: str, at: int) -> tuple[int | None, bool]:
    r"""(position behind the `\fi` or `\else` that ends a skipped text, whether it is `\else`)."""
    depth = 0
    for match in _CONDITION.finditer(text, at):
        word = match[1]
        if word is None or word.startswith("newif") or word in NOT_A_CONDITION:
            continue
        if word.startswith("if"):
            depth += 1
        elif depth == 0:
            return match.end(), word == "else"
        elif word == "fi":
            depth -= 1
    return None, False


def after_raw_group(text: str, at: int) -> int:
    """The position behind a group in which only braces are special, such as a URL."""
    end = end_of_group(text, at)
    depth = 0
    for match in re.compile(r"[{}]|\n[ \t]*\n").finditer(text, at):
        if match[0][0] == "\n":
            break
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return end or at + 1
