"""What the words of a command line mean. All commands have one rule.

If each word is a citation key, an old key or an identifier of a paper in the library, the words
are papers. `-` means the keys on standard input, one per line. Other words are a query, if the
command takes one. A word that is a paper cannot be a tag, a category or a note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from vcmbib.cli import output
from vcmbib.errors import (
    BadQuery,
    EmptyLibrary,
    NoSuchPaper,
    NothingFound,
    NothingNamed,
    VcmbibError,
    WordIsPaper,
    arguments,
)

if TYPE_CHECKING:
    from vcmbib.cli.context import App
    from vcmbib.model.paper import Paper
    from vcmbib.model.query.tree import Query
    from vcmbib.store.library import Library
    from vcmbib.store.reader import LibraryReader

STANDARD_INPUT = "-"


class Selection(NamedTuple):
    """The papers that the words of a command line select.

    Without `words` they are all papers of the library. `query` is None if the words are papers.
    """

    ids: list[int]
    words: tuple[str, ...]
    query: Query | None

    @property
    def is_all(self) -> bool:
        """Whether the command line has no words."""
        return not self.words


# --- papers ----------------------------------------------------------------------------------


def expand_keys(words: Sequence[str]) -> list[str]:
    """The words, each once. `-` is replaced by the lines of standard input, blank ones left out."""
    expanded: list[str] = []
    for word in words:
        if word == STANDARD_INPUT:
            expanded += [line.strip() for line in output.read_input().splitlines() if line.strip()]
        else:
            expanded.append(word)
    return list(dict.fromkeys(expanded))


def named_papers(library: Library, words: Sequence[str]) -> list[Paper]:
    """The papers that KEY arguments name, each once.

    Raises NoSuchPaper, AmbiguousKey, and NothingNamed if standard input has no key.
    """
    found: dict[int, Paper] = {}
    for key in expand_keys(words):
        paper = library.paper(key)
        found[paper.id] = paper
    if not found:
        raise NothingNamed
    return list(found.values())


def select(
    reader: LibraryReader,
    words: Sequence[str],
    sort: str | None = None,
    limit: int | None = None,
) -> Selection:
    """The papers that the words of a command with a query select, in the order of `sort`.

    Without `sort`, papers that are named stay in the given order, and a query has its own order.
    Raises BadQuery; with `-` also NoSuchPaper and NothingNamed.
    """
    from vcmbib.model.query.parser import parse_query
    from vcmbib.store.search import parse_sort

    order = parse_sort(sort) if sort else ()
    if STANDARD_INPUT in words:
        ids = _ids_of_keys(reader, words)
        return Selection(reader.ordered(ids, order, limit), tuple(words), None)
    tokens = _tokens(words)
    named = _ids_if_papers(reader, tokens)
    if named is not None:
        _mention_text(reader, tokens, named)
        return Selection(reader.ordered(named, order, limit), tuple(tokens), None)
    query = parse_query(" ".join(words))
    return Selection(reader.search(query, sort=order, limit=limit), tuple(words), query)


def _tokens(words: Sequence[str]) -> list[str]:
    """The single words of the arguments. A negation is not split from the blank before it.

    Bytes that are not text become question marks, as in a query.
    """
    text = [word.encode("utf-8", "replace").decode("utf-8") for word in words]
    return [t for w in text for t in ([w] if w.startswith(" ") else w.split() or [w])]


def _ids_if_papers(reader: LibraryReader, tokens: Sequence[str]) -> list[int] | None:
    """The ids of the papers, if there are words and each of them names a paper; else None."""
    found: dict[int, None] = {}
    for token in tokens:
        ids = reader.ids_named(token)
        if not ids:
            return None
        found.update(dict.fromkeys(ids))
    return list(found) if tokens else None


def _ids_of_keys(reader: LibraryReader, words: Sequence[str]) -> list[int]:
    """The ids of the papers that the words and standard input name."""
    found: dict[int, None] = {}
    for key in expand_keys(words):
        ids = reader.ids_named(key)
        if not ids:
            raise NoSuchPaper(key, reader.similar_keys(key))
        found.update(dict.fromkeys(ids))
    if not found:
        raise NothingNamed
    return list(found)


def _mention_text(reader: LibraryReader, tokens: Sequence[str], named: Sequence[int]) -> None:
    """Write how to find the papers that have the words only as text."""
    import shlex

    from vcmbib.model.query.parser import parse_query

    text = " ".join(f'"{token}"' for token in tokens)
    try:
        others = set(reader.search(parse_query(text))) - set(named)
    except BadQuery:
        return
    if others:
        what = "the name of a paper" if len(tokens) == 1 else "names of papers"
        papers = "1 other paper has" if len(others) == 1 else f"{len(others)} other papers have"
        output.hint(
            f"{' '.join(tokens)} is {what}; {papers} the text: vcmbib search {shlex.quote(text)}"
        )


# --- nothing found ---------------------------------------------------------------------------


def nothing_found(app: App, reader: LibraryReader, selection: Selection) -> VcmbibError:
    """The error with the reason why the words select no paper."""
    if not reader.count():
        return empty_library(app)
    if selection.query is None:
        return NothingNamed()
    return NothingFound(" ".join(w.strip() for w in selection.words), _advice(reader, selection))


def writable_ids(
    app: App, reader: LibraryReader, words: Sequence[str], sort: str | None = None
) -> list[int]:
    """The ids of the papers that the words select, for a command that writes.

    Raises NothingFound, NothingNamed or EmptyLibrary if there are none.
    """
    selection = select(reader, words, sort)
    if not selection.ids:
        raise nothing_found(app, reader, selection)
    return selection.ids


def say_if_empty(app: App, reader: LibraryReader) -> bool:
    """Report a library without papers; returns whether it has none."""
    if reader.count():
        return False
    error = empty_library(app)
    output.message(error.message)
    output.hint(f"  {error.hint}")
    return True


def empty_library(app: App) -> EmptyLibrary:
    """The error for a library without papers. It names another library that has some."""
    from vcmbib.cli.command_line.other_libraries import advice_on_others

    return EmptyLibrary(str(app.path), advice_on_others(app))


def _advice(reader: LibraryReader, selection: Selection) -> str:
    """What to do if the query finds nothing: words that are papers, and misspelled words."""
    tokens = _tokens(selection.words)
    papers = [t for t in tokens if reader.ids_named(t)]
    advice = []
    if papers and len(papers) < len(tokens):
        rest = [t for t in tokens if t not in papers]
        similar = {t: found[0] for t in rest if (found := reader.similar_keys(t))}
        advice = [f"did you mean {key!r} instead of {word!r}?" for word, key in similar.items()]
        if not similar:
            verb = "are papers" if len(papers) > 1 else "is a paper"
            said = f"{' '.join(papers)} {verb}, but {' '.join(rest)} is not"
            advice = [f"{said}: name papers only, as in: vcmbib show {arguments(*papers)}"]
    query = selection.query
    if query is not None and not advice:
        from vcmbib.cli.slips.nothing_found import advice_for_query

        return advice_for_query(reader, query, selection.words)
    return "; ".join(advice)


# --- words that must not be papers -----------------------------------------------------------


def refuse_papers(
    reader: LibraryReader,
    kind: str,
    words: Iterable[str],
    meant: Callable[[str], str],
    allowed: Callable[[str], bool] = lambda _: False,
) -> None:
    """Raise WordIsPaper if a word names a paper where `kind` (such as "a tag") is expected.

    `meant` gives the hint for such a word. A word for which `allowed` is true is taken as it is.
    """
    for word in words:
        if not allowed(word) and (ids := reader.ids_named(_tidy(word))):
            key = next((s.key for s in reader.summaries(ids)), word)
            raise WordIsPaper(word, key, kind, meant(word))


def is_paper(reader: LibraryReader, word: str) -> bool:
    """Whether the word names a paper."""
    return bool(reader.ids_named(_tidy(word)))


def _tidy(word: str) -> str:
    """The word as tags and titles are stored."""
    from vcmbib.model.text import tidy

    return tidy(word)
