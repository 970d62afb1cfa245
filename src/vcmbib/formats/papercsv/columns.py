"""Which column of a table is which field, by the spellings of the programs that export tables.

The spellings are those of Scopus, Web of Science, Zotero, IEEE Xplore, PubMed, Rayyan, Covidence,
OpenAlex, Publish or Perish and our own, and what people write in German, French and Spanish.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from vcmbib.errors import Usage
from vcmbib.model.text import fold

# Field -> spellings of its column, folded to letters and digits, the best one first.
_SPELLINGS = {
    "key": "citationkey bibtexkey citekey key",
    "type": "type itemtype documenttype publicationtype reftype referencetype",
    "title": "title articletitle documenttitle papertitle primarytitle displayname worktitle titel "
    "titre titulo paper name",
    "authors": "authorfullnames authors author authorsfullnames authornames authorname autoren "
    "autor auteurs auteur autores authorshipsauthordisplayname authorshipsrawauthorname creators "
    "creator verfasser firstauthor",
    "authors_complete": "authorscomplete",
    "editors": "editors editor bookeditors herausgeber",
    "year": "year publicationyear publishedyear pubyear yearpublished jahr annee ano "
    "erscheinungsjahr",
    "month": "month publishedmonth publicationmonth monat mois mes",
    "day": "day publishedday",
    "date": "date publicationdate pubdate datepublished publisheddate dateofpublication "
    "issued datum",
    "venue": "sourcetitle publicationtitle journal journalbook journaltitle venue venuename "
    "booktitle conferencename conferencetitle conference proceedingstitle containertitle "
    "primarylocationsourcedisplayname hostvenue publication zeitschrift revue revista source",
    "shortjournal": "journalabbreviation abbreviatedsourcetitle journalisoabbreviation "
    "journalabbr shortjournal",
    "honour": "honour award",
    "volume": "volume vol band tome bibliovolume",
    "number": "number issue issuenumber no heft biblioissue",
    "pages": "pages pagerange page seiten pagesrange pagination",
    "first": "startpage pagestart beginningpage firstpage bibliofirstpage",
    "last": "endpage pageend endingpage lastpage bibliolastpage",
    "publisher": "publisher verlag editeur editorial",
    "doi": "doi digitalobjectidentifier doinumber",
    "arxiv": "arxiv arxivid arxivnumber",
    "pmid": "pmid pubmedid medlinepmid",
    "pmcid": "pmcid pmc",
    "isbn": "isbn isbns isbn13",
    "identifiers": "identifiers",
    "url": "url link articleurl paperurl paperlink weblink doilink landingpageurl "
    "documenturl plink dimensionsurl",
    "pdf": "pdf pdflink pdfurl fulltexturl bestoalocationpdfurl",
    "code": "code codeurl github codelink",
    "links": "links",
    "abstract": "abstract abstractnote summary zusammenfassung resume",
    "tags": "keywords authorkeywords tags manualtags keyword schlagworter",
    "topics": "topics",
    "categories": "categories",
    "model": "model",
    "note": "note notes extra comments comment notizen bemerkung",
    "former_keys": "formerkeys",
    "issn": "issn issns eissn",
    "language": "language languageoforiginaldocument languageofarticle sprache langue",
    "address": "place publisherplace publisherlocation publisheraddress location address ort",
    "series": "series bookseriestitle seriestitle",
    "edition": "edition auflage",
    "shorttitle": "shorttitle",
    "library": "callnumber",
    "urldate": "accessdate accessed urldate",
    "eid": "artno articlenumber articleno eid",
    "affiliation": "authorswithaffiliations authoraffiliations affiliations affiliation",
    "translator": "translators translator",
    "eventtitle": "eventtitle meetingname",
    "venueplace": "conferencelocation",
}  # fmt: skip
_BY_SPELLING = {
    spelling: (field, rank)
    for field, spellings in _SPELLINGS.items()
    for rank, spelling in enumerate(spellings.split())
}
FIELDS = frozenset(_SPELLINGS)
_RENAMED = {"venueplace": "venue"}  # the field of BibLaTeX that a column of ours is called like
EXTRA = tuple(
    """issn language address series edition shorttitle library urldate eid affiliation translator
    eventtitle shortjournal""".split()
)
"""Fields that go to the record's extra ones under the same name, in this order."""

OWN = "extra:"
"""Before the name of an extra field that a column's name would be mistaken for another."""


_LONGEST_NAME = 300  # characters


def folded(header: str) -> str:
    """A column's name as it is compared: letters and digits. A long text is no name."""
    if len(header) > _LONGEST_NAME:
        return header
    return "".join(c for c in fold(header) if c.isalnum())


def fields_of(header: Sequence[str], given: Mapping[str, str] | None = None) -> list[str]:
    """The field of each column: one of FIELDS, or `extra:NAME`; each field of FIELDS once.

    `given` names the fields of columns, whatever they are called. Raises Usage if it names a
    column that is not there.
    """
    wanted = _wanted(header, given or {})
    found = [wanted.get(at, "") for at in range(len(header))]
    best: dict[str, tuple[int, int]] = {}
    for at, name in enumerate(header):
        field, rank = _BY_SPELLING.get(folded(name), ("", 0))
        if field and not found[at] and field not in found and (rank, at) < best.get(field, (99, 0)):
            best[field] = (rank, at)
    for field, (_, at) in best.items():
        found[at] = field
    return [field or _own(name) for field, name in zip(found, header, strict=True)]


def _own(name: str) -> str:
    name = name.strip()
    return name if name.startswith(OWN) else f"{OWN}csv-{name}"


def _wanted(header: Sequence[str], given: Mapping[str, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    names = [name.strip() for name in header]
    for column, field in given.items():
        at = next((i for i, name in enumerate(names) if name == column.strip()), -1)
        if at < 0:
            at = next((i for i, name in enumerate(names) if folded(name) == folded(column)), -1)
        if at < 0:
            raise Usage(f"there is no column {column!r}", f"the columns are: {', '.join(names)}")
        known = _BY_SPELLING.get(folded(field), ("", 0))[0]
        found[at] = known or f"{OWN}{re.sub(r'[^a-z0-9_:.+/-]', '-', field.strip().lower())}"
    return found


def score(header: Sequence[str]) -> tuple[bool, int, int]:
    """How much a row looks like a header: a title, columns that are known, columns."""
    known = {_BY_SPELLING[f][0] for f in map(folded, header) if f in _BY_SPELLING}
    return "title" in known, len(known), len(header)
