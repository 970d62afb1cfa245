"""Addresses and numbers are read without LaTeX."""

from __future__ import annotations

import pytest

from vcmbib.formats.bibtex.verbatim import read_verbatim


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("10.1000/a\\_b", "10.1000/a_b"),
        ("\\url{http://a.b/c}", "http://a.b/c"),
        ("\\href{http://a.b/c}{there}", "http://a.b/c"),
        ("http://a.b/{\\textasciitilde}x\\%20\\#y", "http://a.b/~x%20#y"),
        ("http://a.b/$\\sim$x", "http://a.b/~x"),
        ("http://a.b/%20_~#&", "http://a.b/%20_~#&"),
        ("http://a.b/{x}", "http://a.b/{x}"),
        ("", ""),
        ("\\", "\\"),
    ],
)
def test_addresses_are_read_letter_by_letter(value: str, read: str) -> None:
    """Only what people escape for LaTeX's sake is undone in an address or number."""
    assert read_verbatim(value) == read
