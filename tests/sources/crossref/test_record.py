"""Records of Crossref's works: each field that Crossref can state."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources.fake_services import WORK
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Record
from vcmbib.sources.crossref.record import record_of_work

DOI = Identifier(Scheme.DOI, "10.1000/abc.1")


def read(**members: Any) -> Record:
    """The record of the small article with other members."""
    record = record_of_work(WORK | members, DOI, "Crossref")
    assert record is not None
    return record


def extra(record: Record) -> dict[str, str]:
    """The other fields."""
    return dict(record.extra)


@pytest.mark.parametrize("name", sorted(WORK))
@pytest.mark.parametrize(
    "value", [None, 0, True, "", [], {}, [None], [[]], [{}], {"date-parts": [[None]]}, "\ud800",
              [[[[]]]]]
)  # fmt: skip
def test_a_member_of_any_type_gives_a_record_or_none(name: str, value: object) -> None:
    """A member of an unexpected type counts as missing; it never raises."""
    record = record_of_work(WORK | {name: value}, DOI, "Crossref")
    assert record is None or "\ud800" not in repr(record)
    assert record is not None or name == "title"


@pytest.mark.parametrize(
    ("members", "title"),
    [
        ({"title": ["A <i>B</i> of H<sub>2</sub>O"]}, "A B of H2O"),
        ({"title": ["C&amp;D", "Second"]}, "C&D"),
        ({"title": ["a\n   b"]}, "a b"),
        ({"title": ["Main"], "subtitle": ["The Rest"]}, "Main: The Rest"),
        ({"title": ["Main:"], "subtitle": ["The Rest"]}, "Main: The Rest"),
        ({"title": ["Why?"], "subtitle": ["Because"]}, "Why? Because"),
        ({"title": ["Main: The Rest"], "subtitle": ["The rest"]}, "Main: The Rest"),
        ({"title": ["A sentence of words."]}, "A sentence of words"),
        ({"title": ["Made by Acme Inc."]}, "Made by Acme Inc."),
        ({"title": ["And so on ..."]}, "And so on ..."),
        ({"title": ["a < b and c > d"]}, "a < b and c > d"),
        ({"title": ["0"]}, "0"),
        ({"title": "Text, not a list"}, "Text, not a list"),
    ],
)
def test_titles_are_plain_text(members: dict[str, Any], title: str) -> None:
    """A title has no markup, has its subtitle, and has no dot at its end."""
    assert read(**members).title == title


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"given": "Ada B.", "family": "Özyılkan"}, Name("Özyılkan", "Ada B.")),
        ({"given": "Laurens", "family": "van der Maaten"}, Name("Maaten", "Laurens", "van der")),
        ({"given": "Jan", "family": "Test", "suffix": "Jr."}, Name("Test", "Jan", "", "Jr.")),
        ({"given": "Jan", "family": "Test Jr."}, Name("Test", "Jan", "", "Jr.")),
        ({"given": "Jan", "family": "Test", "ORCID": "x"}, Name("Test", "Jan")),
        ({"name": "The ABC Collaboration"}, Name("The ABC Collaboration", literal=True)),
        ({"family": "Madonna"}, Name("Madonna")),
        ({"given": "Plato"}, Name("Plato")),
        ({"given": "A.", "family": "Smith &amp; Sons"}, Name("Smith & Sons", "A.")),
    ],
)  # fmt: skip
def test_names_are_complete(person: dict[str, str], name: Name) -> None:
    """Full names, groups, suffixes and particles are read as they are stated."""
    assert read(author=[person]).authors == (name,)


@pytest.mark.parametrize(
    ("members", "date"),
    [
        ({"issued": {"date-parts": [[2021]]}}, (2021, None)),
        ({"issued": {"date-parts": [[2021, 5]]}}, (2021, 5)),
        ({"issued": {"date-parts": [["2021", "05"]]}}, (2021, 5)),
        ({"issued": {"date-parts": [[None]]}}, (None, None)),
        ({"issued": {"date-parts": [[2021, 13, 1]]}}, (2021, None)),
        ({"issued": {"date-parts": []}}, (None, None)),
        ({"published-print": {"date-parts": [[2022, 1]]}}, (2022, 1)),
        ({"published-print": {"date-parts": [[None]]}}, (2021, 5)),
        ({"issued": {"date-parts": [[None]]}, "published-online": {"date-parts": [[2020]]}},
         (2020, None)),
    ],
)  # fmt: skip
def test_dates_can_be_partial(members: dict[str, Any], date: tuple[int | None, int | None]) -> None:
    """The date of print comes first, then the earliest date. A date of null is none."""
    record = read(**members)
    assert (record.year, record.month) == date


def test_a_proceedings_paper_has_event_and_proceedings() -> None:
    """The names of event and proceedings are fields apart from the acronym of the venue."""
    record = read(
        type="proceedings-article",
        **{"container-title": ["2023 IEEE International Conference on Image Processing (ICIP)"]},
        event={
            "name": "2023 IEEE International Conference on Image Processing (ICIP)",
            "location": "Kuala Lumpur, Malaysia",
            "start": {"date-parts": [[2023, 10, 8]]},
            "end": {"date-parts": [[2023, 10, 11]]},
        },
        ISBN=["http://id.crossref.org/isbn/9780306406157"],
        resource={"primary": {"URL": "https://ieeexplore.ieee.org/document/10222048/"}},
    )
    assert record.entry_type == "inproceedings"
    assert record.venue is not None
    assert record.venue.acronym == "ICIP"
    fields = extra(record)
    assert fields["booktitle"].startswith("2023 IEEE International Conference")
    assert fields["venue"] == "Kuala Lumpur, Malaysia"
    assert fields["eventdate"] == "2023-10-08/2023-10-11"
    assert fields["isbn"] == "9780306406157"
    assert record.identifiers == (DOI, Identifier(Scheme.IEEE, "10222048"))


def test_a_chapter_of_proceedings_has_book_and_series() -> None:
    """Of two titles of the container, the first is the series. The conference is an assertion."""
    titles = ["Lecture Notes in Computer Science", "Computer Vision – ECCV 2020"]
    record = read(
        type="book-chapter",
        **{"container-title": titles},
        assertion=[{"name": "conference_acronym", "value": "ECCV"},
                   {"name": "conference_name", "value": "European Conference on Computer Vision"}],
    )  # fmt: skip
    assert record.entry_type == "inproceedings"
    assert record.venue is not None
    assert record.venue.acronym == "ECCV"
    assert extra(record)["series"] == "Lecture Notes in Computer Science"


def test_the_isbn_of_a_book_is_its_identifier() -> None:
    """A book has its ISBN as identifier. A chapter has not: it is the number of the book."""
    isbn = Identifier(Scheme.ISBN, "9780306406157")
    assert isbn in read(type="monograph", ISBN=["9780306406157"]).identifiers
    assert isbn not in read(type="book-chapter", ISBN=["9780306406157"]).identifiers


@pytest.mark.parametrize(
    ("members", "pages"),
    [
        ({"page": "12–19"}, "12-19"),
        ({"page": None, "article-number": "022212"}, "022212"),
        ({"page": "1-9", "article-number": "7"}, "1-9"),
        ({"page": None}, None),
    ],
)
def test_an_article_number_takes_the_place_of_pages(
    members: dict[str, Any], pages: str | None
) -> None:
    """Without pages, the number of the article is in their field."""
    record = read(**members)
    assert record.pages == pages
    assert extra(record).get("eid") == ("7" if pages == "1-9" else None)


def test_an_abstract_is_readable() -> None:
    """JATS becomes paragraphs, without the title `Abstract`; formulas have one form."""
    jats = (
        "<jats:title>Abstract</jats:title><jats:sec><jats:title>Methods</jats:title>"
        "<jats:p>We use <jats:italic>x</jats:italic> &amp;lt; 5 and "
        "<jats:inline-formula><jats:alternatives><jats:tex-math>$$a^2$$</jats:tex-math>"
        "<mml:math><mml:mi>a</mml:mi></mml:math></jats:alternatives></jats:inline-formula>.</jats:p>"
        "</jats:sec><ns4:p>Second.</ns4:p>"
    )
    assert read(abstract=jats).abstract == "Methods: We use x < 5 and $a^2$.\n\nSecond."


def test_relations_and_updates_are_fields() -> None:
    """A preprint names its publication, and a retraction is a field and a remark."""
    record = read(
        relation={"is-preprint-of": [{"id": "10.1000/published", "id-type": "doi"}],
                  "has-review": [{"id": "10.1000/review"}]},
        **{"updated-by": [{"type": "retraction", "DOI": "10.1000/notice"}],
           "update-to": [{"type": "correction", "DOI": "10.1000/old"}]},
    )  # fmt: skip
    fields = extra(record)
    assert fields["is-preprint-of"] == "10.1000/published"
    assert "has-review" not in fields
    assert fields["updated-by"] == "retraction 10.1000/notice"
    assert fields["update-to"] == "correction 10.1000/old"
    assert "retraction" in record.remarks[0]
    assert record.identifiers == (DOI,)


def test_the_licence_is_that_of_the_text() -> None:
    """A Creative Commons licence comes first; one for text mining is none."""
    cc = "https://creativecommons.org/licenses/by/4.0/"
    licences = [
        {"content-version": "tdm", "URL": "https://creativecommons.org/licenses/by/3.0/"},
        {"content-version": "vor", "URL": "https://example.org/terms"},
        {"content-version": "vor", "URL": cc},
    ]
    assert extra(read(license=licences))["license"] == cc
    assert "license" not in extra(read(license=licences[:1]))


@pytest.mark.parametrize(
    ("kind", "entry_type"),
    [
        ("journal-article", "article"), ("proceedings-article", "inproceedings"),
        ("book-chapter", "incollection"), ("monograph", "book"), ("dissertation", "phdthesis"),
        ("posted-content", "misc"), ("report", "report"), ("dataset", "dataset"),
        ("a-new-type", "misc"), ("article-journal", "article"),
        ("paper-conference", "inproceedings"),
    ],
)  # fmt: skip
def test_types_are_entry_types(kind: str, entry_type: str) -> None:
    """Each type of Crossref and of CSL is an entry type; an unknown one is `misc`."""
    assert read(type=kind).entry_type == entry_type


def test_a_preprint_has_its_server_as_venue() -> None:
    """The institution of posted content is the server."""
    record = read(type="posted-content", subtype="preprint", **{"container-title": []},
                  institution=[{"name": "bioRxiv"}], publisher="openRxiv")  # fmt: skip
    assert record.venue is not None
    assert record.venue.name == "bioRxiv"
