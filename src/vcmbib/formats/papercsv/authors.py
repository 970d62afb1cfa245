"""People in one cell, in the ways in which databases put them there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vcmbib.model.names import Authors, Name, parse_authors, parse_name
from vcmbib.model.text import tidy

_NUMBER = re.compile(r"\s*\((?:\d{5,}|[A-Z]-\d{4}-\d{4}|\d{4}-\d{4}-\d{4}-\d{3}[\dX])\)")
# `Smith J.`, `van der Berg A.B.`, `Li X-Y`: a family name and initials, without a comma.
_INITIALS = re.compile(r"(.*[^\W\d_]{2}.*?) ((?:[A-ZÀ-Þ]\.?[ -]?){1,4})")
_LONGEST_NAME = 300  # characters
_SUFFIX = re.compile(r"(?i)(?:jr|sr|ii|iii|iv)\.?")
_ET_AL = re.compile(r"(?i)(?:et al\.?|others|\.\.\.|…)")


def _with_initials(text: str) -> re.Match[str] | None:
    """The family name and the initials of `Doe J`. A long text is no name."""
    return _INITIALS.fullmatch(text) if len(text) <= _LONGEST_NAME else None


def read_people(cell: str) -> Authors:
    """The people in a cell, divided by `;`, `|`, lines, ` and ` or commas.

    The numbers that Scopus and Web of Science add to a name are removed. Braces mark a group.
    """
    text = _NUMBER.sub("", cell.strip())
    if re.fullmatch(r"\{[^{}]*\}", text):
        return _people([text])
    outside_braces = r"(?![^{}]*\})" if "}" in text else ""
    for sign in (";", "|", "\n"):
        if sign in text:
            return _people(re.split(re.escape(sign) + outside_braces, text))
    if re.search(r"\sand\s", text) and not re.search(r",[^,]+,[^,]*\sand\s", text):
        return _people(re.split(r"\s+and\s+" + outside_braces, text))
    text = text.rstrip(", ")
    pieces = [p.strip() for p in text.split(",")]
    if len(pieces) > 1 and all(_with_initials(p) for p in pieces):
        if text.endswith(".") and text.count(".") == 1:  # the end of PubMed's list
            pieces[-1] = pieces[-1].rstrip(".")
        return _people(pieces)
    lone = len(pieces) == 2 and (" " not in pieces[0] or " " not in pieces[1])
    suffixed = len(pieces) == 3 and _SUFFIX.fullmatch(pieces[1]) is not None
    if len(pieces) == 1 or lone or suffixed:
        return _people([text])
    return parse_authors(text)


def _people(pieces: Iterable[str]) -> Authors:
    parts = [p for p in (tidy(piece) for piece in pieces) if p.strip(" ,.")]
    more = bool(parts) and _ET_AL.fullmatch(parts[-1]) is not None
    parts = parts[:-1] if more else parts
    short = len(parts) > 0 and all(_with_initials(p) for p in parts if not p.startswith("{"))
    return Authors(tuple(_person(p, short=short) for p in parts), more)


def _person(text: str, *, short: bool) -> Name:
    if text.startswith("{") and text.endswith("}"):
        return Name(tidy(text[1:-1]), literal=True)
    match = _with_initials(text) if short and "," not in text else None
    return parse_name(f"{match[1]}, {match[2]}") if match else parse_name(text)


def write_people(people: Iterable[Name]) -> str:
    """People as `read_people` takes them: inverted, between semicolons, groups in braces."""
    written = [_written(p) for p in people]
    if len(written) != 1:
        return "; ".join(written)
    # One name of four words or more could be two: `García Márquez, Gabriel José`.
    (one,) = written
    several = ("," in one and one.count(" ") > 2) or _DIVIDES.search(one) is not None
    return f"{one};" if several and not one.startswith("{") else one


_DIVIDES = re.compile(r"(?i)[;|\n{}()…]|\.\.\.|\band\b|\bothers\b|\bet al\b")


def _written(person: Name) -> str:
    """One person. Braces keep a name together that would be read as several people or as none."""
    if person.literal or (not person.given and " " in person.last):
        return _in_braces(person.last)
    text = person.inverted
    odd = _DIVIDES.search(text) is not None or "," in person.last + person.given
    if odd and read_people(f"{text};").names != (person,):
        return _in_braces(person.natural)
    return text


def _in_braces(text: str) -> str:
    return "{" + re.sub(r"[{}]", "", text) + "}"
