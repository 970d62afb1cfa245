"""The fields of the query language."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT
from vcmbib.model.identifiers import Scheme
from vcmbib.model.paper import LinkKind
from vcmbib.model.query.fields import IDENTIFIER_FIELDS, LINK_KINDS
from vcmbib.model.query.parser import FIELDS, Words, parse_query


def test_fields_are_complete() -> None:
    """Every identifier scheme is a field, every kind of link can be asked for."""
    assert set(IDENTIFIER_FIELDS) == {s.value for s in Scheme}
    assert set(LINK_KINDS) == {k.value for k in LinkKind}


@pytest.mark.parametrize("example", [f.example for f in FIELDS])
def test_examples(example: str) -> None:
    """The example of a field is a query of just that field."""
    name = example.split(":", maxsplit=1)[0]
    query = parse_query(example)
    assert name == "id" or name in repr(query).lower()
    assert not isinstance(query, Words)


def test_documented() -> None:
    """docs/query.md has a row for each field, in the words of the table in the code."""
    page = (ROOT / "docs" / "query.md").read_text("utf-8")
    for field in FIELDS:
        assert f"| `{field.name}:` | {field.searches} | `{field.example}` |" in page
