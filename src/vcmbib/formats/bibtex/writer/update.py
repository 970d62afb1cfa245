"""Update an existing `.bib` that a person edits: unchanged entries stay as they are, byte for byte.

An entry is unchanged if its fields mean the same as those that vcmbib would write. Blanks,
delimiters, macros, LaTeX or Unicode, the order of fields and the form of names do not count. Only
changed entries are written again; papers that the file lacks are added at its end, if they are to
be added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from vcmbib.formats.bibtex import dates, parse_fields
from vcmbib.formats.bibtex.names import read_people
from vcmbib.formats.bibtex.parse.entry import RawEntry
from vcmbib.formats.bibtex.parse.resolve import find_entries
from vcmbib.formats.bibtex.preambles import preamble_blocks, preamble_pieces
from vcmbib.formats.bibtex.style import Style
from vcmbib.formats.bibtex.verbatim import read_verbatim
from vcmbib.formats.bibtex.writer.file import write
from vcmbib.formats.date_text import is_plain_month, month_in
from vcmbib.model.keys.citekey import is_valid_key
from vcmbib.model.paper import Paper
from vcmbib.model.text import title_key


@dataclass(frozen=True, slots=True)
class UpdatedFile:
    """The new text of a `.bib`, and the keys of its entries.

    changed, added, same: entries that were written again, added, or left as they are.
    others: entries of papers that were not to be updated.
    foreign: entries that belong to no paper.
    remarks: removed fields, changed keys, and entries that could not be read.
    dropped: (key, field, value) of the removed fields.
    """

    text: str
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    dropped: tuple[tuple[str, str, str], ...] = ()


_DEFAULT = Style()


def update(
    old: str,
    papers: Sequence[Paper],
    style: Style = _DEFAULT,
    *,
    only: Collection[str] | None = None,
    add: Collection[str] | None = None,
) -> UpdatedFile:
    """Return the text `old` of a `.bib` with its entries updated to `papers`.

    A paper's entry is found by its key, else by an old key; the entry then gets the current key.
    All other text stays as it is, also line ends. To update again changes nothing. `only`: keys of
    the papers whose entries are updated. `add`: keys of the papers that are added if the file lacks
    them. None means all papers. What an entry shares with others (`crossref`, macros) depends on
    the papers that the file will have.
    """
    ordered = sorted(papers, key=lambda paper: paper.key)
    current = _CurrentEntries(ordered, style)
    if add is not None:
        blocks = find_entries(_with_line_feeds(old))
        there = set(_match_entries([entry for _, _, entry in blocks.entries], current))
        there |= set(_unreadable_keys(old, blocks.failures, current))
        ordered = [p for p in ordered if p.key in there or p.key in add]
        current = _CurrentEntries(ordered, style)
    if style.strings and current.redefines_macros_of(old):
        current = _CurrentEntries(ordered, replace(style, strings=False))
    updated = latest = _update_once(old, current, only, add)
    before = old
    for _ in range(3):  # an unclosed entry may hide another one
        if latest.text == before:
            break
        before, latest = latest.text, _update_once(latest.text, current, only, add)
    return replace(updated, text=latest.text)


# --- current entries ----------------------------------------------------------------------------

_BARE_VALUES = re.compile(r"(?m)^\s*\S+ = ([^\s{\"][^,\n]*)")
_WORD = re.compile(r"[^\W\d][^\s\"#%'(),={}]*")


class _CurrentEntries:
    """The entries of the papers as vcmbib writes them now, by key."""

    def __init__(self, papers: Sequence[Paper], style: Style) -> None:
        text = write(papers, style)
        blocks = find_entries(text)
        self.entries = {entry.key: entry for _, _, entry in blocks.entries}
        self.texts = {entry.key: text[start:end] for start, end, entry in blocks.entries}
        self.current_key_of = {key: p.key for p in papers for key in p.former_keys}
        self._preambles = {paper.key: preamble_pieces(paper) for paper in papers}
        self._keys_by_title: dict[str, list[str]] | None = None
        self._macros = blocks.macros
        self._definitions = {
            name: text[start:end]
            for start, end in blocks.strings
            for name in blocks.macros
            if re.match(rf"(?i)@string\s*[{{(]\s*{re.escape(name)}\s*=", text[start:end])
        }

    def find_by_content(
        self, entry: RawEntry, taken: Collection[str], matches: Callable[[RawEntry, RawEntry], bool]
    ) -> str | None:
        """Return the key of the paper that matches an entry without a usable key, or None."""
        if self._keys_by_title is None:
            self._keys_by_title = {}
            for key, new in self.entries.items():
                self._keys_by_title.setdefault(_title_key(new), []).append(key)
        candidates = self._keys_by_title.get(_title_key(entry), ())
        return next(
            (k for k in candidates if k not in taken and matches(entry, self.entries[k])), None
        )

    def redefines_macros_of(self, old: str) -> bool:
        """Whether a macro has another value in the file `old`."""
        file_macros = find_entries(_with_line_feeds(old)).macros
        return any(file_macros.get(name, value) != value for name, value in self._macros.items())

    def definitions(self, keys: Iterable[str], defined: Mapping[str, str]) -> list[str]:
        """Return the macros that the entries with these keys need and the file does not define."""
        if not self._definitions:
            return []
        used = {
            word.lower()
            for key in keys
            for value in _BARE_VALUES.findall(self.texts[key])
            for word in _WORD.findall(value)
        }
        return [
            definition
            for name, definition in self._definitions.items()
            if name in used and name not in defined
        ]

    def preambles(self, keys: Iterable[str], text: str) -> list[str]:
        """Return the preambles that the entries with these keys need and the text does not have."""
        return preamble_blocks((piece for key in keys for piece in self._preambles[key]), text)


# --- one pass -----------------------------------------------------------------------------------

_KEY = re.compile(r"@\s*[\w.:+-]+\s*[{(]\s*([^\s,{}()]+)")


def _unreadable_keys(
    old: str, failures: Iterable[tuple[int, int]], current: _CurrentEntries
) -> list[str]:
    """Return the current keys of the entries that cannot be read."""
    matches = (_KEY.match(old, start, end) for start, end in failures)
    keys = [match[1] for match in matches if match is not None]
    return [current.current_key_of.get(key, key) for key in keys]


def _update_once(
    old: str,
    current: _CurrentEntries,
    only: Collection[str] | None,
    add: Collection[str] | None,
) -> UpdatedFile:
    """Return the text with each changed entry replaced and the missing entries added."""
    blocks = find_entries(_with_line_feeds(old))
    newline = _newline(old)
    paper_keys = _match_entries([entry for _, _, entry in blocks.entries], current)
    matched_keys = set(paper_keys)
    unreadable = _unreadable_keys(old, blocks.failures, current)
    parts: list[str] = []
    at = 0
    changed: list[str] = []
    same: list[str] = []
    others: list[str] = []
    foreign: list[str] = []
    remarks: list[str] = []
    dropped: list[tuple[str, str, str]] = []
    for (start, end, entry), key in zip(blocks.entries, paper_keys, strict=True):
        if key is None:
            foreign.append(entry.key)
            continue
        if only is not None and key not in only:
            others.append(key)
            continue
        text = current.texts[key].replace("\n", newline)
        new = current.entries[key]
        if old[start:end] == text or (entry.key == key and _has_same_fields(entry, new)):
            same.append(key)
            continue
        changed.append(key)
        dropped.extend((key, name, value) for name, value in _removed_fields(entry, new))
        remarks.extend(_change_remarks(entry, new))
        parts.extend((old[at:start], text))
        at = end
    not_updated = [key for key in unreadable if key in current.texts and key not in matched_keys]
    remarks.extend(
        f"{key}: the entry was not understood; it is unchanged"
        for key in not_updated
        if only is None or key in only
    )
    added = [
        key
        for key in current.texts
        if key not in matched_keys and key not in not_updated and (add is None or key in add)
    ]
    parts.append(old[at:])
    text = "".join(parts)
    definitions = current.definitions([*changed, *added], blocks.macros)
    definitions = [*current.preambles([*changed, *added], old), *definitions]
    text = _with_definitions(text, definitions, newline)
    text = _with_entries(text, [current.texts[key] for key in added], newline)
    return UpdatedFile(
        text,
        tuple(changed),
        tuple(added),
        tuple(same),
        tuple(others),
        tuple(foreign),
        tuple(remarks),
        tuple(dropped),
    )


def _match_entries(entries: Sequence[RawEntry], current: _CurrentEntries) -> list[str | None]:
    """Return for each entry the key of its paper, or None.

    An entry is found by its key. An entry without a key, with an invalid key, or with the key of
    another entry got a new key when it was imported, so it is found by its content.
    """
    present = {entry.key for entry in entries}
    paper_keys: list[str | None] = []
    taken: set[str] = set()
    unnamed: list[int] = []
    for at, entry in enumerate(entries):
        key = _by_key(entry.key, current, present)
        if key in taken or not is_valid_key(entry.key):
            key = None
            unnamed.append(at)
        elif key is not None:
            taken.add(key)
        paper_keys.append(key)
    for matches in (_has_same_fields, _is_the_same_work):
        for at in unnamed:
            if paper_keys[at] is None:
                paper_keys[at] = key = current.find_by_content(
                    entries[at], present | taken, matches
                )
                taken.update(() if key is None else (key,))
    return paper_keys


def _by_key(key: str, current: _CurrentEntries, present: set[str]) -> str | None:
    """Return the current key of the paper that has or had this key, or None."""
    if key in current.texts:
        return key
    new_key = current.current_key_of.get(key)
    return new_key if new_key in current.texts and new_key not in present else None


def _change_remarks(entry: RawEntry, new: RawEntry) -> list[str]:
    """Return remarks on what a changed entry loses: its key, or fields."""
    remarks = []
    if entry.key != new.key:
        remarks.append(f"{entry.key or 'the entry without a key'} is now {new.key}")
    removed = [name for name, _ in _removed_fields(entry, new)]
    if removed:
        remarks.append(
            f"{new.key}: without {', '.join(removed)}, which this command does not write"
        )
    return remarks


def _removed_fields(entry: RawEntry, new: RawEntry) -> list[tuple[str, str]]:
    """Return the fields with a value that the new entry does not have."""
    names = {name for name, _ in new.fields}
    return [(name, value) for name, value in entry.fields if value.strip() and name not in names]


def _with_definitions(text: str, definitions: Sequence[str], newline: str) -> str:
    """Return the text with definitions at its beginning, after a byte order mark."""
    if not definitions:
        return text
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    head = newline.join(definitions).replace("\n", newline)
    return f"{mark}{head}{newline}{newline}{text.removeprefix(mark)}"


def _with_entries(text: str, entries: Sequence[str], newline: str) -> str:
    """Return the text with more entries at its end, a blank line before each."""
    if not entries:
        return text
    if text.strip("\ufeff \t\r\n"):
        text += "" if text.endswith(("\n", "\r")) else newline
        text += "" if text.endswith(newline * 2) else newline
    return text + (newline * 2).join(e.replace("\n", newline) for e in entries) + newline


def _with_line_feeds(text: str) -> str:
    """Return a text of the same length with line feeds as line ends and without byte order mark."""
    if text.startswith("\ufeff"):
        text = f" {text[1:]}"
    return text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text


def _newline(text: str) -> str:
    """Return the line end that most lines have."""
    crlf = text.count("\r\n")
    line_feeds, carriage_returns = text.count("\n") - crlf, text.count("\r") - crlf
    if crlf > max(line_feeds, carriage_returns):
        return "\r\n"
    return "\r" if carriage_returns > line_feeds else "\n"


# --- comparing entries ----------------------------------------------------------------------------

_PEOPLE = frozenset("author editor translator bookauthor annotator commentator".split())
_VERBATIM = frozenset("url doi eprint file pdf code project dataset video links".split())


def _title_key(entry: RawEntry) -> str:
    """Return the title of an entry in a form for comparisons."""
    return title_key(parse_fields.plain(entry.get("title")))


def _is_the_same_work(entry: RawEntry, new: RawEntry) -> bool:
    """Whether two entries with one title have the same type, people and year."""
    people = [[read_people(e.get(role)) for role in ("author", "editor")] for e in (entry, new)]
    named = [[p.names for p in both] for both in people]
    years = [dates.read_year_month(dict(e.fields))[0] for e in (entry, new)]
    return entry.type == new.type and named[0] == named[1] and any(named[0]) and len({*years}) == 1


def _has_same_fields(entry: RawEntry, new: RawEntry) -> bool:
    """Whether two entries have the same type and fields; empty fields do not count."""
    if entry.type != new.type or _field_names(entry.undefined) != _field_names(new.undefined):
        return False
    left, right = _nonempty_fields(entry), _nonempty_fields(new)
    return left.keys() == right.keys() and all(
        _same_value(name, value, right[name]) for name, value in left.items()
    )


def _field_names(pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Return the names of fields."""
    return {name for name, _ in pairs}


def _nonempty_fields(entry: RawEntry) -> dict[str, str]:
    """Return the fields that have a value, blanks collapsed."""
    return {n: v for n, value in entry.fields if (v := " ".join(value.split()))}


def _same_value(name: str, left: str, right: str) -> bool:
    """Whether two values of a field mean the same."""
    if left == right:
        return True
    if name in _VERBATIM:
        return read_verbatim(left) == read_verbatim(right)
    if name in _PEOPLE:
        left_people, right_people = read_people(left), read_people(right)
        return (left_people.names, left_people.others) == (right_people.names, right_people.others)
    left, right = parse_fields.plain(left), parse_fields.plain(right)
    if name == "month" and all(map(is_plain_month, (left, right))):
        return month_in(left) == month_in(right)
    if name == "pages":
        left, right = (re.sub(r"\s*[-\u2010-\u2015]+\s*", "-", text) for text in (left, right))
    return " ".join(left.split()) == " ".join(right.split())
