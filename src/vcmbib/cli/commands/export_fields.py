"""Check the names for `export --fields` and `--omit`: a typing error must not lose fields."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from vcmbib.errors import Usage
from vcmbib.formats.bibtex.dialects import canonical_name
from vcmbib.formats.bibtex.field_names import KNOWN_FIELDS, is_known_field
from vcmbib.model.paper import Paper
from vcmbib.model.query.parser import parse_query

if TYPE_CHECKING:
    from vcmbib.store.library import Library


def check_field_names(library: Library, option: str, names: Iterable[str]) -> None:
    """Raise Usage for a name that is no known field and that no paper of the library has."""
    unknown = sorted(name for name in names if not is_known_field(name))
    if not unknown:
        return
    ids = library.search(parse_query(""))
    outlines = library.outlines(ids, [*unknown, _EMPTY])  # cheap, and in most libraries enough
    if {canonical_name(name) for name in unknown} <= {
        canonical_name(n) for p in outlines for n in _names_of(p)
    }:
        return
    in_use = {canonical_name(n) for paper in library.papers(ids) for n in _names_of(paper)}
    for name in unknown:
        if canonical_name(name) not in in_use:
            similar = get_close_matches(name, sorted(KNOWN_FIELDS | in_use), 1)
            hint = f"did you mean {similar[0]!r}?" if similar else _HINT
            raise Usage(f"{option}: no entry has the field {name!r}", hint)


_EMPTY = "@empty"  # the reader keeps the names of fields without a value under this name
_HINT = "use a field name of BibTeX or BibLaTeX, or of an imported entry"


def _names_of(paper: Paper) -> Iterable[str]:
    """The names of the fields without a place of their own in a paper."""
    for name, value in paper.extra:
        if name == _EMPTY:
            yield from value.split()
        elif not name.startswith("@"):
            yield name
