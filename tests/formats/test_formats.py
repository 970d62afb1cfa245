"""The format of a file, by its ending or by how its text begins."""

from __future__ import annotations

from importlib import import_module

import pytest

from vcmbib.errors import UnknownFormat
from vcmbib.formats import ENDINGS, READERS, WRITERS, format_of, load_reader, load_writer


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("TY  - JOUR\nER  -\n", "ris"),
        ("\nPMID- 123\nOWN - NLM\n", "nbib"),
        ('<?xml version="1.0"?>\n<mods xmlns="x"><note/></mods>', "mods"),
        ("# by hand\ncff-version: 1.2.0\nreferences:\n  - type: article\n", "cff"),
        ('{"key": "a", "title": "T"}', "jsonl"),
        ('{"vcmbib": 1, "papers": []}', "jsonl"),
        ('[{"id": "a", "type": "book", "title": "T"}]', "csl-json"),
        ("A comment\n@book{a,}", "bibtex"),
        ("@article{TY,\n}", "bibtex"),
        ("doe:\n  type: book\n  title: T\n", "hayagriva"),
        ("| Title | Year |\n| --- | --- |\n", "markdown"),
        ("# Papers\n\n- [T](https://example.org)\n", "markdown"),
        ("Authors;Title;Year\n", "csv"),
        ("\ufeffTY  - JOUR\n", "ris"),
        ("# line 3: no title\nTY  - JOUR\n", "ris"),
    ],
)
def test_a_file_without_a_telling_name(text: str, name: str) -> None:
    """The first lines of a text decide where the name does not."""
    assert format_of("-", text) == name


@pytest.mark.parametrize("text", ["", "\n\n", "plain words", "<feed></feed>", "\x00\x01"])
def test_what_is_no_format(text: str) -> None:
    """A text of no format is refused, with the formats that there are."""
    with pytest.raises(UnknownFormat):
        format_of("notes.xyz", text)


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ending_decides_before_the_text(ending: str) -> None:
    """The ending of a name decides, in any letter case, whatever the text is."""
    assert format_of(f"file{ending.upper()}", "TY  - JOUR\n") == ENDINGS[ending]


@pytest.mark.parametrize("name", READERS)
def test_each_reader_is_one(name: str) -> None:
    """Every module of the table hands back what failed, and endings name no other format."""
    assert set(ENDINGS.values()) <= set(READERS)
    assert isinstance(load_reader(name).write_failed([]), str)


@pytest.mark.parametrize("name", WRITERS)
def test_each_writer_is_one(name: str) -> None:
    """Every module of the table of writers writes, also a library without papers."""
    assert import_module(WRITERS[name]).__name__.startswith("vcmbib.formats.")
    assert isinstance(load_writer(name).write([]), str)
