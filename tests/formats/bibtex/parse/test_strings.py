"""`@string` macros and `#`."""

from __future__ import annotations

import pytest

from tests.cost import cpu_seconds
from tests.formats.bibtex.parse.read_entries import entries, value
from tests.formats.bibtex.read_entry import read_fields, read_one
from vcmbib.formats import bibtex
from vcmbib.formats.bibtex.parse.resolve import read_blocks


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
    """The value is its name; the expression is kept as written, under its field's name."""
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
    """They have no value, which is reported."""
    (entry,) = entries(f"{text}@misc{{k, note=a}}")
    assert [name for name, _ in entry.undefined] == ["note"]


def test_a_macro_that_doubles_itself_is_bounded() -> None:
    """Sixty lines must not fill the memory: what is too long is a problem and not expanded."""
    doubling = "\n".join(f"@string{{a{i} = a{i - 1} # a{i - 1}}}" for i in range(1, 60))
    blocks = read_blocks(f'@string{{a0="0123456789"}}{doubling}\n@misc{{k, note=a59, title={{T}}}}')
    assert blocks.problems
    assert "too long" in blocks.problems[0].reason
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
    text = f'{chain}@string{{a0="A"}}'
    found = []
    assert cpu_seconds(lambda: found.append(value("a5000", text))) < 20
    assert found == ["A"]


def test_macros_and_concatenation() -> None:
    """Macros are resolved, also through macros and in any case, and joined by #."""
    text = '@string{a="IEEE "}\n@STRING{B = a # "Trans. "}\n@misc{k, series = b # {Image} # 7}'
    assert read_one(text).extra == (("series", "IEEE Trans. Image7"),)


def test_a_macro_has_the_value_that_it_has_there() -> None:
    """A second definition of a macro changes only what follows; a later one serves all."""
    text = '@misc{a, note=s # t}@string{s="one"}@misc{b, note=s}@string{s="two"}@string{t="!"}'
    text += "@misc{c, note=s}"
    assert [r.note for r in bibtex.read(text, "x").records] == ["two!", "one", "two"]


def test_a_macro_that_is_not_defined() -> None:
    """Its name is kept, and it is remarked."""
    record = read_fields("series=lncs")
    assert record.extra == (("series", "lncs"), ("@bare:series", "lncs"))
    assert record.remarks == ("series: the macro lncs is not defined here",)
