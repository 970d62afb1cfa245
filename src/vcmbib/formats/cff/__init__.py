"""CITATION.cff, the Citation File Format 1.2.0, both ways.

Read are the work that the file is about, its `preferred-citation` and its `references`. Written is
the first paper as the work itself, if it is software or a dataset, else as the preferred citation
of a work of the same name; the others as references.
"""

from vcmbib.formats.cff.reader import read
from vcmbib.formats.cff.writer import write, write_failed

__all__ = ["read", "write", "write_failed"]
