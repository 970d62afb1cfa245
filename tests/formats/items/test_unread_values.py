"""What a reader of nested data cannot use is kept."""

from __future__ import annotations

import pytest

from vcmbib.formats import csljson
from vcmbib.formats.items.unread_values import with_unread_values
from vcmbib.formats.json_items import JsonObject
from vcmbib.model.names import Name
from vcmbib.model.paper import Record, SourceKind

READ = Record(SourceKind.BIBTEX, "f", title="Ducks", authors=(Name("Bée", "Ada"),))


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ({"author": [{"family": "BEE", "given": "Ada"}]}, []),
        ({"author": [{"family": "Bee", "orcid-note": "see there"}]}, ["x-author-as-read"]),
        ({"author": ["Bee, Ada", "et al."], "title": "Ducks", "year": [2020]}, []),
        ({"title": {"main": "Ducks", "sub": "at sea"}}, ["x-title-as-read"]),
        ({"parent": {"type": "periodical"}, "a": {"type": ["lost"]}}, ["x-a-as-read"]),
        ({"a": {}, "b": [], "c": [[["deep"]]]}, ["x-c-as-read"]),
    ],
)
def test_a_text_that_no_field_has_is_kept(item: JsonObject, names: list[str]) -> None:
    """As JSON, in a field of the item's own name; what is read leaves no field."""
    assert [name for name, _ in with_unread_values(READ, item, "x").extra] == names


def test_a_usual_item_leaves_nothing() -> None:
    """The record of a complete item has its own fields only."""
    text = (
        '[{"id": "k", "type": "book", "title": "Ducks", "author": [{"family": "Bee", "given": '
        '"A.", "suffix": "Jr.", "dropping-particle": "von"}], "issued": {"date-parts": [[2020]]}}]'
    )
    (found,) = csljson.read(text, "a.json").records
    assert found.extra == ()
