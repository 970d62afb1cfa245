"""Types and names of the CFF 1.2.0 schema, for reader and writer."""

from __future__ import annotations

# Type of a reference -> entry type. The writer uses the first type of an entry type.
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
# Types of the work of a file.
WORK_TYPES = {"software": "software", "dataset": "dataset"}
# Field of a reference -> extra field, in BibLaTeX's names.
EXTRA_FIELDS = {
    "edition": "edition", "thesis-type": "type", "version": "version",
    "abbreviation": "shorttitle",
}  # fmt: skip
NO_AUTHOR = "anonymous"
KEY_PREFIX = "citation-key:"
OLD_KEYS_PREFIX = "citation-key-ids:"
UNTITLED = "The work has no title."
"""Describes the citation key of a work without a title. The schema asks for one: it is the key."""


def cff_type(entry_type: str) -> str:
    """The reference type of an entry type; `generic` for one without."""
    if entry_type in _WRITTEN:
        return _WRITTEN[entry_type]
    return next((cff for cff, mapped in TYPES.items() if mapped == entry_type), "generic")
