"""The claims of a source are read back as they were written."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.papers import ICIP, arxiv, names, paper, papers_with, place, record
from vcmbib.model.paper import Paper, Place, Record, SourceKind
from vcmbib.model.plan import Add, Plan
from vcmbib.store.library import Library
from vcmbib.store.record_json import claims_of, dump_record, load_record


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


def test_claims_are_those_of_the_work() -> None:
    """The line, the places in a list and the remarks of the reader are no claims."""
    one = record("", authors=names("Ada Lovelace"), line=1, places=place("A"), remarks=("odd",))
    other = replace(one, line=2, places=(), remarks=())
    assert claims_of(dump_record(one)) == claims_of(dump_record(other))
    assert claims_of(dump_record(one)) != claims_of(dump_record(replace(one, year=2020)))
