"""Filling: a missing value is added; the value of a person or a better source stays."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.examples import WHOLE_PAPERS
from tests.papers import ARXIV, ICIP, TIP, arxiv, doi, names, papers_with, record
from vcmbib.logic.merge.fill import agrees, display, fill, paper_from_record, standing_rank
from vcmbib.model.fields import ENTRY_TYPE, TITLE, VENUE
from vcmbib.model.paper import Link, LinkKind, Paper, Record, SourceKind
from vcmbib.model.venues.venue import Venue, VenueKind

BIB, LIST, PERSON = SourceKind.BIBTEX, SourceKind.LIST, SourceKind.PERSON


def made_from(*records: Record) -> tuple[Paper, tuple[Record, ...]]:
    """A paper that the first record made and the others filled, and its sources."""
    one = paper_from_record(records[0], "key")
    for at, each in enumerate(records[1:], 1):
        one = fill(one, each, records[:at]).paper
    return one, records


def test_a_person_is_never_overruled() -> None:
    """No source changes a value that a person set; both values are reported."""
    one, sources = made_from(record(source=PERSON, year=2020, venue=TIP, pages="1-2"))
    filled = fill(
        one, record(source=BIB, title="Another Title", year=2021, pages="3-4", venue=ICIP), sources
    )

    assert filled.paper == one
    assert {c.field for c in filled.conflicts} >= {"title", "venue"}


def test_a_person_keeps_one_field_while_the_rest_is_corrected() -> None:
    """A better source corrects the list's year, not the title that a person set since."""
    listed = record("List Title", year=2019, venue=TIP)
    edited = record("My Title", source=PERSON, origin="edit")
    one, _ = made_from(listed)
    one = fill(one, edited, (listed,)).paper
    filled = fill(one, record("Bib Title", source=BIB, year=2020, venue=TIP), (listed, edited))

    assert (filled.paper.title, filled.paper.year) == ("My Title", 2020)
    assert [(c.field, c.kept, c.other) for c in filled.conflicts] == [
        ("title", "My Title", "Bib Title")
    ]


def test_an_equal_source_fills_but_does_not_correct() -> None:
    """Of two lists the first stays; what it lacks comes from the second."""
    one, sources = made_from(record(year=2019, venue=TIP))
    filled = fill(one, record(year=2020, venue=TIP, volume="7"), sources)

    assert (filled.paper.year, filled.paper.volume) == (2019, "7")
    assert [(c.field, c.other) for c in filled.conflicts] == [("year", "2020")]


def test_a_preprint_never_replaces_a_publication() -> None:
    """The eprint is added; the journal and its year stay."""
    one, sources = made_from(record(source=BIB, venue=TIP, year=2022, volume="31"))
    preprint = record(source=BIB, venue=ARXIV, year=2021, identifiers=(arxiv("2101.00001"),))
    filled = fill(one, preprint, sources)

    assert (filled.paper.venue, filled.paper.year, filled.paper.volume) == (TIP, 2022, "31")
    assert filled.paper.identifiers == (arxiv("2101.00001"),)
    assert filled.conflicts == ()


def test_a_publication_replaces_a_preprint_whole() -> None:
    """Venue, year and type change together; the identifiers are united."""
    one, sources = made_from(record(venue=ARXIV, year=2023, identifiers=(arxiv("2101.00001"),)))
    assert one.entry_type == "misc"
    filled = fill(one, record(venue=ICIP, year=2024, identifiers=(doi("10.1/x"),)), sources)

    assert filled.paper.entry_type == "inproceedings"
    assert (filled.paper.venue, filled.paper.year) == (ICIP, 2024)
    assert filled.paper.identifiers == (arxiv("2101.00001"), doi("10.1/x"))


def test_a_year_without_a_venue_is_no_year_of_publication() -> None:
    """A record that names no venue may describe the preprint."""
    one, sources = made_from(record(venue=TIP, year=2022))

    assert fill(one, record(source=BIB, year=2020), sources).paper.year == 2022


def test_details_of_another_publication_are_not_mixed_in() -> None:
    """Pages of a conference do not end up on the journal's paper."""
    one, sources = made_from(record(source=BIB, venue=TIP, year=2022))
    filled = fill(one, record(source=LIST, venue=ICIP, year=2021, pages="1-5"), sources)

    assert (filled.paper.venue, filled.paper.pages) == (TIP, None)
    assert [c.field for c in filled.conflicts] == ["venue"]


def test_an_unknown_venue_of_a_list_gives_way() -> None:
    """What a list wrote is corrected by a .bib, and kept in the records."""
    vague = Venue(None, "IEEE Signal Processing", VenueKind.OTHER)
    one, sources = made_from(record(venue=vague, year=2024))
    filled = fill(one, record(source=BIB, venue=TIP, year=2024), sources)

    assert filled.paper.venue == TIP
    assert filled.paper.entry_type == "article"


def test_the_whole_author_list_replaces_the_first_author() -> None:
    """Also where the list misspelt the name, if the source is better."""
    one, sources = made_from(record(authors=names("Ezgi Ozyılkan")))
    full = names("Ezgi Özyılkan", "Mateen Ulhaq")
    filled = fill(one, record(source=BIB, authors=full, authors_complete=True), sources)

    assert filled.paper.authors == full
    assert filled.paper.authors_complete


def test_the_same_list_of_authors_becomes_complete() -> None:
    """One author, now known to be the only one."""
    one, sources = made_from(record(authors=names("A B")))
    said = record(source=BIB, authors=names("A B"), authors_complete=True)

    assert fill(one, said, sources).paper.authors_complete


def test_two_lists_of_first_authors_are_united() -> None:
    """Neither claims to be whole."""
    one, sources = made_from(record(authors=names("A B")))

    assert fill(one, record(authors=names("A B", "C D")), sources).paper.authors == names(
        "A B", "C D"
    )


def test_another_identifier_of_the_same_scheme_is_kept_and_is_a_conflict() -> None:
    """The first stays first; the other is kept too, and reported."""
    one, sources = made_from(record(identifiers=(doi("10.1/a"),)))
    filled = fill(one, record(source=BIB, identifiers=(doi("10.1/b"),)), sources)

    assert filled.paper.identifiers == (doi("10.1/a"), doi("10.1/b"))
    assert [(c.field, c.other) for c in filled.conflicts] == [("doi", "10.1/b")]


@pytest.mark.parametrize("first", [ARXIV, TIP])
def test_the_doi_of_a_preprint_is_kept_behind_that_of_the_publication(first: Venue) -> None:
    """In either order, without a conflict: they are two versions of one work."""
    of = {ARXIV: doi("10.1101/2023.04.18.1234"), TIP: doi("10.1177/valley.2024.5")}
    second = TIP if first == ARXIV else ARXIV
    one, sources = made_from(record(venue=first, identifiers=(of[first],)))
    filled = fill(one, record(venue=second, identifiers=(of[second],)), sources)

    assert filled.paper.identifiers == (of[TIP], of[ARXIV])
    assert filled.conflicts == ()


def test_the_year_of_a_preprint_is_not_that_of_the_publication() -> None:
    """Venue, year and volume are one statement: a year that is not stated is not known."""
    preprint = record(venue=ARXIV, year=2022, month=3, identifiers=(arxiv("2201.00001"),))
    one, sources = made_from(preprint)
    filled = fill(one, record(source=BIB, venue=TIP, volume="46"), sources)

    assert (filled.paper.venue, filled.paper.volume) == (TIP, "46")
    assert (filled.paper.year, filled.paper.month) == (None, None)
    assert fill(filled.paper, preprint, (*sources,)).paper.year is None
    unnamed = record(year=2022, identifiers=(arxiv("2201.00001"),))
    assert fill(filled.paper, unnamed, (*sources,)).paper.year is None


def test_the_year_of_a_paper_without_a_venue_stays() -> None:
    """It is no preprint, so the year is that of the publication."""
    one, sources = made_from(record(year=2022))

    assert fill(one, record(source=BIB, venue=TIP, volume="46"), sources).paper.year == 2022


def test_a_year_that_a_person_set_stays() -> None:
    """Also where the venue is replaced by one without a year."""
    said = record(source=PERSON, venue=None, year=2021)
    one, sources = made_from(record(venue=ARXIV, year=2021), said)

    assert fill(one, record(source=BIB, venue=TIP), sources).paper.year == 2021


def test_two_addresses_of_one_page_are_one_link() -> None:
    """Abs and pdf of one arXiv paper, or two forms of a document number, are no two links."""
    link = Link(LinkKind.PAPER, "https://arxiv.org/pdf/2101.00001")
    one, sources = made_from(record(links=(link,)))
    other = Link(LinkKind.PAPER, "https://arxiv.org/abs/2101.00001v2")
    code = Link(LinkKind.CODE, "https://github.com/a/b")

    assert fill(one, record(links=(other, code)), sources).paper.links == (link, code)


def test_tags_are_united_without_regard_to_case() -> None:
    """`adapter` is there already as `Adapter`."""
    one, sources = made_from(record(tags=("Adapter",)))

    assert fill(one, record(tags=("adapter", "RL")), sources).paper.tags == ("Adapter", "RL")


def test_the_rank_of_what_nobody_said_is_the_lowest() -> None:
    """A value that was derived gives way to any claim."""
    said = record(venue=TIP)

    assert standing_rank(paper_from_record(said, "k"), ENTRY_TYPE, (said,)) == -1
    assert standing_rank(paper_from_record(said, "k"), VENUE, (said,)) == LIST.rank


def test_values_are_shown_as_a_person_reads_them() -> None:
    """Names, venues, links, numbers; nothing for nothing."""
    assert display(names("A B", "C D")) == "A B; C D"
    assert display(TIP) == "TIP"
    assert display(Link(LinkKind.CODE, "https://x.org")) == "https://x.org"
    assert display(None) is None
    assert display(2020) == "2020"


@WHOLE_PAPERS
@given(papers_with(["k"]))
def test_a_paper_filled_from_its_own_record_does_not_change(one: Paper) -> None:
    """Reading the same again adds nothing and contradicts nothing."""
    said = record(
        one.title,
        SourceKind.BIBTEX,
        authors=one.authors,
        editors=one.editors,
        year=one.year,
        authors_complete=one.authors_complete,
        month=one.month,
        venue=one.venue,
        honour=one.honour,
        volume=one.volume,
        pages=one.pages,
        abstract=one.abstract,
        model=one.model,
        identifiers=one.identifiers,
        links=one.links,
        tags=one.tags,
        topics=one.topics,
        extra=one.extra,
        entry_type=one.entry_type,
    )
    made = paper_from_record(said, "k")
    again = fill(made, said, (said,))

    assert again.paper == made
    assert (again.changes, again.conflicts) == ((), ())
    assert all(agrees(made, field, said) for field in (TITLE,))
