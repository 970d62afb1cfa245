"""The parser of the query language, which `search`, `list` and `export` use.

    query       = conjunction { "OR" conjunction }
    conjunction = { [ "AND" ] [ "-" | "NOT" ] term }
    term        = "(" query ")" | [ field ":" ] value
    value       = word [ "*" ] | '"' words '"' [ "*" ] | "*"

docs/query.md describes the language for users.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from vcmbib.errors import BadQuery
from vcmbib.model.query.fields import (
    FIELDS,
    HAS,
    LONGEST_IDENTIFIER,
    FieldKind,
    FieldSpec,
    field_meant,
    field_named,
    field_query,
    present,
)
from vcmbib.model.query.terms import terms
from vcmbib.model.query.tree import All, Either, Field, Has, Not, Query, Range, Words, free_words

__all__ = [
    "FIELDS", "HAS", "All", "Either", "Field", "FieldKind", "FieldSpec", "Has", "Not", "Query",
    "Range", "Words", "free_words", "parse_query",
]  # fmt: skip

MAX_LENGTH = 20_000
MAX_TERMS = 500
MAX_DEPTH = 8  # SQLite's parser has a stack of 100 entries, and a level can take ten


# --- tokens ----------------------------------------------------------------------------------


def parse_query(text: str) -> Query:
    """Return the tree of the query `text`. An empty query finds every paper.

    Raises BadQuery, with the position of the mistake.
    """
    if len(text) > MAX_LENGTH:
        raise BadQuery(
            text[:60] + "…", 0, f"it is longer than {MAX_LENGTH} characters", "use a shorter query"
        )
    text = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be searched
    tokens = tuple(_tokens(text))
    if sum(t.size for t in tokens) > MAX_TERMS:
        raise BadQuery(text[:60] + "…", 0, f"it has more than {MAX_TERMS} words")
    query = _QueryParser(text, tokens).parse()
    if query is not None:
        return query
    if not text.strip():
        return All()
    raise BadQuery(text, _leading_blanks(text), "there is no letter or digit to look for")


def _leading_blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


class _TokenKind(Enum):
    """The kind of a token: a parenthesis, an operator or a term."""

    OPEN = "("
    CLOSE = ")"
    OR = "OR"
    AND = "AND"
    NOT = "NOT"
    TERM = ""


class _Token(NamedTuple):
    """A token of a query, at the index `at` of the text."""

    kind: _TokenKind
    at: int
    query: Query | None = None  # of a TERM; None if it has no words
    size: int = 1  # number of words


_BLANK = re.compile(r"\s+")
_QUOTE = '"“”„'
_QUOTED = re.compile(r'["“”„]((?:[^"“”„\\]|\\.)*)["“”„](\*?)', re.DOTALL)
_NAME = re.compile(r"([^\W_][\w-]*):", re.ASCII)
_OPERATORS = {k.value: k for k in (_TokenKind.OR, _TokenKind.AND, _TokenKind.NOT)}
# A text that can be an identifier; only then the patterns of identifiers are loaded.
_IDENTIFIER_LIKE = re.compile(r"10\.\d{4,}/|\d{4}\.\d{4}|https?://|[a-z]/\d{7}", re.IGNORECASE)


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        if (blank := _BLANK.match(text, at)) is not None:
            at = blank.end()
            continue
        char = text[at]
        if char in "()":
            yield _Token(_TokenKind(char), at, size=0)
            at += 1
        elif char == "-" and _negates(text, at):
            yield _Token(_TokenKind.NOT, at, size=0)
            at += 1
        else:
            token, at = _term(text, at)
            yield token


def _negates(text: str, at: int) -> bool:
    """Whether the minus at `at` negates the term after it."""
    after = text[at + 1 : at + 2]
    return bool(after) and not after.isspace() and after not in "-)"


def _term(text: str, at: int) -> tuple[_Token, int]:
    """Read the term at `at`; return its token and the index after it. Raises BadQuery."""
    if text[at] in _QUOTE:
        value, prefix, end = _quoted(text, at)
        return _words_token(value, at, prefix=prefix, phrase=True), end
    named = _NAME.match(text, at)
    if named is not None:
        spec = field_named(named[1])
        if spec is not None:
            return _field(text, at, spec, named.end())
        _refuse_misspelled_field(text, at, named)
    end = _word_end(text, at)
    word = text[at:end]
    if word in _OPERATORS:
        return _Token(_OPERATORS[word], at, size=0), end
    if not word.strip("*"):
        return _Token(_TokenKind.TERM, at, All()), end
    if word.startswith("*") and terms(word):
        raise BadQuery(text, at, "a * is only allowed at the end of a word", "as in: compress*")
    return _words_token(word.rstrip("*"), at, prefix=word.endswith("*"), phrase=False), end


def _words_token(value: str, at: int, *, prefix: bool, phrase: bool) -> _Token:
    """The token of words without a field. A word that is an identifier finds that too."""
    size = len(terms(value))
    if not size:
        return _Token(_TokenKind.TERM, at)
    words: Query = Words(value, prefix, phrase)
    short = len(value) <= LONGEST_IDENTIFIER
    if short and not prefix and not phrase and _IDENTIFIER_LIKE.search(value):
        from vcmbib.model.identifiers import parse_identifier

        identifier = parse_identifier(value)
        if identifier is not None:
            words = Either((words, Field(*identifier.comparison_key)))
    return _Token(_TokenKind.TERM, at, words, size)


def _quoted(text: str, at: int) -> tuple[str, bool, int]:
    """Return the text in quotes at `at`, whether a * follows, and the index after it.

    Raises BadQuery without a closing quotation mark.
    """
    match = _QUOTED.match(text, at)
    if match is None:
        raise BadQuery(text, at, "this quotation mark is not closed", 'add a closing "')
    return match[1], bool(match[2]), match.end()


def _word_end(text: str, at: int) -> int:
    """The end of the word at `at`: a blank, a quotation mark, or a parenthesis of the query.

    A word can contain pairs of parentheses, as a DOI does.
    """
    end = at
    while end < len(text):
        char = text[end]
        if char.isspace() or char in _QUOTE or char == ")":
            break
        if char == "(":
            close = _closing_parenthesis(text, end)
            if text[at:end] in _OPERATORS or close is None:
                break
            end = close
        elif char == "\\":  # LaTeX's \" is no quotation mark
            end += 1 if end + 1 < len(text) and not text[end + 1].isspace() else 0
        end += 1
    return end


def _closing_parenthesis(text: str, at: int) -> int | None:
    """The index of the parenthesis that closes the one at `at` in the same word, or None."""
    depth = 0
    for end in range(at, min(len(text), at + LONGEST_IDENTIFIER)):
        char = text[end]
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                return end
        elif char.isspace() or char in _QUOTE:
            return None
    return None


def _refuse_misspelled_field(text: str, at: int, named: re.Match[str]) -> None:
    """Raise BadQuery if the name before the colon is similar to a field, as in `autor:le`.

    Other texts with a colon, such as `a:b` and `https://…`, are words.
    """
    after = text[named.end() : named.end() + 1]
    if not after or after.isspace() or after in "/)":
        return
    meant = field_meant(named[1])
    if meant is not None:
        word = text[at : _word_end(text, at)]
        raise BadQuery(
            text,
            at,
            f"there is no field {named[1]!r}; did you mean {meant}: ?",
            f'to search for the text itself, quote it: "{word}"',
        )


def _field(text: str, at: int, spec: FieldSpec, start: int) -> tuple[_Token, int]:
    """Read the value at `start` of the term `name:value` at `at`.

    Return the token and the index after it. Raises BadQuery for a missing or unsuitable value.
    """
    if start >= len(text) or text[start].isspace() or text[start] == ")":
        raise BadQuery(
            text, start, f"there is nothing after {spec.name}:", f"as in: {spec.example}"
        )
    if text[start] == "(":
        raise BadQuery(
            text, start, f"{spec.name}: takes one value",
            f"repeat the field: ({spec.name}:A OR {spec.name}:B)",
        )  # fmt: skip
    if text[start] in _QUOTE:
        value, prefix, end = _quoted(text, start)
        phrase = True
    else:
        end = _word_end(text, start)
        phrase, value = False, text[start:end]
        prefix = value.endswith("*")
        value = value.rstrip("*")
    if not value.strip() and prefix:
        return _Token(_TokenKind.TERM, at, present(spec)), end
    try:
        query = field_query(spec, Field(spec.name, value.strip(), prefix, phrase))
    except ValueError as error:
        raise BadQuery(text, start, str(error), f"as in: {spec.example}") from error
    return _Token(_TokenKind.TERM, at, query, max(1, len(terms(value)))), end


class _QueryParser:
    """Parses the tokens by recursive descent. A part without words to search gives None."""

    def __init__(self, text: str, tokens: tuple[_Token, ...]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0

    def parse(self) -> Query | None:
        """Parse all tokens. Raises BadQuery."""
        if not self.tokens:
            return None
        query = self.disjunction(0)
        rest = self.peek()
        if rest is not None:
            self.fail(rest, "this parenthesis has no opening one", "remove it, or quote the text")
        return query

    def peek(self) -> _Token | None:
        """The next token, which stays unread; None at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def fail(self, token: _Token, reason: str, hint: str = "") -> None:
        """Raise BadQuery with the position of `token`."""
        raise BadQuery(self.text, token.at, reason, hint)

    def disjunction(self, depth: int) -> Query | None:
        """Parse alternatives with OR, up to a closing parenthesis or the end."""
        parts: list[Query] = []
        first: Query | None = None
        operator: _Token | None = None
        while True:
            began = self.at
            part = self.conjunction(depth)
            token = self.peek()
            if self.at == began or part is None:
                if operator is not None:
                    self.fail(operator, "there is nothing to look for after OR", _QUOTE_OPERATOR)
                if token is not None and token.kind is _TokenKind.OR:
                    self.fail(token, "there is nothing to look for before OR", _QUOTE_OPERATOR)
            first = part
            if part is not None:
                parts.append(part)
            if token is None or token.kind is not _TokenKind.OR:
                break
            operator = token
            self.at += 1
        if len(parts) < 2:
            return first
        flat = [q for p in parts for q in (p.parts if isinstance(p, Either) else (p,))]
        unique = tuple(dict.fromkeys(flat))
        return unique[0] if len(unique) == 1 else Either(unique)

    def conjunction(self, depth: int) -> Query | None:
        """Parse terms that must all be true, up to OR, a closing parenthesis or the end."""
        parts: list[Query] = []
        began = self.at
        while (token := self.peek()) is not None and token.kind not in (
            _TokenKind.OR,
            _TokenKind.CLOSE,
        ):
            if token.kind is _TokenKind.AND:
                if self.at == began:
                    self.fail(token, "there is nothing to look for before AND", _QUOTE_OPERATOR)
                self.at += 1
                after = self.peek()
                if after is None or after.kind in (_TokenKind.AND, _TokenKind.OR, _TokenKind.CLOSE):
                    self.fail(token, "there is nothing to look for after AND", _QUOTE_OPERATOR)
                continue
            part = self.term(depth)
            if part is not None:
                parts.append(part)
        if not parts:
            return None
        if len(parts) == 1:
            return parts[0]
        flat = [q for p in parts for q in (p.parts if isinstance(p, All) else (p,))]
        unique = tuple(dict.fromkeys(flat))
        return unique[0] if len(unique) == 1 else All(unique)

    def term(self, depth: int) -> Query | None:
        """Parse one term with its negations."""
        negated = False
        start = self.tokens[self.at]
        while (token := self.peek()) is not None and token.kind is _TokenKind.NOT:
            negated = not negated
            self.at += 1
        if token is None or token.kind in (_TokenKind.OR, _TokenKind.AND, _TokenKind.CLOSE):
            self.fail(start, "there is nothing to look for after NOT", _QUOTE_OPERATOR)
        assert token is not None
        self.at += 1
        query = token.query if token.kind is _TokenKind.TERM else self.group(token, depth + 1)
        if not negated or query is None:
            return query
        return query.part if isinstance(query, Not) else Not(query)

    def group(self, opening: _Token, depth: int) -> Query | None:
        """Parse the query in parentheses. `opening` is the parenthesis that was just read."""
        if depth > MAX_DEPTH:
            self.fail(opening, f"parentheses are nested more than {MAX_DEPTH} deep")
        began = self.at
        query = self.disjunction(depth)
        token = self.peek()
        if token is None:
            self.fail(opening, "this parenthesis is not closed", "close it, or quote the text")
        if self.at == began:
            self.fail(opening, "there is nothing between the parentheses", "remove them")
        self.at += 1
        return query


_QUOTE_OPERATOR = 'the word itself is found in quotation marks, or in small letters: "OR" or'
