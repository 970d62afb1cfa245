"""The plan of an import: each record ends once in the ledger, and nothing is doubled or lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import check_linear
from tests.examples import WHOLE_PAPERS
from tests.papers import ARXIV, ICIP, TIP, arxiv, doi, names, place, record
from vcmbib.logic.dedupe.prepare import PreparedWork, prepare
from vcmbib.logic.importer.match import LookupKeys, PaperIndex
from vcmbib.logic.importer.plan import OnDuplicate, plan_import
from vcmbib.logic.merge.fill import paper_from_record
from vcmbib.model.paper import Link, LinkKind, Paper, Problem, Reading, Record, Skipped, SourceKind
from vcmbib.model.plan import Add, AddCategory, Change, Outcome, Plan
from vcmbib.model.query.parser import parse_query
from vcmbib.model.snapshot import LibrarySnapshot
from vcmbib.model.venues.lookup import find_venue
from vcmbib.store.library import Library

ADA = names("Ada Lovelace")
TITLE = "Scalable coding of features for machines"
LINKS = (Link(LinkKind.PAPER, "https://example.org/1"),)


def plan(
    *records: Record, known: LibrarySnapshot | None = None, on: OnDuplicate = OnDuplicate.FILL
) -> Plan:
    """The plan of one file with these records."""
    return plan_import([("list.md", Reading(records))], known or LibrarySnapshot(), on)


def outcomes(made: Plan) -> list[str]:
    """How each item of the ledger ended."""
    return [e.outcome.value for e in made.ledger.entries]


def papers(made: Plan) -> list[Paper]:
    """The papers that a plan adds."""
    return [a.paper for a in made.actions if isinstance(a, Add)]


def test_problems_and_skipped_lines_stand_in_the_ledger() -> None:
    """What was not understood is counted with the rest, in the order of lines."""
    reading = Reading(
        (record(TITLE, line=5, authors=ADA),),
        (Problem(3, "no title", "| |"),),
        (Skipped(4, "empty"),),
    )
    made = plan_import([("x.md", reading)], LibrarySnapshot())

    assert [(e.line, e.outcome.value) for e in made.ledger.entries] == [
        (3, "failed"),
        (4, "skipped"),
        (5, "added"),
    ]
    assert (made.ledger.read, made.ledger.failed) == (3, 1)


def test_one_address_on_two_titles_is_two_papers_and_a_warning() -> None:
    """Neither replaces the other; the warning names the paper that shares the address."""
    url = "https://ieeexplore.ieee.org/document/10379180"
    links = (Link(LinkKind.PAPER, url),)
    made = plan(
        record(
            "Switchable pre-processing for vision", authors=names("M Yang"), links=links, line=1
        ),
        record("Unified adaptation of inference", authors=names("Z Duan"), links=links, line=2),
    )

    assert outcomes(made) == ["added", "added"]
    assert "yangswitchable" in made.ledger.entries[1].warnings[0]


def test_a_row_listed_twice_is_one_paper_in_two_places() -> None:
    """Another heading and another letter case make no second paper."""
    made = plan(
        record(TITLE, authors=ADA, venue=TIP, places=place("List", "Features"), line=1),
        record(TITLE.upper(), authors=ADA, venue=TIP, places=place("List", "Both"), line=2),
        record(TITLE, authors=ADA, venue=TIP, places=place("List", "Features"), line=3),
    )

    assert outcomes(made) == ["added", "filled", "same"]
    assert [[s.slug for s in p.categories] for p in papers(made)] == [["features", "both"]]
    assert [a.category.slug for a in made.actions if isinstance(a, AddCategory)] == [
        "list",
        "features",
        "both",
    ]


def test_headings_of_one_name_under_two_parents_are_two_categories() -> None:
    """The second one's slug names its parent."""
    made = plan(
        record("First work of them all", places=place("Image", "2024")),
        record("Second work of them all", places=place("Video", "2024")),
    )

    assert [s.slug for p in papers(made) for s in p.categories] == ["2024", "video-2024"]


def test_places_count_up_in_each_category() -> None:
    """The order of rows is kept."""
    made = plan(
        *(record(f"Work number {w} on coding", places=place("A")) for w in "one two six".split())
    )

    assert [s.position for p in papers(made) for s in p.categories] == [1, 2, 3]


def test_newcomers_get_a_suffix() -> None:
    """Two works that would have one key: the first keeps it."""
    made = plan(
        record("Learned coding of images", authors=ADA, year=2021),
        record("Learned coding of video", authors=ADA, year=2021),
    )

    assert [p.key for p in papers(made)] == ["lovelace2021learned", "lovelace2021learneda"]


def test_a_key_of_a_file_is_kept() -> None:
    """Also where another paper of the file has the same one: then the newcomer's gets a suffix."""
    made = plan(
        record("Learned coding of images", SourceKind.BIBTEX, key="Ada:21"),
        record("Video coding for all of us", SourceKind.BIBTEX, key="Ada:21"),
    )

    assert [p.key for p in papers(made)] == ["Ada:21", "Ada:21a"]
    assert "another paper has the key Ada:21" in made.ledger.entries[1].warnings[0]


def test_add_keeps_every_record_as_a_paper_of_its_own() -> None:
    """Not even an equal record counts as the same work."""
    one = record(TITLE, SourceKind.BIBTEX, authors=ADA, identifiers=(doi("10.1/x"),), key="a")
    made = plan(one, replace(one, key="b"), on=OnDuplicate.ADD)

    assert [p.key for p in papers(made)] == ["a", "b"]


def test_skip_leaves_what_is_there_as_it_is() -> None:
    """The record is in the ledger, with the key of the paper that it matches."""
    made = plan(
        record(TITLE, authors=ADA, venue=TIP),
        record(TITLE, authors=ADA, venue=TIP, year=2020),
        on=OnDuplicate.SKIP,
    )

    assert outcomes(made) == ["added", "skipped"]
    assert made.ledger.entries[1].key == "lovelacescalable"
    assert papers(made)[0].year is None


def test_another_version_is_added_and_told() -> None:
    """The same title in another venue is not merged in silence."""
    made = plan(
        record(TITLE, authors=ADA, venue=ICIP, year=2020),
        record(TITLE, authors=ADA, venue=TIP, year=2021),
    )

    assert outcomes(made) == ["added", "added"]
    assert (
        "perhaps a different version of lovelace2020scalable" in made.ledger.entries[1].warnings[0]
    )


def stored(*records: Record) -> Library:
    """A library in memory that these records made."""
    library = Library.empty()
    library.apply(plan(*records), "import")
    return library


def again(library: Library, *records: Record) -> Plan:
    """The plan of a second import into it."""
    return plan(*records, known=library.snapshot_for(records))


def test_reading_the_same_again_changes_nothing() -> None:
    """Not even for titles that are too common to be matched."""
    records = (
        record(
            TITLE,
            authors=ADA,
            year=2020,
            venue=ARXIV,
            identifiers=(arxiv("2001.00001"),),
            places=place("A"),
            line=1,
        ),
        record(TITLE.upper(), authors=ADA, year=2020, places=place("B"), line=2),
        record("Editorial", line=3),
        record("Editorial", SourceKind.BIBTEX, key="ed1", year=2020, line=4),
        record("", SourceKind.BIBTEX, key="untitled", line=5),
    )
    made = again(stored(*records), *records)

    assert set(outcomes(made)) == {"same"}
    assert not made


def test_a_better_source_fills_and_its_key_resolves() -> None:
    """The citation key stays; the key in the file finds the paper too."""
    library = stored(
        record(TITLE, authors=ADA, year=2020, venue=ARXIV, identifiers=(arxiv("2001.00001"),))
    )
    said = record(
        TITLE,
        SourceKind.BIBTEX,
        key="lovelace2021journal",
        authors=names("Ada Lovelace", "G H"),
        authors_complete=True,
        year=2021,
        venue=TIP,
        identifiers=(arxiv("2001.00001"),),
    )
    made = again(library, said)
    assert outcomes(made) == ["filled"]
    library.apply(made, "import")

    one = library.paper("lovelace2021journal")
    assert (one.key, one.year, one.former_keys) == (
        "lovelace2020scalable",
        2021,
        ("lovelace2021journal",),
    )
    assert len(library.records(one)) == 2


def test_a_conflict_is_kept_in_the_records_once() -> None:
    """Two claims that differ are both there; a second reading brings nothing more."""
    title = f"{TITLE}, with a longer title"
    both = (*ADA, *names("Grace Hopper"))
    first = record(title, SourceKind.BIBTEX, authors=both, year=2020, venue=TIP, pages="435-51")
    other = replace(first, year=2021, origin="other.bib")
    library = stored(first)
    made = again(library, other)
    assert outcomes(made) == ["same"]
    assert [c.field for c in made.ledger.entries[0].conflicts] == ["year"]
    assert isinstance(made.actions[0], Change)
    library.apply(made, "import")

    assert not again(library, other)


def test_a_known_venue_is_read_again_as_the_same() -> None:
    """Other spellings of a venue are not stored with a claim, and do not make it another one."""
    venue = find_venue("TPAMI")
    assert venue is not None
    assert venue.names
    row = record(TITLE, authors=ADA, year=2020, venue=venue)

    assert not again(stored(row), row)


def test_a_paper_that_was_retitled_is_still_known() -> None:
    """By the title that its list gave it, and by an identifier in addition to that title."""
    row = record(TITLE, authors=ADA, year=2020)
    numbered = record(f"{TITLE} and humans", authors=ADA, identifiers=(arxiv("2001.00001"),))
    library = stored(row, numbered)
    for paper in list(library.all_papers()):
        library.apply(Plan.of([Change(paper, replace(paper, title=f"Mine {paper.id}"))]), "edit")

    assert not again(library, row, numbered)
    other = replace(numbered, source=SourceKind.BIBTEX, year=2021)
    assert outcomes(again(library, other)) == ["filled"]


def test_a_row_listed_twice_says_where_it_stood_before() -> None:
    """The message names it."""
    made = plan(
        record(TITLE, authors=ADA, places=place("A"), line=71),
        record(TITLE, authors=ADA, places=place("A"), line=73),
    )

    assert "listed before, on line 71" in (made.ledger.entries[1].reason or "")


def test_what_was_taken_away_since_does_not_come_back() -> None:
    """Reading the same list again does not bring back a wrong link that a person removed."""
    row = record(
        TITLE,
        authors=ADA,
        links=(Link(LinkKind.PAPER, "https://x.org/1"),),
        tags=("x",),
        places=place("A"),
    )
    library = stored(row)
    one = next(library.all_papers())
    library.apply(Plan.of([Change(one, replace(one, links=(), tags=(), categories=()))]), "edit")

    assert not again(library, row)
    moved = again(library, replace(row, places=place("B")))
    assert [c.field for c in moved.ledger.entries[0].changes] == ["category"]


def test_new_rows_of_a_category_come_after_the_old_ones() -> None:
    """A second list goes on where the first one ended."""
    library = stored(record(TITLE, authors=ADA, places=place("A")))
    made = again(library, record("Another work on the coding of video", places=place("A")))

    assert papers(made)[0].categories[0].position == 2
    assert not [a for a in made.actions if isinstance(a, AddCategory)]


_titles = st.sampled_from(
    [TITLE, TITLE.upper(), "Editorial", "Learned video coding for machines", "3D"]
)
_records = st.builds(
    Record,
    source=st.sampled_from([SourceKind.LIST, SourceKind.BIBTEX]),
    origin=st.just("f"),
    title=_titles,
    authors=st.sampled_from([(), ADA, names("G Hopper")]),
    year=st.sampled_from([None, 2020, 2021]),
    venue=st.sampled_from([None, ARXIV, TIP, ICIP]),
    identifiers=st.lists(
        st.sampled_from([arxiv("2001.00001"), arxiv("2001.00002"), doi("10.1/a")]), max_size=2
    ).map(tuple),
    key=st.sampled_from(["", "k1", "K1", "k 2"]),
    places=st.sampled_from([(), place("A"), place("A", "B")]),
)


@WHOLE_PAPERS
@given(st.lists(_records, max_size=8))
def test_any_import_is_whole_and_idempotent(records: list[Record]) -> None:
    """Every record ends once; keys are unique; a second reading adds no paper; undo empties all."""
    library = Library.empty()
    made = plan(*records)

    assert made.ledger.read == len(records)
    assert len(papers(made)) == made.ledger.count(Outcome.ADDED)
    library.apply(made, "import")
    keys = [p.key for p in library.all_papers()]
    assert len({k.casefold() for k in keys}) == len(keys)
    assert all(e.key for e in made.ledger.entries)

    assert again(library, *records).ledger.count(Outcome.ADDED) == 0
    assert sorted(library.search(parse_query("*"))) == sorted(p.id for p in library.all_papers())


@pytest.mark.parametrize("on", list(OnDuplicate))
def test_many_records_take_one_pass(on: OnDuplicate) -> None:
    """The cost does not grow with the square: ten thousand records would take hours."""

    def import_many(size: int) -> None:
        records = [
            record(f"Coding of feature number {n} for machines", authors=ADA, line=n)
            for n in range(size)
        ]
        assert len(papers(plan(*records, on=on))) == size

    check_linear(import_many, 400)


def test_a_record_that_cannot_be_planned_is_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception costs one record: the others are added, and are compared with each other."""

    def fail(work: Record, key: str, *rest: Any) -> Paper:
        if "odd" in work.title:
            raise ZeroDivisionError("odd")
        return paper_from_record(work, key, *rest)

    monkeypatch.setattr("vcmbib.logic.importer.plan.paper_from_record", fail)
    odd = record("An odd title of features", line=2, authors=ADA)
    made = plan(record(TITLE, line=1, authors=ADA), odd, odd, record(TITLE, line=4, authors=ADA))
    assert outcomes(made) == ["added", "failed", "failed", "same"]
    assert made.ledger.entries[1].reason == (
        "it was not imported: unexpected content (ZeroDivisionError: odd)"
    )
    assert [p.title for p in papers(made)] == [TITLE]


def test_a_record_that_fails_at_its_end_leaves_no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the failed record had begun is taken back."""

    def fail(index: PaperIndex, number: int, keys: LookupKeys) -> None:
        register(index, number, keys)
        if "odd" in keys.record.title:
            raise ZeroDivisionError

    register = PaperIndex.register
    monkeypatch.setattr(PaperIndex, "register", fail)
    odd = record("An odd title of features", line=1, authors=ADA, links=LINKS)
    good = record("A good title of features", line=2, authors=ADA, links=LINKS)
    made = plan(odd, odd, good)
    assert outcomes(made) == ["failed", "failed", "added"]
    assert [p.title for p in papers(made)] == [good.title]


def test_a_paper_that_cannot_be_compared_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper of the library that no comparison takes costs no record."""

    def fail(work: Paper | Record) -> PreparedWork:
        if isinstance(work, Paper) and work.title == TITLE:
            raise ZeroDivisionError
        return prepare(work)

    monkeypatch.setattr("vcmbib.logic.importer.plan.prepare", fail)
    made = plan(record(TITLE, line=1, authors=ADA), record(TITLE, line=2, year=2020, authors=ADA))
    assert outcomes(made) == ["added", "added"]


def test_what_the_question_raises_ends_the_import() -> None:
    """A person who gives up the question gives up the import."""

    def give_up(*_: Any) -> bool:
        raise EOFError

    reading = Reading((record(TITLE, line=1, authors=ADA), record(TITLE, line=2, year=2020)))
    with pytest.raises(EOFError):
        plan_import([("f", reading)], LibrarySnapshot(), OnDuplicate.ASK, confirm=give_up)
