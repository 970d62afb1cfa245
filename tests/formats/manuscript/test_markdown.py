"""Citations in Markdown documents."""

from __future__ import annotations

import pytest

from vcmbib.formats.manuscript import cited_in


def keys(text: str, name: str = "main.md", **others: str) -> str:
    """The keys that a document of this text cites."""
    files = {name: text} | {k.replace("_", "."): v for k, v in others.items()}
    return " ".join(c.key for c in cited_in(name, files.get).citations)


@pytest.mark.parametrize(
    "text",
    [
        "a.b@example.org and <me@example.org>",
        "`@no` and ``a ` @no``",
        "```\n@no\n```",
        "~~~ md\n[@no]\n```\n~~~",
        "- item\n\n  ```\n  @no\n  ```",
        "text\n\n    @no in code\n",
        "<!-- @no -->",
        "\\@no and \\@ref(fig:x)",
        "[x](https://medium.com/@no) https://x.org/@no <https://x.org/@no>",
        "[x]: https://x.org/@no",
        "(@good) An example\n\nAs (@good) shows",
        "![x](y.png){#fig:one} see @fig:one",
    ],
)
def test_what_is_no_citation_in_markdown(text: str) -> None:
    """Code, addresses, comments, escapes, examples and labels are passed over."""
    assert not keys(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@a, p. 3; see also -@b; @c] @d [p. 2] [-@e].", "a b c d e"),
        ("@a's and @b. and @c:d.e, and @f_", "a b c:d.e f_"),
        ("@{https://x.org/a.b} and @https://x.org/c.", "https://x.org/a.b https://x.org/c"),
        ("@Müller2020 and @10.1109/TIP.2020.1", "Müller2020 10.1109/TIP.2020.1"),
        ("- one\n\n    more @a\n", "a"),
        ("*@a* (@b) —@c", "a b c"),
        ("---\nnocite: |\n  @a, @b\n---\n", "a b"),
    ],
)
def test_what_is_cited_in_markdown(text: str, expected: str) -> None:
    """Pandoc's forms of a citation, with letters of any language and identifiers as keys."""
    assert keys(text) == expected


def test_quarto_and_headers() -> None:
    """Cross-references are none, included files are read, each way to name a .bib is."""
    text = (
        "---\nbibliography:\n  - a.bib\n  - 'b.bib' # mine\n---\n@fig-x @a\n\n{{< include c.qmd >}}"
    )
    assert keys(text, "m.qmd", c_qmd="@b @sec-one") == "a b"
    found = cited_in("m.qmd", {"m.qmd": text}.get)
    assert (found.bibliographies, found.biblatex) == (("a.bib", "b.bib"), True)
    assert [(m.name, m.location.line) for m in found.missing] == [("c.qmd", 8)]
    one = {"m.md": "---\nbibliography: [x.bib, y.bib]\n---\n@*"}
    assert cited_in("m.md", one.get).bibliographies == ("x.bib", "y.bib")
    assert cited_in("m.md", one.get).cites_all
