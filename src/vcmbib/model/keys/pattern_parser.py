"""The two languages of citation key patterns, read into the tree of `key_patterns`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

from vcmbib.errors import BadPattern
from vcmbib.model.keys.pattern_fields import FIELDS, NUMBERED, Reading, known_fields
from vcmbib.model.keys.pattern_modifiers import (
    FUNCTION_WORDS,
    GIVEN,
    PLAIN,
    SKIPPED_WORDS,
    Argument,
)
from vcmbib.model.keys.pattern_tree import PRESETS, Group, Literal, Longer, Modifier, Part, Value

_STRINGS = re.compile(r"'[^']*'|\"[^\"]*\"")
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9_.+:/@*-]")
_DOTTED = ("auth.auth.ea", "edtr.edtr.ea", "auth.etal", "edtr.etal", "pureauth.etal")
# Fields of an entry that have no place of their own; any other name is a mistake.
_EXTRA = frozenset(
    """doi arxiv eprint isbn issn url series edition institution school organization chapter note
    howpublished annote key language owner groups subtitle eventtitle location address day issue
    booksubtitle shortjournal origdate origyear langid version crossref""".split()
)


def parse(text: str) -> Group:
    """The tree of a pattern. Raises BadPattern."""
    if not text.strip():
        _fail(text, 0, "it is empty")
    brackets = "[" in _STRINGS.sub("", text) or "]" in text
    tree = _Brackets(text).whole() if brackets else _Formula(text).whole()
    if not _tells(tree):
        _fail(text, 0, "nothing in it depends on the paper")
    return tree


def _tells(part: Part) -> bool:
    if isinstance(part, Group):
        return any(_tells(p) for a in part.alternatives for p in a)
    return isinstance(part, Value)


def _fail(text: str, position: int, reason: str, hint: str = "") -> NoReturn:
    raise BadPattern(text, position, reason, hint)


# --- names, alike in both -------------------------------------------------------------------------


def _field(
    text: str, at: int, said: str, how: Reading, numbers: tuple[int, ...]
) -> tuple[str, Reading]:
    """The field that `said` names, with the numbers written at its end (`authors3`, `auth3_2`)."""
    name = said.lower()
    if name not in FIELDS and name not in _EXTRA:
        cut = re.fullmatch(r"([a-z.]+?)(\d{1,4})(?:_(\d{1,4}))?", name)
        if cut is None or cut[1] not in NUMBERED:
            near = get_close_matches(name, [*FIELDS, *_EXTRA], 1)
            meant = f": did you mean {near[0]!r}?" if near else ""
            _fail(
                text, at, f"there is no field {said!r}{meant}",
                f"fields: {', '.join(known_fields())}; and {', '.join(sorted(_EXTRA))}; "
                f"patterns by name: {', '.join(PRESETS)}",
            )  # fmt: skip
        name = cut[1]
        numbers = tuple(int(n) for n in cut.groups()[1:] if n)
    elif numbers and name not in NUMBERED:
        _fail(text, at, f"{said!r} takes no number")
    return name, Reading(numbers, how.particle, how.initials, how.skipped, how.capitals)


def _modifier(text: str, at: int, said: str, args: tuple[Argument, ...]) -> Modifier:
    name = said.lower()
    if name in PLAIN and name not in GIVEN:
        return Modifier(name)
    cut = re.fullmatch(r"(truncate)(\d{1,4})", name)
    if cut is not None and not args:
        name, args = cut[1], (int(cut[2]),)
    if name not in GIVEN:
        near = get_close_matches(name, [*PLAIN, *GIVEN], 1)
        meant = f": did you mean {near[0]!r}?" if near else ""
        _fail(
            text, at, f"there is no modifier {said!r}{meant}",
            f"modifiers: {', '.join(sorted({*PLAIN, *GIVEN}))}",
        )  # fmt: skip
    least, most, _ = GIVEN[name]
    if not least <= len(args) <= most:
        _fail(text, at, f"{said!r} takes {least if least == most else f'{least} to {most}'} values")
    if name in {"regex", "replace"}:
        _check_regex(text, at, str(args[0]), str(args[1]))
    return Modifier(name, args)


def _check_regex(text: str, at: int, expression: str, by: str) -> None:
    try:
        groups = re.compile(expression).groups
    except (re.error, OverflowError, RecursionError) as error:
        _fail(text, at, f"no regular expression: {error}")
    for number in re.findall(r"\$(\d)", by):
        if int(number) > groups:
            _fail(text, at, f"${number}: the expression has no such group")


def _literal(text: str, at: int, said: str) -> Literal:
    """Text for every key; blanks in it mean nothing. Raises BadPattern for what no key holds."""
    found = _NOT_IN_KEY.search(said.replace(" ", "_"))
    if found is not None:
        _fail(text, at + found.start(), f"{found.group()!r} cannot stand in a key")
    return Literal(said.replace(" ", ""))


# --- JabRef's -------------------------------------------------------------------------------------


class _Brackets:
    """`[auth:lower]_[year]|[title:abbr]`: text with fields in brackets."""

    def __init__(self, text: str) -> None:
        self._text = text

    def whole(self) -> Group:
        """The tree of all of it."""
        alternatives: list[tuple[Part, ...]] = []
        parts: list[Part] = []
        at = 0
        for found in re.finditer(r"[|\[\]]", self._text):
            if found.start() < at:
                continue
            if found.start() > at:
                parts.append(_literal(self._text, at, self._text[at : found.start()]))
            if found.group() == "]":
                _fail(self._text, found.start(), "a ']' without its '['")
            if found.group() == "|":
                alternatives.append(tuple(parts))
                parts, at = [], found.end()
                continue
            end = self._closing(found.start())
            parts.append(self._marker(found.start() + 1, end))
            at = end + 1
        if at < len(self._text):
            parts.append(_literal(self._text, at, self._text[at:]))
        return Group((*alternatives, tuple(parts)))

    def _closing(self, start: int) -> int:
        """Where the bracket that opens at `start` closes; brackets in strings do not count."""
        quoted = False
        for at in range(start + 1, len(self._text)):
            char = self._text[at]
            if char == '"' and self._text[at - 1] != "\\":
                quoted = not quoted
            elif not quoted and char == "]":
                return at
            elif not quoted and char == "[":
                break
        _fail(self._text, start, "this '[' is not closed")

    def _marker(self, start: int, end: int) -> Part:
        pieces = self._divided(start, end)
        at, said = pieces[0]
        if longer := re.fullmatch(r">(\d{1,4})", said.strip()):
            return Longer(int(longer[1]))
        name, plus, flag = said.strip().partition("+")
        if plus and flag.lower() != "initials":
            _fail(self._text, at + len(name), f"there is no flag {flag!r}", "flags: +initials")
        if not name:
            _fail(self._text, at, "a field is missing here")
        how = Reading(initials=bool(plus), skipped=FUNCTION_WORDS)
        field, how = _field(self._text, at, name, how, ())
        return Value(field, how, tuple(self._modifier(a, m) for a, m in pieces[1:]))

    def _divided(self, start: int, end: int) -> list[tuple[int, str]]:
        """The pieces between colons, with their places; colons in () and "" divide nothing."""
        pieces: list[tuple[int, str]] = []
        depth, quoted, since = 0, False, start
        for at in range(start, end):
            char = self._text[at]
            if char == '"' and self._text[at - 1] != "\\":
                quoted = not quoted
            elif not quoted and char in "()":
                depth += 1 if char == "(" else -1
            elif not quoted and not depth and char == ":":
                pieces.append((since, self._text[since:at]))
                since = at + 1
        return [*pieces, (since, self._text[since:end])]

    def _modifier(self, at: int, said: str) -> Modifier:
        if said.startswith("(") and said.endswith(")"):
            return Modifier("default", (said[1:-1].strip('"'),))
        called = re.fullmatch(r"(\w+)\((.*)\)", said, re.DOTALL)
        if called is not None:
            strings = re.findall(r'"((?:[^"\\]|\\.)*)"', called[2], re.DOTALL)
            args = tuple(s.replace('\\"', '"').replace("\\\\", "\\") for s in strings)
            if not args:
                args = tuple(a.strip() for a in called[2].split(",") if a.strip())
            return _modifier(self._text, at, called[1], tuple(_number_or_text(a) for a in args))
        name, *rest = re.split("[,=]", said)  # Better BibTeX's older form: select,1,1
        return _modifier(self._text, at, name.strip(), tuple(_number_or_text(a) for a in rest))


def _number_or_text(text: str) -> Argument:
    return int(text) if re.fullmatch(r"-?\d{1,4}", text) else text


# --- Better BibTeX's ------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"\s*(?:(?P<string>'[^']*'|\"[^\"]*\")|(?P<number>-?\d{1,4}(?!\w))|(?P<name>[^\W\d]\w*)"
    r"|(?P<mark>\|\||[<>!=]=|[-+.,;|()=<>:]))"
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            _fail(text, at, f"{text[at]!r} is not understood here")
        kind = str(match.lastgroup)
        found.append(_Token(kind, match[kind], match.start(kind)))
        at = match.end()
    return [*found, _Token("end", "", end)]


_MODIFIERS_OF_FORMULAS = {"capitalize": "raise"}  # the other letters stay as they are
_DEEPEST = 50


class _Formula:
    """`auth.lower + shorttitle(3, 3) + year | title`: functions with filters, joined by +."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _takes(self, *marks: str) -> bool:
        if self._next.kind == "mark" and self._next.text in marks:
            self._at += 1
            return True
        return False

    def _unexpected(self, wanted: str) -> NoReturn:
        token = self._next
        what = "the end" if token.kind == "end" else repr(token.text)
        _fail(self._text, token.at, f"{wanted} is expected here, not {what}")

    def whole(self) -> Group:
        """The tree of all of it."""
        tree = Group(self._alternatives())
        if self._next.kind != "end":
            self._unexpected("'+', '|' or the end")
        return tree

    def _alternatives(self) -> tuple[tuple[Part, ...], ...]:
        found = [self._sequence()]
        while self._takes("|", "||", ";"):
            found.append(self._sequence())
        return tuple(found)

    def _sequence(self) -> tuple[Part, ...]:
        found = [self._term()]
        while self._takes("+"):
            found.append(self._term())
        return tuple(found)

    def _term(self) -> Part:
        token = self._next
        if self._takes("("):
            self._depth += 1
            if self._depth > _DEEPEST:
                _fail(self._text, token.at, "too many parentheses")
            inner = self._alternatives()
            if not self._takes(")"):
                self._unexpected("')'")
            self._depth -= 1
            return Group(inner, self._modifiers())
        if token.kind == "string":
            self._at += 1
            literal = _literal(self._text, token.at + 1, token.text[1:-1])
            modifiers = self._modifiers()
            return Group(((literal,),), modifiers) if modifiers else literal
        if token.kind != "name":
            self._unexpected("a field, 'text' or '('")
        return self._call()

    def _name(self) -> str:
        """A name, together with `auth.etal` and its like."""
        rest = self._text[self._next.at :].lower()
        for dotted in _DOTTED:
            if re.match(re.escape(dotted) + r"(?!\w)", rest):
                self._at += 2 * dotted.count(".") + 1
                return dotted
        self._at += 1
        return self._tokens[self._at - 1].text

    def _call(self) -> Value:
        at = self._next.at
        said = self._name()
        args = self._arguments() if self._takes("(") else []
        numbers = tuple(v for _, v in args if isinstance(v, int))
        initials = any(n == "initials" or str(v).lower() == "+initials" for n, v in args)
        name = said.lower()
        if any(str(v).lower() in {"editor", "editors"} for _, v in args):
            name = name.replace("author", "editor").replace("auth", "edtr")
        how = Reading((), True, initials, SKIPPED_WORDS, 0)
        field, how = _field(self._text, at, name, how, numbers)
        return Value(field, how, self._modifiers())

    def _modifiers(self) -> tuple[Modifier, ...]:
        found: list[Modifier] = []
        while self._takes("."):
            token = self._next
            if token.kind != "name":
                self._unexpected("a filter")
            self._at += 1
            args = self._arguments() if self._takes("(") else []
            name = _MODIFIERS_OF_FORMULAS.get(token.text.lower(), token.text)
            plain = name.lower() in PLAIN
            values = () if plain else tuple(v for _, v in args)
            found.append(_modifier(self._text, token.at, name, values))
        return tuple(found)

    def _arguments(self) -> list[tuple[str, Argument]]:
        """What stands in parentheses: numbers, strings and bare words, with names or without."""
        found: list[tuple[str, Argument]] = []
        while not self._takes(")"):
            if found and not self._takes(","):
                self._unexpected("',' or ')'")
            name = ""
            following = self._tokens[min(self._at + 1, len(self._tokens) - 1)]
            if self._next.kind == "name" and following.text in {"=", ":"}:
                name = self._next.text
                self._at += 2
            found.append((name, self._argument()))
        return found

    def _argument(self) -> Argument:
        token = self._next
        if token.kind == "end" or (token.kind == "mark" and token.text in ",()"):
            self._unexpected("a value")
        self._at += 1
        if token.kind == "number":
            return int(token.text)
        if token.kind == "string":
            return token.text[1:-1]
        if token.text == "+" and self._next.kind == "name":
            self._at += 1
            return f"+{self._tokens[self._at - 1].text}"
        return token.text
