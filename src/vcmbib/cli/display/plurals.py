"""Numbers of things in words: `1 paper`, `25 papers`."""

from __future__ import annotations

_IRREGULAR = {"is": "are", "has": "have", "was": "were", "it": "them", "this": "these"}
_SIBILANTS = ("s", "x", "z", "ch", "sh")


def plural(noun: str) -> str:
    """The plural of a noun or of a small verb; of several words, that of the last one."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(_SIBILANTS) else f"{noun}s"


def form(number: int, noun: str, many: str | None = None) -> str:
    """The noun in the form that goes with a number."""
    return noun if number == 1 else many or plural(noun)


def counted(number: int, noun: str, many: str | None = None) -> str:
    """A number and its noun: `1 paper`, `0 papers`, `12,345 papers`."""
    return f"{number:,} {form(number, noun, many)}"
