"""RIS, the tagged format that reference managers and publishers exchange, both ways.

Tags are those of the specification of 2011 and what Zotero, EndNote, Mendeley, Scopus, Web of
Science and IEEE Xplore make of them. A record ends with `ER`, or where the next one begins. Real
files lack the second blank after a tag, break lines and repeat tags; why they are read by rules of
our own and not by a library: docs/decisions/0015-ris.md.
"""

from vcmbib.formats.ris.reader import read
from vcmbib.formats.ris.writer import write, write_failed

__all__ = ["read", "write", "write_failed"]
