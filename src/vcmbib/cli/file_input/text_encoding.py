"""Decode the bytes of a user's file.

The encoding is, in this order: that of a byte order mark, UTF-8, the one that the file names, the
one that its bytes suggest. No byte is replaced. `Decoded.note` reports any encoding except plain
UTF-8.
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
            return _without_nul(Decoded(_decode_as(data, name, marked)), name)
    wide = _utf16_without_mark(data)
    if wide is not None:
        return _without_nul(Decoded(_decode_as(data, name, wide), f"read as {wide.upper()}"), name)
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
            f"{encoding!r} is no encoding", "for example utf-8, latin-1, cp1252, utf-16"
        ) from error
    except ValueError as error:
        raise NotUnderstood(f"{name} is no {encoding} text", "save it as UTF-8") from error


def _without_nul(decoded: Decoded, name: str) -> Decoded:
    """Remove NUL characters: no format uses them, and a library cannot store them.

    Raises NotUnderstood if more than 1 in 20 characters is NUL: then the file is no text.
    """
    count = decoded.text.count("\x00")
    if not count:
        return decoded
    if count * 20 > len(decoded.text):
        raise NotUnderstood(f"{name} is no text", "give a file of a format that is known")
    note = ", ".join(filter(None, (decoded.note, f"{count} NUL characters left out")))
    return Decoded(decoded.text.replace("\x00", ""), note)


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: in Latin text every other byte is NUL."""
    head = data[:_HEAD_SIZE]
    if len(head) < 4 or len(data) % 2:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd * 2 > half and even * 10 < half:
        return "utf-16-le"
    return "utf-16-be" if even * 2 > half and odd * 10 < half else None


def _not_utf8(data: bytes, name: str) -> Decoded:
    """Decode 8-bit text. Raises NotUnderstood if more than 1 in 20 bytes is NUL."""
    if data.count(0) * 20 > len(data):
        raise NotUnderstood(f"{name} is no text", "give a file of a format that is known")
    declared = _declared(data)
    if declared is not None:
        try:
            return Decoded(data.decode(declared), f"read as {declared}, as the file says")
        except ValueError:
            pass  # the file names a wrong encoding
    mixed = _mixed(data)
    if mixed is not None:
        return mixed
    encoding = _by_its_bytes(data)
    return Decoded(
        _decode_leniently(data, encoding), f"not UTF-8: read as {_NAMES.get(encoding, encoding)}"
    )


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
    """UTF-8 with some lines in Windows-1252, from two programs; None if most are not UTF-8."""
    text: list[str] = []
    utf8_lines = 0
    other_lines: list[int] = []
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        if line.isascii():
            text.append(line.decode("ascii"))
            continue
        try:
            text.append(line.decode("utf-8"))
            utf8_lines += 1
        except UnicodeDecodeError:
            text.append(_decode_leniently(line, "cp1252"))
            other_lines.append(number)
    if utf8_lines < len(other_lines):
        return None
    where = ", ".join(map(str, other_lines[:5])) + (", …" if len(other_lines) > 5 else "")
    return Decoded(
        "".join(text), f"UTF-8 but for {len(other_lines)} lines read as Windows-1252 (line {where})"
    )


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
        from charset_normalizer import from_bytes

        lines = b"\n".join(line for line in data.splitlines() if not line.isascii())
        best = from_bytes(lines[:1_000_000]).best()
        if best is not None:
            return best.encoding
    # At these codes Windows-1252 has signs and capitals, Mac Roman has small accented letters.
    if len(_ACCENT_OF_MAC.findall(data)) * 3 > high:
        return "mac_roman"
    return _of_latin_scripts(data, high)


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
