"""Text as it is shown: what a terminal obeys or a reader cannot see is an escape."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.model.printable import (
    from_printable,
    is_printable,
    printable,
    printable_json,
    printable_line,
)

CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
BIDI = [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
OTHERS = [
    0xAD, 0x115F, 0x180E, 0x2028, 0x2029, 0x2060, 0x2064, 0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9,
    0xFFFE, 0xD800, 0xDFFF, 0x1BCA0, 0x1D173, 0xE0001, 0xE0041, 0xE007F, 0xE01F0, 0xE0FFF,
]  # fmt: skip


@pytest.mark.parametrize("code", [*CONTROLS, *BIDI, *OTHERS], ids=hex)
def test_what_is_not_visible_is_an_escape(code: int) -> None:
    """Controls, directions and invisible characters are written as in Python, alone and in text."""
    for text in (chr(code), f"a{chr(code)}b", f"目{chr(code)}标"):
        shown = printable_line(text)
        assert shown.isprintable()
        assert not is_printable(text)
        assert from_printable(shown) == text


def test_every_format_character_is_an_escape_or_known_to_be_visible() -> None:
    """No character of Unicode's categories for controls and formats passes but a visible one."""
    passed = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        and is_printable(chr(code))
        and not unicodedata.name(chr(code), "").startswith(
            ("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN")
        )
    ]
    assert passed == []


@pytest.mark.parametrize(
    "text",
    [
        "Naïve Bayes – ‘quoted’ €, 点云 👾 مرحبا שלום",
        "می‌خواهم",  # Persian, with a non-joiner
        "क्‍ष",  # Devanagari, with a joiner
        "ภาษา\u200bไทย",  # Thai, with zero-width spaces between words
        "👩‍👩‍👧 ❤️ 1️⃣",
        "葛\U000e0100城",  # a variant of an ideograph
        "Vie\u0302\u0323t",
        "a\u034fb",
        "[red]no markup[/red] :smile:",
    ],
)
def test_what_belongs_to_the_spelling_stays(text: str) -> None:
    """Joiners, selectors and accents stay where a language or an emoji needs them."""
    assert printable(text) == printable_line(text) == text
    assert is_printable(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u200db", r"a\u200db"),
        ("\u200b", r"\u200b"),
        ("👩\u200d\u200d", "👩\u200d\\u200d"),
        ("pay\ufe00pal", r"pay\ufe00pal"),
        ("a\U000e0101", r"a\U000e0101"),
        ("e" + "\u0301" * 10, "e" + "\u0301" * 8 + r"\u0301\u0301"),
        ("\u034f\u034f", r"\u034f\u034f"),
    ],
)
def test_the_same_characters_elsewhere_are_escapes(text: str, shown: str) -> None:
    """Outside such a spelling they hide text, so they are shown."""
    assert printable_line(text) == shown


def test_layout_stays_where_it_is_layout() -> None:
    """Line ends and tabs are kept in a text of lines and are escapes within one line."""
    assert printable("a\tb\nc\r\n") == "a\tb\nc\\x0d\n".replace(r"\x0d", r"\r")
    assert printable_line("a\tb\nc\r\n") == r"a\tb\nc\r\n"


@given(st.text())
def test_printing_twice_changes_nothing(text: str) -> None:
    """The printable form is printable."""
    assert printable(printable(text)) == printable(text)
    assert printable_line(printable_line(text)) == printable_line(text)
    assert is_printable(printable_line(text))


@given(st.text().filter(lambda text: "\\" not in text))
def test_the_printed_form_leads_back(text: str) -> None:
    """A key can be typed as it is shown."""
    assert from_printable(printable_line(text)) == text


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_says_the_same(value: object) -> None:
    """The escapes of JSON change no value, in names and in values."""
    text = json.dumps(value, ensure_ascii=False, indent=1)

    assert json.loads(printable_json(text)) == value
    assert printable(printable_json(text)) == printable_json(text)
