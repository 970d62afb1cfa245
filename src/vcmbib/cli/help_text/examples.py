"""Examples of each command, for `--help`, docs/cli.md and the manual pages.

The papers are those of the library that ships. tests/cli/help_text/test_examples.py runs each line.
"""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    """A command line, and what it does in one sentence."""

    line: str
    effect: str


EXAMPLES: dict[str, tuple[Example, ...]] = {
    "search": (
        Example("vcmbib search feature compression", "Papers with both words."),
        Example("vcmbib search 'author:choi year:2018..'", "Papers by Choi since 2018."),
        Example("vcmbib search video -survey --sort -year", "Not surveys; the newest first."),
    ),
    "list": (
        Example("vcmbib list venue:ICIP", "Papers at ICIP, by citation key."),
        Example("vcmbib list authors choi", "Authors by name, and their numbers of papers."),
        Example("vcmbib list --format '{key} {year}'", "A line of your own form for each paper."),
    ),
    "show": (
        Example("vcmbib show choi2018deep", "All fields of the paper."),
        Example("vcmbib show choi2018deep --bibtex", "Its BibTeX entry."),
        Example("vcmbib show arxiv:2403.17886 --sources", "Where each field came from."),
    ),
    "pick": (
        Example("vcmbib pick", "Choose papers and print their keys."),
        Example("vcmbib pick author:choi --as cite", "Print a citation for LaTeX."),
    ),
    "open": (
        Example("vcmbib open choi2018deep", "Its page in the browser."),
        Example("vcmbib open gomes2024neural --print", "Print the address instead."),
    ),
    "stats": (
        Example("vcmbib stats", "Counts of the whole library."),
        Example("vcmbib stats author:bajić --limit 5", "Those of one author, five lines each."),
    ),
    "add": (
        Example("vcmbib add 2405.03500", "A paper from arXiv."),
        Example("vcmbib add https://arxiv.org/abs/2405.03500 --tag to-read", "With a tag."),
        Example(
            "vcmbib add --title 'On Codes' --author 'Doe, Jane' --year 2024", "A paper by hand."
        ),
    ),
    "import": (
        Example("vcmbib import refs.bib", "Add the papers of a .bib, and complete known ones."),
        Example("vcmbib import list.md --dry-run", "Show what would be added."),
        Example("vcmbib import list.md --failed left.md", "Write what failed, to correct it."),
    ),
    "id": (
        Example("vcmbib id https://arxiv.org/pdf/2405.03500v2", "The identifier of an address."),
        Example("vcmbib id 'see doi:10.1109/TIP.2020.3016485'", "Those in a text."),
    ),
    "edit": (
        Example("vcmbib edit choi2018deep", "All fields in your editor."),
        Example("vcmbib edit choi2018deep --set pages=3743--3747", "Set one field."),
        Example("vcmbib edit choi2018deep --set note= --dry-run", "Show what would change."),
    ),
    "tag": (
        Example("vcmbib tag choi2018deep to-read", "Add a tag to a paper."),
        Example("vcmbib search author:choi --keys | vcmbib tag - choi", "To many papers."),
        Example("vcmbib tag --rename survey=overview", "Rename it on all papers."),
    ),
    "category": (
        Example("vcmbib category choi2018deep feature-compression", "Put it in a category."),
        Example("vcmbib category --add 'Point Clouds'", "Make a category."),
        Example("vcmbib category --move feature-compression --position 1", "Put it first."),
    ),
    "note": (
        Example("vcmbib note choi2018deep read section 3 again", "Add a note."),
        Example("vcmbib note choi2018deep", "Its notes, numbered."),
        Example("vcmbib note choi2018deep --clear", "Remove all its notes."),
    ),
    "link": (
        Example("vcmbib link choi2018deep https://example.org/talk.mp4", "Add a link."),
        Example("vcmbib link choi2018deep", "Its links."),
        Example("vcmbib link choi2018deep https://example.org/x --kind code", "Name its kind."),
    ),
    "key": (
        Example("vcmbib key choi2018deep choi18", "Give a paper another key."),
        Example("vcmbib key generate --pattern '[auth:lower][year]' --dry-run", "By a pattern."),
        Example("vcmbib key map --sed", "A sed script: old keys in manuscripts to new ones."),
    ),
    "merge": (
        Example("vcmbib merge choi2018deep choi2018high --dry-run", "Show the result."),
        Example("vcmbib merge choi2018deep choi2018high --yes", "Merge into choi2018deep."),
    ),
    "dedupe": (
        Example("vcmbib dedupe", "Decide group by group; in a pipe: list the groups."),
        Example("vcmbib dedupe --auto --dry-run", "Show what is certain."),
        Example("vcmbib dedupe --explain choi2018deep choi2018high", "Compare two papers."),
    ),
    "remove": (
        Example("vcmbib remove choi2018deep --yes", "Delete a paper without a question."),
        Example("vcmbib search tag:RL --keys | vcmbib remove - --dry-run", "Show; delete nothing."),
    ),
    "export": (
        Example("vcmbib export --bibtex author:choi -o choi.bib", "BibTeX into a file."),
        Example("vcmbib export --update refs.bib", "Update the entries that are in it."),
        Example("vcmbib export --format ris year:2024", "Another format."),
    ),
    "cite": (
        Example("vcmbib cite choi2018deep --style ieee", "A reference in the style of IEEE."),
        Example("vcmbib cite choi2018deep --inline", "The citation in the text."),
        Example("vcmbib search author:choi --keys | vcmbib cite - --sorted", "Many papers."),
    ),
    "tex": (
        Example("vcmbib tex main.tex -o refs.bib", "Write what main.tex cites."),
        Example("vcmbib tex main.tex", "Report missing and old keys; write BibTeX to the screen."),
        Example("vcmbib tex main.tex -o refs.bib --check", "Status 1 if it would change."),
    ),
    "check": (
        Example("vcmbib check", "All findings; status 1 if there are any."),
        Example("vcmbib check year:2024.. --skip no-pages", "Recent papers, without one kind."),
        Example("vcmbib check --library", "Is the library file damaged?"),
    ),
    "log": (
        Example("vcmbib log --limit 5", "The last five changes."),
        Example("vcmbib log choi2018deep", "The changes to one paper."),
    ),
    "undo": (
        Example("vcmbib undo --dry-run", "Show what would be undone."),
        Example("vcmbib undo --yes", "Undo the last change without a question."),
    ),
    "dump": (
        Example("vcmbib dump -o papers.jsonl", "Write the library as text."),
        Example("vcmbib dump -o papers.jsonl --check", "Status 1 if it would change."),
    ),
    "load": (
        Example("vcmbib load papers.jsonl --merge --dry-run", "Show what a merge would add."),
        Example("vcmbib load papers.jsonl --replace", "Make the library equal to the dump."),
    ),
    "git": (
        Example("vcmbib git install", "Set up this clone, once."),
        Example("vcmbib git status", "Is this clone set up?"),
        Example("vcmbib git conflicts", "What both sides of a merge changed differently."),
    ),
    "where": (
        Example("vcmbib where", "The library in use, and other libraries."),
        Example("vcmbib where --json", "The same for a program."),
    ),
    "init": (
        Example("vcmbib init", "Make papers.db in this folder."),
        Example("vcmbib init ~/reading.db", "Make another file; use it with --db."),
    ),
    "help": (
        Example("vcmbib help query", "The query language."),
        Example("vcmbib help search", "The help of a command."),
    ),
}


def examples_of(command: str) -> tuple[Example, ...]:
    """The examples of a command."""
    return EXAMPLES.get(command, ())
