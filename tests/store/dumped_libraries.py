"""Libraries from dumps, and dumps from libraries."""

from __future__ import annotations

from vcmbib.logic.library_diff import plan_changes
from vcmbib.model.dump.jsonl import write_lines
from vcmbib.model.dump.values import Dump
from vcmbib.store.library import Library
from vcmbib.store.schema import SCHEMA_VERSION


def text_of(library: Library, *, history: bool = False) -> str:
    """The library's dump."""
    return "".join(write_lines(library.dump_lines(history=history), SCHEMA_VERSION))


def make(library: Library, wanted: Dump) -> None:
    """Turn the library into the content of the dump."""
    library.apply(plan_changes(library.read_dump(), wanted), "vcmbib load")
