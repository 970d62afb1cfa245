"""The writer of a list in Markdown: one table of papers for each category.

Tables and anchors are those of GitHub. The reader returns the same papers from the result.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vcmbib.model.identifiers import Scheme, identifier_url
from vcmbib.model.paper import Category, Link, LinkKind, Paper

COLUMNS = ("Model", "Paper", "First Author", "Note", "Venue", "Topic", "Project")
_RULE = "| :--- | :---: | :---: | :---: | :---: | :---: | :---: |"
_UNCATEGORISED = "Uncategorised"
_CONTENTS = "Table of contents"
_TOP = 2  # the level of headings below the title
_LABELS = {
    LinkKind.PDF: "PDF",
    LinkKind.CODE: "Code",
    LinkKind.PROJECT: "Project",
    LinkKind.DATASET: "Dataset",
    LinkKind.VIDEO: "Video",
}


@dataclass(frozen=True, slots=True)
class _ListSection:
    level: int
    title: str
    papers: tuple[Paper, ...]


def write_list(
    papers: Sequence[Paper], categories: Sequence[Category], *, title: str | None = None
) -> str:
    """Write a Markdown document: the title, a table of contents, and a table for each category.

    Categories are in the order of their tree, with a heading one level below that of the parent. A
    category without papers in its tree is left out. A paper is in each of its categories, at its
    position there. Papers without a category come last. Without `title`, a single top category is
    the title. Then each heading is a category, and the reader returns the same tree.
    """
    sections = _sections(papers, categories)
    single_top = title is None and [s.level for s in sections].count(_TOP) == 1
    if single_top:
        title = sections[0].title
        sections = [replace(s, level=s.level - 1) for s in sections]
    anchors = HeadingAnchors()
    head = [] if title is None else [f"# {escape(title)}", ""]
    anchors.anchor(title or "")
    anchors.anchor(_CONTENTS)
    contents = [f"## {_CONTENTS}", ""]
    body: list[str] = []
    for section in sections:
        if section.level >= _TOP:
            anchor = anchors.anchor(section.title)
            indent = "  " * (section.level - _TOP)
            contents.append(f"{indent}- [{escape(section.title)}](#{anchor})")
            body += ["", f"{'#' * min(section.level, 6)} {escape(section.title)}"]
        if section.papers:
            body += ["", f"|{'|'.join(COLUMNS)}|", _RULE, *(row(p) for p in section.papers)]
    if not body or len(contents) == 2:
        contents = []
    return "\n".join([*head, *contents, *body]).strip() + "\n"


def _sections(papers: Sequence[Paper], categories: Sequence[Category]) -> list[_ListSection]:
    children: dict[str | None, list[Category]] = defaultdict(list)
    known = {c.slug for c in categories}
    for category in sorted(categories, key=lambda c: c.position):
        parent = category.parent if category.parent in known else None
        children[parent].append(category)
    placed: dict[str, list[tuple[int, Paper]]] = defaultdict(list)
    for paper in papers:
        for membership in paper.categories:
            placed[membership.slug].append((membership.position, paper))

    def walk(parent: str | None, level: int) -> Iterator[_ListSection]:
        for category in children[parent]:
            listed = sorted(placed[category.slug], key=lambda pair: pair[0])
            below = list(walk(category.slug, level + 1))
            if listed or below:
                yield _ListSection(level, category.title, tuple(p for _, p in listed))
                yield from below

    sections = list(walk(None, _TOP))
    uncategorised = tuple(p for p in papers if not any(s.slug in known for s in p.categories))
    if uncategorised:
        sections.append(_ListSection(_TOP, _UNCATEGORISED, uncategorised))
    return sections


def row(paper: Paper) -> str:
    """The table row of a paper."""
    main = _main_link(paper)
    title = escape(paper.title)
    cells = (
        escape(paper.model or ""),
        f"[{title}]({_target(main)})" if main else title,
        escape(_authors(paper)),
        escape(", ".join(paper.tags)),
        escape(_venue(paper)),
        escape(", ".join(paper.topics)),
        " ".join(_labelled(k) for k in paper.links if k.url != main and _is_project(k)),
    )
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


def _main_link(paper: Paper) -> str:
    for kind in (LinkKind.PAPER, LinkKind.PDF):
        for link in paper.links:
            if link.kind is kind and link.url:
                return link.url
    for scheme in (Scheme.DOI, Scheme.ARXIV):
        identifier = paper.identifier(scheme)
        if identifier is not None:
            return identifier_url(identifier) or ""
    return next((a for i in paper.identifiers if (a := identifier_url(i))), "")


def _authors(paper: Paper) -> str:
    """The first author, or all known authors of a list that is not complete."""
    names = paper.authors[:1] if paper.authors_complete else paper.authors
    return ", ".join(n.natural for n in names)


def _venue(paper: Paper) -> str:
    """`TPAMI 2024`, `CVPRW 2023`, `PCS 2022 (Best Paper Award Finalists)`, `arXiv 2024`."""
    venue = "" if paper.venue is None else paper.venue.acronym or paper.venue.name
    venue_and_year = " ".join(p for p in (venue, str(paper.year or "")) if p)
    return f"{venue_and_year} ({paper.honour})".strip() if paper.honour else venue_and_year


def _is_project(link: Link) -> bool:
    return link.kind is not LinkKind.PAPER and bool(link.url)


def _labelled(link: Link) -> str:
    label = link.label or _LABELS.get(link.kind, "Link")
    return f"[{escape(label)}]({_target(link.url)})"


# --- Markdown ---------------------------------------------------------------------------------

_ALWAYS = re.compile(r"[\\|\[\]*`<]|~(?=~)|&(?=#?\w+;)")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")


def escape(text: str) -> str:
    """Plain text for a cell or heading. Characters with a meaning in Markdown are escaped."""
    text = " ".join(text.split())
    return _UNDERSCORE.sub(r"\\_", _ALWAYS.sub(lambda m: f"\\{m[0]}", text))


def _target(url: str) -> str:
    """The destination of a link, in `<…>` if it has blanks or parentheses without partner."""
    url = url.replace("|", "\\|")
    if " " not in url and not url.startswith("<") and _balanced(url):
        return url
    return f"<{url.replace('<', '%3C').replace('>', '%3E')}>"


def _balanced(url: str) -> bool:
    depth = 0
    for char in url:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0


class HeadingAnchors:
    """The anchors that GitHub gives to the headings of a document; repeated ones are numbered."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def anchor(self, title: str) -> str:
        """The anchor of the next heading.

        It is in lower case, with hyphens for blanks. Only letters, marks and digits of any script,
        hyphens and underscores remain. A repeated anchor gets `-1`, then `-2`.
        """
        base = "".join(_anchor_char(c) for c in title.strip().lower())
        name = base
        while name in self._taken:
            self._taken[base] += 1
            name = f"{base}-{self._taken[base]}"
        self._taken[name] = 0
        return name


def _anchor_char(char: str) -> str:
    if char == " ":
        return "-"
    if char in "-_" or unicodedata.category(char)[0] in "LNM" or char == "\u203f":
        return char
    return ""
