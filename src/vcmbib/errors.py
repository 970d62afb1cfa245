"""Every failure that a user can meet: a stable code, an exit status and a hint.

Exit statuses:

====== =====================================================================
status meaning
====== =====================================================================
1      looked, and it is not as it should be
2      wrong command line
3      not there
4      some input was not understood
5      a source failed
6      the library is locked, damaged or newer than the program
130    interrupted
====== =====================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


class VcmbibError(Exception):
    """Base of all failures that a user can meet."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


# --- 1: not as it should be -----------------------------------------------------------------


class WouldChange(VcmbibError):
    """`--check` found that a file is not what the library gives."""

    code = "would-change"
    status = 1

    def __init__(self, path: str, how: str) -> None:
        super().__init__(f"{path} would change: {how}", "run the same command without --check")


class CitedNotThere(VcmbibError):
    """A document cites what the library does not have."""

    code = "cited-not-there"
    status = 1

    def __init__(self, keys: Sequence[str]) -> None:
        some = ", ".join(keys[:5]) + (", …" if len(keys) > 5 else "")
        super().__init__(
            f"{len(keys)} cited keys are not in the library: {some}",
            "add the papers, or correct the keys",
        )


class WouldLoseEntries(VcmbibError):
    """The .bib that was to be written holds entries that the library does not have."""

    code = "would-lose-entries"
    status = 1

    def __init__(self, path: str, keys: Sequence[str]) -> None:
        some = ", ".join(keys[:5]) + (", …" if len(keys) > 5 else "")
        super().__init__(
            f"{path} was not written: {len(keys)} of its entries are not in the library: {some}",
            f"take them in first (vcmbib import {path}), or write over them: --force",
        )


class UndoForbidden(VcmbibError):
    """Later changes stand on the one that is to be taken back."""

    code = "undo-forbidden"
    status = 1

    def __init__(self, change: int, later: Sequence[int]) -> None:
        ids = ", ".join(str(i) for i in later)
        super().__init__(
            f"change {change} cannot be undone: later changes touched the same rows: {ids}",
            f"undo the later changes first: vcmbib undo {max(later)}" if later else "",
        )
        self.later = tuple(later)


class NothingToUndo(VcmbibError):
    """The log holds no change that could be taken back."""

    code = "nothing-to-undo"
    status = 1

    def __init__(self, detail: str = "there is no change to take back") -> None:
        super().__init__(detail, "see: vcmbib log")


class ChangedMeanwhile(VcmbibError):
    """A paper that another process changed, or took away, while a person looked at it."""

    code = "changed-meanwhile"
    status = 1

    def __init__(self, key: str) -> None:
        super().__init__(
            f"{key} was changed by another command meanwhile",
            f"nothing was written; look at it again: vcmbib show {key}",
        )


# --- 2: wrong command line ------------------------------------------------------------------


class Usage(VcmbibError):
    """Options or arguments that do not go together."""

    code = "usage"
    status = 2


class BadValue(VcmbibError):
    """A value that a field cannot hold."""

    code = "bad-value"
    status = 2

    def __init__(self, field: str, value: str, expected: str) -> None:
        super().__init__(f"{field}: {value!r} cannot be used", f"expected {expected}")


class BadPattern(VcmbibError):
    """A pattern of citation keys that cannot be understood; a caret shows where."""

    code = "bad-pattern"
    status = 2

    def __init__(self, pattern: str, position: int, reason: str, hint: str = "") -> None:
        shown = pattern.replace("\n", " ").replace("\t", " ")
        super().__init__(
            f"bad pattern: {reason}\n  {shown}\n  {' ' * position}^",
            hint or "patterns of citation keys: docs/keys.md",
        )
        self.position = position
        self.reason = reason


class UnknownStyle(VcmbibError):
    """A citation style that is not among those installed."""

    code = "unknown-style"
    status = 2

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        hint = f"did you mean {', '.join(near)}?" if near else "apa, ieee, acm, nature, …"
        super().__init__(f"there is no citation style {name!r}", f"{hint} Or give FILE.csl")


class CiteNotInstalled(VcmbibError):
    """References are asked for, and the optional packages that make them are not there."""

    code = "cite-not-installed"
    status = 2

    def __init__(self) -> None:
        super().__init__(
            "formatting references needs packages that are not installed",
            "pip install 'vcmbib[cite]'",
        )


class NoClipboard(VcmbibError):
    """There is no program that takes text for the clipboard, and no terminal to ask for it."""

    code = "no-clipboard"
    status = 2

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            "the clipboard cannot be reached" + (f": {detail}" if detail else ""),
            "install wl-clipboard, xclip or xsel, or leave out --copy",
        )


class KeyTaken(VcmbibError):
    """A citation key that another paper has or had, or an identifier that it carries."""

    code = "key-taken"
    status = 2

    def __init__(self, key: str, owner: str, how: str) -> None:
        super().__init__(f"{key!r} {how} {owner}", f"look at it: vcmbib show {owner}")
        self.owner = owner


# --- 3: not there ---------------------------------------------------------------------------


class NoSuchPaper(VcmbibError):
    """A citation key or identifier that no paper has, or had."""

    code = "no-such-paper"
    status = 3

    def __init__(self, key: str, near: Sequence[str] = ()) -> None:
        hint = f"did you mean {near[0]!r}?" if near else "find it with: vcmbib search WORDS"
        super().__init__(f"no paper has the key or identifier {key!r}", hint)
        self.key = key
        self.near = tuple(near)


class AmbiguousKey(VcmbibError):
    """An identifier that several papers carry."""

    code = "ambiguous-key"
    status = 3

    def __init__(self, key: str, keys: Sequence[str]) -> None:
        super().__init__(
            f"{key!r} stands on {len(keys)} papers: {', '.join(keys)}",
            "name one of them by its citation key",
        )
        self.keys = tuple(keys)


class NoSuchFile(VcmbibError):
    """A file that is not there, or cannot be read."""

    code = "no-such-file"
    status = 3

    def __init__(self, path: str, reason: str = "no such file") -> None:
        super().__init__(f"cannot read {path}: {reason}", "check the path; - reads standard input")


class NoSuchThing(VcmbibError):
    """A category, tag, change, note or link that is not there."""

    code = "not-there"
    status = 3

    def __init__(self, noun: str, name: str, near: Sequence[str] = ()) -> None:
        see = {
            "category": "vcmbib list categories",
            "tag": "vcmbib list tags",
            "change": "vcmbib log",
            "venue": "vcmbib list venues",
        }.get(noun, "vcmbib show KEY")
        hint = f"did you mean {near[0]!r}?" if near else f"see: {see}"
        super().__init__(f"no such {noun}: {name!r}", hint)


class NothingFound(VcmbibError):
    """A query that finds no paper, where a file would be written from it."""

    code = "nothing-found"
    status = 3

    def __init__(self, query: str) -> None:
        super().__init__(
            f"no paper is found by {query!r}, nothing was written", "look with: vcmbib search"
        )


class NoLibrary(VcmbibError):
    """There is no library file at the place looked at."""

    code = "no-library"
    status = 3

    def __init__(self, path: str) -> None:
        super().__init__(f"there is no library at {path}", "make one with: vcmbib init")


class NothingToOpen(VcmbibError):
    """A paper without a link or identifier that leads anywhere."""

    code = "nothing-to-open"
    status = 3

    def __init__(self, key: str) -> None:
        super().__init__(f"{key} has no link", f"add one with: vcmbib link {key} URL")


class CannotOpen(VcmbibError):
    """No browser took the address."""

    code = "cannot-open"
    status = 3

    def __init__(self, url: str) -> None:
        super().__init__(f"no browser could open {url}", "print the address with: --print")


class CannotWrite(VcmbibError):
    """A file that could not be written: no such folder, no permission, disk full."""

    code = "cannot-write"
    status = 3

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot write {path}: {reason}", "check the folder, rights and space")


class NotAtSource(VcmbibError):
    """A catalogue answered, and has no such paper (or not that version of it)."""

    code = "not-at-source"
    status = 3

    def __init__(self, source: str, identifier: str, detail: str = "") -> None:
        super().__init__(
            f"{source} has no paper {identifier}" + (f": {detail}" if detail else ""),
            "check the number; a paper announced today may not be there yet",
        )
        self.source = source
        self.identifier = identifier


class WithdrawnPaper(VcmbibError):
    """A catalogue says that the paper was withdrawn: it is not taken."""

    code = "withdrawn"
    status = 3

    def __init__(self, source: str, identifier: str, notice: str) -> None:
        super().__init__(
            f"{source} says that {identifier} was withdrawn: {notice}",
            "to keep it all the same, ask for an earlier version (…v1) or add it by hand",
        )
        self.source = source
        self.identifier = identifier
        self.notice = notice


class EditorFailed(VcmbibError):
    """The editor is not there, or ended with a failure."""

    code = "editor-failed"
    status = 3

    def __init__(self, editor: str, reason: str) -> None:
        super().__init__(
            f"the editor {editor!r} {reason}",
            "name one in $VISUAL or $EDITOR, or change single fields: --set field=value",
        )


# --- 4: input not understood ----------------------------------------------------------------


class BadQuery(VcmbibError):
    """A query that does not follow the query language."""

    code = "bad-query"
    status = 4

    def __init__(self, query: str, position: int, reason: str, hint: str = "") -> None:
        shown = query.replace("\n", " ").replace("\t", " ")
        super().__init__(
            f"bad query: {reason}\n  {shown}\n  {' ' * position}^",
            hint or "the query language: docs/query.md",
        )
        self.position = position
        self.reason = reason


class BadStyle(VcmbibError):
    """A citation style that cannot be used."""

    code = "bad-style"
    status = 4

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(
            f"the citation style {name!r} cannot be used: {detail}",
            "styles: https://citationstyles.org",
        )


class NotUnderstood(VcmbibError):
    """A file of a known format that holds nothing readable."""

    code = "not-understood"
    status = 4


class NothingInFile(NotUnderstood):
    """A file with text in it, of which nothing is an item of its format."""

    code = "nothing-in-file"

    def __init__(self, path: str, kind: str) -> None:
        super().__init__(
            f"{path}: nothing in it is {kind}", "say what it is: vcmbib import --format NAME"
        )


class NoList(NotUnderstood):
    """A document in which nothing cites papers: no table of them, no list of them."""

    code = "no-list"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} is no list: nothing in it cites papers",
            "a list is a Markdown document with tables such as | Paper | Venue |: docs/lists.md",
        )


class UnknownFormat(NotUnderstood):
    """A file whose format cannot be told."""

    code = "unknown-format"

    def __init__(self, path: str, known: Sequence[str]) -> None:
        super().__init__(
            f"the format of {path} is not known", f"say which it is: --format {'|'.join(known)}"
        )


class BadIdentifier(VcmbibError):
    """A text in which no identifier is recognised, where one is needed."""

    code = "bad-identifier"
    status = 4

    def __init__(self, text: str, scheme: str = "") -> None:
        kind = f"{scheme} identifier" if scheme else "identifier"
        super().__init__(f"{text!r} is no {kind}", "see what is recognised with: vcmbib id TEXT")


class BadArxivId(BadIdentifier):
    """A text given as an arXiv id that none can be; the others of a batch are added."""

    code = "bad-arxiv-id"
    status = 3

    def __init__(self, text: str) -> None:
        super().__init__(text, "arXiv")


class NoCatalogue(VcmbibError):
    """An identifier that no catalogue can be asked about yet."""

    code = "no-catalogue"
    status = 5

    def __init__(self, identifier: str) -> None:
        super().__init__(
            f"no catalogue can be asked about {identifier}",
            f"add it by hand: vcmbib add --title TITLE {identifier}",
        )


class ImportIncomplete(VcmbibError):
    """Some of what was read could not be understood; the rest was imported."""

    code = "import-incomplete"
    status = 4


class BadForm(VcmbibError):
    """An edited form that cannot be read back."""

    code = "bad-form"
    status = 4

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line} of the form: {reason}", "nothing was changed; edit again")


# --- 5: a source failed ---------------------------------------------------------------------


class SourceError(VcmbibError):
    """Base of what can go wrong with a catalogue on the network."""

    code = "source-failed"
    status = 5


class SourceUnreachable(SourceError):
    """No connection: no network, no such host, refused, or cut before any answer."""

    code = "source-unreachable"

    def __init__(self, source: str, detail: str) -> None:
        super().__init__(
            f"{source} cannot be reached: {detail}",
            "check the network (and proxy), or answer from earlier fetches with --offline",
        )


class SourceTimeout(SourceError):
    """The source took longer than we wait."""

    code = "source-timeout"

    def __init__(self, source: str, seconds: float) -> None:
        super().__init__(
            f"{source} did not answer in time (waited {seconds:.3g} s)",
            "try again later, or wait longer: VCMBIB_TIMEOUT=SECONDS",
        )


class SourceRefused(SourceError):
    """The source refused the request (4xx): asking again the same way does not help."""

    code = "source-refused"

    def __init__(self, source: str, answer: str) -> None:
        super().__init__(
            f"{source} refused the request: {answer}",
            "check the address of the source if you have set one",
        )
        self.answer = answer


class SourceBusy(SourceError):
    """The source limits its callers (429, 503), or another process is asking it all the while."""

    code = "source-busy"

    def __init__(self, source: str, answer: str, again: str = "in some minutes") -> None:
        super().__init__(f"{source} takes no more requests now: {answer}", f"try again {again}")
        self.again = again


class SourceFailing(SourceError):
    """The source is out of order (5xx), also when asked again."""

    code = "source-failing"

    def __init__(self, source: str, answer: str) -> None:
        super().__init__(
            f"{source} is out of order: {answer}",
            "the fault is theirs: try again later",
        )


class SourceSpokeHtml(SourceError):
    """A web page came where data was asked for."""

    code = "source-spoke-html"

    def __init__(self, source: str, title: str = "") -> None:
        page = f" ({title!r})" if title else ""
        super().__init__(
            f"{source} answered with a web page{page} instead of data",
            "try again later; in a public network, log in to it first",
        )


class SourceBlocked(SourceError):
    """A check for robots stands before the source."""

    code = "source-blocked"

    def __init__(self, source: str, title: str = "") -> None:
        page = f" ({title!r})" if title else ""
        super().__init__(
            f"{source} has put a check for robots before its data{page}",
            "programs cannot pass it: try again another day, or add the paper by hand",
        )


class SourceWrongType(SourceError):
    """The answer is of another content type than was asked for."""

    code = "source-wrong-type"

    def __init__(self, source: str, content_type: str) -> None:
        super().__init__(
            f"{source} answered with {content_type!r}, which is not what it promises",
            "check the address of the source if you have set one; else try again later",
        )


class SourceCutOff(SourceError):
    """The answer ends in the middle."""

    code = "source-cut-off"

    def __init__(self, source: str, detail: str) -> None:
        super().__init__(
            f"the answer of {source} is cut off: {detail}", "try again; nothing of it was used"
        )


class SourceBroken(SourceError):
    """The answer is whole but cannot be read: bad XML, a forbidden declaration, another format."""

    code = "source-broken"

    def __init__(self, source: str, detail: str) -> None:
        super().__init__(
            f"the answer of {source} cannot be read: {detail}", "try again later with --refresh"
        )


class SourceWrongCharset(SourceError):
    """The answer's bytes are not in the encoding that it names."""

    code = "source-wrong-charset"

    def __init__(self, source: str, charset: str) -> None:
        super().__init__(
            f"the answer of {source} is not in the encoding that it names ({charset})",
            "the fault is theirs: try again later with --refresh",
        )


class SourceTooLarge(SourceError):
    """The answer is larger than any sensible one."""

    code = "source-too-large"

    def __init__(self, source: str, limit: int) -> None:
        super().__init__(
            f"the answer of {source} is larger than {limit // 1_000_000} MB and was not read",
            "ask for fewer papers at once",
        )


class SourceSaidError(SourceError):
    """The source answered, in its own form, that the request is wrong."""

    code = "source-said-error"

    def __init__(self, source: str, words: str) -> None:
        super().__init__(
            f"{source} says: {words}", "check the identifier; what was not named is not affected"
        )
        self.words = words


class SourceEmpty(SourceError):
    """The answer holds nothing where it should, also when asked again."""

    code = "source-empty"

    def __init__(self, source: str, detail: str) -> None:
        super().__init__(
            f"{source} gave an empty answer: {detail}",
            "try again later with --refresh; the identifier may well be right",
        )


class Offline(SourceError):
    """The network was needed, and --offline forbids it."""

    code = "offline"

    def __init__(self, source: str, what: str) -> None:
        super().__init__(
            f"{what} is not among the stored answers of {source}, and --offline forbids to ask",
            "run the same command without --offline",
        )


# --- 6: the library -------------------------------------------------------------------------


class LibraryError(VcmbibError):
    """Base of what can be wrong with the library file."""

    code = "library"
    status = 6


class LibraryLocked(LibraryError):
    """Another process holds the library, longer than we wait."""

    code = "library-locked"

    def __init__(self, path: str, seconds: float) -> None:
        super().__init__(
            f"{path} is in use by another process (waited {seconds:g} s)",
            "try again when the other command has ended",
        )


class LibraryDamaged(LibraryError):
    """SQLite found the file malformed."""

    code = "library-damaged"

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(
            f"{path} is damaged: {detail}", "restore it from a copy or from git; do not write to it"
        )


class NotALibrary(LibraryError):
    """A file that is no SQLite database, or a database of another program."""

    code = "not-a-library"

    def __init__(self, path: str, detail: str = "it is not a vcmbib library") -> None:
        super().__init__(f"{path}: {detail}", "name the library with --db FILE or VCMBIB_DB")


class LibraryNewer(LibraryError):
    """The library was written by a newer version of the program."""

    code = "library-newer"

    def __init__(self, path: str, found: int, known: int) -> None:
        super().__init__(
            f"{path} has schema {found}, newer than this program's {known}",
            "update the program: pip install -U vcmbib",
        )


class LibraryOlder(LibraryError):
    """The library must be upgraded before it can be read."""

    code = "library-older"

    def __init__(self, path: str, found: int, known: int) -> None:
        super().__init__(
            f"{path} has schema {found}, this program reads {known}",
            "any command that writes upgrades it: vcmbib init",
        )


class LibraryReadOnly(LibraryError):
    """The library or its folder cannot be written."""

    code = "library-read-only"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} cannot be written: the file or its folder is read-only",
            "give yourself write access, or work on a copy: --db COPY",
        )


class LibraryUnreadable(LibraryError):
    """The library is there but cannot be opened: a folder, no permission."""

    code = "library-unreadable"

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(f"{path} cannot be opened: {detail}", "check the path and the rights")


class LibraryRefused(LibraryError):
    """A row broke a rule of the schema: a mistake of the program, or of a program beside it."""

    code = "library-refused"

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(
            f"{path} refused the change: {detail}", "nothing was written; please report this"
        )


class LibraryReplaced(LibraryError):
    """Another file came in the library's place, or it was moved or deleted, before the commit."""

    code = "library-replaced"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} was replaced, moved or deleted by another program meanwhile",
            "nothing was written; run the same command again",
        )


class DiskFull(LibraryError):
    """There is no room for the change; the library is as it was."""

    code = "disk-full"

    def __init__(self, path: str) -> None:
        super().__init__(f"no room to write {path}: the library is as it was", "free some space")


# --- 130: interrupted -----------------------------------------------------------------------


class Interrupted(VcmbibError):
    """The user stopped the command; changes that it had made by then stand, and are named."""

    code = "interrupted"
    status = 130

    def __init__(self, changes: Sequence[int] = ()) -> None:
        stands, back = standing(changes)
        super().__init__(f"interrupted, but {stands}" if stands else "interrupted", back)


def standing(changes: Sequence[int]) -> tuple[str, str]:
    """In words, that these changes were made, and how to take them back; empty if there are none.

    The last one goes first.
    """
    if not changes:
        return "", ""
    numbers = ", ".join(str(c) for c in changes)
    if len(changes) == 1:
        return f"change {numbers} was made", f"take it back with: vcmbib undo {numbers}"
    first = f"vcmbib undo {changes[-1]}"
    return f"changes {numbers} were made", f"take them back one by one, the last first: {first}"
