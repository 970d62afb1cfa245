"""Blocks as entries: macros, `#`, repeated fields, and an account of every block."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.formats.bibtex.parse.entry import RawEntry
from vcmbib.formats.bibtex.parse.resolve import read_blocks
from vcmbib.formats.bibtex.parse.scanner import normalize_newlines, split_blocks


def entries(text: str) -> list[RawEntry]:
    """The entries of a text in which nothing fails."""
    blocks = read_blocks(text)
    assert blocks.problems == ()
    return list(blocks.entries)


def value(text: str, strings: str = "") -> str:
    """What a value that is set to `text` stands for."""
    return entries(f"{strings}\n@misc{{k, series = {text}}}")[-1].get("series")


# --- nothing is lost ----------------------------------------------------------------------------


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


# --- macros -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("strings", "written", "read"),
    [
        ('@string{a="A"}', "a", "A"),
        ("@STRING{Ieee={I E}}", "IEEE", "I E"),
        ("@string(a = {A})", "a", "A"),
        ('@string{a="A", b="B"}', "a # b", "AB"),
        ('@string{a="A"}@string{b=a # " B"}@string{c=b}', "c", "A B"),
        ('@string{c=b}@string{b=a # " B"}@string{a="A"}', "c", "A B"),
        ('@string{a="one"}@string{a="two"}', "a", "two"),
        ('@string{a="x"}@string{a=a # "y"}', "a", "xy"),
        ("@string{a=1999}", 'a # "--" # 2000', "1999--2000"),
        ('@string{j.b-c+d:e="J"}', "j.b-c+d:e", "J"),
        ('@string{a="\\"u {"} x"}', "a", '\\"u {"} x'),
        ("", '{a} # "b" # 3', "ab3"),
        ("", '"a {"b" # c} d"', 'a {"b" # c} d'),
        ("", "{a}\n % why\n # {b}", "ab"),
        ("", "{\\{} # {b}", "\\{b"),
        ("", "12--34", "12--34"),
    ],
)
def test_expressions(strings: str, written: str, read: str) -> None:
    """Macros in any order and case, through each other, and the parts of `#` are put together."""
    assert value(written, strings) == read


def test_a_macro_is_what_it_is_at_its_place() -> None:
    """A new definition changes only what follows; one further down serves where there is none."""
    text = '@misc{a, s=x}@string{x="1"}@misc{b, s=x}@string{x="2"}@misc{c, s=x}'
    assert [e.get("s") for e in entries(text)] == ["2", "1", "2"]


def test_an_undefined_macro_is_reported_and_kept() -> None:
    """Its name stands for it; the expression is there as it was written, under its field's name."""
    (entry,) = entries('@misc{k, journal = lncs # " 1", series = foo, series = {x}, note = bar}')
    assert entry.fields == (
        ("journal", "lncs 1"),
        ("series", "foo"),
        ("series_2", "x"),
        ("note", "bar"),
    )
    assert entry.undefined == (("journal", 'lncs # " 1"'), ("series", "foo"), ("note", "bar"))
    assert entry.remarks[0] == "journal: the macro lncs is not defined here"


def test_a_macro_that_uses_an_undefined_one_is_not_defined() -> None:
    """A hole in a macro is a hole in every value that uses it."""
    (entry,) = entries('@string{a = b # " x"}@misc{k, note = a}')
    assert entry.get("note") == "b x"
    assert entry.undefined == (("note", "a"),)


@pytest.mark.parametrize("text", ["@string{a=b}@string{b=a}", "@string{a=a}"])
def test_macros_in_a_circle(text: str) -> None:
    """They stand for nothing, which is reported."""
    (entry,) = entries(f"{text}@misc{{k, note=a}}")
    assert [name for name, _ in entry.undefined] == ["note"]


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("jan", "January"),
        ("DEC", "December"),
        ("sept", "September"),
        ("july", "July"),
        ("mär", "March"),
        ("märz", "March"),
        ("mai", "May"),
        ("okt", "October"),
        ("dez", "December"),
        ("févr", "February"),
        ("août", "August"),
        ("ene", "January"),
        ("luglio", "July"),
        ("mrt", "March"),
        ("desember", "December"),
        ("kwiecień", "April"),
        ("10 # {~} # jan", "10~January"),
        ('jun # "/" # jul', "June/July"),
        ("4", "4"),
    ],
)
def test_months(written: str, month: str) -> None:
    """Months are macros of every style, in the languages that people write them in."""
    (entry,) = entries(f"@misc{{k, month = {written}}}")
    assert (entry.get("month"), entry.undefined) == (month, ())


def test_months_of_other_languages_are_macros_in_the_field_month_alone() -> None:
    """Elsewhere such a word may be anything; a file's own definition always counts."""
    assert entries("@misc{k, series = out}")[0].undefined == (("series", "out"),)
    assert entries('@string{out="O"}@misc{k, month = out}')[0].get("month") == "O"
    assert entries('@string{jan="Janvier"}@misc{k, month = jan}')[0].get("month") == "Janvier"


def test_a_macro_that_doubles_itself_is_bounded() -> None:
    """Sixty lines must not fill the memory: what is too long is a problem and not expanded."""
    doubling = "\n".join(f"@string{{a{i} = a{i - 1} # a{i - 1}}}" for i in range(1, 60))
    blocks = read_blocks(f'@string{{a0="0123456789"}}{doubling}\n@misc{{k, note=a59, title={{T}}}}')
    assert blocks.problems
    assert "too much text" in blocks.problems[0].reason
    (entry,) = blocks.entries
    assert (entry.get("title"), entry.undefined) == ("T", (("note", "a59"),))


def test_all_expansions_together_are_bounded() -> None:
    """Thousands of entries that join one long macro are read; what is not expanded is remarked."""
    long = "x" * 60000
    text = f'@string{{a="{long}"}}' + "@misc{k, note = a # a}\n" * 2000
    found = entries(text)
    assert len(found) == 2000
    assert found[0].get("note") == 2 * long
    assert found[-1].undefined == (("note", "a # a"),)
    assert sum(len(e.get("note")) for e in found) < 20 * len(text) + 4_000_000


def test_long_chains_of_macros() -> None:
    """Thousands of macros through each other, last one first, are no matter."""
    chain = "".join(f"@string{{a{i}=a{i - 1}}}" for i in range(5000, 0, -1))
    begun = time.process_time()
    assert value("a5000", f'{chain}@string{{a0="A"}}') == "A"
    assert time.process_time() - begun < 5


# --- fields ---------------------------------------------------------------------------------------


def test_fields_in_any_case_and_given_twice() -> None:
    """Names are compared without case; another value has a name of its own, the same one is one."""
    (entry,) = entries("@misc{k, Title={A}, TITLE={B}, title={A}, title_2={C}, year=1, Year={1}}")
    assert entry.fields == (
        ("title", "A"),
        ("title_2", "B"),
        ("title_2_2", "C"),
        ("year", "1"),
    )
    assert entry.remarks[0] == "title is given twice; the second is kept as title_2"


def test_a_range_without_delimiters_is_remarked() -> None:
    """BibTeX would cut it; here it is kept."""
    (entry,) = entries("@misc{k, pages = 12--34}")
    assert entry.get("pages") == "12--34"
    assert entry.remarks == ("the value of pages has no braces or quotes",)
    assert entry.undefined == ()
