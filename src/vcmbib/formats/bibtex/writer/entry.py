"""From a paper to one entry: each field as it was written, or as it is now."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vcmbib.formats.bibtex import dates, dialects, field_parsing, field_values, venue_fields
from vcmbib.formats.bibtex.escape import escape
from vcmbib.formats.bibtex.field_values import is_plain_text
from vcmbib.formats.bibtex.link_fields import LINK_FIELDS, read_links, write_links
from vcmbib.formats.bibtex.months import MONTHS
from vcmbib.formats.bibtex.names import encode_initials, read_people
from vcmbib.formats.bibtex.reader import identifiers
from vcmbib.formats.bibtex.style import Dialect, Style, VenueForm
from vcmbib.formats.bibtex.writer.fields import EntryFields, WrittenEntry
from vcmbib.formats.bibtex.writer.inherited import MISSING, Said
from vcmbib.formats.bibtex.writer.venue_names import venue_text
from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper

_TEXTS = ("volume", "number", "publisher", "honour", "model", "abstract", "note", "pages")
_SCHEMES = {
    "doi": Scheme.DOI,
    "eprint": Scheme.ARXIV,
    "pmid": Scheme.PMID,
    "pmcid": Scheme.PMCID,
    "isbn": Scheme.ISBN,
}
_NOT_IN_NAMES = re.compile(r"[^\w:.+/*-]+")
_MONTH_MACROS = {month: month[:3].lower() for month in MONTHS}


def write_entry(paper: Paper, style: Style, *, above: Said | None = None) -> WrittenEntry:
    """The entry of a paper.

    `above` is what the entries say that it refers to, if those are written too: what it got from
    there, and was not changed since, is left out.
    """
    return _EntryWriter(paper, style, above=above).entry()


class _EntryWriter(EntryFields):
    """One paper on its way to an entry."""

    def entry(self) -> WrittenEntry:
        """The entry."""
        paper = self._paper
        kind = self._type()
        self._title()
        self._people("author", paper.authors, complete=paper.authors_complete)
        self._people("editor", paper.editors, complete=True)
        self._when()
        for name in _TEXTS:
            self._column(name)
        self._words("topics", paper.topics)
        self._words("keywords", paper.tags)
        self._container()
        self._links()
        self._identifiers()
        self._former_keys()
        self._rest(kind)
        self._leave_out()
        return WrittenEntry(kind, paper.key, self._out)

    # --- columns ---

    def _column(self, name: str) -> None:
        """A text column: as kept if that still means the same, or means nothing at all."""
        value: str | None = self._paper.note if name == "note" else getattr(self._paper, name)
        kept = self._kept.get(name)
        if kept is not None:
            means = (
                kept
                if is_plain_text(kept) and name != "pages"
                else field_values.FIELD_READERS[name](kept)
            )
            if means == (value or "") or (not value and self._mentions_ours(name, kept)):
                self._as_kept(name)
                return
            del self._kept[name]
        if value and not (name == "number" and self._kept.get("issue") == value):
            self._ours(name, field_values.canonical_value(name, value))

    def _title(self) -> None:
        paper, kept = self._paper, self._kept.get("title")
        if kept is not None:
            if (kept if is_plain_text(kept) else field_parsing.plain(kept)) == paper.title:
                self._as_kept("title")
                return
            del self._kept["title"]
        if paper.title:
            self._ours("title", field_values.write_title(paper.title, paper.model))

    def _people(self, name: str, people: tuple[Name, ...], *, complete: bool) -> None:
        kept = self._kept.get(name)
        if kept is not None:
            if field_values.is_plain_name_list(kept, people) and complete:
                self._people_as_kept(name, kept)
                return
            means = read_people(kept)
            others = name == "editor" or not means.names or means.others != complete
            if means.names == people and others:
                self._people_as_kept(name, kept)
                return
            more = name == "editor" and means.others
            complete = complete and not more
            del self._kept[name]
        if people:
            self._ours(name, field_values.write_name_list(people, complete=complete))

    def _people_as_kept(self, name: str, kept: str) -> None:
        self._lent.saw(name, kept)
        if not (self._biblatex or self._style.ascii_only):
            self._kept[name] = encode_initials(kept)
        self._as_kept(name)

    def _words(self, name: str, words: tuple[str, ...]) -> None:
        kept = field_parsing.repeated_names(name, self._kept)
        if kept:
            read = [w for n in kept for w in field_parsing.read_tags(self._kept[n])]
            same = {w.casefold() for w in read} == {w.casefold() for w in words}  # each word once
            for spelt in kept:
                if same:
                    self._as_kept(spelt)
                else:
                    self._drop(spelt)
            if same:
                return
        if words:
            self._ours(name, field_values.write_keywords(words))

    def _mentions_ours(self, name: str, written: str) -> bool:
        """Whether a field mentions identifiers, all of them the paper's."""
        found = identifiers.mentioned(name, written)
        return bool(found) and not self._mentions_others(name, written)

    def _mentions_others(self, name: str, written: str) -> bool:
        """Whether a field mentions an identifier that the paper has no longer."""
        return any(i.comparison_key not in self._same for i in identifiers.mentioned(name, written))

    # --- when ---

    def _when(self) -> None:
        """Year, month and date, as they were kept if they still mean the same."""
        paper = self._paper
        when = (paper.year, paper.month)
        kept = {n: self._kept[n] for n in dates.FIELDS if n in self._kept}
        self._lent.saw_date(when, kept)
        if kept and dates.read_year_month(kept) == when:
            self._kept_when(kept, when)
            return
        for name in kept:
            value = self._kept[name]
            means = dates.read_year_month({name: value})
            fits = {
                "year": paper.year is not None and means[0] == paper.year,
                "month": paper.month is not None and means[1] == paper.month,
                "date": means in (when, (None, None)),
            }[name]
            if not fits:
                self._drop(name)
        kept = {n: self._kept[n] for n in dates.FIELDS if n in self._kept}
        if kept:
            self._kept_when(kept, when)
            for name, value in dates.canonical(when, Dialect.BIBTEX).items():
                if dates.read_year_month(kept)[name == "month"] is None:
                    self._set_when(name, value)
        else:
            self._canonical_when(when)

    def _kept_when(self, kept: dict[str, str], when: dates.YearMonth) -> None:
        """The kept fields; a date alone is BibLaTeX's and is put into year and month for BibTeX."""
        translate = not self._biblatex and "date" in kept and "date" not in self._names_as_given()
        if translate and "year" not in kept:
            self._canonical_when(when)
        for name in kept:
            if name == "date" and translate:
                self._kept[dialects.DATE_FIELD] = self._kept.pop(name)
                self._as_kept(dialects.DATE_FIELD)
            elif self._biblatex and name == "month" and self._kept[name] in _MONTH_MACROS.values():
                self._out["month"] = self._kept.pop(name)  # biber wants a number or a macro
            else:
                self._as_kept(name)

    def _names_as_given(self) -> list[str]:
        return self._marks.get("@names", "").split()

    def _canonical_when(self, when: dates.YearMonth) -> None:
        for name, value in dates.canonical(when, self._style.dialect).items():
            self._set_when(name, value)

    def _set_when(self, name: str, value: str) -> None:
        if name == "month":
            self._out.setdefault(name, _MONTH_MACROS[value])  # a macro of every style
        else:
            self._set(name, value)

    # --- where ---

    def _container(self) -> None:
        """The venue in the field where the entry type has it; as written, if that says the same."""
        venue, kind = self._paper.venue, self._paper.entry_type
        form = self._style.venues
        written_type = self._marks.get("@type", kind)
        if any(n in self._kept for n in venue_fields.FIELDS):
            for name in venue_fields.fields_by_priority(written_type):
                written = self._kept.get(name)
                said = venue_fields.read_venue(name, written, written_type) if written else None
                if said is None or written is None:
                    continue
                stale = self._mentions_others(name, written)
                if venue_fields.same_venue(said, venue) and not stale:
                    if form is VenueForm.AS_WRITTEN or name == "howpublished":
                        self._as_kept(name)
                    else:
                        self._drop(name)
                        self._ours(name, escape(venue_text(said, written, form)))
                    return
                if stale or (venue is not None and name != "howpublished"):
                    self._drop(name)  # the venue was changed since
                break
        if venue is None:
            return
        on_arxiv = self._paper.identifier(Scheme.ARXIV) is not None
        if not venue_fields.is_implied_by_eprint(venue, kind, on_arxiv=on_arxiv):
            name = venue_fields.field_for(venue, kind)
            self._ours(name, escape(venue_text(venue, venue.name, form)))

    # --- links, identifiers ---

    def _links(self) -> None:
        """`url` is the paper's page, unless it is just the address of its DOI or arXiv number."""
        by_kind: dict[LinkKind, list[Link]] = {}
        for link in self._paper.links:
            by_kind.setdefault(link.kind, []).append(link)
        pages = by_kind.pop(LinkKind.PAPER, [])
        said = self._kept_url({k.url for k in pages})
        if not said and "howpublished" in self._kept:
            said = set(identifiers.addresses(self._kept["howpublished"]))
        more: list[Link] = []
        for link in pages:
            if link.url and link.url not in said and not identifiers.repeats(link.url, self._same):
                if "url" in self._out:
                    more.append(link)
                else:
                    self._ours("url", link.url)
        for name, kind in LINK_FIELDS.items():
            links = by_kind.pop(kind, [])
            if name == "links":
                links = [*more, *links]
            kept = self._kept.get(name)
            if kept is not None:
                means = read_links(name, kept)
                if not means or {k.url for k in means} <= {k.url for k in self._paper.links}:
                    self._as_kept(name)
                    links = [k for k in links if k not in means]
                else:
                    del self._kept[name]
            if links:
                self._ours(name, write_links(links))

    def _kept_url(self, urls: set[str]) -> set[str]:
        kept = self._kept.get("url")
        if kept is None:
            return set()
        said = set(identifiers.addresses(kept))
        if said <= urls:
            self._as_kept("url")
            return said
        del self._kept["url"]
        return set()

    def _identifiers(self) -> None:
        same = self._same
        said: set[tuple[str, str]] = set()
        for name in identifiers.OWN:
            if name not in self._kept:
                continue
            found = identifiers.own(name, self._kept)
            if any(i.comparison_key not in same for i in found):
                del self._kept[name]
            elif found or not same:
                said.update(i.comparison_key for i in found)
                self._as_kept(name)
        if not same:
            return
        said.update(i.comparison_key for i in identifiers.of_key(self._paper.key))
        open_ = [i for i in same.values() if i.comparison_key not in said]
        for name in identifiers.MENTIONING if open_ else ():
            value = self._given.get(name) or self._kept.get(name)
            if value and open_:
                named = {i.comparison_key for i in identifiers.mentioned(name, value)}
                open_ = [i for i in open_ if i.comparison_key not in named]
        rest: list[Identifier] = []
        for identifier in open_:
            self._own_field(identifier, rest)
        if rest:
            self._more_identifiers(rest)

    def _own_field(self, identifier: Identifier, rest: list[Identifier]) -> None:
        """An identifier in its own field, or in `rest` if it has none or that is taken."""
        name = "eprint" if identifier.scheme is Scheme.ARXIV else identifier.scheme.value
        if name not in _SCHEMES or name in self._out:
            rest.append(identifier)
            return
        self._drop(name)  # what was there names nothing
        self._ours(name, identifier.value)
        if name == "eprint":
            for archive in identifiers.ARCHIVE:
                self._drop(archive)
            self._set("archiveprefix", "arXiv")

    def _more_identifiers(self, rest: Iterable[Identifier]) -> None:
        """Identifiers without a field of their own, unless the entry's links say them."""
        said = {
            i.comparison_key
            for k in self._paper.links
            if k.kind in (LinkKind.PAPER, LinkKind.PDF)
            for i in find_identifiers(k.url)
        }
        left = " ".join(str(i) for i in rest if i.comparison_key not in said)
        if left:
            self._ours("identifiers", left)

    def _former_keys(self) -> None:
        if not self._style.ids:
            self._drop("ids")
            return
        kept = self._kept.get("ids")
        former = self._paper.former_keys
        if kept is not None and set(former) <= set(field_parsing.read_keys(kept)):
            self._as_kept("ids")
            return
        keys = [*field_parsing.read_keys(self._kept.pop("ids", "")), *former]
        if keys:
            self._set("ids", ", ".join(dict.fromkeys(keys)))

    # --- type, and what is left ---

    def _type(self) -> str:
        paper = self._paper
        kind = paper.entry_type
        given = self._marks.get("@type")
        as_given = bool(given) and venue_fields.library_type(given or "", paper.venue) == kind
        if as_given and given:
            return given
        on_arxiv = paper.identifier(Scheme.ARXIV) is not None
        kind = dialects.canonical_type(kind, paper.venue, on_arxiv, self._style.dialect)
        if self._biblatex:
            return kind
        known = dialects.bibtex_type(kind, self._kept.get("type", ""))
        if known != kind:
            self._set(dialects.TYPE_FIELD, kind)
            if kind == "thesis" and "school" not in self._kept:
                self._spelling = {**self._spelling, "institution": "school"}
        return known

    def _rest(self, kind: str) -> None:
        """The fields that have no column, in their order."""
        del kind
        if self._above is None and "@inherited" in self._marks:
            self._say_it_all()
        for written in list(self._kept):
            name = _NOT_IN_NAMES.sub("-", written) or "field"
            if name != written:
                self._kept[name] = self._kept.pop(written)
            spelt = self._spelling.get(name, name)
            if spelt != name and (spelt in self._kept or spelt in self._out):
                self._spelling = {**self._spelling, name: name}  # both names are there
            self._as_kept(name)

    def _say_it_all(self) -> None:
        """Refer to no entry that gave something; to those that were nowhere, as before."""
        nowhere = field_parsing.read_keys(self._marks.get(MISSING, ""))
        for name in ("crossref", "xdata"):
            keys = field_parsing.read_keys(self._kept.get(name, ""))
            left = [key for key in keys if key in nowhere]
            if not left:
                self._drop(name)
            elif len(left) < len(keys):
                self._kept[name] = ", ".join(left)

    def _leave_out(self) -> None:
        """Drop what is inherited, omitted or not asked for; give back what came in empty."""
        style = self._style
        if self._above is not None:
            for name in self._lent.names(self._out, self._above):
                del self._out[name]
        for name in self._marks.get("@empty", "").split():
            self._out.setdefault(self._spelling.get(name, name), "{}")
        if style.fields is None and not style.omit:
            return
        wanted = (
            None if style.fields is None else {dialects.canonical_name(n) for n in style.fields}
        )
        omitted = {dialects.canonical_name(n) for n in style.omit}
        for name in list(self._out):
            one = dialects.canonical_name(name)
            if (wanted is not None and one not in wanted) or one in omitted:
                del self._out[name]
