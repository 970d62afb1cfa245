"""What entries inherit through `crossref` and `xdata`, by BibLaTeX's rules."""

from __future__ import annotations

import pytest

from tests.cost import cpu_seconds
from vcmbib.formats import bibtex
from vcmbib.formats.bibtex.parse.entry import RawEntry
from vcmbib.formats.bibtex.parse.resolve import read_blocks


def read(text: str) -> dict[str, RawEntry]:
    """The entries of a text by their keys."""
    return {entry.key: entry for entry in read_blocks(text).entries}


def inherited(text: str, key: str = "c") -> dict[str, str]:
    """What the entry `key` inherits."""
    return dict(read(text)[key].inherited)


def test_a_parent_that_is_not_there_is_remarked() -> None:
    """The field stays, and the remark names it."""
    entry = read("@inbook{c, title={T}, crossref={p}, xdata={d, e}} @xdata{e, series={n}}")["c"]
    assert entry.remarks == ("xdata: no entry d in this file", "crossref: no entry p in this file")
    assert entry.get("crossref") == "p"
    assert entry.inherited == (("series", "n"),)


def test_a_circle_is_remarked() -> None:
    """Who leads back to itself gives nothing; the others still do."""
    found = read("@book{a, crossref={b}, series={n}}@book{b, crossref={a}, volume={1}}")
    remarks = found["a"].remarks + found["b"].remarks
    assert len(remarks) == 1
    assert "refers back to this entry" in remarks[0]
    assert dict(found["a"].inherited) == {"volume": "1"}
    assert read("@book{a, crossref={a}}")["a"].remarks != ()


@pytest.mark.parametrize(
    ("parent", "child", "prefix"),
    [
        ("proceedings", "inproceedings", "book"),
        ("proceedings", "conference", "book"),
        ("collection", "incollection", "book"),
        ("reference", "inreference", "book"),
        ("book", "inbook", "book"),
        ("book", "suppbook", "book"),
        ("mvbook", "book", "main"),
        ("mvbook", "inbook", "main"),
        ("mvcollection", "incollection", "main"),
        ("mvreference", "reference", "main"),
        ("mvproceedings", "proceedings", "main"),
        ("periodical", "article", "journal"),
    ],
)
def test_titles_of_a_parent_get_another_name(parent: str, child: str, prefix: str) -> None:
    """A part of a book has the book's title as its `booktitle`, and so on; short titles stay."""
    text = (
        f"@{child}{{c, title={{T}}, crossref={{p}}}}"
        f"@{parent}{{p, title={{P}}, subtitle={{S}}, titleaddon={{A}}, shorttitle={{X}}, year=2001"
        "}"
    )
    assert inherited(text) == {
        f"{prefix}title": "P",
        f"{prefix}subtitle": "S",
        f"{prefix}titleaddon": "A",
        "year": "2001",
    }


def test_other_pairs_of_types_keep_the_names() -> None:
    """Where BibLaTeX has no rule, a field that is lacking is taken as it is."""
    assert inherited("@misc{c, crossref=p} @misc{p, title={P}}".replace("=p}", "={p}")) == {
        "title": "P"
    }


def test_an_author_of_the_book_is_the_author_of_its_part() -> None:
    """A part of a book inherits its author twice, as BibLaTeX has it."""
    text = "@inbook{c, title={T}, crossref={p}} @book{p, title={P}, author={A}}"
    assert inherited(text) == {"booktitle": "P", "bookauthor": "A", "author": "A"}


def test_own_fields_stay() -> None:
    """An entry lacks nothing that it has, under whichever name of it, and no part of its date."""
    text = (
        "@article{c, journal={J}, address={A}, date={2001}, crossref={p}}"
        "@periodical{p, title={P}, location={L}, year={1999}, month={1}, series={1}}"
    )
    assert inherited(text) == {"series": "1"}
    assert read(text)["c"].get("journal") == "J"


def test_an_empty_field_is_none() -> None:
    """A field without content is lacking."""
    text = "@inproceedings{c, year={}, crossref={p}} @proceedings{p, year={1999}}"
    assert inherited(text) == {"year": "1999"}


def test_what_is_never_inherited() -> None:
    """What names or sorts the parent alone, and fields that BibLaTeX does not know, stay there."""
    never = (
        "ids xref entryset entrysubtype execute label options presort related relatedoptions"
        " relatedstring relatedtype shorthand shorthandintro sortkey sortname sorttitle sortyear"
        " keywords timestamp groups doi eprint archiveprefix url urldate isbn issn pmid pmcid file"
        " note abstract howpublished"
    ).split()
    fields = ", ".join(f"{name}={{x}}" for name in never)
    assert inherited(f"@misc{{c, crossref={{p}}}} @misc{{p, {fields}, series={{n}}}}") == {
        "series": "n"
    }


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ("noinherit=series", {"volume"}),
        ("skipbib=true, noinherit={series,volume}", set()),
        ("noinherit", set()),
        ("skipbib", {"series", "volume"}),
    ],
)
def test_noinherit(options: str, names: set[str]) -> None:
    """An entry's option keeps out fields, or all of them if it names none that we know."""
    text = (
        f"@misc{{c, options={{{options}}}, crossref={{p}}}} @misc{{p, series={{n}}, volume={{1}}}}"
    )
    assert set(inherited(text)) == names


def test_chains() -> None:
    """A part inherits from its volume what that inherits from the whole work."""
    text = (
        "@inbook{c, title={T}, crossref={b}}"
        "@book{b, title={B}, crossref={m}, volume={2}}"
        "@mvbook{m, title={M}, publisher={P}}"
    )
    assert inherited(text) == {
        "booktitle": "B",
        "volume": "2",
        "maintitle": "M",
        "publisher": "P",
    }


@pytest.mark.parametrize("key", ["p", "P", "former"])
def test_how_a_parent_is_found(key: str) -> None:
    """By its key, else by its key in another case, else by a former key."""
    text = f"@misc{{c, crossref={{{key}}}}} @misc{{p, ids={{old, former}}, series={{n}}}}"
    assert inherited(text) == {"series": "n"}


def test_a_parent_may_stand_before_or_after() -> None:
    """BibTeX wants it after its children, biber does not mind; nor do we."""
    parent, child = "@misc{p, series={n}}", "@misc{c, crossref={p}}"
    assert inherited(parent + child) == inherited(child + parent) == {"series": "n"}


def test_xdata() -> None:
    """Several containers give all their fields, the first one first; they are entries too."""
    text = (
        "@xdata{d, publisher={P}, location={L}, ids={z}, custom={x}}"
        "@xdata{e, publisher={Q}, doi={10.1000/1}, number={n}, xdata={f}} @xdata{f, series={S}}"
        "@book{c, title={T}, xdata={d,e}}"
    )
    assert inherited(text) == {
        "publisher": "P",
        "location": "L",
        "custom": "x",
        "number": "n",
        "series": "S",
    }
    assert read(text)["d"].type == "xdata"


def test_xdata_comes_before_crossref() -> None:
    """What a container gives is not taken from the cross-referenced entry, and passes on."""
    text = (
        "@inbook{c, xdata={d}, crossref={p}} @xdata{d, publisher={P}}"
        "@book{p, publisher={Q}, xdata={e}} @xdata{e, series={S}}"
    )
    assert inherited(text) == {"publisher": "P", "series": "S"}


def test_long_chains() -> None:
    """Thousands of entries that inherit from each other are neither too deep nor too many."""
    text = "".join(f"@misc{{k{i}, crossref={{k{i + 1}}}, series={{n}}}}" for i in range(5000))
    text += "".join(f"@xdata{{x{i}, xdata={{x{i + 1}}}, f{i}={{v}}}}" for i in range(2000))
    found = {}
    assert cpu_seconds(lambda: found.update(read(text))) < 20
    assert len(found) == 7000
    assert len(found["x0"].inherited) <= 500


def test_one_remark_for_each_parent_that_is_missing() -> None:
    """The first child has the remark, with the number of the others."""
    text = "".join(f"@inbook{{c{i}, title={{T{i}}}, crossref={{p}}}}" for i in range(9))
    remarks = [r.remarks for r in bibtex.read(text, "a.bib").records]
    assert remarks[0] == ("crossref: no entry p in this file; 8 more entries refer to it",)
    assert not any(remarks[1:])
