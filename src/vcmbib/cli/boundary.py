"""The typer application: it loads commands by name and turns exceptions into exit statuses."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from errno import ENOMEM
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from vcmbib import __version__
from vcmbib.cli import output
from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.context import TYPED_WORDS, App
from vcmbib.cli.stop_signals import StopSignals
from vcmbib.errors import (
    CannotWrite,
    HungUp,
    Interrupted,
    NoPaperNamed,
    NotALibrary,
    OutOfMemory,
    Terminated,
    Usage,
    VcmbibError,
    undo_advice,
)

if TYPE_CHECKING:
    from typer._click import Command, Context


def load_command(name: str) -> Command:
    """The command `name`, built from the function `run` of its module."""
    entry = COMMANDS[name]
    module = import_module(f"vcmbib.cli.commands.{entry.module}")
    function: Callable[..., None] = module.run
    single = typer.Typer(
        add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
    )
    kind = QueryCommand if getattr(module, "TAKES_QUERY", False) else OneCommand
    single.command(name, cls=kind, short_help=entry.help)(function)
    return typer.main.get_command(single)


class OneCommand(TyperCommand):
    """A command. It takes the options of the program too, and its help ends with examples."""

    def get_params(self, ctx: Context) -> list[Any]:
        """The command's own parameters, and hidden ones for the options of the program."""
        return [*_options_of_the_program(), *super().get_params(ctx)]

    def format_epilog(self, ctx: Context, formatter: Any) -> None:
        """Write the examples of the command."""
        from vcmbib.cli.help_text.examples import examples_of

        with formatter.section("Examples"):
            for example in examples_of(self.name or ""):
                formatter.write(f"  {example.line}\n      {example.effect}\n")


@cache
def _options_of_the_program() -> tuple[Any, ...]:
    """Hidden --db and --version: they may also come after the name of the command."""
    return (
        TyperOption(
            param_decls=["--db"], hidden=True, expose_value=False, is_eager=True, callback=_use_db
        ),
        TyperOption(
            param_decls=["--version", "-V"],
            hidden=True,
            expose_value=False,
            is_eager=True,
            is_flag=True,
            callback=lambda _, __, value: _version(value),
        ),
    )


def _use_db(context: Context, _: Any, db: str | None) -> None:
    """Use the library of a --db that comes after the command. Raises Usage if two are named."""
    if db is None:
        return
    root = context.find_root()
    before = root.params.get("db")
    if before is not None and before != db:
        raise Usage(f"--db names two libraries: {before} and {db}", "name one of them")
    root.obj = App(_checked_db(db))
    context.obj = root.obj


class QueryCommand(OneCommand):
    """A command whose arguments are a query. `-tag:survey` is a negation there, not an option."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put a blank before `-word` to hide it from the option parser. A query ignores blanks."""
        options = True
        shielded: list[str] = []
        own = {name for option in self.get_params(ctx) for name in option.opts} | {"-"}
        for arg in args:
            options = options and arg != "--"
            negation = options and arg[:1] == "-" and arg not in own and arg[1] != "-"
            shielded.append(f" {arg}" if negation else arg)
        return super().parse_args(ctx, shielded)


_NO_PAGER = "--no-pager"


class CommandGroup(TyperGroup):
    """The group of all commands. It loads only the named one and gives every failure a status."""

    loaded: ClassVar[dict[str, Command]] = {}

    def list_commands(self, ctx: Context) -> list[str]:
        """The names of all commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.loaded:
            self.loaded[cmd_name] = load_command(cmd_name)
        return self.loaded[cmd_name]

    def format_help(self, ctx: Context, formatter: Any) -> None:
        """Write the help of the program, without loading the commands."""
        from vcmbib.cli.help_text.overview import write_overview

        write_overview(ctx, formatter)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[Any]:
        """Completions for a command's name from the table, without loading the commands."""
        from typer._click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [
            CompletionItem(v.name, help=v.help)
            for v in COMMANDS.values()
            if v.name.startswith(incomplete)
        ]

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line and exit with its status; return it without `standalone_mode`."""
        del windows_expand_args
        given = list(sys.argv[1:] if args is None else args)
        name = prog_name or "vcmbib"
        output.prepare()
        if os.environ.get("_VCMBIB_COMPLETE") or given[:1] in _SCRIPT_OPTIONS:
            from vcmbib.cli import completion

            completion.register()
        self._main_shell_completion(extra, name, complete_var)
        before_files = given[: given.index("--")] if "--" in given else given
        as_json = "--json" in before_files or "--jsonl" in before_files
        if _NO_PAGER in before_files:  # also after the command
            given = [a for a in before_files if a != _NO_PAGER] + given[len(before_files) :]
        else:
            output.start_paging()
        with StopSignals() as stop:
            try:
                status = self._run(name, given, extra, as_json, stop)
            finally:
                output.stop_paging()
        output.close()
        if standalone_mode:
            sys.exit(status)
        return status

    def _run(
        self,
        name: str,
        given: Sequence[str],
        extra: dict[str, Any],
        as_json: bool,
        stop: StopSignals,
    ) -> int:
        """Run a command line; returns its status. Every exception becomes a message here."""
        status = 0
        context: Context | None = None
        out_of_memory = False
        words = list(given)
        try:
            while True:
                try:
                    with self.make_context(name, list(words), **extra) as context:
                        context.meta[TYPED_WORDS] = words
                        self.invoke(context)
                    break
                except Exception as error:
                    chosen = _choose_papers(error, _app(context), as_json)
                    if not chosen:
                        raise
                    words += chosen
            output.stop_paging()
            output.flush()
        except (KeyboardInterrupt, typer.Abort):
            status = self._interrupted(_app(context), as_json, stop.number)
        except (OSError, CannotWrite) as error:
            out_of_memory = getattr(error, "errno", None) == ENOMEM
            if not out_of_memory:
                status = self._unwritten(error, as_json, _app(context))
        except MemoryError:
            out_of_memory = True  # the message is written when the frames are freed
        except Exception as error:  # noqa: BLE001  # the one boundary
            if stop.number:  # it came in a callback of C code, which raised another exception
                status = self._interrupted(_app(context), as_json, stop.number)
            else:
                out_of_memory = _lacks_memory(error)
                if not out_of_memory:
                    used = _app(context)
                    used.given = tuple(words)
                    status = self._status(error, as_json, used)
        if out_of_memory:
            failure = OutOfMemory(_app(context).change_numbers)
            output.show_error(failure, as_json, _app(context).db)
            status = failure.status
        _report_new_library(_app(context))
        return status

    def _status(self, error: Exception, as_json: bool, used: App) -> int:
        """Print the error message and return the exit status.

        An unexpected error is caused by damage in the library, or it is raised again.
        """
        match error:
            case typer.Exit():
                return self._after_exit(int(error.exit_code))
            case VcmbibError():
                self._improve_hint(error, used)
                is_named = isinstance(error, NotALibrary)  # then a command must not name it
                output.show_error(error, as_json, None if is_named else used.db)
                return error.status
            case UnicodeEncodeError():
                usage = Usage(
                    "the text contains bytes that are not characters", "write it in UTF-8"
                )
                return self._status(usage, as_json, used)
            case _ if hasattr(error, "format_message") and hasattr(error, "exit_code"):
                return self._usage(error, as_json, used)
        damage = used.find_damage()
        if damage is None:
            raise error
        output.show_error(damage, as_json, used.db)
        return damage.status

    def _after_exit(self, status: int) -> int:
        """Flush the output after `typer.Exit`; returns the exit status."""
        try:
            output.flush()
        except OSError as error:
            return self._unwritten(error, False, App())
        return status

    def _interrupted(self, used: App, as_json: bool, signal_number: int) -> int:
        """Report that a signal (0: Ctrl-C) ended the command, and the changes that remain."""
        if not as_json:
            output.message("")  # a terminal shows ^C on the line
        kinds: dict[int, type[Interrupted]] = {1: HungUp, 15: Terminated}
        failure = kinds.get(signal_number, Interrupted)(used.change_numbers)
        output.show_error(failure, as_json, used.db)
        return failure.status

    def _unwritten(self, error: OSError | CannotWrite, as_json: bool, used: App) -> int:
        """Report output that could not be written, and the changes that remain."""
        if isinstance(error, BrokenPipeError):
            return 0  # the reader closed the pipe, as `head` does
        if isinstance(error, CannotWrite):
            failure = error
        else:
            where = str(error.filename or "standard output")
            failure = CannotWrite(where, error.strerror or str(error))
        if used.change_numbers:
            failure.hint = "; ".join(undo_advice(used.change_numbers))
        output.show_error(failure, as_json, used.db)
        return failure.status

    def _usage(self, error: Any, as_json: bool, used: App) -> int:
        """Report a wrong command line that typer found."""
        context = getattr(error, "ctx", None)
        is_library_alone = len(used.given) == 2 and used.given[0] == "--db"
        if type(error).__name__ == "NoArgsIsHelpError" or (
            is_library_alone and used.given[1] not in COMMANDS and context is not None
        ):
            output.lines(context.get_help() if context is not None else "")
            output.flush()
            return 0
        from vcmbib.cli.slips.typed_line import typed_line
        from vcmbib.cli.slips.usage_errors import to_usage
        from vcmbib.cli.slips.word_kinds import WordLookup

        typed = typed_line(used.given)
        app = used if used.db is not None else App(typed.db)
        failure = to_usage(error, typed, self._empty_context(), WordLookup(app.path))
        output.show_error(failure, as_json, None if typed.db in COMMANDS else typed.db)
        return failure.status

    def _improve_hint(self, error: VcmbibError, used: App) -> None:
        """Put the command into the hint that was probably meant, if there is one."""
        if not used.given or error.status not in (2, 3, 4, 6):
            return
        from vcmbib.cli.slips.advice import better_hint
        from vcmbib.cli.slips.typed_line import typed_line
        from vcmbib.cli.slips.word_kinds import WordLookup

        typed = typed_line(used.given)
        error.hint = (
            better_hint(error, typed, self._empty_context(), WordLookup(used.path)) or error.hint
        )

    def _empty_context(self) -> Context:
        """A context of the program for a line without words."""
        return self.make_context("vcmbib", [], resilient_parsing=True)


def _report_new_library(used: App) -> None:
    """Print where the library is that the command made."""
    for line in used.new_library_note:
        output.message(line)


def _choose_papers(error: Exception, used: App, as_json: bool) -> list[str]:
    """The keys of the papers that the command line lacks; the user chooses them on a terminal.

    The list is empty if the command lacks something else, if no user can choose, or if the user
    chooses none. The error is not raised again here: it and this frame would refer to each other,
    and the library would stay open.
    """
    parameter = getattr(getattr(error, "param", None), "name", None)
    lacks_paper = isinstance(error, NoPaperNamed) or (
        type(error).__name__ == "MissingParameter" and parameter in _PAPER_ARGUMENTS
    )
    if as_json or not lacks_paper:
        return []
    from vcmbib.cli import terminal

    if not terminal.can_ask():
        return []
    from vcmbib.cli.command_line.words import empty_library
    from vcmbib.cli.picker.choose import can_choose, choose
    from vcmbib.cli.picker.rows import rows_of

    if not can_choose() or not used.path.exists():
        return []
    with used.open_reader() as reader:
        ids = reader.newest()
        if not ids:
            raise empty_library(used)
        chosen = choose(rows_of(reader, ids), several=parameter in ("keys", "others"))
    sys.argv += chosen  # the log of changes has the whole command
    return chosen


_PAPER_ARGUMENTS = ("key", "keys", "keep", "others")
_SCRIPT_OPTIONS = (["--show-completion"], ["--install-completion"])


def _app(context: Context | None) -> App:
    """The context of the command that ended; an empty one if the command did not begin."""
    return context.obj if context is not None and isinstance(context.obj, App) else App()


def _checked_db(db: str) -> str:
    """The value of --db. Raises Usage if it is blank."""
    if not db.strip():
        raise Usage("the option --db has no file name", "write --db FILE, or omit --db")
    return db


def _lacks_memory(error: BaseException | None) -> bool:
    """Whether an exception, or one that caused it, means that memory is missing.

    A module or a thread that cannot be loaded for this reason gives an error of its own.
    """
    while error is not None:
        text = str(error)
        if isinstance(error, MemoryError) or getattr(error, "errno", None) == ENOMEM:
            return True
        if isinstance(error, ImportError) and ("allocate" in text or "failed to map" in text):
            return True
        if isinstance(error, RuntimeError) and "can't start new thread" in text:
            return True
        error = error.__cause__ or error.__context__
    return False


def _version(value: bool) -> None:
    if value:
        output.out(f"vcmbib {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=CommandGroup,
    name="vcmbib",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def root(
    context: typer.Context,
    db: Annotated[
        str | None,
        typer.Option(
            "--db",
            metavar="FILE",
            is_eager=True,
            help="The library. Default: $VCMBIB_DB, else the nearest papers.db here or in a parent "
            "folder, else papers.db in your data folder.",
        ),
    ] = None,
    no_pager: Annotated[
        bool,
        typer.Option(_NO_PAGER, help="Do not show long output in a pager, such as less."),
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Keep a field's reading list, a .bib to rely on, and one record per work."""
    del version, no_pager
    context.obj = App(None if db is None else _checked_db(db))


def run(args: Sequence[str]) -> int:
    """Run the program on `args` and return its exit status."""
    if os.environ.get("_VCMBIB_COMPLETE"):
        output.prepare()
    command = typer.main.get_command(app)
    try:
        status = command.main(list(args), prog_name="vcmbib", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return int(status or 0)
