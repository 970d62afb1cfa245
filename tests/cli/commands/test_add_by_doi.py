"""`add DOI`, the whole program against a real server that is Crossref, DataCite and doi.org."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import RunResult, vcmbib
from tests.sources.fake_arxiv import Reply
from tests.sources.fake_services import WORK, FakeServices, service_settings
from tests.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures("closed_connections")


@pytest.fixture
def server() -> Iterator[FakeServices]:
    """Crossref with a work in a journal and one in proceedings."""
    second = WORK | {
        "DOI": "10.1145/3448016.1",
        "type": "proceedings-article",
        "title": ["Filters &amp; Sets"],
        "author": [{"given": "Bo", "family": "Other"}],
        "container-title": ["Proceedings of C&D_E"],
        "updated-by": [{"type": "retraction", "DOI": "10.1145/9.9"}],
    }
    with FakeServices(works=[WORK, second]) as running:
        yield running


def add(tmp_path: Path, server: FakeServices, *args: str, given: str | None = None) -> RunResult:
    """Add papers, with the cache next to the library and no pause between requests."""
    settings = service_settings(server.url) | {
        "VCMBIB_TIMEOUT": str(PATIENCE),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    return vcmbib(tmp_path / "papers.db", "add", *args, given=given, env=settings)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>hello</html>", (("Content-Type", "text/html"),)),
        Reply(200, b"null", (("Content-Type", "application/json"),)),
        Reply(429, b"", (("Retry-After", "3600"),)),
        Reply(503, b"", (("Retry-After", "3600"),)),
        Reply(302, b"", (("Location", "/works/10.1000%2Fabc.1"),)),
    ],
)
def test_a_service_that_fails_adds_nothing(
    tmp_path: Path, server: FakeServices, reply: Reply
) -> None:
    """The message names the service and a command that works; the status is 5."""
    server.replies["/works/10.1000%2Fabc.1"] = reply
    result = add(tmp_path, server, "10.1000/abc.1")
    assert result.status == 5
    assert "Crossref" in result.err
    assert "--doi 10.1000/abc.1" in result.err
    assert not (tmp_path / "papers.db").exists()


def test_an_unknown_doi_is_status_3(tmp_path: Path, server: FakeServices) -> None:
    """The message names the services that were asked."""
    result = add(tmp_path, server, "10.1000/none")
    assert result.status == 3
    assert "Crossref, DataCite and doi.org" in result.err


def test_several_at_once_and_one_fails(tmp_path: Path, server: FakeServices) -> None:
    """DOIs and addresses from the command line and from standard input; the failure is named."""
    given = "https://dl.acm.org/doi/abs/10.1145/3448016.1\n10.1000/none\n"
    result = add(tmp_path, server, "https://doi.org/10.1000/abc.1", "-", given=given)
    assert result.status == 3
    assert result.out.split() == ["example2021rate", "other2021filters"]
    assert "10.1000/none" in result.err
    assert "retraction" in result.err
    assert server.paths.count("/works") == 1

    shown = vcmbib(tmp_path / "papers.db", "show", "--sources", "other2021filters").out
    assert "Crossref 10.1145/3448016.1" in shown
    assert "C&D_E" in shown


def test_offline_adds_what_is_stored(tmp_path: Path, server: FakeServices) -> None:
    """Offline, a stored work is added, and another DOI is a failure with status 5."""
    add(tmp_path, server, "10.1000/abc.1", "--dry-run")
    asked = len(server.requests)
    assert add(tmp_path, server, "10.1000/ABC.1", "--offline").status == 5
    assert add(tmp_path, server, "10.1000/abc.1", "--offline").out == "example2021rate\n"
    assert len(server.requests) == asked


def test_a_known_paper_is_not_looked_up(tmp_path: Path, server: FakeServices) -> None:
    """The library answers; the hint names the service that can have more."""
    add(tmp_path, server, "10.1000/abc.1")
    asked = len(server.requests)
    result = add(tmp_path, server, "doi:10.1000/ABC.1")
    assert result.out == "example2021rate\n"
    assert "from Crossref" in result.err
    assert len(server.requests) == asked
