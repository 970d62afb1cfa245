"""A paper as a small text form that a person edits, and the form read back.

A field that reads as it did stands for the value that it had, whatever the form cannot show of it;
so an untouched form changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TypeVar

from vcmbib.errors import BadForm, BadValue, VcmbibError
from vcmbib.logic.edit import parse_values, set_fields
from vcmbib.logic.edit.links import check_url, kind_of
from vcmbib.logic.edit.set_fields import NO_SHELF, Edited, Shelf
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper, with_field
from vcmbib.model.raw_fields import visible
from vcmbib.model.text import tidy

T = TypeVar("T")

_HEAD = """\
# The paper {key}. One field a line: "field: value". A value of several lines, or a list
# of one a line, follows its field indented by two spaces.
# A field emptied is emptied; a field left out stays as it is. Lines that begin with # are
# not read. Save and leave the editor to keep the changes.
# authors: one a line, "Family, Given" or "Given Family"; {{A group}} in braces;
#   "others" at the end says that there are more.
# links: kind, address and, if you like, a label; kinds: {kinds}.
# note: may be there several times, once for each note. extra.NAME: another BibTeX field.

"""
_LINES = "title type year month venue honour volume number pages publisher model".split()
_WORDS = ("topics", "tags", "categories")


# --- writing ---------------------------------------------------------------------------------


def to_form(paper: Paper) -> str:
    """The form of a paper; `from_form` reads it back."""
    kinds = " ".join(k.value for k in LinkKind)
    return _HEAD.format(key=paper.key, kinds=kinds) + "".join(_fields(paper))


def _fields(paper: Paper) -> Iterator[str]:
    yield _field("key", paper.key)
    yield _field("title", tidy(paper.title))
    yield _items("authors", _authors(paper))
    yield _items("editors", [_name(n) for n in paper.editors])
    for name in _LINES[1:]:
        yield _field(name, _line(paper, name))
    for name in _WORDS:
        words = _words(paper, name)
        plain = not any("," in w for w in words)
        yield _field(name, ", ".join(words)) if plain else _items(name, words)
    yield _items("identifiers", [_identifier(i) for i in paper.identifiers])
    yield _items("links", [_link(k) for k in paper.links])
    yield _text("abstract", paper.abstract or "")
    for note in paper.notes or ("",):
        yield _text("note", note)
    for name, value in visible(paper):
        text = _unix(value)
        single = "\n" not in text and text == text.strip()
        yield (_field if single else _text)(f"extra.{tidy(name)}", text)


def _line(paper: Paper, name: str) -> str:
    if name == "type":
        return paper.entry_type
    if name == "venue":
        return "" if paper.venue is None else tidy(paper.venue.acronym or paper.venue.name)
    value = getattr(paper, name)
    return "" if value is None else tidy(str(value))


def _words(paper: Paper, name: str) -> list[str]:
    if name == "categories":
        return [s.slug for s in paper.categories]
    return [tidy(w) for w in getattr(paper, name)]


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
    return _items(name, _unix(text).split("\n")) if text else f"{name}:\n"


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


# --- reading ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A field of a form: its line, what stands on that line, and the lines indented below it."""

    line: int
    name: str
    head: str
    block: tuple[tuple[int, str], ...] = ()

    @property
    def content(self) -> tuple[str, ...]:
        """What it says, wherever it stands."""
        return (self.head, *(text for _, text in self.block))

    @property
    def text(self) -> str:
        """The value as one text of one or several lines."""
        return "\n".join(self.content).strip("\n")

    @property
    def items(self) -> list[tuple[int, str]]:
        """(line, text) of what is there one a line."""
        return [(n, tidy(text)) for n, text in ((self.line, self.head), *self.block) if tidy(text)]

    @property
    def words(self) -> list[tuple[int, str]]:
        """(line, text) of what is there between commas on the field's line, or below one a line."""
        return [(self.line, w) for w in parse_values.split_words(self.head)] + [
            (n, tidy(text)) for n, text in self.block if tidy(text)
        ]


_Lines = list[tuple[int, str]]


def _parse(text: str, extra: Iterable[str]) -> dict[str, list[_Part]]:
    """The fields of a form, by name; `extra` are names that may hold a colon."""
    long_names = [f"extra.{tidy(n)}" for n in sorted(extra, key=len, reverse=True)]
    found: list[tuple[int, str, str, _Lines]] = []
    for number, line in enumerate(_unix(text).split("\n"), 1):
        if line.startswith("#"):
            continue
        if not line.strip() or line[0] in " \t":
            if found:
                found[-1][3].append((number, line))
            elif line.strip():
                raise BadForm(number, "an indented line belongs to a field, and none is above it")
            continue
        name = next((n for n in long_names if line.startswith(n + ":")), None)
        if name is None:
            name, colon, _ = line.partition(":")
            if not colon:
                raise BadForm(number, "expected 'field: value', or text indented by two spaces")
        value = line[len(name) + 1 :].strip()
        name = name.strip() if name.startswith("extra.") else name.strip().lower()
        found.append((number, name, value, []))
    fields: dict[str, list[_Part]] = {}
    for number, name, value, lines in found:
        fields.setdefault(name, []).append(_Part(number, name, value, tuple(_dedented(lines))))
    return fields


def _dedented(lines: _Lines) -> _Lines:
    """Lines without the indentation that all have, and without blank ones at the end."""
    while lines and not lines[-1][1].strip():
        lines.pop()
    cut = min((len(t) - len(t.lstrip(" \t")) for _, t in lines if t.strip()), default=0)
    return [(number, text[cut:].rstrip()) for number, text in lines]


def from_form(text: str, paper: Paper, shelf: Shelf = NO_SHELF) -> Edited:
    """`paper` as an edited form says. Raises BadForm with the line at which it goes wrong."""
    names = [n for n, _ in visible(paper)]
    was, now = _parse(to_form(paper), names), _parse(text, names)
    after, changed = paper, set[str]()
    for name, parts in now.items():
        if [p.content for p in parts] == [p.content for p in was.get(name, [])]:
            continue
        if name != "note" and len(parts) > len(was.get(name, [])) and len(parts) > 1:
            raise BadForm(parts[-1].line, f"the field {name!r} is there twice")
        after = _take(after, paper, parts, shelf)
        changed.add(name)
    return set_fields.settled(paper, after, changed)


def _take(after: Paper, paper: Paper, parts: Sequence[_Part], shelf: Shelf) -> Paper:
    part = parts[0]
    name = part.name
    if name == "note":
        return replace(after, notes=_notes(parts, paper))
    if name in ("authors", "editors"):
        people, others = _people(part, getattr(paper, name))
        return set_fields.set_people(after, name, people, others)
    if name == "identifiers":
        known = {_identifier(i): i for i in paper.identifiers}
        found = _read(part.items, known, parse_values.any_identifier)
        return replace(after, identifiers=tuple({i.comparison_key: i for i in found}.values()))
    if name == "links":
        links = _read(part.items, {_link(k): k for k in paper.links}, _read_link)
        return replace(after, links=tuple({k.url: k for k in links}.values()))
    with _at(part.line):
        if name == "categories":
            return set_fields.set_categories(after, [w for _, w in part.words], shelf)
        if name.startswith("extra."):
            known_names = {tidy(n): n for n, _ in visible(paper)}
            own = name.removeprefix("extra.")
            return set_fields.set_extra(after, known_names.get(own, own), part.text)
    if name in _WORDS:
        known_words = {tidy(w): w for w in getattr(paper, name)}
        words = _read(part.words, known_words, set_fields.word_reader(paper, name, shelf))
        return with_field(after, name, parse_values.united((), words))
    with _at(part.line):
        return set_fields.set_field(after, name, part.text, shelf)


@contextmanager
def _at(line: int) -> Iterator[None]:
    """What goes wrong inside goes wrong at this line of the form."""
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
    """Each item: as it was, if it reads as it did, or else as `read` understands it."""
    found: list[T] = []
    for line, text in items:
        with _at(line):
            found.append(known[text] if text in known else read(text))
    return found


def _people(part: _Part, standing: tuple[Name, ...]) -> tuple[list[Name], bool]:
    known = {_name(n): n for n in standing}
    people: list[Name] = []
    others = False
    for line, text in part.items:
        if text not in known and text.lower().rstrip(".") in ("others", "and others", "et al"):
            others = True
        elif line == part.line:  # on the field's own line, as `--set` takes them
            found, more = parse_values.read_people(text)
            people += found
            others = others or more
        else:
            people += _read([(line, text)], known, parse_values.read_person)
    if others and not people:
        raise BadForm(part.line, "there must be a name before 'others'")
    return people, others


def _notes(parts: Sequence[_Part], paper: Paper) -> tuple[str, ...]:
    shown = _parse("".join(_text("note", n) for n in paper.notes), ()).get("note", [])
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
    return Link(kind_of(check_url(first)), check_url(first), rest.strip() or None)
