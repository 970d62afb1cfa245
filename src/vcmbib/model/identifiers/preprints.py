"""Which identifiers are those of a preprint: arXiv ids, and the DOIs of preprint servers."""

from __future__ import annotations

import re

from vcmbib.model.identifiers.scan import Identifier, Scheme

# The forms of the servers' DOIs, from the servers' own pages and Crossref's list of prefixes. The
# journals of Cold Spring Harbor share a prefix with bioRxiv: 10.1101/gr.123 is no preprint.
_PREPRINT_DOI = re.compile(
    r"""(?ix)
    10\.48550/ | 10\.2139/ssrn | 10\.31(?:219|234|235|222|730|233|228|224|229|232|223|227)/ |
    10\.1101/(?:\d{4}\.\d\d\.\d\d\.)?\d{5,}$ | 10\.1101/\d{4}\.\d\d\.\d\d\. |
    10\.64898/\d{4}\. | 10\.21203/rs\. | 10\.20944/preprints | 10\.26434/chemrxiv |
    10\.36227/techrxiv | 10\.22541/(?:au|essoar) | 10\.1002/essoar | 10\.14293/s2199 |
    10\.7287/peerj\.preprints | 10\.33774/ | 10\.35542/ | 10\.51224/ | 10\.2196/preprints
    """
)


def is_of_preprint(identifier: Identifier) -> bool:
    """Whether an identifier is that of a preprint, as one version of a work."""
    if identifier.scheme is Scheme.ARXIV:
        return True
    return identifier.scheme is Scheme.DOI and _PREPRINT_DOI.match(identifier.value) is not None
