"""Values as a person writes them: a year, a month, a venue, people, identifiers, words, categories.

Each reader returns the value or raises an error that says what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from vcmbib.errors import BadIdentifier, BadValue, NoSuchThing
from vcmbib.model.identifiers import Identifier, Scheme, parse_identifier
from vcmbib.model.names import Name, parse_authors, parse_name
from vcmbib.model.paper import ENTRY_TYPES, Category
from vcmbib.model.text import fold, tidy
from vcmbib.model.venues.lookup import find_venue, read_venue_cell
from vcmbib.model.venues.venue import Venue, VenueKind

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_TYPE = re.compile(r"[a-z][a-z0-9_-]*")
_JOINTS = re.compile(r"(?i)^\s*(?:[,;&]|and\b)\s*|\s*(?:[,;&]|\band)\s*$")


def clean_text(text: str) -> str:
    """`text` of several lines without control characters, blank edges and blanks at line ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_CONTROL.sub("", line).rstrip() for line in lines).strip()


def read_year(text: str) -> int:
    """The year in `text`: 1000 to 2100, as the library holds it. Raises BadValue."""
    said = tidy(text)
    if re.fullmatch(r"[0-9]{4}", said) is None or not 1000 <= int(said) <= 2100:
        raise BadValue("year", said, "a year from 1000 to 2100")
    return int(said)


def read_month(text: str) -> int:
    """The month in `text`: a number or an English name, three letters at least. Raises BadValue."""
    said = tidy(text).lower().rstrip(".")
    if re.fullmatch(r"[0-9]{1,2}", said) and 1 <= int(said) <= 12:
        return int(said)
    said = "sep" if said == "sept" else said
    for number, name in enumerate(_MONTHS, 1):
        if len(said) >= 3 and name.startswith(said):
            return number
    raise BadValue("month", said, "1 to 12, or the name of a month")


def read_venue(text: str) -> Venue | None:
    """The venue that `text` names by acronym, name or another spelling; None for an empty text.

    An unknown one is kept as written. Raises BadValue when a known one comes with a year or an
    honour, which have fields of their own and would be lost.
    """
    said = tidy(text)
    if not said:
        return None
    claim = read_venue_cell(said)
    venue = find_venue(said) or (claim.venue if claim.known else None)
    if venue is None:
        kind = VenueKind.OTHER if claim.venue is None else claim.venue.kind
        return Venue(None, said, kind)
    spellings = (venue.acronym or "", venue.name, *venue.names)
    if fold(said) not in {fold(s) for s in spellings} and (claim.year or claim.honour):
        rest = " and ".join(
            f"{name} {value}"
            for name, value in (("year", claim.year), ("honour", claim.honour))
            if value
        )
        alone = venue.acronym or venue.name
        raise BadValue("venue", said, f"the venue alone, {alone!r}; set {rest} by itself")
    return venue


def read_type(text: str) -> str:
    """The entry type in `text`, in lower case; any word will do. Raises BadValue."""
    said = tidy(text).lstrip("@").lower()
    if _TYPE.fullmatch(said) is None:
        raise BadValue("type", said, f"one word, such as {', '.join(ENTRY_TYPES[:3])}")
    return said


def read_people(text: str) -> tuple[tuple[Name, ...], bool]:
    """The people in `text` and whether it says that there are more.

    Braces make a group: `{JPEG AI Team}`.
    """
    names: list[Name] = []
    others = False
    for piece in re.split(r"(\{[^{}]*\})", tidy(text)):
        if piece.startswith("{") and piece.endswith("}"):
            group = tidy(piece[1:-1])
            names += [Name(group, literal=True)] if group else []
            continue
        said = _JOINTS.sub("", piece)
        found = parse_authors(said)
        names += found.names
        others = others or found.others
    return tuple(names), others


def read_person(line: str) -> Name:
    """One person, or a group in braces. Raises BadValue for a text without a name."""
    said = tidy(line)
    grouped = re.fullmatch(r"\{(.*)\}", said)
    name = Name(tidy(grouped[1]), literal=True) if grouped else parse_name(said)
    if not name.family:
        raise BadValue("name", said, "'Given Family', 'Family, Given' or '{A group}'")
    return name


def read_identifier(scheme: Scheme, text: str) -> Identifier:
    """The identifier of this scheme in `text`. Raises BadIdentifier or BadValue."""
    said = tidy(text)
    for candidate in (said, f"{scheme.value}:{said}"):
        identifier = parse_identifier(candidate)
        if identifier is not None and identifier.scheme is scheme:
            return identifier
    other = parse_identifier(said)
    if other is not None:
        raise BadValue(scheme.value, said, f"a {scheme.value} identifier; this is {other}")
    raise BadIdentifier(said, scheme.value)


def any_identifier(text: str) -> Identifier:
    """The identifier that `text` is, of whatever scheme. Raises BadIdentifier."""
    identifier = parse_identifier(text)
    if identifier is None:
        raise BadIdentifier(text)
    return identifier


def read_word(noun: str, text: str, in_use: Mapping[str, str]) -> str:
    """A tag or topic in the spelling that is in use. Raises BadValue for none, or a comma in it."""
    word = tidy(text)
    if not word or "," in word:
        raise BadValue(noun, word, f"a {noun} without commas; give several one by one")
    return in_use.get(word.casefold(), word)


def united(have: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """The words of both, letter case aside, in the first spelling."""
    found: dict[str, str] = {}
    for word in (*have, *more):
        found.setdefault(word.casefold(), word)
    return tuple(found.values())


def split_words(text: str) -> list[str]:
    """The pieces between commas that are not empty."""
    return [piece for piece in map(tidy, text.split(",")) if piece]


def category_named(name: str, categories: Sequence[Category]) -> str:
    """The slug of the category with this slug or title. Raises NoSuchThing, also for a title that
    several have.
    """
    said = tidy(name)
    slugs = [c.slug for c in categories]
    if said in slugs:
        return said
    found = [c.slug for c in categories if fold(said) in (fold(c.title), fold(c.slug))]
    if len(found) == 1:
        return found[0]
    raise NoSuchThing("category", said, found or get_close_matches(fold(said), slugs))
