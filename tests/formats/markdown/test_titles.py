"""Titles in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.markdown.read_tables import one
from vcmbib.formats.markdown.titles import clean_title


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ("[Plain](https://x.org/1)", "Plain"),
        ("**Bold Unlinked Title**", "Bold Unlinked Title"),
        ("[A Longer Title](https://x.org) [[code]](https://github.com/a/b)", "A Longer Title"),
        ("A Longer Title [[Paper]](https://x.org) [[Code]](https://x.org/c)", "A Longer Title"),
        ("🔥 [A Longer Title](https://x.org)", "A Longer Title"),
        (":fire: A Longer Title", "A Longer Title"),
        ('["A Longer Title."](https://x.org)', "A Longer Title"),
        ("3) **A Longer Title** - what it is about", "A Longer Title"),
        ("[ResNet](https://x.org): Deep Residual Learning", "ResNet: Deep Residual Learning"),
        ("[A \\| B of C](https://x.org)", "A | B of C"),
        ("[Over<br>Two Lines](https://x.org)", "Over Two Lines"),
        ("[$L_0$ of `x` &amp; y](https://x.org)", "$L_0$ of x & y"),
        ("[What Is It?](https://x.org)", "What Is It?"),
        ("[To Be Continued...](https://x.org)", "To Be Continued..."),
        ("![b](https://img.shields.io/x)<br>[A Longer Title](https://x.org)<br>A B, C D",
         "A Longer Title"),
    ],
)  # fmt: skip
def test_the_title_in_a_cell(cell: str, title: str) -> None:
    """The title is found among links, badges, numbers and summaries, and its words are kept."""
    assert one(cell).title == title


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ends here.", "Ends here"), ("By A. et al.", "By A. et al."), ("And so on…", "And so on…"),
        ("Used in the U.S.", "Used in the U.S."), ("“All quoted”", "All quoted"),
        ("“Part” quoted “twice”", "“Part” quoted “twice”"), ("12. Numbered", "12. Numbered"[4:]),
        ("1.5 Bits", "1.5 Bits"), ("Done。", "Done"),
    ],
)  # fmt: skip
def test_a_title_loses_only_the_marks_of_the_list(written: str, kept: str) -> None:
    """A final full stop goes, but not from an abbreviation or an ellipsis."""
    assert clean_title(written) == kept


@given(st.text(max_size=60))
def test_a_clean_title_stays_clean(text: str) -> None:
    """Cleaning a title of letters and blanks twice changes nothing more."""
    title = clean_title("".join(c if c.isalpha() else " " for c in text))
    assert clean_title(title) == title
