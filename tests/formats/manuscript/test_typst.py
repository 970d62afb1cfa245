"""Citations in Typst documents."""

from __future__ import annotations

import pytest

from vcmbib.formats.manuscript import cited_in


def keys(text: str, name: str = "main.md", **others: str) -> str:
    """The keys that a document of this text cites."""
    files = {name: text} | {k.replace("_", "."): v for k, v in others.items()}
    return " ".join(c.key for c in cited_in(name, files.get).citations)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@a and @b[p. 3]. Then @c:d.", "a b c:d"),
        ("= Hi <intro>\n@intro #figure([x]) <fig:a> @fig:a", ""),
        ("`@no` ```typ @no``` // @no\n/* @no /* @no */ @no */ \\@no", ""),
        ('#cite(<a>, form: "prose") #cite(label("b/c")) @d', "a b/c d"),
        ('#link("mailto:x@y.z")[@a] https://x.org/@no', "a"),
        ('#set text(font: "a@b")\n@a #let f(x) = [#x @b]\n@c', "a b c"),
        ("#figure(caption: [see @a])[@b] #footnote[@c] @d", "a b c d"),
    ],
)
def test_what_is_cited_in_typst(text: str, expected: str) -> None:
    """References that are no labels of the document, and calls of cite, in code and markup."""
    assert keys(text, "m.typ") == expected


def test_typst_takes_in_files() -> None:
    """Included files are read, labels are valid in all of them, the bibliography is named."""
    text = '#include "a.typ"\n#import "@preview/x:1.0.0": *\n@one @lab\n'
    text += '#bibliography(("r.bib", "s.yml"), style: "ieee")'
    files = {"d/m.typ": text, "d/a.typ": "@two <lab>"}
    found = cited_in("d/m.typ", files.get)
    assert [c.key for c in found.citations] == ["two", "one"]
    assert found.bibliographies == ("d/r.bib", "d/s.yml")
    full = {"m.typ": '#bibliography("r.bib", full: true)'}
    assert cited_in("m.typ", full.get).cites_all
