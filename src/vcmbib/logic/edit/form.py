"""Write a paper as a form for a text editor, and read the edited form.

A value whose text was not edited stays exactly as it is, with the parts that the form does not
show. So an unchanged form changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TypeVar

from vcmbib.errors import BadForm, BadValue, VcmbibError
from vcmbib.logic.edit import parse_values, set_fields
from vcmbib.logic.edit.links import check_url, guess_link_kind
from vcmbib.logic.edit.set_fields import EDITED_WORDS, EMPTY_VOCABULARY, EditedPaper, Vocabulary
from vcmbib.model.fields import (
    ABSTRACT,
    AUTHORS,
    CATEGORIES,
    EDITORS,
    ENTRY_TYPE,
    IDENTIFIERS,
    KEY,
    LINE_FIELDS,
    LINKS,
    NAME_FIELDS,
    NOTE,
    NOTES,
    NUMBER_FIELDS,
    TITLE,
    VENUE,
)
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper
from vcmbib.model.raw_fields import visible
from vcmbib.model.text import tidy, with_line_feeds

T = TypeVar("T")

_HEAD = """\
# The paper {key}. One field a line: "field: value". A value of several lines, or a list
# of one a line, follows its field, indented by two spaces.
# An empty field deletes the value; a field that you remove keeps its value. Lines that
# begin with # are ignored. To keep the changes, save and close the editor.
# authors: one a line, "Family, Given" or "Given Family"; {{A group}} in braces;
#   "others" at the end means that there are more.
# links: kind, URL and, optionally, a label; kinds: {kinds}.
# note: printed in references. notes: private, not exported; one field for each note.
# extra.NAME: another BibTeX field.

"""
_WORDS = {field.label: field for field in EDITED_WORDS}
_PEOPLE = {field.label: field for field in NAME_FIELDS}


# --- writing ---------------------------------------------------------------------------------


def to_form(paper: Paper) -> str:
    """Return the form of a paper; `from_form` reads it."""
    kinds = " ".join(k.value for k in LinkKind)
    return _HEAD.format(key=paper.key, kinds=kinds) + "".join(_fields(paper))


def _fields(paper: Paper) -> Iterator[str]:
    yield _field(KEY.label, paper.key)
    yield _field(TITLE.label, tidy(paper.title))
    yield _items(AUTHORS.label, _authors(paper))
    yield _items(EDITORS.label, [_name(n) for n in paper.editors])
    yield _field(ENTRY_TYPE.label, paper.entry_type)
    for number in NUMBER_FIELDS:
        value = number.of(paper)
        yield _field(number.label, "" if value is None else str(value))
    venue = paper.venue
    yield _field(VENUE.label, "" if venue is None else tidy(venue.acronym or venue.name))
    for line in LINE_FIELDS:
        yield _field(line.label, tidy(line.of(paper) or ""))
    for field in EDITED_WORDS:
        yield _words(field.label, [tidy(w) for w in field.of(paper)])
    yield _words(CATEGORIES.label, [s.slug for s in paper.categories])
    yield _items(IDENTIFIERS.label, [_identifier(i) for i in paper.identifiers])
    yield _items(LINKS.label, [_link(k) for k in paper.links])
    yield _text(ABSTRACT.label, paper.abstract or "")
    yield _text(NOTE.label, paper.note or "")
    for note in paper.notes or ("",):
        yield _text(NOTES.label, note)
    for name, raw in visible(paper):
        text = with_line_feeds(raw)
        single = "\n" not in text and text == text.strip()
        yield (_field if single else _text)(f"extra.{tidy(name)}", text)


def _words(name: str, words: Sequence[str]) -> str:
    """Words between commas, or one a line if one of them contains a comma."""
    if any("," in word for word in words):
        return _items(name, words)
    return _field(name, ", ".join(words))


def _authors(paper: Paper) -> list[str]:
    more = ["others"] if paper.authors and not paper.authors_complete else []
    return [*map(_name, paper.authors), *more]


def _name(name: Name) -> str:
    return tidy(f"{{{name.family}}}" if name.literal else name.inverted)


def _identifier(identifier: Identifier) -> str:
    version = identifier.version if identifier.scheme is Scheme.ARXIV else None
    return tidy(f"{identifier}{version or ''}")


def _link(link: Link) -> str:
    return tidy(f"{link.kind.value} {link.url} {link.label or ''}")


def _field(name: str, value: str) -> str:
    return f"{name}: {value}".rstrip() + "\n"


def _items(name: str, items: Sequence[str]) -> str:
    return "".join([f"{name}:\n", *(f"  {item}\n" for item in items)])


def _text(name: str, text: str) -> str:
    return _items(name, with_line_feeds(text).split("\n")) if text else f"{name}:\n"


# --- reading ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _FormField:
    """A field of a form: its line, the text on that line, and the indented lines below it."""

    line: int
    name: str
    head: str
    block: tuple[tuple[int, str], ...] = ()

    @property
    def content(self) -> tuple[str, ...]:
        """The lines of the value, without their numbers."""
        return (self.head, *(text for _, text in self.block))

    @property
    def text(self) -> str:
        """The value as one text of one or several lines."""
        return "\n".join(self.content).strip("\n")

    @property
    def items(self) -> list[tuple[int, str]]:
        """(line, text) of each value, for a field with one value a line."""
        return [(n, tidy(text)) for n, text in ((self.line, self.head), *self.block) if tidy(text)]

    @property
    def words(self) -> list[tuple[int, str]]:
        """(line, text) of each word: between commas on the field's line, or one a line below."""
        return [(self.line, w) for w in parse_values.split_words(self.head)] + [
            (n, tidy(text)) for n, text in self.block if tidy(text)
        ]


_Lines = list[tuple[int, str]]


def _parse(text: str, extra: Iterable[str]) -> dict[str, list[_FormField]]:
    """The fields of a form, by name; `extra` are names of extra fields, which may have a colon."""
    long_names = [f"extra.{tidy(n)}" for n in sorted(extra, key=len, reverse=True)]
    found: list[tuple[int, str, str, _Lines]] = []
    for number, line in enumerate(with_line_feeds(text).split("\n"), 1):
        if line.startswith("#"):
            continue
        if not line.strip() or line[0] in " \t":
            if found:
                found[-1][3].append((number, line))
            elif line.strip():
                raise BadForm(
                    number, "an indented line continues a field, but no field is above it"
                )
            continue
        name = next((n for n in long_names if line.startswith(n + ":")), None)
        if name is None:
            name, colon, _ = line.partition(":")
            if not colon:
                raise BadForm(number, "expected 'field: value', or text indented by two spaces")
        value = line[len(name) + 1 :].strip()
        name = name.strip() if name.startswith("extra.") else name.strip().lower()
        found.append((number, name, value, []))
    fields: dict[str, list[_FormField]] = {}
    for number, name, value, lines in found:
        fields.setdefault(name, []).append(_FormField(number, name, value, tuple(_dedented(lines))))
    return fields


def _dedented(lines: _Lines) -> _Lines:
    """Lines without their common indentation, and without blank ones at the end."""
    while lines and not lines[-1][1].strip():
        lines.pop()
    cut = min((len(t) - len(t.lstrip(" \t")) for _, t in lines if t.strip()), default=0)
    return [(number, text[cut:].rstrip()) for number, text in lines]


def from_form(text: str, paper: Paper, vocabulary: Vocabulary = EMPTY_VOCABULARY) -> EditedPaper:
    """Return `paper` with the changes of an edited form.

    Raises BadForm, with the line of the form, for a field or a value that cannot be read.
    """
    names = [n for n, _ in visible(paper)]
    original, edited = _parse(to_form(paper), names), _parse(text, names)
    after, changed = paper, set[str]()
    for name, parts in edited.items():
        old_parts = original.get(name, [])
        if [p.content for p in parts] == [p.content for p in old_parts]:
            continue
        if name != NOTES.label and len(parts) > len(old_parts) and len(parts) > 1:
            raise BadForm(parts[-1].line, f"the field {name!r} occurs twice")
        after = _with_field(after, paper, parts, vocabulary)
        changed.add(name)
    return set_fields.with_implied_type(paper, after, changed)


def _with_field(
    after: Paper, paper: Paper, parts: Sequence[_FormField], vocabulary: Vocabulary
) -> Paper:
    """`after` with the edited value of one field; `paper` is the paper before the edit."""
    part = parts[0]
    name = part.name
    if name == NOTES.label:
        return replace(after, notes=_notes(parts, paper))
    if name in _PEOPLE:
        people, others = _people(part, _PEOPLE[name].of(paper))
        return set_fields.set_people(after, _PEOPLE[name], people, others)
    if name == IDENTIFIERS.label:
        known = {_identifier(i): i for i in paper.identifiers}
        identifiers = _read(part.items, known, parse_values.read_any_identifier)
        unique = {i.comparison_key: i for i in identifiers}
        return replace(after, identifiers=tuple(unique.values()))
    if name == LINKS.label:
        links = _read(part.items, {_link(k): k for k in paper.links}, _read_link)
        return replace(after, links=tuple({k.url: k for k in links}.values()))
    with _at(part.line):
        if name == CATEGORIES.label:
            return set_fields.set_categories(after, [w for _, w in part.words], vocabulary)
        if name.startswith("extra."):
            known_names = {tidy(n): n for n, _ in visible(paper)}
            own = name.removeprefix("extra.")
            return set_fields.set_extra(after, known_names.get(own, own), part.text)
    if name in _WORDS:
        field = _WORDS[name]
        known_words = {tidy(w): w for w in field.of(paper)}
        reader = set_fields.word_reader(paper, field, vocabulary)
        words = _read(part.words, known_words, reader)
        return field.put(after, parse_values.unite_words((), words))
    with _at(part.line):
        return set_fields.set_field(after, name, part.text, vocabulary)


@contextmanager
def _at(line: int) -> Iterator[None]:
    """Turn any error inside into a BadForm with this line of the form."""
    try:
        yield
    except BadForm:
        raise
    except VcmbibError as error:
        hint = f" ({error.hint})" if error.hint else ""
        raise BadForm(line, f"{error.message}{hint}") from error


def _read(
    items: Iterable[tuple[int, str]], known: Mapping[str, T], read: Callable[[str], T]
) -> list[T]:
    """The values of the items: the known value of an unchanged text, else what `read` returns."""
    found: list[T] = []
    for line, text in items:
        with _at(line):
            found.append(known[text] if text in known else read(text))
    return found


def _people(part: _FormField, standing: tuple[Name, ...]) -> tuple[list[Name], bool]:
    known = {_name(n): n for n in standing}
    people: list[Name] = []
    others = False
    for line, text in part.items:
        if text not in known and text.lower().rstrip(".") in ("others", "and others", "et al"):
            others = True
        elif line == part.line:  # several names on the field's line, as in `--set`
            found, more = parse_values.read_people(text)
            people += found
            others = others or more
        else:
            people += _read([(line, text)], known, parse_values.read_person)
    if others and not people:
        raise BadForm(part.line, "write at least one name before 'others'")
    return people, others


def _notes(parts: Sequence[_FormField], paper: Paper) -> tuple[str, ...]:
    form = "".join(_text(NOTES.label, n) for n in paper.notes)
    shown = _parse(form, ()).get(NOTES.label, [])
    known = {p.text: n for p, n in zip(shown, paper.notes, strict=True)}
    notes = [known.get(p.text, parse_values.clean_text(p.text)) for p in parts]
    return tuple(dict.fromkeys(n for n in notes if n))


def _read_link(text: str) -> Link:
    first, _, rest = text.partition(" ")
    if first.lower() in set(LinkKind):
        url, _, label = rest.strip().partition(" ")
        return Link(LinkKind(first.lower()), check_url(url), label.strip() or None)
    if "://" not in first and "://" in rest:
        near = get_close_matches(first.lower(), list(LinkKind), 1)
        meant = f"did you mean {near[0]!r}?" if near else f"one of {', '.join(LinkKind)}"
        raise BadValue("kind of link", first, meant)
    return Link(guess_link_kind(check_url(first)), check_url(first), rest.strip() or None)
