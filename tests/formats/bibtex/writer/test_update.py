"""`export --update`: only what the library changed changes in a file that a person edits."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.papers import ARXIV, TIP, names, paper
from vcmbib.formats import bibtex
from vcmbib.formats.bibtex.style import Dialect, Style
from vcmbib.formats.bibtex.writer.update import UpdatedFile, update
from vcmbib.model.paper import Paper

DOE = paper(
    "doe2020",
    "Coding of JPEG Features",
    authors=names("Jane Doe"),
    authors_complete=True,
    year=2020,
)
ROE = paper("roe2021", "Über Codecs", entry_type="article", venue=TIP, year=2021, month=5)

FILE = """% My references. Keep them sorted!
@string{me = "Jane Doe"}
@preamble{"\\newcommand{\\x}{y}"}

@Misc{doe2020,
   title  = "Coding of
             {JPEG} Features",
   Author = me,
   YEAR   = 2020
}

@comment{jabref-meta: databaseType:bibtex;}
@book(mine, title={A book of mine},, year = 1999)   % not in the library
"""


def outcome(updated: UpdatedFile) -> tuple[tuple[str, ...], ...]:
    """The keys: changed, added, same, foreign."""
    return updated.changed, updated.added, updated.same, updated.foreign


# --- what stays -----------------------------------------------------------------------------------


def test_a_file_that_says_the_same_is_not_touched() -> None:
    """Order, blanks, delimiters, macros, case and comments are the person's own."""
    updated = update(FILE, [DOE])
    assert updated.text == FILE
    assert outcome(updated) == ((), (), ("doe2020",), ("mine",))


@pytest.mark.parametrize(
    "entry",
    [
        '@article{roe2021, title={{\\"U}ber Codecs}, year=2021, month=may,\n journal={J}}',
        '@ARTICLE{roe2021, Month="May", journal="J", title="\\"{U}ber {C}odecs", year={2021}}',
        "@article{roe2021, journal={J}, title={Über\n Codecs}, year=2021, month={5}, note={ }}",
        '@string{j="J"}@article(roe2021, journal=j, title={Über Codecs}, year=2021, month=05)',
    ],
)
def test_ways_to_say_the_same(entry: str) -> None:
    """LaTeX or Unicode, a month by name or number, and empty fields make no difference."""
    journal = "IEEE Transactions on Image Processing"
    assert journal in bibtex.write([ROE])
    text = entry.replace("{J}", f"{{{journal}}}").replace('"J"', f'"{journal}"')
    assert outcome(update(text, [ROE])) == ((), (), ("roe2021",), ())
    assert update(text, [ROE]).text == text


def test_names_may_be_put_in_any_way() -> None:
    """First or last name first is the same name."""
    both = replace(DOE, authors=names("Jane Doe", "Ludwig van Beethoven"))
    text = bibtex.write([both]).replace("Doe, Jane", "Jane Doe").replace(" and ", "\n  and ")
    assert update(text, [both]).text == text


# --- what changes ---------------------------------------------------------------------------------


def test_only_a_changed_entry_is_written_anew() -> None:
    """All before and after it stays, byte for byte."""
    other = replace(DOE, title="Other Features")
    updated = update(FILE, [other])
    before, after = (
        FILE.split("@Misc", maxsplit=1)[0],
        "\n\n@comment" + FILE.split("\n\n@comment")[1],
    )
    assert updated.text == before + bibtex.write([other]).rstrip("\n") + after
    assert outcome(updated) == (("doe2020",), (), (), ("mine",))


def test_fields_that_go_are_told() -> None:
    """The library decides about the fields of an entry, and reports those that it removes."""
    text = bibtex.write([DOE]).replace("title", "annote = {mine},\n  title", 1)
    updated = update(text, [DOE])
    assert updated.text == bibtex.write([DOE])
    assert updated.changed == ("doe2020",)
    assert updated.remarks == ("doe2020: without annote, which this command does not write",)


def test_another_type_is_a_change() -> None:
    """An article is no book."""
    text = bibtex.write([DOE]).replace("@misc", "@book")
    assert update(text, [DOE]).changed == ("doe2020",)


def test_new_papers_follow_in_the_order_of_their_keys() -> None:
    """A blank line is before each, whatever the file ends with."""
    for end in ("", "\n", "\n\n"):
        text = f"% mine{end}"
        updated = update(text, [ROE, DOE])
        assert updated.added == ("doe2020", "roe2021")
        assert updated.text == f"% mine\n\n{bibtex.write([DOE, ROE])}"
    assert update("", [ROE, DOE]).text == bibtex.write([DOE, ROE])


def test_a_former_key_becomes_the_key_of_today() -> None:
    """The entry is found, and the change of its key is reported."""
    text = bibtex.write([DOE]) + "\n% end\n"
    renamed = replace(DOE, key="doe2020coding", former_keys=("doe2020",))
    updated = update(text, [renamed])
    assert updated.text.startswith(bibtex.write([renamed]))
    assert updated.text.endswith("\n% end\n")
    assert updated.remarks == ("doe2020 is now doe2020coding",)


def test_an_entry_under_the_key_of_today_comes_first() -> None:
    """If both keys are in the file, the entry with the former one is the person's own."""
    renamed = replace(DOE, key="new", former_keys=("doe2020",))
    text = bibtex.write([DOE]) + "\n" + bibtex.write([renamed])
    updated = update(text, [renamed])
    assert (updated.text, updated.foreign) == (text, ("doe2020",))


def test_the_second_entry_of_a_key_is_left_alone() -> None:
    """The first one is the paper's; nothing is deleted."""
    text = bibtex.write([DOE]) + "\n@misc{doe2020,\n  title = {Another},\n}\n"
    updated = update(text, [DOE])
    assert updated.text == text
    assert outcome(updated) == ((), (), ("doe2020",), ("doe2020",))


def test_an_entry_that_is_not_understood_is_left_alone() -> None:
    """It is neither replaced nor written a second time, which is reported."""
    text = "@misc{doe2020, {T}, year=2000}\n\n@misc{x, title={y}}\n"
    updated = update(text, [DOE])
    assert updated.text == text
    assert outcome(updated) == ((), (), (), ("x",))
    assert updated.remarks == ("doe2020: the entry was not understood; it is unchanged",)


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_are_kept(newline: str, mark: str) -> None:
    """What is written has the line ends of the file; what was there keeps its own."""
    text = mark + FILE.replace("\n", newline)
    assert update(text, [DOE]).text == text
    updated = update(text, [replace(DOE, year=2022), ROE]).text
    assert updated.startswith(mark + "% My references")
    rest = updated.replace(newline, "")
    assert "\n" not in rest
    assert "\r" not in rest
    assert outcome(update(updated, [replace(DOE, year=2022), ROE]))[2] == ("doe2020", "roe2021")


def test_macros_of_ours_are_defined_once() -> None:
    """With `strings`, a macro that the file lacks is put before all; one it has is used."""
    style = Style(strings=True)
    two = [replace(ROE, key="a"), replace(ROE, key="b", title="Other")]
    updated = update("% mine\n", two, style)
    assert updated.text.count("@string") == bibtex.write(two, style).count("@string")
    assert update(updated.text, two, style).text == updated.text
    defined = re.search(r"(?i)@string\{(\w+)", updated.text)
    assert defined is not None
    other = f'@string{{{defined[1]} = "Something else"}}\n'
    contradicted = update(other, two, style).text
    assert contradicted.count("@string") == 1
    assert update(contradicted, two, style).text == contradicted


def test_the_other_dialect_is_a_change() -> None:
    """A file is brought to the dialect that is asked for."""
    text = bibtex.write([replace(ROE, venue=TIP)])
    updated = update(text, [ROE], Style(Dialect.BIBLATEX))
    assert updated.text == bibtex.write([ROE], Style(Dialect.BIBLATEX))


# --- laws -----------------------------------------------------------------------------------------

PAPERS = (
    DOE,
    ROE,
    paper("a", "One", former_keys=("old",), venue=ARXIV),
    paper("b", "Two {and} \\more", extra=(("annote", "x"),)),
)
PIECES = st.sampled_from(
    [
        *(bibtex.write([p]) for p in PAPERS),
        *(bibtex.write([replace(p, year=1999)]) for p in PAPERS),
        bibtex.write([replace(PAPERS[2], key="old")]),
        FILE,
        "@misc{a, title={One}",
        "@misc{a,\n title={One},\n year={2}\n",
        "@misc{b, title={Two {x},\n year={2}\n}\n",
        "@misc{doe2020, title={x}}, note={y}}\n",
        "@comment{ x { y\n",
        "% @misc{a, title={no}}\n",
        "@misc{other, title={T}}",
        "@string{jan = {Januar}}\n",
        "\n",
        "text } {\n",
        "}\n",
        '"',
        "\\",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PIECES, max_size=7).map("".join),
    st.lists(st.sampled_from(PAPERS), unique=True).map(tuple),
    st.sampled_from(["\n", "\r\n"]),
)
def test_updating_twice_is_updating_once(text: str, papers: tuple[Paper, ...], end: str) -> None:
    """Whatever the file contains, a second time changes nothing; each paper is in the report."""
    text = text.replace("\n", end)
    updated = update(text, papers)
    again = update(updated.text, papers)
    assert again.text == updated.text
    assert not again.added
    told = {r.split(":")[0] for r in updated.remarks if "not understood" in r}
    accounted = {*updated.changed, *updated.added, *updated.same, *told}
    assert accounted == {p.key for p in papers}


KEYS = st.sets(st.sampled_from([p.key for p in PAPERS]))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PIECES, max_size=7).map("".join),
    st.none() | KEYS,
    st.none() | KEYS,
    st.sampled_from([Style(), Style(strings=True), Style(Dialect.BIBLATEX, crossref=True)]),
)
def test_only_what_was_asked_for_is_updated_and_added(
    text: str, only: set[str] | None, add: set[str] | None, style: Style
) -> None:
    """Each paper that the file has, or that is to be added, is accounted for once; no other."""
    updated = update(text, PAPERS, style, only=only, add=add)
    every = {p.key for p in PAPERS}
    assert set(updated.added) <= (every if add is None else add)
    assert {*updated.changed, *updated.same} <= (every if only is None else only)
    assert not {*updated.others} & (every if only is None else only)
    told = {r.split(":")[0] for r in updated.remarks if "not understood" in r}
    accounted = {*updated.changed, *updated.same, *updated.others, *updated.added, *told}
    asked = every if add is None else add
    assert accounted >= (asked if only is None else asked & only)
    if not updated.changed and not updated.added:
        assert updated.text == text
    if add == set():
        assert not updated.added
    again = update(updated.text, PAPERS, style, only=only, add=add)
    assert again.text == updated.text


def test_a_paper_does_not_refer_to_one_that_the_file_lacks() -> None:
    """`crossref` names a parent only if the file has it, or gets it."""
    volume = paper("vol", "The Volume", entry_type="proceedings", year=2020)
    child = paper("child", "A Chapter", entry_type="inproceedings", year=2020,
                  extra=(("crossref", "vol"),))  # fmt: skip
    alone = bibtex.write([child])
    old = alone.replace("A Chapter", "A chaptre")
    assert update(old, [volume, child], add=()).text == alone
    assert update(old, [volume, child], add=("vol",)).added == ("vol",)


@given(st.lists(PIECES, max_size=7).map("".join))
def test_a_file_without_our_papers_is_not_touched(text: str) -> None:
    """What no paper claims stays, byte for byte, and what is new comes after it."""
    assert update(text, []).text == text
    new = paper("quite-new", "New")
    assert update(text, [new]).text.startswith(text)


def test_entries_without_a_key_of_their_own_are_found() -> None:
    """What was read under a key that vcmbib gave is not written a second time."""
    old = (
        "@article{k, title={First one}, year=2001}\n"
        "@article{k, title={Second one}, year=2002}\n"
        "@article{, title={Third one}, year=2003}\n"
        "@article{k, title={Nobody's one}, year=2004}\n"
    )
    papers = [
        paper("k", "First one", year=2001, entry_type="article"),
        paper("ka", "Second one", year=2002, entry_type="article"),
        paper("doe2003third", "Third one", year=2003, entry_type="article"),
    ]
    updated = update(old, papers)
    assert outcome(updated)[:2] == (("ka", "doe2003third"), ())
    assert updated.foreign == ("k",)
    assert update(updated.text, papers).text == updated.text


@pytest.mark.parametrize("key", ["", "a#b", r"zhang2021\hbox", "k"])
def test_an_entry_without_a_key_of_its_own_whose_paper_was_edited(key: str) -> None:
    """It is found by title, people and year, gets the paper's key and is there once."""
    old = (
        "@article{k, title={First one}, year=2001}\n"
        f"@article{{{key}, title={{Second {{One}}}}, author={{Jane Doe}}, year=2002}}\n"
    )
    papers = [
        paper("k", "First one", year=2001, entry_type="article"),
        replace(
            paper("doe2002second", "Second One", year=2002, entry_type="article"),
            authors=names("Jane Doe"),
            authors_complete=True,
            pages="1-9",
        ),
    ]
    updated = update(old, papers)
    assert outcome(updated) == (("doe2002second",), (), ("k",), ())
    assert updated.text.count("Second") == 1
    assert update(updated.text, papers).text == updated.text


@pytest.mark.parametrize(
    "other", ["author={Jane Doe}, year=2003", "author={Ann Roe}, year=2002", "year=2002"]
)
def test_a_second_entry_that_may_be_another_paper_is_left_alone(other: str) -> None:
    """The same title by others or of another year is the person's own."""
    old = (
        "@article{k, title={First one}, year=2001}\n"
        f"@article{{k, title={{Second One}}, {other}}}\n"
    )
    papers = [
        paper("k", "First one", year=2001, entry_type="article"),
        replace(
            paper("doe2002second", "Second One", year=2002, entry_type="article"),
            authors=names("Jane Doe"),
            authors_complete=True,
        ),
    ]
    updated = update(old, papers)
    assert outcome(updated) == ((), ("doe2002second",), ("k",), ("k",))
    assert updated.text.startswith(old)
    assert update(updated.text, papers).text == updated.text


def test_entries_without_a_key_are_each_those_of_another_paper() -> None:
    """Two entries with the same values belong to two papers, a third one to none."""
    twins = [paper(key, "One Title", authors=names("Jane Doe"), year=2020) for key in ("a", "b")]
    entry = "@misc{,\n  title = {One Title},\n  author = {Doe, Jane},\n  year = {2020},\n}\n"
    for papers, count, added in (
        (twins[:1], 1, 0),
        (twins[:1], 2, 0),
        (twins, 2, 0),
        (twins, 1, 1),
    ):
        done = update(entry * count, papers, Style(), add=[p.key for p in papers])
        assert len(done.same) + len(done.changed) == min(len(papers), count)
        assert len(done.foreign) == max(count - len(papers), 0)
        assert len(done.added) == added
