"""Which services are asked for which identifier, and in which order. Pure; imports no HTTP."""

from __future__ import annotations

import re

from vcmbib.model.identifiers import Identifier, Scheme

_OF_DATACITE = re.compile(
    r"10\.(?:48550|5281|6084|17632|5061|7910|7939|4230|18419|24433|57967|60692|25384|34740|71545)/"
)
"""Prefixes of large repositories with DataCite, and no other agency: Zenodo, figshare, Dryad, …"""

SERVICE_NAMES = {
    "arxiv": "arXiv", "crossref": "Crossref", "datacite": "DataCite", "doi": "doi.org",
}  # fmt: skip


def route(identifier: Identifier) -> tuple[str, ...]:
    """The names of the sources for an identifier, in the order in which they are asked.

    The next one is asked if one does not know the work or fails. Empty if there is no source. Most
    DOIs of publications are Crossref's. doi.org forwards a request to any other agency.
    """
    if identifier.scheme is Scheme.ARXIV:
        return ("arxiv",)
    if identifier.scheme is Scheme.DOI:
        if _OF_DATACITE.match(identifier.value):
            return ("datacite", "crossref", "doi")
        return ("crossref", "datacite", "doi")
    return ()


def service_names(names: tuple[str, ...]) -> str:
    """The names of sources for a message: `Crossref, DataCite and doi.org`."""
    words = [SERVICE_NAMES[name] for name in names]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
