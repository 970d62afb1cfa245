"""Names in BibTeX's and BibLaTeX's forms, both ways."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import check_linear
from tests.formats.bibtex.read_entry import as_paper, read_fields, read_one
from tests.papers import names, paper
from vcmbib.formats import bibtex
from vcmbib.formats.bibtex.names import ParsedNames, read_people, split_outside_braces, write_people
from vcmbib.model.latex.decode import to_unicode
from vcmbib.model.names import Name


@pytest.mark.parametrize(
    "value", ["", " ", ",", "and", "and and", ",,,", "{}", "~", "\\", "{", "}"]
)
def test_nobody(value: str) -> None:
    """A field without a name in it names no person, whatever else it contains."""
    assert all(name.family for name in read_people(value).names)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Ludwig van Beethoven", Name("Beethoven", "Ludwig", "van")),
        ("van Beethoven, Ludwig", Name("Beethoven", "Ludwig", "van")),
        ("King, Jr., Martin Luther", Name("King", "Martin Luther", "", "Jr.")),
        ("von Last, III, First", Name("Last", "First", "von", "III")),
        ("Sammy Davis, Jr.", Name("Davis", "Sammy", "", "Jr.")),
        ("King, Jr., {}", Name("King", "", "", "Jr.")),
        ("Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
         Name("Vallée Poussin", "Charles Louis Xavier Joseph", "de la")),
        ("Donald~E. Knuth", Name("Knuth", "Donald E.")),
        ("Plato", Name("Plato")),
        ("Knuth,", Name("Knuth")),
        (", Donald", Name("Donald")),
        ("{NASA}", Name("NASA", literal=True)),
        ("{Barnes and Noble, Inc.}", Name("Barnes and Noble, Inc.", literal=True)),
        ("{Foo Bar} {}", Name("Foo Bar", literal=True)),
        ("{van Gogh}, Vincent", Name("van Gogh", "Vincent")),
        ("{\\relax Ch}arles Darwin", Name("Darwin", "Charles")),
        ("{\\'A}ngel de la Torre", Name("Torre", "Ángel", "de la")),
        ("\\'{A}lvaro Torralba", Name("Torralba", "Álvaro")),
        ("Özlem Sensoy", Name("Sensoy", "Özlem")),
        ("Ken-ichi Kawarabayashi", Name("Kawarabayashi", "Ken-ichi")),
        ("Brise\\~no-Garc\\'ia, M.", Name("Briseño-García", "M.")),
        ("Jo\\~{a}o Silva", Name("Silva", "João")),
        ("J.\\,R.\\ Smith", Name("Smith", "J. R.")),
        ("kim gerdes", Name("gerdes", "kim")),
        ("{\\aa}. Persson, Per O.", Name("Persson", "Per O.", "å.")),
        ("family=Lange, given=Thomas, prefix=de, useprefix=true", Name("Lange", "Thomas", "de")),
        ("given={Jean}, family={La Fontaine}, given-i=J, prefix=de",
         Name("La Fontaine", "Jean", "de")),
        ("family={Smith, Jr}, given={A and B}", Name("Smith, Jr", "A and B")),
        ("family=Jong, given=P., prefix=De", Name("De Jong", "P.")),
        ("given=Prince", Name("Prince")),
        ("family=Stevenson, given=Adlai, suffix=III", Name("Stevenson", "Adlai", "", "III")),
    ],
)  # fmt: skip
def test_forms(value: str, name: Name) -> None:
    """Each form that BibTeX and BibLaTeX know gives the four parts, accents read."""
    assert read_people(value) == ParsedNames((name,))


@pytest.mark.parametrize(
    ("value", "families", "others"),
    [
        ("A Bee and C Dee", "Bee Dee", False),
        ("A Bee AND C Dee\nand\tE Eff", "Bee Dee Eff", False),
        ("A Bee and and C Dee", "Bee Dee", False),
        ("A Bee and others", "Bee", True),
        ("A Bee and et al.", "Bee", True),
        ("Bee, A., et al.", "Bee", True),
        ("Bee, A.; Dee, C.", "Bee Dee", False),
        ("Bee, A. | Dee, C. | Eff, E.", "Bee Dee Eff", False),
        ("A. Bee, C. Dee,", "Bee Dee", False),
        ("Bee, A., Dee, C., Eff, E. F.", "Bee Dee Eff", False),
        ("Teber D, Guven S, Rassweiler J.", "Teber Guven Rassweiler", False),
        ("nametemplates=x and A Bee", "Bee", False),
        ("Anders Sandberg", "Sandberg", False),
    ],
)
def test_lists(value: str, families: str, others: bool) -> None:
    """People are divided by `and`; by other signs where those leave no doubt."""
    found = read_people(value)
    assert " ".join(n.family for n in found.names) == families
    assert found.others is others


def test_what_is_taken_apart_is_told() -> None:
    """A list joined by commas is not what BibTeX reads, so it is remarked on."""
    assert "were divided" in read_people("A. Bee, C. Dee, E. Eff,").remarks[0]


_WORDS = st.sampled_from(
    """Ada de van der Lovelace Łukasz {\\'A}lvarez \\"Ozlem {van~Gogh} , , and AND others {NASA} Jr.
    III     J. -M.
    Ken-ichi López-de-Ipiña ; | et~al. family=Foo given=Bar prefix=de {} } { {a,~b} al- d'
    Brise\\~no 中 {\\relax~Ch}arles \\& A.~B. x=y""".split()
).map(lambda word: word.replace("~", " ") if word[0] in "{" else word)  # fmt: skip


@given(st.one_of(st.lists(_WORDS, max_size=12).map(" ".join), st.text(max_size=30)), st.booleans())
def test_people_are_read_back(value: str, ascii_only: bool) -> None:
    """Whoever is read from a field, the field that is written of them names the same people."""
    found = read_people(value)
    names = tuple(n for n in found.names if "\\" not in n.natural and "$" not in n.natural)
    written = write_people(names, complete=not (found.others and names), ascii_only=ascii_only)
    assert read_people(written).names == names
    assert read_people(written).others is (found.others and bool(names))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name("Beethoven", "Ludwig", "van"), "van Beethoven, Ludwig"),
        (Name("van Gogh", "Vincent"), "{van Gogh}, Vincent"),
        (Name("Álvarez Gómez", "Juan"), "{{\\'A}lvarez Gómez}, Juan"),
        (Name("López-de-Ipiña", "Diego"), "{L{\\'o}pez-de-Ipiña}, Diego"),
        (Name("Kärrä-Äijö", "Élise-Öse"), 'K{\\"a}rrä-Äijö, {\\\'E}lise-{\\"O}se'),
        (Name("中村", "太郎"), "中村, 太郎"),
        (Name("and", "Or"), "{and}, Or"),
        (Name("Foo", "A, B and C"), "Foo, {A, B and C}"),
        (Name("R&D", literal=True), "{R\\&D}"),
    ],
)
def test_written_so_that_bibtex_reads_the_same(name: Name, written: str) -> None:
    """Braces where BibTeX would find a particle, a comma or an `and`, and nowhere else."""
    assert write_people([name], complete=True) == written


def test_without_bibtex_letters_stay() -> None:
    """For biber, which knows Unicode, initials stay letters."""
    assert write_people([Name("Özyılkan", "Élise")], complete=True, ascii_initials=False) == (
        "Özyılkan, Élise"
    )


def test_an_incomplete_list() -> None:
    """`and others` means that there are more; without a name it means nothing."""
    assert write_people([Name("Bee", "A.")], complete=False) == "Bee, A. and others"
    assert write_people([], complete=False) == ""


def test_splitting_respects_braces() -> None:
    """Text in braces is not divided."""
    import re

    assert split_outside_braces("a,{b,c},d", re.compile(",")) == ["a", "{b,c}", "d"]


@pytest.mark.parametrize(
    ("piece", "end"),
    [
        ("Ada Lovelace and ", "Ada Lovelace"),
        ("a, ", ""),
        (",", ""),
        (" ", "x"),
        ("{", ""),
        ("~ ", "et al."),
        ("\\", "\\"),
    ],
)
def test_reading_takes_time_in_proportion(piece: str, end: str) -> None:
    """Long lists, and long nonsense, are read in a moment."""
    check_linear(lambda size: read_people(piece * (size // len(piece)) + end), 10_000)


@pytest.mark.shared
def test_names_that_parsers_read_otherwise(shared: Path) -> None:
    """Real names on which parsers and BibTeX differ are read as one of them reads them.

    BibTeX of 1988 knows only ASCII letters and reads a hyphen as a blank (`Ken` `ichi`). There we
    follow its successors biber and pybtex, as `bibtexparser` does in these cases.
    """
    otherwise = []
    for line in (shared / "data/bib/names_vs_bibtex.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["kind"] != "bp2" or case["data"][0].count("{") != case["data"][0].count("}"):
            continue
        written, bibtexs, another = case["data"]
        found = read_people(written).names
        ours = (
            [found[0].given, found[0].particle, found[0].family, found[0].suffix] if found else []
        )
        either = [[" ".join(to_unicode(p).split()) for p in parts] for parts in (bibtexs, another)]
        if ours not in either:
            otherwise.append(written)
    assert len(otherwise) <= 12, otherwise


def test_names_begin_with_a_letter_that_bibtex_has_whole() -> None:
    """Initials in UTF-8 would be cut in half; biber gets what came in, other scripts stay."""
    paper = as_paper(
        read_fields("title={T}, author={Ezgi Özyılkan and Иван Себеста and Jörg Élan}")
    )
    assert r"author = {Ezgi {\"O}zyılkan and Иван Себеста and Jörg {\'E}lan}" in bibtex.write(
        [paper]
    )
    biblatex = bibtex.Style(dialect=bibtex.Dialect.BIBLATEX)
    assert "Ezgi Özyılkan and Иван Себеста and Jörg Élan" in bibtex.write([paper], biblatex)


def test_an_incomplete_author_list() -> None:
    """A list that abbreviates is written with `and others`."""
    text = bibtex.write([paper(authors=names("Ada Lovelace"))])
    assert "author = {Lovelace, Ada and others}" in text


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name("van Gogh", "Vincent"), "{van Gogh}, Vincent"),
        (Name("Smith, Jones and Co", "A."), "{Smith, Jones and Co}, A."),
        (Name("Beethoven", "Ludwig", "van"), "van Beethoven, Ludwig"),
        (Name("King", "Martin", "", "Jr."), "King, Jr., Martin"),
        (Name("King", "", "", "Jr."), "King, Jr., {}"),
        (Name("Plato"), "Plato"),
        (Name("R&D Team", literal=True), "{R\\&D Team}"),
    ],
)
def test_names_are_written_so_that_they_read_the_same(name: Name, written: str) -> None:
    """Each part is read back as the part it was."""
    text = bibtex.write([paper(authors=(name,), authors_complete=True)])
    assert f"author = {{{written}}}" in text
    assert read_one(text).authors == (name,)
