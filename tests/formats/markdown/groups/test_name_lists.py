"""Groups of items: name lists."""

from __future__ import annotations

from vcmbib.formats.markdown.groups.name_lists import leading_names, looks_like_names


def test_lists_of_names() -> None:
    """An institution and a title are no names; natural and Vancouver order are."""
    assert not looks_like_names("Google Research, MIT")
    assert not looks_like_names("Effects of Aspirin, and More")
    assert looks_like_names("Kai Xu, Wei Li and Anna Lee")
    assert looks_like_names("Zhang, Richard and Isola, Phillip and Efros, Alexei A.")
    text = "Ivanov H, Schmidt O. NetFold: A Title"
    assert text[: leading_names(text)] == "Ivanov H, Schmidt O"
