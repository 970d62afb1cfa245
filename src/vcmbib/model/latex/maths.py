r"""Formulas in plain characters: `$\ell_1$` is shown and searched as `ℓ₁`.

This is for display and comparison; a text that is written to a `.bib` keeps its formulas. Parts
without a character of their own stay as in TeX: `L_p`, `x^ab`.
"""

from __future__ import annotations

import re
import unicodedata

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi - pi rho varsigma "
    "sigma tau upsilon phi chi psi omega"
).split()
_CAPITALS = "gamma delta theta lambda xi pi sigma upsilon phi psi omega".split()

# Character -> its LaTeX command in a formula.
MATHS_COMMANDS = {chr(0x3B1 + at): f"\\{name}" for at, name in enumerate(_GREEK) if name != "-"}
MATHS_COMMANDS |= {
    chr(0x391 + at): f"\\{name.capitalize()}" for at, name in enumerate(_GREEK) if name in _CAPITALS
}
MATHS_COMMANDS |= {
    "−": "-", "×": "\\times", "±": "\\pm", "∓": "\\mp", "÷": "\\div", "≤": "\\leq", "≥": "\\geq",
    "≠": "\\neq", "≈": "\\approx", "≃": "\\simeq", "≅": "\\cong", "≡": "\\equiv", "∝": "\\propto",
    "∼": "\\sim", "→": "\\rightarrow", "←": "\\leftarrow", "↔": "\\leftrightarrow",
    "⇒": "\\Rightarrow", "⇐": "\\Leftarrow", "⇔": "\\Leftrightarrow", "↑": "\\uparrow",
    "↓": "\\downarrow", "↦": "\\mapsto", "∞": "\\infty", "∈": "\\in", "∉": "\\notin", "∋": "\\ni",
    "⊂": "\\subset", "⊆": "\\subseteq", "⊃": "\\supset", "⊇": "\\supseteq", "∪": "\\cup",
    "∩": "\\cap", "∅": "\\emptyset", "∑": "\\sum", "∏": "\\prod", "∫": "\\int", "∂": "\\partial",
    "∇": "\\nabla", "√": "\\surd", "·": "\\cdot", "⋅": "\\cdot{}", "∘": "\\circ", "•": "\\bullet",
    "ℓ": "\\ell", "ℏ": "\\hbar", "ℜ": "\\Re", "ℑ": "\\Im", "ℵ": "\\aleph", "∗": "\\ast",
    "⋆": "\\star", "★": "\\bigstar", "∀": "\\forall", "∃": "\\exists", "¬": "\\neg", "∧": "\\wedge",
    "∨": "\\vee", "⊕": "\\oplus", "⊗": "\\otimes", "⊙": "\\odot", "⊥": "\\perp", "∥": "\\parallel",
    "∠": "\\angle", "⊢": "\\vdash", "⊨": "\\models", "⌊": "\\lfloor", "⌋": "\\rfloor",
    "⌈": "\\lceil", "⌉": "\\rceil", "⟨": "\\langle", "⟩": "\\rangle", "≪": "\\ll", "≫": "\\gg",
    "≺": "\\prec", "≻": "\\succ", "⋯": "\\cdots", "⋮": "\\vdots", "△": "\\triangle",
    "♯": "\\sharp", "♭": "\\flat", "♮": "\\natural", "♠": "\\spadesuit", "♥": "\\heartsuit",
    "♦": "\\diamondsuit", "♣": "\\clubsuit", "†": "\\dagger", "‡": "\\ddagger", "′": "'", "″": "''",
    "ϕ": "\\varphi", "ϑ": "\\vartheta", "ϱ": "\\varrho", "ϖ": "\\varpi", "ϵ": "\\varepsilon",
    "²": "^2", "³": "^3", "¹": "^1", "⁰": "^0", "⁴": "^4", "⁵": "^5", "⁶": "^6", "⁷": "^7",
    "⁸": "^8", "⁹": "^9", "⁺": "^+", "⁻": "^-", "ⁿ": "^n", "₀": "_0", "₁": "_1", "₂": "_2",
    "₃": "_3", "₄": "_4", "₅": "_5", "₆": "_6", "₇": "_7", "₈": "_8", "₉": "_9", "₊": "_+",
    "₋": "_-", "ℝ": "\\mathbb{R}", "ℕ": "\\mathbb{N}", "ℤ": "\\mathbb{Z}", "ℚ": "\\mathbb{Q}",
    "ℂ": "\\mathbb{C}", "ℋ": "\\mathcal{H}", "ℒ": "\\mathcal{L}",
}  # fmt: skip
# The commands of these characters need a package.
for _package_only in "★ℝℕℤℚℂ":
    del MATHS_COMMANDS[_package_only]
MATHS_CHARACTERS = {command: shown for shown, command in MATHS_COMMANDS.items()}

# Command -> the characters that show it.
_SHOWN_COMMANDS = {
    c[1:]: s for c, s in MATHS_CHARACTERS.items() if c[1:].isalpha() and c.startswith("\\")
}
_SHOWN_COMMANDS |= {
    "le": "≤", "ge": "≥", "ne": "≠", "to": "→", "gets": "←", "land": "∧", "lor": "∨", "lnot": "¬",
    "ldots": "…", "dots": "…", "cdots": "⋯", "colon": ":", "mid": "|", "vert": "|", "Vert": "‖",
    "backslash": "\\", "prime": "′",
    "degree": "°", "bigstar": "★", "quad": " ", "qquad": " ", "lbrace": "{",
    "rbrace": "}", "lt": "<", "gt": ">", "setminus": "∖", "varnothing": "∅", "iff": "⇔",
    "implies": "⇒", "longrightarrow": "→", "micro": "µ", "omicron": "ο", "leqslant": "≤",
    "geqslant": "≥", "Alpha": "Α", "Beta": "Β", "log": "log", "exp": "exp", "sin": "sin",
    "cos": "cos", "tan": "tan", "min": "min", "max": "max", "lim": "lim", "sup": "sup",
    "inf": "inf", "det": "det", "dim": "dim", "ln": "ln", "arg": "arg", "deg": "deg", "gcd": "gcd",
}  # fmt: skip
# Commands that only change how a formula looks.
_INVISIBLE_COMMANDS = frozenset(
    """left right big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle scriptstyle limits
    nolimits rm it bf cal sf tt mathstrut nonumber relax""".split()
)
_WRAPPERS = frozenset(
    """mathrm mathbf mathit mathsf mathtt mathnormal text textrm textit textbf mbox hbox emph
    operatorname boldsymbol bm ensuremath textsc texttt textsf textnormal mathop""".split()
)
_ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
    "overline": "\u0304", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7", "acute": "\u0301",
    "grave": "\u0300", "check": "\u030c", "breve": "\u0306",
}  # fmt: skip
_ALPHABETS = {"mathbb": "DOUBLE-STRUCK ", "mathcal": "SCRIPT ", "mathfrak": "BLACK-LETTER "}
_RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
FORMULA_COMMANDS = frozenset(
    {*_SHOWN_COMMANDS, *_INVISIBLE_COMMANDS, *_WRAPPERS, *_ACCENTS, *_ALPHABETS, "frac", "sqrt"}
)
"""The commands that formulas are read with; each only shows a sign or changes its look."""
_TOKEN = re.compile(r"\\([A-Za-z]+)\s*|\\(.)|(.)", re.DOTALL)
_MAX_DEPTH = 50


def is_formula(text: str, start: int, end: int) -> bool:
    r"""Whether `text[start:end]`, with its dollar signs, is a formula and not two sums of money.

    It is a formula if it contains a sign of TeX such as `\` or `_`. Otherwise pandoc's rule applies
    (Pandoc User's Guide, extension `tex_math_dollars`): no blank after the first dollar sign or
    before the last one, and no digit after it.
    """
    inner = text[start:end].strip("$")
    if not inner.strip() or inner.count("{") != inner.count("}"):
        return False
    if any(c in inner for c in "\\^_{}<>="):
        return True
    follows = text[end : end + 1]
    return not (inner[0].isspace() or inner[-1].isspace() or follows.isdigit())


def formula_to_text(formula: str) -> str:
    """Return a formula, given without its dollar signs, in plain characters."""
    shown, _ = _sequence(formula, 0, 0)
    return unicodedata.normalize("NFC", " ".join(shown.split()))


def _sequence(text: str, at: int, depth: int) -> tuple[str, int]:
    """The text up to the end or to the brace that closes the group, and the index after it."""
    out: list[str] = []
    while at < len(text):
        if text[at] == "}":
            at += 1
            if depth:
                break
            continue
        shown, at = _atom(text, at, depth)
        out.append(shown)
    return "".join(out), at


def _atom(text: str, at: int, depth: int) -> tuple[str, int]:
    """The text of one group, command, script or character, and the index after it."""
    match = _TOKEN.match(text, at)
    if match is None:
        return "", len(text)
    name, sign, char = match.groups()
    at = match.end()
    if name:
        return _command(text, at, name, depth)
    if sign:
        return (sign if sign in "{}$%&#_|" else " " if sign in ",;: \\" else ""), at
    if char == "{" and depth < _MAX_DEPTH:
        return _sequence(text, at, depth + 1)
    if char in "^_":
        script, at = _argument(text, at, depth)
        table = _RAISED if char == "^" else _LOWERED
        if script and all(c in table for c in script.replace("−", "-")):
            return "".join(table[c] for c in script.replace("−", "-")), at
        return script if script in "′∗∘" and script else char + script, at
    return {"-": "−", "'": "′", "~": " ", "$": ""}.get(char, char), at


def _argument(text: str, at: int, depth: int) -> tuple[str, int]:
    """The text of the next group or character, and the index after it."""
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text) or text[at] == "}" or depth >= _MAX_DEPTH:
        return "", at
    return _atom(text, at, depth + 1)


def _command(text: str, at: int, name: str, depth: int) -> tuple[str, int]:
    """The text of the command `name` with its arguments from `at` on, and the index after it."""
    if name in _SHOWN_COMMANDS:
        return _SHOWN_COMMANDS[name], at
    if name in _INVISIBLE_COMMANDS:
        return "", at
    if name in _WRAPPERS:
        return _argument(text, at, depth)
    if name in _ACCENTS:
        base, at = _argument(text, at, depth)
        return base + _ACCENTS[name] if len(base) == 1 else base, at
    if name in _ALPHABETS:
        base, at = _argument(text, at, depth)
        return "".join(_lettered(c, _ALPHABETS[name]) for c in base), at
    if name == "frac":
        above, at = _argument(text, at, depth)
        below, at = _argument(text, at, depth)
        return f"{above}/{below}", at
    if name == "sqrt":
        base, at = _argument(text, at, depth)
        return f"√{base}" if len(base) < 2 else f"√({base})", at
    return f"\\{name}" + (" " if text[at : at + 1].isalpha() else ""), at


def _lettered(char: str, alphabet: str) -> str:
    """The letter in another alphabet of Unicode, such as `ℋ` or `ℝ`; `char` if there is none."""
    if not (char.isascii() and char.isalpha()):
        return char
    size = "CAPITAL" if char.isupper() else "SMALL"
    for kind in (alphabet, f"MATHEMATICAL {alphabet.replace('BLACK-LETTER', 'FRAKTUR')}"):
        try:
            return unicodedata.lookup(f"{kind}{size} {char.upper()}")
        except KeyError:
            continue
    return char
