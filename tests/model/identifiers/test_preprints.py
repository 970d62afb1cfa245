"""Which identifiers are those of preprints."""

from __future__ import annotations

import pytest

from vcmbib.model.identifiers import parse_identifier
from vcmbib.model.identifiers.preprints import is_of_preprint


@pytest.mark.parametrize(
    "text",
    [
        "10.1177/valley.2024.5", "10.1101/gr.275323.121", "10.1101/cshperspect.a041234",
        "10.1109/TIP.2020.3016485", "pmid:12345678",
    ],
)  # fmt: skip
def test_the_identifiers_of_articles_are_not(text: str) -> None:
    """Also not those of journals that share a prefix with a preprint server."""
    identifier = parse_identifier(text)
    assert identifier is not None
    assert not is_of_preprint(identifier)


@pytest.mark.parametrize(
    "text",
    [
        "2405.03500", "10.48550/arXiv.2405.03500", "10.1101/2023.04.18.1234", "10.1101/060012",
        "10.2139/ssrn.3921234", "10.31219/osf.io/abcde", "10.21203/rs.3.rs-12345/v1",
        "10.20944/preprints202001.0001.v1", "10.26434/chemrxiv.7234721",
    ],
)  # fmt: skip
def test_the_identifiers_of_preprint_servers_are(text: str) -> None:
    """By the form that each server gives its DOIs."""
    identifier = parse_identifier(text)
    assert identifier is not None
    assert is_of_preprint(identifier)
