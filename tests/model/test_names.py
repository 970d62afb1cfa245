"""Names: who is named, in which parts, and whether there are more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.model.names import (
    Name,
    expand_given_names,
    fix_trailing_initials,
    parse_authors,
    parse_name,
    surname_key,
)

Parts = tuple[str, str, str, str]


def parts(name: Name) -> Parts:
    """Given, particle, family, suffix."""
    return (name.given, name.particle, name.family, name.suffix)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plato", ("", "", "Plato", "")),
        ("Yueyu Hu", ("Yueyu", "", "Hu", "")),
        ("Md Adnan Faisal Hossain", ("Md Adnan Faisal", "", "Hossain", "")),
        ("C. Lawrence Zitnick", ("C. Lawrence", "", "Zitnick", "")),
        ("Ezgi Özyılkan", ("Ezgi", "", "Özyılkan", "")),
        ("Ivan V. Bajić", ("Ivan V.", "", "Bajić", "")),
        ("Ken-ichi Kawarabayashi", ("Ken-ichi", "", "Kawarabayashi", "")),
        ("Jean-françois Bonastre", ("Jean-françois", "", "Bonastre", "")),
        ("Guadalupe Aguado-de-Cea", ("Guadalupe", "", "Aguado-de-Cea", "")),
        ("Laurens van der Maaten", ("Laurens", "van der", "Maaten", "")),
        ("Laurens Van der Maaten", ("Laurens", "Van der", "Maaten", "")),
        ("van der Maaten", ("", "van der", "Maaten", "")),
        ("van der Maaten, Laurens", ("Laurens", "van der", "Maaten", "")),
        ("Anderson de Andrade", ("Anderson", "de", "Andrade", "")),
        ("Babette van Antwerpen-de Fluiter", ("Babette", "van", "Antwerpen-de Fluiter", "")),
        ("Charles de la Vallée Poussin", ("Charles", "de la", "Vallée Poussin", "")),
        ("Aguado de Cea, G.", ("G.", "", "Aguado de Cea", "")),
        ("Muhammad al-Khwarizmi", ("Muhammad", "", "al-Khwarizmi", "")),
        ("Jean d'Alembert", ("Jean", "", "d'Alembert", "")),
        ("Flannery O'Connor", ("Flannery", "", "O'Connor", "")),
        ("Martin Luther King, Jr.", ("Martin Luther", "", "King", "Jr.")),
        ("King, Jr., Martin Luther", ("Martin Luther", "", "King", "Jr.")),
        ("King, Martin Luther, Jr.", ("Martin Luther", "", "King", "Jr.")),
        ("Adlai E. Stevenson III", ("Adlai E.", "", "Stevenson", "III")),
        ("Yuan Tian 0017", ("Yuan", "", "Tian", "")),
        ("dini luca", ("dini", "", "luca", "")),
        ("some author", ("some", "", "author", "")),
        ("张三", ("", "", "张三", "")),
        ("张 三", ("", "", "张三", "")),
        ("Yueyu\u00a0Hu", ("Yueyu", "", "Hu", "")),
        ("ATLAS Collaboration", ("", "", "ATLAS Collaboration", "")),
    ],
)
def test_one_name(text: str, expected: Parts) -> None:
    """A name is divided into the parts that its bearer would name."""
    assert parts(parse_name(text)) == expected


def test_a_name_is_said_and_indexed() -> None:
    """A name is written from its parts in both orders."""
    name = parse_name("van der Berg, Jr., Anna")
    assert name.natural == "Anna van der Berg, Jr."
    assert name.inverted == "van der Berg, Jr., Anna"
    assert name.last == "van der Berg"
    assert parse_name("张, 三").natural == "张三"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ezgi Özyılkan", "ozyilkan"),
        ("Joni Seppälä", "seppala"),
        ("Laurens van der Maaten", "maaten"),
        ("Flannery O’Connor", "oconnor"),
        ("Ruoyu Feng", "feng"),
        ("张三", "张三"),
    ],
)
def test_surnames_are_compared_by_their_letters(name: str, key: str) -> None:
    """Accents, case, apostrophes and particles do not distinguish family names."""
    assert surname_key(parse_name(name)) == key


@pytest.mark.parametrize("text", ["et al.", "and others", "...", "…", "等"])
def test_only_others(text: str) -> None:
    """A text may claim that there are more people and name none."""
    assert (parse_authors(text).names, parse_authors(text).others) == ((), True)


@pytest.mark.parametrize(
    ("text", "expected", "others"),
    [
        ("Guangqi Xie, Xin Li", "Guangqi Xie|Xin Li", False),
        ("Yuanchao Bai & Xu Yang", "Yuanchao Bai|Xu Yang", False),
        ("Yuanchao Bai &amp; Xu Yang", "Yuanchao Bai|Xu Yang", False),
        ("Ruoyu Feng and Yixin Gao", "Ruoyu Feng|Yixin Gao", False),
        ("A Bell, C Dunn, and E Fox.", "A Bell|C Dunn|E Fox", False),
        ("A Bell; C Dunn", "A Bell|C Dunn", False),
        ("A Bell · C Dunn", "A Bell|C Dunn", False),
        ("Sean Bell, C. Lawrence Zitnick", "Sean Bell|C. Lawrence Zitnick", False),
        ("Anderson de Andrade", "Anderson de Andrade", False),
        ("Sandra Alexandre, Anderson Band", "Sandra Alexandre|Anderson Band", False),
        ("Brand Landers", "Brand Landers", False),
        ("S. Antol et al.", "S. Antol", True),
        ("S. Antol et al.,", "S. Antol", True),
        ("José Luis Blanco-Claraco et.al.", "José Luis Blanco-Claraco", True),
        ("Tretschk et al", "Tretschk", True),
        ("A Bell, C Dunn, et al.", "A Bell|C Dunn", True),
        ("A Bell, C Dunn, ...", "A Bell|C Dunn", True),
        ("A Bell, C Dunn and others", "A Bell|C Dunn", True),
        ("A Bell, C Dunn, and 5 others", "A Bell|C Dunn", True),
        ("Feng, R.", "R. Feng", False),
        ("Feng, R., Liu, J.", "R. Feng|J. Liu", False),
        ("Hinton, G. E.", "G. E. Hinton", False),
        ("van der Maaten, L., Hinton, G.", "L. van der Maaten|G. Hinton", False),
        ("Feng, R.; Liu, J.", "R. Feng|J. Liu", False),
        ("Feng, Ruoyu; Liu, Jinming", "Ruoyu Feng|Jinming Liu", False),
        ("Feng, Ruoyu and Liu, Jinming", "Ruoyu Feng|Jinming Liu", False),
        ("Hossain, Md Adnan Faisal", "Md Adnan Faisal Hossain", False),
        ("Feng, Liu and Jin", "Feng|Liu|Jin", False),
        ("Antol S, Agrawal A, Lu JB", "S Antol|A Agrawal|JB Lu", False),
        ("A Bell, Jr., C Dunn", "A Bell, Jr.|C Dunn", False),
        ("*Ruoyu Feng*, Xin Li", "Ruoyu Feng|Xin Li", False),
        ("_Ruoyu Feng, Xin Li._", "Ruoyu Feng|Xin Li", False),
        ("Ruoyu Feng<sup>1,2</sup>, **Xin Li**", "Ruoyu Feng|Xin Li", False),
        ("Ruoyu Feng1,2, Xin Li2\\*", "Ruoyu Feng|Xin Li", False),
        ("Ruoyu Feng¹†, Xin Li²", "Ruoyu Feng|Xin Li", False),
        ("[Ruoyu Feng](https://a.example), Xin Li (Lab)", "Ruoyu Feng|Xin Li", False),
        ("Authors: Ruoyu Feng, Xin Li", "Ruoyu Feng|Xin Li", False),
        ("张三，李四", "张三|李四", False),
        ("张三、李四等", "张三|李四", True),
        ('Ekin Aky{\\"{u}}rek et al', "Ekin Akyürek", True),
        ("OpenAI", "OpenAI", False),
    ],
)
def test_people_in_running_text(text: str, expected: str, others: bool) -> None:
    """Everybody whom a list names is found, once and whole."""
    authors = parse_authors(text)
    assert "|".join(n.natural for n in authors.names) == expected
    assert authors.others is others


_WORD = st.from_regex(r"[A-ZÀÉÖ][a-zéöı]{1,9}(-[A-Z][a-z]{1,5})?", fullmatch=True).filter(
    lambda w: w.lower() not in {"jr", "sr", "ii", "iii", "iv", "the", "et", "and", "und"}
)
_PERSON = st.builds(
    Name,
    family=_WORD,
    given=st.lists(_WORD, min_size=1, max_size=3).map(" ".join),
    particle=st.sampled_from(["", "van der", "de", "von"]),
    suffix=st.sampled_from(["", "Jr."]),
)


@given(_PERSON)
def test_a_written_name_is_read_back(name: Name) -> None:
    """Both orders in which a name is written give its parts again."""
    assert parse_name(name.natural) == name
    assert parse_name(name.inverted) == name


@pytest.mark.parametrize("text", ["", "  ", ",", ",,", " , ; "])
def test_no_name_in_nothing(text: str) -> None:
    """A text without letters names no person."""
    assert parse_name(text).family == ""
    assert parse_authors(text).names == ()


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    """Any text is read, and each person in the result has a family name."""
    assert all(name.family for name in parse_authors(text).names)
    parse_name(text)


@pytest.mark.parametrize(
    ("have", "other", "result"),
    [
        ("A. Bee", "Ada Bee", "Ada Bee"),
        ("A. M. Bee", "Ada Maria Bee", "Ada Maria Bee"),
        ("A. Bee", "Ada Maria Bee", "Ada Maria Bee"),
        ("AM Bee", "Ada Maria Bee", "Ada Maria Bee"),
        ("Ada Bee", "A. Bee", "Ada Bee"),
        ("Ada Bee", "Ada Maria Bee", "Ada Bee"),
        ("B. Bee", "Ada Bee", "B. Bee"),
        ("A. Bee", "Ada Beetle", "A. Bee"),
        ("A. M. Bee", "Ada Bee", "A. M. Bee"),
        ("Bee", "Ada Bee", "Bee"),
    ],
)
def test_given_names_in_full(have: str, other: str, result: str) -> None:
    """Initials give way to the names that they begin, and to nothing else."""
    assert expand_given_names((parse_name(have),), (parse_name(other),)) == (parse_name(result),)


def test_each_name_is_spelt_out_once() -> None:
    """Two people of one family name and initial are not both the one whose name is known."""
    two = (parse_name("A. Bee"), parse_name("A. Bee"))
    assert [n.given for n in expand_given_names(two, (parse_name("Ada Bee"),))] == ["Ada", "A."]


@pytest.mark.parametrize(
    ("said", "result"),
    [
        (("Bee AB", "Dee C"), (Name("Bee", "AB"), Name("Dee", "C"))),
        (("Bee A.B.",), (Name("Bee", "A.B."),)),
        (("Bee MG",), (Name("Bee", "MG"),)),
        (("Wei LI", "Jun MA"), (Name("LI", "Wei"), Name("MA", "Jun"))),
        (("Ann NG",), (Name("NG", "Ann"),)),
        (("Bee MG", "Ada Dee"), (Name("MG", "Bee"), Name("Dee", "Ada"))),
        (("A. B",), (Name("B", "A."),)),
        ((), ()),
    ],
)
def test_initials_that_stand_last(said: tuple[str, ...], result: tuple[Name, ...]) -> None:
    """Put right where all names are written so, and one is surely no family name."""
    assert tuple(fix_trailing_initials([parse_name(n) for n in said])) == result


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Jan van Berg", ("Jan", "van", "Berg", "")),
        ("Jan Van der Berg", ("Jan", "Van der", "Berg", "")),
        ("Van der Berg", ("Van", "der", "Berg", "")),
        ("van der Berg", ("", "van der", "Berg", "")),
        ("Jan Piet Van der Berg", ("Jan Piet", "Van der", "Berg", "")),
        ("Jan Van Der Berg", ("Jan Van Der", "", "Berg", "")),
        ("Ana De la Cruz", ("Ana", "De la", "Cruz", "")),
        ("Li de", ("Li", "", "de", "")),
    ],
)
def test_where_a_particle_begins(text: str, parts: tuple[str, str, str, str]) -> None:
    """At a word in lower case, or at a known particle before it; the first word is a given name."""
    found = parse_name(text)
    assert (found.given, found.particle, found.family, found.suffix) == parts
