"""Entries with slips: what is repaired, and what fails with a reason."""

from __future__ import annotations

import pytest

from tests.formats.bibtex.parse.read_entries import the_entry
from vcmbib.formats import bibtex
from vcmbib.formats.bibtex.parse.repair import RawValue
from vcmbib.formats.bibtex.parse.scanner import EntryBlock, FailedBlock, split_blocks


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("@misc{a, title={T", "the value of title is not closed"),
        ("@misc{a, title", "the entry is not closed: the file ends inside it"),
        ("@misc{a", "the entry is not closed: the file ends inside it"),
        ("@misc{a, {T}, year=2000}", "no = sign"),
        ("@misc{a, title 💯 {T}, year=2000}", "no = sign"),
        ("@misc{a b {c}}", "no comma after the citation key"),
        ("@misca,\n title = {T}\n}", "no opening brace after the type"),
        ("@misc a,\n title = {T}\n}", "no opening brace after the type"),
        ("@string{a}", "no = sign"),
        ("@string{a * {b}}", "no = sign"),
        ('@string{a = "b" = "c"}', "unexpected text follows it"),
        ('@preamble{"a"', "the preamble is not closed"),
    ],
)
def test_a_block_that_is_not_understood(text: str, reason: str) -> None:
    """It fails with its reason, verbatim, and the entry after it is read."""
    first, second = split_blocks(f"\n{text}\n\n@misc{{ok, title={{x}}}}\n")
    assert isinstance(first, FailedBlock)
    assert (first.line, first.raw) == (2, text)
    at_end = reason.replace(": the file ends inside it", " before the next one begins")
    assert at_end in first.reason
    assert isinstance(second, EntryBlock)
    (alone,) = split_blocks(text)
    assert isinstance(alone, FailedBlock)
    assert reason in alone.reason


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("@misc{a,\n title={T},\n year={2000}\n", "the file ends inside it"),
        ("@misc{a,\n title={T},\n year={2000},\n% x\n", "the file ends inside it"),
        ("@misc{a,\n title={T}\n year={2000}\n}", "no comma before the field year"),
        ('@misc{a,\n title="T"\n year="2000"\n}', "no comma before the field year"),
        ('@misc{a, title="T" year="2000"}', "no comma before the field year"),
        ("@misc{a\n title={T},\n year={2000}}", "no comma after the citation key"),
        ("@misc{a title={T}, year={2000}}", "no comma after the citation key"),
        ("@misc{a, title={T}}, year={2000}\n}", "an extra brace"),
        ("@misc{a, title={T}}\n year={2000}\n}", "an extra brace"),
        ("@misc(a, title={T}, year={2000}}", "closed by } instead of )"),
        ("@misc{a, title={T}, year={2000})", "closed by ) instead of }"),
        ("@misc{a, title={T},, year={2000}}", "an extra comma"),
        ("@misc{a,, title={T}, year={2000}}", "an extra comma"),
        ("@misc{a, title {T}, year={2000}}", "no = sign after title"),
        ("@misc{a, title={T}, year 2000}", "no = sign after year"),
        ("@misc{a, title={T}, year = = 2000}", "two = signs after year"),
        ("@misc{a, title={T}, keywords, year={2000}}", "a field without a value: keywords"),
        ("@misc{a, title = T , year=2000}", ""),
        (
            "@misc{a,\n title={T},\n % note={n},\n year={2000}}",
            "ignored a field in a comment: note",
        ),
    ],
)
def test_slips_whose_meaning_is_certain(text: str, remark: str) -> None:
    """No field is lost, and what was put right is remarked."""
    entry = the_entry(text.rstrip("\n% x"))
    title = entry.fields[0][1]
    assert (entry.key, title.text if isinstance(title, RawValue) else title) == ("a", "T")
    assert [f for f in entry.fields if f[0] != "title"] == [("year", "2000")]
    assert any(remark in r for r in entry.remarks) or not remark


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("{T {B C}", "T {B C}"),
        ("{T {B C", "T {B C"),
        ("{T} B}", "T} B"),
        ('"T { B"', "T { B"),
        ('"T } B"', "T } B"),
        ('"T "quoted" B"', 'T "quoted" B'),
        ("{T", "T"),
        ('"T', "T"),
        ('T B"', "T B"),
        ("T B", "T B"),
    ],
)
def test_a_value_that_is_not_closed(value: str, read: str) -> None:
    """It ends where the next line begins a field, is kept as it is, and is remarked."""
    entry = the_entry(f"@misc{{a,\n title = {value},\n year = {{2000}}\n}}")
    assert entry.fields == (("title", read), ("year", "2000"))
    assert any("title" in remark for remark in entry.remarks)


@pytest.mark.parametrize("value", ["{T {B}", '"T {B}', "{T {B},", '"T {B},'])
def test_a_last_value_that_is_not_closed(value: str) -> None:
    """It ends before the line with the entry's last brace."""
    entry = the_entry(f"@misc{{a,\n year = 2000,\n title = {value}\n}}\n")
    (year, title) = entry.fields
    assert year == ("year", "2000")
    assert title[1] in ("T {B}", "T {B}\n", "T {B},\n")
    assert len(entry.remarks) == 1


def test_a_value_that_swallows_fields_fails() -> None:
    """Where a brace is missing on one line, the end of the value is unknown: the entry fails."""
    text = "@article{a, title={Kuh, author={A B}, year=2001}\n@article{b, title={T}}"
    reading = bibtex.read(text, "a.bib")
    assert [r.key for r in reading.records] == ["b"]
    (problem,) = reading.problems
    assert problem.text == "@article{a, title={Kuh, author={A B}, year=2001}"
    assert "not closed" in problem.reason


def test_an_entry_that_is_not_closed_is_read_if_its_values_are() -> None:
    """Only the last brace is missing: nothing is uncertain."""
    reading = bibtex.read("@article{a, title={T}, year={2001}\n@article{b, title={U}}", "a.bib")
    assert [(r.key, r.year) for r in reading.records] == [("a", 2001), ("b", None)]


def test_an_entry_without_a_type_fails() -> None:
    """It is no comment; what follows it is read."""
    reading = bibtex.read("@{k, title={x}, author={A B}}\n@misc{b, title={T}}", "a.bib")
    assert [p.reason for p in reading.problems] == ["no entry type"]
    assert [r.key for r in reading.records] == ["b"]


def test_a_long_run_of_blanks_costs_no_more_than_its_length() -> None:
    """Half a million blanks in an entry that is not whole: a second, not an hour."""
    reading = bibtex.read("@article{a,title={T}" + " " * 500_000 + "x", "x.bib")
    assert len(reading.records) + len(reading.problems) == 1
