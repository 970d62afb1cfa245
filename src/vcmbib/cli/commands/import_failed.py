"""The file of `vcmbib import --failed`: the failed items, for a user to correct and import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vcmbib.cli import output, text_files
from vcmbib.cli.context import expand_home
from vcmbib.cli.file_output.output_files import (
    changed_files,
    check_nothing_lost,
    check_targets,
    write_files,
)
from vcmbib.cli.text_files import OutputFile
from vcmbib.errors import Usage, WouldLoseEntries
from vcmbib.formats import load_reader

if TYPE_CHECKING:
    from vcmbib.model.paper import Problem, Record

Problems = Mapping[str, Sequence["Problem"]]
"""The failed items by format."""

FAILED_START = ("% line ", "# line ", "<!-- line ")
"""The start of a file that --failed wrote."""


@dataclass(frozen=True, slots=True)
class FailedFile:
    """The file of --failed. `coming` are the records that the command imports."""

    name: str
    library: Path
    force: bool
    coming: Sequence[Record]

    def check(self, problems: Problems) -> None:
        """Check before the import that nothing is lost.

        Raises Usage for items of several formats, WouldLoseEntries, CannotWrite.
        """
        files = self._files(problems)
        if len(files) > 1:
            raise Usage("--failed writes items of one format only", "import the files one by one")
        check_targets(files)
        if not self.force:
            check_nothing_lost(changed_files(files), self.library, self.coming)

    def write(self, problems: Problems, checked: Problems) -> None:
        """Write the failed items after the import; `checked` were known before it.

        If nothing failed, only the file of an earlier --failed is emptied, and only if nothing is
        lost. Raises WouldLoseEntries for a file that is written only for items that failed late.
        """
        files = self._files(problems)
        if not files:
            self._empty(next(iter(problems), "bibtex"))
            return
        known = {file.name for file in self._files(checked)}
        if not self.force:
            new = [file for file in files if file.name not in known]
            check_nothing_lost(changed_files(new), self.library, self.coming)
        write_files(files, self.library, force=True)
        for file in files:
            output.message(
                f"the items that failed are in {file.name}: correct them, then import that file"
            )

    def _files(self, problems: Problems) -> list[OutputFile]:
        """The files with their new text. A second format is rare: papers could not be stored."""
        files: list[OutputFile] = []
        for kind, found in problems.items():
            if found:
                name = f"{self.name}.{kind}" if files else self.name
                text = load_reader(kind).write_failed(found)
                files.append(OutputFile(name, text, kind, failure_notes=True))
        return files

    def _empty(self, kind: str) -> None:
        """Empty the file of an earlier --failed: the user has corrected all items."""
        if not expand_home(self.name).is_file():
            return
        if not text_files.read_text(self.name).lstrip().startswith(FAILED_START):
            return
        file = OutputFile(self.name, "", kind, failure_notes=True)
        try:
            check_nothing_lost([file], self.library, self.coming)
        except WouldLoseEntries as error:
            lost = "; ".join(error.lost)
            output.message(
                f"nothing failed; {self.name} is kept, because it has other text: {lost}"
            )
        else:
            write_files([file], self.library, force=True)
