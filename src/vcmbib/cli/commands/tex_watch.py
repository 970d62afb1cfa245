"""`vcmbib tex --watch`: the `.bib` is made again whenever the document or the library changes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime

import typer

from vcmbib.cli import output, text_files
from vcmbib.cli.commands.tex_build import Made, Wish, files_of, make, must_not_lose
from vcmbib.cli.context import App, expand_home
from vcmbib.errors import LibraryLocked, VcmbibError

_PAUSE = 0.5  # seconds between two looks
_PATIENCE = 6  # looks for which a file may be gone or empty while an editor saves it

Stamps = dict[str, tuple[int, int] | None]


def keep_fresh(app: App, wish: Wish) -> None:
    """Until interrupted, which is status 130."""
    try:
        _watch(app, wish)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _stamps(names: Iterable[str]) -> Stamps:
    """When each file was last changed, and its size; None for one that is not there."""
    found: Stamps = {}
    for name in names:
        try:
            stat = expand_home(name).stat()
            found[name] = (stat.st_mtime_ns, stat.st_size)
        except OSError:
            found[name] = None
    return found


def _half_saved(now: Stamps, done: Stamps) -> bool:
    """Whether a file that had a text is gone or empty."""
    return any(
        stamp is not None and stamp[1] and (now[name] is None or not (now[name] or (0, 0))[1])
        for name, stamp in done.items()
    )


def _watch(app: App, wish: Wish) -> None:
    names: set[str] = {*wish.documents, str(app.path), wish.out or ""}
    done: Stamps = {}
    before: Stamps = {}
    waited = 0
    last = ""
    while True:
        now = _stamps(names)
        if now == done or (done and now != before):
            before = now  # nothing new, or still being written: look again
            time.sleep(_PAUSE)
            continue
        if done and _half_saved(now, done) and waited < _PATIENCE:
            waited += 1
            time.sleep(_PAUSE)
            continue
        waited = 0
        read = files_of()
        try:
            told = _refresh(make(app, wish, read), wish)
        except LibraryLocked:
            time.sleep(_PAUSE)
            continue
        except VcmbibError as error:
            told = f"{error.message}; {error.hint}" if error.hint else error.message
        names |= set(read.asked)
        # What was read is as it was looked at; only what this has written itself counts as new.
        done = {**_stamps(names), **{n: s for n, s in now.items() if n != wish.out}}
        before = done
        if told != last or "written" in told:
            output.message(f"{datetime.now().astimezone():%H:%M:%S} {told}")
        last = told


def _refresh(made: Made, wish: Wish) -> str:
    must_not_lose(made, wish)
    changes = made.before != made.text
    if changes and wish.out is not None:
        text_files.write_text(wish.out, made.text)
    missing = [m.name for m in made.report.missing]
    told = f"{wish.out}: {'written' if changes else 'unchanged'}, {len(made.papers)} entries"
    if missing:
        told += f", missing: {', '.join(missing[:5])}{', …' if len(missing) > 5 else ''}"
    return told
