"""Synthetic libraries of any size, built from the shipped library.

The same size gives the same papers. They have words of the real titles in their real frequency,
real names, and the real distribution of venues, years, topics and categories.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.paper import Link, LinkKind, Paper
from vcmbib.model.plan import Add, AddCategory, Plan
from vcmbib.store.library import Library

BATCH = 50_000


def papers(source: Path, count: int, seed: int = 1) -> Iterator[Paper]:
    """`count` papers, each with its own title, two to six authors, an arXiv id and a link."""
    chance = random.Random(seed)
    with Library.reading(source) as library:
        real = list(library.all_papers())
    titles = [p.title.split() for p in real]
    words = [w for t in titles for w in t]
    names = sorted({n for p in real for n in p.authors}, key=lambda n: n.inverted)
    for number in range(count):
        model = chance.choice(real)
        # The start of one real title, words of other titles, and a number that makes it unique.
        start = chance.choice(titles)
        title = " ".join(
            [*start[: chance.randint(2, 5)], *chance.choices(words, k=chance.randint(2, 6))]
        )
        identifier = Identifier(
            Scheme.ARXIV, f"{1501 + number // 100_000:04d}.{number % 100_000:05d}"
        )
        categories = (replace(model.categories[0], position=number),) if model.categories else ()
        yield Paper(
            key=f"{names[number % len(names)].family.lower().replace(' ', '')}{number}",
            title=f"{title} {number}",
            entry_type=model.entry_type,
            authors=tuple(chance.sample(names, chance.randint(2, 6))),
            authors_complete=True,
            year=model.year,
            venue=model.venue,
            pages=f"{number % 3000}-{number % 3000 + 10}",
            identifiers=(identifier,),
            links=(Link(LinkKind.PAPER, f"https://arxiv.org/abs/{identifier.value}"),),
            tags=model.tags,
            topics=model.topics,
            categories=categories,
        )


def library(source: Path, target: Path, count: int) -> None:
    """Write a library of `count` papers to `target`, in batches, as an import does."""
    with Library.reading(source) as shipped:
        categories = shipped.categories()
    with Library.writing(target) as opened:
        opened.apply(Plan.of(AddCategory(c) for c in categories), "bench")
        batch: list[Add] = []
        for paper in papers(source, count):
            batch.append(Add(paper))
            if len(batch) == BATCH:
                opened.apply(Plan.of(batch), "bench")
                batch = []
        opened.apply(Plan.of(batch), "bench")


def bibtex(source: Path, target: Path, count: int) -> None:
    """Write the same papers as a .bib file, for an import."""
    from vcmbib.formats import bibtex as writer

    bare = (replace(p, categories=()) for p in papers(source, count))
    target.write_text(writer.write(bare), encoding="utf-8")
