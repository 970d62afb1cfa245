"""`vcmbib merge`: two papers of one work become one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.duplicate_records import groups
from tests.cli.program import vcmbib


def test_merge_unites_and_keeps_the_key(duplicates: Path) -> None:
    """Tags, notes, identifiers and sources of both; the other key resolves for ever."""
    table = vcmbib(duplicates, "merge", "bee2012", "bee12", "--json").json
    assert table["merged"] == ["bee12"]
    paper = vcmbib(duplicates, "show", "--json", "bee12").json["papers"][0]
    assert paper["key"] == "bee2012"
    assert paper["former_keys"] == ["bee12"]
    assert paper["identifiers"] == {"doi": "10.1000/xyz"}
    assert set(paper["tags"]) == {"coding", "machines"}
    assert paper["note"] == "read twice"
    assert "bee12\tbee2012" in vcmbib(duplicates, "key", "map").out
    assert [v for v, _ in groups(duplicates)] != ["same"]


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("bee2012", "nobody"), 3),
        (("nobody", "bee2012"), 3),
        (("bee2012", "bee2012"), 2),
        (("bee2012",), 2),
    ],
)
def test_what_cannot_be_merged(duplicates: Path, args: tuple[str, ...], status: int) -> None:
    """A key that is not there, a paper with itself, one paper alone."""
    before = duplicates.read_bytes()
    assert vcmbib(duplicates, "merge", *args).status == status
    assert duplicates.read_bytes() == before


def test_a_preprint_is_merged_into_its_publication(duplicates: Path, tmp_path: Path) -> None:
    """Whichever is kept, the published form stays, and the preprint's number is added."""
    (tmp_path / "pre.bib").write_text(
        "@misc{pre, title={Scalable feature coding for machines and people}, year={2011},"
        " author={Bee, Ada and Dee, Carl}, eprint={1105.0123}, archiveprefix={arXiv}}",
        encoding="utf-8",
    )
    vcmbib(duplicates, "import", "--on-duplicate", "add", str(tmp_path / "pre.bib"))
    vcmbib(duplicates, "merge", "pre", "bee12")
    paper = vcmbib(duplicates, "show", "--json", "pre").json["papers"][0]
    assert (paper["year"], paper["type"], paper["volume"]) == (2012, "article", "12")
    assert paper["identifiers"] == {"arxiv": "1105.0123", "doi": "10.1000/xyz"}


def test_merge_says_what_speaks_against(duplicates: Path) -> None:
    """Without a terminal, works that look different need --yes."""
    refused = vcmbib(duplicates, "merge", "lone", "bee12")
    assert refused.status == 2
    assert "lone and bee12 look different: title" in refused.err
    assert vcmbib(duplicates, "merge", "lone", "bee12", "--dry-run").status == 0
    assert vcmbib(duplicates, "merge", "lone", "bee12", "--yes").status == 0
    assert "is lone itself" in vcmbib(duplicates, "merge", "lone", "bee12").err


def test_the_fuller_names_stand(duplicates: Path) -> None:
    """Whichever paper is kept, its authors' given names are in full where one of them has them."""
    vcmbib(duplicates, "merge", "bee12", "bee2012")
    one = vcmbib(duplicates, "show", "bee12", "--json").json["papers"][0]
    assert [a["given"] for a in one["authors"]] == ["Ada", "Carl"]


PREPRINT_AND_ARTICLE = """
@article{valley, title={Smoke over the valley raises admissions: evidence from one summer},
  author={Arden, Golam and Boyd, Carla}, journal={Lung Journal}, year={2024}, pages={11-19},
  doi={10.1177/valley.2024.5}}
@article{smoke, title={Smoke over the valley raises admissions: evidence from one summer},
  author={Arden, Golam and Boyd, Carla}, journal={medRxiv}, year={2023},
  doi={10.1101/2023.04.18.1234}}
"""


@pytest.mark.parametrize("kept", ["valley", "smoke"])
def test_the_doi_of_a_preprint_leads_to_the_merged_paper_and_is_exported(
    tmp_path: Path, kept: str
) -> None:
    """Whichever paper is kept; a round trip through a file keeps both."""
    (tmp_path / "a.bib").write_text(PREPRINT_AND_ARTICLE, encoding="utf-8")
    db = tmp_path / "papers.db"
    vcmbib(db, "import", str(tmp_path / "a.bib"), "--on-duplicate", "add")
    other = "smoke" if kept == "valley" else "valley"
    assert vcmbib(db, "merge", kept, other, "--yes").status == 0
    for dialect in ("--bibtex", "--biblatex"):
        text = vcmbib(db, "export", dialect).out
        assert "doi = {10.1177/valley.2024.5}" in text
        (tmp_path / "b.bib").write_text(text, encoding="utf-8")
        again = tmp_path / f"again{dialect}.db"
        vcmbib(again, "import", str(tmp_path / "b.bib"))
        for library in (db, again):
            for name in ("10.1101/2023.04.18.1234", "10.1177/valley.2024.5"):
                assert vcmbib(library, "show", name).out.startswith(f"key\t{kept}\n")
