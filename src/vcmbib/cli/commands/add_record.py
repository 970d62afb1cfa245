"""The record of a paper that is added by hand, and the options that apply to each paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vcmbib.cli.commands.add_lookup import PaperRequest
from vcmbib.errors import BadIdentifier, BadValue
from vcmbib.logic.edit.parse_values import read_month, read_venue, read_year
from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers, parse_identifier
from vcmbib.model.keys.citekey import is_valid_key
from vcmbib.model.names import parse_authors
from vcmbib.model.paper import Link, LinkKind, Record, SourceKind
from vcmbib.model.text import tidy


@dataclass(frozen=True, slots=True)
class AddExtras:
    """The values of --tag, --topic, --category and --key."""

    tags: tuple[str, ...]
    topics: tuple[str, ...]
    categories: tuple[str, ...]
    key: str

    @property
    def is_set(self) -> bool:
        """Whether one of the options is given."""
        return bool(self.tags or self.topics or self.categories or self.key)


def record_by_hand(
    title: str,
    authors: Sequence[str],
    hand: Mapping[str, str | None],
    requests: Sequence[PaperRequest],
    extras: AddExtras,
) -> Record:
    """The record that the options describe. Raises BadValue or BadIdentifier."""
    title = tidy(title)
    if not title:
        raise BadValue("title", title, "some text")
    names = parse_authors(" and ".join(authors))
    values = {k: tidy(v) or None for k, v in hand.items() if v is not None}
    if values.get("key") and not is_valid_key(values["key"] or ""):
        raise BadValue("key", values["key"] or "", "letters, digits and -_.:+/ but no blanks")
    identifiers = _identifiers(requests)
    if values.get("doi"):
        identifiers.append(_doi(values["doi"] or ""))
    links: list[Link] = []
    for name, kind in (("url", LinkKind.PAPER), ("code", LinkKind.CODE)):
        address = values.get(name)
        if address:
            links.append(Link(kind, address))
            if kind is LinkKind.PAPER:
                identifiers += find_identifiers(address)
    return Record(
        source=SourceKind.PERSON,
        origin="add",
        key=values.get("key") or "",
        entry_type=(values.get("type") or "").lower(),
        title=title,
        authors=names.names,
        authors_complete=bool(names.names) and not names.others,
        year=read_year(values["year"] or "") if values.get("year") else None,
        month=read_month(values["month"] or "") if values.get("month") else None,
        venue=read_venue(values["venue"] or "") if values.get("venue") else None,
        volume=values.get("volume"),
        number=values.get("number"),
        pages=values.get("pages"),
        publisher=values.get("publisher"),
        abstract=values.get("abstract"),
        notes=(note,) if (note := values.get("note")) else (),
        model=values.get("model"),
        identifiers=tuple({i.comparison_key: i for i in identifiers}.values()),
        links=tuple(links),
        tags=extras.tags,
        topics=extras.topics,
    )


def _identifiers(requests: Sequence[PaperRequest]) -> list[Identifier]:
    """The identifiers of a paper by hand. Raises BadIdentifier."""
    found = []
    for request in requests:
        if request.identifier is None:
            raise BadIdentifier(request.text)
        found.append(request.identifier)
    return found


def _doi(text: str) -> Identifier:
    """The identifier of --doi: a DOI or an arXiv id. Raises BadIdentifier."""
    identifier = parse_identifier(text)
    if identifier is None or identifier.scheme not in (Scheme.DOI, Scheme.ARXIV):
        raise BadIdentifier(text, "DOI")
    return identifier


def with_extras(record: Record, extras: AddExtras) -> Record:
    """The record with --key, --tag and --topic. Raises BadValue for a wrong key."""
    if extras.key and not is_valid_key(extras.key):
        raise BadValue("key", extras.key, "letters, digits and -_.:+/ but no blanks")
    return replace(
        record,
        key=extras.key or record.key,
        tags=(*record.tags, *extras.tags),
        topics=(*record.topics, *extras.topics),
    )
