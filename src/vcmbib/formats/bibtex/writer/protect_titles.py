"""Which capitals of a title stand in braces, so that a style does not lower them.

BibTeX's styles set titles of articles in sentence case: `change.case$` lowers every letter outside
braces, commands and formulas too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from vcmbib.formats.bibtex.escape import escape, segments
from vcmbib.model.latex.decode import to_ascii, to_unicode

_WORD = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)")
_SENTENCE_END = re.compile(r"(?:[:?!–—.]|--)[\s\"'“”‘’(\[]*$")
_HYPHENS = frozenset("-‐‑")
_NO_END = frozenset("vs st al dr mr ms mrs prof no nr vol ed fig eq cf ca approx e.g i.e".split())
_GENITIVE = re.compile(r"['’]s?$")

# Words that are names wherever they stand, in titles set in capitals too: people after whom methods
# and laws are called, the adjectives made of them, and countries, languages, firms and their wares.
_NAMES = frozenset(
    """Abel Adam Banach Bayes Bayesian Bellman Bernoulli Bessel Boltzmann Bregman Brownian Cauchy
    Chebyshev Cholesky Coulomb Dirac Dirichlet Doppler Einstein Euclidean Euler Fermi Feynman
    Fisher Fourier Frobenius Galois Gabor Galerkin Gauss Gaussian Gibbs Golomb Hadamard
    Hamiltonian Hamming Hausdorff Hebbian Hermite Hessian Hilbert Hopfield Hough Huffman Ising
    Jacobian Kalman Karhunen Kolmogorov Kullback Lagrange Lagrangian Lambert Lambertian Laplace
    Laplacian Lebesgue Legendre Leibler Lempel Levenshtein Lipschitz Loève Lloyd Lyapunov
    Mahalanobis Markov Markovian Monte Carlo Nash Navier Neumann Newton Newtonian Nyquist Pareto
    Parseval Pearson Poisson Radon Rayleigh Reed Rényi Riemann Riemannian Shannon Slepian Sobolev
    Solomon Stein Stokes Tchebichef Tikhonov Turing Viterbi Voronoi Wasserstein Wiener Wyner Ziv
    Zipf
    Africa African America American Arabic Asia Asian Australia Australian Austria Brazil Brazilian
    Britain British Canada Canadian China Chinese Danish Dutch Earth Egypt English Europe European
    Finland Finnish France French German Germany Greek Hebrew Hindi India Indian Indonesia
    Internet Iran Israel Italian Italy Japan Japanese Korea Korean London Mars Mexico Nigeria
    Norway Norwegian Persian Poland Polish Portuguese Russia Russian Scotland Singapore Spain
    Spanish Sweden Swedish Swiss Switzerland Taiwan Turkey Turkish Ukraine Vietnam Vietnamese
    Android Arduino Bluetooth Ethernet Google Jetson Kinect Linux Microsoft Nvidia Python Raspberry
    Twitter Wikipedia Windows""".split()
)
# Long words that stay in lower case even where a title is in capitals.
_SMALL = frozenset(
    """about also come does even from have here into just less like more most near once only
    onto over past some such than that them then they this thus unto upon very what when will
    with your above across after against along among around before behind below between beyond
    during these their those through throughout towards toward under until upon using versus whose
    which where while within without""".split()
)


def protect_capitals(title: str, *, names: tuple[str, ...] = (), ascii_only: bool = False) -> str:
    """A title as it stands in a field, with the capitals in braces that a style must not lower.

    In braces go words with a capital after the first letter or nothing but capitals (`JPEG`,
    `StyleGAN`, the first half of `CNN-based`), words that are names, and, where the title is in
    sentence case, every other capitalised word, for there it is a name. Never the whole title; a
    title all in capitals is left to the style. Formulas with capitals are put in braces whole.
    """
    known = frozenset(names)
    if "\\" in title or "$" in title:
        return _pieces(title, known, ascii_only)
    parts = _WORD.split(title)
    kept = _kept(parts, known, start=True, sentence=_is_sentence_case(parts))
    return _written(parts, kept, ascii_only)


def _pieces(title: str, known: frozenset[str], ascii_only: bool) -> str:
    """A title with formulas or macros in it."""
    found = list(segments(title))
    sentence = _is_sentence_case(_WORD.split(" ".join(p for kind, p in found if kind == "text")))
    out: list[str] = []
    start = True
    for kind, piece in found:
        if kind == "text":
            parts = _WORD.split(piece)
            kept = _kept(parts, known, start=start, sentence=sentence)
            out.append(_written(parts, kept, ascii_only))
            start = _SENTENCE_END.search(piece) is not None or (start and len(parts) < 2)
            continue
        written = to_ascii(piece, maths=kind == "maths") if ascii_only else piece
        if kind == "maths" and any(c.isupper() for c in written):
            written = f"{{{written}}}"
        elif kind == "macro" and any(c.isupper() for c in written.partition("{")[0]):
            written = f"{{{{{written}}}}}"  # one pair alone would make a letter with an accent
        out.append(written)
        start = False
    written = "".join(out)
    if to_unicode(written, typography=True) != title and not ascii_only:
        return escape(title)  # TeX that is not what it looks like
    return written


def _written(parts: list[str], kept: set[int], ascii_only: bool) -> str:
    """The title with the words at `kept` in braces; neighbours that a hyphen joins in one pair."""
    if not kept:
        return escape("".join(parts), ascii_only=ascii_only)
    out: list[str] = []
    start = 0
    for at in sorted(kept):
        if at < start:
            continue
        end = at + 1
        while end + 1 in kept and _shape(parts[end - 1]) == _LETTER and parts[end] in _HYPHENS:
            end += 2
        out.append(escape("".join(parts[start:at]), ascii_only=ascii_only))
        out.append(f"{{{escape(''.join(parts[at:end]), ascii_only=ascii_only)}}}")
        start = end
    out.append(escape("".join(parts[start:]), ascii_only=ascii_only))
    return "".join(out)


def _kept(parts: list[str], known: frozenset[str], *, start: bool, sentence: bool) -> set[int]:
    """Where in `parts` (between, word, between, word, …) the words are that keep their capitals."""
    words = parts[1::2]
    shapes = [_shape(word) for word in words]
    if not known and not sentence and not any(s >= _NAME for s in shapes):
        return set()
    if _is_shouted(words):
        return set()
    kept: set[int] = set()
    for number, (word, shape) in enumerate(zip(words, shapes, strict=True)):
        if shape == _LOWER:
            continue
        at = 2 * number + 1
        if number:
            start = _begins_sentence(parts[at - 1], words[number - 1])
        joined = number > 0 and at - 2 in kept and shapes[number - 1] == _LETTER
        if (
            shape in (_NAME, _INNER)
            or (known and (word in known or _GENITIVE.sub("", word) in known))
            or (joined and parts[at - 1] in _HYPHENS)
            or (shape == _LETTER and _keeps_letter(parts, at, start=start, sentence=sentence))
            or (sentence and not start and shape == _CAPITALISED)
        ):
            kept.add(at)
    whole = len(kept) == 1 == len(words) and not "".join(parts[::2]).strip()
    return set() if whole and shapes[0] != _INNER else kept


def _keeps_letter(parts: list[str], at: int, *, start: bool, sentence: bool) -> bool:
    """Whether a capital alone is a name, `Plan B` and `U-Net`, not the article."""
    if parts[at + 1] in _HYPHENS and at + 2 < len(parts) and parts[at + 2][0].isupper():
        return True
    return not start and (parts[at] != "A" or sentence)


def _begins_sentence(between: str, before: str) -> bool:
    """Whether a sentence ends in what stands between two words."""
    end = _SENTENCE_END.search(between)
    if end is None:
        return False
    return end[0][0] != "." or not (len(before) < 2 or before.lower() in _NO_END)


def _is_shouted(words: list[str]) -> bool:
    """Whether a title is in capitals as a whole."""
    return len(words) > 2 and all(w.upper() == w for w in words) and any(len(w) > 5 for w in words)


# What a word looks like, by how much speaks for its capitals.
_LOWER, _CAPITALISED, _NAME, _LETTER, _INNER = range(5)


@lru_cache(maxsize=65536)
def _shape(word: str) -> int:
    if any(c.isupper() for c in word[1:]):
        return _INNER
    if not word[0].isupper():
        return _LOWER
    if len(word) == 1:
        return _LETTER
    return _NAME if word in _NAMES or _GENITIVE.sub("", word) in _NAMES else _CAPITALISED


def _is_sentence_case(parts: list[str]) -> bool:
    """Whether most of the long words after the first are in lower case."""
    lower = capital = 0
    for number, word in enumerate(parts[3::2]):
        if len(word) < 4 or word in _SMALL or parts[2 * number + 2] in _HYPHENS:
            continue
        shape = _shape(word)
        lower += shape == _LOWER
        capital += shape == _CAPITALISED
    return lower >= max(2 * capital, 1 + (len(parts) > 12)) or lower == capital == 1
