"""Templates: what `--format` prints of a paper, and what it refuses."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Program
from tests.papers import paper
from vcmbib.cli.paper_fields import template
from vcmbib.errors import Usage

PAPER = paper("k", title="T", extra=(("file", ":x.pdf:PDF"), ("bdsk-url-1", "u"), ("@names", "n")))


@pytest.mark.parametrize(
    "text", ["{nofield}", "{", "}", "{file}", "{extra.}", "{extra", "{Extra.x}"]
)
def test_a_field_that_is_none(text: str) -> None:
    """The message names the piece, the fields there are, and how extra fields are named."""
    with pytest.raises(Usage, match="is not a field") as caught:
        template(text)
    assert "{extra.NAME}" in caught.value.hint
    assert "first_author" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{key}|{extra.file}|", "k|:x.pdf:PDF|"),
        ("{extra.FILE}", ":x.pdf:PDF"),
        ("{extra.bdsk-url-1}", "u"),
        ("{extra.nothing}", ""),
        ("{extra.@names}", ""),
        ("{extra}", "file = :x.pdf:PDF; bdsk-url-1 = u"),
        ("{{extra.file}}", "{extra.file}"),
    ],
)
def test_extra_fields(text: str, shown: str) -> None:
    """A BibTeX field without a place of its own is asked for by its name, in any letter case."""
    assert template(text)(PAPER) == shown


def test_on_the_command_line(program: Program) -> None:
    """Papers that lack the field print nothing in its place."""
    entry = "@misc{a2020, title = {Another one}, eventtitle = {ICASSP}}"
    assert program("import", "--format", "bibtex", "-", given=entry).status == 0
    out = program("list", "--format", "{key}:{extra.eventtitle}").out

    assert out.splitlines() == ["a2020:ICASSP", "doe2020coding:", "poe2022x:", "roe2021video:"]
