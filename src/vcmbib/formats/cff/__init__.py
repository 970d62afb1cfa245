"""Reader and writer of CITATION.cff (Citation File Format, schema 1.2.0).

The reader returns the work of the file, its `preferred-citation` and its `references`. The writer
writes the first paper as the work of the file if it is software or a dataset. Any other first paper
is the preferred citation of a work with the same title. Further papers are references.
"""

from vcmbib.formats.cff.reader import read
from vcmbib.formats.cff.writer import write, write_failed

__all__ = ["read", "write", "write_failed"]
