"""What a word of the command line is, and which command takes such a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from enum import Enum, auto
from pathlib import Path, PurePath

from vcmbib.cli.context import expand_home
from vcmbib.cli.slips.typed_line import piped, shown
from vcmbib.errors import VcmbibError

_FIELD_TERM = re.compile(r"-?([A-Za-z][\w-]*):(?!//)\S")
_BIBLIOGRAPHIES = {".bib", ".bibtex", ".ris", ".nbib", ".csv", ".tsv", ".cff", ".mods", ".jsonl"}
_DOCUMENTS = {".tex", ".aux", ".bcf", ".typ", ".qmd", ".ltx", ".bbl"}
_LIBRARIES = {".db", ".sqlite", ".sqlite3"}
# Commands that take keys and do one thing with each paper.
_SHOWS = {"show", "log", "open", "edit", "link", "add", "id", "import", "tex", "load", "init"}


class WordKind(Enum):
    """The kinds of words that people mix up."""

    BIBLIOGRAPHY = auto()  # a file of papers: .bib, a Markdown list, RIS
    DOCUMENT = auto()  # a file that cites papers
    LIBRARY = auto()
    PDF = auto()
    FOLDER = auto()
    IDENTIFIER = auto()  # also an address
    PAPER = auto()  # a citation key, or an identifier of a paper in the library
    TERM = auto()  # field:value
    TEXT = auto()


class WordLookup:
    """Looks at words: as files, as identifiers, and in the library at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def kind(self, word: str) -> WordKind:
        """What a word is. A file is one that exists, or has the ending of one."""
        if not word.strip():
            return WordKind.TEXT
        if "://" not in word:
            file = self._kind_of_file(word)
            if file is not None:
                return file
        if self.is_paper(word):
            return WordKind.PAPER
        term = _FIELD_TERM.match(word)
        if term is not None:
            from vcmbib.model.query.fields import field_meant, field_named

            if field_named(term[1]) is not None or field_meant(term[1]) is not None:
                return WordKind.IDENTIFIER if _is_identifier(word) else WordKind.TERM
        return WordKind.IDENTIFIER if _is_identifier(word) else WordKind.TEXT

    def _kind_of_file(self, word: str) -> WordKind | None:
        """The kind of a file by its name; None for another word."""
        path = expand_home(word)
        ending = PurePath(word).suffix.lower()
        try:
            exists, is_folder = path.is_file(), path.is_dir()
        except (OSError, ValueError):
            return None
        if is_folder:
            return WordKind.FOLDER if "/" in word or "." in word or not word.isalpha() else None
        if ending in _LIBRARIES and (exists or "/" in word or word.count(".") == 1):
            return WordKind.LIBRARY
        if ending in _DOCUMENTS:
            return WordKind.DOCUMENT
        if ending in _BIBLIOGRAPHIES or (ending in {".md", ".markdown", ".json"}):
            return WordKind.BIBLIOGRAPHY
        if ending == ".pdf" and "://" not in word:
            return WordKind.PDF
        return WordKind.BIBLIOGRAPHY if exists and ending else None

    def is_more_than_text(self, word: str) -> bool:
        """Whether a word is a file, an identifier, a paper or a term of a query."""
        return self.kind(word) is not WordKind.TEXT

    def is_paper(self, word: str) -> bool:
        """Whether a word names a paper of the library."""
        from vcmbib.store.reader import LibraryReader

        try:
            with LibraryReader.reading(self.path) as reader:
                return bool(reader.ids_named(word))
        except (VcmbibError, OSError, ValueError):  # also words that are no text
            return False

    def labels_like(self, table: str, word: str) -> list[str]:
        """The tags, categories and so on that begin with a word, or contain it."""
        from vcmbib.store.reader import LibraryReader

        folded = word.casefold()
        try:
            with LibraryReader.reading(self.path) as reader:
                found = [n for n in reader.names(table) if folded in n.casefold()]
        except (VcmbibError, OSError, ValueError):
            return []
        return sorted(found, key=lambda name: (not name.casefold().startswith(folded), len(name)))

    def keys_like(self, word: str) -> list[str]:
        """At most three citation keys for a word: similar ones, or those of papers with it."""
        from vcmbib.model.query.parser import parse_query
        from vcmbib.store.reader import LibraryReader

        folded = word.casefold()
        if len(folded) < 2:
            return []
        try:
            with LibraryReader.reading(self.path) as reader:
                found = reader.keys(word, 3)
                if not found:
                    found = get_close_matches(word, reader.keys("", 5000), 3, 0.8)
                for text in (f'author:"{word}"', f'title:"{word}"'):
                    if not found and '"' not in word and "\\" not in word:
                        ids = reader.search(parse_query(text), limit=3)
                        found = [summary.key for summary in reader.summaries(ids)]
                if not found and len(folded) > 3:
                    found = [k for k in reader.keys("", 5000) if folded in k.casefold()][:3]
                return found
        except (VcmbibError, OSError, ValueError):
            return []

    def command_for(self, word: str, command: str = "", rest: Sequence[str] = ()) -> str:
        """The command for a word of the wrong kind, given to `command`; empty for other text.

        `rest` are the other words of the line.
        """
        match self.kind(word):
            case WordKind.BIBLIOGRAPHY:
                return self._for_bibliography(word, command)
            case WordKind.DOCUMENT:
                return shown(["tex", word])
            case WordKind.LIBRARY:
                return shown(["--db", word, "list"])
            case WordKind.FOLDER:
                return self.for_folder(word)
            case WordKind.IDENTIFIER:
                return shown(["add", word])
            case WordKind.PAPER if command in ("import", "load") and _is_identifier(word):
                return shown(["add", word])
            case WordKind.PAPER:
                tex = command == "tex"
                return shown(["export", "--bibtex", word] if tex else ["show", word])
            case WordKind.TERM:
                return for_query([word], command, rest)
            case WordKind.PDF | WordKind.TEXT:
                return ""

    def _for_bibliography(self, word: str, command: str) -> str:
        """The command for a file of papers."""
        if command == "dump" and word.endswith(".jsonl") and not expand_home(word).exists():
            return shown(["dump", "-o", word])
        if not expand_home(word).exists():
            near = near_file(word)
            if near:
                return shown(["import", near])
            return ""
        if command == "export" and word.lower().endswith(".bib"):
            return shown(["export", "--update", word])
        return shown(["import", word])

    def for_folder(self, word: str) -> str:
        """The command for a folder: the import of the files of papers in it."""
        files = sorted(p for p in expand_home(word).glob("*") if p.suffix in _BIBLIOGRAPHIES)
        names = [str(PurePath(word) / p.name) for p in files[:5]]
        return shown(["import", *names]) if names else ""


def for_query(terms: Sequence[str], command: str, rest: Sequence[str]) -> str:
    """The command for a query, given to a command that takes keys."""
    has_options = any(word.startswith("--") for word in rest)
    if not command or (command in _SHOWS and not (command == "show" and has_options)):
        return shown(["search", *terms])
    if command == "merge":  # which paper stays is not in the line
        return shown(["search", *terms])
    if command == "remove" and not {"-y", "--yes", "--dry-run"} & set(rest):
        rest = [*rest, "--dry-run"]
    return piped(["search", *terms, "--keys"], [command, "-", *rest])


def near_file(word: str) -> str:
    """A file in the same folder with a similar name; empty if there is none."""
    path = expand_home(word)
    try:
        names = [p.name for p in path.parent.iterdir() if p.is_file()][:2000]
    except OSError:
        return ""
    stems = [name for name in names if PurePath(name).stem == path.name]
    stems.sort(key=lambda name: PurePath(name).suffix not in {".tex", ".bib", ".md"})
    near = stems or get_close_matches(path.name, names, 1, 0.7)
    return str(PurePath(word).parent / near[0]) if near else ""


def _is_identifier(word: str) -> bool:
    """Whether a word is an identifier or an address."""
    from vcmbib.model.identifiers import parse_identifier

    return len(word) < 2000 and (
        parse_identifier(word) is not None or re.match(r"(?i)https?://", word) is not None
    )
