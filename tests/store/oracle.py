"""A second reading of the query language: slow, without SQL, over papers in memory.

It shares the folding of words with the program and nothing else; the tests compare the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vcmbib.model.identifiers import Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Category, LinkKind, Paper
from vcmbib.model.query.parser import All, Either, Field, Has, Not, Query, Range, Words
from vcmbib.model.query.terms import label_key, terms
from vcmbib.model.text import fold
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue


class Oracle:
    """Papers and their categories."""

    def __init__(self, papers: Sequence[Paper], categories: Sequence[Category]) -> None:
        self.papers = papers
        self.categories = {c.slug: c for c in categories}

    def answer(self, query: Query) -> set[int]:
        """The ids of the papers that the query asks for."""
        return {p.id for p in self.papers if self.holds(p, query)}

    def holds(self, paper: Paper, query: Query) -> bool:
        """Whether the query asks for this paper."""
        match query:
            case All(parts):
                return all(self.holds(paper, part) for part in parts)
            case Either(parts):
                return any(self.holds(paper, part) for part in parts)
            case Not(part):
                return not self.holds(paper, part)
            case Words(text, prefix, phrase):
                keys = [] if prefix or phrase else [paper.key, *paper.former_keys]
                if text.casefold() in (key.casefold() for key in keys):
                    return True
                return any(says(t, text, prefix) for t in self.texts(paper).values())
            case Range(_, low, high):
                year = paper.year
                return year is not None and (low or 0) <= year <= (9999 if high is None else high)
            case Has(what):
                return self.has(paper, what)
            case Field():
                return self.field(paper, query)

    def texts(self, paper: Paper) -> dict[str, list[str]]:
        """The texts of each field, one after the other."""
        return {
            "title": [paper.title],
            "model": [paper.model or ""],
            "authors": [n.natural for n in (*paper.authors, *paper.editors)],
            "venue": [] if paper.venue is None else distinct(names_of(paper.venue)),
            "abstract": [paper.abstract or ""],
            "tags": list(paper.tags),
            "topics": list(paper.topics),
            "categories": distinct(
                name
                for slug in self.ordered(paper)
                for above in self.upwards(slug)
                for name in (above.slug, above.title)
            ),
            "note": list(paper.notes),
        }

    def ordered(self, paper: Paper) -> list[str]:
        """The paper's categories in the order of the tree's table."""
        known = list(self.categories)
        return sorted(
            (s.slug for s in paper.categories),
            key=lambda slug: (self.categories[slug].position, known.index(slug)),
        )

    def upwards(self, slug: str | None) -> list[Category]:
        """A category and those above it."""
        out = []
        while slug is not None:
            out.append(self.categories[slug])
            slug = self.categories[slug].parent
        return out

    def has(self, paper: Paper, what: str) -> bool:
        """Whether the paper has this at all."""
        if what in list(LinkKind):
            return any(k.kind == what for k in paper.links)
        if what in list(Scheme):
            return any(i.scheme == what for i in paper.identifiers)
        of = {
            "all-authors": paper.authors_complete, "category": paper.categories,
            "editors": paper.editors, "file": (), "id": paper.identifiers, "link": paper.links,
            "note": paper.notes, "tag": paper.tags, "topic": paper.topics,
        }  # fmt: skip
        return bool(of[what] if what in of else getattr(paper, what))

    def field(self, paper: Paper, asked: Field) -> bool:
        """Whether a field of the paper has the requested value."""
        name, value, prefix = asked.name, asked.value, asked.prefix
        if name in ("title", "abstract", "note", "model"):
            return says(self.texts(paper)[name], value, prefix)
        if name == "author":
            return any(named(n, value, prefix) for n in (*paper.authors, *paper.editors))
        if name == "venue":
            return paper.venue is not None and self.in_venue(paper.venue, value, prefix)
        if name in ("tag", "topic"):
            return any(
                fits(t, value, prefix) for t in (paper.tags if name == "tag" else paper.topics)
            )
        if name == "category":
            above = [c for s in paper.categories for c in self.upwards(s.slug)]
            return any(fits(t, value, prefix) for c in above for t in (c.slug, c.title))
        if name == "type":
            return begins(paper.entry_type.lower(), fold(value), prefix)
        if name == "key":
            keys = (paper.key, *paper.former_keys)
            return any(begins(k.casefold(), value.casefold(), prefix) for k in keys)
        found = [i for i in paper.identifiers if name in ("id", i.scheme)]
        loose = prefix or name == "id"
        return any(
            begins(i.comparison_key[1], v, prefix)
            for i in found
            for v in ({value, value.lower()} if loose else {value})
        )

    def in_venue(self, venue: Venue, value: str, prefix: bool) -> bool:
        """Whether the venue has that name, or, if no venue has, one that contains it."""
        wanted = label_key(value)
        mine = {label_key(n) for n in names_of(venue)}
        known = None if prefix else find_venue(value)
        names = set() if known is None else {label_key(n) for n in names_of(known)}
        others = {label_key(n) for p in self.papers if p.venue for n in names_of(p.venue)}
        if mine & (names | {wanted}):
            return True
        if not prefix and wanted in names | others:
            return False
        end = "" if prefix else " "
        return any(f" {wanted}{end}" in f" {n} " for n in mine)


def names_of(venue: Venue) -> list[str]:
    """The names of a venue: acronym and name, then the other spellings."""
    return [n for n in (venue.acronym, venue.name, *sorted(map(fold, venue.names))) if n]


def distinct(names: Iterable[str]) -> list[str]:
    """The names, of those with the same words one."""
    return list({terms(n): n for n in names if terms(n)}.values())


def says(texts: Iterable[str], asked: str, prefix: bool) -> bool:
    """Whether the words of the query come one after the other in the texts."""
    have = [w for text in texts for w in terms(text)]
    want = terms(asked)
    return any(
        have[i : i + len(want) - prefix] == list(want[: len(want) - prefix])
        and (not prefix or have[i + len(want) - 1].startswith(want[-1]))
        for i in range(len(have) - len(want) + 1)
    )


def named(name: Name, asked: str, prefix: bool) -> bool:
    """Whether one person's name has all the words; initials count as words."""
    have, want = terms(name.natural), terms(asked)
    for i, word in enumerate(want):
        initial = len(want) > 1 and len(word) == 1 and "a" <= word <= "z"
        loose = initial or (prefix and i == len(want) - 1)
        if not any(h == word or (loose and h.startswith(word)) for h in have):
            return False
    return True


def fits(label: str, asked: str, prefix: bool) -> bool:
    """Whether this is the label, or begins so."""
    return begins(label_key(label), label_key(asked), prefix)


def begins(value: str, asked: str, prefix: bool) -> bool:
    """Whether the value is the one asked for, or begins so."""
    return value.startswith(asked) if prefix else value == asked
