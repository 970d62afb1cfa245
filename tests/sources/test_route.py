"""Which sources are asked, and in which order."""

from __future__ import annotations

import pytest

from vcmbib.model.identifiers import Scheme, parse_identifier
from vcmbib.sources import SOURCES
from vcmbib.sources.route import SERVICE_NAMES, route, service_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2405.03500", ("arxiv",)),
        ("10.48550/arXiv.2405.03500", ("arxiv",)),
        ("https://doi.org/10.48550/arXiv.2405.03500", ("arxiv",)),
        ("10.1145/3448016.3452841", ("crossref", "datacite", "doi")),
        ("https://dl.acm.org/doi/abs/10.1145/3448016.3452841", ("crossref", "datacite", "doi")),
        ("https://link.springer.com/article/10.1007/s11263-020-01316-z",
         ("crossref", "datacite", "doi")),
        ("10.5281/zenodo.1", ("datacite", "crossref", "doi")),
        ("isbn:9780306406157", ()),
    ],
)  # fmt: skip
def test_the_order_of_sources(text: str, names: tuple[str, ...]) -> None:
    """An arXiv identifier goes to arXiv alone; a DOI to three sources, the likeliest first."""
    identifier = parse_identifier(text)
    assert identifier is not None
    assert route(identifier) == names
    assert not (names == ("arxiv",) and identifier.scheme is Scheme.DOI)


def test_every_source_has_a_name_for_messages() -> None:
    """The names of messages are those of the sources."""
    assert set(SERVICE_NAMES) == set(SOURCES)
    assert service_names(("crossref", "datacite", "doi")) == "Crossref, DataCite and doi.org"
    assert service_names(("arxiv",)) == "arXiv"
