"""`vcmbib add`: add papers by identifier (from a catalogue) or by hand (from options)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import options, output
from vcmbib.cli.confirm_duplicate import ask_if_same_work, check_can_ask
from vcmbib.cli.context import App
from vcmbib.errors import (
    AmbiguousKey,
    BadArxivId,
    BadIdentifier,
    BadValue,
    ImportIncomplete,
    NoCatalogue,
    NoSuchPaper,
    NoSuchThing,
    Usage,
    VcmbibError,
)
from vcmbib.logic.edit.parse_values import read_month, read_venue, read_year
from vcmbib.logic.importer.plan import OnDuplicate, plan_import
from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers, parse_identifier
from vcmbib.model.keys.citekey import is_valid_key
from vcmbib.model.names import parse_authors
from vcmbib.model.paper import Link, LinkKind, Place, Reading, Record, SourceKind
from vcmbib.model.plan import Ledger, Outcome, Plan
from vcmbib.model.text import fold, tidy

if TYPE_CHECKING:
    from vcmbib.store.library import Library

Text = str | None


def _text(flag: str, text: str) -> object:
    """An option that takes a text."""
    return typer.Option(flag, metavar="TEXT", help=text)


def run(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[IDENTIFIER]...",
            help="Identifiers or addresses: 2405.03500, a DOI, a URL; - reads standard input.",
        ),
    ] = None,
    arxiv: Annotated[
        list[str] | None,
        typer.Option(
            "--arxiv", metavar="ID", help="An arXiv id, with or without version; may be repeated."
        ),
    ] = None,
    title: Annotated[Text, _text("--title", "By hand: the title.")] = None,
    author: Annotated[
        list[str] | None,
        typer.Option(
            "--author",
            metavar="NAME",
            help="An author, or several joined by 'and'; may be repeated.",
        ),
    ] = None,
    year: Annotated[Text, _text("--year", "The year.")] = None,
    month: Annotated[Text, _text("--month", "The month: 1 to 12, or its name.")] = None,
    venue: Annotated[Text, _text("--venue", "Journal or conference: acronym or name.")] = None,
    entry_type: Annotated[
        Text, _text("--type", "The entry type; default: what the venue implies.")
    ] = None,
    volume: Annotated[Text, _text("--volume", "The volume.")] = None,
    number: Annotated[Text, _text("--number", "The number.")] = None,
    pages: Annotated[Text, _text("--pages", "The pages.")] = None,
    publisher: Annotated[Text, _text("--publisher", "The publisher.")] = None,
    abstract: Annotated[Text, _text("--abstract", "The abstract.")] = None,
    note: Annotated[Text, _text("--note", "A note.")] = None,
    model: Annotated[Text, _text("--model", "The name of the model or method.")] = None,
    doi: Annotated[Text, _text("--doi", "The DOI.")] = None,
    url: Annotated[Text, _text("--url", "The paper's address.")] = None,
    code: Annotated[Text, _text("--code", "The code's address.")] = None,
    key: Annotated[
        Text, _text("--key", "The citation key; default: made from author, year, title.")
    ] = None,
    topic: Annotated[
        list[str] | None, typer.Option("--topic", metavar="TOPIC", help="May be repeated.")
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag", metavar="TAG", help="May be repeated.", autocompletion=options.complete_tag
        ),
    ] = None,
    category: Annotated[
        list[str] | None,
        typer.Option(
            "--category",
            metavar="SLUG",
            help="May be repeated.",
            autocompletion=options.complete_category,
        ),
    ] = None,
    on_duplicate: Annotated[
        OnDuplicate, typer.Option("--on-duplicate", help="A work that is there already.")
    ] = OnDuplicate.FILL,
    offline: Annotated[
        bool, typer.Option("--offline", help="Use only answers kept on disk.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask again, whatever is on disk.")
    ] = False,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Add papers: by identifier (arXiv is asked for the rest) or by hand with --title and so on.

    A paper that is there already is filled with what it lacks, not doubled. The citation keys are
    printed, one a line.
    """  # fmt: skip
    app: App = context.obj
    given, malformed = _identifiers(what or [], arxiv or [])
    hand = {
        "year": year, "month": month, "venue": venue, "type": entry_type, "volume": volume,
        "number": number, "pages": pages, "publisher": publisher, "abstract": abstract,
        "note": note, "model": model, "doi": doi, "url": url, "code": code, "key": key,
    }  # fmt: skip
    extras = _Extras(tuple(tag or ()), tuple(topic or ()), tuple(category or ()))
    failures: list[VcmbibError] = []
    if title is not None:
        records = [_record_by_hand(title, author or [], hand, given, extras)]
    else:
        named = [f"--{n}" for n, v in hand.items() if v is not None and n != "key"]
        if author or named:
            raise Usage(
                "a paper by hand needs --title", "with an identifier, change it later: vcmbib edit"
            )
        if not given and not malformed:
            raise Usage("nothing to add", "give an identifier, an address, or --title")
        if key is not None and len(given) > 1:
            raise Usage("--key names one paper", "add the papers one by one")
        records, failures = _fetch(app, given, offline, refresh)
        failures += malformed
        records = [_with_extras(r, extras, key) for r in records]
    check_can_ask(on_duplicate)
    plan = _carry_out(app, records, extras, on_duplicate, dry_run) if records else Plan()
    _show(plan, failures, dry_run=dry_run, as_json=json)
    if failures:
        _raise_failures(failures, len(given) + len(malformed))


def _carry_out(
    app: App,
    records: list[Record],
    extras: _Extras,
    on_duplicate: OnDuplicate,
    dry_run: bool,
) -> Plan:
    """Plan the import of the records; apply the plan unless it is a dry run."""
    with app.plan_library(dry_run) as library:
        records = [replace(r, places=_places(library, extras.categories)) for r in records]
        reading = Reading(tuple(records))
        snapshot = library.snapshot_for(records)
        plan = plan_import([("add", reading)], snapshot, on_duplicate, confirm=ask_if_same_work)
        if not dry_run:
            app.apply(library, plan)
    return plan


@dataclass(frozen=True, slots=True)
class _Extras:
    """The values of --tag, --topic and --category."""

    tags: tuple[str, ...]
    topics: tuple[str, ...]
    categories: tuple[str, ...]


def _identifiers(what: list[str], arxiv: list[str]) -> tuple[list[Identifier], list[VcmbibError]]:
    """All identifiers of the command line, and an error for each `--arxiv` that is no arXiv id.

    Raises BadIdentifier for an argument that is no identifier.
    """
    malformed: list[VcmbibError] = []
    words: list[str] = []
    for text in what:
        words += output.read_input().split() if text == "-" else [text]
    found: dict[tuple[str, str, str | None], Identifier] = {}
    for text in arxiv:
        for piece in text.replace(",", " ").split():
            identifier = parse_identifier(piece) or parse_identifier(f"arxiv:{piece}")
            if identifier is None or identifier.scheme is not Scheme.ARXIV:
                malformed.append(BadArxivId(piece))
                continue
            found[*identifier.comparison_key, identifier.version] = identifier
    for text in words:
        identifier = parse_identifier(text)
        if identifier is None:
            raise BadIdentifier(text)
        found[*identifier.comparison_key, identifier.version] = identifier
    return list(found.values()), malformed


def _fetch(
    app: App, given: list[Identifier], offline: bool, refresh: bool
) -> tuple[list[Record], list[VcmbibError]]:
    """Fetch a record for each arXiv identifier; returns the records and the errors.

    Other identifiers have no catalogue: the key of the paper is printed if the library has it.
    """
    arxiv = [i for i in given if i.scheme is Scheme.ARXIV]
    others = [i for i in given if i.scheme is not Scheme.ARXIV]
    keys = _keys_in_library(app, others)
    failures: list[VcmbibError] = [NoCatalogue(str(i)) for i in others if i not in keys]
    for key in keys.values():
        output.out(key)
        output.message("there already")
    if not arxiv:
        return [], failures
    fetched = app.source("arxiv", offline=offline, refresh=refresh).fetch(arxiv)
    return list(fetched.records), [*(e for _, e in fetched.failures), *failures]


def _keys_in_library(app: App, identifiers: list[Identifier]) -> dict[Identifier, str]:
    """The keys of the papers that have these identifiers, by identifier."""
    found: dict[Identifier, str] = {}
    if identifiers and app.path.exists():
        with app.read_library() as library:
            for identifier in identifiers:
                with suppress(NoSuchPaper, AmbiguousKey):
                    found[identifier] = library.paper(str(identifier)).key
    return found


def _record_by_hand(
    title: str,
    authors: list[str],
    hand: dict[str, str | None],
    given: list[Identifier],
    extras: _Extras,
) -> Record:
    """The record that the options describe. Raises BadValue or BadIdentifier."""
    title = tidy(title)
    if not title:
        raise BadValue("title", title, "some text")
    names = parse_authors(" and ".join(authors))
    values = {k: tidy(v) or None for k, v in hand.items() if v is not None}
    if values.get("key") and not is_valid_key(values["key"] or ""):
        raise BadValue("key", values["key"] or "", "letters, digits and -_.:+/ without blanks")
    identifiers = list(given)
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
        tags=_words(extras.tags),
        topics=_words(extras.topics),
    )


def _words(given: tuple[str, ...]) -> tuple[str, ...]:
    """The words, tidied; empty ones are left out."""
    return tuple(w for w in (tidy(t) for t in given) if w)


def _doi(text: str) -> Identifier:
    """The identifier of --doi: a DOI or an arXiv id. Raises BadIdentifier."""
    identifier = parse_identifier(text)
    if identifier is None or identifier.scheme not in (Scheme.DOI, Scheme.ARXIV):
        raise BadIdentifier(text, "DOI")
    return identifier


def _with_extras(record: Record, extras: _Extras, key: str | None) -> Record:
    """The record with --key, --tag and --topic. Raises BadValue for a wrong key."""
    if key is not None and not is_valid_key(key):
        raise BadValue("key", key, "letters, digits and -_.:+/ without blanks")
    return replace(
        record,
        key=key or record.key,
        tags=(*record.tags, *_words(extras.tags)),
        topics=(*record.topics, *_words(extras.topics)),
    )


def _places(library: Library, named: tuple[str, ...]) -> tuple[Place, ...]:
    """The places of categories, named by slug or title. Raises NoSuchThing for an unknown one."""
    from difflib import get_close_matches

    categories = {c.slug: c for c in library.categories()}
    by_title = {fold(c.title): c.slug for c in categories.values()}
    places = []
    for name in named:
        slug = name if name in categories else by_title.get(fold(name))
        if slug is None:
            raise NoSuchThing("category", name, get_close_matches(name, categories))
        path: list[str] = []
        current: str | None = slug
        while current is not None:
            path.append(categories[current].title)
            current = categories[current].parent
        places.append(Place(tuple(reversed(path))))
    return tuple(places)


def _show(plan: Plan, failures: list[VcmbibError], *, dry_run: bool, as_json: bool) -> None:
    ledger: Ledger = plan.ledger
    if as_json:
        from vcmbib.cli.commands.import_report import record_object

        output.out_json(
            {
                "vcmbib": 1,
                "dry_run": dry_run,
                "rows": [
                    {
                        "outcome": e.outcome.value,
                        "key": e.key,
                        "reason": e.reason,
                        "record": None if e.record is None else record_object(e.record),
                    }
                    for e in ledger.entries
                ],
                "failures": [{"code": f.code, "message": f.message} for f in failures],
            }
        )
        return
    for entry in ledger.entries:
        if entry.outcome is Outcome.SKIPPED:
            output.message(f"skipped: {entry.reason}")
            continue
        output.out(entry.key or "")
        words = {"added": "would be added" if dry_run else "added", "same": "there already"}
        word = words.get(entry.outcome.value, entry.outcome.value)
        title = entry.record.title if entry.record else ""
        output.message(f"{word}: {title}" + (f" ({entry.reason})" if entry.reason else ""))


def _raise_failures(failures: list[VcmbibError], total: int) -> None:
    """Raise the only error; of several, print each and raise one with the highest exit status."""
    if len(failures) == 1 and total == 1:
        raise failures[0]
    for failure in dict.fromkeys(failures):
        output.show_error(failure)
    error = ImportIncomplete(f"{len(failures)} of {total} could not be added")
    error.status = max(f.status for f in failures)  # type: ignore[misc]
    raise error
