"""The claims of a source are read back as they were written."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.papers import ICIP, arxiv, names, paper, papers_with, record
from vcmbib.model.paper import Paper, Place, Record, SourceKind
from vcmbib.model.plan import Add, Plan
from vcmbib.store.library import Library
from vcmbib.store.record_json import dump_record, load_record


@WHOLE_PAPERS
@given(
    papers_with(["k"]),
    st.sampled_from(list(SourceKind)),
    st.lists(st.builds(Place, st.lists(st.text(), max_size=2).map(tuple), st.integers(0, 9))),
    st.lists(st.text(), max_size=2),
)
def test_any_record_comes_back(
    paper: Paper, source: SourceKind, places: list[Place], remarks: list[str]
) -> None:
    """Every field of a record survives, and what is not stated stays unstated."""
    shared = {f.name for f in fields(Record)} & {f.name for f in fields(Paper)}
    said = {name: getattr(paper, name) for name in shared}
    record = Record(
        source=source,
        origin="a.md",
        ref="line 3",
        line=3,
        places=tuple(places),
        remarks=tuple(remarks),
        **said,
    )

    assert load_record(source.value, "a.md", "line 3", dump_record(record)) == record
    assert dump_record(Record(source=source, origin="a.md")) == "{}"


def test_records_come_back_as_they_were_said(library: Library) -> None:
    """The claims of a source are kept whole."""
    said = record(
        authors=names("Anna de Vries"),
        year=2020,
        venue=ICIP,
        identifiers=(arxiv("2101.00001"),),
        tags=("a",),
        extra=(("howpublished", "online"),),
        line=12,
        ref="line 12",
    )
    library.apply(Plan.of([Add(paper(), (said,))]), "import")

    assert [r for r, _ in library.records(library.paper("doe2020coding"))] == [said]
