"""`vcmbib add`: add papers by identifier (from a catalogue) or by hand (from options)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

import typer

from vcmbib.cli import options, output
from vcmbib.cli.commands.add_lookup import LookupResult, PaperRequest, look_up, read_requests
from vcmbib.cli.commands.add_plan import carry_out
from vcmbib.cli.commands.add_record import AddExtras, record_by_hand, with_extras
from vcmbib.cli.confirm_duplicate import check_can_ask
from vcmbib.cli.context import App
from vcmbib.cli.display.plurals import counted, form
from vcmbib.errors import ImportIncomplete, Usage, VcmbibError, arguments
from vcmbib.logic.edit.parse_values import read_word
from vcmbib.logic.importer.plan import OnDuplicate
from vcmbib.model.paper import ENTRY_TYPES
from vcmbib.model.plan import Ledger, LedgerEntry, Outcome
from vcmbib.sources.route import route, service_names

Text = str | None


def _text(flag: str, text: str, complete: Callable[..., object] | None = None) -> object:
    """An option that takes a text, with its completion in the shell."""
    return typer.Option(flag, metavar="TEXT", help=text, autocompletion=complete)


def _complete_type(incomplete: str) -> list[str]:
    """The entry types."""
    return [name for name in ENTRY_TYPES if name.startswith(incomplete.lower())]


def run(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[IDENTIFIER]...",
            help="Identifiers: 2405.03500, a DOI, a URL. With -, read them from standard input.",
        ),
    ] = None,
    arxiv: Annotated[
        list[str] | None,
        typer.Option(
            "--arxiv",
            metavar="ID",
            help="An arXiv id, with or without version. Repeat for more papers.",
        ),
    ] = None,
    title: Annotated[Text, _text("--title", "The title of a paper that you add by hand.")] = None,
    author: Annotated[
        list[str] | None,
        typer.Option(
            "--author",
            metavar="NAME",
            help="An author, or several joined by 'and'. Repeat for more authors.",
        ),
    ] = None,
    year: Annotated[Text, _text("--year", "The year.")] = None,
    month: Annotated[Text, _text("--month", "The month: 1 to 12, or its name.")] = None,
    venue: Annotated[
        Text,
        _text("--venue", "The journal or conference: its acronym or name.", options.complete_venue),
    ] = None,
    entry_type: Annotated[
        Text,
        _text(
            "--type", "The entry type. Default: the type that the venue implies.", _complete_type
        ),
    ] = None,
    volume: Annotated[Text, _text("--volume", "The volume.")] = None,
    number: Annotated[Text, _text("--number", "The number.")] = None,
    pages: Annotated[Text, _text("--pages", "The pages.")] = None,
    publisher: Annotated[Text, _text("--publisher", "The publisher.")] = None,
    abstract: Annotated[Text, _text("--abstract", "The abstract.")] = None,
    note: Annotated[Text, _text("--note", "A public note, printed in references.")] = None,
    model: Annotated[Text, _text("--model", "The name of the model or method.")] = None,
    doi: Annotated[Text, _text("--doi", "The DOI.")] = None,
    url: Annotated[Text, _text("--url", "The URL of the paper.")] = None,
    code: Annotated[Text, _text("--code", "The URL of the code.")] = None,
    key: Annotated[
        Text, _text("--key", "The citation key. Default: made from author, year and title.")
    ] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic",
            metavar="TOPIC",
            help="What the data is, such as Image. Repeat for more.",
            autocompletion=options.complete_topic,
        ),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag",
            metavar="TAG",
            help="A label of your own. Repeat for more.",
            autocompletion=options.complete_tag,
        ),
    ] = None,
    category: Annotated[
        list[str] | None,
        typer.Option(
            "--category",
            metavar="SLUG",
            help="A section of the list. Repeat for more.",
            autocompletion=options.complete_category,
        ),
    ] = None,
    on_duplicate: Annotated[
        OnDuplicate,
        typer.Option("--on-duplicate", help="What to do with a paper that the library has."),
    ] = OnDuplicate.FILL,
    offline: Annotated[
        bool, typer.Option("--offline", help="Use only stored answers; send no request.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask the catalogue again; ignore stored answers.")
    ] = False,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Add papers by identifier, or by hand.

    An arXiv id is looked up at arXiv, a DOI at Crossref, DataCite and doi.org. By hand: --title and
    the other fields.

    The library answers for each paper that it has, in every scheme, and only the others are
    looked up; --refresh looks up all and fills what they lack. A paper by hand is compared with the
    library as in `import`, and similar papers are named. The citation keys are printed, one per
    line.
    """  # fmt: skip
    app: App = context.obj
    requests, malformed = read_requests(what or [], arxiv or [])
    hand = {
        "year": year, "month": month, "venue": venue, "type": entry_type, "volume": volume,
        "number": number, "pages": pages, "publisher": publisher, "abstract": abstract,
        "note": note, "model": model, "doi": doi, "url": url, "code": code, "key": key,
    }  # fmt: skip
    extras = AddExtras(
        tuple(read_word("tag", t, {}) for t in tag or ()),
        tuple(read_word("topic", t, {}) for t in topic or ()),
        tuple(category or ()),
        key or "",
    )
    check_can_ask(on_duplicate)
    if title is not None:
        if malformed:
            raise malformed[0]
        record = record_by_hand(title, author or [], hand, requests, extras)
        found = LookupResult(records=(record,))
    else:
        _check_no_hand(author or [], hand, requests, malformed)
        found = look_up(
            app, requests, in_library=on_duplicate is not OnDuplicate.ADD,
            offline=offline, refresh=refresh,
        )  # fmt: skip
        records = tuple(with_extras(r, extras) for r in found.records)
        found = replace(found, records=records, failures=(*found.failures, *malformed))
    ledger = carry_out(app, found, extras, on_duplicate, dry_run)
    _show(ledger, found, dry_run=dry_run, as_json=json)
    if found.failures:
        _raise_failures(found.failures, len(requests) + len(malformed))


def _check_no_hand(
    author: list[str],
    hand: Mapping[str, str | None],
    requests: list[PaperRequest],
    malformed: list[VcmbibError],
) -> None:
    """Raise Usage for options of a paper by hand, and without any request."""
    if author or any(v is not None for n, v in hand.items() if n != "key"):
        raise Usage(
            "a paper that is added by hand needs --title",
            "add --title; or add the paper by its identifier and change it then: vcmbib edit",
        )
    if not requests and not malformed:
        raise Usage("no paper is named", "name an identifier or a URL, or use --title")
    if hand["key"] is not None and len(requests) > 1:
        raise Usage("--key is for one paper", "add the papers one by one")


def _show(ledger: Ledger, found: LookupResult, *, dry_run: bool, as_json: bool) -> None:
    """Print the keys of the papers, and messages on them."""
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
                "failures": [{"code": f.code, "message": f.message} for f in found.failures],
            }
        )
        return
    for entry in ledger.entries:
        _show_entry(entry, dry_run=dry_run)
    skipped = {entry.key for entry in ledger.entries if entry.outcome is Outcome.SKIPPED}
    for hit in found.hits:
        if hit.can_be_filled and hit.papers[0].key not in skipped:
            command = f"vcmbib add --refresh {hit.request.name}"
            identifier = hit.request.identifier
            names = service_names(route(identifier)[:1]) if identifier is not None else ""
            words = f"lacks some fields; to complete it from {names}"
            output.hint(f"  {hit.papers[0].key} {words}: {command}")


def _show_entry(entry: LedgerEntry, *, dry_run: bool) -> None:
    """Print the key of a paper, and messages: its outcome, and similar papers of the library."""
    if entry.outcome in (Outcome.SKIPPED, Outcome.FAILED):
        output.message(f"{entry.outcome.value}: {entry.reason}")
        return
    output.out(entry.key or "")
    if entry.record is None:
        output.message(f"{entry.reason}: {entry.text}")
        return
    title = entry.record.title
    if entry.outcome is not Outcome.ADDED:
        word = "already in the library" if entry.outcome is Outcome.SAME else entry.outcome.value
        output.message(f"{word}: {title}" + (f" ({entry.reason})" if entry.reason else ""))
        return
    output.message(f"{'would be added' if dry_run else 'added'}: {title}")
    for warning in entry.warnings:
        output.hint(f"  {warning}")
    if entry.warnings and not dry_run:
        output.hint(f"  to compare and merge: vcmbib dedupe {arguments(entry.key or '')}")


def _raise_failures(failures: Sequence[VcmbibError], total: int) -> None:
    """Raise the only error; of several, print each and raise one with the highest exit status."""
    if len(failures) == 1 and total == 1:
        raise failures[0]
    for failure in dict.fromkeys(failures):
        output.show_error(failure)
    error = ImportIncomplete(
        f"{len(failures)} of {counted(total, 'paper')} "
        f"{form(len(failures), 'was', 'were')} not added"
    )
    error.status = max(f.status for f in failures)  # type: ignore[misc]
    raise error
