"""Any text is read as a list, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.markdown.read_tables import ARXIV, HEAD
from vcmbib.errors import NoList
from vcmbib.formats.markdown import read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# A list\n\nwithout papers\n",
        "| Option | Meaning |\n|---|---|\n| a | b |\n",
        "| Dataset | Size |\n|---|---|\n| COCO | 118k |\n",
        "|Paper|Venue|\n|---|---|\n",
        "```\n|Paper|Venue|\n|---|---|\n|A title here|CVPR 2024|\n```\n",
        "+-----+------+\n|Paper|Venue |\n+=====+======+\n|A b c| CVPR |\n+-----+------+\n",
        "<html><body><table><tr><td>Paper</td></tr></table></body></html>",
        "- [Survey](#survey)\n- [Theory](#theory)\n",
        "A [paper](https://arxiv.org/abs/2305.02578) of ours.\n",
    ],
)
def test_what_is_no_list_is_refused(text: str) -> None:
    """If nothing cites papers, the error is that the file is no list."""
    with pytest.raises(NoList):
        read(text, "other.md")


def test_a_fence_that_is_never_closed_is_reported() -> None:
    """Rows that the page does not show are not lost in silence."""
    text = HEAD + f"| | [A Title]({ARXIV}) |" + " |" * 5 + f"\n\n```\n\n{HEAD}| | [B]({ARXIV}) |"
    reading = read(text, "list.md")
    assert [p.line for p in reading.problems] == [5]


@given(st.text(alphabet="|-:[]()#*`<>!\\\n\t aA1.,https:/", max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes the reader fail in another way."""
    try:
        reading = read(text, "any")
    except NoList:
        return
    assert reading.records or reading.problems
