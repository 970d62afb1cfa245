"""Strategies for texts with TeX's signs, and how such a text is read back."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from vcmbib.model.latex.decode import to_unicode

TEX_TEXTS = st.text(alphabet="\\${}^_-'`~ab( )[]%&\"|<>#éβ“”‘’–— ,;?!", max_size=40)


TEX_PIECES = st.lists(
    st.sampled_from(
        """\\emph \\foo {a} $x$ $5 \\( \\) \\'e \\ { } -- ' ` x é \\ensuremath{\\beta} \\url
        \\symbol{65} \\par JPEG""".split()
    ),
    max_size=10,
).flatmap(lambda pieces: st.sampled_from(["".join(pieces), " ".join(pieces)]))


ANY_TEXTS = st.one_of(st.text(max_size=40), TEX_TEXTS, TEX_PIECES)


def read_back(written: str) -> str:
    """A value as a reader sees it."""
    return unicodedata.normalize("NFC", to_unicode(written, typography=True))
