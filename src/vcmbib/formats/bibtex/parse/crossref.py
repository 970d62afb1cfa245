"""Inherit fields from other entries through `crossref` and `xdata`.

The rules are the defaults of BibLaTeX (its manual, appendix B "Default Inheritance Setup", and
`xdata` in "Special Fields"). An entry keeps its own fields. `xdata` gives all its fields.
`crossref` gives the fields of the data model, some under another name, some never.

One rule is vcmbib's own: a field that identifies the parent or describes only it, such as its DOI
or its keywords, is not inherited.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from vcmbib.formats.bibtex.parse.entry import RawEntry

_TITLES = ("title", "subtitle", "titleaddon")
_OTHER_TITLES = "shorttitle sorttitle indextitle indexsorttitle"
_MV_COLLECTED = "collection reference incollection inreference suppcollection"
# (types of the parent, types of the child, prefix of the parent's title fields in the child)
_TITLE_RULES = (
    ("mvbook", "book inbook bookinbook suppbook", "main"),
    ("mvcollection mvreference", _MV_COLLECTED, "main"),
    ("mvproceedings", "proceedings inproceedings", "main"),
    ("book", "inbook bookinbook suppbook", "book"),
    ("collection reference", "incollection inreference suppcollection", "book"),
    ("proceedings", "inproceedings", "book"),
    ("periodical", "article suppperiodical", "journal"),
)
_AUTHOR_RULE = ("mvbook book".split(), "inbook bookinbook suppbook".split())
_TYPE_ALIASES = {"conference": "inproceedings", "review": "article"}

# The fields that `crossref` gives: those of BibLaTeX's data model. Excluded by BibLaTeX's defaults:
# ids, crossref, xref, entryset, entrysubtype, execute, label, options, presort, related*,
# shorthand*, sort*. Excluded by vcmbib: keywords.
_INHERITABLE = frozenset(
    """address afterword annotator author biblatexdate bookauthor bookpagination booksubtitle
    booktitle booktitleaddon chapter commentator date day edition editor editora editorb editorc
    editortype editoratype editorbtype editorctype eventdate eventtitle eventtitleaddon foreword
    holder indextitle indexsorttitle institution introduction issue issuesubtitle
    issuetitle issuetitleaddon journal journalsubtitle journaltitle journaltitleaddon langid
    language library location mainsubtitle maintitle maintitleaddon month nameaddon number
    organization origdate origlanguage origlocation origpublisher origtitle pages pagination
    part publisher pubstate reprinttitle school series shortauthor shorteditor shortjournal
    shortseries shorttitle subtitle title titleaddon translator type venue version volume
    volumes year""".split()
)
# Fields that identify a work or describe only it: not inherited, through `xdata` neither.
_NEVER_INHERITED = frozenset(
    """abstract addendum annotation annote archiveprefix arxiv arxivid bibsource biburl code dataset
    doi ee eid eprint eprintclass eprinttype file howpublished identifiers ids isan isbn ismn isrn
    issn iswc links lccn mrnumber note pagetotal pdf pmcid pmid primaryclass project url urldate
    video zblnumber""".split()
)
# Two names of one field (biblatex manual, "Field Aliases"): an entry with one does not inherit the
# other.
_SYNONYMS = {
    "journal": "journaltitle",
    "address": "location",
    "annote": "annotation",
    "school": "institution",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
    "pdf": "file",
}
_DATE = ("date", "year")  # an entry with one of them inherits no part of a date
_DATE_PARTS = ("date", "year", "month", "day", "biblatexdate")
_MAX_INHERITED = 500  # fields that one entry may inherit: limits the memory for long chains


FindEntry = Callable[[str], RawEntry | None]


def inherit(entries: Sequence[RawEntry], find_elsewhere: FindEntry | None = None) -> list[RawEntry]:
    """Return the entries with inherited fields, and remarks on missing parents and circles.

    find_elsewhere: finds a parent by its key if it is not among the entries.
    """
    parents_elsewhere = (
        _parents_elsewhere(entries, find_elsewhere) if find_elsewhere is not None else []
    )
    return _CrossrefGraph([*entries, *parents_elsewhere]).resolve_all()[: len(entries)]


def _parents_elsewhere(entries: Sequence[RawEntry], find_elsewhere: FindEntry) -> list[RawEntry]:
    """Return the parents that are not among the entries, and the parents of those."""
    graph = _CrossrefGraph(entries)
    parents: list[RawEntry] = []
    looked_up: set[str] = set()
    waiting = [key for entry in entries for _, key in _references(entry) if not graph.has(key)]
    while waiting:
        key = waiting.pop()
        if key in looked_up:
            continue
        looked_up.add(key)
        parent = find_elsewhere(key)
        if parent is not None:
            parents.append(parent)
            waiting.extend(k for _, k in _references(parent) if not graph.has(k))
    return parents


class _CrossrefGraph:
    """The entries and their references. A key is exact, in any letter case, or an old key."""

    def __init__(self, entries: Sequence[RawEntry]) -> None:
        self._entries = list(entries)
        self._by_key: dict[str, int] = {}
        self._by_folded: dict[str, int] = {}
        self._by_old_key: dict[str, int] = {}
        self._missing: dict[str, list[tuple[int, str]]] = {}  # key -> (entry, field)
        for index, entry in enumerate(entries):
            self._by_key.setdefault(entry.key, index)
            self._by_folded.setdefault(entry.key.lower(), index)
            for old_key in _split_keys(entry.get("ids")):
                self._by_old_key.setdefault(old_key, index)

    def resolve_all(self) -> list[RawEntry]:
        """Return all entries, each resolved after its parents. Chains may be long: no recursion."""
        done = [not _references(entry) for entry in self._entries]
        for first, finished in enumerate(done):
            waiting = [] if finished else [first]
            begun = {first}
            while waiting:
                index = waiting[-1]
                parents = [p for p in self._parents_of(index) if not done[p] and p not in begun]
                if parents:
                    waiting.extend(parents)
                    begun.update(parents)
                    continue
                waiting.pop()
                if not done[index]:
                    self._entries[index] = self._with_inherited(index, done)
                    done[index] = True
        self._add_missing_remarks()
        return self._entries

    def has(self, key: str) -> bool:
        """Whether an entry has this key."""
        return self._index_of(key) is not None

    def _add_missing_remarks(self) -> None:
        """Add one remark for each missing parent, at the first entry that refers to it."""
        for key, referring in self._missing.items():
            first = min(index for index, _ in referring)
            field = next(field for index, field in referring if index == first)
            more = len({index for index, _ in referring}) - 1
            others = f"; {more} more entries refer to it" if more else ""
            entry = self._entries[first]
            remark = f"{field}: no entry {key} in this file{others}"
            self._entries[first] = replace(entry, remarks=(*entry.remarks, remark))

    def _index_of(self, key: str) -> int | None:
        """Return the index of the entry with this key, or None."""
        for index in (
            self._by_key.get(key),
            self._by_folded.get(key.lower()),
            self._by_old_key.get(key),
        ):
            if index is not None:
                return index
        return None

    def _parents_of(self, index: int) -> list[int]:
        """Return the indexes of the parents of an entry."""
        indexes = [self._index_of(key) for _, key in _references(self._entries[index])]
        return [p for p in indexes if p is not None]

    def _with_inherited(self, index: int, done: Sequence[bool]) -> RawEntry:
        """Return the entry with its parents' fields. A parent that is not `done` is in a circle."""
        entry = self._entries[index]
        own = {_SYNONYMS.get(name, name) for name, value in entry.fields if value.strip()}
        inherited: dict[str, str] = {}
        remarks: list[str] = []
        missing: list[str] = []
        for field, key in _references(entry):
            parent = self._index_of(key)
            if parent is None:
                self._missing.setdefault(key, []).append((index, field))
                missing.append(key)
            elif not done[parent]:
                remarks.append(f"{field}: {key} refers back to this entry; no field was inherited")
            else:
                fields = _inheritable_fields(self._entries[parent], entry, field)
                _add_inherited(fields, own, inherited)
        return replace(
            entry,
            inherited=tuple(inherited.items()),
            remarks=(*entry.remarks, *dict.fromkeys(remarks)),
            missing=tuple(dict.fromkeys(missing)),
        )


def _split_keys(value: str) -> list[str]:
    """Return the keys of a list with commas."""
    return [key for key in (part.strip() for part in value.split(",")) if key]


def _references(entry: RawEntry) -> list[tuple[str, str]]:
    """Return (field, key) of all entries that an entry inherits from; `xdata` first."""
    if all(name not in ("xdata", "crossref") for name, _ in entry.fields):
        return []
    crossref = entry.get("crossref").strip()
    references = [("xdata", key) for key in _split_keys(entry.get("xdata"))]
    return [*references, ("crossref", crossref)] if crossref else references


def _inheritable_fields(
    parent: RawEntry, child: RawEntry, referring_field: str
) -> list[tuple[str, str]]:
    """Return the fields that a parent gives to a child, under the child's names."""
    all_fields = (*parent.fields, *parent.inherited)
    fields = [(n, v) for n, v in all_fields if v.strip() and n not in _NEVER_INHERITED]
    if referring_field == "xdata":
        return [(n, v) for n, v in fields if n not in ("xdata", "crossref")]
    excluded = _excluded_fields(child)
    if excluded is None:
        return []
    fields = [(n, v) for n, v in fields if n in _INHERITABLE and n not in excluded]
    parent_type, child_type = (_TYPE_ALIASES.get(e.type, e.type) for e in (parent, child))
    prefix = _title_prefix(parent_type, child_type)
    renamed: list[tuple[str, str]] = []
    if prefix is not None:
        renamed = [(_title_name(prefix, n), v) for n, v in fields if n in _TITLES]
        left_out = {*_TITLES, *_OTHER_TITLES.split()}
        fields = [(n, v) for n, v in fields if n not in left_out]
    if parent_type in _AUTHOR_RULE[0] and child_type in _AUTHOR_RULE[1]:
        renamed.extend(("bookauthor", v) for n, v in fields if n == "author")
    return [*renamed, *fields]


def _title_prefix(parent: str, child: str) -> str | None:
    """Return the prefix of the parent's titles in the child, such as `book`; or None."""
    for parents, children, prefix in _TITLE_RULES:
        if parent in parents.split() and child in children.split():
            return prefix
    return None


def _title_name(prefix: str, name: str) -> str:
    """Return `booktitle` for `title`, `booksubtitle` for `subtitle`, and so on."""
    return f"{prefix}{name}"


def _excluded_fields(child: RawEntry) -> frozenset[str] | None:
    """Return the fields that the child's option `noinherit` excludes; None if it excludes all."""
    match = re.search(r"\bnoinherit\b(?:\s*=\s*(?:\{([^{}]*)\}|([\w-]+)))?", child.get("options"))
    if match is None:
        return frozenset()
    names = frozenset(_split_keys(match[1] or match[2] or ""))
    return names if names & _INHERITABLE else None


def _add_inherited(
    fields: Iterable[tuple[str, str]], own: set[str], inherited: dict[str, str]
) -> None:
    """Add to `inherited` the fields that are neither the entry's own nor already inherited."""
    present = own | {_SYNONYMS.get(name, name) for name in inherited}
    has_date = any(name in present for name in _DATE)
    for name, value in fields:
        if len(inherited) >= _MAX_INHERITED:
            return
        if _SYNONYMS.get(name, name) not in present and not (has_date and name in _DATE_PARTS):
            inherited.setdefault(name, value)
