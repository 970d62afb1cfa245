"""A paper as one BibTeX entry."""

from __future__ import annotations

from tests.formats.bibtex.read_entry import read_one
from tests.papers import ICIP, TIP, arxiv, doi, names, paper
from vcmbib.formats import bibtex
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind


def test_an_entry_as_a_whole() -> None:
    """Fields in a fixed order, only those that are there, nothing of the day it was made."""
    paper_ = paper(
        "doe2020coding",
        "Coding of JPEG & StyleGAN Features for Machines",
        entry_type="inproceedings",
        authors=(*names("Jané Doe", "Anderson de Andrade"), Name("MPEG", literal=True)),
        authors_complete=True,
        year=2020,
        month=5,
        venue=ICIP,
        pages="1-9",
        identifiers=(doi("10.1000/A_1"), arxiv("2001.00001")),
        links=(
            Link(LinkKind.PAPER, "https://doi.org/10.1000/A_1"),
            Link(LinkKind.CODE, "https://github.com/a/b", "Github"),
        ),
        tags=("survey",),
        topics=("Image",),
        model="SMC",
        honour="Oral",
        note="50% of it",
        extra=(("primaryclass", "cs.CV"), ("address", "Here & there")),
        former_keys=("old",),
        added="2024-01-01T00:00:00Z",
    )
    assert bibtex.write([paper_]) == (
        "@inproceedings{doe2020coding,\n"
        "  title = {Coding of {JPEG} \\& {StyleGAN} Features for Machines},\n"
        "  author = {Doe, Jané and de Andrade, Anderson and {MPEG}},\n"
        "  booktitle = {IEEE International Conference on Image Processing},\n"
        "  year = {2020},\n"
        "  month = may,\n"
        "  pages = {1--9},\n"
        "  address = {Here \\& there},\n"
        "  doi = {10.1000/A_1},\n"
        "  eprint = {2001.00001},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.CV},\n"
        "  ids = {old},\n"
        "  code = {https://github.com/a/b (Github)},\n"
        "  model = {SMC},\n"
        "  honour = {Oral},\n"
        "  topics = {Image},\n"
        "  keywords = {survey},\n"
        "  note = {50\\% of it},\n"
        "}\n"
    )


def test_a_paper_with_nothing_but_a_title() -> None:
    """Fields that are not there are not written."""
    assert bibtex.write([paper("k", "T")]) == "@misc{k,\n  title = {T},\n}\n"


def test_ascii() -> None:
    """With `ascii_only`, letters become commands and addresses are encoded."""
    paper_ = paper(
        "k",
        "Über α-Codes – und mehr",
        authors=names("Ezgi Özyılkan"),
        links=(Link(LinkKind.PAPER, "https://e.org/ü"),),
        extra=(("address", "Zürich"),),
    )
    text = bibtex.write([paper_], bibtex.Style(ascii_only=True))
    assert text.isascii()
    assert '{\\"O}zy{\\i}lkan' in text
    assert "https://e.org/%C3%BC" in text
    assert read_one(text).title == paper_.title
    assert bibtex.write([paper_]).count("Ü") == 1


def test_what_was_changed_since_is_not_overruled() -> None:
    """A value that was kept as written is dropped where the paper has another one now."""
    changed = paper(
        entry_type="article",
        venue=TIP,
        year=2020,
        identifiers=(doi("10.1000/1"),),
        extra=(("journal", "Annals of Foo, vol. 3"), ("date", "2018-10-07"), ("doi", "10.1000/2")),
    )
    text = bibtex.write([changed])
    assert "journal = {IEEE Transactions on Image Processing}" in text
    assert "Annals" not in text
    assert "2018-10-07" not in text
    assert "year = {2020}" in text
    assert "doi = {10.1000/1}" in text


def test_a_key_never_closes_its_entry() -> None:
    """Braces of a key stay where they are balanced; else the key is written without them."""
    for key, written in (("a{b}c", "a{b}c"), ("}a{", "a"), ("a}", "a"), ("{a", "a")):
        text = bibtex.write([paper(key)])
        assert text.startswith(f"@misc{{{written},\n"), text
