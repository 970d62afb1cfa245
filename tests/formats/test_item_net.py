"""One odd item costs itself, in every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, cast

import pytest

from tests.full_paper import RECORD
from vcmbib.formats import READERS, load_reader
from vcmbib.formats.item_net import (
    Outcome,
    named,
    pass_over,
    read_each,
    read_file,
    replaced_remark,
    storable,
)
from vcmbib.model.attempt import BadItem
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Place, Problem, Reading, Record, Skipped, SourceKind
from vcmbib.model.venues.venue import Venue, VenueKind

# Three items of each format: the one in the middle is made to fail.
FILES = {
    "bibtex": "@misc{a, title={Good one}}\n@misc{b, title={Boom}}\n@misc{c, title={Good two}}\n",
    "markdown": "| Paper | Venue |\n|---|---|\n"
    "| [Good one](https://arxiv.org/abs/2305.02578) | CVPR |\n"
    "| [Boom](https://arxiv.org/abs/2305.02579) | CVPR |\n"
    "| [Good two](https://arxiv.org/abs/2305.02580) | CVPR |\n",
    "ris": "TY  - JOUR\nTI  - Good one\nER  - \nTY  - JOUR\nTI  - Boom\nER  - \n"
    "TY  - JOUR\nTI  - Good two\nER  - \n",
    "nbib": "PMID- 1\nTI  - Good one\n\nPMID- 2\nTI  - Boom\n\nPMID- 3\nTI  - Good two\n",
    "csl-json": '[{"title": "Good one"},\n{"title": "Boom"},\n{"title": "Good two"}]\n',
    "csv": "title,year\nGood one,2020\nBoom,2020\nGood two,2020\n",
    "jsonl": '{"title": "Good one"}\n{"title": "Boom"}\n{"title": "Good two"}\n',
    "hayagriva": "a:\n  title: Good one\nb:\n  title: Boom\nc:\n  title: Good two\n",
    "cff": "cff-version: 1.2.0\nreferences:\n- title: Good one\n- title: Boom\n- title: Good two\n",
    "mods": "<modsCollection><mods><titleInfo><title>Good one</title></titleInfo></mods>\n"
    "<mods><titleInfo><title>Boom</title></titleInfo></mods>\n"
    "<mods><titleInfo><title>Good two</title></titleInfo></mods></modsCollection>\n",
}
ITEMS = "\n- **[{}](https://arxiv.org/abs/2305.0257{})**, CVPR 2024"


def _fail_at(monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    """Make every reader fail when it builds the record of this title."""
    built = Record.__init__

    def build(self: Record, *values: Any, **named_values: Any) -> None:
        built(self, *values, **named_values)
        if self.title == title:
            raise ZeroDivisionError("odd")

    monkeypatch.setattr(Record, "__init__", build)


@pytest.mark.parametrize("name", READERS)
def test_an_exception_costs_one_item(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong with one item: it is a problem, verbatim, and the others are read."""
    assert [r.title for r in load_reader(name).read(FILES[name], "f").records] == [
        "Good one", "Boom", "Good two",
    ]  # fmt: skip
    _fail_at(monkeypatch, "Boom")
    reading = load_reader(name).read(FILES[name], "f")
    assert [r.title for r in reading.records] == ["Good one", "Good two"]
    (problem,) = reading.problems
    assert problem.reason == "unexpected content (ZeroDivisionError: odd)"
    assert "Boom" in problem.text
    assert problem.text in FILES[name]
    assert FILES[name].split("\n")[problem.line - 1].strip("[],") in problem.text


def test_an_exception_costs_one_item_of_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a list has items and no table."""
    text = "# L\n" + "".join(ITEMS.format(t, n) for n, t in enumerate(("One t", "Bo om", "Two t")))
    _fail_at(monkeypatch, "Bo om")
    reading = load_reader("markdown").read(text, "f")
    assert [r.title for r in reading.records] == ["One t", "Two t"]
    assert [p.line for p in reading.problems] == [4]


def test_the_outcomes_are_in_order() -> None:
    """Each item ends as a record, a problem, skipped, or a reading of its own."""

    def read_one(item: str) -> Outcome:
        record = Record(SourceKind.BIBTEX, "f", title=item)
        outcomes: dict[str, Outcome] = {
            "r": record,
            "p": Problem(1, "why"),
            "s": Skipped(1, "why"),
            "n": Reading((record, record)),
        }
        return outcomes[item]

    reading = read_each("rpsnx", list, read_one, lambda item, reason: Problem(9, reason, item))
    assert [r.title for r in reading.records] == ["r", "n", "n"]
    assert [(p.line, p.text) for p in reading.problems] == [(1, ""), (9, "x")]
    assert len(reading.skipped) == 1


def test_a_file_that_cannot_be_divided_keeps_its_first_items() -> None:
    """What comes after the fault is one problem with the text of the file."""

    def divide(text: str) -> Iterator[int]:
        yield 4
        raise KeyError(text)

    reading = read_each(
        "text",
        divide,
        lambda line: Record(SourceKind.BIBTEX, "f", line=line),
        Problem,
    )
    assert [r.line for r in reading.records] == [4]
    assert [(p.line, p.text) for p in reading.problems] == [(4, "text")]
    assert "cannot be divided" in reading.problems[0].reason


def test_a_file_that_cannot_be_divided_at_all_is_one_problem() -> None:
    """The same if the fault comes before the first item."""
    reading = read_each("text", lambda _: [1 // 0], lambda _: Reading(), lambda *_: Problem(1, ""))
    assert [(p.line, p.text) for p in reading.problems] == [(1, "text")]


def test_a_reader_that_fails_as_a_whole_gives_one_problem() -> None:
    """The last net: no exception of a reader reaches the user."""
    reading = read_file(lambda: Reading((), (), 1 // 0), "text")  # type: ignore[arg-type]
    assert [(p.line, p.text) for p in reading.problems] == [(1, "text")]


def test_a_pass_that_fails_leaves_the_records() -> None:
    """A pass over the whole file may fail: the records still come, with a problem."""
    reading = Reading((Record(SourceKind.BIBTEX, "f", title="T"),))
    assert pass_over(reading, lambda r: Reading(r.records * 2), "it").records == reading.records * 2
    failed = pass_over(reading, lambda _: Reading((), (), 1 // 0), "the check")  # type: ignore[arg-type]
    assert failed.records == reading.records
    assert failed.problems[0].reason.startswith("the check failed for this file")


def test_a_record_without_any_name_is_refused() -> None:
    """A title, a person, an identifier or a link is needed; an editor is enough."""
    with pytest.raises(BadItem, match="neither a title"):
        named(Record(SourceKind.BIBTEX, "f", year=2020))
    named(Record(SourceKind.BIBTEX, "f", editors=(Name("A"),)))


def test_characters_that_cannot_be_stored_are_replaced() -> None:
    """Half a surrogate pair or NUL, in any field: U+FFFD replaces it, with a remark."""
    bad, good = "a\ud800b\0", "a\ufffdb\ufffd"
    record = Record(
        SourceKind.BIBTEX, bad, bad, 1, bad, bad, bad, (Name(bad, bad, bad, bad),),
        editors=(Name(bad),), venue=Venue(bad, bad, VenueKind.OTHER, bad), honour=bad, volume=bad,
        number=bad, pages=bad, publisher=bad, abstract=bad, note=bad, model=bad,
        links=(Link(LinkKind.PAPER, bad, bad),), tags=(bad,), topics=(bad,),
        places=(Place((bad,), 1),), extra=((bad, bad),), former_keys=(bad,), remarks=(bad,),
    )  # fmt: skip
    cleaned = storable(record)
    assert repr(bad)[1:-1] not in repr(cleaned)
    assert (cleaned.title, cleaned.places) == (good, (Place((good,), 1),))
    assert cleaned.source is SourceKind.BIBTEX
    assert "characters are not allowed in text" in cleaned.remarks[-1]
    for field in ("title", "abstract", "key", "note"):
        one = storable(Record(SourceKind.BIBTEX, "f", **{field: "\udfff"}))  # type: ignore[arg-type]
        assert getattr(one, field) == "\ufffd"
        assert one.remarks[-1].startswith("1 character is not allowed")


def _with_each_text_bad(value: object) -> Iterator[object]:
    """The value again and again, each time with one of its texts replaced by `BAD`."""
    if isinstance(value, Enum) or value is None:
        return
    if isinstance(value, str):
        yield BAD
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            for bad in _with_each_text_bad(item):
                yield (*value[:at], bad, *value[at + 1 :])
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            for bad in _with_each_text_bad(getattr(value, field.name)):
                yield replace(value, **{field.name: bad})


BAD = "a\udfff"


def test_each_text_of_a_record_is_examined() -> None:
    """A character that cannot be stored is found in whatever field it is, also in a new one."""
    whole = replace(
        RECORD,
        venue=Venue("V", "Venue", VenueKind.OTHER, "P", ("Another",)),
        identifiers=(Identifier(Scheme.ARXIV, "2101.00001", "2"),),
        links=(Link(LinkKind.PAPER, "https://example.org/p", "a label"),),
    )
    records = [cast("Record", bad) for bad in _with_each_text_bad(whole)]
    assert len(records) > len(fields(Record))
    for record in records:
        assert storable(record).remarks[-1:] == (replaced_remark(1),), record


def test_other_records_stay_as_they_are() -> None:
    """Letters of any script, emoji and U+FFFD itself are text."""
    record = Record(SourceKind.BIBTEX, "f", title="é 李 😀 \ufffd", year=2020)
    assert storable(record) is record


@pytest.mark.parametrize("year", [0, -1, 10**30])
def test_an_impossible_year_is_refused(year: int) -> None:
    """A number that is no year, or that no library can store, costs the item."""
    with pytest.raises(BadItem, match="is not a year"):
        storable(Record(SourceKind.BIBTEX, "f", title="T", year=year))
