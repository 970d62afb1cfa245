"""Write pages in docs/ from the code: commands, errors, schema, weights, and the manual pages.

With --check it only compares.

Usage: python docs/generate.py [--check]

Exit status: 0 written or up to date; 1 with --check, if a page is out of date.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import inspect
import itertools
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from vcmbib import errors
from vcmbib.cli.command_table import COMMANDS, GROUPS
from vcmbib.cli.help_text.examples import examples_of

HERE = Path(__file__).resolve().parent
MADE = "<!-- Made by docs/generate.py from the code: do not edit. -->"

STATUSES = {
    0: "done, or nothing to do",
    1: "looked, and it is not as it should be",
    2: "wrong command line",
    3: "not there",
    4: "some input was not understood",
    5: "a source failed",
    6: "the library is locked, damaged or newer than the program",
    129: "the terminal was closed (SIGHUP)",
    130: "interrupted",
    143: "ended by another process (SIGTERM)",
}


# --- errors ---------------------------------------------------------------------------------


def error_classes() -> list[type[errors.VcmbibError]]:
    """All classes of errors that a user can meet, sorted by exit status and code.

    Base classes are left out: their docstring begins with "Base of".
    """

    def below(parent: type[errors.VcmbibError]) -> Iterator[type[errors.VcmbibError]]:
        for child in parent.__subclasses__():
            yield child
            yield from below(child)

    found = {c for c in below(errors.VcmbibError) if c.__module__.startswith("vcmbib.")}
    real = [c for c in found if not (c.__doc__ or "").startswith("Base of")]
    return sorted(real, key=lambda c: (c.status, c.code))


def _sentence(text: str | None) -> str:
    """The first paragraph of a docstring, on one line, for a cell of a Markdown table."""
    first = inspect.cleandoc(text or "").split("\n\n")[0]
    return " ".join(first.split()).replace("|", "\\|")


def errors_page() -> str:
    """The page errors.md: the exit statuses, and all errors with their codes."""
    lines = [
        "# Errors",
        "",
        MADE,
        "",
        "A failure prints on standard error what happened, after `vcmbib: `, and on the next line",
        "what to do next. With `--json` it is one object there, with the code below:",
        "",
        "```json",
        '{"vcmbib": 1, "error": {"code": "…", "message": "…", "hint": "…", "status": 3}}',
        "```",
        "",
        "| exit status | meaning |",
        "| ---: | --- |",
        *(f"| {status} | {meaning} |" for status, meaning in STATUSES.items()),
    ]
    classes = error_classes()
    for status, meaning in STATUSES.items():
        here = [c for c in classes if c.status == status]
        if here:
            lines += ["", f"## {status}: {meaning}", "", "| code | when |", "| --- | --- |"]
            lines += [f"| `{c.code}` | {_sentence(c.__doc__)} |" for c in here]
    return "\n".join(lines) + "\n"


# --- schema ---------------------------------------------------------------------------------


def schema_page() -> str:
    """The page schema.md: the SQL of a new library."""
    from vcmbib.store.migrations import migrations

    db = Database(memory=True)
    try:
        migrations.apply(db)
        rows = db.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master "
            "WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
        ).fetchall()
        version = db.execute("PRAGMA user_version").fetchone()[0]
    finally:
        db.close()
    virtual = [name for _, name, _, sql in rows if sql.upper().startswith("CREATE VIRTUAL")]
    foreign = {f"{v}_{part}" for v in virtual for part in _SHADOWS} | {"_sqlite_migrations"}
    tables = [(n, s) for kind, n, _, s in rows if kind == "table" and n not in foreign]
    lines = [
        "# The schema of a library",
        "",
        MADE,
        "",
        f"A library is one SQLite file. This page has its schema, version {version}. It leaves out",
        "the tables of FTS5, and the table in which sqlite-utils records the applied migrations.",
        "",
        *(f"- [`{name}`](#{name})" for name, _ in tables),
    ]
    for name, statement in tables:
        others = [s for kind, _, of, s in rows if of == name and kind != "table"]
        lines += ["", f"## {name}", "", "```sql", *(f"{s};" for s in [statement, *others]), "```"]
    return "\n".join(lines) + "\n"


# The endings of the tables that FTS5 creates.
_SHADOWS = ("data", "idx", "content", "docsize", "config")


# --- commands -------------------------------------------------------------------------------


def cli_page() -> str:
    """The page cli.md: for each command a section with usage, arguments, options and help."""
    context = _program_context()
    group: Any = context.command
    lines = ["# Commands", "", MADE, "", *_command(group, context), "", *_ABOUT_ALL]
    for heading in GROUPS:
        lines += ["", f"| {heading.lower()} | |", "| --- | --- |"]
        for entry in (c for c in COMMANDS.values() if c.group == heading):
            title = f"vcmbib {entry.name}"
            lines.append(f"| [`{title}`](#{_anchor(title)}) | {entry.help} |")
    for title, command, inner in _commands(group, context):
        lines += ["", f"## {title}", "", *_command(command, inner)]
        lines += ["", "Examples:", "", "```sh", *_examples(command.name), "```"]
    return "\n".join(lines) + "\n"


def _examples(name: str) -> Iterator[str]:
    """The examples of a command as lines of a shell."""
    for example in examples_of(name):
        yield f"# {example.effect}"
        yield example.line


_ABOUT_ALL = (
    "`--db`, `--version` and `--help` are options of every command, before or after its name.",
    "`vcmbib help COMMAND` is `vcmbib COMMAND --help`; `vcmbib help TOPIC` prints a page of this",
    "folder, such as `vcmbib help query`. `vcmbib --install-completion` sets up your shell to",
    "complete commands, options, keys, tags and categories; `--show-completion` prints what it",
    "would install.",
    "",
    "A character that a terminal obeys, or that a reader cannot see, is printed as an escape:",
    "[safety.md](safety.md).",
    "",
    "[output.schema.json](output.schema.json) describes what is printed with `--json`, except",
    "`cite`, `tex`, `git` and `load`.",
    "",
    "`VCMBIB_DB` names the library; `VCMBIB_BUSY_TIMEOUT` is the seconds that a command waits for",
    "another process that uses it (10). A command that is interrupted or cannot print reports the",
    "changes that it has made. A library that is replaced while a command uses it is not changed.",
)


def _commands(group: Any, context: Any) -> Iterator[tuple[str, Any, Any]]:
    """(path, command, context) of every command below `group`."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = command.context_class(command, info_name=name, parent=context)
        yield f"{context.command_path} {name}", command, inner
        if hasattr(command, "list_commands"):
            yield from _commands(command, inner)


def _command(command: Any, context: Any) -> Iterator[str]:
    """The section of one command, without its heading."""
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield from ("```", usage, "```")
    if text := _plain(command.help):
        yield from ("", text)
    params = [p for p in command.get_params(context) if not getattr(p, "hidden", False)]
    arguments = [p for p in params if p.param_type_name == "argument"]
    options = [p for p in params if p.param_type_name == "option" and p.name not in _EVERYWHERE]
    if described := [p for p in arguments if p.help]:
        yield from ("", "| argument | |", "| --- | --- |")
        for p in described:
            yield f"| `{p.make_metavar(ctx=context)}` | {_sentence(p.help)} |"
    if options:
        yield from ("", "| option | |", "| --- | --- |")
        for p in options:
            yield f"| {_names(p, context)} | {_about(p)} |"


# Options that every command has.
_EVERYWHERE = {"help", "install_completion", "show_completion"}


def _names(option: Any, context: Any) -> str:
    """The names of an option: `--limit INTEGER`, `-o`; a negative form after a slash."""
    value = "" if option.is_flag or option.count else f" {option.make_metavar(ctx=context)}"
    names = ", ".join(f"`{name}{value}`" for name in option.opts)
    if option.secondary_opts:
        names += " / " + ", ".join(f"`{name}`" for name in option.secondary_opts)
    return names.replace("|", "\\|")


def _about(option: Any) -> str:
    """The help of an option, its default and its environment variable."""
    parts = [_sentence(option.help)]
    if option.required:
        parts.append("Needed.")
    default = option.default
    if isinstance(default, str | int | float) and not isinstance(default, bool) and default != "":
        parts.append(f"Default: `{default}`.")
    if option.envvar:
        names = [option.envvar] if isinstance(option.envvar, str) else option.envvar
        parts.append("Variable: " + ", ".join(f"`{n}`" for n in names) + ".")
    return " ".join(part for part in parts if part)


def _plain(text: str | None) -> str:
    r"""A help text without click's marks: \b keeps a paragraph as it is, \f ends the text."""
    cleaned = inspect.cleandoc(text or "").split("\f")[0]
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", cleaned):
        if paragraph.startswith("\b"):
            paragraphs.append("```\n" + paragraph.removeprefix("\b").strip("\n") + "\n```")
        else:
            paragraphs.append(paragraph.strip())
    return "\n\n".join(p for p in paragraphs if p)


def _anchor(title: str) -> str:
    """The anchor that GitHub gives to a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


# --- weights --------------------------------------------------------------------------------


def weights_page() -> str:
    """The weights and limits of the duplicate matcher, one table a section of the module."""
    from vcmbib.logic.dedupe import weights

    source = Path(weights.__file__).read_text(encoding="utf-8")
    module = ast.parse(source)
    headings = {
        number: match[1]
        for number, line in enumerate(source.splitlines(), 1)
        if (match := re.fullmatch(r"# --- (.+?) -+", line))
    }
    intro = (ast.get_docstring(module) or "").split("\n\n")[1:-1]
    lines = ["# Weights and limits of the duplicate matcher", "", MADE, "", "\n\n".join(intro)]
    for row, after in itertools.pairwise(module.body):
        if not (isinstance(row, ast.AnnAssign) and isinstance(row.target, ast.Name)):
            continue
        begun = [number for number in headings if number < row.lineno]
        if begun:
            title = headings.pop(begun[0]).capitalize()
            lines += ["", f"## {title}", "", "| name | value | unit | reason |"]
            lines += ["| --- | ---: | --- | --- |"]
        name = row.target.id
        value = getattr(weights, name)
        value = ", ".join(map(str, value)) if isinstance(value, tuple) else f"{value:g}"
        unit = _unit(ast.unparse(row.annotation))
        lines.append(f"| {_spaced(name)} | {value} | {unit} | {_sentence(_string(after))} |")
    return "\n".join(lines) + "\n"


def _string(node: ast.stmt) -> str:
    """The string below a constant; empty without one."""
    value = node.value if isinstance(node, ast.Expr) else None
    return str(value.value) if isinstance(value, ast.Constant) else ""


def _spaced(name: str) -> str:
    """`SAME_VOLUME` as words."""
    return name.lower().replace("_", " ")


def _unit(annotation: str) -> str:
    """`PerCent` as words; the unit of one number, for several."""
    unit = annotation.removeprefix("tuple[").removesuffix(", ...]")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unit).lower()


# --- all ------------------------------------------------------------------------------------

PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "errors.md": errors_page,
    "schema.md": schema_page,
    "weights.md": weights_page,
}


def all_pages() -> dict[str, str]:
    """The text of each page by its path below docs/, the manual pages included."""
    from vcmbib.cli.help_text.manual import manual_pages

    found = {name: page() for name, page in PAGES.items()}
    manual = manual_pages(_program_context(), STATUSES)
    return found | {f"man/{name}": text for name, text in manual.items()}


def _program_context() -> Any:
    """The context of the program for its help, at a width that no terminal changes."""
    from typer.main import get_command

    from vcmbib.cli.boundary import app

    group: Any = get_command(app)
    return group.make_context("vcmbib", [], resilient_parsing=True)


def main(arguments: Sequence[str] | None = None, folder: Path = HERE) -> int:
    """Write the pages into `folder`, or with --check compare them; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; say what would change")
    check = parser.parse_args(arguments).check
    stale = 0
    pages = all_pages()
    for name, new in pages.items():
        path = folder / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if old == new:
            continue
        stale += 1
        if check:
            sys.stdout.writelines(
                difflib.unified_diff(
                    old.splitlines(keepends=True), new.splitlines(keepends=True), name, "the code"
                )
            )
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(new, encoding="utf-8", newline="\n")
            print(f"written: {name}")
    if check and stale:
        print(f"{stale} of {len(pages)} pages are not what the code gives: python docs/generate.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
