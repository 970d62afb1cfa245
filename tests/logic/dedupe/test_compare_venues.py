"""Names of one venue as databases, authors and programs write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.logic.dedupe.prepared_works import work
from vcmbib.logic.dedupe.compare_venues import same_container, same_container_name, spells
from vcmbib.logic.dedupe.venue_names import container_name


def alike(a: str, b: str) -> bool | None:
    """Whether two names are one, which must not depend on the order."""
    there = same_container_name(container_name(a), container_name(b))
    assert there is same_container_name(container_name(b), container_name(a))
    return there


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Journal of Machine Coding", "J. Mach. Cod."),
        ("Proceedings of the 12th International Conference on Coding of Shapes",
         "12. Int. Conf. on Coding of Shapes, Bern, Switzerland, 1999"),
        ("International Conference on the Coding of Shapes (ICCS)", "ICCS'99"),
        ("International Conference on the Coding of Shapes", "ICCS"),
        ("European Conference on Systems", "EuroSys"),
        ("IEEE International Symposium on High-Performance Shape Coding", "HPSC"),
        ("Proceedings of the 22nd International Conference on Very Large …",
         "Very Large Shape Bases"),
        ("Annals of Coding. Conference: 3rd Meeting of Coders. Bern", "Annals of Coding"),
        ("Lancet Coding (London, England)", "Lancet Coding"),
        ("Journal of Clinical Shapes : the official publication of the Shape Society",
         "Journal of Clinical Shapes"),
        ("Journal of Shape Virolgy", "Journal of Shape Virology"),
        ("Natl Shape Rev", "National Shape Review"),
        ("Management of Shapes in Coding", "management of shapes i…"),
        ("Tech. Shape Q.", "Technical Shape Quarterly"),
        ("Tech. Shape Q.", "Technology Shape Quarterly"),
        ("J. of AS Research", "Journal of Advanced Shape Research"),
        ("Trans. SAMC", "Transactions on Shape Analysis and Machine Colours"),
    ],
)  # fmt: skip
def test_one_venue(a: str, b: str) -> None:
    """By abbreviation, acronym, ordinals, places, typing errors, and with its end cut off."""
    assert alike(a, b) is True


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Journal of Shapes", "Conference on Shapes"),
        ("Workshop on Shapes", "Conference on Shapes"),
        ("IEEE Transactions on Shapes", "ACM Transactions on Shapes"),
        ("Nature", "Science"),
        ("Shape Review", "Shape Letters"),
        ("Shapes Conference", "Shapes Conference Workshop"),
        ("Archives of Shapol", "Archives of Shapoplastology"),
        ("Workshop on AS", "Workshop on Coloured Shapes"),
        ("J. of AS Research", "Journal of Advanced Shape Letters"),
        ("Shape Letters", "Colour Letters"),
        ("ICCS", "ICCV"),
    ],
)
def test_two_venues(a: str, b: str) -> None:
    """A journal is no conference, a workshop neither, and two houses have two journals."""
    assert alike(a, b) is False


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("IEEE Transactions on Shapes and Colours",
         "IEEE Transactions on Shapes and Colours for Video Technology"),
        ("Philos. Trans. R. Soc. B", "Philos. Trans. R. Soc. B Biol. Sci."),
        ("Shapes", "Shapes Research"),
        ("Shapes", "International Journal of Shapes"),
        ("Shapes", "European Shapes Journal"),
        ("Phys. Shapes Rev. Lett.", "Phys. Shapes Lett."),
        ("The Shape", "Shape Oncology"),
        ("SHJ", "SHJ Open"),
        ("Journal of Shape, Colour and Form", "Journal of Shape"),
    ],
)  # fmt: skip
def test_a_name_that_says_less_decides_nothing(a: str, b: str) -> None:
    """It may be the other cut short, or another journal of the house."""
    assert alike(a, b) is None


def test_acronyms() -> None:
    """Each letter begins a word, in order; common words may have no letter."""
    assert spells("icde", ["international", "conference", "on", "data", "engineering"])
    assert spells("bigdata", ["ieee", "international", "conference", "on", "big", "data"])
    assert not spells("icde", ["international", "conference", "on", "image", "processing"])
    assert not spells("x", ["x"])
    assert not spells("shape", ["european", "shape", "journal"])


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_names_can_be_compared(a: str, b: str) -> None:
    """Whatever their text, the answer is the same in both directions, and a name is itself."""
    alike(a, b)
    assert alike(a, a) is True


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("VLDB Conference", "vldb"),
        ("Proc. of the 5th ACM SIGMOD Conf., Bern", "sigmod"),
        ("Mach. Learn.", "mlj"),
        ("Proceedings of a conference nobody knows", ""),
        ("SIGMOD Workshop", ""),
        ("ICML Workshop on Shapes", "icmlw"),
        ("", ""),
    ],
)
def test_venues_of_the_table_are_recognised(name: str, known: str) -> None:
    """By acronym next to words that all conferences have; two of the table are never one."""
    assert container_name(name).known_venue == known


def test_an_acronym_that_may_mean_another() -> None:
    """`PRL` is known as Pattern Recognition Letters, and may have been meant for another."""
    known = work(venue="PRL")
    assert same_container(known, work(venue="Physical Review Letters")) is None
    assert same_container(known, work(venue="Pattern Recognit. Lett.")) is True
    assert same_container(known, work(venue="Journal of Shapes")) is False


def test_an_acronym_that_fits_needs_a_word_in_common() -> None:
    """Two names that may be one are one if the acronym and a word of the subject agree."""
    for name, same in (
        ("European Conference on Computer Vision Research", True),
        ("European Congress of Cardiac Valves Research", None),
        ("Conference on Computer Vision Research", None),
    ):
        assert same_container(work(venue="ECCV"), work(venue=name)) is same
        assert same_container(work(venue=name), work(venue="ECCV")) is same


def test_a_known_acronym_in_brackets() -> None:
    """It names the venue, whatever the name before it and whichever work comes first."""
    for name, same in (("Reading of Shapes (ECCV)", True), ("Reading of Shapes (ECXV)", False)):
        assert same_container(work(venue="ECCV"), work(venue=name)) is same
        assert same_container(work(venue=name), work(venue="ECCV")) is same
