"""Fields are named in either dialect."""

from __future__ import annotations

import pytest

from vcmbib.formats.bibtex.style import Dialect, Style
from vcmbib.formats.bibtex.writer.file import write
from vcmbib.model.paper import Paper


@pytest.mark.parametrize("dialect", list(Dialect))
@pytest.mark.parametrize(
    ("asked", "value"),
    [("year", "2011"), ("date", "2011"), ("address", "Rome"), ("location", "Rome")],
)
def test_fields_go_by_either_name(dialect: Dialect, asked: str, value: str) -> None:
    """A field is asked for and omitted by its name in either dialect, in both."""
    paper = Paper(id=1, key="a", title="T", year=2011, extra=(("address", "Rome"),))
    only = write([paper], Style(dialect=dialect, fields=frozenset({asked})))
    assert value in only
    assert "title" not in only
    assert value not in write([paper], Style(dialect=dialect, omit=frozenset({asked})))
