"""Print what each reader and writer makes, for `test_hash_seeds.py`: a line for each."""

from __future__ import annotations

import sys

from vcmbib.formats import READERS, WRITERS, bibtex, load_reader, load_writer
from vcmbib.formats.bibtex.style import Dialect, Style
from vcmbib.formats.markdown.write_list import write_list
from vcmbib.formats.papercsv.columns import FIELDS
from vcmbib.logic.merge.fill import paper_from_record
from vcmbib.model.paper import Reading

ENTRIES = r"""
@inproceedings{one, title = {{On} Coding}, author = {Doe, Jane and Roe, Rick and others},
  editor = {Poe, Ed}, translator = {Loe, Tom}, booktitle = {Proc. ICIP}, year = 2020, month = may,
  pages = {5--9}, volume = 3, number = 4, publisher = {IEEE},
  address = {Z\"urich}, issn = {1234-5678},
  isbn = {9783161484100}, doi = {10.1000/x1}, eprint = {2101.00001}, archiveprefix = {arXiv},
  url = {https://example.org/p}, code = {https://example.org/c}, pdf = {https://example.org/f.pdf},
  keywords = {survey, video, speech}, topics = {a, b, c}, note = {Accepted.}, abstract = {We code.},
  series = {LNCS}, edition = {2nd}, language = {de}, urldate = {2020-05-06}, eid = {e12},
  shorttitle = {On}, school = {ETH}, institution = {EPFL}, organization = {MPEG},
  howpublished = {online}, x-mine = {1}, y-mine = {2}, z-mine = {3}, ids = {old, older}}
@phdthesis{two, title = {A Thesis}, author = {Roe, Rick}, school = {ETH}, year = 2019}
@book{three, title = {A Book}, editor = {Poe, Ed}, publisher = {Springer}, year = 2018}
"""
VALUES = {
    "title": "T", "type": "article", "year": "2020", "month": "5", "day": "7", "date": "2020-05-07",
    "doi": "10.1000/x1", "arxiv": "2101.00001", "pmid": "123", "pmcid": "PMC123",
    "isbn": "9783161484100", "url": "https://example.org/p", "code": "https://example.org/c",
}  # fmt: skip
"""Cells of a table; of other columns the name is the cell."""


def table() -> str:
    """A table with every column that is known, and some that are not."""
    names = [*sorted(FIELDS), "one of mine", "another of mine", "a third"]
    return "\n".join([",".join(names), ",".join(VALUES.get(name, f"a {name}") for name in names)])


def show(name: str, made: Reading | str) -> None:
    """Print a line."""
    sys.stdout.write(f"{name}: {made!r}\n")


def report() -> None:
    """Print what each reader and writer makes."""
    read = bibtex.read(ENTRIES, "a.bib")
    papers = [paper_from_record(record, record.key) for record in read.records]
    assert len(papers) == 3, read
    files = {name: load_writer(name).write(papers) for name in WRITERS}
    files |= {f"bibtex {dialect}": bibtex.write(papers, Style(dialect)) for dialect in Dialect}
    files["markdown"] = write_list(papers, [])
    for name, text in files.items():
        show(f"write {name}", text)
        show(f"read {name}", load_reader(name.partition(" ")[0]).read(text, "a"))
    show("read csv with all columns", load_reader("csv").read(table(), "a"))
    assert {name.partition(" ")[0] for name in files} == {*READERS}


if __name__ == "__main__":
    report()
