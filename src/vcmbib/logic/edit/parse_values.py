"""Parse values that a person types: year, month, venue, people, identifiers, words, categories.

Each function returns the value, or raises an error with the expected form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from vcmbib.errors import BadIdentifier, BadValue, NoSuchThing
from vcmbib.model.fields import MONTH, YEAR
from vcmbib.model.identifiers import Identifier, Scheme, parse_identifier
from vcmbib.model.names import Name, parse_authors, parse_name
from vcmbib.model.paper import ENTRY_TYPES, Category
from vcmbib.model.text import fold, tidy, with_line_feeds
from vcmbib.model.venues.lookup import find_venue, read_venue_cell
from vcmbib.model.venues.venue import Venue, VenueKind

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_TYPE = re.compile(r"[a-z][a-z0-9_-]*")
_JOINTS = re.compile(r"(?i)^\s*(?:[,;&]|and\b)\s*|\s*(?:[,;&]|\band)\s*$")


def clean_text(text: str) -> str:
    """Return the text without control characters, blank edges and blanks at line ends."""
    lines = with_line_feeds(text).split("\n")
    return "\n".join(_CONTROL.sub("", line).rstrip() for line in lines).strip()


def read_year(text: str) -> int:
    """Return the year in `text`, 1000 to 2100. Raises BadValue."""
    year = tidy(text)
    if re.fullmatch(r"[0-9]{4}", year) is None or not YEAR.low <= int(year) <= YEAR.high:
        raise BadValue("year", year, f"a year from {YEAR.low} to {YEAR.high}")
    return int(year)


def read_month(text: str) -> int:
    """Return the month in `text`: a number or an English name of at least three letters.

    Raises BadValue.
    """
    month = tidy(text).lower().rstrip(".")
    if re.fullmatch(r"[0-9]{1,2}", month) and MONTH.low <= int(month) <= MONTH.high:
        return int(month)
    month = "sep" if month == "sept" else month
    for number, name in enumerate(_MONTHS, 1):
        if len(month) >= 3 and name.startswith(month):
            return number
    raise BadValue("month", month, "1 to 12, or the name of a month")


def read_venue(text: str) -> Venue | None:
    """Return the venue with this acronym, name or other spelling; None for an empty text.

    An unknown venue is kept as written. Raises BadValue for a known venue with a year or an
    honour after it: these have fields of their own and would be lost.
    """
    name = tidy(text)
    if not name:
        return None
    cell = read_venue_cell(name)
    venue = find_venue(name) or (cell.venue if cell.known else None)
    if venue is None:
        kind = VenueKind.OTHER if cell.venue is None else cell.venue.kind
        return Venue(None, name, kind)
    spellings = (venue.acronym or "", venue.name, *venue.names)
    if fold(name) not in {fold(s) for s in spellings} and (cell.year or cell.honour):
        rest = " and ".join(
            f"{field} {value}"
            for field, value in (("year", cell.year), ("honour", cell.honour))
            if value
        )
        alone = venue.acronym or venue.name
        raise BadValue("venue", name, f"only the venue, {alone!r}; set {rest} in its field")
    return venue


def read_type(text: str) -> str:
    """Return the entry type in `text`, any word, in lower case. Raises BadValue."""
    entry_type = tidy(text).lstrip("@").lower()
    if _TYPE.fullmatch(entry_type) is None:
        raise BadValue("type", entry_type, f"one word, such as {', '.join(ENTRY_TYPES[:3])}")
    return entry_type


def read_people(text: str) -> tuple[tuple[Name, ...], bool]:
    """Return the people in `text`, and whether it ends with "and others".

    A name in braces is a group: `{JPEG AI Team}`.
    """
    names: list[Name] = []
    others = False
    for piece in re.split(r"(\{[^{}]*\})", tidy(text)):
        if piece.startswith("{") and piece.endswith("}"):
            group = tidy(piece[1:-1])
            names += [Name(group, literal=True)] if group else []
            continue
        authors = parse_authors(_JOINTS.sub("", piece))
        names += authors.names
        others = others or authors.others
    return tuple(names), others


def read_person(line: str) -> Name:
    """Return one person, or a group in braces. Raises BadValue for a text without a name."""
    text = tidy(line)
    group = re.fullmatch(r"\{(.*)\}", text)
    name = Name(tidy(group[1]), literal=True) if group else parse_name(text)
    if not name.family:
        raise BadValue("name", text, "'Given Family', 'Family, Given' or '{A group}'")
    return name


def read_identifier(scheme: Scheme, text: str) -> Identifier:
    """Return the identifier of this scheme in `text`.

    Raises BadValue for an identifier of another scheme, BadIdentifier for any other text.
    """
    value = tidy(text)
    for candidate in (value, f"{scheme.value}:{value}"):
        identifier = parse_identifier(candidate)
        if identifier is not None and identifier.scheme is scheme:
            return identifier
    other = parse_identifier(value)
    if other is not None:
        raise BadValue(scheme.value, value, f"an identifier of {scheme.value}; this one is {other}")
    raise BadIdentifier(value, scheme.value)


def read_any_identifier(text: str) -> Identifier:
    """Return the identifier in `text`, of any scheme. Raises BadIdentifier."""
    identifier = parse_identifier(text)
    if identifier is None:
        raise BadIdentifier(text)
    return identifier


def read_word(noun: str, text: str, in_use: Mapping[str, str]) -> str:
    """Return a tag or topic in the spelling that is in use.

    `in_use` leads from the casefolded word to its spelling. Raises BadValue for an empty word or
    a word with a comma; `noun` (`tag`, `topic`) is for the message.
    """
    word = tidy(text)
    if not word or "," in word:
        raise BadValue(noun, word, f"a {noun} without commas; repeat the option for several")
    return in_use.get(word.casefold(), word)


def unite_words(words: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """Return the words of both, each in its first spelling. Letter case does not count."""
    found: dict[str, str] = {}
    for word in (*words, *more):
        found.setdefault(word.casefold(), word)
    return tuple(found.values())


def split_words(text: str) -> list[str]:
    """Return the parts of `text` between commas, without empty ones."""
    return [piece for piece in map(tidy, text.split(",")) if piece]


def find_category(name: str, categories: Sequence[Category]) -> str:
    """Return the slug of the category with this slug or title.

    Raises NoSuchThing if there is none, or if several categories have this title.
    """
    wanted = tidy(name)
    slugs = [c.slug for c in categories]
    if wanted in slugs:
        return wanted
    found = [c.slug for c in categories if fold(wanted) in (fold(c.title), fold(c.slug))]
    if len(found) == 1:
        return found[0]
    raise NoSuchThing("category", wanted, found or get_close_matches(fold(wanted), slugs))


def is_category(name: str, categories: Sequence[Category]) -> bool:
    """Whether one category has this slug or title."""
    try:
        find_category(name, categories)
    except NoSuchThing:
        return False
    return True
