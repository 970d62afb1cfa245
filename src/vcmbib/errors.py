"""The errors that a user can see. Each has a stable code, an exit status and a hint.

Exit statuses:

====== =====================================================================
status meaning
====== =====================================================================
1      something is not as expected
2      wrong command line
3      not there
4      some input was not understood
5      a source failed
6      the library is locked, damaged or newer than the program
129    the terminal was closed (SIGHUP)
130    interrupted
143    ended by another process (SIGTERM)
====== =====================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


def shell_path(path: str) -> str:
    """A file name as a word of a command line: quoted, and never taken for an option."""
    import shlex

    return shlex.quote(f"./{path}" if path.startswith("-") else path)


class VcmbibError(Exception):
    """Base of all errors that a user can see.

    `message` states what is wrong, `hint` what to do about it. `code` is in the JSON output and
    `status` is the exit status of the program. `wrong` is a word of the command line that is not
    known, `instead` are the most similar known words.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 1
    has_lines: ClassVar[bool] = False
    """Whether the line ends of `message` are its layout."""

    def __init__(
        self, message: str, hint: str = "", *, wrong: str = "", instead: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.wrong = wrong
        self.instead = tuple(instead)


def _with_caret(text: str, position: int) -> str:
    """The text on one line, and below it a caret at a position.

    A character that is not visible becomes one that is, so that the caret has the right column.
    """
    from unicodedata import category, east_asian_width

    shown = "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)
    wide = sum(east_asian_width(c) in "WF" for c in shown[:position])
    narrow = sum(category(c) in ("Mn", "Me") for c in shown[:position])
    return f"  {shown}\n  {' ' * (position + wide - narrow)}^"


def arguments(*words: str) -> str:
    """Words as arguments on a command line: quoted, after `--` if one begins with a hyphen."""
    import shlex

    dashed = any(word.startswith("-") and word != "-" for word in words)
    return shlex.join(["--", *words] if dashed else words)


# --- 1: something is not as expected --------------------------------------------------------


class WouldChange(VcmbibError):
    """`--check` found a file that differs from what the library gives."""

    code = "would-change"
    status = 1

    def __init__(self, path: str, difference: str) -> None:
        super().__init__(
            f"{path} would change: {difference}",
            "to write it, run the same command without --check",
        )


class CitedNotThere(VcmbibError):
    """A document cites keys that are not in the library."""

    code = "cited-not-there"
    status = 1

    def __init__(self, keys: Sequence[str]) -> None:
        some = ", ".join(keys[:5]) + (", …" if len(keys) > 5 else "")
        super().__init__(
            f"{len(keys)} cited keys are not in the library: {some}",
            "add the papers (vcmbib add), or correct the keys in the document",
        )


class WouldLoseEntries(VcmbibError):
    """The file to be written contains entries or text that the library does not contain."""

    code = "would-lose-entries"
    status = 1

    def __init__(self, path: str, lost: Sequence[str]) -> None:
        some = "; ".join(lost[:5]) + (f"; and {len(lost) - 5} more" if len(lost) > 5 else "")
        super().__init__(
            f"{path} was not written: it has parts that the library does not contain: {some}",
            f"import them first: vcmbib import {shell_path(path)}; or write to another file; "
            "or overwrite this one with --force",
        )
        self.lost = tuple(lost)


class UndoForbidden(VcmbibError):
    """A change cannot be undone because later changes touch the same rows."""

    code = "undo-forbidden"
    status = 1

    def __init__(self, change: int, later: Sequence[int]) -> None:
        ids = ", ".join(str(i) for i in later)
        super().__init__(
            f"change {change} cannot be undone: later changes affect the same papers: {ids}",
            f"undo the later changes first: vcmbib undo {max(later)}" if later else "",
        )
        self.later = tuple(later)


class NothingToUndo(VcmbibError):
    """The log contains no change that can be undone."""

    code = "nothing-to-undo"
    status = 1

    def __init__(self, detail: str = "there is no change to undo") -> None:
        super().__init__(detail, "see: vcmbib log")


class ChangedMeanwhile(VcmbibError):
    """Another process changed or removed a paper while a person was asked about it."""

    code = "changed-meanwhile"
    status = 1

    def __init__(self, key: str) -> None:
        super().__init__(
            f"another command changed {key} at the same time",
            f"nothing was written; see its new state: vcmbib show {arguments(key)}",
        )


# --- 2: wrong command line ------------------------------------------------------------------


class Usage(VcmbibError):
    """Options or arguments that cannot be combined, or that are missing."""

    code = "usage"
    status = 2


class NoPaperNamed(Usage):
    """The command needs a citation key. On a terminal the user chooses the paper in a list."""

    code = "no-paper-named"

    def __init__(self, hint: str) -> None:
        super().__init__("which paper?", hint)


class UndoNeedsYes(VcmbibError):
    """The last change is older than a day, and no user can be asked whether to undo it."""

    code = "undo-needs-yes"
    status = 2

    def __init__(self, change: int) -> None:
        super().__init__(
            f"nothing was undone: change {change} is older than a day, and standard input is not a "
            "terminal",
            f"to undo it anyway: vcmbib undo {change}",
        )


class BadValue(VcmbibError):
    """A value that is not valid for its field."""

    code = "bad-value"
    status = 2

    def __init__(self, field: str, value: str, expected: str) -> None:
        super().__init__(f"{field}: {value!r} is not valid", f"expected {expected}")


class WordIsPaper(VcmbibError):
    """A word names a paper where a tag, a category or a note is expected."""

    code = "word-is-paper"
    status = 2

    def __init__(self, word: str, key: str, kind: str, hint: str) -> None:
        paper = "a paper" if word == key else f"the paper {key}"
        super().__init__(f"{word!r} is {paper}, not {kind}; nothing was changed", hint)
        self.word = word


class BadPattern(VcmbibError):
    """A citation key pattern with a mistake; a caret shows the position."""

    code = "bad-pattern"
    status = 2
    has_lines = True

    def __init__(self, pattern: str, position: int, reason: str, hint: str = "") -> None:
        super().__init__(
            f"bad pattern: {reason}\n{_with_caret(pattern, position)}",
            hint or "patterns of citation keys: vcmbib help keys",
        )
        self.position = position
        self.reason = reason


class UnknownStyle(VcmbibError):
    """A citation style that is not installed."""

    code = "unknown-style"
    status = 2

    def __init__(self, name: str, similar: Sequence[str] = ()) -> None:
        known = "styles: apa, ieee, acm, nature, and all others of citationstyles.org;"
        hint = f"did you mean {', '.join(similar)}?" if similar else known
        super().__init__(
            f"there is no citation style {name!r}",
            f"{hint} or name a file: --style FILE.csl",
            wrong=name,
            instead=similar,
        )


class CiteNotInstalled(VcmbibError):
    """The optional packages that format references are not installed."""

    code = "cite-not-installed"
    status = 2

    def __init__(self) -> None:
        super().__init__(
            "the packages that format references are not installed",
            "in the clone of vcmbib: pip install '.[cite]'",
        )


class NoClipboard(VcmbibError):
    """No program and no terminal can put text on the clipboard."""

    code = "no-clipboard"
    status = 2

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            "no program can write to the clipboard" + (f": {detail}" if detail else ""),
            "install wl-clipboard, xclip or xsel, or omit --copy",
        )


class KeyTaken(VcmbibError):
    """A citation key that another paper has or had, or that is an identifier of another paper."""

    code = "key-taken"
    status = 2

    def __init__(self, key: str, owner: str, relation: str) -> None:
        super().__init__(
            f"{key!r} {relation} {owner}", f"see that paper: vcmbib show {arguments(owner)}"
        )
        self.owner = owner


# --- 3: not there ---------------------------------------------------------------------------


class NoSuchPaper(VcmbibError):
    """A citation key or identifier that no paper has or had."""

    code = "no-such-paper"
    status = 3

    def __init__(self, key: str, similar: Sequence[str] = ()) -> None:
        is_word = key.replace("-", "").isalnum() and key[:1] != "-"
        text = key if is_word else '"' + key.replace('"', " ") + '"'
        hint = f"find it with: vcmbib search {arguments(text)}"
        if similar:
            hint = f"did you mean {similar[0]!r}?"
        super().__init__(f"no paper has the key or identifier {key!r}", hint)
        self.key = key
        self.similar = tuple(similar)


class AmbiguousKey(VcmbibError):
    """An identifier that several papers have."""

    code = "ambiguous-key"
    status = 3

    def __init__(self, key: str, keys: Sequence[str]) -> None:
        super().__init__(
            f"{len(keys)} papers have the identifier {key!r}: {', '.join(keys)}",
            f"name one of them by its citation key: vcmbib show {arguments(keys[0])}",
        )
        self.keys = tuple(keys)


class NoSuchFile(VcmbibError):
    """A file that does not exist or cannot be read."""

    code = "no-such-file"
    status = 3

    def __init__(
        self,
        path: str,
        reason: str = "no such file",
        hint: str = "check the path, or use - for standard input",
    ) -> None:
        super().__init__(f"cannot read {path}: {reason}", hint)


class SpecialFile(NoSuchFile):
    """A folder, a pipe, a device or a socket where a file is expected."""

    code = "special-file"


class NoSuchThing(VcmbibError):
    """A category, tag, change, note, link or other thing that does not exist."""

    code = "not-there"
    status = 3

    def __init__(self, noun: str, name: str, similar: Sequence[str] = ()) -> None:
        see = {
            "category": "vcmbib list categories",
            "tag": "vcmbib list tags",
            "change": "vcmbib log",
            "venue": "vcmbib list venues",
        }.get(noun, "vcmbib show KEY")
        hint = f"did you mean {similar[0]!r}?" if similar else f"see: {see}"
        super().__init__(f"there is no {noun} {name!r}", hint, wrong=name, instead=similar)


class NoSuchTopic(VcmbibError):
    """A word that is neither a command nor a page of the documentation."""

    code = "no-such-topic"
    status = 3

    def __init__(self, word: str, similar: Sequence[str], topics: Sequence[str]) -> None:
        near = f"did you mean: vcmbib help {similar[0]}" if similar else ""
        super().__init__(
            f"there is no command and no page {word!r}",
            near or f"commands: vcmbib help; pages: {', '.join(topics)}",
        )


class NothingFound(VcmbibError):
    """A query finds no paper, so a command that writes has nothing to write."""

    code = "nothing-found"
    status = 3

    def __init__(self, query: str, hint: str = "") -> None:
        super().__init__(
            f"no paper matches {query!r}; nothing was written",
            hint or "list all papers: vcmbib list",
        )
        self.advice = hint


class NothingCited(VcmbibError):
    """A document cites no paper of the library, so there is no `.bib` to write."""

    code = "nothing-cited"
    status = 3

    def __init__(self, documents: Sequence[str]) -> None:
        super().__init__(
            f"{', '.join(documents)} cites no paper of the library; nothing was written",
            "cite a paper, as in \\cite{KEY}; list the keys: vcmbib list --keys",
        )


class NothingNamed(VcmbibError):
    """Standard input has no citation key, although `-` means the keys there."""

    code = "nothing-named"
    status = 3

    def __init__(self) -> None:
        super().__init__(
            "no paper is named: standard input contains no citation key",
            "write one key a line to standard input, or name the papers instead of -",
        )


class NoLibrary(VcmbibError):
    """There is no library file at this path."""

    code = "no-library"
    status = 3

    def __init__(self, path: str) -> None:
        super().__init__(f"there is no library at {path}", "create it: vcmbib init")


class EmptyLibrary(VcmbibError):
    """The library has no papers, so a command that writes papers has nothing to write."""

    code = "empty-library"
    status = 3

    def __init__(self, path: str, hint: str = "") -> None:
        super().__init__(
            f"the library {path} has no papers", hint or "add papers: vcmbib import FILE"
        )


class NothingToOpen(VcmbibError):
    """A paper without a link and without an identifier that gives a URL."""

    code = "nothing-to-open"
    status = 3

    def __init__(self, key: str) -> None:
        super().__init__(f"{key} has no link", f"add one: vcmbib link {arguments(key)} URL")


class CannotOpen(VcmbibError):
    """No browser opened the URL."""

    code = "cannot-open"
    status = 3

    def __init__(self, url: str) -> None:
        super().__init__(f"no browser could open {url}", "to print the address, add --print")


class CannotWrite(VcmbibError):
    """A file that cannot be written: no such folder, no permission, disk full."""

    code = "cannot-write"
    status = 3

    def __init__(
        self,
        path: str,
        reason: str,
        hint: str = "check the folder, its permissions and the free space",
    ) -> None:
        super().__init__(f"cannot write {path}: {reason}", hint)


class NotAtSource(VcmbibError):
    """A catalogue has no such paper, or not this version of it."""

    code = "not-at-source"
    status = 3

    def __init__(self, source: str, identifier: str, detail: str = "") -> None:
        super().__init__(
            f"{source} does not have the paper {identifier}" + (f": {detail}" if detail else ""),
            "check the number; a paper that was announced today may need a day to appear",
        )
        self.source = source
        self.identifier = identifier


class NotAtSources(NotAtSource):
    """Several catalogues were asked, and none has the paper."""

    code = "not-at-sources"
    status = 3

    def __init__(self, sources: str, identifier: str) -> None:
        super().__init__(sources, identifier)
        self.message = f"no source has {identifier}; asked: {sources}"
        self.hint = (
            "check the identifier; one of a new paper may not be registered yet. To add the paper"
            f" by hand: vcmbib add --title TITLE --author NAME --doi {arguments(identifier)}"
        )


class WithdrawnPaper(VcmbibError):
    """A catalogue reports that the paper was withdrawn, so it is not added."""

    code = "withdrawn"
    status = 3

    def __init__(self, source: str, identifier: str, notice: str) -> None:
        super().__init__(
            f"{source} reports that {identifier} was withdrawn: {notice}",
            f"to add it anyway, name an earlier version: vcmbib add --arxiv {identifier}v1",
        )
        self.source = source
        self.identifier = identifier
        self.notice = notice


class EditorFailed(VcmbibError):
    """The editor cannot be started, or it reports a failure."""

    code = "editor-failed"
    status = 3

    def __init__(self, editor: str, reason: str) -> None:
        super().__init__(
            f"the editor {editor!r} {reason}",
            "set $VISUAL or $EDITOR to an editor, or change single fields: --set FIELD=VALUE",
        )


# --- 4: input not understood ----------------------------------------------------------------


class BadQuery(VcmbibError):
    """A query with a mistake; a caret shows the position."""

    code = "bad-query"
    status = 4
    has_lines = True

    def __init__(self, query: str, position: int, reason: str, hint: str = "") -> None:
        super().__init__(
            f"bad query: {reason}\n{_with_caret(query, position)}",
            hint or "the query language: vcmbib help query",
        )
        self.position = position
        self.reason = reason


class BadStyle(VcmbibError):
    """A citation style that cannot be used."""

    code = "bad-style"
    status = 4

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(
            f"the citation style {name!r} does not work: {detail}",
            "find another style: https://citationstyles.org",
        )


class NotUnderstood(VcmbibError):
    """A file of a known format without readable content."""

    code = "not-understood"
    status = 4


class InputTooLarge(VcmbibError):
    """A file has more bytes than the program reads into memory."""

    code = "input-too-large"
    status = 4

    def __init__(self, path: str, most: int, *, can_lift: bool = False) -> None:
        lift = "if it is the right file and there is enough memory: --max-size none"
        super().__init__(
            f"{'standard input' if path == '-' else path} is larger than {size_text(most)}",
            lift if can_lift else "check that it is the right file, then split it",
        )


def size_text(size: int) -> str:
    """A number of bytes in the largest unit that gives a whole number."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size % 1024 or unit == "GiB":
            break
        size //= 1024
    return f"{size} {unit}"


class OutOfMemory(VcmbibError):
    """The command needs more memory than the system gives."""

    code = "out-of-memory"
    status = 4

    def __init__(self, changes: Sequence[int] = ()) -> None:
        message, hint = undo_advice(changes)
        super().__init__(
            f"there is not enough memory, but {message}" if message else
            "there is not enough memory: nothing was changed",
            hint or "free memory or raise the limit (ulimit -v), or give the input in parts",
        )  # fmt: skip


class NothingInFile(NotUnderstood):
    """A file with text, but without an item of its format."""

    code = "nothing-in-file"

    def __init__(self, path: str, kind: str) -> None:
        super().__init__(
            f"{path} contains no entry of the format {kind}",
            f"name its format: vcmbib import --format NAME {shell_path(path)}",
        )


class NoList(NotUnderstood):
    """A document without a table or a list of papers."""

    code = "no-list"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} contains no list of papers",
            "a list has tables such as | Paper | Venue |: vcmbib help lists",
        )


class UnknownFormat(NotUnderstood):
    """A file whose format is not known."""

    code = "unknown-format"

    def __init__(self, path: str, known: Sequence[str]) -> None:
        super().__init__(
            f"{path} has an unknown format", f"name the format: --format {'|'.join(known)}"
        )


class BadIdentifier(VcmbibError):
    """A text without a known identifier, where one is needed."""

    code = "bad-identifier"
    status = 4

    def __init__(self, text: str, scheme: str = "") -> None:
        kind = f"an {scheme} identifier" if scheme else "an identifier"
        example = "2405.03500" if scheme == "arXiv" else "10.1145/3474085.3475194"
        super().__init__(
            f"{text!r} is not {kind}", f"write it as in {example}; see vcmbib help identifiers"
        )


class BadArxivId(BadIdentifier):
    """A text that cannot be an arXiv id; the other papers of the command are added."""

    code = "bad-arxiv-id"
    status = 3

    def __init__(self, text: str) -> None:
        super().__init__(text, "arXiv")


class NoCatalogue(VcmbibError):
    """An identifier of a scheme for which there is no catalogue yet."""

    code = "no-catalogue"
    status = 5

    def __init__(self, identifier: str) -> None:
        super().__init__(
            f"vcmbib has no catalogue for {identifier}",
            f"add it by hand: vcmbib add --title TITLE --author NAME {arguments(identifier)}",
        )


class ImportIncomplete(VcmbibError):
    """Some items were not understood; the others were imported."""

    code = "import-incomplete"
    status = 4


class BadDefaults(VcmbibError):
    """The file of defaults has a mistake."""

    code = "bad-defaults"
    status = 4

    def __init__(self, path: str, reason: str, hint: str) -> None:
        super().__init__(f"{path}: {reason}", hint)


class BadForm(VcmbibError):
    """A form with a mistake after editing."""

    code = "bad-form"
    status = 4

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(
            f"line {line} of the form: {reason}", "nothing was changed; edit the form again"
        )


# --- 5: a source failed ---------------------------------------------------------------------


class SourceError(VcmbibError):
    """Base of all errors of a catalogue on the network."""

    code = "source-failed"
    status = 5


class SourceUnreachable(SourceError):
    """No connection: no network, no such host, refused, or closed before an answer."""

    code = "source-unreachable"

    def __init__(self, source: str, detail: str) -> None:
        super().__init__(
            f"{source} cannot be reached: {detail}",
            "check the network and the proxy, or use earlier answers: --offline",
        )


class SourceTimeout(SourceError):
    """The source did not answer within the time limit."""

    code = "source-timeout"

    def __init__(self, source: str, seconds: float) -> None:
        super().__init__(
            f"{source} did not answer within {seconds:.3g} seconds",
            "try again later, or allow more time: VCMBIB_TIMEOUT=SECONDS",
        )


class SourceRefused(SourceError):
    """The source refused the request (HTTP status 4xx); the same request fails again."""

    code = "source-refused"

    def __init__(self, source: str, answer: str) -> None:
        super().__init__(
            f"{source} refused the request: {answer}",
            "if you have set the address of the source, check it",
        )
        self.answer = answer


class SourceAddressRefused(SourceError):
    """A source, or a redirect of it, leads to an address that no request is sent to."""

    code = "source-address-refused"

    def __init__(self, source: str, address: str, reason: str) -> None:
        super().__init__(
            f"vcmbib sent no request for {source} to {address}: {reason}",
            "the redirect may be an attack; if you know the address, name it yourself in the"
            " variable of the source, such as VCMBIB_ARXIV_URL: vcmbib help arxiv",
        )
        self.address = address


class SourceBusy(SourceError):
    """The source limits its requests (HTTP status 429, 503), or another process uses it."""

    code = "source-busy"

    def __init__(self, source: str, answer: str, again: str = "in some minutes") -> None:
        super().__init__(f"{source} accepts no more requests now: {answer}", f"try again {again}")
        self.again = again


class SourceFailing(SourceError):
    """The source fails (HTTP status 5xx), also after another attempt."""

    code = "source-failing"

    def __init__(self, source: str, answer: str) -> None:
        super().__init__(
            f"{source} has a failure: {answer}",
            "the fault is in the source; try again later",
        )


class SourceSpokeHtml(SourceError):
    """The answer is a web page instead of data."""

    code = "source-spoke-html"

    def __init__(self, source: str, title: str = "") -> None:
        page = f" ({title!r})" if title else ""
        super().__init__(
            f"{source} answered with a web page{page} instead of data",
            "try again later; in a public network, log in first",
        )


class SourceBlocked(SourceError):
    """A check for robots protects the source."""

    code = "source-blocked"

    def __init__(self, source: str, title: str = "") -> None:
        page = f" ({title!r})" if title else ""
        super().__init__(
            f"{source} asks for proof that no robot asks{page}",
            "try again another day, or add the paper by hand: vcmbib add --title TITLE",
        )


class SourceWrongType(SourceError):
    """The answer has another content type than the requested one."""

    code = "source-wrong-type"

    def __init__(self, source: str, content_type: str) -> None:
        super().__init__(
            f"{source} answered with data of another type: {content_type!r}",
            "if you have set the address of the source, check it; else try again later",
        )


class SourceCutOff(SourceError):
    """The answer is incomplete."""

    code = "source-cut-off"

    def __init__(self, source: str, detail: str) -> None:
        super().__init__(
            f"the answer of {source} is incomplete: {detail}", "nothing of it was used; try again"
        )


class SourceBroken(SourceError):
    """The answer cannot be read: bad XML, a forbidden declaration, another format."""

    code = "source-broken"

    def __init__(self, source: str, detail: str) -> None:
        super().__init__(
            f"the answer of {source} cannot be read: {detail}", "try again later with --refresh"
        )


class SourceWrongCharset(SourceError):
    """The answer is not in the encoding that it names."""

    code = "source-wrong-charset"

    def __init__(self, source: str, charset: str) -> None:
        super().__init__(
            f"the answer of {source} is not in the encoding that it names ({charset})",
            "the fault is in the source; try again later with --refresh",
        )


class SourceTooLarge(SourceError):
    """The answer is larger than the limit."""

    code = "source-too-large"

    def __init__(self, source: str, limit: int) -> None:
        super().__init__(
            f"the answer of {source} is larger than {limit // 1_000_000} MB and was not read",
            "ask for fewer papers at once",
        )


class SourceSaidError(SourceError):
    """The source reports, in its own format, that the request is wrong."""

    code = "source-said-error"

    def __init__(self, source: str, words: str) -> None:
        super().__init__(
            f"{source} reports an error: {words}",
            "check the identifier; other papers are not affected",
        )
        self.words = words


class SourceEmpty(SourceError):
    """The answer is empty, also after another attempt."""

    code = "source-empty"

    def __init__(self, source: str, detail: str) -> None:
        super().__init__(
            f"{source} gave an empty answer: {detail}",
            "the identifier may be correct; try again later with --refresh",
        )


class SourceSkipped(SourceError):
    """The source failed three times in a row, so this run sends it no more requests."""

    code = "source-skipped"

    def __init__(self, last: SourceError) -> None:
        super().__init__(
            f"three requests in a row failed, so no more are sent in this run: {last.message}",
            last.hint,
        )


class Offline(SourceError):
    """The command needs the network, and --offline forbids it."""

    code = "offline"

    def __init__(self, source: str, request: str) -> None:
        super().__init__(
            f"no stored answer of {source} has {request}, and --offline forbids a request",
            "run the same command without --offline",
        )


# --- 6: the library -------------------------------------------------------------------------


class LibraryError(VcmbibError):
    """Base of all errors of the library file."""

    code = "library"
    status = 6


class LibraryLocked(LibraryError):
    """Another process used the library longer than the time limit."""

    code = "library-locked"

    def __init__(self, path: str, seconds: float) -> None:
        super().__init__(
            f"{path} is in use by another process (vcmbib waited {seconds:g} s)",
            "try again when the other process has ended",
        )


class LibraryDamaged(LibraryError):
    """The file is malformed, or contains values that the schema forbids."""

    code = "library-damaged"

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(
            f"{path} is damaged: {detail}",
            "see all of the damage: vcmbib check --library. Do not write to the library; restore "
            "it from a copy or from git",
        )


class IndexDamaged(LibraryError):
    """The search index of the library does not agree with the papers. The papers are intact."""

    code = "index-damaged"

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(
            f"{path}: {detail}",
            "the papers are intact; rebuild the index: vcmbib check --library --rebuild-index",
        )


class UnfinishedWrite(LibraryError):
    """A process was killed while it wrote, after this command had opened the library."""

    code = "unfinished-write"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path}: another command was killed while it wrote",
            "nothing is lost; run the same command again",
        )


class StrangeJournal(LibraryError):
    """A file next to the library is named like its journal, but SQLite did not write it."""

    code = "strange-journal"

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(
            f"{path} is not the journal of a library: {detail}",
            "nothing was changed; move this file to another folder, or delete it",
        )


class NotALibrary(LibraryError):
    """A file that is not an SQLite database, or a database of another program."""

    code = "not-a-library"

    def __init__(self, path: str, detail: str = "it is not a vcmbib library") -> None:
        super().__init__(f"{path}: {detail}", "name a library with --db FILE or VCMBIB_DB")


class LibraryNewer(LibraryError):
    """A newer version of the program wrote the library."""

    code = "library-newer"

    def __init__(self, path: str, found: int, known: int) -> None:
        super().__init__(
            f"{path} has schema {found}; this program knows schemas up to {known}",
            "update the program: git pull, then pip install . in the clone of vcmbib",
        )


class LibraryOlder(LibraryError):
    """The library must be upgraded before it can be read."""

    code = "library-older"

    def __init__(self, path: str, found: int, known: int) -> None:
        super().__init__(
            f"{path} has schema {found}, this program reads {known}",
            "upgrade the library: vcmbib init",
        )


class LibraryReadOnly(LibraryError):
    """The library or its folder is read-only."""

    code = "library-read-only"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} cannot be written: the file or its folder is read-only",
            "allow writing to the file and its folder, or use a copy: --db COPY",
        )


class LibraryUnreadable(LibraryError):
    """The library exists but cannot be opened: it is a folder, or there is no permission."""

    code = "library-unreadable"

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(f"{path} cannot be opened: {detail}", "check the path and the permissions")


class LibraryRefused(LibraryError):
    """A row violates a rule of the schema: a mistake of this program or of another one."""

    code = "library-refused"

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(
            f"{path} refused the change: {detail}",
            "nothing was written; report this fault to the developers",
        )


class LibraryReplaced(LibraryError):
    """The library was replaced, moved or deleted before the commit."""

    code = "library-replaced"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} was replaced, moved or deleted by another program during this command",
            "nothing was written; run the same command again",
        )


class DiskFull(LibraryError):
    """There is no space for the change; the library is unchanged."""

    code = "disk-full"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"the disk has no space to write {path}; the library is unchanged",
            "free some space, then run the same command again",
        )


# --- 129, 130, 143: stopped by a signal ------------------------------------------------------


class Interrupted(VcmbibError):
    """The user stopped the command. Changes made before that remain, and the message names them."""

    code = "interrupted"
    status = 130
    words: ClassVar[str] = "interrupted"

    def __init__(self, changes: Sequence[int] = ()) -> None:
        message, hint = undo_advice(changes)
        super().__init__(f"{self.words}, but {message}" if message else self.words, hint)


class HungUp(Interrupted):
    """The terminal was closed (SIGHUP). Changes made before that remain."""

    code = "hung-up"
    status = 129
    words = "stopped because the terminal was closed (SIGHUP)"


class Terminated(Interrupted):
    """Another process ended the command (SIGTERM). Changes made before that remain."""

    code = "terminated"
    status = 143
    words = "stopped by another process (SIGTERM)"


def undo_advice(changes: Sequence[int]) -> tuple[str, str]:
    """Return a message with the numbers of `changes`, and a hint how to undo them, the last first.

    Both are empty without changes.
    """
    if not changes:
        return "", ""
    numbers = ", ".join(str(c) for c in changes)
    if len(changes) == 1:
        return f"change {numbers} was made", f"to undo it: vcmbib undo {numbers}"
    first = f"vcmbib undo {changes[-1]}"
    return f"changes {numbers} were made", f"to undo them, begin with the last: {first}"
