"""Options that a command does not have: of other programs, of other commands, names of fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.slips.format_words import formats_meant
from vcmbib.cli.slips.typed_line import (
    TypedLine,
    accepts,
    options_of,
    piped,
    shown,
    takes_query,
)
from vcmbib.cli.slips.word_kinds import WordKind, WordLookup

if TYPE_CHECKING:
    from typer._click import Context

# Each option of other programs, with ours in the order of preference.
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "-n": ("--limit", "--dry-run"), "--max": ("--limit",), "--max-results": ("--limit",),
    "--count": ("--limit",), "--top": ("--limit",), "--first": ("--limit",), "-N": ("--limit",),
    "--head": ("--limit",), "-f": ("--format", "--yes", "--force"), "--force": ("--yes",),
    "--dry": ("--dry-run",), "--simulate": ("--dry-run",), "--preview": ("--dry-run",),
    "--no-act": ("--dry-run",), "--noop": ("--dry-run",), "--just-print": ("--dry-run", "--print"),
    "--out": ("-o",), "--outfile": ("-o",), "-O": ("-o",), "--to": ("-o",), "--save": ("-o",),
    "--sort-by": ("--sort",), "--order": ("--sort",), "--order-by": ("--sort",),
    "-s": ("--sort", "--style"),
    "--template": ("--format",), "--assume-yes": ("--yes",), "--no-confirm": ("--yes",),
    "--noconfirm": ("--yes",), "-Y": ("--yes",), "--yes": ("--auto",),
    "-j": ("--json",), "--as-json": ("--json",), "--ndjson": ("--jsonl",),
    "--bib": ("--bibtex",), "--latex": ("--bibtex",), "--tex": ("--bibtex",), "-b": ("--bibtex",),
    "--delete": ("--remove", "--yes"), "--del": ("--remove",), "--rm": ("--remove",),
    "--drop": ("--remove",), "--new": ("--add",), "--create": ("--add",), "--append": ("--add",),
    "-a": ("--add", "--all"), "-d": ("--remove", "--delete", "--dry-run"), "-r": ("--remove",),
    "--mv": ("--rename", "--move"), "-k": ("--keys", "--key"), "--key": ("--keys",),
    "--ids": ("--keys",), "-t": ("--tag", "--type"), "-i": ("--on-duplicate",),
    "-e": ("--set",), "--value": ("--set",), "--from": ("--format",), "-l": ("--limit",),
}  # fmt: skip
_OF_THE_PROGRAM = {
    "--version": "-v --ver -version -ver --about",
    "--help": "-? -help --usage --man --info -H",
    "--db": "--library --lib --database --file -l -L -d -db -D --path --from -f -C --dir",
}
_PROGRAM_OPTION = {w: option for option, ws in _OF_THE_PROGRAM.items() for w in ws.split()}
_LONG = ("--version", "--help", "--install-completion", "--show-completion")
# Commands that are proposed because they have an option: none of them deletes anything.
_PROPOSED = (
    "export", "show", "list", "search", "cite", "tex", "edit", "tag", "category", "note", "add",
    "import", "key", "stats", "check", "open", "link", "dedupe", "dump", "log",
)  # fmt: skip


# Options whose value is an argument here: `import --file refs.bib`.
_OF_ARGUMENTS = set("--file --input -i --in --infile --query -q --id --url --paper --words".split())
# Options for a list of what the command changes.
_LISTS = {
    "tag": ("list", "tags"), "category": ("list", "categories"), "note": ("list", "has:note"),
    "link": ("list", "has:link"), "key": ("list", "--keys"), "undo": ("log",), "log": ("log",),
}  # fmt: skip
# Options that show which other command was meant.
_TELLING = set(
    "--bibtex --biblatex --csl-json --markdown --csv --jsonl --keys --format --update --venues"
    " --style --inline --locale --copy --sources --pattern --sed --sort --limit -o --output --print"
    " --unused --watch --auto --explain --skip --rebuild-index --library --strings --crossref"
    " --ascii --omit --fields --spreadsheet --notes --history --as".split()
)
# Commands that change nothing: an unknown option can be left out.
_READ = set("search list show open stats id cite check log where help dedupe pick".split())


def hint_for_option(typed: TypedLine, option: str, root: Context, words: WordLookup) -> str:
    """The command that was probably meant by a line with an option that does not exist."""
    word = next((w for w in typed.words if w == option or w.startswith(option)), option)
    for line in _lines(typed, word, root, words):
        if line:
            return f"did you mean: {line}"
    rest = tuple(w for w in typed.words if w != word)
    if rest[:1] and rest[0] in _READ and accepts(root, rest):
        return f"omit it: {shown(rest)}"
    return f"see: {shown(['help', typed.command] if typed.command else ['help'])}"


def _lines(typed: TypedLine, word: str, root: Context, words: WordLookup) -> Iterator[str]:
    """Lines that may have been meant, the likeliest first; an empty one is none."""
    name, equals, value = word.partition("=")
    if typed.command not in COMMANDS:
        yield _for_program(typed, name, value, root)
        return
    own = options_of(root, typed.command)
    yield from _by_meaning(typed, word, root, words)
    if is_name_of_field(name.lstrip("-")):
        yield _as_field(typed, word, root)
    near = get_close_matches(name, [o for o in own if len(o) > 3], 1, 0.75)
    for right in (*near, *(o for o in _SYNONYMS.get(name, ()) if o in own)):
        changed = typed.replaced(word, f"{right}={value}" if equals else right)
        if changed is not None and accepts(root, changed):
            yield _with_key_first(changed, right, words) or shown(changed)
    yield _as_field(typed, word, root)
    yield _for_program(typed, name, value, root)
    for right in dict.fromkeys([name, *_SYNONYMS.get(name, ())]):
        if right not in _TELLING or typed.command not in {*_READ, "export", "tex"}:
            continue
        changed = typed.replaced(word, f"{right}={value}" if equals else right)
        yield from _in_other_commands(typed, right, changed or typed.words, root)


def is_name_of_field(name: str) -> bool:
    """Whether a name is a field of a query, here or in other programs."""
    from vcmbib.model.query.fields import OTHER_NAMES, field_named

    return field_named(name) is not None or name.lower() in OTHER_NAMES


def _by_meaning(typed: TypedLine, word: str, root: Context, words: WordLookup) -> Iterator[str]:
    """Lines for options that name a format, a list, a number, or the argument itself."""
    from vcmbib.formats import READERS, WRITERS

    name, equals, value = word.partition("=")
    own = options_of(root, typed.command)
    files = [w for w in typed.operands if words.kind(w) is WordKind.BIBLIOGRAPHY]
    if typed.command == "add" and files and Path(files[0]).is_file():
        yield shown(["import", *files])
    known = {"import": tuple(READERS), "export": tuple(WRITERS)}.get(typed.command, ())
    meant = formats_meant(name.lstrip("-"), known) if len(name) > 4 or name[2:] in known else []
    if meant and (name.lstrip("-") in known or name not in _SYNONYMS):
        yield _accepted(typed.replaced(word, "--format", meant[0]), root)
    if name in ("--list", "--ls", "--all", "-l", "--show") and typed.command in _LISTS:
        yield shown(_LISTS[typed.command])
    if name in _OF_ARGUMENTS:
        yield _accepted(typed.replaced(word, *([value] if equals else [])), root)
    if name[1:].isdigit() and "--limit" in own:
        yield _accepted(typed.replaced(word, "--limit", name[1:]), root)


def _accepted(line: Sequence[str] | None, root: Context) -> str:
    """A line for a hint; empty if the parser refuses it."""
    return shown(line) if line is not None and accepts(root, line) else ""


def _with_key_first(line: Sequence[str], option: str, words: WordLookup) -> str:
    """`tag KEY --remove TAG` for `tag --remove KEY TAG`; empty for another line."""
    command, *rest = line
    if option != "--remove" or option not in rest or command not in ("tag", "category", "link"):
        return ""
    after = rest[rest.index(option) + 1 :]
    if len(after) < 2 or not words.is_paper(after[0]):
        return ""
    return shown([command, after[0], *(part for w in after[1:] for part in (option, w))])


def _for_program(typed: TypedLine, name: str, value: str, root: Context) -> str:
    """The line with an option of the program, or with an option after its command."""
    if name in _PROGRAM_OPTION:
        right = _PROGRAM_OPTION[name]
        if right == "--version":
            return shown([right])
        if right == "--help":
            return shown(["help", typed.command] if typed.command in COMMANDS else ["help"])
        return _with_library(typed, name, value)
    first = next((n for n, word in enumerate(typed.words) if word in COMMANDS), None)
    if first:  # an option of a command, before the command
        words = (typed.words[first], *typed.words[:first], *typed.words[first + 1 :])
        moved = (typed.words[first], *typed.words[first + 1 :], *typed.words[:first])
        return next((shown(line) for line in (words, moved) if accepts(root, line)), "")
    if typed.command not in COMMANDS:
        near = get_close_matches(name, _LONG, 1, 0.6)
        return shown(near) if near else ""
    return ""


def _with_library(typed: TypedLine, name: str, value: str) -> str:
    """The line with --db in the place of another name for it; empty if it names no file."""
    words = list(typed.words)
    at = next((n for n, w in enumerate(words) if w == name or w.startswith(f"{name}=")), None)
    if at is None:
        return ""
    if not value and at + 1 < len(words):
        value = words.pop(at + 1)
    words.pop(at)
    is_library = bool(value) and (value.endswith((".db", ".sqlite")) or Path(value).is_file())
    return shown(["--db", value, *words]) if is_library else ""


def _as_field(typed: TypedLine, word: str, root: Context) -> str:
    """The line with `field:value` for `--field value`; for `edit`: with --set."""
    from vcmbib.model.query.fields import field_meant, field_named

    name, equals, value = word.partition("=")
    field = name.lstrip("-")
    spec = field_named(field)
    meant = spec.name if spec is not None else field_meant(field) if len(field) > 2 else None
    if meant is None or not name.startswith("--"):
        return ""
    words = list(typed.words)
    at = words.index(word)
    after = words[at + 1] if at + 1 < len(words) else ""
    if not equals:
        value = after
    if not value or value.startswith("-"):
        return ""
    rest = words[:at] + words[at + (1 if equals else 2) :]
    if typed.command == "edit":
        changed = [*rest, "--set", f"{_EDITED.get(meant, meant)}={value}"]
        return shown(changed) if accepts(root, changed) else ""
    term = f'{meant}:"{value}"' if " " in value else f"{meant}:{value}"
    if takes_query(root, typed.command):
        return shown([*rest, term])
    if typed.command == "show" and len(rest) == 1:
        return shown(["search", term])
    return ""


# Fields of a query with another name in `edit`.
_EDITED = {"author": "authors", "tag": "tags", "topic": "topics", "category": "categories"}


def _in_other_commands(
    typed: TypedLine, option: str, words: tuple[str, ...], root: Context
) -> Iterator[str]:
    """Lines of other commands that have the option, with the same arguments."""
    args = words[1:]
    for name in _PROPOSED:
        if name == typed.command or option not in options_of(root, name):
            continue
        if takes_query(root, typed.command) and not takes_query(root, name):
            operands = typed.operands
            rest = [word for word in args if word not in operands or word == option]
            piped_line = [name, "-", *(w for w in args if w not in operands)]
            if not operands:
                continue
            at = args.index(option) if option in args else -1
            value = args[at + 1 : at + 2] if at >= 0 else ()
            param = options_of(root, name)[option]
            if value and not param.is_flag:
                terms = [word for word in operands if word != value[0]]
                piped_line = [name, "-", option, value[0]]
            else:
                terms, piped_line = list(operands), [name, "-", *rest]
            if terms and accepts(root, piped_line):
                yield piped(["search", *terms, "--keys"], piped_line)
        elif accepts(root, (name, *args)):
            yield shown((name, *args))
