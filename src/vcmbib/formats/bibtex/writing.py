"""From papers to BibTeX or BibLaTeX: a fixed order of fields, no time stamps, the same text for the
same papers. What the library holds comes out, be it in a field that only we read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import quote

from vcmbib.formats.bibtex import fields
from vcmbib.formats.bibtex.entries import MONTHS
from vcmbib.formats.bibtex.escape import escape, protect, read_verbatim
from vcmbib.formats.bibtex.names import write_people
from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers, parse_identifier
from vcmbib.model.latex import to_ascii
from vcmbib.model.paper import LinkKind, Paper, Problem
from vcmbib.model.venues import VenueKind


class Dialect(StrEnum):
    """For whom the file is: BibTeX's styles, or BibLaTeX with biber."""

    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"


# How a dialect spells the names of fields.
_FIELD_NAMES = {
    Dialect.BIBTEX: fields.BIBTEX_NAMES
    | {"archiveprefix": "archivePrefix", "primaryclass": "primaryClass"}
    | {"eprinttype": "archivePrefix", "eprintclass": "primaryClass"},
    Dialect.BIBLATEX: {bibtex: biblatex for biblatex, bibtex in fields.BIBTEX_NAMES.items()},
}
# BibTeX's styles know fewer types than people use.
_BIBTEX_TYPES = {
    "online": "misc", "electronic": "misc", "www": "misc", "software": "misc", "dataset": "misc",
    "report": "techreport", "collection": "book", "mvbook": "book", "mvcollection": "book",
    "mvproceedings": "proceedings", "patent": "misc", "periodical": "misc", "reference": "book",
}  # fmt: skip
_THESES = ("mathesis", "master", "diploma", "mscthesis")
# The order of an entry: who, what, where, when, identifiers, then what describes it.
_ORDER = (
    """title author editor journal journaltitle booktitle howpublished series year month date
    volume number issue pages articleno chapter edition type school institution organization
    publisher address location isbn issn doi pmid pmcid eprint archivePrefix eprinttype
    primaryClass eprintclass url urldate ids crossref"""
).split()
_AFTER = (
    "identifiers pdf code project dataset video links model honour topics keywords note abstract"
)
_RANK = {name: at for at, name in enumerate(_ORDER)}
_RANK_AFTER = {name: 2000 + at for at, name in enumerate(_AFTER.split())}
_BARE_ADDRESS = re.compile(
    r"(?i)https?://(?:(?:www|dx|export|browse)\.)?(?:doi\.org|arxiv\.org|alphaxiv\.org)/"
)


def write(
    papers: Iterable[Paper], *, dialect: Dialect = Dialect.BIBTEX, ascii_only: bool = False
) -> str:
    """The papers as a `.bib`, in the order given, a blank line between entries.

    Unicode is kept unless `ascii_only` asks for LaTeX commands; characters that LaTeX has no
    command for (other scripts) stay even then.
    """
    return "\n".join(_EntryWriter(p, dialect, ascii_only).entry() for p in papers)


def write_failed(problems: Iterable[Problem]) -> str:
    """Blocks that could not be read, word for word, the reason as a comment above each.

    The result can be corrected and read again.
    """
    parts = []
    for problem in problems:
        reason = re.sub(r"[@\s]+", " ", problem.reason).strip()
        parts.append(f"% line {problem.line}: {reason}\n{problem.text.rstrip()}\n")
    return "\n".join(parts)


class _EntryWriter:
    """One paper on its way to an entry."""

    def __init__(self, paper: Paper, dialect: Dialect, ascii_only: bool) -> None:
        self._paper = paper
        self._dialect = dialect
        self._ascii = ascii_only
        self._extra = dict(paper.extra)
        self._out: dict[str, str] = {}

    def entry(self) -> str:
        """The entry as text, with a line break at its end."""
        self._people()
        self._set("title", protect(self._paper.title, names=self._names(), ascii_only=self._ascii))
        self._container()
        self._dates()
        for name in ("volume", "number", "publisher", "honour", "model"):
            self._text(name, getattr(self._paper, name))
        self._pages()
        self._identifiers()
        self._links()
        self._text("note", self._paper.note)
        self._text("abstract", self._paper.abstract)
        self._set("topics", self._words(self._paper.topics))
        self._set("keywords", self._words(self._paper.tags))
        self._former_keys()
        self._rest()
        rank = {name: 1000 + at for at, name in enumerate(self._out)} | _RANK | _RANK_AFTER
        lines = [f"  {n} = {v},\n" for n, v in sorted(self._out.items(), key=lambda x: rank[x[0]])]
        return f"@{self._type()}{{{self._paper.key},\n{''.join(lines)}}}\n"

    # --- setting ---

    def _set(self, name: str, value: str | None) -> None:
        """A field with its value as LaTeX wants it, once; empty values say nothing."""
        if not value:
            return
        spelt = _FIELD_NAMES[self._dialect].get(name, name)
        self._out.setdefault(spelt, f"{{{_balanced(value)}}}")

    def _text(self, name: str, value: str | None) -> None:
        if value:
            self._set(name, escape(value, ascii_only=self._ascii))

    def _address(self, name: str, value: str | None) -> None:
        if value:
            self._set(name, quote(value, safe=_ASCII_SIGNS) if self._ascii else value)

    def _raw(self, name: str, value: str) -> None:
        """A field that was kept as written: text is made safe for LaTeX, all else is as it was."""
        if _base_name(name) in fields.TEXT_FIELDS:
            value = _mended(value)
        encode = self._ascii and not name.startswith(_FILE_NAMES)
        self._set(name, to_ascii(value) if encode else value)

    def _words(self, words: Iterable[str]) -> str:
        escaped = (escape(w, ascii_only=self._ascii) for w in words)
        return ", ".join(f"{{{w}}}" if re.search("[,;]", w) else w for w in escaped)

    # --- parts ---

    def _type(self) -> str:
        kind = self._paper.entry_type
        if self._dialect is Dialect.BIBLATEX:
            arxiv = self._paper.identifier(Scheme.ARXIV)
            return "online" if kind == "misc" and arxiv and self._is_preprint() else kind
        if kind == "thesis":
            degree = self._extra.get("type", "").lower()
            return "mastersthesis" if any(t in degree for t in _THESES) else "phdthesis"
        return _BIBTEX_TYPES.get(kind, kind)

    def _pages(self) -> None:
        """A range keeps its two hyphens, which plain text would have kept apart."""
        pages = escape(fields.write_pages(self._paper.pages or ""), ascii_only=self._ascii)
        self._set("pages", pages.replace("-{}-", "--"))

    def _is_preprint(self) -> bool:
        venue = self._paper.venue
        return venue is None or venue.kind is VenueKind.PREPRINT

    def _names(self) -> tuple[str, ...]:
        """The words of the model's name, if the title holds it: they keep their capitals."""
        model = self._paper.model or ""
        if not model or re.search(rf"(?<!\w){re.escape(model)}(?!\w)", self._paper.title) is None:
            return ()
        return tuple(re.findall(r"[^\W_]+", model))

    def _people(self) -> None:
        paper = self._paper
        self._set(
            "author",
            write_people(paper.authors, complete=paper.authors_complete, ascii_only=self._ascii),
        )
        more = "others" in self._extra.pop("editor", "").split()
        self._set("editor", write_people(paper.editors, complete=not more, ascii_only=self._ascii))

    def _container(self) -> None:
        """The venue in the field where the entry type has it; as written, if that says the same."""
        venue, kind = self._paper.venue, self._paper.entry_type
        if venue is None:
            return
        if (
            venue.acronym == "arXiv"
            and kind in fields.PREPRINT_TYPES
            and self._paper.identifier(Scheme.ARXIV)
        ):
            return  # eprint says it
        collective = fields.MEETING_TYPES | fields.CHAPTER_TYPES
        if venue.kind is VenueKind.PREPRINT and kind not in fields.JOURNAL_TYPES | collective:
            name = "howpublished"
        elif kind in fields.JOURNAL_TYPES or (
            venue.kind is VenueKind.JOURNAL and kind not in collective
        ):
            name = "journal"
        else:
            name = "booktitle"
        written = self._extra.get(name)
        if written is not None and name != "howpublished":
            del self._extra[name]
            said = fields.venue_of(written, fields.venue_kind(kind, name))
            if said is not None and (said.acronym, said.name) == (venue.acronym, venue.name):
                self._raw(name, written)
                return
        self._text(name, venue.name)

    def _dates(self) -> None:
        paper, extra = self._paper, self._extra
        year, month, date = extra.pop("year", ""), extra.pop("month", ""), extra.pop("date", "")
        date_year = fields.date_parts(date)[0]
        if date_year not in (None, paper.year):
            date = ""  # the year was changed since
        if year and (paper.year is None or fields.year_in(year) == paper.year):
            self._raw("year", year)
        if month and fields.month_in(fields.plain(month)) == paper.month:
            self._raw("month", month)
        if date:
            self._raw("date", date)
        month_open = "month" not in self._out
        as_date = month_open and "year" not in self._out and (not date or date_year is not None)
        if self._dialect is Dialect.BIBLATEX and as_date and paper.year is not None:
            self._set(
                "date", f"{paper.year}" if paper.month is None else f"{paper.year}-{paper.month:02}"
            )
            return
        if paper.year is not None:
            self._set("year", str(paper.year))
        if paper.month is not None and month_open:
            self._out["month"] = MONTHS[paper.month - 1][:3].lower()  # a macro of every style

    def _identifiers(self) -> None:
        paper = self._paper
        rest = list(paper.identifiers)
        for scheme in (Scheme.DOI, Scheme.PMID, Scheme.PMCID, Scheme.ISBN):
            identifier = paper.identifier(scheme)
            written = self._extra.pop(scheme.value, None)
            if identifier is None:
                if written is not None:
                    self._raw(scheme.value, written)
                continue
            if written is not None and _names(written, identifier):
                self._raw(scheme.value, written)
                said = {f"{i}" for i in find_identifiers(f"{scheme.value}:{written}")}
                rest = [i for i in rest if f"{i}" not in said]
            else:
                self._address(scheme.value, identifier.value)
            rest = [i for i in rest if i.same != identifier.same]
        arxiv = paper.identifier(Scheme.ARXIV)
        if arxiv is not None:
            written = self._extra.pop("eprint", "")
            self._set("eprint", written if _names(f"arxiv:{written}", arxiv) else arxiv.value)
            self._set("archiveprefix", "arXiv")
            rest.remove(arxiv)
        self._more_identifiers(rest)

    def _more_identifiers(self, rest: Iterable[Identifier]) -> None:
        """Identifiers without a field of their own, unless the entry's links say them."""
        said = {
            i.same
            for k in self._paper.links
            if k.kind in (LinkKind.PAPER, LinkKind.PDF)
            for i in find_identifiers(k.url)
        }
        self._address("identifiers", " ".join(str(i) for i in rest if i.same not in said))

    def _links(self) -> None:
        """`url` is the paper's page, unless it is just the address of its DOI or arXiv number."""
        by_kind: dict[str, list[str]] = {}
        for link in self._paper.links:
            if link.kind is LinkKind.PAPER and (self._is_bare(link.url) or not link.url):
                continue
            first = link.kind is LinkKind.PAPER and "url" not in by_kind
            name = "url" if first else link.kind.value
            name = name if first or name in fields.LINK_FIELDS else "links"
            label = re.sub(r"[(){}\\]", "", link.label or "").strip()
            by_kind.setdefault(name, []).append(
                f"{link.url} ({label})" if label and not first else link.url
            )
        for name, urls in by_kind.items():
            self._address(name, " ".join(urls))

    def _is_bare(self, url: str) -> bool:
        if not _BARE_ADDRESS.match(url):
            return False
        own = {i.same for i in self._paper.identifiers if i.scheme in (Scheme.DOI, Scheme.ARXIV)}
        return any(i.same in own for i in find_identifiers(url))

    def _former_keys(self) -> None:
        ids = [k.strip() for k in self._extra.pop("ids", "").split(",") if k.strip()]
        self._set("ids", ", ".join(dict.fromkeys([*ids, *self._paper.former_keys])))

    def _rest(self) -> None:
        """The fields that have no column, in their order."""
        for written, value in self._extra.items():
            name = _NOT_IN_NAMES.sub("-", written)
            spelt = _FIELD_NAMES[self._dialect].get(name, name)
            if spelt != name and (spelt in self._extra or spelt in self._out):
                self._out.setdefault(name, f"{{{_balanced(value)}}}")  # both names are there
            else:
                self._raw(name, value)


_FILE_NAMES = ("file", "bdsk-file", "local")  # a path in other letters would lead nowhere
_NOT_IN_NAMES = re.compile(r"[^\w:.+/-]+")
_ASCII_SIGNS = "".join(chr(c) for c in range(33, 127)) + " "


def _base_name(name: str) -> str:
    """The name of a field without the number of a repeated one."""
    return re.sub(r"_\d+$", "", name)


def _names(written: str, identifier: Identifier) -> bool:
    """Whether what was kept as written still names this identifier."""
    value = read_verbatim(written)
    said = [parse_identifier(f"{identifier.scheme.value}:{value}"), *find_identifiers(value)]
    return any(i is not None and i.same == identifier.same for i in said)


def _mended(value: str) -> str:
    """Text as it was written, with the signs escaped that would stop LaTeX: a bare & % # or _."""
    if not any(c in value for c in "&%#_") or "$" in value or "\\url" in value or "\\href" in value:
        return value
    return re.sub(r"(?<!\\)[&%#_]", lambda m: f"\\{m[0]}", value)


def _balanced(value: str) -> str:
    """`value` with braces that pair up, for a lone one would take the rest of the file with it."""
    depth = 0
    for match in _BRACE.finditer(value):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth < 0:
            break
    if depth == 0 and not value.endswith("\\"):
        return value
    return value.replace("{", "").replace("}", "").rstrip("\\")


_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
