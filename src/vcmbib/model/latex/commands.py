r"""Which LaTeX commands are harmless in a formula, and which reach outside of the document.

Text from a source that is not TeX may contain a formula. It is kept as a formula only if all its
commands are in a list of commands that only show signs. A `.bib` is TeX and is written as
it was read. So commands in it that read or write files, run programs or change how TeX reads its
input are reported.

TeX also reads `^^5c` as a backslash (The TeXbook, chapter 8). Both tests see through that.
"""

from __future__ import annotations

import re

from vcmbib.model.latex.maths import FORMULA_COMMANDS

_MORE_FORMULA_COMMANDS = frozenset(
    """dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel underline underbrace
    overbrace overrightarrow overleftarrow widecheck mathring dddot arccos arcsin arctan arg cot
    coth csc cosh sinh tanh sec hom ker lg liminf limsup Pr max argmax argmin bmod pmod mod pod not
    coprod oint iint iiint bigcup bigcap bigsqcup bigvee bigwedge bigoplus bigotimes bigodot
    biguplus lvert rvert lVert rVert lbrack rbrack langle rangle lgroup rgroup middle biggl biggr
    Biggl Biggr bigm Bigm mathscr mathds mathbbm mathrel mathbin mathord mathopen mathclose
    mathpunct mathinner dotsc dotsb dotsm dotsi dotso ddots thinspace negthinspace medspace
    thickspace enspace lesssim gtrsim lessgtr eqsim doteq triangleq coloneqq eqqcolon vDash Vdash
    nleq ngeq nless ngtr subsetneq supsetneq nsubseteq nsupseteq sqsubset sqsupset sqsubseteq
    sqsupseteq sqcap sqcup uplus amalg wr diamond Diamond Box square blacksquare triangleleft
    triangleright bowtie asymp smile frown ominus oslash hookrightarrow hookleftarrow
    longleftarrow longleftrightarrow Longrightarrow Longleftarrow Longleftrightarrow longmapsto
    leadsto rightsquigarrow rightleftharpoons upharpoonright Uparrow Downarrow updownarrow nearrow
    searrow swarrow nwarrow imath jmath wp aleph beth hslash eth complement top bot nexists
    therefore because digamma varkappa Gamma Delta textstyle scriptscriptstyle bold mathbold
    mathsfit pmb textsuperscript textsubscript sp sb smash strut substack S P dag ddag checkmark
    circ backslash vee wedge star ast cdotp ldotp lceil rceil lfloor rfloor""".split()
)
_HARMLESS = FORMULA_COMMANDS | _MORE_FORMULA_COMMANDS
_TOKEN = re.compile(r"\\([A-Za-z]+|.)|(\^\^|[%#&])|([{}])", re.DOTALL)


def is_harmless_formula(formula: str) -> bool:
    """Whether a formula has only commands that show signs, and is complete in itself."""
    sides = braces = 0
    for name, sign, brace in _TOKEN.findall(formula):
        if sign or name == "\\" or (name.isalpha() and name not in _HARMLESS):
            return False
        sides += {"left": 1, "right": -1}.get(name, 0)
        braces += {"{": 1, "}": -1}.get(brace, 0)
        if sides < 0 or braces < 0:
            return False
    return sides == braces == 0


_READS_A_FILE = """input include subinputfrom subimport inputfrom includefrom subincludefrom
    InputIfFileExists IfFileExists openin read readline scantokens verbatiminput VerbatimInput
    BVerbatimInput LVerbatimInput lstinputlisting inputminted includegraphics includepdf includesvg
    includestandalone pdffiledump pdffilesize pdffilemoddate pdfmdfivesum pdfximage filesize
    filedump filemoddate mdfivesum usepackage RequirePackage LoadClass documentclass
    addbibresource externaldocument DTLloaddb csvreader csvautotabular pgfplotstableread embedfile
    attachfile textattachfile XeTeXpicfile XeTeXpdffile"""
_WRITES_A_FILE = "openout newwrite filecontents typeout shipout immediate closeout"
_WRITES_OR_RUNS = "write protected@write ShellEscape DelayedShellEscape shellescape"
_RUNS_A_PROGRAM = "directlua latelua luaexec luadirect luacode luafunction special pyc py sage"
_CHANGES_COMMANDS = """def edef gdef xdef let futurelet csname endcsname catcode lccode uccode
    newcommand renewcommand providecommand DeclareRobustCommand newenvironment renewenvironment
    NewDocumentCommand RenewDocumentCommand loop afterassignment AtBeginDocument AtEndDocument
    AddToHook makeatletter ExplSyntaxOn newread endlinechar escapechar everypar everymath everyjob
    everyhbox everyvbox output expandafter @input @@input @iinput"""
_CODE = "\\csname \\endcsname \\catcode \\scantokens \\makeatletter \\ExplSyntaxOn".split()

_EFFECTS = {
    f"\\{name}": effect
    for effect, names in (
        ("changes what commands mean", _CHANGES_COMMANDS),
        ("reads a file", _READS_A_FILE),
        ("writes a file", _WRITES_A_FILE),
        ("writes a file or runs a program", _WRITES_OR_RUNS),
        ("runs a program", _RUNS_A_PROGRAM),
    )
    for name in names.split()
}
_DEFINES = frozenset(
    command
    for command, effect in _EFFECTS.items()
    if effect == "changes what commands mean" and command not in _CODE
)
_ENVIRONMENTS = {
    f"\\begin{{{name}}}": effect
    for effect, names in (
        ("writes a file", "filecontents filecontents* VerbatimOut verbatimwrite"),
        ("runs a program", "luacode luacode* pycode pyconsole sagesilent sageblock"),
    )
    for name in names.split()
}
_COMMAND = re.compile(r"\\(?:begin\s*\{(?P<environment>[^{}]*)\}|[A-Za-z@]+|.)", re.DOTALL)
_NAMES = "|".join(re.escape(command[1:]) for command in sorted(_EFFECTS))
_QUICK = re.compile(rf"\\(?:begin\s*\{{|(?:{_NAMES})(?![A-Za-z@]))|\^\^")
_ADDRESS = re.compile(r"\\(?:url|nolinkurl|path|verb)\*?\s*\{[^{}]*\}")  # printed verbatim
_CODED = re.compile(r"\^\^(?:([0-9a-f]{2})|([\x00-\x7f]))")


def dangerous_commands(text: str, *, may_define: bool = False) -> dict[str, str]:
    r"""The commands of TeX in `text` that reach outside of the document, with their effects.

    `{"\\input": "reads a file"}`. Commands that define others are among them, because a definition
    can hide a name, unless `may_define` is set for the preamble of a bibliography.
    """
    if "\\" not in text and "^^" not in text:
        return {}
    found: dict[str, str] = {}
    text = _ADDRESS.sub("", _CODED.sub(_decoded, text))
    for match in _COMMAND.finditer(text):
        command = match[0]
        if match["environment"] is not None:
            command = f"\\begin{{{match['environment'].strip()}}}"
        effect = _EFFECTS.get(command) or _ENVIRONMENTS.get(command)
        if effect is not None and not (may_define and command in _DEFINES):
            found[command] = effect
    return found


def may_be_dangerous(text: str) -> bool:
    """Whether a long text has anything that `dangerous_commands` might find: a quick look."""
    return _QUICK.search(text) is not None


def _decoded(match: re.Match[str]) -> str:
    """The character that TeX reads for `^^5c` or `^^M`."""
    return chr(int(match[1], 16)) if match[1] else chr(ord(match[2]) ^ 64)
