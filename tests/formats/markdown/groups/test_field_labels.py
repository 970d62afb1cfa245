"""Groups of items: field labels."""

from __future__ import annotations

from vcmbib.formats.markdown.groups.field_labels import LabelRole, label_role, split_label


def test_labels_in_several_languages() -> None:
    """A label states its role in each language; a URL and an unknown word are none."""
    assert split_label("https://example.org") is None
    assert label_role("Zebra") is None
    assert split_label("作者：Wei Li") == ("作者", "Wei Li")
    assert label_role("Publicado en") is LabelRole.VENUE
