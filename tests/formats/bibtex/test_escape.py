"""Text, titles and addresses as BibTeX values."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.formats.bibtex.escape import escape, segments
from vcmbib.formats.bibtex.field_values import escape_bare_signs
from vcmbib.formats.bibtex.verbatim import read_verbatim
from vcmbib.formats.bibtex.writer.protect_titles import protect_capitals
from vcmbib.model.latex.decode import to_unicode

_TEX = st.text(alphabet="\\${}^_-'`~ab( )[]%&\"|<>#éβ“”‘’–— ,;?!", max_size=40)
_PIECES = st.lists(
    st.sampled_from(
        """\\emph \\foo {a} $x$ $5 \\( \\) \\'e \\ { } -- ' ` x é \\ensuremath{\\beta} \\url
        \\symbol{65} \\par JPEG""".split()
    ),
    max_size=10,
).flatmap(lambda pieces: st.sampled_from(["".join(pieces), " ".join(pieces)]))
_ANY = st.one_of(st.text(max_size=40), _TEX, _PIECES)


def _read(written: str) -> str:
    return unicodedata.normalize("NFC", to_unicode(written, typography=True))


@given(_ANY)
def test_escaped_text_is_read_back(text: str) -> None:
    """Whatever the text, the value says just that, and its braces pair up."""
    written = escape(text)
    assert _read(written) == unicodedata.normalize("NFC", text)
    assert written.count("{") == written.count("}")


@given(st.one_of(st.text(max_size=40), _TEX.map(lambda t: t.replace("\\", "").replace("$", ""))))
def test_escaped_text_in_ascii_is_read_back(text: str) -> None:
    """The same in ASCII, but for formulas and macros, whose insides have another spelling then."""
    if "\\" in text or "$" in text:
        return
    written = escape(text, ascii_only=True)
    assert written.isascii()
    assert _read(written) == unicodedata.normalize("NFC", text)


@given(_ANY)
def test_protected_titles_are_read_back(title: str) -> None:
    """The braces that keep capitals are not a part of the title."""
    assert _read(protect_capitals(title)) == unicodedata.normalize("NFC", title)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("R&D, 50% of a_b #1", "R\\&D, 50\\% of a\\_b \\#1"),
        ("a ~ b ^ c", "a \\textasciitilde{} b \\textasciicircum{} c"),
        ("{x}", "\\textbraceleft{}x\\textbraceright{}"),
        ("C:\\", "C:\\textbackslash{}"),
        ("a < b | c > d", "a \\textless{} b \\textbar{} c \\textgreater{} d"),
        ("--x '' `", "-{}-x '{}' \\textasciigrave{}"),
        ("$5 and $6", "\\$5 and \\$6"),
        ("in $O(n_1^2)$ & more", "in $O(n_1^2)$ \\& more"),
        ("by \\foo{a_b} & so", "by \\foo{a_b} \\& so"),
        ("\\emph{x}", "\\textbackslash{}emph\\textbraceleft{}x\\textbraceright{}"),
        ("a\u00a0b", "a~b"),
        ("β-VAE, Nguyễn", "\\ensuremath{\\beta}-VAE, Nguy{\\~{\\^e}}n"),
    ],
)
def test_signs_of_tex_are_escaped(text: str, written: str) -> None:
    """Text is made safe for LaTeX; formulas and unknown macros are left alone."""
    assert escape(text) == written


def test_segments() -> None:
    """A text falls into text, formulas and macros, and nothing of it is left out."""
    found = list(segments("a $x$ \\foo{b} \\(y\\) $5"))
    assert found == [
        ("text", "a "), ("maths", "$x$"), ("text", " "), ("macro", "\\foo{b}"), ("text", " "),
        ("maths", "\\(y\\)"), ("text", " $5"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Deep Learning for Video Coding", "Deep Learning for Video Coding"),
        (
            "VVC-based Coding for YOLOv3 on an NVIDIA Jetson",
            "{VVC}-based Coding for {YOLOv3} on an {NVIDIA} {Jetson}",
        ),
        ("Learning in Hilbert spaces", "Learning in {Hilbert} spaces"),
        ("Learning in Qux spaces", "Learning in {Qux} spaces"),
        ("The Kalman's Filter", "The {Kalman's} Filter"),
        ("U-Net: Convolutional Networks", "{U-Net}: Convolutional Networks"),
        ("CNN-Based Coding", "{CNN}-Based Coding"),
        ("Can I Trust a Plan B? A Study", "Can {I} Trust a Plan {B}? A Study"),
        ("A View", "A View"),
        ("On vitamin A deficiency and more", "On vitamin {A} deficiency and more"),
        ("Coding for machines: Where we stand today", "Coding for machines: Where we stand today"),
        ("Coding for machines vs. Humans of today", "Coding for machines vs. {Humans} of today"),
        ("IMAGE CODING FOR MACHINES", "IMAGE CODING FOR MACHINES"),
        ("JPEG", "{JPEG}"),
        ("Helsinki", "Helsinki"),
        ("On the iPhone and $Q$-learning of $q$", "On the {iPhone} and {$Q$}-learning of $q$"),
        ("On \\Foo{Bar}", "On {{\\Foo{Bar}}}"),
        ("Ein Österreicher", "Ein Österreicher"),
    ],
)  # fmt: skip
def test_capitals_are_protected(title: str, written: str) -> None:
    """Acronyms, names and capitals in formulas keep their capitals; words of a title do not."""
    assert protect_capitals(title) == written


def test_names_that_are_given_are_protected() -> None:
    """The words of a model's name keep their capitals."""
    assert protect_capitals("The Omni Way", names=("Omni",)) == "The {Omni} Way"


def test_protected_words_in_ascii() -> None:
    """The braces stand around the word and its commands, so that no style lowers either."""
    assert protect_capitals("Die ÖPNV-Studie", ascii_only=True) == 'Die {{\\"O}PNV}-Studie'


def test_protecting_takes_little() -> None:
    """Ten thousand different titles take a fraction of a second."""
    titles = [f"Learned Image Coding for {n} Machines with JPEG and Hilbert" for n in range(10_000)]
    start = time.process_time()
    for title in titles:
        protect_capitals(title)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("10.1000/a\\_b", "10.1000/a_b"),
        ("\\url{http://a.b/c}", "http://a.b/c"),
        ("\\href{http://a.b/c}{there}", "http://a.b/c"),
        ("http://a.b/{\\textasciitilde}x\\%20\\#y", "http://a.b/~x%20#y"),
        ("http://a.b/$\\sim$x", "http://a.b/~x"),
        ("http://a.b/%20_~#&", "http://a.b/%20_~#&"),
        ("http://a.b/{x}", "http://a.b/{x}"),
        ("", ""),
        ("\\", "\\"),
    ],
)
def test_addresses_are_read_letter_by_letter(value: str, read: str) -> None:
    """Only what people escape for LaTeX's sake is undone in an address or number."""
    assert read_verbatim(value) == read


@pytest.mark.parametrize(
    "formula",
    [
        r"\( x_1 \mbox{\(y_2\)} z_3 \)",
        r"\(\mbox{a_1 \( b_2 \) c_3} d_4\)",
        r"$e_5 \mbox{f_6 $g_7$ h_8} i_9$",
        r"$$e_5 \text{f \textbf{$g_7$} h_8} i_9$$",
    ],
)
def test_a_formula_in_the_text_of_a_formula(formula: str) -> None:
    """It does not end the formula around it: nothing of it is escaped, and all after it is."""
    assert list(segments(f"a_b {formula} c_d")) == [
        ("text", "a_b "),
        ("maths", formula),
        ("text", " c_d"),
    ]
    assert escape_bare_signs(f"a_b {formula} c_d") == f"a\\_b {formula} c\\_d"


def test_formulas_that_are_not_closed() -> None:
    """What looks like the beginning of a formula costs no more than its length, or near it."""
    begun = time.process_time()
    for piece in ("$ {", "\\( {x}", "\\(\\mbox{", "$a \\mbox{$b "):
        escape(piece * 1000)
        escape_bare_signs(piece * 1000)
    assert time.process_time() - begun < 5
