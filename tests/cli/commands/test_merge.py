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
    """Whatever is kept, the published form stands, with the preprint's number beside it."""
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
    """Nobody there to answer: works that look different need --yes."""
    refused = vcmbib(duplicates, "merge", "lone", "bee12")
    assert refused.status == 2
    assert "lone and bee12 look different: title" in refused.err
    assert vcmbib(duplicates, "merge", "lone", "bee12", "--dry-run").status == 0
    assert vcmbib(duplicates, "merge", "lone", "bee12", "--yes").status == 0
    assert "is lone already" in vcmbib(duplicates, "merge", "lone", "bee12").err


def test_the_fuller_names_stand(duplicates: Path) -> None:
    """Whichever paper is kept, its authors' given names are in full where one of them has them."""
    vcmbib(duplicates, "merge", "bee12", "bee2012")
    one = vcmbib(duplicates, "show", "bee12", "--json").json["papers"][0]
    assert [a["given"] for a in one["authors"]] == ["Ada", "Carl"]
