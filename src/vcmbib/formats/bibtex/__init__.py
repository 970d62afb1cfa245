"""BibTeX and BibLaTeX, both ways.

`read` gives records, `write` takes papers, and nothing is lost between them: a field that a record
has no place for is kept as written in `extra` and comes out again.
"""

from vcmbib.formats.bibtex.reader.record import read
from vcmbib.formats.bibtex.style import Dialect, Style, VenueForm
from vcmbib.formats.bibtex.writer.file import write, write_failed

__all__ = ["Dialect", "Style", "VenueForm", "read", "write", "write_failed"]
