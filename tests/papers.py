"""Papers, records and hypothesis strategies that several tests share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name, parse_name
from vcmbib.model.paper import Link, LinkKind, Paper, Place, Record, SourceKind, Standing
from vcmbib.model.venues.venue import Venue, VenueKind

T = TypeVar("T")

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
_words = ("survey", "RL", "multi-task", "Über", "点云")


@dataclass(frozen=True, slots=True)
class _Choices:
    """What the fields of a made paper contain.

    Hypothesis draws the title, the other texts, the part of the fields that have a value, and a
    number. All else follows from the number: to draw each field takes ten times as long as to
    make the paper.
    """

    title: str
    texts: Sequence[str]
    filled: int
    """Of ten fields, the number with a value. Failures shrink to papers with few fields."""
    random: Random

    def maybe(self, make: Callable[[], T]) -> T | None:
        """A value or None."""
        return make() if self.random.randrange(10) < self.filled else None

    def some(self, make: Callable[[], T], most: int) -> tuple[T, ...]:
        """At most this many values, each once."""
        made = [self.maybe(make) for _ in range(most)]
        return tuple(dict.fromkeys(value for value in made if value is not None))

    def of(self, values: Sequence[T]) -> T:
        """One of the values."""
        return self.random.choice(values)

    def text(self) -> str:
        """A text."""
        return self.of(self.texts)

    def number(self, first: int, last: int) -> int:
        """A number; the first and the last more often than others."""
        return self.of((first, last, *(self.random.randint(first, last) for _ in range(6))))

    def person(self) -> Name:
        """A person."""
        return Name(family=self.text(), given=self.maybe(self.text) or "")

    def identifier(self) -> Identifier:
        """An arXiv identifier or a DOI."""
        if self.of((True, False)):
            return arxiv(f"2101.{self.number(10000, 99999)}")
        return doi(f"10.1000/X{self.number(1, 999)}")

    def links(self) -> tuple[Link, ...]:
        """At most three links, each to another page."""
        urls = self.some(lambda: f"https://example.org/{self.number(1, 50)}", 3)
        return tuple(Link(self.of([*LinkKind]), url, self.maybe(self.text)) for url in urls)

    def paper(self, keys: Sequence[str], slugs: Sequence[str]) -> Paper:
        """A paper under one of the keys, in some of the categories."""
        categories = self.some(lambda: self.of(slugs), 2) if slugs else ()
        return Paper(
            key=self.of(keys),
            title=self.title,
            entry_type=self.of(("article", "inproceedings", "misc", "software")),
            authors=self.some(self.person, 3),
            authors_complete=self.of((False, True)),
            editors=self.some(self.person, 1),
            year=self.maybe(lambda: self.number(1900, 2100)),
            month=self.maybe(lambda: self.number(1, 12)),
            venue=self.maybe(lambda: self.of((ICIP, TIP, ARXIV))),
            honour=self.maybe(self.text),
            volume=self.maybe(self.text),
            number=self.maybe(self.text),
            pages=self.maybe(self.text),
            publisher=self.maybe(self.text),
            abstract=self.maybe(self.text),
            note=self.maybe(self.text),
            notes=self.some(self.text, 2),
            model=self.maybe(self.text),
            identifiers=self.some(self.identifier, 3),
            links=self.links(),
            tags=self.some(lambda: self.of(_words), 3),
            topics=self.some(lambda: self.of(_words), 3),
            categories=tuple(
                Standing(slug, self.number(1, 9)) for slug in sorted(categories, key=slugs.index)
            ),
            extra=tuple((name, self.text()) for name in self.some(self.text, 2)),
        )


_choices = st.builds(
    _Choices,
    _text,
    st.lists(_text, min_size=1, max_size=8),
    st.integers(0, 10),
    st.integers(0, 2**32 - 1).map(Random),
)


def fullest_paper() -> Paper:
    """A made paper that has as many fields as a made paper can have."""
    return _Choices("T", ["x", "y"], 10, Random(1)).paper(["k"], ["s"])


def papers_with(keys: Sequence[str], slugs: Sequence[str] = ()) -> st.SearchStrategy[Paper]:
    """Any paper under one of these keys, in some of these categories."""
    return _papers_with(tuple(keys), tuple(slugs))


@cache  # to make a strategy costs as much as an example of it
def _papers_with(keys: tuple[str, ...], slugs: tuple[str, ...]) -> st.SearchStrategy[Paper]:
    return _choices.map(lambda made: made.paper(keys, slugs))
