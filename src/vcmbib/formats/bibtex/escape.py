"""Plain text as a BibTeX value: what LaTeX reads specially is escaped, formulas and macros are not.

`to_unicode(escape(text), typography=True)` gives `text` again, for tidy text without a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from vcmbib.model.latex import to_ascii

_SPECIAL = {
    "&": "\\&", "%": "\\%", "#": "\\#", "_": "\\_", "$": "\\$", "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
    "\\": "\\textbackslash{}", "\u00a0": "~",
}  # fmt: skip
_PLAIN = re.compile(r"[^&%#_$~^\\{}\u00a0`'\-]*")
# A macro with its arguments, such as `\foo{bar}`; nested braces two deep are enough for titles.
_MACRO = re.compile(r"\\[A-Za-z]+(?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*|\\[()\[\]]")
_MATHS = re.compile(r"\$\$[^$]+\$\$|\$(?:[^$\\]|\\.)+\$")
_ROUND_MATHS = re.compile(r"\\\((?:[^\\]|\\(?!\)).)*?\\\)", re.DOTALL)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# Words that are names wherever they stand, in titles set in capitals too: people after whom methods
# and laws are called, and the adjectives made of them.
_NAMES = frozenset(
    """Abel Adam Bayes Bayesian Bellman Bernoulli Boltzmann Brownian Cauchy Chebyshev Cholesky
    Dirichlet Earth English Euclidean Euler Fisher Fourier Frobenius Gabor Gauss Gaussian
    Gibbs Golomb Hadamard Hamming Hausdorff Hebbian Hermite Hessian Hilbert Hopfield Huffman
    Jacobian Kalman Karhunen Kolmogorov Kullback Lagrange Lagrangian Laplace Laplacian
    Lebesgue Leibler Lempel Levenshtein Lipschitz Loève Lloyd Lyapunov Mahalanobis Markov
    Markovian Monte Carlo Nash Neumann Newton Nyquist Pareto Parseval Pearson Poisson Rayleigh
    Reed Rényi Riemann Riemannian Shannon Slepian Sobolev Solomon Stein Tchebichef Turing
    Viterbi Voronoi Wasserstein Wiener Wyner Ziv Zipf Chinese European Internet
    Python Google""".split()
)


def segments(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of `text` with what each is: `text`, `maths` or `macro`."""
    start = at = 0
    while at < len(text):
        char = text[at]
        kind, match = "", None
        if char == "$":
            match = _MATHS.match(text, at)
            if match is not None and _is_maths(text, match):
                kind = "maths"
        elif char == "\\":
            match = _ROUND_MATHS.match(text, at)
            kind = "maths"
            if match is None:
                match, kind = _MACRO.match(text, at), "macro"
        if match is None or not kind:
            at += 1
            continue
        if at > start:
            yield "text", text[start:at]
        yield kind, match.group()
        start = at = match.end()
    if start < len(text):
        yield "text", text[start:]


def _is_maths(text: str, match: re.Match[str]) -> bool:
    """Whether dollar signs hold a formula rather than two sums of money (pandoc's rule, mended).

    A formula begins and ends without a blank and no digit follows it, or it has signs of TeX.
    """
    inner = match.group().strip("$")
    if not inner.strip() or inner.count("{") != inner.count("}"):
        return False
    if any(c in inner for c in "\\^_{}<>="):
        return True
    follows = text[match.end() : match.end() + 1]
    return not (inner[0].isspace() or inner[-1].isspace() or follows.isdigit())


@lru_cache(maxsize=65536)
def escape(text: str, *, ascii_only: bool = False) -> str:
    """`text` as it stands in a field."""
    if _PLAIN.fullmatch(text):
        return to_ascii(text) if ascii_only else text
    out: list[str] = []
    for kind, piece in segments(text):
        written = _escape_plain(piece) if kind == "text" else piece
        out.append(to_ascii(written, maths=kind == "maths") if ascii_only else written)
    return "".join(out)


def _escape_plain(text: str) -> str:
    """Text without formulas and macros; runs of hyphens and quotes stay what they are."""
    text = "".join(_SPECIAL.get(c, c) for c in text)
    text = re.sub(r"-(?=-)", "-{}", text)
    text = re.sub(r"'(?=')", "'{}", text)
    return text.replace("`", "\\textasciigrave{}")


def protect(title: str, *, names: tuple[str, ...] = (), ascii_only: bool = False) -> str:
    """A title as it stands in a field, with the capitals in braces that a style must not lower.

    In braces go words with a capital after the first letter or nothing but capitals (`JPEG`,
    `StyleGAN`, the first half of `CNN-based`), words that are names, and, where the title is
    in sentence case, every other capitalised word, for there it is a name. Never the whole title.
    """
    known = frozenset(names) | _NAMES
    sentence = _is_sentence_case(title)
    out: list[str] = []
    start = True
    for kind, piece in segments(title):
        if kind != "text":
            out.append(to_ascii(piece, maths=kind == "maths") if ascii_only else piece)
            start = False
            continue
        at = 0
        for match in _WORD.finditer(piece):
            between = piece[at : match.start()]
            out.append(escape(between, ascii_only=ascii_only))
            start = (start and not between.strip()) or bool(re.search(r"[:.?!–—]\s*$", between))
            word = match.group()
            written = escape(word, ascii_only=ascii_only)
            whole = match.group() == title.strip()
            keep = _keeps_capitals(word, start, sentence, known) and not (
                whole and not _inner(word)
            )
            out.append(f"{{{written}}}" if keep else written)
            start = False
            at = match.end()
        out.append(escape(piece[at:], ascii_only=ascii_only))
    return "".join(out)


def _keeps_capitals(word: str, start: bool, sentence: bool, known: frozenset[str]) -> bool:
    if _inner(word):
        return True
    if not word[0].isupper():
        return False
    if len(word) == 1:  # Plan B; but the article is a word like others
        return not start and word != "A"
    return word in known or re.sub(r"['’]s?$", "", word) in known or (sentence and not start)


def _inner(word: str) -> bool:
    """Whether a capital stands anywhere but at the beginning, as in `VNVC`, `StyleGAN`, `3D`."""
    return any(c.isupper() for c in word[1:])


# Long words that stay in lower case even where a title is in capitals.
_SMALL = frozenset(
    """about above across after against along among around before behind below between beyond during
    towards toward under until using versus through throughout without within""".split()
)


def _is_sentence_case(title: str) -> bool:
    """Whether most of the long words after the first are in lower case."""
    found = (m for m in _WORD.finditer(title) if m.start() and title[m.start() - 1] not in "-‐‑–")
    words = [m[0] for m in found if len(m[0]) > 4 and not _inner(m[0]) and m[0] not in _SMALL]
    return len(words) >= 3 and sum(w[0].islower() for w in words) * 3 >= len(words) * 2


# --- addresses -------------------------------------------------------------------------------

_ESCAPED = re.compile(
    r"\{?\\+([_%&#$~{}])(?:\{\})?\}?|\{(_|~|%|&|#|\$)\}|\\textasciitilde(?:\{\})?"
)
_COMMAND = re.compile(r"^\\(?:url|nolinkurl|href)\s*\{([^{}]*)\}(?:\{[^{}]*\})?$")


def read_verbatim(value: str) -> str:
    r"""An address or number without the escapes that people put into it: `a\_b` is `a_b`."""
    value = value.strip()
    command = _COMMAND.match(value)
    if command is not None:
        value = command[1].strip()
    if "\\" in value or "{" in value:
        value = _ESCAPED.sub(lambda m: m[1] or m[2] or "~", value)
    return value.replace("$\\sim$", "~") if "$" in value else value
