"""`vcmbib key map`: old citation keys and their present keys, to update an author's files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from vcmbib.cli import output
from vcmbib.cli.command_line.words import named_papers, say_if_empty
from vcmbib.cli.context import App
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.model.keys.citekey import is_valid_key

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json


def show_map(app: App, keys: Sequence[str], *, as_json: bool, sed: bool) -> None:
    """Print the old and the present keys of these papers (default: all papers).

    Raises NoSuchPaper.
    """
    with app.read_library() as library:
        papers = named_papers(library, keys) if keys else library.all_papers()
        is_empty = not keys and say_if_empty(app, library)
        pairs = [(former, p.key) for p in papers for former in p.former_keys]
    if as_json:
        rows: list[Json] = [{"former": old, "key": new} for old, new in pairs]
        output.out_json({"vcmbib": 1, "keys": rows})
    elif sed:
        output.exact(sed_script(pairs))
    else:
        columns = (Column("old key", Fit.NAME), Column("present key", Fit.NAME))
        output.table(columns, pairs, "old key")
    if not pairs and not is_empty:
        output.message("no old keys")


_COMMAND = (  # \cite{, \parencites[12]{a}[34]{, \Textcite*(see)[]{
    r"\\([A-Za-z]*[Cc]ite[A-Za-z]*|bibentry|bibitem)\*?"
    r"([[:space:]]*(\[[^]]*\]|\([^)]*\)|\{[^{}]*\}))*[[:space:]]*"
)
_OPEN = rf"/{_COMMAND}\{{[^}}]*$/,/\}}/"  # a list of keys that goes over several lines
_AFTER = r"[[:space:]]*([,}%]|$)"
_AFTER_AT = r"([],;})[:space:]]|[.:?!]+([])}[:space:]]|$)|$)"


def sed_script(pairs: Iterable[tuple[str, str]]) -> str:
    r"""A script for `sed -E` that replaces the old keys in citations. `pairs` are (old, new).

    A citation is: the braces of a LaTeX command with `cite` in its name (also over several lines),
    a key after `@` in Markdown and Typst, or `<…>` in `#cite` of Typst. Other words that look like
    a key are not changed. No present key is an old key, so the order of the commands is free.
    A key that no document can cite is left out: a line end in it would begin a command of sed.
    """
    pairs = [pair for pair in pairs if all(map(is_valid_key, pair))]
    lines = ["# sed -E -i.bak -f FILE main.tex"]
    for old, new in pairs:
        pattern, present = _matched(old), re.sub(r"[\\&/]", r"\\\g<0>", new)
        lines += [
            rf"s/({_COMMAND}\{{([^{{}}]*,)?[[:space:]]*){pattern}({_AFTER})/\1{present}\6/g",
            rf"{_OPEN}s/(^[[:space:]]*|[{{,][[:space:]]*){pattern}({_AFTER})/\1{present}\2/g",
            *[rf"s/(^|[^A-Za-z0-9_.+:/*\\])(@\{{?){pattern}{_AFTER_AT}/\1\2{present}\3/g"] * 2,
            rf"s/(#cite\(<){pattern}>/\1{present}>/g",
        ]
    return "\n".join(lines) + "\n"


def _matched(key: str) -> str:
    """A regular expression of `sed -E` that matches exactly this key."""
    return re.sub(r"[\\.*\[^$+?()|/{}]", r"\\\g<0>", key)
