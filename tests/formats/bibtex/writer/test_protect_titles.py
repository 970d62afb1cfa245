"""Capitals of titles that a style must not lower."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from tests.cost import cpu_seconds
from tests.formats.bibtex.tex_texts import ANY_TEXTS, read_back
from tests.papers import paper
from vcmbib.formats import bibtex
from vcmbib.formats.bibtex.writer.protect_titles import protect_capitals


@pytest.mark.parametrize(
    ("title", "written"),
    [
        (
            "Faster Neural Networks Straight from JPEG",
            "Faster Neural Networks Straight from {JPEG}",
        ),
        ("Learning from the CNN-based Domain", "Learning from the {CNN}-based Domain"),
        ("A 3D View", "A {3D} View"),
        (
            "Image coding for machines in Helsinki today",
            "Image coding for machines in {Helsinki} today",
        ),
        ("Of the Gaussian Kind", "Of the {Gaussian} Kind"),
        ("JPEG", "{JPEG}"),
        ("Coding", "Coding"),
        ("Between $\\ell_1$ and $Q$", "Between $\\ell_1$ and {$Q$}"),
        ("From $5 to $6 & more_x", "From \\$5 to \\$6 \\& more\\_x"),
        ("A {set} of 100%", "A \\textbraceleft{}set\\textbraceright{} of 100\\%"),
        ("On \\foo of B", "On \\textbackslash{}foo of {B}"),
    ],
)
def test_titles(title: str, written: str) -> None:
    """Capitals that a style must not lower are protected, signs escaped, the rest left alone."""
    text = bibtex.write([paper("k", title)])
    assert f"  title = {{{written}}},\n" in text


def test_a_models_name_keeps_its_capitals() -> None:
    """The name of a model is protected in the title that contains it."""
    text = bibtex.write([paper("k", "The Omni Way of Coding", model="Omni")])
    assert "The {Omni} Way" in text


@given(ANY_TEXTS)
def test_protected_titles_are_read_back(title: str) -> None:
    """The braces that keep capitals are not a part of the title."""
    assert read_back(protect_capitals(title)) == unicodedata.normalize("NFC", title)


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
        ("On \\Foo{Bar}", "On \\textbackslash{}Foo\\textbraceleft{}Bar\\textbraceright{}"),
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
    """The braces are around the word and its commands, so that no style lowers either."""
    assert protect_capitals("Die ÖPNV-Studie", ascii_only=True) == 'Die {{\\"O}PNV}-Studie'


def test_protecting_takes_little() -> None:
    """A title takes much less than a millisecond."""
    titles = [f"Learned Image Coding for {n} Machines with JPEG and Hilbert" for n in range(5_000)]
    assert cpu_seconds(lambda: [protect_capitals(title) for title in titles]) < 20
