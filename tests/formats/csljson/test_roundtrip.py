"""Values of CSL-JSON are read back as they were written, in both directions."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.formats import roundtrips
from tests.formats.csljson.csl_items import VALIDATOR, item, one
from vcmbib.formats import csljson
from vcmbib.logic.merge.fill import paper_from_record
from vcmbib.model.latex.decode import to_unicode
from vcmbib.model.paper import Paper


@WHOLE_PAPERS
@given(st.lists(roundtrips.papers(), max_size=3))
def test_what_is_written_is_read_back(papers: list[Paper]) -> None:
    """A paper comes back whole: what CSL has no variable for is in `custom`."""
    roundtrips.same(papers, csljson.read(csljson.write(papers), "a.json"), said=_unicode)


def _unicode(paper_: Paper) -> Paper:
    """Extra text as it is read: CSL has no LaTeX."""
    extra = tuple((n, to_unicode(v)) for n, v in paper_.extra)
    return replace(paper_, extra=extra)


def test_what_dates_say_beyond_comes_out_again() -> None:
    """Ranges, seasons and words of a date are written as they were read."""
    for issued in (
        {"date-parts": [[2019, 5], [2019, 7]]},
        {"date-parts": [[2019]], "season": 2},
        {"literal": "Spring 2019"},
    ):
        record = one(issued=issued)
        assert record.year == 2019
        assert item(paper_from_record(record, "k"))["issued"] == issued


def test_variables_without_a_place() -> None:
    """A variable that a record has no place for is kept and written again as it was."""
    given_ = {
        "id": "k", "type": "map", "title": "T", "medium": "paper", "archive": "X",
        "publisher-place": "Köln & Bonn", "accessed": {"date-parts": [[2020, 5, 6]]},
        "illustrator": [{"family": "Doe", "given": "J."}], "custom": {"theirs": [1, 2]},
        "original-date": {"date-parts": [[1900], [1901]]}, "event-title": "E",
        "volume-title": "V", "translator": [{"family": "Roe", "given": "R."}],
        "page-first": "3", "citation-key": "k",
    }  # fmt: skip
    (record,) = csljson.read(json.dumps(given_), "a.json").records
    assert dict(record.extra)["address"] == "Köln \\& Bonn"
    again = item(paper_from_record(record, record.key))
    VALIDATOR.validate([again])
    del given_["citation-key"]  # which is the id
    assert again == given_


def test_variables_that_csl_does_not_have() -> None:
    """What Crossref adds is kept under `custom`, so that the item is valid."""
    record = one(prefix="10.1", license=[{"URL": "u"}])
    assert dict(record.extra) == {"csl-prefix": "10.1", "csl-license": '[{"URL": "u"}]'}
    again = item(paper_from_record(record, "k"))
    VALIDATOR.validate([again])
    assert again["custom"]["extra"] == {"csl-prefix": "10.1"}
    assert again["license"] == '[{"URL": "u"}]'
