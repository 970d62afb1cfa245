"""Decode the bytes of a user's file.

The encoding is, in this order: that of a byte order mark, UTF-8, the one that the file names, the
one that its bytes suggest. A broken character is replaced by U+FFFD; the others stay.
`Decoded.note` reports any encoding except plain UTF-8, and each line with such a character.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from vcmbib.errors import NotUnderstood

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = frozenset(("cp1252", "cp1250", "cp1254", "mac_roman", "iso8859-2"))
_NAMES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}
# Where a file names its encoding: JabRef, BibDesk, Emacs, vim, LaTeX (inputenc), XML.
_DECLARED = re.compile(
    rb"(?i)(?:^\W{0,4}encoding:\s*|saved with string encoding\s+|coding[:=]\s*|fileencoding=|"
    rb"\\usepackage\[(?=[\w-]+\]\{inputenc\})|<\?xml[^>]{0,80}encoding=[\"'])([\w.() -]{2,40})",
    re.MULTILINE,
)
_HEAD_SIZE = 4096  # bytes at the start and at the end in which a file may name its encoding


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and a note for the user on its encoding (empty for plain UTF-8)."""

    text: str
    note: str = ""


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """Decode `data`. `name` is the file's name for messages, `encoding` the user's choice.

    Raises NotUnderstood if `data` is no text or not in the chosen encoding.
    """
    if encoding is not None:
        return _without_nul(Decoded(_decode_as(data, name, encoding)), name)
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _without_nul(_with_replacements(data, marked, "", name), name)
    wide = _utf16_without_mark(data)
    if wide is not None:
        note = f"read as {wide.upper()}"
        return _without_nul(_with_replacements(data, wide, note, name), name)
    try:
        return _without_nul(Decoded(data.decode("utf-8")), name)
    except UnicodeDecodeError:
        return _without_nul(_not_utf8(data, name), name)


def _decode_as(data: bytes, name: str, encoding: str) -> str:
    """Decode strictly. Raises NotUnderstood for a wrong or unknown encoding."""
    try:
        return data.decode(encoding)
    except LookupError as error:
        raise NotUnderstood(
            f"{encoding!r} is not an encoding", "as in: --encoding utf-8, latin-1, cp1252 or utf-16"
        ) from error
    except ValueError as error:
        raise NotUnderstood(f"{name} is not {encoding} text", "save it as UTF-8") from error


def _with_replacements(data: bytes, encoding: str, note: str, name: str) -> Decoded:
    """Decode text of a known encoding with U+FFFD for each broken character, and note its line.

    Raises NotUnderstood if more than 1 in 20 characters is broken: then the encoding is wrong.
    """
    try:
        return Decoded(data.decode(encoding), note)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    count = text.count(_REPLACEMENT)
    if count * 20 > len(text):
        raise NotUnderstood(f"{name} is not {encoding} text", "save it as UTF-8")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if _REPLACEMENT in line]
    return Decoded(text, ", ".join(filter(None, (note, _replaced_note(count, lines)))))


_REPLACEMENT = "\ufffd"


def _replaced_note(count: int, lines: list[int]) -> str:
    what = "1 broken character is" if count == 1 else f"{count} broken characters are"
    return f"{what} written as {_REPLACEMENT} ({_lines(lines)})"


def _lines(lines: list[int]) -> str:
    return f"line {', '.join(map(str, lines[:5]))}{', …' if len(lines) > 5 else ''}"


def _without_nul(decoded: Decoded, name: str) -> Decoded:
    """Remove NUL characters: no format uses them, and a library cannot store them.

    Raises NotUnderstood if more than 1 in 20 characters is NUL: then the file is no text.
    """
    count = decoded.text.count("\x00")
    if not count:
        return decoded
    if count * 20 > len(decoded.text):
        raise NotUnderstood(
            f"{name} is not text", "name a file of a known format: see vcmbib import --help"
        )
    note = ", ".join(filter(None, (decoded.note, f"{count} NUL characters were removed")))
    return Decoded(decoded.text.replace("\x00", ""), note)


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: the NUL bytes of Latin letters, digits and signs are all
    at even or all at odd positions, and each fifth character at least is one of these.
    """
    head = data[: _HEAD_SIZE * 4]
    if len(head) < 4:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    few = len(head) // 10
    if odd > few and even * 10 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > few and odd * 10 < even else None


def _not_utf8(data: bytes, name: str) -> Decoded:
    """Decode 8-bit text. Raises NotUnderstood if more than 1 in 20 bytes is NUL."""
    if data.count(0) * 20 > len(data):
        raise NotUnderstood(
            f"{name} is not text", "name a file of a known format: see vcmbib import --help"
        )
    declared = _declared(data)
    if declared is not None:
        try:
            return Decoded(data.decode(declared), f"read as {declared}, which the file declares")
        except ValueError:
            pass  # the file names a wrong encoding
    mixed = _mixed(data)
    if mixed is not None:
        return mixed
    encoding = _by_its_bytes(data)
    note = f"not UTF-8: read as {_NAMES.get(encoding, encoding)}"
    if encoding in _SINGLE_BYTE:
        return Decoded(_decode_leniently(data, encoding), note)
    return _with_replacements(data, encoding, note, name)


def _declared(data: bytes) -> str | None:
    """The encoding that the file names; None if it names none, an unknown one, or UTF-8.

    The caller has found that the bytes are not UTF-8.
    """
    for part in (data[:_HEAD_SIZE], data[-_HEAD_SIZE:]):
        for match in _DECLARED.finditer(part):
            name = match[1].decode("ascii").strip().lower()
            name = {"unicode (utf-8)": "utf-8", "western (iso latin 1)": "latin-1"}.get(name, name)
            name = {"ansinew": "cp1252", "applemac": "mac_roman"}.get(name, name)
            try:
                found = codecs.lookup(name).name
            except LookupError:
                continue
            if found.startswith(("utf", "ascii")):
                continue
            # A file that names Latin-1 is read as Windows-1252 (WHATWG Encoding Standard, labels).
            return "cp1252" if found == "iso8859-1" else found
    return None


def _mixed(data: bytes) -> Decoded | None:
    """UTF-8 with some lines in Windows-1252, from two programs, or with broken characters.

    None if most lines are not UTF-8.
    """
    text: list[str] = []
    utf8_lines = 0
    other_lines: list[int] = []
    broken_lines: list[int] = []
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        if line.isascii():
            text.append(line.decode("ascii"))
            continue
        try:
            text.append(line.decode("utf-8"))
            utf8_lines += 1
            continue
        except UnicodeDecodeError:
            mostly = _is_mostly_utf8(line)
        if mostly or _OTHER_THAN_TEXT.search(line) is not None:
            text.append(line.decode("utf-8", "replace"))
            broken_lines.append(number)
        else:
            text.append(_decode_leniently(line, "cp1252"))
            other_lines.append(number)
        utf8_lines += 1 if mostly else -1
    if utf8_lines < 0 or (not utf8_lines and not other_lines):
        return None
    notes = []
    if other_lines:
        count = len(other_lines)
        notes = [f"UTF-8, except {count} lines read as Windows-1252 ({_lines(other_lines)})"]
    if broken_lines:
        count = sum(text[n - 1].count(_REPLACEMENT) for n in broken_lines)
        notes.append(_replaced_note(count, broken_lines))
    return Decoded("".join(text), ", ".join(notes))


# In Windows-1252: a capital with an accent after a letter, a fraction, a control code.
_OTHER_THAN_TEXT = re.compile(
    rb"(?<=[a-z])[\xc0-\xde]|[\x80-\x84\x86-\x90\x98-\x9f\xa1-\xaa\xac-\xaf\xb1-\xb3\xb5\xb6\xb8-\xba"
    rb"\xbc-\xbf\xd7\xf7]"
)
_FEW = 3  # characters of UTF-8 that another encoding may have by chance


def _is_mostly_utf8(line: bytes) -> bool:
    """Whether a line with a byte that is not UTF-8 has many more characters that are."""
    found = [c for c in line.decode("utf-8", "ignore") if not c.isascii()]
    covered = len("".join(found).encode())
    others = len(line) - len(line.translate(None, bytes(range(128, 256)))) - covered
    return covered >= 3 * others or (len(found) > _FEW and covered >= 2 * others)


_RUN = re.compile(rb"[\x80-\xff]{3,}")
_ACCENT_OF_MAC = re.compile(
    rb"[a-z][\x87-\x90\x98\x99\x9b\x9d\x9f]|[\x87-\x90\x98\x99\x9b\x9d\x9f][a-z]"
)


def _by_its_bytes(data: bytes) -> str:
    """The most likely encoding of 8-bit text.

    In Latin script a letter with an accent usually has plain letters around it. Other scripts have
    runs of such bytes; there charset_normalizer guesses by the frequency of the letters.
    """
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    in_runs = sum(len(run) for run in _RUN.findall(data))
    if in_runs * 2 > high:
        guess = _by_frequency(data)
        if guess is not None:
            return guess
    # At these codes Windows-1252 has signs and capitals, Mac Roman has small accented letters.
    if len(_ACCENT_OF_MAC.findall(data)) * 3 > high:
        return "mac_roman"
    return _of_latin_scripts(data, high)


def _by_frequency(data: bytes) -> str | None:
    """The encoding by the frequency of the letters; None if there is no likely one.

    A broken byte makes each encoding unlikely. Then one half of the lines is without it.
    """
    from charset_normalizer import from_bytes

    lines = [line for line in data.splitlines() if not line.isascii()]
    half = (len(lines) + 1) // 2
    for part in (lines, lines[:half], lines[half:]):
        best = from_bytes(b"\n".join(part)[:1_000_000]).best() if part else None
        if best is not None:
            return best.encoding
    return None


# Next to letters, signs of Windows-1252 are letters of ISO 8859-2: `Wa³êsa`, `£ucja`.
_SIGN_IN_WORD = re.compile(
    rb"[A-Za-z\xc0-\xff][\xa1-\xbf]+[a-z\xe0-\xff]|(?<![A-Za-z\xc0-\xff])[\xa1-\xbf][a-z]{2}"
)
_ICELANDIC_OR_TURKISH = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
_NOT_TURKISH = re.compile(rb"[\xc1\xc6\xcd\xd3\xda\xe1\xe6\xed\xf3\xfa]")  # Icelandic letters
_ONLY_WINDOWS = re.compile(rb"[\x80-\x9f]")


def _of_latin_scripts(data: bytes, high: int) -> str:
    """Choose the encoding of Western, Central European or Turkish text by its letters.

    `high` is the number of bytes above 127.
    """
    if len(_SIGN_IN_WORD.findall(data)) * 7 > high:
        in_windows = len(re.findall(rb"[\x8c-\x8f\x9c-\x9f\xa5\xb9\xbc\xbe]", data))
        in_iso = len(re.findall(rb"[\xa1\xa6\xab\xac\xae\xb1\xb5\xb6\xbb]", data))
        windows = in_windows > in_iso or (in_windows == in_iso and _ONLY_WINDOWS.search(data))
        return "cp1250" if windows else "iso8859-2"
    turkish = len(_ICELANDIC_OR_TURKISH.findall(data))
    if turkish * 4 > high and not _NOT_TURKISH.search(data):
        return "cp1254"
    return "cp1252"


def _decode_leniently(data: bytes, encoding: str) -> str:
    """Decode `data`; the five bytes that Windows-1252 leaves undefined are decoded as Latin-1."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return "".join(
            piece.decode("latin-1") if piece in _OPEN else piece.decode("cp1252")
            for piece in (data[i : i + 1] for i in range(len(data)))
        )


_OPEN = frozenset(bytes([b]) for b in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
