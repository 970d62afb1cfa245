"""A character that a syntax forbids is read in every format, and costs no item."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.formats import load_reader
from vcmbib.formats.items.forbidden_characters import hidden_in_xml, hidden_in_yaml, shown
from vcmbib.formats.yaml_items import load

REFERENCES = {  # a file with `{}` in a title, by format, and how a code point is written there
    "csl-json": ('[{{"title": "Ducks {}at sea"}}]', "\\u{:04x}"),
    "jsonl": ('{{"title": "Ducks {}at sea"}}', "\\u{:04x}"),
    "hayagriva": ('a:\n  type: misc\n  title: "Ducks {}at sea"\n', "\\u{:04x}"),
    "cff": ('cff-version: 1.2.0\nreferences:\n- title: "Ducks {}at sea"\n', "\\u{:04x}"),
    "mods": ("<mods><titleInfo><title>Ducks {}at sea</title></titleInfo></mods>", "&#x{:x};"),
}


@pytest.mark.parametrize("code", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
@pytest.mark.parametrize("name", REFERENCES)
def test_what_cannot_be_stored_is_replaced_and_remarked(name: str, code: int) -> None:
    """Half of a surrogate pair is U+FFFD in each format, and the record is read."""
    file, reference = REFERENCES[name]
    reading = load_reader(name).read(file.format(reference.format(code)), "f")
    assert reading.problems == ()
    (found,) = (r for r in reading.records if "Ducks" in r.title)
    assert found.title == "Ducks \ufffdat sea"
    assert any("1 character is not allowed" in remark for remark in found.remarks)


@pytest.mark.parametrize("name", REFERENCES)
def test_two_halves_of_a_pair_are_one_character(name: str) -> None:
    """Older programs write a character beyond the first plane as two references."""
    file, reference = REFERENCES[name]
    pair = reference.format(0xD83E) + reference.format(0xDD86)
    reading = load_reader(name).read(file.format(pair), "f")
    assert [r.title for r in reading.records if "Ducks" in r.title] == ["Ducks \U0001f986at sea"]


@pytest.mark.parametrize("code", [0, 1, 8, 0xB, 0xC, 0x1B, 0x1F, 0x7F, 0x85, 0xFFFE, 0xFFFF])
@pytest.mark.parametrize("name", REFERENCES)
def test_a_control_character_costs_no_item(name: str, code: int) -> None:
    """As it is, and as a reference: the title is read around it."""
    file, reference = REFERENCES[name]
    for written in (chr(code), reference.format(code)):
        reading = load_reader(name).read(file.format(written), "f")
        assert reading.problems == ()
        (found,) = (r for r in reading.records if "Ducks" in r.title)
        assert found.title.startswith("Ducks")
        assert found.title.endswith("at sea")


def test_a_text_with_nothing_forbidden_is_not_copied() -> None:
    """Nor is one that uses the substitutes itself."""
    for text in ("plain", "\\\\ud800", "&#65;", "\U00100000 \\ud800 &#0;"):
        assert hidden_in_xml(text) is None
        assert hidden_in_yaml(text) is None
    assert hidden_in_xml("&#x110000; &#9999999;") is not None


@given(st.text(alphabet=st.characters(max_codepoint=0xFFFFF, exclude_categories=["Cs"])))
def test_what_is_hidden_is_shown_again(text: str) -> None:
    """Whatever the text is."""
    for hidden in (hidden_in_xml(text.replace("&", "")), hidden_in_yaml(text.replace("\\", ""))):
        assert hidden is None or shown(hidden) in (text.replace("&", ""), text.replace("\\", ""))


@given(st.text(max_size=20))
def test_any_text_in_quotes_of_yaml_is_read(text: str) -> None:
    """JSON is YAML: each text that JSON can write has one value."""
    found = load(f"a: {json.dumps(text)}")
    assert found == {"a": text}
