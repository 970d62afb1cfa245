"""BibTeX and BibLaTeX, both ways.

`read` gives records, `write` takes papers, and nothing is lost between them: a field that a record
has no place for is kept as written in `extra` and comes out again.
"""

from vcmbib.formats.bibtex.beside import Beside
from vcmbib.formats.bibtex.reading import read
from vcmbib.formats.bibtex.style import Dialect, Style, VenueForm
from vcmbib.formats.bibtex.writing import write, write_failed

__all__ = ["Beside", "Dialect", "Style", "VenueForm", "read", "write", "write_failed"]
