"""Labels of fields for people."""

from __future__ import annotations

import pytest

from vcmbib.cli.display.labels import field_label
from vcmbib.model.fields import ALL_FIELDS

INTERNAL = ("authors_complete", "entry_type", "former_keys", "records", "sources", "extra")


@pytest.mark.parametrize("name", [f.name for f in ALL_FIELDS])
def test_no_field_has_an_internal_name(name: str) -> None:
    """Every field of the table has a label of words."""
    label = field_label(name)

    assert label
    assert "_" not in label
    assert name not in INTERNAL or label != name


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("entry_type", "type"),
        ("former_keys", "old keys"),
        ("extra.isbn", "isbn"),
        ("authors as written", "authors as written"),
        ("entry_type as written", "type as written"),
        ("link https://x.org/a_b", "link https://x.org/a_b"),
        ("some_new_column", "some new column"),
    ],
)
def test_names_have_plain_labels(name: str, label: str) -> None:
    """Names of fields, other BibTeX fields, links and columns that are not known."""
    assert field_label(name) == label
