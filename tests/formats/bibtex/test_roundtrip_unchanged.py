"""The law of import and export: what was not touched comes out as it came in."""

from __future__ import annotations

import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.formats.bibtex.read_entry import as_paper, read_fields, read_one
from tests.formats.bibtex.roundtrip import differences, exported, papers_of, parsed
from vcmbib.formats import bibtex
from vcmbib.logic.merge.fill import fill
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind
from vcmbib.model.raw_fields import visible
from vcmbib.model.venues.lookup import find_venue


def out(text: str, dialect: bibtex.Dialect = bibtex.Dialect.BIBTEX) -> str:
    """A file after import and export."""
    return bibtex.write(papers_of(text), bibtex.Style(dialect))


@pytest.mark.parametrize(
    "fields",
    [
        "title={{The Whole Title}}",
        "title={The {VNVC} of {\\'E}cole and $\\ell_1$}",
        "title={Capitals Of JPEG unprotected}",
        "author={Ada Lovelace and G. Byron}",
        "author={Lovelace, Ada and others}",
        "author={{\\'E}va Tardos and {The Team}}",
        "editor={A B and others}, translator={C D}, editora={E F}, editoratype={compiler}",
        "pages={12-19}",
        "pages={12–19}",
        "pages={3, 5--7, S1+}",
        "journal={CoRR}, volume={abs/2405.03500}",
        "journal={arXiv preprint arXiv:2405.03500}, year={2024}",
        "journal={CoRR}, eprint={abs/2405.03500}, archiveprefix={arXiv}",
        "eprint={2405.03500v2}, archivePrefix={arXiv}, primaryClass={cs.CV}",
        "eprint={2405.03500}",
        "eprint={hal-1}, archivePrefix={HAL}",
        "url={https://arxiv.org/abs/2405.03500}",
        "url={https://doi.org/10.1000/182}, doi={10.1000/182}",
        "url={https://doi.org/10.1000/182}",
        "url={https://example.org/a{\\_}b?c=100\\%}",
        "url={see text}, doi={none}",
        "doi={https://doi.org/10.1000/a\\_b}",
        "note={arXiv:2405.03500}",
        "howpublished={\\url{https://example.org/}}, url={https://example.org/}",
        "isbn={978-3-031-19836-6}",
        "month={12}, year={2020}",
        "month={Sept.}, year={2020a}",
        "month=10 # {~} # jun, year=2000",
        "year={in press}",
        "number={3}, issue={3}",
        "issue={3}",
        "keywords={b; a, {c, d}}",
        "abstract={}, note={}, year={2000}",
        "ids={old1,old2}",
        "publisher={P {\\&} Q}",
        "booktitle={B}, journal={J}",
        "location={Here}, year={2001}, journal={J}",
        "biblatextype={mine}",
        "file={:a_b/c.pdf:PDF}, groups={G\\;H}, timestamp={2020-01-01}, Owner={me}",
        "annote={A}, annotation={B}",
    ],
)
def test_an_entry_comes_out_as_it_came_in(fields: str) -> None:
    """Whatever an entry contains, an independent parser finds the same in the file we write."""
    text = f"@article{{k,\n {fields}\n}}\n"
    assert list(differences(parsed(text), parsed(out(text)))) == []


@pytest.mark.parametrize(
    "text",
    [
        "@online{k, title={T}, date={2020-05-01}, url={https://e.org/}, urldate={2021-01-01}}",
        "@article{k, title={T}, journaltitle={J}, date={2004/2006}, location={L}}",
        "@article{k, title={T}, journaltitle={J}, date={1999?}}",
        "@thesis{k, title={T}, type={phdthesis}, institution={U}, date={2001-21}}",
        "@report{k, title={T}, institution={U}, date={2001}}",
        "@misc{k, title={T}, eprint={2405.03500}, eprinttype={arxiv}, eprintclass={cs}, date=2024}",
        "@mvbook{k, title={T}, date={-0044}, editor={A B}, editortype={compiler}}",
        "@custom-thing{k, title={T}, date={../1990}, related={x}, relatedtype={reprintof}}",
    ],
)
def test_a_biblatex_entry_comes_out_as_it_came_in(text: str) -> None:
    """So does an entry of BibLaTeX in its dialect; in BibTeX's it is read back as it was."""
    again = out(text, bibtex.Dialect.BIBLATEX)
    assert list(differences(parsed(text), parsed(again))) == []
    through_bibtex = out(out(text), bibtex.Dialect.BIBLATEX)
    lost = {d.field for d in differences(parsed(text), parsed(through_bibtex))}
    assert lost <= {"eprinttype", "(type)"}  # arXiv's number has one spelling in each


def test_types_of_one_dialect_in_a_file_of_the_other() -> None:
    """A stray @online or `location` in a file that is BibTeX's stays what it is."""
    text = "@article{a, journal={J}, year=2000}\n@online{b, title={T}, year=2001, location={L}}\n"
    assert list(differences(parsed(text), parsed(out(text)))) == []


def test_a_macro_that_is_not_defined_comes_out_bare() -> None:
    """Another file may define it."""
    text = "@article{a, title={T}, journal=tpami, series={A } # lncs, year=2000}"
    written = out(text)
    assert "journal = tpami,\n" in written
    assert "lncs" in written
    assert "{lncs}" not in written


def test_bare_signs_are_escaped_in_text_only() -> None:
    """A bare & would stop LaTeX; in addresses and maths it is right as it is."""
    text = (
        "@misc{a, title={R&D of $a_b$}, series={A_1 & \\url{b_c}}, publisher={{P} & Q}, year=2000,"
        " url={https://e.org/a_b?c&d}, file={a_b.pdf}}"
    )
    written = out(text)
    assert "title = {R\\&D of $a_b$}" in written
    assert "series = {A_1 & \\url{b_c}}" in written
    assert "publisher = {{P} \\& Q}" in written
    assert "url = {https://e.org/a_b?c&d}" in written
    assert "file = {a_b.pdf}" in written


def test_what_was_edited_is_written_anew() -> None:
    """A kept value is dropped where the column has another value now; the others stay."""
    text = (
        "@inproceedings{k, title={{The Old Title}}, author={Ada Lovelace}, pages={1-2},"
        " booktitle={Proc. of X 2020}, month={5}, year={2020}, keywords={a;b},"
        " url={https://doi.org/10.1000/1}, doi={https://doi.org/10.1000/1}, publisher={{P}}}"
    )
    (before,) = papers_of(text)
    after = replace(
        before,
        title="A New JPEG",
        authors=(Name("Byron", "George"),),
        pages="3-4",
        venue=find_venue("ICIP"),
        year=2021,
        tags=("a", "b", "c"),
        identifiers=(Identifier(Scheme.DOI, "10.1000/2"),),
        links=(Link(LinkKind.PAPER, "https://e.org/"),),
        publisher="Q",
    )
    written = bibtex.write([after])
    for line in (
        "title = {A New {JPEG}}", "author = {Byron, George}", "pages = {3--4}", "year = {2021}",
        "month = {5}", "keywords = {a, b, c}", "doi = {10.1000/2}", "url = {https://e.org/}",
        "publisher = {Q}",
        "booktitle = {IEEE International Conference on Image Processing}",
    ):  # fmt: skip
        assert f"  {line},\n" in written
    assert "Old" not in written


def test_a_kept_form_comes_along_with_its_column_only() -> None:
    """Filling a paper takes a title as written only where it takes the title."""
    (paper,) = papers_of("@misc{k, title={A Title of JPEG}, year=2000}")
    record = read_fields(
        "title={{A} Title of JPEG}, author={Ada Lovelace}, series={S}, doi={10.1/ x}"
    )
    filled = fill(replace(paper, extra=()), record)
    assert dict(filled.paper.extra).keys() >= {"author", "series"}
    assert "title" not in dict(filled.paper.extra)
    assert {c.field for c in filled.changes} >= {"authors", "extra"}


def test_kept_forms_are_shown_nowhere() -> None:
    """Of the extra fields, those that only repeat a column are not for people."""
    record = read_fields("title={{T}}, author={A B}, doi={none}, series={S}, note={}, journal=tip")
    assert visible(record) == (("doi", "none"), ("series", "S"))
    assert visible(as_paper(record)) == visible(record)


def test_dialects_are_read_back() -> None:
    """What BibTeX has no place for goes into fields that only we read back."""
    (paper,) = papers_of("@online{k, title={T}, date={2004-06-01/}, url={https://e.org/}}")
    written = bibtex.write([paper])
    assert written.startswith("@misc{k,")
    assert "biblatextype = {online}" in written
    assert "year = {2004}" in written
    assert "  date = " not in written
    record = read_one(written)
    assert (record.entry_type, dict(record.extra)["date"]) == ("online", "2004-06-01/")


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """The real files of the data folder that are UTF-8 and not huge."""
    with tarfile.open(folder / "data/bib/bib-corpus-open.tar.gz") as archive:
        for member in archive:
            if "/real/" in member.name and member.name.endswith(".bib") and member.size < 400_000:
                stream = archive.extractfile(member)
                if stream is not None:
                    text = stream.read().decode("utf-8", "replace")
                    yield member.name, text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.shared
def test_real_files_come_out_as_they_came_in(shared: Path) -> None:
    """Of the fields of people's own files next to none differs, and none is lost.

    What differs is what the other parser gives up: fields after a missing comma or given twice,
    entries without a key or with one that LaTeX cannot cite, macros defined later.
    """
    fields = entries = 0
    counts: Counter[str] = Counter()
    for name, text in _files(shared):
        before, after = parsed(text), parsed(exported(text, name))
        entries += len(before)
        fields += sum(len(found) for _, found in before.values())
        for difference in differences(before, after):
            counts[difference.field] += 1
            assert difference.field == "(entry)" or difference.after != "\0", (name, difference)
    assert entries > 8_000
    assert sum(counts.values()) <= fields * 0.002, counts.most_common(20)


@pytest.mark.parametrize("name", ["title", "abstract", "publisher"])
def test_an_export_that_is_read_again_is_the_same_file(name: str) -> None:
    """A value of several lines that is made safe for LaTeX is so once and for all."""
    text = f"@book{{k, {name} = {{Costs &sgr; 50%\n    and\n    more_things}}, year=2001}}"
    written = out(text)
    assert r"\&sgr; 50\%" in written
    assert out(written) == written
