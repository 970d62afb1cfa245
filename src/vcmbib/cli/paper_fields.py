"""Papers as text: the values that tables, templates and cards show."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from vcmbib.cli.summary_lines import short_authors
from vcmbib.errors import Usage
from vcmbib.logic.merge.fill import display
from vcmbib.model.field_types import ListField, NumberField, TypedField
from vcmbib.model.fields import (
    ENTRY_TYPE,
    KEY,
    NUMBER_FIELDS,
    TEXT_FIELDS,
    TIME_FIELDS,
    TITLE,
    WORD_FIELDS,
)
from vcmbib.model.identifiers import identifier_url
from vcmbib.model.paper import LinkKind, Paper
from vcmbib.model.raw_fields import visible


def authors_short(paper: Paper) -> str:
    """`Zhang`, `Zhang & Li`, `Zhang et al.`"""
    return short_authors([n.last for n in paper.authors], paper.authors_complete)


def venue_short(paper: Paper) -> str:
    """The venue's acronym, or its name where it has none."""
    return "" if paper.venue is None else paper.venue.acronym or paper.venue.name


def best_url(paper: Paper) -> str | None:
    """The address to open: the paper's own link, else the first identifier that leads to a page."""
    for kind in (LinkKind.PAPER, LinkKind.PDF):
        for link in paper.links:
            if link.kind is kind:
                return link.url
    for identifier in paper.identifiers:
        found = identifier_url(identifier)
        if found is not None:
            return found
    return paper.links[0].url if paper.links else None


def _link(paper: Paper, *kinds: LinkKind) -> str:
    return next((k.url for k in paper.links if k.kind in kinds), "")


def _text(field: TypedField[str | None], paper: Paper) -> str:
    return field.of(paper) or ""


def _number(field: NumberField, paper: Paper) -> str:
    return str(field.of(paper) or "")


def _words(field: ListField[str], paper: Paper) -> str:
    return ", ".join(field.of(paper))


def _identifier(paper: Paper, scheme: str) -> str:
    return next((i.value for i in paper.identifiers if i.scheme.value == scheme), "")


def _extra(name: str, paper: Paper) -> str:
    return next((value for key, value in visible(paper) if key.lower() == name), "")


TEMPLATE_FIELDS: dict[str, Callable[[Paper], str]] = {
    "key": KEY.of,
    "title": TITLE.of,
    "authors": lambda p: "; ".join(n.natural for n in p.authors),
    "author": authors_short,
    "first_author": lambda p: p.authors[0].natural if p.authors else "",
    **{number.label: partial(_number, number) for number in NUMBER_FIELDS},
    "venue": venue_short,
    "venue_name": lambda p: p.venue.name if p.venue else "",
    "type": ENTRY_TYPE.of,
    **{text.label: partial(_text, text) for text in TEXT_FIELDS},
    "notes": lambda p: "\n\n".join(p.notes),
    "url": lambda p: best_url(p) or "",
    "code": lambda p: _link(p, LinkKind.CODE),
    "project": lambda p: _link(p, LinkKind.PROJECT),
    **{words.label: partial(_words, words) for words in WORD_FIELDS},
    "categories": lambda p: ", ".join(s.slug for s in p.categories),
    "identifiers": lambda p: " ".join(str(i) for i in p.identifiers),
    "doi": lambda p: _identifier(p, "doi"),
    "arxiv": lambda p: _identifier(p, "arxiv"),
    "extra": lambda p: display(visible(p)) or "",
    **{time.label: time.of for time in TIME_FIELDS},
}
"""Each name of a template, with what it prints."""

_EXTRA = "extra."
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|\\([tn\\])|[{}]")


def template(text: str) -> Callable[[Paper], str]:
    r"""The function that prints a paper by a template: replaces `{field}`, `\t` and `\n`.

    `{extra.NAME}` is another BibTeX field; it is empty if the paper does not have it.

    Raises Usage for an unknown field or an unbalanced brace.
    """
    parts: list[str | Callable[[Paper], str]] = []
    at = 0
    for match in _PIECE.finditer(text):
        parts.append(text[at : match.start()])
        at = match.end()
        piece = match.group()
        if piece in ("{{", "}}"):
            parts.append(piece[0])
        elif match[2]:
            parts.append({"t": "\t", "n": "\n", "\\": "\\"}[match[2]])
        elif match[1] in TEMPLATE_FIELDS:
            parts.append(TEMPLATE_FIELDS[match[1]])
        elif match[1] and match[1].startswith(_EXTRA) and match[1] != _EXTRA:
            parts.append(partial(_extra, match[1].removeprefix(_EXTRA).lower()))
        else:
            known = ", ".join(TEMPLATE_FIELDS)
            raise Usage(
                f"--format: {piece!r} is not a field",
                f"fields: {known}; {{{_EXTRA}NAME}} is any other BibTeX field; {{{{ is a brace",
            )
    parts.append(text[at:])
    return lambda paper: "".join(p if isinstance(p, str) else p(paper) for p in parts)
