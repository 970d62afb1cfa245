"""Papers as CITATION.cff."""

from __future__ import annotations

from dataclasses import replace

import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.formats import roundtrips
from tests.formats.cff.schema_and_sample import FILE, VALIDATOR
from tests.papers import doi, names, paper
from vcmbib.formats import cff
from vcmbib.model.paper import Paper


@WHOLE_PAPERS
@given(st.lists(roundtrips.papers(), min_size=1, max_size=3, unique_by=lambda p: p.key))
def test_what_is_written_is_valid(papers: list[Paper]) -> None:
    """Whatever the papers contain, the file is valid by the schema."""
    VALIDATOR.validate(yaml.safe_load(cff.write(papers)))


def test_a_paper_is_the_preferred_citation() -> None:
    """A paper is cited in place of a work of its name; software is the work itself."""
    article = paper(
        entry_type="article", authors=names("Jane Doe"), identifiers=(doi("10.1000/1"),)
    )
    data = yaml.safe_load(cff.write([article]))
    assert data["title"] == data["preferred-citation"]["title"]
    assert data["preferred-citation"]["doi"] == "10.1000/1"
    reading = cff.read(cff.write([article]), "a.cff")
    assert len(reading.records) == len(reading.skipped) == 1
    tool = paper(entry_type="software", authors=names("Jane Doe"), authors_complete=True)
    assert "preferred-citation" not in yaml.safe_load(cff.write([tool]))


def test_what_is_kept_of_people_comes_out_again() -> None:
    """ORCIDs and affiliations are written again while the people are the same."""
    (tool, *_) = roundtrips.as_papers(replace(cff.read(FILE, "CITATION.cff"), problems=()))
    people = yaml.safe_load(cff.write([replace(tool, key="k")]))["preferred-citation"]["authors"]
    assert people[0]["orcid"].endswith("0001")


def test_no_papers() -> None:
    """Without a paper there is no file."""
    assert cff.write([]) == ""
