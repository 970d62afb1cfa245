"""What a word is, and which command takes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.slips.word_kinds import WordKind, WordLookup, near_file

CASES = {
    "refs.bib": WordKind.BIBLIOGRAPHY,
    "nosuch.ris": WordKind.BIBLIOGRAPHY,
    "paper.tex": WordKind.DOCUMENT,
    "other.db": WordKind.LIBRARY,
    "paper.pdf": WordKind.PDF,
    "https://example.org/a.pdf": WordKind.IDENTIFIER,
    "2405.99999": WordKind.IDENTIFIER,
    "10.1000/xyz123": WordKind.IDENTIFIER,
    "choi2018deep": WordKind.PAPER,
    "arxiv:2403.17886": WordKind.PAPER,
    "author:choi": WordKind.TERM,
    "-tag:x": WordKind.TERM,
    "autor:choi": WordKind.TERM,
    "choi": WordKind.TEXT,
    "a:b": WordKind.TEXT,
    "": WordKind.TEXT,
    "\udcff": WordKind.TEXT,
    "a\0b": WordKind.TEXT,
    "..": WordKind.FOLDER,
}


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WordLookup:
    """Words in a folder with a library and a .bib."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "papers.db").write_bytes((ROOT / "papers.db").read_bytes())
    (tmp_path / "refs.bib").write_text("", encoding="utf-8")
    return WordLookup(tmp_path / "papers.db")


@pytest.mark.parametrize(("word", "kind"), CASES.items())
def test_the_kind_of_a_word(word: str, kind: WordKind, words: WordLookup) -> None:
    """Files come first, then papers of the library, then identifiers and terms."""
    assert words.kind(word) is kind


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_advice_for_every_kind(command: str, words: WordLookup) -> None:
    """A command, or an empty text for a word without one; never an exception."""
    for word in CASES:
        found = words.command_for(word, command)
        assert found == "" or found.startswith("vcmbib "), (command, word)


def test_a_library_that_cannot_be_read_has_no_papers(tmp_path: Path) -> None:
    """Hints never fail."""
    broken = WordLookup(tmp_path / "none.db")
    assert broken.keys_like("choi") == []
    assert not broken.is_paper("choi2018deep")


def test_a_near_file_is_in_the_same_folder(words: WordLookup, tmp_path: Path) -> None:
    """A misspelled name finds the file; a name like no file finds none."""
    assert near_file("refz.bib") == "refs.bib"
    assert near_file(str(tmp_path / "ref.bib")) == str(tmp_path / "refs.bib")
    assert near_file("completely-different.xyz") == ""
    assert near_file("no/such/folder.bib") == ""
    assert words.path.exists()
