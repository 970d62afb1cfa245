"""Reference types of RIS, for reader and writer (RIS specification, Reference Manager, 2011)."""

from __future__ import annotations

# RIS type -> entry type. The writer uses the first RIS type of an entry type.
TYPES = {
    "JOUR": "article", "CPAPER": "inproceedings", "CONF": "proceedings", "CHAP": "incollection",
    "BOOK": "book", "THES": "thesis", "RPRT": "techreport", "UNPB": "unpublished",
    "ELEC": "online", "COMP": "software", "DATA": "dataset", "PAT": "patent", "GEN": "misc",
    "PAMP": "booklet", "SER": "collection", "JFULL": "periodical", "EJOUR": "article",
    "MGZN": "article", "NEWS": "article", "INPR": "article", "ABST": "article",
    "ECHAP": "incollection", "EBOOK": "book", "EDBOOK": "book", "DBASE": "dataset",
    "AGGR": "dataset", "MANSCPT": "unpublished", "BLOG": "online", "WEB": "online",
    "ICOMM": "online", "GOVDOC": "techreport", "STAND": "techreport", "PREPRINT": "misc",
}  # fmt: skip
_WRITTEN = {
    "phdthesis": "THES", "mastersthesis": "THES", "report": "RPRT", "inbook": "CHAP",
    "conference": "CPAPER", "mvbook": "BOOK", "manual": "BOOK", "review": "JOUR",
    "electronic": "ELEC", "www": "ELEC",
}  # fmt: skip
WHOLE = frozenset({"BOOK", "EBOOK", "EDBOOK", "THES", "RPRT", "ELEC", "COMP", "SER", "GOVDOC"})
"""Types of works without a container. Their secondary title (T2) is a series."""
PUBLISHERS = {"RPRT": "institution", "THES": "school"}
"""RIS type -> BibTeX field for PB, where that is not the publisher."""


def ris_type(entry_type: str) -> str:
    """The RIS type of an entry type; `GEN` for one without."""
    if entry_type in _WRITTEN:
        return _WRITTEN[entry_type]
    return next((ris for ris, mapped in TYPES.items() if mapped == entry_type), "GEN")
