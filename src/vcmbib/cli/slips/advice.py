"""A better hint for an error of a command: the line that was probably meant."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from vcmbib import errors
from vcmbib.cli.context import expand_home
from vcmbib.cli.slips.format_words import formats_meant
from vcmbib.cli.slips.key_words import hint_for_key
from vcmbib.cli.slips.typed_line import TypedLine, accepts, shown, takes_query
from vcmbib.cli.slips.verb_words import hint_for_verb
from vcmbib.cli.slips.word_kinds import WordKind, WordLookup, near_file
from vcmbib.errors import VcmbibError
from vcmbib.formats import READERS

if TYPE_CHECKING:
    from typer._click import Context


def better_hint(error: VcmbibError, typed: TypedLine, root: Context, words: WordLookup) -> str:
    """What to do next, with a command that works as it is written; empty for no better hint."""
    for kinds, advise in _ADVICE:
        if isinstance(error, kinds):
            hint = advise(error, typed, root, words)
            if hint:
                return hint
    return ""


def _did_you_mean(line: str) -> str:
    return f"did you mean: {line}" if line else ""


# --- files -----------------------------------------------------------------------------------


def _for_file(error: VcmbibError, typed: TypedLine, root: Context, words: WordLookup) -> str:
    """The hint for a word in the place of a file."""
    for name in _named_in(error, typed):
        path = expand_home(name)
        if path.is_file() and not os.access(path, os.R_OK):
            return f"to read it, change its rights: chmod u+r {errors.shell_path(name)}"
        if path.is_dir() and typed.command == "import":
            return _did_you_mean(words.for_folder(name)) or _NO_FILES
        if not path.exists():
            near = near_file(name)
            changed = typed.replaced(name, near) if near else None
            is_document = bool(near) and words.kind(near) is WordKind.DOCUMENT
            is_dump = typed.command != "load" or near.endswith(".jsonl")
            if changed is not None and is_dump:
                return _did_you_mean(shown(["tex", near] if is_document else changed))
        if words.kind(name) is WordKind.TEXT:
            if not PurePath(name).suffix and (keys := words.keys_like(name)):
                return _did_you_mean(shown(["show", keys[0]]))
            continue
        line = words.command_for(name, typed.command)
        if line and line != shown(typed.words):
            return _did_you_mean(line)
    is_plain = typed.command and "vcmbib" not in error.hint
    return f"{error.hint}; examples: {shown(['help', typed.command])}" if is_plain else ""


_NO_FILES = "it has no file of papers; the formats: vcmbib help formats"


def _named_in(error: VcmbibError, typed: TypedLine) -> Iterator[str]:
    """The words of the line that the message of an error names."""
    for word in (*typed.operands, *(w.partition("=")[2] for w in typed.args if "=" in w)):
        if word and word != "-" and word in error.message:
            yield word


def _for_content(error: VcmbibError, typed: TypedLine, _: Context, words: WordLookup) -> str:
    """The hint for a file of another kind than the command reads."""
    if typed.db and isinstance(error, errors.NotALibrary):
        line = words.command_for(typed.db)
        return _did_you_mean(line) if words.kind(typed.db) is WordKind.BIBLIOGRAPHY else ""
    for name in _named_in(error, typed):
        kind = words.kind(name)
        if kind is WordKind.PDF:
            return "PDF files are not read; add the paper by its identifier: vcmbib help add"
        reads = {"import": WordKind.BIBLIOGRAPHY, "tex": WordKind.DOCUMENT}.get(typed.command)
        if typed.command == "load" and name.endswith(".jsonl"):
            continue
        if kind in (WordKind.BIBLIOGRAPHY, WordKind.DOCUMENT, WordKind.LIBRARY) and kind != reads:
            line = words.command_for(name, typed.command)
            if line and line != shown(typed.words):
                return _did_you_mean(line)
    return ""


# --- identifiers ------------------------------------------------------------------------------


def _for_identifier(error: VcmbibError, typed: TypedLine, _: Context, words: WordLookup) -> str:
    """The hint for a text in the place of an identifier."""
    for word in typed.operands:
        kind = words.kind(word)
        if word in error.message and kind is WordKind.PDF:
            return "PDF files are not read; the forms of identifiers: vcmbib help identifiers"
        if word in error.message and kind not in (WordKind.TEXT, WordKind.IDENTIFIER):
            line = words.command_for(word, typed.command)
            if line:
                return _did_you_mean(line)
    if typed.command == "add" and len(typed.operands) >= 1 and "--title" not in typed.args:
        near = words.keys_like(typed.operands[0])
        if near and len(typed.operands) == 1:
            return f"the paper may be there: {shown(['show', near[0]])}"
        if len(typed.operands) > 1:
            return f"to search the library: {shown(['search', *typed.operands])}"
    return "the forms of identifiers: vcmbib help identifiers"


# --- names and values --------------------------------------------------------------------------


def _for_name(error: VcmbibError, typed: TypedLine, root: Context, words: WordLookup) -> str:
    """The hint for a name with a similar one, or of a thing of one paper."""
    if error.instead:
        changed = typed.replaced(error.wrong, error.instead[0])
        if changed is not None and accepts(root, changed):
            others = ", ".join(error.instead[1:])
            return _did_you_mean(shown(changed)) + (f" (or {others})" if others else "")
    template = _for_template(error, typed, root)
    if template:
        return template
    if isinstance(error, errors.Usage) and typed.command == "key":
        verb = hint_for_verb(typed, root)
        if verb:
            return verb
    if isinstance(error, errors.NoSuchThing) and typed.command in ("tag", "category", "add"):
        table = "tags" if typed.command == "tag" else "categories"
        like = words.labels_like(table, error.wrong)
        changed = typed.replaced(error.wrong, like[0]) if like else None
        if changed is not None and accepts(root, changed):
            return _did_you_mean(shown(changed))
    papers = [word for word in typed.operands if words.is_paper(word)]
    if error.hint.endswith("vcmbib show KEY") and papers:
        command = typed.command if typed.command in ("note", "link") else "show"
        what = {"note": "the notes, numbered", "link": "the links"}.get(command, "see")
        return f"{what}: {shown([command, papers[0]])}"
    has_placeholder = re.search(rf"vcmbib {typed.command} .*[A-Z]{{3}}", error.hint) is not None
    if has_placeholder and not error.hint.startswith("vcmbib") and type(error) is errors.Usage:
        return f"{error.hint}; examples: {shown(['help', typed.command])}"
    if isinstance(error, errors.Usage) and re.match(
        rf"vcmbib {typed.command} .*[A-Z]{{3}}", error.hint
    ):
        form = error.hint.removeprefix("vcmbib ")
        return f"the form: {form}; examples: {shown(['help', typed.command])}"
    if type(error) is errors.Usage and typed.command and "vcmbib" not in error.hint:
        start = f"{error.hint}; " if error.hint else ""
        return f"{start}examples: {shown(['help', typed.command])}"
    return ""


def _for_template(error: VcmbibError, typed: TypedLine, root: Context) -> str:
    """The hint for `list --format bibtex`: the name of a format in the place of a template."""
    if not error.message.endswith("has no field") or not error.wrong:
        return ""
    name = error.wrong.lower()
    formats = ("bibtex", "biblatex", "markdown", *READERS)
    meant = [name] if name in ("json", "csv", "jsonl", "keys") else formats_meant(name, formats)
    if not meant:
        return ""
    rest = typed.replaced(error.wrong) or typed.words
    rest = tuple(w for w in rest if w not in ("--format", "--format="))
    is_own = meant[0] in ("json", "csv", "jsonl", "keys")
    line = [*rest, f"--{meant[0]}"] if is_own else ["export", *rest[1:], "--format", meant[0]]
    return _did_you_mean(shown(line)) if accepts(root, line) else ""


def _for_query(error: VcmbibError, typed: TypedLine, root: Context, _: WordLookup) -> str:
    """The hint for a query with a mistake that has one likely correction."""
    from vcmbib.cli.slips.query_words import corrected_query

    args = [w for w in typed.args if not w.startswith("-") or w[:2] != "--"]
    text = corrected_query(" ".join(args))
    if not takes_query(root, typed.command):
        return ""
    if text is None:
        return _with_example(error, typed)
    options = [w for w in typed.args if w not in args]
    line = [typed.command, *text, *options]
    return _did_you_mean(shown(line)) if accepts(root, line) else error.hint


_EXAMPLE = re.compile(r"as in: (\S.*)")


def _with_example(error: VcmbibError, typed: TypedLine) -> str:
    """The hint of a bad query with its example as a command."""
    found = _EXAMPLE.fullmatch(error.hint)
    return f"as in: {shown([typed.command, found[1]])}" if found is not None else ""


def _for_paper_word(_: VcmbibError, typed: TypedLine, root: Context, __: WordLookup) -> str:
    """The hint for a paper in the place of a tag, a category or a note: a verb before it."""
    return hint_for_verb(typed, root)


def _for_nothing(_: VcmbibError, typed: TypedLine, __: Context, words: WordLookup) -> str:
    """The hint if a query that is a file finds nothing."""
    for word in typed.operands:
        if words.kind(word) in (
            WordKind.BIBLIOGRAPHY, WordKind.DOCUMENT, WordKind.LIBRARY,
        ):  # fmt: skip
            return _did_you_mean(words.command_for(word, typed.command))
    return ""


Advise = Callable[[VcmbibError, TypedLine, "Context", WordLookup], str]
_ADVICE: tuple[tuple[tuple[type[VcmbibError], ...], Advise], ...] = (
    ((errors.NoSuchPaper,), hint_for_key),
    ((errors.WordIsPaper,), _for_paper_word),
    ((errors.NoSuchFile,), _for_file),
    ((errors.NotUnderstood, errors.LibraryError, errors.NoLibrary), _for_content),
    ((errors.BadIdentifier,), _for_identifier),
    ((errors.BadQuery,), _for_query),
    ((errors.NothingFound,), _for_nothing),
    ((VcmbibError,), _for_name),
)
