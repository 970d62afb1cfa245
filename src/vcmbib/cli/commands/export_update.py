"""`vcmbib export --update`: update the entries of a `.bib` that users edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vcmbib.cli import output, text_files
from vcmbib.cli.context import expand_home
from vcmbib.cli.latex_warnings import warn_of_commands
from vcmbib.errors import NoSuchFile, WouldChange, shell_path

if TYPE_CHECKING:
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


def update_file(library: Library, settings: UpdateOptions, style: Style) -> None:
    """Update the file and report what was done.

    Raises NoSuchFile if it does not exist, WouldChange for --check.
    """
    from vcmbib.formats.bibtex.writer.update import update

    name = settings.file
    if not expand_home(name).exists():
        raise NoSuchFile(name, hint=f"write a new one: vcmbib export -o {shell_path(name)}")
    decoded = text_files.read_decoded(name)
    chosen = {p.key for p in library.outlines(settings.chosen or ())}
    done = update(
        decoded.text,
        list(library.all_papers()),
        style,
        only=chosen if settings.only_chosen else None,
        add=chosen,
    )
    changes = done.text != decoded.text
    warn_of_commands(done.text)
    if settings.check:
        if changes:
            raise WouldChange(name, _counts(done))
        output.message(f"up to date: {name}")
        return
    if changes and not settings.dry_run:
        text_files.write_text(name, done.text)
        if decoded.note:
            output.message(f"{name}: written as UTF-8")
    state = "unchanged" if not changes else "would change" if settings.dry_run else "written"
    output.message(f"{name}: {state}, {_counts(done)}")
    for word, keys in (("changed", done.changed), ("added", done.added)):
        for key in keys[:_MOST_NAMED]:
            output.message_row((word, key))
        if len(keys) > _MOST_NAMED:
            output.message_row((word, f"and {len(keys) - _MOST_NAMED} more"))
    for remark in done.remarks:
        output.message(remark)


_MOST_NAMED = 50


def _counts(done: UpdatedFile) -> str:
    """The numbers of entries: changed, added, left as they are."""
    parts = [
        f"{len(done.changed)} changed",
        f"{len(done.added)} added",
        f"{len(done.same)} as they were",
    ]
    if done.others:
        parts.append(f"{len(done.others)} not chosen")
    if done.foreign:
        parts.append(f"{len(done.foreign)} not in the library")
    return ", ".join(parts)
