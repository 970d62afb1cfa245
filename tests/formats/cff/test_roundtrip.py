"""Papers that are written as CITATION.cff are read back."""

from __future__ import annotations

from dataclasses import replace

import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.formats import roundtrips
from tests.formats.cff.schema_and_sample import VALIDATOR
from tests.papers import paper
from vcmbib.formats import cff
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper

SAID = {"issn", "edition", "language", "urldate", "shorttitle", "translator"}


@WHOLE_PAPERS
@given(st.lists(roundtrips.papers(), max_size=3, unique_by=(lambda p: p.key, lambda p: p.title)))
def test_what_is_written_is_read_back(papers: list[Paper]) -> None:
    """A paper comes back but for what the format has no field for, which docs/formats.md lists."""

    def said(paper_: Paper) -> Paper:
        return roundtrips.unicode(
            replace(paper_, extra=tuple(e for e in paper_.extra if e[0] in SAID))
        )

    unsaid = ("honour", "model", "topics", "links")
    roundtrips.same(papers, cff.read(cff.write(papers), "a.cff"), *unsaid, said=said)


def test_namesakes_and_nobody() -> None:
    """Two people of one name stay two, and a work without authors is anonymous in the file."""
    twice = (Name("Wang", "Wei"), Name("Wang", "Wei"))
    two = paper(authors=twice, authors_complete=True)
    none = paper("n", "N")
    written = cff.write([two, none])
    VALIDATOR.validate(yaml.safe_load(written))
    records = cff.read(written, "a.cff").records
    assert [r.authors for r in records] == [twice, ()]
