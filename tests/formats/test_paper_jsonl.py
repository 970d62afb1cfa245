"""Papers as JSON lines, both ways, and reading what `--json` shows."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.formats import roundtrips
from tests.papers import arxiv, doi, paper, papers_with
from vcmbib.formats import paper_json, paper_jsonl
from vcmbib.logic.categories import CategoryPaths
from vcmbib.model.paper import Category, Paper, Place, Standing


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever a file contains, reading it does not fail."""
    paper_jsonl.read(text, "a.jsonl")
    paper_jsonl.read(f'{{"title": {text}}}', "a.jsonl")


@WHOLE_PAPERS
@given(st.lists(papers_with(["a", "b"], ["x"]), max_size=3))
def test_what_is_written_is_read_back(papers: list[Paper]) -> None:
    """A paper comes back whole and exactly as it was."""
    roundtrips.same(papers, paper_jsonl.read(paper_jsonl.write(papers), "a.jsonl"))


@WHOLE_PAPERS
@given(st.lists(papers_with(["a", "b"], ["x"]), max_size=3))
def test_what_json_shows_is_read_back(papers: list[Paper]) -> None:
    """So does the object that `--json` shows, whatever its layout."""
    for indent in (None, 2):
        text = json.dumps(paper_json.envelope(papers), indent=indent)
        roundtrips.same(papers, paper_jsonl.read(text, "a.json"))


def test_categories_and_former_keys() -> None:
    """Categories are places, old keys are in the field that BibLaTeX has for them."""
    given_ = paper(categories=(Standing("coding", 2),), former_keys=("old", "older"))
    record = roundtrips.one(paper_jsonl.read(paper_jsonl.write([given_]), "a.jsonl"))
    assert record.places == (Place(("coding",)),)
    assert record.extra == (("ids", "old, older"),)


def test_a_category_that_is_there_is_found_by_its_slug() -> None:
    """Reading what was written makes no second category in addition to the one that it names."""
    tree = (Category("lists", "Lists"), Category("feature-coding", "Feature Coding", "lists"))
    record = roundtrips.one(
        paper_jsonl.read('{"title": "T", "categories": ["feature-coding"]}', "a")
    )
    places = CategoryPaths(tree, {})
    assert places.slug_of(record.places[0].path) == "feature-coding"
    assert places.fresh == []


def test_identifiers_of_one_scheme() -> None:
    """The further identifiers of a scheme are read too."""
    given_ = paper(identifiers=(doi("10.1000/1"), arxiv("2101.00001"), doi("10.1000/2")))
    record = roundtrips.one(paper_jsonl.read(paper_jsonl.write([given_]), "a.jsonl"))
    assert sorted(record.identifiers) == sorted(given_.identifiers)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"title": "T"', "not valid JSON"),
        ('{"title": "T", "authors_complete": "soon"}', "authors_complete: 'soon' is not true or"),
        ('{"title": "T", "authors": [{"given": "A"}]}', "authors: "),
        ('{"title": "T", "venue": {"name": "V", "kind": "x"}}', "venue: "),
        ('{"title": "T", "links": [{"url": 3, "kind": "pdf"}, 4]}', "links: "),
        ('{"year": 2020}', "neither a title nor an author nor an identifier"),
        ("12", "not an object in braces"),
        ("nonsense", "not valid JSON"),
    ],
)
def test_a_bad_line_spoils_no_other(line: str, reason: str) -> None:
    """A line that cannot be read is returned verbatim; the lines around it are read."""
    text = f'{{"title": "A"}}\n{line}\n{{"title": "B"}}\n'
    reading = paper_jsonl.read(text, "a.jsonl")
    assert [r.title for r in reading.records] == ["A", "B"]
    (problem,) = reading.problems
    assert (problem.line, problem.text) == (2, line)
    assert problem.reason.startswith(reason)
    failed = paper_jsonl.write_failed(reading.problems)
    again = paper_jsonl.read(failed, "f.jsonl")
    assert [p.text for p in again.problems] == [line]
    mended = paper_jsonl.read(failed.replace(line, '{"title": "C"}'), "f.jsonl")
    assert [r.title for r in mended.records] == ["C"]
    assert mended.problems == ()


def test_fields_that_are_missing_or_new() -> None:
    """A title is enough; a field that we do not know is kept."""
    record = roundtrips.one(paper_jsonl.read('{"title": "T", "cited_by": 7, "year": "2020"}', "a"))
    assert (record.title, record.year, record.extra) == ("T", 2020, (("json-cited_by", "7"),))


def test_the_reason_above_does_not_hide_the_format() -> None:
    """A file that `write_failed` wrote is known by what follows our own lines."""
    from vcmbib.formats import format_of

    assert format_of("a.json", "# line 3: why\n" + '[{"type": "book"}]') == "csl-json"
    assert format_of("a.json", "# line 3: why\n" + '{"key": "a", "title": "T"}') == "jsonl"
