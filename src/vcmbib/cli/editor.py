"""Let the user edit a text in an editor."""

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
    """The editor's command: `$VISUAL`, else `$EDITOR`, else `vi` if a terminal is there.

    Raises Usage if none is set and there is no terminal.
    """
    named = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if not named and not terminal.can_ask():
        raise Usage(
            "cannot start an editor: standard input is not a terminal",
            "to set a field: --set FIELD=VALUE",
        )
    return named or "vi"


class EditorFile:
    """A temporary file that the user edits. If the command fails, the edited text is kept."""

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
        """Run the editor and return the edited text.

        Raises EditorFailed if the editor fails, BadForm if the text is not UTF-8, Usage without
        an editor.
        """
        command = editor_command()
        try:
            words = [*shlex.split(command), str(self.path)]
        except ValueError as error:
            raise EditorFailed(command, f"is not a valid command: {error}") from error
        # An editor draws on standard output. If that is a pipe for data, it gets standard error.
        where = None if terminal.on_terminal() else 2
        try:
            with _leave_interrupts_to_editor():
                status = subprocess.run(words, stdout=where, check=False).returncode
        except OSError as error:
            raise EditorFailed(command, f"cannot start: {error.strerror or error}") from error
        if status != 0:
            raise EditorFailed(command, f"ended with status {status}: nothing was changed")
        try:
            return self.path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise BadForm(line, "it is not UTF-8 text") from error
        except OSError as error:
            raise EditorFailed(command, f"left no file: {error.strerror or error}") from error

    def _was_edited(self) -> bool:
        """Whether the text of the file has changed."""
        try:
            return self.path.read_bytes() != self._first
        except OSError:
            return False

    def delete(self) -> None:
        """Delete the file."""
        self.path.unlink(missing_ok=True)

    @contextmanager
    def keep_on_failure(self) -> Iterator[None]:
        """Delete the file after the block; if the block fails, keep an edited file."""
        try:
            yield
        except BaseException:
            if self._was_edited():
                output.message(f"your text is saved in {self.path}")
            else:
                self.delete()
            raise
        self.delete()


@contextmanager
def _leave_interrupts_to_editor() -> Iterator[None]:
    """Ignore Ctrl-C here while the editor runs. A child inherits SIG_IGN, but not a handler."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
