"""Papers, records and hypothesis strategies that several tests share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hypothesis import strategies as st

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name, parse_name
from vcmbib.model.paper import Link, LinkKind, Paper, Place, Record, SourceKind, Standing
from vcmbib.model.venues.venue import Venue, VenueKind

ICIP = Venue("ICIP", "IEEE International Conference on Image Processing", VenueKind.CONFERENCE)
TIP = Venue("TIP", "IEEE Transactions on Image Processing", VenueKind.JOURNAL, "IEEE")
ARXIV = Venue("arXiv", "arXiv", VenueKind.PREPRINT)


def names(*texts: str) -> tuple[Name, ...]:
    """Names from their natural form."""
    return tuple(parse_name(t) for t in texts)


def arxiv(value: str) -> Identifier:
    """An arXiv identifier."""
    return Identifier(Scheme.ARXIV, value)


def doi(value: str) -> Identifier:
    """A DOI."""
    return Identifier(Scheme.DOI, value)


def paper(key: str = "doe2020coding", title: str = "Coding of Features", **fields: object) -> Paper:
    """A paper with little in it, but for what is given."""
    return Paper(key=key, title=title, **fields)  # type: ignore[arg-type]


def record(
    title: str = "Coding of Features", source: SourceKind = SourceKind.LIST, **fields: object
) -> Record:
    """A record of a source, by default of a list."""
    given: dict[str, object] = {"origin": "list.md"} | fields
    return Record(source=source, title=title, **given)  # type: ignore[arg-type]


def place(*path: str, line: int = 0) -> tuple[Place, ...]:
    """One place in a list."""
    return (Place(path, line),)


_text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30
).map(lambda t: " ".join(t.split())).filter(bool)  # fmt: skip
_person = st.builds(Name, family=_text, given=st.one_of(st.just(""), _text))
_venue = st.one_of(st.none(), st.sampled_from([ICIP, TIP, ARXIV]))
_identifiers = st.lists(
    st.one_of(
        st.integers(10000, 99999).map(lambda n: arxiv(f"2101.{n}")),
        st.integers(1, 999).map(lambda n: doi(f"10.1000/X{n}")),
    ),
    max_size=3,
    unique_by=lambda i: i.comparison_key,
).map(tuple)
_links = st.lists(
    st.builds(
        Link,
        kind=st.sampled_from(list(LinkKind)),
        url=st.integers(1, 50).map(lambda n: f"https://example.org/{n}"),
        label=st.one_of(st.none(), _text),
    ),
    max_size=3,
    unique_by=lambda link: link.url,
).map(tuple)
_words = st.lists(
    st.sampled_from(["survey", "RL", "multi-task", "Über", "点云"]), max_size=3, unique=True
).map(tuple)


def papers_with(keys: Sequence[str], slugs: Sequence[str] = ()) -> st.SearchStrategy[Paper]:
    """Any paper under one of these keys, in some of these categories."""
    return _papers_with(tuple(keys), tuple(slugs))


@cache  # to make a strategy costs as much as an example of it
def _papers_with(keys: tuple[str, ...], slugs: tuple[str, ...]) -> st.SearchStrategy[Paper]:
    standings = st.lists(
        st.builds(Standing, slug=st.sampled_from(slugs or ("",)), position=st.integers(1, 9)),
        max_size=2 if slugs else 0,
        unique_by=lambda s: s.slug,
    ).map(lambda found: tuple(sorted(found, key=lambda s: slugs.index(s.slug))))
    return st.builds(
        Paper,
        key=st.sampled_from(keys),
        title=_text,
        entry_type=st.sampled_from(["article", "inproceedings", "misc", "software"]),
        authors=st.lists(_person, max_size=3).map(tuple),
        authors_complete=st.booleans(),
        editors=st.lists(_person, max_size=1).map(tuple),
        year=st.one_of(st.none(), st.integers(1900, 2100)),
        month=st.one_of(st.none(), st.integers(1, 12)),
        venue=_venue,
        honour=st.one_of(st.none(), _text),
        volume=st.one_of(st.none(), _text),
        pages=st.one_of(st.none(), _text),
        abstract=st.one_of(st.none(), _text),
        note=st.none() | _text,
        notes=st.lists(_text, max_size=2, unique=True).map(tuple),
        model=st.one_of(st.none(), _text),
        identifiers=_identifiers,
        links=_links,
        tags=_words,
        topics=_words,
        categories=standings,
        extra=st.lists(st.tuples(_text, _text), max_size=2, unique_by=lambda e: e[0]).map(tuple),
    )
