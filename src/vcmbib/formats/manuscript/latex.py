r"""What a LaTeX document cites, in all files that it is made of.

The text is passed over once, from command to command. Not live, and so not read: comments,
verbatim text, `\iffalse … \fi`, what follows `\end{document}` or `\endinput`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from vcmbib.formats.manuscript.cite_commands import (
    KNOWN,
    Argument,
    Command,
    Own,
    Shape,
    after_gap,
    after_options,
    arguments,
    keys_at,
    may_cite,
    own_keys,
    split_keys,
)
from vcmbib.formats.manuscript.collector import Gathering, Lines, beside
from vcmbib.formats.manuscript.newcommand import DEFINING, read_definition
from vcmbib.formats.manuscript.verbatim import (
    FALSE_0,
    NEW_VERBATIM,
    NO_CONDITION,
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
_QUOTES = {"displaycquote": Shape.ONE, "foreigndisplaycquote": Shape.LANGUAGE,
           "hyphendisplaycquote": Shape.LANGUAGE}  # fmt: skip


@dataclass(slots=True)
class _Document:
    """What holds for all files of a document."""

    gathering: Gathering
    main_folder: str
    commands: dict[str, Command] = field(default_factory=lambda: dict(KNOWN))
    verbatim: set[str] = field(default_factory=lambda: set(VERBATIM))
    only: frozenset[str] | None = None


def gather(gathering: Gathering, name: str) -> None:
    """Read a document that `gathering` can open, with all that it takes in."""
    document = _Document(gathering, posixpath.dirname(name))
    opened = gathering.open([name], Location(name, 0))
    if opened is not None:
        _File(document, *opened, document.main_folder).scan()


class _File:
    """One file of a document."""

    def __init__(
        self, document: _Document, name: str, text: str, folder: str, *, package: bool = False
    ) -> None:
        self._doc = document
        self._all = document.gathering
        self._name = name
        self._text = text
        self._folder = folder  # where `\import` looks
        self._package = package  # only its definitions count
        self._lines = Lines(text)
        self._conditions: list[bool] = []  # those that are open; whether it is `\iftrue`
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
            "defbibentryset": self._set,
        }
        self._actions |= dict.fromkeys(SHORT_VERBATIM, self._short_verbatim)
        self._actions |= dict.fromkeys(NEW_VERBATIM, self._new_verbatim)
        self._actions |= dict.fromkeys(_INPUT, self._input)
        self._actions |= dict.fromkeys(_IMPORT, self._import)
        self._actions |= dict.fromkeys(_PACKAGES, self._packages)
        self._actions |= dict.fromkeys(_RESOURCE, self._resource)

    def scan(self) -> None:
        """From command to command."""
        text, at = self._text, 0
        commands, actions = self._doc.commands, self._actions
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
                self._guess(at)

    def _spot(self, at: int) -> Location:
        return Location(self._name, self._lines.line(at))

    # --- citing ---

    def _cite(self, command: Command, at: int) -> int:
        if isinstance(command, Own):
            groups, end = own_keys(command, self._text, at)
            at = end if groups else at
        else:
            groups = arguments(command, self._text, at)
            # The options before the keys may cite as well: they are read on their own.
        if not self._package:
            for group in groups:
                self._take(group)
        return at

    def _take(self, group: Argument) -> None:
        for key, at in split_keys(group):
            if "\\" in key:
                self._all.unread(key, self._spot(at))
            elif "#" not in key:
                self._all.cite(key, self._spot(at))

    def _guess(self, at: int) -> None:
        """The keys of a command that is nowhere defined, if they look like keys."""
        found = keys_at(self._text, after_options(self._text, at))
        if found is not None and _KEY_LIKE.fullmatch(found.text.strip()):
            for key, where in split_keys(found):
                self._all.cite(key, self._spot(where), guessed=True)

    def _define(self, word: str, at: int) -> int:
        defined = read_definition(word, self._text, at, self._doc.commands)
        if defined is None:
            return at
        if defined.command is not None and defined.name not in KNOWN:
            self._doc.commands[defined.name] = defined.command
        return defined.at

    def _newcites(self, word: str, at: int) -> int:
        r"""multibib: `\newcites{A}{…}` gives `\citeA`, `\nociteA` and so on."""
        del word
        found = _GROUP.match(self._text, at)
        if found is None:
            return at
        for suffix in filter(None, map(str.strip, found[1].split(","))):
            for name in ("cite", "nocite", "citep", "citet", "citealt", "citealp", "citeauthor",
                         "citeyear", "Citet", "Citep"):  # fmt: skip
                self._doc.commands[name + suffix] = Shape.ONE
            self._actions["bibliography" + suffix] = self._bibliography
        return found.end()

    def _set(self, word: str, at: int) -> int:
        """BibLaTeX: a set is a name of the document's own for several entries."""
        del word
        name = _GROUP.match(self._text, at)
        members = None if name is None else keys_at(self._text, name.end())
        if name is None or members is None:
            return at
        self._all.defined.add(name[1].strip())
        self._take(members)
        return members.end

    # --- what is not live ---

    def _begin(self, word: str, at: int) -> int:
        del word
        found = _GROUP.match(self._text, at)
        if found is None:
            return at
        name = found[1].strip()
        if name.rstrip("*") in self._doc.verbatim:
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
            # newminted{python}{} makes the environment pythoncode.
            self._doc.verbatim.add(f"{name}code" if word == "newminted" else name)
            at = found.end()
        return at

    def _if(self, name: str, at: int) -> int:
        if name in NO_CONDITION:
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
        name, spot = found[1].strip().strip('"'), self._spot(at)
        if not name or name.startswith("|"):
            return found.end()
        if word == "include" and self._doc.only is not None and _stem(name) not in self._doc.only:
            self._all.left_out(beside(self._doc.main_folder, name))
            return found.end()
        quiet = word == "InputIfFileExists"
        self._follow(name, self._folder, None if quiet else spot)
        return found.end()

    def _import(self, word: str, at: int) -> int:
        text = self._text
        folder = _GROUP.match(text, at)
        name = None if folder is None else _GROUP.match(text, folder.end())
        if folder is None or name is None or self._package or "#" in folder[1] + name[1]:
            return at
        base = self._folder if _IMPORT[word] else self._doc.main_folder
        into = beside(base, folder[1].strip() or ".")
        self._follow(name[1].strip(), into, self._spot(at), into)
        return name.end()

    def _follow(
        self, name: str, folder: str, spot: Location | None, into: str | None = None
    ) -> None:
        """Read a file that is named without or with its ending."""
        if "\\" in name:
            if spot is not None:
                self._all.missing(name, spot)
            return
        if name.endswith((".bbl", ".aux", ".toc")):
            return
        folders = [folder]
        if into is None:
            folders += [self._doc.main_folder, posixpath.dirname(self._name)]
        names = [name] if name.endswith(".tex") else [f"{name}.tex", name]
        opened = self._all.open([beside(f, n) for f in folders for n in names], spot)
        if opened is None:
            return
        self._all.depth += 1
        _File(self._doc, *opened, into or folder).scan()
        self._all.depth -= 1

    def _includeonly(self, word: str, at: int) -> int:
        del word
        found = _GROUP.match(self._text, at)
        if found is None:
            return at
        names = re.sub(r"%[^\n]*", "", found[1]).split(",")
        self._doc.only = frozenset(_stem(n.strip()) for n in names)
        return found.end()

    def _packages(self, word: str, at: int) -> int:
        found = _GROUP.match(self._text, after_options(self._text, at))
        if found is None:
            return at
        for name in filter(None, map(str.strip, found[1].split(","))):
            if name == "biblatex" or name.startswith("biblatex-"):
                self._all.biblatex = True
            opened = None
            if "\\" not in name and "#" not in name:
                opened = self._all.open(
                    [beside(self._doc.main_folder, name + _PACKAGES[word])], None
                )
            if opened is not None:
                self._all.depth += 1
                _File(self._doc, *opened, self._doc.main_folder, package=True).scan()
                self._all.depth -= 1
        return found.end()

    def _resource(self, word: str, at: int) -> int:
        del word
        start = after_options(self._text, at)
        found = _GROUP.match(self._text, start)
        if found is None or "#" in found[1]:
            return at
        self._all.biblatex = True
        if "remote" not in self._text[at:start]:
            self._all.bibliography(beside(self._doc.main_folder, found[1]))
        return found.end()

    def _bibliography(self, word: str, at: int) -> int:
        del word
        found = _GROUP.match(self._text, at)
        if found is None or "#" in found[1] or self._package:
            return at
        if self._all.biblatex is None:
            self._all.biblatex = False
        for name in filter(None, map(str.strip, found[1].split(","))):
            if "\\" not in name:
                ending = "" if name.endswith(".bib") else ".bib"
                self._all.bibliography(beside(self._doc.main_folder, name + ending))
        return found.end()


def _stem(name: str) -> str:
    return posixpath.normpath(name.removesuffix(".tex"))
