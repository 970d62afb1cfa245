"""Parts of a record that the answers of several services have in one form: names, dates, venues."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers, parse_identifier
from vcmbib.model.names import Name, parse_name
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind
from vcmbib.sources.jats_text import plain_text
from vcmbib.sources.json_values import JsonMap, JsonValue, as_map, as_maps, as_text

_SUFFIX = re.compile(r"(?i)(?:,\s*|\s+)((?:jr|sr)\.?|ii|iii|iv|2nd|3rd)$")
_RANGE = re.compile(r"([^\s‐‑‒–—−-]+)\s*[‐‑‒–—−-]+\s*([^\s‐‑‒–—−-]+)")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]{3,2000}", re.IGNORECASE)
_SENTENCE_DOT = re.compile(r"(?:[^\W\d_]{4,}|\d|[)\]])\.$")
_ABBREVIATED = frozenset("corp. dept. univ. assoc. intl.".split())


@dataclass(frozen=True, slots=True)
class WorkDate:
    """A date; the month and the day can be missing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """The whole date in the form of ISO 8601; "" if the day is missing."""
        if self.year is None or self.month is None or self.day is None:
            return ""
        return f"{self.year:04}-{self.month:02}-{self.day:02}"


def date_of_parts(value: JsonValue) -> WorkDate:
    """The date of `{"date-parts": [[2024, 5]]}`. Anything else gives no date."""
    lists = as_map(value).get("date-parts")
    parts = lists[0] if isinstance(lists, list) and lists else None
    return valid_date([as_text(part) for part in parts] if isinstance(parts, list) else [])


def date_of_text(text: str) -> WorkDate:
    """The date that an ISO 8601 text begins with; of a range, the first."""
    found = re.match(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?!\d)", text.strip(), re.ASCII)
    return valid_date([part or "" for part in found.groups()] if found else [])


def valid_date(parts: Iterable[str]) -> WorkDate:
    """The date of year, month and day, up to the first part that is not valid."""
    numbers: list[int] = []
    for part, (low, high) in zip(parts, ((1000, 2100), (1, 12), (1, 31)), strict=False):
        text = part.removesuffix(".0")
        if not (text.isdecimal() and len(text) <= 4 and low <= int(text) <= high):
            break
        numbers.append(int(text))
    return WorkDate(*numbers)


def person_of_parts(person: JsonMap) -> Name | None:
    """The name of a person or a group, as Crossref and CSL-JSON state it."""
    parts = {name: plain_text(as_text(value)) for name, value in person.items()}
    family, given = parts.get("family", ""), parts.get("given", "")
    suffix = parts.get("suffix", "")
    group = parts.get("name") or parts.get("literal", "")
    if not family:
        if group:
            return Name(group, literal=True)
        return Name(given) if given else None
    if not suffix and (found := _SUFFIX.search(family)):
        suffix, family = found[1], family[: found.start()]
    if not suffix and given and (found := _SUFFIX.search(given)) and "," in found[0]:
        suffix, given = found[1], given[: found.start()]
    particle = " ".join(
        filter(None, (parts.get("dropping-particle"), parts.get("non-dropping-particle")))
    )
    if not particle and given and family[:1].islower():  # `van der Maaten`
        parsed = parse_name(f"{family}, {given}")
        family, particle = parsed.family, parsed.particle
    return Name(family, given, particle, suffix)


def people_of_parts(value: JsonValue) -> tuple[Name, ...]:
    """The names in a list of people, each once."""
    found = (person_of_parts(person) for person in as_maps(value))
    return tuple(
        dict.fromkeys(n for n in found if n is not None and any(c.isalnum() for c in n.family))
    )


def title_of(title: str, subtitle: str) -> str:
    """Title and subtitle as one text, without a dot at the end of the sentence."""
    title, subtitle = plain_text(title), plain_text(subtitle)
    if subtitle and subtitle.casefold() not in title.casefold():
        joint = " " if title.endswith((":", "?", "!", "—", "–")) else ": "
        title = f"{title.rstrip('.') if title else ''}{joint if title else ''}{subtitle}"
    last_word = title.rpartition(" ")[2]
    ends_sentence = last_word.count(".") == 1 and _SENTENCE_DOT.search(last_word) is not None
    return title[:-1] if ends_sentence and last_word.lower() not in _ABBREVIATED else title


def pages_of(first: str, last: str = "") -> str | None:
    """Pages in the form of the library: a range has one hyphen, `12-19`."""
    text = plain_text(f"{first}-{last}" if first and last and first != last else first)
    return _RANGE.sub(r"\1-\2", text) if _RANGE.fullmatch(text) else text or None


def venue_named(title: str, kind: VenueKind) -> Venue | None:
    """The known venue of this title, or one as the source writes it; None without a title."""
    return find_venue(title) or Venue(None, title, kind) if title else None


def doi_of(text: str) -> Identifier | None:
    """The identifier in a DOI or its address. A DOI of arXiv gives the arXiv identifier."""
    found = parse_identifier(text) or parse_identifier(f"doi:{text}")
    return found if found is not None and found.scheme in (Scheme.DOI, Scheme.ARXIV) else None


def web_address(text: str) -> str:
    """The text if it is a web address, or ""."""
    return text if _WEB_ADDRESS.fullmatch(text) else ""


_OF_PUBLISHERS = frozenset(
    {Scheme.IEEE, Scheme.OPENREVIEW, Scheme.CVF, Scheme.ACL, Scheme.PMLR, Scheme.NEURIPS}
)


def identifiers_of_page(url: str) -> tuple[Identifier, ...]:
    """The identifiers of publishers in the address of a work's page, such as an IEEE number."""
    return tuple(i for i in find_identifiers(url) if i.scheme in _OF_PUBLISHERS)


def isbns_of(texts: Iterable[str]) -> tuple[Identifier, ...]:
    """The valid ISBNs in these texts, which can be addresses (`http://id.…/isbn/978…`)."""
    found = (parse_identifier(f"isbn:{text.rpartition('/')[2]}") for text in texts)
    return tuple(dict.fromkeys(i for i in found if i is not None and i.scheme is Scheme.ISBN))
