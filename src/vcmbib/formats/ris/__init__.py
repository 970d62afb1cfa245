"""Reader and writer of RIS, the tagged format of reference managers and publishers.

The tags are those of the RIS specification (Reference Manager, 2011), with the habits of Zotero,
EndNote, Mendeley, Scopus, Web of Science and IEEE Xplore. A record ends with `ER` or where the next
one begins. Real files lack the second blank after a tag, break lines and repeat tags. So the reader
has rules of its own and uses no library: docs/decisions/0015-ris.md.
"""

from vcmbib.formats.ris.reader import read
from vcmbib.formats.ris.writer import write, write_failed

__all__ = ["read", "write", "write_failed"]
