"""Write the files of a command (`-o FILE` and the like) without losing what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vcmbib.cli import text_files
from vcmbib.cli.context import expand_home
from vcmbib.cli.file_input.input_file import read_bytes
from vcmbib.cli.file_output import written_files
from vcmbib.cli.text_files import OutputFile
from vcmbib.errors import InputTooLarge, NoLibrary, NoSuchFile, WouldLoseEntries

if TYPE_CHECKING:
    from vcmbib.model.paper import Record
    from vcmbib.store.library import Library


def current_bytes(name: str) -> bytes | None:
    """The bytes of a file; None if it does not exist, cannot be read, or is no regular file."""
    path = expand_home(name)
    try:
        is_file = path.is_file() and not text_files.is_stream(name)
        return read_bytes(name, named=False) if is_file else None
    except (OSError, NoSuchFile, InputTooLarge):
        return None


def changed_files(files: Sequence[OutputFile]) -> list[OutputFile]:
    """The files that have another text than the new one, or do not exist."""
    return [f for f in files if current_bytes(f.name) != f.text.encode("utf-8", "surrogateescape")]


def check_targets(files: Sequence[OutputFile], *, in_folder: bool = False) -> None:
    """Raise CannotWrite for a folder, a library, or a link in a folder of the program."""
    for file in files:
        with text_files.name_in_errors(file.name):
            text_files.target_of(file.name, not in_folder)


def check_nothing_lost(
    files: Sequence[OutputFile], library: Path, coming: Sequence[Record] = ()
) -> None:
    """Raise WouldLoseEntries if a file contains entries or text that the library does not contain.

    A file that the program wrote, unchanged since, loses nothing that a command cannot write again.
    `coming` are records that the command imports.
    """
    from vcmbib.cli.file_output.lost_text import lost_text

    for file in files:
        old = current_bytes(file.name)
        if old is None:
            if expand_home(file.name).is_file() and not text_files.is_stream(file.name):
                raise WouldLoseEntries(file.name, ["text that vcmbib cannot read"])
            continue
        if written_files.is_own(old):
            continue
        with _open(library) as opened:
            lost = lost_text(file, old, opened, coming)
        if lost:
            raise WouldLoseEntries(file.name, [str(text) for text in lost])


def write_files(
    files: Sequence[OutputFile],
    library: Path,
    *,
    force: bool = False,
    dry_run: bool = False,
    in_folder: bool = False,
) -> set[str]:
    """Write the files that change, all or none; returns their names.

    in_folder: the user named the folder and the program the files, so that no link is followed.
    Raises WouldLoseEntries without `force`, and CannotWrite.
    """
    check_targets(files, in_folder=in_folder)
    changed = changed_files(files)
    if not force:
        check_nothing_lost(changed, library)
    if not dry_run:
        text_files.write_texts(
            [(f.name, f.text) for f in changed],
            make_folders=in_folder,
            follow_links=not in_folder,
        )
        remember(files, changed, library)
    return {f.name for f in changed}


def write_updated(file: OutputFile, old: bytes, library: Path) -> None:
    """Write a file of which a part is the user's own. Raises CannotWrite.

    The new text is the program's own only if the old one was.
    """
    own = written_files.is_own(old)
    text_files.write_texts([(file.name, file.text)])
    remember([file], [file], library, own=own)


def remember(
    files: Sequence[OutputFile],
    changed: Sequence[OutputFile],
    library: Path,
    *,
    own: bool = True,
) -> None:
    """Note that the program wrote these files; the others have the text that it would write."""
    real = [f for f in files if not text_files.is_stream(f.name)]
    last = 0
    if real:
        with _open(library) as opened:
            last = opened.last_change_number()
    for written in (False, True):
        texts = [(f.name, f.text) for f in real if (f in changed) is written]
        written_files.remember(texts, library, last, written=written, own=own)


@contextmanager
def _open(path: Path) -> Iterator[Library]:
    """The library, of any version; an empty one if there is none."""
    from vcmbib.store.library import Library, open_any_version

    with ExitStack() as stack:
        try:
            library = stack.enter_context(open_any_version(path))
        except NoLibrary:
            library = stack.enter_context(Library.empty())
        yield library
