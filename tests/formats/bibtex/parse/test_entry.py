"""Every block of a file becomes an entry, a problem or a skipped block."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vcmbib.formats.bibtex.parse.resolve import read_blocks
from vcmbib.formats.bibtex.parse.scanner import split_blocks
from vcmbib.model.text import normalize_newlines


@given(st.text(st.sampled_from('@{}(),="#\\%$ \nabc1'), max_size=80))
def test_every_block_ends_somewhere(text: str) -> None:
    """Entries, problems and what is passed over are as many as the blocks are."""
    blocks = read_blocks(text)
    total = len(blocks.entries) + len(blocks.problems) + len(blocks.skipped)
    assert total == len(split_blocks(normalize_newlines(text)))


def test_an_entry_without_key_and_fields_is_a_problem() -> None:
    """There is nothing in it to keep; with one of the two it is an entry."""
    blocks = read_blocks("@misc{}\n@misc{is fun}\n@control{REVTEX}\n@misc{, title={T}}")
    assert [p.text for p in blocks.problems] == ["@misc{}", "@misc{is fun}"]
    assert [(e.key, e.remarks) for e in blocks.entries] == [
        ("REVTEX", ()),
        ("", ("no citation key",)),
    ]


def test_a_string_with_a_slip_is_a_problem_that_still_serves() -> None:
    """Nothing is passed over in silence, and its macro is used nonetheless."""
    blocks = read_blocks('@string{a = "A"\n\n@misc{k, series=a}')
    assert [p.reason for p in blocks.problems] == [
        "the entry is not closed before the next one begins"
    ]
    assert blocks.entries[0].get("series") == "A"


def test_a_jabref_comment_is_passed_over_whole() -> None:
    """Its text is there for who asks for groups."""
    text = "@Comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n1 StaticGroup:A\\;0\\;;\n}"
    (skipped,) = read_blocks(text).skipped
    assert (skipped.reason, skipped.text) == ("comment", text)
