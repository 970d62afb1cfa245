"""Identifiers of a work: arXiv, DOI, ISBN and others, found in text and in URLs.

`scan` finds and parses them. `urls` has the patterns of URLs, `in_text` the patterns of running
text, and `normalize` the normal forms.
"""

from vcmbib.model.identifiers.scan import (
    Identifier,
    IdentifierMatch,
    Scheme,
    find_identifier_matches,
    find_identifiers,
    identifier_url,
    isbn13,
    parse_identifier,
    trimmed_doi,
)

__all__ = [
    "Identifier",
    "IdentifierMatch",
    "Scheme",
    "find_identifier_matches",
    "find_identifiers",
    "identifier_url",
    "isbn13",
    "parse_identifier",
    "trimmed_doi",
]
