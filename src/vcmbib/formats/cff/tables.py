"""Types and names that reader and writer of CITATION.cff share."""

from __future__ import annotations

TYPES = {
    "article": "article", "magazine-article": "article", "newspaper-article": "article",
    "conference-paper": "inproceedings", "book": "book", "edited-work": "collection",
    "proceedings": "proceedings", "conference": "proceedings", "thesis": "thesis",
    "report": "techreport", "manual": "manual", "unpublished": "unpublished", "patent": "patent",
    "data": "dataset", "database": "dataset", "dataset": "dataset", "software": "software",
    "software-code": "software", "software-executable": "software",
    "software-container": "software", "software-virtual-machine": "software",
    "website": "online", "blog": "online", "generic": "misc", "serial": "periodical",
    "standard": "standard", "video": "video", "sound-recording": "audio", "pamphlet": "booklet",
    "encyclopedia": "inreference", "dictionary": "inreference",
}  # fmt: skip
_WRITTEN = {
    "phdthesis": "thesis", "mastersthesis": "thesis", "report": "report",
    "conference": "conference-paper", "review": "article", "mvbook": "book",
}  # fmt: skip
ROOTS = {"software": "software", "dataset": "dataset"}
EXTRA = {
    "edition": "edition", "thesis-type": "type", "version": "version",
    "date-accessed": "urldate", "abbreviation": "shorttitle",
}  # fmt: skip
NOBODY = "anonymous"
KEY = "citation-key:"


def cff_type(entry_type: str) -> str:
    """The type of a reference that an entry type is; `generic` where there is none."""
    if entry_type in _WRITTEN:
        return _WRITTEN[entry_type]
    return next((cff for cff, mapped in TYPES.items() if mapped == entry_type), "generic")
