"""The links of a paper: valid addresses, kinds of links, and the identifiers in an address."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from vcmbib.errors import BadValue
from vcmbib.model.identifiers import find_identifiers
from vcmbib.model.paper import Link, LinkKind, Paper

_ADDRESS = re.compile(r"(?i)(?:https?|ftp)://[^\s\x00-\x1f\x7f<>\"]+")
_HOSTS: tuple[tuple[str, LinkKind], ...] = (
    (r"(?:www\.)?youtube\.com|youtu\.be|vimeo\.com|(?:www\.)?bilibili\.com", LinkKind.VIDEO),
    (r".*\.github\.io|.*\.gitlab\.io|sites\.google\.com", LinkKind.PROJECT),
    (r"(?:www\.)?(?:github|gitlab|bitbucket|gitee)\.(?:com|org)|codeberg\.org", LinkKind.CODE),
    (r"gitlab\..*|git\..*", LinkKind.CODE),
)


def check_url(text: str, field: str = "link") -> str:
    """Return the address in `text`.

    Raises BadValue, which names `field`, unless it is http, https or ftp with a host.
    """
    url = text.strip()
    try:
        host = urlsplit(url).hostname if _ADDRESS.fullmatch(url) else None
    except ValueError:  # an invalid IPv6 address
        host = None
    if not host:
        raise BadValue(field, url, "a URL that begins with http://, https:// or ftp://")
    return url


def guess_link_kind(url: str) -> LinkKind:
    """Return the probable kind of a link, by the host and the path of its address."""
    parts = urlsplit(url)
    host, path = (parts.hostname or "").lower(), parts.path.lower()
    for pattern, kind in _HOSTS:
        if re.fullmatch(pattern, host):
            return kind
    if host in ("huggingface.co", "www.kaggle.com") and path.startswith("/datasets/"):
        return LinkKind.DATASET
    if find_identifiers(url):
        return LinkKind.PAPER
    return LinkKind.PDF if path.endswith(".pdf") else LinkKind.OTHER


def with_link(paper: Paper, link: Link, *, first: bool = False) -> Paper:
    """Return `paper` with one more link, at the beginning (`first`) or the end.

    It replaces a link with the same address. The identifiers in the address of a paper or its PDF
    are added, if the paper has none of their scheme.
    """
    if any(k.url == link.url for k in paper.links):
        links = tuple(link if k.url == link.url else k for k in paper.links)
    else:
        links = (link, *paper.links) if first else (*paper.links, link)
    identifiers = paper.identifiers
    if link.kind in (LinkKind.PAPER, LinkKind.PDF):
        have = {i.scheme for i in identifiers}
        for identifier in find_identifiers(link.url):
            if identifier.scheme not in have:
                have.add(identifier.scheme)
                identifiers = (*identifiers, identifier)
    return replace(paper, links=links, identifiers=identifiers)
