"""Convert a paper's columns to field values and back.

`FIELD_READERS` reads a value; `canonical_value` returns the value that vcmbib writes. If the two
differ, the reader also keeps the value as written. The writer uses the kept value as long as it
means the same as the column. So an unchanged field is written as it was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from zlib import crc32

from vcmbib.formats.bibtex import parse_fields
from vcmbib.formats.bibtex.escape import escape, segments
from vcmbib.formats.bibtex.names import write_people
from vcmbib.formats.bibtex.writer.protect_titles import protect_capitals
from vcmbib.model.fields import LINE_FIELDS
from vcmbib.model.latex.decode import to_ascii
from vcmbib.model.names import Name
from vcmbib.model.text import tidy

_LATEX_SIGN = re.compile(r"""[\\{}$~`^&%#_|<>"\x00-\x1f\x7f]|--|''|  |^ | $""")


def is_plain_text(written: str) -> bool:
    """Whether a value is plain text: no LaTeX commands and no special characters."""
    if _LATEX_SIGN.search(written) is not None:
        return False
    return written.isascii() or (tidy(written) == written and escape(written) == written)


def collapse_blanks(written: str) -> str:
    """Return a value with single blanks for all white space, as BibTeX reads it (bibtex.web)."""
    return " ".join(written.split())


def strip_delimiters(value: str) -> str:
    """Return a value without its braces, blanks collapsed."""
    return collapse_blanks(value[1:-1] if value.startswith("{") else value)


def value_digest(written: str) -> str:
    r"""Return a checksum (CRC-32, hexadecimal) of a value, the same for `\&` and a bare `&`."""
    return f"{crc32(collapse_blanks(escape_bare_signs(written)).encode()):08x}"


# --- reading ----------------------------------------------------------------------------------


def _read_abstract(written: str) -> str:
    """Return an abstract: paragraphs, each on one line."""
    return parse_fields.paragraphs(written, keep_lines=False)


def _read_note(written: str) -> str:
    """Return a note: paragraphs with their line breaks."""
    return parse_fields.paragraphs(written, keep_lines=True)


FIELD_READERS: dict[str, Callable[[str], str]] = {
    "title": parse_fields.plain,
    **dict.fromkeys((field.name for field in LINE_FIELDS), parse_fields.plain),
    "abstract": _read_abstract,
    "note": _read_note,
    "pages": parse_fields.read_pages,
}
"""Text column -> function that reads the value of its field."""


# --- writing ----------------------------------------------------------------------------------


def canonical_value(name: str, value: str) -> str:
    """Return the value that vcmbib writes for a text column, in Unicode."""
    return _write_pages(value) if name == "pages" else escape(value)


def _write_pages(value: str) -> str:
    """Return pages with a range's two hyphens; `escape` alone would separate them: `1-{}-9`."""
    return escape(parse_fields.write_pages(value)).replace("-{}-", "--")


def write_title(value: str, model: str | None) -> str:
    """Return a title with braces around the capitals that a style must not change."""
    return protect_capitals(value, names=_model_words(value, model) if model else ())


_INNER_CAPITAL = re.compile(r"[^\W_][A-Z]")


def is_canonical_title(written: str, value: str, model: str | None) -> bool:
    """Whether a title is written exactly as `write_title` writes it."""
    if written == value and "$" not in value and _INNER_CAPITAL.search(value) is not None:
        return False  # quick test: an inner capital needs braces
    return write_title(value, model) == collapse_blanks(written)


def _model_words(value: str, model: str) -> tuple[str, ...]:
    """Return the words of the model's name if the title contains it: they keep their capitals."""
    if re.search(rf"(?<!\w){re.escape(model)}(?!\w)", value) is None:
        return ()
    return tuple(re.findall(r"[^\W_]+", model))


def write_keywords(keywords: Iterable[str]) -> str:
    """Return key words with commas between them; a word with a comma is in braces."""
    escaped = map(escape, keywords)
    return ", ".join(f"{{{w}}}" if re.search("[,;]", w) else w for w in escaped)


def write_name_list(names: Iterable[Name], *, complete: bool) -> str:
    """Return the value of a name list; `complete=False` adds `and others`."""
    written = [_write_name(name) for name in names]
    if written and not complete:
        written.append("others")
    return " and ".join(written)


def is_canonical_name_list(written: str, names: Sequence[Name], *, complete: bool) -> bool:
    """Whether a name list is written exactly as `write_name_list` writes it."""
    if "," not in written and any(n.given and not n.literal for n in names):
        return False  # quick test: vcmbib writes `Last, First`
    return write_name_list(names, complete=complete) == collapse_blanks(written)


@lru_cache(maxsize=65536)
def _write_name(name: Name) -> str:
    """Return one name as `write_people` writes it, cached."""
    return write_people((name,), complete=True)


def is_plain_name_list(written: str, names: Iterable[Name]) -> bool:
    """Whether `written` is `First Last and First Last …` with exactly these names.

    A cheap test that needs no parser; False means that `read_people` must decide.
    """
    parts: list[str] = []
    for name in names:
        if name.particle or name.suffix or name.literal or not name.given:
            return False
        if " " in name.family or not name.family[:1].isupper() or not name.given[:1].isupper():
            return False
        parts.append(f"{name.given} {name.family}")
    expected = " and ".join(parts)
    if expected != collapse_blanks(written) or _LATEX_SIGN.search(expected) is not None:
        return False
    return _LOWER_CASE_WORD.search(expected) is None and "," not in expected and ";" not in expected


_LOWER_CASE_WORD = re.compile(r"(?<![^\W\d_])(?!and )[^\WA-Z\d_]")  # or a letter outside ASCII


# --- letters ----------------------------------------------------------------------------------


def value_to_ascii(written: str) -> str:
    """Return a value with LaTeX commands for the letters outside ASCII."""
    if written.isascii():
        return written
    if "$" not in written and "\\(" not in written:
        return to_ascii(written)
    return "".join(to_ascii(piece, maths=kind == "maths") for kind, piece in segments(written))


_BARE_SIGN = re.compile(r"(?<!\\)[&%#_]")
_ADDRESS_COMMAND = re.compile(r"\\(?:url|href|path|nolinkurl|lstinline|verb)\b")
_MATHS_COMMAND = re.compile(r"\\(?:ensuremath|begin|cite\w*|ref|label|includegraphics)\b")


def escape_bare_signs(written: str) -> str:
    r"""Return a value as written, but with bare `& % # _` escaped: LaTeX stops at them.

    URLs, formulas and `\cite` need them bare, so values that contain such commands do not change.
    """
    if not any(c in written for c in "&%#_"):
        return written
    if _ADDRESS_COMMAND.search(written) or _MATHS_COMMAND.search(written):
        return written
    if "$" not in written and "\\(" not in written:
        return _BARE_SIGN.sub(lambda m: f"\\{m[0]}", written)
    return "".join(
        piece if kind != "text" else _BARE_SIGN.sub(lambda m: f"\\{m[0]}", piece)
        for kind, piece in segments(written)
    )


_PRINTED_FIELDS = parse_fields.TEXT_FIELDS | set(
    "title author editor translator editora editorb editorc volume number pages honour".split()
)


def latex_safe(name: str, written: str) -> str:
    """Return a value as written; in fields that styles print, bare signs are escaped."""
    base = re.sub(r"_\d+$", "", name) if name[-1:].isdigit() else name
    return escape_bare_signs(written) if base in _PRINTED_FIELDS else written


_BRACE = re.compile(r"[{}]")


def balance_braces(value: str) -> str:
    """Return `value`, without its braces if they are not balanced.

    A single brace would make the rest of the file a part of the value.
    """
    if value.endswith("\\") and _ends_with_lone_backslash(value):
        value += " "  # `\ ` is a space in LaTeX; `\}` would not close the value
    if "{" not in value and "}" not in value:
        return value
    depth = 0
    for brace in _BRACE.finditer(value):
        depth += 1 if brace[0] == "{" else -1
        if depth < 0:
            break
    if depth == 0:
        return value
    return value.replace("{", "").replace("}", "")


def _ends_with_lone_backslash(value: str) -> bool:
    """Whether an odd number of backslashes ends the value."""
    return (len(value) - len(value.rstrip("\\"))) % 2 == 1
