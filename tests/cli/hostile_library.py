"""A library and files in which every text would move the cursor, set a title or hide letters."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Category, Link, LinkKind, Paper, Record, SourceKind, Standing
from vcmbib.model.plan import Action, Add, AddCategory, Plan
from vcmbib.model.venues.venue import Venue, VenueKind
from vcmbib.store.library import Library

EVIL = (
    "\x1b]0;title\x07\x1b[2J\x1b[35;7m\x1b]8;;http://x\x1b\\\x9b2J\x9d52;c;eA==\x9c\x85"
    "\x08\x7f\x0b\u202e\u2066\u200f\u061c\u2028\u2029\u200b\u200dA\ufeff\u00ad\U000e0041"
    "[red][link=http://x]:smile:[/]"
)
"""C0, C1, bidirectional controls, separators, invisible characters, and markup of rich."""

ONE, TWO = f"one{EVIL}key", f"two{EVIL}key"
"""The keys of the two papers, which look like one work."""


def evil(name: str) -> str:
    """A text of a field of this name."""
    return f"{name}{EVIL}{name}"


def hostile_paper(key: str, number: int) -> Paper:
    """A paper with the text in every field that may contain text."""
    return Paper(
        key=key,
        title=f"Coding of Features for Machines {evil('title')}",
        entry_type="article",
        authors=(Name(evil("family"), evil("given"), evil("van"), evil("jr")), Name("Doe", "Jane")),
        authors_complete=True,
        editors=(Name(evil("editor")),),
        year=2020,
        month=2,
        venue=Venue(evil("acronym"), evil("venue"), VenueKind.JOURNAL, evil("publisher")),
        honour=evil("honour"),
        volume=evil("volume"),
        number=evil("number"),
        pages=evil("pages"),
        publisher=evil("publisher"),
        abstract=f"{evil('abstract')}\n{evil('line')}\t{number}",
        notes=(evil("note"), f"second\n{evil('note')}"),
        model=evil("model"),
        identifiers=(
            Identifier(Scheme.DOI, f"10.1000/{evil('doi')}"),
            Identifier(Scheme.ARXIV, f"2001.0000{number}"),
        ),
        links=(
            Link(LinkKind.CODE, f"https://example.org/{evil('code')}", evil("label")),
            Link(LinkKind.OTHER, f"https://example.org/{number}{EVIL}", evil("label")),
        ),
        tags=(evil("tag"),),
        topics=(evil("topic"),),
        categories=(Standing(evil("slug"), number),),
        extra=((evil("field"), evil("value")), ("file", evil("file")), ("x[red]", "y\nz")),
        former_keys=(f"former{number}{EVIL}",),
    )


def hostile_record(paper: Paper) -> Record:
    """A record that has other values than the paper in all fields."""
    return Record(
        source=SourceKind.BIBTEX,
        origin=evil("origin"),
        ref=evil("ref"),
        key=paper.key,
        entry_type=evil("type"),
        title=evil("other"),
        authors=(Name(evil("other")),),
        year=2019,
        venue=Venue(None, evil("other"), VenueKind.CONFERENCE),
        honour=evil("other"),
        volume=evil("other"),
        abstract=evil("other"),
        note=evil("other"),
        links=(Link(LinkKind.PAPER, f"https://example.org/{evil('other')}"),),
        extra=((evil("other"), evil("other")),),
        remarks=(evil("remark"),),
    )


def make_library(path: Path) -> None:
    """Write the library: two papers that look alike, and a third."""
    first, second = hostile_paper(ONE, 1), hostile_paper(TWO, 2)
    third = Paper(key=f"three{EVIL}", title=evil("Other"), authors=(Name("Roe"),), year=2001)
    category = Category(evil("slug"), evil("heading"), None, 1)
    plan: list[Action] = [
        AddCategory(category),
        AddCategory(Category(evil("below"), evil("heading"), category.slug, 1)),
        Add(first, (hostile_record(first),)),
        Add(replace(second, pages=evil("otherpages")), (hostile_record(second),)),
        Add(third),
    ]
    with Library.writing(path) as library:
        library.apply(Plan.of(plan), f"vcmbib import {evil('command')}")


BIB = f"""% a comment {EVIL}
@article{{evil{EVIL}key,
  title = {{A title {EVIL}}},
  author = {{Doe{EVIL}, Jane}},
  journal = {{A journal {EVIL}}},
  year = {{20{EVIL}20}},
  month = {{{EVIL}}},
  pages = {{1{EVIL}}},
  doi = {{10.1000/{EVIL}}},
  url = {{https://example.org/{EVIL}}},
  file = {{{EVIL}}},
  x{EVIL} = {{{EVIL}}},
  note = "{EVIL},
}}
@article{{broken{EVIL}, title = {{Left open {EVIL}
@string{{x = {EVIL}}}
"""

FILES = {
    "evil.bib": BIB,
    "evil.ris": f"TY  - JOUR{EVIL}\nTI  - A title {EVIL}\nAU  - Doe{EVIL}, J\nPY  - x{EVIL}\n"
    f"ZZ  - {EVIL}\nER  - \nTI  - lost{EVIL}\nX{EVIL}\n",
    "evil.nbib": f"PMID- 1{EVIL}\nTI  - A title {EVIL}\nAU  - Doe{EVIL}\nDP  - {EVIL}\n"
    f"QQ  - {EVIL}\n\nPMID- {EVIL}\n",
    "evil.json": json.dumps([{"id": EVIL, "type": EVIL, "title": EVIL, "issued": EVIL,
                              "author": EVIL, EVIL: EVIL}, EVIL]),
    "evil.jsonl": json.dumps({"key": EVIL, "title": EVIL, "year": EVIL, EVIL: EVIL}) + f"\n{EVIL}",
    "evil.csv": f"title,year,x{EVIL}\nA {EVIL},{EVIL},{EVIL}\n\"{EVIL}\n",
    "evil.md": f"# {EVIL}\n\n| Paper | Venue | Year | {EVIL} |\n| --- | --- | --- | --- |\n"
    f"| [A {EVIL}](https://example.org/{EVIL}) | V{EVIL} | 20{EVIL} | {EVIL} |\n| {EVIL} | | | |\n",
    "evil.yaml": f"evil:\n  type: article\n  title: \"A {EVIL.encode('unicode_escape').decode()}\""
    "\n  date: x\n",
    "evil.cff": f"cff-version: 1.2.0\ntitle: A {EVIL}\nauthors: [{EVIL}]\n",
    "evil.mods": f"<mods><titleInfo><title>A {EVIL}</title></titleInfo></mods>",
    "evil.txt": EVIL,
}  # fmt: skip
"""Files of every format, with the text in values, names and places where none may be."""

TEX = f"""\\documentclass{{article}}\\bibliography{{{EVIL}}}\\begin{{document}}
\\cite{{missing{EVIL}}} \\cite{{{ONE}}} \\cite{{former1{EVIL}}} \\input{{gone{EVIL}}}
\\mycite{{odd{EVIL}}}\\cite{{10.1000/{EVIL}}}\\end{{document}}
"""
