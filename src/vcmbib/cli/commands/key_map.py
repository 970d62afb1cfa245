"""`vcmbib key map`: the former citation keys and what they are today, for an author's files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from vcmbib.cli import output
from vcmbib.cli.context import App

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json


def show_map(app: App, keys: Sequence[str], *, as_json: bool, sed: bool) -> None:
    """Print former and current keys of these papers, or of all."""
    with app.read_library() as library:
        papers = app.papers_for_keys(library, keys) if keys else library.all_papers()
        pairs = [(former, p.key) for p in papers for former in p.former_keys]
    if as_json:
        rows: list[Json] = [{"former": old, "key": new} for old, new in pairs]
        output.out_json({"vcmbib": 1, "keys": rows})
    elif sed:
        output.out(sed_script(pairs), end="")
    else:
        for old, new in pairs:
            output.out(f"{old}\t{new}")
    if not pairs:
        output.message("no former keys")


_COMMAND = (  # \cite{, \parencites[12]{a}[34]{, \Textcite*(see)[]{
    r"\\([A-Za-z]*[Cc]ite[A-Za-z]*|bibentry|bibitem)\*?"
    r"([[:space:]]*(\[[^]]*\]|\([^)]*\)|\{[^{}]*\}))*[[:space:]]*"
)
_OPEN = rf"/{_COMMAND}\{{[^}}]*$/,/\}}/"  # from a list of keys that its line does not close
_AFTER = r"[[:space:]]*([,}%]|$)"
_AFTER_AT = r"([],;})[:space:]]|[.:?!]+([])}[:space:]]|$)|$)"


def sed_script(pairs: Iterable[tuple[str, str]]) -> str:
    r"""Commands for `sed -E` that put today's key where a former one is cited.

    Cited means: in the braces of a LaTeX command with `cite` in its name (over several lines too),
    after the `@` of Markdown and Typst, or in Typst's `<…>` of `#cite`. A word of the text that
    happens to be a key is left alone. No current key is a former one, so the order is free.
    """
    lines = ["# sed -E -i.bak -f FILE main.tex"]
    for old, new in pairs:
        was, now = _matched(old), re.sub(r"[\\&/]", r"\\\g<0>", new)
        lines += [
            rf"s/({_COMMAND}\{{([^{{}}]*,)?[[:space:]]*){was}({_AFTER})/\1{now}\6/g",
            rf"{_OPEN}s/(^[[:space:]]*|[{{,][[:space:]]*){was}({_AFTER})/\1{now}\2/g",
            *[rf"s/(^|[^A-Za-z0-9_.+:/*\\])(@\{{?){was}{_AFTER_AT}/\1\2{now}\3/g"] * 2,
            rf"s/(#cite\(<){was}>/\1{now}>/g",
        ]
    return "\n".join(lines) + "\n"


def _matched(key: str) -> str:
    """A key as an expression that matches it and nothing else."""
    return re.sub(r"[\\.*\[^$+?()|/{}]", r"\\\g<0>", key)
