"""The names that fields of a `.bib` go by: what can be asked for though no paper has it yet.

The fields of the types of entries in BibTeX's manual (btxdoc) and in BibLaTeX's (2.2), those that
catalogues and other programs put beside them, and our own.
"""

from __future__ import annotations

from vcmbib.formats.bibtex.dialects import canonical_name

_OF_TYPES = """
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
_OURS = """
    biblatexdate biblatextype code dataset honour identifiers links model project topics video
"""
KNOWN_FIELDS = frozenset((_OF_TYPES + _OF_PROGRAMS + _OURS).split())
"""The names, in lower case."""

_BIBDESKS = "bdsk-"
_UNUSED = "opt"  # before the name of a field that is not in use: Emacs puts it there


def is_known_field(name: str) -> bool:
    """Whether fields go by this name, be it the second of that name in an entry (`author_2`)."""
    base, _, number = name.lower().rpartition("_")
    name = base if base and number.isdecimal() else name.lower()
    name = name.removeprefix(_UNUSED)
    return (
        name in KNOWN_FIELDS or canonical_name(name) in KNOWN_FIELDS or name.startswith(_BIBDESKS)
    )
