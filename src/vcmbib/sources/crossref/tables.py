"""Crossref's types and members as tables, and the same of CSL-JSON, which doi.org returns.

Sources: Crossref's list of types (https://api.crossref.org/types) and the CSL 1.0.2 data schema.
"""

from __future__ import annotations

ENTRY_TYPES = {
    "journal-article": "article", "proceedings-article": "inproceedings",
    "book-chapter": "incollection", "book-section": "incollection", "book-part": "incollection",
    "book-track": "incollection", "reference-entry": "incollection", "book": "book",
    "monograph": "book", "reference-book": "book", "edited-book": "book", "book-set": "book",
    "book-series": "book", "report-series": "report", "proceedings-series": "proceedings",
    "proceedings": "proceedings", "journal": "periodical", "journal-volume": "periodical",
    "journal-issue": "periodical", "dissertation": "phdthesis", "report": "report",
    "report-component": "report", "standard": "report", "standard-series": "report",
    "posted-content": "misc", "peer-review": "misc", "component": "misc", "dataset": "dataset",
    "database": "dataset", "grant": "misc", "other": "misc",
    # CSL
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "article": "misc", "paper-conference": "inproceedings", "chapter": "incollection",
    "thesis": "phdthesis", "manuscript": "unpublished", "patent": "patent",
    "software": "software", "webpage": "online", "post": "online", "post-weblog": "online",
    "pamphlet": "booklet", "periodical": "periodical", "collection": "collection",
    "entry": "incollection", "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection", "review": "article", "review-book": "article",
}  # fmt: skip
"""Entry types by the types of Crossref and of CSL. The type of any other work is `misc`."""

JOURNAL_TYPES = frozenset({"article", "periodical"})
BOOK_TYPES = frozenset({"book", "collection", "proceedings"})
CHAPTER_TYPES = frozenset({"incollection", "inproceedings"})

DATES = ("published-print", "issued", "published", "published-online", "posted", "approved")
"""Members with the date of a work, the best first. `issued` is the earliest date of all."""

EXTRA_FIELDS = {
    "publisher-location": "address", "publisher-place": "address", "language": "language",
    "edition-number": "edition", "edition": "edition", "part-number": "part",
    "collection-title": "series", "genre": "type", "version": "version",
    "number-of-pages": "pagetotal",
}  # fmt: skip
"""Members that are texts, and the BibLaTeX fields for them."""

RELATIONS = frozenset(
    """is-preprint-of has-preprint is-version-of has-version is-manuscript-of has-manuscript
    is-translation-of has-translation is-same-as is-identical-to is-replaced-by replaces
    is-reply-to is-review-of is-comment-on is-supplement-to is-supplemented-by
    is-derived-from is-part-of""".split()
)
"""The relations that a record contains. Others, such as reviews of the work, are left out."""

RETRACTIONS = frozenset(
    "retraction withdrawal removal partial_retraction expression_of_concern".split()
)
"""The types of updates after which a work is not to be cited as it is."""
