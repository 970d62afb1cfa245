"""The scanner of tagged lines, apart from the formats that use it."""

from __future__ import annotations

import re

import pytest

from vcmbib.formats.record_builder import RecordBuilder
from vcmbib.formats.tagged_lines import (
    TaggedRecord,
    TagRules,
    read_tagged,
    scan,
    write_failed_records,
)
from vcmbib.model.paper import Problem


def tag_of(line: str) -> tuple[str, str]:
    """(tag, value) of a line `AA- value`."""
    match = re.match(r"([A-Z]{2}) {0,2}- ?(.*)", line)
    return ("", line) if match is None else (match[1], match[2])


WITH_END = TagRules(tag_of, "TY", last_tag="ER", indented=True, outside_as_blocks=True)
WITH_BLANK = TagRules(tag_of, "ID", joiner=" ")
BOTH = pytest.mark.parametrize("rules", [WITH_END, WITH_BLANK], ids=["end tag", "blank line"])


def title(item: TaggedRecord) -> RecordBuilder:
    """A record that has a title only."""
    builder = RecordBuilder("a file", item.line)
    builder.set_field("title", item.first("TI"), "TI")
    return builder


# --- failures -------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("text", ["", "\n", "\ufeff", " \n\t\r\n\r"])
def test_empty_text_has_no_records(rules: TagRules, text: str) -> None:
    """Empty and blank texts have no record, and no line is skipped."""
    assert scan(text, rules) == ([], [])


@BOTH
def test_text_without_a_tag_is_skipped(rules: TagRules) -> None:
    """A text without tags is skipped, with its line."""
    records, skipped = scan("\nonly words", rules)
    assert records == []
    assert [(s.line, s.text) for s in skipped] == [(2, "only words")]


def test_the_last_tag_alone_is_skipped() -> None:
    """An end without a record begins none."""
    records, skipped = scan("ER  - \n", WITH_END)
    assert records == []
    assert [(s.line, s.text) for s in skipped] == [(1, "ER  - ")]


def test_a_record_without_its_end_is_not_closed() -> None:
    """Without an end, a record reaches to the next one or to the end of the file."""
    records, skipped = scan("TY  - A\nTI  - one\n\nTY  - B\nTI  - two", WITH_END)
    assert [(r.line, r.closed, r.first("TI").strip()) for r in records] == [
        (1, False, "one"),
        (4, False, "two"),
    ]
    assert skipped == []


def test_a_closed_record_takes_no_further_line() -> None:
    """Lines after the end of a record are skipped."""
    records, skipped = scan("TY  - A\nER  - \nmore\n", WITH_END)
    assert [r.closed for r in records] == [True]
    assert [(s.line, s.text) for s in skipped] == [(3, "more")]


@BOTH
def test_a_tag_inside_a_line_is_text(rules: TagRules) -> None:
    """Only the start of a line is a tag."""
    records, _ = scan(f"{rules.first_tag}- A\nTI- one TY- two\nsee ID- three", rules)
    (record,) = records
    assert [tag for tag, _ in record.fields] == [rules.first_tag, "TI"]
    assert record.first("TI") == f"one TY- two{rules.joiner}see ID- three"


@BOTH
def test_a_record_that_names_no_work_is_a_problem(rules: TagRules) -> None:
    """A record without title, people and identifier is returned as written, with its line."""
    text = f"{rules.first_tag}- A\nTI- one\n\n{rules.first_tag}- B\nVL- 3  \n  more"
    reading = read_tagged(text, rules, title)
    assert [(r.title, r.ref, r.line) for r in reading.records] == [("one", "line 1", 1)]
    (problem,) = reading.problems
    assert (problem.line, problem.text) == (4, f"{rules.first_tag}- B\nVL- 3\n  more")
    assert problem.reason == "neither a title nor an author nor an identifier"


def test_failed_records_are_written_with_their_reason() -> None:
    """Line number and reason come above each record; the reason is on one line."""
    problems = [Problem(3, "not\nread", "TY- A\nVL- 3\n\n"), Problem(9, "why", "TY- B")]
    assert write_failed_records(problems, "{}\nER- ".format) == (
        "# line 3: not read\nTY- A\nVL- 3\nER- \n\n# line 9: why\nTY- B\nER- \n"
    )
    assert write_failed_records([], str) == ""


def test_written_failures_are_read_again() -> None:
    """The lines with the reasons are skipped when the failures are read again."""
    reading = read_tagged("ID- A\nVL- 3\n", WITH_BLANK, title)
    failed = write_failed_records(reading.problems, "\n{}".format)
    again = read_tagged(failed, WITH_BLANK, title)
    assert [p.text for p in again.problems] == ["ID- A\nVL- 3"]
    assert [s.line for s in again.skipped] == [1]


# --- line ends, line numbers, continuation --------------------------------------------------------


@BOTH
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
def test_line_ends_and_byte_order_mark(rules: TagRules, end: str, mark: str) -> None:
    """Each sort of line end gives the same records, with and without a byte order mark."""
    lines = [f"{rules.first_tag}- A", "TI- one", "", f"{rules.first_tag}- B", "TI- two", "more"]
    records, skipped = scan(mark + end.join(lines), rules)
    assert [r.line for r in records] == [1, 4]
    assert [r.first("TI").rstrip() for r in records] == ["one", f"two{rules.joiner}more"]
    assert skipped == []


def test_a_second_byte_order_mark_is_text() -> None:
    """Only one byte order mark at the start of the text is ignored."""
    records, skipped = scan("\ufeff\ufeffID- A", WITH_BLANK)
    assert (records, [s.text for s in skipped]) == ([], ["\ufeffID- A"])


def test_continuation_lines_are_joined() -> None:
    """A continuation is stripped; one that follows no value is kept with the record's lines."""
    records, _ = scan("TY  - A\nTI  - one\n      two \n\nAB  -\n  three", WITH_END)
    (record,) = records
    assert record.fields == [("TY", "A"), ("TI", "one\ntwo\n"), ("AB", "\nthree")]
    assert record.lines == ["TY  - A", "TI  - one", "      two", "", "AB  -", "  three"]


def test_a_blank_line_ends_a_record_without_a_last_tag() -> None:
    """Any tag begins the next record; text between records is skipped line by line."""
    records, skipped = scan("ID- A\n \nsome\nwords\nTI- two\nID- B", WITH_BLANK)
    assert [(r.line, r.fields) for r in records] == [
        (1, [("ID", "A")]),
        (5, [("TI", "two")]),
        (6, [("ID", "B")]),
    ]
    assert [(s.line, s.text) for s in skipped] == [(3, "some"), (4, "words")]


def test_text_outside_is_skipped_as_blocks() -> None:
    """Adjacent lines are one block; a blank line or a record divides blocks."""
    text = "a\nb\n\nc\nTY  - A\nER  - \nd\nER  - \n"
    _, skipped = scan(text, WITH_END)
    assert [(s.line, s.text) for s in skipped] == [(1, "a\nb"), (4, "c"), (7, "d\nER  - ")]


def test_an_indented_file() -> None:
    """All lines are read without the indent of the first record, and without it only once."""
    records, skipped = scan("head\n  TY  - A\n  TI  - one\n    two\n  ER  - \n", WITH_END)
    (record,) = records
    assert record.fields == [("TY", "A"), ("TI", "one\ntwo")]
    assert record.lines[2] == "  two"
    assert record.closed
    assert [(s.line, s.text) for s in skipped] == [(1, "head")]


def test_values_of_a_record() -> None:
    """`first` follows the order of its tags, `all` the order of the record; blanks do not count."""
    record = TaggedRecord(1, [("B", "1"), ("A", " "), ("A", "2"), ("B", "3")])
    assert record.all("A", "B") == ["1", "2", "3"]
    assert (record.first("A", "B"), record.first("C"), record.first()) == ("2", "", "")
