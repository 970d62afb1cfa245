"""What users' files say that is easily misread: macros of other files, ids, months, slips."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.formats.bibtex.read_entry import as_paper, field, one
from vcmbib.formats import bibtex
from vcmbib.formats.bibtex.parse.resolve import file_set
from vcmbib.model.identifiers import Identifier, Scheme

ARXIV = Identifier(Scheme.ARXIV, "1703.00813")


# --- failures ---------------------------------------------------------------------------------


def test_a_value_that_swallows_fields_fails() -> None:
    """Where a brace is missing on one line nobody knows where the value ends: it is handed back."""
    text = "@article{a, title={Kuh, author={A B}, year=2001}\n@article{b, title={T}}"
    reading = bibtex.read(text, "a.bib")
    assert [r.key for r in reading.records] == ["b"]
    (problem,) = reading.problems
    assert problem.text == "@article{a, title={Kuh, author={A B}, year=2001}"
    assert "not closed" in problem.reason


def test_an_entry_that_is_not_closed_is_read_if_its_values_are() -> None:
    """Only the last brace is missing: nothing is uncertain."""
    reading = bibtex.read("@article{a, title={T}, year={2001}\n@article{b, title={U}}", "a.bib")
    assert [(r.key, r.year) for r in reading.records] == [("a", 2001), ("b", None)]


def test_an_entry_without_a_type_fails() -> None:
    """It is no comment; what follows it is read."""
    reading = bibtex.read("@{k, title={x}, author={A B}}\n@misc{b, title={T}}", "a.bib")
    assert [p.reason for p in reading.problems] == ["no entry type"]
    assert [r.key for r in reading.records] == ["b"]


def test_one_remark_for_each_parent_that_is_missing() -> None:
    """The first child says it, and how many others there are."""
    text = "".join(f"@inbook{{c{i}, title={{T{i}}}, crossref={{p}}}}" for i in range(9))
    remarks = [r.remarks for r in bibtex.read(text, "a.bib").records]
    assert remarks[0] == ("crossref: no entry p in this file; 8 more refer to it",)
    assert not any(remarks[1:])


# --- several files ----------------------------------------------------------------------------

STRINGS = '@string{tse = "Transactions on Cows"}'
PARENTS = "@proceedings{prt, title={Proc of Cows}, year={2003}, publisher=pub} @string{pub={Barn}}"
CHILDREN = (
    "@article{a, title={T}, journal=tse} @inproceedings{b, title={U}, crossref={prt}}"
    "@article{c, title={V}, journal=nowhere}"
)


@pytest.mark.parametrize("texts", [(STRINGS, PARENTS, CHILDREN), (CHILDREN, PARENTS, STRINGS)])
def test_files_that_are_read_together(texts: tuple[str, ...]) -> None:
    """Macros and parents of one file serve in the others, whatever their order."""
    reading = bibtex.read(CHILDREN, "refs.bib", files=file_set(texts))
    first, second, third = reading.records
    assert first.venue is not None
    assert first.venue.name == "Transactions on Cows"
    assert second.venue is not None
    assert (second.venue.name, second.year, second.publisher) == ("Proc of Cows", 2003, "Barn")
    assert third.remarks == ("journal: the macro nowhere is not defined here",)
    assert first.remarks == second.remarks == ()


def test_a_file_s_own_definitions_come_first() -> None:
    """Another file's macro or parent of the same name changes nothing."""
    own = '@string{j = "Own"} @article{a, title={T}, journal=j}'
    reading = bibtex.read(own, "a.bib", files=file_set(['@string{j = "Other"}', own]))
    venue = reading.records[0].venue
    assert venue is not None
    assert venue.name == "Own"


# --- identifiers ------------------------------------------------------------------------------


def test_a_child_has_no_identifiers_of_its_parent() -> None:
    """A parent's DOI, ISBN and address are no claims of its chapters."""
    parent = (
        "@proceedings{p, title={P}, doi={10.1000/1}, isbn={9783161484100}, url={https://a.example},"
        " note={10.1000/2}, year={2001}}"
    )
    child = bibtex.read(f"@inproceedings{{c, title={{T}}, crossref={{p}}}}{parent}", "a").records[0]
    assert (child.identifiers, child.links, child.note, child.year) == ((), (), None, 2001)
    assert "10.1000" not in bibtex.write([as_paper(child)])


@pytest.mark.parametrize(
    "fields",
    [
        "arxivid={1703.00813}",
        "arxiv={1703.00813}",
        "arxivid={1703.00813}, archiveprefix={arXiv}, eprint={1703.00813}",
        "journal={arXiv preprint}, volume={arXiv:1703.00813}",
        "journal={arXiv preprint}, volume={abs/1703.00813}",
        "url={https://dblp.org/rec/journals/corr/abs-1703-00813}",
        "biburl={https://dblp.org/rec/journals/corr/abs-1703-00813.bib}",
        "biburl={http://dblp.uni-trier.de/rec/bib/journals/corr/abs-1703-00813}",
    ],
)
def test_where_arxiv_s_number_stands(fields: str) -> None:
    """It is found, and the fields come out as they came in."""
    record = field(f"title={{T}}, {fields}")
    assert ARXIV in record.identifiers
    written = bibtex.write([as_paper(record)])
    assert ARXIV in one(written).identifiers
    for piece in fields.split(", "):
        name, _, value = piece.partition("=")
        assert f"{name} = {value}".lower() in written.lower()


@pytest.mark.parametrize(
    "said",
    [
        "journal={arXiv preprint arXiv:1703.00813}",
        "howpublished={arXiv preprint arXiv:1703.00813}",
        "journal={CoRR}, volume={abs/1703.00813}",
        "arxivid={1703.00813}",
    ],
)
def test_a_kept_value_goes_with_its_identifier(said: str) -> None:
    """A number that was edited is not contradicted by the journal it came from."""
    paper = as_paper(field(f"title={{T}}, {said}"))
    edited = replace(paper, identifiers=(Identifier(Scheme.ARXIV, "2405.03500"),))
    written = bibtex.write([edited])
    assert "2405.03500" in written
    assert "1703.00813" not in written


# --- months, tags -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "number"),
    [("Dezember", 12), ("janv.", 1), ('M{\\"a}rz', 3), ("3. Dezember", 12), ("jun", 6)],
)
def test_months_of_other_languages(month: str, number: int) -> None:
    """A braced month is one in every language of the styles."""
    assert field(f"title={{T}}, month={{{month}}}").month == number


def test_a_macro_in_braces_is_the_month() -> None:
    """It is read as the month; BibTeX gets it as it came in, biber a macro."""
    record = field("title={T}, year={2018}, month={jun}, day={3}")
    assert record.month == 6
    assert "month = {jun}," in bibtex.write([as_paper(record)])
    biblatex = bibtex.Style(dialect=bibtex.Dialect.BIBLATEX)
    assert "month = jun," in bibtex.write([as_paper(record)], biblatex)


def test_repeated_keywords_are_all_tags() -> None:
    """Each field comes out again; edited tags replace them all."""
    paper = as_paper(field("title={T}, keywords={a, b}, keywords={c}"))
    assert paper.tags == ("a", "b", "c")
    written = bibtex.write([paper])
    assert "{a, b}" in written
    assert "{c}" in written
    edited = bibtex.write([replace(paper, tags=("a",))])
    assert edited.count("keywords") == 1


def test_names_begin_with_a_letter_that_bibtex_has_whole() -> None:
    """Initials in UTF-8 would be cut in half; biber gets what came in, other scripts stay."""
    paper = as_paper(field("title={T}, author={Ezgi Özyılkan and Иван Себеста and Jörg Élan}"))
    assert r"author = {Ezgi {\"O}zyılkan and Иван Себеста and Jörg {\'E}lan}" in bibtex.write(
        [paper]
    )
    biblatex = bibtex.Style(dialect=bibtex.Dialect.BIBLATEX)
    assert "Ezgi Özyılkan and Иван Себеста and Jörg Élan" in bibtex.write([paper], biblatex)


def test_a_long_run_of_blanks_costs_no_more_than_its_length() -> None:
    """Half a million blanks in an entry that is not whole: a second, not an hour."""
    reading = bibtex.read("@article{a,title={T}" + " " * 500_000 + "x", "x.bib")
    assert len(reading.records) + len(reading.problems) == 1
