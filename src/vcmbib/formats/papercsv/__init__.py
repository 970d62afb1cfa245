"""Papers as comma-separated values (RFC 4180), one row a paper, for spreadsheets and scripts; and
reading tables of others: exports of databases and managers, sheets that people keep.

Several values in one cell are joined by `; `. Values are as they are in the library: a cell that
begins with `=` is not changed, unless the table is for a spreadsheet program (`formulas`).
"""

from vcmbib.formats.papercsv.reader import read
from vcmbib.formats.papercsv.writer import COLUMNS, write, write_failed

__all__ = ["COLUMNS", "read", "write", "write_failed"]
