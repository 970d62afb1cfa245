"""CSL-JSON, the input of citation processors (citeproc, pandoc, Zotero), both ways.

Names and types of the variables are those of the CSL data schema 1.0.2; a preprint is written as
Zotero writes one (`article`, its number `arXiv:…`, its server as publisher), an author list that is
not complete as pandoc does (a last author who is literally `others`). What CSL has no variable for
stands under `custom`, and is read back from there.
"""

from vcmbib.formats.csljson.reader import read
from vcmbib.formats.csljson.writer import write, write_failed

__all__ = ["read", "write", "write_failed"]
