"""A BibTeX file as blocks: nothing falls between them, and hostile files cost no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import check_linear
from tests.formats.bibtex.parse.read_entries import the_entry
from vcmbib.formats.bibtex.parse.repair import RawValue
from vcmbib.formats.bibtex.parse.scanner import (
    Block,
    EntryBlock,
    FailedBlock,
    StringBlock,
    TextBlock,
    split_blocks,
)
from vcmbib.model.text import normalize_newlines


def kinds(text: str) -> list[tuple[type[Block], int]]:
    """The blocks of a text with their lines."""
    return [(type(block), block.line) for block in split_blocks(normalize_newlines(text))]


WORDS = """@article{a, @misc(b, @string{
    @comment{ @preamble{ @x title = {T} , { } ( ) " # % \\ \\{ \\"
    year=2000 name="q" jan"""


BREAKS = ["\n", " ", "\n@book{k,\n", "},\n", "\n}\n", '",\n', "é", "\x00", "\xa0", "\r", "\n x = {"]


PARTS = st.sampled_from([*WORDS.split(), *BREAKS])


@given(st.lists(PARTS, max_size=40).map("".join))
def test_blocks_are_all_of_the_text(written: str) -> None:
    """The blocks follow each other, only blanks are between them, and their lines are right."""
    text = normalize_newlines(written)
    at = 0
    for block in split_blocks(text):
        assert block.start >= at
        assert not text[at : block.start].strip()
        assert block.line == text.count("\n", 0, block.start) + 1
        if not isinstance(block, EntryBlock):
            assert block.raw == text[block.start : block.end]
        at = block.end
    assert not text[at:].strip()


def test_text_between_entries_is_one_block() -> None:
    """A run of text is one block, however many lines it has; blank text is none."""
    text = "Notes,\n\nof mine.\n@misc{a, title={T}}\n\n\n@misc{b, title={U}}\n% end\n"
    assert kinds(text) == [(TextBlock, 1), (EntryBlock, 4), (EntryBlock, 7), (TextBlock, 8)]


def test_lines_are_counted_for_all_line_ends() -> None:
    """CRLF, CR and LF are one line end each, also within values."""
    for end in ("\n", "\r\n", "\r"):
        text = end.join(["x", "@misc{a,", " title={T", " U}}", "", "@misc{b, title={V}}"])
        assert kinds(text) == [(TextBlock, 1), (EntryBlock, 2), (EntryBlock, 6)]


def test_comment_lines_after_a_failed_block_are_not_its_own() -> None:
    """What leads to the next entry stays outside of the failure."""
    text = "@misc{a, {T}\n\n% the next one\n@misc{ok, title={x}}\n"
    assert kinds(text) == [(FailedBlock, 1), (TextBlock, 3), (EntryBlock, 4)]


def test_an_entry_that_is_not_closed_ends_where_the_next_begins() -> None:
    """Both are read; the comma at the end of the first belongs to it."""
    first, second = split_blocks("@misc{a,\n title={T},\n\n@misc{b, title={U}}\n")
    assert isinstance(first, EntryBlock)
    assert isinstance(second, EntryBlock)
    assert first.remarks == ("the entry is not closed before the next one begins",)
    assert (first.fields, second.fields) == ((("title", "T"),), (("title", "U"),))


@pytest.mark.parametrize(
    ("head", "kind", "key"),
    [
        ("@misc{,", "misc", ""),
        ("@misc{", "misc", ""),
        ("@misc{\n", "misc", ""),
        ("@misc{ key with blanks ,", "misc", "key with blanks"),
        ("@misc{a{b}c,", "misc", "a{b}c"),
        ('@misc{o"neil,', "misc", 'o"neil'),
        ("@misc{a=b,", "misc", "a=b"),
        ("@misc{DBLP:conf/x/O'N_20+a.b-c,", "misc", "DBLP:conf/x/O'N_20+a.b-c"),
        ("@misc{müller:2000,", "misc", "müller:2000"),
        ("@misc{50%#a,", "misc", "50%#a"),
        ("@misc{a % mine\n,", "misc", "a"),
        ("@ MISC\n{a,", "misc", "a"),
        ("@\nmisc {\na\n,", "misc", "a"),
        ("@mv-book{a,", "mv-book", "a"),
        ("@my.type{a,", "my.type", "a"),
    ],
)
def test_first_lines(head: str, kind: str, key: str) -> None:
    """Type and key are read in every way that they are written; no key is an empty one."""
    entry = the_entry(f"{head} title={{T}}}}")
    assert (entry.type, entry.key, entry.fields) == (kind, key, (("title", "T"),))


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("{a@b.org or @misc{x, y}}", "a@b.org or @misc{x, y}"),
        ("{see\n@book{x,\n title={Y}}\nthere}", "see\n@book{x,\n title={Y}}\nthere"),
        ('"the {"Foo, B"} p"', 'the {"Foo, B"} p'),
        ('"G{\\"o}del"', 'G{\\"o}del'),
        ('"G\\"odel, x"', 'G\\"odel, x'),
        ("{C:\\papers\\}", "C:\\papers\\"),
        ("{a\\\\}", "a\\\\"),
        ("{set \\{1,2}", "set \\{1,2"),
        ("{set \\{1,2\\}}", "set \\{1,2\\}"),
        ("{x {\\{}y} z}", "x {\\{}y} z"),
        ('"Onward!\\"', "Onward!\\"),
        ("{a=b, c=d}", "a=b, c=d"),
        ("{{{{{{{deep}}}}}}}", "{{{{{{deep}}}}}}"),
        ('"{{{{{{deep}}}}}}"', "{{{{{{deep}}}}}}"),
        ("{50% off # 1}", "50% off # 1"),
        ("{a\x00b\x0cc}", "a\x00b\x0cc"),
        ("{}", ""),
        ('""', ""),
        ("12", "12"),
    ],
)
def test_values(value: str, read: str) -> None:
    """A value is the text between its delimiters, by BibTeX's rules or, failing that, TeX's."""
    for begin, end in (("{", "}"), ("(", ")")):
        entry = the_entry(f"@misc{begin}a, x-y:z = {value},\n year\n=\n2000,{end}")
        assert entry.fields == (("x-y:z", read), ("year", "2000"))
        assert entry.remarks == ()


def test_expressions_are_kept_as_written() -> None:
    """Macros and `#` are for the next step; comments within are its concern, too."""
    entry = the_entry('@misc{a, month = 10 # "~" # jan, series = lncs }')
    assert entry.fields == (("month", RawValue('10 # "~" # jan')), ("series", RawValue("lncs")))


@pytest.mark.parametrize(
    "text",
    [
        "% @misc{hidden, title={h}}",
        "% @misc{hidden,\n%  title={h},\n% }",
        "Written by joe@example.org {Joe}",
        "follow @handle or {x}",
        "50% of @misc{a, title={b}}",
        "@",
        "@@ @{x}",
        "@comment{@misc{hidden, title={h}}}",
        "@Comment{jabref-meta: a { b}\n",
        "@comment{\n@misc{a, title={b}}\n@misc{c, title={d}}\n}",
    ],
)
def test_comments(text: str) -> None:
    """Comments of BibLaTeX, of JabRef and of people are no entries and take none with them."""
    found = split_blocks(f"{text.strip()}\n@misc{{ok, title={{x}}}}")
    assert [type(block) for block in found] == [TextBlock, EntryBlock]


def test_other_blocks() -> None:
    """Strings, several in one or in parentheses, and preambles are found."""
    string, more, preamble = split_blocks(
        '@string(a = "A", b = a # "B")@STRING{c={C}}@preamble{"x" # "y"}'
    )
    assert isinstance(string, StringBlock)
    assert string.macros == (("a", "A"), ("b", RawValue('a # "B"')))
    assert isinstance(more, StringBlock)
    assert isinstance(preamble, TextBlock)
    assert preamble.kind == "preamble"


def test_entries_on_one_line() -> None:
    """Several entries, and text between them, may share a line."""
    text = "@misc{x, title={t}} @misc{y, title={u}} text @misc{z, title={v}} x@y{z}"
    assert kinds(text) == [
        (EntryBlock, 1),
        (EntryBlock, 1),
        (TextBlock, 1),
        (EntryBlock, 1),
        (TextBlock, 1),
    ]


HOSTILE = {
    "heads": "@article{\n",
    "heads on a line": "@article{",
    "keys": "@article{a,\n",
    "open braces of values": "@article{a, title={\n",
    "open quotes of values": '@article{a, title="\n',
    "open quotes and braces": '@article{a, title="{\n',
    "concatenations": "@article{a, title={} # \n",
    "braces": "{",
    "entries in parentheses on a line": "@a(b, c={d}, ",
    "addresses": "a@b{c} ",
    "signs": "@",
    "comments": "@comment{ a {\n",
    "preambles": '@preamble{ "a\n',
    "strings": "@string{a = \n",
    "lines": "@a{b, c={d}, %e={f}\n",
    "blank lines": "@" + 100 * "\n",
}


@pytest.mark.parametrize("part", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_cost_as_much_as_they_are_long(part: str) -> None:
    """Four times the text takes not much more than four times as long."""
    check_linear(lambda size: split_blocks(part * size), 500)
