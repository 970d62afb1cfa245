"""`vcmbib export --update`: update the entries of a `.bib` that users edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vcmbib.cli import output, text_files
from vcmbib.cli.context import expand_home
from vcmbib.cli.file_output import output_files, written_files
from vcmbib.cli.latex_warnings import warn_of_commands
from vcmbib.errors import NoSuchFile, WouldChange, WouldLoseEntries, shell_path

if TYPE_CHECKING:
    from vcmbib.cli.file_output.lost_text import LostText
    from vcmbib.formats.bibtex import Style
    from vcmbib.formats.bibtex.writer.update import UpdatedFile
    from vcmbib.store.library import Library


@dataclass(frozen=True, slots=True)
class UpdateOptions:
    """The options of `export --update`.

    chosen: ids of the papers that the file gets if it lacks them; None for no paper.
    only_chosen: whether only their entries are updated, and not all that are in the file.
    """

    file: str
    chosen: Sequence[int] | None
    only_chosen: bool
    check: bool
    dry_run: bool
    force: bool = False


def update_file(library: Library, settings: UpdateOptions, style: Style) -> None:
    """Update the file and report what was done.

    Fields that the library never had stay in their entries. Raises NoSuchFile if the file does not
    exist, WouldChange for --check, WouldLoseEntries for comments within a changed entry.
    """
    name = settings.file
    if not expand_home(name).exists():
        raise NoSuchFile(name, hint=f"to write a new file: vcmbib export -o {shell_path(name)}")
    decoded = text_files.read_decoded(name)
    old = output_files.current_bytes(name) or b""
    done, remarks = _updated(library, settings, style, decoded.text)
    changes = done.text != decoded.text
    warn_of_commands(done.text)
    if settings.check:
        if changes:
            raise WouldChange(name, _counts(done))
        output.message(f"up to date: {name}")
        return
    replaced = _replaced(old, done, library, settings) if changes else []
    if changes and not settings.dry_run:
        file = text_files.OutputFile(name, done.text, "bibtex")
        output_files.write_updated(file, old, library.path)
        if decoded.note:
            output.message(f"{name}: written as UTF-8")
    state = "unchanged" if not changes else "would change" if settings.dry_run else "written"
    output.message(f"{name}: {state}, {_counts(done)}")
    for word, keys in (("changed", done.changed), ("added", done.added)):
        for key in keys[:_MOST_NAMED]:
            output.message_row((word, key))
        if len(keys) > _MOST_NAMED:
            output.message_row((word, f"and {len(keys) - _MOST_NAMED} more"))
    for remark in (*done.remarks, *remarks):
        output.message(remark)
    for text in replaced:
        output.message_row(("replaced", str(text)))


_MOST_NAMED = 50


def _updated(
    library: Library, settings: UpdateOptions, style: Style, old: str
) -> tuple[UpdatedFile, list[str]]:
    """The updated file, and remarks on the fields that the library never had and that stay."""
    from vcmbib.cli.file_output.lost_text import unknown_fields
    from vcmbib.formats.bibtex.writer.update import update

    chosen = {p.key for p in library.outlines(settings.chosen or ())}
    only = chosen if settings.only_chosen else None
    papers = list(library.all_papers())
    done = update(old, papers, style, only=only, add=chosen)
    dropped = [
        (key, name, value)
        for key, name, value in done.dropped
        if name not in style.omit and (style.fields is None or name in style.fields)
    ]
    kept = unknown_fields(dropped, papers, library)
    if kept:
        papers = [replace(p, extra=(*p.extra, *kept.get(p.key, ()))) for p in papers]
        done = update(old, papers, style, only=only, add=chosen)
    return done, [
        f"{key}: {', '.join(name for name, _ in fields)}: not in the library, kept"
        for key, fields in kept.items()
    ]


def _replaced(
    old: bytes, done: UpdatedFile, library: Library, settings: UpdateOptions
) -> list[LostText]:
    """The replaced values that the library never had.

    Raises WouldLoseEntries for other text that would be lost.
    """
    from vcmbib.cli.file_output.lost_text import lost_in_update

    if written_files.is_own(old):
        return []
    lost = lost_in_update(text_files.OutputFile(settings.file, done.text, "bibtex"), old, library)
    other = [str(text) for text in lost if not text.field]
    if other and not settings.force:
        raise WouldLoseEntries(settings.file, other)
    return [text for text in lost if text.field]


def _counts(done: UpdatedFile) -> str:
    """The numbers of entries: changed, added, left as they are."""
    parts = [
        f"{len(done.changed)} changed",
        f"{len(done.added)} added",
        f"{len(done.same)} unchanged",
    ]
    if done.others:
        parts.append(f"{len(done.others)} not in the query")
    if done.foreign:
        parts.append(f"{len(done.foreign)} not in the library")
    return ", ".join(parts)
