"""What a file would lose: entries, values and lines, each in a few words."""

from __future__ import annotations

import pytest

from tests.cli.conftest import sample
from vcmbib.cli.file_output import lost_text as module
from vcmbib.cli.file_output.lost_text import LostText, lost_in_update, lost_text, unknown_fields
from vcmbib.cli.text_files import OutputFile
from vcmbib.formats import bibtex
from vcmbib.model.paper import Record, SourceKind
from vcmbib.store.library import Library


@pytest.fixture
def library() -> Library:
    """Three papers in memory."""
    library = Library.empty()
    library.apply(sample(), "vcmbib import sample.md")
    return library


def lost(library: Library, old: str | bytes, new: str = "", **options: object) -> list[str]:
    """What a .bib with this text loses."""
    data = old if isinstance(old, bytes) else old.encode()
    file = OutputFile("refs.bib", new, "bibtex", **options)  # type: ignore[arg-type]
    return [str(text) for text in lost_text(file, data, library)]


def test_a_file_that_is_no_text_or_too_large(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not compared, so all of it counts as lost."""
    assert lost(library, b"\x00\x01\x02\xff\xfe\x00") == ["bytes that are not text"]
    monkeypatch.setattr(module, "_LARGEST", 3)
    assert lost(library, "% x y") == ["0 MB, too much to compare"]


def test_lines_are_named_with_their_numbers(library: Library) -> None:
    """Comments and macros without a use, and each line of an entry that is not understood."""
    old = "% one\n@string{a = {Of no use}}\n@string{b = {Used}}\n@misc{c, title = {C}, note = b}\n"
    assert lost(library, old) == ["c", "line 1: % one", "line 2: @string{a = {Of no use}}"]
    assert "line 3: @misc{d, title = {D" in lost(
        library, "@misc{c, title = {C}}\n\n@misc{d, title = {D"
    )
    assert lost(library, "% one\n% two\n", "% two\n") == ["line 1: % one"]
    assert lost(library, "% line 1: one\n", failure_notes=True) == []
    assert lost(library, "% line 1: one\n") == ["line 1: % line 1: one"]


def test_long_texts_are_cut() -> None:
    """A message stays on its lines."""
    text = str(LostText("key", "annote", "word " * 50))
    assert text.startswith("key: annote = word word")
    assert len(text) < 80
    assert str(LostText("key")) == "key"


def test_records_that_are_imported_are_not_lost(library: Library) -> None:
    """They reach the library with the same command."""
    file = OutputFile("refs.bib", "", "bibtex")
    old = b"@misc{new, title = {New}}\n@misc{newer, title = {Newer}}\n"
    coming = bibtex.read(old.decode(), "other.bib").records[:1]
    assert [str(x) for x in lost_text(file, old, library, coming)] == ["newer"]


def test_an_entry_of_an_update_is_that_of_its_key(library: Library) -> None:
    """Whatever its title is; in another file it is another work."""
    old = "@misc{poe2022x, title = {Something Else}}\n"
    new = bibtex.write([library.paper("poe2022x")])
    assert lost(library, old, new) == ["poe2022x"]
    update = lost_in_update(OutputFile("refs.bib", new, "bibtex"), old.encode(), library)
    assert [str(text) for text in update] == ["poe2022x: title = Something Else"]


def test_fields_that_the_library_never_had(library: Library) -> None:
    """A field of its own is unknown; one that a column or a source has, or had, is not."""
    papers = list(library.all_papers())
    dropped = [
        ("doe2020coding", "annote", "my words"),
        ("doe2020coding", "year", "2020"),
        ("doe2020coding", "remark", "first note"),
        ("roe2021video", "keywords", "other"),
    ]
    assert unknown_fields(dropped, papers, library) == {
        "doe2020coding": (("annote", "my words"),),
    }
    assert unknown_fields([], papers, library) == {}
    assert isinstance(Record(SourceKind.LIST, ""), Record)
