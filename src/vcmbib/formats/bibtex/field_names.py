"""The known names of fields: an option may name one of them although no paper has it yet.

Sources: btxdoc, section 3.2; the biblatex manual, "Data Fields", "Special Fields" and "Custom
Fields"; exports of reference managers and catalogues (BibDesk, JabRef, Mendeley, CiteULike, ADS,
DBLP, ACM, HAL, MathSciNet, zbMATH, INSPIRE).
"""

from __future__ import annotations

from vcmbib.formats.bibtex.dialects import canonical_name

_OF_MANUALS = """
    abstract addendum address afterword annotation annote annotator author authortype bookauthor
    bookpagination booksubtitle booktitle booktitleaddon chapter commentator crossref date day doi
    edition editor editora editorb editorc editortype editoratype editorbtype editorctype eid
    entryset entrysubtype eprint eprintclass eprinttype archiveprefix primaryclass eventdate
    eventtitle eventtitleaddon execute file foreword gender holder howpublished hyphenation ids
    indexsorttitle indextitle institution introduction isan isbn ismn isrn issn issue issuesubtitle
    issuetitle issuetitleaddon iswc journal journalsubtitle journaltitle journaltitleaddon key
    keywords label langid langidopts language library location mainsubtitle maintitle
    maintitleaddon month nameaddon note number options organization origdate origlanguage
    origlocation origpublisher origtitle pages pagetotal pagination part pdf presort pubstate
    publisher related relatedoptions relatedstring relatedtype reprinttitle school series
    shortauthor shorteditor shorthand shorthandintro shortjournal shortseries shorttitle sortkey
    sortname sortshorthand sorttitle sortyear subtitle title titleaddon translator type url urldate
    venue version volume volumes xdata xref year
    lista listb listc listd liste listf namea nameb namec nameatype namebtype namectype
    usera userb userc userd usere userf verba verbb verbc
"""
_OF_PROGRAMS = """
    abstractnote acmid added-at adsnote adsurl affiliation article-number articleno arxiv arxivid
    bibdate bibsource biburl citationcount citeulike-article-id citeulike-linkout-0 coden comment
    copyright creationdate date-added date-modified day_of_week ee eissn groups hal_id hal_version
    interhash intrahash issue_date keyword lccn local local-url mendeley-groups mendeley-tags
    modificationdate mrclass mrnumber mrreviewer numpages owner pmcid pmid posted-at printed
    priority qualityassured ranking rating read readstatus relevance reportnumber review searchlevel
    slaccitation timestamp username zblnumber
"""
_OF_VCMBIB = """
    biblatexdate biblatextype code dataset honour identifiers links model project topics video
"""
KNOWN_FIELDS = frozenset((_OF_MANUALS + _OF_PROGRAMS + _OF_VCMBIB).split())
"""The names, in lower case."""

_BIBDESK_PREFIX = "bdsk-"
_UNUSED_PREFIX = "opt"  # Emacs (bibtex-mode) marks an unused field so: `OPTnote`


def is_known_field(name: str) -> bool:
    """Whether a field name is known, also with a prefix or as a repetition (`author_2`)."""
    base, _, number = name.lower().rpartition("_")
    name = base if base and number.isdecimal() else name.lower()
    name = name.removeprefix(_UNUSED_PREFIX)
    return (
        name in KNOWN_FIELDS
        or canonical_name(name) in KNOWN_FIELDS
        or name.startswith(_BIBDESK_PREFIX)
    )
