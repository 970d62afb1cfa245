"""The words that people read: plain English, for readers whose second language it is.

Docstrings and comments of the program and of its tests; what a user sees: messages, help, pages.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import run_here
from tests.conftest import ROOT
from tests.source_files import SOURCE, dotted_name, modules_of, nodes_of
from vcmbib.cli.command_table import COMMANDS

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
    r"at hand|in vain|for good|by itself alone": "available, without effect, permanently",
    r"of old(?! keys?)": "earlier",
    r"cannot but|nothing but|none but|all but": "only, always, almost",
    r"give(s)? (it|them) (back|up)": "return, stop",
    r"speak(s|ing)? of|spoken of": "refer to, name",
    r"come(s)? near": "is similar to",
    r"look(s|ed)? at (when|what)": "read, check",
    r"be it|were it|had it|so be": "if",
}
_BANNED = [(re.compile(rf"\b({turn})\b", re.IGNORECASE), better) for turn, better in BANNED.items()]
_ANY_BANNED = re.compile(rf"\b({'|'.join(BANNED)})\b", re.IGNORECASE)
# In what a user sees, these too.
BANNED_FOR_USERS = BANNED | {
    r"honou?r(s|ed|ing)?": "award",
    r"besides|therefrom|thereof|whereof|herein|hitherto|forthwith": "also, of it, in this",
    r"of (its|their|his) own": "separate, a ... for each, yours",
    r"(by|of) (it|them)sel(f|ves)": "alone, separately, automatically",
    r"as (was |is )?asked for|as it (was|came in|stands)": "unchanged; name the state",
    r"silent(ly)?|in silence": "has no ..., without a message",
    r"turns? (it|them) round|the other way round": "in descending order, exchanged",
    r"nothing to complain of|no obstacle": "no problems found",
    r"(is|are|was|were|has|have|contains?) none": "is not ..., has no ...",
    r"(take|takes|taken|took|taking) (it |them )?back": "undo",
    r"(hand|hands|handed|give|gives|given) back": "write to a file, return",
    r"put(s|ting)? (it |them )?right": "correct",
    r"(leave|leaves|left|leaving) (it |them )?out": "omit",
    r"meanwhile|all the same|by now|as ever": "at the same time, anyway, since",
    r"former keys?|former ones?": "old key",
    r"and the like|or the like|the likes?": "and similar, such as",
    r"(is|are) to be": "must be",
    r"but for|for good": "except, permanently",
    r"there already|already there": "already in the library, exists already",
    r"(?<!there )(?<!or )(is|are|was|were) no(?! longer)(?! more)(?!, )": "is not a",
    r"in vain|to no avail|no matter": "without effect",
    r"makes? (anew|again|afresh)|afresh": "rebuild, again",
    r"letter by letter|sign by sign": "exactly",
    r"pass(es|ed)? over": "ignore",
    r"(go|goes) (along )?with": "need, belong to",
    r"speaks? (for|against)": "supports, contradicts",
    r"resolves?(?= to\b)": "finds",
}
_BANNED_FOR_USERS = [
    (re.compile(rf"\b({turn})\b", re.IGNORECASE), better)
    for turn, better in BANNED_FOR_USERS.items()
]
_ANY_FOR_USERS = re.compile(rf"\b({'|'.join(BANNED_FOR_USERS)})\b", re.IGNORECASE)
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


# --- what a user sees -------------------------------------------------------------------------

_NOT_TEXT = {"split", "compile", "execute", "executemany", "executescript", "fullmatch"}
"""Calls whose strings are lists of words, patterns and SQL."""
_SQL = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|FROM|WHERE|JOIN|PRAGMA|ORDER BY|VALUES)\b"
)


def _is_list_of_names(text: str) -> bool:
    """Whether a text lists names, such as those of fields: eight words without a sign."""
    words = text.split()
    return len(words) >= 8 and all(re.fullmatch(r"[a-z][a-z_-]*", word) for word in words)


def messages(text: str) -> Iterator[tuple[int, str]]:
    """The string constants of a module that may be shown: two words or more, not a docstring."""
    hidden: set[int] = set()
    for node in nodes_of(text):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else []:
            if isinstance(statement, ast.Expr):
                hidden.add(id(statement.value))
        if isinstance(node, ast.Call) and _called(node) in _NOT_TEXT:
            hidden.update(id(part) for part in ast.walk(node))
            if isinstance(node.func, ast.Attribute):
                hidden.add(id(node.func.value))
        if isinstance(node, ast.JoinedStr):
            parts = [v.value if isinstance(v, ast.Constant) else "…" for v in node.values]
            hidden.update(id(v) for v in node.values)
            yield from _shown(node.lineno, "".join(map(str, parts)))
    for node in nodes_of(text):
        if isinstance(node, ast.Constant) and id(node) not in hidden:
            yield from _shown(node.lineno, node.value)


def _called(call: ast.Call) -> str:
    """The last part of the name of a called function."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else dotted_name(function)


def _shown(line: int, value: object) -> Iterator[tuple[int, str]]:
    """The line and the value, if it is a text of two words or more."""
    if (
        isinstance(value, str)
        and re.search(r"[a-z] +[a-z(…'\"]", value)
        and not _SQL.search(value)
        and not _is_list_of_names(value)
    ):
        yield line, value


def turns_for_users(text: str) -> list[str]:
    """The turns in a text that no user must see, each with what to write instead."""
    plain = _CODE.sub("", text)
    if not _ANY_FOR_USERS.search(plain):
        return []
    return [
        f"{m[0]!r} ({better}) in {' '.join(plain[max(m.start() - 30, 0) : m.end() + 20].split())!r}"
        for pattern, better in _BANNED_FOR_USERS
        for m in pattern.finditer(plain)
    ]


def without_code(page: str) -> str:
    """A Markdown page without blocks of code, and without the targets of links."""
    page = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"\]\([^)\s]*\)|^    .*$", "", page, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "turn"),
    [
        ("the link stands on two papers", "stands"),
        ("nobody is there to ask", "nobody"),
        ("vcmbib: the paper is no DOI", "is no"),
        ("an honour of the paper", "honour"),
        ("take it back with: vcmbib undo", "take it back"),
        ("Told besides: missing keys", "besides"),
    ],
)
def test_a_turn_for_users_is_found(text: str, turn: str) -> None:
    """In plain text it is found; in code it is a name."""
    assert any(found.startswith(repr(turn)) for found in turns_for_users(text))
    assert turns_for_users(f"`{text}`") == []


def test_messages_are_read() -> None:
    """Constants and the parts of formatted strings are read; docstrings, words and SQL are not."""
    text = (
        '"""A docstring of it."""\nX = "a message here"\n'
        "W = 'some words here'.split()\nQ = 'SELECT a FROM b'\n"
        "def f(x):\n    g(f'{x} is held by {x}')\n"
    )
    assert sorted(messages(text)) == [(2, "a message here"), (6, "… is held by …")]


# Values for programs, which are in JSON and in rows; people see other words.
FOR_PROGRAMS = {"told apart", "former key", "former keys", "honour award"}


def test_no_message_uses_a_banned_turn() -> None:
    """Every message, hint, remark and help text of the program is in plain English."""
    found = {}
    for path, text in modules_of(SOURCE):
        shown = [(line, m) for line, m in messages(text) if m not in FOR_PROGRAMS]
        turns = [f"{line}: {t}" for line, m in shown for t in turns_for_users(m)]
        if turns:
            found[path.relative_to(ROOT).as_posix()] = turns
    assert found == {}


# Pages of SQL and of names of constants; their sentences are docstrings.
_MADE_OF_NAMES = {"schema.md", "weights.md"}
PAGES = sorted(p for p in (ROOT / "docs").rglob("*.md") if p.name not in _MADE_OF_NAMES)
START_PAGES = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")]


@pytest.mark.parametrize("page", [*START_PAGES, *PAGES], ids=lambda p: p.name)
def test_no_page_uses_a_banned_turn(page: Path) -> None:
    """The pages for users, for developers, and the decisions are in plain English."""
    assert turns_for_users(without_code(page.read_text(encoding="utf-8"))) == []


def test_the_changelog_uses_no_banned_turn() -> None:
    """What is not released yet is described in plain English."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = re.split(r"^## \[", text, flags=re.MULTILINE)[1]
    assert unreleased.startswith("Unreleased]")
    assert turns_for_users(without_code(unreleased)) == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_help_uses_a_banned_turn(command: str) -> None:
    """The help that a user reads is in plain English."""
    shown = run_here(*([command] if command else []), "--help", env={"COLUMNS": "200"}).out
    assert len(shown.splitlines()) > 5
    assert turns_for_users(shown) == []
