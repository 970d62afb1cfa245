"""The identifiers of an entry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.formats.bibtex.read_entry import as_paper, read_fields, read_one
from vcmbib.formats import bibtex
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.venues.lookup import find_venue

ARXIV = Identifier(Scheme.ARXIV, "1703.00813")


@pytest.mark.parametrize(
    "text",
    [
        "eprint={2405.03500}, archivePrefix={arXiv}, primaryClass={cs.CV}",
        "eprint={2405.03500}, eprinttype={arxiv}",
        "eprint={arXiv:2405.03500}",
        "journal={arXiv preprint arXiv:2405.03500}",
        "journal={CoRR}, volume={abs/2405.03500}",
        "journal={CoRR}, eprint={abs/2405.03500}",
        "doi={10.48550/arXiv.2405.03500}",
        "url={https://arxiv.org/abs/2405.03500}",
        "howpublished={\\url{https://arxiv.org/pdf/2405.03500}}",
        "note={arXiv:2405.03500}",
    ],
)
def test_one_arxiv_number_from_all_forms(text: str) -> None:
    """However arXiv's number is put, it is found, and what is only there is a preprint."""
    record = read_fields(text)
    assert [str(i) for i in record.identifiers] == ["arxiv:2405.03500"]
    assert record.venue == find_venue("arXiv")
    assert record.entry_type == "misc"
    assert record.volume is None


def test_identifiers() -> None:
    """DOI, ISBN and numbers of catalogues are found, an escaped underscore notwithstanding."""
    record = read_fields(
        "doi={https://doi.org/10.1007/978-3\\_29}, isbn={978-3-031-19836-6}, pmid={123},"
        " url={https://ieeexplore.ieee.org/document/10440522}, note={See 10.1000/182.}"
    )
    assert sorted(str(i) for i in record.identifiers) == [
        "doi:10.1007/978-3_29",
        "ieee:10440522",
        "isbn:9783031198366",
        "pmid:123",
    ]
    assert record.note == "See 10.1000/182."


def test_a_strange_identifier_blocks_nothing() -> None:
    """What is no DOI, eprint or number of pages is kept as it is written."""
    record = read_fields(
        "doi={none}, eprint={hal-1}, archivePrefix={HAL}, pmid={x}, url={see text}"
    )
    assert record.identifiers == ()
    assert dict(record.extra) == {
        "doi": "none",
        "eprint": "hal-1",
        "archiveprefix": "HAL",
        "pmid": "x",
        "url": "see text",
    }


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
    record = read_fields(f"title={{T}}, {fields}")
    assert ARXIV in record.identifiers
    written = bibtex.write([as_paper(record)])
    assert ARXIV in read_one(written).identifiers
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
    paper = as_paper(read_fields(f"title={{T}}, {said}"))
    edited = replace(paper, identifiers=(Identifier(Scheme.ARXIV, "2405.03500"),))
    written = bibtex.write([edited])
    assert "2405.03500" in written
    assert "1703.00813" not in written
