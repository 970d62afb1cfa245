r"""Characters that XML and YAML forbid: one of them must not cost the item that has it.

A parser rejects text with a control character, a NUL or half of a surrogate pair, written as it is
or as a reference (`&#0;`, `"\ud800"`). So each is replaced by a substitute before the text is
parsed, and put back into the values. What a library cannot store is replaced later, with a remark
(see `item_net.storable`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.sax.saxutils import escape

_FIRST = 0x100000
"""The first substitute: the characters for private use of plane 16 (Unicode Standard, 23.5)."""
_SUBSTITUTE = re.compile("[\U00100000-\U0010ffff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_XML_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9A-Fa-f]{1,6})|0*([0-9]{1,7}));")
_AMPERSAND = re.compile(r"(?s)(<!\[CDATA\[.*?(?:\]\]>|\Z))|&(?:(#?\w{1,40});)?")
_IS_NUMBER = re.compile(r"#(?:[0-9]+|[xX][0-9A-Fa-f]+)")
_XML_NAMES = frozenset("amp lt gt quot apos".split())
_YAML_ESCAPE = re.compile(r"(\\\\)|\\u([dD][89a-fA-F][0-9a-fA-F]{2})")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def hidden_in_xml(text: str) -> str | None:
    """The text with substitutes for what XML 1.0 forbids; None if there is nothing to hide."""
    return _hidden(text, lambda found: _XML_REFERENCE.sub(_of_reference, found))


def with_xml_references(text: str) -> tuple[str, int]:
    """(the text with HTML's names of characters as characters, the number of `&` put right).

    XML knows five names only: `&nbsp;` and `&eacute;` are of HTML. An ampersand that begins no
    reference is a character. A section `CDATA` has no references.
    """
    if "&" not in text:
        return text, 0
    count = 0

    def character(match: re.Match[str]) -> str:
        nonlocal count
        found = _of_name(match)
        count += found == f"&amp;{match[0][1:]}"
        return found

    return _AMPERSAND.sub(character, text), count


def _of_name(match: re.Match[str]) -> str:
    name = match[2]
    if match[1] or (name and (name in _XML_NAMES or _IS_NUMBER.fullmatch(name))):
        return match[0]
    if not name:
        return "&amp;"
    from html.entities import html5

    found = html5.get(f"{name};")
    return f"&amp;{name};" if found is None else escape(found)


def hidden_in_yaml(text: str) -> str | None:
    """The text with substitutes for what YAML 1.2 forbids; None if there is nothing to hide."""
    return _hidden(text, lambda found: _YAML_ESCAPE.sub(_of_escape, found))


def shown(text: str) -> str:
    """The text without substitutes, with the characters. Two halves of a pair are joined."""
    if _SUBSTITUTE.search(text) is None:
        return text
    text = _SUBSTITUTE.sub(lambda m: chr(ord(m[0]) - _FIRST), text)
    return _PAIR.sub(lambda m: m[0].encode("utf-16-be", "surrogatepass").decode("utf-16-be"), text)


def _hidden(text: str, hide_references: Callable[[str], str]) -> str | None:
    if _SUBSTITUTE.search(text) is not None:
        return None  # the file uses these characters itself
    found = hide_references(_FORBIDDEN.sub(lambda m: chr(_FIRST + ord(m[0])), text))
    return None if found == text else found


def _of_reference(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    if code > 0x10FFFF:
        return chr(_FIRST + 0xFFFD)
    return chr(_FIRST + code) if code < 0x10000 and _FORBIDDEN.match(chr(code)) else match[0]


def _of_escape(match: re.Match[str]) -> str:
    return match[0] if match[1] else chr(_FIRST + int(match[2], 16))
