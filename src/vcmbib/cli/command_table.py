"""The commands: name, module and one line of help.

A table of strings: `--help` and completion load no command, and a command loads no other.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """A command: the function `run` of the module `vcmbib.cli.commands.MODULE`."""

    name: str
    module: str
    help: str


_TABLE = (
    ("search", "search", "Find papers: words, phrases, fields; best matches first."),
    ("list", "list_", "List papers, or tags, categories, venues, authors, topics with counts."),
    ("show", "show", "Show papers as cards, as JSON or as BibTeX, and where each field came from."),
    ("open", "open_", "Open a paper's page in the browser."),
    ("id", "identify", "Show which identifiers are in a text, an address or a file name."),
    ("add", "add", "Add papers by identifier or by hand."),
    ("import", "import_", "Read curated lists and .bib files."),
    ("edit", "edit", "Change the fields of a paper, in your editor or with --set."),
    ("tag", "tag", "Put tags on papers, or take them off."),
    ("category", "category", "Put papers in categories; add, rename, move, remove categories."),
    ("note", "note", "Read and write notes on a paper."),
    ("link", "link", "Add links to a paper, or take them away."),
    ("key", "key", "Give a paper another citation key; the old one still resolves."),
    ("cite", "cite", "Write references by a citation style: APA, IEEE, ACM, Nature, any CSL."),
    ("merge", "merge", "Make papers of one work one; the other keys resolve to the one kept."),
    ("dedupe", "dedupe", "Find duplicates, say why, and merge them."),
    ("remove", "remove", "Remove papers from the library."),
    ("export", "export", "Write BibTeX, BibLaTeX, CSL-JSON, Markdown tables, JSON or CSV."),
    ("tex", "tex", "Write the .bib of a document: what it cites, what is missing, what is stale."),
    ("check", "check", "Look for duplicates, wrong links and missing fields."),
    ("stats", "stats", "Count papers by year, venue, category and topic."),
    ("log", "log", "List the changes to the library, or to one paper."),
    ("undo", "undo", "Take back the last change, or a given one."),
    ("dump", "dump", "Write the whole library as sorted JSON lines."),
    ("load", "load", "Restore a library from what dump wrote."),
    ("git", "git", "Show and merge the library in a git repository."),
    ("where", "where", "Show which library commands use here, and its state."),
    ("init", "init", "Make a library, or upgrade one."),
)

COMMANDS: dict[str, Command] = {name: Command(name, module, text) for name, module, text in _TABLE}
