"""Round trips of any format: papers that a format can write, and how they are compared.

A paper of the library comes from readers, so its text is tidy; names, words and extra fields are
such as people write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from hypothesis import strategies as st

from tests.papers import papers_with
from vcmbib.logic.merge.fill import paper_from_record
from vcmbib.model.fields import BY_NAME
from vcmbib.model.latex.decode import to_unicode
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper, Reading, Record
from vcmbib.model.text import tidy

NAMES = (
    Name("Beethoven", "Ludwig", "van"),
    Name("Davis", "Sammy", "", "Jr."),
    Name("ATLAS Collaboration", literal=True),
    Name("O'Neil", "Ken-ichi A."),
    Name("Cruz", "Ana", "de la"),
    Name("李明"),
    Name("Smith, Jones and Sons", literal=True),
    Name("Plato"),
)
EXTRA = (
    ("issn", "1234-5678"),
    ("address", "Zürich"),
    ("series", "Lecture Notes \\& More"),
    ("edition", "2nd"),
    ("language", "de"),
    ("urldate", "2020-05-06"),
    ("shorttitle", "100\\% of it"),
    ("translator", "Doe, Jane and {The Team}"),
    ("ids", "old, older"),
    ("x-mine", "{a} = b"),
    ("eid", "e123"),
    ("school", "ETH"),
)


def _tidy(text: str | None) -> str | None:
    return None if text is None else tidy(text) or None


def _as_read(paper: Paper) -> Paper:
    """The paper with text as readers leave it."""
    return replace(
        paper,
        title=tidy(paper.title) or "T",
        honour=_tidy(paper.honour),
        volume=_tidy(paper.volume),
        number=_tidy(paper.number),
        publisher=_tidy(paper.publisher),
        model=_tidy(paper.model),
        abstract=_tidy(paper.abstract),
        note=tidy(paper.note or "") or None,
        notes=(),
        links=tuple(replace(k, label=_tidy(k.label)) for k in paper.links),
        authors_complete=paper.authors_complete and bool(paper.authors),
    )


def papers() -> st.SearchStrategy[Paper]:
    """Papers with any content that the library may have."""
    return st.builds(
        lambda paper, authors, editors, pages, extra: replace(
            _as_read(replace(paper, authors=tuple(authors))),
            editors=tuple(editors),
            pages=pages,
            extra=tuple(extra),
        ),
        papers_with(["doe2020", "Roe:2021", "x_1"]),
        st.lists(st.sampled_from(NAMES), max_size=3),
        st.lists(st.sampled_from(NAMES), max_size=2),
        st.sampled_from([None, "1-9", "e12", "S-1--S-9", "1, 3-5", "123"]),
        st.lists(st.sampled_from(EXTRA), max_size=4, unique_by=lambda e: e[0]),
    )


def plain(paper: Paper) -> Paper:
    """The paper as most tagged formats have it: no labels of links, no month without a year."""
    month = None if paper.year is None else paper.month
    return unlabelled(replace(paper, month=month))


def unlabelled(paper: Paper) -> Paper:
    """The paper without the labels of its links."""
    return replace(paper, links=tuple(replace(k, label=None) for k in paper.links))


def unicode(paper: Paper) -> Paper:
    """Extra text as a format without LaTeX has it."""
    return replace(paper, extra=tuple((n, to_unicode(v)) for n, v in paper.extra))


def content(paper: Paper, *without: str) -> Paper:
    """The content that is compared, without values of the library and the fields in `without`.

    Extra fields have no order of their own between formats; private notes are not exported.
    """
    empty, venue = Paper("", ""), paper.venue
    bare = replace(
        paper,
        id=0,
        added="",
        updated="",
        former_keys=(),
        categories=(),
        venue=venue and replace(venue, names=(), publisher=None),
        notes=(),
        extra=tuple(sorted(paper.extra)),
        identifiers=tuple(sorted(paper.identifiers)),
        links=tuple(sorted(paper.links, key=lambda k: k.url)),
    )
    for name in without:
        bare = BY_NAME[name].copied(empty, bare)
    return bare


def as_papers(reading: Reading) -> list[Paper]:
    """The papers that the records of a reading without problems make."""
    assert reading.problems == ()
    return [paper_from_record(r, r.key) for r in reading.records]


def same(
    given: Iterable[Paper],
    reading: Reading,
    *without: str,
    said: Callable[[Paper], Paper] = lambda p: p,
) -> None:
    """Assert that a reading has what was written, but for these fields."""
    wanted = [content(said(p), *without) for p in given]
    assert [content(said(p), *without) for p in as_papers(reading)] == wanted


def one(reading: Reading) -> Record:
    """The only record of a reading without problems."""
    assert reading.problems == ()
    (record,) = reading.records
    return record
