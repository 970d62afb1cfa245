"""The commands: name, module, group and one line of help.

A table of strings: `--help` and completion load no command, and a command loads no other.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """A command: the function `run` of the module `vcmbib.cli.commands.MODULE`.

    `help` is also the first sentence of the docstring of `run`.
    """

    name: str
    module: str
    group: str
    help: str


_FIND, _COLLECT, _CURATE = "Find papers", "Collect papers", "Curate papers"
_SHARE, _LOOK_AFTER = "Share papers", "Look after the library"

_TABLE = (
    ("search", "search", _FIND, "Find papers by words and fields. Best matches come first."),
    ("list", "list_", _FIND, "List papers, or tags, categories, venues, authors and more."),
    ("show", "show", _FIND, "Show all fields of a paper, and where each came from."),
    ("pick", "pick", _FIND, "Choose papers in a list, and print their keys or citations."),
    ("open", "open_", _FIND, "Open the page of a paper in the browser."),
    ("stats", "stats", _FIND, "Count papers by year, venue, category, topic, type and tag."),
    ("add", "add", _COLLECT, "Add papers by identifier, or by hand."),
    ("import", "import_", _COLLECT, "Read papers from files: BibTeX, Markdown lists, RIS, more."),
    ("id", "identify", _COLLECT, "Show the identifiers in a text, an address or a file name."),
    ("edit", "edit", _CURATE, "Change the fields of a paper, in your editor or with --set."),
    ("tag", "tag", _CURATE, "Add tags to papers, or remove them."),
    ("category", "category", _CURATE, "Put papers in categories. Make, rename, move categories."),
    ("note", "note", _CURATE, "Show, add and remove your notes on a paper."),
    ("link", "link", _CURATE, "Show, add and remove the links of a paper."),
    ("key", "key", _CURATE, "Change citation keys. Old keys still find their papers."),
    ("merge", "merge", _CURATE, "Merge papers that are one work into one."),
    ("dedupe", "dedupe", _CURATE, "Find duplicates, explain them, and merge them."),
    ("remove", "remove", _CURATE, "Delete papers, with their tags, notes and links. Asks first."),
    ("export", "export", _SHARE, "Write papers as BibTeX, BibLaTeX, Markdown, JSON and more."),
    ("cite", "cite", _SHARE, "Write references in a style: APA, IEEE, ACM, Nature, any CSL."),
    ("tex", "tex", _SHARE, "Write the .bib of a document: the papers that it cites."),
    ("check", "check", _LOOK_AFTER, "Look for duplicates, wrong links and missing fields."),
    ("log", "log", _LOOK_AFTER, "List the changes to the library, or to one paper."),
    ("undo", "undo", _LOOK_AFTER, "Undo the last change, or a given one."),
    ("dump", "dump", _LOOK_AFTER, "Write the whole library as sorted JSON lines."),
    ("load", "load", _LOOK_AFTER, "Restore a library from what dump wrote."),
    ("git", "git", _LOOK_AFTER, "Keep the library in git, and merge it paper by paper."),
    ("where", "where", _LOOK_AFTER, "Show which library commands use in this folder."),
    ("init", "init", _LOOK_AFTER, "Make a library, or upgrade one."),
    ("help", "help_", _LOOK_AFTER, "Show the help of a command, or a page of documentation."),
)

COMMANDS: dict[str, Command] = {row[0]: Command(*row) for row in _TABLE}
GROUPS: tuple[str, ...] = (_FIND, _COLLECT, _CURATE, _SHARE, _LOOK_AFTER)
"""The groups of commands, in the order of the help."""
