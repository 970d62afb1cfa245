"""Read verbatim fields, such as URLs and DOIs: remove LaTeX escapes that people put into them."""

from __future__ import annotations

import re

_ESCAPED = re.compile(
    r"\{?(?<!\\)\\++([_%&#$~{}])(?:\{\})?\}?|\{(_|~|%|&|#|\$)\}"
    r"|\{\\text(?:asciitilde|(underscore))(?:\{\})?\}|\\text(?:asciitilde|(underscore))(?:\{\}| )?"
)
_COMMAND = re.compile(r"^\\(?:url|nolinkurl|href)\s*\{([^{}]*)\}(?:\{[^{}]*\})?$")


def _unescaped(match: re.Match[str]) -> str:
    """Return the character of an escape."""
    return match[1] or match[2] or ("_" if match[3] or match[4] else "~")


def read_verbatim(value: str) -> str:
    r"""Return a URL, a number or a file name without LaTeX escapes: `a\_b` gives `a_b`."""
    value = value.strip()
    command = _COMMAND.match(value)
    if command is not None:
        value = command[1].strip()
    if "\\" in value or "{" in value:
        value = _ESCAPED.sub(_unescaped, value)
    return value.replace("$\\sim$", "~") if "$" in value else value
