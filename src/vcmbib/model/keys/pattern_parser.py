"""The parsers of citation key patterns: JabRef's brackets and Better BibTeX's formulas.

JabRef: https://docs.jabref.org/setup/citationkeypatterns. Better BibTeX:
https://retorque.re/zotero-better-bibtex/citing/. Both give the tree of `pattern_tree`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

from vcmbib.errors import BadPattern
from vcmbib.model.keys.pattern_fields import (
    FIELDS,
    FIELDS_WITH_NUMBERS,
    FieldOptions,
    field_names,
)
from vcmbib.model.keys.pattern_modifiers import (
    FUNCTION_WORDS,
    MODIFIERS_WITH_ARGUMENTS,
    SIMPLE_MODIFIERS,
    SKIPPED_WORDS,
    ModifierArgument,
)
from vcmbib.model.keys.pattern_tree import (
    PRESETS,
    Alternatives,
    FieldReference,
    Literal,
    MinimumLength,
    Modifier,
    PatternPart,
)

_STRINGS = re.compile(r"'[^']*'|\"[^\"]*\"")
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9_.+:/@*-]")
_DOTTED_FIELDS = ("auth.auth.ea", "edtr.edtr.ea", "auth.etal", "edtr.etal", "pureauth.etal")
# BibTeX fields that the library has no column for. Any other unknown name is a mistake.
_EXTRA_FIELDS = frozenset(
    """doi arxiv eprint isbn issn url series edition institution school organization chapter note
    howpublished annote key language owner groups subtitle eventtitle location address day issue
    booksubtitle shortjournal origdate origyear langid version crossref""".split()
)


def parse_pattern_tree(text: str) -> Alternatives:
    """Return the tree of the pattern `text`, in either language.

    Raises BadPattern for a mistake, and for a pattern that gives the same key to all papers.
    """
    if not text.strip():
        _fail(text, 0, "it is empty")
    brackets = "[" in _STRINGS.sub("", text) or "]" in text
    tree = _JabRefParser(text).parse() if brackets else _FormulaParser(text).parse()
    if not _depends_on_paper(tree):
        _fail(text, 0, "no part of it depends on the paper")
    return tree


def _depends_on_paper(part: PatternPart) -> bool:
    if isinstance(part, Alternatives):
        return any(_depends_on_paper(p) for a in part.alternatives for p in a)
    return isinstance(part, FieldReference)


def _fail(text: str, position: int, reason: str, hint: str = "") -> NoReturn:
    raise BadPattern(text, position, reason, hint)


# --- names, the same in both languages ------------------------------------------------------------


def _resolve_field(
    text: str, at: int, written: str, options: FieldOptions, numbers: tuple[int, ...]
) -> tuple[str, FieldOptions]:
    """Return the name of the field and its options, for the name `written` at `at` in `text`.

    The numbers are `numbers`, or those at the end of the name (`authors3`, `auth3_2`).
    """
    name = written.lower()
    if name not in FIELDS and name not in _EXTRA_FIELDS:
        match = re.fullmatch(r"([a-z.]+?)(\d{1,4})(?:_(\d{1,4}))?", name)
        if match is None or match[1] not in FIELDS_WITH_NUMBERS:
            similar = get_close_matches(name, [*FIELDS, *_EXTRA_FIELDS], 1)
            meant = f": did you mean {similar[0]!r}?" if similar else ""
            _fail(
                text, at, f"there is no field {written!r}{meant}",
                f"fields: {', '.join(field_names())}; and {', '.join(sorted(_EXTRA_FIELDS))}; "
                f"patterns by name: {', '.join(PRESETS)}",
            )  # fmt: skip
        name = match[1]
        numbers = tuple(int(n) for n in match.groups()[1:] if n)
    elif numbers and name not in FIELDS_WITH_NUMBERS:
        _fail(text, at, f"{written!r} takes no number")
    return name, FieldOptions(
        numbers, options.particle, options.initials, options.skipped, options.capitals
    )


def _make_modifier(
    text: str, at: int, written: str, args: tuple[ModifierArgument, ...]
) -> Modifier:
    """Return the modifier with the name `written` at `at` in `text`. Raises BadPattern."""
    name = written.lower()
    if name in SIMPLE_MODIFIERS and name not in MODIFIERS_WITH_ARGUMENTS:
        return Modifier(name)
    match = re.fullmatch(r"(truncate)(\d{1,4})", name)
    if match is not None and not args:
        name, args = match[1], (int(match[2]),)
    if name not in MODIFIERS_WITH_ARGUMENTS:
        similar = get_close_matches(name, [*SIMPLE_MODIFIERS, *MODIFIERS_WITH_ARGUMENTS], 1)
        meant = f": did you mean {similar[0]!r}?" if similar else ""
        _fail(
            text, at, f"there is no modifier {written!r}{meant}",
            f"modifiers: {', '.join(sorted({*SIMPLE_MODIFIERS, *MODIFIERS_WITH_ARGUMENTS}))}",
        )  # fmt: skip
    least, most, _ = MODIFIERS_WITH_ARGUMENTS[name]
    if not least <= len(args) <= most:
        _fail(
            text, at, f"{written!r} takes {least if least == most else f'{least} to {most}'} values"
        )
    if name in {"regex", "replace"}:
        _check_regex(text, at, str(args[0]), str(args[1]))
    return Modifier(name, args)


def _check_regex(text: str, at: int, expression: str, replacement: str) -> None:
    try:
        groups = re.compile(expression).groups
    except (re.error, OverflowError, RecursionError) as error:
        _fail(text, at, f"not a regular expression: {error}")
    for number in re.findall(r"\$(\d)", replacement):
        if int(number) > groups:
            _fail(text, at, f"${number}: the expression has no such group")


def _literal(text: str, at: int, written: str) -> Literal:
    """Return the literal text without its blanks, which mean nothing.

    Raises BadPattern for a character that no key can contain.
    """
    found = _NOT_IN_KEY.search(written.replace(" ", "_"))
    if found is not None:
        _fail(text, at + found.start(), f"{found.group()!r} is not allowed in a key")
    return Literal(written.replace(" ", ""))


# --- JabRef ---------------------------------------------------------------------------------------


class _JabRefParser:
    """Parses text with fields in brackets: `[auth:lower]_[year]|[title:abbr]`."""

    def __init__(self, text: str) -> None:
        self._text = text

    def parse(self) -> Alternatives:
        """Return the tree of the whole pattern. Raises BadPattern."""
        alternatives: list[tuple[PatternPart, ...]] = []
        parts: list[PatternPart] = []
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
            parts.append(self._bracket(found.start() + 1, end))
            at = end + 1
        if at < len(self._text):
            parts.append(_literal(self._text, at, self._text[at:]))
        return Alternatives((*alternatives, tuple(parts)))

    def _closing(self, start: int) -> int:
        """The index of the bracket that closes the one at `start`; strings are skipped."""
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

    def _bracket(self, start: int, end: int) -> PatternPart:
        """Parse the text of a pair of brackets: a field with its modifiers, or `>3`."""
        pieces = self._split_at_colons(start, end)
        at, written = pieces[0]
        if longer := re.fullmatch(r">(\d{1,4})", written.strip()):
            return MinimumLength(int(longer[1]))
        name, plus, flag = written.strip().partition("+")
        if plus and flag.lower() != "initials":
            _fail(self._text, at + len(name), f"there is no flag {flag!r}", "flags: +initials")
        if not name:
            _fail(self._text, at, "a field is missing here")
        options = FieldOptions(initials=bool(plus), skipped=FUNCTION_WORDS)
        field, options = _resolve_field(self._text, at, name, options, ())
        return FieldReference(
            field, options, tuple(self._parse_modifier(a, m) for a, m in pieces[1:])
        )

    def _split_at_colons(self, start: int, end: int) -> list[tuple[int, str]]:
        """The pieces between colons, each with its index; colons in () and "" do not count."""
        pieces: list[tuple[int, str]] = []
        depth, quoted, piece_start = 0, False, start
        for at in range(start, end):
            char = self._text[at]
            if char == '"' and self._text[at - 1] != "\\":
                quoted = not quoted
            elif not quoted and char in "()":
                depth += 1 if char == "(" else -1
            elif not quoted and not depth and char == ":":
                pieces.append((piece_start, self._text[piece_start:at]))
                piece_start = at + 1
        return [*pieces, (piece_start, self._text[piece_start:end])]

    def _parse_modifier(self, at: int, written: str) -> Modifier:
        """Parse a modifier: `lower`, `select(1,1)`, `select,1,1`, or a default `(text)`."""
        if written.startswith("(") and written.endswith(")"):
            return Modifier("default", (written[1:-1].strip('"'),))
        called = re.fullmatch(r"(\w+)\((.*)\)", written, re.DOTALL)
        if called is not None:
            strings = re.findall(r'"((?:[^"\\]|\\.)*)"', called[2], re.DOTALL)
            args = tuple(s.replace('\\"', '"').replace("\\\\", "\\") for s in strings)
            if not args:
                args = tuple(a.strip() for a in called[2].split(",") if a.strip())
            return _make_modifier(
                self._text, at, called[1], tuple(_number_or_text(a) for a in args)
            )
        name, *rest = re.split("[,=]", written)  # Better BibTeX's older form: select,1,1
        return _make_modifier(self._text, at, name.strip(), tuple(_number_or_text(a) for a in rest))


def _number_or_text(text: str) -> ModifierArgument:
    return int(text) if re.fullmatch(r"-?\d{1,4}", text) else text


# --- Better BibTeX --------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"\s*(?:(?P<string>'[^']*'|\"[^\"]*\")|(?P<number>-?\d{1,4}(?!\w))|(?P<name>[^\W\d]\w*)"
    r"|(?P<mark>\|\||[<>!=]=|[-+.,;|()=<>:]))"
)


@dataclass(frozen=True, slots=True)
class _PatternToken:
    """A token of a formula. `kind` is `string`, `number`, `name`, `mark` or `end`."""

    kind: str
    text: str
    at: int


def _tokens(text: str) -> list[_PatternToken]:
    """The tokens of a formula, the last of kind `end`. Raises BadPattern."""
    found: list[_PatternToken] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            _fail(text, at, f"{text[at]!r} is not understood here")
        kind = str(match.lastgroup)
        found.append(_PatternToken(kind, match[kind], match.start(kind)))
        at = match.end()
    return [*found, _PatternToken("end", "", end)]


# In a formula `capitalize` changes only the first letter of a word, as JabRef's `raise` does.
_FORMULA_MODIFIERS = {"capitalize": "raise"}
_MAX_DEPTH = 50


class _FormulaParser:
    """Parses a formula by recursive descent: `auth.lower + shorttitle(3, 3) + year | title`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> _PatternToken:
        return self._tokens[self._at]

    def _accept(self, *marks: str) -> bool:
        """Read the next token if it is one of `marks`; return whether it is."""
        if self._next.kind == "mark" and self._next.text in marks:
            self._at += 1
            return True
        return False

    def _fail_expected(self, wanted: str) -> NoReturn:
        token = self._next
        actual = "the end" if token.kind == "end" else repr(token.text)
        _fail(self._text, token.at, f"{wanted} is expected here, not {actual}")

    def parse(self) -> Alternatives:
        """Return the tree of the whole formula. Raises BadPattern."""
        tree = Alternatives(self._alternatives())
        if self._next.kind != "end":
            self._fail_expected("'+', '|' or the end")
        return tree

    def _alternatives(self) -> tuple[tuple[PatternPart, ...], ...]:
        found = [self._sequence()]
        while self._accept("|", "||", ";"):
            found.append(self._sequence())
        return tuple(found)

    def _sequence(self) -> tuple[PatternPart, ...]:
        found = [self._term()]
        while self._accept("+"):
            found.append(self._term())
        return tuple(found)

    def _term(self) -> PatternPart:
        """Parse a field, a string or a formula in parentheses, with its filters."""
        token = self._next
        if self._accept("("):
            self._depth += 1
            if self._depth > _MAX_DEPTH:
                _fail(self._text, token.at, "too many parentheses")
            inner = self._alternatives()
            if not self._accept(")"):
                self._fail_expected("')'")
            self._depth -= 1
            return Alternatives(inner, self._modifiers())
        if token.kind == "string":
            self._at += 1
            literal = _literal(self._text, token.at + 1, token.text[1:-1])
            modifiers = self._modifiers()
            return Alternatives(((literal,),), modifiers) if modifiers else literal
        if token.kind != "name":
            self._fail_expected("a field, 'text' or '('")
        return self._call()

    def _name(self) -> str:
        """Read a name. Some names contain a dot: `auth.etal`."""
        rest = self._text[self._next.at :].lower()
        for dotted in _DOTTED_FIELDS:
            if re.match(re.escape(dotted) + r"(?!\w)", rest):
                self._at += 2 * dotted.count(".") + 1
                return dotted
        self._at += 1
        return self._tokens[self._at - 1].text

    def _call(self) -> FieldReference:
        """Parse a field with its arguments and its filters."""
        at = self._next.at
        written = self._name()
        args = self._arguments() if self._accept("(") else []
        numbers = tuple(v for _, v in args if isinstance(v, int))
        initials = any(n == "initials" or str(v).lower() == "+initials" for n, v in args)
        name = written.lower()
        if any(str(v).lower() in {"editor", "editors"} for _, v in args):
            name = name.replace("author", "editor").replace("auth", "edtr")
        options = FieldOptions((), True, initials, SKIPPED_WORDS, 0)
        field, options = _resolve_field(self._text, at, name, options, numbers)
        return FieldReference(field, options, self._modifiers())

    def _modifiers(self) -> tuple[Modifier, ...]:
        found: list[Modifier] = []
        while self._accept("."):
            token = self._next
            if token.kind != "name":
                self._fail_expected("a filter")
            self._at += 1
            args = self._arguments() if self._accept("(") else []
            name = _FORMULA_MODIFIERS.get(token.text.lower(), token.text)
            plain = name.lower() in SIMPLE_MODIFIERS
            values = () if plain else tuple(v for _, v in args)
            found.append(_make_modifier(self._text, token.at, name, values))
        return tuple(found)

    def _arguments(self) -> list[tuple[str, ModifierArgument]]:
        """The arguments up to `)`, each with its name, or an empty name for a positional one."""
        found: list[tuple[str, ModifierArgument]] = []
        while not self._accept(")"):
            if found and not self._accept(","):
                self._fail_expected("',' or ')'")
            name = ""
            following = self._tokens[min(self._at + 1, len(self._tokens) - 1)]
            if self._next.kind == "name" and following.text in {"=", ":"}:
                name = self._next.text
                self._at += 2
            found.append((name, self._argument()))
        return found

    def _argument(self) -> ModifierArgument:
        """Parse one argument: a number, a string, a word, or a flag such as `+initials`."""
        token = self._next
        if token.kind == "end" or (token.kind == "mark" and token.text in ",()"):
            self._fail_expected("a value")
        self._at += 1
        if token.kind == "number":
            return int(token.text)
        if token.kind == "string":
            return token.text[1:-1]
        if token.text == "+" and self._next.kind == "name":
            self._at += 1
            return f"+{self._tokens[self._at - 1].text}"
        return token.text
