"""Read and write BibTeX and BibLaTeX files.

`read` returns records and `write` takes papers. A field that a record has no column for is kept as
written in `extra`, and the writer writes it again.
"""

from vcmbib.formats.bibtex.reader.record import read
from vcmbib.formats.bibtex.style import Dialect, Style, VenueForm
from vcmbib.formats.bibtex.writer.file import write, write_failed

__all__ = ["Dialect", "Style", "VenueForm", "read", "write", "write_failed"]
