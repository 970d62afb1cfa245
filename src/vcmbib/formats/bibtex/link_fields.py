"""Read and write links: the field `url`, and the fields of vcmbib `pdf`, `code`, …, `links`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vcmbib.model.paper import Link, LinkKind

_LABELLED = re.compile(r"((?:https?|ftp)://\S+)(?:\s+\(([^()]*)\))?")

LINK_FIELDS = {
    "code": LinkKind.CODE,
    "dataset": LinkKind.DATASET,
    "pdf": LinkKind.PDF,
    "project": LinkKind.PROJECT,
    "video": LinkKind.VIDEO,
    "links": LinkKind.OTHER,
}
"""Name of a field of vcmbib -> kind of the links in it."""


def read_links(name: str, written: str) -> tuple[Link, ...]:
    """Return the links of a value `https://… (label) https://…`; none if it contains other text."""
    written = written.strip()
    matches = list(_LABELLED.finditer(written))
    if not matches or _LABELLED.sub("", written).strip():
        return ()
    return tuple(Link(LINK_FIELDS[name], m[1], m[2] or None) for m in matches)


def write_links(links: Iterable[Link]) -> str:
    """Return the field's value for links; `read_links` reads it."""
    return " ".join(map(_write_link, links))


def _write_link(link: Link) -> str:
    """Return a URL with its label; parentheses and braces are removed from the label."""
    label = re.sub(r"[(){}\\]", "", link.label or "").strip()
    return f"{link.url} ({label})" if label else link.url
