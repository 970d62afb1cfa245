"""The pages of the documentation that `vcmbib help TOPIC` shows.

The wheel has copies of them in the folder `pages` next to this module (pyproject.toml). In a
checkout they are the files of docs/.
"""

from __future__ import annotations

import re
from pathlib import Path

from vcmbib.cli.command_table import COMMANDS
from vcmbib.errors import NoSuchFile

TOPICS: dict[str, str] = {
    "tutorial": "the first ten minutes: a list, a .bib, duplicates",
    "query": "the query language of search, list and export",
    "lists": "reading lists in Markdown",
    "keys": "citation keys, and patterns for them",
    "bibtex": "BibTeX and BibLaTeX: reading and writing",
    "formats": "other file formats",
    "duplicates": "how duplicates are found and merged",
    "git": "the library in a git repository",
    "errors": "exit statuses and error codes",
    "library": "the library file",
    "defaults": "a file of defaults",
    "terminal": "what a terminal shows: tables, colours, the pager",
    "identifiers": "which identifiers are recognized",
    "latex": "accents, symbols and commands of LaTeX",
    "venues": "names of journals and conferences",
    "arxiv": "what is read from arXiv",
    "sources": "papers by DOI: which services are asked",
    "damage": "a damaged library",
    "safety": "text from other people: terminals, LaTeX, spreadsheets",
    "glossary": "the terms",
}
"""Each topic with what its page is about."""

PAGES_OF_COMMANDS = ("cite", "tex")
"""Pages about a command of the same name. `vcmbib help NAME.md` shows them."""

_LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")


def page_named(word: str) -> str | None:
    """The name of the page that `word` means: a topic, or a file name such as docs/query.md."""
    name = word.lower()
    if name.endswith(".md"):
        name = name.removesuffix(".md").rpartition("/")[2]
        return name if name in TOPICS or name in PAGES_OF_COMMANDS else None
    return name if name in TOPICS else None


def page_text(name: str) -> str:
    """The text of a page. Raises NoSuchFile if the installation lacks it."""
    here = Path(__file__).resolve()
    for folder in (here.parent / "pages", here.parents[4] / "docs"):
        path = folder / f"{name}.md"
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise NoSuchFile(str(path), str(error), "install vcmbib again") from error
    raise NoSuchFile(f"{name}.md", "the page is not installed", "install vcmbib again")


def for_terminal(text: str) -> str:
    """A page for a terminal: without comments, and links to pages are commands."""
    without_comments = re.sub(r"<!--.*?-->\n*", "", text, flags=re.DOTALL)
    parts = re.split(r"(^```.*?^```$)", without_comments, flags=re.DOTALL | re.MULTILINE)
    return "".join(
        part if part.startswith("```") else _LINK.sub(lambda link: _link(link[1], link[2]), part)
        for part in parts
    )


def _link(words: str, target: str) -> str:
    """A link in Markdown as text."""
    if re.match(r"https?:", target):
        return f"{words} ({target})"
    name = target.partition("#")[0]
    page = page_named(name) if name else None
    if page is not None:
        shown = page if page in TOPICS else f"{page}.md"
        return f"{words.removesuffix('.md')} (`vcmbib help {shown}`)"
    command = target.partition("#vcmbib-")[2]
    return f"{words} (`vcmbib help {command}`)" if command in COMMANDS else words
