"""A paper's columns as the values of fields, each both ways.

`READ` says what a written value means, `canonical` how we would write it. The reader keeps a value
as written where the two differ, the writer gives the kept one back as long as it still means what
the column says. So nothing that was not touched changes, and nothing is kept twice without need.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from zlib import crc32

from vcmbib.formats.bibtex import field_parsing
from vcmbib.formats.bibtex.escape import escape, segments
from vcmbib.formats.bibtex.names import write_people
from vcmbib.formats.bibtex.writer.protect_titles import protect_capitals
from vcmbib.model.latex.decode import to_ascii
from vcmbib.model.names import Name
from vcmbib.model.text import tidy

_MARKED = re.compile(r"""[\\{}$~`^&%#_|<>"\x00-\x1f\x7f]|--|''|  |^ | $""")


def is_plain_text(written: str) -> bool:
    """Whether a value is plain text, the same in LaTeX and out of it."""
    if _MARKED.search(written) is not None:
        return False
    return written.isascii() or (tidy(written) == written and escape(written) == written)


def folded(written: str) -> str:
    """A value with single blanks for all white space, which BibTeX does not tell apart."""
    return " ".join(written.split())


def content(value: str) -> str:
    """A value without its delimiters, blanks folded."""
    return folded(value[1:-1] if value.startswith("{") else value)


def digest(written: str) -> str:
    """A few letters by which a value is told from another one, escapes of bare signs apart."""
    return f"{crc32(folded(escape_bare_signs(written)).encode()):08x}"


# --- reading ----------------------------------------------------------------------------------


def _abstract(written: str) -> str:
    return field_parsing.paragraphs(written, keep_lines=False)


def _note(written: str) -> str:
    return field_parsing.paragraphs(written, keep_lines=True)


READ: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(
        ("title", "volume", "number", "publisher", "honour", "model"), field_parsing.plain
    ),
    "abstract": _abstract,
    "note": _note,
    "pages": field_parsing.read_pages,
}
"""What the text fields mean."""


# --- writing ----------------------------------------------------------------------------------


def canonical(name: str, value: str) -> str:
    """How the value of a text column is written, in Unicode."""
    return _pages(value) if name == "pages" else escape(value)


def _pages(value: str) -> str:
    """A range keeps its two hyphens, which plain text would have kept apart."""
    return escape(field_parsing.write_pages(value)).replace("-{}-", "--")


def title(value: str, model: str | None) -> str:
    """A title with the capitals in braces that styles must not lower."""
    return protect_capitals(value, names=_names(value, model) if model else ())


_INNER_CAPITAL = re.compile(r"[^\W_][A-Z]")


def is_canonical_title(written: str, value: str, model: str | None) -> bool:
    """Whether a title is written as we would write it."""
    if written == value and "$" not in value and _INNER_CAPITAL.search(value) is not None:
        return False  # braces are missing: most titles are told by this alone
    return title(value, model) == folded(written)


def _names(value: str, model: str) -> tuple[str, ...]:
    """The words of the model's name, if the title holds it: they keep their capitals."""
    if re.search(rf"(?<!\w){re.escape(model)}(?!\w)", value) is None:
        return ()
    return tuple(re.findall(r"[^\W_]+", model))


def words(given: Iterable[str]) -> str:
    """Key words, divided by commas; one that holds a comma in braces."""
    escaped = map(escape, given)
    return ", ".join(f"{{{w}}}" if re.search("[,;]", w) else w for w in escaped)


def people(names: Iterable[Name], *, complete: bool) -> str:
    """People as a field has them."""
    written = [_person(name) for name in names]
    if written and not complete:
        written.append("others")
    return " and ".join(written)


def are_canonical_people(written: str, names: Sequence[Name], *, complete: bool) -> bool:
    """Whether people are written as we would write them."""
    if "," not in written and any(n.given and not n.literal for n in names):
        return False  # we write `Last, First`: this alone tells most
    return people(names, complete=complete) == folded(written)


@lru_cache(maxsize=65536)
def _person(name: Name) -> str:
    return write_people((name,), complete=True)


def surely_means(written: str, names: Iterable[Name]) -> bool:
    """Whether `First Last and First Last …` can mean nobody else than `names`; a cheap question."""
    given: list[str] = []
    for name in names:
        if name.particle or name.suffix or name.literal or not name.given:
            return False
        if " " in name.family or not name.family[:1].isupper() or not name.given[:1].isupper():
            return False
        given.append(f"{name.given} {name.family}")
    said = " and ".join(given)
    if said != folded(written) or _MARKED.search(said) is not None:
        return False
    return _LOW_WORD.search(said) is None and "," not in said and ";" not in said


_LOW_WORD = re.compile(r"(?<![^\W\d_])(?!and )[^\WA-Z\d_]")  # or a letter outside ASCII: not sure


# --- letters ----------------------------------------------------------------------------------


def in_ascii(written: str) -> str:
    """A value with LaTeX commands for the letters outside ASCII."""
    if written.isascii():
        return written
    if "$" not in written and "\\(" not in written:
        return to_ascii(written)
    return "".join(to_ascii(piece, maths=kind == "maths") for kind, piece in segments(written))


_BARE_SIGN = re.compile(r"(?<!\\)[&%#_]")
_ADDRESS_COMMAND = re.compile(r"\\(?:url|href|path|nolinkurl|lstinline|verb)\b")
_MATHS_COMMAND = re.compile(r"\\(?:ensuremath|begin|cite\w*|ref|label|includegraphics)\b")


def escape_bare_signs(written: str) -> str:
    """Text as it was written, with a bare & % # or _ escaped, which would stop LaTeX."""
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


_PRINTED = field_parsing.TEXT_FIELDS | set(
    "title author editor translator editora editorb editorc volume number pages honour".split()
)


def safe(name: str, written: str) -> str:
    """The value of a field as it was written, made safe for LaTeX if styles print the field."""
    base = re.sub(r"_\d+$", "", name) if name[-1:].isdigit() else name
    return escape_bare_signs(written) if base in _PRINTED else written


_BRACE = re.compile(r"[{}]")


def balanced(value: str) -> str:
    """`value` with braces that pair up, for a lone one would take the rest of the file with it."""
    if value.endswith("\\") and _odd_end(value):
        value += " "  # a control space, which else would escape the brace that follows
    if "{" not in value and "}" not in value:
        return value
    depth = 0
    for match in _BRACE.finditer(value):
        depth += 1 if match[0] == "{" else -1
        if depth < 0:
            break
    if depth == 0:
        return value
    return value.replace("{", "").replace("}", "")


def _odd_end(value: str) -> bool:
    """Whether a lone backslash ends the value, which would escape the brace after it for LaTeX."""
    return (len(value) - len(value.rstrip("\\"))) % 2 == 1
