"""Raw BibTeX fields that repeat a field of the paper, kept as they were written.

They stay among the extra fields of the paper, so an unchanged entry is exported exactly as
it was read. They are never shown, because the field of the paper is shown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from vcmbib.model.field_types import FieldUse, PaperField
from vcmbib.model.fields import ALL_FIELDS
from vcmbib.model.latex.commands import dangerous_commands
from vcmbib.model.paper import Paper, Record

RawFields = tuple[tuple[str, str], ...]

REPEATED = {
    name: field for field in ALL_FIELDS for name in field.uses.get(FieldUse.BIBTEX, ())
}  # fmt: skip
"""From the name of a BibTeX field to the field of the paper that it fills."""

WRITER_PREFIX = "@"
"""How the name of a note for the BibTeX writer begins; no BibTeX field has such a name."""

PREAMBLE = "@preamble"
"""The extra field with the pieces of `@preamble` that the entry of a paper needs."""
BARE_PREFIX = "@bare:"
"""Before the name of a field, in the name of its value as an expression with macros."""
ADDRESS_FIELDS = frozenset(
    "url doi eprint pdf code dataset project video links identifiers biburl".split()
)
"""Fields of addresses, which styles print verbatim with `\\url`."""

# Fields of file names and keys, and notes of formats and programs, which no style prints.
_NOT_PRINTED = frozenset(
    "file ids crossref xref xdata related entryset local-url bibsource".split()
)
_NOTES = ("csl-", "csv-", "ris-", "nbib-", "mods-", "cff-", "hayagriva-", "json-", "bdsk-")
_NUMBERED = re.compile(r"_\d+$")
_NOT_IN_FIELD_NAMES = re.compile(r"[^\w:.+/*-]+")


def field_name(name: str) -> str:
    """The name of an extra field as BibTeX compares it: `RIS-M1` and `ris-m1` are one field."""
    return name if name.startswith(WRITER_PREFIX) else _NOT_IN_FIELD_NAMES.sub("-", name).lower()


def is_own_field(name: str) -> bool:
    """Whether an extra field has a value for which a format has a field and the library none."""
    return field_name(name).startswith(_NOTES)


def is_typeset(name: str) -> bool:
    """Whether LaTeX may read an extra field as LaTeX: a style prints it, or it is code."""
    if name.startswith(WRITER_PREFIX):
        return name == PREAMBLE or name.startswith(BARE_PREFIX)
    base = _NUMBERED.sub("", name)
    return not (base in ADDRESS_FIELDS or base in _NOT_PRINTED or base.startswith(_NOTES))


def commands_in(name: str, value: str) -> dict[str, str]:
    """The dangerous commands in an extra field, with their effects."""
    return dangerous_commands(value, may_define=name == PREAMBLE) if is_typeset(name) else {}


def is_raw(name: str, subject: Paper | Record) -> bool:
    """Whether an extra field is a note for the writer or repeats a field that is set."""
    if name.startswith(WRITER_PREFIX):
        return True
    field = REPEATED.get(name)
    if field is None:
        return False
    return bool(field.value(subject) if isinstance(subject, Paper) else field.claim(subject))


def visible(subject: Paper | Record) -> RawFields:
    """The extra fields that repeat no field of `subject`."""
    return visible_among(subject.extra, subject)


def visible_among(extra: RawFields, subject: Paper | Record) -> RawFields:
    """Those of these extra fields that repeat no field of `subject`."""
    return tuple((n, v) for n, v in extra if not is_raw(n, subject))


def without_repeated(
    extra: Iterable[tuple[str, str]], changed: Collection[PaperField]
) -> RawFields:
    """The extra fields without those that repeat one of these fields of the paper."""
    return tuple((n, v) for n, v in extra if REPEATED.get(n) not in changed)
