"""Words of other programs for commands (git, gh, apt, papis, cobib, jabkit, the shell)."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.slips.list_subjects import subject_named
from vcmbib.cli.slips.typed_line import TypedLine, accepts, options_of, shown

if TYPE_CHECKING:
    from typer._click import Context

    from vcmbib.cli.slips.word_kinds import WordLookup

_SYNONYMS = {
    "search": "find query grep ack rg lookup look f s select filter match seek",
    "list": "ls l ll dir all papers entries keys index sort order table toc",
    "pick": "choose fzf chooser picker",
    "show": "cat view info display print details detail card describe get inspect read-paper",
    "open": "browse browser web www visit launch xdg-open start url",
    "stats": "count counts statistics statistic stat summary wc report years",
    "add": "a insert append fetch download doi arxiv isbn put clip",
    "import": "read ingest imp slurp",
    "id": "identify identifier identifiers ids scan parse recognize",
    "edit": "modify change set update amend e vi vim nano correct fix",
    "tag": "label labels keyword keywords mark untag",
    "category": "group collection folder section topic chapter mkdir",
    "note": "comment annotate annotation memo notes remark",
    "link": "attach addlink links file",
    "key": "rename rekey mv citekey citation-key ref-key move",
    "merge": "join combine unite",
    "dedupe": "dups dup duplicates duplicate dedup deduplicate unique uniq doubles",
    "remove": "rm delete del erase drop purge uninstall rmdir trash unlink",
    "export": "write save convert out output bib bibtex biblatex ris csv json markdown md",
    "cite": "reference references ref refs citation csl style format apa ieee",
    "tex": "latex aux bibliography build compile",
    "check": "doctor lint fsck verify validate test integrity audit",
    "log": "history changes reflog journal events",
    "undo": "revert rollback back reset unapply takeback redo",
    "dump": "backup archive snapshot serialize",
    "load": "restore recover replay",
    "git": "commit push pull clone diff blame branch vcs sync",
    "where": "path which location config conf settings library lib status st db pwd defaults",
    "init": "new create setup initialize initialise make upgrade migrate",
    "help": "man manual docs doc documentation usage commands ? h tutorial",
    "--version": "version ver about v",
    "--show-completion": "completion completions autocomplete",
}
SYNONYMS: dict[str, str] = {w: command for command, ws in _SYNONYMS.items() for w in ws.split()}
"""Each word with the command that it means."""

# Words that mean another command if arguments follow.
_WITH_ARGUMENTS = {"new": "add", "create": "add", "make": "add", "status": "show"}
# Formats as commands: `vcmbib bibtex author:choi`.
_FORMATS: dict[str, tuple[str, ...]] = {
    "bib": ("--bibtex",), "bibtex": ("--bibtex",), "biblatex": ("--biblatex",), "csv": ("--csv",),
    "json": ("--json",), "markdown": ("--markdown",), "md": ("--markdown",),
    "ris": ("--format", "ris"),
}  # fmt: skip
_STYLES: dict[str, tuple[str, ...]] = {"apa": ("--style", "apa"), "ieee": ("--style", "ieee")}
# The command needs arguments, but its parser accepts a line without them.
_EMPTY_IS_WRONG = {"add", "git", "tag", "category"}


def hint_for_command(typed: TypedLine, word: str, root: Context, words: WordLookup) -> str:
    """The command that was probably meant by `word`, which is no command."""
    for candidate in _candidates(typed, word, root, words):
        if accepts(root, candidate):
            return f"did you mean: {shown(candidate)}"
    pipe = words.command_for(word)
    if pipe:
        return f"did you mean: {pipe}"
    meant = _meant(word.lower(), bool(typed.args))
    if meant is not None:
        return f"did you mean: {shown(['help', meant])}"
    return f"all commands: vcmbib help; papers with the words: {shown(['search', *typed.words])}"


def _candidates(
    typed: TypedLine, word: str, root: Context, words: WordLookup
) -> Iterator[tuple[str, ...]]:
    """Command lines that may have been meant, the likeliest first."""
    if word.startswith("vcmbib"):  # `vcmbib vcmbib list`
        yield typed.args
    if word.split()[:1] and word.split(maxsplit=1)[0] in COMMANDS:  # one word in quotation marks
        yield (*word.split(), *typed.args)
    name = word.lower().lstrip("-")
    subject = subject_named(name)
    if subject is not None and name not in SYNONYMS:
        yield ("list", subject, *typed.args)
    if words.is_more_than_text(word):
        return
    meant = _meant(name, bool(typed.args))
    if meant is None:
        return
    tables = {"export": _FORMATS, "cite": _STYLES}
    options = tables[meant].get(name, ()) if meant in tables else ()
    known = options_of(root, meant) if meant in COMMANDS else {}
    without_options = tuple(w for w in typed.args if not w.startswith("-") or w in known)
    if typed.args or meant not in _EMPTY_IS_WRONG:
        yield (meant, *options, *typed.args)
    if without_options:
        yield (meant, *options, *without_options)
    if subject is not None:
        yield ("list", subject)


def _meant(name: str, has_arguments: bool) -> str | None:
    """The command that a word means: a synonym, or a command with a similar name."""
    if has_arguments and name in _WITH_ARGUMENTS:
        return _WITH_ARGUMENTS[name]
    if name in SYNONYMS:
        return SYNONYMS[name]
    similar = get_close_matches(name, COMMANDS, 1, 0.6) if len(name) > 2 else []
    if not similar and len(name) > 3:
        near = get_close_matches(name, [w for w in SYNONYMS if len(w) > 3], 1, 0.8)
        similar = [SYNONYMS[near[0]]] if near else []
    return similar[0] if similar else None
