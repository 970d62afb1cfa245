"""The words of docstrings and comments: plain English, for readers whose second language it is."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from tests.source_files import modules_of, nodes_of

# Each turn with what to write in its place.
BANNED = {
    r"say(s|ing)?|said|unsaid": "state, contain, name, mean, report; or name the field",
    r"tell(s|ing)?|told": "show, report, pass, mark as different, distinguish",
    r"stand(s|ing)?|stood": "is, occurs, represents, remains",
    r"hold(s|ing)?|held": "contain, keep, store, is true, check",
    r"hang(s|ing)?|hung": "belong to, refer to, depend on",
    r"beside": "next to, in addition to, also",
    r"so (many|much)": "the number of, this many",
    r"nobody|somebody|anybody": "no user, a person, a user",
    r"lend(s|ing)?|lent": "provide, inherit",
    r"wish(es|ed)?": "option, want",
    r"lest|thus|hence|thereby|therein|whereby|wherein|whence|anew": "so, again, in it",
    r"to the letter|letter by letter|word for word|by heart": "exactly, verbatim",
    r"as (it|they) (was|were|is|are) (meant|told)": "name the rule",
    r"(is|are|was|were) to be (had|found|seen)": "exists, is available",
    r"(is|are) (taken for|made of|taken in)": "count as, consist of, is read",
    r"goes? over to": "move to",
    r"comes? out (again|anew)": "is written again",
    r"gone": "removed, missing, deleted",
    r"mend(s|ed|ing)?": "repair, fix",
    r"heed(s|ed)?|reckon(s|ed)?|deem(s|ed)?|behold": "use, count, consider",
    r"at hand|in vain|for good|of old|by itself alone": "available, without effect, permanently",
    r"cannot but|nothing but|none but|all but": "only, always, almost",
    r"give(s)? (it|them) (back|up)": "return, stop",
    r"speak(s|ing)? of|spoken of": "refer to, name",
    r"come(s)? near": "is similar to",
    r"look(s|ed)? at (when|what)": "read, check",
    r"be it|were it|had it|so be": "if",
}
_BANNED = [(re.compile(rf"\b({turn})\b", re.IGNORECASE), better) for turn, better in BANNED.items()]
_ANY_BANNED = re.compile(rf"\b({'|'.join(BANNED)})\b", re.IGNORECASE)
_CODE = re.compile(r"`[^`]*`|\"[^\"\n]*\"|https?://\S+")


def prose(text: str, *, help_text: bool = False) -> Iterator[tuple[int, str]]:
    """The docstrings and comments of a module, each with its line.

    With `help_text` the docstrings of functions named `run` are left out: typer shows them as help.
    """
    for node in nodes_of(text):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        if help_text and isinstance(node, ast.FunctionDef) and node.name == "run":
            body = body[1:]
        for statement in body:  # docstrings, also those under an attribute or a constant
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                words = statement.value.value
                yield from [(statement.lineno, words)] if isinstance(words, str) else []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and not re.match(r"#\s*(noqa|type:|fmt:)", token.string):
            yield token.start[0], token.string


def banned_turns(text: str, *, help_text: bool = False) -> list[str]:
    """The banned turns in the prose of a module: line, turn, what to write instead."""
    found: list[str] = []
    for line, words in prose(text, help_text=help_text):
        plain = _CODE.sub("", words)
        if not _ANY_BANNED.search(plain):
            continue
        for pattern, better in _BANNED:
            found += [f"line {line}: {m[0]!r} ({better})" for m in pattern.finditer(plain)]
    return found


def test_a_banned_turn_is_found() -> None:
    """A docstring, a constant's docstring and a comment are read; code and quotes are not."""
    text = (
        '"""What stands here."""\nX = 1\n"""It holds."""\n'
        "def f():\n    return 'told'  # so many\n# `said` and \"hangs\" are names\n"
    )
    assert [found.split(" (")[0] for found in banned_turns(text)] == [
        "line 1: 'stands'",
        "line 3: 'holds'",
        "line 5: 'so many'",
    ]


@pytest.mark.parametrize("folder", ["src/vcmbib", "tests"])
def test_no_module_uses_a_banned_turn(folder: str) -> None:
    """Every docstring and comment of the program and of its tests uses plain words."""
    found = {
        path.relative_to(ROOT).as_posix(): turns
        for path, text in modules_of(ROOT / folder)
        if (turns := banned_turns(text, help_text="commands" in path.parts))
    }
    assert found == {}
