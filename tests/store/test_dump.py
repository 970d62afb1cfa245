"""A dump holds everything, is the same for the same library, and gives it back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.conftest import ROOT
from tests.dumps import TREE, dumps, flat, line, lines_of
from tests.papers import ICIP, arxiv, names, paper
from vcmbib.logic.library_diff import turn
from vcmbib.logic.merge3.libraries import merge_libraries
from vcmbib.model.dump.jsonl import write_lines
from vcmbib.model.dump.reader import read_dump
from vcmbib.model.dump.values import Dump
from vcmbib.model.paper import Standing
from vcmbib.model.plan import Plan
from vcmbib.store.library import Library
from vcmbib.store.schema import SCHEMA_VERSION


def text_of(library: Library, *, history: bool = False) -> str:
    """The library's dump."""
    return "".join(write_lines(library.dump_lines(history=history), SCHEMA_VERSION))


def make(library: Library, wanted: Dump) -> None:
    """Turn the library into what the dump holds."""
    library.apply(turn(library.read_dump(), wanted), "vcmbib load")


@pytest.fixture
def library() -> Iterator[Library]:
    """An empty library in memory."""
    with Library.empty() as made:
        yield made


# --- what cannot be read -----------------------------------------------------------------------


def written(dump: Dump) -> list[str]:
    """The lines of a dump's text."""
    return "".join(write_lines(lines_of(dump), SCHEMA_VERSION)).splitlines(keepends=True)


def small() -> Dump:
    """Two papers in a category."""
    first = paper("a1", "A", categories=(Standing("coding", 1),), former_keys=("a0",))
    return Dump(TREE[:1], (), (line(first), line(paper("b1", "B"))), (("a1", "b1"),))


@pytest.mark.parametrize("lost", [1, 2, 3, 4, 5])
def test_a_dump_with_a_line_lost_is_refused(lost: int) -> None:
    """Whichever line is missing, the header and the end among them, it is noticed."""
    lines = written(small())
    assert len(lines) == 6
    del lines[lost]
    assert read_dump("".join(lines)).faults


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.99])
def test_half_a_file_is_refused(part: float) -> None:
    """A file that is cut off anywhere has a fault that says so."""
    text = "".join(written(small()))
    assert read_dump(text[: int(len(text) * part)]).faults


def test_every_wrong_line_is_named_with_its_number() -> None:
    """A line that is no JSON and one with a wrong value are both told."""
    lines = written(small())
    lines[1] = "{broken\n"
    lines[3] = lines[3].replace('"title":"B"', '"title":7')
    faults = read_dump("".join(lines)).faults
    assert [(f.line, f.reason) for f in faults if f.line] == [
        (2, "it is no JSON"),
        (4, "'title' must be a text"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"key":"b1"', '"key":"a0"', "the key 'a0' stands in line 3 already"),
        ('"categories":{"coding":1}', '"categories":{"other":1}', "'other' is not in the file"),
        ('"keys":["a1","b1"]', '"keys":["a1","c1"]', "'c1' is not in the file"),
        ('"parent":null', '"parent":"coding"', "stands below itself"),
        ('"title":"A"', '"title":"A","year":99', "'year' must be between 1000 and 2100"),
        ('"title":"A"', '"title":"A","colour":"red"', "the unknown 'colour'"),
        ('"title":"A"', '"title":"A","tags":["x","X"]', "the tag 'x' stands twice"),
        ('"title":"A"', '"title":"\\ud800"', "it is no JSON"),
        ('"kind":"paper"', '"kind":"pages"', "the kind 'pages' is not known"),
    ],
)
def test_what_a_library_cannot_hold_is_named(old: str, new: str, said: str) -> None:
    """A dump that was changed by hand is checked as a whole before anything is written."""
    text = "".join(written(small())).replace(old, new, 1)
    faults = read_dump(text).faults
    assert any(said in f.reason for f in faults), faults


def test_a_newer_format_is_told_from_a_broken_file() -> None:
    """The header names the format; a program that is too old says so and reads nothing."""
    text = "".join(written(small())).replace('"format":1', '"format":2')
    assert read_dump(text).newer == 2


def test_another_file_is_no_dump() -> None:
    """A text that does not begin with a header is no dump, an empty one neither."""
    for text in ("", "\n", "@article{x,\n}\n", '{"kind":"paper"}\n', "[]\n"):
        assert "no dump" in read_dump(text).faults[0].reason


# --- the same bytes ------------------------------------------------------------------------------


@given(dumps())
@settings(max_examples=40)
def test_a_library_made_from_a_dump_gives_that_dump(wanted: Dump) -> None:
    """dump(load(x)) is x, in text, and the text reads back as x."""
    text = "".join(written(wanted))
    found = read_dump(text)
    assert found.faults == ()
    assert flat(found.dump) == flat(wanted)
    with Library.empty() as library:
        make(library, found.dump)
        assert text_of(library) == text


@given(dumps(), dumps())
@settings(max_examples=40)
def test_any_library_becomes_any_other_and_undo_brings_it_back(one: Dump, other: Dump) -> None:
    """Turning one into the other is exact, in one change, and can be taken back."""
    from vcmbib.model.plan import Undo

    with Library.empty() as library:
        make(library, one)
        before = text_of(library)
        applied = library.apply(turn(library.read_dump(), other), "vcmbib load")
        assert text_of(library) == "".join(written(other))
        if applied.change is not None:
            library.apply(Plan.of([Undo(applied.change)]), "vcmbib undo")
            assert flat(library.read_dump()).papers == flat(one).papers
            assert flat(library.read_dump()).categories == flat(one).categories
        else:
            assert text_of(library) == before


@given(dumps(), dumps(), dumps())
@settings(max_examples=30)
def test_a_merge_is_carried_out_to_the_letter(base: Dump, ours: Dump, theirs: Dump) -> None:
    """The library holds what the merge says, however the three differ."""
    with Library.empty() as library:
        make(library, ours)
        merged = merge_libraries(base, library.read_dump(), theirs)
        library.apply(turn(library.read_dump(), merged.dump), "vcmbib git merge papers.db")
        assert text_of(library) == "".join(written(merged.dump))


def test_keys_that_papers_exchange_are_no_obstacle(library: Library) -> None:
    """Two papers may take each other's keys, current and former, in one change."""
    one = line(paper("a", "One", former_keys=("x",)))
    two = line(paper("b", "Two", former_keys=("y",)))
    make(library, Dump((), (), (one, two)))
    swapped = (
        replace(one, paper=replace(one.paper, former_keys=("y",))),
        replace(two, paper=replace(two.paper, former_keys=("x",))),
    )
    make(library, Dump((), (), swapped))
    assert flat(library.read_dump()).papers == swapped
    crossed = (
        line(paper("a", "Two", former_keys=("x", "c"))),
        line(paper("b", "One", former_keys=("y",))),
    )
    make(library, Dump((), (), crossed))
    assert flat(library.read_dump()).papers == crossed


def test_the_order_in_which_papers_came_does_not_show(library: Library) -> None:
    """Papers put in one by one, in any order, give the bytes of all at once."""
    papers = tuple(line(paper(k, f"On {k}", authors=names("A B"), venue=ICIP)) for k in "cab")
    make(library, Dump(TREE, (), papers))
    with Library.empty() as other:
        for number in (1, 2, 3):
            make(other, Dump(tuple(reversed(TREE)), (), papers[:number][::-1]))
        assert text_of(other) == text_of(library)


def test_the_order_of_what_a_paper_has_is_kept(library: Library) -> None:
    """Identifiers, tags and notes come back in their order, also when only that changed."""
    first = line(paper("a", "A", tags=("x", "y"), notes=("n", "m"),
                       identifiers=(arxiv("2101.00001"), arxiv("2101.00002"))))  # fmt: skip
    make(library, Dump((), (), (first,)))
    turned = replace(
        first, paper=replace(first.paper, tags=("y", "x"), notes=("m", "n"),
                             identifiers=first.paper.identifiers[::-1])
    )  # fmt: skip
    make(library, Dump((), (), (turned,)))
    assert flat(library.read_dump()).papers == (turned,)


def test_the_library_that_ships_comes_back() -> None:
    """The dump of the shipped library makes one with the same dump, that is searched alike."""
    with Library.reading(ROOT / "papers.db") as shipped, Library.empty() as made:
        text = text_of(shipped)
        make(made, read_dump(text).dump)
        assert text_of(made) == text
        rows = "SELECT {} FROM {}"
        for columns, table in (
            ("id, folded", "authors"), ("id, name", "venues"), ("key, current", "citation_keys"),
            ("compared, scheme", "identifiers"), ("title_key, retrieved, payload", "records"),
            ("title, authors, venue, categories, abstract", "search"),
        ):  # fmt: skip
            sql = rows.format(columns, table)
            assert sorted(made.db.execute(sql)) == sorted(shipped.db.execute(sql)), table


def test_every_table_that_holds_content_is_in_the_dump(library: Library) -> None:
    """A library with a row in every table gives them all back, but for the log and the index."""
    make(library, small())
    make(library, replace(small(), papers=(
        replace(small().papers[0], files=("a.pdf",)), small().papers[1])))  # fmt: skip
    library.db.execute("INSERT INTO venues VALUES (1, 'V', 'Venue', 'journal', 'P')")
    library.db.execute("INSERT INTO venue_names VALUES (1, 1, 'spelling')")
    library.db.execute("INSERT INTO authors VALUES (1, 'F', '', '', '', 1, 'f')")
    library.db.execute("UPDATE papers SET venue_id = 1, abstract = 'x', honour = 'y', model = 'z'")
    for table, values in (
        ("paper_authors", "1, 1, 'author', 0, 1"), ("tags", "1, 1, 't'"), ("topics", "1, 1, 'T'"),
        ("links", "1, 1, 'code', 'l', 'https://example.org'"), ("notes", "1, 1, 'n'"),
        ("fields", "1, 1, 'f', ''"), ("identifiers", "1, 1, 'doi', '10.1/X', '10.1/x', NULL"),
        ("records", "1, 1, 'list', 'o', 'r', '2026', '', '{\"odd\": [1.5, null]}'"),
    ):  # fmt: skip
        library.db.execute(f"INSERT INTO {table} VALUES ({values})")
    text = text_of(library)
    with Library.empty() as made:
        make(made, read_dump(text).dump)
        assert text_of(made) == text
        rows = made.db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
        )
        tables = [r[0] for r in rows]
        assert len(tables) > 15
        for table in tables:
            count = f"SELECT count(*) FROM {table}"
            assert made.db.execute(count).fetchone()[0], table


def test_the_log_is_dumped_only_when_asked_for_and_never_loaded(library: Library) -> None:
    """Lines of the log can be read; row numbers that an undo needs are in no dump."""
    make(library, small())
    assert '"kind":"change"' not in text_of(library)
    lines = [json.loads(one) for one in text_of(library, history=True).splitlines()]
    assert [(c["number"], c["command"]) for c in lines if c["kind"] == "change"] == [
        (1, "vcmbib load")
    ]
    found = read_dump(text_of(library, history=True))
    assert found.faults == ()
    assert len(found.dump.log) == 1
