r"""The citations in a LaTeX document and in all its files.

Each file is read once, from command to command. Comments, verbatim text, `\iffalse … \fi`, and
text after `\end{document}` or `\endinput` are skipped.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from vcmbib.formats.manuscript.cite_commands import (
    CITE_COMMANDS,
    ArgumentForm,
    CiteCommand,
    DefinedCommand,
    KeyGroup,
    after_gap,
    after_options,
    key_groups,
    keys_at,
    keys_of_defined,
    may_cite,
    split_keys,
)
from vcmbib.formats.manuscript.collector import CitationCollector, LineNumbers, path_from
from vcmbib.formats.manuscript.newcommand import DEFINING, read_definition
from vcmbib.formats.manuscript.verbatim import (
    FALSE_0,
    NEW_VERBATIM,
    NOT_A_CONDITION,
    SHORT_VERBATIM,
    VERBATIM,
    after_raw_group,
    end_of_false,
)
from vcmbib.model.manuscript import Location

_TOKEN = re.compile(r"%[^\n]*+|\\(?:([A-Za-z@]+)\*?|.)", re.DOTALL)
_GROUP = re.compile(r"\s*\{([^{}]*)\}")
_BARE_NAME = re.compile(r"[ \t]*([^\s{}%\\]+)")
_KEY_LIKE = re.compile(r"[^\s{}\\#=]+(?:\s*,\s*[^\s{}\\#=]+)*")

_INPUT = frozenset(("input", "subfile", "subfileinclude", "include", "InputIfFileExists"))
_IMPORT = {
    "import": False, "inputfrom": False, "includefrom": False,
    "subimport": True, "subinputfrom": True, "subincludefrom": True,
}  # fmt: skip
_PACKAGES = {"usepackage": ".sty", "RequirePackage": ".sty", "documentclass": ".cls",
             "LoadClass": ".cls"}  # fmt: skip
_RESOURCE = frozenset(("addbibresource", "addglobalbib", "addsectionbib"))
_QUOTES = {"displaycquote": ArgumentForm.ONE, "foreigndisplaycquote": ArgumentForm.LANGUAGE,
           "hyphendisplaycquote": ArgumentForm.LANGUAGE}  # fmt: skip


@dataclass(slots=True)
class _LatexDocument:
    """The state that all files of a document share."""

    collector: CitationCollector
    main_folder: str
    commands: dict[str, CiteCommand] = field(default_factory=lambda: dict(CITE_COMMANDS))
    verbatim: set[str] = field(default_factory=lambda: set(VERBATIM))
    only: frozenset[str] | None = None


def collect(collector: CitationCollector, name: str) -> None:
    """Read a document and the files that it includes."""
    document = _LatexDocument(collector, posixpath.dirname(name))
    opened = collector.open([name], Location(name, 0))
    if opened is not None:
        _LatexFile(document, *opened, document.main_folder).scan()


class _LatexFile:
    """Reads one file of a document."""

    def __init__(
        self, document: _LatexDocument, name: str, text: str, folder: str, *, package: bool = False
    ) -> None:
        self._document = document
        self._collector = document.collector
        self._path = name
        self._text = text
        self._folder = folder  # the folder of `\import`
        self._package = package  # a package or class, read only for its definitions
        self._lines = LineNumbers(text)
        self._conditions: list[bool] = []  # for each open condition: whether it is `\iftrue`
        self._open_ends = 0
        self._actions: dict[str, Callable[[str, int], int]] = {
            "begin": self._begin,
            "end": self._end,
            "endinput": self._endinput,
            "else": self._else,
            "fi": self._fi,
            "includeonly": self._includeonly,
            "bibliography": self._bibliography,
            "newcites": self._newcites,
            "defbibentryset": self._entry_set,
        }
        self._actions |= dict.fromkeys(SHORT_VERBATIM, self._short_verbatim)
        self._actions |= dict.fromkeys(NEW_VERBATIM, self._new_verbatim)
        self._actions |= dict.fromkeys(_INPUT, self._input)
        self._actions |= dict.fromkeys(_IMPORT, self._import)
        self._actions |= dict.fromkeys(_PACKAGES, self._packages)
        self._actions |= dict.fromkeys(_RESOURCE, self._resource)

    def scan(self) -> None:
        """Read the file from command to command."""
        text, at = self._text, 0
        commands, actions = self._document.commands, self._actions
        while match := _TOKEN.search(text, at):
            at = match.end()
            name = match[1]
            if name is None:
                continue
            if name in actions:
                at = actions[name](name, at)
            elif name in DEFINING:
                at = self._define(name, at)
            elif name in commands:
                at = self._cite(commands[name], at)
            elif name.startswith("if"):
                at = self._if(name, at)
            elif "ite" in name and not self._package and may_cite(name):
                self._cite_guessed(at)

    def _location(self, at: int) -> Location:
        return Location(self._path, self._lines.line(at))

    # --- citations ---

    def _cite(self, command: CiteCommand, at: int) -> int:
        if isinstance(command, DefinedCommand):
            groups, end = keys_of_defined(command, self._text, at)
            at = end if groups else at
        else:
            groups = key_groups(command, self._text, at)
            # The options before the keys may contain citations. So reading goes on at `at`.
        if not self._package:
            for group in groups:
                self._cite_keys(group)
        return at

    def _cite_keys(self, group: KeyGroup) -> None:
        for key, at in split_keys(group):
            if "\\" in key:
                self._collector.add_unreadable(key, self._location(at))
            elif "#" not in key:
                self._collector.cite(key, self._location(at))

    def _cite_guessed(self, at: int) -> None:
        """Add the keys of an unknown command, if they look like keys."""
        found = keys_at(self._text, after_options(self._text, at))
        if found is not None and _KEY_LIKE.fullmatch(found.text.strip()):
            for key, where in split_keys(found):
                self._collector.cite(key, self._location(where), guessed=True)

    def _define(self, word: str, at: int) -> int:
        defined = read_definition(word, self._text, at, self._document.commands)
        if defined is None:
            return at
        if defined.command is not None and defined.name not in CITE_COMMANDS:
            self._document.commands[defined.name] = defined.command
        return defined.at

    def _newcites(self, word: str, at: int) -> int:
        r"""Read `\newcites{A}{…}` of multibib, which defines `\citeA`, `\nociteA` and so on."""
        del word
        found = _GROUP.match(self._text, at)
        if found is None:
            return at
        for suffix in filter(None, map(str.strip, found[1].split(","))):
            for name in ("cite", "nocite", "citep", "citet", "citealt", "citealp", "citeauthor",
                         "citeyear", "Citet", "Citep"):  # fmt: skip
                self._document.commands[name + suffix] = ArgumentForm.ONE
            self._actions["bibliography" + suffix] = self._bibliography
        return found.end()

    def _entry_set(self, word: str, at: int) -> int:
        r"""Read `\defbibentryset` of BibLaTeX: a set is a name for several entries."""
        del word
        name = _GROUP.match(self._text, at)
        members = None if name is None else keys_at(self._text, name.end())
        if name is None or members is None:
            return at
        self._collector.defined.add(name[1].strip())
        self._cite_keys(members)
        return members.end

    # --- text that is skipped ---

    def _begin(self, word: str, at: int) -> int:
        del word
        found = _GROUP.match(self._text, at)
        if found is None:
            return at
        name = found[1].strip()
        if name.rstrip("*") in self._document.verbatim:
            end = self._text.find(f"\\end{{{name}}}", found.end())
            return len(self._text) if end < 0 else end
        if name in _QUOTES:
            self._cite(_QUOTES[name], found.end())
        return found.end()

    def _end(self, word: str, at: int) -> int:
        del word
        found = _GROUP.match(self._text, at)
        ends = found is not None and found[1].strip() == "document" and not self._package
        return len(self._text) if ends else at

    def _endinput(self, word: str, at: int) -> int:
        del word
        return at if self._conditions else len(self._text)

    def _short_verbatim(self, word: str, at: int) -> int:
        text = self._text
        while (
            word in ("lstinline", "mintinline", "href", "Verb", "url") and text[at : at + 1] == "["
        ):
            end = after_options(text, at)
            if end == at:
                break
            at = end
        if word == "mintinline":
            language = _GROUP.match(text, at)
            at = at if language is None else language.end()
        start = after_gap(text, at) if word in ("url", "path", "href", "nolinkurl") else at
        sign = text[start : start + 1]
        if sign == "{" and word not in ("verb", "spverb"):
            return after_raw_group(text, start)
        if not sign or sign.isspace() or sign.isalpha() or word in ("href", "nolinkurl"):
            return at
        end, line = text.find(sign, start + 1), text.find("\n", start)
        return end + 1 if end >= 0 and (end < line or line < 0) else at

    def _new_verbatim(self, word: str, at: int) -> int:
        found = _GROUP.match(self._text, after_options(self._text, at))
        if found is not None:
            name = found[1].strip()
            # newminted{python}{} defines the environment pythoncode.
            self._document.verbatim.add(f"{name}code" if word == "newminted" else name)
            at = found.end()
        return at

    def _if(self, name: str, at: int) -> int:
        if name in NOT_A_CONDITION:
            return at
        false = name == "iffalse" or (name == "if" and FALSE_0.match(self._text, at) is not None)
        if false and self._open_ends < 3:
            end, is_else = end_of_false(self._text, at)
            if end is not None:
                self._conditions += [False] * is_else
                return end
            self._open_ends += 1
        self._conditions.append(name == "iftrue")
        return at

    def _else(self, word: str, at: int) -> int:
        del word
        if not (self._conditions and self._conditions[-1]):
            return at
        end, _ = end_of_false(self._text, at)
        if end is None:
            return at
        self._conditions.pop()
        return end

    def _fi(self, word: str, at: int) -> int:
        del word
        del self._conditions[-1:]
        return at

    # --- other files ---

    def _input(self, word: str, at: int) -> int:
        text = self._text
        found = _GROUP.match(text, at)
        if found is None and word == "input":
            found = _BARE_NAME.match(text, at)
        if found is None or self._package or "#" in found[1]:
            return at
        name, location = found[1].strip().strip('"'), self._location(at)
        if not name or name.startswith("|"):
            return found.end()
        if (
            word == "include"
            and self._document.only is not None
            and _stem(name) not in self._document.only
        ):
            self._collector.add_left_out(path_from(self._document.main_folder, name))
            return found.end()
        quiet = word == "InputIfFileExists"
        self._read_file(name, self._folder, None if quiet else location)
        return found.end()

    def _import(self, word: str, at: int) -> int:
        text = self._text
        folder = _GROUP.match(text, at)
        name = None if folder is None else _GROUP.match(text, folder.end())
        if folder is None or name is None or self._package or "#" in folder[1] + name[1]:
            return at
        base = self._folder if _IMPORT[word] else self._document.main_folder
        into = path_from(base, folder[1].strip() or ".")
        self._read_file(name[1].strip(), into, self._location(at), into)
        return name.end()

    def _read_file(
        self, name: str, folder: str, location: Location | None, into: str | None = None
    ) -> None:
        """Read a file that is named with or without its ending `.tex`."""
        if "\\" in name:
            if location is not None:
                self._collector.add_missing(name, location)
            return
        if name.endswith((".bbl", ".aux", ".toc")):
            return
        folders = [folder]
        if into is None:
            folders += [self._document.main_folder, posixpath.dirname(self._path)]
        names = [name] if name.endswith(".tex") else [f"{name}.tex", name]
        opened = self._collector.open([path_from(f, n) for f in folders for n in names], location)
        if opened is None:
            return
        self._collector.depth += 1
        _LatexFile(self._document, *opened, into or folder).scan()
        self._collector.depth -= 1

    def _includeonly(self, word: str, at: int) -> int:
        del word
        found = _GROUP.match(self._text, at)
        if found is None:
            return at
        names = re.sub(r"%[^\n]*", "", found[1]).split(",")
        self._document.only = frozenset(_stem(n.strip()) for n in names)
        return found.end()

    def _packages(self, word: str, at: int) -> int:
        found = _GROUP.match(self._text, after_options(self._text, at))
        if found is None:
            return at
        for name in filter(None, map(str.strip, found[1].split(","))):
            if name == "biblatex" or name.startswith("biblatex-"):
                self._collector.biblatex = True
            opened = None
            if "\\" not in name and "#" not in name:
                opened = self._collector.open(
                    [path_from(self._document.main_folder, name + _PACKAGES[word])], None
                )
            if opened is not None:
                self._collector.depth += 1
                _LatexFile(self._document, *opened, self._document.main_folder, package=True).scan()
                self._collector.depth -= 1
        return found.end()

    def _resource(self, word: str, at: int) -> int:
        del word
        start = after_options(self._text, at)
        found = _GROUP.match(self._text, start)
        if found is None or "#" in found[1]:
            return at
        self._collector.biblatex = True
        if "remote" not in self._text[at:start]:
            self._collector.add_bibliography(path_from(self._document.main_folder, found[1]))
        return found.end()

    def _bibliography(self, word: str, at: int) -> int:
        del word
        found = _GROUP.match(self._text, at)
        if found is None or "#" in found[1] or self._package:
            return at
        if self._collector.biblatex is None:
            self._collector.biblatex = False
        for name in filter(None, map(str.strip, found[1].split(","))):
            if "\\" not in name:
                ending = "" if name.endswith(".bib") else ".bib"
                self._collector.add_bibliography(
                    path_from(self._document.main_folder, name + ending)
                )
        return found.end()


def _stem(name: str) -> str:
    return posixpath.normpath(name.removesuffix(".tex"))
