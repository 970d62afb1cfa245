"""A word that names no paper: a part of a key, an author, a citation, a query, another thing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vcmbib.cli.slips.list_subjects import ELSEWHERE
from vcmbib.cli.slips.typed_line import TypedLine, accepts, shown
from vcmbib.cli.slips.verb_words import hint_for_verb
from vcmbib.cli.slips.word_kinds import WordKind, WordLookup
from vcmbib.errors import NoSuchPaper, VcmbibError

if TYPE_CHECKING:
    from typer._click import Context

_DELETING = ("remove", "merge")


def hint_for_key(error: VcmbibError, typed: TypedLine, root: Context, words: WordLookup) -> str:
    """The hint for a word that names no paper; empty for no better one."""
    if not isinstance(error, NoSuchPaper):
        return ""
    key = error.key
    return (
        hint_for_verb(typed, root)
        or _for_citation(key, typed, root, words)
        or _for_other_thing(key, typed, words)
        or _for_other_kind(error, typed, words)
        or _for_near_key(error, typed, root, words)
    )


def _for_citation(key: str, typed: TypedLine, root: Context, words: WordLookup) -> str:
    r"""The hint for `@key`, `a,b` and `\cite{a}`: the keys alone."""
    cited = [word for word in re.split(r"[^\w:.+/-]+", key) if words.is_paper(word)]
    changed = typed.replaced(key, *cited) if cited else None
    accepted = changed is not None and accepts(root, changed)
    return f"did you mean: {shown(changed)}" if changed is not None and accepted else ""


def _for_other_thing(key: str, typed: TypedLine, words: WordLookup) -> str:
    """The hint for a number of changes, a label, `help`, and what `list` shows."""
    if typed.command == "show" and key.lower() in ELSEWHERE:
        return f"did you mean: {shown(ELSEWHERE[key.lower()])}"
    if key == "help":
        return f"did you mean: {shown(['help', typed.command])}"
    if typed.command == "log" and key.isdigit():
        return f"did you mean: {shown(['log', '--limit', key])}"
    table = {"tag": "tags", "category": "categories"}.get(typed.command)
    if table is None or typed.args != (key,) or len(key) < 2:
        return ""
    like = words.labels_like(table, key)
    if not like:
        return ""
    value = f'"{like[0]}"' if " " in like[0] else like[0]
    return f"papers with it: {shown(['list', f'{typed.command}:{value}'])}"


def _for_other_kind(error: NoSuchPaper, typed: TypedLine, words: WordLookup) -> str:
    """The hint for a file, an identifier, a term of a query, or several words of text."""
    key = error.key
    if error.similar:
        return ""
    if words.kind(key) is not WordKind.TEXT:
        line = words.command_for(key, typed.command, [w for w in typed.args if w != key])
        return f"did you mean: {line}" if line else ""
    is_text = len(typed.operands) > 1 and not any(map(words.is_paper, typed.operands))
    if typed.command == "show" and is_text:
        return f"did you mean: {shown(['search', *typed.operands])}"
    return ""


def _for_near_key(error: NoSuchPaper, typed: TypedLine, root: Context, words: WordLookup) -> str:
    """The hint with similar keys, or keys of papers with the word.

    A command that deletes is not proposed for a guess.
    """
    key = error.key
    like = words.keys_like(key) if len(key) > 2 else []
    begins = bool(like) and like[0].casefold().startswith(key.casefold())
    near = like if begins or not error.similar else list(error.similar)
    if not near:
        return ""
    if typed.command in _DELETING and near == like and not error.similar:
        alternatives = [word for k in near[1:] for word in ("OR", f"key:{k}")]
        return f"papers like it: {shown(['search', f'key:{near[0]}', *alternatives])}"
    changed = typed.replaced(key, near[0])
    if changed is None or not accepts(root, changed):
        return ""
    others = f" (or {', '.join(near[1:])})" if len(near) > 1 else ""
    return f"did you mean: {shown(changed)}{others}"
