"""The table of sources."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.sources.conftest import MakeClient
from vcmbib.errors import NoSuchThing
from vcmbib.sources import SOURCES, load_source


def test_an_unknown_source_names_those_there_are(make_client: MakeClient) -> None:
    """A source that is not in the table is not there, status 3."""
    with pytest.raises(NoSuchThing) as caught:
        load_source("nowhere", make_client())
    assert caught.value.status == 3
    assert "arxiv" in caught.value.hint


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_of_the_table_loads(make_client: MakeClient, name: str) -> None:
    """Each name in the table leads to a source of that name."""
    assert load_source(name, make_client()).name == name


def test_the_table_costs_no_http() -> None:
    """Importing the package of sources does not import httpx."""
    code = "import sys, vcmbib.sources; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
