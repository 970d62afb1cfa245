"""The kind of a manuscript, and the keys of a .bib file."""

from __future__ import annotations

from vcmbib.formats.manuscript import entry_keys, manuscript_kind


def test_keys_of_a_bib_file() -> None:
    """Entries give their keys; macros, comments and signs within values do not."""
    text = "@string{a = {b}}\n@Article{one, title={x @y{z}, w}}\n@ book (two,\n)@comment{c, }"
    assert entry_keys(text) == ("one", "two")


def test_a_text_without_a_name_tells_what_it_is() -> None:
    """Standard input has no ending."""
    assert manuscript_kind("\\documentclass{article}\\cite{a}") == "latex"
    assert manuscript_kind("\\relax\n\\citation{a}") == "aux_file"
    assert manuscript_kind("# A\n\nsee [@a]") == "markdown"
    assert manuscript_kind('#set page("a4")\n@a') == "typst"
