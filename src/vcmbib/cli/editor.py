"""A text in the user's editor."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vcmbib.cli import output, terminal
from vcmbib.errors import BadForm, CannotWrite, EditorFailed, Usage
from vcmbib.model.text import slug


def editor_command() -> str:
    """What edits a text here: `$VISUAL`, else `$EDITOR`, else, with a person there, `vi`.

    Raises Usage where nobody is there to use it.
    """
    named = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if not named and not terminal.can_ask():
        raise Usage("nobody is there to edit", "set fields with: --set field=value")
    return named or "vi"


class EditorFile:
    """A file that a person edits; where something goes wrong, what was written is kept."""

    def __init__(self, name: str, text: str) -> None:
        self._first = text.encode("utf-8")
        try:
            handle, path = tempfile.mkstemp(prefix=f"vcmbib-{slug(name)[:40]}-", suffix=".txt")
            self.path = Path(path)
            os.close(handle)
            self.path.write_bytes(self._first)
        except OSError as error:
            raise CannotWrite(tempfile.gettempdir(), error.strerror or str(error)) from error

    def edit(self) -> str:
        """The text after the editor has ended. Raises EditorFailed or BadForm."""
        command = editor_command()
        try:
            words = [*shlex.split(command), str(self.path)]
        except ValueError as error:
            raise EditorFailed(command, f"cannot be called: {error}") from error
        # What an editor prints is no data: it belongs to the person, not to a pipe.
        where = None if terminal.on_terminal() else 2
        try:
            with _interrupts_are_the_editors():
                status = subprocess.run(words, stdout=where, check=False).returncode
        except OSError as error:
            raise EditorFailed(command, f"cannot be run: {error.strerror or error}") from error
        if status != 0:
            raise EditorFailed(command, f"ended with status {status}: nothing was changed")
        try:
            return self.path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise BadForm(line, "it is not UTF-8 text") from error
        except OSError as error:
            raise EditorFailed(command, f"left no file: {error.strerror or error}") from error

    def _touched(self) -> bool:
        try:
            return self.path.read_bytes() != self._first
        except OSError:
            return False

    def delete(self) -> None:
        """Delete the file."""
        self.path.unlink(missing_ok=True)

    @contextmanager
    def keep_on_failure(self) -> Iterator[None]:
        """Whatever goes wrong inside, what was written is kept, and where is told."""
        try:
            yield
        except BaseException:
            if self._touched():
                output.message(f"your text is kept in {self.path}")
            else:
                self.delete()
            raise
        self.delete()


@contextmanager
def _interrupts_are_the_editors() -> Iterator[None]:
    """Ctrl-C in an editor is for the editor. A handler, unlike SIG_IGN, is not passed on to it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
