"""Write a paper as one entry: each field as it was read, or with the paper's current value."""

from __future__ import annotations

from collections.abc import Iterable

from vcmbib.formats.bibtex import dates, dialects, field_values, parse_fields, venue_fields
from vcmbib.formats.bibtex.escape import escape
from vcmbib.formats.bibtex.field_values import is_plain_text
from vcmbib.formats.bibtex.link_fields import LINK_FIELDS, read_links, write_links
from vcmbib.formats.bibtex.names import encode_initials, read_people
from vcmbib.formats.bibtex.reader import identifiers
from vcmbib.formats.bibtex.style import Dialect, Style, VenueForm
from vcmbib.formats.bibtex.writer.fields import (
    NOT_IN_FIELD_NAMES,
    EntryFields,
    WrittenEntry,
)
from vcmbib.formats.bibtex.writer.inherited import MISSING, ParentFields
from vcmbib.formats.bibtex.writer.venue_names import venue_name
from vcmbib.formats.months import MONTHS
from vcmbib.model.field_types import TypedField
from vcmbib.model.fields import (
    ABSTRACT,
    HONOUR,
    MODEL,
    NOTE,
    NUMBER,
    PAGES,
    PUBLISHER,
    TEXT_FIELDS,
    VOLUME,
)
from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper

_FIRST = (VOLUME, NUMBER, PUBLISHER, HONOUR, MODEL, ABSTRACT, NOTE, PAGES)
_TEXT_COLUMNS = (*_FIRST, *(field for field in TEXT_FIELDS if field not in _FIRST))
"""The columns of text, in the order in which their fields are written."""
_SCHEMES = {
    "doi": Scheme.DOI,
    "eprint": Scheme.ARXIV,
    "pmid": Scheme.PMID,
    "pmcid": Scheme.PMCID,
    "isbn": Scheme.ISBN,
}
_MONTH_MACROS = {month: month[:3].lower() for month in MONTHS}


def write_entry(
    paper: Paper, style: Style, *, parent_fields: ParentFields | None = None
) -> WrittenEntry:
    """Return the entry of a paper.

    parent_fields: the fields of the entries that it refers to, if those are written too. Fields
    that are inherited from there and not changed since are omitted.
    """
    return _EntryWriter(paper, style, parent_fields=parent_fields).entry()


class _EntryWriter(EntryFields):
    """Convert one paper to an entry."""

    def entry(self) -> WrittenEntry:
        """Return the entry."""
        paper = self._paper
        kind = self._choose_type()
        self._write_title()
        self._write_people("author", paper.authors, complete=paper.authors_complete)
        self._write_people("editor", paper.editors, complete=True)
        self._write_date()
        for column in _TEXT_COLUMNS:
            self._write_text_column(column)
        self._write_words("topics", paper.topics)
        self._write_words("keywords", paper.tags)
        self._write_venue()
        self._write_links()
        self._write_identifiers()
        self._write_old_keys()
        self._write_rest()
        self._remove_fields()
        return WrittenEntry(kind, paper.key, self._fields)

    # --- columns ---

    def _write_text_column(self, column: TypedField[str | None]) -> None:
        """Write a text column: the kept value if it has the same meaning, else the column's.

        An empty column also keeps a value that only mentions the paper's identifiers.
        """
        name, value = column.name, column.of(self._paper)
        kept = self._kept.get(name)
        if kept is not None:
            meaning = (
                kept
                if is_plain_text(kept) and name != "pages"
                else field_values.FIELD_READERS[name](kept)
            )
            if meaning == (value or "") or (not value and self._mentions_own(name, kept)):
                self._write_kept(name)
                return
            del self._kept[name]
        if value and not (name == "number" and self._kept.get("issue") == value):
            self._write_new(name, field_values.canonical_value(name, value))

    def _write_title(self) -> None:
        """Write the title: the kept value if it has the same meaning."""
        paper, kept = self._paper, self._kept.get("title")
        if kept is not None:
            if (kept if is_plain_text(kept) else parse_fields.plain(kept)) == paper.title:
                self._write_kept("title")
                return
            del self._kept["title"]
        if paper.title:
            self._write_new("title", field_values.write_title(paper.title, paper.model))

    def _write_people(self, name: str, people: tuple[Name, ...], *, complete: bool) -> None:
        """Write `author` or `editor`: the kept value if it names the same people."""
        kept = self._kept.get(name)
        if kept is not None:
            if field_values.is_plain_name_list(kept, people) and complete:
                self._write_kept_people(name, kept)
                return
            kept_names = read_people(kept)
            same_ending = name == "editor" or not kept_names.names or kept_names.others != complete
            if kept_names.names == people and same_ending:
                self._write_kept_people(name, kept)
                return
            more_editors = name == "editor" and kept_names.others
            complete = complete and not more_editors
            del self._kept[name]
        if people:
            self._write_new(name, field_values.write_name_list(people, complete=complete))

    def _write_kept_people(self, name: str, kept: str) -> None:
        """Write a kept name list; for BibTeX, initials that are not ASCII become commands."""
        self._inherited.note_value(name, kept)
        if not (self._biblatex or self._style.ascii_only):
            self._kept[name] = encode_initials(kept)
        self._write_kept(name)

    def _write_words(self, name: str, words: tuple[str, ...]) -> None:
        """Write `topics` or `keywords`: the kept fields if they contain the same words."""
        kept = parse_fields.repeated_names(name, self._kept)
        if kept:
            kept_words = [w for n in kept for w in parse_fields.read_tags(self._kept[n])]
            unchanged = {w.casefold() for w in kept_words} == {w.casefold() for w in words}
            for kept_name in kept:
                if unchanged:
                    self._write_kept(kept_name)
                else:
                    self._drop_kept(kept_name)
            if unchanged:
                return
        if words:
            self._write_new(name, field_values.write_keywords(words))

    def _mentions_own(self, name: str, written: str) -> bool:
        """Whether a field mentions identifiers, and only those of the paper."""
        mentioned = identifiers.mentioned_in(name, written)
        return bool(mentioned) and not self._mentions_removed(name, written)

    def _mentions_removed(self, name: str, written: str) -> bool:
        """Whether a field mentions an identifier that the paper does not have any more."""
        return any(
            i.comparison_key not in self._identifiers_by_key
            for i in identifiers.mentioned_in(name, written)
        )

    # --- date ---

    def _write_date(self) -> None:
        """Write year, month and date: the kept fields if they have the same meaning."""
        paper = self._paper
        when = (paper.year, paper.month)
        kept = {n: self._kept[n] for n in dates.FIELDS if n in self._kept}
        self._inherited.note_date(when, kept)
        if kept and dates.read_year_month(kept) == when:
            self._write_kept_date(kept, when)
            return
        for name in kept:
            value = self._kept[name]
            meaning = dates.read_year_month({name: value})
            is_current = {
                "year": paper.year is not None and meaning[0] == paper.year,
                "month": paper.month is not None and meaning[1] == paper.month,
                "date": meaning in (when, (None, None)),
            }[name]
            if not is_current:
                self._drop_kept(name)
        kept = {n: self._kept[n] for n in dates.FIELDS if n in self._kept}
        if kept:
            self._write_kept_date(kept, when)
            for name, value in dates.canonical(when, Dialect.BIBTEX).items():
                if dates.read_year_month(kept)[name == "month"] is None:
                    self._set_date_field(name, value)
        else:
            self._write_canonical_date(when)

    def _write_kept_date(self, kept: dict[str, str], when: dates.YearMonth) -> None:
        """Write the kept fields of a date.

        For BibTeX, a BibLaTeX `date` alone becomes `year` and `month`, and is kept in DATE_FIELD.
        """
        translate = not self._biblatex and "date" in kept and "date" not in self._names_as_written()
        if translate and "year" not in kept:
            self._write_canonical_date(when)
        for name in kept:
            if name == "date" and translate:
                self._kept[dialects.DATE_FIELD] = self._kept.pop(name)
                self._write_kept(dialects.DATE_FIELD)
            elif self._biblatex and name == "month" and self._kept[name] in _MONTH_MACROS.values():
                self._fields["month"] = self._kept.pop(name)  # Biber needs a number or a macro
            else:
                self._write_kept(name)

    def _names_as_written(self) -> list[str]:
        """Return the names of fields that the file wrote in the other dialect's spelling."""
        return self._markers.get("@names", "").split()

    def _write_canonical_date(self, when: dates.YearMonth) -> None:
        """Write the date as vcmbib does."""
        for name, value in dates.canonical(when, self._style.dialect).items():
            self._set_date_field(name, value)

    def _set_date_field(self, name: str, value: str) -> None:
        """Set a field of a date; a month is written as its macro."""
        if name == "month":
            self._fields.setdefault(name, _MONTH_MACROS[value])  # a macro of all standard styles
        else:
            self._set_field(name, value)

    # --- venue ---

    def _write_venue(self) -> None:
        """Write the venue: the kept value if it names the same venue."""
        venue, kind = self._paper.venue, self._paper.entry_type
        form = self._style.venues
        written_type = self._markers.get("@type", kind)
        if any(n in self._kept for n in venue_fields.FIELDS):
            for name in venue_fields.fields_by_priority(written_type):
                written = self._kept.get(name)
                kept_venue = (
                    venue_fields.read_venue(name, written, written_type) if written else None
                )
                if kept_venue is None or written is None:
                    continue
                is_stale = self._mentions_removed(name, written)
                if venue_fields.same_venue(kept_venue, venue) and not is_stale:
                    if form is VenueForm.AS_WRITTEN or name == "howpublished":
                        self._write_kept(name)
                    else:
                        self._drop_kept(name)
                        self._write_new(name, escape(venue_name(kept_venue, written, form)))
                    return
                if is_stale or (venue is not None and name != "howpublished"):
                    self._drop_kept(name)  # the venue has changed
                break
        if venue is None:
            return
        on_arxiv = self._paper.identifier(Scheme.ARXIV) is not None
        if not venue_fields.is_implied_by_eprint(venue, kind, on_arxiv=on_arxiv):
            name = venue_fields.field_for(venue, kind)
            self._write_new(name, escape(venue_name(venue, venue.name, form)))

    # --- links, identifiers ---

    def _write_links(self) -> None:
        """Write the links. `url` is the paper's page, unless it only repeats an identifier."""
        by_kind: dict[LinkKind, list[Link]] = {}
        for link in self._paper.links:
            by_kind.setdefault(link.kind, []).append(link)
        paper_links = by_kind.pop(LinkKind.PAPER, [])
        kept_urls = self._keep_url({k.url for k in paper_links})
        if not kept_urls and "howpublished" in self._kept:
            kept_urls = set(identifiers.urls_in(self._kept["howpublished"]))
        other_pages: list[Link] = []
        for link in paper_links:
            if (
                link.url
                and link.url not in kept_urls
                and not identifiers.repeats_identifier(link.url, self._identifiers_by_key)
            ):
                if "url" in self._fields:
                    other_pages.append(link)
                else:
                    self._write_new("url", link.url)
        for name, kind in LINK_FIELDS.items():
            links = by_kind.pop(kind, [])
            if name == "links":
                links = [*other_pages, *links]
            kept = self._kept.get(name)
            if kept is not None:
                kept_links = read_links(name, kept)
                if not kept_links or {k.url for k in kept_links} <= {
                    k.url for k in self._paper.links
                }:
                    self._write_kept(name)
                    links = [k for k in links if k not in kept_links]
                else:
                    del self._kept[name]
            if links:
                self._write_new(name, write_links(links))

    def _keep_url(self, urls: set[str]) -> set[str]:
        """Write the kept `url` if the paper has all URLs in it; return these URLs.

        urls: the URLs of the paper's pages.
        """
        kept = self._kept.get("url")
        if kept is None:
            return set()
        kept_urls = set(identifiers.urls_in(kept))
        if kept_urls <= urls:
            self._write_kept("url")
            return kept_urls
        del self._kept["url"]
        return set()

    def _write_identifiers(self) -> None:
        """Write each identifier to its own field, unless another field mentions it."""
        own = self._identifiers_by_key
        written: set[tuple[str, str]] = set()
        for name in identifiers.IDENTIFIER_FIELDS:
            if name not in self._kept:
                continue
            found = identifiers.stated_in(name, self._kept)
            if any(i.comparison_key not in own for i in found):
                del self._kept[name]
            elif found or not own:
                written.update(i.comparison_key for i in found)
                self._write_kept(name)
        if not own:
            return
        written.update(i.comparison_key for i in identifiers.identifiers_of_key(self._paper.key))
        missing = [i for i in own.values() if i.comparison_key not in written]
        for name in identifiers.MENTIONING_FIELDS if missing else ():
            value = self._written_as_kept.get(name) or self._kept.get(name)
            if value and missing:
                mentioned = {i.comparison_key for i in identifiers.mentioned_in(name, value)}
                missing = [i for i in missing if i.comparison_key not in mentioned]
        rest: list[Identifier] = []
        for identifier in missing:
            self._write_identifier(identifier, rest)
        if rest:
            self._write_other_identifiers(rest)

    def _write_identifier(self, identifier: Identifier, rest: list[Identifier]) -> None:
        """Write an identifier to its own field, or add it to `rest` if that is not free."""
        name = "eprint" if identifier.scheme is Scheme.ARXIV else identifier.scheme.value
        if name not in _SCHEMES or name in self._fields:
            rest.append(identifier)
            return
        self._drop_kept(name)  # the kept value contains no identifier
        self._write_new(name, identifier.value)
        if name == "eprint":
            for archive in identifiers.ARCHIVE_FIELDS:
                self._drop_kept(archive)
            self._set_field("archiveprefix", "arXiv")

    def _write_other_identifiers(self, rest: Iterable[Identifier]) -> None:
        """Write identifiers without an own field to `identifiers`, unless a link contains them."""
        linked = {
            i.comparison_key
            for k in self._paper.links
            if k.kind in (LinkKind.PAPER, LinkKind.PDF)
            for i in find_identifiers(k.url)
        }
        unlinked = " ".join(str(i) for i in rest if i.comparison_key not in linked)
        if unlinked:
            self._write_new("identifiers", unlinked)

    def _write_old_keys(self) -> None:
        """Write the old keys to `ids`: the kept value if it contains all of them."""
        if not self._style.ids:
            self._drop_kept("ids")
            return
        kept = self._kept.get("ids")
        old_keys = self._paper.former_keys
        if kept is not None and set(old_keys) <= set(parse_fields.read_keys(kept)):
            self._write_kept("ids")
            return
        keys = [*parse_fields.read_keys(self._kept.pop("ids", "")), *old_keys]
        if keys:
            self._set_field("ids", ", ".join(dict.fromkeys(keys)))

    # --- type, other fields ---

    def _choose_type(self) -> str:
        """Return the entry type; for BibTeX, a type that it does not have goes to TYPE_FIELD."""
        paper = self._paper
        kind = paper.entry_type
        written_type = self._markers.get("@type")
        is_current = (
            bool(written_type)
            and venue_fields.library_type(written_type or "", paper.venue) == kind
        )
        if is_current and written_type:
            return written_type
        on_arxiv = paper.identifier(Scheme.ARXIV) is not None
        kind = dialects.canonical_type(kind, paper.venue, on_arxiv, self._style.dialect)
        if self._biblatex:
            return kind
        bibtex_type = dialects.bibtex_type(kind, self._kept.get("type", ""))
        if bibtex_type != kind:
            self._set_field(dialects.TYPE_FIELD, kind)
            if kind == "thesis" and "school" not in self._kept:
                self._spelling = {**self._spelling, "institution": "school"}
        return bibtex_type

    def _write_rest(self) -> None:
        """Write the fields without a column, in the order of the file."""
        if self._parent_fields is None and "@inherited" in self._markers:
            self._drop_references()
        for kept_name in list(self._kept):
            name = NOT_IN_FIELD_NAMES.sub("-", kept_name) or "field"
            if name != kept_name:
                self._kept[name] = self._kept.pop(kept_name)
            spelt = self._spelling.get(name, name)
            if spelt != name and (spelt in self._kept or spelt in self._fields):
                self._spelling = {**self._spelling, name: name}  # the entry has both names
            self._write_kept(name)

    def _drop_references(self) -> None:
        """Drop `crossref` and `xdata`, because inherited fields are written here.

        Keys that no entry had when the file was read stay.
        """
        never_found = parse_fields.read_keys(self._markers.get(MISSING, ""))
        for name in ("crossref", "xdata"):
            keys = parse_fields.read_keys(self._kept.get(name, ""))
            remaining = [key for key in keys if key in never_found]
            if not remaining:
                self._drop_kept(name)
            elif len(remaining) < len(keys):
                self._kept[name] = ", ".join(remaining)

    def _remove_fields(self) -> None:
        """Remove inherited, omitted and unselected fields; add the file's fields without value."""
        style = self._style
        if self._parent_fields is not None:
            for name in self._inherited.omittable(self._fields, self._parent_fields):
                del self._fields[name]
        for name in NOT_IN_FIELD_NAMES.sub(" ", self._markers.get("@empty", "")).split():
            self._fields.setdefault(self._spelling.get(name, name), "{}")
        if style.fields is None and not style.omit:
            return
        wanted = (
            None if style.fields is None else {dialects.canonical_name(n) for n in style.fields}
        )
        omitted = {dialects.canonical_name(n) for n in style.omit}
        for name in list(self._fields):
            canonical = dialects.canonical_name(name)
            if (wanted is not None and canonical not in wanted) or canonical in omitted:
                del self._fields[name]
