"""A `.bib` that a person edits, brought up to date: what is the same stays as it is, byte for byte.

An entry is the same when its fields say the same as those that we would write: blanks, delimiters,
macros, LaTeX or Unicode, the order of fields and the way names are put do not count. Only entries
that say something else are written anew; papers that the file lacks follow at its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from vcmbib.formats.bibtex import dates, field_parsing
from vcmbib.formats.bibtex.names import read_people
from vcmbib.formats.bibtex.parse.entry import RawEntry
from vcmbib.formats.bibtex.parse.resolve import find_entries
from vcmbib.formats.bibtex.preambles import preamble_blocks, preamble_pieces
from vcmbib.formats.bibtex.style import Style
from vcmbib.formats.bibtex.verbatim import read_verbatim
from vcmbib.formats.bibtex.writer.file import write
from vcmbib.model.keys.citekey import is_valid_key
from vcmbib.model.paper import Paper
from vcmbib.model.text import title_key


@dataclass(frozen=True, slots=True)
class UpdatedFile:
    """The new text, and the keys of the entries by what became of them.

    `foreign` are the file's own, which no paper claims. `remarks` say what a person would miss:
    fields that went, keys that changed, entries that could not be read.
    """

    text: str
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


_DEFAULT = Style()


def update(old: str, papers: Sequence[Paper], style: Style = _DEFAULT) -> UpdatedFile:
    """The `.bib` of the text `old` with its entries as the library has them now.

    A paper is found by its key, else by a former one; its entry then gets the key of today.
    Everything that is no paper's entry stays as it is, line ends included. Updating once more
    changes nothing.
    """
    ordered = sorted(papers, key=lambda paper: paper.key)
    made = _CurrentEntries(ordered, style)
    if style.strings and made.contradicts(old):
        made = _CurrentEntries(ordered, replace(style, strings=False))
    first = again = _once(old, made)
    before = old
    for _ in range(3):  # an entry that was not closed may have hidden another one
        if again.text == before:
            break
        before, again = again.text, _once(again.text, made)
    return replace(first, text=again.text)


# --- our own text -------------------------------------------------------------------------------

_BARE_VALUES = re.compile(r"(?m)^\s*\S+ = ([^\s{\"][^,\n]*)")
_WORD = re.compile(r"[^\W\d][^\s\"#%'(),={}]*")


class _CurrentEntries:
    """The papers as we write them, entry by entry."""

    def __init__(self, papers: Sequence[Paper], style: Style) -> None:
        text = write(papers, style)
        found = find_entries(text)
        self.entries = {entry.key: entry for _, _, entry in found.entries}
        self.texts = {entry.key: text[start:end] for start, end, entry in found.entries}
        self.former = {key: p.key for p in papers for key in p.former_keys}
        self._preambles = {paper.key: preamble_pieces(paper) for paper in papers}
        self._by_title: dict[str, list[str]] | None = None
        self._macros = found.macros
        self._definitions = {
            name: text[start:end]
            for start, end in found.strings
            for name in found.macros
            if re.match(rf"(?i)@string\s*[{{(]\s*{re.escape(name)}\s*=", text[start:end])
        }

    def unnamed(
        self, entry: RawEntry, taken: Collection[str], same: Callable[[RawEntry, RawEntry], bool]
    ) -> str | None:
        """The paper that an entry without a key of its own says the `same` as."""
        if self._by_title is None:
            self._by_title = {}
            for key, ours in self.entries.items():
                self._by_title.setdefault(_title(ours), []).append(key)
        there = self._by_title.get(_title(entry), ())
        return next((k for k in there if k not in taken and same(entry, self.entries[k])), None)

    def contradicts(self, old: str) -> bool:
        """Whether a macro of ours means something else in the file."""
        there = find_entries(_scannable(old)).macros
        return any(there.get(name, value) != value for name, value in self._macros.items())

    def definitions(self, keys: Iterable[str], there: Mapping[str, str]) -> list[str]:
        """The macros that the entries of these keys need and the file does not define."""
        if not self._definitions:
            return []
        used = {
            word.lower()
            for key in keys
            for value in _BARE_VALUES.findall(self.texts[key])
            for word in _WORD.findall(value)
        }
        return [d for n, d in self._definitions.items() if n in used and n not in there]

    def preambles(self, keys: Iterable[str], there: str) -> list[str]:
        """The preambles that the entries of these keys need and the text does not have."""
        return preamble_blocks((piece for key in keys for piece in self._preambles[key]), there)


# --- one pass -----------------------------------------------------------------------------------

_KEY = re.compile(r"@\s*[\w.:+-]+\s*[{(]\s*([^\s,{}()]+)")


def _once(old: str, made: _CurrentEntries) -> UpdatedFile:
    found = find_entries(_scannable(old))
    newline = _newline(old)
    claimed = _claimed([entry for _, _, entry in found.entries], made)
    seen = set(claimed)
    unreadable = [
        made.former.get(match[1], match[1])
        for start, end in found.failures
        if (match := _KEY.match(old, start, end)) is not None
    ]
    parts: list[str] = []
    at = 0
    changed: list[str] = []
    same: list[str] = []
    foreign: list[str] = []
    remarks: list[str] = []
    for (start, end, entry), key in zip(found.entries, claimed, strict=True):
        if key is None:
            foreign.append(entry.key)
            continue
        text = made.texts[key].replace("\n", newline)
        ours = made.entries[key]
        if old[start:end] == text or (entry.key == key and _says_the_same(entry, ours)):
            same.append(key)
            continue
        changed.append(key)
        remarks.extend(_remarks(entry, ours))
        parts.extend((old[at:start], text))
        at = end
    lost = [key for key in unreadable if key in made.texts and key not in seen]
    remarks.extend(f"{key}: its entry is not understood and stays as it is" for key in lost)
    added = [key for key in made.texts if key not in seen and key not in lost]
    parts.append(old[at:])
    text = "".join(parts)
    definitions = made.definitions([*changed, *added], found.macros)
    definitions = [*made.preambles([*changed, *added], old), *definitions]
    text = _with_definitions(text, definitions, newline)
    text = _with_entries(text, [made.texts[key] for key in added], newline)
    return UpdatedFile(
        text, tuple(changed), tuple(added), tuple(same), tuple(foreign), tuple(remarks)
    )


def _claimed(entries: Sequence[RawEntry], made: _CurrentEntries) -> list[str | None]:
    """The key of the paper whose entry each is; None if it is nobody's.

    An entry is found by its key. One that has none, none that a library takes or one that another
    entry has already was given a key when it was read: it is found by what it says.
    """
    present = {entry.key for entry in entries}
    claimed: list[str | None] = []
    taken: set[str] = set()
    unnamed: list[int] = []
    for at, entry in enumerate(entries):
        key = _by_key(entry.key, made, present)
        if key in taken or not is_valid_key(entry.key):
            key = None
            unnamed.append(at)
        elif key is not None:
            taken.add(key)
        claimed.append(key)
    for same in (_says_the_same, _is_the_same_work):
        for at in unnamed:
            if claimed[at] is None:
                claimed[at] = key = made.unnamed(entries[at], present | taken, same)
                taken.update(() if key is None else (key,))
    return claimed


def _by_key(key: str, made: _CurrentEntries, present: set[str]) -> str | None:
    """The key of today of the paper that has this one or had it."""
    if key in made.texts:
        return key
    current = made.former.get(key)
    return current if current in made.texts and current not in present else None


def _remarks(entry: RawEntry, ours: RawEntry) -> list[str]:
    """What a person would miss in an entry that is written anew."""
    found = []
    if entry.key != ours.key:
        found.append(f"{entry.key or 'the entry without a key'} is now {ours.key}")
    names = {name for name, _ in ours.fields}
    gone = [name for name, value in entry.fields if value.strip() and name not in names]
    if gone:
        found.append(f"{ours.key}: without {', '.join(gone)}, which is not to be written")
    return found


def _with_definitions(text: str, definitions: Sequence[str], newline: str) -> str:
    if not definitions:
        return text
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    head = newline.join(definitions).replace("\n", newline)
    return f"{mark}{head}{newline}{newline}{text.removeprefix(mark)}"


def _with_entries(text: str, entries: Sequence[str], newline: str) -> str:
    """The text with more entries at its end, a blank line before each."""
    if not entries:
        return text
    if text.strip("\ufeff \t\r\n"):
        text += "" if text.endswith(("\n", "\r")) else newline
        text += "" if text.endswith(newline * 2) else newline
    return text + (newline * 2).join(e.replace("\n", newline) for e in entries) + newline


def _scannable(text: str) -> str:
    """A text of the same length whose lines end with line feeds."""
    if text.startswith("\ufeff"):
        text = f" {text[1:]}"
    return text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text


def _newline(text: str) -> str:
    """The line end that most lines have."""
    both = text.count("\r\n")
    feeds, returns = text.count("\n") - both, text.count("\r") - both
    if both > max(feeds, returns):
        return "\r\n"
    return "\r" if returns > feeds else "\n"


# --- saying the same ----------------------------------------------------------------------------

_PEOPLE = frozenset("author editor translator bookauthor annotator commentator".split())
_VERBATIM = frozenset("url doi eprint file pdf code project dataset video links".split())


def _title(entry: RawEntry) -> str:
    return title_key(field_parsing.plain(entry.get("title")))


def _is_the_same_work(entry: RawEntry, ours: RawEntry) -> bool:
    """Whether two entries with one title are of one type, by the same people, from one year."""
    people = [[read_people(e.get(role)) for role in ("author", "editor")] for e in (entry, ours)]
    named = [[p.names for p in both] for both in people]
    years = [dates.read_year_month(dict(e.fields))[0] for e in (entry, ours)]
    return entry.type == ours.type and named[0] == named[1] and any(named[0]) and len({*years}) == 1


def _says_the_same(entry: RawEntry, ours: RawEntry) -> bool:
    """Whether two entries of one key say the same; fields without content say nothing."""
    if entry.type != ours.type or _names(entry.undefined) != _names(ours.undefined):
        return False
    left, right = _filled(entry), _filled(ours)
    return left.keys() == right.keys() and all(
        _same_value(name, value, right[name]) for name, value in left.items()
    )


def _names(pairs: Iterable[tuple[str, str]]) -> set[str]:
    return {name for name, _ in pairs}


def _filled(entry: RawEntry) -> dict[str, str]:
    return {n: v for n, value in entry.fields if (v := " ".join(value.split()))}


def _same_value(name: str, left: str, right: str) -> bool:
    if left == right:
        return True
    if name in _VERBATIM:
        return read_verbatim(left) == read_verbatim(right)
    if name in _PEOPLE:
        people, others = read_people(left), read_people(right)
        return (people.names, people.others) == (others.names, others.others)
    left, right = field_parsing.plain(left), field_parsing.plain(right)
    if name == "month" and all(map(field_parsing.is_plain_month, (left, right))):
        return field_parsing.month_in(left) == field_parsing.month_in(right)
    if name == "pages":
        left, right = (re.sub(r"\s*[-\u2010-\u2015]+\s*", "-", text) for text in (left, right))
    return " ".join(left.split()) == " ".join(right.split())
