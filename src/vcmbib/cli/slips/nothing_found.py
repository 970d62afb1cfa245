"""What to do if a query finds no paper: the command that was probably meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vcmbib.cli.slips.list_subjects import ELSEWHERE, subject_meant, subject_named
from vcmbib.cli.slips.option_words import hint_for_option
from vcmbib.cli.slips.query_words import corrected_words, nearest_query
from vcmbib.cli.slips.typed_line import TypedLine, current_root, shown, typed_line, with_query
from vcmbib.cli.slips.word_kinds import WordKind, WordLookup

if TYPE_CHECKING:
    from vcmbib.model.query.tree import Query
    from vcmbib.store.reader import LibraryReader


def advice_for_query(reader: LibraryReader, query: Query, words: Sequence[str]) -> str:
    """The advice for `query`, the words of the running command; empty if there is none."""
    words = [word.encode("utf-8", "replace").decode("utf-8") for word in words]
    root, given = current_root()
    typed = typed_line(given) if given else TypedLine(("search", *words))
    if root is not None:
        short = next((w for w in typed.args if len(w) == 2 and w[0] == "-" and w[1] != "-"), "")
        hint = hint_for_option(typed, short, root, WordLookup(reader.path)) if short else ""
        if hint.startswith("did you mean"):
            return hint
    other = _other_subject(typed)
    if other:
        return f"did you mean: {shown(other)}"
    files = WordLookup(reader.path)
    for word in typed.operands:
        is_file = files.kind(word) in (WordKind.BIBLIOGRAPHY, WordKind.DOCUMENT, WordKind.LIBRARY)
        meant = files.command_for(word, typed.command) if is_file else ""
        if meant:
            return f"did you mean: {meant}"
    better = corrected_words(reader, words)
    if better is not None:
        return f"did you mean: {shown(with_query(typed, better))}"
    nearest = reader.nearest_words(query)
    advice = [f"no paper has the word {word!r}: did you mean {near!r}?" for word, near in nearest]
    line = nearest_query(reader, words, nearest)
    command = f" {shown(with_query(typed, line))}" if line is not None else ""
    return "; ".join(advice) + command


def _other_subject(typed: TypedLine) -> list[str]:
    """The line that lists what `vcmbib list WORD` asks for; empty for papers."""
    if typed.command not in ("list", "search", "stats") or not typed.operands:
        return []
    first, *rest = typed.operands
    if first == "help" and not rest:
        return ["help", typed.command]
    if first.lower() in ("all", "the", "my", "every") and rest:
        first, *rest = rest
    if typed.command != "list":
        subject = subject_named(first)
        return ["list", subject] if subject is not None and not rest else []
    if subject_named(first) is not None:
        return ["list", subject_named(first) or "", *rest]
    if first.lower() in ELSEWHERE and not rest:
        return list(ELSEWHERE[first.lower()])
    meant = subject_meant(first)
    return ["list", meant, *rest] if meant is not None else []
