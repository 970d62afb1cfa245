"""The table of fields against the modules: each one reads and writes those fields."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
from collections.abc import Callable, Iterable

import pytest

from vcmbib.cli import paper_fields
from vcmbib.formats import bibtex, load_reader, load_writer, paper_json, papercsv, sidecar
from vcmbib.formats.bibtex.style import Dialect, Style
from vcmbib.logic import library_diff
from vcmbib.logic.edit import changes, form, set_fields
from vcmbib.logic.merge import fill, papers
from vcmbib.logic.merge3.papers import PaperConflicts, merge_paper
from vcmbib.model import fields as table
from vcmbib.model.dump import jsonl
from vcmbib.model.dump.values import Dump, DumpedPaper
from vcmbib.model.field_types import FieldUse, ListField, PaperField, ValueKind
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import (
    Category,
    Link,
    LinkKind,
    Paper,
    Place,
    Record,
    SourceKind,
    Standing,
)
from vcmbib.model.query import fields as query_fields
from vcmbib.model.venues.venue import Venue, VenueKind
from vcmbib.store import record_json, rows, search, search_index

FULL = Paper(
    key="doe2020coding",
    title="Coding of Features",
    entry_type="inproceedings",
    id=7,
    authors=(Name("Doe", "Jane"), Name("Roe", "Rick")),
    authors_complete=True,
    editors=(Name("Poe", "Ed"),),
    year=2020,
    month=5,
    venue=Venue("ICIP", "IEEE International Conference on Image Processing", VenueKind.CONFERENCE),
    honour="Oral",
    volume="3",
    number="4",
    pages="5-9",
    publisher="IEEE",
    abstract="We code features.",
    note="Accepted.",
    notes=("Read it again.",),
    model="FeatNet",
    identifiers=(Identifier(Scheme.DOI, "10.1000/x1"), Identifier(Scheme.ARXIV, "2101.00001")),
    links=(
        Link(LinkKind.PAPER, "https://example.org/p"),
        Link(LinkKind.CODE, "https://example.org/c"),
    ),
    tags=("survey",),
    topics=("Video",),
    categories=(Standing("coding", 1),),
    extra=(("issn", "1234-5678"),),
    former_keys=("old2020",),
    added="2024-01-01T00:00:00Z",
    updated="2024-01-02T00:00:00Z",
)
"""A paper with a value in every field."""
BARE = Paper("bare", "Bare", entry_type="misc")
RECORD = Record(
    source=SourceKind.PERSON,
    origin="test",
    ref="1",
    line=3,
    key=FULL.key,
    entry_type=FULL.entry_type,
    title=FULL.title,
    authors=FULL.authors,
    authors_complete=True,
    editors=FULL.editors,
    year=FULL.year,
    month=FULL.month,
    venue=FULL.venue,
    honour=FULL.honour,
    volume=FULL.volume,
    number=FULL.number,
    pages=FULL.pages,
    publisher=FULL.publisher,
    abstract=FULL.abstract,
    note=FULL.note,
    notes=FULL.notes,
    model=FULL.model,
    identifiers=FULL.identifiers,
    links=FULL.links,
    tags=FULL.tags,
    topics=FULL.topics,
    places=(Place(("coding",), 1),),
    extra=FULL.extra,
    former_keys=FULL.former_keys,
    remarks=("a remark",),
)
"""A record that states the same."""
OF_THE_RECORD = {"source", "origin", "ref", "line", "remarks"}
"""The fields of a record that describe the record and not the paper."""


def names_of(kind: type[Paper] | type[Record]) -> set[str]:
    """The attributes of a paper or a record."""
    return {attribute.name for attribute in dataclasses.fields(kind)}


def at(use: FieldUse) -> set[PaperField]:
    """The fields that the table declares for a place."""
    return {field for field in table.ALL_FIELDS if use in field.uses}


def declared(use: FieldUse) -> set[str]:
    """The names that the table declares for a place."""
    return {name for field in at(use) for name in field.uses[use]}


# --- the table itself -------------------------------------------------------------------------


def test_the_table_has_every_attribute_of_a_paper_and_of_a_record() -> None:
    """A new attribute of `Paper` or `Record` needs an entry in the table."""
    assert {field.name for field in table.ALL_FIELDS} == names_of(Paper)
    assert len(table.ALL_FIELDS) == len(names_of(Paper))
    stated = {field.record_name for field in table.ALL_FIELDS} - {""}
    assert stated | OF_THE_RECORD == names_of(Record)


def test_the_papers_of_this_test_have_a_value_in_every_field() -> None:
    """What is compared below is never an empty value with an empty value."""
    for field in table.ALL_FIELDS:
        assert field.value(FULL) not in (None, "", (), field.value(BARE)), field.name
    for name in names_of(Record):
        assert getattr(RECORD, name), name


@pytest.mark.parametrize("field", table.ALL_FIELDS, ids=lambda field: field.name)
def test_a_field_reads_and_writes_the_attribute_of_its_name(field: PaperField) -> None:
    """`value` and `copied` of a field mean the attribute `name`."""
    assert field.value(FULL) == getattr(FULL, field.name)
    copy = field.copied(FULL, BARE)
    assert copy == dataclasses.replace(BARE, **{field.name: getattr(FULL, field.name)})


@pytest.mark.parametrize(
    "field", [f for f in table.ALL_FIELDS if f.claim(RECORD)], ids=lambda field: field.name
)
def test_a_new_paper_has_what_the_record_states(field: PaperField) -> None:
    """`claim` is the value that a paper made from the record has."""
    made = fill.paper_from_record(RECORD, RECORD.key)
    assert field.claim(RECORD) == field.value(made)
    assert field.taken(RECORD, BARE) == field.copied(made, BARE)
    assert field.supported(made, RECORD)


def test_only_what_a_person_or_the_library_decides_is_not_claimed() -> None:
    """Every attribute of a record but the places is read by the table."""
    unread = {f.record_name for f in table.ALL_FIELDS if f.record_name and not f.claim(RECORD)}
    assert unread == {"places"}


@pytest.mark.parametrize(
    ("group", "kinds"),
    [
        (table.NUMBER_FIELDS, {ValueKind.NUMBER}),
        (table.NAME_FIELDS, {ValueKind.NAMES}),
        (table.LINE_FIELDS, {ValueKind.LINE}),
        (table.TEXT_FIELDS, {ValueKind.LINE, ValueKind.TEXT}),
        (table.WORD_FIELDS, {ValueKind.WORDS}),
        (table.TIME_FIELDS, {ValueKind.TIME}),
    ],
)
def test_a_group_has_all_fields_of_its_kind(
    group: tuple[PaperField, ...], kinds: set[ValueKind]
) -> None:
    """A module that goes through a group of one type misses no field."""
    assert set(group) == {field for field in table.ALL_FIELDS if field.kind in kinds}


def test_the_lists_are_the_fields_with_several_values() -> None:
    """`LIST_FIELDS` has all lists whose values have an identity; names are none of them."""
    lists = {field for field in table.ALL_FIELDS if isinstance(field, ListField)}
    assert set(table.LIST_FIELDS) == lists
    several = {f for f in table.ALL_FIELDS if isinstance(f.value(FULL), tuple)}
    assert several - lists == set(table.NAME_FIELDS)


# --- names at each place ----------------------------------------------------------------------


def _extra(names: Iterable[str], prefix: str = "extra.") -> set[str]:
    """The names, `issn` of the paper's extra fields as NAME."""
    return {f"{prefix}NAME" if name == f"{prefix}issn" else name for name in names}


def _csv() -> set[str]:
    (header, _) = csv.reader(papercsv.write([FULL]).splitlines())
    assert header[: len(papercsv.COLUMNS)] == [*papercsv.COLUMNS]
    return {"extra:NAME" if name == "issn" else name for name in header}


def _form() -> set[str]:
    return _extra(re.findall(r"(?m)^([a-z.]+):", form.to_form(FULL)))


def _template() -> set[str]:
    known = set(paper_fields.TEMPLATE_FIELDS)
    assert paper_fields.template("{extra.issn}")(FULL) == "1234-5678"
    return known | {"extra.NAME"}


NAMES: dict[FieldUse, Callable[[], set[str]]] = {
    FieldUse.DUMP: lambda: set(jsonl.paper_object(DumpedPaper(FULL))),
    FieldUse.JSON: lambda: set(paper_json.paper_object(FULL)),
    FieldUse.SIDECAR: lambda: set(sidecar.FIELDS),
    FieldUse.CSV: _csv,
    FieldUse.FORM: _form,
    FieldUse.SET: lambda: {*set_fields.FIELD_NAMES, "extra.NAME"},
    FieldUse.HISTORY: lambda: _extra(c.field for c in changes.field_changes(BARE, FULL)),
    FieldUse.FILL: lambda: {c.field for c in fill.fill(BARE, RECORD).changes},
    FieldUse.MERGE: lambda: {row.field for row in papers.rows(FULL, [BARE], FULL)},
    FieldUse.TEMPLATE: _template,
    FieldUse.QUERY: lambda: {f.name for f in query_fields.FIELDS} - {"has"},
    FieldUse.HAS: lambda: set(query_fields.HAS) - {"file"},
    FieldUse.INDEX: lambda: set(search_index.COLUMNS),
    FieldUse.SORT: lambda: set(search.SORT_NAMES),
    FieldUse.STORED_RECORD: lambda: (
        set(json.loads(record_json.dump_record(RECORD))) - OF_THE_RECORD
    ),
    FieldUse.TABLES: lambda: {*rows.PAPER_COLUMNS, *(child.table for child in rows.CHILD_TABLES)},
}


@pytest.mark.parametrize("use", NAMES, ids=lambda use: use.name)
def test_a_place_has_the_names_that_the_table_declares(use: FieldUse) -> None:
    """No name is missing at a place, and none is there that the table does not know."""
    assert NAMES[use]() == declared(use)


def test_a_dump_is_read_back_with_every_field() -> None:
    """A dumped paper is the same paper when it is read, but for the number of its row."""
    read = jsonl.read_paper(jsonl.paper_object(DumpedPaper(FULL))).paper
    assert {f for f in table.ALL_FIELDS if f.value(read) == f.value(FULL)} == at(FieldUse.DUMP)


def test_a_stored_record_is_read_back_with_every_field() -> None:
    """The table `records` stores the whole record."""
    payload = record_json.dump_record(RECORD)
    assert record_json.load_record(RECORD.source, RECORD.origin, RECORD.ref, payload) == RECORD


def test_a_form_sets_every_field_that_it_shows() -> None:
    """The form of one paper, read into another one, gives it all fields of the form."""
    vocabulary = set_fields.Vocabulary((Category("coding", "Coding"),))
    after = form.from_form(form.to_form(FULL), BARE, vocabulary).paper
    assert {f for f in table.ALL_FIELDS if _same(f, after)} == at(FieldUse.FORM)


# --- merging and comparing --------------------------------------------------------------------


@pytest.mark.parametrize("field", table.ALL_FIELDS, ids=lambda field: field.name)
def test_a_three_way_merge_takes_each_field_that_their_side_changed(field: PaperField) -> None:
    """A change of one field on their side comes into our paper, which changed another one."""
    other = table.PAGES if field is table.VOLUME else table.VOLUME
    base = dataclasses.replace(BARE, id=1)
    ours, theirs = other.copied(FULL, base), field.copied(FULL, base)
    lines = DumpedPaper(base), DumpedPaper(ours), DumpedPaper(theirs)
    merged = merge_paper(*lines, PaperConflicts()).paper
    assert _same(field, merged) == (field in at(FieldUse.THREE_WAY))


@pytest.mark.parametrize("field", table.ALL_FIELDS, ids=lambda field: field.name)
def test_a_difference_in_each_field_is_planned(field: PaperField) -> None:
    """What `load` changes is every field that a dump has."""
    now, wanted = DumpedPaper(BARE), DumpedPaper(field.copied(FULL, BARE))
    if field is table.KEY:
        wanted = DumpedPaper(dataclasses.replace(wanted.paper, former_keys=(BARE.key,)))
    plan = library_diff.plan_changes(Dump(papers=(now,)), Dump(papers=(wanted,)))
    assert bool(plan) == (field in at(FieldUse.DIFF))


# --- formats ----------------------------------------------------------------------------------


def _bib(dialect: Dialect) -> Callable[[], str]:
    return lambda: bibtex.write([FULL], Style(dialect))


FILES: list[tuple[FieldUse, str, Callable[[], str]]] = [
    (FieldUse.BIBTEX, "bibtex", _bib(Dialect.BIBTEX)),
    (FieldUse.BIBTEX, "bibtex", _bib(Dialect.BIBLATEX)),
    (FieldUse.CSL_JSON, "csl-json", lambda: load_writer("csl-json").write([FULL])),
    (FieldUse.HAYAGRIVA, "hayagriva", lambda: load_writer("hayagriva").write([FULL])),
    (FieldUse.MODS, "mods", lambda: load_writer("mods").write([FULL])),
    (FieldUse.RIS, "ris", lambda: load_writer("ris").write([FULL])),
    (FieldUse.NBIB, "nbib", lambda: load_writer("nbib").write([FULL])),
    (FieldUse.CFF, "cff", lambda: load_writer("cff").write([FULL])),
    (FieldUse.CSV, "csv", lambda: load_writer("csv").write([FULL])),
    (FieldUse.JSON, "jsonl", lambda: load_writer("jsonl").write([FULL])),
]


FILE_IDS = [f"{name}-{at}" for at, (_, name, _) in enumerate(FILES)]


def _same(field: PaperField, paper: Paper) -> bool:
    """Whether a paper has the value of FULL; lists may have more, a venue other spellings."""
    return field.supported(paper, RECORD) or field.value(paper) == field.value(FULL)


@pytest.mark.parametrize(("use", "name", "write"), FILES, ids=FILE_IDS)
def test_a_file_keeps_the_fields_that_the_table_declares(
    use: FieldUse, name: str, write: Callable[[], str]
) -> None:
    """A file gives back exactly the fields that the table names.

    A time is written as information and never read: a library knows its own times.
    """
    reading = load_reader(name).read(write(), "a file")
    (record,) = reading.records
    slugs = tuple(Standing(place.path[0], 1) for place in record.places)
    paper = fill.paper_from_record(record, record.key or "none", slugs)
    old = (*paper.former_keys, *dict(paper.extra).get("ids", "").split(","))
    paper = dataclasses.replace(paper, former_keys=tuple(key for key in old if key))
    kept = {field for field in table.ALL_FIELDS if _same(field, paper)}
    assert kept == at(use) - set(table.TIME_FIELDS)


@pytest.mark.parametrize("dialect", Dialect)
def test_the_fields_of_an_entry_are_those_of_the_table(dialect: Dialect) -> None:
    """A BibTeX field that repeats a field of the paper is declared, so that it can be kept."""
    written = set(re.findall(r"(?m)^ +([a-z]+) += ", _bib(dialect)()))
    assert written - declared(FieldUse.BIBTEX) == {"issn"}
