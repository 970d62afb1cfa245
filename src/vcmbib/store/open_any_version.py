"""Reading a library of any age that the program knows: an older one through an upgraded copy, so
that the file itself stays as it is.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vcmbib.errors import LibraryOlder
from vcmbib.store.library import Library


@contextmanager
def reading_any(path: Path) -> Iterator[Library]:
    """The library at `path`, read-only. Raises what `connect.open_read` does, but LibraryOlder."""
    try:
        library = Library.reading(path)
    except LibraryOlder:
        with tempfile.TemporaryDirectory() as folder:
            copied = Path(folder) / "library.db"
            shutil.copyfile(path, copied)
            with Library.writing(copied) as upgraded:
                yield upgraded
        return
    with library:
        yield library
