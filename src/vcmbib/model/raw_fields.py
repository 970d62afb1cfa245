"""Raw BibTeX fields that repeat a field of the paper, kept as they were written.

They stay among the extra fields of the paper, so that an entry which nobody changed is exported
exactly as it was read. They are never shown, because the field of the paper is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from vcmbib.model.field_types import FieldUse, PaperField
from vcmbib.model.fields import ALL_FIELDS
from vcmbib.model.paper import Paper, Record

RawFields = tuple[tuple[str, str], ...]

REPEATED = {
    name: field for field in ALL_FIELDS for name in field.uses.get(FieldUse.BIBTEX, ())
}  # fmt: skip
"""From the name of a BibTeX field to the field of the paper that it fills."""

WRITER_PREFIX = "@"
"""How the name of a note for the BibTeX writer begins; no BibTeX field has such a name."""


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
