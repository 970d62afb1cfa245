"""Put braces around the capitals of a title that BibTeX styles must not change.

Styles print titles of articles in sentence case: `change.case$` lowers every letter outside braces,
also in commands and formulas (btxhak, "Designing BibTeX Styles").
"""

from __future__ import annotations

import re
from functools import lru_cache

from vcmbib.formats.bibtex.escape import escape, plain_segments
from vcmbib.model.latex.decode import to_ascii, to_unicode

_WORD = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)")
_SENTENCE_END = re.compile(r"(?:[:?!–—.]|--)[\s\"'“”‘’(\[]*$")
_HYPHENS = frozenset("-‐‑")
_ABBREVIATIONS = frozenset(
    "vs st al dr mr ms mrs prof no nr vol ed fig eq cf ca approx e.g i.e".split()
)
_GENITIVE = re.compile(r"['’]s?$")

# Words that are always names, also in title case: people that methods and laws are named after,
# adjectives from those names, countries, languages, companies and products.
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
# Long words that are in lower case in title case too.
_LOWER_CASE_WORDS = frozenset(
    """about also come does even from have here into just less like more most near once only
    onto over past some such than that them then they this thus unto upon very what when will
    with your above across after against along among around before behind below between beyond
    during these their those through throughout towards toward under until upon using versus whose
    which where while within without""".split()
)


def protect_capitals(title: str, *, names: tuple[str, ...] = (), ascii_only: bool = False) -> str:
    """Return a title as a field value, with braces around the capitals that a style must keep.

    Braces go around: words with a capital after the first letter (`JPEG`, `StyleGAN`, the first
    half of `CNN-based`); known names; in a title in sentence case, all other capitalised words
    after the first, because they are names; formulas with capitals. Never around the whole title. A
    title in capitals does not change.

    names: words that keep their capitals too, such as the model's name.
    """
    known_names = frozenset(names)
    if "\\" in title or "$" in title:
        return _protect_segments(title, known_names, ascii_only)
    parts = _WORD.split(title)
    protected = _words_to_protect(parts, known_names, start=True, sentence=_is_sentence_case(parts))
    return _write_parts(parts, protected, ascii_only)


def _protect_segments(title: str, known_names: frozenset[str], ascii_only: bool) -> str:
    """Return a title that contains formulas or backslashes, with braces."""
    pieces = list(plain_segments(title))
    sentence = _is_sentence_case(_WORD.split(" ".join(p for kind, p in pieces if kind == "text")))
    out: list[str] = []
    start = True
    for kind, piece in pieces:
        if kind == "text":
            parts = _WORD.split(piece)
            protected = _words_to_protect(parts, known_names, start=start, sentence=sentence)
            out.append(_write_parts(parts, protected, ascii_only))
            start = _SENTENCE_END.search(piece) is not None or (start and len(parts) < 2)
            continue
        written = to_ascii(piece, maths=True) if ascii_only else piece
        if any(c.isupper() for c in written):
            written = f"{{{written}}}"
        out.append(written)
        start = False
    written = "".join(out)
    if to_unicode(written, typography=True) != title and not ascii_only:
        return escape(title)  # not TeX after all
    return written


def _write_parts(parts: list[str], protected: set[int], ascii_only: bool) -> str:
    """Return the title with braces around the words at the indexes `protected`.

    Neighbours with a hyphen between them share one pair of braces.
    """
    if not protected:
        return escape("".join(parts), ascii_only=ascii_only)
    out: list[str] = []
    start = 0
    for at in sorted(protected):
        if at < start:
            continue
        end = at + 1
        while end + 1 in protected and _shape(parts[end - 1]) == _LETTER and parts[end] in _HYPHENS:
            end += 2
        out.append(escape("".join(parts[start:at]), ascii_only=ascii_only))
        out.append(f"{{{escape(''.join(parts[at:end]), ascii_only=ascii_only)}}}")
        start = end
    out.append(escape("".join(parts[start:]), ascii_only=ascii_only))
    return "".join(out)


def _words_to_protect(
    parts: list[str], known_names: frozenset[str], *, start: bool, sentence: bool
) -> set[int]:
    """Return the indexes of the words that need braces.

    parts: text between words, word, text between words, word, …
    start: whether the first word begins a sentence.
    sentence: whether the title is in sentence case.
    """
    words = parts[1::2]
    shapes = [_shape(word) for word in words]
    if not known_names and not sentence and not any(s >= _NAME for s in shapes):
        return set()
    if _is_all_capitals(words):
        return set()
    protected: set[int] = set()
    for number, (word, shape) in enumerate(zip(words, shapes, strict=True)):
        if shape == _LOWER:
            continue
        at = 2 * number + 1
        if number:
            start = _begins_sentence(parts[at - 1], words[number - 1])
        joined = number > 0 and at - 2 in protected and shapes[number - 1] == _LETTER
        if (
            shape in (_NAME, _INNER)
            or (known_names and (word in known_names or _GENITIVE.sub("", word) in known_names))
            or (joined and parts[at - 1] in _HYPHENS)
            or (shape == _LETTER and _keeps_letter(parts, at, start=start, sentence=sentence))
            or (sentence and not start and shape == _CAPITALISED)
        ):
            protected.add(at)
    whole = len(protected) == 1 == len(words) and not "".join(parts[::2]).strip()
    return set() if whole and shapes[0] != _INNER else protected


def _keeps_letter(parts: list[str], at: int, *, start: bool, sentence: bool) -> bool:
    """Whether a single capital is a name, as in `Plan B` and `U-Net`, and not the article `A`."""
    if parts[at + 1] in _HYPHENS and at + 2 < len(parts) and parts[at + 2][0].isupper():
        return True
    return not start and (parts[at] != "A" or sentence)


def _begins_sentence(between: str, before: str) -> bool:
    """Whether a sentence ends in the text `between` two words; `before` is the first word."""
    end = _SENTENCE_END.search(between)
    if end is None:
        return False
    return end[0][0] != "." or not (len(before) < 2 or before.lower() in _ABBREVIATIONS)


def _is_all_capitals(words: list[str]) -> bool:
    """Whether the whole title is in capitals."""
    return len(words) > 2 and all(w.upper() == w for w in words) and any(len(w) > 5 for w in words)


# Classes of words, in rising order of the evidence that a capital is part of a name.
_LOWER, _CAPITALISED, _NAME, _LETTER, _INNER = range(5)


@lru_cache(maxsize=65536)
def _shape(word: str) -> int:
    """Return the class of a word, from `_LOWER` to `_INNER`."""
    if any(c.isupper() for c in word[1:]):
        return _INNER
    if not word[0].isupper():
        return _LOWER
    if len(word) == 1:
        return _LETTER
    return _NAME if word in _NAMES or _GENITIVE.sub("", word) in _NAMES else _CAPITALISED


def _is_sentence_case(parts: list[str]) -> bool:
    """Whether most long words after the first are in lower case."""
    lower = capital = 0
    for number, word in enumerate(parts[3::2]):
        if len(word) < 4 or word in _LOWER_CASE_WORDS or parts[2 * number + 2] in _HYPHENS:
            continue
        shape = _shape(word)
        lower += shape == _LOWER
        capital += shape == _CAPITALISED
    return lower >= max(2 * capital, 1 + (len(parts) > 12)) or lower == capital == 1
