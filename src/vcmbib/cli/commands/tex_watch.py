"""`vcmbib tex --watch`: write the `.bib` again when the document or the library changes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import typer

from vcmbib.cli import output
from vcmbib.cli.commands.tex_build import (
    DocumentFiles,
    TexOptions,
    TexResult,
    build_bib,
    output_file,
)
from vcmbib.cli.context import App, expand_home
from vcmbib.cli.display.plurals import counted
from vcmbib.cli.file_output.output_files import write_files
from vcmbib.cli.stop_signals import StopSignal
from vcmbib.errors import LibraryLocked, VcmbibError

_PAUSE = 0.5  # seconds between two checks
_PATIENCE = 6  # checks: so long a file may be missing or empty while an editor saves it

Stamps = dict[str, tuple[int, int] | None]


def watch_documents(app: App, settings: TexOptions) -> None:
    """Keep the `.bib` up to date until Ctrl-C, which exits with status 130."""
    try:
        _watch(app, settings)
    except StopSignal:
        raise
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _stamps(names: Iterable[str]) -> Stamps:
    """(time of the last change in ns, size in bytes) of each file; None if it is missing."""
    found: Stamps = {}
    for name in names:
        try:
            stat = expand_home(name).stat()
            found[name] = (stat.st_mtime_ns, stat.st_size)
        except OSError:
            found[name] = None
    return found


def _half_saved(now: Stamps, done: Stamps) -> bool:
    """Whether a file that had a text is now missing or empty."""
    return any(
        stamp is not None and stamp[1] and (now[name] is None or not (now[name] or (0, 0))[1])
        for name, stamp in done.items()
    )


def _watch(app: App, settings: TexOptions) -> None:
    """Build and write the .bib whenever a file that it depends on has changed."""
    names: set[str] = {*settings.documents, str(app.path), settings.out or ""}
    done: Stamps = {}
    before: Stamps = {}
    waited = 0
    last = ""
    while True:
        now = _stamps(names)
        if now == done or (done and now != before):
            before = now  # no change, or a file is still being written: check again
            time.sleep(_PAUSE)
            continue
        if done and _half_saved(now, done) and waited < _PATIENCE:
            waited += 1
            time.sleep(_PAUSE)
            continue
        waited = 0
        read = DocumentFiles(settings.documents)
        try:
            state = _refresh(build_bib(app, settings, read), settings, app.path)
        except LibraryLocked:
            time.sleep(_PAUSE)
            continue
        except VcmbibError as error:
            state = f"{error.message}; {error.hint}" if error.hint else error.message
        names |= set(read.asked)
        # `now` was taken before the files were read. Only the output file is newer: we wrote it.
        done = {**_stamps(names), **{n: s for n, s in now.items() if n != settings.out}}
        before = done
        if state != last or "written" in state:
            output.message(f"{datetime.now().astimezone():%H:%M:%S} {state}")
        last = state


def _refresh(result: TexResult, settings: TexOptions, library: Path) -> str:
    """Write the .bib if it changed; returns a message on its state. Raises WouldLoseEntries."""
    file = output_file(result, settings.out or "")
    changes = write_files([file], library, force=settings.force)
    missing = [m.name for m in result.report.missing]
    entries = counted(len(result.papers), "entry")
    state = f"{settings.out}: {'written' if changes else 'unchanged'}, {entries}"
    if missing:
        state += f", missing: {', '.join(missing[:5])}{', …' if len(missing) > 5 else ''}"
    return state
