"""Records from arXiv's entries, and papers that were withdrawn."""

from __future__ import annotations

import pytest

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, SourceKind
from vcmbib.model.venues.venue import VenueKind
from vcmbib.sources.arxiv.feed import FeedEntry
from vcmbib.sources.arxiv.record import author, record_of, withdrawal

ASKED = Identifier(Scheme.ARXIV, "2405.03500")
GIVEN = Identifier(Scheme.ARXIV, "2405.03500", "v2")


def test_what_is_not_stated_stays_empty() -> None:
    """A bare entry gives a record with a title and an id: nothing is invented."""
    record = record_of(FeedEntry(GIVEN, "0"), "0", ASKED)
    assert record.title == "0"
    assert (record.year, record.month, record.abstract) == (None, None, None)
    assert record.authors == ()
    assert not record.authors_complete
    assert record.extra == (("version", "v2"),)


@pytest.mark.parametrize(
    ("published", "year", "month"),
    [
        ("2024-05-03T17:59:59Z", 2024, 5),
        ("2024-13-03T17:59:59Z", 2024, None),
        ("0000-05-03T17:59:59Z", None, None),
        ("yesterday", None, None),
        ("2024", None, None),
        ("٢٠٢٤-٠٥-٠٣", None, None),
    ],
)
def test_dates_are_read_or_left(published: str, year: int | None, month: int | None) -> None:
    """Year and month come from the first version's date; a date of another form gives none."""
    record = record_of(FeedEntry(GIVEN, "T", published=published), "T", ASKED)
    assert (record.year, record.month) == (year, month)
    assert ("published", published) in record.extra


def test_a_record_says_all_that_arxiv_says() -> None:
    """Every element has its place, and the record is a claim of arXiv."""
    record = record_of(
        FeedEntry(
            GIVEN,
            "Coding for Machines",
            ("Ada Example", ":", "Jan van der Test"),
            "We study nothing.",
            "2024-05-03T17:59:59Z",
            "2024-06-01T00:00:00Z",
            "12 pages",
            "J. Nothing 1, 2",
            "10.1000/ABC",
            "cs.CV",
            ("cs.CV", "eess.IV"),
        ),
        "Coding for Machines",
        ASKED,
    )
    assert (record.source, record.origin) == (SourceKind.CATALOGUE, "arXiv")
    assert record.ref == "2405.03500v2"
    assert record.entry_type == "misc"
    assert record.authors == (Name("Example", "Ada"), Name("Test", "Jan", "van der"))
    assert record.authors_complete
    assert (record.year, record.month) == (2024, 5)
    assert record.venue is not None
    assert record.venue.kind is VenueKind.PREPRINT
    assert record.abstract == "We study nothing."
    assert record.identifiers == (ASKED, Identifier(Scheme.DOI, "10.1000/ABC"))
    assert record.links == (Link(LinkKind.PAPER, "https://arxiv.org/abs/2405.03500"),)
    assert record.extra == (
        ("primaryclass", "cs.CV"),
        ("categories", "cs.CV,eess.IV"),
        ("comment", "12 pages"),
        ("journal_ref", "J. Nothing 1, 2"),
        ("published", "2024-05-03T17:59:59Z"),
        ("updated", "2024-06-01T00:00:00Z"),
        ("version", "v2"),
    )


@pytest.mark.parametrize(
    ("stated", "dois", "remarks"),
    [
        ("10.1000/182 10.1000/183", ["10.1000/182", "10.1000/183"], 0),
        ("https://doi.org/10.1000/182", ["10.1000/182"], 0),
        ("doi:10.1007/978-3-031-1_2.", ["10.1007/978-3-031-1_2"], 0),
        ("10.48550/arXiv.2405.03500", [], 0),
        ("to appear", [], 1),
    ],
)
def test_dois_are_the_publishers(stated: str, dois: list[str], remarks: int) -> None:
    """One or several DOIs of publishers are taken; what is none is remarked."""
    record = record_of(FeedEntry(GIVEN, "T", doi=stated), "T", ASKED)
    assert [i.value for i in record.identifiers if i.scheme is Scheme.DOI] == dois
    assert [i for i in record.identifiers if i.scheme is Scheme.ARXIV] == [ASKED]
    assert len(record.remarks) == remarks


@pytest.mark.parametrize(
    "name", ["ATLAS Collaboration", "The LIGO Scientific Collaboration", "Gemini Team"]
)
def test_a_group_is_not_divided(name: str) -> None:
    """A group's name is kept in one piece."""
    assert author(name) == Name(name, literal=True)


@pytest.mark.parametrize("name", ["Wei Team Li", "Jane Grouper", "Team"])
def test_a_person_is_no_group(name: str) -> None:
    """Only a name that ends in such a word, after another, is a group's."""
    assert not author(name).literal


@pytest.mark.parametrize(
    "comment",
    [
        "12 pages, 3 figures",
        "Withdrawn from ICLR 2024",
        "This paper was withdrawn from ICML and improved",
        "An earlier version of this paper was withdrawn",
        "Replaces arXiv:2405.00001, which has been withdrawn",
        "Supersedes the withdrawn arXiv:2405.00001",
        "Study of withdrawn papers. 10 pages",
        "withdrawn-galaxy catalogue added",
        "",
        None,
    ],
)
def test_a_mention_of_withdrawal_is_no_notice(comment: str | None) -> None:
    """Comments on another withdrawal leave the paper in force."""
    assert withdrawal(comment, "We study something.") is None


@pytest.mark.parametrize(
    "summary",
    [
        "We withdraw the assumption that noise is white.",
        "Retracted, withdrawn and faulty articles are a burden on science. " * 3,
        "Some papers are withdrawn. This paper has been withdrawn is what they then say.",
        "This paper shows that a paper that has been withdrawn is still cited.",
        "Withdrawn social behaviour in mice is studied.",
        "This paper has been withdrawn from the workshop to extend it.",
    ],
)
def test_an_abstract_about_withdrawals_is_no_notice(summary: str) -> None:
    """An abstract that is about something else leaves the paper in force."""
    assert withdrawal(None, summary) is None


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn by the author due to a crucial sign error in equation 1",
        "This paper has been withdrawn",
        "Withdrawn",
        "withdrawn by the authors because of an error",
        "Paper withdrawn by the authors",
        "12 pages, 3 figures, withdrawn due to an error in Theorem 2",
        "8 pages. This manuscript has been temporarily withdrawn",
        "arXiv admin note: This submission has been withdrawn by arXiv administrators due to x",
        "The authors have withdrawn this paper",
        "We have withdrawn this article, see 2405.00002",
        "THIS ARTICLE IS WITHDRAWN.",
        "This submission has been withdrawn from arXiv",
        "Article retracted; see journal",
        "v2 corrects a sign (this paper has been withdrawn)",
    ],
)
def test_a_notice_in_the_comment_is_found(comment: str) -> None:
    """The usual wordings withdraw the paper, and the words are handed on."""
    notice = withdrawal(comment, "We study something.")
    assert notice is not None
    assert notice in comment
    assert "withdrawn" in notice.lower() or "retracted" in notice.lower()


@pytest.mark.parametrize(
    "summary",
    [
        "This paper has been withdrawn by the author due to a crucial error in Lemma 3.",
        "This paper has been withdrawn by the authors. " + "The old abstract went on. " * 20,
        "Paper withdrawn.",
        "Withdrawn by the author.",
        "(This article was retracted by its authors)",
    ],
)
def test_a_notice_in_place_of_the_abstract_is_found(summary: str) -> None:
    """Older papers have the notice in the place of the abstract."""
    assert withdrawal("12 pages", summary) == summary[:200]
