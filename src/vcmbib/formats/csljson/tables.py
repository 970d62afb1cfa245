"""Types and variables of the CSL 1.0.2 data schema (`csl-data.json`) and their BibLaTeX names."""

from __future__ import annotations

CSL_TITLE = "@csl-title"
"""The extra field for a title with CSL's tags."""

# CSL type -> entry type.
ENTRY_TYPES = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "article": "misc", "paper-conference": "inproceedings", "book": "book",
    "chapter": "incollection", "thesis": "thesis", "report": "report", "manuscript": "unpublished",
    "patent": "patent", "dataset": "dataset", "software": "software", "webpage": "online",
    "post": "online", "post-weblog": "online", "pamphlet": "booklet", "periodical": "periodical",
    "collection": "collection", "entry": "inreference", "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference", "review": "review", "review-book": "review",
    "legislation": "legislation", "bill": "legislation", "legal_case": "jurisdiction",
    "regulation": "legislation", "treaty": "legal", "motion_picture": "movie",
    "broadcast": "video", "song": "audio", "musical_score": "music", "graphic": "artwork",
    "figure": "image", "map": "image", "standard": "standard", "speech": "unpublished",
    "personal_communication": "letter", "performance": "performance", "classic": "book",
    "document": "misc", "event": "misc", "hearing": "misc", "interview": "misc",
    # The names of types in Crossref's CSL-JSON.
    "journal-article": "article", "proceedings-article": "inproceedings", "monograph": "book",
    "book-chapter": "incollection", "dissertation": "thesis", "posted-content": "misc",
    "edited-book": "book", "proceedings": "proceedings", "report-component": "report",
}  # fmt: skip
# Entry type -> CSL type. Any other entry type is a `document`.
CSL_TYPES = {
    "article": "article-journal", "inproceedings": "paper-conference",
    "conference": "paper-conference", "book": "book", "mvbook": "book", "collection": "book",
    "proceedings": "book", "incollection": "chapter", "inbook": "chapter", "booklet": "pamphlet",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report",
    "report": "report", "manual": "book", "unpublished": "manuscript", "patent": "patent",
    "dataset": "dataset", "software": "software", "online": "webpage", "periodical": "periodical",
    "inreference": "entry-encyclopedia", "review": "review", "legislation": "legislation",
    "jurisdiction": "legal_case", "movie": "motion_picture", "video": "broadcast",
    "audio": "song", "music": "musical_score", "artwork": "graphic", "image": "figure",
    "standard": "standard", "letter": "personal_communication", "performance": "performance",
}  # fmt: skip
# CSL variable -> extra field, in BibLaTeX's names.
FIELD_OF_VARIABLE = {
    "publisher-place": "address", "edition": "edition", "collection-title": "series",
    "ISSN": "issn", "language": "language", "genre": "type", "event-title": "eventtitle",
    "event": "eventtitle", "event-place": "venue", "title-short": "shorttitle",
    "shortTitle": "shorttitle", "chapter-number": "chapter", "version": "version",
    "annote": "annote", "call-number": "library", "number-of-volumes": "volumes",
    "number-of-pages": "pagetotal", "original-title": "origtitle", "status": "pubstate",
    "original-publisher": "origpublisher", "original-publisher-place": "origlocation",
    "part-number": "part",
}  # fmt: skip
# Extra field -> CSL variable, also one with a similar meaning only.
VARIABLE_OF_FIELD = {
    "address": "publisher-place", "location": "publisher-place", "edition": "edition",
    "series": "collection-title", "issn": "ISSN", "language": "language", "type": "genre",
    "eventtitle": "event-title", "venue": "event-place", "shorttitle": "title-short",
    "chapter": "chapter-number", "version": "version", "school": "publisher",
    "institution": "publisher", "organization": "publisher", "annote": "annote",
    "library": "call-number", "volumes": "number-of-volumes", "pagetotal": "number-of-pages",
    "origtitle": "original-title", "pubstate": "status", "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place", "part": "part-number",
}  # fmt: skip
DATE_FIELDS = {"accessed": "urldate", "event-date": "eventdate", "original-date": "origdate"}
"""Date variable -> BibLaTeX field."""

ROLE_FIELDS = {
    "translator": "translator", "collection-editor": "csl-collection-editor",
    "container-author": "bookauthor",
}  # fmt: skip
"""Name variable -> field. Other roles are kept as `csl-ROLE`."""

NAME_VARIABLES = frozenset(
    """author chair collection-editor compiler composer container-author contributor curator
    director editor editorial-director executive-producer guest host illustrator interviewer
    narrator organizer original-author performer producer recipient reviewed-author script-writer
    series-creator translator""".split()
)
DATE_VARIABLES = frozenset(
    "accessed available-date event-date issued original-date submitted".split()
)
STRING_VARIABLES = frozenset(
    """abstract annote archive archive_collection archive_location archive-place authority
    call-number citation-key citation-label collection-title container-title
    container-title-short dimensions division DOI event event-place event-title genre ISBN ISSN
    journalAbbreviation jurisdiction keyword language license medium note original-publisher
    original-publisher-place original-title part-title PMCID PMID publisher publisher-place
    references reviewed-genre reviewed-title scale section shortTitle source status title
    title-short URL version volume-title year-suffix""".split()
)
NUMBER_VARIABLES = frozenset(
    """chapter-number citation-number collection-number edition first-reference-note-number issue
    locator number number-of-pages number-of-volumes page page-first part-number printing-number
    supplement-number volume""".split()
)
