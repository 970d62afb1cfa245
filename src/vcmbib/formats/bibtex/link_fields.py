"""Links in fields: `url`, and those that only we write, `pdf`, `code`, …, `links`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vcmbib.model.paper import Link, LinkKind

_LABELLED = re.compile(r"((?:https?|ftp)://\S+)(?:\s+\(([^()]*)\))?")

KINDS = {
    "code": LinkKind.CODE,
    "dataset": LinkKind.DATASET,
    "pdf": LinkKind.PDF,
    "project": LinkKind.PROJECT,
    "video": LinkKind.VIDEO,
    "links": LinkKind.OTHER,
}
"""Fields of links, each with their kind."""


def read_links(name: str, written: str) -> tuple[Link, ...]:
    """The links of a field that holds nothing else: `https://… (label)`; none where it does."""
    written = written.strip()
    found = list(_LABELLED.finditer(written))
    if not found or _LABELLED.sub("", written).strip():
        return ()
    return tuple(Link(KINDS[name], m[1], m[2] or None) for m in found)


def write_links(links: Iterable[Link]) -> str:
    """The field's value."""
    return " ".join(map(_written, links))


def _written(link: Link) -> str:
    label = re.sub(r"[(){}\\]", "", link.label or "").strip()
    return f"{link.url} ({label})" if label else link.url
