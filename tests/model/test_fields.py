"""The table of fields against the modules: each one reads and writes those fields."""

from __future__ import annotations

import ast
import csv
import dataclasses
import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import cast

import pytest

from tests.full_paper import BARE, FULL, RECORD
from tests.papers import fullest_paper
from tests.source_files import SOURCE, modules_of, nodes_of
from vcmbib.cli import paper_fields
from vcmbib.cli.commands import add, add_record, edit, import_report, show
from vcmbib.cli.file_output import lost_text
from vcmbib.formats import (
    READERS,
    WRITERS,
    bibtex,
    load_reader,
    load_writer,
    paper_json,
    papercsv,
    sidecar,
)
from vcmbib.formats.bibtex.style import Dialect, Style
from vcmbib.formats.markdown.write_list import write_list
from vcmbib.logic import library_diff
from vcmbib.logic.edit import changes, form, set_fields
from vcmbib.logic.merge import fill, papers
from vcmbib.logic.merge3.papers import PaperConflicts, merge_paper
from vcmbib.model import fields as table
from vcmbib.model.dump import jsonl
from vcmbib.model.dump.values import Dump, DumpedPaper
from vcmbib.model.field_types import FieldUse, ListField, PaperField, RecordValues, ValueKind
from vcmbib.model.identifiers import Scheme
from vcmbib.model.paper import (
    Category,
    LinkKind,
    Paper,
    Record,
    SourceKind,
    Standing,
)
from vcmbib.model.plan import Add, AddCategory, Plan
from vcmbib.model.query import fields as query_fields
from vcmbib.store import record_json, rows, search, search_index
from vcmbib.store.library import Library

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


def test_the_fields_of_a_category_are_all_there() -> None:
    """`CATEGORY_FIELDS` reads and writes each attribute of a category."""
    full, bare = Category("a", "A", "b", 3), Category("x", "X")
    attributes = [attribute.name for attribute in dataclasses.fields(Category)]
    assert [field.name for field in table.CATEGORY_FIELDS] == attributes
    assert [field.of(full) for field in table.CATEGORY_FIELDS] == [*dataclasses.astuple(full)]
    for field in table.CATEGORY_FIELDS:
        copy = field.copied(full, bare)
        assert copy == dataclasses.replace(bare, **{field.name: getattr(full, field.name)})


@pytest.mark.parametrize("field", table.ALL_FIELDS, ids=lambda field: field.name)
def test_the_values_of_a_record_are_those_of_the_paper(field: PaperField) -> None:
    """`state` puts the value of a paper into the attribute `record_name` of a record."""
    values, empty = RecordValues(), Record(SourceKind.PERSON, "")
    field.state(FULL, values)
    stated = values.put_into(empty)
    changed = {name for name in names_of(Record) if getattr(stated, name) != getattr(empty, name)}
    assert changed == {field.record_name} - {"", "places"}
    assert field.claim(stated) == (field.value(FULL) if changed else None)


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


def _card() -> set[str]:
    lines = [*show._lines(FULL), ("key", ""), ("title", "")]
    names = {"NAME" if name == "issn" else name.replace(" ", "_") for name, _ in lines}
    return names | ({*LinkKind} if names & {*LinkKind} else set())


def _options_of_add() -> set[str]:
    mode = {"context", "what", "on_duplicate", "offline", "refresh", "dry_run", "json"}
    return {name.removeprefix("entry_") for name in inspect.signature(add.run).parameters} - mode


def _not_expressible() -> set[str]:
    return set(sidecar.fields_not_expressible(FULL, Record(SourceKind.PERSON, "")))


NAMES: dict[FieldUse, Callable[[], set[str]]] = {
    FieldUse.DUMP: lambda: set(jsonl.paper_object(DumpedPaper(FULL))),
    FieldUse.JSON: lambda: set(paper_json.paper_object(FULL)),
    FieldUse.SIDECAR: _not_expressible,
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
    FieldUse.CARD: _card,
    FieldUse.ADD: _options_of_add,
    FieldUse.REPORT: lambda: set(cast("dict[str, object]", import_report.record_object(RECORD))),
    FieldUse.STORED_RECORD: lambda: (
        set(json.loads(record_json.dump_record(RECORD))) - OF_THE_RECORD
    ),
    FieldUse.TABLES: lambda: {*rows.PAPER_COLUMNS, *(child.table for child in rows.CHILD_TABLES)},
}


@pytest.mark.parametrize("use", NAMES, ids=lambda use: use.name)
def test_a_place_has_the_names_that_the_table_declares(use: FieldUse) -> None:
    """No name is missing at a place, and none is there that the table does not know."""
    assert NAMES[use]() == declared(use)


def test_the_help_of_edit_names_every_field() -> None:
    """`edit --help` lists what `--set` takes; identifiers are set by any scheme."""
    shown = set(re.findall(r"[\w.]+", edit.run.__doc__ or ""))
    shown = {"honour" if name == "award" else name for name in shown}  # its plain name
    assert declared(FieldUse.SET) - {*Scheme} <= shown


def test_a_dump_is_read_back_with_every_field() -> None:
    """A dumped paper is the same paper when it is read, but for the number of its row."""
    read = jsonl.read_paper(jsonl.paper_object(DumpedPaper(FULL))).paper
    assert {f for f in table.ALL_FIELDS if f.value(read) == f.value(FULL)} == at(FieldUse.DUMP)


def test_a_stored_record_is_read_back_with_every_field() -> None:
    """The table `records` stores the whole record."""
    payload = record_json.dump_record(RECORD)
    assert record_json.load_record(RECORD.source, RECORD.origin, RECORD.ref, payload) == RECORD


def test_a_library_keeps_every_field(tmp_path: Path) -> None:
    """A paper with all fields is the same when the library is read again, but for its times."""
    with Library.writing(tmp_path / "papers.db") as library:
        new = AddCategory(Category("coding", "Coding"))
        library.apply(Plan.of([new, Add(FULL, (RECORD,))]), "import")
        kept = library.paper(FULL.key)
        (read, _), = library.records(kept)  # fmt: skip
    assert read == RECORD
    same = {field for field in table.ALL_FIELDS if field.value(kept) == field.value(FULL)}
    assert same - {table.ID} == at(FieldUse.TABLES) - set(table.TIME_FIELDS)


def test_what_a_format_cannot_express_comes_back() -> None:
    """The object next to the fields of a format has each of its fields, and they are read."""
    assert declared(FieldUse.SIDECAR) == sidecar.FIELDS
    bare = Record(SourceKind.PERSON, "")
    record = sidecar.completed(bare, sidecar.fields_not_expressible(FULL, bare))
    slugs = tuple(Standing(place.path[0], 1) for place in record.places)
    paper = fill.paper_from_record(record, "none", slugs)
    paper = dataclasses.replace(paper, former_keys=(dict(record.extra)["ids"],))
    assert {field for field in table.ALL_FIELDS if _same(field, paper)} == at(FieldUse.SIDECAR)


def test_a_record_by_hand_has_the_fields_of_the_options() -> None:
    """Each option of `add` sets the field that the table names for it."""
    texts = {
        "year": "2020", "month": "5", "venue": "ICIP", "type": "misc", "volume": "3",
        "number": "4", "pages": "5-9", "publisher": "IEEE", "abstract": "A.", "note": "N.",
        "model": "M", "doi": "10.1000/x1", "url": "https://example.org/p",
        "code": "https://example.org/c", "key": "k",
    }  # fmt: skip
    extras = add_record.AddExtras(("survey",), ("Video",), ("coding",), "k")
    record = add_record.record_by_hand("T", ["Jane Doe"], texts, (), extras)
    stated = {field for field in table.ALL_FIELDS if field.claim(record)}
    assert stated | {table.CATEGORIES} == at(FieldUse.ADD)


def test_a_line_of_a_dump_becomes_a_whole_record() -> None:
    """A dump that would be overwritten is compared in all fields."""
    record = lost_text._as_record(FULL)
    unread = {field for field in table.ALL_FIELDS if field.claim(record) != field.value(FULL)}
    assert unread == {table.CATEGORIES, table.ADDED, table.UPDATED, table.ID}


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


def test_a_row_of_a_reading_list_shows_the_fields_that_the_table_declares() -> None:
    """A value changes the list if it is added to an empty paper, or removed from a full one."""
    tree = (Category("coding", "Coding"),)

    def differ(one: Paper, other: Paper) -> bool:
        return write_list([one], tree) != write_list([other], tree)

    shown = {
        field
        for field in table.ALL_FIELDS
        if differ(BARE, field.copied(FULL, BARE)) or differ(FULL, field.copied(BARE, FULL))
    }
    assert shown == at(FieldUse.MARKDOWN)


@pytest.mark.parametrize("dialect", Dialect)
def test_the_fields_of_an_entry_are_those_of_the_table(dialect: Dialect) -> None:
    """A BibTeX field that repeats a field of the paper is declared, so that it can be kept."""
    written = set(re.findall(r"(?m)^ +([a-z]+) += ", _bib(dialect)()))
    assert written - declared(FieldUse.BIBTEX) == {"issn"}


# --- no place is forgotten --------------------------------------------------------------------

COMPARED = {FieldUse.THREE_WAY, FieldUse.DIFF, FieldUse.MARKDOWN}
"""The places that are compared by the effect of a value, not by names."""


def test_each_place_is_compared_with_the_table() -> None:
    """A place that the table names, but no test measures, would prove nothing."""
    assert {*NAMES, *COMPARED, *(use for use, _, _ in FILES)} == set(FieldUse)


def test_papers_of_properties_have_every_field() -> None:
    """Properties are tested with papers that have a value in each field that is edited."""
    made = fullest_paper()
    lacking = {field for field in table.ALL_FIELDS if field.value(made) in (None, "", ())}
    assert lacking == {table.FORMER_KEYS, *table.TIME_FIELDS}


def test_each_format_is_compared_with_the_table() -> None:
    """A new format needs a use of its own, so that each field is decided about."""
    assert {name for _, name, _ in FILES} == {*WRITERS, "bibtex"} == {*READERS} - {"markdown"}


_TELLTALE = frozenset("honour volume publisher pages abstract month topics editors".split())
_MANY = 5
SEVERAL_FIELDS: dict[str, FieldUse | str] = {
    "cli/commands/add.py": FieldUse.ADD,
    "cli/commands/add_record.py": FieldUse.ADD,
    "cli/commands/edit.py": FieldUse.SET,
    "cli/commands/show.py": FieldUse.CARD,
    "formats/bibtex/field_names.py": "the names of BibTeX fields",
    "formats/bibtex/parse/crossref.py": "the fields that an entry inherits",
    "formats/bibtex/reader/record.py": FieldUse.BIBTEX,
    "formats/bibtex/writer/entry.py": FieldUse.BIBTEX,
    "formats/bibtex/writer/fields.py": "the order of the fields of an entry",
    "formats/cff/reader.py": FieldUse.CFF,
    "formats/cff/writer.py": FieldUse.CFF,
    "formats/csljson/reader.py": FieldUse.CSL_JSON,
    "formats/csljson/writer.py": FieldUse.CSL_JSON,
    "formats/hayagriva.py": FieldUse.HAYAGRIVA,
    "formats/mods.py": FieldUse.MODS,
    "formats/nbib.py": FieldUse.NBIB,
    "formats/paper_json/writer.py": FieldUse.JSON,
    "formats/papercsv/columns.py": FieldUse.CSV,
    "formats/papercsv/reader.py": FieldUse.CSV,
    "formats/papercsv/writer.py": FieldUse.CSV,
    "formats/record_builder.py": FieldUse.RIS,
    "formats/ris/reader.py": FieldUse.RIS,
    "formats/ris/writer.py": FieldUse.RIS,
    "logic/dedupe/prepare.py": "weighs the evidence of some fields",
    "logic/importer/certainty.py": "weighs the evidence of some fields",
    "logic/merge/fill.py": FieldUse.FILL,
    "model/fields.py": "the table",
    "model/keys/pattern_fields.py": "the fields that key patterns of other programs name",
    "model/query/fields.py": FieldUse.QUERY,
    "sources/crossref/record.py": "the fields that an answer of the service has",
    "sources/datacite/record.py": "the fields that an answer of the service has",
    "store/load_papers.py": FieldUse.TABLES,
    "store/query_sql.py": FieldUse.HAS,
    "store/record_json.py": FieldUse.STORED_RECORD,
    "store/rows.py": FieldUse.TABLES,
    "store/schema.py": FieldUse.TABLES,
}
"""The modules that name many fields: the place of the table that measures them, or the reason."""


def _fields_named_in(text: str) -> set[str]:
    """The telltale fields that a module names as attributes, keywords, texts or table entries."""
    found: set[str] = set()
    for node in nodes_of(text):
        match node:
            case ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                found.add(name)
            case ast.Name(id=name) if name.isupper():
                found.add(name.lower())
            case ast.Constant(value=str(words)):
                found.update(words.split())
            case _:
                pass
    return found & _TELLTALE


def test_each_module_that_names_many_fields_is_measured() -> None:
    """A new reader or writer has a place in the table, or a reason why it needs none."""
    named = {
        path.relative_to(SOURCE).as_posix()
        for path, text in modules_of(SOURCE)
        if len(_fields_named_in(text)) >= _MANY
    }
    assert named == set(SEVERAL_FIELDS)


BY_NAME_OF_ATTRIBUTE = {
    "formats/item_net.py": "walks through any value",
    "logic/missing_statements.py": "walks through any value",
    "logic/importer/match.py": "all attributes of a record but those listed",
    "cli/stop_signals.py": "the signals of a platform",
    "sources/__init__.py": "an attribute of a module",
    "sources/http/transport.py": "the class of an error",
}
"""The modules that read an attribute whose name is a value: what they read."""


def _reads_by_name(text: str) -> Iterator[int]:
    """The lines that read or set an attribute whose name is not written there."""
    for node in nodes_of(text):
        match node:
            case ast.Call(func=ast.Name(id="getattr" | "setattr" | "hasattr"), args=[_, name, *_]):
                if not isinstance(name, ast.Constant):
                    yield node.lineno
            case ast.Call(func=ast.Name(id="attrgetter"), args=arguments):
                if not all(isinstance(argument, ast.Constant) for argument in arguments):
                    yield node.lineno
            case _:
                pass


def test_no_field_is_read_by_its_name() -> None:
    """Fields are read through the table or as attributes, so that mypy checks each access."""
    found = {
        path.relative_to(SOURCE).as_posix()
        for path, text in modules_of(SOURCE)
        if [*_reads_by_name(text)]
    }
    assert found == set(BY_NAME_OF_ATTRIBUTE)


def test_the_checks_of_the_source_find_what_they_look_for() -> None:
    """An access by name is found in each form, and a list of fields as texts too."""
    for line in ("getattr(p, name)", "setattr(p, n, 1)", "attrgetter(*names)"):
        assert [*_reads_by_name(line)] == [1]
    assert [*_reads_by_name("getattr(p, 'key'); attrgetter('key')")] == []
    assert _fields_named_in("x = 'honour volume'; p.pages; f(month=1); ABSTRACT") == {
        "honour", "volume", "pages", "month", "abstract",
    }  # fmt: skip
