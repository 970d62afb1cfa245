"""Reader and writer of CSL-JSON, the input of citation processors (citeproc, pandoc, Zotero).

Variables and types are those of the CSL 1.0.2 specification and its schema `csl-data.json`.
- A preprint is an `article` with `arXiv:…` as number and the server as publisher, as in Zotero.
- A list of authors that is not complete ends with the literal name `others`, as in pandoc.
- Fields without a CSL variable are written to `custom` and read from there.
"""

from vcmbib.formats.csljson.reader import read
from vcmbib.formats.csljson.writer import write, write_failed

__all__ = ["read", "write", "write_failed"]
