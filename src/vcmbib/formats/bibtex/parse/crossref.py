"""What entries inherit through `crossref` and `xdata`.

The rules are BibLaTeX's defaults (its manual: 2.4.1 Inheritance and appendix B): `xdata` gives all
its fields; a cross-reference gives the fields of the data model, some under another name, some
never; what an entry has itself stays. Our own on top: nothing is inherited that identifies the
parent or describes it alone, such as its DOI or its keywords: it is no claim of the child.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from vcmbib.formats.bibtex.parse.entry import RawEntry

_TITLES = ("title", "subtitle", "titleaddon")
_OTHER_TITLES = "shorttitle sorttitle indextitle indexsorttitle"
_MV_COLLECTED = "collection reference incollection inreference suppcollection"
# (types of the parent, types of the child, what the parent's titles become in the child)
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

# The fields of BibLaTeX's data model that a cross-reference gives; of other fields biber knows
# nothing. Left out: ids, crossref, xref, entryset, entrysubtype, execute, label, options, presort,
# related*, shorthand*, sort* by BibLaTeX's default, keywords by ours.
_GIVEN = frozenset(
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
# What identifies a work or is about it alone: nobody inherits it, not through `xdata` either.
_THE_PARENTS = frozenset(
    """abstract addendum annotation annote archiveprefix arxiv arxivid bibsource biburl code dataset
    doi ee eid eprint eprintclass eprinttype file howpublished identifiers ids isan isbn ismn isrn
    issn iswc links lccn mrnumber note pagetotal pdf pmcid pmid primaryclass project url urldate
    video zblnumber""".split()
)
# Two names of one field: who has one lacks nothing of the other.
_SAME = {
    "journal": "journaltitle",
    "address": "location",
    "annote": "annotation",
    "school": "institution",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
    "pdf": "file",
}
_DATE = ("date", "year")  # one of them means that no part of a date is lacking
_DATE_PARTS = ("date", "year", "month", "day", "biblatexdate")
_MOST = 500  # fields that one entry may inherit: a chain of thousands must not multiply


Find = Callable[[str], RawEntry | None]


def inherit(entries: Sequence[RawEntry], elsewhere: Find | None = None) -> list[RawEntry]:
    """The entries with what they inherit; a parent that is not there and a circle are remarked.

    `elsewhere` finds a parent that is not among them by its key.
    """
    others = _from_elsewhere(entries, elsewhere) if elsewhere is not None else []
    return _Family([*entries, *others]).all()[: len(entries)]


def _from_elsewhere(entries: Sequence[RawEntry], find: Find) -> list[RawEntry]:
    """The parents that are not among the entries, and all that these inherit from."""
    family = _Family(entries)
    found: list[RawEntry] = []
    asked: set[str] = set()
    waiting = [key for entry in entries for _, key in _parents(entry) if not family.has(key)]
    while waiting:
        key = waiting.pop()
        if key in asked:
            continue
        asked.add(key)
        parent = find(key)
        if parent is not None:
            found.append(parent)
            waiting.extend(k for _, k in _parents(parent) if not family.has(k))
    return found


class _Family:
    """The entries by their keys: as written, or else in any case."""

    def __init__(self, entries: Sequence[RawEntry]) -> None:
        self._entries = list(entries)
        self._by_key: dict[str, int] = {}
        self._by_folded: dict[str, int] = {}
        self._by_former: dict[str, int] = {}
        self._missing: dict[str, list[tuple[int, str]]] = {}  # key -> who refers to it, and how
        for index, entry in enumerate(entries):
            self._by_key.setdefault(entry.key, index)
            self._by_folded.setdefault(entry.key.lower(), index)
            for former in _keys(entry.get("ids")):
                self._by_former.setdefault(former, index)

    def all(self) -> list[RawEntry]:
        """All entries, each after its parents. No recursion: chains may be long."""
        done = [not _parents(entry) for entry in self._entries]
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
                    self._entries[index] = self._resolved(index, done)
                    done[index] = True
        self._remark_missing()
        return self._entries

    def has(self, key: str) -> bool:
        """Whether an entry is known by this key."""
        return self._find(key) is not None

    def _remark_missing(self) -> None:
        """One remark for every parent that is not there, at the first entry that refers to it."""
        for key, referring in self._missing.items():
            first = min(index for index, _ in referring)
            by = next(by for index, by in referring if index == first)
            more = len({index for index, _ in referring}) - 1
            others = f"; {more} more refer to it" if more else ""
            entry = self._entries[first]
            remark = f"{by}: no entry {key} in this file{others}"
            self._entries[first] = replace(entry, remarks=(*entry.remarks, remark))

    def _find(self, key: str) -> int | None:
        for index in (
            self._by_key.get(key),
            self._by_folded.get(key.lower()),
            self._by_former.get(key),
        ):
            if index is not None:
                return index
        return None

    def _parents_of(self, index: int) -> list[int]:
        found = [self._find(key) for _, key in _parents(self._entries[index])]
        return [p for p in found if p is not None]

    def _resolved(self, index: int, done: Sequence[bool]) -> RawEntry:
        """The entry with what its parents give, which are `done` unless they lead back to it."""
        entry = self._entries[index]
        own = {_SAME.get(name, name) for name, value in entry.fields if value.strip()}
        inherited: dict[str, str] = {}
        remarks: list[str] = []
        missing: list[str] = []
        for by, key in _parents(entry):
            at = self._find(key)
            if at is None:
                self._missing.setdefault(key, []).append((index, by))
                missing.append(key)
            elif not done[at]:
                remarks.append(f"{by}: {key} leads back to this entry; nothing is inherited")
            else:
                given = _given(self._entries[at], entry, by)
                _take(given, own, inherited)
        return replace(
            entry,
            inherited=tuple(inherited.items()),
            remarks=(*entry.remarks, *dict.fromkeys(remarks)),
            missing=tuple(dict.fromkeys(missing)),
        )


def _keys(value: str) -> list[str]:
    return [key for key in (part.strip() for part in value.split(",")) if key]


def _parents(entry: RawEntry) -> list[tuple[str, str]]:
    """(field, key) of all that an entry inherits from; `xdata` comes first."""
    if all(name not in ("xdata", "crossref") for name, _ in entry.fields):
        return []
    crossref = entry.get("crossref").strip()
    found = [("xdata", key) for key in _keys(entry.get("xdata"))]
    return [*found, ("crossref", crossref)] if crossref else found


def _given(parent: RawEntry, child: RawEntry, by: str) -> list[tuple[str, str]]:
    """What a parent gives, under the child's names."""
    all_fields = (*parent.fields, *parent.inherited)
    fields = [(n, v) for n, v in all_fields if v.strip() and n not in _THE_PARENTS]
    if by == "xdata":
        return [(n, v) for n, v in fields if n not in ("xdata", "crossref")]
    kept_out = _kept_out(child)
    if kept_out is None:
        return []
    fields = [(n, v) for n, v in fields if n in _GIVEN and n not in kept_out]
    parent_type, child_type = (_TYPE_ALIASES.get(e.type, e.type) for e in (parent, child))
    rule = _title_rule(parent_type, child_type)
    renamed: list[tuple[str, str]] = []
    if rule is not None:
        renamed = [(_title_name(rule, n), v) for n, v in fields if n in _TITLES]
        left_out = {*_TITLES, *_OTHER_TITLES.split()}
        fields = [(n, v) for n, v in fields if n not in left_out]
    if parent_type in _AUTHOR_RULE[0] and child_type in _AUTHOR_RULE[1]:
        renamed.extend(("bookauthor", v) for n, v in fields if n == "author")
    return [*renamed, *fields]


def _title_rule(parent: str, child: str) -> str | None:
    for parents, children, rule in _TITLE_RULES:
        if parent in parents.split() and child in children.split():
            return rule
    return None


def _title_name(rule: str, name: str) -> str:
    """`title` -> `booktitle`, `subtitle` -> `booksubtitle`, `titleaddon` -> `booktitleaddon`."""
    return f"{rule}{name}"


def _kept_out(child: RawEntry) -> frozenset[str] | None:
    """The fields that the child's option `noinherit` keeps out; None if it keeps out all."""
    match = re.search(r"\bnoinherit\b(?:\s*=\s*(?:\{([^{}]*)\}|([\w-]+)))?", child.get("options"))
    if match is None:
        return frozenset()
    names = frozenset(_keys(match[1] or match[2] or ""))
    return names if names & _GIVEN else None


def _take(given: Iterable[tuple[str, str]], own: set[str], inherited: dict[str, str]) -> None:
    """Add to `inherited` what is neither an entry's own nor given before."""
    there = own | {_SAME.get(name, name) for name in inherited}
    dated = any(name in there for name in _DATE)
    for name, value in given:
        if len(inherited) >= _MOST:
            return
        if _SAME.get(name, name) not in there and not (dated and name in _DATE_PARTS):
            inherited.setdefault(name, value)
